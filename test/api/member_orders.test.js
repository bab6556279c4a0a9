// What members buy, and who sees it.
import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import { logInAnew, logOut, newMember, person, register, startAccounts, userOf, verificationToken, verifiedMember, verify } from '../support/accounts.js';
import { assertSound, assertStatus, checkoutOf, count, hooksDone, makeCode, makeGoods, startCheckout } from '../support/sales.js';
import { Visitor } from '../support/store.js';

let store, sku, other;
before(async () => {
  store = await startAccounts();
  [sku, other] = await makeGoods(store, [{ price: 1999, stock: 10000, title: 'Small' }, { price: 500, stock: 10000 }]);
});
after(() => store?.stop());

let payers = 0;
async function buy(buyer, { email = `payer${++payers}@post.example`, items = [[sku, 1]], code } = {}) {
  for (const [id, quantity] of items) assertStatus(await buyer.add(id, quantity), 200);
  assertStatus(await buyer.ship(), 200);
  if (code) assertStatus(await buyer.post('/api/v1/cart/discounts', { code }), 200);
  const { session } = await startCheckout(buyer, { email: null });
  await store.pay(session, { hook: false, email });
  const { order } = await checkoutOf(buyer, session);
  return { ...order, session, email, path: `/api/v1/orders/${order.identifier}` };
}
const listOf = async (member, query = '') => assertStatus(await member.get(`/api/v1/orders${query}`), 200).body;
const identifiers = async (member) => (await listOf(member)).items.map(({ identifier }) => identifier);
const rowOf = async ({ identifier }) => (await store.sql('select member_id, prospect_id, email from orders where identifier = $1', [identifier]))[0];

test('a member\'s order is the member\'s, and makes no prospect', async () => {
  const member = await newMember(store);
  const order = await buy(member, { items: [[sku, 2], [other, 1]] });
  assert.deepEqual(await rowOf(order), { member_id: (await userOf(store, member.who.username)).member_id, prospect_id: null, email: order.email });
  assert.equal(await count(store, 'prospects', `email = '${order.email}'`), 0);
  const { items, next_cursor } = await listOf(member);
  assert.equal(next_cursor, null);
  const [{ identifier, status, payment_status, total, pieces, titles }] = items;
  assert.deepEqual([identifier, status, payment_status, total, pieces, titles], [order.identifier, 'accepted', 'paid', 2 * 1999 + 500 + 500, 3, ['Goods', 'Goods']]);
  const visitor = await store.visitor();
  const guest = await buy(visitor);
  const row = await rowOf(guest);
  assert.equal(row.member_id, null);
  assert.ok(row.prospect_id);
});

test('the history, page by page, the newest first, also when all are of one moment', async () => {
  const member = await newMember(store);
  const made = [];
  for (let i = 0; i < 7; i++) made.unshift((await buy(member)).identifier);
  await buy(await newMember(store));
  assert.deepEqual(await identifiers(member), made);
  const walk = async (limit) => {
    const seen = [];
    for (let cursor = ''; cursor !== null;) {
      const page = await listOf(member, `?limit=${limit}${cursor && `&cursor=${encodeURIComponent(cursor)}`}`);
      assert.ok(page.items.length <= limit);
      seen.push(...page.items.map(({ identifier }) => identifier));
      cursor = page.next_cursor;
    }
    return seen;
  };
  for (const limit of [1, 2, 3, 7, 8, 100]) assert.deepEqual(await walk(limit), made, `${limit}`);
  await store.sql(`update orders set placed_at = '2026-01-02T03:04:05.678901Z' where member_id = (select member_id from orders where identifier = $1)`, [made[0]]);
  assert.deepEqual(await walk(2), made);
  const first = await listOf(member, '?limit=2');
  const newer = await buy(member);
  assert.deepEqual((await listOf(member, `?limit=2&cursor=${encodeURIComponent(first.next_cursor)}`)).items.map(({ identifier }) => identifier), made.slice(2, 4),
    'an order meanwhile moves nothing');
  assert.equal((await identifiers(member))[0], newer.identifier);
  for (const query of ['?limit=0', '?limit=101', '?limit=x', '?cursor=x', '?cursor=2026-01-01_1', `?cursor=${'9'.repeat(100)}`])
    assertStatus(await member.get(`/api/v1/orders${query}`), 422);
  const refused = await member.get('/api/v1/orders?cursor=2026-99-99T99:99:99.999999Z_1');
  assert.ok([400, 422].includes(refused.status), refused.text);
});

