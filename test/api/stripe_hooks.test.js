// However Stripe's news come - at once with the customer, twice, late, in another order, never - a paid checkout becomes
// exactly one order.
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { after, before, describe, test } from 'node:test';
import {
  assertSound, assertStatus, checkoutOf, count, eventsOf, hooksDone, makeCode, makeGoods, postHook, resetFaults, setFaults,
  startCheckout, stockOf, until, visitorWith,
} from '../support/sales.js';
import { databaseDigest } from '../support/checksum.js';
import { startStore, Visitor, webhookSecret } from '../support/store.js';

async function assertOneOrder(store, session) {
  const [row] = await store.sql(`select o.id, (select count(*)::int from orders x where x.checkout_id = c.id) as orders,
      (select count(*)::int from email_messages m where m.order_id = o.id) as mails
    from checkouts c join orders o on o.checkout_id = c.id where c.stripe_session_id = $1`, [session]);
  assert.equal(row?.orders, 1);
  assert.equal(row.mails, 1);
}

describe('web hooks', () => {
  let store, sku;
  before(async () => {
    // the reconciler stays out of it
    store = await startStore({ seed: '', env: { RECONCILE_SECONDS: '3600' } });
    [sku] = await makeGoods(store, [{ price: 1999, stock: 1000 }]);
    await makeCode(store, 'ONCE', { amount: 100, max_uses: 500 });
  });
  after(() => store.stop());

  async function open(options) {
    const visitor = await visitorWith(store, [[sku, 2]], options);
    return { visitor, session: (await startCheckout(visitor)).session };
  }

  test('hook and return page at once, many times in parallel', async () => {
    const stock = await stockOf(store, sku);
    for (let round = 0; round < 5; round++) {
      const { visitor, session } = await open({ code: 'ONCE' });
      await store.pay(session, { hook: false });
      const [event] = await eventsOf(store, session);
      const replies = await Promise.all(Array.from({ length: 24 }, (_, i) => i % 2
        ? postHook(store, i % 4 === 1 ? event : { ...event, id: `${event.id}_${i}` })
        : visitor.get(`/api/v1/checkout/${session}`)));
      for (const reply of replies) assert.equal(reply.status, 200);
      const orders = new Set((await Promise.all(replies.filter((r) => r.body?.order).map((r) => r.body.order.identifier))));
      assert.equal(orders.size, 1, 'everybody is told of the same order');
      await assertOneOrder(store, session);
    }
    assert.equal((await stockOf(store, sku)).on_hand, stock.on_hand - 10);
    assert.equal((await store.sql(`select uses from discount_codes where code = 'ONCE'`))[0].uses, 5);
    await assertSound(store);
  });

  test('doubled', async () => {
    const { session } = await open();
    await setFaults(store, { hooks: { duplicate: 1 } });
    await store.pay(session);
    await hooksDone(store);
    assert.ok((await store.control('GET', 'state')).hooks.duplicated >= 1);
    await assertOneOrder(store, session);
    await resetFaults(store);
    await assertSound(store);
  });

  test('late: the customer is back first', async () => {
    const { visitor, session } = await open();
    await setFaults(store, { hooks: { delay_ms: 700 } });
    await store.pay(session);
    assert.equal((await checkoutOf(visitor, session)).status, 'completed');
    await hooksDone(store);
    await resetFaults(store);
    await assertOneOrder(store, session);
    const [event] = await eventsOf(store, session);
    assert.equal(await count(store, 'stripe_events', `id = '${event.id}'`), 1);
  });

  test('reordered: success before completion', async () => {
    const { visitor, session } = await open();
    await setFaults(store, { hooks: { reorder: true } });
    await store.pay(session, { outcome: 'async_pending' });
    await store.pay(session, { outcome: 'async_succeeded' });
    await hooksDone(store);
    await resetFaults(store);
    await assertOneOrder(store, session);
    assert.equal((await checkoutOf(visitor, session)).status, 'completed');
    await assertSound(store);
  });

  test('a hook refused by us (bad signature, old time stamp) is sent again and taken', async () => {
    const { session } = await open();
    await setFaults(store, { hooks: { bad_signature: 1, old_timestamp: 1 } });
    await store.pay(session);
    assert.ok(await until(() => count(store, 'orders', `checkout_id = (select id from checkouts where stripe_session_id = '${session}')`), 30000));
    await hooksDone(store);
    await resetFaults(store);
    await assertOneOrder(store, session);
  });

  test('replayed long after: nothing changes', async () => {
    const { session } = await open();
    await store.pay(session);
    await hooksDone(store);
    await until(async () => await count(store, 'email_messages', `state <> 'sent'`) === 0);
    const [event] = await eventsOf(store, session);
    const digest = await databaseDigest(store);
    for (let i = 0; i < 3; i++) assert.equal((await postHook(store, event)).status, 200);
    await store.control('POST', 'deliver', { event: event.id });
    await hooksDone(store);
    assert.deepEqual(await databaseDigest(store), digest);
  });

  test('kinds that we do not know are recorded and answered 200', async () => {
    const event = { id: 'evt_unknown_kind', object: 'event', type: 'customer.created', created: 1700000000, livemode: false,
      api_version: '2025-09-30.clover', data: { object: { id: 'cus_1', object: 'customer' } } };
    assert.equal((await postHook(store, event)).status, 200);
    assert.deepEqual(await store.sql(`select type, object_id from stripe_events where id = 'evt_unknown_kind'`),
      [{ type: 'customer.created', object_id: 'cus_1' }]);
  });

  test('both shapes of the API are read', async () => {
    // The hook only names the session; what it holds comes from Stripe. A hook of an older version does the same.
    const { session } = await open();
    await store.pay(session, { hook: false });
    const [event] = await eventsOf(store, session);
    const { collected_information: collected, ...rest } = event.data.object;
    const old = { ...event, api_version: '2022-11-15', data: { object: { ...rest, shipping_details: collected?.shipping_details } } };
    assert.equal((await postHook(store, old)).status, 200);
    await assertOneOrder(store, session);
    const [order] = await store.sql(`select s.line1 from order_shipping s join orders o on o.id = s.order_id
      join checkouts c on c.id = o.checkout_id where c.stripe_session_id = $1`, [session]);
    assert.ok(order.line1);
  });

  test('an error of ours is a 5xx, so that Stripe comes again', async () => {
    const { session } = await open();
    await store.pay(session, { hook: false });
    const [event] = await eventsOf(store, session);
    await setFaults(store, { api: { fail_next: 100, status: 500, should_retry: 'false', path: '/v1/checkout/sessions/{id}' } });
    assert.equal((await postHook(store, event)).status, 503);
    assert.equal(await count(store, 'stripe_events', `id = '${event.id}'`), 0);
    await resetFaults(store);
    assert.equal((await postHook(store, event)).status, 200);
    await assertOneOrder(store, session);
  });
});

