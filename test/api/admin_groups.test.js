// Who may do what: the matrices of groups and of single users, which only superusers see and change.
import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import { newMember, userOf } from '../support/accounts.js';
import { newStaff, startAdmin } from '../support/admin.js';
import { assertStatus, count } from '../support/sales.js';

let store, boss;
before(async () => {
  store = await startAdmin();
  boss = await newStaff(store);
});
after(() => store?.stop());

let groups = 0;
async function newGroup(grants = {}) {
  const [{ id }] = await store.sql('insert into groups (name) values ($1) returning id', [`Group ${++groups}`]);
  const path = `/api/admin/groups/${id}/permissions`;
  if (Object.keys(grants).length) assertStatus(await boss.put(path, { granted: grants, seen: {} }), 200);
  return { id, path };
}
const grantsOf = async ({ path }) => assertStatus(await boss.get(path), 200).body.granted;
const userPath = (who) => `/api/admin/users/${who.userId}/permissions`;

test('a group\'s permissions are its members\', at once', async () => {
  const clerk = await newStaff(store, ['chat_messages.view']);
  const group = await newGroup();
  await store.sql('insert into user_groups (user_id, group_id) values ($1, $2)', [clerk.userId, group.id]);
  assertStatus(await clerk.get('/api/admin/terms'), 403);
  const { body } = assertStatus(await boss.put(group.path, { granted: { terms_of_use_versions: ['view', 'change'] }, seen: {} }), 200);
  assert.deepEqual(body.granted, { terms_of_use_versions: ['change', 'view'] });
  assert.deepEqual(body.people, [{ id: String(clerk.userId), name: clerk.who.username }]);
  assert.ok(body.resources.some(({ name, label }) => name === 'terms_of_use_versions' && label));
  assertStatus(await clerk.get('/api/admin/terms'), 200);
  const own = assertStatus(await boss.get(userPath(clerk)), 200).body;
  assert.deepEqual(own.granted, { chat_messages: ['view'] });
  assert.deepEqual(own.effective, { chat_messages: ['view'], terms_of_use_versions: ['change', 'view'] });
  assert.equal(own.groups[0].id, String(group.id));
  assertStatus(await boss.put(group.path, { granted: {}, seen: body.granted }), 200);
  assertStatus(await clerk.get('/api/admin/terms'), 403);
});

test('only what differs is written, and the log has it', async () => {
  const group = await newGroup({ orders: ['view', 'change'], products: ['view'] });
  const before_ = await count(store, 'audit_log');
  assertStatus(await boss.put(group.path, { granted: { orders: ['view', 'delete', 'view'] }, seen: { products: ['view'], orders: ['view', 'change'] } }), 200);
  assert.deepEqual(await grantsOf(group), { orders: ['delete', 'view'] });
  assert.equal(await count(store, 'audit_log'), before_ + 3);
});

test('who looked at something older changes nothing', async () => {
  const group = await newGroup({ orders: ['view'] });
  assertStatus(await boss.put(group.path, { granted: { orders: ['view', 'add'] }, seen: { orders: ['view'] } }), 200);
  assertStatus(await boss.put(group.path, { granted: {}, seen: { orders: ['view'] } }), 409, 'edit_conflict');
  assert.deepEqual(await grantsOf(group), { orders: ['add', 'view'] });
});

test('what is no resource and no verb is refused', async () => {
  const group = await newGroup();
  for (const granted of [{ nothing: ['view'] }, { orders: ['fly'] }, { orders: 'view' }, { orders: [1] }, [], 'x'])
    assertStatus(await boss.put(group.path, { granted, seen: {} }), 422);
  for (const body of [{}, { granted: {} }, { granted: {}, seen: { orders: 1 } }]) assertStatus(await boss.put(group.path, body), 422);
  assertStatus(await boss.put('/api/admin/groups/999999/permissions', { granted: {}, seen: {} }), 404, 'object_unknown');
  assertStatus(await boss.get('/api/admin/users/999999/permissions'), 404, 'object_unknown');
});

test('nobody grants but superusers, whatever they may do else', async () => {
  const group = await newGroup();
  const almost = await newStaff(store, ['group_permissions', 'user_permissions', 'groups', 'users'].flatMap((resource) =>
    ['view', 'add', 'change', 'delete'].map((verb) => `${resource}.${verb}`)));
  const ask = { granted: { orders: ['view'] }, seen: {} };
  assertStatus(await almost.get(group.path), 403, 'forbidden');
  assertStatus(await almost.put(group.path, ask), 403, 'forbidden');
  assertStatus(await almost.put(userPath(almost), { ...ask, seen: {} }), 403, 'forbidden');
  assert.deepEqual(await grantsOf(group), {});
});

test('permissions of who is no staff are told to be without effect', async () => {
  const member = await newMember(store);
  member.userId = (await userOf(store, member.who.username)).id;
  const { body } = assertStatus(await boss.put(userPath(member), { granted: { orders: ['view'] }, seen: {} }), 200);
  assert.deepEqual([body.is_staff, body.is_superuser], [false, false]);
  assertStatus(await member.get('/api/admin/terms'), 403);
  assert.equal(assertStatus(await boss.get(userPath(boss)), 200).body.is_superuser, true);
});
