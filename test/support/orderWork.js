// What tests of work on orders share: an order that was paid, its page, refunds.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { assertStatus, checkoutOf, count, startCheckout, stripeGet, visitorWith } from './sales.js';

// An order of these SKUs: [[sku, quantity], ...], paid at Stripe. `by`: who buys, with nothing in the cart.
export async function placeOrder(store, items, { by, method, code, email = 'ann@shop.example', pay = {} } = {}) {
  const visitor = by ?? await visitorWith(store, items, { method, code });
  if (by) {
    for (const [sku, quantity] of items) assertStatus(await by.add(sku, quantity), 200);
    assertStatus(await by.ship(method), 200);
  }
  const { session } = await startCheckout(visitor, { email });
  await store.pay(session, { hook: false, email, address: { line1: '1 Main St', city: 'Boston', state: 'MA', postal_code: '02101', country: 'US' }, ...pay });
  const { order } = await checkoutOf(visitor, session);
  const [{ id }] = await store.sql('select id from orders where identifier = $1', [order.identifier]);
  const { payment_intent: intent } = await stripeGet(store, `checkout/sessions/${session}`);
  return { id, ...order, session, intent, visitor, path: `/api/admin/orders/${id}` };
}

export const pageOf = async (staff, order) => assertStatus(await staff.get(`${order.path}/page`), 200).body;

export const askRefund = (staff, order, amount, more = {}) =>
  staff.post(`${order.path}/refunds`, { identifier: randomUUID(), amount, ...more });

// Never more than was paid, and ours are those of Stripe.
export async function assertRefundsAgree(store, order) {
  const { data } = await stripeGet(store, `refunds?payment_intent=${order.intent}&limit=100`);
  const ours = await store.sql('select stripe_refund_id as id, amount::int, status from refunds where order_id = $1 order by id', [order.id]);
  const key = (refund) => `${refund.id} ${refund.amount} ${refund.status}`;
  assert.deepEqual(ours.map(key).sort(), data.map(key).sort());
  const [payment] = await store.sql('select amount::int, refunded::int from order_payments where order_id = $1', [order.id]);
  const made = data.filter((refund) => !['failed', 'canceled'].includes(refund.status)).reduce((sum, refund) => sum + refund.amount, 0);
  assert.equal(payment.refunded, made);
  assert.ok(made <= payment.amount);
  assert.equal(await count(store, 'refund_requests', `order_id = ${order.id} and state = 'requested'`), 0);
  return data;
}

// Pieces that came back by the ledger.
export const returned = async (store, order, sku) =>
  Number((await store.sql(`select coalesce(sum(change), 0) as n from stock_movements where reference = $1 and sku_id = $2 and reason = 'return'`,
    [order.identifier, sku]))[0].n);
