import { countOf } from '../../lib/text';
import type { Delivery, Progress } from './api';

const UNITS: [seconds: number, one: string][] = [
  [86_400, 'day'],
  [3600, 'hour'],
  [60, 'minute'],
  [1, 'second'],
];
const article = (unit: string) => (unit === 'hour' ? `an ${unit}` : `a ${unit}`);

/** 3600 is "an hour", 7200 is "in any 2 hours". */
export function windowWords(seconds: number): string {
  const [size, unit] = UNITS.find(([each]) => seconds % each === 0)!;
  return size === seconds ? article(unit) : `in any ${countOf(seconds / size, unit)}`;
}

export type Pace = Pick<Delivery, 'rate' | 'window_mails' | 'window_seconds'>;

/** How fast it goes out: "At most 5 a second, and at most 500 an hour." */
export function paceWords({ rate, window_mails: mails, window_seconds: seconds }: Pace): string {
  const limits = [
    ...(rate ? [`at most ${rate.toLocaleString('en')} a second`] : []),
    ...(mails && seconds ? [`at most ${mails.toLocaleString('en')} ${windowWords(seconds)}`] : []),
  ];
  if (!limits.length) return 'As fast as the mail server takes them.';
  const text = limits.join(', and ');
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

/** What so many mails take at that pace; null when only the server's own speed holds them up. */
export function secondsFor(count: number, { rate, window_mails: mails, window_seconds: seconds }: Pace): number | null {
  if (!rate && !(mails && seconds)) return null;
  const byRate = rate ? count / rate : 0;
  const byWindow = mails && seconds ? (Math.ceil(count / mails) - 1) * seconds : 0;
  return Math.max(byRate, byWindow, 0);
}

/** 200 is "about 3 minutes". */
export function durationWords(seconds: number): string {
  if (seconds < 60) return 'less than a minute';
  const [size, unit] = UNITS.slice(0, 3).find(([each]) => seconds >= each * 1.5) ?? UNITS[2]!;
  const count = Math.round(seconds / size);
  return `about ${count === 1 ? article(unit) : countOf(count, unit)}`;
}

/** Of all recipients, those whose turn has been: 0 to 100. */
export function percentDone({ recipients, sent, failed, uncertain, cancelled }: Progress): number {
  if (!recipients) return 0;
  return Math.min(100, Math.floor(((sent + failed + uncertain + cancelled) * 100) / recipients));
}

/** What a screen reader is told: a new text each tenth of the way, not each second. */
export function announcement(progress: Progress): string {
  const percent = percentDone(progress);
  if (percent === 100) return 'All are done.';
  return `${Math.floor(percent / 10) * 10} percent are done.`;
}
