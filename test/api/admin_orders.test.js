// Work on orders: the page of one, how it moves on, shipping, notes, the packing slip.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { newMember } from '../support/accounts.js';
import { newStaff, startAdmin } from '../support/admin.js';
import { pageOf, placeOrder, returned } from '../support/orderWork.js';
import { assertSound, assertStatus, count, makeCode, makeGoods, stockOf, stripePost, until } from '../support/sales.js';

let store, staff, sku, other, uncounted;
before(async () => {
  store = await startAdmin();
  [sku, other, uncounted] = await makeGoods(store, [
    { price: 1999, stock: 1000, title: 'Red' }, { price: 500, stock: 1000, title: 'Blue' }, { price: 100, title: 'Air' }]);
  await makeCode(store, 'OFF', { amount: 100 });
  await store.sql(`update shipping_methods set carrier = 'Post', tracking_url_template = 'https://post.example/?n={tracking_number}' where code = 'standard'`);
  staff = await newStaff(store, ['orders.view', 'orders.change', 'refunds.add', 'order_payments.view', 'order_billing.view', 'disputes.view', 'email_messages.view']);
});
after(() => store?.stop());

const move = (who, order, status, note) => who.post(`${order.path}/status`, { status, note });
const ship = (who, order, body) => who.post(`${order.path}/ship`, body);

describe('the page of an order', () => {
  test('tells all of it', async () => {
    const order = await placeOrder(store, [[sku, 2], [other, 1]], { code: 'OFF' });
    const page = await pageOf(staff, order);
    assert.deepEqual(page.totals, { item_subtotal: 4498, item_discount: 100, shipping: 500, shipping_discount: 0, tax: 0, total: 4898, currency: 'USD', currency_exponent: 2 });
    assert.deepEqual(page.lines.map(({ sku_id, sku_title, quantity, line_total, quantity_returnable }) => ({ sku_id, sku_title, quantity, line_total, quantity_returnable })), [
      { sku_id: String(sku), sku_title: 'Red', quantity: 2, line_total: 3998, quantity_returnable: 2 },
      { sku_id: String(other), sku_title: 'Blue', quantity: 1, line_total: 500, quantity_returnable: 1 }]);
    assert.deepEqual(page.discounts.map((each) => [each.code, each.amount]), [['OFF', 100]]);
    assert.equal(page.payment.dashboard_url, `https://dashboard.stripe.com/test/payments/${order.intent}`);
    assert.deepEqual([page.payment.amount, page.payment.left, page.payment.refunded, page.payment.status], [4898, 4898, 0, 'paid']);
    assert.equal(page.shipping.line1, '1 Main St');
    assert.deepEqual(page.statuses.map((each) => [each.status, each.username]), [['accepted', null]]);
    assert.deepEqual(page.mails.map((mail) => [mail.kind, mail.recipient]), [['order_confirmation', 'ann@shop.example']]);
    assert.deepEqual(page.next, { statuses: ['manufacturing', 'packing', 'cancelled'], ship: true, note: true, refund: true });
    assert.equal(page.customer.kind, 'prospect');
    assert.ok(!JSON.stringify(page).includes(order.key), 'the secret of the link is not told');
  });

  test('leaves out what the caller may not view by itself', async () => {
    const order = await placeOrder(store, [[sku, 1]]);
    assertStatus(await staff.post(`${order.path}/notes`, { text: 'Call first' }), 201);
    const mine = await pageOf(staff, order), page = await pageOf(await newStaff(store, ['orders.view']), order);
    for (const part of ['mails', 'notes']) assert.deepEqual([mine[part].length, page[part]], [1, []], part);
    assert.ok(mine.payment.stripe_session_id && mine.billing.line1);
    const { amount, left, status, ...rest } = page.payment;
    assert.deepEqual([amount, left, status], [2499, 2499, 'paid']);
    for (const [name, value] of Object.entries(rest))
      if (/^stripe_|^card_|^dashboard_/.test(name)) assert.equal(value, null, name);
    for (const [name, value] of Object.entries(page.billing)) assert.equal(value, null, name);
    assert.equal(page.shipping.line1, '1 Main St');
  });

  test('a live payment is looked up in the live dashboard', async () => {
    const order = await placeOrder(store, [[sku, 1]]);
    await store.sql('update order_payments set livemode = true where order_id = $1', [order.id]);
    assert.equal((await pageOf(staff, order)).payment.dashboard_url, `https://dashboard.stripe.com/payments/${order.intent}`);
  });

  test('a member, and the other orders', async () => {
    const member = await newMember(store);
    const first = await placeOrder(store, [[sku, 1]], { by: member, email: undefined });
    const second = await placeOrder(store, [[other, 1]], { by: member, email: undefined });
    const { customer } = await pageOf(staff, second);
    assert.deepEqual([customer.kind, customer.username, customer.name, customer.order_count], ['member', member.who.username, 'Ada Byron', 2]);
    assert.deepEqual(customer.other_orders.map((each) => each.identifier), [first.identifier]);
  });

  test('an order that nobody has, and one that is none', async () => {
    for (const id of ['999999', '0', '-1', 'x', '99999999999999999999'])
      for (const part of ['page', 'packing-slip'])
        assertStatus(await staff.get(`/api/admin/orders/${id}/${part}`), 404, 'object_unknown');
    for (const [part, body] of [['status', { status: 'packing' }], ['ship', {}], ['notes', { text: 'x' }]])
      assertStatus(await staff.post(`/api/admin/orders/999999/${part}`, body), 404, 'object_unknown');
  });
});

