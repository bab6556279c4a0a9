// A campaign as it would arrive: shown with somebody real or made up, and tried on a few addresses.
import assert from 'node:assert/strict';
import { simpleParser } from 'mailparser';
import test, { after, before } from 'node:test';
import { newStaff, startAdmin } from '../support/admin.js';
import { addMember, addProspect, change, newCampaign, step } from '../support/campaigns.js';
import { assertStatus } from '../support/sales.js';
import { startMailServer } from '../support/mailServer.js';
import { until } from '../support/store.js';

const body = `{% extends "layout" %}{% block content %}<p>Hello {{ recipient_first_name|default:"you" }}, {{ recipient.code }}</p><a href="https://shop.example/x">x</a>{% endblock %}`;
let store, boss, mails, member, prospect;
before(async () => {
  mails = await startMailServer();
  store = await startAdmin({ sandbox: false, env: { SMTP_URL: mails.url } });
  boss = await newStaff(store);
  member = await addMember(store, { first_name: 'Zoë <b>', last_name: 'O\'Neill' });
  prospect = await addProspect(store);
});
after(async () => {
  await store?.stop();
  await mails.stop();
});

const preview = async (id, wish = {}, staff = boss) => assertStatus(await step(staff, id, 'preview', wish), 200).body;
async function draft(values = {}) {
  const { id } = await newCampaign(boss);
  return (await change(boss, id, { subject: 'News for {{ recipient_name }}', preheader: 'Look inside', html: body, ...values })).id;
}

test('as kept, and as it stands in the form; for somebody made up, a member, a prospect', async () => {
  const id = await draft();
  const kept = await preview(id);
  assert.deepEqual([kept.template, kept.subject, kept.preheader, kept.problems, kept.missing, kept.is_clipped],
    ['campaign', 'News for Ada Byron', 'Look inside', [], [], false]);
  assert.match(kept.html, /Hello Ada, mb_/);
  assert.match(kept.html, /Look inside/);
  assert.match(kept.html, /href="https:\/\/shop.example\/x"/, 'links are as they were written');
  assert.match(kept.text, /Hello Ada/);
  assert.equal(kept.bytes, Buffer.byteLength(kept.html));
  const [{ mb_cd: code }] = await store.sql('select mb_cd from members where id = $1', [member.id]);
  const real = await preview(id, { sample: { member_id: member.id } });
  assert.equal(real.subject, 'News for Zoë <b> O\'Neill');
  assert.ok(real.html.includes(`Hello Zoë &lt;b&gt;, ${code}`), real.html);
  assert.match((await preview(id, { sample: { prospect_id: prospect.id } })).html, /Hello you, /);
  const typed = await preview(id, { subject: 'New', html: '<p>Only {{ recipient_email }}</p>', preheader: '', sample: { prospect_id: prospect.id } });
  assert.deepEqual([typed.subject, typed.preheader], ['New', '']);
  assert.match(typed.html, new RegExp(`<p>Only ${prospect.email}</p>`));
  assert.match(typed.text, new RegExp(`^Only ${prospect.email}`));
  assert.match((await preview(id, { text: 'Text alone' })).text, /^Text alone/);
});

test('what is wrong is told with part and line; names that are not there; what Gmail hides', async () => {
  const id = await draft({ html: `\n{{ nobody }}{% if x %}\n{% endfor %}` });
  const broken = await preview(id);
  assert.deepEqual([broken.html, broken.problems.map(({ part, line }) => [part, line])], [null, [['html', 3]]]);
  const { missing } = await preview(id, { subject: '{{ store.nmae }}', html: '<p>\n{{ nobody }}{{ nobody }}</p>' });
  assert.deepEqual(missing.map(({ name, line }) => [name, line]), [['store.nmae', 1], ['nobody', 2]]);
  const heavy = await preview(id, { html: `<p>${'x'.repeat(110000)}</p>` });
  assert.ok(heavy.is_clipped && heavy.bytes > 110000);
});

test('links of a preview prove nothing, and nothing is written', async () => {
  const id = await draft();
  const { html } = await preview(id, { sample: { member_id: member.id } });
  const codes = [...html.matchAll(/\/e\/u\/([\w.-]+)/g)].map(([, code]) => code);
  assert.ok(codes.length > 0);
  for (const code of codes) assertStatus(await boss.get(`/api/v1/unsubscriptions/${code}`), 404);
  assert.equal((await store.sql(`select count(*)::int as n from email_messages where kind in ('campaign', 'test')`))[0].n, 0);
});

