// Orders are counted for the link or the ad that led to them: the cookie, the checkout, the order, its page.
import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import { follow, logOut, mailTo, newMember, tryLogin } from '../support/accounts.js';
import { newStaff, startAdmin } from '../support/admin.js';
import { pageOf } from '../support/orderWork.js';
import { assertStatus, checkoutOf, makeCode, makeGoods, startCheckout } from '../support/sales.js';
import { makeCampaign, reachesStatus, step } from '../support/sending.js';
import { clickPath, sentCampaign, signed } from '../support/sentCampaign.js';
import { until } from '../support/store.js';

let store, boss, sku, campaign;
before(async () => {
  store = await startAdmin();
  boss = await newStaff(store);
  [sku] = await makeGoods(store, [{ price: 2000, stock: 1000 }]);
  campaign = await sentCampaign(store, { urls: ['https://a.example/', 'https://b.example/'], people: ['x@post.example', 'y@post.example'] });
});
after(() => store?.stop());

const follows = async (who, message, link) => assert.equal((await who.get(clickPath(store, message.id, link))).status, 302);
async function pays(who, how = {}) {
  assertStatus(await who.add(sku, 1), 200);
  assertStatus(await who.ship(), 200);
  const { session } = await startCheckout(who);
  return finish(who, session, how);
}
async function finish(who, session, how = {}) {
  await store.pay(session, { hook: false, ...how });
  const { order } = await checkoutOf(who, session);
  return (await store.sql('select id, identifier from orders where identifier = $1', [order.identifier]))[0];
}
const sourceOf = async ({ id }) => (await store.sql('select email_id, message_id, link_id, ad_id from order_sources where order_id = $1', [id]))[0];
const ofLink = (link, message = campaign.messages[0], of = campaign) => ({ email_id: of.id, message_id: message.id, link_id: link, ad_id: null });
const now = () => Math.floor(Date.now() / 1000);

test('an order is counted for the link that led to it; its page and the report say so', async () => {
  const visitor = await store.visitor();
  await follows(visitor, campaign.messages[0], campaign.links[1]);
  const order = await pays(visitor);
  assert.deepEqual(await sourceOf(order), ofLink(campaign.links[1]));
  const page = await pageOf(boss, { path: `/api/admin/orders/${order.id}` });
  assert.deepEqual([page.source.campaign, page.source.ad], [{ id: campaign.id, name: 'Spring', link: 'https://b.example/' }, null]);
  const [{ report }] = await store.sql('select campaign_links($1) as report', [campaign.id]);
  assert.deepEqual(report.map(({ orders, revenue }) => [orders, revenue]), [[0, []], [1, [{ currency: 'USD', amount: 2500 }]]]);
  const plain = await newStaff(store, ['orders.view']);
  assert.equal((await pageOf(plain, { path: `/api/admin/orders/${order.id}` })).source, null, 'who may not see sources');
});

test('the whole way: a campaign that the outbox sends, its link, the page, the order, the report', async () => {
  const [{ id: member }] = await store.sql(`with one as (
      insert into users (username, username_key, username_skeleton, email, password_hash, email_verified_at)
      values ('way', 'way', 'way', 'way@post.example', '!', now()) returning id)
    insert into members (user_id, newsletter_subscriber) select id, true from one returning id`);
  const id = await makeCampaign(store, { links: [`${store.url}/products`], body: `<html><body><a href="${store.url}/products">Look</a></body></html>` });
  await step(store, 'send', id);
  assert.ok(await reachesStatus(store, id, 'sent'));
  const mail = await mailTo(store, 'way@post.example', /./);
  const link = mail.html.match(/href="([^"]*\/e\/c\/[^"]*)"/)[1], pixel = mail.html.match(/src="([^"]*\/e\/o\/[^"]*)"/)[1];
  assert.equal((await fetch(pixel)).status, 200);
  const visitor = await store.visitor();
  const target = new URL((await visitor.get(link.slice(store.url.length), { 'user-agent': 'Mozilla/5.0' })).headers.get('location'));
  const [{ em_cd, mb_cd }] = await store.sql('select em_cd, mb_cd from emails, members where emails.id = $1 and members.id = $2', [id, member]);
  assert.equal(target.href, `${store.url}/products?em_cd=${em_cd}&mb_cd=${mb_cd}`);
  assertStatus(await visitor.post('/api/v1/events', { events: [{ kind: 'page_view', em_cd, mb_cd, landing: true }] }), 204);
  await pays(visitor);
  const report = async () => assertStatus(await boss.get(`/api/admin/campaigns/${id}/report`), 200).body;
  assert.ok(await until(async () => (await report()).clicked.human === 1));
  const { sent, opened, clicked, orders, revenue, links } = await report();
  assert.deepEqual({ sent, opened, clicked, orders, revenue }, { sent: 1, opened: 1, clicked: { human: 1, scanner: 0, unknown: 0 },
    orders: 1, revenue: [{ currency: 'USD', amount: 2500 }] });
  assert.deepEqual(links.map(({ url, people, orders: of }) => [url, people, of]), [[`${store.url}/products`, 1, 1]]);
});