describe('who may', () => {
  test('view, and no more', async () => {
    const order = await placeOrder(store, [[sku, 1]]);
    const viewer = await newStaff(store, ['orders.view']), stranger = await newStaff(store, ['products.view', 'refunds.view']);
    assert.deepEqual((await pageOf(viewer, order)).next, { statuses: [], ship: false, note: false, refund: false });
    assertStatus(await viewer.get(`${order.path}/packing-slip`), 200);
    assertStatus(await stranger.get(`${order.path}/page`), 403, 'forbidden');
    assertStatus(await stranger.get(`${order.path}/packing-slip`), 403, 'forbidden');
    for (const who of [viewer, stranger]) {
      assertStatus(await move(who, order, 'packing'), 403, 'forbidden');
      assertStatus(await ship(who, order, {}), 403, 'forbidden');
      assertStatus(await who.post(`${order.path}/notes`, { text: 'x' }), 403, 'forbidden');
      assertStatus(await who.post(`${order.path}/refunds`, { identifier: crypto.randomUUID(), amount: 1 }), 403, 'forbidden');
    }
    assert.equal((await pageOf(staff, order)).status, 'accepted');
    assertStatus(await (await store.visitor()).get(`${order.path}/page`), 401, 'login_required');
    assertStatus(await (await newMember(store)).get(`${order.path}/page`), 403, 'forbidden');
  });
});

describe('moving on', () => {
  test('there and back, by whom', async () => {
    const order = await placeOrder(store, [[sku, 1]]);
    for (const status of ['manufacturing', 'packing', 'accepted', 'packing'])
      assert.equal(assertStatus(await move(staff, order, status, `to ${status}`), 200).body.status, status);
    const page = await pageOf(staff, order);
    assert.deepEqual(page.statuses.slice(1).map((each) => [each.status, each.note, each.username]),
      ['manufacturing', 'packing', 'accepted', 'packing'].map((status) => [status, `to ${status}`, staff.who.username]));
    assert.equal(await count(store, 'audit_log', `resource = 'order_statuses' and user_id = ${staff.userId}
      and after ->> 'order_id' = '${order.id}'`), 4, 'each in the log');
  });

  test('every pair of statuses: what the page offers is taken, all else is refused', async () => {
    const order = await placeOrder(store, [[sku, 1]]);
    const all = ['accepted', 'manufacturing', 'packing', 'shipped', 'delivered', 'cancelled', 'refunded'];
    for (const from of all)
      for (const to of all) {
        await store.sql('insert into order_statuses (order_id, status) values ($1, $2)', [order.id, from]);
        const { next } = await pageOf(staff, order);
        const reply = await move(staff, order, to);
        if (next.statuses.includes(to)) assertStatus(reply, 200);
        else assertStatus(reply, 409, 'status_not_possible');
        assert.equal((await pageOf(staff, order)).status, next.statuses.includes(to) ? to : from);
        assert.ok(to !== 'refunded' || reply.status === 409);
      }
  });

  test('cancelled: all pieces are in stock again, once', async () => {
    const before_ = [await stockOf(store, sku), await stockOf(store, other)];
    const order = await placeOrder(store, [[sku, 3], [other, 1], [uncounted, 2]]);
    const replies = await Promise.all([move(staff, order, 'cancelled'), move(staff, order, 'cancelled'), move(staff, order, 'cancelled')]);
    assert.deepEqual(replies.map((reply) => reply.status).sort(), [200, 409, 409]);
    assert.deepEqual([await stockOf(store, sku), await stockOf(store, other)], before_);
    assert.equal(await returned(store, order, sku), 3);
    const page = await pageOf(staff, order);
    assert.deepEqual([page.status, page.next.statuses, page.next.ship, page.next.refund], ['cancelled', [], false, true]);
    assert.deepEqual(page.lines.map((line) => [line.quantity_returned, line.quantity_returnable]), [[3, 0], [1, 0], [2, 0]]);
    await assertSound(store);
  });

  test('what was short does not come back', async () => {
    const [scarce] = await makeGoods(store, [{ price: 700, stock: 2, backorder: true }]);
    const order = await placeOrder(store, [[scarce, 5]]);
    assertStatus(await move(staff, order, 'cancelled'), 200);
    assert.equal(await returned(store, order, scarce), 2);
    assert.equal((await stockOf(store, scarce)).on_hand, 2);
    await assertSound(store);
  });

  test('input is told by field', async () => {
    const order = await placeOrder(store, [[sku, 1]]);
    for (const [body, field] of [[{}, 'status'], [{ status: 'gone' }, 'status'], [{ status: 1 }, 'status'],
      [{ status: 'packing', note: 'x'.repeat(1001) }, 'note'], [{ status: 'packing', more: 1 }, 'more']])
      assert.deepEqual(assertStatus(await staff.post(`${order.path}/status`, body), 422).body.errors.map((each) => each.field), [field]);
    assert.equal((await pageOf(staff, order)).status, 'accepted');
  });
});

