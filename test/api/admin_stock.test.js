// Stock is adjusted under the lock that sales take, with its line in the ledger.
import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import { newStaff, startAdmin } from '../support/admin.js';
import { assertSound, assertStatus, hooksDone, makeGoods, startCheckout, stockOf, visitorWith } from '../support/sales.js';

let store, staff;
before(async () => {
  store = await startAdmin();
  staff = await newStaff(store);
});
after(() => store?.stop());

const adjust = (sku, body, who = staff) => who.post(`/api/admin/skus/${sku}/stock`, body);
const ledger = async (sku) => (await store.sql('select change, reason, reference from stock_movements where sku_id = $1 order by id', [sku]));
const fault = (reply) => [reply.status, reply.body.code, reply.body.errors?.[0]?.field, reply.body.errors?.[0]?.code];

test('deliveries, corrections and counts, each with its line', async () => {
  const [sku] = await makeGoods(store, [{ price: 1000, stock: 5 }]);
  const first = assertStatus(await adjust(sku, { change: 3, reason: 'delivery', reference: 'Note 17' }), 200).body;
  assert.deepEqual(first, { sku, change: 3, on_hand: 8, reserved: 0, available: 8, backorder_allowed: false, status: 'in_stock' });
  assert.equal(assertStatus(await adjust(sku, { change: -1, reason: 'correction' }), 200).body.on_hand, 7);
  assert.equal(assertStatus(await adjust(sku, { counted: 4, reason: 'correction' }), 200).body.change, -3);
  assert.equal(assertStatus(await adjust(sku, { counted: 4, reason: 'correction' }), 200).body.change, 0);
  assert.deepEqual(await ledger(sku), [
    { change: 5, reason: 'opening', reference: '' }, { change: 3, reason: 'delivery', reference: 'Note 17' },
    { change: -1, reason: 'correction', reference: '' }, { change: -3, reason: 'correction', reference: '' }]);
  await assertSound(store);
});

test('counting begins and ends', async () => {
  const [sku] = await makeGoods(store, [{ price: 1000 }]);
  assert.deepEqual(fault(await adjust(sku, { change: 1, reason: 'delivery' })), [422, 'invalid_input', 'change', 'not_counted']);
  assert.equal(assertStatus(await adjust(sku, { counted: 9, reason: 'correction' }), 200).body.on_hand, 9);
  assert.equal(assertStatus(await adjust(sku, { tracked: false, reason: 'correction' }), 200).body.on_hand, null);
  assert.equal(assertStatus(await adjust(sku, { counted: 2, reason: 'delivery' }), 200).body.on_hand, 2);
  assert.deepEqual((await ledger(sku)).map((row) => row.change), [9, -9, 2]);
  assert.equal((await ledger(sku))[0].reason, 'opening');
  await assertSound(store);
});

test('never below what checkouts under way hold, unless more may be sold than there is', async () => {
  const [sku] = await makeGoods(store, [{ price: 1000, stock: 5 }]);
  await startCheckout(await visitorWith(store, [[sku, 3]]));
  assertStatus(await adjust(sku, { change: -3, reason: 'correction' }), 409, 'stock_reserved');
  assertStatus(await adjust(sku, { counted: 2, reason: 'correction' }), 409, 'stock_reserved');
  assert.equal(assertStatus(await adjust(sku, { counted: 3, reason: 'correction' }), 200).body.available, 0);
  const more = assertStatus(await adjust(sku, { counted: 1, reason: 'correction', backorder_allowed: true }), 200).body;
  assert.deepEqual([more.on_hand, more.available, more.status], [1, null, 'back_ordered']);
  assertStatus(await adjust(sku, { backorder_allowed: false }), 409, 'stock_reserved');
  assert.deepEqual(await stockOf(store, sku), { on_hand: 1, reserved: 3 });
  await assertSound(store);
});

test('what is wrong is told by field, and nothing is done', async () => {
  const [sku] = await makeGoods(store, [{ price: 1000, stock: 5 }]);
  for (const [body, field, code] of [
    [{}, 'change', 'required'],
    [{ change: 1 }, 'reason', 'required'],
    [{ change: 0, reason: 'delivery' }, 'change', 'out_of_range'],
    [{ change: -6, reason: 'correction' }, 'change', 'out_of_range'],
    [{ change: 1, counted: 2, reason: 'delivery' }, 'change', 'not_allowed'],
    [{ counted: 1, tracked: false, reason: 'correction' }, 'change', 'not_allowed'],
    [{ counted: -1, reason: 'correction' }, 'counted', 'out_of_range'],
    [{ change: 1, reason: 'sale' }, 'reason', 'unknown_choice'],
    [{ change: 1, reason: 'opening' }, 'reason', 'unknown_choice'],
    [{ tracked: true, reason: 'correction' }, 'tracked', 'not_allowed'],
    [{ change: '1', reason: 'delivery' }, 'change', 'wrong_type'],
    [{ change: 1e18, reason: 'delivery' }, 'change', 'out_of_range'],
    [{ change: 1000000000, reason: 'delivery' }, 'change', 'out_of_range'],
    [{ change: 1, reason: 'delivery', reference: 'x'.repeat(201) }, 'reference', 'out_of_range'],
    [{ change: 1, reason: 'delivery', on_hand: 7 }, 'on_hand', 'unknown_field'],
  ]) assert.deepEqual(fault(await adjust(sku, body)), [422, 'invalid_input', field, code], JSON.stringify(body));
  for (const id of ['999999999', '0', 'x', '-1', '99999999999999999999'])
    assertStatus(await adjust(id, { change: 1, reason: 'delivery' }), 404, 'object_unknown');
  assert.deepEqual(await stockOf(store, sku), { on_hand: 5, reserved: 0 });
});

test('only with the permission; what was done is in the log of changes', async () => {
  const [sku] = await makeGoods(store, [{ price: 1000, stock: 5 }]);
  const looking = await newStaff(store, ['sku_inventory.view', 'skus.change']);
  const counting = await newStaff(store, ['sku_inventory.change']);
  assertStatus(await adjust(sku, { change: 1, reason: 'delivery' }, looking), 403, 'forbidden');
  assertStatus(await adjust(sku, { change: 1, reason: 'delivery' }, counting), 200);
  const rows = await store.sql('select resource, action, change_id from audit_log where username = $1 order by id', [counting.who.username]);
  assert.deepEqual(rows.map((row) => [row.resource, row.action]), [['sku_inventory', 'update'], ['stock_movements', 'insert']]);
  assert.equal(new Set(rows.map((row) => row.change_id)).size, 1);
});

test('sales and adjustments at the same time: the ledger stays what is on hand', async () => {
  const [sku] = await makeGoods(store, [{ price: 1000, stock: 40 }]);
  const buyers = await Promise.all(Array.from({ length: 12 }, () => visitorWith(store, [[sku, 1]])));
  const jobs = [
    ...buyers.map(async (buyer) => store.pay((await startCheckout(buyer)).session)),
    ...Array.from({ length: 10 }, async (_, i) => {
      const reply = await adjust(sku, i % 3 === 2 ? { counted: 60, reason: 'correction' } : { change: i % 2 ? 2 : -1, reason: 'correction' });
      assert.equal(reply.status, 200, reply.text);
    })];
  await Promise.all(jobs);
  await hooksDone(store);
  await assertSound(store);
  const sold = Number((await store.sql(`select -sum(change) as n from stock_movements where sku_id = $1 and reason = 'sale'`, [sku]))[0].n);
  assert.equal(sold, 12);
  assert.equal((await stockOf(store, sku)).reserved, 0);
});
