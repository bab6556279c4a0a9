// Refunds that staff make: never twice, never more than is left, whatever fails, whoever else does so at once; and what
// comes back is in stock again exactly once.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, afterEach, before, describe, test } from 'node:test';
import { newStaff, startAdmin } from '../support/admin.js';
import { askRefund, assertRefundsAgree, pageOf, placeOrder, returned } from '../support/orderWork.js';
import {
  assertSound, assertStatus, count, hooksDone, makeCode, makeGoods, resetFaults, setFaults, stockOf, stripeGet, stripePost, stripeRequests, until,
} from '../support/sales.js';
import { openAlerts } from '../support/letters.js';

let store, staff, colleague, sku, other, uncounted;
before(async () => {
  store = await startAdmin({ env: { RECONCILE_SECONDS: '1' } });
  [sku, other, uncounted] = await makeGoods(store, [{ price: 1999, stock: 1000 }, { price: 500, stock: 1000 }, { price: 100 }]);
  await makeCode(store, 'ALL', { amount: 99999 });
  staff = await newStaff(store, ['orders.view', 'orders.change', 'refunds.add', 'order_payments.view', 'order_billing.view', 'disputes.view', 'email_messages.view']);
  colleague = await newStaff(store, ['orders.view', 'refunds.add']);
});
after(() => store?.stop());
afterEach(() => resetFaults(store));

const soldTwo = () => placeOrder(store, [[sku, 2]]); // 3998 + 500
const stateOf = async (identifier) =>
  (await store.sql('select state, last_error, refund_id from refund_requests where identifier = $1', [identifier]))[0];
const closed = (identifier) => until(async () => (await stateOf(identifier))?.state !== 'requested', 30000);
const noHooks = { drop: 1000 };

