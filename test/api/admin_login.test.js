// Staff log in to the admin: who gets in, who gets the same words as a wrong password, the limits, the second factor.
import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import { answerChallenge, codeOf, follow, freshCode, from, isMember, logOut, newMember, otherPassword, password, person, setUpTwoFactor, tryLogin }
  from '../support/accounts.js';
import { newStaff, startAdmin } from '../support/admin.js';
import { assertStatus, count } from '../support/sales.js';

let store, second;
before(async () => {
  store = await startAdmin({ env: { ADMIN_LOGIN_LIMIT: '10', TRUSTED_PROXIES: '127.0.0.1', REQUESTS_PER_SECOND: '0' } });
  second = await store.secondServer({ role: 'web' });
});
after(async () => {
  await second?.stop();
  await store?.stop();
});

let addresses = 0;
const newAddress = () => `10.2.0.${++addresses}`;
const knock = (visitor, who, address = newAddress(), more = {}) =>
  visitor.post('/api/admin/session', { username: who.username, password: who.password, ...more }, from(address));
const enter = async (who) => {
  const visitor = await store.visitor();
  const { body } = assertStatus(await knock(visitor, who), 200);
  visitor.who = who;
  return { visitor, ...body };
};
const tally = (replies) => replies.reduce((all, { status }) => ({ ...all, [status]: (all[status] ?? 0) + 1 }), {});

// Staff who never were customers: no row in members.
async function newClerk(more = {}) {
  const staff = await newStaff(store);
  await store.sql('delete from members where user_id = $1', [staff.userId]);
  for (const [column, value] of Object.entries(more)) await store.sql(`update users set ${column} = $2 where id = $1`, [staff.userId, value]);
  return staff;
}

test('staff get in, also without a row in members, and out again', async () => {
  const { who, userId } = await newClerk();
  const { visitor, session, challenge } = await enter(who);
  assert.equal(challenge, null);
  assert.equal(session.member.is_staff, true);
  assert.equal(session.member.username, who.username);
  follow(visitor, session);
  assert.ok(await isMember(visitor));
  assert.equal(await count(store, 'sessions', `user_id = ${userId}`), 2);
  await logOut(visitor);
  assert.ok(!await isMember(visitor));
  assert.equal(await count(store, 'sessions', `user_id = ${userId}`), 1);
});

test('a customer, a closed account, a wrong password and nobody at all: the same words', async () => {
  const { who: customer } = await newMember(store);
  const { who: closed } = await newClerk({ is_active: false });
  const { who: staff } = await newClerk();
  const visitor = await store.visitor();
  const told = [];
  for (const who of [customer, closed, { ...staff, password: otherPassword }, person()]) {
    const { body } = assertStatus(await knock(visitor, who), 401, 'login_failed');
    const { request_id: _request, ...same } = body;
    told.push(same);
  }
  for (const each of told) assert.deepEqual(each, told[0]);
  assert.equal(await count(store, 'sessions', `user_id = (select id from users where username = '${closed.username}')`), 1, 'the one it registered with');
  assertStatus(await tryLogin(visitor, customer), 200);
});

test('no session is kept longer than the browser, and nothing unknown is taken', async () => {
  const { who } = await newClerk();
  const visitor = await store.visitor();
  const { body } = assertStatus(await knock(visitor, who, newAddress(), { remember: true }), 422);
  assert.deepEqual(body.errors.map((each) => each.field), ['remember']);
});

test('40 at once for one name, over two servers: ten are judged', async () => {
  const { who } = await newClerk();
  const visitors = await Promise.all(Array.from({ length: 40 }, (_, i) => (i % 2 ? second : store).visitor()));
  const replies = await Promise.all(visitors.map((visitor) => knock(visitor, { ...who, password: otherPassword })));
  assert.deepEqual(tally(replies), { 401: 10, 429: 30 });
  const refused = replies.find((reply) => reply.status === 429);
  assert.equal(refused.headers.get('ratelimit-policy'), '"admin-login-username";q=10;w=3600');
  assertStatus(await knock(await store.visitor(), who), 429);
  assertStatus(await tryLogin(await store.visitor(), who), 200);
});

test('40 at once from one address, over two servers: ten are judged', async () => {
  const address = newAddress();
  const visitors = await Promise.all(Array.from({ length: 40 }, (_, i) => (i % 2 ? second : store).visitor()));
  const replies = await Promise.all(visitors.map((visitor) => knock(visitor, person(), address)));
  assert.deepEqual(tally(replies), { 401: 10, 429: 30 });
  const refused = replies.find((reply) => reply.status === 429);
  assert.equal(refused.headers.get('ratelimit-policy'), '"admin-login-address";q=10;w=3600');
});

test('staff who have no second factor set one up, without a row in members; then it is asked for', async (t) => {
  await store.sql(`update configuration set value = 'true' where key = 'staff_two_factor'`);
  t.after(() => store.sql(`update configuration set value = 'false' where key = 'staff_two_factor'`));
  const { who } = await newClerk();
  const { visitor, session } = await enter(who);
  assert.equal(session.member.two_factor_missing, true);
  follow(visitor, session);
  assertStatus(await visitor.get('/api/v1/member/two-factor'), 200);
  await setUpTwoFactor(store, visitor);
  const again = (await visitor.get('/api/v1/session')).body;
  assert.equal(again.member.two_factor_missing, false);

  const next = await enter(who);
  assert.equal(next.session, null);
  assertStatus(await answerChallenge(next.visitor, next.challenge, '000000'), 401, 'two_factor_failed');
  const { body } = assertStatus(await answerChallenge(next.visitor, next.challenge, await freshCode(store, visitor)), 200);
  assert.equal(body.session.member.two_factor_missing, false);
  follow(next.visitor, body.session);
  assert.ok(await isMember(next.visitor));

  const third = await enter(who);
  assertStatus(await answerChallenge(third.visitor, third.challenge, visitor.recoveryCodes[0]), 200);
  assert.match(codeOf(visitor.secret), /^\d{6}$/);
  await logOut(next.visitor);
});

test('a challenge does not outlive the account\'s being open', async () => {
  const staff = await newClerk();
  await setUpTwoFactor(store, staff);
  const { visitor, challenge } = await enter({ ...staff.who, password });
  await store.sql('update users set is_active = false where id = $1', [staff.userId]);
  assertStatus(await answerChallenge(visitor, challenge, await freshCode(store, staff)), 401, 'login_failed');
});
