import { describe, expect, it } from 'vitest';
import { activeFilters, readFilter, withEntry, withPrices, writeFilter } from './listingFilter';

describe('listing filter', () => {
  it('survives the way through the address', () => {
    const filter = { sort: '-price', min_price: 2000, max_price: 5000, in_stock: true } as const;
    expect(readFilter(writeFilter(new URLSearchParams(), filter))).toEqual(filter);
  });

  it('ignores what it does not know', () => {
    expect(readFilter(new URLSearchParams('sort=rating&min_price=cheap&max_price=-1&in_stock=maybe'))).toEqual({});
  });

  it('keeps the search words and drops what was cleared', () => {
    expect(writeFilter(new URLSearchParams('q=mug&in_stock=true&sort=price'), { sort: 'price' }).toString()).toBe(
      'q=mug&sort=price',
    );
  });

  it('counts what narrows the list', () => {
    expect(activeFilters({ sort: 'price' })).toBe(0);
    expect(activeFilters({ min_price: 1, max_price: 2, in_stock: true })).toBe(2);
  });

  it('orders the ends of a price range', () => {
    expect(withPrices({ sort: 'price' }, 5000, 2000)).toEqual({ sort: 'price', min_price: 2000, max_price: 5000 });
    expect(withPrices({ min_price: 1, max_price: 2 }, null, 0)).toEqual({ max_price: 0 });
  });

  it('sets and clears one entry', () => {
    expect(withEntry({}, 'in_stock', true)).toEqual({ in_stock: true });
    expect(withEntry({ in_stock: true }, 'in_stock', undefined)).toEqual({});
  });
});
