import { expect, it } from 'vitest';
import { delayAfter } from './backoff';

it('asks ever more slowly and stops within a minute or so', () => {
  const delays: number[] = [];
  for (let delay = delayAfter(1); delay !== null; delay = delayAfter(delays.length + 1)) delays.push(delay);
  expect(delays).toEqual(delays.toSorted((a, b) => a - b));
  const total = delays.reduce((sum, delay) => sum + delay, 0);
  expect(total).toBeGreaterThan(45_000);
  expect(total).toBeLessThan(90_000);
});
