import { expect, test } from 'vitest';
import { combinations, optionsOf, valuesOf } from './options';

test('values', () => {
  expect(valuesOf(' Red, Dark blue,,red\nGreen ')).toEqual(['Red', 'Dark blue', 'Green']);
  expect(valuesOf(' , ')).toEqual([]);
});

test('options, in the order of their rows', () => {
  const options = optionsOf([{ name: ' Size ', values: 'S,M' }, { name: '', values: 'x' }, { name: 'Colour', values: 'Red' }, { name: 'Empty', values: ' ' }]);
  expect(Object.entries(options)).toEqual([['Size', ['S', 'M']], ['Colour', ['Red']]]);
  expect(combinations(options)).toBe(2);
  expect(combinations({})).toBe(1);
});
