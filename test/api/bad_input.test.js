// Whatever comes in: the documented problem, nothing changed in the database, and the server goes on.
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import test, { after, before } from 'node:test';
import { mailsDone } from '../support/accounts.js';
import { newStaff } from '../support/admin.js';
import { databaseDigest } from '../support/checksum.js';
import { checkReply, contract } from '../support/contract.js';
import { exchange } from '../support/raw.js';
import { Amazon, SendGrid } from '../support/mailHooks.js';
import { startStore, webhookSecret } from '../support/store.js';

let store;
let visitor;
let other;
let staff;
let sku;
let soldOut;

const unsafe = Object.entries(contract.paths).flatMap(([path, item]) =>
  ['put', 'post', 'patch', 'delete'].filter((method) => item[method]).map((method) => ({
    method: method.toUpperCase(), path, takesBody: Boolean(item[method].requestBody?.content?.['application/json'] ?? item[method].requestBody?.$ref), hook: path.startsWith('/webhooks') || path === '/e/u/{code}', // what they carry is signed
    told: path === '/api/v1/events' })));

before(async () => {
  store = await startStore({ env: { ...new SendGrid().env, SES_TOPIC_ARNS: Amazon.topic } });
  [visitor, other] = [await store.visitor(), await store.visitor()];
  await store.sql(`update configuration set value = 'false' where key = 'staff_two_factor'`);
  staff = await newStaff(store);
  await mailsDone(store);
  [sku, soldOut] = (await store.sql('select id::int from skus order by id limit 2')).map((row) => row.id);
  await store.sql('update sku_inventory set quantity_on_hand = 0, backorder_allowed = false, quantity_reserved = 0 where sku_id = $1', [soldOut]);
  await store.sql('update sku_inventory set quantity_on_hand = 1000 where sku_id = $1', [sku]);
  await visitor.add(sku, 3);
  await visitor.ship();
});

after(() => store?.stop());

// Who may use a route at all.
const callerOf = (path) => (path.startsWith('/api/admin/') ? staff : visitor);

const address = (path) => path.replace('{resource}', 'products').replace('{id}', '1').replace('{sku}', String(sku)).replace('{code}', 'FIVEOFF');
const good = { '/api/v1/cart/items': () => ({ sku, quantity: 1 }), '/api/v1/cart/items/{sku}': () => ({ quantity: 2 }),
  '/api/v1/cart/shipping': () => ({ method: 'express' }), '/api/v1/cart/discounts': () => ({ code: 'FIVEOFF' }),
  '/api/v1/checkout': () => ({ accept_terms: true }), '/webhooks/stripe': () => ({}) };

// Runs `act`, which gives one reply or several; each is as expected, and the database is as it was.
async function changesNothing(act, status, code, what, entry) {
  const before_ = await databaseDigest(store);
  for (const reply of [await act()].flat()) isProblem(reply, status, code, what, entry);
  assert.deepEqual(await databaseDigest(store), before_, `${what} changed the database`);
}

function isProblem(reply, status, code, what, entry) {
  assert.equal(reply.status, status, `${what}: ${reply.text}`);
  assert.equal(reply.headers.get('content-type'), 'application/problem+json', what);
  assert.equal(reply.body.code, code, what);
  assert.equal(reply.body.request_id, reply.headers.get('x-request-id'), what);
  if (entry) assert.deepEqual(reply.body.errors?.map((e) => `${e.field} ${e.code}`), [entry].flat(), what);
}

async function lives() {
  assert.equal((await visitor.get('/api/v1/cart')).body.lines[0].quantity, 3);
}

// One request as bytes, with the visitor's cookies and token.
function head(method, path, more = []) {
  const cookie = [...visitor.cookies].map(([k, v]) => `${k}=${v}`).join('; ');
  return [`${method} ${path} HTTP/1.1`, 'Host: shop', `Cookie: ${cookie}`, `X-CSRFToken: ${visitor.token}`,
    `Origin: ${store.url}`, 'Content-Type: application/json', ...more, '', ''].join('\r\n');
}

