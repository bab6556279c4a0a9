import { expect, test } from 'vitest';
import { RECIPIENT_FILTERS, whatCame } from './recipients';

test('recipients are found by how far their mail got, and by what came of it', () => {
  const filters = Object.fromEntries(RECIPIENT_FILTERS.map(({ label, filter }) => [label, filter]));
  expect(filters['All']).toEqual({});
  expect(filters['Cancelled']).toEqual({ state: ['cancelled'] });
  expect(filters['Opened']).toEqual({ opened: true });
  expect(filters['Unsubscribed']).toEqual({ unsubscribed: true });
});

test('what came of a mail is told in the order in which it happens', () => {
  expect(whatCame({ values: { clicked: true, opened: true, bounced: false } })).toBe('opened, clicked');
  expect(whatCame({ values: { state: 'sent' } })).toBe('');
});
