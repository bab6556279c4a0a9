// Who may see an order, and what Stripe's dashboard does to it.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import {
  assertSound, assertStatus, checkoutOf, count, hooksDone, makeGoods, postHook, resetFaults, setFaults, startCheckout, stripeGet,
  stripePost, visitorWith,
} from '../support/sales.js';
import { startStore } from '../support/store.js';

let store, sku;
before(async () => {
  store = await startStore({ seed: '', env: { RECONCILE_SECONDS: '1' } });
  [sku] = await makeGoods(store, [{ price: 2000, stock: 1000 }]);
});
after(() => store.stop());

async function paid({ hook = false } = {}) {
  const visitor = await visitorWith(store, [[sku, 1]]);
  const { session } = await startCheckout(visitor);
  await store.pay(session, { hook });
  return { visitor, session, intent: (await stripeGet(store, `checkout/sessions/${session}`)).payment_intent };
}
async function ordered() {
  const sale = await paid();
  const { order } = await checkoutOf(sale.visitor, sale.session);
  return { ...sale, ...order, path: `/api/v1/orders/${order.identifier}` };
}
const refund = (intent, amount) =>
  stripePost(store, 'refunds', { payment_intent: intent, ...(amount ? { amount: String(amount) } : {}) });
const seen = async (sale) => assertStatus(await sale.visitor.get(sale.path), 200).body;
const standing = async (sale) => {
  const { payment_status: payment, refunded, status } = await seen(sale);
  return { payment, refunded, status };
};

describe('access', () => {
  test('its visitor, and whoever has the key', async () => {
    const sale = await ordered();
    const stranger = await store.visitor();
    const mine = await seen(sale);
    assert.deepEqual(assertStatus(await stranger.get(`${sale.path}?key=${sale.key}`), 200).body, mine);
    assert.deepEqual(assertStatus(await sale.visitor.get(sale.path.replace(sale.identifier, sale.identifier.toLowerCase())), 200).body, mine);
  });
  test('nobody else, and all refusals are alike', async () => {
    const sale = await ordered(), other = await ordered();
    const stranger = await store.visitor();
    const refusals = await Promise.all([
      stranger.get(sale.path), other.visitor.get(sale.path),
      ...['', 'wrong', other.key, `${sale.key}0`, sale.key.slice(1), `%00`, '%25'].map((key) => stranger.get(`${sale.path}?key=${key}`)),
      stranger.get('/api/v1/orders/AAAA-AAAA-AAAA'), stranger.get(`/api/v1/orders/AAAA-AAAA-AAAA?key=${sale.key}`),
      sale.visitor.get('/api/v1/orders/AAAA-AAAA-AAAA'), stranger.get(`/api/v1/orders/'or'1'='1`),
    ]);
    const all = new Set(refusals.filter((reply) => reply.body.code !== 'bad_request').map(({ status, body: { request_id: _, ...body } }) => JSON.stringify({ status, body })));
    assert.equal(all.size, 1, [...all].join('\n'));
    assert.match([...all][0], /"status":404,.*order_unknown/);
    for (const reply of refusals) assert.ok(reply.status === 404 || reply.status === 400);
  });
});

