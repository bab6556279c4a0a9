// Every route against forged requests, and the headers and cookies of every route.
import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import { changes, changesOfContract, isCatalogue, readsOfContract } from '../support/accountRoutes.js';
import { answerChallenge, challengeFor, codeOf, follow, freshCode, newMember, otherPassword, person, register, setUpTwoFactor, startAccounts,
  tryLogin } from '../support/accounts.js';
import { databaseDigest } from '../support/checksum.js';
import { assertStatus, makeGoods } from '../support/sales.js';

const friend = 'https://static.shop.example', stranger = 'https://evil.example', home = 'https://shop.example';
let store, secure, sku;
before(async () => {
  store = await startAccounts({ env: { ALLOWED_ORIGINS: friend } });
  secure = await startAccounts({ env: { PUBLIC_URL: home } });
  [sku] = await makeGoods(store, [{ price: 1999, stock: 1000 }]);
});
after(async () => {
  await store?.stop();
  await secure?.stop();
});

test('the table of changes is that of the contract', () => {
  assert.deepEqual(changes.map(({ name }) => name).sort(), changesOfContract.toSorted());
});

const kinds = { visitor: () => store.visitor(), member: () => newMember(store) };
const quiet = ['email_messages', 'account_requests'];

// What a request may lack: name, headers for a sender whose tokens are known, the code of the refusal.
function forgeries(sender, { visitor, member }) {
  const flipped = `${sender.token.slice(0, -1)}${sender.token.endsWith('A') ? 'Q' : 'A'}`;
  return [
    ['no token', { 'x-csrftoken': null }, 'csrf_failed'],
    ['an empty token', { 'x-csrftoken': '' }, 'csrf_failed'],
    ['a wrong token', { 'x-csrftoken': `${'A'.repeat(22)}.${'A'.repeat(22)}` }, 'csrf_failed'],
    ['an altered token', { 'x-csrftoken': flipped }, 'csrf_failed'],
    ['the token of another visitor', { 'x-csrftoken': visitor.token }, 'csrf_failed'],
    ['the token of another session', { 'x-csrftoken': member.token }, 'csrf_failed'],
    ['another\'s token in cookie and header', { 'x-csrftoken': member.token, cookie: cookiesOf({ cookies: new Map([...sender.cookies, ['csrftoken', member.token]]) }) }, 'csrf_failed'],
    ['the visitor\'s cookie as token', { 'x-csrftoken': sender.cookies.get('visitor') }, 'csrf_failed'],
    ['no Origin', { origin: null }, 'origin_forbidden'],
    ['a foreign Origin', { origin: stranger }, 'origin_forbidden'],
    ['a foreign Referer', { origin: null, referer: `${stranger}/${store.url}` }, 'origin_forbidden'],
    ['a sandbox\'s Origin', { origin: 'null' }, 'origin_forbidden'],
    ['neither', { origin: null, 'x-csrftoken': null }, 'origin_forbidden'],
  ];
}

for (const kind of ['visitor', 'member'])
  for (const route of changes)
    test(`${route.name} as ${kind}: only with its own token, from an allowed origin`, async () => {
      const sender = await kinds[kind]();
      const others = { visitor: await store.visitor(), member: await newMember(store) };
      const before_ = await databaseDigest(store, quiet);
      for (const [what, headers, code] of forgeries(sender, others)) {
        const reply = await sender.call(route.method, route.path, route.body(), headers);
        assert.deepEqual([reply.status, reply.body.code], [403, code], what);
        assert.deepEqual(reply.headers.getSetCookie(), [], what);
      }
      assert.deepEqual(await databaseDigest(store, quiet), before_, 'nothing was done');
      const reply = await sender.call(route.method, route.path, route.body(), { origin: friend });
      assert.equal(reply.status, route[kind], reply.text);
      assert.equal(reply.headers.get('access-control-allow-origin'), friend);
    });

test('a visitor\'s token is worth nothing once logged in, and the other way round', async () => {
  const sender = await store.visitor();
  const asVisitor = sender.token;
  await register(sender);
  const set = (token) => sender.put('/api/v1/member/preferences', { newsletter: true }, { 'x-csrftoken': token });
  assertStatus(await set(asVisitor), 403, 'csrf_failed');
  assertStatus(await set(sender.token), 200);
  const asMember = sender.token;
  follow(sender, (await sender.delete('/api/v1/session')).body);
  assertStatus(await sender.add(sku).then(() => sender.post('/api/v1/cart/items', { sku, quantity: 1 }, { 'x-csrftoken': asMember })), 403, 'csrf_failed');
  assertStatus(await sender.post('/api/v1/cart/items', { sku, quantity: 1 }, { 'x-csrftoken': asVisitor }), 403, 'csrf_failed');
});