describe('a refund', () => {
  test('in part, with pieces, then the rest', async () => {
    const stock = (await stockOf(store, sku)).on_hand;
    const order = await soldTwo();
    const first = assertStatus(await askRefund(staff, order, 1999, { reason: 'requested_by_customer', restock: [{ position: 1, quantity: 1 }] }), 201).body;
    assert.deepEqual([first.state, first.amount, first.username, first.restock], ['done', 1999, staff.who.username, [{ position: 1, quantity: 1 }]]);
    let page = await pageOf(staff, order);
    assert.deepEqual([page.status, page.payment.status, page.payment.refunded, page.payment.left], ['accepted', 'partially_refunded', 1999, 2499]);
    assert.deepEqual(page.refunds.map((refund) => [refund.amount, refund.status, refund.reason, refund.username]), [[1999, 'succeeded', 'requested_by_customer', staff.who.username]]);
    assert.deepEqual([page.lines[0].quantity_returned, page.lines[0].quantity_returnable], [1, 1]);
    assertStatus(await askRefund(staff, order, 2499), 201);
    page = await pageOf(staff, order);
    assert.deepEqual([page.status, page.payment.status, page.payment.left, page.next.refund], ['refunded', 'refunded', 0, false]);
    await hooksDone(store);
    await assertRefundsAgree(store, order);
    assert.equal((await stockOf(store, sku)).on_hand, stock - 1);
    assert.equal(await returned(store, order, sku), 1);
    await assertSound(store);
    assert.ok(await until(async () => await count(store, 'email_messages', `order_id = ${order.id} and kind = 'order_refunded'`) === 2));
  });

  test('is in the log in the name of who asked', async () => {
    const order = await soldTwo();
    assertStatus(await askRefund(staff, order, 100, { restock: [{ position: 1, quantity: 1 }] }), 201);
    await hooksDone(store);
    const rows = await store.sql(`select distinct resource from audit_log where user_id = $1 and (
      after ->> 'order_id' = $2 or after ->> 'reference' = $3 or object_id like $2 || ':%') order by 1`, [staff.userId, order.id, order.identifier]);
    for (const resource of ['refund_requests', 'refunds', 'order_skus', 'stock_movements'])
      assert.ok(rows.some((row) => row.resource === resource), `${resource} in ${JSON.stringify(rows)}`);
  });

  test('what nobody counts comes back without a movement', async () => {
    const order = await placeOrder(store, [[uncounted, 3], [other, 1]]);
    assertStatus(await askRefund(staff, order, 100, { restock: [{ position: 1, quantity: 2 }, { position: 2, quantity: 1 }] }), 201);
    assert.deepEqual((await pageOf(staff, order)).lines.map((line) => line.quantity_returned), [2, 1]);
    assert.deepEqual([await returned(store, order, uncounted), await returned(store, order, other)], [0, 1]);
    await assertSound(store);
  });

  test('of an order that cost nothing is refused', async () => {
    const order = await placeOrder(store, [[sku, 1]], { code: 'ALL', method: 'free' });
    assert.equal(order.intent, null);
    assertStatus(await askRefund(staff, order, 1), 409, 'nothing_paid');
    assert.equal((await pageOf(staff, order)).payment.left, 0);
  });

  test('needs its own permission, an order and sound input', async () => {
    const order = await soldTwo();
    const viewer = await newStaff(store, ['orders.view', 'orders.change', 'refunds.view', 'order_payments.change']);
    assertStatus(await askRefund(viewer, order, 1), 403, 'forbidden');
    assertStatus(await staff.post('/api/admin/orders/999999/refunds', { identifier: randomUUID(), amount: 1 }), 404, 'object_unknown');
    for (const [body, field] of [
      [{ amount: 0 }, 'amount'], [{ amount: -5 }, 'amount'], [{ amount: 1.5 }, 'amount'], [{ amount: '1' }, 'amount'], [{ amount: 1e12 }, 'amount'],
      [{ amount: 1, identifier: 'x' }, 'identifier'], [{ amount: 1, identifier: randomUUID().toUpperCase() }, 'identifier'],
      [{ amount: 1, reason: 'because' }, 'reason'], [{ amount: 1, restock: {} }, 'restock'], [{ amount: 1, restock: [1] }, 'restock.0.'],
      [{ amount: 1, restock: [{ position: 1 }] }, 'restock.0.quantity'], [{ amount: 1, restock: [{ position: 1, quantity: 0 }] }, 'restock.0.quantity'],
      [{ amount: 1, restock: [{ position: 1, quantity: 3 }] }, 'restock'], [{ amount: 1, restock: [{ position: 9, quantity: 1 }] }, 'restock'],
      [{ amount: 1, restock: [{ position: 1, quantity: 1 }, { position: 1, quantity: 2 }] }, 'restock'],
      [{ amount: 1, restock: [{ position: 1, quantity: 1 }, { position: 1, quantity: 1 }] }, 'restock'], // a line once
      [{ amount: 1, restock: Array.from({ length: 101 }, () => ({ position: 1, quantity: 1 })) }, 'restock'],
    ])
      assert.deepEqual(assertStatus(await askRefund(staff, order, 1, body), 422).body.errors.map((each) => each.field), [field], JSON.stringify(body));
    assert.equal(await count(store, 'refund_requests', `order_id = ${order.id}`), 0);
    assert.deepEqual((await stripeGet(store, `refunds?payment_intent=${order.intent}`)).data, []);
  });
});

