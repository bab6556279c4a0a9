import { describe, expect, it } from 'vitest';
import { choose, firstChoice, skuForChoice, valueState, type Choosable } from './optionMatrix';

const sku = (Colour: string, Size: string, status: Choosable['status'] = 'in_stock'): Choosable => ({
  options: { Colour, Size },
  status,
});
const skus = [
  sku('Sand', 'S', 'out_of_stock'),
  sku('Sand', 'L'),
  sku('Ink', 'S'),
  sku('Clay', 'M', 'out_of_stock'),
  sku('Clay', 'XL'),
];

describe('option matrix', () => {
  it('finds the SKU of a choice', () => {
    expect(skuForChoice(skus, { Colour: 'Sand', Size: 'L' })).toBe(skus[1]);
    expect(skuForChoice(skus, { Colour: 'Ink', Size: 'L' })).toBeUndefined();
  });

  it('needs no choice where there are no options', () => {
    const only: Choosable = { options: {}, status: 'in_stock' };
    expect(skuForChoice([only], {})).toBe(only);
  });

  it('opens with what can be ordered', () => {
    expect(firstChoice(skus)).toBe(skus[1]);
    expect(firstChoice([skus[0]!])).toBe(skus[0]);
    expect(firstChoice([])).toBeUndefined();
  });

  it('tells available, sold out and missing values apart', () => {
    const choice = { Colour: 'Sand', Size: 'L' };
    expect(valueState(skus, choice, 'Size', 'L')).toBe('available');
    expect(valueState(skus, choice, 'Size', 'S')).toBe('sold_out');
    expect(valueState(skus, choice, 'Size', 'M')).toBe('missing');
    expect(valueState(skus, choice, 'Colour', 'Ink')).toBe('missing');
  });

  it('keeps the other options when the combination exists, sold out or not', () => {
    expect(choose(skus, { Colour: 'Sand', Size: 'L' }, 'Size', 'S')).toEqual({ Colour: 'Sand', Size: 'S' });
  });

  it('moves the other options when it does not', () => {
    expect(choose(skus, { Colour: 'Sand', Size: 'L' }, 'Colour', 'Ink')).toEqual({ Colour: 'Ink', Size: 'S' });
    expect(choose(skus, { Colour: 'Sand', Size: 'L' }, 'Colour', 'Clay')).toEqual({ Colour: 'Clay', Size: 'XL' });
  });

  it('stays where it is when nothing has the value', () => {
    const choice = { Colour: 'Sand', Size: 'L' };
    expect(choose(skus, choice, 'Colour', 'Gold')).toBe(choice);
  });
});
