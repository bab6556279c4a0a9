import { readStartTag, type StartTag } from './startTag';
import { escaped, mapTemplateTags, templateTagAt, templateTags, unescaped } from './template';

/*
 * A letter on its way into an editor that knows HTML and no templates, and back.
 *
 * Only what stands in the body goes in. Tags of the template, comments and styles become comments, which HTML allows
 * everywhere, between the rows of a table too; values in the text stay text. Each start tag gets a number: one that
 * nobody touched comes back byte for byte, however the editor would write it.
 */
export interface Protected {
  /** What the editor gets. */
  html: string;
  /** The rules of the letter's style elements, for the looks. */
  css: string;
  /** What the editor makes of it before anybody has changed anything. */
  learn: (serialized: string) => void;
  /** What the editor gives, as a letter again. */
  restore: (edited: string) => string;
}

/** Marks start tags with their number. The editor lets nobody change what only a template can tell. */
export const MARK = 'data-kept';
export const FIXED = 'data-fixed';

/** What comes of no element that somebody may edit. */
const RAW = /<!--[\s\S]*?-->|<![^>]*>|<\?[^>]*>|<(style|script|title|textarea|xml)\b[\s\S]*?<\/\1\s*>/iy;

/** In the rows and columns of a table HTML allows no text. */
const OPENS_TABLE = /^(table|thead|tbody|tfoot|tr|colgroup|col)$/;
const BACK_IN_TABLE = /^(td|th|tr|thead|tbody|tfoot|caption|colgroup)$/;

interface Split {
  before: string;
  body: string;
  after: string;
}

/** What stands before, in and after the body; a letter without one is all body. */
export function splitBody(html: string): Split {
  const open = /<body\b/i.exec(html);
  const tag = open && readStartTag(html, open.index);
  if (!tag) return { before: '', body: html, after: '' };
  const close = /<\/body\s*>(?![\s\S]*<\/body)/i.exec(html);
  const end = close ? close.index : html.length;
  return { before: html.slice(0, tag.end), body: html.slice(tag.end, end), after: html.slice(end) };
}

const cssOf = (html: string) => [...html.matchAll(/<style\b[^>]*>([\s\S]*?)<\/style\s*>/gi)].map(([, rules]) => mapTemplateTags(rules!, () => '')).join('\n');

interface Piece {
  raw: string;
  /** How the editor writes the tag when nobody touched it; undefined: it is always as it was. */
  serialized: string | undefined;
  isFixed: boolean;
}

export function protect(source: string): Protected {
  const { before, body, after } = splitBody(source);
  const pieces: Piece[] = [];
  const keep = (raw: string, isFixed = true) => pieces.push({ raw, serialized: undefined, isFixed }) - 1;
  const html = protectBody(body, keep);
  return {
    html,
    css: `${bodyStyle(before)}${cssOf(source)}`,
    learn: (serialized) => {
      for (const [tag, number] of serialized.matchAll(MARKED)) pieces[Number(number)]!.serialized ??= tag;
    },
    restore: (edited) => `${before}${restoreBody(edited, pieces)}${after}`,
  };
}

function bodyStyle(before: string): string {
  const at = before.search(/<body\b/i);
  const style = at < 0 ? undefined : readStartTag(before, at)?.attributes.find(({ name }) => name.toLowerCase() === 'style')?.value;
  return style ? `body{${mapTemplateTags(style, () => '')}}\n` : '';
}

type Keep = (raw: string, isFixed?: boolean) => number;

/** What a letter is made of, in its order. */
type Part =
  | { kind: 'template' | 'raw' | 'text'; text: string }
  | { kind: 'start'; text: string; tag: StartTag }
  | { kind: 'close'; text: string; name: string };

function* partsOf(body: string): Generator<Part> {
  let at = 0;
  while (at < body.length) {
    const part = partAt(body, at);
    at += part.text.length;
    yield part;
  }
}

function partAt(body: string, at: number): Part {
  const template = templateTagAt(body, at);
  if (template) return { kind: 'template', text: template };
  if (body[at] !== '<') return { kind: 'text', text: body[at]! };
  RAW.lastIndex = at;
  const raw = RAW.exec(body)?.[0];
  if (raw) return { kind: 'raw', text: raw };
  const tag = readStartTag(body, at);
  if (tag) return { kind: 'start', text: body.slice(at, tag.end), tag };
  const close = /^<\/([a-z][^\s>]*)[^>]*>?/i.exec(body.slice(at, at + 64));
  return close ? { kind: 'close', text: close[0], name: close[1]!.toLowerCase() } : { kind: 'text', text: '<' };
}

function protectBody(body: string, keep: Keep): string {
  let out = '';
  let inTable = false;
  for (const part of partsOf(body)) {
    switch (part.kind) {
      case 'template':
        out += part.text.startsWith('{{') && !inTable ? escaped(part.text) : `<!--kept ${keep(part.text)}-->`;
        break;
      case 'raw':
        out += `<!--kept ${keep(part.text)}-->`;
        break;
      case 'start':
        out += protectTag(part.tag, part.text, keep);
        inTable = OPENS_TABLE.test(part.tag.name);
        break;
      case 'close':
        if (part.name === 'table') inTable = false;
        else if (BACK_IN_TABLE.test(part.name)) inTable = true;
        out += part.text;
        break;
      default:
        out += part.text;
    }
  }
  return out;
}