async function raw(pieces, options) {
  const { replies, closed, bytes } = await exchange(store.port, pieces, options);
  assert.equal(replies.length, 1, `${closed ? 'closed: ' : ''}${bytes.toString().slice(0, 300)}`);
  return { ...replies[0], closed };
}

const deep = (depth) => `${'{"sku":'.repeat(depth)}1${'}'.repeat(depth)}`;

// body, status, code, entries of errors
const bodies = [
  ['nothing', '', 400, 'malformed_json'],
  ['a half', '{"sku": 1, ', 400, 'malformed_json'],
  ['a word', 'sku', 400, 'malformed_json'],
  ['single quotes', "{'sku': 1}", 400, 'malformed_json'],
  ['a comma too many', '{"sku": 1,}', 400, 'malformed_json'],
  ['two documents', '{} {}', 400, 'malformed_json'],
  ['a byte order mark', '\xef\xbb\xbf{}', 400, 'malformed_json'],
  ['a key twice', '{"sku": 1, "sku": 2}', 400, 'malformed_json'],
  ['NaN', '{"sku": NaN}', 400, 'malformed_json'],
  ['a NUL byte', '{"sku": 1\0}', 400, 'malformed_json'],
  ['a NUL within text', '{"code": "A\0B"}', 400, 'malformed_json'],
  ['an escaped NUL', '{"code": "A\\u0000B"}', 400, 'malformed_json'],
  ['an escaped NUL in a name', '{"co\\u0000de": "A"}', 400, 'malformed_json'],
  ['a lone surrogate', '{"code": "\\ud800"}', 400, 'malformed_json'],
  ['invalid UTF-8', '{"code": "\xff\xfe"}', 400, 'malformed_json'],
  ['overlong UTF-8', '{"code": "\xc0\xaf"}', 400, 'malformed_json'],
  ['UTF-8 of a surrogate', '{"code": "\xed\xa0\x80"}', 400, 'malformed_json'],
  ['17 levels', deep(17), 400, 'malformed_json'],
  ['10,000 levels', '['.repeat(10000), 400, 'malformed_json'],
  ['30,000 levels, closed', '['.repeat(30000) + ']'.repeat(30000), 400, 'malformed_json'],
  ['invalid UTF-8 after much text', `{"code": "${'\xc3\xa4'.repeat(90)}" x`, 400, 'malformed_json'],
  ['an array', '[]', 422, 'invalid_input', ' wrong_type'],
  ['a number', '1', 400, 'malformed_json'],
  ['2^63', '{"quantity": 9223372036854775808}', 422, 'invalid_input', ' out_of_range'],
  ['1e999', '{"quantity": 1e999}', 422, 'invalid_input', ' out_of_range'],
];

test('bodies that are no JSON object, on every route that takes one', async () => {
  for (const { method, path } of unsafe.filter((r) => r.takesBody && !r.hook)) {
    const before_ = await databaseDigest(store);
    for (const [what, body, status, code, entry] of bodies)
      isProblem(await callerOf(path).call(method, address(path), Buffer.from(body, 'latin1')), status, code, `${method} ${path}, ${what}`, entry);
    assert.deepEqual(await databaseDigest(store), before_, `${method} ${path} changed the database`);
  }
  await lives();
});

