// A campaign before the gate: each check by itself, what holds it up, and what is let through.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { after, before } from 'node:test';
import { newStaff, startAdmin } from '../support/admin.js';
import { addMember, change, newCampaign, pageOf, step } from '../support/campaigns.js';
import { goodRecords, startNameServer } from '../support/nameServer.js';
import { assertStatus } from '../support/sales.js';
import { startStore, until } from '../support/store.js';

const names = ['content', 'templates', 'merge_fields', 'links', 'unsubscribe', 'audience', 'sender', 'spf', 'dkim', 'dmarc'];
const body = '{% extends "layout" %}{% block content %}<p>Hello {{ recipient_first_name }}</p>{% endblock %}';
let store, boss, dns, elsewhere, pages;
before(async () => {
  pages = mkdtempSync(join(tmpdir(), 'swa-pages-'));
  writeFileSync(join(pages, 'index.html'), '<title>The shop</title>');
  dns = await startNameServer(goodRecords('shop.example'));
  elsewhere = createServer((request, reply) => reply.end('x'));
  await new Promise((done) => elsewhere.listen(0, '127.0.0.1', done));
  store = await startAdmin({ sandbox: false, env: { DNS_SERVER: dns.address, WEB_ROOT: pages } });
  boss = await newStaff(store);
  await addMember(store, { first_name: 'Zoë & <b>"Jo"</b> {{ x }}', last_name: '' });
  await addMember(store, { first_name: '', last_name: '' });
  await addMember(store, {});
});
after(async () => {
  await store?.stop();
  dns.stop();
  elsewhere.close();
  rmSync(pages, { recursive: true });
});

async function draft(values = {}) {
  const { id } = await newCampaign(boss);
  return change(boss, id, { subject: 'News', html: body, ...values });
}

async function check(id) {
  const { checks } = assertStatus(await step(boss, id, 'check'), 200).body;
  assert.deepEqual(checks.map(({ name }) => name), names);
  return Object.fromEntries(checks.map((each) => [each.name, each]));
}

const failing = (checks) => Object.values(checks).filter(({ passed }) => !passed).map(({ name }) => name);

test('a good one is let through, and what was found is kept', async () => {
  const { id, version } = await draft({ html: body.replace('<p>', `<a href="${store.url}/?a=1&amp;b=2">shop</a><p>`) });
  const page = assertStatus(await step(boss, id, 'ready', { version }), 200).body;
  assert.equal(page.status, 'ready');
  assert.deepEqual(page.checks.map(({ name, passed, waived }) => [name, passed, waived]), names.map((name) => [name, true, false]));
  assert.ok(page.links.some(({ url }) => url === `${store.url}/?a=1&b=2`), JSON.stringify(page.links));
  assert.ok(page.links.every(({ url }) => !url.includes('/e/')), JSON.stringify(page.links));
  assert.ok(page.ready_at);
  assert.deepEqual([page.can.edit, page.can.draft, page.can.send], [false, true, true]);
  assertStatus(await step(boss, id, 'ready', { version: page.version }), 409, 'campaign_step');
  const again = assertStatus(await step(boss, id, 'draft'), 200).body;
  assert.deepEqual([again.status, again.checks, again.ready_at], ['draft', null, null]);
});

test('what does not pass is told with its reasons, and it stays a draft', async () => {
  const { id, version } = await draft({ subject: '  ' });
  const reply = assertStatus(await step(boss, id, 'ready', { version }), 422, 'gate_failed').body;
  assert.deepEqual(reply.checks.filter(({ passed }) => !passed).map(({ name }) => name), ['content', 'templates']);
  assert.equal((await pageOf(boss, id)).status, 'draft');
  assertStatus(await step(boss, id, 'ready', { version: '1-1' }), 409, 'edit_conflict');
  assertStatus(await step(boss, id, 'ready', {}), 422);
  assertStatus(await step(boss, '999999', 'check'), 404, 'object_unknown');
});

