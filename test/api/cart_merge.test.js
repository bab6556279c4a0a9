// At a login the visitor's cart goes into the member's, whole and once, whatever else happens at the moment.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { follow, logIn, newMember, startAccounts, tryLogin } from '../support/accounts.js';
import { assertSound, assertStatus, checkoutOf, count, hooksDone, makeCode, makeGoods, startCheckout } from '../support/sales.js';
import { addShipping } from '../support/shop.js';

let store;
let goods;
before(async () => {
  store = await startAccounts();
  goods = await makeGoods(store, Array.from({ length: 60 }, () => ({ price: 1000, stock: 1000 })));
  await addShipping(store, 'post', 100);
  await addShipping(store, 'courier', 900);
  await makeCode(store, 'ALONE', { amount: 100, combinable: false });
  await makeCode(store, 'ONE', { amount: 100, combinable: true });
  await makeCode(store, 'TWO', { amount: 50, combinable: true });
});
after(() => store?.stop());

const cartOf = async (visitor) => (await visitor.get('/api/v1/cart')).body;
const linesOf = async (visitor) => Object.fromEntries((await cartOf(visitor)).lines.map(({ sku, quantity }) => [sku, quantity]));
const enter = async (visitor, code) => assertStatus(await visitor.post('/api/v1/cart/discounts', { code }), 200);

// A member who is logged in elsewhere, with these things in the cart.
async function memberWith(items, more = async () => {}) {
  const member = await newMember(store);
  for (const [sku, quantity] of items) assertStatus(await member.add(sku, quantity), 200);
  await more(member);
  return member;
}

async function visitorWith(items) {
  const visitor = await store.visitor();
  for (const [sku, quantity] of items) assertStatus(await visitor.add(sku, quantity), 200);
  return visitor;
}

test('of each thing the larger quantity; the visitor has nothing left', async () => {
  const member = await memberWith([[goods[0], 2], [goods[1], 5]]);
  const visitor = await visitorWith([[goods[1], 3], [goods[0], 4], [goods[2], 1]]);
  await logIn(visitor, member.who);
  const whole = { [goods[0]]: 4, [goods[1]]: 5, [goods[2]]: 1 };
  assert.deepEqual(await linesOf(visitor), whole);
  assert.deepEqual(await linesOf(member), whole, 'on the other device too');
  assert.equal(visitor.session.cart_items, 10);
  assert.equal(await count(store, 'cart_skus join carts on carts.id = cart_id', 'visitor is not null'), 0);
});

test('an empty cart takes nothing away, and none is no hindrance', async () => {
  const member = await memberWith([[goods[0], 2]]);
  const visitor = await store.visitor();
  await logIn(visitor, member.who);
  assert.deepEqual(await linesOf(visitor), { [goods[0]]: 2 });
  const newcomer = await newMember(store);
  const other = await visitorWith([[goods[3], 1]]);
  await logIn(other, newcomer.who);
  assert.deepEqual(await linesOf(newcomer), { [goods[3]]: 1 });
});

test('the choice of delivery is the newer one; codes that hold and may stand together stay', async () => {
  const member = await memberWith([[goods[0], 2]], async (m) => { await m.ship('post'); await enter(m, 'ONE'); });
  const visitor = await visitorWith([[goods[1], 1]]);
  await visitor.ship('courier');
  await enter(visitor, 'TWO');
  await logIn(visitor, member.who);
  const cart = await cartOf(visitor);
  assert.equal(cart.shipping.method, 'courier');
  assert.deepEqual(cart.discounts.map(({ code }) => code).sort(), ['ONE', 'TWO']);
});

test('a code that stands alone does not drive out the member\'s; one that holds no more stays behind', async () => {
  const member = await memberWith([[goods[0], 2]], (m) => enter(m, 'ONE'));
  const visitor = await visitorWith([[goods[1], 1]]);
  await enter(visitor, 'ALONE');
  await logIn(visitor, member.who);
  assert.deepEqual((await cartOf(visitor)).discounts.map(({ code }) => code), ['ONE']);

  await makeCode(store, 'GONE', { amount: 10, combinable: true });
  const again = await visitorWith([[goods[2], 1]]);
  await enter(again, 'GONE');
  await store.sql(`update discount_codes set ends_at = now() - interval '1 second' where code = 'GONE'`);
  await logIn(again, member.who);
  assert.deepEqual((await cartOf(again)).discounts.map(({ code }) => code), ['ONE']);
});

