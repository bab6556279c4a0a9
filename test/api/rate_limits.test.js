// Limits: exact over loops, servers and restarts; per name and address; and what happens when nobody can count.
import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import { from, logIn, newMember, otherPassword, person, startAccounts, tryLogin } from '../support/accounts.js';
import { assertStatus, count, makeGoods, until } from '../support/sales.js';

const proxied = { TRUSTED_PROXIES: '127.0.0.1', REQUESTS_PER_SECOND: '0' };
let store, second;
before(async () => {
  store = await startAccounts({ env: { ...proxied, LOGIN_LIMIT: '10', LOOPS: '3' } });
  second = await store.secondServer({ role: 'web' });
});
after(async () => {
  await second?.stop();
  await store?.stop();
});

let addresses = 0;
const newAddress = () => `10.1.${++addresses >> 8}.${addresses & 255}`;
const statuses = (replies) => replies.map((reply) => reply.status);
const tally = (replies) => replies.reduce((all, { status }) => ({ ...all, [status]: (all[status] ?? 0) + 1 }), {});

function assertRefused(reply, name, limit) {
  assertStatus(reply, 429, 'too_many_requests');
  const retry = Number(reply.headers.get('retry-after'));
  assert.ok(retry > 3000 && retry <= 3600, `${retry}`);
  assert.equal(reply.headers.get('ratelimit-policy'), `"${name}";q=${limit};w=3600`);
  assert.equal(reply.headers.get('ratelimit'), `"${name}";r=0;t=${retry}`);
}

// 40 clients, half at each server, that log in at the same moment.
async function rush(nth) {
  const visitors = await Promise.all(Array.from({ length: 40 }, (_, i) => (i % 2 ? second : store).visitor()));
  return Promise.all(visitors.map((visitor, i) => nth(visitor, i)));
}

test('40 logins at once for one name, over two servers: ten pass', async () => {
  const { who } = await newMember(store);
  const replies = await rush((visitor) => tryLogin(visitor, who, {}, from(newAddress())));
  assert.deepEqual(tally(replies), { 200: 10, 429: 30 });
  for (const reply of replies.filter((r) => r.status === 429)) assertRefused(reply, 'login-username', 10);
  const left = replies.filter((r) => r.status === 200).map((r) => r.headers.get('ratelimit').match(/^"login-\w+";r=(\d+);t=\d+$/)[1]);
  assert.deepEqual(left.map(Number).sort((a, b) => a - b), [0, 1, 2, 3, 4, 5, 6, 7, 8, 9], 'each is told another number');
  assert.equal(await count(store, 'sessions', `user_id = (select id from users where username = '${who.username}')`), 11);
});

test('40 logins at once from one address, over two servers: ten are judged', async () => {
  const address = newAddress();
  const replies = await rush((visitor, i) => tryLogin(visitor, { username: `nobody${i}`, password: otherPassword }, {}, from(address)));
  assert.deepEqual(tally(replies), { 401: 10, 429: 30 });
  for (const reply of replies.filter((r) => r.status === 429)) assertRefused(reply, 'login-address', 10);
});

test('a limit holds over a restart, and ends with its hour', async () => {
  const { who } = await newMember(store);
  const attempt = async () => tryLogin(await store.visitor(), who, {}, from(newAddress()));
  for (let i = 0; i < 10; i++) assertStatus(await attempt(), 200);
  assertRefused(await attempt(), 'login-username', 10);
  await store.stopServer('SIGKILL');
  await store.startServer();
  assertRefused(await attempt(), 'login-username', 10);
  // the second oldest of the ten calls is about to be an hour old, the oldest is
  const [{ hits }] = await store.sql(`select hits::text[] as hits from rate_limits where name = 'login-username' and key = $1`, [who.username]);
  assert.equal(hits.length, 10, 'refused calls are not counted');
  await store.sql(`update rate_limits set hits[1] = now() - interval '3601 seconds', hits[2] = now() - interval '3500 seconds'
    where name = 'login-username' and key = $1`, [who.username]);
  assertStatus(await attempt(), 200);
  const refused = assertStatus(await attempt(), 429);
  const retry = Number(refused.headers.get('retry-after'));
  assert.ok(retry > 60 && retry <= 100, `until the second is an hour old: ${retry}`);
});

test('each name and each address has its own; a name is one in any case', async () => {
  const { who } = await newMember(store, { username: 'Grete.Weiß' });
  const visitor = await store.visitor();
  for (let i = 0; i < 10; i++)
    assertStatus(await tryLogin(visitor, { username: ['grete.weiß', 'GRETE.WEISS', 'Ｇrete.weiss', ' Grete.Weiß '][i % 4], password: otherPassword }, {}, from(newAddress())), 401);
  assertRefused(await tryLogin(visitor, who, {}, from(newAddress())), 'login-username', 10);
  const other = await newMember(store);
  const address = newAddress();
  await logInFrom(other.who, address);
  for (let i = 0; i < 9; i++) assertStatus(await tryLogin(visitor, { username: `somebody${i}`, password: 'x' }, {}, from(address)), 401);
  assertRefused(await tryLogin(visitor, other.who, {}, from(address)), 'login-address', 10);
  await logInFrom(other.who, newAddress());
});