test('CORS: a preflight for every route', async () => {
  for (const name of [...changesOfContract, ...readsOfContract].filter((each) => each.includes('/api/v1/'))) {
    const [method, path] = name.split(' ');
    const ask = (origin) => fetch(store.url + path.replace(/\{\w+\}/, '1'), { method: 'OPTIONS', headers: {
      origin, 'access-control-request-method': method, 'access-control-request-headers': 'content-type,x-csrftoken' } });
    const yes = await ask(friend);
    assert.equal(yes.status, 204, name);
    assert.equal(yes.headers.get('access-control-allow-origin'), friend, name);
    assert.equal(yes.headers.get('access-control-allow-credentials'), 'true', name);
    assert.ok(yes.headers.get('access-control-allow-methods').split(', ').includes(method), name);
    assert.deepEqual(yes.headers.getSetCookie(), []);
    for (const origin of [stranger, 'null', `${friend}.evil.example`, friend.replace('https', 'http')]) {
      const no = await ask(origin);
      for (const header of ['origin', 'credentials', 'methods', 'headers'])
        assert.equal(no.headers.get(`access-control-allow-${header}`), null, `${name} from ${origin}`);
    }
  }
});

test('CORS: a member\'s data is readable for an allowed origin alone', async () => {
  const member = await newMember(store);
  for (const path of ['/api/v1/session', '/api/v1/member', '/api/v1/sessions', '/api/v1/orders', '/api/v1/cart', '/api/v1/member/addresses']) {
    const yes = await member.get(path, { origin: friend });
    assert.deepEqual([yes.headers.get('access-control-allow-origin'), yes.headers.get('access-control-allow-credentials')], [friend, 'true'], path);
    const no = await member.get(path, { origin: stranger });
    assert.deepEqual([no.headers.get('access-control-allow-origin'), no.headers.get('access-control-allow-credentials')], [null, null], path);
    for (const reply of [yes, no]) assert.match(reply.headers.get('vary'), /Origin/);
  }
});

// What any reply of the API carries.
function checkHeaders(reply, what, https = false) {
  const value = (name) => reply.headers.get(name);
  assert.equal(value('x-content-type-options'), 'nosniff', what);
  assert.equal(value('content-security-policy'), `default-src 'none'; frame-ancestors 'none'`, what);
  assert.equal(value('referrer-policy'), 'strict-origin-when-cross-origin', what);
  assert.match(value('permissions-policy'), /camera=\(\)/, what);
  assert.match(value('x-request-id'), /^[0-9a-f]{16}$/, what);
  assert.equal(value('strict-transport-security'), https ? 'max-age=63072000; includeSubDomains' : null, what);
  for (const name of ['server', 'x-powered-by']) assert.equal(value(name), null, what);
  for (const line of reply.headers.getSetCookie()) checkCookie(line, what, https);
}

function checkCookie(line, what, https) {
  const [pair, ...attributes] = line.split('; ');
  const name = pair.split('=')[0];
  const prefix = https ? '__Host-' : '';
  assert.ok(name.startsWith(prefix), `${what}: ${line}`);
  const plain = name.slice(prefix.length);
  assert.ok(['visitor', 'session', 'csrftoken'].includes(plain), `${what}: ${line}`);
  const expected = ['Path=/', 'SameSite=Lax', ...(https ? ['Secure'] : []), ...(plain === 'csrftoken' ? [] : ['HttpOnly'])];
  assert.deepEqual(attributes.filter((each) => !each.startsWith('Max-Age=')).sort(), expected.sort(), `${what}: ${line}`);
}

