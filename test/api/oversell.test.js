// Many customers want the last pieces at once.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertSound, assertStatus, checkoutOf, count, hooksDone, makeCode, makeGoods, stockOf, visitorWith } from '../support/sales.js';
import { startStore } from '../support/store.js';

// At most `width` at once: what is tested is the store, not the sockets of the test.
async function each(list, width, work) {
  const results = new Array(list.length);
  let next = 0;
  await Promise.all(Array.from({ length: width }, async () => {
    while (next < list.length) {
      const i = next++;
      results[i] = await work(list[i], i);
    }
  }));
  return results;
}
const buyers = (store, n, items, options) => each(Array(n).fill(), 20, (_, i) => visitorWith(store, items(i), options));

async function payAll(store, visitors, replies) {
  const winners = replies.map((reply, i) => [reply, visitors[i]]).filter(([reply]) => reply.status === 201);
  await each(winners, 10, ([reply]) => store.pay(reply.body.session));
  await hooksDone(store);
  for (const [reply, visitor] of winners) assert.equal((await checkoutOf(visitor, reply.body.session)).status, 'completed');
  return winners.length;
}

test('200 customers, 10 pieces: 10 orders, nothing left, the others are told', async (t) => {
  const store = await startStore({ seed: '', env: { RECONCILE_SECONDS: '3600' } });
  t.after(() => store.stop());
  const [sku] = await makeGoods(store, [{ price: 1999, stock: 10 }]);
  const visitors = await buyers(store, 200, () => [[sku, 1]]);
  const replies = await Promise.all(visitors.map((visitor) => visitor.checkout()));
  for (const reply of replies) if (reply.status !== 201) assertStatus(reply, 409, 'out_of_stock');
  assert.equal(await payAll(store, visitors, replies), 10);
  assert.deepEqual(await stockOf(store, sku), { on_hand: 0, reserved: 0 });
  assert.equal(await count(store, 'orders'), 10);
  assert.equal(await count(store, 'orders', 'short or on_hold'), 0);
  await assertSound(store);
});

test('mixed carts that hold the same things in opposite order', async (t) => {
  const store = await startStore({ seed: '', env: { RECONCILE_SECONDS: '3600' } });
  t.after(() => store.stop());
  const skus = await makeGoods(store, Array.from({ length: 4 }, () => ({ price: 1999, stock: 10 })));
  const items = (i) => (i % 2 ? [...skus].reverse() : skus).map((sku) => [sku, 1]);
  const visitors = await buyers(store, 60, items);
  const replies = await Promise.all(visitors.map((visitor) => visitor.checkout()));
  for (const reply of replies) if (reply.status !== 201) assertStatus(reply, 409, 'out_of_stock');
  assert.equal(await payAll(store, visitors, replies), 10);
  for (const sku of skus) assert.deepEqual(await stockOf(store, sku), { on_hand: 0, reserved: 0 });
  assert.doesNotMatch(store.server.output, /40P01/, 'no deadlock');
  await assertSound(store);
});

test('the last use of a code by 50 at once', async (t) => {
  const store = await startStore({ seed: '', env: { RECONCILE_SECONDS: '3600' } });
  t.after(() => store.stop());
  const [sku] = await makeGoods(store, [{ price: 1999, stock: 100 }]);
  await makeCode(store, 'LAST', { amount: 500, max_uses: 1 });
  const visitors = await buyers(store, 50, () => [[sku, 1]], { code: 'LAST' });
  const replies = await Promise.all(visitors.map((visitor) => visitor.checkout()));
  for (const reply of replies)
    if (reply.status !== 201) assert.ok(reply.status === 409 && ['discount_exhausted', 'cart_changed'].includes(reply.body.code), reply.text);
  assert.equal(await payAll(store, visitors, replies), 1);
  assert.equal((await store.sql(`select uses from discount_codes`))[0].uses, 1);
  assert.equal(await count(store, 'order_discounts'), 1);
  await assertSound(store);
});
