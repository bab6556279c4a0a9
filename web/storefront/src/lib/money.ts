/** Money arrives as an integer of minor units; nothing here makes a floating-point number of it. */
export interface Currency {
  currency: string;
  currency_exponent: number;
}

/** 1999 with exponent 2 is "19.99". */
export function minorToDecimal(minor: number, exponent: number): `${number}` {
  const digits = Math.abs(minor)
    .toString()
    .padStart(exponent + 1, '0');
  const whole = digits.slice(0, digits.length - exponent);
  const fraction = exponent > 0 ? `.${digits.slice(-exponent)}` : '';
  return `${minor < 0 ? '-' : ''}${whole}${fraction}` as `${number}`;
}

/** What someone typed ("1,200", "19.9", " $20 ") as minor units, or null when it is no amount. */
export function decimalToMinor(text: string, exponent: number): number | null {
  const cleaned = text.replace(/[^\d.]/g, '');
  const match = /^(\d{1,9})(?:\.(\d*))?$/.exec(cleaned);
  if (!match) return null;
  const fraction = (match[2] ?? '').slice(0, exponent).padEnd(exponent, '0');
  return Number(`${match[1]}${fraction}`);
}

export function formatMoney(minor: number, currency: Currency, language = 'en'): string {
  return formatter(currency, language).format(minorToDecimal(minor, currency.currency_exponent));
}

/** Making one costs far more than using it, and a page shows dozens of prices. */
const formatters = new Map<string, Intl.NumberFormat>();

function formatter({ currency, currency_exponent: digits }: Currency, language: string): Intl.NumberFormat {
  const key = `${language} ${currency} ${digits}`;
  const known = formatters.get(key);
  if (known) return known;
  const made = new Intl.NumberFormat(language, {
    style: 'currency',
    currency,
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
  formatters.set(key, made);
  return made;
}
