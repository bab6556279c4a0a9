// The cart: every endpoint answers the whole of it, and nothing gets lost.
import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import { databaseDigest } from '../support/checksum.js';
import { addProduct, addShipping } from '../support/shop.js';
import { startStore } from '../support/store.js';

let store;
let plain;
before(async () => {
  store = await startStore({ seed: '', sandbox: false });
  plain = (await addProduct(store, { title: 'Plain', skus: [{ price: 1000 }] })).sku;
  await addShipping(store, 'standard', 750);
  await addShipping(store, 'express', 1900);
});
after(() => store?.stop());

const cartOf = async (visitor) => (await visitor.get('/api/v1/cart')).body;
const empty = { item_subtotal: 0, item_discount: 0, shipping: 0, shipping_discount: 0, total: 0, currency: 'USD' };

test('reading creates nothing, and neither do changes of what is not there', async () => {
  const before_ = await databaseDigest(store);
  const visitor = await store.visitor();
  const cart = await cartOf(visitor);
  assert.deepEqual([cart.item_count, cart.lines, cart.discounts, cart.problems, cart.totals], [0, [], [], [], empty]);
  assert.deepEqual(cart.shipping.options.map((o) => [o.code, o.amount]), [['standard', 750], ['express', 1900]]);
  for (const path of ['/api/v1/cart', `/api/v1/cart/items/${plain}`, '/api/v1/cart/discounts/NONE'])
    assert.deepEqual((await visitor.delete(path)).body, cart);
  for (const path of ['/api/v1/session', '/api/v1/cart']) await visitor.get(path, { cookie: null });
  assert.deepEqual(await databaseDigest(store), before_);
});

test('every change answers the cart that a read answers', async () => {
  const visitor = await store.visitor();
  const second = (await addProduct(store, { title: 'Second', skus: [{ price: 250, options: { Colour: 'Sand' } }] })).sku;
  const changes = [
    [() => visitor.add(plain, 2), { item_subtotal: 2000, total: 2000 }],
    [() => visitor.add(plain, 3), { item_subtotal: 5000, total: 5000 }],
    [() => visitor.add(second, 1), { item_subtotal: 5250, total: 5250 }],
    [() => visitor.put(`/api/v1/cart/items/${plain}`, { quantity: 1 }), { item_subtotal: 1250, total: 1250 }],
    [() => visitor.ship('standard'), { item_subtotal: 1250, shipping: 750, total: 2000 }],
    [() => visitor.ship('express'), { item_subtotal: 1250, shipping: 1900, total: 3150 }],
    [() => visitor.delete(`/api/v1/cart/items/${plain}`), { item_subtotal: 250, shipping: 1900, total: 2150 }],
    [() => visitor.put(`/api/v1/cart/items/${plain}`, { quantity: 99 }), { item_subtotal: 99250, shipping: 1900, total: 101150 }],
    [() => visitor.delete('/api/v1/cart'), {}],
  ];
  for (const [change, totals] of changes) {
    const reply = await change();
    assert.equal(reply.status, 200, reply.text);
    assert.deepEqual(reply.body.totals, { ...empty, ...totals });
    assert.deepEqual(await cartOf(visitor), reply.body);
    assert.equal((await visitor.get('/api/v1/session')).body.cart_items, reply.body.item_count);
  }
  await visitor.add(second);
  const [line] = (await cartOf(visitor)).lines;
  assert.deepEqual([line.title, line.options, line.quantity, line.unit_price, line.line_total, line.status, line.quantity_left, line.image],
    ['Second', { Colour: 'Sand' }, 1, 250, 250, 'in_stock', null, null]);
});

test('concurrent adds lose nothing, from an empty cart on', async () => {
  for (const first of [0, 1]) {
    const visitor = await store.visitor();
    for (let i = 0; i < first; i++) await visitor.add(plain);
    const replies = await Promise.all(Array.from({ length: 50 - first }, () => visitor.add(plain)));
    assert.ok(replies.every((r) => r.status === 200));
    assert.deepEqual((await cartOf(visitor)).lines.map((l) => l.quantity), [50]);
    const more = await Promise.all(Array.from({ length: 60 }, () => visitor.add(plain)));
    assert.equal(more.filter((r) => r.status === 200).length, 49);
    assert.ok(more.filter((r) => r.status !== 200).every((r) => r.status === 422 && r.body.errors[0].field === 'quantity'));
    assert.equal((await cartOf(visitor)).item_count, 99);
  }
});

