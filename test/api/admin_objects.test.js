// One object of the admin: made, read, changed, deleted; what is refused, and with which words.
import assert from 'node:assert/strict';
import test from 'node:test';
import { newStaff, startAdmin } from '../support/admin.js';
import { newMember } from '../support/accounts.js';
import { assertStatus } from '../support/sales.js';

let store, boss;
test.before(async () => {
  store = await startAdmin({ sandbox: false });
  boss = await newStaff(store);
});
test.after(() => store.stop());

let made = 0;
const product = async (values = {}) =>
  assertStatus(await boss.post('/api/admin/products', { values: { title: 'Linen shirt', slug: `shirt-${++made}`, ...values } }), 201).body;
const codes = (reply) => Object.fromEntries(reply.body.errors.map(({ field, code }) => [field, code]));

test('an object is made, read, changed and deleted', async () => {
  const shirt = await product();
  assert.equal(shirt.title, 'Linen shirt');
  assert.equal(shirt.id, String(shirt.values.id));
  assert.deepEqual(assertStatus(await boss.get(`/api/admin/products/${shirt.id}`), 200).body, shirt);
  const changed = assertStatus(await boss.patch(`/api/admin/products/${shirt.id}`, { version: shirt.version, values: { title: 'Hemp shirt' } }), 200).body;
  assert.equal(changed.values.title, 'Hemp shirt');
  assert.equal(changed.values.slug, shirt.values.slug);
  assert.notEqual(changed.version, shirt.version);
  const gone = assertStatus(await boss.delete(`/api/admin/products/${shirt.id}?version=${changed.version}`), 200).body;
  assert.equal(gone.id, shirt.id);
  assert.equal(assertStatus(await boss.get(`/api/admin/products/${shirt.id}`), 404).body.code, 'object_unknown');
  assert.equal(assertStatus(await boss.delete(`/api/admin/products/${shirt.id}`), 404).body.code, 'object_unknown');
  const log = await store.sql(`select action, username, before, after from audit_log where resource = 'products' and object_id = $1 order by id`, [shirt.id]);
  assert.deepEqual(log.map(({ action }) => action), ['insert', 'update', 'delete']);
  assert.deepEqual(log[1].before, { title: 'Linen shirt' });
  assert.deepEqual(log[1].after, { title: 'Hemp shirt' });
  assert.equal(log[1].username, boss.who.username);
});

test('a version that is not the present one is an edit conflict; of two patches at once one is', async () => {
  const shirt = await product();
  const patch = (title) => boss.patch(`/api/admin/products/${shirt.id}`, { version: shirt.version, values: { title } });
  const replies = await Promise.all([patch('A'), patch('B'), patch('C'), patch('D')]);
  assert.deepEqual(replies.map(({ status }) => status).sort(), [200, 409, 409, 409]);
  assert.ok(replies.filter(({ status }) => status === 409).every(({ body }) => body.code === 'edit_conflict'));
  assert.equal(assertStatus(await boss.delete(`/api/admin/products/${shirt.id}?version=${shirt.version}`), 409).body.code, 'edit_conflict');
});

test('a patch that changes nothing succeeds and is not in the log', async () => {
  const shirt = await product();
  const nothing = assertStatus(await boss.patch(`/api/admin/products/${shirt.id}`, { version: shirt.version, values: {} }), 200).body;
  assert.equal(nothing.version, shirt.version);
  assertStatus(await boss.patch(`/api/admin/products/${shirt.id}`, { version: shirt.version, values: { title: 'Linen shirt' } }), 200);
  const log = await store.sql(`select from audit_log where resource = 'products' and object_id = $1 and action = 'update'`, [shirt.id]);
  assert.equal(log.length, 0);
});