describe('never twice', () => {
  test('a repeated click, at once and later', async () => {
    const order = await soldTwo();
    const body = { identifier: randomUUID(), amount: 700, restock: [{ position: 1, quantity: 1 }] };
    const replies = await Promise.all(Array.from({ length: 5 }, () => staff.post(`${order.path}/refunds`, body)));
    for (const reply of replies) assertStatus(reply, 201);
    assert.deepEqual(assertStatus(await colleague.post(`${order.path}/refunds`, body), 201).body, replies[0].body);
    await hooksDone(store);
    assert.equal((await assertRefundsAgree(store, order)).length, 1);
    assert.equal(await returned(store, order, sku), 1);
  });

  test('another refund under the same identifier', async () => {
    const order = await soldTwo(), second = await soldTwo();
    const body = { identifier: randomUUID(), amount: 700 };
    assertStatus(await staff.post(`${order.path}/refunds`, body), 201);
    for (const [path, change] of [[order.path, { amount: 701 }], [order.path, { reason: 'duplicate' }], [order.path, { restock: [{ position: 1, quantity: 1 }] }], [second.path, {}]]) {
      const reply = await staff.post(`${path}/refunds`, { ...body, ...change });
      assert.ok([409, 422].includes(reply.status), reply.text);
      if (path === order.path) assertStatus(reply, 409, 'refund_differs');
    }
    assert.equal((await assertRefundsAgree(store, order)).length, 1);
    assert.equal((await assertRefundsAgree(store, second)).length, 0);
  });

  test('two staff at once share what is left', async () => {
    for (let round = 0; round < 5; round++) {
      const order = await soldTwo();
      const replies = await Promise.all(Array.from({ length: 8 }, (_, i) =>
        askRefund(i % 2 ? staff : colleague, order, 1500, { restock: [{ position: 1, quantity: 1 }] })));
      const made = replies.filter((reply) => reply.status === 201).length;
      for (const reply of replies) assert.ok([201, 409, 422].includes(reply.status), reply.text);
      assert.equal(made, 2, 'two pieces were sold');
      await hooksDone(store);
      assert.equal((await assertRefundsAgree(store, order)).length, 2);
      assert.equal(await returned(store, order, sku), 2);
    }
    await assertSound(store);
  });

  test('money alone, at once', async () => {
    const order = await soldTwo(); // 4498
    const replies = await Promise.all(Array.from({ length: 8 }, (_, i) => askRefund(i % 2 ? staff : colleague, order, 2000)));
    assert.deepEqual(replies.map((reply) => reply.status).sort(), [201, 201, 409, 409, 409, 409, 409, 409]);
    for (const reply of replies) if (reply.status === 409) assert.equal(reply.body.code, 'refund_too_large');
    await assertRefundsAgree(store, order);
    assertStatus(await askRefund(staff, order, 499), 409, 'refund_too_large');
    assertStatus(await askRefund(staff, order, 498), 201);
  });

  test('refunds of the dashboard count', async () => {
    const order = await soldTwo();
    await setFaults(store, { hooks: noHooks });
    await stripePost(store, 'refunds', { payment_intent: order.intent, amount: '4000' });
    // we don't know of it yet: Stripe itself says no, and then we do
    const refused = assertStatus(await askRefund(staff, order, 1000, { restock: [{ position: 1, quantity: 1 }] }), 409, 'refund_refused').body;
    assert.match(refused.detail, /greater than unrefunded amount/);
    assert.equal((await pageOf(staff, order)).payment.left, 498);
    assert.equal(await returned(store, order, sku), 0);
    await assertRefundsAgree(store, order);
  });

  test('cancelled while the refund is under way: pieces come back once', async () => {
    const order = await soldTwo();
    await setFaults(store, { api: { delay_ms: 600, path: '/v1/refunds', method: 'POST' } });
    const asked = askRefund(staff, order, 100, { restock: [{ position: 1, quantity: 2 }] });
    assert.ok(await until(async () => await count(store, 'refund_requests', `order_id = ${order.id}`) === 1));
    assertStatus(await staff.post(`${order.path}/status`, { status: 'cancelled' }), 200);
    assertStatus(await asked, 201);
    assert.equal(await returned(store, order, sku), 2);
    await assertSound(store);
  });
});

