// startupwebapp template render, template check: as processes, with files that are right, wrong and hostile.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import test, { after, before, describe } from 'node:test';
import { program } from '../support/store.js';

let folder;
before(() => { folder = mkdtempSync(join(tmpdir(), 'swa-templates-')); });
after(() => rmSync(folder, { recursive: true, force: true }));

let made = 0;
// A folder with these files: name to content.
function files(contents) {
  const root = join(folder, String(++made));
  for (const [name, content] of Object.entries({ ...contents, 'made.txt': '' })) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), content);
  }
  return root;
}

function run(words, cwd = folder) {
  const { status, stdout, stderr, signal, error } = spawnSync(program, ['template', ...words],
    { cwd, encoding: 'utf8', timeout: 50000, maxBuffer: 64 * 1024 * 1024 });
  assert.ifError(error);
  assert.equal(signal, null, stderr);
  return { status, stdout, stderr };
}

// One file, a context as JSON or as text, and more words.
function render(source, { context, more = [], ...others } = {}) {
  const root = files({ 'mail.html': source, ...others, ...(context === undefined ? {} : { 'ctx.json': typeof context === 'object' && !Buffer.isBuffer(context) ? JSON.stringify(context) : context }) });
  return run(['render', 'mail.html', ...(context === undefined ? [] : ['--context', 'ctx.json']), ...more], root);
}

const gives = (reply, text) => assert.deepEqual(reply, { status: 0, stdout: text, stderr: '' });
// A clear error: status 1, one line that says what, nothing on stdout.
function fails(reply, pattern) {
  assert.equal(reply.status, 1, reply.stderr || reply.stdout.slice(0, 200));
  assert.equal(reply.stdout, '');
  assert.match(reply.stderr, pattern);
  assert.match(reply.stderr, /^[^\n]+\n$/, 'one line');
  assert.ok(reply.stderr.length < 1000, reply.stderr);
  assert.doesNotMatch(reply.stderr, /Sanitizer|Assertion|Segmentation/);
}

describe('render', () => {
  test('names of the context', () => {
    gives(render('Hello {{ who.name }}!\n', { context: { who: { name: 'A & B' } } }), 'Hello A &amp; B!\n');
    gives(render('{% for n in list %}{{ n }},{% endfor %}', { context: { list: [1, 2.5, true, null, 'x'] } }), '1,2.5,True,None,x,');
    gives(render('Hello {{ who }}!'), 'Hello !');
    gives(render(''), '');
  });
  test('--text escapes nothing', () => {
    gives(render('{{ a }}', { context: { a: '<b>&"' }, more: ['--text'] }), '<b>&"');
    gives(render('{{ a }}', { context: { a: '<b>&"' } }), '&lt;b&gt;&amp;&quot;');
  });
  test('--zone and --now', () => {
    const source = '{{ at|date:"Y-m-d H:i" }} {% now "D H:i" %}';
    const how = { context: { at: '2026-11-25T19:41:00Z' } };
    gives(render(source, { ...how, more: ['--now', '2026-01-01T00:30:00Z'] }), '2026-11-25 19:41 Thu 00:30');
    gives(render(source, { ...how, more: ['--now', '2026-01-01T00:30:00Z', '--zone', 'Asia/Tokyo'] }), '2026-11-26 04:41 Thu 09:30');
    gives(render(source, { ...how, more: ['--zone', 'America/New_York', '--now', '2026-07-01T00:30:00+02:00'] }), '2026-11-25 14:41 Tue 18:30');
    fails(render('x', { more: ['--zone', 'Mars/Olympus'] }), /Mars\/Olympus: there is no such time zone/);
    fails(render('x', { more: ['--zone', '../../etc/passwd'] }), /there is no such time zone/);
    for (const now of ['', 'now', '2026-01-01', '2026-01-01T00:30:00', '2026-13-01T00:00:00Z']) fails(render('x', { more: ['--now', now] }), /--now takes a time such as/);
  });
  test('words in any order, the file in another folder', () => {
    const root = files({ 'a/mail.html': '{{ x }}{% include "part.html" %}', 'a/part.html': '!', 'b/c.json': '{"x": 1}' });
    gives(run(['render', '--context', 'b/c.json', 'a/mail.html'], root), '1!');
    gives(run(['render', join(root, 'a/mail.html'), '--text', '--context', join(root, 'b/c.json')]), '1!');
  });
  test('the program\'s own templates, after those of the folder', () => {
    gives(render('{% include "greeting.html" %}', { context: { name: 'Ada' } }), '<p style="margin:0 0 16px">Hello Ada,</p>\n');
    gives(render('{% include "greeting.html" %}', { 'greeting.html': 'Hi' }), 'Hi');
    const reply = render('{% extends "layout.html" %}{% block content %}X{% endblock %}', { context: { store: { name: 'S', url: 'https://s.example' } } });
    assert.equal(reply.status, 0);
    assert.match(reply.stdout, /<title>S<\/title>[^]*\nX\n/);
  });
});

