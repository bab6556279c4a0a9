// The log of changes, and taking changes back.
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
const product = async (values = {}) =>
  assertStatus(await boss.post('/api/admin/products', { values: { title: 'Shirt', slug: `h-${++made}`, ...values } }), 201).body;
const patch = async (object, values, who = boss, resource = 'products') =>
  assertStatus(await who.patch(`/api/admin/${resource}/${object.id}`, { version: object.version, values }), 200).body;
const history = async (id, resource = 'products') => assertStatus(await boss.get(`/api/admin/${resource}/${id}/history`), 200).body.items;
const undo = (change, who = boss) => who.post(`/api/admin/changes/${change}/undo`);
const row = async (id) => (await store.sql('select * from products where id = $1', [id]))[0];

test('the history of an object tells who changed what', async () => {
  const shirt = await product();
  await patch(shirt, { title: 'Hemp shirt', subtitle: 'New' });
  const [changed, created] = await history(shirt.id);
  assert.equal(created.rows[0].action, 'insert');
  assert.equal(created.rows[0].after.title, 'Shirt');
  assert.equal(created.rows[0].before, null);
  assert.equal(changed.username, boss.who.username);
  assert.deepEqual(changed.rows.map(({ resource, object_id, title, action, before, after }) => ({ resource, object_id, title, action, before, after })),
    [{ resource: 'products', object_id: shirt.id, title: 'Hemp shirt', action: 'update', before: { title: 'Shirt', subtitle: '' }, after: { title: 'Hemp shirt', subtitle: 'New' } }]);
  assert.equal(changed.can_undo, true);
  const one = assertStatus(await boss.get(`/api/admin/changes/${changed.change_id}`), 200).body;
  assert.deepEqual(one, changed);
  const page = assertStatus(await boss.get('/api/admin/changes?limit=1'), 200).body;
  assert.equal(page.items[0].change_id, changed.change_id);
  const next = assertStatus(await boss.get(`/api/admin/changes?limit=1&cursor=${page.next_cursor}`), 200).body;
  assert.equal(next.items[0].change_id, created.change_id);
});

test('an update, a creation and a deletion are taken back, and that is taken back again', async () => {
  const shirt = await product();
  const before = await row(shirt.id);
  await patch(shirt, { title: 'Other', option_names: ['Colour'] });
  const [change] = await history(shirt.id);
  const { body } = assertStatus(await undo(change.change_id), 200);
  assert.equal(body.undoes, change.change_id);
  const { updated_at: u1, ...restored } = await row(shirt.id);
  const { updated_at: u2, ...original } = before;
  assert.deepEqual(restored, original);
  const [undone, same] = await history(shirt.id);
  assert.equal(undone.undoes, change.change_id);
  assert.equal(same.undone_by, body.change_id);
  assert.equal(same.can_undo, false);
  assertStatus(await undo(body.change_id), 200);
  assert.equal((await row(shirt.id)).title, 'Other');

  const present = assertStatus(await boss.get(`/api/admin/products/${shirt.id}`), 200).body;
  const gone = assertStatus(await boss.delete(`/api/admin/products/${shirt.id}?version=${present.version}`), 200).body;
  assert.equal(await row(shirt.id), undefined);
  assertStatus(await undo(gone.change_id), 200);
  assert.equal((await row(shirt.id)).title, 'Other');

  const fresh = await product();
  assertStatus(await undo((await history(fresh.id))[0].change_id), 200);
  assert.equal(await row(fresh.id), undefined);
});

test('a deletion comes back with all that went with it', async () => {
  const shirt = await product();
  await store.sql(`insert into product_images (product_id, file, alt, width, height) values ($1, 'a.jpg', 'A "shirt"', 1, 2), ($1, 'b.jpg', '', 3, 4)`, [shirt.id]);
  const images = () => store.sql('select * from product_images where product_id = $1 order by id', [shirt.id]);
  const before = await images();
  const { change_id } = assertStatus(await boss.delete(`/api/admin/products/${shirt.id}`), 200).body;
  assert.deepEqual(await images(), []);
  const change = assertStatus(await boss.get(`/api/admin/changes/${change_id}`), 200).body;
  assert.equal(change.row_count, 3);
  assertStatus(await undo(change_id), 200);
  assert.deepEqual(await images(), before);
});

test('what was changed since is not overwritten', async () => {
  const shirt = await product();
  const second = await patch(shirt, { title: 'Second' });
  const [change, creation] = await history(shirt.id);
  await patch(second, { title: 'Third' });
  assert.equal(assertStatus(await undo(change.change_id), 409).body.code, 'edit_conflict');
  assert.equal(assertStatus(await undo(creation.change_id), 409).body.code, 'edit_conflict');
  assert.equal((await row(shirt.id)).title, 'Third');
  // another column does not matter for an update
  const mug = await product();
  const renamed = await patch(mug, { title: 'Mug' });
  const [rename] = await history(mug.id);
  await patch(renamed, { subtitle: 'Blue' });
  assertStatus(await undo(rename.change_id), 200);
  assert.deepEqual([(await row(mug.id)).title, (await row(mug.id)).subtitle], ['Shirt', 'Blue']);
});

test('once, also when two ask at the same time', async () => {
  const shirt = await product();
  await patch(shirt, { title: 'Other' });
  const [change] = await history(shirt.id);
  const replies = await Promise.all([undo(change.change_id), undo(change.change_id), undo(change.change_id)]);
  assert.deepEqual(replies.map(({ status }) => status).sort(), [200, 409, 409]);
  assert.equal(assertStatus(await undo(change.change_id), 409).body.code, 'not_undoable');
});