describe('hooks', () => {
  // the hook of the refund is there before Stripe's reply is
  test('before the reply', async () => {
    const order = await soldTwo();
    await setFaults(store, { api: { drop_reply_after_effect: 1, path: '/v1/refunds', method: 'POST' } });
    const reply = await askRefund(staff, order, 800, { restock: [{ position: 1, quantity: 1 }] });
    assertStatus(reply, 201);
    await hooksDone(store);
    assert.equal((await assertRefundsAgree(store, order)).length, 1);
    assert.equal(await returned(store, order, sku), 1);
  });

  test('closes a request whose process is gone', async () => {
    const order = await soldTwo();
    const identifier = randomUUID();
    await store.sql(`insert into refund_requests (identifier, order_id, amount, restock, user_id, username, next_try_at)
      values ($1, $2, 900, '[{"position": 1, "quantity": 2}]', $3, 'ann', now() + interval '1 hour')`, [identifier, order.id, staff.userId]);
    assert.equal((await pageOf(staff, order)).payment.left, 4498 - 900, 'what is asked for counts as spent');
    assert.equal((await pageOf(staff, order)).lines[0].quantity_returnable, 0);
    await stripePost(store, 'refunds', { payment_intent: order.intent, amount: '900', 'metadata[refund]': identifier });
    assert.ok(await closed(identifier));
    assert.equal((await stateOf(identifier)).state, 'done');
    await hooksDone(store);
    const [event] = (await stripeGet(store, 'events?limit=100')).data.filter((each) => each.type === 'refund.created' && each.data.object.metadata.refund === identifier);
    await store.control('POST', 'deliver', { event: event.id });
    await hooksDone(store);
    assert.equal((await assertRefundsAgree(store, order)).length, 1);
    assert.equal(await returned(store, order, sku), 2);
  });

  test('after, many times and in any order', async () => {
    const order = await soldTwo();
    await setFaults(store, { hooks: { duplicate: 20, reorder: true } });
    assertStatus(await askRefund(staff, order, 800, { restock: [{ position: 1, quantity: 1 }] }), 201);
    await resetFaults(store);
    await hooksDone(store);
    assert.equal((await assertRefundsAgree(store, order)).length, 1);
    assert.equal(await returned(store, order, sku), 1);
  });

  test('a refund that names an unknown request, or another order\'s, is one of the dashboard', async () => {
    const order = await soldTwo(), second = await soldTwo();
    const identifier = randomUUID();
    await store.sql(`insert into refund_requests (identifier, order_id, amount, username, next_try_at)
      values ($1, $2, 900, 'ann', now() + interval '1 hour')`, [identifier, second.id]);
    for (const name of [randomUUID(), 'x', `${identifier}'`, identifier])
      await stripePost(store, 'refunds', { payment_intent: order.intent, amount: '100', 'metadata[refund]': name });
    assert.ok(await until(async () => (await pageOf(staff, order)).payment.refunded === 400));
    assert.equal((await stateOf(identifier)).state, 'requested');
    await store.sql(`update refund_requests set state = 'failed', closed_at = now() where identifier = $1`, [identifier]);
  });
});

