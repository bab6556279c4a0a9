import { expect, it } from 'vitest';
import { countryName, counted, grouped, optionText, paragraphs } from './text';

it('splits paragraphs at empty lines', () => {
  expect(paragraphs('One\nstill one.\n\n  Two. \n \n\nThree')).toEqual(['One\nstill one.', 'Two.', 'Three']);
  expect(paragraphs('')).toEqual([]);
});

it('counts', () => {
  expect(counted(1, 'product')).toBe('1 product');
  expect(counted(0, 'product')).toBe('0 products');
  expect(counted(2, 'piece left', 'pieces left')).toBe('2 pieces left');
});

it('names options and countries', () => {
  expect(optionText({ Colour: 'Sand', Size: 'L' })).toBe('Sand, L');
  expect(countryName('IE')).toBe('Ireland');
  expect(countryName('somewhere')).toBe('somewhere');
});

it('groups long keys', () => {
  expect(grouped('ABCDEFGHIJ', 4)).toBe('ABCD EFGH IJ');
  expect(grouped('', 4)).toBe('');
});