const logInFrom = async (who, address) => assertStatus(await tryLogin(await store.visitor(), who, {}, from(address)), 200);

test('an address refused does not use up the name\'s tries', async () => {
  const { who } = await newMember(store);
  const address = newAddress();
  const visitor = await store.visitor();
  for (let i = 0; i < 10; i++) await tryLogin(visitor, { username: `x${i}`, password: 'x' }, {}, from(address));
  for (let i = 0; i < 15; i++) assertRefused(await tryLogin(visitor, who, {}, from(address)), 'login-address', 10);
  assert.equal(await count(store, 'rate_limits', `name = 'login-username' and key = '${who.username}'`), 0);
  await logInFrom(who, newAddress());
});

test('the client is the last that no proxy of ours named; a network of IPv6 is one client', async () => {
  const visitor = await store.visitor();
  const attempt = (forwarded) => tryLogin(visitor, { username: person().username, password: 'x' }, {}, from(forwarded));
  const client = newAddress();
  for (let i = 0; i < 10; i++) assertStatus(await attempt([client, `${newAddress()}, ${client}`, `x, 127.0.0.1,${client}`, `${client}, 127.0.0.1`][i % 4]), 401);
  assertRefused(await attempt(`${newAddress()}, ${client}`), 'login-address', 10);
  assertStatus(await attempt(`${client}, ${newAddress()}`), 401);
  for (let i = 0; i < 10; i++) assertStatus(await attempt(`2001:db8:1:2::${i}`), 401);
  assertRefused(await attempt('2001:db8:1:2:ffff::1'), 'login-address', 10);
  assertStatus(await attempt('2001:db8:1:3::1'), 401);
});

test('X-Forwarded-For of anybody else is not believed', async () => {
  const open = await store.secondServer({ env: { TRUSTED_PROXIES: '10.0.0.1' }, role: 'web' });
  try {
    await store.sql(`delete from rate_limits where key = '127.0.0.1'`);
    const visitor = await open.visitor();
    const replies = [];
    for (let i = 0; i < 11; i++) replies.push(await tryLogin(visitor, { username: person().username, password: 'x' }, {}, from(newAddress())));
    assert.deepEqual(tally(replies), { 401: 10, 429: 1 });
    assertRefused(replies[10], 'login-address', 10);
  } finally {
    await open.stop();
    await store.sql(`delete from rate_limits where key = '127.0.0.1'`);
  }
});

test('the defaults: 10 logins, 5 accounts, 5 mails, 30 messages and checkouts an hour', async () => {
  const defaults = Object.fromEntries(['LOGIN', 'REGISTER', 'RESET', 'MESSAGE', 'CHECKOUT'].map((name) => [`${name}_LIMIT`, undefined]));
  const own = await startAccounts({ env: { ...proxied, ...defaults } });
  try {
    const [thing] = await makeGoods(own, [{ price: 1999 }]);
    const buyer = await own.visitor();
    assertStatus(await buyer.add(thing), 200);
    assertStatus(await buyer.ship(), 200);
    const post = async (path, body, address, visitor) => (visitor ?? await own.visitor()).post(path, body, from(address));
    // path, body, how often it passes, with which status, the limit that refuses, whether it is of the address
    for (const [path, body, limit, status, name, ofAddress, visitor] of [
      ['/api/v1/members', () => person(), 5, 201, 'register', true],
      ['/api/v1/password-resets', () => ({ username: 'some.body' }), 5, 202, 'reset-username', false],
      ['/api/v1/username-reminders', () => ({ email: 'some@post.example' }), 5, 202, 'reminder-email', false],
      ['/api/v1/password-resets', () => ({ username: person().username }), 30, 202, 'forgotten-address', true],
      ['/api/v1/session', () => ({ username: person().username, password: 'x' }), 10, 401, 'login-address', true],
      ['/api/v1/messages', () => ({ kind: 'contact', email: person().email, message: 'Hi' }), 30, 201, 'messages', true],
      ['/api/v1/checkout', () => ({ accept_terms: true }), 30, 201, 'checkout', true, buyer]]) {
      const address = newAddress();
      for (let i = 0; i < limit; i++) assertStatus(await post(path, body(), address, visitor), status);
      assertRefused(await post(path, body(), address, visitor), name, limit);
      const elsewhere = await post(path, body(), newAddress(), visitor);
      if (ofAddress) assertStatus(elsewhere, status);
      else assertRefused(elsewhere, name, limit);
    }

    // a mistake in the form costs nothing
    const address = newAddress();
    for (let i = 0; i < 6; i++) assertStatus(await post('/api/v1/members', { ...person(), password: 'x' }, address), 422);
    assertStatus(await post('/api/v1/members', person(), address), 201);

    // mails to one member, and tries of one password, wherever they come from
    const member = await newMember(own);
    const mails = [], tries = [];
    for (let i = 0; i < 6; i++) mails.push(await member.post('/api/v1/email-verifications', undefined, from(newAddress())));
    assert.deepEqual(statuses(mails), [202, 202, 202, 202, 202, 429]);
    for (let i = 0; i < 11; i++)
      tries.push(await member.put('/api/v1/member/email', { email: 'x@post.example', password: otherPassword }, from(newAddress())));
    assert.deepEqual(tally(tries), { 422: 10, 429: 1 });
    assertStatus(await member.post('/api/v1/member/two-factor', { password: member.who.password }), 429);
  } finally { await own.stop(); }
});

