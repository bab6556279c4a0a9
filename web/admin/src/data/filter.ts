import type { Value } from '../api/schema';

/*
 * What react-admin keeps of a list's filter (in its address, too) against what the API takes. There `q` is one of the
 * filters, and "has no value" is {empty: true}, since react-admin drops null.
 */
export type FilterValues = Record<string, unknown>;

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isNothing = (value: unknown) =>
  value === undefined ||
  value === '' ||
  (Array.isArray(value) && value.length === 0) ||
  (isObject(value) && Object.keys(value).length === 0);

export function toApiFilter(values: FilterValues): { q?: string; filter?: string } {
  const { q, ...fields } = values;
  const filter: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(fields)) {
    if (isNothing(value)) continue;
    filter[name] = isObject(value) && value['empty'] === true ? null : value;
  }
  return {
    ...(typeof q === 'string' && q.trim() ? { q: q.trim() } : {}),
    ...(Object.keys(filter).length ? { filter: JSON.stringify(filter) } : {}),
  };
}

export function fromApiFilter(query: { q?: string; filter?: Record<string, Value> }): FilterValues {
  const values: FilterValues = query.q ? { q: query.q } : {};
  for (const [name, value] of Object.entries(query.filter ?? {})) values[name] = value === null ? { empty: true } : value;
  return values;
}

/** "values.placed_at", DESC is "-placed_at". */
export function toApiSort(sort: { field: string; order: string } | undefined): string | undefined {
  if (!sort?.field || sort.field === 'id') return undefined;
  const name = sort.field.replace(/^values\./, '');
  return sort.order === 'DESC' ? `-${name}` : name;
}

export function fromApiSort(sort: string | null | undefined): { field: string; order: 'ASC' | 'DESC' } {
  if (!sort) return { field: 'id', order: 'DESC' };
  return sort.startsWith('-') ? { field: `values.${sort.slice(1)}`, order: 'DESC' } : { field: `values.${sort}`, order: 'ASC' };
}