test('templates: one that fails for one recipient alone is told with part and line', async () => {
  const { id } = await draft({ html: `${body.slice(0, -'{% endblock %}'.length)}\n\n{% if recipient_last_name == "" %}{% include recipient_username %}{% endif %}{% endblock %}` });
  const checks = await check(id);
  assert.deepEqual(failing(checks), ['templates']);
  assert.match(checks.templates.message, /^Of 3 mails 2 could not be written: html, line 3: .*\(for member \d+\)$/);
  await change(boss, id, { html: '{% if %}' });
  assert.match((await check(id)).templates.message, /^Of 3 mails 3 .* html, line 1: /);
});

test('merge fields: a name that is not there is told, also where a filter or a condition hides it', async () => {
  for (const [html, name] of [['{{ recipient_firstname }}', 'recipient_firstname'], ['{{ recipient.nmae }}', 'recipient.nmae'],
    ['{{ nobody|default:"you" }}', 'nobody'], ['{% if nothing %}x{% endif %}', 'nothing'], ['{% for x in things %}{% endfor %}', 'things'], ['{{ order.number }}', 'order.number']]) {
    const { id } = await draft({ html: body.replace('<p>', `${html}<p>`) });
    const checks = await check(id);
    assert.deepEqual(failing(checks), ['merge_fields'], html);
    assert.ok(checks.merge_fields.message.startsWith(`There is no ${name} (`), checks.merge_fields.message);
  }
  // where no mail of the sample comes by, either
  for (const [html, name] of [['{% if recipient_email == "x" %}{{ recipient_firstname }}{% endif %}', 'recipient_firstname'],
    ['{% for x in "" %}{{ x }}{{ recipient.nmae }}{% endfor %}', 'recipient.nmae'], ['{% if True or nothing %}x{% endif %}', 'nothing'],
    ['{% with a=recipient_email %}{% if a == "x" %}{{ a }}{{ b|default:c }}{% endif %}{% endwith %}', 'b']]) {
    const { id } = await draft({ html: body.replace('<p>', `${html}<p>`) });
    const checks = await check(id);
    assert.deepEqual(failing(checks), ['merge_fields'], html);
    assert.ok(checks.merge_fields.message.startsWith(`There is no ${name} (`), checks.merge_fields.message);
  }
  const { id } = await draft({ subject: '{{ recipient.name|default:"you" }}', html: body.replace('<p>', `{{ recipient.code }} {{ recipient_email }}
    {{ store.name }} {{ site_url }} {{ em_cd }} {{ mb_cd }} {{ pr_cd }} {{ preheader }} {{ preferences_url }} {% for x in "ab" %}{{ x }}{{ forloop.counter }}{% endfor %}
    {% if recipient_email == "x" %}{% with a=1 b="2" %}{{ a }}{{ b }}{% endwith %}{% with recipient as r %}{{ r.whatever }}{% endwith %}{% for k, v in recipient.items %}{{ k }}{{ v }}{% endfor %}
    {% cycle "a" "b" as c %}{{ c }}{% now "Y" as y %}{{ y }}{% firstof "" "z" as f %}{{ f }}{% filter upper %}x{% endfilter %}{{ None|default:"x" }}{% endif %}<p>`) });
  assert.deepEqual(failing(await check(id)), []);
});

test('unsubscribe: the link must be in HTML and text', async () => {
  const { id } = await draft({ html: '<p>x</p>', text: 'x' });
  assert.deepEqual(failing(await check(id)), ['unsubscribe']);
  await change(boss, id, { html: '<a href="{{ unsubscribe_url }}">leave</a>' });
  assert.match((await check(id)).unsubscribe.message, /^The text/);
  await change(boss, id, { text: 'Leave: {{ unsubscribe_url }}' });
  assert.deepEqual(failing(await check(id)), []);
  await change(boss, id, { text: null });
  assert.deepEqual(failing(await check(id)), [], 'the text that is made of the HTML has it');
});

test('unsubscribe: only what can be followed is a link', async () => {
  const { id } = await draft({ html: '<!-- <a href="{{ unsubscribe_url }}">leave</a> --><p title="{{ unsubscribe_url }}">{{ unsubscribe_url }}</p>', text: '{{ unsubscribe_url }}' });
  assert.deepEqual(failing(await check(id)), ['unsubscribe']);
  await change(boss, id, { html: '<A class=x HREF=\'{{ unsubscribe_url }}\'>leave</A>' });
  const { unsubscribe } = await check(id);
  assert.ok(unsubscribe.passed && unsubscribe.message.includes('https'), unsubscribe.message); // the test's address has none
});

