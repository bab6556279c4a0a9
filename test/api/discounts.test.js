// Discounts, to the minor unit: expected amounts are computed here, with BigInt, from the rules in words.
import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import { addProduct, addShipping } from '../support/shop.js';
import { startStore } from '../support/store.js';

let store;
before(async () => { store = await startStore({ seed: '', sandbox: false }); });
after(() => store?.stop());

function halfEven(numerator, denominator) {
  const [whole, rest] = [numerator / denominator, numerator % denominator];
  if (rest * 2n > denominator || (rest * 2n === denominator && whole % 2n === 1n)) return whole + 1n;
  return whole;
}

test('division rounds half to even', async () => {
  const rows = [];
  for (let n = 0n; n <= 60n; n++) for (const d of [1n, 2n, 3n, 4n, 5n, 7n, 8n, 10n]) rows.push([n, d]);
  for (const n of [5n, 15n, 25n, 9999n * 5000n, 5000n, 15000n, 25000n, 99999999n * 99n * 100n * 9999n, 9223372036854n]) rows.push([n, 10000n], [n, 10n]);
  const got = await store.sql(`select divide_half_even(n, d)::text as q from unnest($1::bigint[], $2::bigint[]) with ordinality as t(n, d, i) order by i`,
    [rows.map(([n]) => String(n)), rows.map(([, d]) => String(d))]);
  rows.forEach(([n, d], i) => assert.equal(BigInt(got[i].q), halfEven(n, d), `${n} / ${d}`));
  const known = { '1/2': 0, '3/2': 2, '5/2': 2, '7/2': 4, '5/10': 0, '15/10': 2, '25/10': 2, '26/10': 3, '24/10': 2 };
  for (const [division, q] of Object.entries(known))
    assert.equal(halfEven(...division.split('/').map(BigInt)), BigInt(q), division);
});

const percent = (bp, on = 'items', more = {}) => ({ kind: 'percent', applies_to: on, percent_bp: bp, ...more });
const fixed = (amount, on = 'items', more = {}) => ({ kind: 'fixed', applies_to: on, amount, ...more });
const free = (more = {}) => ({ kind: 'free_shipping', applies_to: 'shipping', ...more });

// What the rules say: each code takes its share of the whole subtotal (or shipping), in the order entered, and all
// together never more than there is.
function expected(prices, shipping, codes) {
  const subtotal = prices.reduce((sum, [price, quantity]) => sum + BigInt(price) * BigInt(quantity), 0n);
  const left = { items: subtotal, shipping: BigInt(shipping ?? 0) };
  const base = { ...left };
  const amounts = codes.map((code) => {
    const on = code.applies_to;
    const wanted = code.kind === 'percent' ? halfEven(base[on] * BigInt(code.percent_bp), 10000n)
      : code.kind === 'fixed' ? BigInt(code.amount) : base[on];
    const amount = wanted < left[on] ? wanted : left[on];
    left[on] -= amount;
    return amount;
  });
  const sum = (on) => amounts.reduce((s, a, i) => (codes[i].applies_to === on ? s + a : s), 0n);
  return { amounts, totals: { item_subtotal: subtotal, item_discount: sum('items'), shipping: base.shipping, shipping_discount: sum('shipping'),
    total: subtotal - sum('items') + base.shipping - sum('shipping') } };
}

