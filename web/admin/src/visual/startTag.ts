import { templateTagAt } from './template';

export interface Attribute {
  name: string;
  /** As it stands there, without its quotes; null: there is none. */
  value: string | null;
}

export interface StartTag {
  name: string;
  attributes: Attribute[];
  /** Whether template tags stand among its attributes, and not in their values. */
  hasTagsOutsideOfValues: boolean;
  isClosed: boolean;
  /** Just behind it. */
  end: number;
}

const isSpace = (letter: string | undefined) => letter !== undefined && /\s/.test(letter);

/** Reads on until `ends` says so, over template tags; -1 when the text ends before. */
function skipTo(text: string, from: number, ends: (letter: string) => boolean): number {
  let at = from;
  while (at < text.length && !ends(text[at]!)) at += templateTagAt(text, at)?.length ?? 1;
  return at < text.length ? at : -1;
}

/** The start tag that begins at a "<", or null when it is none, or has no end. */
export function readStartTag(text: string, from: number): StartTag | null {
  const name = /^[a-z][^\s/>{]*/i.exec(text.slice(from + 1, from + 65))?.[0];
  if (!name) return null;
  const tag: StartTag = { name: name.toLowerCase(), attributes: [], hasTagsOutsideOfValues: false, isClosed: false, end: 0 };
  let at = from + 1 + name.length;
  for (;;) {
    while (isSpace(text[at]) || text[at] === '/') at++;
    if (at >= text.length) return null;
    if (text[at] === '>') return { ...tag, isClosed: text[at - 1] === '/', end: at + 1 };
    const template = templateTagAt(text, at);
    if (template) {
      tag.hasTagsOutsideOfValues = true;
      at += template.length;
      continue;
    }
    const behind = readAttribute(text, at, tag);
    if (behind < 0) return null;
    at = behind;
  }
}

/** Adds an attribute to the tag; gives where it ends, or -1. */
function readAttribute(text: string, from: number, tag: StartTag): number {
  const nameEnd = skipTo(text, from + 1, (letter) => isSpace(letter) || letter === '=' || letter === '>' || letter === '/');
  if (nameEnd < 0) return -1;
  const name = text.slice(from, nameEnd);
  if (name.includes('{')) tag.hasTagsOutsideOfValues = true;
  let at = nameEnd;
  while (isSpace(text[at])) at++;
  if (text[at] !== '=') {
    tag.attributes.push({ name, value: null });
    return nameEnd;
  }
  at++;
  while (isSpace(text[at])) at++;
  const quote = text[at];
  const isQuoted = quote === '"' || quote === "'";
  const start = isQuoted ? at + 1 : at;
  const end = skipTo(text, start, (letter) => (isQuoted ? letter === quote : isSpace(letter) || letter === '>'));
  if (end < 0) return -1;
  tag.attributes.push({ name, value: text.slice(start, end) });
  return isQuoted ? end + 1 : end;
}
