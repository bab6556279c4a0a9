import { expect, test } from 'vitest';
import { hoursOf, percentOf } from './report';

test('parts of a whole', () => {
  expect(percentOf(1, 0)).toBeUndefined();
  expect(percentOf(1, 3)).toBe('33 %');
  expect(percentOf(1, 30)).toBe('3.3 %');
  expect(percentOf(0, 30)).toBe('0 %');
});

test('hours in which nothing happened are hours too', () => {
  const hour = (at: string, opens: number) => ({ hour: `2026-11-26T${at}:00:00Z`, opens, clicks: 0 });
  expect(hoursOf([hour('10', 2), hour('07', 1)]).map(({ opens }) => opens)).toEqual([1, 0, 0, 2]);
  expect(hoursOf([])).toEqual([]);
});

test('a chart ends after three days', () => {
  const later = { hour: '2026-12-26T00:00:00Z', opens: 1, clicks: 0 };
  expect(hoursOf([{ hour: '2026-11-26T00:00:00Z', opens: 5, clicks: 1 }, later])).toHaveLength(72);
});
