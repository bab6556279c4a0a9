// What goes wrong on demand: hooks late, lost or doubled, requests that fail; and what idempotency makes of it.
import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import { key, order, Sandbox, Shop, until } from '../sandbox/harness.js';

const shop = new Shop();
const sandbox = new Sandbox(shop);

before(async () => {
  await shop.start();
  await sandbox.start();
});
after(async () => {
  await sandbox.remove();
  shop.stop();
});
afterEach(async () => {
  shop.answer = () => 200;
  await sandbox.faults();
});

describe('idempotency', () => {
  const raw = (params, idempotencyKey) =>
    fetch(`${sandbox.url}/v1/checkout/sessions`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'idempotency-key': idempotencyKey },
      body: new URLSearchParams(params),
    });
  const flat = (amount) => ({
    mode: 'payment',
    success_url: shop.url,
    'line_items[0][quantity]': 1,
    'line_items[0][price_data][currency]': 'usd',
    'line_items[0][price_data][unit_amount]': amount,
    'line_items[0][price_data][product_data][name]': 'Mug',
  });

  test('the same key and parameters replay the reply', async () => {
    const first = await raw(flat(500), 'key-1');
    const second = await raw(flat(500), 'key-1');
    assert.equal(first.headers.get('idempotent-replayed'), null);
    assert.equal(second.headers.get('idempotent-replayed'), 'true');
    assert.equal((await first.json()).id, (await second.json()).id);
  });

  test('other parameters are an error, a failed validation is not kept', async () => {
    await sandbox.create({}, { idempotencyKey: 'key-2' });
    await assert.rejects(sandbox.create({ metadata: { other: '1' } }, { idempotencyKey: 'key-2' }), {
      type: 'StripeIdempotencyError',
      statusCode: 400,
    });
    assert.equal((await raw(flat(1), 'key-3')).status, 400);
    assert.equal((await raw(flat(500), 'key-3')).status, 200);
  });

  test('the same key at the same time is a conflict', async () => {
    await sandbox.faults({ api: { delay_ms: 300, method: 'POST' } });
    const replies = await Promise.all([raw(flat(500), 'key-4'), raw(flat(500), 'key-4')]);
    assert.deepEqual(replies.map((reply) => reply.status).sort(), [200, 409]);
  });

  test('a reply lost on the way is replayed to the retry', async () => {
    await sandbox.control('DELETE', 'requests');
    await sandbox.faults({ api: { drop_reply_after_effect: 1 } });
    const sessions = async () => (await sandbox.control('GET', 'state')).body.objects['checkout.session'];
    const before = await sessions();
    const session = await sandbox.client({ retries: 2 }).checkout.sessions.create(order(shop));
    assert.match(session.id, /^cs_test_/);
    assert.equal(await sessions(), before + 1);
    const { requests } = (await sandbox.control('GET', 'requests')).body;
    assert.equal(requests.length, 2);
    assert.equal(requests[0].idempotency_key, requests[1].idempotency_key);
    assert.equal(requests[0].params['line_items[0][price_data][unit_amount]'], '1999');
  });
});

describe('faults of the API', () => {
  test('fail as many requests as asked for', async () => {
    await sandbox.faults({ api: { fail_next: 2, status: 500, path: '/v1/checkout/sessions', method: 'POST' } });
    const session = await sandbox.client({ retries: 2 }).checkout.sessions.create(order(shop));
    assert.equal(session.status, 'open');
    await sandbox.faults({ api: { fail_next: 1, status: 429 } });
    await assert.rejects(sandbox.create(), { type: 'StripeRateLimitError', statusCode: 429 });
    await sandbox.faults({ api: { fail_next: 1, status: 500, store: true } });
    await assert.rejects(sandbox.create({}, { idempotencyKey: 'stored' }), { statusCode: 500 });
    await assert.rejects(sandbox.create({}, { idempotencyKey: 'stored' }), { statusCode: 500 });
  });

  test('tell another amount', async () => {
    await sandbox.faults({ api: { alter_amount: 1, path: '/v1/checkout/sessions/{id}' } });
    const session = await sandbox.create();
    assert.equal((await sandbox.stripe.checkout.sessions.retrieve(session.id)).amount_total, session.amount_total + 1);
  });

  test('an unknown fault is refused', async () => {
    assert.equal((await sandbox.faults({ hooks: { lose: 1 } })).status, 400);
    assert.equal((await sandbox.faults({ hooks: { drop: 'all' } })).status, 400);
  });
});