// route, body, entries
const fields = [
  ['POST /api/v1/cart/items', {}, ['sku required', 'quantity required']],
  ['POST /api/v1/cart/items', { sku: null, quantity: null }, ['sku required', 'quantity required']],
  ['POST /api/v1/cart/items', { sku: '1', quantity: 1 }, 'sku wrong_type'],
  ['POST /api/v1/cart/items', { sku: true, quantity: [] }, ['sku wrong_type', 'quantity wrong_type']],
  ['POST /api/v1/cart/items', '{"sku": 1.0, "quantity": 1.5}', ['sku wrong_type', 'quantity wrong_type']],
  ['POST /api/v1/cart/items', '{"sku": 1e2, "quantity": 1}', 'sku wrong_type'],
  ...[0, -1, 100, -9007199254740991, 2147483647, 2147483648, 4294967297].map((quantity) =>
    ['POST /api/v1/cart/items', { sku: 1, quantity }, 'quantity out_of_range']),
  ...['9223372036854775807', '-9223372036854775808'].map((quantity) =>
    ['POST /api/v1/cart/items', `{"sku": 1, "quantity": ${quantity}}`, 'quantity out_of_range']),
  ...['0', '-1', '9007199254740992', '9223372036854775807'].map((number) =>
    ['POST /api/v1/cart/items', `{"sku": ${number}, "quantity": 1}`, 'sku out_of_range']),
  ['POST /api/v1/cart/items', { sku: 1, quantity: 1, price: 1 }, 'price unknown_field'],
  ['POST /api/v1/cart/items', '{"sku": 1, "quantity": 1, "__proto__": {}}', '__proto__ unknown_field'],
  ...[0, -1, 100].map((quantity) => ['PUT /api/v1/cart/items/{sku}', { quantity }, 'quantity out_of_range']),
  ['PUT /api/v1/cart/items/{sku}', { sku: 1, quantity: 1 }, 'sku unknown_field'],
  ['PUT /api/v1/cart/items/{sku}', {}, 'quantity required'],
  ['PUT /api/v1/cart/shipping', {}, 'method required'],
  ['PUT /api/v1/cart/shipping', { method: '' }, 'method out_of_range'],
  ['PUT /api/v1/cart/shipping', { method: 'x'.repeat(101) }, 'method out_of_range'],
  ['PUT /api/v1/cart/shipping', { method: 1 }, 'method wrong_type'],
  ['PUT /api/v1/cart/shipping', { method: "'; drop table carts; --" }, 'method unknown_shipping_method'],
  ['POST /api/v1/cart/discounts', {}, 'code required'],
  ['POST /api/v1/cart/discounts', { code: '' }, 'code out_of_range'],
  ['POST /api/v1/cart/discounts', { code: 'x'.repeat(51) }, 'code out_of_range'],
  ['POST /api/v1/cart/discounts', { code: {} }, 'code wrong_type'],
  ['POST /api/v1/cart/discounts', { code: '   ' }, 'code discount_unknown'],
  ['POST /api/v1/cart/discounts', { code: 'NOSUCHCODE' }, 'code discount_unknown'],
  ['POST /api/v1/cart/discounts', { code: 'LASTSEASON' }, 'code discount_expired'],
  ['POST /api/v1/cart/discounts', { code: 'NEXTSEASON' }, 'code discount_not_started'],
  ['POST /api/v1/checkout', {}, 'accept_terms required'],
  ['POST /api/v1/checkout', { accept_terms: false }, 'accept_terms must_be_true'],
  ['POST /api/v1/checkout', { accept_terms: 'true' }, 'accept_terms wrong_type'],
  ['POST /api/v1/checkout', { accept_terms: true, total: -1 }, 'total out_of_range'],
  ['POST /api/v1/checkout', { accept_terms: true, total: '1' }, 'total wrong_type'],
  ['POST /api/v1/checkout', { accept_terms: true, email: 7 }, 'email wrong_type'],
];

test('fields of the wrong type, out of range, missing, unknown', async () => {
  for (const [route, body, entries] of fields) {
    const [method, path] = route.split(' ');
    await changesNothing(() => visitor.call(method, address(path), body), 422, 'invalid_input', `${route} ${JSON.stringify(body)}`, entries);
  }
});

test('many and long unknown fields are told in a reply that can be read', async () => {
  const body = Object.fromEntries(Array.from({ length: 40 }, (_, i) => [`${'\u0001"ä\u{1F600}'.repeat(20)}${i}`, 1]));
  const long = { ['x'.repeat(60000)]: 1, sku: 1, quantity: 1 };
  for (const one of [body, long])
    await changesNothing(() => visitor.post('/api/v1/cart/items', one), 422, 'invalid_input', 'long names');
  const reply = await visitor.post('/api/v1/cart/items', long);
  assert.equal(reply.body.errors.length, 1);
});

