// The steps of a campaign by its page's buttons, up to what came of it; and when the shop itself stops one.
import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import { newStaff, startAdmin } from '../support/admin.js';
import { addMember, change, makeReady, newCampaign, pageOf, step } from '../support/campaigns.js';
import { assertStatus } from '../support/sales.js';
import { startMailServer } from '../support/mailServer.js';
import { reachesStatus } from '../support/sending.js';
import { until } from '../support/store.js';

const body = '<p>Hello {{ recipient_first_name }}</p><a href="{{ unsubscribe_url }}">leave</a>';
let store, boss, mails;
before(async () => {
  mails = await startMailServer();
  store = await startAdmin({ sandbox: false, env: { SMTP_URL: mails.url } });
  boss = await newStaff(store);
});
after(async () => {
  await store?.stop();
  await mails.stop();
});

const newTag = async (name) => (await store.sql('insert into tags (name) values ($1) returning id', [name]))[0].id;

// A ready one to so many members of its own.
async function ready(count, name, values = {}) {
  const tag = await newTag(name);
  for (let i = 0; i < count; i++) await addMember(store, { tags: [tag], email: `${name}${i}@post.example` });
  const { id } = await newCampaign(boss, 'member', name);
  await change(boss, id, { subject: name, html: body, audience: { tags: [tag] }, ...values });
  await makeReady(store, id);
  return id;
}
const refused = async (id, ...names) => {
  for (const name of names) assertStatus(await step(boss, id, name), 409, 'campaign_step');
};

test('from ready over sending, paused and sent to a report; every other step is refused', async () => {
  const id = await ready(3, 'whole');
  await refused(id, 'pause', 'resume');
  assertStatus(await step(boss, id, 'resend', { states: ['failed'] }), 409, 'campaign_step');
  const { version } = await pageOf(boss, id);
  for (const values of [{ subject: 'x' }, { preheader: 'x' }, { audience: { all_members: true } }, { domain_waiver: 'because' }])
    assertStatus(await boss.patch(`/api/admin/campaigns/${id}`, { version, ...values }), 409, 'campaign_not_draft');
  assert.equal((await change(boss, id, { name: 'Another name', delivery: { rate: 1 } })).delivery.rate, 1);
  const sending = assertStatus(await step(boss, id, 'send'), 200).body;
  assert.equal(sending.status, 'sending');
  await refused(id, 'send', 'draft', 'resume');
  const paused = assertStatus(await step(boss, id, 'pause'), 200).body;
  assert.deepEqual([paused.status, paused.can.resume, paused.can.pause], ['paused', true, false]);
  await change(boss, id, { delivery: { rate: null } });
  await refused(id, 'send', 'draft', 'pause');
  assertStatus(await step(boss, id, 'resume'), 200);
  assert.ok(await reachesStatus(store, id, 'sent'));
  await refused(id, 'send', 'draft', 'pause', 'resume', 'cancel');
  const page = await pageOf(boss, id);
  assert.deepEqual([page.progress.recipients, page.progress.sent, page.progress.queued], [3, 3, 0]);
  assert.ok(page.started_at && page.ended_at);
  assertStatus(await boss.delete(`/api/admin/campaigns/${id}?version=${page.version}`), 409);
  const report = assertStatus(await boss.get(`/api/admin/campaigns/${id}/report`), 200).body;
  assert.deepEqual([report.sent, report.delivered, report.bounced, report.clicked, report.reasons, report.orders],
    [3, 3, { hard: 0, soft: 0 }, { human: 0, scanner: 0, unknown: 0 }, [], 0]);
  const list = assertStatus(await boss.get(`/api/admin/email_messages?filter=${encodeURIComponent(JSON.stringify({ email_id: id, state: 'sent' }))}`), 200).body;
  assert.equal(list.total, 3);
});

test('what failed is sent again, and counted once', async () => {
  mails.script = (recipient, attempt) => (recipient.startsWith('again1') && attempt === 1 ? '550 no such user' : '250 ok');
  const id = await ready(3, 'again');
  assertStatus(await step(boss, id, 'send'), 200);
  assert.ok(await reachesStatus(store, id, 'sent'));
  const page = await pageOf(boss, id);
  assert.deepEqual([page.progress.sent, page.progress.failed, page.can.resend], [2, 1, true]);
  for (const states of [[], ['sent'], 'failed', [1], ['failed', 'failed']]) assertStatus(await step(boss, id, 'resend', { states }), 422);
  await store.sql('delete from suppressions');
  assert.deepEqual(assertStatus(await step(boss, id, 'resend', { states: ['failed', 'uncertain'] }), 200).body, { queued: 1 });
  assert.ok(await reachesStatus(store, id, 'sent'));
  assert.ok(await until(async () => (await pageOf(boss, id)).progress.sent === 3));
});

test('one of which a twentieth is refused for good is paused, and somebody is told; who lets it go on begins anew', async () => {
  mails.script = (recipient) => (/^bad1?\d@/.test(recipient) ? '550 no such user' : '250 ok');
  const id = await ready(60, 'bad');
  assertStatus(await step(boss, id, 'send'), 200);
  assert.ok(await reachesStatus(store, id, 'paused'), 'it is paused');
  const alerts = await store.sql(`select message from alerts where code = 'campaign_bounces' and dismissed_at is null and subject = $1`, [id]);
  assert.equal(alerts.length, 1);
  assert.match(alerts[0].message, /"bad" was paused: 1[1-9] of its last 200 mails/);
  assertStatus(await step(boss, id, 'resume'), 200);
  assert.ok(await reachesStatus(store, id, 'sent'), 'the rest is fine');
  const { progress } = await pageOf(boss, id);
  assert.deepEqual([progress.sent, progress.failed], [40, 20]);
});

