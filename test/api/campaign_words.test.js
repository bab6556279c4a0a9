// What mails of campaigns say: what was checked and nothing else, and what is done when they can't be written.
import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { simpleParser } from 'mailparser';
import { newStaff, startAdmin } from '../support/admin.js';
import { change, newCampaign, pageOf } from '../support/campaigns.js';
import { openAlerts, override } from '../support/letters.js';
import { startMailServer } from '../support/mailServer.js';
import { mailOf } from '../support/outbox.js';
import { assertStatus } from '../support/sales.js';
import { ledger, makeCampaign, makeMembers, makeProspects, reachesStatus, statusOf, step } from '../support/sending.js';
import { until } from '../support/store.js';

const body = '{% extends "layout" %}{% block content %}<p>Hello {{ recipient_first_name }}</p>{% endblock %}';
const layout = (words, link = '<a href="{{ unsubscribe_url }}">leave</a>') => `<html><body>${words} {% block content %}{% endblock %} ${link}</body></html>`;
let mail, store, boss;
before(async () => {
  mail = await startMailServer();
  store = await startAdmin({ seed: '', sandbox: false, env: { SMTP_URL: mail.url } });
  boss = await newStaff(store);
});
after(async () => {
  await store?.stop();
  await mail.stop();
});
// nobody of one test is in the audience of the next
afterEach(async () => {
  await store.sql('update members set newsletter_subscriber = false');
  await store.sql('update prospects set unsubscribed = true');
  await store.sql(`delete from emails where type = 'transactional'`);
});

const ended = async (id, status = 'sent') =>
  assert.ok(await reachesStatus(store, id, status), `${await statusOf(store, id)} ${JSON.stringify(await ledger(store, id))}`);
const lettersOf = (prefix) => Promise.all(mail.taken.filter(({ recipient }) => recipient.endsWith(`@${prefix}.example`))
  .map(({ text }) => simpleParser(Buffer.from(text, 'latin1'))));
const versionOf = async () => (await store.sql('select version from email_template_clock'))[0].version;

async function draft(values = {}) {
  const { id } = await newCampaign(boss);
  await change(boss, id, { subject: 'News', html: body, ...values });
  return id;
}
const let_through = (id, version = null) => store.sql(`select campaign_ready($1, null, '[]', '[]', $2)`, [id, version]);

test('the shop\'s own parts are those of when it became ready, whatever is done to them', async () => {
  await makeMembers(store, 3, 'parts');
  const ours = await override(store, 'layout', { html: layout('Checked') });
  const id = await draft();
  await let_through(id);
  await store.sql('update emails set html = $2 where id = $1', [ours, layout('Later', '')]);
  const shown = assertStatus(await boss.post(`/api/admin/campaigns/${id}/preview`, {}), 200).body;
  assert.match(shown.html, /Checked/, 'so does its preview');
  await step(store, 'send', id);
  await ended(id);
  const letters = await lettersOf('parts');
  assert.equal(letters.length, 3);
  for (const { html } of letters) assert.match(html, /^<html><body>Checked <p>Hello Ann\d<\/p> <a href="[^"]+\/e\/u\/[^"]+">leave<\/a>/);
  // one that becomes ready now has what is in use now, also when it was ready before
  const other = await draft();
  await let_through(other);
  await store.sql('update emails set html = $2 where id = $1', [ours, layout('Again')]);
  await store.sql('select campaign_draft($1)', [other]);
  await let_through(other);
  await step(store, 'send', other);
  await ended(other);
  assert.match((await lettersOf('parts')).at(-1).html, /Again/);
});

test('one that changes while it is checked is checked again; steps of campaigns change none', async () => {
  const id = await draft(), version = await versionOf();
  await override(store, 'greeting', {});
  await assert.rejects(let_through(id, version), /edit_conflict/);
  assert.equal(await statusOf(store, id), 'draft');
  const now = await versionOf();
  assert.notEqual(now, version);
  await let_through(id, now);
  await step(store, 'cancel', id);
  assert.equal(await versionOf(), now);
});

