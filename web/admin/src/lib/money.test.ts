import { describe, expect, it } from 'vitest';
import { basisPointsToPercent, decimalToMinor, formatMoney, minorToDecimal, percentToBasisPoints } from './money';

describe('money', () => {
  it('is written with the digits of the currency', () => {
    expect(minorToDecimal(1999, 2)).toBe('19.99');
    expect(minorToDecimal(5, 2)).toBe('0.05');
    expect(minorToDecimal(-5, 2)).toBe('-0.05');
    expect(minorToDecimal(1999, 0)).toBe('1999');
    expect(minorToDecimal(1, 3)).toBe('0.001');
    expect(formatMoney(123456789, { currency: 'USD', currency_exponent: 2 })).toBe('$1,234,567.89');
    expect(formatMoney(500, { currency: 'JPY', currency_exponent: 0 })).toBe('¥500');
  });

  it('is read exactly or not at all', () => {
    expect(decimalToMinor('19.99', 2)).toBe(1999);
    expect(decimalToMinor('19.9', 2)).toBe(1990);
    expect(decimalToMinor(' $1,200 ', 2)).toBe(120000);
    expect(decimalToMinor('-5', 2)).toBe(-500);
    expect(decimalToMinor('-0', 2)).toBe(0);
    expect(decimalToMinor('9007199254.99', 2)).toBe(900719925499);
    for (const wrong of ['', 'x', '1.999', '1,2', '12,34', '1.2.3', '1e5', '--1', '9999999999999999']) {
      expect(decimalToMinor(wrong, 2), wrong).toBeNull();
    }
    expect(decimalToMinor('1.5', 0)).toBeNull();
  });

  it('there and back, for amounts that floating point gets wrong', () => {
    for (const minor of [29, 57, 58, 110, 115, 1001, 8790, 999999999999]) {
      expect(decimalToMinor(minorToDecimal(minor, 2), 2)).toBe(minor);
      expect(decimalToMinor(minorToDecimal(minor, 3), 3)).toBe(minor);
    }
  });

  it('percent from basis points', () => {
    expect(basisPointsToPercent(1000)).toBe('10');
    expect(basisPointsToPercent(10000)).toBe('100');
    expect(basisPointsToPercent(1050)).toBe('10.5');
    expect(basisPointsToPercent(1055)).toBe('10.55');
    expect(basisPointsToPercent(0)).toBe('0');
    expect(percentToBasisPoints('10.5 %')).toBe(1050);
    expect(percentToBasisPoints('10.555')).toBeNull();
  });
});