test('what does not exist, is sold out, belongs to somebody else', async () => {
  const none = 4000000000;
  await changesNothing(() => visitor.add(none), 404, 'sku_unknown', 'an unknown SKU');
  await changesNothing(() => visitor.put(`/api/v1/cart/items/${none}`, { quantity: 1 }), 404, 'sku_unknown', 'an unknown SKU');
  for (const word of ['x', '-1', '0', '1.5', '9223372036854775808', '%31%00', '%ff', '1%0a', '%20', '%', '%4', '%zz', "1'--"]) {
    const status = /%(00|ff|$|4$|zz)/.test(word) ? [400, 'bad_request'] : [404, 'sku_unknown'];
    await changesNothing(() => visitor.put(`/api/v1/cart/items/${word}`, { quantity: 1 }), ...status, word);
    await changesNothing(() => visitor.delete(`/api/v1/cart/items/${word}`), ...status, word);
  }
  await changesNothing(() => visitor.add(soldOut), 409, 'out_of_stock', 'sold out');
  await changesNothing(() => visitor.put(`/api/v1/cart/items/${soldOut}`, { quantity: 1 }), 409, 'out_of_stock', 'sold out');
  await changesNothing(() => visitor.add(sku, 97), 422, 'invalid_input', '3 and 97', 'quantity out_of_range');
  await changesNothing(() => other.checkout(), 409, 'cart_empty', 'an empty cart');
  await changesNothing(() => visitor.get('/api/v1/checkout/cs_test_none'), 404, 'checkout_unknown', 'an unknown checkout');
  await changesNothing(() => visitor.get('/api/v1/orders/none?key=none'), 404, 'order_unknown', 'an unknown order');
  await changesNothing(() => visitor.get('/api/v1/products/none'), 404, 'product_unknown', 'an unknown product');
  await changesNothing(() => visitor.get('/api/v1/products/%00'), 400, 'bad_request', 'NUL in a slug');
  await changesNothing(() => visitor.get('/api/v1/orders/%ff'), 400, 'bad_request', 'invalid UTF-8');
  await changesNothing(() => visitor.delete('/api/v1/cart/discounts/%c3%28'), 400, 'bad_request', 'invalid UTF-8');
});

test('a foreign cart: forged and altered visitor cookies', async () => {
  const mine = visitor.cookies.get('visitor');
  const [nonce, mac] = mine.split('.');
  const flip = (text, at) => text.slice(0, at) + (text[at] === 'A' ? 'B' : 'A') + text.slice(at + 1);
  const [othersNonce, othersMac] = other.cookies.get('visitor').split('.');
  for (const forged of [
    nonce, `${nonce}.`, `.${mac}`, `${nonce}.${othersMac}`, `${othersNonce}.${mac}`, `${flip(nonce, 3)}.${mac}`, `${nonce}.${flip(mac, 5)}`,
    `${nonce}.${mac}x`, `${nonce}.${mac}.${mac}`, `${nonce}=.${mac}`, 'x', '', 'A'.repeat(3000),
    `${nonce}.${Buffer.alloc(16).toString('base64url')}`]) {
    const cookie = `visitor=${forged}; csrftoken=${visitor.token}`;
    const seen = await visitor.get('/api/v1/cart', { cookie });
    assert.equal(seen.status, 200);
    assert.deepEqual(seen.body.lines, [], `${forged} sees a cart`);
    await changesNothing(() => visitor.call('POST', '/api/v1/cart/items', { sku, quantity: 1 }, { cookie }), 403, 'csrf_failed', forged);
    const copy = new Map(visitor.cookies);
    const session = await visitor.get('/api/v1/session', { cookie });
    assert.equal(session.body.cart_items, 0);
    assert.notEqual(visitor.cookies.get('visitor'), mine, 'a forged cookie is replaced');
    visitor.cookies = copy;
  }
  await lives();
});

