// Cookies, the CSRF token, origins.
import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import { addProduct } from '../support/shop.js';
import { startStore } from '../support/store.js';

const friend = 'https://static.shop.example';
let store;
let secure;
let sku;
before(async () => {
  store = await startStore({ seed: '', sandbox: false, env: { ALLOWED_ORIGINS: `${friend}, https://two.example:8443` } });
  secure = await startStore({ seed: '', sandbox: false, env: { PUBLIC_URL: 'https://shop.example' } });
  sku = (await addProduct(store)).sku;
});
after(async () => { await store?.stop(); await secure?.stop(); });

const cookies = async (url, headers = {}) => {
  const reply = await fetch(`${url}/api/v1/session`, { headers });
  return reply.headers.getSetCookie().map((line) => {
    const [pair, ...attributes] = line.split('; ');
    return { name: pair.split('=')[0], value: pair.slice(pair.indexOf('=') + 1), attributes: attributes.sort() };
  }).sort((a, b) => a.name.localeCompare(b.name));
};

test('the cookies of a new visitor, over http and https', async () => {
  for (const [url, more, prefix] of [[store.url, [], ''], [secure.url, ['Secure'], '__Host-']]) {
    const [csrf, visitor] = await cookies(url);
    const base = ['Max-Age=34560000', 'Path=/', 'SameSite=Lax', ...more];
    assert.deepEqual([csrf.name, csrf.attributes], [`${prefix}csrftoken`, [...base].sort()], 'scripts may read it');
    assert.deepEqual([visitor.name, visitor.attributes], [`${prefix}visitor`, [...base, 'HttpOnly'].sort()]);
    for (const { value } of [csrf, visitor]) assert.match(value, /^[\w-]{22}\.[\w-]{22}$/);
  }
  const values = new Set();
  for (let i = 0; i < 50; i++) values.add((await cookies(store.url))[1].value);
  assert.equal(values.size, 50);
});

test('a known visitor keeps cookies and token; what is wrong or missing is replaced', async () => {
  const [csrf, visitor] = await cookies(store.url);
  const both = `visitor=${visitor.value}; csrftoken=${csrf.value}`;
  assert.deepEqual(await cookies(store.url, { cookie: both }), []);
  const session = await (await fetch(`${store.url}/api/v1/session`, { headers: { cookie: both } })).json();
  assert.equal(session.csrf_token, csrf.value, 'other tabs keep working');
  assert.deepEqual((await cookies(store.url, { cookie: `visitor=${visitor.value}` })).map((c) => c.name), ['csrftoken']);
  assert.deepEqual((await cookies(store.url, { cookie: `visitor=${visitor.value}; csrftoken=${'A'.repeat(22)}.${'A'.repeat(22)}` })).map((c) => c.name), ['csrftoken']);
  assert.deepEqual((await cookies(store.url, { cookie: `visitor=x; csrftoken=${csrf.value}` })).map((c) => c.name), ['csrftoken', 'visitor']);
  const again = await store.visitor();
  assert.equal((await again.get('/api/v1/session')).headers.getSetCookie().length, 0);
});

test('a token works again and again, for its visitor alone', async () => {
  const [ann, bob] = [await store.visitor(), await store.visitor()];
  for (let i = 0; i < 3; i++) assert.equal((await ann.add(sku)).status, 200);
  const stolen = await ann.call('POST', '/api/v1/cart/items', { sku, quantity: 1 }, { 'x-csrftoken': bob.token });
  assert.deepEqual([stolen.status, stolen.body.code], [403, 'csrf_failed']);
  const old = ann.token;
  ann.cookies.delete('csrftoken');
  const fresh = (await ann.get('/api/v1/session')).body.csrf_token;
  assert.notEqual(fresh, old);
  for (const token of [old, fresh])
    assert.equal((await ann.call('POST', '/api/v1/cart/items', { sku, quantity: 1 }, { 'x-csrftoken': token })).status, 200);
});

test('another secret key knows nobody', async () => {
  const visitor = await store.visitor();
  const cookie = [...visitor.cookies].map(([k, v]) => `${k}=${v}`).join('; ');
  const other = await startStore({ seed: '', sandbox: false, env: { SECRET_KEY: 'another secret of at least 32 characters' } });
  try {
    assert.deepEqual((await cookies(other.url, { cookie })).map((c) => c.name), ['csrftoken', 'visitor']);
  } finally { await other.stop(); }
});

