import { expect, test } from 'vitest';
import { resendTitle } from './resend';

test('the question names those who get it now', () => {
  expect(resendTitle(1)).toBe('Send again to 1 person?');
  expect(resendTitle(10_000)).toBe('Send again to 10,000 people?');
  expect(resendTitle(23_456)).toBe('Send again to the first 10,000 of 23,456 people?');
});
