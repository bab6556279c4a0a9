import { expect, test } from 'vitest';
import { tryAgainWhen } from './tryAgain';

test.each([
  [1, 'in a minute'],
  [60, 'in a minute'],
  [61, 'in 2 minutes'],
  [3540, 'in 59 minutes'],
  [3541, 'in an hour'],
  [3600, 'in an hour'],
  [3601, 'in 2 hours'],
])('%i seconds: %s', (seconds, text) => {
  expect(tryAgainWhen(seconds)).toBe(text);
});
