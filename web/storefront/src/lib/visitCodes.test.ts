import { describe, expect, it } from 'vitest';
import { splitCodes } from './visitCodes';

const SHOP = 'https://shop.example';

describe('splitCodes', () => {
  it.each([
    ['/products?em_cd=a1&pr_cd=b2', { em_cd: 'a1', pr_cd: 'b2' }, '/products'],
    ['/products?sort=new&em_cd=a1&q=a+b%20c&mb_cd=b2#top', { em_cd: 'a1', mb_cd: 'b2' }, '/products?sort=new&q=a+b%20c#top'],
    ['/?ad_cd=x', { ad_cd: 'x' }, '/'],
    ['/?em_cd=', null, '/'],
    ['/?em_cd=%3Cscript%3E&ad_cd=ok', { ad_cd: 'ok' }, '/'],
    [`/?em_cd=${'a'.repeat(41)}`, null, '/'],
    ['/?em_code=a', null, '/?em_code=a'],
    ['/#em_cd=a', null, '/#em_cd=a'],
    ['/', null, '/'],
  ])('%s', (path, codes, rest) => {
    expect(splitCodes(SHOP + path)).toEqual({ codes, rest: SHOP + rest });
  });
});