const outages = [
  ['gone', ['alter table rate_limits rename to rate_limits_away'], ['alter table rate_limits_away rename to rate_limits']],
  ['broken', ['alter table rate_limits add constraint nobody check (false) not valid'], ['alter table rate_limits drop constraint nobody']],
];
for (const [what, begin, end] of outages)
  test(`the table of the limits is ${what}: nobody logs in, the shop sells`, async () => {
    const all = Object.fromEntries(['LOGIN', 'REGISTER', 'RESET', 'MESSAGE', 'CHECKOUT'].map((name) => [`${name}_LIMIT`, '1000']));
    const own = await startAccounts({ env: all });
    try {
      const [thing] = await makeGoods(own, [{ price: 1999 }]);
      const { who } = await newMember(own);
      await own.sql('delete from rate_limits');
      for (const words of begin) await own.sql(words);
      const visitor = await own.visitor();
      for (const reply of [
        await tryLogin(visitor, who), await visitor.post('/api/v1/members', person()),
        await visitor.post('/api/v1/password-resets', { username: who.username }),
        await visitor.post('/api/v1/username-reminders', { email: who.email })]) {
        assertStatus(reply, 503, 'database_unavailable');
        assert.ok(Number(reply.headers.get('retry-after')) >= 1);
      }
      assert.equal(await count(own, 'account_requests'), 0);
      assertStatus(await visitor.add(thing, 2), 200);
      assertStatus(await visitor.ship(), 200);
      assertStatus(await visitor.checkout(), 201);
      assertStatus(await visitor.post('/api/v1/messages', { kind: 'contact', email: 'a@post.example', message: 'Hello' }), 201);
      for (const words of end) await own.sql(words);
      await logIn(visitor, who);
    } finally { await own.stop(); }
  });

test('the table of the limits is locked: logins end with 503, and the shop sells meanwhile', async () => {
  const own = await startAccounts({ env: { LOGIN_LIMIT: '1000' } });
  const client = await own.pool.connect();
  try {
    const [thing] = await makeGoods(own, [{ price: 1999 }]);
    const { who } = await newMember(own);
    const [visitor, customer] = [await own.visitor(), await own.visitor()];
    await client.query('begin; lock table rate_limits in access exclusive mode');
    const login = tryLogin(visitor, who);
    assertStatus(await customer.add(thing, 2), 200);
    assertStatus(await customer.ship(), 200);
    assertStatus(await customer.checkout(), 201);
    assertStatus(await login, 503, 'database_unavailable');
    await client.query('rollback');
    await logIn(visitor, who);
  } finally {
    await client.query('rollback');
    client.release();
    await own.stop();
  }
});

test('too many requests of a client behind a proxy: 429 from memory, for that client alone', async () => {
  const own = await startAccounts({ env: { TRUSTED_PROXIES: '127.0.0.1', REQUESTS_PER_SECOND: '2', LOOPS: '1' } });
  try {
    const [crowd, calm] = [newAddress(), newAddress()];
    const ask = (address, path = '/api/v1/terms') => fetch(own.url + path, { headers: from(address) });
    const replies = await Promise.all(Array.from({ length: 200 }, () => ask(crowd)));
    const { 200: passed, 429: refused } = tally(replies);
    assert.equal(passed + refused, 200);
    // twenty at once, and two more for each second that the 200 took
    assert.ok(passed >= 20 && refused > 0, `${passed} passed`);
    const reply = replies.find((r) => r.status === 429);
    assert.equal(reply.headers.get('retry-after'), '1');
    assert.equal(reply.headers.get('ratelimit-policy'), '"requests";q=20;w=10');
    assert.match(reply.headers.get('ratelimit'), /^"requests";r=0;t=1$/);
    assert.equal((await reply.json()).code, 'too_many_requests');
    assert.equal((await ask(calm)).status, 200, 'nobody else');
    assert.equal((await ask(crowd, '/healthz')).status, 200, 'nor what is no API');
    for (const path of ['/e/a/none', '/e/c/none']) // links, which are looked up
      assert.ok(await until(async () => (await ask(crowd, path)).status === 429), path);
    assert.equal((await ask(crowd, '/e/o/none.gif')).status, 404, 'mail services fetch pixels for all of their readers');
    assert.equal((await fetch(`${own.url}/e/u/none`, { method: 'POST', headers: from(crowd) })).status, 404, 'and press buttons');
  } finally { await own.stop(); }
});
