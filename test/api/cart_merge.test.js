// At login the visitor's cart goes into the member's: all of it, once, whatever else goes on.
import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import { cookieOf, follow, isMember, logIn, logInAnew, logOut, newMember, person, register, startAccounts, tryLogin, userOf } from '../support/accounts.js';
import { assertSound, assertStatus, checkoutOf, count, hooksDone, makeCode, makeGoods, startCheckout, until } from '../support/sales.js';
import { Visitor } from '../support/store.js';

let store, goods;
before(async () => {
  store = await startAccounts({ env: { LOOPS: '3' } });
  goods = await makeGoods(store, Array.from({ length: 120 }, (_, i) => ({ price: 1000 + i, stock: 100000 })));
});
after(() => store?.stop());

const cartOf = async (visitor) => assertStatus(await visitor.get('/api/v1/cart'), 200).body;
const linesOf = async (visitor) => Object.fromEntries((await cartOf(visitor)).lines.map(({ sku, quantity }) => [sku, quantity]));
const codesOf = async (visitor) => (await cartOf(visitor)).discounts.map(({ code }) => code).sort();
const enter = async (visitor, code) => assertStatus(await visitor.post('/api/v1/cart/discounts', { code }), 200);
const fill = async (visitor, lines) => {
  for (const [sku, quantity] of lines) assertStatus(await visitor.put(`/api/v1/cart/items/${sku}`, { quantity }), 200);
  return visitor;
};

// A member whose cart holds these lines, and who is logged out everywhere.
async function memberWith(lines) {
  const member = await newMember(store);
  await fill(member, lines);
  await logOut(member);
  return member.who;
}

// Requests of a browser that were sent before it got its session.
function tabOf(visitor) {
  const tab = Object.assign(new Visitor(), visitor);
  tab.cookies = new Map(visitor.cookies);
  return tab;
}

test('of each thing the larger quantity; then the visitor has nothing', async () => {
  const [a, b, c, d] = goods;
  const who = await memberWith([[a, 2], [b, 7], [c, 1]]);
  const visitor = await fill(await store.visitor(), [[a, 5], [b, 3], [d, 4]]);
  const tab = tabOf(visitor);
  const reply = await tryLogin(visitor, who);
  follow(visitor, assertStatus(reply, 200).body.session);
  assert.equal(reply.body.session.cart_items, 5 + 7 + 1 + 4);
  assert.deepEqual(await linesOf(visitor), { [a]: 5, [b]: 7, [c]: 1, [d]: 4 });
  assert.deepEqual(await linesOf(tab), {});
  assertStatus(await tab.add(a), 409, 'cart_moved');
  await logOut(visitor);
  assert.deepEqual(await linesOf(visitor), {}, 'nor whoever comes next');
  assertStatus(await visitor.add(a), 200);
  assert.deepEqual(await linesOf(await logInAnew(store, who)), { [a]: 5, [b]: 7, [c]: 1, [d]: 4 });
});

test('registering takes the cart along', async () => {
  const [a] = goods;
  const visitor = await fill(await store.visitor(), [[a, 3]]);
  assertStatus(await visitor.ship('free'), 200);
  await register(visitor);
  assert.equal(visitor.session.cart_items, 3);
  const cart = await cartOf(visitor);
  assert.deepEqual([cart.lines[0].quantity, cart.shipping.method], [3, 'free']);
});

test('a browser that is used for two accounts, one after the other', async () => {
  const [a, b] = goods;
  const [first, second] = [await memberWith([]), await memberWith([[b, 1]])];
  const browser = await fill(await store.visitor(), [[a, 2]]);
  await logIn(browser, first);
  await logIn(browser, second); // without logging out
  assert.deepEqual(await linesOf(browser), { [b]: 1 });
  assert.deepEqual(await linesOf(await logInAnew(store, first)), { [a]: 2 });
});

