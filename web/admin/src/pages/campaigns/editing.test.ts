import { expect, test } from 'vitest';
import type { Campaign } from './api';
import { changesOf, withEdits } from './editing';

test('tags go by their ids, and what was not touched is not sent', () => {
  expect(changesOf({ subject: 'News' })).toEqual({ subject: 'News' });
  expect(changesOf({ audience: { tags: [{ id: '3', name: 'tea' }], countries: ['DE'] } })).toEqual({ audience: { tags: ['3'], countries: ['DE'] } });
  expect(changesOf({ audience: { bought: 'any' }, delivery: { rate: 5 } })).toEqual({ audience: { bought: 'any' }, delivery: { rate: 5 } });
});

test('a change of one part leaves the rest of it', () => {
  const campaign = { subject: 'Old', audience: { bought: 'any', countries: ['DE'] }, delivery: { rate: 1, track_opens: true } } as unknown as Campaign;
  expect(withEdits(campaign, { audience: { bought: 'bought' }, delivery: { rate: null } })).toMatchObject({
    subject: 'Old',
    audience: { bought: 'bought', countries: ['DE'] },
    delivery: { rate: null, track_opens: true },
  });
});
