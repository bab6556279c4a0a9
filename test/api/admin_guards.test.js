// What the database itself refuses to staff, whatever way a change takes: seen through what every unit of the admin begins
// with, the name of who is asking.
import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import { isMember, newMember, setUpTwoFactor } from '../support/accounts.js';
import { newStaff, startAdmin } from '../support/admin.js';
import { assertStatus, count } from '../support/sales.js';

let store, superuser, clerk;
before(async () => {
  store = await startAdmin();
  superuser = await newStaff(store);
  clerk = await newStaff(store, ['users.change']);
});
after(() => store?.stop());

// Runs statements as somebody, in one transaction. Resolves to the refusal: "code: message", or null.
async function as(staff, ...statements) {
  const client = await store.pool.connect();
  try {
    await client.query('begin');
    await client.query(`select set_config('startupwebapp.actor', $1, true)`, [String(staff.userId)]);
    for (const statement of statements) await client.query(statement);
    await client.query('commit');
    return null;
  } catch (error) {
    await client.query('rollback');
    assert.equal(error.code, 'SWREF', error.message);
    return error.message;
  } finally {
    client.release();
  }
}

async function newUser(more = {}) {
  const member = await newMember(store);
  const [{ id }] = await store.sql('select id from users where username = $1', [member.who.username]);
  for (const [column, value] of Object.entries(more)) await store.sql(`update users set ${column} = $2 where id = $1`, [id, value]);
  member.userId = Number(id);
  return member;
}

test('accounts of staff are changed, closed and deleted by superusers alone', async () => {
  const colleague = await newUser({ is_staff: true });
  const boss = await newUser({ is_superuser: true });
  for (const { userId } of [colleague, boss, clerk]) {
    assert.equal(await as(clerk, `update users set password_hash = 'x' where id = ${userId}`), 'forbidden');
    assert.equal(await as(clerk, `update users set is_active = false where id = ${userId}`), 'forbidden');
    assert.equal(await as(clerk, `delete from users where id = ${userId}`), 'forbidden');
  }
  assert.equal(await as(superuser, `update users set first_name = 'A' where id = ${colleague.userId}`), null);
  assert.equal(await as(superuser, `delete from users where id = ${colleague.userId}`), null);
  assert.equal(await as(superuser, `delete from users where id = ${boss.userId}`), null);
});

test('nobody is made staff but by superusers', async () => {
  const { userId } = await newUser();
  for (const column of ['is_staff', 'is_superuser'])
    assert.equal(await as(clerk, `update users set ${column} = true where id = ${userId}`), 'forbidden');
  assert.equal(await as(clerk, `insert into users (username, username_key, username_skeleton, email, password_hash, is_superuser)
    values ('mallory', 'mallory', 'mallory', 'm@post.example', '!', true)`), 'forbidden');
  assert.equal(await as(clerk, `update users set first_name = 'B' where id = ${userId}`), null, 'a customer may be edited');
  assert.equal(await as(superuser, `update users set is_staff = true where id = ${userId}`), null);
});

test('permissions and groups are given by superusers alone; a customer\'s go with the customer', async () => {
  const id = clerk.userId;
  assert.equal(await as(clerk, `insert into user_permissions (user_id, resource, verb) values (${id}, 'orders', 'delete')`), 'forbidden');
  assert.equal(await as(clerk, `update user_permissions set resource = 'orders' where user_id = ${id}`), 'forbidden');
  assert.equal(await as(clerk, `delete from user_permissions where user_id = ${id}`), 'forbidden');
  assert.equal(await as(clerk, `insert into group_permissions (group_id, resource, verb) select id, 'orders', 'view' from groups`), 'forbidden');
  assert.equal(await as(clerk, `insert into user_groups (user_id, group_id) select ${id}, id from groups on conflict do nothing`), 'forbidden');
  assert.equal(await as(clerk, 'delete from groups'), 'forbidden');
  const customer = await newUser();
  assert.equal(await count(store, 'user_groups', `user_id = ${customer.userId}`), 1);
  assert.equal(await as(clerk, `delete from users where id = ${customer.userId}`), null);
  assert.equal(await as(superuser, `insert into user_permissions (user_id, resource, verb) values (${id}, 'orders', 'view')`), null);
});