describe('refunds made in the dashboard', () => {
  test('in part, then the rest', async () => {
    const sale = await ordered();
    await refund(sale.intent, 700);
    await hooksDone(store);
    assert.deepEqual(await standing(sale), { payment: 'partially_refunded', refunded: 700, status: 'accepted' });
    await refund(sale.intent);
    await hooksDone(store);
    assert.deepEqual(await standing(sale), { payment: 'refunded', refunded: 2500, status: 'refunded' });
    assert.deepEqual((await seen(sale)).statuses.map((each) => each.status), ['accepted', 'refunded']);
  });
  test('doubled and reordered news', async () => {
    const sale = await ordered();
    await setFaults(store, { hooks: { reorder: true, duplicate: 10 } });
    await Promise.all([refund(sale.intent, 100), refund(sale.intent, 200), refund(sale.intent, 300)]);
    await hooksDone(store);
    await resetFaults(store);
    assert.deepEqual(await standing(sale), { payment: 'partially_refunded', refunded: 600, status: 'accepted' });
    assert.equal(await count(store, 'refunds', `order_id = (select id from orders where identifier = '${sale.identifier}')`), 3);
  });
  test('before the order is known', async () => {
    const sale = await paid();
    await refund(sale.intent, 900);
    await hooksDone(store);
    const { order } = await checkoutOf(sale.visitor, sale.session);
    assert.deepEqual(await standing({ ...sale, path: `/api/v1/orders/${order.identifier}` }), { payment: 'partially_refunded', refunded: 900, status: 'accepted' });
  });
  test('before the order is known, and Stripe fails just when it is made: the reconciler asks again', async () => {
    const sale = await paid();
    await refund(sale.intent, 900);
    await hooksDone(store);
    await setFaults(store, { api: { fail_next: 1000, status: 500, should_retry: 'false', path: '/v1/refunds' } });
    const { order } = await checkoutOf(sale.visitor, sale.session);
    const path = `/api/v1/orders/${order.identifier}`;
    assert.equal((await standing({ ...sale, path })).refunded, 0);
    await resetFaults(store);
    for (let i = 0; i < 600 && (await standing({ ...sale, path })).refunded === 0; i++) await new Promise((done) => setTimeout(done, 50));
    assert.equal((await standing({ ...sale, path })).refunded, 900);
  });
  test('one that fails: the payment and the order are as before', async () => {
    const sale = await ordered();
    const made = await refund(sale.intent);
    await hooksDone(store);
    assert.equal((await standing(sale)).status, 'refunded');
    await store.control('POST', `refunds/${made.id}`, { status: 'failed' });
    await hooksDone(store);
    assert.deepEqual(await standing(sale), { payment: 'paid', refunded: 0, status: 'accepted' });
    assert.deepEqual(await store.sql('select status, amount from refunds where stripe_refund_id = $1', [made.id]), [{ status: 'failed', amount: '2500' }]);
  });
  test('an older answer of Stripe does not undo a newer one', async () => {
    const sale = await ordered();
    const made = await refund(sale.intent, 500);
    await hooksDone(store);
    await store.sql(`insert into refunds (order_id, stripe_refund_id, amount, currency, status) select order_id, 're_1', 100, 'USD', 'failed'
      from refunds where stripe_refund_id = $1`, [made.id]);
    assert.equal((await standing(sale)).refunded, 500);
    assert.deepEqual(await store.sql(`select refund_stage('pending') < refund_stage('succeeded') and refund_stage('succeeded') < refund_stage('failed') as fine`), [{ fine: true }]);
  });
  test('of a payment that is not ours', async () => {
    const event = { id: 'evt_not_ours', object: 'event', type: 'refund.created', created: 1700000000, livemode: false,
      data: { object: { id: 're_x', object: 'refund', payment_intent: 'pi_of_another_program', amount: 1 } } };
    assert.equal((await postHook(store, event)).status, 200);
    assert.equal(await count(store, 'refunds', `stripe_refund_id = 're_x'`), 0);
  });
});

describe('disputes', () => {
  const dispute = (intent, status) => store.control('POST', 'disputes', { payment_intent: intent, status });
  test('opened, won', async () => {
    const sale = await ordered();
    await dispute(sale.intent, 'needs_response');
    await hooksDone(store);
    assert.equal((await standing(sale)).payment, 'disputed');
    assert.match(store.server.output, /ORDER_DISPUTED/);
    await dispute(sale.intent, 'won');
    await hooksDone(store);
    assert.equal((await standing(sale)).payment, 'paid');
  });
  test('opened, lost; what was refunded before stays', async () => {
    const sale = await ordered();
    await refund(sale.intent, 100);
    await dispute(sale.intent, 'needs_response');
    await dispute(sale.intent, 'lost');
    await hooksDone(store);
    assert.deepEqual(await standing(sale), { payment: 'disputed', refunded: 100, status: 'accepted' });
  });
  test('won before we hear that it was opened', async () => {
    const sale = await ordered();
    await setFaults(store, { hooks: { drop: 2 } });
    await dispute(sale.intent, 'needs_response');
    await dispute(sale.intent, 'won');
    await resetFaults(store);
    const events = (await stripeGet(store, 'events?limit=2')).data;
    assert.deepEqual(events.map((event) => event.type), ['charge.dispute.closed', 'charge.dispute.created']);
    for (const event of events) {
      assert.equal((await postHook(store, event)).status, 200);
      assert.equal((await standing(sale)).payment, 'paid');
    }
  });
  test('before the order is known', async () => {
    const sale = await paid();
    await dispute(sale.intent, 'needs_response');
    await hooksDone(store);
    const { order } = await checkoutOf(sale.visitor, sale.session);
    assert.equal((await standing({ ...sale, path: `/api/v1/orders/${order.identifier}` })).payment, 'disputed');
  });
});

test('all of it adds up', () => assertSound(store));