test('a price that changed since the visitor saw it is told', async () => {
  const [sku] = await makeGoods(store, [{ price: 1000 }]);
  const who = await memberWith([[sku, 1]]);
  const setPrice = (amount, ago) => store.sql(`insert into sku_prices (sku_id, amount, effective_at) values ($1, $2, now() - $3::interval)`, [sku, amount, ago]);
  await setPrice(1100, '2 hours');
  const visitor = await fill(await store.visitor(), [[sku, 1]]);
  await setPrice(1200, '1 hour');
  await logIn(visitor, who);
  const { problems } = await cartOf(visitor);
  assert.deepEqual(problems.map(({ code, was, now }) => [code, was, now]), [['price_changed', 1100, 1200]]);
});

test('codes that hold and may stand together come along', async () => {
  const [a, b] = goods;
  await makeCode(store, 'BOTH1', { amount: 100, combinable: true });
  await makeCode(store, 'BOTH2', { amount: 100, combinable: true });
  await makeCode(store, 'ALONE', { amount: 100 });
  await makeCode(store, 'GONE', { amount: 100, combinable: true });
  await makeCode(store, 'BIG', { amount: 100, combinable: true, minimum_subtotal: 5000 });
  // the member's, the visitor's, what the cart has after
  for (const [mine, theirs, expected] of [
    [[], ['ALONE'], ['ALONE']], [['ALONE'], ['ALONE'], ['ALONE']], [['ALONE'], ['BOTH1'], ['ALONE']], [['BOTH1'], ['ALONE'], ['BOTH1']],
    [['BOTH1'], ['BOTH2'], ['BOTH1', 'BOTH2']], [['BOTH1'], ['BOTH2', 'GONE'], ['BOTH1', 'BOTH2']], [[], ['GONE'], []], [['BOTH1'], ['BIG'], ['BIG', 'BOTH1']]]) {
    await store.sql(`update discount_codes set ends_at = null where code = 'GONE'`);
    const member = await fill(await newMember(store), [[a, 1]]);
    for (const code of mine) await enter(member, code);
    const visitor = await fill(await store.visitor(), [[b, 6]]);
    for (const code of theirs) await enter(visitor, code);
    await store.sql(`update discount_codes set ends_at = now() where code = 'GONE'`);
    await logIn(visitor, member.who);
    assert.deepEqual(await codesOf(visitor), expected, `${mine} and ${theirs}`);
    assert.equal((await cartOf(visitor)).problems.length, 0);
  }
});

test('the visitor\'s choice of delivery, when it is there still', async () => {
  const [a] = goods;
  await store.sql(`insert into shipping_methods (code, title, amount) values ('drone', 'Drone', 900) on conflict (code) do nothing`);
  const methodAfter = async (mine, theirs) => {
    const member = await fill(await newMember(store), [[a, 1]]);
    if (mine) assertStatus(await member.ship(mine), 200);
    const visitor = await fill(await store.visitor(), [[a, 1]]);
    if (theirs) assertStatus(await visitor.ship(theirs), 200);
    await store.sql(`update shipping_methods set active = false where code = 'drone'`);
    await logIn(visitor, member.who);
    const { method } = (await cartOf(visitor)).shipping;
    await store.sql(`update shipping_methods set active = true where code = 'drone'`);
    return method;
  };
  assert.equal(await methodAfter('standard', 'free'), 'free');
  assert.equal(await methodAfter('standard', undefined), 'standard');
  assert.equal(await methodAfter(undefined, 'free'), 'free');
  assert.equal(await methodAfter('standard', 'drone'), 'standard');
});

test('more than 100 lines: nothing is left behind, but so many can\'t be paid', async () => {
  const who = await memberWith(goods.slice(0, 70).map((sku) => [sku, 1]));
  const visitor = await fill(await store.visitor(), goods.slice(50, 105).map((sku) => [sku, 2]));
  assertStatus(await visitor.ship(), 200);
  await logIn(visitor, who);
  assert.deepEqual(await linesOf(visitor), Object.fromEntries(goods.slice(0, 105).map((sku, i) => [sku, i < 50 ? 1 : 2])));
  assertStatus(await visitor.add(goods[110]), 409, 'cart_full');
  assertStatus(await visitor.put(`/api/v1/cart/items/${goods[0]}`, { quantity: 3 }), 200); // what is there can be changed
  assertStatus(await visitor.put(`/api/v1/cart/items/${goods[0]}`, { quantity: 1 }), 200);
  assertStatus(await visitor.checkout(), 409, 'cart_full');
  for (const sku of goods.slice(100, 105)) assertStatus(await visitor.delete(`/api/v1/cart/items/${sku}`), 200);
  assertStatus(await visitor.checkout(), 201);
});

