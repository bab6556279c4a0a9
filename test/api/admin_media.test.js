// Pictures that staff send: what is one, where it is kept, and how it is served.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import test, { after, before } from 'node:test';
import { newStaff, startAdmin } from '../support/admin.js';
import { avif, gif, jpeg, png, webpExtended, webpLossless } from '../support/pictures.js';
import { startBucket } from '../support/s3.js';
import { assertStatus } from '../support/sales.js';
import { program, projectRoot } from '../support/store.js';

let store, staff;
before(async () => {
  store = await startAdmin();
  staff = await newStaff(store, ['product_images.add']);
});
after(() => store?.stop());

const send = (bytes, type = 'application/octet-stream', who = staff) => who.post('/api/admin/media', bytes, { 'content-type': type });
const nameOf = (bytes, extension) => `${createHash('sha256').update(bytes).digest('hex')}.${extension}`;
const fault = (reply) => [reply.status, reply.body.code, reply.body.errors?.[0]?.field, reply.body.errors?.[0]?.code];
const kinds = { jpeg: ['image/jpeg', 'jpg', jpeg], png: ['image/png', 'png', png], gif: ['image/gif', 'gif', gif], avif: ['image/avif', 'avif', avif],
  'lossless WebP': ['image/webp', 'webp', webpLossless], 'extended WebP': ['image/webp', 'webp', webpExtended] };

for (const [kind, [type, extension, make]] of Object.entries(kinds))
  test(`${kind}: kept under the name of its content, told with its size, served for ever`, async () => {
    const bytes = make(64, 48);
    const file = nameOf(bytes, extension);
    const { body } = assertStatus(await send(bytes, type), 201);
    assert.deepEqual(body, { file, url: `/media/${file}`, type, size: bytes.length, width: 64, height: 48 });
    assertStatus(await send(bytes), 200);
    const reply = await fetch(store.url + body.url);
    assert.deepEqual(Buffer.from(await reply.arrayBuffer()), bytes);
    assert.equal(reply.headers.get('content-type'), type);
    assert.equal(reply.headers.get('cache-control'), 'public, max-age=31536000, immutable');
    assert.equal(reply.headers.get('x-content-type-options'), 'nosniff');
    assert.match(reply.headers.get('content-security-policy'), /default-src 'none'; sandbox/);
  });

test('a real photograph', async () => {
  const bytes = readFileSync(join(projectRoot, 'demo/media/moor-mug-oat-600.webp'));
  const { body } = assertStatus(await send(bytes, 'image/webp'), 201);
  assert.deepEqual([body.width, body.height], [600, 600 * body.height / 600]);
  assert.ok(body.height > 100 && body.height < 2000);
});

test('sizes: one pixel and the largest are fine, none and more are not', async () => {
  for (const make of [png, jpeg, gif, avif]) {
    const { body } = assertStatus(await send(make(1, 1)), 201);
    assert.deepEqual([body.width, body.height], [1, 1]);
    assertStatus(await send(make(20000, 20000)), 201);
    for (const [width, height] of [[20001, 1], [1, 20001], [65535, 65535]])
      assert.deepEqual(fault(await send(make(width, height))), [422, 'invalid_input', 'file', 'out_of_range'], `${make.name} ${width}x${height}`);
    for (const [width, height] of [[0, 1], [1, 0]])
      assert.deepEqual(fault(await send(make(width, height))), [422, 'invalid_input', 'file', 'broken_image'], `${make.name} ${width}x${height}`);
  }
  assert.deepEqual(fault(await send(png(4294967295, 1))), [422, 'invalid_input', 'file', 'out_of_range']);
});

test('cut off at any byte it is no picture', async () => {
  for (const [kind, [, , make]] of Object.entries(kinds)) {
    const whole = make(64, 48);
    for (let length = whole.length - 1; length > 16; length -= 5)
      assert.equal((await send(whole.subarray(0, length))).status, 422, `${kind}, ${length} of ${whole.length}`);
  }
});

test('what is no picture, or not the one that it is called', async () => {
  for (const bytes of ['', 'x', '<svg xmlns="http://www.w3.org/2000/svg"/>', '<!doctype html><script>alert(1)</script>', 'GIF8', '%PDF-1.7', '\x7fELF',
    Buffer.alloc(1000), Buffer.from('RIFF\x04\0\0\0WAVE'), Buffer.from('\0\0\0\x18ftypmp42\0\0\0\0mp42isom')])
    assert.deepEqual(fault(await send(bytes)), [422, 'invalid_input', 'file', 'unknown_image'], String(bytes).slice(0, 20));
  for (const type of ['image/jpeg', 'text/html', 'image/svg+xml', 'application/json'])
    assert.deepEqual(fault(await send(png(2, 2), type)), [422, 'invalid_input', 'file', 'wrong_type'], type);
  assertStatus(await send(png(3, 2), 'Image/PNG; charset=binary'), 201);
});

