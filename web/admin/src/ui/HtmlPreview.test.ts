import { describe, expect, it } from 'vitest';
import { withoutInlineStyles } from './HtmlPreview';

describe('a preview without inline styles', () => {
  it.each([
    ['<p style="color:red">x</p>', '<p data-style="color:red">x</p>'],
    ["<TD width=1 STYLE='a:b' class=c>", "<TD width=1 data-style='a:b' class=c>"],
    ['<p title="a style=1 > b" style=x>', '<p title="a style=1 > b" data-style=x>'],
    ['a < b style="x"', 'a < b style="x"'],
    ['<style type="text/css">a > b { content: "x&y" }</style>', '<meta data-style="a > b { content: &quot;x&amp;y&quot; }">'],
    ['<p>style="x"</p>', '<p>style="x"</p>'],
  ])('%s', (html, expected) => {
    expect(withoutInlineStyles(html)).toBe(expected);
  });

  it('does not load the pixel that counts openings', () => {
    expect(withoutInlineStyles('<p>a</p><img src="https://shop.example/e/o/12.x.gif" width="1" alt=""><img src="/media/e.png">')).toBe('<p>a</p><img src="/media/e.png">');
  });
});