test('50 requests of the visitor while the login is under way: what was answered with 200 is in the member\'s cart', async (t) => {
  const tallies = [];
  for (let round = 0; round < 4; round++) {
    const [common, ...each] = goods.slice(0, 41);
    const who = await memberWith([[each[0], 3]]);
    const browser = await store.visitor();
    if (round % 2) await fill(browser, [[goods[60], 5]]); // with a cart before, and without
    const tab = tabOf(browser);
    const requests = [...each.map((sku) => [sku, tab.add(sku, 1)]), ...Array.from({ length: 10 }, () => [common, tab.add(common, 1)])];
    const login = logIn(browser, who);
    const replies = await Promise.all(requests.map(async ([sku, reply]) => [sku, await reply]));
    await login;
    const expected = { [each[0]]: 3 };
    if (round % 2) expected[goods[60]] = 5;
    for (const [sku, reply] of replies) {
      if (reply.status === 200) expected[sku] = sku === common ? (expected[sku] ?? 0) + 1 : Math.max(expected[sku] ?? 0, 1);
      else assertStatus(reply, 409, 'cart_moved');
    }
    assert.deepEqual(await linesOf(browser), expected);
    tallies.push(replies.filter(([, reply]) => reply.status === 200).length);
    assertStatus(await tab.add(common), 409, 'cart_moved');
  }
  t.diagnostic(`of 50 requests ${tallies.join(', ')} came before the login`);
});

test('50 requests in the middle of the login: the member\'s cart is held by somebody meanwhile', async () => {
  const who = await memberWith([[goods[0], 1]]);
  const browser = await fill(await store.visitor(), [[goods[1], 2]]);
  const tab = tabOf(browser);
  const client = await store.pool.connect();
  try {
    await client.query('begin');
    await client.query('select from carts where member_id = (select members.id from members join users on users.id = user_id where username = $1) for update', [who.username]);
    const login = logIn(browser, who); // waits for the member's cart, before it takes the visitor's
    const waits = () => store.sql(`select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`);
    assert.ok(await until(async () => (await waits()).length > 0));
    const before_ = await Promise.all(goods.slice(2, 27).map((sku) => tab.add(sku)));
    for (const reply of before_) assertStatus(reply, 200);
    const during = goods.slice(27, 52).map((sku) => tab.add(sku));
    await client.query('commit');
    const replies = await Promise.all(during);
    await login;
    const expected = { [goods[0]]: 1, [goods[1]]: 2 };
    for (const sku of goods.slice(2, 27)) expected[sku] = 1;
    replies.forEach((reply, i) => {
      if (reply.status === 200) expected[goods[27 + i]] = 1;
      else assertStatus(reply, 409, 'cart_moved');
    });
    assert.deepEqual(await linesOf(browser), expected);
  } finally {
    await client.query('rollback');
    client.release();
  }
});

test('several logins at once: each browser\'s cart, once', async () => {
  const who = await memberWith([[goods[0], 1]]);
  const browsers = await Promise.all(Array.from({ length: 6 }, async (_, i) => fill(await store.visitor(), [[goods[i + 1], i + 1], [goods[20], 10 + i]])));
  await Promise.all(browsers.map((browser) => logIn(browser, who)));
  const expected = { [goods[0]]: 1, [goods[20]]: 15 };
  for (let i = 0; i < 6; i++) expected[goods[i + 1]] = i + 1;
  for (const browser of browsers) assert.deepEqual(await linesOf(browser), expected);

  const one = await fill(await store.visitor(), [[goods[30], 4]]);
  const replies = await Promise.all(Array.from({ length: 4 }, () => tryLogin(tabOf(one), who)));
  for (const reply of replies) assertStatus(reply, 200);
  one.cookies.set('session', cookieOf(replies[0], 'session').value);
  assert.deepEqual(await linesOf(one), { ...expected, [goods[30]]: 4 });
  assert.equal(await isMember(one), true);
});

