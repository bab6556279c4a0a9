// The server as such: headers on everything, limits, starting and stopping, the command line.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import test, { after, before } from 'node:test';
import { contract } from '../support/contract.js';
import { exchange } from '../support/raw.js';
import { program, projectRoot, sleep, startStore, until } from '../support/store.js';

let store;
let secure;
before(async () => {
  store = await startStore({ sandbox: false, env: { CONNECTIONS_PER_ADDRESS: '40' } });
  secure = await startStore({ seed: '', sandbox: false, env: { PUBLIC_URL: 'https://shop.example', TRUSTED_PROXIES: '127.0.0.1', CONNECTIONS_PER_ADDRESS: '10' } });
});
after(async () => { await store?.stop(); await secure?.stop(); });

test('security headers and a request id on every route, in every outcome', async () => {
  const seen = new Set();
  for (const [path, item] of Object.entries(contract.paths))
    for (const method of ['get', 'post', 'put', 'delete', 'patch', 'options'])
      for (const [base, https] of [[store.url, false], [secure.url, true]]) {
        const reply = await fetch(base + path.replace(/\{\w+\}/, 'x'), { method });
        await reply.arrayBuffer();
        const h = reply.headers;
        const what = `${method} ${path} ${reply.status} ${item.get ? '' : 'unsafe'}`;
        assert.equal(h.get('x-content-type-options'), 'nosniff', what);
        // a link of a mail that leads nowhere is answered with a page of the shop; it tells nobody where it stood
        const page = h.get('content-type')?.startsWith('text/html');
        assert.equal(h.get('referrer-policy'), page ? 'no-referrer' : 'strict-origin-when-cross-origin', what);
        if (page) assert.match(h.get('content-security-policy'), /^default-src 'self'; script-src 'self'; .* frame-ancestors 'none'$/, what);
        else assert.equal(h.get('content-security-policy'), "default-src 'none'; frame-ancestors 'none'", what);
        assert.match(h.get('permissions-policy'), /geolocation=\(\)/, what);
        assert.equal(h.get('strict-transport-security'), https ? 'max-age=63072000; includeSubDomains' : null, what);
        assert.match(h.get('x-request-id'), /^[0-9a-f]{16}$/, what);
        seen.add(h.get('x-request-id'));
      }
  assert.equal(seen.size, Object.keys(contract.paths).length * 12, 'ids differ');
});

test('HEAD is GET without the body', async () => {
  for (const path of ['/api/v1/products', '/api/v1/products/moor-mug', '/api/v1/cart', '/api/v1/nothing', '/healthz', '/api/openapi.yaml']) {
    const get = await fetch(store.url + path, { headers: { 'accept-encoding': 'identity' } });
    await get.arrayBuffer();
    const { replies } = await exchange(store.port, `HEAD ${path} HTTP/1.1\r\nHost: shop\r\nConnection: close\r\n\r\n`, { headOnly: true });
    assert.equal(replies[0].status, get.status, path);
    for (const name of ['content-type', 'etag', 'cache-control'])
      assert.equal(replies[0].headers.get(name), get.headers.get(name), `${path} ${name}`);
  }
});

test('several requests on one connection, sent at once, are answered in order', async () => {
  const paths = ['/api/v1/products?limit=1', '/api/v1/cart', '/api/v1/nothing', '/healthz', '/api/v1/collections', '/api/v1/products/none'];
  const bytes = paths.map((path) => `GET ${path} HTTP/1.1\r\nHost: shop\r\n\r\n`).join('');
  const { replies } = await exchange(store.port, bytes, { count: paths.length });
  assert.deepEqual(replies.map((r) => r.status), [200, 200, 404, 200, 200, 404]);
});