test('who may look: at the mail, and at who it is shown with', async () => {
  const id = await draft();
  const writer = await newStaff(store, ['emails.view']);
  await preview(id, {}, writer);
  assertStatus(await step(writer, id, 'preview', { sample: { member_id: member.id } }), 403, 'forbidden');
  assertStatus(await step(writer, id, 'preview', { sample: { prospect_id: prospect.id } }), 403, 'forbidden');
  assertStatus(await step(await newStaff(store, ['members.view']), id, 'preview', {}), 403, 'forbidden');
  for (const sample of [{ member_id: '999999' }, { prospect_id: 'x' }, { member_id: member.id, prospect_id: prospect.id }, { more: 1 }])
    assertStatus(await step(boss, id, 'preview', { sample }), 422);
  assertStatus(await step(boss, '999999', 'preview', {}), 404, 'object_unknown');
});

test('a try goes to each address as the campaign will, with a word before its subject', async () => {
  const id = await draft({ from_name: 'The shop', from_address: 'news@shop.example', reply_to: 'us@shop.example' });
  const { items } = assertStatus(await step(boss, id, 'test', { addresses: ['one@post.example', 'two@müller.example'], sample: { member_id: member.id } }), 202).body;
  assert.deepEqual(items.map(({ recipient }) => recipient), ['one@post.example', 'two@xn--mller-kva.example']);
  assert.ok(await until(() => items.every((item) => mails.taken.some(({ recipient }) => recipient === item.recipient))));
  const mail = await simpleParser(mails.taken.find(({ recipient }) => recipient === 'one@post.example').text);
  assert.equal(mail.subject, '[Test] News for Zoë <b> O\'Neill');
  assert.deepEqual([mail.from.text, mail.replyTo.text], ['"The shop" <news@shop.example>', 'us@shop.example']);
  assert.match(mail.html, /Hello Zoë/);
  // without a sender of its own it comes from the shop
  const plain = assertStatus(await step(boss, await draft(), 'test', { addresses: ['three@post.example'] }), 202).body;
  assert.equal(plain.items.length, 1);
  const find = () => mails.taken.find(({ recipient }) => recipient === 'three@post.example');
  assert.ok(await until(find));
  assert.match((await simpleParser(find().text)).from.text, /<store@shop\.example>$/);
});

test('a try without a sender of its own is from the shop', async () => {
  const id = await draft({ from_name: null, from_address: null });
  assertStatus(await step(boss, id, 'test', { addresses: ['three@post.example'] }), 202);
  assert.ok(await until(() => mails.taken.some(({ recipient }) => recipient === 'three@post.example')));
  const mail = await simpleParser(mails.taken.find(({ recipient }) => recipient === 'three@post.example').text);
  const [{ from }] = (await store.sql(`select value #>> '{}' as from from configuration where key = 'store_name'`));
  assert.equal(mail.from.value[0].name, from);
});

test('to others it takes the permission to change the outbox; thirty an hour; nothing that is broken', async () => {
  const id = await draft();
  const writer = await newStaff(store, ['emails.view', 'emails.change']);
  assertStatus(await step(writer, id, 'test', { addresses: ['other@post.example'] }), 403, 'forbidden');
  await store.sql('update users set email_verified_at = now() where id = $1', [writer.userId]);
  assertStatus(await step(writer, id, 'test', { addresses: [writer.who.email] }), 202);
  assertStatus(await step(await newStaff(store, ['emails.view']), id, 'test', { addresses: ['a@post.example'] }), 403, 'forbidden');
  for (const addresses of [[], ['a'], ['a@b@c.example'], Array(6).fill('a@post.example'), 'a@post.example', [1], ['a@post.example\nbcc: b@post.example']])
    assertStatus(await step(boss, id, 'test', { addresses }), 422);
  await change(boss, id, { subject: '{% if %}' });
  const { body: told } = assertStatus(await step(boss, id, 'test', { addresses: ['a@post.example'] }), 422);
  assert.deepEqual(told.errors.map(({ field, code }) => [field, code]), [['subject', 'template_broken']]);
  await change(boss, id, { subject: 'x' });
  const five = [1, 2, 3, 4, 5].map((n) => `try${n}@post.example`);
  const statuses = [];
  for (let i = 0; i < 7; i++) statuses.push((await step(boss, id, 'test', { addresses: five })).status);
  assert.equal(statuses.at(-1), 429, statuses.join());
  const [{ n }] = await store.sql(`select count(*)::int as n from email_messages where kind = 'test' and user_id = $1`, [boss.userId]);
  assert.ok(n <= 30, String(n));
});