// lines [[price, quantity]], shipping amount or none, codes in the order entered
const table = [
  ...[1, 49, 50, 51, 149, 150, 151, 250, 350, 450, 999, 99999999].map((price) => [[[price, 1]], 750, [percent(100)]]), // ties at 50, 150, 250
  ...[5, 15, 25, 35, 45, 55, 65, 1005, 1015].map((price) => [[[price, 1]], 0, [percent(1000)]]), // ties: 0.5, 1.5, ...
  ...[1, 3, 5, 7, 101, 103].map((price) => [[[price, 1]], undefined, [percent(5000)]]),
  ...[1, 3333, 6667, 9999, 10000].map((bp) => [[[1234, 3], [77, 9]], 750, [percent(bp)]]),
  ...[1, 749, 750, 751, 99999999].map((amount) => [[[250, 3]], 750, [fixed(amount)]]), // caps at the subtotal
  ...[1, 749, 750, 751].map((amount) => [[[250, 3]], 750, [fixed(amount, 'shipping')]]),
  ...[1, 5000, 3333, 10000].map((bp) => [[[250, 3]], 755, [percent(bp, 'shipping')]]),
  [[[100, 1]], 750, [free()]],
  [[[100, 1]], 0, [free()]],
  [[[100, 1]], undefined, [free()]],
  [[[0, 1]], 750, [percent(1000)]],
  [[[0, 1]], 0, [fixed(500)]],
  [[[99999999, 99]], 99999999, [percent(9999)]],
  [[[99999999, 99], [1, 1]], 1, [percent(3333), free({ })]],
  // together
  [[[1005, 1]], 750, [percent(1000), percent(500)]],
  [[[1005, 1]], 750, [percent(500), percent(1000)]],
  [[[1005, 1]], 750, [percent(6000), percent(6000)]],
  [[[1005, 1]], 750, [percent(10000), fixed(1)]],
  [[[1005, 1]], 750, [fixed(1), percent(10000)]],
  [[[1005, 1]], 750, [fixed(1000), fixed(1000)]],
  [[[1005, 1]], 750, [fixed(1000), percent(1000), fixed(1)]],
  [[[1005, 1]], 750, [percent(5000), free(), fixed(100)]],
  [[[1005, 1]], 755, [percent(5000, 'shipping'), free()]],
  [[[1005, 1]], 755, [free(), percent(5000, 'shipping')]],
  [[[1005, 1]], 755, [fixed(700, 'shipping'), percent(5000, 'shipping')]],
  [[[1005, 1]], 755, [fixed(99999), fixed(99999, 'shipping')]],
  [[[333, 3], [1, 1]], 750, [percent(3333), percent(3333), percent(3334)]],
  [[[333, 3], [1, 1]], 750, [percent(3333), percent(3333), percent(3335)]],
];

let codes = 0;
async function addCode(code) {
  const row = { code: `CODE${++codes}`, combinable: true, ...code };
  const names = Object.keys(row);
  await store.sql(`insert into discount_codes (${names.join(', ')}) values (${names.map((_, i) => `$${i + 1}`).join(', ')})`, Object.values(row));
  return row.code;
}

test(`amounts of ${table.length} carts`, async () => {
  assert.ok(table.length >= 60);
  const skus = new Map();
  for (const [lines, shipping, discounts] of table) {
    const visitor = await store.visitor();
    for (const [price, quantity] of lines) {
      if (!skus.has(price)) skus.set(price, (await addProduct(store, { skus: [{ price }] })).sku);
      assert.equal((await visitor.add(skus.get(price), quantity)).status, 200);
    }
    if (shipping !== undefined) {
      if (!skus.has(`s${shipping}`)) { await addShipping(store, `s${shipping}`, shipping); skus.set(`s${shipping}`, 1); }
      assert.equal((await visitor.ship(`s${shipping}`)).status, 200);
    }
    let body;
    for (const discount of discounts) {
      const reply = await visitor.post('/api/v1/cart/discounts', { code: (await addCode(discount)).toLowerCase() });
      assert.equal(reply.status, 200, reply.text);
      body = reply.body;
    }
    const want = expected(lines, shipping, discounts);
    const what = JSON.stringify([lines, shipping, discounts]);
    assert.deepEqual(body.discounts.map((d) => BigInt(d.amount)), want.amounts, what);
    for (const [name, amount] of Object.entries(want.totals)) assert.equal(BigInt(body.totals[name]), amount, `${name} of ${what}`);
  }
});

async function cartOf(price, quantity = 1) {
  const visitor = await store.visitor();
  await visitor.add((await addProduct(store, { skus: [{ price }] })).sku, quantity);
  return visitor;
}

const enter = (visitor, code) => visitor.post('/api/v1/cart/discounts', { code });