test('hooks that never come: the reconciler finds the payment', async (t) => {
  const store = await startStore({ seed: '', env: { RECONCILE_SECONDS: '1' } });
  t.after(() => store.stop());
  const [sku] = await makeGoods(store, [{ price: 1999, stock: 10 }]);
  const visitor = await visitorWith(store, [[sku, 1]]);
  const { session } = await startCheckout(visitor);
  await setFaults(store, { hooks: { drop: 100 } });
  await store.pay(session);
  assert.ok(await until(() => count(store, 'orders'), 30000));
  await assertOneOrder(store, session);
  assert.equal((await store.control('GET', 'state')).hooks.delivered, 0);
  await assertSound(store);
});

test('lost events are fetched from Stripe', async (t) => {
  // The server starts after the event was lost; a checkout's own turn is far away.
  const store = await startStore({ seed: '', env: { RECONCILE_SECONDS: '3600' } });
  t.after(() => store.stop());
  const [sku] = await makeGoods(store, [{ price: 1999, stock: 10 }]);
  const visitor = await visitorWith(store, [[sku, 1]]);
  const { session } = await startCheckout(visitor);
  await setFaults(store, { hooks: { drop: 100 } });
  await store.pay(session, { outcome: 'async_pending' });
  await store.pay(session, { outcome: 'async_failed' });
  assert.equal(await count(store, 'stripe_events'), 0);
  await store.stopServer();
  await store.startServer();
  assert.ok(await until(() => count(store, 'checkouts', `status = 'failed'`), 30000), 'only the event tells that it failed');
  assert.deepEqual(await stockOf(store, sku), { on_hand: 10, reserved: 0 });
  assert.equal(await count(store, 'orders'), 0);
  await assertSound(store);
});

test('two servers on one database, both told at once', async (t) => {
  const store = await startStore({ seed: '', env: { RECONCILE_SECONDS: '1' } });
  t.after(() => store.stop());
  const second = await store.secondServer();
  t.after(() => second.stop());
  const [sku] = await makeGoods(store, [{ price: 1999, stock: 100 }]);
  for (let round = 0; round < 5; round++) {
    const visitor = await visitorWith(store, [[sku, 1]]);
    const { session } = await startCheckout(visitor);
    await store.pay(session, { hook: false });
    const [event] = await eventsOf(store, session);
    const there = Object.assign(new Visitor(), visitor, { store: second });
    const replies = await Promise.all(Array.from({ length: 16 }, (_, i) => [
      () => postHook(store, { ...event, id: `${event.id}_a${i}` }), () => postHook(second, { ...event, id: `${event.id}_b${i}` }),
      () => visitor.get(`/api/v1/checkout/${session}`), () => there.get(`/api/v1/checkout/${session}`)][i % 4]()));
    for (const reply of replies) assert.equal(reply.status, 200);
    await assertOneOrder(store, session);
  }
  assert.equal((await stockOf(store, sku)).on_hand, 95);
  assert.ok(await until(async () => await count(store, 'email_messages', `state = 'sent'`) === 5));
  assert.equal(store.mails().length + second.mails().length, 5);
  await assertSound(store);
});