describe('Stripe fails', () => {
  test('with 500: it is under way, counts as spent, and a job ends it', async () => {
    const order = await soldTwo();
    await setFaults(store, { api: { fail_next: 1000, status: 500, should_retry: 'false', path: '/v1/refunds', method: 'POST' } });
    const reply = assertStatus(await askRefund(staff, order, 3000, { restock: [{ position: 1, quantity: 1 }] }), 202).body;
    assert.equal(reply.state, 'requested');
    assertStatus(await askRefund(colleague, order, 1499), 409, 'refund_too_large');
    assert.equal(await returned(store, order, sku), 0);
    assert.ok((await openAlerts(store)).some((alert) => alert.code === 'refund_waiting' && alert.subject === reply.identifier));
    await resetFaults(store);
    assert.ok(await closed(reply.identifier));
    await hooksDone(store);
    assert.equal((await assertRefundsAgree(store, order)).length, 1);
    assert.equal(await returned(store, order, sku), 1);
    assert.deepEqual((await openAlerts(store)).filter((alert) => alert.code === 'refund_waiting'), []);
    const keys = (await stripeRequests(store)).filter((request) => request.path === '/v1/refunds' && request.method === 'POST' && request.params.payment_intent === order.intent)
      .map((request) => request.idempotency_key);
    assert.ok(keys.length >= 2);
    assert.deepEqual([...new Set(keys)], [`refund-${reply.identifier}`], 'always under the same key');
  });

  test('with a 500 that it remembers', async () => {
    const order = await soldTwo();
    await setFaults(store, { api: { fail_next: 1, status: 500, store: true, should_retry: 'false', path: '/v1/refunds', method: 'POST' } });
    const reply = assertStatus(await askRefund(staff, order, 3000), 202).body;
    assert.equal((await stateOf(reply.identifier)).state, 'requested');
    assertStatus(await staff.post(`${order.path}/refunds`, { identifier: reply.identifier, amount: 3000 }), 202);
    await assertNothingMade(order);
    await store.sql(`update refund_requests set state = 'failed', closed_at = now() where identifier = $1`, [reply.identifier]);
  });

  test('by silence after it did it: a job finds the refund in Stripe\'s list', async () => {
    const order = await soldTwo();
    const identifier = randomUUID();
    await setFaults(store, { hooks: noHooks });
    await stripePost(store, 'refunds', { payment_intent: order.intent, amount: '900', 'metadata[refund]': identifier });
    await store.sql(`insert into refund_requests (identifier, order_id, amount, restock, username, next_try_at)
      values ($1, $2, 900, '[{"position": 1, "quantity": 1}]', 'ann', now())`, [identifier, order.id]);
    assert.ok(await closed(identifier));
    assert.equal((await stateOf(identifier)).state, 'done');
    assert.equal((await assertRefundsAgree(store, order)).length, 1);
    assert.equal(await returned(store, order, sku), 1);
  });

  for (const [status, code] of [[402, 'card_declined'], [400, 'charge_already_refunded'], [400, 'balance_insufficient']])
    test(`it says no: ${status} (${code})`, async () => {
      const order = await soldTwo();
      await setFaults(store, { api: { fail_next: 1, status, should_retry: 'false', path: '/v1/refunds', method: 'POST' } });
      const body = { identifier: randomUUID(), amount: 3000, restock: [{ position: 1, quantity: 1 }] };
      const refused = assertStatus(await staff.post(`${order.path}/refunds`, body), 409, 'refund_refused').body;
      assert.ok(refused.detail.length > 5, refused.detail);
      const page = await pageOf(staff, order);
      assert.deepEqual(page.refund_requests.map((request) => [request.state, request.last_error]), [['failed', refused.detail]]);
      assert.deepEqual([page.payment.left, page.lines[0].quantity_returnable], [4498, 2]);
      assert.equal(await returned(store, order, sku), 0);
      // the same click again tells the same; a new one does it
      assert.equal(assertStatus(await staff.post(`${order.path}/refunds`, body), 409, 'refund_refused').body.detail, refused.detail);
      assertStatus(await askRefund(staff, order, 3000), 201);
      await assertRefundsAgree(store, order);
    });

  test('a disputed payment is not refunded', async () => {
    const order = await soldTwo();
    await store.control('POST', 'disputes', { payment_intent: order.intent, status: 'needs_response' });
    assert.match(assertStatus(await askRefund(staff, order, 100), 409, 'refund_refused').body.detail, /charge_disputed/);
  });

  test('a refund that fails days later: the money is left again, and somebody is told', async () => {
    const order = await soldTwo();
    const asked = assertStatus(await askRefund(staff, order, 4498), 201).body;
    const [made] = await assertRefundsAgree(store, order);
    await hooksDone(store);
    await store.control('POST', `refunds/${made.id}`, { status: 'failed' });
    assert.ok(await until(async () => (await pageOf(staff, order)).payment.left === 4498));
    assert.equal((await pageOf(staff, order)).status, 'accepted');
    assert.equal((await stateOf(asked.identifier)).state, 'done');
    assert.ok((await openAlerts(store)).some((alert) => alert.code === 'refund_failed' && alert.subject === order.identifier));
    assertStatus(await askRefund(staff, order, 4498), 201);
    await hooksDone(store);
    await assertRefundsAgree(store, order);
  });

  const assertNothingMade = async (order) => assert.deepEqual((await stripeGet(store, `refunds?payment_intent=${order.intent}`)).data, []);
});