test('a hundred lines and no more', async () => {
  const visitor = await store.visitor();
  const { skus } = await addProduct(store, { skus: Array.from({ length: 101 }, (_, i) => ({ price: i + 1, position: i })) });
  const replies = await Promise.all(skus.map((sku) => visitor.add(sku)));
  assert.equal(replies.filter((r) => r.status === 200).length, 100);
  assert.deepEqual(replies.filter((r) => r.status !== 200).map((r) => [r.status, r.body.code]), [[409, 'cart_full']]);
  assert.equal((await cartOf(visitor)).lines.length, 100);
  const [inside] = (await cartOf(visitor)).lines;
  assert.equal((await visitor.add(inside.sku)).status, 200, 'a line that is there can grow');
});

test('stock: what is left, and what can be ordered without any', async () => {
  const visitor = await store.visitor();
  const make = async (sku) => (await addProduct(store, { skus: [{ price: 100, ...sku }] })).sku;
  const [few, none, back, uncounted] = [await make({ stock: 3 }), await make({ stock: 0 }), await make({ stock: 0, backorder: true }), await make({ stock: null })];
  assert.equal((await visitor.add(few, 2)).body.lines[0].quantity_left, 3);
  for (const reply of [await visitor.add(few, 2), await visitor.put(`/api/v1/cart/items/${few}`, { quantity: 4 }), await visitor.add(none)])
    assert.deepEqual([reply.status, reply.body.code], [409, 'out_of_stock']);
  assert.equal((await visitor.put(`/api/v1/cart/items/${few}`, { quantity: 3 })).status, 200);
  for (const sku of [back, uncounted]) assert.equal((await visitor.add(sku, 99)).status, 200);
  assert.deepEqual((await cartOf(visitor)).lines.map((l) => [l.sku, l.quantity, l.status]), [[few, 3, 'in_stock'], [back, 99, 'back_ordered'], [uncounted, 99, 'in_stock']]);
  assert.deepEqual((await cartOf(visitor)).problems, []);
});

test('problems: the price changed, fewer are left, sold out, no longer for sale', async () => {
  const visitor = await store.visitor();
  const { sku, id } = await addProduct(store, { skus: [{ price: 1000, stock: 9 }] });
  await visitor.add(sku, 5);
  const problems = async () => (await cartOf(visitor)).problems.map(({ message, ...p }) => { assert.ok(message); return p; });
  const price = (amount) => store.sql('insert into sku_prices (sku_id, amount) values ($1, $2)', [sku, amount]);
  await price(1200);
  assert.deepEqual(await problems(), [{ code: 'price_changed', blocks: false, sku, was: 1000, now: 1200 }]);
  assert.equal((await cartOf(visitor)).totals.total, 6000);
  await visitor.put(`/api/v1/cart/items/${sku}`, { quantity: 5 });
  assert.deepEqual(await problems(), [], 'a customer who touches the line has seen the price');
  await store.sql('update sku_inventory set quantity_on_hand = 2 where sku_id = $1', [sku]);
  assert.deepEqual(await problems(), [{ code: 'fewer_left', blocks: true, sku, was: 5, now: 2 }]);
  await store.sql('update sku_inventory set quantity_on_hand = 0 where sku_id = $1', [sku]);
  assert.deepEqual(await problems(), [{ code: 'out_of_stock', blocks: true, sku, was: 5, now: 0 }]);
  await store.sql('update sku_inventory set quantity_on_hand = 9 where sku_id = $1', [sku]);
  for (const [off, on] of [[`update products set published_at = null where id = ${id}`, `update products set published_at = now() where id = ${id}`],
    [`update skus set active = false where id = ${sku}`, `update skus set active = true where id = ${sku}`]]) {
    await store.sql(off);
    assert.deepEqual(await problems(), [{ code: 'not_for_sale', blocks: true, sku }]);
    const add = await visitor.add(sku);
    assert.deepEqual([add.status, add.body.code], [404, 'sku_unknown']);
    await store.sql(on);
    assert.deepEqual(await problems(), []);
  }
  await store.sql('delete from skus where id = $1', [sku]);
  assert.deepEqual((await cartOf(visitor)).lines, []);
});

test('a shipping method that is withdrawn is no longer chosen', async () => {
  const visitor = await store.visitor();
  await visitor.add(plain);
  await addShipping(store, 'drone', 5000);
  assert.equal((await visitor.ship('drone')).body.totals.shipping, 5000);
  await store.sql("update shipping_methods set active = false where code = 'drone'");
  const cart = await cartOf(visitor);
  assert.deepEqual([cart.shipping.method, cart.totals.shipping, cart.totals.total], [null, 0, 1000]);
  assert.ok(!cart.shipping.options.some((o) => o.code === 'drone'));
  assert.equal((await visitor.ship('drone')).status, 422);
});

test('carts of different visitors are apart', async () => {
  const [ann, bob] = [await store.visitor(), await store.visitor()];
  await ann.add(plain, 7);
  await bob.add(plain, 1);
  await bob.delete('/api/v1/cart');
  assert.equal((await cartOf(ann)).item_count, 7);
  assert.equal((await cartOf(bob)).item_count, 0);
});
