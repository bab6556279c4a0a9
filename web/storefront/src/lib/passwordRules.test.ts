import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { brokenRules, PASSWORD_RULES, ruleText, similarAttribute, strength, type PasswordOwner } from './passwordRules';

interface Row {
  about: string;
  password: string;
  owner: PasswordOwner;
  broken: string[];
  similar_to: string | null;
}

const repository = new URL('../../../../', import.meta.url);
const read = (path: string) => readFileSync(new URL(path, repository), 'utf8');
const list = read('src/accounts/common_passwords.txt');
const common = new Set(list.trimEnd().split('\n'));
const table = JSON.parse(read('test/data/passwords.json')) as Row[];
const ada = { username: 'countess', first_name: 'Ada', last_name: 'Lovelace', email: 'ada.king@engines.example' };

describe('password rules', () => {
  it('give the verdicts of the table that the server is tested with', () => {
    const found = table.map(({ about, password, owner }) => ({
      about,
      broken: brokenRules(password, owner, common),
      similar_to: similarAttribute(password, owner) ?? null,
    }));
    expect(found).toEqual(table.map(({ about, broken, similar_to }) => ({ about, broken, similar_to })));
    expect(found.length).toBeGreaterThanOrEqual(300);
  });

  it('leave the list unchecked until it is there', () => {
    expect(brokenRules('P@ssw0rd', {}, common)).toEqual(['too_common']);
    expect(brokenRules('P@ssw0rd', {}, undefined)).toEqual([]);
  });

  it('know an owner of whom little is known', () => {
    expect(brokenRules('Lovelace!', {}, common)).toEqual([]);
    expect(brokenRules('Lovelace!', { last_name: 'Lovelace' }, common)).toEqual(['similar']);
    expect(similarAttribute('Countess!', ada)).toBe('username');
  });

  it('look at the beginning of what is huge, as the server does', () => {
    expect(brokenRules(`A${'q'.repeat(1022)}!`, {}, common)).toEqual(['too_long']);
    expect(brokenRules(`A${'q'.repeat(1023)}!`, {}, common)).toEqual(['too_long', 'no_special']);
    expect(brokenRules(`A!${'q'.repeat(148)}`, { last_name: 'q'.repeat(150) + 'z'.repeat(204) }, common)).toEqual([
      'similar',
    ]);
  });

  it('take half a character for one', () => {
    expect(brokenRules('A!\ud83d\ude00\ud83d\ude00\ud83d\ud83d\ud83d', {}, common)).toEqual(['too_short']);
    expect(brokenRules('A!\ud83d\ude00\ud83d\ude00\ud83d\ud83d\ud83d\ud83d', {}, common)).toEqual([]);
  });

  it('say what to do', () => {
    expect(PASSWORD_RULES).toHaveLength(7);
    for (const rule of PASSWORD_RULES) expect(ruleText(rule)).toMatch(/^[A-Z].{15,}/);
    expect(ruleText('similar', 'email')).toBe('The password is too similar to the e-mail address.');
    expect(ruleText('too_short', 'email')).toBe('Use at least 8 characters.');
  });
});

describe('strength', () => {
  it('rises with length and variety once no rule is broken', () => {
    expect(strength('', {}, common)).toBe(0);
    expect(strength('Quill&M', {}, common)).toBe(1);
    expect(strength('Quill&Mo', {}, common)).toBe(2);
    expect(strength('Quill&Moor ', {}, common)).toBe(2);
    expect(strength('Quill&Moor b', {}, common)).toBe(3);
    expect(strength('Quill&Moor by t', {}, common)).toBe(3);
    expect(strength('Quill&Moor by th', {}, common)).toBe(4);
  });

  it('does not take repetition for variety', () => {
    expect(strength(`A!${'b'.repeat(30)}`, {}, common)).toBe(2);
    expect(strength('ABCDEF!abcdefABCDEF!', {}, common)).toBe(2); // 7 different ones, in lower case
    expect(strength('ABCDEFG!abcdefgABCDEFG!', {}, common)).toBe(3);
    expect(strength('ABCDEFGH!abcdefghABCDEFGH!', {}, common)).toBe(3);
    expect(strength('ABCDEFGHI!abcdefghiABCDEFGHI!', {}, common)).toBe(4);
  });

  it('is never more than 1 while a rule is broken', () => {
    const bad = table.filter(({ broken }) => broken.length > 0);
    expect(bad.length).toBeGreaterThan(100);
    expect(bad.filter(({ password, owner }) => strength(password, owner, common) > 1)).toEqual([]);
    const good = table.filter(({ broken }) => broken.length === 0);
    expect(good.filter(({ password, owner }) => strength(password, owner, common) < 2)).toEqual([]);
  });

  it('is not strong before the list was looked at', () => {
    expect(strength('Quill&Moor by the sea', {}, common)).toBe(4);
    expect(strength('Quill&Moor by the sea', {}, undefined)).toBe(3);
  });
});

describe('loading the list', () => {
  const fetched = vi.fn<typeof fetch>();
  const load = async () => (await import('./passwordRules')).loadCommonPasswords;

  beforeEach(() => {
    vi.resetModules(); // what was loaded before is forgotten
    vi.stubGlobal('fetch', fetched);
  });
  afterEach(() => {
    vi.unstubAllGlobals();
    fetched.mockReset();
  });

  it('reads each line, once', async () => {
    const loadCommonPasswords = await load();
    fetched.mockImplementation(async () => new Response(list));
    const [first, second] = await Promise.all([loadCommonPasswords(), loadCommonPasswords()]);
    expect(await loadCommonPasswords()).toBe(first);
    expect(second).toBe(first);
    expect(first).toEqual(common);
    expect(first!.size).toBeGreaterThanOrEqual(20_000);
    expect(fetched).toHaveBeenCalledTimes(1);
    expect(String(fetched.mock.calls[0]![0])).toMatch(/common_passwords.*\.txt/);
  });

  it('gives nothing when it fails, and tries again', async () => {
    const loadCommonPasswords = await load();
    fetched.mockRejectedValueOnce(new TypeError('offline'));
    expect(await loadCommonPasswords()).toBeUndefined();
    fetched.mockResolvedValueOnce(new Response('<h1>gone</h1>', { status: 404 }));
    expect(await loadCommonPasswords()).toBeUndefined();
    fetched.mockResolvedValueOnce(new Response('one\ntwo\n'));
    expect(await loadCommonPasswords()).toEqual(new Set(['one', 'two']));
    expect(fetched).toHaveBeenCalledTimes(3);
  });
});
