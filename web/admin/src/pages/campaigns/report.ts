import type { Report } from './api';

/** "41.2 %" of a whole; nothing without one. */
export function percentOf(part: number, whole: number): string | undefined {
  if (!whole) return undefined;
  const percent = (part * 100) / whole;
  return `${percent.toLocaleString('en', { maximumFractionDigits: percent < 10 ? 1 : 0 })} %`;
}

/** Why people left, as they were asked. */
export const REASONS: Record<string, string> = {
  no_longer_wanted: 'Not wanted any more',
  never_signed_up: 'Never signed up',
  too_often: 'Too often',
  inappropriate: 'Not fitting',
  spam: 'Looks like spam',
  other: 'Something else',
};

const HOUR_MS = 3600_000;
/** What a chart has room for: the first three days, when nearly all of it happens. */
const MOST_HOURS = 72;

type Hour = Report['by_hour'][number];

/** Every hour from the first on, also those in which nothing happened. */
export function hoursOf(hours: Hour[]): Hour[] {
  const known = new Map(hours.map((each) => [Date.parse(each.hour), each]));
  const moments = [...known.keys()].sort((a, b) => a - b);
  const [first] = moments;
  if (first === undefined) return [];
  const count = Math.min(MOST_HOURS, (moments.at(-1)! - first) / HOUR_MS + 1);
  return Array.from({ length: count }, (_, at) => {
    const moment = first + at * HOUR_MS;
    return known.get(moment) ?? { hour: new Date(moment).toISOString(), opens: 0, clicks: 0 };
  });
}
