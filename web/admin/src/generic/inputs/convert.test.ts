import { describe, expect, it } from 'vitest';
import type { Field, FieldType } from '../../api/schema';
import { check, fromText, toText } from './convert';
import { Invalid } from './invalid';

const store = { currency_exponent: 2, time_zone: 'Europe/Berlin' };
const field = (type: FieldType, over: Partial<Field> = {}): Field => ({
  name: 'x', label: 'X', type, help: null, minimum: null, maximum: null, choices: null, reference: null, required: false,
  nullable: true, read_only: false, create_only: false, superuser: false, list: false, search: false, filter: false, sort: false, computed: false, ...over,
});

describe('values and their texts', () => {
  it.each<[FieldType, unknown, string]>([
    ['money', 1999, '19.99'],
    ['basis_points', 1050, '10.5'],
    ['integer', -3, '-3'],
    ['time', '2026-11-25T23:05:00Z', '2026-11-26T00:05:00'],
    ['json', { a: [1, null] }, '{\n  "a": [\n    1,\n    null\n  ]\n}'],
    ['text', 'x', 'x'],
    ['slug', 'a-b', 'a-b'],
  ])('%s %j is %j, and back', (type, value, text) => {
    expect(toText(field(type), value as never, store)).toBe(text);
    expect(fromText(field(type), text, store)).toEqual(value);
  });

  it('nothing is null, or the empty text where null is not allowed', () => {
    expect(fromText(field('text'), '', store)).toBeNull();
    expect(fromText(field('text', { nullable: false }), '', store)).toBe('');
    expect(fromText(field('money', { nullable: false }), ' ', store)).toBeNull();
    expect(toText(field('money'), null, store)).toBe('');
  });

  it('what is no value says why, and is never one', () => {
    for (const [type, text] of [['money', '1.999'], ['money', 'ten'], ['basis_points', '1.234'], ['integer', '1.5'], ['integer', '99999999999999999'], ['json', '{'], ['time', 'soon']] as const) {
      const read = fromText(field(type), text, store);
      expect(read, `${type} ${text}`).toBeInstanceOf(Invalid);
      expect(check(field(type), read, false, 2)).toMatch(/\.|JSON/);
    }
  });

  it('checks what the schema asks', () => {
    expect(check(field('text', { required: true }), '', true, 2)).toBe('Please fill this in.');
    expect(check(field('text', { maximum: 3 }), '👍👍👍', true, 2)).toBeUndefined();
    expect(check(field('text', { maximum: 3 }), 'four', true, 2)).toMatch(/At most 3/);
    expect(check(field('money', { minimum: 0, maximum: 5000 }), 5001, true, 2)).toBe('At most 50.00.');
    expect(check(field('money', { minimum: 0, maximum: 5000 }), -1, true, 2)).toBe('At least 0.00.');
    expect(check(field('integer', { minimum: 0, maximum: 0 }), 7, true, 2)).toBeUndefined();
  });
});
