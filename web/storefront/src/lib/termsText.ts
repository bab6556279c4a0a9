import { paragraphs } from './text';

export interface TermsPart {
  heading: boolean;
  text: string;
}

const HEADING = '## ';

/** Paragraphs with an empty line between them; "## " begins a heading. */
export function termsParts(body: string): TermsPart[] {
  return paragraphs(body.replaceAll('\r\n', '\n')).flatMap((paragraph) => {
    const [first = '', ...rest] = paragraph.split('\n');
    if (!first.startsWith(HEADING)) return [{ heading: false, text: paragraph }];
    const below = rest.join('\n').trim();
    const heading = { heading: true, text: first.slice(HEADING.length).trim() };
    return below === '' ? [heading] : [heading, { heading: false, text: below }];
  });
}
