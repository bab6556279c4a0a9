// Limits that are exact over threads, servers and restarts; what happens when they can't be counted; the limiter in memory.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { answerChallenge, from, logIn, newMember, password, person, register, startAccounts, tryLogin } from '../support/accounts.js';
import { makeGoods, assertStatus } from '../support/sales.js';
import { addShipping } from '../support/shop.js';

const limits = { LOGIN_LIMIT: '10', REGISTER_LIMIT: '5', RESET_LIMIT: '5', MESSAGE_LIMIT: '30', CHECKOUT_LIMIT: '30', TRUSTED_PROXIES: '127.0.0.1' };
let store;
let thing;
before(async () => {
  store = await startAccounts({ env: limits });
  [thing] = await makeGoods(store, [{ price: 1000, stock: 1000 }]);
  await addShipping(store, 'post', 100);
});
after(() => store?.stop());

const forget = () => store.sql('delete from rate_limits');
const statuses = (replies) => {
  const counted = {};
  for (const { status } of replies) counted[status] = (counted[status] ?? 0) + 1;
  return counted;
};

function refused(reply, name, limit) {
  assertStatus(reply, 429, 'too_many_requests');
  const wait = Number(reply.headers.get('retry-after'));
  assert.ok(wait >= 1 && wait <= 3600, `${wait}`);
  assert.equal(reply.headers.get('ratelimit-policy'), `"${name}";q=${limit};w=3600`);
  assert.equal(reply.headers.get('ratelimit'), `"${name}";r=0;t=${wait}`);
}

test('40 logins at once, over two servers and all their threads: exactly 10 pass', async () => {
  await forget();
  const second = await store.secondServer();
  try {
    const member = await newMember(store);
    const visitors = await Promise.all(Array.from({ length: 40 }, (_, i) => (i % 2 ? second : store).visitor()));
    const replies = await Promise.all(visitors.map((visitor, i) => tryLogin(visitor, member.who, {}, from('192.0.2.1'))));
    assert.deepEqual(statuses(replies), { 200: 10, 429: 30 });
    for (const reply of replies.filter(({ status }) => status === 429)) refused(reply, 'login-address', 10);
    assert.equal((await store.sql('select count(*)::int as open from sessions'))[0].open, 11, 'with the one of registering');
  } finally {
    await second.stop();
  }
});

test('40 logins from 40 addresses: 10 for one username', async () => {
  await forget();
  const member = await newMember(store);
  const visitors = await Promise.all(Array.from({ length: 40 }, () => store.visitor()));
  const replies = await Promise.all(visitors.map((visitor, i) => tryLogin(visitor, { ...member.who, username: i % 2 ? member.who.username : member.who.username.toUpperCase() }, {}, from(`198.51.100.${i}`))));
  assert.deepEqual(statuses(replies), { 200: 10, 429: 30 });
  refused(replies.find(({ status }) => status === 429), 'login-username', 10);
  const other = await newMember(store);
  await logIn(await store.visitor(), other.who);
});

test('wrong passwords count like right ones; a refusal does not; a restart forgets nothing', async () => {
  await forget();
  const member = await newMember(store);
  const visitor = await store.visitor();
  for (let left = 9; left >= 0; left--) {
    const reply = assertStatus(await tryLogin(visitor, { ...member.who, password: 'wrong' }), 401, 'login_failed');
    assert.match(reply.headers.get('ratelimit'), new RegExp(`;r=${left};`));
  }
  await store.stopServer();
  await store.startServer();
  refused(await tryLogin(visitor, member.who), 'login-address', 10);
  // the first try is an hour old: one more passes
  await store.sql(`update rate_limits set hits[1] = hits[1] - interval '1 hour'`);
  assertStatus(await tryLogin(visitor, member.who), 200);
  refused(await tryLogin(await store.visitor(), member.who), 'login-address', 10);
});

test('an address is what the trusted proxy says: the last one of all its lines; IPv6 by /64', async () => {
  await forget();
  const visitor = await store.visitor();
  const ask = (forwarded) => visitor.post('/api/v1/messages', { kind: 'notify_me', email: 'a@post.example' }, from(forwarded));
  for (let i = 0; i < 30; i++) assertStatus(await ask(`10.0.0.${i}, 203.0.113.9`), 201);
  refused(await ask('203.0.113.9'), 'messages', 30);
  assertStatus(await ask('203.0.113.10'), 201);
  for (let i = 0; i < 30; i++) assertStatus(await ask(`2001:db8:1:2::${i}`), 201);
  refused(await ask('2001:db8:1:2:ffff::1'), 'messages', 30);
  assertStatus(await ask('2001:db8:1:3::1'), 201);
});

test('without TRUSTED_PROXIES nobody chooses an address', async (t) => {
  const direct = await startAccounts({ env: { REGISTER_LIMIT: '2' } });
  t.after(() => direct.stop());
  for (let i = 0; i < 2; i++) await register(await direct.visitor(), person(), from(`192.0.2.${i}`));
  const visitor = await direct.visitor();
  refused(await visitor.post('/api/v1/members', person(), from('192.0.2.7')), 'register', 2);
});

