import type { Value } from '../api/schema';

export function isSame(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length &&
    keys.every((key) => key in b && isSame((a as Record<string, unknown>)[key], (b as Record<string, unknown>)[key]))
  );
}

/** Of `now`, what is not as it was: an edit sends nothing that nobody touched. */
export function changedValues(was: Record<string, unknown>, now: Record<string, unknown>): Record<string, Value> {
  const changed: Record<string, Value> = {};
  for (const [name, value] of Object.entries(now)) {
    const sent = value === undefined ? null : value;
    const before = was[name] === undefined ? null : was[name];
    if (!isSame(sent, before)) changed[name] = sent as Value;
  }
  return changed;
}
