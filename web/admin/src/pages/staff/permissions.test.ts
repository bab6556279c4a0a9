import { expect, test } from 'vitest';
import { isSame, withAll, withVerb } from './permissions';

test('whoever may change may look', () => {
  expect(withVerb({}, 'orders', 'change', true)).toEqual({ orders: ['change', 'view'] });
  expect(withVerb({ orders: ['change', 'view'] }, 'orders', 'view', false)).toEqual({});
  expect(withVerb({ orders: ['change', 'view'], skus: ['view'] }, 'orders', 'change', false)).toEqual({ orders: ['view'], skus: ['view'] });
});

test('all of a column', () => {
  expect(withAll({ a: ['view'] }, ['a', 'b'], 'add', true)).toEqual({ a: ['add', 'view'], b: ['add', 'view'] });
});

test('the order of words makes no difference', () => {
  expect(isSame({ a: ['view', 'add'], b: ['view'] }, { b: ['view'], a: ['add', 'view'] })).toBe(true);
  expect(isSame({ a: ['view'] }, {})).toBe(false);
});
