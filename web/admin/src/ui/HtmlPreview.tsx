import { Box } from '@mui/material';
import { useCallback, useMemo, useRef } from 'react';

interface HtmlPreviewProps {
  /** A document: of a mail, say. */
  html: string;
  /** What the frame shows, for screen readers. */
  title: string;
  height?: number;
}

/** Styles that wait for the frame; the parser, which sees none, has nothing to refuse. */
const STYLE = 'data-style';

/**
 * A document of others in a frame where no script runs, no form is sent and no link leads away, and which loads
 * pictures from the store alone. It is under the policy of this page, which allows no inline styles: they are taken out
 * of the text and set by script, which the policy allows. (That takes allow-same-origin; without allow-scripts nothing
 * inside of the frame can make use of it.)
 */
export function HtmlPreview({ html, title, height = 480 }: HtmlPreviewProps) {
  const frame = useRef<HTMLIFrameElement>(null);
  const source = useMemo(() => withoutInlineStyles(html), [html]);
  const onLoad = useCallback(() => {
    const content = frame.current?.contentDocument;
    if (content) setStyles(content);
  }, []);
  return (
    <Box
      component="iframe"
      ref={frame}
      title={title}
      sandbox="allow-same-origin"
      srcDoc={source}
      onLoad={onLoad}
      sx={{ width: '100%', height, border: 1, borderColor: 'divider', borderRadius: 1, bgcolor: '#fff', colorScheme: 'light' }}
    />
  );
}

/** A tag up to its end, with the attributes in quotes that it may have. */
const TAG = /<[a-z][^\s/>]*(?:[^"'>]|"[^"]*"|'[^']*')*>/gi;
/** Quoted values are passed over: one of them may say "style=". */
const STYLE_ATTRIBUTE = /"[^"]*"|'[^']*'|(\s)style(\s*=)/gi;
const STYLE_ELEMENT = /<style\b[^>]*>([\s\S]*?)<\/style\s*>/gi;

/** Of a campaign: who looks at it here opens nothing. */
const PIXEL = /<img\b[^>]*\ssrc="[^"]*\/e\/o\/[^"]*"[^>]*>/gi;

export function withoutInlineStyles(html: string): string {
  return html
    .replace(PIXEL, '')
    .replace(STYLE_ELEMENT, (_all, rules: string) => `<meta ${STYLE}="${rules.replaceAll('&', '&amp;').replaceAll('"', '&quot;')}">`)
    .replace(TAG, (tag) => tag.replace(STYLE_ATTRIBUTE, (all, space?: string, equals?: string) => (equals ? `${space}${STYLE}${equals}` : all)));
}

function setStyles(content: Document): void {
  const Sheet = content.defaultView?.CSSStyleSheet;
  for (const element of content.querySelectorAll<HTMLElement>(`[${STYLE}]`)) {
    const rules = element.getAttribute(STYLE) ?? '';
    element.removeAttribute(STYLE);
    if (element.localName !== 'meta') {
      element.style.cssText = rules;
    } else if (Sheet) {
      const sheet = new Sheet();
      sheet.replaceSync(rules);
      content.adoptedStyleSheets.push(sheet);
    }
  }
}