test('every unsafe route refuses a missing or wrong token, and a forbidden origin', async () => {
  for (const { method, path, told } of unsafe.filter((r) => !r.hook)) {
    const what = `${method} ${path}`;
    const before_ = await databaseDigest(store); // once a route: its refusals are many
    const refused = async (headers, code, how) =>
      isProblem(await visitor.call(method, address(path), good[path]?.(), headers), 403, code, `${what}${how}`);
    if (!told) for (const token of [null, '', 'x', other.token, `${visitor.token}x`, visitor.token.slice(1), visitor.cookies.get('visitor')])
      await refused({ 'x-csrftoken': token }, 'csrf_failed', `, token ${token}`);
    const cookies = `visitor=${visitor.cookies.get('visitor')}`; // the header decides, the cookie is only its carrier
    if (!told) await refused({ cookie: cookies, 'x-csrftoken': null }, 'csrf_failed', '');
    if (!told) await refused({ cookie: null }, 'csrf_failed', ', no cookies');
    for (const origin of [null, 'null', 'https://evil.example', `${store.url}.evil.example`, `${store.url}0`, store.url.replace('http:', 'https:'),
      'http://127.0.0.1', '', `http://evil.example/${store.url}`])
      await refused({ origin }, 'origin_forbidden', `, origin ${origin}`);
    assert.deepEqual(await databaseDigest(store), before_, `${what} changed the database`);
  }
  await lives();
});

test('every route with a body wants application/json', async () => {
  for (const { method, path } of unsafe.filter((r) => r.takesBody && !r.hook))
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', 'application/jsonx',
      'text/json', 'application/json+x', ''])
      await changesNothing(() => visitor.call(method, address(path), JSON.stringify(good[path]?.() ?? {}), { 'content-type': type }),
        415, 'unsupported_media_type', `${method} ${path} ${type}`);
  const fine = await visitor.put('/api/v1/cart/shipping', { method: 'standard' }, { 'content-type': 'Application/JSON; charset=utf-8' });
  assert.equal(fine.status, 200);
});

