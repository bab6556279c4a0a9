/**
 * Which passwords people may choose, said while they type. The server decides (src/accounts/password_rules.h, which
 * explains the rules); test/data/passwords.json is the table that holds both to the same verdicts.
 */
import commonPasswordsUrl from '../../../../src/accounts/common_passwords.txt?url';

const LENGTH_MIN = 8;
const LENGTH_MAX = 150;
/** Characters of a password, and of what is known of its owner, that are looked at: as many as the server does. */
const EXAMINED_MAX = 1024;
const OWNER_VALUE_MAX = 254;
const SPECIAL = '!@#$%^&*()~{}[]';

/** In the order in which they are compared; the API names its fields so. */
const ATTRIBUTES = ['username', 'first_name', 'last_name', 'email'] as const;

export type Attribute = (typeof ATTRIBUTES)[number];
export type PasswordOwner = Readonly<Partial<Record<Attribute, string>>>;
export type Rule = (typeof RULES)[number]['code'];
/** For a meter: nothing typed, may not be used, may be used, good, strong. */
export type Strength = 0 | 1 | 2 | 3 | 4;
/** Undefined until it is loaded, or when it can't be: the rule about it is not checked then. */
export type CommonPasswords = ReadonlySet<string> | undefined;

interface Subject {
  readonly characters: readonly string[];
  /** As many as `characters`. */
  readonly lower: readonly string[];
  readonly similar: Attribute | undefined;
  readonly common: CommonPasswords;
}

/** In the order in which the server reports them. */
const RULES = [
  {
    code: 'too_short',
    text: 'Use at least 8 characters.',
    isBroken: (password: Subject) => password.characters.length < LENGTH_MIN,
  },
  {
    code: 'too_long',
    text: 'Use at most 150 characters.',
    isBroken: (password: Subject) => password.characters.length > LENGTH_MAX,
  },
  {
    code: 'similar',
    text: 'The password is too similar to your name or e-mail address.',
    isBroken: (password: Subject) => password.similar !== undefined,
  },
  {
    code: 'too_common',
    text: 'Many people use this password; choose another.',
    isBroken: (password: Subject) => password.common?.has(trimmed(password.lower)) ?? false,
  },
  {
    code: 'all_digits',
    text: 'Use more than digits.',
    isBroken: (password: Subject) => password.characters.length > 0 && password.characters.every(isDigit),
  },
  {
    code: 'no_capital',
    text: 'Use at least one capital letter.',
    isBroken: (password: Subject) => !password.characters.some((character) => /\p{Lu}/u.test(character)),
  },
  {
    code: 'no_special',
    text: `Use at least one of ${SPECIAL}`,
    isBroken: (password: Subject) => !password.characters.some((character) => SPECIAL.includes(character)),
  },
] as const;

/** All codes, for a list that is ticked off while somebody types. */
export const PASSWORD_RULES: readonly Rule[] = RULES.map((rule) => rule.code);

const SIMILAR_TEXTS: Readonly<Record<Attribute, string>> = {
  username: 'The password is too similar to the username.',
  first_name: 'The password is too similar to the first name.',
  last_name: 'The password is too similar to the last name.',
  email: 'The password is too similar to the e-mail address.',
};

/** All rules that the password breaks, in the server's order. */
export function brokenRules(password: string, owner: PasswordOwner, common: CommonPasswords): Rule[] {
  const subject = examine(password, owner, common);
  return RULES.filter((rule) => rule.isBroken(subject)).map((rule) => rule.code);
}

/** The first attribute that the password is too similar to: the whole of it, or a word in it. */
export function similarAttribute(password: string, owner: PasswordOwner): Attribute | undefined {
  return findSimilar(lowerCased(charactersOf(password, EXAMINED_MAX)), owner);
}

/** A sentence for people, in the server's words. */
export function ruleText(rule: Rule, similar?: Attribute): string {
  if (rule === 'similar' && similar) return SIMILAR_TEXTS[similar];
  return RULES.find(({ code }) => code === rule)!.text;
}

/**
 * 0: nothing typed. 1: breaks a rule. 2: breaks none. 3, good: also 12 characters, 8 of them different. 4, strong: 16
 * characters, 10 of them different, and known not to be common. Length is what makes guessing dear, so there are no
 * points for more kinds of characters than the rules ask for.
 */