test('changes in other browsers of the member meanwhile: the cart stays whole', async () => {
  const member = await newMember(store);
  const tabs = await Promise.all(Array.from({ length: 3 }, () => logInAnew(store, member.who)));
  const visitor = await fill(await store.visitor(), [[goods[5], 5]]);
  const added = await Promise.all([...tabs.flatMap((tab, t) => goods.slice(10 + 10 * t, 18 + 10 * t).map((sku) => tab.add(sku))), logIn(visitor, member.who).then(() => ({ status: 200 }))]);
  for (const reply of added) assert.equal(reply.status, 200, reply.text);
  const expected = { [goods[5]]: 5 };
  for (let t = 0; t < 3; t++) for (const sku of goods.slice(10 + 10 * t, 18 + 10 * t)) expected[sku] = 1;
  assert.deepEqual(await linesOf(visitor), expected);
});

test('a page that was open at login and is paid after it: the member\'s order, out of the member\'s cart', async () => {
  const [a, b, c] = goods;
  const who = await memberWith([[c, 1]]);
  const visitor = await fill(await store.visitor(), [[a, 2], [b, 1]]);
  assertStatus(await visitor.ship(), 200);
  const { session } = await startCheckout(visitor, { email: null });
  await logIn(visitor, who);
  await fill(visitor, [[a, 3]]); // one more, after the page was opened
  await store.pay(session, { email: 'somebody@else.example' });
  const { order } = await checkoutOf(visitor, session);
  const user = await userOf(store, who.username);
  const [row] = await store.sql('select member_id, prospect_id from orders where identifier = $1', [order.identifier]);
  assert.deepEqual(row, { member_id: user.member_id, prospect_id: null });
  const left = await linesOf(visitor);
  assert.equal(left[b], undefined);
  assert.equal(left[c], 1);
  assert.deepEqual((await visitor.get('/api/v1/orders')).body.items.map(({ identifier }) => identifier), [order.identifier]);
  await hooksDone(store);
  await assertSound(store);
});

test('a page open at both: the member\'s stays the member\'s, the visitor\'s the visitor\'s', async () => {
  const [a, b] = goods;
  const member = await fill(await newMember(store), [[a, 1]]);
  assertStatus(await member.ship(), 200);
  const mine = await startCheckout(member, { email: null });
  const visitor = await fill(await store.visitor(), [[b, 1]]);
  assertStatus(await visitor.ship(), 200);
  const theirs = await startCheckout(visitor, { email: null });
  await logIn(visitor, member.who);
  assert.deepEqual(await linesOf(visitor), { [a]: 1, [b]: 1 });
  const orders = [];
  for (const { session } of [mine, theirs]) {
    await store.pay(session, { email: `payer${orders.length}@post.example` });
    orders.push((await checkoutOf(visitor, session)).order.identifier);
  }
  assert.deepEqual((await visitor.get('/api/v1/orders')).body.items.map(({ identifier }) => identifier), [orders[0]]);
  for (const identifier of orders) assertStatus(await visitor.get(`/api/v1/orders/${identifier}`), 200);
  await hooksDone(store);
  await assertSound(store);
});

test('a code that the visitor holds in an open page counts for the member after', async () => {
  const [a] = goods;
  await makeCode(store, 'ONEEACH', { amount: 100, max_uses_per_customer: 1 });
  const who = person();
  await register(await store.visitor(), who);
  const visitor = await fill(await store.visitor(), [[a, 1]]);
  await enter(visitor, 'ONEEACH');
  assertStatus(await visitor.ship(), 200);
  const { session } = await startCheckout(visitor, { email: null });
  await logIn(visitor, who);
  assert.deepEqual(await codesOf(visitor), ['ONEEACH'], 'it is this cart\'s own use');
  await store.pay(session, { email: 'x@post.example' });
  assert.ok((await checkoutOf(visitor, session)).order);
  const elsewhere = await logInAnew(store, who);
  await fill(elsewhere, [[a, 1]]);
  const again = assertStatus(await elsewhere.post('/api/v1/cart/discounts', { code: 'ONEEACH' }), 422);
  assert.equal(again.body.errors[0].code, 'discount_exhausted');
  assert.equal(await count(store, 'discount_redemptions', `member_id = ${(await userOf(store, who.username)).member_id}`), 1);
});