describe('shipping', () => {
  test('with the link of the carrier; the customer is told', async () => {
    const order = await placeOrder(store, [[sku, 1]], { email: 'shipped@shop.example' });
    assert.equal(assertStatus(await ship(staff, order, { tracking_number: ' 1Z 9/ä ' }), 200).body.status, 'shipped');
    const page = await pageOf(staff, order);
    assert.deepEqual([page.shipping.tracking_number, page.shipping.tracking_url], ['1Z 9/ä', 'https://post.example/?n=1Z%209%2F%C3%A4']);
    assert.deepEqual(page.mails.map((mail) => mail.kind), ['order_confirmation', 'order_shipped']);
    assert.ok(await until(() => store.mails().some((mail) => mail.includes('shipped@shop.example') && mail.includes('1Z%209%2F%C3%A4'))));
  });

  test('with a link of its own, without a number, and again with another', async () => {
    const order = await placeOrder(store, [[sku, 1]]);
    assertStatus(await ship(staff, order, {}), 200);
    assert.deepEqual([(await pageOf(staff, order)).shipping.tracking_number, (await pageOf(staff, order)).shipping.tracking_url], [null, null]);
    assertStatus(await ship(staff, order, { tracking_number: '2', tracking_url: 'https://other.example/2' }), 200);
    assert.equal((await pageOf(staff, order)).shipping.tracking_url, 'https://other.example/2');
  });

  test('a second click tells nobody twice', async () => {
    const order = await placeOrder(store, [[sku, 1]]);
    const replies = await Promise.all(['7', '7', '7'].map((number) => ship(staff, order, { tracking_number: number })));
    assert.deepEqual(replies.map((reply) => reply.status).sort(), [200, 409, 409]);
    assert.equal(await count(store, 'email_messages', `kind = 'order_shipped' and order_id = ${order.id}`), 1);
  });

  test('not what was cancelled, and only by links of the web', async () => {
    const order = await placeOrder(store, [[sku, 1]]);
    for (const tracking_url of ['javascript:alert(1)', 'post.example', 'https://a b'])
      assertStatus(await ship(staff, order, { tracking_number: '1', tracking_url }), 422);
    assertStatus(await ship(staff, order, { tracking_number: '1'.repeat(101) }), 422);
    assertStatus(await move(staff, order, 'cancelled'), 200);
    assertStatus(await ship(staff, order, { tracking_number: '1' }), 409, 'order_not_shippable');
  });
});

test('notes', async () => {
  const order = await placeOrder(store, [[sku, 1]]);
  assertStatus(await staff.post(`${order.path}/notes`, { text: '  Called, <b>wants</b> blue.\nTwice. ' }), 201);
  assertStatus(await staff.post(`${order.path}/notes`, { text: 'Second' }), 201);
  assert.deepEqual((await pageOf(staff, order)).notes.map((note) => [note.username, note.text]),
    [[staff.who.username, 'Called, <b>wants</b> blue.\nTwice.'], [staff.who.username, 'Second']]);
  for (const text of ['', '  \n', 'x'.repeat(4001), 5, null])
    assert.equal(assertStatus(await staff.post(`${order.path}/notes`, { text }), 422).body.errors[0].field, 'text');
});

test('the packing slip has what goes into the parcel, and no prices', async () => {
  const [scarce] = await makeGoods(store, [{ price: 700, stock: 2, backorder: true, title: 'Scarce' }]);
  const order = await placeOrder(store, [[sku, 2], [scarce, 5]]);
  const slip = assertStatus(await staff.get(`${order.path}/packing-slip`), 200).body;
  assert.deepEqual(slip.lines.map((line) => [line.sku_title, line.ordered, line.missing, line.packed]), [['Red', 2, 0, 2], ['Scarce', 5, 3, 2]]);
  assert.deepEqual([slip.identifier, slip.address.city, slip.store, slip.on_hold], [order.identifier, 'Boston', 'My store', false]);
  assert.doesNotMatch(JSON.stringify(slip), /price|total/);
});

test('what happened at Stripe is on the page', async () => {
  const order = await placeOrder(store, [[sku, 1]]);
  await stripePost(store, 'refunds', { payment_intent: order.intent, amount: '300', reason: 'duplicate' });
  await store.control('POST', 'disputes', { payment_intent: order.intent, status: 'needs_response' });
  assert.ok(await until(async () => (await pageOf(staff, order)).disputes.length === 1 && (await pageOf(staff, order)).refunds.length === 1));
  const page = await pageOf(staff, order);
  assert.deepEqual(page.refunds.map((refund) => [refund.amount, refund.reason, refund.username]), [[300, 'duplicate', null]]);
  assert.deepEqual([page.payment.status, page.payment.left], ['disputed', page.payment.amount - 300]);
});
