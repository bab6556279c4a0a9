import { expect, test } from 'vitest';
import { paidFor } from './refundAmount';

const order = (item_discount: number, left: number) => ({
  lines: [
    { position: 1, unit_price: 1999 },
    { position: 2, unit_price: 500 },
  ],
  totals: { item_subtotal: 4498, item_discount },
  payment: { left },
});

test('the prices of what comes back', () => {
  expect(paidFor(order(0, 9999), new Map([[1, 2]]))).toBe(3998);
  expect(paidFor(order(0, 9999), new Map([[1, 1], [2, 1]]))).toBe(2499);
  expect(paidFor(order(0, 9999), new Map())).toBe(0);
});

test('less their share of the discount, rounded in the customer\'s favour', () => {
  expect(paidFor(order(1000, 9999), new Map([[1, 1]]))).toBe(1999 - 444);
  expect(paidFor(order(4498, 9999), new Map([[1, 2], [2, 1]]))).toBe(0);
});

test('never more than is left', () => {
  expect(paidFor(order(0, 700), new Map([[1, 2]]))).toBe(700);
});

test('large amounts stay exact', () => {
  const lines = [{ position: 1, unit_price: 99_999_999 }];
  expect(paidFor({ lines, totals: { item_subtotal: 9_899_999_901, item_discount: 9_899_999_900 }, payment: { left: 1e12 } }, new Map([[1, 99]]))).toBe(1);
});
