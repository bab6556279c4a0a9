import { expect, test } from 'vitest';
import { emptyDiscount, formOf, percentOf, takenOff, valuesOf } from './discount';

const store = { currency_exponent: 2, time_zone: 'Europe/Berlin' };
const read = (form: Partial<typeof emptyDiscount>) => valuesOf({ ...emptyDiscount, code: 'spring', ...form }, store);

test('only what fits the kind is sent', () => {
  expect(read({ percent: '12.5', amount: '5' }).values).toMatchObject({ code: 'SPRING', kind: 'percent', percent_bp: 1250, amount: null });
  expect(read({ kind: 'fixed', percent: '12.5', amount: '5' }).values).toMatchObject({ percent_bp: null, amount: 500 });
  expect(read({ kind: 'free_shipping', percent: '12.5', amount: '5', applies_to: 'items' }).values).toMatchObject({ percent_bp: null, amount: null, applies_to: 'shipping' });
});

test.each([
  [{ percent: '0' }, 'percent'],
  [{ percent: '100.01' }, 'percent'],
  [{ percent: 'ten' }, 'percent'],
  [{ kind: 'fixed', amount: '0' }, 'amount'],
  [{ kind: 'fixed', amount: '1.999' }, 'amount'],
  [{ minimum_subtotal: '-1' }, 'minimum_subtotal'],
  [{ max_uses: '0' }, 'max_uses'],
  [{ max_uses_per_customer: '1.5' }, 'max_uses_per_customer'],
  [{ starts_at: '2026-02-01T00:00', ends_at: '2026-01-01T00:00' }, 'ends_at'],
  [{ code: ' ' }, 'code'],
] as const)('%o', (form, field) => expect(Object.keys(read(form as object).problems)).toEqual([field]));

test('what was saved is shown as it was typed', () => {
  const { values } = read({ percent: '7.5', minimum_subtotal: '50', starts_at: '2026-07-01T09:30', max_uses: '3', combinable: true });
  expect(values['starts_at']).toBe('2026-07-01T07:30:00Z');
  expect(formOf({ id: '1', title: '', values }, store)).toEqual({
    ...emptyDiscount, code: 'SPRING', percent: '7.5', minimum_subtotal: '50.00', starts_at: '2026-07-01T09:30', max_uses: '3', combinable: true });
});

test('ties go to the even one, as in the store', () => {
  expect([10, 30, 50].map((base) => percentOf(base, 500))).toEqual([0, 2, 2]);
});

test('examples', () => {
  expect(takenOff(read({}).values, 10000, 500)).toBe(1000);
  expect(takenOff(read({ minimum_subtotal: '200' }).values, 10000, 500)).toBe(null);
  expect(takenOff(read({ kind: 'fixed', amount: '150' }).values, 10000, 500)).toBe(10000);
  expect(takenOff(read({ kind: 'free_shipping' }).values, 10000, 500)).toBe(500);
});