test('a page hidden in a picture stays a picture', async () => {
  const bytes = png(2, 2, '<html><script>alert(1)</script></html>');
  const { body } = assertStatus(await send(bytes, 'image/png'), 201);
  const reply = await fetch(store.url + body.url);
  assert.equal(reply.headers.get('content-type'), 'image/png');
  assert.equal(reply.headers.get('x-content-type-options'), 'nosniff');
});

test('who may send one', async () => {
  const bytes = png(5, 5);
  for (const grant of ['product_images.change', 'sku_images.add', 'collections.change', 'emails.change'])
    assert.ok([200, 201].includes((await send(bytes, 'image/png', await newStaff(store, [grant]))).status), grant);
  for (const grants of [[], ['products.change', 'product_images.view', 'product_images.delete', 'orders.change']])
    assertStatus(await send(bytes, 'image/png', await newStaff(store, grants)), 403, 'forbidden');
});

test('at most 10 MB; many at once share what there is', async () => {
  const large = Buffer.concat([png(9, 9, 'x'.repeat(10 * 1024 * 1024 - 300))]);
  assert.ok(large.length <= 10 * 1024 * 1024);
  assertStatus(await send(large), 201);
  assertStatus(await send(Buffer.alloc(10 * 1024 * 1024 + 1)), 413, 'body_too_large');
  const replies = await Promise.all(Array.from({ length: 20 }, () => send(large)));
  for (const reply of replies) assert.ok([200, 503].includes(reply.status), reply.text);
  assert.ok(replies.filter((reply) => reply.status === 200).length >= 5);
  for (let i = 0; i < 13; i++) assertStatus(await send(large), 200); // what was held is given back
});

test('the same picture from many at once is new once, and nothing half written is left', async () => {
  const bytes = png(31, 17, 'many');
  const replies = await Promise.all(Array.from({ length: 12 }, () => send(bytes)));
  assert.deepEqual(replies.map((reply) => reply.status).sort(), [...Array(11).fill(200), 201]);
  assert.deepEqual(readdirSync(join(store.directory, 'media')).filter((name) => !/^[0-9a-f]{64}\.[a-z]+$/.test(name)), []);
  assert.equal((await fetch(`${store.url}/media/.new-0`)).status, 404);
});

test('a bucket: signed, named, never overwritten; what S3 answers is judged', async () => {
  const account = { key: 'AKIATEST', secret: 'se/cret+of the bucket', region: 'eu-test-1' };
  const bucket = await startBucket(account);
  const env = { MEDIA_S3_BUCKET: 'shop.pictures', MEDIA_S3_REGION: account.region, MEDIA_S3_ENDPOINT: bucket.url, MEDIA_S3_PREFIX: 'media/',
    AWS_ACCESS_KEY_ID: account.key, AWS_SECRET_ACCESS_KEY: account.secret, MEDIA_URL: 'https://pictures.example/media/' };
  const second = await store.secondServer({ env });
  const by = Object.assign(Object.create(Object.getPrototypeOf(staff)), staff, { store: second });
  const put = (bytes) => send(bytes, 'image/png', by);
  try {
    const bytes = png(20, 10, 'bucket');
    const file = nameOf(bytes, 'png');
    const { body } = assertStatus(await put(bytes), 201);
    assert.equal(body.url, `https://pictures.example/media/${file}`);
    const object = bucket.objects.get(`/shop.pictures/media/${file}`);
    assert.deepEqual(object.body, bytes);
    assert.equal(object.headers['content-type'], 'image/png');
    assert.equal(object.headers['cache-control'], 'public, max-age=31536000, immutable');
    assertStatus(await put(bytes), 200);
    for (const answers of [[503], [500, 0, 429], [409], [501]]) {
      bucket.answers = [...answers];
      bucket.requests = [];
      assertStatus(await put(png(20, 10, answers.join())), 201);
      assert.equal(bucket.requests.length, answers.length + 1);
      assert.equal(bucket.requests.at(-1).headers['if-none-match'], answers[0] === 501 ? undefined : '*');
    }
    for (const answers of [[400], [404], [501, 501], [503, 503, 503, 503]]) {
      bucket.answers = [...answers];
      bucket.requests = [];
      assertStatus(await put(png(20, 10, `no ${answers.join()}`)), 503, 'media_unavailable');
      assert.equal(bucket.requests.length, answers.length, 'no more tries than that');
      bucket.answers = [];
    }
    bucket.account = { ...account, secret: 'another' };
    assertStatus(await put(png(20, 10, 'signature')), 503, 'media_unavailable');
    assert.match(second.server.output, /S3 answers 403 SignatureDoesNotMatch/);
    assert.ok(!second.server.output.includes(account.secret));
    assert.deepEqual(readdirSync(second.directory).filter((name) => name === 'media'), [], 'nothing is kept here');
  } finally {
    await second.stop();
    await bucket.stop();
  }
});

