import type { AdminObject, Value } from '../api/schema';
import { basisPointsToPercent, decimalToMinor, minorToDecimal, percentToBasisPoints } from './money';
import { inputToTime, timeToInput } from './time';

export type Kind = 'percent' | 'fixed' | 'free_shipping';

/** A discount code as it stands in the form: text where people type. */
export interface DiscountForm {
  code: string;
  title: string;
  kind: Kind;
  applies_to: 'items' | 'shipping';
  percent: string;
  amount: string;
  minimum_subtotal: string;
  starts_at: string;
  ends_at: string;
  max_uses: string;
  max_uses_per_customer: string;
  combinable: boolean;
  active: boolean;
}

export interface Store {
  currency_exponent: number;
  time_zone: string;
}

export const emptyDiscount: DiscountForm = {
  code: '',
  title: '',
  kind: 'percent',
  applies_to: 'items',
  percent: '10',
  amount: '',
  minimum_subtotal: '',
  starts_at: '',
  ends_at: '',
  max_uses: '',
  max_uses_per_customer: '',
  combinable: false,
  active: true,
};

export function formOf({ values }: AdminObject, { currency_exponent: exponent, time_zone: zone }: Store): DiscountForm {
  const text = (name: string) => (values[name] == null ? '' : String(values[name]));
  const money = (name: string) => (values[name] ? minorToDecimal(Number(values[name]), exponent) : '');
  const time = (name: string) => (values[name] ? timeToInput(String(values[name]), zone).slice(0, 16) : '');
  return {
    code: text('code'),
    title: text('title'),
    kind: text('kind') as Kind,
    applies_to: text('applies_to') as DiscountForm['applies_to'],
    percent: values['percent_bp'] == null ? '' : basisPointsToPercent(Number(values['percent_bp'])),
    amount: money('amount'),
    minimum_subtotal: money('minimum_subtotal'),
    starts_at: time('starts_at'),
    ends_at: time('ends_at'),
    max_uses: text('max_uses'),
    max_uses_per_customer: text('max_uses_per_customer'),
    combinable: values['combinable'] === true,
    active: values['active'] !== false,
  };
}

export type Problems = Partial<Record<keyof DiscountForm, string>>;

/** The values for the API: only what fits the kind, null for the rest. */
export function valuesOf(form: DiscountForm, { currency_exponent: exponent, time_zone: zone }: Store) {
  const problems: Problems = {};
  const fault = (name: keyof DiscountForm, message: string) => {
    problems[name] = message;
    return null;
  };
  const count = (name: 'max_uses' | 'max_uses_per_customer') => {
    const text = form[name].trim();
    if (!text) return null;
    return /^[1-9]\d{0,8}$/.test(text) ? Number(text) : fault(name, 'Give a whole number, or nothing.');
  };
  const percent = form.kind === 'percent' ? percentToBasisPoints(form.percent) : null;
  if (form.kind === 'percent' && (percent === null || percent < 1 || percent > 10000)) fault('percent', 'Give up to 100, with two digits at most.');
  const amount = form.kind === 'fixed' ? decimalToMinor(form.amount, exponent) : null;
  if (form.kind === 'fixed' && (amount === null || amount < 1)) fault('amount', `Write it as ${minorToDecimal(500, exponent)}.`);
  const minimum = form.minimum_subtotal.trim() ? decimalToMinor(form.minimum_subtotal, exponent) : 0;
  if (minimum === null || minimum < 0) fault('minimum_subtotal', `Write it as ${minorToDecimal(5000, exponent)}.`);
  const begins = form.starts_at ? inputToTime(form.starts_at, zone) : null;
  const ends = form.ends_at ? inputToTime(form.ends_at, zone) : null;
  if (begins && ends && Date.parse(begins) >= Date.parse(ends)) fault('ends_at', 'It ends before it begins.');
  if (!form.code.trim()) fault('code', 'Give a code.');
  const values: Record<string, Value> = {
    code: form.code.trim().toUpperCase(),
    title: form.title.trim(),
    kind: form.kind,
    applies_to: form.kind === 'free_shipping' ? 'shipping' : form.applies_to,
    percent_bp: percent,
    amount,
    minimum_subtotal: minimum,
    starts_at: begins,
    ends_at: ends,
    max_uses: count('max_uses'),
    max_uses_per_customer: count('max_uses_per_customer'),
    combinable: form.combinable,
    active: form.active,
  };
  return { values, problems };
}

/** What a percentage takes, ties to even, as the store computes it. */
export function percentOf(base: number, points: number): number {
  const product = BigInt(base) * BigInt(points);
  const whole = product / 10000n;
  const twice = (product % 10000n) * 2n;
  const up = twice > 10000n || (twice === 10000n && whole % 2n === 1n);
  return Number(whole + (up ? 1n : 0n));
}

/** What these values take off goods and delivery at these prices; null when the goods cost too little. */
export function takenOff(values: Record<string, Value>, goods: number, shipping: number): number | null {
  if (goods < Number(values['minimum_subtotal'])) return null;
  const base = values['applies_to'] === 'shipping' ? shipping : goods;
  if (values['kind'] === 'percent') return percentOf(base, Number(values['percent_bp']));
  if (values['kind'] === 'fixed') return Math.min(base, Number(values['amount']));
  return base;
}
