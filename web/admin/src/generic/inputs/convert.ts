import type { Field, Value } from '../../api/schema';
import { basisPointsToPercent, decimalToMinor, minorToDecimal, percentToBasisPoints } from '../../lib/money';
import { inputToTime, timeToInput } from '../../lib/time';
import { Invalid, type Draft } from './invalid';

export interface Conversion {
  currency_exponent: number;
  time_zone: string;
}

/** The text that an input shows for a value. */
export function toText(field: Pick<Field, 'type'>, value: Value | undefined, { currency_exponent, time_zone }: Conversion): string {
  if (value === null || value === undefined) return '';
  switch (field.type) {
    case 'money':
      return minorToDecimal(Number(value), currency_exponent);
    case 'basis_points':
      return basisPointsToPercent(Number(value));
    case 'time':
      return timeToInput(String(value), time_zone);
    case 'json':
      return JSON.stringify(value, null, 2);
    default:
      return typeof value === 'string' ? value : JSON.stringify(value);
  }
}

/** The value of a text. Nothing is null, except for texts that can't be null: theirs is the empty text. */
export function fromText(
  field: Pick<Field, 'type' | 'nullable' | 'required'>,
  text: string,
  { currency_exponent, time_zone }: Conversion,
): Draft {
  if (text.trim() === '') return nothingOf(field);
  switch (field.type) {
    case 'money':
      return decimalToMinor(text, currency_exponent) ?? new Invalid(`Write an amount such as ${minorToDecimal(1999, currency_exponent)}.`);
    case 'basis_points':
      return percentToBasisPoints(text) ?? new Invalid('Write a percentage with two digits after the point at most, such as 12.5.');
    case 'integer':
      return integerOf(text);
    case 'time':
      return inputToTime(text, time_zone) ?? new Invalid('Write a date and a time.');
    case 'json':
      return jsonOf(text);
    default:
      return text;
  }
}

const TEXTS = new Set(['text', 'long_text', 'html', 'email', 'url', 'slug']);

const nothingOf = (field: Pick<Field, 'type' | 'nullable'>): Value => (TEXTS.has(field.type) && !field.nullable ? '' : null);

function integerOf(text: string): Draft {
  const cleaned = text.trim().replaceAll(/[\s,]/g, '');
  const value = Number(cleaned);
  if (!/^-?\d+$/.test(cleaned)) return new Invalid('Write a whole number.');
  return Number.isSafeInteger(value) ? value : new Invalid('This number is too large.');
}

function jsonOf(text: string): Draft {
  try {
    return JSON.parse(text) as Value;
  } catch (error) {
    return new Invalid(`This is no JSON: ${error instanceof Error ? error.message : ''}`);
  }
}

/** What the schema asks of a value; the API checks it all again, and more. */
export function check(field: Field, value: Draft, isNew: boolean, exponent: number): string | undefined {
  if (value instanceof Invalid) return value.message;
  const isEmpty = value === null || value === undefined || value === '';
  if (isEmpty) return field.required && (isNew || !field.nullable) && field.type !== 'password' ? 'Please fill this in.' : undefined;
  if (typeof value === 'number') return checkRange(field, value, exponent);
  if (typeof value !== 'string') return undefined;
  const length = [...value].length;
  if (field.type === 'time' || field.type === 'reference' || field.type === 'choice') return undefined;
  if (field.maximum && length > field.maximum) return `At most ${field.maximum} characters; this has ${length}.`;
  if (field.minimum && length < field.minimum) return `At least ${field.minimum} characters.`;
  return undefined;
}

function checkRange(field: Field, value: number, exponent: number): string | undefined {
  const { minimum, maximum } = field;
  if (!minimum && !maximum) return undefined;
  const text = (limit: number) => toText(field, limit, { currency_exponent: exponent, time_zone: 'UTC' });
  if (minimum !== null && value < minimum) return `At least ${text(minimum)}.`;
  if (maximum !== null && value > maximum) return `At most ${text(maximum)}.`;
  return undefined;
}