export function strength(password: string, owner: PasswordOwner, common: CommonPasswords): Strength {
  const subject = examine(password, owner, common);
  const length = subject.characters.length;
  const different = new Set(subject.lower).size;
  if (length === 0) return 0;
  if (RULES.some((rule) => rule.isBroken(subject))) return 1;
  if (length >= 16 && different >= 10 && common) return 4;
  return length >= 12 && different >= 8 ? 3 : 2;
}

let loading: Promise<CommonPasswords> | undefined;

/**
 * The list of common passwords, fetched when first asked for: it is as large as all the shop's scripts. Undefined when
 * it can't be had; the next call tries again.
 */
export function loadCommonPasswords(): Promise<CommonPasswords> {
  loading ??= fetchCommonPasswords().catch(() => {
    loading = undefined;
    return undefined;
  });
  return loading;
}

async function fetchCommonPasswords(): Promise<ReadonlySet<string>> {
  const reply = await fetch(commonPasswordsUrl);
  if (!reply.ok) throw new Error(`The list of common passwords: status ${reply.status}`);
  const lines = (await reply.text()).split('\n');
  return new Set(lines.filter((line) => line !== ''));
}

function examine(password: string, owner: PasswordOwner, common: CommonPasswords): Subject {
  const characters = charactersOf(password, EXAMINED_MAX);
  const lower = lowerCased(characters);
  return { characters, lower, similar: findSimilar(lower, owner), common };
}

/** Code points, not the halves that make up some of them. */
function charactersOf(text: string, max: number): string[] {
  return [...text.slice(0, 2 * max)].slice(0, max);
}

/** One to one: of what U+0130 becomes, only the i counts. */
function lowerCased(characters: readonly string[]): string[] {
  return characters.map((character) => [...character.toLowerCase()][0]!);
}

function findSimilar(password: readonly string[], owner: PasswordOwner): Attribute | undefined {
  return ATTRIBUTES.find((attribute) => owner[attribute] && isLikeValue(password, owner[attribute]));
}

/** Compares with each word and with all of it. */
function isLikeValue(password: readonly string[], value: string): boolean {
  const all = lowerCased(charactersOf(value, OWNER_VALUE_MAX)).join('');
  const parts = [...all.split(/[^\p{L}\p{N}_]+/u), all];
  return parts.some((part) => isLike(password, [...part]));
}

/** Whether quick_ratio() of Python's difflib.SequenceMatcher is 0.7 or more; in whole numbers, to be exact. */
function isLike(password: readonly string[], part: readonly string[]): boolean {
  if (part.length > 0 && password.length >= 10 * part.length) return false; // so few can't reach it
  const left = new Map<string, number>();
  for (const character of password) left.set(character, (left.get(character) ?? 0) + 1);
  let shared = 0;
  for (const character of part) {
    const count = left.get(character) ?? 0;
    if (count > 0) shared++;
    left.set(character, count - 1);
  }
  return 10 * 2 * shared >= 7 * (password.length + part.length);
}

/** Without what Python's str.strip() takes away, which is not quite what trim() does. */
function trimmed(characters: readonly string[]): string {
  const start = characters.findIndex((character) => !isBlank(character));
  const end = characters.findLastIndex((character) => !isBlank(character));
  return start < 0 ? '' : characters.slice(start, end + 1).join('');
}

function isBlank(character: string): boolean {
  if ('\u001c\u001d\u001e\u001f\u0085'.includes(character)) return true;
  return character !== '\ufeff' && /\s/.test(character);
}

/** Unicode's Numeric_Type Decimal, which is category Nd, and Digit, which regular expressions don't know. */
function isDigit(character: string): boolean {
  return /[\p{Nd}\xb2\xb3\xb9\u1369-\u1371\u19da\u2070\u2074-\u2079\u2080-\u2089\u2460-\u2468\u2474-\u247c\u2488-\u2490\u24ea\u24f5-\u24fd\u24ff\u2776-\u277e\u2780-\u2788\u278a-\u2792\u{10a40}-\u{10a43}\u{10e60}-\u{10e68}\u{11052}-\u{1105a}\u{1f100}-\u{1f10a}]/u.test(
    character,
  );
}
