// What Stripe has and what the store has, compared and settled.
import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import { newStaff, startAdmin } from '../support/admin.js';
import { openAlerts } from '../support/letters.js';
import { placeOrder } from '../support/orderWork.js';
import {
  assertSound, assertStatus, count, makeGoods, resetFaults, setFaults, startCheckout, stripePost, stripeRequests, until, visitorWith,
} from '../support/sales.js';

const path = '/api/admin/payments/reconciliation';
let store, staff, viewer, sku;
before(async () => {
  // no jobs: what is missing stays so until somebody asks
  store = await startAdmin({ role: 'web' });
  [sku] = await makeGoods(store, [{ price: 1999, stock: 10000 }]);
  staff = await newStaff(store, ['order_payments.view', 'order_payments.change']);
  viewer = await newStaff(store, ['order_payments.view']);
});
after(() => store?.stop());
afterEach(() => resetFaults(store));

const compare = async (query = '') => assertStatus(await staff.get(path + query), 200).body;
const findingOf = (comparison, session) => comparison.findings.find((finding) => finding.session === session);
const settle = (session, who = staff) => who.post(`${path}/${session}`);

async function paidWithoutHook() {
  const visitor = await visitorWith(store, [[sku, 1]]);
  const { session } = await startCheckout(visitor);
  await store.pay(session, { hook: false });
  return session;
}

test('nothing differs', async () => {
  await placeOrder(store, [[sku, 1]]);
  const comparison = await compare();
  assert.deepEqual([comparison.findings, comparison.finding_count, comparison.is_cut_short], [[], 0, false]);
  assert.ok(comparison.checked >= 1);
});

test('paid, but no order: it is found and settled', async () => {
  const session = await paidWithoutHook();
  const finding = findingOf(await compare(), session);
  assert.deepEqual([finding.problems, finding.can_settle, finding.order, finding.stripe], [['order_missing'], true, null, { amount: 2499, currency: 'USD', refunded: 0, paid: true }]);
  assert.match(finding.dashboard_url, /^https:\/\/dashboard\.stripe\.com\/test\/payments\/pi_/);
  assertStatus(await settle(session, viewer), 403, 'forbidden');
  assert.equal(await count(store, 'orders', `checkout_id = (select id from checkouts where stripe_session_id = '${session}')`), 0);
  const replies = await Promise.all([settle(session), settle(session)]);
  for (const reply of replies) assert.deepEqual(assertStatus(reply, 200).body.findings, []);
  assert.equal(await count(store, 'orders', `checkout_id = (select id from checkouts where stripe_session_id = '${session}')`), 1);
  assert.equal(findingOf(await compare(), session), undefined);
  await assertSound(store);
});

test('refunds that we do not know', async () => {
  const order = await placeOrder(store, [[sku, 1]]);
  await setFaults(store, { hooks: { drop: 1000 } });
  await stripePost(store, 'refunds', { payment_intent: order.intent, amount: '700' });
  const finding = findingOf(await compare(), order.session);
  assert.deepEqual([finding.problems, finding.stripe.refunded, finding.order.refunded, finding.order.identifier], [['refunds_differ'], 700, 0, order.identifier]);
  assert.deepEqual(assertStatus(await settle(order.session), 200).body.findings, []);
  assert.equal(findingOf(await compare(), order.session), undefined);
});

test('other amounts and currencies', async () => {
  const order = await placeOrder(store, [[sku, 1]]);
  await store.sql(`update order_payments set amount = 2400, currency = 'EUR' where order_id = $1`, [order.id]);
  const finding = findingOf(await compare(), order.session);
  assert.deepEqual([finding.problems, finding.order.amount, finding.order.currency, finding.stripe.amount], [['amount_differs', 'currency_differs'], 2400, 'EUR', 2499]);
  // what was taken is not ours to change: it stays until somebody looks
  assert.deepEqual(assertStatus(await settle(order.session), 200).body.findings.map((each) => each.problems), [['amount_differs', 'currency_differs']]);
  await store.sql(`update order_payments set amount = 2499, currency = 'USD' where order_id = $1`, [order.id]);
});

test('what Stripe does not have', async () => {
  const order = await placeOrder(store, [[sku, 1]]);
  await store.sql(`update order_payments set stripe_session_id = 'cs_test_gone' where order_id = $1`, [order.id]);
  const at = (interval) => store.sql(`update checkouts set created_at = now() - $2::interval where id = (select checkout_id from orders where id = $1)`, [order.id, interval]);
  assert.equal(findingOf(await compare(), 'cs_test_gone'), undefined, 'too new to be missed');
  await at('1 hour');
  const finding = findingOf(await compare(), 'cs_test_gone');
  assert.deepEqual([finding.problems, finding.stripe, finding.can_settle, finding.order.identifier], [['missing_at_stripe'], null, false, order.identifier]);
  await at('20 days');
  assert.equal(findingOf(await compare(), 'cs_test_gone'), undefined, 'not of these days');
  await store.sql('update order_payments set livemode = true where order_id = $1', [order.id]);
  await at('1 hour');
  assert.equal(findingOf(await compare(), 'cs_test_gone'), undefined, 'of the other mode, which our key does not show');
  await store.sql('delete from orders where id = $1', [order.id]);
  await store.sql('delete from checkouts where status = $1 and not exists (select from orders where checkout_id = checkouts.id)', ['completed']);
});

