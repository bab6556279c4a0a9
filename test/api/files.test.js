// Pages and pictures: variants, tags, what is kept for how long, and that nothing else of the disk is served.
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { after, before } from 'node:test';
import { gzipSync } from 'node:zlib';
import { exchange } from '../support/raw.js';
import { startStore } from '../support/store.js';

let store;
let root;
before(async () => {
  root = mkdtempSync(join(tmpdir(), 'swa-files-'));
  for (const directory of ['web', 'web/assets', 'admin', 'admin/assets', 'media', 'media/deep']) mkdirSync(join(root, directory));
  const put = (name, text) => writeFileSync(join(root, name), text);
  put('web/index.html', '<!doctype html><title>Shop</title>');
  put('web/favicon.svg', '<svg/>');
  put('web/assets/app-1a2b.js', 'plain();');
  put('web/assets/app-1a2b.js.gz', gzipSync('plain();'));
  put('web/assets/app-1a2b.js.br', 'brotli');
  put('web/assets/only.css', 'a{}');
  put('admin/index.html', '<!doctype html><title>Admin</title>');
  put('admin/assets/app-3c4d.js', 'admin();');
  put('media/mug.webp', 'picture');
  put('media/mug.webp.gz', 'never this');
  put('media/deep/jug.png', 'jug');
  put('secret.txt', 'secret');
  symlinkSync('../secret.txt', join(root, 'web/link.txt'));
  symlinkSync('/etc/hostname', join(root, 'media/link.txt'));
  symlinkSync('../..', join(root, 'web/assets/up'));
  store = await startStore({ seed: '', sandbox: false, env: { WEB_ROOT: join(root, 'web'), ADMIN_ROOT: join(root, 'admin'), MEDIA_ROOT: join(root, 'media') } });
});
after(async () => { await store?.stop(); rmSync(root, { recursive: true, force: true }); });

const get = async (path, headers = {}) => {
  const lines = Object.entries(headers).map(([k, v]) => `${k}: ${v}\r\n`).join('');
  const { replies, bytes } = await exchange(store.port, `GET ${path} HTTP/1.1\r\nHost: shop\r\n${lines}\r\n`);
  assert.equal(replies.length, 1, bytes.toString());
  return replies[0];
};

test('pages that the storefront knows are 200, others are the same page with 404', async () => {
  for (const path of ['/', '/products', '/products/moor-mug', '/collections/table', '/search?q=x', '/cart', '/checkout', '/checkout/return?session=x', '/orders/1']) {
    const { status, text, headers } = await get(path);
    assert.deepEqual([status, text], [200, '<!doctype html><title>Shop</title>'], path);
    assert.equal(headers.get('content-type'), 'text/html; charset=utf-8');
    assert.equal(headers.get('cache-control'), 'no-cache');
    assert.equal(headers.get('x-frame-options'), 'DENY');
    const policy = headers.get('content-security-policy');
    assert.match(policy, /default-src 'self'/);
    assert.match(policy, /frame-ancestors 'none'/);
    assert.doesNotMatch(policy, /unsafe|\*/);
  }
  for (const path of ['/nothing', '/products/a/b', '/orders/', '/index.htm', '/cart/x', '/%2e%2e/', '/%00'])
    assert.deepEqual([(await get(path)).status, (await get(path)).text], [404, '<!doctype html><title>Shop</title>'], path);
});

