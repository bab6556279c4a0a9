import type { Schemas } from '@startupwebapp/api-client';

export type Grants = Schemas['AdminGrants'];
export type Table = Grants['granted'];
export type Verb = Table[string][number];

export const VERBS: { verb: Verb; label: string }[] = [
  { verb: 'view', label: 'View' },
  { verb: 'add', label: 'Add' },
  { verb: 'change', label: 'Change' },
  { verb: 'delete', label: 'Delete' },
];

export const has = (table: Table, resource: string, verb: Verb) => table[resource]?.includes(verb) ?? false;

/** The table with a verb granted or not. Whoever may do something may look at it: that comes and goes along. */
export function withVerb(table: Table, resource: string, verb: Verb, on: boolean): Table {
  const before = table[resource] ?? [];
  let verbs = on ? [...before, verb] : before.filter((each) => each !== verb);
  if (on && verb !== 'view') verbs.push('view');
  if (!on && verb === 'view') verbs = [];
  const { [resource]: _gone, ...rest } = table;
  return verbs.length ? { ...rest, [resource]: [...new Set(verbs)].sort() } : rest;
}

/** All resources of a list with a verb granted or not. */
export const withAll = (table: Table, resources: string[], verb: Verb, on: boolean) =>
  resources.reduce((all, resource) => withVerb(all, resource, verb, on), table);

export function isSame(a: Table, b: Table): boolean {
  const text = (table: Table) => JSON.stringify(Object.entries(table).sort(([x], [y]) => (x < y ? -1 : 1)).map(([name, verbs]) => [name, [...verbs].sort()]));
  return text(a) === text(b);
}
