/*
 * The tags of Django's templates, as they stand in HTML.
 */
const COMMENT = String.raw`\{%\s*comment\b[^\n]*?%\}[\s\S]*?\{%\s*endcomment\s*%\}`;
const VERBATIM = String.raw`\{%\s*verbatim\s*%\}[\s\S]*?\{%\s*endverbatim\s*%\}`;
const ONE = String.raw`\{%[^\n]*?%\}|\{\{[^\n]*?\}\}|\{#[^\n]*?#\}`;

const STICKY = new RegExp(`${COMMENT}|${VERBATIM}|${ONE}`, 'y');
const ALL = new RegExp(`${COMMENT}|${VERBATIM}|${ONE}`, 'g');

/** The template tag that begins there, or null. */
export function templateTagAt(text: string, at: number): string | null {
  if (text[at] !== '{') return null;
  STICKY.lastIndex = at;
  return STICKY.exec(text)?.[0] ?? null;
}

export const templateTags = (text: string): string[] => text.match(ALL) ?? [];
export const mapTemplateTags = (text: string, change: (tag: string) => string) => text.replace(ALL, change);

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const CHARACTERS: Record<string, string> = { '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"', '&nbsp;': '\u00a0' };
export const escaped = (text: string) => text.replace(/[&<>"]/g, (each) => ENTITIES[each]!);
export const unescaped = (text: string) => text.replace(/&(amp|lt|gt|quot|nbsp);/g, (each) => CHARACTERS[each]!);
