import { expect, it } from 'vitest';
import { termsParts } from './termsText';

it('tells headings from paragraphs', () => {
  expect(termsParts('## Your order\n\nYou buy.\nFrom us.\n\n## Prices\nAs shown. ## not one\r\n\r\nThe end\n')).toEqual([
    { heading: true, text: 'Your order' },
    { heading: false, text: 'You buy.\nFrom us.' },
    { heading: true, text: 'Prices' },
    { heading: false, text: 'As shown. ## not one' },
    { heading: false, text: 'The end' },
  ]);
});

it('shows markup as the text it is', () => {
  expect(termsParts('<b>Bold</b>\n\n#No heading')).toEqual([
    { heading: false, text: '<b>Bold</b>' },
    { heading: false, text: '#No heading' },
  ]);
  expect(termsParts('')).toEqual([]);
});
