// Without the permission it is 403, whatever the screen shows: every resource, every verb, by way of every route.
import assert from 'node:assert/strict';
import test from 'node:test';
import { newStaff, startAdmin } from '../support/admin.js';
import { newMember } from '../support/accounts.js';
import { assertStatus } from '../support/sales.js';

let store, boss, resources;
test.before(async () => {
  store = await startAdmin({ sandbox: false });
  boss = await newStaff(store);
  resources = assertStatus(await boss.get('/api/admin/schema'), 200).body.resources;
});
test.after(() => store?.stop());

// verb that it takes, request
const requests = (name) => [
  ['view', 'GET', `/api/admin/${name}`],
  ['view', 'GET', `/api/admin/${name}/999999`],
  ['view', 'GET', `/api/admin/${name}/999999/history`],
  ['view', 'GET', `/api/admin/${name}/export`],
  ['add', 'POST', `/api/admin/${name}`, { values: { nonsense: 1 } }],
  ['change', 'PATCH', `/api/admin/${name}/999999`, { version: '1', values: { nonsense: 1 } }],
  ['delete', 'DELETE', `/api/admin/${name}/999999`],
  ['delete', 'POST', `/api/admin/${name}/bulk`, { action: 'delete', ids: ['999999'] }],
  ['change', 'POST', `/api/admin/${name}/bulk`, { action: 'update', ids: ['999999'], values: {} }],
  ['view', 'POST', '/api/admin/saved-filters', { resource: name, name: 'x', query: {} }],
];
const verbs = ['view', 'add', 'change', 'delete'];

test('staff without any permission, members and visitors', async () => {
  const nobody = await newStaff(store, []);
  const member = await newMember(store);
  const visitor = await store.visitor();
  assert.ok(resources.length > 40, String(resources.length));
  for (const { name } of resources)
    for (const [, method, path, body] of requests(name)) {
      assert.equal((await nobody.call(method, path, body)).status, 403, `${method} ${path}`);
      assert.equal((await member.call(method, path, body)).status, 403, `${method} ${path}`);
      assert.equal((await visitor.call(method, path, body)).status, 401, `${method} ${path}`);
    }
  assert.deepEqual(assertStatus(await nobody.get('/api/admin/schema'), 200).body.resources, []);
});

test('one permission opens its own door alone', async () => {
  const staff = {};
  for (const verb of verbs) {
    staff[verb] = await newStaff(store, resources.map(({ name }) => `${name}.${verb}`));
    // bulk begins with viewing
    staff[`${verb}Too`] = await newStaff(store, resources.flatMap(({ name }) => [...new Set([`${name}.view`, `${name}.${verb}`])]));
  }
  for (const { name, can } of resources)
    for (const [needed, method, path, body] of requests(name)) {
      if (path.startsWith('/api/admin/campaigns') && !path.includes('/bulk') && method !== 'GET') continue; // the page's, with the permission on emails
      if (path.endsWith('/saved-filters')) continue;
      const isBulk = path.endsWith('/bulk');
      for (const verb of verbs) {
        const { status, body: said } = await staff[isBulk ? `${verb}Too` : verb].call(method, path, body);
        const allowed = verb === needed && can[needed];
        assert.equal(status === 403, !allowed, `${verb}: ${method} ${path}: ${status} ${JSON.stringify(said).slice(0, 300)}`);
      }
    }
});