test('links that only few recipients get are checked and counted too', async () => {
  const few = (link) => body.replace('<p>', `{% if recipient_username == "nobody" %}${link}{% endif %}<p>`);
  const dead = await draft({ html: few(`<a href="${store.url}/api/v1/products/none">x</a>`) });
  assert.match((await check(dead.id)).links.message, /products\/none answers 404/);
  const { id, version } = await draft({
    html: few(`<a href="${store.url}/healthz?a=1&amp;b=2">x</a><a href="${store.url}/{{ mb_cd }}">y</a><!-- <a href="${store.url}/api/v1/products/none">z</a> -->`),
    text: `{% if recipient_username == "nobody" %}See ${store.url}/healthz?text.{% endif %} ${store.url}/{% if mb_cd %}?x{% endif %} {{ unsubscribe_url }}` });
  const page = assertStatus(await step(boss, id, 'ready', { version }), 200).body;
  const paths = page.links.map(({ url }) => url.slice(store.url.length));
  assert.deepEqual(paths.filter((path) => path.startsWith('/healthz')), ['/healthz?a=1&b=2', '/healthz?text']);
  assert.ok(paths.every((path) => !/[{%]/.test(path)), paths.join());
});

test('a part of the shop\'s mails that changes while it is checked sends it back', async (t) => {
  const { id, version } = await draft({ domain_waiver: 'the name service is away' });
  dns.silent = true;
  t.after(() => { dns.silent = false; });
  const asked = dns.asked.length, reply = step(boss, id, 'ready', { version });
  assert.ok(await until(() => dns.asked.length > asked));
  await store.sql(`insert into emails (type, status, template, html) values ('transactional', 'ready', 'greeting', '<p>x</p>')`);
  t.after(() => store.sql(`delete from emails where type = 'transactional'`));
  assertStatus(await reply, 409, 'edit_conflict');
  assert.equal((await pageOf(boss, id)).status, 'draft');
});

test('audience, sender, weight', async () => {
  const { id } = await draft({ audience: { countries: ['LI'] } });
  assert.deepEqual(failing(await check(id)), ['audience']);
  await change(boss, id, { audience: { countries: [] }, from_address: 'news@localhost' });
  assert.deepEqual(failing(await check(id)), ['sender', 'spf', 'dkim', 'dmarc']);
  await change(boss, id, { from_address: 'a..b@shop.example' });
  assert.deepEqual(failing(await check(id)), ['sender', 'spf', 'dkim', 'dmarc']);
  await change(boss, id, { from_address: null, html: body.replace('<p>', `${'x'.repeat(110 * 1024)}<p>`) });
  const { content } = await check(id);
  assert.ok(content.passed && /Gmail/.test(content.message), content.message);
});

test('the domain: each record, the organisation\'s policy, and a name service that is away', async (t) => {
  const { id } = await draft({ from_address: 'news@mail.brand.example' });
  const at = (records) => Object.assign(dns.records, records);
  const state = async () => failing(await check(id)).join();
  assert.equal(await state(), 'spf,dkim,dmarc');
  at({ 'mail.brand.example': ['v=spf1 -all', 'v=spf1 ~all', 'v=spf10 x'], 'default._domainkey.mail.brand.example': ['v=DKIM1; p='],
    '_dmarc.mail.brand.example': ['v=DMARC10'] });
  const { spf, dkim } = await check(id);
  assert.match(spf.message, /has 2 SPF records/);
  assert.equal(dkim.passed, false, 'a key that was taken back');
  at({ 'mail.brand.example': ['v=spf1 -all'], 'selector2._domainkey.mail.brand.example': [`v=DKIM1; h=sha256; k=rsa; p=${'A'.repeat(390)}`],
    '_dmarc.brand.example': ['v=DMARC1; p=reject'] });
  assert.equal(await state(), '');
  assert.match((await check(id)).dkim.message, /selector2.*headers of a test mail/);
  delete dns.records['_dmarc.brand.example'];
  at({ '_dmarc.example': ['v=DMARC1; p=reject'] }); // nobody's organisation
  assert.equal(await state(), 'dmarc');
  dns.silent = true;
  t.after(() => { dns.silent = false; });
  const away = await check(id);
  assert.deepEqual(failing(away), ['spf', 'dkim', 'dmarc']);
  assert.match(away.spf.message, /does not answer/);
});

test('a selector that no key can have is refused at the start', async () => {
  for (const selector of ['x'.repeat(64), 'mail.', 'a b'])
    await assert.rejects(startStore({ seed: '', sandbox: false, env: { DKIM_SELECTOR: selector } }), /DKIM_SELECTOR: write it as /, selector);
});

test('the domain may be waived with a reason, which is kept', async () => {
  const { id } = await draft({ from_address: 'news@nothing.example', domain_waiver: 'the relay signs in its own name' });
  const { version } = await pageOf(boss, id);
  const page = assertStatus(await step(boss, id, 'ready', { version }), 200).body;
  assert.deepEqual(page.checks.filter(({ waived }) => waived).map(({ name, passed }) => [name, passed]), [['spf', false], ['dkim', false], ['dmarc', false]]);
  assert.equal(page.domain_waiver, 'the relay signs in its own name');
  // and nothing else is
  const other = await draft({ subject: '', domain_waiver: 'because' });
  assertStatus(await step(boss, other.id, 'ready', { version: other.version }), 422, 'gate_failed');
});

test('links: those that answer, those that do not, and those that lead into the network of the server', async (t) => {
  const port = elsewhere.address().port;
  let reached = 0;
  elsewhere.on('request', () => reached++);
  const [{ ad_cd: ad }] = await store.sql(`insert into ads (name, url) values ('inward', $1) returning ad_cd`, [`http://127.0.0.1:${port}/secret`]);
  t.after(() => store.sql('delete from ads'));
  const linked = async (...links) => {
    const { id } = await draft({ html: body.replace('<p>', `${links.map((url) => `<a href="${url}">x</a>`).join('')}<p>`) });
    return check(id);
  };
  assert.deepEqual(failing(await linked(`${store.url}/`, `${store.url}/healthz`, 'mailto:a@post.example', '#top')), []);
  const { links } = await linked(`${store.url}/`, `${store.url}/api/v1/products/none`);
  assert.match(links.message, /\/api\/v1\/products\/none answers 404/);
  assert.doesNotMatch(links.message, /;/);
  for (const inward of [`http://127.0.0.1:${port}/`, `http://localhost:${port}/`, `http://[::1]:${port}/`, `http://[::ffff:127.0.0.1]:${port}/`, `http://0.0.0.0:${port}/`,
    `http://0x7f000001:${port}/`, `http://169.254.169.254/latest/meta-data`, `http://10.0.0.1:${port}/`, `http://192.168.0.1/`, `http://100.64.0.1/`, `http://[fd00::1]/`,
    `http://[64:ff9b::7f00:1]/`, `${store.url}/e/a/${ad}`]) {
    const checks = await linked(inward);
    assert.deepEqual(failing(checks), ['links'], inward);
    assert.match(checks.links.message, /not of the internet/, inward);
  }
  assert.equal(reached, 0, 'nothing was sent there');
});

test('a third at once is asked to come again', async (t) => {
  const { id } = await draft();
  dns.silent = true;
  t.after(() => { dns.silent = false; });
  const before_ = dns.asked.length;
  const two = [step(boss, id, 'check'), step(boss, id, 'check')];
  assert.ok(await until(() => dns.asked.length >= before_ + 2)); // both wait for the name service
  assertStatus(await step(boss, id, 'check'), 503, 'overloaded');
  for (const reply of await Promise.all(two)) assertStatus(reply, 200);
  dns.silent = false;
  assertStatus(await step(boss, id, 'check'), 200);
});

test('only who may change mails asks', async () => {
  const { id, version } = await draft();
  const viewer = await newStaff(store, ['emails.view']);
  assertStatus(await step(viewer, id, 'check'), 403, 'forbidden');
  assertStatus(await step(viewer, id, 'ready', { version }), 403, 'forbidden');
  const writer = await newStaff(store, ['emails.view', 'emails.change']);
  const page = assertStatus(await step(writer, id, 'ready', { version }), 200).body;
  assert.deepEqual([page.can.send, page.can.schedule, page.can.draft], [false, false, true]);
});
