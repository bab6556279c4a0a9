import { describe, expect, it } from 'vitest';
import { isEntry, nextPath, withNext } from './nextPath';

const ORIGIN = 'https://shop.example';

describe('nextPath', () => {
  it.each(['/', '/cart', '/account/orders', '/verify-email/abc.def', '/products?collection=desk#lamp'])(
    'leads to %s',
    (path) => {
      expect(nextPath(path, ORIGIN)).toBe(path);
    },
  );

  it.each([
    null,
    '',
    'cart',
    'https://evil.example/',
    'https://shop.example/cart',
    '//evil.example',
    '///evil.example',
    '/\\evil.example',
    '\\\\evil.example',
    '/\t/evil.example',
    '/\n\\evil.example',
    '\t//evil.example',
    ' //evil.example',
    '/\t/%',
    '/..//evil.example',
    '/.//evil.example',
    'javascript:alert(1)',
    'data:text/html,hello',
  ])('ignores %j', (path) => {
    expect(nextPath(path, ORIGIN)).toBeUndefined();
  });
});

describe('isEntry', () => {
  it('knows the pages for who is not logged in', () => {
    expect(['/login', '/register', '/reset-password/token', '/loginx', '/cart', '/verify-email/t'].map(isEntry)).toEqual(
      [true, true, true, false, false, false],
    );
  });
});

describe('withNext', () => {
  it('escapes the path', () => {
    expect(withNext('/login', '/search?q=a&b')).toBe('/login?next=%2Fsearch%3Fq%3Da%26b');
    expect(withNext('/login', undefined)).toBe('/login');
  });
});
