import { expect, test } from 'vitest';
import { countries } from './countries';

test('every country once, by name', () => {
  const all = countries();
  expect(all).toHaveLength(249);
  expect(new Set(all.map(({ code }) => code)).size).toBe(249);
  expect(all.filter(({ code, name }) => code === name)).toEqual([]);
  expect(all[0]?.name).toBe('Afghanistan');
  expect(all[1]).toEqual({ code: 'AX', name: 'Åland Islands' });
  expect(all.at(-1)?.name).toBe('Zimbabwe');
});