test('the last click counts, of links and ads alike', async () => {
  const [ad] = await store.sql(`insert into ads (name, url) values ('Poster', 'https://a.example/') returning id, ad_cd`);
  const visitor = await store.visitor();
  await follows(visitor, campaign.messages[0], campaign.links[0]);
  await follows(visitor, campaign.messages[1], campaign.links[1]);
  assert.deepEqual(await sourceOf(await pays(visitor)), ofLink(campaign.links[1], campaign.messages[1]));
  assert.equal((await visitor.get(`/e/a/${ad.ad_cd}`)).status, 302);
  const order = await pays(visitor);
  assert.deepEqual(await sourceOf(order), { email_id: null, message_id: null, link_id: null, ad_id: ad.id });
  assert.deepEqual((await pageOf(boss, { path: `/api/admin/orders/${order.id}` })).source.ad, { id: ad.id, name: 'Poster' });
  const report = async () => assertStatus(await boss.get(`/api/admin/ads/${ad.id}/report`), 200).body;
  assert.ok(await until(async () => (await report()).visits > 0), 'visits are written a moment later');
  assert.deepEqual(await report(), { visits: 1, orders: 1, revenue: [{ currency: 'USD', amount: 2500 }] });
  assertStatus(await boss.get('/api/admin/ads/999999/report'), 404, 'object_unknown');
  assertStatus(await (await newStaff(store, ['emails.view'])).get(`/api/admin/ads/${ad.id}/report`), 403, 'forbidden');
});

test('an order that was cancelled is no purchase, refunded or not', async () => {
  const [ad] = await store.sql(`insert into ads (name, url) values ('Flyer', 'https://a.example/') returning id, ad_cd`);
  const visitor = await store.visitor();
  assert.equal((await visitor.get(`/e/a/${ad.ad_cd}`)).status, 302);
  const orders = [await pays(visitor), await pays(visitor)];
  const report = async () => {
    const { orders: number, revenue } = assertStatus(await boss.get(`/api/admin/ads/${ad.id}/report`), 200).body;
    return [number, revenue];
  };
  assert.deepEqual(await report(), [2, [{ currency: 'USD', amount: 5000 }]]);
  await store.sql(`update orders set status = 'cancelled' where id = $1`, [orders[0].id]);
  assert.deepEqual(await report(), [1, [{ currency: 'USD', amount: 2500 }]]);
});

test('a page that was open before the click is counted for it, too', async () => {
  const visitor = await store.visitor();
  assertStatus(await visitor.add(sku, 1), 200);
  assertStatus(await visitor.ship(), 200);
  const { session } = await startCheckout(visitor);
  await follows(visitor, campaign.messages[0], campaign.links[0]);
  assert.equal((await startCheckout(visitor)).session, session);
  assert.deepEqual(await sourceOf(await finish(visitor, session)), ofLink(campaign.links[0]));
});

test('whoever makes the order: the web hook, the reconciler; and one that costs nothing', async () => {
  const fresh = async () => {
    const visitor = await store.visitor();
    await follows(visitor, campaign.messages[0], campaign.links[0]);
    return visitor;
  };
  const orderOf = async (session) => until(async () => (await store.sql(`select orders.id from orders join checkouts on checkouts.id = checkout_id
    where stripe_session_id = $1`, [session]))[0]);
  for (const how of [{ hook: true }, { hook: false }]) { // the reconciler asks every second here
    const visitor = await fresh();
    assertStatus(await visitor.add(sku, 1), 200);
    assertStatus(await visitor.ship(), 200);
    const { session } = await startCheckout(visitor);
    await store.pay(session, how);
    assert.deepEqual(await sourceOf(await orderOf(session)), ofLink(campaign.links[0]));
  }
  await makeCode(store, 'ALL', { kind: 'percent', percent_bp: 10000 });
  const visitor = await fresh();
  assertStatus(await visitor.add(sku, 1), 200);
  assertStatus(await visitor.ship('free'), 200);
  assertStatus(await visitor.post('/api/v1/cart/discounts', { code: 'ALL' }), 200);
  const { session } = await startCheckout(visitor);
  assert.deepEqual(await sourceOf(await finish(visitor, session)), ofLink(campaign.links[0]));
});