test('campaigns are mails: to look at them takes the permission on those', async () => {
  const reader = await newStaff(store, ['emails.view']);
  const stranger = await newStaff(store, ['campaigns.view', 'campaign_tags.view', 'saved_filters.view', 'audit_log.view']);
  const { id } = assertStatus(await boss.post('/api/admin/campaigns', { name: 'News', type: 'member' }), 201).body;
  const namesFor = async (staff) => assertStatus(await staff.get('/api/admin/schema'), 200).body.resources.map(({ name }) => name);
  const parts = ['campaigns', 'campaign_tags'];
  for (const name of parts) {
    for (const [needed, method, path, body] of requests(name).map(([verb, how, at, ...more]) => [verb, how, at.replace('999999', name === 'campaigns' ? id : `${id}:1`), ...more])) {
      if (needed !== 'view') continue;
      assertStatus(await stranger.call(method, path, body), 403, 'forbidden');
      assert.notEqual((await reader.call(method, path, body)).status, 403, path);
    }
    assert.ok((await namesFor(reader)).includes(name), name);
    assert.ok(!(await namesFor(stranger)).includes(name), name);
  }
  assert.equal(assertStatus(await reader.get('/api/admin/campaigns'), 200).body.items.length, 1);
  assertStatus(await reader.get(`/api/admin/campaigns/${id}`), 200);
  // nor is there anything to be given
  const matrix = `/api/admin/users/${reader.userId}/permissions`;
  assert.deepEqual(assertStatus(await boss.get(matrix), 200).body.resources.filter(({ name }) => parts.includes(name)), []);
  assertStatus(await boss.put(matrix, { granted: { campaigns: ['view'] }, seen: { emails: ['view'] } }), 422);
});

test('everybody sees of the schema what he may view, and what he can do there', async () => {
  const clerk = await newStaff(store, ['products.view', 'products.change', 'orders.change']);
  const { user, resources: seen } = assertStatus(await clerk.get('/api/admin/schema'), 200).body;
  assert.equal(user.is_superuser, false);
  assert.deepEqual(seen.map(({ name, can }) => [name, can]), [['products', { view: true, add: false, change: true, delete: false }]]);
});

test('permissions of groups count like those of a person', async () => {
  const clerk = await newStaff(store, []);
  assertStatus(await clerk.get('/api/admin/products'), 403);
  const [{ id }] = await store.sql(`insert into groups (name) values ('Shopkeepers') returning id`);
  await store.sql(`insert into group_permissions (group_id, resource, verb) values ($1, 'products', 'view')`, [id]);
  await store.sql(`insert into user_groups (user_id, group_id) values ($1, $2)`, [clerk.userId, id]);
  assertStatus(await clerk.get('/api/admin/products'), 200);
  await store.sql('update users set is_staff = false where id = $1', [clerk.userId]);
  assertStatus(await clerk.get('/api/admin/products'), 403);
});

test('nobody makes himself a superuser by bulk, a field or undoing', async () => {
  const clerk = await newStaff(store, resources.flatMap(({ name }) => verbs.map((verb) => `${name}.${verb}`)));
  const own = assertStatus(await clerk.get(`/api/admin/users/${clerk.userId}`), 200).body;
  assertStatus(await clerk.patch(`/api/admin/users/${clerk.userId}`, { version: own.version, values: { is_superuser: true } }), 403);
  assertStatus(await clerk.post('/api/admin/users/bulk', { action: 'update', ids: [String(clerk.userId)], values: { is_superuser: true } }), 403);
  const grant = { values: { user_id: clerk.userId, resource: 'configuration', verb: 'change' } };
  const permissions = resources.find(({ name }) => name === 'user_permissions');
  if (permissions?.can.add) assertStatus(await clerk.post('/api/admin/user_permissions', grant), 403);
  const third = await newStaff(store, ['products.view']);
  const account = assertStatus(await boss.get(`/api/admin/users/${third.userId}`), 200).body;
  assertStatus(await boss.patch(`/api/admin/users/${third.userId}`, { version: account.version, values: { is_superuser: true } }), 200);
  const taken = assertStatus(await boss.get(`/api/admin/users/${third.userId}`), 200).body;
  assertStatus(await boss.patch(`/api/admin/users/${third.userId}`, { version: taken.version, values: { is_superuser: false } }), 200);
  const [change] = assertStatus(await boss.get(`/api/admin/users/${third.userId}/history`), 200).body.items;
  assertStatus(await clerk.post(`/api/admin/changes/${change.change_id}/undo`), 403);
  assert.deepEqual(await store.sql('select is_superuser from users where id = $1', [third.userId]), [{ is_superuser: false }]);
});
