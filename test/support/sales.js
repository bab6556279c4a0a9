// What tests of selling share: goods made by SQL, buying, and what must hold after any of it.
import assert from 'node:assert/strict';
import { createHmac, randomBytes } from 'node:crypto';
import { sleep, until, webhookSecret } from './store.js';

// One published product with a SKU for each {price, stock, backorder}; stock undefined: nobody counts. Gives the ids.
export async function makeGoods(store, goods) {
  const slug = `goods-${randomBytes(4).toString('hex')}`;
  const [{ id: product }] = await store.sql(
    `insert into products (slug, title, published_at) values ($1, 'Goods', now()) returning id`, [slug]);
  const rows = JSON.stringify(goods.map((each, i) => ({ code: `${slug}-${i}`, position: i, backorder: false, ...each })));
  const ids = (await store.sql(
    `insert into skus (code, title) select code, coalesce(title, '') from jsonb_to_recordset($1) as r(code text, title text, position int)
     order by position returning id`, [rows])).map((row) => Number(row.id));
  const all = JSON.stringify(ids.map((id, i) => ({ id, price: goods[i].price, stock: goods[i].stock, backorder: goods[i].backorder ?? false, position: i })));
  const from = 'from jsonb_to_recordset($1) as r(id bigint, price bigint, stock int, backorder boolean, position int)';
  await store.sql(`insert into product_skus (product_id, sku_id, position) select $2, id, position ${from}`, [all, product]);
  await store.sql(`insert into sku_prices (sku_id, amount, effective_at) select id, price, now() - interval '1 day' ${from}`, [all]);
  await store.sql(`insert into sku_inventory (sku_id, quantity_on_hand, backorder_allowed) select id, stock, backorder ${from}`, [all]);
  await store.sql(`insert into stock_movements (sku_id, change, reason) select id, stock, 'opening' ${from} where stock > 0`, [all]);
  await store.sql(`insert into shipping_methods (code, title, amount) values ('standard', 'Standard', 500), ('free', 'Free', 0)
     on conflict (code) do nothing`);
  return ids;
}

export const makeCode = (store, code, columns) => {
  const all = { kind: 'fixed', applies_to: 'items', ...columns, code };
  const names = Object.keys(all);
  return store.sql(`insert into discount_codes (${names}) values (${names.map((_, i) => `$${i + 1}`)})`, Object.values(all));
};

// A visitor with these SKUs in the cart: [[sku, quantity], ...].
export async function visitorWith(store, items, { method = 'standard', code } = {}) {
  const visitor = await store.visitor();
  for (const [sku, quantity] of items) assertStatus(await visitor.add(sku, quantity), 200);
  assertStatus(await visitor.ship(method), 200);
  if (code) assertStatus(await visitor.post('/api/v1/cart/discounts', { code }), 200);
  return visitor;
}

export function assertStatus(reply, status, code) {
  assert.equal(reply.status, status, reply.text);
  if (code) assert.equal(reply.body.code, code, reply.text);
  return reply;
}

export async function startCheckout(visitor, more = {}) {
  return assertStatus(await visitor.checkout({ email: 'ann@shop.example', ...more }), 201).body;
}

export async function checkoutOf(visitor, session) {
  return assertStatus(await visitor.get(`/api/v1/checkout/${session}`), 200).body;
}

// A signed hook, as Stripe sends it; `how` spoils it.
export function postHook(store, event, { secret = webhookSecret, at = Math.floor(Date.now() / 1000), header, body } = {}) {
  const text = typeof event === 'string' ? event : JSON.stringify(event);
  const signature = createHmac('sha256', secret).update(`${at}.${text}`).digest('hex');
  const value = header === undefined ? `t=${at},v1=${signature}` : typeof header === 'function' ? header(at, signature) : header;
  return fetch(`${store.url}/webhooks/stripe`, {
    method: 'POST', body: body ?? text,
    headers: { 'content-type': 'application/json', ...(value === null ? {} : { 'stripe-signature': value }) } });
}

// Stripe's API, as the sandbox speaks it.
export async function stripeGet(store, path) {
  const reply = await fetch(`${store.sandboxUrl}/v1/${path}`, { headers: { authorization: 'Bearer sk_test_0123456789' } });
  assert.equal(reply.status, 200, path);
  return reply.json();
}

