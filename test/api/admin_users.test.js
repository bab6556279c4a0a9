// Users in the admin: names in their one form, passwords as registration wants them, and what a change ends.
import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import { isMember, logIn, newMember, otherPassword, password, tryLogin } from '../support/accounts.js';
import { newStaff, startAdmin } from '../support/admin.js';
import { assertStatus } from '../support/sales.js';

let store, boss, clerk;
before(async () => {
  store = await startAdmin();
  boss = await newStaff(store);
  clerk = await newStaff(store, ['users.view', 'users.add', 'users.change', 'members.add', 'members.view']);
});
after(() => store?.stop());

let people = 0;
const values = (more = {}) => {
  const n = ++people;
  return { username: `made.${n}`, email: `made${n}@post.example`, password, ...more };
};
const create = (staff, given) => staff.post('/api/admin/users', { values: given });
const codes = ({ body }) => Object.fromEntries(body.errors.map(({ field, code }) => [field.replace('values.', ''), code]));
const row = async (id) => (await store.sql('select * from users where id = $1', [id]))[0];

async function change(staff, id, given) {
  const { body } = assertStatus(await boss.get(`/api/admin/users/${id}`), 200);
  return staff.patch(`/api/admin/users/${id}`, { version: body.version, values: given });
}

test('a new user can log in, and becomes a member by a row of the other table', async () => {
  const given = values({ username: ' Ｇreta ', email: 'Greta@Post.example', first_name: ' Greta  G. ' });
  const { body } = assertStatus(await create(clerk, given), 201);
  const user = await row(body.id);
  assert.deepEqual([user.username, user.username_key, user.email, user.first_name], ['Greta', 'greta', 'greta@post.example', 'Greta G.']);
  assert.equal(user.email_verified_at, null);
  assert.ok(!JSON.stringify(body).includes('argon2id') && !('password' in body.values));
  assertStatus(await clerk.post('/api/admin/members', { values: { user_id: Number(body.id) } }), 201);
  const visitor = await logIn(await store.visitor(), { username: 'greta', password });
  assert.equal(visitor.session.kind, 'member');
  assertStatus(await visitor.get('/api/v1/member'), 200);
});

test('the rules of registration: a message for each field', async () => {
  const wrong = assertStatus(await create(clerk, values({ username: 'a b', first_name: '<b>', password: 'weak' })), 422);
  const told = codes(wrong);
  for (const field of ['username', 'first_name', 'password']) assert.ok(told[field], JSON.stringify(told));
  const missing = codes(assertStatus(await create(clerk, {}), 422));
  for (const field of ['username', 'email', 'password']) assert.equal(missing[field], 'required', field);
  const similar = codes(assertStatus(await create(clerk, values({ username: 'gerhard.mueller', password: 'Gerhard.Mueller!1' })), 422));
  assert.ok(similar.password, 'too similar to the name');
});

test('a name that is taken or looks like one that is', async () => {
  assertStatus(await create(clerk, values({ username: 'paypal' })), 201);
  for (const username of ['PayPal', 'paypa1']) assertStatus(await create(clerk, values({ username })), 409, 'username_taken');
});

test('a new password: the old one and the sessions are gone, in the log there is no hash', async () => {
  const member = await newMember(store);
  const [{ id }] = await store.sql('select id from users where username = $1', [member.who.username]);
  assertStatus(await change(clerk, id, { password: member.who.username.toUpperCase() + '!' }), 422);
  assert.ok(await isMember(member));
  assertStatus(await change(clerk, id, { password: otherPassword }), 200);
  assert.ok(!await isMember(member));
  const visitor = await store.visitor();
  assertStatus(await tryLogin(visitor, member.who), 401);
  assertStatus(await tryLogin(visitor, { ...member.who, password: otherPassword }), 200);
  const log = await store.sql(`select before, after from audit_log where resource = 'users' and object_id = $1`, [String(id)]);
  assert.ok(log.length > 0);
  assert.ok(!JSON.stringify(log).includes('argon2id'));
});

test('a password that was changed does not come back: its owner may have chosen another one since', async () => {
  const { id, values: { username } } = assertStatus(await create(clerk, values()), 201).body; // without sessions, which end for good
  assertStatus(await change(clerk, id, { password: otherPassword, first_name: 'Grace' }), 200);
  const [{ change_id, can_undo }] = assertStatus(await boss.get(`/api/admin/users/${id}/history`), 200).body.items;
  assert.equal(can_undo, false);
  assertStatus(await boss.post(`/api/admin/changes/${change_id}/undo`), 409, 'not_undoable');
  assertStatus(await tryLogin(await store.visitor(), { username, password: otherPassword }), 200);
});

test('a closed account is out at once', async () => {
  const member = await newMember(store);
  const [{ id }] = await store.sql('select id from users where username = $1', [member.who.username]);
  assertStatus(await change(clerk, id, { is_active: false }), 200);
  assert.ok(!await isMember(member));
});

test('another name takes its key and skeleton along', async () => {
  const { body } = assertStatus(await create(clerk, values()), 201);
  assertStatus(await change(clerk, body.id, { username: 'Zoë' }), 200);
  const user = await row(body.id);
  assert.deepEqual([user.username, user.username_key], ['Zoë', 'zoë']);
  assertStatus(await tryLogin(await store.visitor(), { username: 'ZOË', password }), 200);
});

test('who is staff, and staff\'s accounts, are for superusers', async () => {
  assertStatus(await create(clerk, values({ is_staff: true })), 403, 'forbidden');
  const { body } = assertStatus(await create(boss, values({ is_staff: true, is_superuser: true })), 201);
  for (const given of [{ password: otherPassword }, { is_active: false }, { email: 'evil@post.example' }])
    assertStatus(await change(clerk, body.id, given), 403, 'forbidden');
  assertStatus(await change(boss, body.id, { password: otherPassword }), 200);
});
