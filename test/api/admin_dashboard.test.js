// The dashboard: what it counts, for whom, and that it stays fast in a large store.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { newMember } from '../support/accounts.js';
import { newStaff, startAdmin } from '../support/admin.js';
import { askRefund, placeOrder } from '../support/orderWork.js';
import { assertStatus, makeGoods, until } from '../support/sales.js';

const parts = {
  sales: 'orders.view', to_do: 'orders.view', newest_orders: 'orders.view', low_stock: 'sku_inventory.view',
  mails: 'email_messages.view', payments: 'order_payments.view', alerts: 'alerts.view',
};
const ORDERS = Number(process.env.ORDERS ?? 120000);
const dashboardOf = async (who) => assertStatus(await who.get('/api/admin/dashboard'), 200).body;

describe('a small store', () => {
  let store, boss, sku;
  before(async () => {
    store = await startAdmin();
    [sku] = await makeGoods(store, [{ price: 1000, stock: 1000, title: 'Plenty' }]);
    boss = await newStaff(store);
  });
  after(() => store?.stop());

  test('without anything', async () => {
    const empty = await dashboardOf(boss);
    assert.deepEqual(empty.sales.periods, Object.fromEntries(['today', 'days_7', 'days_30'].map((name) => [name, { orders: 0, revenue: 0, refunds: 0, average: null }])));
    assert.equal(empty.sales.days.length, 30);
    assert.deepEqual(empty.to_do, { accepted: 0, manufacturing: 0, packing: 0 });
    assert.deepEqual([empty.newest_orders, empty.low_stock.items, empty.mails.items, empty.payments.items, empty.alerts.items], [[], [], [], [], []]);
  });

  test('each part for those who may view what it is made of', async () => {
    for (const [part, grant] of Object.entries(parts)) {
      const seen = await dashboardOf(await newStaff(store, [grant]));
      for (const [other, needed] of Object.entries(parts)) assert.equal(seen[other] !== null, needed === grant, `${other} with ${grant} for ${part}`);
    }
    const nothing = await dashboardOf(await newStaff(store, ['products.view']));
    for (const part of Object.keys(parts)) assert.equal(nothing[part], null, part);
    assertStatus(await (await newMember(store)).get('/api/admin/dashboard'), 403, 'forbidden');
    assertStatus(await (await store.visitor()).get('/api/admin/dashboard'), 401, 'login_required');
  });

  test('sales in the days of the store', async () => {
    await store.sql(`update configuration set value = '"Pacific/Kiritimati"' where key = 'time_zone'`); // UTC+14
    const orders = [];
    for (let i = 0; i < 5; i++) orders.push(await placeOrder(store, [[sku, i + 1]], { method: 'free' }));
    assertStatus(await askRefund(boss, orders[4], 700), 201);
    const at = (order, sql) => store.sql(`update orders set placed_at = ${sql} where id = $1`, [order.id]);
    const midnight = `date_trunc('day', now() at time zone 'Pacific/Kiritimati') at time zone 'Pacific/Kiritimati'`;
    await at(orders[0], midnight);                            // the first moment of today
    await at(orders[1], `${midnight} - interval '1 microsecond'`); // the last of yesterday
    await at(orders[2], `${midnight} - interval '6 days'`);
    await at(orders[3], `${midnight} - interval '6 days 1 second'`);
    const { sales, time_zone: zone } = await dashboardOf(boss);
    assert.equal(zone, 'Pacific/Kiritimati');
    assert.deepEqual(sales.periods, {
      today: { orders: 2, revenue: 6000, refunds: 700, average: 3000 },
      days_7: { orders: 4, revenue: 11000, refunds: 700, average: 2750 },
      days_30: { orders: 5, revenue: 15000, refunds: 700, average: 3000 } });
    assert.deepEqual(sales.days.slice(-2).map((day) => [day.orders, day.revenue, day.refunds]), [[1, 2000, 0], [2, 6000, 700]]);
    await at(orders[3], `${midnight} - interval '29 days 1 second'`);
    assert.equal((await dashboardOf(boss)).sales.periods.days_30.orders, 4);
    await store.sql(`update configuration set value = '"UTC"' where key = 'time_zone'`);
  });

  test('work to do', async () => {
    const [low, out] = await makeGoods(store, [{ price: 100, stock: 7, title: 'Low' }, { price: 100, stock: 0, title: 'Out' }, { price: 100, title: 'Air' }]);
    assert.deepEqual((await dashboardOf(boss)).low_stock.items.map((item) => [item.sku_id, item.title, item.sku_title, item.on_hand]), [[String(out), 'Goods', 'Out', 0]]);
    const order = await placeOrder(store, [[low, 2]]);
    assert.deepEqual((await dashboardOf(boss)).low_stock.items.map((item) => item.sku_title), ['Out', 'Low']);
    await store.sql(`update configuration set value = '0' where key = 'low_stock_threshold'`);
    assert.deepEqual([(await dashboardOf(boss)).low_stock.threshold, (await dashboardOf(boss)).low_stock.count], [0, 1]);

    const before_ = (await dashboardOf(boss)).to_do;
    assertStatus(await boss.post(`${order.path}/status`, { status: 'packing' }), 200);
    assert.deepEqual((await dashboardOf(boss)).to_do, { ...before_, accepted: before_.accepted - 1, packing: 1 });
    assert.equal((await dashboardOf(boss)).newest_orders[0].identifier, order.identifier);

    await store.sql(`update orders set on_hold = true, hold_reason = 'total 1 instead of 2' where id = $1`, [order.id]);
    const { payments } = await dashboardOf(boss);
    assert.deepEqual([payments.on_hold, payments.items.map((item) => item.hold_reason)], [1, ['total 1 instead of 2']]);

    await store.sql(`select alert_raise('payment_differs', 'cs_1', 'Look'), alert_raise('other', 'x', 'Look')`);
    const seen = await dashboardOf(boss);
    assert.deepEqual([seen.alerts.count, seen.payments.findings], [2, 1]);

    await until(async () => (await store.sql(`select 1 from email_messages where state not in ('sent')`)).length === 0);
    await store.sql(`update email_messages set state = 'failed', last_reply = '550 no' where id = (select max(id) from email_messages)`);
    const { mails } = await dashboardOf(boss);
    assert.deepEqual([mails.failed, mails.uncertain, mails.items.map((mail) => mail.last_reply)], [1, 0, ['550 no']]);
  });
});