describe('--include-dir', () => {
  const root = () => files({ 'mail.html': '{% include "sub/part.html" %}', 'inc/sub/part.html': '1{% include "./other.html" %}{% include "../top.html" %}',
    'inc/sub/other.html': '2', 'inc/top.html': '3', 'sub/part.html': 'wrong', 'secret.html': 'SECRET' });

  test('is where includes are looked for', () => {
    const at = root();
    gives(run(['render', 'mail.html', '--include-dir', 'inc'], at), '123');
    gives(run(['check', 'mail.html', '--include-dir', join(at, 'inc')], at), 'mail.html: no errors\n');
    gives(run(['render', 'mail.html'], at), 'wrong');
  });
  test('nothing outside of it is reached', () => {
    const at = root();
    symlinkSync('../secret.html', join(at, 'inc/relative.html'));
    symlinkSync(join(at, 'secret.html'), join(at, 'inc/absolute.html'));
    symlinkSync('..', join(at, 'inc/up'));
    symlinkSync('/proc/self/root', join(at, 'inc/root'));
    symlinkSync('top.html', join(at, 'inc/inner.html'));
    const names = ['../secret.html', './../secret.html', 'sub/../../secret.html', join(at, 'secret.html'), '/etc/passwd', 'relative.html', 'absolute.html',
      'up/secret.html', 'root/etc/passwd', 'inc/../../secret.html', '..', '.', '', 'sub', '/', 'x'.repeat(5000)];
    for (const name of names) for (const source of [`{% include "${name}" %}`, `{% extends "${name}" %}`]) {
      writeFileSync(join(at, 'mail.html'), `\n${source}`);
      fails(run(['render', 'mail.html', '--include-dir', 'inc'], at), /^mail\.html:2: /);
    }
    for (const name of names) { // named by the context
      writeFileSync(join(at, 'mail.html'), '{% include name %}');
      writeFileSync(join(at, 'ctx.json'), JSON.stringify({ name }));
      fails(run(['render', 'mail.html', '--include-dir', 'inc', '--context', 'ctx.json'], at), /^mail\.html:1: /);
    }
    writeFileSync(join(at, 'mail.html'), '{% include "inner.html" %}');
    gives(run(['render', 'mail.html', '--include-dir', 'inc'], at), '3');
  });
  test('is a folder', () => {
    const at = root();
    fails(run(['render', 'mail.html', '--include-dir', 'none'], at), /^startupwebapp: none: No such file or directory$/m);
    fails(run(['render', 'mail.html', '--include-dir', 'secret.html'], at), /secret\.html: Not a directory/);
  });
});

describe('check', () => {
  test('reads what is included too', () => {
    const at = files({ 'mail.html': 'a\n{% include "part.html" %}', 'part.html': 'x\ny\n{% if %}' });
    fails(run(['check', 'mail.html'], at), /^part\.html:3: .*if/);
    writeFileSync(join(at, 'part.html'), '{{ anything.at.all }}');
    gives(run(['check', 'mail.html'], at), 'mail.html: no errors\n');
    writeFileSync(join(at, 'mail.html'), '\n\n{% include "none.html" %}');
    fails(run(['check', 'mail.html'], at), /^mail\.html:3: there is no template "none\.html"$/m);
  });
  test('the program\'s own', () => {
    const at = files({ 'mail.html': '{% include "welcome.html" %}{% include "order_shipped.html" %}' });
    gives(run(['check', 'mail.html'], at), 'mail.html: no errors\n');
  });
});

describe('errors name template and line, and what was expected', () => {
  const cases = [
    ['{% if a %}\n\nx', /^mail\.html:1: .*endif/],
    ['\n\n{% for a in b %}{% endif %}', /^mail\.html:3: .*"endif".*(empty|endfor)/],
    ['a\n{% nothing %}', /^mail\.html:2: .*"nothing"/],
    ['{{ a|nothing }}', /^mail\.html:1: .*"nothing"/],
    ['{{ a| }}', /^mail\.html:1: /],
    ['{{ a b }}', /^mail\.html:1: /],
    ['{{ }}', /^mail\.html:1: /],
    ['{% %}', /^mail\.html:1: /],
    ['{% endblock %}', /^mail\.html:1: .*"endblock"/],
    ['{% block a %}{% endblock %}\n{% block a %}{% endblock %}', /^mail\.html:2: .*"a"/],
    ['x{% if %}{% extends "a.html" %}', /^mail\.html:1: /],
    ['{% if a == %}{% endif %}', /^mail\.html:1: /],
    ['{% for a b %}{% endfor %}', /^mail\.html:1: .*in/],
    ['{% include %}', /^mail\.html:1: .*name of a template/],
    ['{% include "a.html" wth b=1 %}', /^mail\.html:1: .*"with" or "only" was expected/],
    ['{{ a|date:"Y }}', /^mail\.html:1: /],
    ['{% comment %}', /^mail\.html:1: .*endcomment/],
    ['{% verbatim %}', /^mail\.html:1: .*endverbatim/],
    ['{{ a|add }}', /^mail\.html:1: .*add/],
    ['{{ _private }}', /^mail\.html:1: .*_/],
  ];
  for (const [source, pattern] of cases)
    test(JSON.stringify(source), () => {
      fails(render(source), pattern);
      const root = files({ 'mail.html': source });
      fails(run(['check', 'mail.html'], root), pattern);
    });
});