test("every address below /admin/ is the admin's page, with a policy of its own", async () => {
  for (const path of ['/admin', '/admin/', '/admin/login', '/admin/orders/12/show', '/admin/members/a@b.example', '/admin/../secret.txt']) {
    const { status, text, headers } = await get(path);
    assert.deepEqual([status, text], [200, '<!doctype html><title>Admin</title>'], path);
    assert.equal(headers.get('cache-control'), 'no-cache');
    assert.equal(headers.get('x-frame-options'), 'DENY');
    const policy = headers.get('content-security-policy');
    assert.match(policy, /script-src 'self';/);
    assert.match(policy, /img-src 'self' data: blob:/);
    assert.match(policy, /frame-ancestors 'none'/);
    assert.doesNotMatch(policy, /unsafe|\*/);
  }
  const frame = await get('/admin/visual.html');
  assert.equal(frame.headers.get('x-frame-options'), 'SAMEORIGIN');
  const looser = frame.headers.get('content-security-policy');
  assert.match(looser, /^default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline';/);
  assert.match(looser, /form-action 'none'; frame-ancestors 'self'$/);
  assert.doesNotMatch(looser, /script-src[^;]*unsafe|connect-src|\*/);
  const script = await get('/admin/assets/app-3c4d.js');
  assert.deepEqual([script.text, script.headers.get('cache-control')], ['admin();', 'public, max-age=31536000, immutable']);
  const missing = await get('/admin/assets/none.js');
  assert.deepEqual([missing.status, missing.body.code], [404, 'not_found']);
  assert.match((await get('/administration')).text, /Shop/);
});

test('an admin that is not built says so', async () => {
  const other = await store.secondServer({ env: { ADMIN_ROOT: join(root, 'nothing') } });
  const reply = await fetch(`${other.url}/admin/orders`);
  assert.equal(reply.status, 404);
  assert.match((await reply.json()).detail, /not built/);
  await other.stop();
});

test('precompressed variants, by what the client takes', async () => {
  const path = '/assets/app-1a2b.js';
  for (const [accept, encoding] of [[undefined, null], ['gzip', 'gzip'], ['br', 'br'], ['gzip, br', 'br'], ['br;q=0, gzip;q=0.5', 'gzip'], ['identity', null], ['zstd', null]]) {
    const reply = await get(path, accept ? { 'Accept-Encoding': accept } : {});
    assert.deepEqual([reply.status, reply.headers.get('content-encoding'), reply.headers.get('vary')], [200, encoding, 'Accept-Encoding'], accept);
    assert.equal(reply.headers.get('content-type'), 'text/javascript; charset=utf-8');
    assert.equal(reply.headers.get('cache-control'), 'public, max-age=31536000, immutable');
    const tag = reply.headers.get('etag');
    for (const known of [tag, `W/${tag}`, `"a", ${tag}`, '*']) {
      const same = await get(path, { ...(accept ? { 'Accept-Encoding': accept } : {}), 'If-None-Match': known });
      assert.deepEqual([same.status, same.text], [304, ''], known);
    }
    assert.equal((await get(path, { ...(accept ? { 'Accept-Encoding': accept } : {}), 'If-None-Match': '"other"' })).status, 200);
  }
  const tags = await Promise.all(['identity', 'gzip', 'br'].map(async (a) => (await get(path, { 'Accept-Encoding': a })).headers.get('etag')));
  assert.equal(new Set(tags).size, 3);
  assert.equal((await get('/assets/only.css', { 'Accept-Encoding': 'gzip, br' })).text, 'a{}');
});

test('pictures', async () => {
  const mug = await get('/media/mug.webp', { 'Accept-Encoding': 'gzip' });
  assert.deepEqual([mug.status, mug.text, mug.headers.get('content-type'), mug.headers.get('content-encoding')], [200, 'picture', 'image/webp', null]);
  assert.equal(mug.headers.get('cache-control'), 'public, max-age=31536000, immutable');
  assert.equal((await get('/media/deep/jug.png')).text, 'jug');
  for (const path of ['/media/none.webp', '/media/', '/media/deep', '/media/deep/', '/assets/none.js', '/assets/']) {
    const { status, body, headers } = await get(path);
    assert.deepEqual([status, body.code, headers.get('content-type')], [404, 'not_found', 'application/problem+json'], path);
  }
});

test('nothing outside of the two directories', async () => {
  for (const path of ['/../secret.txt', '/assets/../../secret.txt', '/media/../secret.txt', '/media/../../secret.txt', '/media//etc/hostname', '//etc/hostname', '/%2e%2e/secret.txt',
    '/media/%2e%2e/secret.txt', '/media/..%2fsecret.txt', '/..\\secret.txt', '/link.txt', '/media/link.txt', '/assets/up/secret.txt', '/assets/up', '/./../secret.txt', '/media/mug.webp/../../secret.txt',
    `/${'a/'.repeat(1000)}`, `/media/${'x'.repeat(3000)}`, '/media/.', '/.', '/..', '/media/..', '/proc/self/environ', '/media/\xff', '/media/mug.webp%00.txt']) {
    const { status, text } = await get(path);
    assert.ok([400, 404].includes(status), `${path}: ${status}`);
    assert.ok(!/secret|root:/.test(text) || /"code"/.test(text), path);
  }
  assert.equal((await get('/favicon.svg')).text, '<svg/>');
});

test('a large file arrives whole, on a connection that goes on', async () => {
  const big = Buffer.alloc(3 * 1024 * 1024, 'abcdefgh');
  writeFileSync(join(root, 'media/big.png'), big);
  const ask = 'GET /media/big.png HTTP/1.1\r\nHost: shop\r\n\r\n';
  const { replies } = await exchange(store.port, ask + ask + 'GET /healthz HTTP/1.1\r\nHost: shop\r\n\r\n', { count: 3 });
  assert.deepEqual(replies.map((r) => [r.status, r.text.length]), [[200, big.length], [200, big.length], [200, 15]]);
  assert.equal(replies[1].text, big.toString());
});
