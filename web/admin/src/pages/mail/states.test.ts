import { expect, test } from 'vitest';
import { FILTERS, reasonOf, STATE_HELP } from './states';

test('why a mail did not go out is told of every one that did not', () => {
  expect(reasonOf('failed', '550 no such mailbox')).toBe('550 no such mailbox');
  expect(reasonOf('cancelled', 'suppressed: hard_bounce')).toBe('suppressed: hard_bounce');
  expect(reasonOf('cancelled', null)).toBe(STATE_HELP.cancelled);
  expect(reasonOf('uncertain', '')).toBe(STATE_HELP.uncertain);
  expect(reasonOf('sent', '250 ok')).toBeNull();
});

test('every state is found by a filter', () => {
  expect(new Set(FILTERS.flatMap(({ states }) => states ?? []))).toEqual(new Set(Object.keys(STATE_HELP)));
});