test('when twenty in a row can\'t be written it is paused, somebody is told, and the others have not failed', async () => {
  await makeMembers(store, 60, 'broken');
  const id = await makeCampaign(store, { body: '<p>\n{% include recipient_first_name %}' });
  await step(store, 'send', id);
  await ended(id, 'paused');
  const settled = () => until(async () => (await store.sql('select from campaign_leases where worker is not null')).length === 0);
  assert.ok(await settled());
  assert.deepEqual(await ledger(store, id), { failed: 20, queued: 40 });
  const [{ code, subject, message, times }] = await openAlerts(store);
  assert.deepEqual([code, subject, times], ['campaign_broken', String(id), 1]);
  assert.match(message, /^The campaign "News" was paused: 20 of its mails in a row could not be written \(html, line 2: .*Ann\d+/);
  // whoever lets it go on begins anew
  await store.sql(`update email_messages set next_attempt_at = now() where email_id = $1 and next_attempt_at is not null`, [id]);
  await step(store, 'resume', id);
  await ended(id, 'paused');
  assert.ok(await until(async () => (await ledger(store, id)).failed === 40), JSON.stringify(await ledger(store, id)));
  assert.equal((await openAlerts(store))[0].times, 2);
  assert.deepEqual(await lettersOf('broken'), []);
  await step(store, 'cancel', id);
  assert.ok(await until(async () => !(await ledger(store, id)).queued));
});

test('some that can\'t be written are no reason', async () => {
  await makeMembers(store, 50, 'odd');
  await store.sql(`update users set first_name = 'odd' where email like '%@odd.example' and right(username, 1) in ('1', '3', '5', '7', '9')`);
  const id = await makeCampaign(store, { body: '<p>{% if recipient_first_name == "odd" %}{% include recipient_first_name %}{% endif %}' });
  await step(store, 'send', id);
  await ended(id);
  assert.deepEqual(await ledger(store, id), { failed: 25, sent: 25 });
});

test('HTML that links and pixel make too large fails for good, and so does a mail that is too large in all', async () => {
  await makeMembers(store, 1, 'large');
  const filled = (bytes) => `<p>{% for x in "abc" %}${'<br>'.repeat(bytes / 12)}{% endfor %}</p>${'<a href="https://shop.example/new?a=1&amp;b=2">x</a>'.repeat(20)}`;
  const full = 2 * 1024 * 1024;
  const id = await makeCampaign(store, { body: filled(full - 1300), text: 'x' });
  await step(store, 'send', id);
  await ended(id);
  const row = await mailOf(store, 'reader0@large.example');
  assert.deepEqual([row.state, row.attempts, row.last_reply], ['failed', 1, 'html: the HTML is too large']);
  // the same is told before it is ready
  const checked = await draft({ html: `{% for x in "abc" %}${'x'.repeat(Math.floor((full - 60) / 3))}{% endfor %}`, text: 'x' });
  const { checks } = assertStatus(await boss.post(`/api/admin/campaigns/${checked}/check`), 200).body;
  assert.match(checks.find(({ name }) => name === 'templates').message, /: html: the HTML is too large \(/);
});

test('a mail of a campaign on its page: what it says, whose it is, what can be done', async () => {
  await makeMembers(store, 1, 'page');
  await makeProspects(store, 1, 'page');
  const sent = {};
  for (const type of ['member', 'prospect']) {
    const id = await makeCampaign(store, { type });
    await step(store, 'send', id);
    await ended(id);
    [sent[type]] = await store.sql('select id::text, email_id from email_messages where email_id = $1', [id]);
  }
  const pageOfMail = async ({ id }) => assertStatus(await boss.get(`/api/admin/email_messages/${id}/page`), 200).body;
  const page = await pageOfMail(sent.member);
  assert.deepEqual([page.member.username, page.can_resend, page.can_cancel], ['page0', false, false]);
  assert.equal((await pageOfMail(sent.prospect)).member, null);
  const preview = (more) => boss.post('/api/admin/mail/preview', { sample: { message_id: sent.member.id }, ...more });
  const { template, subject, html, text, problems } = assertStatus(await preview(), 200).body;
  assert.deepEqual([template, subject, problems], ['campaign', 'News for Ann0', []]);
  assert.match(html, /Hello Ann0, see <a href="[^"]+\/e\/c\//);
  assert.match(text, /Hello Ann0/);
  const code = html.match(/\/e\/u\/([^"]+)"/)[1];
  assert.equal((await fetch(`${store.url}/e/u/${code}`, { method: 'POST', body: 'List-Unsubscribe=One-Click', headers: { 'content-type': 'application/x-www-form-urlencoded' } })).status, 404, 'links prove nothing');
  assertStatus(await preview({ template: 'campaign', subject: 'x', html: 'x' }), 422);
  // one that failed can go out again, but not when the campaign is cancelled
  await store.sql(`update email_messages set state = 'failed' where id = $1`, [sent.member.id]);
  assert.equal((await pageOfMail(sent.member)).can_resend, true);
  await store.sql(`select campaign_step_to($1, 'cancelled')`, [sent.member.email_id]);
  assert.equal((await pageOfMail(sent.member)).can_resend, false);
});

test('to send one of a campaign again takes the right to write campaigns too', async () => {
  await makeMembers(store, 1, 'again');
  const id = await makeCampaign(store);
  await step(store, 'send', id);
  await ended(id);
  const [mail] = await store.sql(`update email_messages set state = 'failed' where email_id = $1 returning id::text`, [id]);
  const resend = (who) => who.post('/api/admin/email_messages/bulk', { action: 'resend', ids: [mail.id] });
  const canResend = async (who) => assertStatus(await who.get(`/api/admin/email_messages/${mail.id}/page`), 200).body.can_resend;
  const ofTheOutbox = ['email_messages.view', 'email_messages.change'];
  for (const grants of [ofTheOutbox, ['email_messages.view', 'emails.change']]) {
    const clerk = await newStaff(store, grants);
    assert.equal(await canResend(clerk), false);
    assertStatus(await resend(clerk), 403, 'forbidden');
  }
  assert.equal((await store.sql('select state from email_messages where id = $1', [mail.id]))[0].state, 'failed');
  const runner = await newStaff(store, [...ofTheOutbox, 'emails.change']);
  assert.equal(await canResend(runner), true);
  assertStatus(await resend(runner), 200);
});

test('a campaign has no blind copies', async () => {
  const values = { type: 'member', name: 'Copies', subject: 'x', bcc: ['boss@shop.example'] };
  const { body: refused } = assertStatus(await boss.post('/api/admin/emails', { values }), 422);
  assert.match(JSON.stringify(refused), /has no copies/);
  const made = assertStatus(await boss.post('/api/admin/emails', { values: { ...values, bcc: [] } }), 201).body;
  assertStatus(await boss.patch(`/api/admin/emails/${made.id}`, { version: made.version, values: { bcc: values.bcc } }), 422);
  assert.ok(await pageOf(boss, made.id));
});
