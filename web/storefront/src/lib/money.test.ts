import { describe, expect, it } from 'vitest';
import { decimalToMinor, formatMoney, minorToDecimal } from './money';

const usd = { currency: 'USD', currency_exponent: 2 };
const yen = { currency: 'JPY', currency_exponent: 0 };
const dinar = { currency: 'KWD', currency_exponent: 3 };

describe('formatMoney', () => {
  it.each([
    [0, usd, '$0.00'],
    [29, usd, '$0.29'],
    [1999, usd, '$19.99'],
    [123456789, usd, '$1,234,567.89'],
    [99999999999, usd, '$999,999,999.99'],
    [1500, yen, '¥1,500'],
    [1005, dinar, 'KWD\u00a01.005'],
  ])('%i is %s', (minor, currency, text) => {
    expect(formatMoney(minor, currency)).toBe(text);
  });
});

describe('minorToDecimal', () => {
  it('pads small amounts and keeps the sign', () => {
    expect(minorToDecimal(5, 2)).toBe('0.05');
    expect(minorToDecimal(-5, 2)).toBe('-0.05');
    expect(minorToDecimal(5, 0)).toBe('5');
  });
});

describe('decimalToMinor', () => {
  it.each([
    ['20', 2, 2000],
    ['19.9', 2, 1990],
    ['19.999', 2, 1999],
    [' $1,200.50 ', 2, 120050],
    ['1500', 0, 1500],
    ['7.', 2, 700],
  ])('%s', (text, exponent, minor) => {
    expect(decimalToMinor(text, exponent)).toBe(minor);
  });

  it.each(['', 'cheap', '1.2.3', '.'])('refuses %j', (text) => {
    expect(decimalToMinor(text, 2)).toBeNull();
  });
});
