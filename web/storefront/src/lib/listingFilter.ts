/** The filters of a list of products, as they stand in the page's address. Prices are in minor units. */
export const SORTS = ['newest', 'price', '-price', 'title'] as const;
export type Sort = (typeof SORTS)[number];

export interface ListingFilter {
  sort?: Sort;
  min_price?: number;
  max_price?: number;
  in_stock?: true;
}

export function readFilter(params: URLSearchParams): ListingFilter {
  const filter: ListingFilter = {};
  const sort = SORTS.find((known) => known === params.get('sort'));
  if (sort) filter.sort = sort;
  for (const name of ['min_price', 'max_price'] as const) {
    const text = params.get(name) ?? '';
    if (/^\d{1,11}$/.test(text)) filter[name] = Number(text);
  }
  if (params.get('in_stock') === 'true') filter.in_stock = true;
  return filter;
}

/** The address's parameters with another filter; what is not a filter (`q`) stays. */
export function writeFilter(params: URLSearchParams, filter: ListingFilter): URLSearchParams {
  const written = new URLSearchParams(params);
  for (const name of ['sort', 'min_price', 'max_price', 'in_stock'] as const) {
    const value = filter[name];
    if (value === undefined) written.delete(name);
    else written.set(name, String(value));
  }
  return written;
}

/** How many filters narrow the list; sorting does not. */
export function activeFilters({ min_price, max_price, in_stock }: ListingFilter): number {
  return [min_price !== undefined || max_price !== undefined, in_stock].filter(Boolean).length;
}

/** The filter with another price range; the ends may come in either order. */
export function withPrices(filter: ListingFilter, one: number | null, other: number | null): ListingFilter {
  const next = { ...filter };
  delete next.min_price;
  delete next.max_price;
  const [from, to] = one !== null && other !== null && one > other ? [other, one] : [one, other];
  if (from !== null) next.min_price = from;
  if (to !== null) next.max_price = to;
  return next;
}

/** The filter with one entry set, or without it. */
export function withEntry<Name extends keyof ListingFilter>(
  filter: ListingFilter,
  name: Name,
  value: ListingFilter[Name],
): ListingFilter {
  const next = { ...filter, [name]: value };
  if (value === undefined) delete next[name];
  return next;
}