test('more lines than can be paid at once are kept, and the checkout says so', async () => {
  const many = await makeGoods(store, Array.from({ length: 101 }, () => ({ price: 100 })));
  const member = await memberWith(many.slice(0, 60).map((sku) => [sku, 1]), (m) => m.ship('post'));
  const visitor = await visitorWith(many.slice(60).map((sku) => [sku, 1]));
  await logIn(visitor, member.who);
  assert.equal((await cartOf(visitor)).lines.length, 101);
  assertStatus(await visitor.checkout({ email: 'a@post.example' }), 409, 'cart_full');
  assertStatus(await visitor.add(goods[5]), 409, 'cart_full');
  assertStatus(await visitor.delete(`/api/v1/cart/items/${many[0]}`), 200);
  assertStatus(await visitor.checkout({ email: 'a@post.example' }), 201);
});

test('50 requests of the visitor around the login: what was answered with 200 is in the member\'s cart', async () => {
  for (let round = 0; round < 5; round++) {
    const member = await memberWith([[goods[0], 1]]);
    const visitor = await visitorWith([[goods[1], 1]]);
    const cookies = new Map(visitor.cookies); // the requests under way know nothing of the session
    const { token } = visitor;
    const late = () => Object.assign(Object.create(Object.getPrototypeOf(visitor)), { store, cookies: new Map(cookies), token });
    const adds = goods.slice(5, 55).map((sku) => ({ sku, visitor: late() }));
    const half = adds.slice(0, 25).map(async (each) => { each.reply = await each.visitor.add(each.sku, 2); });
    const login = tryLogin(visitor, member.who);
    const rest = adds.slice(25).map(async (each) => { each.reply = await each.visitor.add(each.sku, 2); });
    await Promise.all([...half, ...rest]);
    follow(visitor, assertStatus(await login, 200).body.session);
    const lines = await linesOf(visitor);
    assert.equal(lines[goods[0]], 1);
    assert.equal(lines[goods[1]], 1);
    for (const { sku, reply } of adds)
      if (reply.status === 200) assert.equal(lines[sku], 2, `${sku} was answered with 200`);
      else assertStatus(reply, 409, 'cart_moved');
    const late2 = late();
    assertStatus(await late2.add(goods[2]), 409, 'cart_moved');
    assertStatus(await late2.delete(`/api/v1/cart/items/${goods[0]}`), 409, 'cart_moved');
    await store.sql('delete from carts');
  }
});

test('50 logins of one visitor at once: the goods are there once', async () => {
  const member = await memberWith([[goods[0], 1]]);
  const visitor = await visitorWith([[goods[0], 3], [goods[1], 2]]);
  const again = () => Object.assign(Object.create(Object.getPrototypeOf(visitor)), { store, cookies: new Map(visitor.cookies), token: visitor.token });
  const replies = await Promise.all(Array.from({ length: 50 }, () => tryLogin(again(), member.who)));
  for (const reply of replies) assertStatus(reply, 200);
  assert.deepEqual(await linesOf(member), { [goods[0]]: 3, [goods[1]]: 2 });
});

test('a page to pay on that was open at the login: paid, it is the member\'s order, and its goods leave the member\'s cart', async () => {
  const member = await memberWith([[goods[0], 1]]);
  const visitor = await visitorWith([[goods[1], 2]]);
  await visitor.ship('post');
  const { session } = await startCheckout(visitor);
  await logIn(visitor, member.who);
  await store.pay(session);
  await hooksDone(store);
  const { order } = await checkoutOf(visitor, session);
  assert.deepEqual(await linesOf(visitor), { [goods[0]]: 1 });
  const { items } = assertStatus(await member.get('/api/v1/orders'), 200).body;
  assert.deepEqual(items.map(({ identifier }) => identifier), [order.identifier]);
  await assertSound(store);
});