test('compressed for those who take it', async () => {
  const { request } = await import('node:http');
  const { brotliDecompressSync, gunzipSync } = await import('node:zlib');
  const get = (encoding, more = {}) => new Promise((done, fail) => {
    request(`${store.url}/api/v1/products`, { headers: { ...(encoding ? { 'accept-encoding': encoding } : {}), ...more } }, (reply) => {
      const pieces = [];
      reply.on('data', (p) => pieces.push(p));
      reply.on('end', () => done({ status: reply.statusCode, headers: reply.headers, body: Buffer.concat(pieces) }));
    }).on('error', fail).end();
  });
  const plain = await get('');
  assert.equal(plain.headers['content-encoding'], undefined);
  for (const [accept, encoding, unpack] of [['gzip', 'gzip', gunzipSync], ['br', 'br', brotliDecompressSync], ['gzip, deflate, br', 'br', brotliDecompressSync],
    ['br;q=0, gzip', 'gzip', gunzipSync], ['GZIP;q=0.5', 'gzip', gunzipSync]]) {
    const packed = await get(accept);
    assert.equal(packed.headers['content-encoding'], encoding, accept);
    assert.deepEqual(unpack(packed.body), plain.body);
    assert.ok(packed.body.length < plain.body.length / 2);
    assert.match(packed.headers.vary, /Accept-Encoding/);
    assert.notEqual(packed.headers.etag, plain.headers.etag);
    for (const known of [packed.headers.etag, `W/${packed.headers.etag}`, `"x", ${packed.headers.etag}`, '*']) {
      const same = await get(accept, { 'if-none-match': known });
      assert.deepEqual([same.status, same.body.length], [304, 0], known);
      assert.equal(same.headers.etag, packed.headers.etag);
    }
    assert.equal((await get(accept, { 'if-none-match': '"other"' })).status, 200);
  }
  assert.equal((await get('identity;q=1, gzip;q=0, br;q=0.000')).headers['content-encoding'], undefined);
});

const hold = (port) => new Promise((done) => {
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => {});
  socket.write('GET /healthz HTTP/1.1\r\nHost: shop\r\n\r\n');
  socket.once('data', () => done({ socket, served: true }));
  socket.once('close', () => done({ socket, served: false }));
});

test('one address holds so many connections and no more; a trusted proxy any number', async () => {
  const crowd = [];
  for (let i = 0; i < 60; i++) crowd.push(await hold(store.port));
  const served = crowd.filter((c) => c.served).length;
  assert.ok(served >= 30 && served <= 40, `${served} of 60 were served`); // fetch above may keep some of the 40
  for (const { socket } of crowd) socket.destroy();
  assert.ok(await until(async () => { const one = await hold(store.port); one.socket.destroy(); return one.served; }), 'and then there is room again');
  const proxied = [];
  for (let i = 0; i < 40; i++) proxied.push(await hold(secure.port));
  assert.equal(proxied.filter((c) => c.served).length, 40);
  for (const { socket } of proxied) socket.destroy();
});

test('uploads that never end keep other large ones out, but no web hook', async (t) => {
  const head = (method, path, lines) => [`${method} ${path} HTTP/1.1`, 'Host: shop', ...lines, '', ''].join('\r\n');
  const upload = (megabytes, ...more) => head('POST', '/api/admin/media', [`Content-Length: ${megabytes << 20}`, 'Content-Type: image/png', ...more]);
  const asks = 'Expect: 100-continue';
  const sockets = [];
  t.after(() => sockets.forEach((socket) => socket.destroy()));
  for (const megabytes of [...Array(12).fill(10), 8]) { // all of LARGE_BODIES_MAX
    const socket = connect(store.port, '127.0.0.1').on('error', () => {});
    sockets.push(socket);
    socket.write(upload(megabytes, asks));
    assert.match(String((await once(socket, 'data'))[0]), /^HTTP\/1\.1 100 /);
  }
  assert.equal((await exchange(store.port, [upload(1, asks)])).replies[0].status, 503);
  const hook = head('POST', '/webhooks/stripe', ['Transfer-Encoding: chunked', 'Stripe-Signature: t=1,v1=00']);
  const { replies } = await exchange(store.port, [hook, '2\r\n{}\r\n0\r\n\r\n']);
  assert.deepEqual([replies[0].status, replies[0].body.code], [400, 'bad_signature']);
  for (const socket of sockets) socket.destroy();
  assert.ok(await until(async () => (await exchange(store.port, [`${upload(10)}${'x'.repeat(10 << 20)}`])).replies[0]?.status === 403), 'there is room again');
});

test('SIGTERM: the request under way is answered, no new one is taken, exit status 0', async () => {
  const own = await startStore({ sandbox: false });
  try {
    const visitor = await own.visitor();
    const [{ id }] = await own.sql('select id::int from skus order by id limit 1');
    await visitor.add(id);
    const locker = await own.pool.connect();
    await locker.query('begin');
    await locker.query('select from carts for update');
    const slow = visitor.add(id);
    assert.ok(await until(async () => (await own.sql("select count(*)::int as n from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()"))[0].n > 0));
    own.server.kill('SIGTERM');
    assert.ok(await until(() => /"stopping"/.test(own.server.output)));
    await sleep(100);
    await locker.query('rollback');
    locker.release();
    const reply = await slow;
    assert.equal(reply.status, 200, reply.text);
    assert.deepEqual(await own.server.ended, { code: 0, signal: null });
    await assert.rejects(fetch(`${own.url}/healthz`));
  } finally { await own.stop(); }
});