export async function stripePost(store, path, form) {
  const reply = await fetch(`${store.sandboxUrl}/v1/${path}`, {
    method: 'POST', headers: { authorization: 'Bearer sk_test_0123456789' }, body: new URLSearchParams(form) });
  const body = await reply.json();
  assert.equal(reply.status, 200, JSON.stringify(body));
  return body;
}

export const eventsOf = async (store, session) =>
  (await stripeGet(store, 'events?limit=100')).data.filter((event) => event.data.object.id === session);

// The requests that the server made of Stripe since `number`.
export async function stripeRequests(store, number = 0) {
  const all = [];
  for (;;) {
    const page = await store.control('GET', `requests?since=${number}`);
    if (page.requests.length === 0) return all;
    all.push(...page.requests);
    number = page.next;
  }
}

export const setFaults = (store, faults) => store.control('POST', 'faults', faults);
export const resetFaults = (store) => store.control('DELETE', 'faults');

// No hook is queued or under way.
export async function hooksDone(store, ms = 30000) {
  const done = await until(async () => {
    const { hooks } = await store.control('GET', 'state');
    return hooks.queued === 0 && hooks.in_flight === 0;
  }, ms);
  assert.ok(done, 'hooks are still under way');
}

export const count = async (store, table, where = 'true') =>
  Number((await store.sql(`select count(*) from ${table} where ${where}`))[0].count);

// What holds at any moment when nothing is under way, whatever happened before.
export async function assertSound(store) {
  const none = async (what, sql) => assert.deepEqual(await store.sql(sql), [], what);
  await none('the ledger is what is on hand', `
    select i.sku_id, i.quantity_on_hand, coalesce(sum(m.change), 0) as ledger
    from sku_inventory i left join stock_movements m on m.sku_id = i.sku_id
    where i.quantity_on_hand is not null group by i.sku_id having i.quantity_on_hand <> coalesce(sum(m.change), 0)`);
  await none('what is reserved is what open checkouts hold', `
    select i.sku_id, i.quantity_reserved, coalesce(sum(r.quantity), 0) as held
    from sku_inventory i left join stock_reservations r on r.sku_id = i.sku_id
    group by i.sku_id having i.quantity_reserved <> coalesce(sum(r.quantity), 0)`);
  await none('only unfinished checkouts hold stock', `
    select c.identifier, c.status from checkouts c join stock_reservations r on r.checkout_id = c.id
    where c.status not in ('pending', 'open', 'processing')`);
  await none('uses of codes are counted', `
    select d.code, d.uses from discount_codes d left join discount_redemptions r on r.discount_code_id = d.id
    group by d.id having d.uses <> count(r.checkout_id)`);
  await none('ended checkouts hold no code', `
    select c.identifier from checkouts c join discount_redemptions r on r.checkout_id = c.id where c.status in ('expired', 'failed')`);
  await none('completed checkouts are those with an order', `
    select c.identifier, c.status from checkouts c left join orders o on o.checkout_id = c.id
    where (c.status = 'completed') <> (o.id is not null)`);
  await none('an order has all its parts, and one confirmation', `
    select o.identifier from orders o where
      (select count(*) from order_payments x where x.order_id = o.id) <> 1
      or (select count(*) from order_billing x where x.order_id = o.id) <> 1
      or (select count(*) from order_shipping x where x.order_id = o.id) <> 1
      or (select count(*) from order_skus x where x.order_id = o.id) < 1
      or (select count(*) from order_statuses x where x.order_id = o.id and status = 'accepted') < 1
      or (select count(*) from email_messages x where x.order_id = o.id and kind = 'order_confirmation') <> 1
      or exists (select from email_messages x where x.order_id = o.id
        and kind not in ('order_confirmation', 'order_shipped', 'order_refunded'))`);
  await none('the lines of an order are its subtotal', `
    select o.identifier from orders o join order_skus s on s.order_id = o.id where not o.on_hold
    group by o.id having sum(s.line_total) <> o.item_subtotal`);
  await none('sold pieces left the stock', `
    select o.identifier, s.sku_id from orders o join order_skus s on s.order_id = o.id
    join sku_inventory i on i.sku_id = s.sku_id and i.quantity_on_hand is not null
    where s.quantity - s.quantity_short <> -coalesce((select sum(m.change) from stock_movements m
      where m.reference = o.identifier and m.sku_id = s.sku_id and m.reason = 'sale'), 0)`);
}

export const stockOf = async (store, sku) =>
  (await store.sql('select quantity_on_hand as on_hand, quantity_reserved as reserved from sku_inventory where sku_id = $1', [sku]))[0];

export { sleep, until };