describe('the process is killed', () => {
  const killedWhile = (what, faults, isThere) =>
    test(what, async () => {
      const order = await soldTwo();
      const identifier = randomUUID();
      await setFaults(store, faults);
      const asked = askRefund(staff, order, 3000, { identifier, restock: [{ position: 1, quantity: 2 }] }).catch(() => undefined);
      assert.ok(await until(() => isThere(order)), 'the moment has come');
      await store.stopServer('SIGKILL');
      await asked;
      assert.equal((await stateOf(identifier)).state, 'requested');
      await resetFaults(store);
      await store.startServer();
      assert.ok(await closed(identifier));
      assert.equal((await stateOf(identifier)).state, 'done');
      await hooksDone(store);
      assert.equal((await assertRefundsAgree(store, order)).length, 1);
      assert.equal(await returned(store, order, sku), 2);
      assertStatus(await askRefund(staff, order, 3000, { identifier, restock: [{ position: 1, quantity: 2 }] }), 201);
      assert.equal((await assertRefundsAgree(store, order)).length, 1);
      await assertSound(store);
    });

  killedWhile('before Stripe has done anything', { api: { delay_ms: 3000, path: '/v1/refunds', method: 'POST' }, hooks: noHooks },
    async (order) => await count(store, 'refund_requests', `order_id = ${order.id}`) === 1);
  killedWhile('after Stripe has done it, before we know', { api: { drop_reply_after_effect: 1000, path: '/v1/refunds', method: 'POST' }, hooks: noHooks },
    async (order) => (await stripeGet(store, `refunds?payment_intent=${order.intent}`)).data.length === 1);

  test('between Stripe\'s reply and the record of it: the database is slow', async () => {
    const order = await soldTwo();
    const identifier = randomUUID();
    await setFaults(store, { hooks: noHooks });
    // the record of what Stripe has done takes its time
    await store.sql(`create function slow_request() returns trigger language plpgsql as $$ begin perform pg_sleep(2); return null; end $$`);
    await store.sql('create trigger slow before update of state on refund_requests for each statement execute function slow_request()');
    const asked = askRefund(staff, order, 3000, { identifier, restock: [{ position: 1, quantity: 1 }] }).catch(() => undefined);
    assert.ok(await until(async () => (await stripeGet(store, `refunds?payment_intent=${order.intent}`)).data.length === 1));
    await store.stopServer('SIGKILL');
    await asked;
    await store.sql('drop trigger slow on refund_requests');
    await store.startServer();
    assert.ok(await closed(identifier));
    await hooksDone(store);
    assert.equal((await assertRefundsAgree(store, order)).length, 1);
    assert.equal(await returned(store, order, sku), 1);
    await assertSound(store);
  });
});

test('a request of yesterday: Stripe is asked what it did before it is told again', async () => {
  const order = await soldTwo();
  const identifier = randomUUID();
  await setFaults(store, { hooks: noHooks });
  await stripePost(store, 'refunds', { payment_intent: order.intent, amount: '900', 'metadata[refund]': identifier });
  await store.sql(`insert into refund_requests (identifier, order_id, amount, restock, username, created_at, next_try_at)
    values ($1, $2, 900, '[{"position": 1, "quantity": 1}]', 'ann', now() - interval '2 days', now() + interval '1 hour')`, [identifier, order.id]);
  // the same click again, by whoever finds the page still open
  assertStatus(await askRefund(staff, order, 900, { identifier, restock: [{ position: 1, quantity: 1 }] }), 201);
  assert.equal((await assertRefundsAgree(store, order)).length, 1);
  assert.equal(await returned(store, order, sku), 1);
});