test('ten of two hundred are let pass', async () => {
  mails.script = (recipient) => (/^fair\d@/.test(recipient) ? '550 no such user' : '250 ok');
  const id = await ready(20, 'fair');
  assertStatus(await step(boss, id, 'send'), 200);
  assert.ok(await reachesStatus(store, id, 'sent'));
  assert.equal((await pageOf(boss, id)).progress.failed, 10);
});

test('it begins by itself at its time, and not when that is taken back', async () => {
  mails.script = () => '250 ok';
  const id = await ready(1, 'later');
  const inAYear = new Date(Date.now() + 366 * 86400e3).toISOString();
  for (const at of ['soon', '2020-01-01T00:00:00Z', inAYear, 5]) assertStatus(await step(boss, id, 'schedule', { at }), 422);
  assertStatus(await step(boss, id, 'schedule', {}), 422);
  const tomorrow = `${new Date(Date.now() + 86400e3).toISOString().slice(0, 19)}Z`;
  const page = assertStatus(await step(boss, id, 'schedule', { at: tomorrow }), 200).body;
  assert.equal(page.scheduled_at, tomorrow);
  assert.equal(assertStatus(await step(boss, id, 'schedule', { at: null }), 200).body.scheduled_at, null);
  assertStatus(await step(boss, id, 'schedule', { at: tomorrow }), 200);
  assert.equal(assertStatus(await step(boss, id, 'draft'), 200).body.scheduled_at, null, 'a draft has no time');
  assertStatus(await step(boss, id, 'schedule', { at: tomorrow }), 409, 'campaign_step');
  await makeReady(store, id);
  assertStatus(await step(boss, id, 'schedule', { at: tomorrow }), 200);
  await store.sql('update campaigns set scheduled_at = now() where email_id = $1', [id]);
  assert.ok(await reachesStatus(store, id, 'sent'));
});

test('who may write may stop; to send takes more', async () => {
  const id = await ready(1, 'rights', { delivery: { rate: 1 } });
  const writer = await newStaff(store, ['emails.view', 'emails.change']);
  const sender = await newStaff(store, ['emails.view', 'emails.change', 'email_messages.change']);
  const viewer = await newStaff(store, ['emails.view', 'email_messages.change']);
  for (const [name, more] of [['send'], ['schedule', { at: null }], ['resume'], ['resend', { states: ['failed'] }]])
    assertStatus(await step(writer, id, name, more), 403, 'forbidden');
  for (const [name, more] of [['send'], ['schedule', { at: null }], ['pause'], ['draft'], ['cancel'], ['resend', { states: ['failed'] }]])
    assertStatus(await step(viewer, id, name, more), 403, 'forbidden');
  assert.equal((await pageOf(viewer, id)).can.draft, false);
  assert.deepEqual([(await pageOf(writer, id)).can.send, (await pageOf(sender, id)).can.send], [false, true]);
  assertStatus(await step(sender, id, 'send'), 200);
  assertStatus(await step(writer, id, 'pause'), 200);
  assertStatus(await step(writer, id, 'resume'), 403, 'forbidden');
  const page = assertStatus(await step(writer, id, 'cancel'), 200).body;
  assert.deepEqual([page.status, page.can.cancel], ['cancelled', false]);
});

test('a draft is deleted with all it has, by who may; a ready one by nobody', async () => {
  const page = await newCampaign(boss);
  const id = page.id;
  assertStatus(await (await newStaff(store, ['emails.view', 'emails.change'])).delete(`/api/admin/campaigns/${id}?version=${page.version}`), 403, 'forbidden');
  assertStatus(await boss.delete(`/api/admin/campaigns/${id}?version=1-1`), 409, 'edit_conflict');
  await change(boss, id, { subject: 'x', html: body });
  await makeReady(store, id);
  const now = await pageOf(boss, id);
  assert.equal(now.can.delete, false);
  assertStatus(await boss.delete(`/api/admin/campaigns/${id}?version=${now.version}`), 409, 'campaign_not_draft');
  const { version } = assertStatus(await boss.get(`/api/admin/emails/${id}`), 200).body;
  assertStatus(await boss.delete(`/api/admin/emails/${id}?version=${version}`), 409, 'campaign_not_draft');
  assertStatus(await boss.patch(`/api/admin/emails/${id}`, { version, values: { status: 'draft' } }), 422);
  const draft = assertStatus(await step(boss, id, 'draft'), 200).body;
  assert.equal(assertStatus(await boss.delete(`/api/admin/campaigns/${id}?version=${draft.version}`), 200).body.id, id);
  assertStatus(await boss.get(`/api/admin/campaigns/${id}/page`), 404, 'object_unknown');
});

test('what was done stands in the history, with a name', async () => {
  const { id } = await newCampaign(boss);
  await change(boss, id, { subject: 'x', html: body, delivery: { rate: 5 } });
  const { items } = assertStatus(await boss.get(`/api/admin/emails/${id}/history`), 200).body;
  assert.equal(items[0].username, boss.who.username);
  const last = assertStatus(await boss.get(`/api/admin/changes/${items[0].change_id}`), 200).body;
  assert.deepEqual(last.rows.map(({ resource }) => resource).sort(), ['campaigns', 'emails']);
  assert.equal(last.can_undo, false);
});