test('what needs a deleted thing again is told', async () => {
  const collection = assertStatus(await boss.post('/api/admin/collections', { values: { title: 'C', slug: `c-${++made}` } }), 201).body;
  const shirt = await product();
  const link = assertStatus(await boss.post('/api/admin/product_collections', { values: { product_id: shirt.values.id, collection_id: collection.values.id } }), 201).body;
  const { change_id } = assertStatus(await boss.delete(`/api/admin/product_collections/${link.id}?version=${link.version}`), 200).body;
  assertStatus(await boss.delete(`/api/admin/products/${shirt.id}`), 200);
  assert.equal(assertStatus(await undo(change_id), 409).body.code, 'in_use');
});

test('undoing needs what the opposite of each row needs', async () => {
  const shirt = await product();
  await patch(shirt, { title: 'Other' });
  const [change, creation] = await history(shirt.id);
  const viewer = await newStaff(store, ['products.view', 'audit_log.view']);
  assertStatus(await undo(change.change_id, viewer), 403);
  assertStatus(await undo(creation.change_id, await newStaff(store, ['products.add', 'products.change'])), 403);
  assertStatus(await undo(change.change_id, await newStaff(store, ['products.change'])), 200);
  assert.equal(assertStatus(await undo(999999999), 404).body.code, 'object_unknown');
  const seen = assertStatus(await viewer.get(`/api/admin/changes/${change.change_id}`), 200).body;
  assert.equal(seen.can_undo, false);
});

test('rows of what one may not view are left out', async () => {
  const shirt = await product();
  await store.sql(`insert into product_images (product_id, file, width, height) values ($1, 'a.jpg', 1, 2)`, [shirt.id]);
  const { change_id } = assertStatus(await boss.delete(`/api/admin/products/${shirt.id}`), 200).body;
  const clerk = await newStaff(store, ['audit_log.view', 'products.view']);
  const change = assertStatus(await clerk.get(`/api/admin/changes/${change_id}`), 200).body;
  assert.deepEqual(change.rows.map(({ resource }) => resource), ['products']);
  assertStatus(await (await newStaff(store, ['products.view'])).get('/api/admin/changes'), 403);
});

test('nor does the log as a list, one row or a file tell of what one may not view', async () => {
  const shirt = await product({ title: 'Secret shirt' });
  const clerk = await newStaff(store, ['audit_log.view', 'collections.view']);
  const buyer = await newStaff(store, ['audit_log.view', 'products.view']);
  const [{ id }] = await store.sql(`select id from audit_log where resource = 'products' and object_id = $1`, [shirt.id]);
  const filter = `filter=${encodeURIComponent(JSON.stringify({ id: [id] }))}`;
  for (const [who, sees] of [[clerk, false], [buyer, true], [boss, true]])
    for (const path of [`?${filter}`, `/${id}`, `/export?${filter}`]) {
      const { text } = assertStatus(await who.get(`/api/admin/audit_log${path}`), 200);
      assert.match(text, new RegExp(shirt.id));
      assert.equal(text.includes('Secret shirt'), sees, path);
    }
});

test('what reaches outside is not taken back, and secrets are not told but kept', async () => {
  const [{ id }] = await store.sql(`select id from users where username = $1`, [boss.who.username]);
  const list = assertStatus(await boss.get('/api/admin/users'), 200).body;
  assert.ok(list.items.length > 0);
  const user = assertStatus(await boss.get(`/api/admin/users/${id}`), 200).body;
  await patch(user, { first_name: 'Grace' }, boss, 'users');
  assert.ok(!JSON.stringify(await history(id, 'users')).includes('argon2'));
  const registered = assertStatus(await boss.get('/api/admin/schema'), 200).body.resources;
  assert.equal(registered.find(({ name }) => name === 'refunds').undo, false);
});

test('saved filters are for oneself, or for all who may view the list', async () => {
  const clerk = await newStaff(store, ['products.view']);
  const stranger = await newStaff(store, ['orders.view']);
  const save = (who, more) => who.post('/api/admin/saved-filters', { resource: 'products', name: 'Drafts', query: { filter: { published_at: null } }, ...more });
  const own = assertStatus(await save(clerk), 201).body;
  const shared = assertStatus(await save(clerk, { name: 'All', shared: true }), 201).body;
  assert.equal(assertStatus(await save(clerk), 422).body.errors[0].code, 'not_unique');
  assertStatus(await save(stranger), 403);
  assertStatus(await save(clerk, { query: [] }), 422);
  const names = async (who) => assertStatus(await who.get('/api/admin/saved-filters?resource=products'), 200).body.items.map(({ name, own: mine }) => `${name} ${mine}`);
  assert.deepEqual(await names(clerk), ['All true', 'Drafts true']);
  assert.deepEqual(await names(boss), ['All false']);
  assert.deepEqual(await names(stranger), []);
  assertStatus(await boss.delete(`/api/admin/saved-filters/${own.id}`), 404);
  assertStatus(await stranger.delete(`/api/admin/saved-filters/${shared.id}`), 404);
  assertStatus(await clerk.delete(`/api/admin/saved-filters/${own.id}`), 200);
  assertStatus(await boss.delete(`/api/admin/saved-filters/${shared.id}`), 200);
});