function refused(reply, code) {
  assert.equal(reply.status, 422, reply.text);
  assert.deepEqual(reply.body.errors.map((e) => [e.field, e.code]), [['code', code]]);
}

test('minimum, window, limits: refused when entered, told when they stop to hold', async () => {
  const visitor = await cartOf(1000, 2);
  refused(await enter(visitor, await addCode(percent(1000, 'items', { minimum_subtotal: 2001 }))), 'discount_minimum_not_met');
  refused(await enter(visitor, await addCode(percent(1000, 'items', { ends_at: '2020-01-01' }))), 'discount_expired');
  refused(await enter(visitor, await addCode(percent(1000, 'items', { active: false }))), 'discount_expired');
  refused(await enter(visitor, await addCode(percent(1000, 'items', { starts_at: '2220-01-01' }))), 'discount_not_started');
  refused(await enter(visitor, await addCode(percent(1000, 'items', { max_uses: 3, uses: 3 }))), 'discount_exhausted');
  refused(await enter(visitor, 'NONE'), 'discount_unknown');
  assert.deepEqual((await visitor.get('/api/v1/cart')).body.discounts, []);

  const code = await addCode(percent(1000, 'items', { minimum_subtotal: 2000 }));
  assert.equal((await enter(visitor, code)).body.totals.item_discount, 200);
  assert.equal((await enter(visitor, ` ${code.toLowerCase()} `)).body.discounts.length, 1, 'twice is fine');
  const [{ sku }] = (await visitor.get('/api/v1/cart')).body.lines;
  const below = (await visitor.put(`/api/v1/cart/items/${sku}`, { quantity: 1 })).body;
  assert.equal(below.totals.item_discount, 0);
  assert.deepEqual(below.discounts.map((d) => [d.code, d.amount, d.applied, d.problem]), [[code, 0, false, 'discount_minimum_not_met']]);
  assert.deepEqual(below.problems.map((p) => [p.code, p.discount]), [['discount_minimum_not_met', code]]);
  assert.equal((await visitor.put(`/api/v1/cart/items/${sku}`, { quantity: 3 })).body.totals.item_discount, 300);
  for (const [change, problem] of [["ends_at = now() - interval '1 second'", 'discount_expired'],
    ["ends_at = null, starts_at = now() + interval '1 hour'", 'discount_not_started'], ['starts_at = null, max_uses = 1, uses = 1', 'discount_exhausted']]) {
    await store.sql(`update discount_codes set ${change} where code = $1`, [code]);
    const { body } = await visitor.get('/api/v1/cart');
    assert.equal(body.discounts[0].problem, problem);
    assert.equal(body.totals.total, 3000);
  }
  const gone = await visitor.delete(`/api/v1/cart/discounts/${code.toLowerCase()}`);
  assert.deepEqual([gone.status, gone.body.discounts, gone.body.problems], [200, [], []]);
  assert.equal((await visitor.delete(`/api/v1/cart/discounts/${code}`)).status, 200, 'fine when it is not there');
});

test('codes that stand alone', async () => {
  const visitor = await cartOf(1000);
  const [alone, together, more] = [await addCode(fixed(100, 'items', { combinable: false })), await addCode(fixed(10)), await addCode(fixed(1))];
  await enter(visitor, alone);
  refused(await enter(visitor, together), 'discount_not_combinable');
  await visitor.delete(`/api/v1/cart/discounts/${alone}`);
  await enter(visitor, together);
  refused(await enter(visitor, alone), 'discount_not_combinable');
  assert.equal((await enter(visitor, more)).body.totals.item_discount, 11);
});

test('two windows that enter codes which stand alone: one of them is in', async () => {
  for (let i = 0; i < 10; i++) {
    const visitor = await cartOf(1000);
    const pair = [await addCode(fixed(100, 'items', { combinable: false })), await addCode(fixed(200, 'items', { combinable: false }))];
    const replies = await Promise.all(pair.map((code) => enter(visitor, code)));
    assert.deepEqual(replies.map((r) => r.status).sort(), [200, 422]);
    assert.equal((await visitor.get('/api/v1/cart')).body.discounts.length, 1);
  }
});
