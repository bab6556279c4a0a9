import { describe, expect, test } from 'vitest';
import { balanceOf, protect, splitBody } from './protect';

const roundTrip = (source: string) => {
  const letter = protect(source);
  letter.learn(letter.html);
  return letter.restore(letter.html);
};

/** As an editor writes it that knows nothing of the letter: other spaces in styles, everything in double quotes. */
const asAnEditor = (html: string) => html.replace(/style="([^"]*)"/g, (_all, style: string) => `style="${style.replace(/:\s*/g, ':').replace(/;?\s*$/, ';')}"`).replace(/<br>/g, '<br/>');

const LETTERS: Record<string, string> = {
  'a whole page': `<!doctype html>\n<html>\n<head><title>{{ store.name }}</title><style>p { color: red }</style></head>\n<body style="margin:0">\n<p>Hi</p>\n</body>\n</html>\n`,
  'values in text': `<p>Hello {{ recipient_first_name|default:"there" }} &amp; {{ a|default:"<b>&amp;</b>" }},</p>`,
  'tags between rows': `<table><tr><td>a</td></tr>{% for x in xs %}<tr><td>{{ x }}</td></tr>{% empty %}<tr><td>-</td></tr>{% endfor %}</table>`,
  'a value between rows': `<table>{{ rows|safe }}<tr><td>{{ x }}</td></tr>{{ more }}</table>`,
  'tags in values': `<a href="{{ site_url }}/p?a=1&amp;b={% if x %}2{% else %}3{% endif %}" title='{{ a|default:"x" }}'>x</a>`,
  'quotes within quotes': `<a title="{{ a|default:"x > y" }}" href="/">x</a>`,
  'tags in a style': `<p style="color: {{ colour|default:"red" }}; margin: 0">x</p><p style="{{ style }}">y</p>`,
  'tags among attributes': `<td {% if wide %}colspan="2"{% endif %} class="a">x</td><p {{ attributes }}>y</p>`,
  'comments and conditions': `<!--[if mso]><table><tr><td><![endif]--><p>x</p><!--[if mso]></td></tr></table><![endif]--><![if !mso]>y<![endif]><!-- {{ not }} -->`,
  'blocks of a layout': `{% extends "layout" %}\n{% block content %}\n<p>x</p>\n{% endblock %}\n{# a note #}`,
  'comment and verbatim': `{% comment "why" %}<p>{{ a }}\n{% endcomment %}{% verbatim %}{{ a }}\n<b>{% endverbatim %}<p>x</p>`,
  'what is no tag': `<p>1 < 2, a <3 b, {x} {% open</p>`,
  'attributes without values and quotes': `<input disabled value=x data-a = 'b "c"'><br/><br>`,
  'styles in the body': `<div><style>.a > .b { color: {{ c }} }</style><p class="b" style='font-family:"Segoe UI",Arial'>x</p></div>`,
};

describe('a letter that nobody changed comes back byte for byte', () => {
  test.each(Object.entries(LETTERS))('%s', (_name, source) => {
    expect(roundTrip(source)).toBe(source);
  });

  test.each(Object.entries(LETTERS))('%s, however the editor writes it', (_name, source) => {
    const letter = protect(source);
    const written = asAnEditor(letter.html);
    letter.learn(written);
    expect(letter.restore(written)).toBe(source);
  });
});

describe('what the editor sees', () => {
  test('no template tags but values in text and in attributes', () => {
    for (const source of Object.values(LETTERS)) {
      const seen = protect(source).html;
      expect(seen).not.toMatch(/\{%(?! open)(?!\s*(if|else|endif))/);
      expect(seen).not.toMatch(/style="[^"]*\{/);
    }
  });

  test('no text among the rows of a table', () => {
    expect(protect(LETTERS['a value between rows']!).html).toMatch(/<table [^>]*><!--kept \d+--><tr [^>]*><td [^>]*>\{\{ x \}\}<\/td><\/tr><!--kept \d+--><\/table>/);
  });

  test('styles and the body’s looks, for the canvas alone', () => {
    const { css, html } = protect(LETTERS['a whole page']!);
    expect(css).toBe('body{margin:0}\np { color: red }');
    expect(html).not.toContain('color: red');
  });
});

describe('what somebody changed', () => {
  const edit = (source: string, change: (html: string) => string) => {
    const letter = protect(source);
    letter.learn(letter.html);
    return letter.restore(change(letter.html));
  };

  test('a style goes into its own tag and no other', () => {
    const source = `<p style="color: red">a</p><p style="color: red">b</p>`;
    expect(edit(source, (html) => html.replace('color: red', 'color:blue'))).toBe(`<p style="color:blue">a</p><p style="color: red">b</p>`);
  });

  test('template tags in its other values stay', () => {
    const source = `<a href="{{ a|default:"x" }}" style="color: red">a</a>`;
    expect(edit(source, (html) => html.replace('color: red', 'color:blue'))).toBe(`<a href="{{ a|default:"x" }}" style="color:blue">a</a>`);
  });

  test('a tag that only a template can tell stays as it is', () => {
    const source = `<p {% if a %}align="left"{% endif %} style="color:red">a</p>`;
    expect(edit(source, (html) => html.replace('color:red', 'color:blue'))).toBe(source);
  });

  test('a copy of a row is as the row was', () => {
    expect(edit(`<tr><td style="a: b">x</td></tr>`, (html) => html + html)).toBe(`<tr><td style="a: b">x</td></tr><tr><td style="a: b">x</td></tr>`);
  });

  test('new text may have values, written as people write them', () => {
    expect(edit('<p>a</p>', (html) => html.replace('a<', '{{ x|default:&quot;&lt;&quot; }}\u00a0b<'))).toBe('<p>{{ x|default:"<" }}&nbsp;b</p>');
  });

  test('what was taken out is gone', () => {
    expect(edit(`<p>a</p>{% if x %}<p>b</p>{% endif %}`, (html) => html.replace(/<p [^>]*>b<\/p>/, ''))).toBe(`<p>a</p>{% if x %}{% endif %}`);
  });
});

test('a body is found though the text speaks of one', () => {
  expect(splitBody('<body class="{{ a|default:"x>y" }}">a</body>b').body).toBe('a');
  expect(splitBody('<p>a</p>')).toEqual({ before: '', body: '<p>a</p>', after: '' });
});

test('what is begun and ended between the blocks of a template', () => {
  const odd = '<table>{% if a %}<tr class="a">{% else %}<tr class="b">{% endif %}<td>x</td></tr></table>';
  expect(balanceOf(odd)).toBe('table1|tr1|tr1|table-1 tr-1');
  expect(balanceOf('<table>{% if a %}<tr class="a">{% else %}</tr><tr class="b">{% endif %}<td>x</td></tr></table>')).not.toBe(balanceOf(odd));
  expect(balanceOf('<table><tbody>{% if a %}<tr><td>x<br></td></tr>{% endif %}</tbody></table>')).toBe('table1||table-1');
  expect(balanceOf('<p>one<p>two</p>')).toBe('');
});