test('unknown paths and wrong methods', async () => {
  for (const path of ['/api/', '/api/v1', '/api/v2/cart', '/api/v1/cart/', '/api/v1//cart', '/api/v1/cart/items/1/2', '/api/v1/products/',
    '/api/v1/products/../cart', '/api/%76%31/cart', '/webhooks/other'])
    await changesNothing(async () => raw(head('GET', path)), 404, 'not_found', path);
  for (const method of ['GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'TRACE', 'BREW', 'get']) {
    for (const [path, item] of Object.entries(contract.paths)) {
      if (item[method.toLowerCase()] && method !== 'get') continue;
      const reply = await raw(head(method, address(path), ['Content-Length: 0']));
      assert.equal(reply.status, 405, `${method} ${path}`);
      checkReply(method, address(path), reply);
      const allowed = ['get', 'put', 'post', 'patch', 'delete'].filter((m) => item[m]).flatMap((m) => (m === 'get' ? ['GET', 'HEAD'] : [m.toUpperCase()]));
      assert.deepEqual(reply.headers.get('allow').split(', ').sort(), allowed.sort(), `${method} ${path}`);
    }
  }
  const page = await raw(head('POST', '/cart', ['Content-Length: 0']));
  assert.equal(page.status, 405);
  assert.equal(page.headers.get('allow'), 'GET, HEAD');
  await lives();
});

// Routes that take more than 64 KB.
const bodyMax = { 'POST /webhooks/stripe': 512 * 1024, 'POST /webhooks/ses': 1 << 20, 'POST /webhooks/sendgrid': 1 << 20, 'POST /e/u/{code}': 4 << 10,
  'POST /api/admin/campaigns/{id}/preview': 4 << 20, 'PATCH /api/admin/campaigns/{id}': 4 << 20,
  'POST /api/admin/mail/preview': 4 << 20, 'POST /api/admin/mail/test': 4 << 20, 'POST /api/admin/media': 10 << 20,
  'PUT /api/admin/imports/{id}/content': 1 << 20, 'POST /api/admin/{resource}': 1536 * 1024,
  'PATCH /api/admin/{resource}/{id}': 1536 * 1024, 'POST /api/admin/{resource}/bulk': 1536 * 1024 };

test('addresses, headers and bodies that are too large', async () => {
  const url = (size) => `/api/v1/products?utm=${'x'.repeat(size - '/api/v1/products?utm='.length)}`;
  assert.equal((await raw(head('GET', url(4096)))).status, 200);
  for (const size of [4097, 8000, 12000, 13000, 14000, 16000, 20000, 70000, 300000])
    await changesNothing(() => raw(head('GET', url(size))), 414, 'url_too_long', `an address of ${size}`);
  const header = (size) => head('GET', '/api/v1/cart', [`X-Long: ${'x'.repeat(size)}`]);
  const fits = header(8192 - header(0).length);
  assert.equal(fits.length, 8192);
  assert.equal((await raw(fits)).status, 200);
  for (const size of [8000, 9000, 12000, 13000, 14000, 15000, 20000, 70000, 300000])
    await changesNothing(() => raw(header(size)), 431, 'headers_too_large', `a header of ${size}`);
  for (const count of [300, 1000, 5000])
    await changesNothing(() => raw(head('GET', '/api/v1/cart', Array.from({ length: count }, (_, i) => `x${i}: y`))), 431, 'headers_too_large', `${count} headers`);
  for (const size of [7000, 8000, 20000])
    await changesNothing(() => raw(`GET /api/v1/cart HTTP/1.1\r\nHost: shop\r\nCookie: a=${'x'.repeat(size)}\r\n\r\n`), 431, 'headers_too_large', `a cookie of ${size}`);
  for (const { method, path } of unsafe) {
    const most = bodyMax[`${method} ${path}`] ?? 64 * 1024;
    const body = `{"x":"${'x'.repeat(most)}"}`;
    await changesNothing(() => visitor.call(method, address(path), body), 413, 'body_too_large', `${method} ${path}`);
    // announced only: refused at once, with nothing sent
    await changesNothing(() => raw(head(method, address(path), [`Content-Length: ${most + 1}`, 'Expect: 100-continue'])), 413, 'body_too_large', `${method} ${path}, announced`);
    const chunk = `2000\r\n${'x'.repeat(0x2000)}\r\n`;
    const chunks = Array.from({ length: most / 0x2000 + 1 }, () => chunk);
    await changesNothing(() => raw([head(method, address(path), ['Transfer-Encoding: chunked']), ...chunks, '0\r\n\r\n']), 413, 'body_too_large', `${method} ${path}, chunked`);
  }
  await lives();
});

test('requests that are no HTTP, and bodies without one clear end', async () => {
  const body = JSON.stringify({ sku, quantity: 1 });
  const add = (lines, text = body) => `${head('POST', '/api/v1/cart/items', lines)}${text}`;
  const length = `Content-Length: ${body.length}`;
  const cases = [
    ['no version', 'GET /api/v1/cart\r\n\r\n'],
    ['HTTP/9.9', 'GET /api/v1/cart HTTP/9.9\r\nHost: shop\r\n\r\n'],
    ['HTTP/0.5', 'GET /api/v1/cart HTTP/0.5\r\nHost: shop\r\n\r\n'],
    ['a blank in the address', 'GET /api/v1/products?q=a b HTTP/1.1\r\nHost: shop\r\n\r\n'],
    ['a tab in the address', 'GET /api/v1/products?q=a\tb HTTP/1.1\r\nHost: shop\r\n\r\n'],
    ['a NUL in the address', 'GET /api/v1/cart\0/../../x HTTP/1.1\r\nHost: shop\r\n\r\n'],
    ['no Host', 'GET /api/v1/cart HTTP/1.1\r\n\r\n'],
    ['a header without colon', 'GET /api/v1/cart HTTP/1.1\r\nHost: shop\r\nNonsense\r\n\r\n'],
    ['NUL in a name', head('GET', '/api/v1/cart', ['X\0Y: z'])],
    ['a length that is a word', add(['Content-Length: ten'])],
    ['a length with a sign', add([`Content-Length: +${body.length}`])],
    ['a negative length', add(['Content-Length: -1'])],
    ['a length with a tail', add([`Content-Length: ${body.length}x`])],
    ['a list of lengths', add([`Content-Length: ${body.length}, ${body.length}`])],
    ['two lengths', add([length, 'Content-Length: 3'])],
    ['two equal lengths', add([length, length])],
    ['a length and chunks', add([length, 'Transfer-Encoding: chunked'], `${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n`)],
    ['an unknown coding', add(['Transfer-Encoding: gzip'])],
    ['chunked twice', add(['Transfer-Encoding: chunked', 'Transfer-Encoding: chunked'], '0\r\n\r\n')],
    ['a chunk size that is a word', add(['Transfer-Encoding: chunked'], 'ten\r\n')],
    ['a negative chunk size', add(['Transfer-Encoding: chunked'], '-1\r\n')],
    ['a chunk longer than said', add(['Transfer-Encoding: chunked'], `2\r\n${body}\r\n0\r\n\r\n`)],
  ];
  for (const [what, bytes] of cases) await changesNothing(() => raw(bytes), 400, 'bad_request', what);
  const enormous = [add(['Content-Length: 18446744073709551616']), add(['Content-Length: 9223372036854775808']),
    add(['Transfer-Encoding: chunked'], 'fffffffffffffffff\r\n')];
  for (const bytes of enormous) {
    const before_ = await databaseDigest(store);
    const reply = await raw(bytes);
    assert.ok([400, 413].includes(reply.status), String(reply.status));
    assert.equal(reply.headers.get('content-type'), 'application/problem+json');
    assert.deepEqual(await databaseDigest(store), before_);
  }
  await lives();
});

test('what is no request line at all ends the connection', async () => {
  const digest = await databaseDigest(store);
  for (const bytes of ['\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n', 'PRI\r\n\r\n']) {
    const { replies, closed } = await exchange(store.port, bytes);
    assert.ok(closed && replies.length === 0, JSON.stringify(bytes));
  }
  assert.deepEqual(await databaseDigest(store), digest);
});

test('a header value ends at a NUL, and so does not pass', async () => {
  const digest = await databaseDigest(store);
  const bytes = head('DELETE', '/api/v1/cart').replace('X-CSRFToken: ', 'X-CSRFToken: \0');
  const { replies } = await exchange(store.port, bytes);
  assert.equal(replies[0].body.code, 'csrf_failed');
  assert.deepEqual(await databaseDigest(store), digest);
});

test('a body that ends early changes nothing; what follows a whole one is another request', async () => {
  const digest = await databaseDigest(store);
  for (const bytes of [`${head('POST', '/api/v1/cart/items', ['Content-Length: 400'])}{"sku"`,
    `${head('POST', '/api/v1/cart/items', ['Transfer-Encoding: chunked'])}5\r\n{"sku`]) {
    // whether it is answered, closed or left waiting for the rest until its time is up
    const { replies } = await exchange(store.port, bytes, { end: true, ms: 500 }).catch(() => ({ replies: [] }));
    assert.ok(replies.every((reply) => reply.status === 400));
  }
  assert.deepEqual(await databaseDigest(store), digest);
  const body = JSON.stringify({ sku: 4000000000, quantity: 1 });
  const short = head('POST', '/api/v1/cart/items', [`Content-Length: ${body.length - 1}`]);
  const { replies } = await exchange(store.port, short + body, { count: 2, ms: 3000 }).catch(() => ({ replies: [] }));
  if (replies.length) assert.equal(replies[0].status, 400);
  await lives();
});

test('a body byte by byte is a body', async () => {
  const body = JSON.stringify({ quantity: 3 });
  const bytes = `${head('PUT', `/api/v1/cart/items/${sku}`, [`Content-Length: ${body.length}`])}${body}`;
  assert.equal((await raw([...bytes])).status, 200);
  const chunks = [...body].map((c) => `1\r\n${c}\r\n`);
  assert.equal((await raw([head('PUT', `/api/v1/cart/items/${sku}`, ['Transfer-Encoding: chunked']), ...chunks, '0\r\n\r\n'])).status, 200);
});

test('the whole address in the request line is taken', async () => {
  assert.equal((await raw(head('GET', 'http://shop.example/api/v1/cart'))).status, 200);
  assert.equal((await raw(head('GET', 'http://shop.example/api/v1/nothing'))).status, 404);
});

test('query arguments', async () => {
  const problems = [
    ['limit=0', 'limit out_of_range'], ['limit=101', 'limit out_of_range'], ['limit=-1', 'limit out_of_range'], ['limit=x', 'limit wrong_type'],
    ['limit=', 'limit wrong_type'], ['limit=1.5', 'limit wrong_type'], ['limit=9223372036854775808', 'limit wrong_type'],
    ['min_price=-1', 'min_price out_of_range'], ['max_price=99999999999999', 'max_price out_of_range'], ['min_price=%31%30x', 'min_price wrong_type'],
    ['in_stock=yes', 'in_stock wrong_type'], ['in_stock=1', 'in_stock wrong_type'], ['in_stock=', 'in_stock wrong_type'],
    ['sort=cheap', 'sort unknown_sort'], ['sort=best', 'sort unknown_sort'], ['sort=', 'sort unknown_sort'],
    [`q=${'x'.repeat(201)}`, 'q out_of_range'], [`collection=${'x'.repeat(101)}`, 'collection out_of_range'],
    ['cursor=', 'cursor out_of_range'], ['cursor=x', 'cursor invalid_cursor'], ['cursor=!!!', 'cursor invalid_cursor'],
    ['limit=0&min_price=x', ['min_price wrong_type', 'limit out_of_range']],
  ];
  for (const [query, entries] of problems)
    await changesNothing(() => visitor.get(`/api/v1/products?${query}`), 422, 'invalid_input', query, entries);
  for (const query of ['q=%00', 'q=%ff', 'q=%', 'q=%4', 'q=%zz', '%ff=1', 'q=%c0%af', 'utm=%00'])
    await changesNothing(() => raw(head('GET', `/api/v1/products?${query}`)), 400, 'bad_request', query);
  for (const query of ['', '&&&', '=', '=x', 'q', 'q=', 'q=+', 'unknown=1', 'limit=5&limit=x', 'q=%25', "q='", 'q=%22', 'q=-', 'q=or', 'q=%5C', 'q=_', 'q=!%26|()%3A*', 'q=%F0%9F%98%80'])
    assert.equal((await raw(head('GET', `/api/v1/products?${query}`))).status, 200, query);
});

test('hooks: bad, old and missing signatures, unknown sessions, no JSON', async () => {
  const sign = (body, { at = Math.floor(Date.now() / 1000), secret = webhookSecret, scheme = 'v1' } = {}) =>
    `t=${at},${scheme}=${createHmac('sha256', secret).update(`${at}.`).update(body).digest('hex')}`;
  const send = (body, signature) => visitor.call('POST', '/webhooks/stripe', body, {
    cookie: null, origin: null, 'x-csrftoken': null, ...(signature === undefined ? {} : { 'stripe-signature': signature }) });
  const event = JSON.stringify({ id: 'evt_bad_1', object: 'event', type: 'checkout.session.completed', created: 1700000000,
    data: { object: { id: 'cs_test_none', object: 'checkout.session', status: 'complete', payment_status: 'paid' } } });
  const now = Math.floor(Date.now() / 1000);
  for (const signature of [undefined, '', 'x', `t=${now}`, 'v1=00', sign(event, { secret: 'whsec_other' }), sign(event, { at: now - 400 }), sign(event, { at: now + 400 }),
    sign(event, { scheme: 'v0' }), sign(`${event} `), sign(event).replace('t=', 't=-'), `${sign(event)}x`, sign(event).replace('v1=', 'v1=v1=')])
    await changesNothing(() => send(event, signature), 400, 'bad_signature', String(signature));
});