test('a payment of another program on the account', async () => {
  const foreign = await stripePost(store, 'checkout/sessions', {
    mode: 'payment', success_url: 'https://x.example/', 'line_items[0][quantity]': '1', 'line_items[0][price_data][currency]': 'usd',
    'line_items[0][price_data][unit_amount]': '500', 'line_items[0][price_data][product_data][name]': 'Other' });
  await store.pay(foreign.id, { hook: false });
  const finding = findingOf(await compare(), foreign.id);
  assert.deepEqual([finding.problems, finding.can_settle, finding.order], [['unknown_here'], false, null]);
  assertStatus(await settle(foreign.id), 404, 'checkout_unknown');
});

test('page after page, and no further than a thousand', async () => {
  const session = await paidWithoutHook();
  const before_ = (await stripeRequests(store)).at(-1).number;
  // the newest 100 are a page: this one is on the second
  const { checked } = await compare();
  const wanted = 105 - checked;
  for (let i = 0; i < wanted; i++) {
    const { id } = await stripePost(store, 'checkout/sessions', {
      mode: 'payment', success_url: 'https://x.example/', 'line_items[0][quantity]': '1', 'line_items[0][price_data][currency]': 'usd',
      'line_items[0][price_data][unit_amount]': '500', 'line_items[0][price_data][product_data][name]': 'Other' });
    await store.pay(id, { hook: false });
  }
  const comparison = await compare();
  assert.equal(comparison.checked, 105);
  assert.deepEqual(findingOf(comparison, session).problems, ['order_missing']);
  const lists = (await stripeRequests(store, before_)).filter((request) => request.path === '/v1/checkout/sessions' && request.method === 'GET');
  assert.equal(lists.length, 3, 'one page, then two');
  assertStatus(await settle(session), 200);
});

test('days', async () => {
  const day = (offset) => new Date(Date.now() + offset * 86400000).toISOString().slice(0, 10);
  assert.equal((await compare(`?from=${day(-30)}&to=${day(-20)}`)).checked, 0);
  assert.ok((await compare(`?from=${day(-30)}&to=${day(0)}`)).checked > 0);
  assert.ok((await compare(`?from=${day(0)}`)).checked > 0);
  for (const [query, field] of [['?from=x', 'from'], ['?to=2026-02-31', 'to'], ['?from=2026-13-01', 'from'], [`?from=${day(0)}&to=${day(-1)}`, 'from'],
    [`?from=${day(-94)}&to=${day(0)}`, 'from'], ['?to=2026-1-1', 'to'], ["?from='; --aaaaa", 'from']])
    assert.deepEqual(assertStatus(await staff.get(path + query), 422).body.errors.map((each) => each.field), [field], query);
});

describe('Stripe is away', () => {
  test('503, for both', async () => {
    const order = await placeOrder(store, [[sku, 1]]);
    await setFaults(store, { api: { fail_next: 1000, status: 500, should_retry: 'false' } });
    assertStatus(await staff.get(path), 503, 'payment_unavailable');
    assertStatus(await settle(order.session), 503, 'payment_unavailable');
  });
});

test('who may', async () => {
  const stranger = await newStaff(store, ['orders.view', 'refunds.view']);
  assertStatus(await stranger.get(path), 403, 'forbidden');
  assertStatus(await settle('cs_test_1', stranger), 403, 'forbidden');
  for (const session of ['cs_test_unknown', '..', 'a%2Fb', 'x'.repeat(300)]) {
    const reply = await settle(session);
    assert.ok([404, 400].includes(reply.status), `${session}: ${reply.text}`);
  }
});

test('settling ends the alert', async () => {
  const session = await paidWithoutHook();
  await store.sql(`select alert_raise('payment_differs', $1, 'order missing')`, [session]);
  assertStatus(await settle(session), 200);
  assert.deepEqual((await openAlerts(store)).filter((alert) => alert.subject === session), []);
});

test('a job tells of what differs', async (t) => {
  const own = await startAdmin({ env: { RECONCILE_SECONDS: '1' } });
  t.after(() => own.stop());
  const [thing] = await makeGoods(own, [{ price: 1000, stock: 10 }]);
  const [lost, fine] = [await placeOrder(own, [[thing, 1]]), await placeOrder(own, [[thing, 1]])];
  await own.sql(`update order_payments set stripe_session_id = 'cs_test_lost' where order_id = $1`, [lost.id]);
  // it looks at what is older than an hour
  await own.sql(`update orders set placed_at = now() - interval '2 hours'`);
  await own.sql(`update checkouts set created_at = now() - interval '2 hours' where id = (select checkout_id from orders where id = $1)`, [lost.id]);
  assert.ok(await until(async () => (await openAlerts(own)).length > 0, 40000));
  assert.deepEqual((await openAlerts(own)).map((alert) => [alert.code, alert.subject, alert.message]),
    [['payment_differs', 'cs_test_lost', `Payment cs_test_lost of order ${lost.identifier}: missing at stripe`]]);
  assert.notEqual(fine.id, lost.id);
});