test('an order is for its member, and for who has its key', async () => {
  const member = await newMember(store);
  const order = await buy(member);
  const elsewhere = await logInAnew(store, member.who);
  for (const reader of [member, elsewhere]) assert.equal(assertStatus(await reader.get(order.path), 200).body.identifier, order.identifier);
  const stranger = await newMember(store);
  const before_ = Object.assign(new Visitor(), member, { cookies: new Map([...member.cookies].filter(([name]) => name === 'visitor')) });
  for (const reader of [stranger, await store.visitor(), before_]) {
    assertStatus(await reader.get(order.path), 404, 'order_unknown');
    assert.equal(assertStatus(await reader.get(`${order.path}?key=${order.key}`), 200).body.identifier, order.identifier);
  }
  assert.deepEqual((await listOf(stranger)).items, []);
  await logOut(member);
  assertStatus(await member.get(order.path), 404, 'order_unknown');
  assertStatus(await member.get('/api/v1/orders'), 401, 'login_required');
});

test('what was bought without an account becomes the member\'s once the address is verified, and not before', async () => {
  const visitor = await store.visitor();
  const who = person();
  const order = await buy(visitor, { email: who.email });
  const prospect = async () => (await store.sql('select member_id, converted_at from prospects where email = $1', [who.email]))[0];
  assert.deepEqual(await prospect(), { member_id: null, converted_at: null });

  const stranger = await register(await store.visitor(), person({ email: who.email }));
  assert.deepEqual(await identifiers(stranger), []);
  assertStatus(await stranger.get(order.path), 404, 'order_unknown');

  await register(visitor, who);
  assert.deepEqual(await identifiers(visitor), [], 'the address is not verified yet');
  assertStatus(await visitor.get(order.path), 200); // in the browser it was made with
  const second = await verificationToken(store, who, 2), first = await verificationToken(store, who, 1);
  const replies = [await verify(visitor, second), await verify(visitor, first)];
  assert.deepEqual(replies.map((r) => r.status).sort(), [200, 404]);
  assert.deepEqual(await identifiers(visitor), [order.identifier]);
  const { member_id } = await userOf(store, who.username);
  const converted = await prospect();
  assert.equal(converted.member_id, member_id);
  assert.ok(converted.converted_at);
  assert.deepEqual(await identifiers(stranger), []);
  assert.deepEqual(await identifiers(await logInAnew(store, who)), [order.identifier]);
});

test('bought without logging in, with a member\'s verified address: in the member\'s history; an unverified one proves nothing', async () => {
  const member = await verifiedMember(store);
  const visitor = await store.visitor();
  const order = await buy(visitor, { email: member.who.email.toUpperCase() });
  assert.deepEqual(await identifiers(member), [order.identifier]);
  assertStatus(await visitor.get(order.path), 200);
  assertStatus(await member.get(order.path), 200);
  const unverified = await newMember(store);
  await buy(await store.visitor(), { email: unverified.who.email });
  assert.deepEqual(await identifiers(unverified), []);
});

test('an order stays the member\'s when the address changes', async () => {
  const member = await verifiedMember(store);
  const order = await buy(member, { email: member.who.email });
  await store.sql('update users set email = $2 where username = $1', [member.who.username, 'moved@post.example']);
  assert.deepEqual(await identifiers(member), [order.identifier]);
});

test('a code so many times a customer counts a member in all browsers', async () => {
  await makeCode(store, 'TWICE', { amount: 100, max_uses_per_customer: 2 });
  const member = await newMember(store);
  await buy(member, { code: 'TWICE' });
  const second = await logInAnew(store, member.who);
  await buy(second, { code: 'TWICE' });
  const third = await logInAnew(store, member.who);
  assertStatus(await third.add(sku), 200);
  const refused = assertStatus(await third.post('/api/v1/cart/discounts', { code: 'TWICE' }), 422);
  assert.deepEqual(refused.body.errors.map(({ field, code }) => `${field} ${code}`), ['code discount_exhausted']);
  await buy(await newMember(store), { code: 'TWICE' });
  const { member_id } = await userOf(store, member.who.username);
  assert.equal(await count(store, 'discount_redemptions', `member_id = ${member_id}`), 2);
  assert.equal(await count(store, 'discount_redemptions r join discount_codes d on d.id = discount_code_id', `d.code = 'TWICE'`), 3);
});

test('two browsers of a member: one cart, one page to pay on, one order', async () => {
  const member = await newMember(store);
  const elsewhere = await logInAnew(store, member.who);
  assertStatus(await member.add(sku, 3), 200);
  assertStatus(await elsewhere.ship(), 200);
  const first = await startCheckout(member, { email: null });
  const second = await startCheckout(elsewhere, { email: null });
  assert.equal(second.session, first.session);
  await store.pay(first.session, { hook: true });
  const orders = await Promise.all([member, elsewhere].map((browser) => checkoutOf(browser, first.session)));
  assert.deepEqual(orders[0].order, orders[1].order);
  assert.deepEqual(await identifiers(member), [orders[0].order.identifier]);
  for (const browser of [member, elsewhere]) assert.deepEqual((await browser.get('/api/v1/cart')).body.lines, []);
});

test('after all of it, everything adds up', async () => {
  await hooksDone(store);
  await assertSound(store);
});
