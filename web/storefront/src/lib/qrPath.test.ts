import { expect, test } from 'vitest';
import { qrPath } from './qrPath';

test('runs of dark squares', () => {
  const X = true;
  const o = false;
  expect(
    qrPath([
      [X, X, o, X],
      [o, o, o, o],
      [o, X, X, X],
    ]),
  ).toBe('M0 0h2v1h-2zM3 0h1v1h-1zM1 2h3v1h-3z');
  expect(qrPath([])).toBe('');
});
