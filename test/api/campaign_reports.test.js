// What came of campaigns and ads, summed up: people, clicks of links, orders and what they brought.
import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import { startAccounts } from '../support/accounts.js';
import { makeGoods } from '../support/sales.js';
import { placeOrder } from '../support/orderWork.js';
import { sentCampaign } from '../support/sentCampaign.js';

let store;
before(async () => {
  store = await startAccounts();
});
after(() => store?.stop());

const people = (n) => Array.from({ length: n }, (_, i) => `reader${i}@post.example`);
const tell = (message, kind, more = {}) => store.sql(
  'insert into email_events (message_id, kind, link_id, human, permanent, at) values ($1, $2, $3, $4, $5, coalesce($6, now()))',
  [message.id, kind, more.link, more.human, more.permanent, more.at]);
const report = async (name, id) => (await store.sql(`select ${name}($1) as report`, [id]))[0].report;

test('events know their campaign whoever tells of them', async () => {
  const campaign = await sentCampaign(store);
  await tell(campaign.messages[0], 'open');
  await store.sql(`select mail_bounced($1, true, 'no such user', 'told-1')`, [campaign.messages[0].id]);
  const rows = await store.sql('select email_id from email_events where message_id = $1', [campaign.messages[0].id]);
  assert.deepEqual(rows.map((row) => row.email_id), [campaign.id, campaign.id]);
});

test('people are counted, whatever they do again and again; a click that may be a person\'s makes one of a scanner none', async () => {
  const { id, messages: [human, scanner, unknown, both, quiet], links: [first, second] } =
    await sentCampaign(store, { people: people(5), urls: ['https://a.example/', 'https://b.example/'] });
  for (let i = 0; i < 3; i++) await tell(human, 'open');
  await tell(unknown, 'open');
  for (const value of [true, null, false]) await tell(human, 'click', { link: first, human: value });
  for (const link of [first, second]) await tell(scanner, 'click', { link, human: false });
  await tell(unknown, 'click', { link: first });
  for (const value of [null, false]) await tell(both, 'click', { link: second, human: value });
  await tell(quiet, 'bounce', { permanent: false });
  await tell(scanner, 'bounce', { permanent: false });
  await tell(scanner, 'bounce', { permanent: true });
  await tell(both, 'complaint');
  await tell(both, 'unsubscribe');
  assert.deepEqual(await report('campaign_events', id), { opened: 2, clicked: { human: 1, scanner: 1, unknown: 2 },
    bounced: { hard: 1, soft: 1 }, complaints: 1, unsubscribed: 1 });
  const none = { orders: 0, revenue: [] };
  assert.deepEqual(await report('campaign_links', id), [
    { id: first, url: 'https://a.example/', clicks: { human: 1, scanner: 2, unknown: 2 }, people: 2, ...none },
    { id: second, url: 'https://b.example/', clicks: { human: 0, scanner: 2, unknown: 1 }, people: 1, ...none }]);
  assert.deepEqual(await report('campaign_orders', id), none);
});

test('first openings and clicks by the hour', async () => {
  const { id, messages: [one, two], links: [link] } = await sentCampaign(store, { people: people(2) });
  for (const at of ['2026-03-01T10:05:00Z', '2026-03-01T11:05:00Z']) await tell(one, 'open', { at });
  await tell(two, 'open', { at: '2026-03-01T11:59:59Z' });
  await tell(one, 'click', { link, at: '2026-03-01T11:30:00Z' });
  await tell(two, 'click', { link, human: false, at: '2026-03-01T11:30:00Z' });
  assert.deepEqual(await report('campaign_hours', id), [
    { hour: '2026-03-01T10:00:00Z', opens: 1, clicks: 0 }, { hour: '2026-03-01T11:00:00Z', opens: 1, clicks: 1 }]);
});

test('orders and what they brought, without what was given back; of a recipient who was deleted, too', async () => {
  const [sku] = await makeGoods(store, [{ price: 2000, stock: 100 }]);
  const campaign = await sentCampaign(store, { urls: ['https://a.example/', 'https://b.example/'] });
  const [{ id: ad }] = await store.sql(`insert into ads (name, url) values ('Poster', 'https://a.example/') returning id`);
  const from = async (link, adId) => {
    const order = await placeOrder(store, [[sku, 1]]);
    await store.sql(`insert into order_sources (order_id, email_id, message_id, link_id, ad_id, at) values ($1, $2, $3, $4, $5, now())`,
      [order.id, adId ? null : campaign.id, adId ? null : campaign.messages[0].id, link, adId]);
    return order;
  };
  const order = await from(campaign.links[0]);
  await from(campaign.links[1]);
  await from(campaign.links[1]);
  await from(null, ad);
  await store.sql('update order_payments set refunded = 700 where order_id = $1', [order.id]);
  const usd = (amount) => [{ currency: 'USD', amount }];
  assert.deepEqual(await report('campaign_orders', campaign.id), { orders: 3, revenue: usd(7500 - 700) });
  assert.deepEqual((await report('campaign_links', campaign.id)).map(({ orders, revenue }) => [orders, revenue]),
    [[1, usd(1800)], [2, usd(5000)]]);
  assert.deepEqual(await report('ad_report', ad), { visits: 0, orders: 1, revenue: usd(2500) });
  await store.sql('delete from prospects where id = $1', [campaign.messages[0].prospect_id]);
  assert.deepEqual(await report('campaign_orders', campaign.id), { orders: 3, revenue: usd(7500 - 700) });
});