const cookiesOf = (visitor) => [...visitor.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
const readable = (path) => path.replace('{id}', '1').replace(/\{\w+\}/, 'none');

for (const kind of ['visitor', 'member'])
  test(`headers and cookies of every route, for a ${kind}`, async () => {
    const reader = await kinds[kind]();
    for (const name of readsOfContract) {
      const path = name.split(' ')[1];
      for (const method of ['GET', 'HEAD']) {
        const reply = await fetch(store.url + readable(path), { method, headers: { cookie: cookiesOf(reader) } });
        checkHeaders(reply, `${method} ${path}`);
        const isShared = isCatalogue(path) && reply.status === 200;
        assert.equal(reply.headers.get('cache-control'), isShared ? 'public, no-cache' : 'no-store', `${method} ${path}`);
        assert.deepEqual(reply.headers.getSetCookie(), [], `${method} ${path}: the browser has its cookies`);
      }
      if (isCatalogue(path)) { // and none is set for who has none, or bad ones
        for (const cookie of ['', 'visitor=x; session=y; csrftoken=z'])
          assert.deepEqual((await fetch(store.url + readable(path), { headers: { cookie } })).headers.getSetCookie(), [], path);
        assert.equal(await (await fetch(store.url + readable(path), { headers: { cookie: `session=${reader.cookies.get('session')}` } })).text().then(withoutId),
          await (await fetch(store.url + readable(path))).text().then(withoutId), 'the same for everybody');
      }
    }
    for (const route of changes) {
      const sender = await kinds[kind]();
      const reply = await sender.call(route.method, route.path, route.body());
      assert.equal(reply.status, route[kind], route.name);
      checkHeaders(reply, route.name);
      assert.equal(reply.headers.get('cache-control'), 'no-store', route.name);
    }
    for (const path of ['/api/v1/nothing', '/api/v1/products/nothing', '/api/v1/session/nothing']) {
      const reply = await reader.get(path);
      checkHeaders(reply, path);
      assert.equal(reply.headers.get('cache-control'), 'no-store', path);
    }
  });

const withoutId = (text) => text.replace(/"request_id":"\w+"/, '');

test('over https: Secure and __Host- for all three, and only those names are read', async () => {
  const headers = { origin: home };
  const visitor = await secure.visitor();
  assert.deepEqual([...visitor.cookies.keys()].sort(), ['__Host-csrftoken', '__Host-visitor']);
  const reply = assertStatus(await visitor.post('/api/v1/members', person(), headers), 201);
  checkHeaders(reply, 'registering', true);
  assert.deepEqual(reply.headers.getSetCookie().map((line) => line.split('=')[0]).sort(), ['__Host-csrftoken', '__Host-session']);
  follow(visitor, reply.body);
  assert.equal((await visitor.get('/api/v1/session')).body.kind, 'member');
  for (const name of readsOfContract) {
    const path = readable(name.split(' ')[1]);
    checkHeaders(await visitor.get(path), path, true);
  }
  const session = visitor.cookies.get('__Host-session');
  for (const cookie of [`session=${session}`, `__Secure-session=${session}`, `__host-session=${session}`])
    assert.equal((await (await fetch(`${secure.url}/api/v1/session`, { headers: { cookie } })).json()).kind, 'visitor', cookie);
  assertStatus(await visitor.put('/api/v1/member/preferences', { newsletter: true }, { origin: home.replace('https', 'http') }), 403, 'origin_forbidden');
  const out = await visitor.delete('/api/v1/session', headers);
  checkHeaders(out, 'logging out', true);
  assert.deepEqual(out.headers.getSetCookie().map((line) => line.split('=')[0]).sort(), ['__Host-csrftoken', '__Host-session', '__Host-visitor']);
});

test('every way to a session gives a new one, with the same cookie', async () => {
  const member = await newMember(store);
  const seen = new Set([member.cookies.get('session')]);
  const fresh = (reply, status) => {
    assertStatus(reply, status);
    checkHeaders(reply, 'a new session');
    const line = reply.headers.getSetCookie().find((each) => each.startsWith('session='));
    const value = line.split(';')[0].slice(8);
    assert.match(value, /^[\w-]{43}$/);
    assert.ok(!seen.has(value));
    seen.add(value);
    return reply.body.session ?? reply.body;
  };
  follow(member, fresh(await tryLogin(member, member.who), 200));
  follow(member, fresh(await member.put('/api/v1/member/password', { current_password: member.who.password, password: otherPassword, password_again: otherPassword }), 200));
  member.who.password = otherPassword;
  await setUpTwoFactor(store, member);
  assert.match(codeOf(member.secret), /^\d{6}$/);
  follow(member, fresh(await answerChallenge(member, await challengeFor(member, member.who), await freshCode(store, member)), 200));
  follow(member, fresh(await member.post('/api/v1/members', person()), 201));
});

test('sessions that are none: malformed cookies make nobody a member', async () => {
  const member = await newMember(store);
  const good = member.cookies.get('session');
  const bad = ['', 'x', good.slice(0, -1), `${good}A`, good.toLowerCase() === good ? good.toUpperCase() : good.toLowerCase(), `${good}=`, ` ${good}x`,
    good.replace(/.$/, (last) => (last === 'A' ? 'E' : 'A')), '%00', `"${good}"x`, 'A'.repeat(4000)];
  for (const value of bad)
    assert.equal((await (await fetch(`${store.url}/api/v1/session`, { headers: { cookie: `session=${value}` } })).json()).kind, 'visitor', value);
  for (let i = 0; i < good.length - 1; i++) {
    const value = `${good.slice(0, i)}${good[i] === 'A' ? 'B' : 'A'}${good.slice(i + 1)}`;
    assert.equal((await (await fetch(`${store.url}/api/v1/session`, { headers: { cookie: `session=${value}` } })).json()).kind, 'visitor', value);
  }
});