const run = (words, env = {}) => spawnSync(program, words, { cwd: projectRoot, encoding: 'utf8', timeout: 30000, env: { PATH: process.env.PATH, ASAN_OPTIONS: process.env.ASAN_OPTIONS ?? '', ...env } });

test('two servers do not share a port', () => {
  const second = run(['serve', '--role', 'web'], store.env);
  assert.equal(second.status, 1, second.stderr);
  assert.match(second.stdout + second.stderr, /in use/);
});

test('bad settings: a line for each, exit status 2', () => {
  const good = { DATABASE_URL: 'postgresql:///x', SECRET_KEY: 'x'.repeat(32) };
  const cases = [
    [{ LISTEN: 'nowhere' }, ['LISTEN']], [{ LISTEN: '127.0.0.1:99999' }, ['LISTEN']], [{ LISTEN: ':80' }, ['LISTEN']],
    [{ PUBLIC_URL: 'shop.example' }, ['PUBLIC_URL']], [{ SECRET_KEY: 'short' }, ['SECRET_KEY']], [{ SECRET_KEY: '' }, ['SECRET_KEY']],
    [{ LOOPS: 'many' }, ['LOOPS']], [{ LOOPS: '0' }, ['LOOPS']], [{ WORKERS: '-1' }, ['WORKERS']], [{ CONNECTIONS_MAX: '1e3' }, ['CONNECTIONS_MAX']],
    [{ ALLOWED_ORIGINS: 'https://a.example,b.example' }, ['ALLOWED_ORIGINS']], [{ LOG_LEVEL: 'loud' }, ['LOG_LEVEL']], [{ LOG_FORMAT: 'xml' }, ['LOG_FORMAT']],
    [{ STRIPE_API_BASE: 'ftp://x' }, ['STRIPE_API_BASE']], [{ SMTP_URL_FILE: '/nonexistent/file' }, ['SMTP_URL']],
    [{ SECRET_KEY_FILE: '/etc/hostname' }, ['SECRET_KEY']], [{ LISTEN: 'x', LOOPS: 'x', WORKERS: 'x' }, ['LISTEN', 'LOOPS', 'WORKERS']],
  ];
  for (const [settings, names] of cases)
    for (const command of ['serve', 'migrate', 'doctor']) {
      const { status, stderr } = run([command], { ...good, ...settings });
      assert.equal(status, 2, `${command} ${JSON.stringify(settings)}: ${stderr}`);
      const lines = stderr.trim().split('\n');
      for (const name of names) assert.equal(lines.filter((line) => line.includes(`${name}`)).length, 1, stderr);
      assert.ok(lines.length <= names.length + 1, stderr);
    }
});

test('commands: help for each, and one clear line for what there is not', () => {
  const names = ['serve', 'migrate', 'seed', 'doctor', 'routes', 'version', 'help'];
  const overview = run(['help']);
  assert.equal(overview.status, 0);
  for (const name of names) {
    assert.match(overview.stdout, new RegExp(`^ +${name} `, 'm'));
    for (const words of [[name, '--help'], ['help', name]]) {
      const { status, stdout } = run(words);
      assert.equal(status, 0, words.join(' '));
      assert.match(stdout, new RegExp(`^usage: startupwebapp ${name}`));
    }
  }
  for (const words of [['sell'], ['--sell'], ['serve', 'fast'], ['serve', '--role', 'x'], ['serve', '--role'], ['migrate', 'x'], ['seed', 'x'], ['seed'],
    ['doctor', 'x'], ['version', 'x'], ['routes', 'x'], ['help', 'x'], ['seed', 'load', '--products', 'x', '--skus', '1']]) {
    const { status, stderr } = run(words, { DATABASE_URL: 'postgresql:///x', SECRET_KEY: 'x'.repeat(32) });
    assert.equal(status, 2, `${words.join(' ')}: ${stderr}`);
    assert.equal(stderr.trim().split('\n').length, 1, stderr);
  }
  assert.match(run(['version']).stdout, /^startupwebapp \d+\.\d+/);
});
