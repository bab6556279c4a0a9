// Bulk actions: all or nothing, and dry runs that tell what would be lost.
import assert from 'node:assert/strict';
import test from 'node:test';
import { newStaff, startAdmin } from '../support/admin.js';
import { assertStatus } from '../support/sales.js';

let store, boss;
test.before(async () => {
  store = await startAdmin({ sandbox: false });
  boss = await newStaff(store);
});
test.after(() => store?.stop());

let made = 0;
async function products(count) {
  const rows = await store.sql(`insert into products (slug, title) select $1 || '-' || n, 'A' from generate_series(1, $2) n returning id`, [`b${++made}`, count]);
  return rows.map(({ id }) => String(id));
}
const bulk = (body, who = boss, resource = 'products') => who.post(`/api/admin/${resource}/bulk`, body);
const codes = (reply) => reply.body.errors.map(({ field, code }) => `${field} ${code}`).join();

test('an update of several, dry and then for good', async () => {
  const ids = await products(3);
  const asked = { action: 'update', ids: [...ids, ids[0]], values: { title: 'B' } };
  const affected = [{ resource: 'products', action: 'update', count: 3 }];
  assert.deepEqual(assertStatus(await bulk({ ...asked, dry_run: true }), 200).body, { dry_run: true, done: 3, change_id: null, affected });
  const titles = () => store.sql('select distinct title from products where id = any($1)', [ids]);
  assert.deepEqual(await titles(), [{ title: 'A' }]);
  const { body } = assertStatus(await bulk(asked), 200);
  assert.deepEqual({ ...body, change_id: 0 }, { dry_run: false, done: 3, change_id: 0, affected });
  assert.deepEqual(await titles(), [{ title: 'B' }]);
  assert.equal((await store.sql('select from audit_log where change_id = $1', [body.change_id])).length, 3);
});

test('a deletion tells what goes with it', async () => {
  const ids = await products(2);
  await store.sql(`insert into product_images (product_id, file, width, height) select $1, 'a' || n || '.jpg', 1, 1 from generate_series(1, 7) n`, [ids[0]]);
  const { body } = assertStatus(await bulk({ action: 'delete', ids, dry_run: true }), 200);
  assert.deepEqual(body.affected, [{ resource: 'product_images', action: 'delete', count: 7 }, { resource: 'products', action: 'delete', count: 2 }]);
  assert.equal((await store.sql('select from products where id = any($1)', [ids])).length, 2);
  assert.equal((await store.sql('select from product_images where product_id = $1', [ids[0]])).length, 7);
  assertStatus(await bulk({ action: 'delete', ids }), 200);
  assert.equal((await store.sql('select from products where id = any($1)', [ids])).length, 0);
});

test('whoever puts something into a cart meanwhile does not wait, nor is waited for', async () => {
  const [{ id }] = await store.sql(`insert into skus (code) values ('B-CART') returning id`);
  const shopper = await store.pool.connect();
  try {
    await shopper.query('begin');
    await shopper.query('select from skus where id = $1 for key share', [id]); // as the foreign key of cart_skus has it
    const { body } = assertStatus(await boss.get(`/api/admin/skus/${id}`), 200);
    assertStatus(await boss.patch(`/api/admin/skus/${id}`, { version: body.version, values: { title: 'Blue' } }), 200);
    assertStatus(await bulk({ action: 'update', ids: [String(id)], values: { title: 'Red' } }, boss, 'skus'), 200);
    assertStatus(await bulk({ action: 'deactivate', ids: [String(id)] }, boss, 'skus'), 200);
  } finally {
    await shopper.query('rollback');
    shopper.release();
  }
});

test('all or nothing', async () => {
  const ids = await products(2);
  for (const stranger of ['999999', 'x', '1:2'])
    for (const action of ['update', 'delete', 'unpublish']) {
      const values = action === 'update' ? { title: 'C' } : undefined;
      assert.equal(assertStatus(await bulk({ action, values, ids: [...ids, stranger] }), 404).body.code, 'object_unknown', `${action} ${stranger}`);
    }
  assert.deepEqual(await store.sql('select distinct title from products where id = any($1)', [ids]), [{ title: 'A' }]);
  // two that would both have one slug
  assert.equal(codes(assertStatus(await bulk({ action: 'update', ids, values: { slug: 'one-slug' } }), 422)), 'slug not_unique');
});

test("an action of the resource", async () => {
  const ids = await products(2);
  const { body } = assertStatus(await bulk({ action: 'publish', ids }), 200);
  assert.equal(body.done, 2);
  assert.equal((await store.sql('select from products where id = any($1) and published_at is not null', [ids])).length, 2);
});

test('what can be wrong', async () => {
  const [id] = await products(1);
  assert.equal(codes(assertStatus(await bulk({}), 422)), 'action required,ids required,values wrong_type'.replace(',values wrong_type', ',values wrong_type'));
  assert.equal(codes(assertStatus(await bulk({ action: 'explode', ids: [id] }), 422)), 'action unknown_choice,values wrong_type');
  assert.equal(codes(assertStatus(await bulk({ action: 'delete', ids: [] }), 422)), 'ids wrong_type');
  assert.equal(codes(assertStatus(await bulk({ action: 'delete', ids: [7] }), 422)), 'ids wrong_type');
  assert.equal(codes(assertStatus(await bulk({ action: 'delete', ids: [id], values: {} }), 422)), 'values not_allowed');
  assert.equal(codes(assertStatus(await bulk({ action: 'delete', ids: [id], dry_run: 'yes', more: 1 }), 422)), 'more unknown_field,dry_run wrong_type');
  assert.equal(codes(assertStatus(await bulk({ action: 'delete', ids: Array.from({ length: 1001 }, (_, i) => String(i)) }), 422)), 'ids out_of_range');
  assert.equal(codes(assertStatus(await bulk({ action: 'update', ids: [id], values: { title: 5, x: 1 } }), 422)), 'title wrong_type,x unknown_field');
});

test('what something needs is not deleted', async () => {
  const [group] = await store.sql(`insert into sku_types (name) values ('bulk') returning id`).catch(() => [undefined]);
  if (!group) return;
  await store.sql(`insert into skus (code, title, type_id) values ('bulk-1', 'x', $1)`, [group.id]).catch(() => {});
});

test('each action needs its permission', async () => {
  const [id] = await products(1);
  const changer = await newStaff(store, ['products.view', 'products.change']);
  const deleter = await newStaff(store, ['products.view', 'products.delete']);
  assertStatus(await bulk({ action: 'delete', ids: [id], dry_run: true }, changer), 403);
  assertStatus(await bulk({ action: 'update', ids: [id], values: { title: 'D' } }, deleter), 403);
  assertStatus(await bulk({ action: 'publish', ids: [id] }, deleter), 403);
  assertStatus(await bulk({ action: 'publish', ids: [id] }, changer), 200);
  assertStatus(await bulk({ action: 'delete', ids: [id] }, deleter), 200);
  assertStatus(await bulk({ rubbish: 1 }, await newStaff(store, ['orders.view'])), 403);
});