test('origins: ours, its other loopback name, the allowed ones; Referer where there is no Origin', async () => {
  const visitor = await store.visitor();
  const add = (headers) => visitor.call('POST', '/api/v1/cart/items', { sku, quantity: 1 }, headers);
  for (const origin of [store.url, store.url.replace('127.0.0.1', 'localhost'), friend, friend.toUpperCase(), 'https://two.example:8443'])
    assert.equal((await add({ origin })).status, 200, origin);
  for (const referer of [`${store.url}/cart`, `${friend}/x?y#z`, store.url]) assert.equal((await add({ origin: null, referer })).status, 200, referer);
  for (const origin of ['https://two.example', 'http://static.shop.example', `${friend}.evil.example`, `${friend}:444`, 'null'])
    assert.equal((await add({ origin })).body.code, 'origin_forbidden', origin);
  for (const referer of ['https://evil.example/', `https://evil.example/${store.url}`, 'about:blank', `${store.url}@evil.example/`])
    assert.equal((await add({ origin: null, referer })).body.code, 'origin_forbidden', referer);
  assert.equal((await add({ origin: 'https://evil.example', referer: `${store.url}/` })).body.code, 'origin_forbidden', 'Origin comes first');
});

test('CORS: with credentials for those allowed, nothing for others', async () => {
  const names = ['access-control-allow-origin', 'access-control-allow-credentials', 'access-control-expose-headers'];
  for (const path of ['/api/v1/session', '/api/v1/products', '/api/v1/nothing', '/api/v1/products?limit=0']) {
    const yes = await fetch(store.url + path, { headers: { origin: friend } });
    assert.deepEqual(names.map((n) => yes.headers.get(n)), [friend, 'true', 'X-Request-Id, Retry-After, RateLimit, RateLimit-Policy'], path);
    assert.match(yes.headers.get('vary'), /Origin/);
    for (const headers of [{ origin: 'https://evil.example' }, {}]) {
      const no = await fetch(store.url + path, { headers });
      assert.deepEqual(names.map((n) => no.headers.get(n)), [null, null, null]);
      if (path !== '/api/v1/nothing') assert.match(no.headers.get('vary'), /Origin/, 'caches must not give it to the allowed one');
    }
  }
  const ask = (origin, path, method) => fetch(store.url + path, { method: 'OPTIONS', headers: {
    origin, 'access-control-request-method': method, 'access-control-request-headers': 'content-type,x-csrftoken' } });
  const yes = await ask(friend, '/api/v1/cart/items', 'POST');
  assert.equal(yes.status, 204);
  assert.equal(await yes.text(), '');
  assert.equal(yes.headers.get('access-control-allow-origin'), friend);
  assert.equal(yes.headers.get('access-control-allow-credentials'), 'true');
  assert.match(yes.headers.get('access-control-allow-methods'), /POST/);
  for (const name of ['Content-Type', 'X-CSRFToken']) assert.match(yes.headers.get('access-control-allow-headers'), new RegExp(name, 'i'));
  const no = await ask('https://evil.example', '/api/v1/cart/items', 'POST');
  for (const name of ['origin', 'methods', 'headers', 'credentials']) assert.equal(no.headers.get(`access-control-allow-${name}`), null);
  assert.equal((await ask(friend, '/api/v1/nothing', 'POST')).status, 404);
});

test('what the session tells', async () => {
  const visitor = await store.visitor();
  assert.deepEqual([visitor.session.kind, visitor.session.member, visitor.session.cart_items], ['visitor', null, 0]);
  await store.sql(`update configuration set value = '"Quill"' where key = 'store_name'`);
  await store.sql(`update configuration set value = 'false' where key = 'log_client_events'`);
  await visitor.add(sku, 4);
  const { body, headers } = await visitor.get('/api/v1/session');
  assert.equal(headers.get('cache-control'), 'no-store');
  assert.deepEqual([body.cart_items, body.store.name, body.store.log_client_events, body.store.currency, body.store.currency_exponent], [4, 'Quill', false, 'USD', 2]);
});