test('all wrong fields are told at once', async () => {
  const reply = assertStatus(await boss.post('/api/admin/products', { values: {
    title: 7, slug: 'Not A Slug', nothing: 1, id: 5, published_at: 'yesterday', option_names: 'Colour', description: 'x'.repeat(200001) } }), 422);
  assert.deepEqual(codes(reply), { title: 'wrong_type', slug: 'invalid_slug', nothing: 'unknown_field', id: 'read_only',
    published_at: 'invalid_time', option_names: 'wrong_type', description: 'out_of_range' });
  assert.deepEqual(codes(assertStatus(await boss.post('/api/admin/products', { values: {} }), 422)), { title: 'required', slug: 'required' });
  assert.deepEqual(codes(assertStatus(await boss.post('/api/admin/products', { values: { title: '   ', slug: 'a' } }), 422)), { title: 'required' });
  assert.deepEqual(codes(assertStatus(await boss.post('/api/admin/products', { value: {} }), 422)), { value: 'unknown_field', values: 'wrong_type' });
});

test('what the database refuses is told for the field', async () => {
  const shirt = await product();
  assert.deepEqual(codes(assertStatus(await boss.post('/api/admin/products', { values: { title: 'A', slug: shirt.values.slug } }), 422)), { slug: 'not_unique' });
  const image = { product_id: 999999, file: 'a.jpg', width: 1, height: 1 };
  assert.deepEqual(codes(assertStatus(await boss.post('/api/admin/product_images', { values: image }), 422)), { product_id: 'unknown_reference' });
  for (const file of ['../etc/passwd', '/etc/passwd', 'a b', 'a//../b'])
    assert.deepEqual(codes(assertStatus(await boss.post('/api/admin/product_images', { values: { ...image, product_id: shirt.id, file } }), 422)), { file: 'invalid_file' });
});

test('numbers beyond their type are refused', async () => {
  const shirt = await product();
  const image = { product_id: shirt.id, file: 'a.jpg', width: 1, height: 1 };
  for (const position of [1.5, '1', true]) {
    const reply = await boss.post('/api/admin/product_images', { values: { ...image, position } });
    assert.deepEqual(codes(assertStatus(reply, 422)), { position: 'wrong_type' });
  }
  const reply = await boss.post('/api/admin/product_images', '{"values":{"position":99999999999999999999}}');
  assertStatus(reply, 422);
  assertStatus(await boss.post('/api/admin/product_images', { values: { ...image, position: 2 ** 40 } }), 422);
});

test('ids that can be none, and resources that there are none of', async () => {
  for (const id of ['x', '1:2', '01', '-0', '9223372036854775808', '%27', '1%00'])
    assert.ok([400, 404].includes((await boss.get(`/api/admin/products/${id}`)).status), id);
  assert.equal(assertStatus(await boss.get('/api/admin/nothing'), 404).body.code, 'resource_unknown');
  assert.equal(assertStatus(await boss.get('/api/admin/pg_class'), 404).body.code, 'resource_unknown');
});

test('keys of two columns are joined', async () => {
  const shirt = await product();
  const collection = assertStatus(await boss.post('/api/admin/collections', { values: { title: 'Summer', slug: `summer-${shirt.id}` } }), 201).body;
  const both = assertStatus(await boss.post('/api/admin/product_collections', { values: { product_id: shirt.values.id, collection_id: collection.values.id } }), 201).body;
  assert.ok([`${collection.id}:${shirt.id}`, `${shirt.id}:${collection.id}`].includes(both.id), both.id);
  assertStatus(await boss.get(`/api/admin/product_collections/${both.id}`), 200);
  assertStatus(await boss.delete(`/api/admin/product_collections/${both.id}?version=${both.version}`), 200);
});

test('visitors, members and staff without the permission are refused before anything is looked at', async () => {
  const visitor = await store.visitor();
  const member = await newMember(store);
  const viewer = await newStaff(store, ['products.view']);
  viewer.patch ??= (path, body) => viewer.call('PATCH', path, body);
  for (const path of ['/api/admin/products', '/api/admin/products/1', '/api/admin/products/x', '/api/admin/schema']) {
    assertStatus(await visitor.get(path), 401);
    assertStatus(await member.get(path), 403);
  }
  assertStatus(await viewer.get('/api/admin/products'), 200);
  assertStatus(await viewer.get('/api/admin/orders'), 403);
  assertStatus(await viewer.post('/api/admin/products', { rubbish: 1 }), 403);
  assertStatus(await viewer.patch('/api/admin/products/1', { rubbish: 1 }), 403);
  assertStatus(await viewer.delete('/api/admin/products/x'), 403);
});