test('logging in and out keeps what led here', async () => {
  const member = await newMember(store);
  const visitor = await store.visitor();
  await follows(visitor, campaign.messages[0], campaign.links[0]);
  follow(visitor, assertStatus(await tryLogin(visitor, member.who), 200).body.session);
  assert.deepEqual(await sourceOf(await pays(visitor)), ofLink(campaign.links[0]));
  await logOut(visitor);
  assert.deepEqual(await sourceOf(await pays(visitor)), ofLink(campaign.links[0]));
});

test('altered, foreign, old and impossible cookies are no source, and keep nobody from buying', async () => {
  const [message, other] = campaign.messages, [link] = campaign.links;
  const stranger = await sentCampaign(store, { people: ['z@post.example'], urls: ['https://z.example/'] });
  const good = signed(store, 'via', `c-${message.id}-${link}-${now()}`);
  const bad = {
    altered: good.replace(`c-${message.id}-`, `c-${other.id}-`),
    'cut off': good.slice(0, -1), empty: '', words: 'x', 'too long': 'x'.repeat(3000),
    'another purpose': signed(store, 'click', `${message.id}-${link}`),
    'another key': signed({ env: { SECRET_KEY: 'another secret of at least 32 letters' } }, 'via', `c-${message.id}-${link}-${now()}`),
    'another campaign\'s link': signed(store, 'via', `c-${message.id}-${stranger.links[0]}-${now()}`),
    'no message': signed(store, 'via', `c-999999-${link}-${now()}`),
    'no ad': signed(store, 'via', `a-999999-${now()}`),
    old: signed(store, 'via', `c-${message.id}-${link}-${now() - 30 * 86400 - 5}`),
    'no form': signed(store, 'via', `x-1-2-3`), 'no number': signed(store, 'via', `c-1-x-3`), short: signed(store, 'via', 'a'),
    'beyond numbers': signed(store, 'via', 'a-99999999999999999999-1'),
  };
  for (const [what, value] of Object.entries(bad)) {
    const visitor = await store.visitor();
    visitor.cookies.set('via', value);
    assert.equal(await sourceOf(await pays(visitor)), undefined, what);
  }
  const visitor = await store.visitor();
  visitor.cookies.set('via', signed(store, 'via', `c-${message.id}-${link}-${now() - 30 * 86400 + 60}`));
  assert.deepEqual(await sourceOf(await pays(visitor)), ofLink(link), 'just young enough');
});

test('how long is a setting, for the cookie and the order', async (t) => {
  const set = (days) => store.sql(`update configuration set value = $1 where key = 'attribution_days'`, [`${days}`]);
  t.after(() => set(30));
  await set(2);
  const sent = await sentCampaign(store, { people: ['days@post.example'] });
  const visitor = await store.visitor();
  const reply = await visitor.get(clickPath(store, sent.messages[0].id, sent.links[0]));
  assert.match(reply.headers.getSetCookie()[0], /; Max-Age=172800;/);
  visitor.cookies.set('via', signed(store, 'via', `c-${sent.messages[0].id}-${sent.links[0]}-${now() - 3 * 86400}`));
  assert.equal(await sourceOf(await pays(visitor)), undefined);
});

test('the timeline of a person has what came of mails', async () => {
  const [{ id: prospect }] = await store.sql(`select prospect_id as id from email_messages where id = $1`, [campaign.messages[0].id]);
  await store.sql(`insert into email_events (message_id, kind) values ($1, 'open'), ($1, 'open')`, [campaign.messages[0].id]);
  await store.sql(`insert into email_events (message_id, kind, link_id, human) values ($1, 'click', $2, false)`, [campaign.messages[0].id, campaign.links[0]]);
  const clicks = await until(async () => (await store.sql(`select count(*)::int as n from email_events where message_id = $1 and human is null and kind = 'click'`, [campaign.messages[0].id]))[0].n);
  const { items } = assertStatus(await boss.get(`/api/admin/prospects/${prospect}/timeline?limit=100`), 200).body;
  assert.equal(items.filter(({ kind }) => kind === 'mail_opened').length, 1);
  assert.ok(items.filter(({ kind }) => kind === 'mail_clicked').length >= clicks);
  assert.ok(items.some(({ kind, detail }) => kind === 'mail' && detail === 'campaign sent'));
  assert.match(items.find(({ kind }) => kind === 'mail_clicked').detail, /^Spring https:\/\/[ab]\.example\/$/);
});