test('registering: 5 an hour an address; input that is refused does not count', async () => {
  await forget();
  const visitor = await store.visitor();
  for (let i = 0; i < 8; i++) assertStatus(await visitor.post('/api/v1/members', person({ password: 'x' })), 422);
  for (let i = 0; i < 5; i++) await register(await store.visitor());
  refused(await visitor.post('/api/v1/members', person()), 'register', 5);
});

test('resets: 5 an hour a username, known or not', async () => {
  await forget();
  const member = await newMember(store);
  const visitor = await store.visitor();
  for (const username of [member.who.username, 'nobody-at-all']) {
    for (let i = 0; i < 5; i++) assertStatus(await visitor.post('/api/v1/password-resets', { username }), 202);
    refused(await visitor.post('/api/v1/password-resets', { username }), 'reset-username', 5);
  }
});

test('checkouts: 30 an hour an address', async () => {
  await forget();
  const visitor = await store.visitor();
  await visitor.add(thing);
  await visitor.ship('post');
  for (let i = 0; i < 30; i++) assertStatus(await visitor.checkout({ email: 'a@post.example' }), 201);
  refused(await visitor.checkout({ email: 'a@post.example' }), 'checkout', 30);
});

test('codes are tried by who has shown the password, and by nobody else', async () => {
  await forget();
  const visitor = await store.visitor();
  for (let i = 0; i < 12; i++)
    assertStatus(await answerChallenge(visitor, `1_99999999999_0.${'A'.repeat(22)}`, '000000'), 401, 'login_failed');
  assert.deepEqual(await store.sql(`select 1 from rate_limits where name = 'login-code'`), []);
});

test('counters that are gone: nobody logs in, the shop sells', async () => {
  await forget();
  const member = await newMember(store);
  const visitor = await store.visitor();
  await store.sql('alter table rate_limits rename to rate_limits_away');
  try {
    assertStatus(await tryLogin(visitor, member.who), 503, 'database_unavailable');
    assertStatus(await visitor.post('/api/v1/members', person()), 503);
    assertStatus(await visitor.post('/api/v1/password-resets', { username: 'x' }), 503);
    assertStatus(await visitor.add(thing), 200);
    assertStatus(await visitor.ship('post'), 200);
    assertStatus(await visitor.checkout({ email: 'a@post.example' }), 201);
    assertStatus(await visitor.post('/api/v1/messages', { kind: 'notify_me', email: 'a@post.example' }), 201);
    assertStatus(await member.get('/api/v1/member'), 200);
  } finally {
    await store.sql('alter table rate_limits_away rename to rate_limits');
  }
  assertStatus(await tryLogin(visitor, { ...member.who, password }), 200);
});

test('counters that somebody has locked: the same', async () => {
  await forget();
  const member = await newMember(store);
  const visitor = await store.visitor();
  const locker = await store.pool.connect();
  await visitor.add(thing);
  await visitor.ship('post');
  try {
    await locker.query('begin');
    await locker.query('lock table rate_limits in access exclusive mode');
    const [login, checkout, product] = await Promise.all([tryLogin(visitor, member.who), visitor.checkout({ email: 'a@post.example' }),
      visitor.get('/api/v1/products')]);
    assertStatus(login, 503, 'database_unavailable');
    assertStatus(checkout, 201);
    assertStatus(product, 200);
  } finally {
    await locker.query('rollback');
    locker.release();
  }
  assertStatus(await tryLogin(visitor, member.who), 200);
});

test('old counters are deleted', async () => {
  await forget();
  await newMember(store);
  await store.sql(`update rate_limits set expires_at = now() - interval '1 second'`);
  await store.stopServer();
  await store.startServer(); // the clean-up runs at the start and every ten minutes
  for (let i = 0; i < 200; i++) {
    if ((await store.sql('select 1 from rate_limits')).length === 0) return;
    await new Promise((done) => setTimeout(done, 50));
  }
  assert.fail('they are still there');
});

test('everything else: a bucket for each client, in memory', async (t) => {
  const strict = await startAccounts({ env: { REQUESTS_PER_SECOND: '1', LOOPS: '1', TRUSTED_PROXIES: '127.0.0.1' } });
  t.after(() => strict.stop());
  const ask = (address) => fetch(`${strict.url}/api/v1/collections`, { headers: address ? from(address) : {} });
  const replies = [];
  for (let i = 0; i < 40; i++) replies.push(await ask('192.0.2.1'));
  const over = replies.filter(({ status }) => status === 429);
  assert.ok(replies.length - over.length >= 10 && over.length > 0, `${over.length}`);
  assert.equal(over[0].headers.get('retry-after'), '1');
  assert.match(over[0].headers.get('ratelimit-policy'), /^"requests";q=10;w=10$/);
  assert.equal((await ask('192.0.2.2')).status, 200, 'another client');
  for (let i = 0; i < 40; i++) assert.equal((await ask()).status, 200, 'a client of this machine');
  assert.equal((await fetch(`${strict.url}/healthz`, { headers: from('192.0.2.1') })).status, 200);
});
