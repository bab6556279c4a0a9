/** Money arrives as an integer of minor units; nothing here makes a floating-point number of it. */
export interface Currency {
  currency: string;
  currency_exponent: number;
}

/** 1999 with exponent 2 is "19.99". */
export function minorToDecimal(minor: number, exponent: number): string {
  const digits = Math.abs(minor)
    .toString()
    .padStart(exponent + 1, '0');
  const whole = digits.slice(0, digits.length - exponent);
  const fraction = exponent > 0 ? `.${digits.slice(-exponent)}` : '';
  return `${minor < 0 ? '-' : ''}${whole}${fraction}`;
}

/**
 * What somebody typed ("1,200.50", "19.9", "$ 20", "-5") as minor units, or null when it is no amount of that many
 * digits: what is saved is what was read, so nothing is rounded or guessed.
 */
export function decimalToMinor(text: string, exponent: number): number | null {
  const cleaned = text.trim().replace(/[\s$€£¥]/g, '').replace(/^\u2212/, '-');
  const match = /^(-?)(\d{1,12}|\d{1,3}(?:,\d{3}){1,3})(?:\.(\d*))?$/.exec(cleaned);
  if (!match) return null;
  const fraction = match[3] ?? '';
  if (fraction.length > exponent) return null;
  const minor = Number(`${match[2]!.replaceAll(',', '')}${fraction.padEnd(exponent, '0')}`);
  if (!Number.isSafeInteger(minor)) return null;
  return match[1] && minor ? -minor : minor;
}

const formatters = new Map<string, Intl.NumberFormat>();

export function formatMoney(minor: number, { currency, currency_exponent: digits }: Currency): string {
  const key = `${currency} ${digits}`;
  let formatter = formatters.get(key);
  if (!formatter) {
    formatter = new Intl.NumberFormat('en', {
      style: 'currency',
      currency,
      minimumFractionDigits: digits,
      maximumFractionDigits: digits,
    });
    formatters.set(key, formatter);
  }
  return formatter.format(minorToDecimal(minor, digits) as `${number}`);
}

/** Basis points are hundredths of a percent: money's arithmetic with two digits, and no zeros at the end. */
export const basisPointsToPercent = (points: number) => minorToDecimal(points, 2).replace(/\.?0{1,2}$/, '');

export const percentToBasisPoints = (text: string) => decimalToMinor(text.replace('%', ''), 2);
