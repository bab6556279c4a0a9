// The server is killed again and again while a hundred customers buy. Then everything is reconciled.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertSound, count, hooksDone, makeGoods, sleep, stripeGet, until } from '../support/sales.js';
import { startStore, Visitor } from '../support/store.js';

const CUSTOMERS = 100, AT_ONCE = 8, MAIL_CONNECTIONS = 4;

// The same numbers each time (mulberry32), so that a failure can be looked at again.
function random(seed) {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let x = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    x = (x + Math.imul(x ^ (x >>> 7), 61 | x)) ^ x;
    return ((x ^ (x >>> 14)) >>> 0) / 4294967296;
  };
}

// As a patient customer: again, until the server is back and answers.
async function patiently(what, fine) {
  for (let i = 0; i < 400; i++) {
    const reply = await what().catch(() => undefined);
    if (reply && fine(reply)) return reply;
    await sleep(50);
  }
  throw new Error(`no good answer: ${what}`);
}

test('killed at random while customers buy', async (t) => {
  const store = await startStore({ seed: '', env: { RECONCILE_SECONDS: '1' } });
  t.after(() => store.stop());
  const skus = await makeGoods(store, [{ price: 1999, stock: 500 }, { price: 500, stock: 500 }]);
  const next = random(7);
  let buying = true, kills = 0;

  const killer = (async () => {
    while (buying) {
      await sleep(100 + next() * 900);
      if (!buying) break;
      await store.stopServer('SIGKILL');
      kills++;
      await store.startServer();
    }
  })();

  const paid = new Map(); // session -> customer
  async function buy(n) {
    const visitor = await patiently(() => Visitor.arrive(store), (v) => v.token);
    await patiently(() => visitor.put(`/api/v1/cart/items/${skus[n % 2]}`, { quantity: 1 + n % 3 }), (r) => r.status === 200)
      .catch(async () => patiently(() => visitor.add(skus[n % 2], 1), (r) => r.status === 200));
    await patiently(() => visitor.ship(), (r) => r.status === 200);
    const { body } = await patiently(() => visitor.checkout({ email: `buyer${n}@shop.example` }), (r) => r.status === 201);
    await store.pay(body.session, { hook: n % 3 !== 0 }); // a third of the hooks never comes
    paid.set(body.session, n);
    if (n % 2) await visitor.get(`/api/v1/checkout/${body.session}`).catch(() => {});
  }
  let customer = 0;
  await Promise.all(Array.from({ length: AT_ONCE }, async () => {
    while (customer < CUSTOMERS) await buy(customer++);
  }));
  buying = false;
  await killer;
  assert.ok(kills >= 3, `${kills} kills`);
  t.diagnostic(`${kills} kills`);

  assert.ok(await until(async () => await count(store, 'orders') >= CUSTOMERS, 60000), `${await count(store, 'orders')} orders`);
  await hooksDone(store, 60000);

  // each payment has its order, each order its payment
  assert.equal(paid.size, CUSTOMERS);
  const orders = await store.sql(`select c.stripe_session_id as session, o.identifier, o.on_hold, o.short, p.amount, p.stripe_payment_intent_id as intent
    from orders o join checkouts c on c.id = o.checkout_id join order_payments p on p.order_id = o.id`);
  assert.equal(orders.length, CUSTOMERS);
  const sessions = [];
  for (let page, after = ''; (page = await stripeGet(store, `checkout/sessions?limit=100${after}`)); after = `&starting_after=${page.data.at(-1).id}`) {
    sessions.push(...page.data);
    if (!page.has_more) break;
  }
  const complete = new Map(sessions.filter((s) => s.status === 'complete').map((s) => [s.id, s]));
  assert.equal(complete.size, CUSTOMERS);
  for (const order of orders) {
    assert.ok(paid.has(order.session));
    assert.equal(Number(order.amount), complete.get(order.session).amount_total);
    assert.equal(order.on_hold || order.short, false);
  }
  await assertSound(store);

  // each order has its mail: sent once, or in flight when the server was killed
  assert.ok(await until(async () => await count(store, 'email_messages', `state not in ('sent', 'uncertain')`) === 0, 60000));
  const inFlight = await count(store, 'email_messages', `state = 'uncertain'`);
  assert.ok(inFlight <= kills * MAIL_CONNECTIONS, `${inFlight} mails in flight, ${kills} kills`);
  const states = new Map((await store.sql(`select o.identifier, m.state from email_messages m join orders o on o.id = m.order_id`)).map((row) => [row.identifier, row.state]));
  const mails = store.mails();
  for (const [identifier, state] of states) {
    const copies = mails.filter((mail) => mail.includes(`Subject: Your order ${identifier}`)).length;
    assert.ok(state === 'sent' ? copies === 1 : copies <= 1, `${identifier} is ${state}, ${copies} copies`);
  }

  // what nobody paid for is not held for ever: only checkouts whose page is still open hold something
  assert.equal(await count(store, 'checkouts', `status = 'processing'`), 0);
});
