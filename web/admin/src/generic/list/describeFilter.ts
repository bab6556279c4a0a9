import type { Field, Settings, Value } from '../../api/schema';
import { basisPointsToPercent, formatMoney } from '../../lib/money';
import { dayBefore, dayOf } from '../../lib/time';
import { words } from '../../lib/text';

const isObject = (value: unknown): value is Record<string, Value> => typeof value === 'object' && value !== null && !Array.isArray(value);

/** A filter in words: "from 1 to 5", "Paid, Sent", "contains shirt". */
export function describeFilter(field: Field, value: unknown, settings: Settings): string {
  if (Array.isArray(value)) return value.map((each) => one(field, each as Value, settings)).join(', ');
  if (!isObject(value)) return one(field, value as Value, settings);
  if (value['empty'] === true) return 'none';
  if ('contains' in value) return `contains “${String(value['contains'])}”`;
  const from = value['gte'] ?? value['gt'];
  const to = value['lte'] ?? value['lt'];
  const parts = [];
  if (from !== undefined) parts.push(`from ${one(field, from, settings)}`);
  if (to !== undefined) {
    // The end is the start of the day after, which is not in it.
    parts.push(`to ${field.type === 'time' && 'lt' in value ? dayBefore(dayOf(String(to), settings.time_zone)) : one(field, to, settings)}`);
  }
  return parts.join(' ') || JSON.stringify(value);
}

function one(field: Field, value: Value, settings: Settings): string {
  if (value === null) return 'none';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (field.type === 'money') return formatMoney(Number(value), settings);
  if (field.type === 'basis_points') return `${basisPointsToPercent(Number(value))} %`;
  if (field.type === 'choice') return words(String(value));
  if (field.type === 'time') return dayOf(String(value), settings.time_zone);
  return String(value);
}