test('the key that a container is lent: asked for once, sent with its token', async () => {
  const account = { key: 'ASIATEST', secret: 'lent', token: `token/${'x'.repeat(1200)}==`, region: 'us-east-1' };
  const bucket = await startBucket(account);
  let asked = 0;
  const agent = createServer((request, reply) => {
    asked++;
    if (request.headers.authorization !== 'Basic of-container' || request.url !== '/role?id=1') return reply.writeHead(403).end();
    return reply.end(JSON.stringify({ AccessKeyId: account.key, SecretAccessKey: account.secret, Token: account.token,
      Expiration: new Date(Date.now() + 3600e3).toISOString() }));
  });
  await new Promise((done) => agent.listen(0, '127.0.0.1', done));
  const full = `http://127.0.0.1:${agent.address().port}/role?id=1`;
  const second = await store.secondServer({ env: { MEDIA_S3_BUCKET: 'bucket', MEDIA_S3_ENDPOINT: bucket.url,
    AWS_CONTAINER_CREDENTIALS_FULL_URI: full, AWS_CONTAINER_AUTHORIZATION_TOKEN: 'Basic of-container' } });
  const by = Object.assign(Object.create(Object.getPrototypeOf(staff)), staff, { store: second });
  try {
    const replies = await Promise.all(Array.from({ length: 5 }, (_, i) => send(png(20, 10, `role ${i}`), 'image/png', by)));
    for (const reply of replies) assertStatus(reply, 201);
    assert.equal(asked, 1);
  } finally {
    await second.stop();
    await bucket.stop();
    agent.close();
  }
});

test('a directory that can\'t be written is told, and is not the end', { skip: process.getuid() === 0 && 'root may write anywhere' }, async () => {
  const directory = join(store.directory, 'media');
  chmodSync(directory, 0o500);
  try {
    assertStatus(await send(png(7, 3, 'full')), 503, 'media_unavailable');
  } finally {
    chmodSync(directory, 0o755);
  }
  assertStatus(await send(png(7, 3, 'full')), 201);
});

test('settings that make no sense end the start with a word for each', () => {
  const start = (env) => {
    try {
      execFileSync(program, ['doctor'], { env: { ...store.env, ...env }, cwd: projectRoot, stdio: ['ignore', 'pipe', 'pipe'] });
      return '';
    } catch (error) {
      return error.status === 2 ? error.stderr.toString() : error.stdout.toString();
    }
  };
  for (const [env, words] of [
    [{ MEDIA_S3_BUCKET: 'Not A Bucket' }, /MEDIA_S3_BUCKET/],
    [{ MEDIA_S3_BUCKET: 'b', MEDIA_S3_REGION: 'x y' }, /MEDIA_S3_REGION/],
    [{ MEDIA_S3_BUCKET: 'b', MEDIA_S3_PREFIX: '/x' }, /MEDIA_S3_PREFIX/],
    [{ MEDIA_S3_BUCKET: 'b', MEDIA_S3_ENDPOINT: 'ftp://x' }, /MEDIA_S3_ENDPOINT/],
    [{ MEDIA_S3_BUCKET: 'b', AWS_ACCESS_KEY_ID: 'x' }, /AWS_SECRET_ACCESS_KEY/],
    [{ MEDIA_S3_BUCKET: 'b', MEDIA_S3_ENDPOINT: 'http://127.0.0.1:1', AWS_ACCESS_KEY_ID: 'x', AWS_SECRET_ACCESS_KEY: 'y' }, /WRONG the bucket takes pictures: S3 does not answer/],
  ]) assert.match(start(env), words, JSON.stringify(env));
});