/** Without ends, or with ones that a browser adds and that mean nothing. */
const NEVER_OPEN = /^(area|base|br|col|embed|hr|img|input|link|meta|source|track|wbr|tbody)$/;

/**
 * Which elements are begun and ended between the blocks of the template. A browser ends a row where another begins;
 * should that be the other branch of an {% if %}, the letter would be another one.
 */
export function balanceOf(source: string): string {
  const segments: Map<string, number>[] = [new Map()];
  const count = (name: string, by: number) => {
    const open = segments.at(-1)!;
    if (!NEVER_OPEN.test(name)) open.set(name, (open.get(name) ?? 0) + by);
  };
  for (const part of partsOf(splitBody(source).body)) {
    if (part.kind === 'template' && part.text.startsWith('{%')) segments.push(new Map());
    else if (part.kind === 'start' && !part.tag.isClosed) count(part.tag.name, 1);
    else if (part.kind === 'close') count(part.name, -1);
  }
  if (segments.length === 1) return '';
  return segments.map((open) => [...open].filter(([, by]) => by !== 0).map(([name, by]) => `${name}${by}`).sort().join(' ')).join('|');
}

const SEEN_BY_EDITOR = /^(style|class|id)$/i;

/** A start tag as the editor may see it: template tags only where they do no harm. */
function protectTag({ name, attributes, isClosed, hasTagsOutsideOfValues }: StartTag, raw: string, keep: Keep): string {
  const isFixed = hasTagsOutsideOfValues || attributes.some((each) => SEEN_BY_EDITOR.test(each.name) && templateTags(each.value ?? '').length > 0);
  const number = keep(raw, isFixed);
  const shown = attributes
    .filter((each) => !each.name.includes('{') && !/^on/i.test(each.name))
    .map((each) => (each.value === null ? each.name : `${each.name}="${valueFor(each.name, each.value)}"`));
  return `<${[name, ...shown, `${MARK}="${number}"`, ...(isFixed ? [`${FIXED}=""`] : [])].join(' ')}${isClosed ? '/' : ''}>`;
}

const valueFor = (name: string, value: string) =>
  SEEN_BY_EDITOR.test(name) ? mapTemplateTags(value, () => '').replaceAll('"', '&quot;') : mapTemplateTags(value, escaped).replace(/"/g, '&quot;');

/** What an editor writes: values have no ">" in them. */
const MARKED = new RegExp(`<[a-z][^>]*\\s${MARK}="(\\d+)"[^>]*>`, 'gi');
const PART = /<!--kept (\d+)-->|<!--[\s\S]*?-->|<[a-z][^>]*>|<\/[^>]*>|[^<]+|</gi;
const OWN = new RegExp(`\\s(?:${MARK}|${FIXED})(?:="[^"]*")?`, 'g');

function restoreBody(edited: string, pieces: Piece[]): string {
  return edited.replace(PART, (part, kept?: string) => {
    if (kept !== undefined) return pieces[Number(kept)]?.raw ?? '';
    if (part.startsWith('<!--') || part.startsWith('</')) return part;
    if (!part.startsWith('<')) return mapTemplateTags(part.replaceAll('\u00a0', '&nbsp;'), unescaped);
    const number = new RegExp(`\\s${MARK}="(\\d+)"`).exec(part)?.[1];
    const piece = number === undefined ? undefined : pieces[Number(number)];
    if (piece && (piece.isFixed || piece.serialized === part)) return piece.raw;
    return mapTemplateTags(part.replace(OWN, ''), unescaped);
  });
}

/** Read as what stands in a body: what comes first there, spaces and comments, stays there. */
export function asBody(html: string): HTMLElement {
  const { body } = document.implementation.createHTMLDocument();
  body.innerHTML = html;
  return body;
}

/** The letter without what means nothing: two that are equal by it are the same. It needs a browser. */
export function meaningOf(source: string): string {
  const { before, body, after } = splitBody(source);
  const pieces: string[] = [];
  const html = protectBody(body, (raw) => pieces.push(raw) - 1);
  const told = (number: string) => escaped(pieces[Number(number)]!);
  const whole = html
    .replace(/<!--kept (\d+)-->/g, (_all, number: string) => `<!--${told(number)}-->`)
    .replace(new RegExp(` ${MARK}="(\\d+)" ${FIXED}=""`, 'g'), (_all, number: string) => ` ${FIXED}="${told(number)}"`)
    .replace(new RegExp(` ${MARK}="\\d+"`, 'g'), '');
  const { innerHTML } = asBody(whole);
  return [before, innerHTML.replace(/\s+/g, ' ').replace(/> (?=<)/g, '>'), after].map((part) => part.trim()).join('\n');
}