describe('bad input: a clear error and nothing on stdout', () => {
  const repeat = (unit, n, end = '') => unit.repeat(n) + end.repeat(n);
  const sources = [
    ['10 MB', 'x'.repeat(10 * 1024 * 1024), /mail\.html: .*too large/],
    ['tags nested 100,000 deep', repeat('{% if a %}', 100000, '{% endif %}').slice(0, 1000000), /^mail\.html:1: /],
    ['loops nested 40,000 deep', '{% for a in b %}'.repeat(40000), /^mail\.html:1: .*deep|nest/],
    ['parentheses and words', `{% if ${'not '.repeat(100000)}a %}{% endif %}`, /^mail\.html:1: /],
    ['loops of 10^9 rounds', '{% for a in n %}{% for b in n %}{% for c in n %}{% endfor %}{% endfor %}{% endfor %}', /^mail\.html:1: .*steps|rounds|loops|much/, { n: Array(1000).fill(0) }],
    ['loops over a text of 10^9 rounds', '{% for a in n %}{% for b in n %}{% for c in n %}{% endfor %}{% endfor %}{% endfor %}', /^mail\.html:1: /, { n: 'x'.repeat(1000) }],
    ['10^12 characters', '{{ "a"|ljust:"1000000000000" }}', /^mail\.html:1: /],
    ['10^12 characters, in the middle', '{{ "a"|center:1000000000000 }}', /^mail\.html:1: /],
    ['10^12 digits', '{{ 1|floatformat:1000000000000 }}', /^mail\.html:1: /],
    ['10^12 by a format', '{{ 1|stringformat:"1000000000000d" }}', /^mail\.html:1: /],
    ['a text doubled 60 times', `{% with a="xxxxxxxxxx" %}${'{% with a=a|add:a %}'.repeat(60)}{{ a }}${'{% endwith %}'.repeat(61)}`, /^mail\.html:1: /],
    ['too much output', '{% for a in n %}{{ t }}{% endfor %}', /^mail\.html:1: /, { n: Array(1000).fill(0), t: 'x'.repeat(10000) }],
    ['itself within itself', 'a\n{% include "mail.html" %}', /^mail\.html:2: .*deeper than/],
    ['itself within itself, by a name of the context', '{% include me %}', /^mail\.html:1: .*deeper than/, { me: 'mail.html' }],
    ['itself extended', '{% extends "mail.html" %}', /^mail\.html:1: /],
    ['invalid UTF-8', Buffer.from('ab\n\xff\xfe{{ x }}', 'latin1'), /^mail\.html(:\d+)?: .*UTF-8/],
    ['a NUL', 'a\n\u0000b', /^mail\.html(:\d+)?: /],
  ];
  for (const [name, source, pattern, context] of sources)
    test(name, () => fails(render(source, { context }), pattern));

  test('a filter behind a filter: a thousand are fine, 100,000 are more than a tag may hold', () => {
    gives(render(`{{ a${'|add:1'.repeat(1000)} }}`, { context: { a: 1 } }), '1001');
    fails(render(`{{ a${'|add:1'.repeat(100000)} }}`, { context: { a: 1 } }), /^mail\.html:1: a tag is longer than 8192 bytes\n$/);
  });
  test('conditions, blocks and named cycles without end', () => {
    fails(render(`{% if ${Array(1500).fill('a').join(' or ')} %}{% endif %}`), /^mail\.html:1: the condition has more than 500 operators\n$/);
    fails(render(Array.from({ length: 501 }, (_, n) => `{% block b${n} %}{% endblock %}`).join('')), /^mail\.html:1: .*more than 500 blocks\n$/);
    fails(render(Array.from({ length: 501 }, (_, n) => `{% cycle 1 2 as c${n} %}`).join('')), /^mail\.html:1: .*more than 500 cycles/);
  });
  test('a loop that outlives itself shows its last round', () =>
    gives(render('{% cycle 1 2 as q silent %}{% for x in "abc" %}{% cycle forloop forloop as q silent %}{% endfor %}{{ q.counter }}'), '3'));
  test('lists that double with each step', () => {
    const chain = (name) => Array.from({ length: 60 }, (_, n) => `{% regroup ${n ? `${name}${n - 1}` : '"a"'} by ${n ? 'list' : '0'} as ${name}${n} %}`).join('');
    fails(render(`${chain('p')}${chain('q')}{% if p59 == q59 %}same{% endif %}`), /^mail\.html:1: .*more, or lists nested deeper/);
  });
  test('a filter over megabytes, a thousand times', () =>
    fails(render(`{% with b=""|ljust:15000000 %}${'{{ b|wordcount }}'.repeat(1000)}{% endwith %}`), /^mail\.html:1: the rendering takes (more than|longer than)/));
  test('a hundred thousand marks on one letter', () =>
    assert.equal(render('{{ t|truncatechars:5 }}', { context: { t: `a${'\u0301\u0316'.repeat(50000)}` } }).status, 0));
  test('two that include each other', () => {
    const at = files({ 'mail.html': '{% include "b.html" %}', 'b.html': '{% include "mail.html" %}' });
    fails(run(['render', 'mail.html'], at), /^(mail|b)\.html:1: .*deeper than/);
  });
  test('an included file that is too large, or no text', () => {
    for (const content of ['x'.repeat(10 * 1024 * 1024), Buffer.from([0xff, 0xfe])])
      for (const command of ['render', 'check'])
        fails(run([command, 'mail.html'], files({ 'mail.html': '{% include "big.html" %}', 'big.html': content })), /^(mail\.html:1|big\.html): /);
  });

  const contexts = [
    ['no JSON', '{"a": ', /ctx\.json:1: /],
    ['nothing', '', /ctx\.json:\d+: /],
    ['duplicate keys', '{"a": 1,\n"a": 2}', /ctx\.json:2: .*duplicate/],
    ['a list', '[1]', /ctx\.json: the context must be a JSON object/],
    ['a text', '"x"', /ctx\.json/],
    ['null', 'null', /ctx\.json/],
    ['more behind it', '{} {}', /ctx\.json:1: /],
    ['invalid UTF-8', Buffer.from('{"a": "\xff"}', 'latin1'), /ctx\.json:1: /],
    ['a NUL', '{"a": "\\u0000"}', /ctx\.json/],
    ['a lone surrogate', '{"a": "\\ud800"}', /ctx\.json:1: /],
    ['nested 100,000 deep', `{"a": ${'['.repeat(100000)}${']'.repeat(100000)}}`, /ctx\.json/],
    ['nested 500 deep', `{"a": ${'['.repeat(500)}${']'.repeat(500)}}`, /ctx\.json: .*nested too deeply/],
    ['a number that is none', '{"a": 1e999}', /ctx\.json:1: /],
    ['20 MB', `{"a": "${'x'.repeat(20 * 1024 * 1024)}"}`, /ctx\.json: .*too large/],
  ];
  for (const [name, context, pattern] of contexts)
    test(`a context that is ${name}`, () => fails(render('{{ a }}', { context }), pattern));

  test('files that are not there', () => {
    fails(run(['render', 'none.html']), /^startupwebapp: none\.html: No such file or directory$/m);
    fails(run(['check', 'none.html']), /none\.html: No such file/);
    fails(run(['render', 'no/such/folder/x.html']), /no\/such\/folder\/: No such file/);
    fails(render('x', { more: ['--context', 'none.json'] }), /none\.json: No such file/);
    const at = files({ 'mail.html': 'x' });
    fails(run(['render', '.'], at), /\.: can't be read/);
    fails(run(['render', 'mail.html', '--context', '.'], at), /\.: can't be read/);
  });
});

describe('wrong words: status 2', () => {
  for (const words of [[], ['frobnicate'], ['render'], ['check'], ['render', 'a.html', 'b.html'], ['render', 'a.html', '--context'], ['render', '--frob', 'a.html'],
    ['render', 'a.html', '--zone'], ['check', 'a.html', '-x']])
    test(words.join(' ') || 'none', () => {
      const reply = run(words);
      assert.equal(reply.status, 2);
      assert.equal(reply.stdout, '');
      assert.match(reply.stderr, /template/);
    });
});

test('a full disk is an error', () => {
  for (const t of ['x', 'x'.repeat(10000)]) {
    const at = files({ 'mail.html': '{% for a in n %}{{ t }}{% endfor %}', 'ctx.json': JSON.stringify({ n: Array(100).fill(0), t }) });
    const { status, stderr } = spawnSync('sh', ['-c', 'exec "$0" template render mail.html --context ctx.json >/dev/full', program], { cwd: at, encoding: 'utf8', timeout: 20000 });
    assert.equal(status, 1);
    assert.match(stderr, /^startupwebapp: standard output: No space left on device$/m);
  }
});