test('one superuser stays, also when the last two close each other\'s account at one moment', async (t) => {
  await store.sql('update users set is_superuser = false');
  t.after(() => store.sql('update users set is_superuser = true where id = $1', [superuser.userId]));
  const pair = [await newUser({ is_staff: true, is_superuser: true }), await newUser({ is_staff: true, is_superuser: true })];
  const told = await Promise.all(pair.map((one, i) => as(one, `update users set is_active = false where id = ${pair[1 - i].userId}`)));
  const left = await store.sql('select id from users where is_superuser and is_active');
  assert.ok(left.length >= 1, JSON.stringify(told));
  const last = { userId: left[0].id };
  for (const statement of ['update users set is_active = false', 'update users set is_superuser = false', 'delete from users'])
    assert.equal(await as(last, `${statement} where id = ${last.userId}`), left.length === 1 ? 'conflict' : null, statement);
});

test('a new password or a closed account ends sessions and the links for a new password', async () => {
  for (const change of [`password_hash = '!new'`, 'is_active = false']) {
    const customer = await newUser();
    await store.sql(`insert into one_time_tokens (purpose, user_id, email, expires_at) values ('reset_password', $1, 'x', now() + interval '1 hour')`, [customer.userId]);
    assert.equal(await as(clerk, `update users set first_name = 'C', password_hash = password_hash where id = ${customer.userId}`), null);
    assert.ok(await isMember(customer), 'other changes end nothing');
    assert.equal(await as(clerk, `update users set ${change} where id = ${customer.userId}`), null);
    assert.ok(!await isMember(customer), change);
    assert.equal(await count(store, 'sessions', `user_id = ${customer.userId}`), 0);
    assert.equal(await count(store, 'one_time_tokens', `user_id = ${customer.userId} and purpose = 'reset_password' and used_at is null`), 0);
  }
});

test('another address is not verified, unless it is said to be', async () => {
  const { userId } = await newUser({ email_verified_at: '2026-01-01' });
  const verified = async () => (await store.sql('select email_verified_at from users where id = $1', [userId]))[0].email_verified_at;
  assert.equal(await as(clerk, `update users set email = email, first_name = 'D' where id = ${userId}`), null);
  assert.ok(await verified());
  assert.equal(await as(clerk, `update users set email = 'new@post.example' where id = ${userId}`), null);
  assert.equal(await verified(), null);
  assert.equal(await as(clerk, `update users set email = 'newer@post.example', email_verified_at = now() where id = ${userId}`), null);
  assert.ok(await verified());
});

test('a second factor is reset by who may change the account; its sessions end', async () => {
  const customer = await newUser();
  await setUpTwoFactor(store, customer);
  assert.equal(await as(clerk, `delete from two_factor where user_id = ${customer.userId}`), null);
  assert.ok(!await isMember(customer));
  await setUpTwoFactor(store, clerk);
  assert.equal(await as(clerk, `delete from two_factor where user_id = ${clerk.userId}`), 'forbidden');
  assert.equal(await as(superuser, `delete from two_factor where user_id = ${clerk.userId}`), null);
});

test('who changes the own account in the shop is not held up by any of it', async () => {
  const staff = await newStaff(store, ['orders.view']);
  const { who } = staff;
  assertStatus(await staff.put('/api/v1/member', { first_name: 'Grace', last_name: 'H' }), 200);
  const reply = assertStatus(await staff.put('/api/v1/member/password',
    { current_password: who.password, password: 'Another Word! 9', password_again: 'Another Word! 9' }), 200);
  assert.ok(reply.body);
});

test('members are found by what their users are called now', async () => {
  const customer = await newUser();
  const search = async () => (await store.sql('select search, mb_cd from members where user_id = $1', [customer.userId]))[0];
  const first = await search();
  assert.equal(first.search, `${customer.who.username} ${customer.who.email} Ada Byron ${first.mb_cd}`);
  await store.sql(`update users set last_name = 'Lovelace', email = 'ada@post.example' where id = $1`, [customer.userId]);
  assert.equal((await search()).search, `${customer.who.username} ada@post.example Ada Lovelace ${first.mb_cd}`);
});