describe('hooks', () => {
  const only = { type: 'checkout.session.completed' };

  test('are repeated until they are taken', async () => {
    let failures = 2;
    shop.answer = (event) => (event.type === only.type && failures-- > 0 ? 500 : 200);
    const session = await sandbox.paid();
    await until('the third attempt', () => shop.of(session).length === 1);
    assert.equal(failures, -1);
  });

  test('come twice', async () => {
    await sandbox.faults({ hooks: { duplicate: 1, ...only } });
    const session = await sandbox.paid();
    const events = await until('both', () => shop.of(session).length === 2 && shop.of(session));
    assert.equal(events[0].id, events[1].id);
  });

  test('come late, and the customer is not held for it', async () => {
    await sandbox.faults({ hooks: { delay_ms: 600, ...only } });
    const session = await sandbox.create();
    const begun = Date.now();
    await sandbox.submit(session);
    assert.ok(Date.now() - begun < 500);
    assert.equal(shop.of(session).length, 0);
    await until('the hook', () => shop.of(session).length === 1);
    assert.ok(Date.now() - begun >= 590);
  });

  test('come in another order', async () => {
    const types = (intent) =>
      shop.events.filter((e) => [e.data.object.id, e.data.object.payment_intent].includes(intent)).map((e) => e.type);
    const usual = ['charge.succeeded', 'payment_intent.succeeded', 'checkout.session.completed'];
    const first = await sandbox.paid();
    assert.deepEqual(types(first.payment_intent), usual);
    await sandbox.faults({ hooks: { reorder: true } });
    const second = await sandbox.paid();
    await until('all three', () => types(second.payment_intent).length === 3);
    assert.deepEqual(types(second.payment_intent), usual.toReversed());
  });

  test('that are dropped are found among the undelivered events, and can be sent again', async () => {
    await sandbox.faults({ hooks: { drop: 1, ...only } });
    const session = await sandbox.paid();
    const undelivered = async () => {
      const list = await sandbox.stripe.events.list({
        delivery_success: false,
        types: [only.type, 'charge.refunded'],
        limit: 100,
      });
      return list.data.find((event) => event.data.object.id === session.id);
    };
    const event = await undelivered();
    assert.equal(event.pending_webhooks, 1);
    assert.equal(shop.of(session).length, 0);
    assert.equal((await sandbox.control('POST', 'deliver', { event: event.id })).status, 202);
    await until('the hook', () => shop.of(session).length === 1);
    await until('its mark', async () => !(await undelivered()));
    assert.equal((await sandbox.stripe.events.retrieve(event.id)).pending_webhooks, 0);
  });

  test('with a bad signature or an old time are refused by the SDK and come again well', async () => {
    const before = shop.refused;
    await sandbox.faults({ hooks: { bad_signature: 1, ...only } });
    const one = await sandbox.paid();
    await until('the good one', () => shop.of(one).length === 1);
    await sandbox.faults({ hooks: { old_timestamp: 1, ...only } });
    const two = await sandbox.paid();
    await until('the timely one', () => shop.of(two).length === 1);
    assert.equal(shop.refused, before + 2);
  });

  test('can be left out of a payment', async () => {
    const session = await sandbox.paid({}, { hook: false });
    assert.equal(session.payment_status, 'paid');
    assert.equal(shop.of(session).length, 0);
  });
});