describe('what is no hook of Stripe changes nothing', () => {
  const second = 'whsec_the_next_one';
  let store, digest, event;
  before(async () => {
    store = await startStore({ seed: '', env: { RECONCILE_SECONDS: '3600', STRIPE_WEBHOOK_SECRET: `${webhookSecret},${second}` } });
    const [sku] = await makeGoods(store, [{ price: 1999, stock: 10 }]);
    const visitor = await visitorWith(store, [[sku, 1]]);
    const { session } = await startCheckout(visitor);
    await store.pay(session, { hook: false });
    [event] = await eventsOf(store, session);
    digest = await databaseDigest(store);
  });
  after(() => store.stop());

  const now = () => Math.floor(Date.now() / 1000);
  const spoiled = {
    'no header': { header: null },
    'an empty header': { header: '' },
    'words': { header: 'signed by me' },
    'no time stamp': { header: (at, v1) => `v1=${v1}` },
    'a time stamp that is no number': { header: (at, v1) => `t=now,v1=${v1}` },
    'no signature': { header: (at) => `t=${at}` },
    'an empty signature': { header: (at) => `t=${at},v1=` },
    'half a signature': { header: (at, v1) => `t=${at},v1=${v1.slice(0, 32)}` },
    'letters that are no hex': { header: (at, v1) => `t=${at},v1=${v1.slice(0, 63)}z` },
    'only v0': { header: (at, v1) => `t=${at},v0=${v1}` },
    'too old': { at: now() - 400 },
    'from the future': { at: now() + 400 },
    'another secret': { secret: 'whsec_another' },
    'the secret without its prefix': { secret: webhookSecret.slice(6) },
    'another time stamp than was signed': { header: (at, v1) => `t=${at - 1},v1=${v1}` },
  };
  for (const [name, how] of Object.entries(spoiled)) {
    test(name, async () => {
      const reply = await postHook(store, event, how);
      assert.equal(reply.status, 400);
      assert.match(reply.headers.get('content-type'), /problem\+json/);
      assert.equal((await reply.json()).code, 'bad_signature');
      assert.deepEqual(await databaseDigest(store), digest);
    });
  }
  test('an altered body', async () => {
    const text = JSON.stringify(event);
    const reply = await postHook(store, text, { body: text.replace('evt_', 'evt_x') });
    assert.equal((await reply.json()).code, 'bad_signature');
    assert.deepEqual(await databaseDigest(store), digest);
  });
  for (const [name, body, status, code] of [
    ['signed, but no JSON', 'hello', 400, 'malformed_json'],
    ['signed, but no event', '{"id":"evt_1"}', 400, 'bad_request'],
    ['signed, but a list', '[]', 400, 'malformed_json'],
  ])
    test(name, async () => {
      const reply = await postHook(store, body);
      assert.equal(reply.status, status);
      assert.equal((await reply.json()).code, code);
      assert.deepEqual(await databaseDigest(store), digest);
    });
  test('of a session that is not ours', async () => {
    const other = structuredClone(event);
    Object.assign(other, { id: 'evt_other' });
    Object.assign(other.data.object, { id: 'cs_test_of_another_shop', client_reference_id: null, metadata: {} });
    const reply = await postHook(store, other);
    assertStatus({ status: reply.status, text: '', body: await reply.json() }, 404, 'checkout_unknown');
    assert.deepEqual(await databaseDigest(store), digest);
  });
  test('a huge body', async () => {
    const reply = await postHook(store, JSON.stringify({ ...event, filler: 'x'.repeat(700 * 1024) })).catch((e) => e);
    // the server may close before all of it was sent
    if (reply instanceof Error) assert.match(String(reply.cause?.code ?? reply), /ECONNRESET|EPIPE|UND_ERR_SOCKET/);
    else assert.equal(reply.status, 413);
    assert.deepEqual(await databaseDigest(store), digest);
  });

  test('while a secret is rolled both are good, and one of several signatures is enough', async () => {
    const at = now();
    const sign = (secret) => createHmac('sha256', secret).update(`${at}.${JSON.stringify(event)}`).digest('hex');
    const header = `t=${at},v0=${sign(second)},v1=${sign('whsec_another')},v1=${sign(second)}`;
    assert.equal((await postHook(store, event, { at, header })).status, 200);
    assert.equal(await count(store, 'orders'), 1);
    assert.equal((await postHook(store, { ...event, id: 'evt_again' })).status, 200);
    assert.equal(await count(store, 'orders'), 1);
    await assertSound(store);
  });
});
