// From the cart to Stripe's page: what is frozen, held, offered and let go.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import {
  assertSound, assertStatus, checkoutOf, count, eventsOf, hooksDone, makeCode, makeGoods, resetFaults, setFaults, startCheckout, stockOf,
  stripeGet, stripeRequests, until, visitorWith,
} from '../support/sales.js';
import { startStore } from '../support/store.js';

const orderOf = async (visitor, session) => {
  const { order } = await checkoutOf(visitor, session);
  return assertStatus(await visitor.get(`/api/v1/orders/${order.identifier}`), 200).body;
};
const lines = (cart) => cart.lines.map((line) => [line.sku, line.quantity]);

describe('checkout', () => {
  let store, mug, bowl, cheap, dear;
  before(async () => {
    store = await startStore({ seed: '', env: { RECONCILE_SECONDS: '3600' } });
    [mug, bowl, cheap, dear] = await makeGoods(store, [
      { price: 1999, stock: 500 }, { price: 2950, stock: 500 }, { price: 1 }, { price: 99999999 }]);
    await makeCode(store, 'HALF', { kind: 'percent', percent_bp: 5000 });
    await makeCode(store, 'ALL', { kind: 'percent', percent_bp: 10000, combinable: true });
    await makeCode(store, 'FREESHIP', { kind: 'free_shipping', applies_to: 'shipping', combinable: true });
    await makeCode(store, 'FIRST', { amount: 300, max_uses_per_customer: 1 });
    await makeCode(store, 'SINGLE', { amount: 300, max_uses: 1 });
  });
  after(() => store.stop());

  describe('what is added after the page was made is not in the order and stays in the cart', () => {
    test('another SKU', async () => {
      const visitor = await visitorWith(store, [[mug, 2]]);
      const { session } = await startCheckout(visitor);
      await visitor.add(bowl, 3);
      await store.pay(session, { hook: false });
      assert.deepEqual(lines(await orderOf(visitor, session)), [[mug, 2]]);
      assert.deepEqual(lines((await visitor.get('/api/v1/cart')).body), [[bowl, 3]]);
      assert.equal((await visitor.get('/api/v1/cart')).body.shipping.method, 'standard');
    });
    test('more of the same', async () => {
      const visitor = await visitorWith(store, [[mug, 2], [bowl, 1]]);
      const { session } = await startCheckout(visitor);
      await visitor.add(mug, 3);
      await store.pay(session, { hook: false });
      assert.deepEqual(lines(await orderOf(visitor, session)), [[mug, 2], [bowl, 1]]);
      assert.deepEqual(lines((await visitor.get('/api/v1/cart')).body), [[mug, 3]]);
    });
    test('fewer, and the cart emptied', async () => {
      for (const change of [(v) => v.put(`/api/v1/cart/items/${mug}`, { quantity: 1 }), (v) => v.delete('/api/v1/cart')]) {
        const visitor = await visitorWith(store, [[mug, 2]]);
        const { session } = await startCheckout(visitor);
        assertStatus(await change(visitor), 200);
        await store.pay(session, { hook: false });
        assert.deepEqual(lines(await orderOf(visitor, session)), [[mug, 2]]);
        assert.deepEqual(lines((await visitor.get('/api/v1/cart')).body), []);
      }
    });
    test('taken from the cart once, whoever asks again', async () => {
      const visitor = await visitorWith(store, [[mug, 2]]);
      const { session } = await startCheckout(visitor);
      await store.pay(session, { hook: false });
      await orderOf(visitor, session);
      await visitor.add(mug, 2);
      await orderOf(visitor, session);
      assert.deepEqual(lines((await visitor.get('/api/v1/cart')).body), [[mug, 2]]);
    });
    test('the price of then, when it changed meanwhile', async () => {
      const visitor = await visitorWith(store, [[bowl, 1]]);
      const { session } = await startCheckout(visitor);
      const [{ id }] = await store.sql('insert into sku_prices (sku_id, amount) values ($1, 9900) returning id', [bowl]);
      await store.pay(session, { hook: false });
      const order = await orderOf(visitor, session);
      assert.equal(order.lines[0].unit_price, 2950);
      assert.equal(order.on_hold, false);
      await store.sql('delete from sku_prices where id = $1', [id]);
    });
  });

  describe('one page a cart', () => {
    test('the same cart gives the same page; twenty clicks at once too', async () => {
      const visitor = await visitorWith(store, [[mug, 1]]);
      const before = await stockOf(store, mug);
      const replies = await Promise.all(Array.from({ length: 20 }, () => visitor.checkout({ email: 'ann@shop.example' })));
      for (const reply of replies) assertStatus(reply, 201);
      assert.equal(new Set(replies.map((reply) => reply.body.session)).size, 1);
      assert.equal(assertStatus(await visitor.checkout({ email: 'ann@shop.example' }), 201).body.session, replies[0].body.session);
      assert.equal((await stockOf(store, mug)).reserved, before.reserved + 1);
      await assertSound(store);
    });
    test('a changed cart closes the old page first', async () => {
      const visitor = await visitorWith(store, [[mug, 1]]);
      const first = await startCheckout(visitor);
      await visitor.add(mug, 1);
      const second = await startCheckout(visitor);
      assert.notEqual(first.session, second.session);
      assert.equal((await stripeGet(store, `checkout/sessions/${first.session}`)).status, 'expired');
      assert.equal((await checkoutOf(visitor, first.session)).status, 'expired');
      await store.pay(second.session, { hook: false });
      assert.deepEqual(lines(await orderOf(visitor, second.session)), [[mug, 2]]);
      await assertSound(store);
    });
    test('paid in another window meanwhile: 409, and the order is there', async () => {
      const visitor = await visitorWith(store, [[mug, 1]]);
      const { session } = await startCheckout(visitor);
      await store.pay(session, { hook: false });
      await visitor.add(bowl, 1);
      assertStatus(await visitor.checkout({ email: 'ann@shop.example' }), 409, 'checkout_completed');
      assert.deepEqual(lines(await orderOf(visitor, session)), [[mug, 1]]);
    });
    test('a page that Stripe does not know any more gives way', async () => {
      const visitor = await visitorWith(store, [[mug, 1]]);
      const { session } = await startCheckout(visitor);
      await store.sql(`update checkouts set stripe_session_id = 'cs_test_gone' where stripe_session_id = $1`, [session]);
      assert.notEqual((await startCheckout(visitor)).session, session);
      await assertSound(store);
    });
    test('a window that fails does not close the page that another one opened', async () => {
      const visitor = await visitorWith(store, [[mug, 1]]);
      const asked = (await store.control('GET', 'requests')).next;
      await setFaults(store, { api: { fail_next: 1, status: 500, should_retry: 'false', delay_ms: 3000, method: 'POST', path: '/v1/checkout/sessions' } });
      const slow = visitor.checkout({ email: 'ann@shop.example' });
      assert.ok(await until(async () => (await stripeRequests(store, asked)).length > 0));
      // the other window, answered in between
      assert.equal((await store.sql(`update checkouts set status = 'open', stripe_session_id = 'cs_test_other' where status = 'pending' returning id`)).length, 1);
      assertStatus(await slow, 503, 'payment_unavailable');
      await resetFaults(store);
      assert.equal(await count(store, 'checkouts', `status = 'open' and stripe_session_id = 'cs_test_other'`), 1);
      await assertSound(store);
    });
  });

  describe('amounts', () => {
    test('too small and too large are told before Stripe does, and nothing is held', async () => {
      for (const [sku, code] of [[cheap, 'amount_too_small'], [dear, 'amount_too_large']]) {
        const visitor = await visitorWith(store, [[sku, 1]], { method: sku === cheap ? 'free' : 'standard' });
        const before = (await stripeRequests(store)).length;
        assertStatus(await visitor.checkout(), 409, code);
        assert.equal((await stripeRequests(store)).length, before, 'Stripe is not asked');
        assert.equal(await count(store, 'checkouts', `status in ('pending', 'open') and visitor = (select visitor from carts order by id desc limit 1)`), 0);
      }
      await assertSound(store);
    });
    test('everything taken off: no payment, an order all the same', async () => {
      const visitor = await visitorWith(store, [[mug, 1]], { code: 'ALL' });
      assertStatus(await visitor.post('/api/v1/cart/discounts', { code: 'FREESHIP' }), 200);
      const { session, total } = await startCheckout(visitor);
      assert.equal(total, 0);
      await store.pay(session);
      await hooksDone(store);
      const order = await orderOf(visitor, session);
      assert.equal(order.payment_status, 'no_payment_required');
      assert.equal(order.totals.total, 0);
      assert.equal(order.on_hold, false);
      assert.deepEqual(await store.sql(`select stripe_payment_intent_id as intent, amount from order_payments where stripe_session_id = $1`, [session]),
        [{ intent: null, amount: '0' }]);
      await assertSound(store);
    });
    test('free shipping', async () => {
      const visitor = await visitorWith(store, [[mug, 1]], { code: 'FREESHIP' });
      const { session, total } = await startCheckout(visitor);
      assert.equal(total, 1999);
      await store.pay(session, { hook: false });
      const order = await orderOf(visitor, session);
      assert.deepEqual(order.totals, { item_subtotal: 1999, item_discount: 0, shipping: 500, shipping_discount: 500, total: 1999, currency: 'USD' });
      assert.equal(order.on_hold, false);
    });
    test('Stripe would charge something else: no page, nothing held', async () => {
      const visitor = await visitorWith(store, [[mug, 1]]);
      const before = await stockOf(store, mug);
      await setFaults(store, { api: { alter_amount: -1, method: 'POST', path: '/v1/checkout/sessions' } });
      assertStatus(await visitor.checkout(), 500, 'payment_amount_mismatch');
      await resetFaults(store);
      const { data } = await stripeGet(store, 'checkout/sessions?limit=1');
      assert.equal(data[0].status, 'expired');
      assert.deepEqual(await stockOf(store, mug), before);
      await startCheckout(visitor);
      await assertSound(store);
    });
    test('something else was charged: the order is on hold, and an alert is logged', async () => {
      const visitor = await visitorWith(store, [[mug, 1]]);
      const { session } = await startCheckout(visitor);
      await setFaults(store, { api: { alter_amount: -100, method: 'GET' } });
      await store.pay(session, { hook: false });
      const order = await orderOf(visitor, session);
      await resetFaults(store);
      assert.equal(order.on_hold, true);
      assert.equal(order.totals.total, 2399);
      const [{ hold_reason: reason }] = await store.sql('select hold_reason from orders where identifier = $1', [order.identifier]);
      assert.equal(reason, 'total 2399 instead of 2499');
      assert.match(store.server.output, /ORDER_ON_HOLD/);
      await assertSound(store);
    });
    test('another total than the customer saw', async () => {
      const visitor = await visitorWith(store, [[mug, 1]]);
      assertStatus(await visitor.checkout({ total: 1 }), 409, 'cart_changed');
      assertStatus(await visitor.checkout({ total: 2499 }), 201);
    });
  });

  describe('payment', () => {
    test('declined, then paid', async () => {
      const visitor = await visitorWith(store, [[mug, 1]]);
      const { session } = await startCheckout(visitor);
      await assert.rejects(store.pay(session, { outcome: 'declined' }), /402/);
      assert.equal((await checkoutOf(visitor, session)).status, 'open');
      await store.pay(session, { hook: false });
      assert.equal((await checkoutOf(visitor, session)).status, 'completed');
    });
    test('expired: what was held is free again', async () => {
      const before = await stockOf(store, mug);
      const visitor = await visitorWith(store, [[mug, 4]], { code: 'SINGLE' });
      const { session } = await startCheckout(visitor);
      assert.equal((await stockOf(store, mug)).reserved, before.reserved + 4);
      await store.control('POST', `sessions/${session}/expire`);
      await hooksDone(store);
      assert.equal((await checkoutOf(visitor, session)).status, 'expired');
      assert.deepEqual(await stockOf(store, mug), before);
      assert.deepEqual(lines((await visitor.get('/api/v1/cart')).body), [[mug, 4]]);
      await assertSound(store);
      await startCheckout(visitor); // the single use came back too
      await store.control('POST', `sessions/${(await startCheckout(visitor)).session}/expire`);
      await hooksDone(store);
    });
    test('money under way: the cart is empty, the hold stays; then it arrives', async () => {
      const before = await stockOf(store, mug);
      const visitor = await visitorWith(store, [[mug, 2]]);
      const { session } = await startCheckout(visitor);
      await store.pay(session, { outcome: 'async_pending' });
      await hooksDone(store);
      assert.equal((await checkoutOf(visitor, session)).status, 'processing');
      assert.equal((await visitor.get('/api/v1/cart')).body.item_count, 0);
      assert.equal((await stockOf(store, mug)).reserved, before.reserved + 2);
      assert.equal(await count(store, 'orders', `checkout_id = (select id from checkouts where stripe_session_id = '${session}')`), 0);
      await store.pay(session, { outcome: 'async_succeeded' });
      await hooksDone(store);
      assert.equal((await checkoutOf(visitor, session)).status, 'completed');
      assert.deepEqual(await stockOf(store, mug), { on_hand: before.on_hand - 2, reserved: before.reserved });
      await assertSound(store);
    });
    test('money under way that never arrives: what was held is free again', async () => {
      const before = await stockOf(store, mug);
      const visitor = await visitorWith(store, [[mug, 2]], { code: 'SINGLE' });
      const { session } = await startCheckout(visitor);
      await store.pay(session, { outcome: 'async_pending' });
      await hooksDone(store);
      assert.equal((await visitor.get('/api/v1/cart')).body.item_count, 0);
      await visitor.add(mug, 1); // while the money is under way
      await store.pay(session, { outcome: 'async_failed' });
      await hooksDone(store);
      assert.equal((await checkoutOf(visitor, session)).status, 'failed');
      assert.deepEqual(await stockOf(store, mug), before);
      for (const event of await eventsOf(store, session)) await store.control('POST', 'deliver', { event: event.id });
      await hooksDone(store);
      const { lines, discounts, shipping } = (await visitor.get('/api/v1/cart')).body;
      assert.deepEqual([lines.map(({ sku, quantity }) => [sku, quantity]), discounts.map(({ code }) => code), shipping.method],
        [[[mug, 3]], ['SINGLE'], 'standard'], 'what was not paid is in the cart again, once');
      assert.equal((await store.sql(`select uses from discount_codes where code = 'SINGLE'`))[0].uses, 0);
      await assertSound(store);
    });
    test('paid although we had let go of it: an order, short of what is gone', async () => {
      const [last] = await makeGoods(store, [{ price: 1000, stock: 3 }]);
      const visitor = await visitorWith(store, [[last, 3]], { code: 'HALF' });
      const { session } = await startCheckout(visitor);
      // as when Stripe's account was out of reach for long
      await store.sql(`delete from discount_redemptions where checkout_id = (select id from checkouts where stripe_session_id = $1)`, [session]);
      await store.sql(`delete from stock_reservations where sku_id = $1`, [last]);
      await store.sql(`update checkouts set status = 'expired' where stripe_session_id = $1`, [session]);
      await store.sql(`update discount_codes set uses = uses - 1 where code = 'HALF'`);
      await store.sql(`update sku_inventory set quantity_reserved = 0, quantity_on_hand = 1 where sku_id = $1`, [last]);
      await store.sql(`insert into stock_movements (sku_id, change, reason) values ($1, -2, 'correction')`, [last]);
      await store.pay(session);
      await hooksDone(store);
      const order = await orderOf(visitor, session);
      assert.equal(order.short, true);
      assert.equal(order.lines[0].quantity_short, 2);
      assert.equal(order.on_hold, false);
      assert.deepEqual(await stockOf(store, last), { on_hand: 0, reserved: 0 });
      assert.equal((await store.sql(`select uses from discount_codes where code = 'HALF'`))[0].uses, 1);
      await assertSound(store);
    });
  });

  describe('codes', () => {
    test('one use a customer: not again by the same cart, nor by the same address elsewhere', async () => {
      const visitor = await visitorWith(store, [[mug, 1]], { code: 'FIRST' });
      const { session } = await startCheckout(visitor, { email: 'bea@shop.example' });
      await store.pay(session, { hook: false });
      await orderOf(visitor, session);
      await visitor.add(mug, 1);
      await visitor.ship();
      assertStatus(await visitor.post('/api/v1/cart/discounts', { code: 'FIRST' }), 422);
      const elsewhere = await visitorWith(store, [[mug, 1]], { code: 'FIRST' });
      assertStatus(await elsewhere.checkout({ email: 'Bea@shop.example' }), 409, 'discount_exhausted');
      assertStatus(await elsewhere.checkout({ email: 'cleo@shop.example' }), 201);
    });
    test('one use a customer: the address that Stripe was given counts', async () => {
      const visitor = await visitorWith(store, [[mug, 1]], { code: 'FIRST' });
      const { session } = await startCheckout(visitor, { email: null });
      await store.pay(session, { hook: false, email: 'Dora@shop.example' });
      await orderOf(visitor, session);
      const elsewhere = await visitorWith(store, [[mug, 1]], { code: 'FIRST' });
      assertStatus(await elsewhere.checkout({ email: 'dora@shop.example' }), 409, 'discount_exhausted');
    });
    test('the last use is not for two', async () => {
      const one = await visitorWith(store, [[mug, 1]], { code: 'SINGLE' });
      const two = await visitorWith(store, [[mug, 1]], { code: 'SINGLE' });
      const replies = await Promise.all([one, two].map((visitor) => visitor.checkout()));
      assert.deepEqual(replies.map((reply) => reply.status).sort(), [201, 409]);
      await assertSound(store);
    });
  });

  describe('Stripe in trouble', () => {
    async function refused(faults) {
      const visitor = await visitorWith(store, [[mug, 1]]);
      const before = await stockOf(store, mug);
      await setFaults(store, { api: faults });
      assertStatus(await visitor.checkout({ email: 'ann@shop.example' }), 503, 'payment_unavailable');
      await resetFaults(store);
      assert.deepEqual(await stockOf(store, mug), before, 'nothing is held');
      await assertSound(store);
      const { session } = await startCheckout(visitor);
      await store.pay(session, { hook: false });
      assert.equal((await checkoutOf(visitor, session)).status, 'completed');
    }
    test('500', () => refused({ fail_next: 100, status: 500 }));
    test('500, kept under the idempotency key', () => refused({ fail_next: 100, status: 500, store: true, should_retry: 'false' }));
    test('429', () => refused({ fail_next: 100, status: 429 }));

    test('it stumbles once: the customer does not notice', async () => {
      for (const faults of [{ fail_next: 1, status: 500 }, { fail_next: 2, status: 429 }, { drop_reply_after_effect: 1 }, { delay_ms: 300 }]) {
        const visitor = await visitorWith(store, [[mug, 1]]);
        const start = (await store.control('GET', 'state')).objects;
        await setFaults(store, { api: { ...faults, path: '/v1/checkout/sessions', method: 'POST' } });
        const { session } = await startCheckout(visitor);
        await resetFaults(store);
        const now = (await store.control('GET', 'state')).objects;
        assert.equal(now['checkout.session'] - start['checkout.session'], 1, 'one session a checkout');
        await store.pay(session, { hook: false });
        assert.equal((await checkoutOf(visitor, session)).status, 'completed');
      }
    });
    test('too slow: what it makes after we gave up is nobody\'s', async () => {
      const visitor = await visitorWith(store, [[mug, 1]]);
      await setFaults(store, { api: { delay_ms: 30000, path: '/v1/checkout/sessions', method: 'POST' } });
      assertStatus(await visitor.checkout(), 503, 'payment_unavailable');
      await resetFaults(store);
      await assertSound(store);
      const { session } = await startCheckout(visitor);
      await store.pay(session, { hook: false });
      assert.equal((await checkoutOf(visitor, session)).status, 'completed');
    });
    test('the page is known when Stripe can not be asked how it stands', async () => {
      const visitor = await visitorWith(store, [[mug, 1]]);
      const { session } = await startCheckout(visitor);
      await setFaults(store, { api: { fail_next: 100, status: 500, should_retry: 'false' } });
      assert.equal((await checkoutOf(visitor, session)).status, 'open');
      await resetFaults(store);
    });
    test('Stripe is down', async () => {
      const visitor = await visitorWith(store, [[mug, 1]]);
      const before = await stockOf(store, mug);
      store.sandbox.kill('SIGKILL');
      await store.sandbox.ended;
      assertStatus(await visitor.checkout(), 503, 'payment_unavailable');
      assert.deepEqual(await stockOf(store, mug), before);
      await assertSound(store);
    });
  });
});

test('without a key of Stripe nobody can pay, and the cart stays', async (t) => {
  const store = await startStore({ seed: '', sandbox: false, env: { STRIPE_SECRET_KEY: '' } });
  t.after(() => store.stop());
  const [sku] = await makeGoods(store, [{ price: 1999, stock: 10 }]);
  const visitor = await visitorWith(store, [[sku, 1]]);
  assertStatus(await visitor.checkout(), 503, 'payment_unavailable');
  assert.equal(await count(store, 'checkouts'), 0);
  assert.equal((await visitor.get('/api/v1/cart')).body.item_count, 1);
});