describe('a large store', () => {
  let store, boss;
  before(async () => {
    store = await startAdmin({ role: 'web' });
    boss = await newStaff(store);
    const [sku] = await makeGoods(store, [{ price: 1000, stock: 1000 }]);
    await placeOrder(store, [[sku, 1]]);
    // three years of orders, copied from one, without the triggers and the index of what is searched for
    await store.sql(`
      begin;
      set local session_replication_role = replica;
      drop index orders_found;
      insert into checkouts (identifier, visitor, snapshot, snapshot_hash, currency, item_subtotal, item_discount, shipping, shipping_discount, total,
        session_expires_at, next_check_at, status, stripe_session_id, refunds_known)
      select md5(n::text), c.visitor, '{}', c.snapshot_hash, c.currency, c.item_subtotal, c.item_discount, c.shipping, c.shipping_discount, c.total,
        now(), now(), 'completed', 'cs_' || n, true
      from (select * from checkouts limit 1) c, generate_series(1, ${ORDERS}) n;
      insert into orders (identifier, access_key, checkout_id, made_by, visitor, status, email, currency, item_subtotal, item_discount, shipping, shipping_discount, total, placed_at)
      select 'N' || shop.id, one.access_key, shop.id, one.made_by, one.visitor, case when shop.id % 10 = 0 then 'accepted' else 'delivered' end,
        'a@b.example', one.currency, one.item_subtotal, one.item_discount, one.shipping, one.shipping_discount, one.total,
        now() - (shop.id % 1095) * interval '1 day' - interval '1 minute'
      from checkouts shop, (select * from orders limit 1) one
      where shop.id <> one.checkout_id;
      commit`);
    await store.sql('vacuum analyze orders');
  });
  after(() => store?.stop());

  test('no part reads the whole table', { timeout: 60000 }, async () => {
    const seen = await dashboardOf(boss);
    assert.ok(seen.sales.periods.days_30.orders > ORDERS / 50);
    assert.equal(seen.to_do.accepted, 10000, 'counted up to ten thousand');
    const before_ = await scans(store);
    for (let i = 0; i < 3; i++) await dashboardOf(boss);
    await until(async () => (await scans(store)).idx > before_.idx, 15000);
    assert.equal((await scans(store)).seq, before_.seq, 'no sequential scan of orders');
  });

  const scans = async (from) => {
    const [row] = await from.sql(`select seq_scan::int as seq, idx_scan::int as idx from pg_stat_user_tables where relname = 'orders'`);
    return row;
  };
});
