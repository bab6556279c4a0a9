// The report of a campaign and of an ad, as the admin's page gets them.
import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import { newStaff, startAdmin } from '../support/admin.js';
import { addMember, newCampaign } from '../support/campaigns.js';
import { assertStatus } from '../support/sales.js';
import { sentCampaign } from '../support/sentCampaign.js';

let store, boss;
before(async () => {
  store = await startAdmin({ sandbox: false });
  boss = await newStaff(store);
});
after(() => store?.stop());

const people = (n) => Array.from({ length: n }, (_, i) => `reader${i}@post.example`);
const tell = (message, kind, more = {}) => store.sql(
  'insert into email_events (message_id, kind, link_id, human, permanent, at) values ($1, $2, $3, $4, $5, $6)',
  [message.id, kind, more.link, more.human, more.permanent, '2026-03-01T10:05:00Z']);
const reportOf = async (id) => assertStatus(await boss.get(`/api/admin/campaigns/${id}/report`), 200).body;

test('of a draft there is nothing to tell', async () => {
  const { id } = await newCampaign(boss);
  const clicks = { human: 0, scanner: 0, unknown: 0 };
  assert.deepEqual(await reportOf(id), { sent: 0, delivered: 0, bounced: { hard: 0, soft: 0 }, complaints: 0, opened: 0, clicked: clicks,
    unsubscribed: 0, orders: 0, revenue: [], links: [], reasons: [], by_hour: [] });
});

test('what was sent, arrived, was opened, clicked, left, and why', async () => {
  const { id, messages, links: [link] } = await sentCampaign(store, { people: people(6), urls: ['https://a.example/'] });
  const [opened, clicked, hard, refused, left] = messages;
  await store.sql(`update email_messages set state = 'failed' where id = $1`, [refused.id]);
  await store.sql(`insert into campaign_progress (email_id, recipients, sent, failed) values ($1, 6, 5, 1)
    on conflict (email_id) do update set recipients = 6, sent = 5, failed = 1`, [id]);
  await tell(opened, 'open');
  await tell(clicked, 'click', { link, human: true });
  await tell(hard, 'bounce', { permanent: true });
  await tell(refused, 'bounce', { permanent: true });
  await tell(left, 'complaint');
  await tell(left, 'unsubscribe');
  for (const reason of ['too_often', 'too_often', 'spam']) {
    const { id: member } = await addMember(store);
    await store.sql('insert into unsubscribe_reasons (email_id, member_id, reason) values ($1, $2, $3)', [id, member, reason]);
  }
  const report = await reportOf(id);
  assert.deepEqual([report.sent, report.delivered, report.bounced, report.complaints, report.opened, report.clicked, report.unsubscribed],
    [5, 4, { hard: 2, soft: 0 }, 1, 1, { human: 1, scanner: 0, unknown: 0 }, 1]);
  assert.deepEqual(report.reasons, [{ reason: 'too_often', count: 2 }, { reason: 'spam', count: 1 }]);
  assert.deepEqual(report.links.map(({ url, people: n }) => [url, n]), [['https://a.example/', 1]]);
  assert.deepEqual(report.by_hour, [{ hour: '2026-03-01T10:00:00Z', opens: 1, clicks: 1 }]);
});

test('an ad', async () => {
  const [{ id, ad_cd: code }] = await store.sql(`insert into ads (name, url) values ('Poster', 'https://shop.example/') returning id, ad_cd`);
  assert.deepEqual(assertStatus(await boss.get(`/api/admin/ads/${id}/report`), 200).body, { visits: 0, orders: 0, revenue: [] });
  await store.sql(`select tracking_count_visits(array[$1, $1]::bigint[])`, [id]);
  assert.equal(assertStatus(await boss.get(`/api/admin/ads/${id}/report`), 200).body.visits, 2);
  assert.ok(code);
});

test('who may see them', async () => {
  const { id } = await newCampaign(boss);
  const viewer = await newStaff(store, ['emails.view']);
  assertStatus(await viewer.get(`/api/admin/campaigns/${id}/report`), 200);
  assertStatus(await viewer.get('/api/admin/ads/1/report'), 403, 'forbidden');
  assertStatus(await (await newStaff(store, ['ads.view'])).get(`/api/admin/campaigns/${id}/report`), 403, 'forbidden');
  for (const path of ['campaigns/999999', 'ads/999999', 'ads/x']) assertStatus(await boss.get(`/api/admin/${path}/report`), 404, 'object_unknown');
});
