// The server is killed while people register, log in and change their passwords: no account is ever half made.
import assert from 'node:assert/strict';
import test from 'node:test';
import { follow, isMember, logIn, otherPassword, person, resetToken, startAccounts, tryLogin, userOf } from '../support/accounts.js';
import { assertStatus, makeGoods } from '../support/sales.js';
import { sleep, Visitor } from '../support/store.js';

const PEOPLE = 40, AT_ONCE = 8, KILLS = 3; // at least

// The same numbers each time (mulberry32), so that a failure can be looked at again.
function random(seed) {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let x = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    x = (x + Math.imul(x ^ (x >>> 7), 61 | x)) ^ x;
    return ((x ^ (x >>> 14)) >>> 0) / 4294967296;
  };
}

async function patiently(what, fine) {
  for (let i = 0; i < 400; i++) {
    const reply = await what().catch(() => undefined);
    if (reply && fine(reply)) return reply;
    await sleep(25);
  }
  throw new Error(`no good answer: ${what}`);
}

// What every account consists of, whatever happened while it was made.
async function assertWhole(store) {
  const none = async (what, sql) => assert.deepEqual(await store.sql(sql), [], what);
  await none('a user has a member, one group, the terms, and a mail', `
    select username from users where
      (select count(*) from members m where m.user_id = users.id) <> 1
      or (select count(*) from user_groups g where g.user_id = users.id) <> 1
      or (select count(*) from terms_of_use_agreements a join members m on m.id = a.member_id where m.user_id = users.id) <> 1
      or (select count(*) from email_messages e where e.user_id = users.id and e.kind = 'welcome') <> 1
      or (select count(*) from one_time_tokens t where t.user_id = users.id and t.purpose = 'verify_email') <> 1`);
  await none('a mail with a link has its token', `
    select kind from email_messages where kind in ('welcome', 'verify_email', 'reset_password') and token_id is null`);
  await none('a member without a user, a cart without an owner', `
    select id from members where not exists (select from users where users.id = members.user_id)
    union all select id from carts where visitor is null and member_id is null`);
  await none('no cart of a visitor that went into one of a member holds anything', `
    select carts.id from carts join cart_skus on cart_id = carts.id where moved_at is not null`);
}

test('killed while people register', async (t) => {
  const store = await startAccounts();
  t.after(() => store.stop());
  const [sku] = await makeGoods(store, [{ price: 1999, stock: 10000 }]);
  const next = random(11);
  let registering = true, kills = 0;
  const killer = (async () => {
    while (registering) {
      await sleep(50 + next() * 250);
      if (!registering) break;
      await store.stopServer('SIGKILL');
      kills++;
      await assertWhole(store);
      await store.startServer();
    }
  })();

  let number = 0, doubts = 0;
  async function one() {
    const who = person();
    const visitor = await patiently(() => Visitor.arrive(store), (v) => v.token);
    await patiently(() => visitor.put(`/api/v1/cart/items/${sku}`, { quantity: 2 }), (r) => r.status === 200);
    const reply = await patiently(() => visitor.post('/api/v1/members', who), (r) => [201, 409].includes(r.status));
    if (reply.status === 409) { // an answer was lost, but not the account
      doubts++;
      follow(visitor, (await patiently(() => tryLogin(visitor, who), (r) => r.status === 200)).body.session);
    } else follow(visitor, reply.body);
    assert.equal((await patiently(() => visitor.get('/api/v1/cart'), (r) => r.status === 200)).body.lines[0].quantity, 2);
  }
  await Promise.all(Array.from({ length: AT_ONCE }, async () => {
    while (number < PEOPLE || kills < KILLS) {
      number++;
      await one();
    }
  }));
  registering = false;
  await killer;
  t.diagnostic(`${kills} kills, ${doubts} answers lost after the account was made`);
  await assertWhole(store);
  assert.equal(Number((await store.sql('select count(*) from users'))[0].count), number);
});

test('killed while a password changes: the old one or the new one, and sessions to match', async (t) => {
  const store = await startAccounts();
  t.after(() => store.stop());
  const next = random(5);
  for (let round = 0; round < 6; round++) {
    const who = person();
    const visitor = await store.visitor();
    assertStatus(await visitor.post('/api/v1/members', who), 201);
    const elsewhere = await logIn(await store.visitor(), who);
    const token = await resetToken(store, who);
    const change = visitor.put(`/api/v1/password-resets/${token}`, { password: otherPassword, password_again: otherPassword }, {
      'x-csrftoken': (await visitor.get('/api/v1/session')).body.csrf_token }).catch(() => undefined);
    await sleep(next() * 8);
    await store.stopServer('SIGKILL');
    await change;
    await store.startServer();
    const { id } = await userOf(store, who.username);
    const isNew = (await tryLogin(await store.visitor(), { ...who, password: otherPassword })).status === 200;
    assert.equal((await tryLogin(await store.visitor(), who)).status === 200, !isNew, 'exactly one of the two opens');
    assert.equal(await isMember(elsewhere), !isNew, 'sessions ended with the old password');
    const [{ used }] = await store.sql(`select used_at is not null as used from one_time_tokens where user_id = $1 and purpose = 'reset_password'`, [id]);
    assert.equal(used, isNew, 'the link was used, or was not');
    const told = await store.sql(`select 1 from email_messages where user_id = $1 and kind = 'password_changed'`, [id]);
    assert.equal(told.length, isNew ? 1 : 0);
  }
});
