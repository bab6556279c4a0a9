// Logging in and out, and how long a session lives.
import assert from 'node:assert/strict';
import { pbkdf2Sync } from 'node:crypto';
import test, { after, before } from 'node:test';
import { cookieOf, follow, isMember, logIn, logInAnew, logOut, newMember, otherPassword, password, person, startAccounts, tryLogin,
  userOf } from '../support/accounts.js';
import { assertStatus, count } from '../support/sales.js';
import { Visitor } from '../support/store.js';

let store;
before(async () => { store = await startAccounts(); });
after(() => store?.stop());

const sessionsOf = async (member) => assertStatus(await member.get('/api/v1/sessions'), 200).body.items;

// The same browser as an attacker or a second tab has it: a copy of the cookies.
function copyOf(visitor) {
  const copy = Object.assign(new Visitor(), visitor);
  copy.cookies = new Map(visitor.cookies);
  return copy;
}

test('in and out', async () => {
  const { who } = await newMember(store);
  const visitor = await store.visitor();
  const before_ = visitor.token;
  const wrong = await tryLogin(visitor, { ...who, password: otherPassword });
  assertStatus(wrong, 401, 'login_failed');
  assert.equal(cookieOf(wrong, 'session'), undefined);
  const reply = assertStatus(await tryLogin(visitor, who), 200);
  assert.deepEqual([reply.body.session.kind, reply.body.session.member.username], ['member', who.username]);
  assert.notEqual(reply.body.session.csrf_token, before_);
  follow(visitor, reply.body.session);
  assert.equal((await visitor.get('/api/v1/session')).body.csrf_token, visitor.token, 'other tabs read the same token');
  const old = copyOf(visitor);
  const out = await visitor.delete('/api/v1/session');
  assert.deepEqual([out.status, out.body.kind, out.body.member], [200, 'visitor', null]);
  assert.deepEqual(cookieOf(out, 'session').attributes, ['HttpOnly', 'Max-Age=0', 'Path=/', 'SameSite=Lax']);
  assert.ok(cookieOf(out, 'visitor'), 'whoever sits here next is another visitor');
  assert.notEqual(visitor.cookies.get('visitor'), old.cookies.get('visitor'));
  assert.equal(await isMember(old), false, 'a kept cookie is worth nothing');
  assertStatus(await old.get('/api/v1/member'), 401, 'login_required');
});

test('the username in any case and width', async () => {
  const { who } = await newMember(store, { username: 'Zoë.Müller' });
  for (const username of ['zoë.müller', 'ZOË.MÜLLER', 'Zoe\u0308.Mu\u0308ller', 'ｚoë.müller', ' Zoë.Müller '])
    await logInAnew(store, { ...who, username });
  for (const username of ['zoe.muller', 'Zoë Müller', 'x'.repeat(150), "' or 1=1 --", '%', '\u0000x'])
    assert.ok([401, 422, 400].includes((await tryLogin(await store.visitor(), { ...who, username })).status), username);
});

test('the password counts byte for byte', async () => {
  const { who } = await newMember(store, { password: 'Grünes Haus! ', password_again: 'Grünes Haus! ' });
  await logInAnew(store, who);
  for (const typed of ['Grünes Haus!', 'grünes Haus! ', 'Gru\u0308nes Haus! ', 'Grünes Haus!  ', `${who.password}\u00a0`])
    assertStatus(await tryLogin(await store.visitor(), { ...who, password: typed }), 401, 'login_failed');
});

test('cookies: for the window, or for 90 days', async () => {
  const { who } = await newMember(store);
  for (const [remember, more, life] of [[false, [], '12:00:00'], [true, ['Max-Age=7776000'], '2160:00:00']]) {
    const visitor = await store.visitor();
    const reply = assertStatus(await tryLogin(visitor, who, { remember }), 200);
    const { value, attributes } = cookieOf(reply, 'session');
    assert.match(value, /^[\w-]{43}$/, '256 bits');
    assert.deepEqual(attributes, ['HttpOnly', 'Path=/', 'SameSite=Lax', ...more].sort());
    const [kept] = await store.sql(`select remembered, (expires_at - created_at)::text as life, idle_seconds, hash from sessions
      where user_id = (select id from users where username = $1) order by id desc limit 1`, [who.username]);
    assert.deepEqual([kept.remembered, kept.life.replace('90 days', '2160:00:00'), kept.idle_seconds], [remember, life, remember ? 2592000 : 7200]);
    assert.ok(!kept.hash.toString('base64url').includes(value.slice(0, 20)), 'the database has a hash of it only');
  }
});

test('a closed account', async () => {
  const member = await newMember(store);
  await store.sql('update users set is_active = false where username = $1', [member.who.username]);
  assert.equal(await isMember(member), false);
  assertStatus(await tryLogin(await store.visitor(), member.who), 401, 'login_failed');
});

test('listed, one ended, all others ended', async () => {
  const member = await newMember(store);
  const phone = await store.visitor();
  follow(phone, assertStatus(await tryLogin(phone, member.who, { remember: true }, { 'user-agent': 'Phone/1' }), 200).body.session);
  const library = await logInAnew(store, member.who);
  const stranger = await newMember(store);
  const items = await sessionsOf(member);
  assert.equal(items.length, 3);
  assert.deepEqual(items.map((item) => item.current), [true, false, false], 'this one first');
  const theirs = items.find((item) => item.user_agent === 'Phone/1');
  assert.deepEqual([theirs.remembered, theirs.address], [true, '127.0.0.1']);

  assertStatus(await stranger.delete(`/api/v1/sessions/${theirs.id}`), 404, 'session_unknown');
  assertStatus(await (await store.visitor()).delete(`/api/v1/sessions/${theirs.id}`), 401, 'login_required');
  for (const id of ['0', '9'.repeat(18), '99999999999999999999', 'x', '-1'])
    assertStatus(await member.delete(`/api/v1/sessions/${id}`), 404, 'session_unknown');
  assert.equal(await isMember(phone), true);
  assertStatus(await member.delete(`/api/v1/sessions/${theirs.id}`), 200);
  assert.deepEqual([await isMember(phone), await isMember(library), await isMember(member)], [false, true, true]);
  assertStatus(await member.delete(`/api/v1/sessions/${theirs.id}`), 404, 'session_unknown');

  const third = await logInAnew(store, member.who);
  assertStatus(await third.delete('/api/v1/sessions'), 200);
  assert.deepEqual([await isMember(third), await isMember(library), await isMember(member), await isMember(stranger)], [true, false, false, true]);
  assert.equal((await sessionsOf(third)).length, 1);
  for (const path of ['/api/v1/sessions', '/api/v1/member'])
    assertStatus(await library.get(path), 401, 'login_required');
});

test('too long without use, and too old', async () => {
  const all = `where user_id = (select id from users where username = $1)`;
  for (const [remember, idle] of [[false, '2 hours'], [true, '30 days']]) {
    const member = await logInAnew(store, (await newMember(store)).who, { remember });
    const name = [member.who.username];
    await store.sql(`update sessions set last_seen_at = now() - interval '${idle}' + interval '1 minute' ${all}`, name);
    assert.equal(await isMember(member), true, 'just in time');
    const [{ seen }] = await store.sql(`select max(last_seen_at) > now() - interval '30 seconds' as seen from sessions ${all}`, name);
    assert.equal(seen, true, 'and noted');
    await store.sql(`update sessions set last_seen_at = now() - interval '${idle}' - interval '1 second' ${all}`, name);
    assert.equal(await isMember(member), false, 'idle');
    assertStatus(await member.get('/api/v1/member'), 401, 'login_required');
    assertStatus(await member.get('/api/v1/orders'), 401, 'login_required');
  }
  const member = await newMember(store);
  await store.sql(`update sessions set expires_at = now() ${all}`, [member.who.username]);
  const reply = await member.get('/api/v1/session');
  assert.equal(reply.body.kind, 'visitor');
  assert.deepEqual(cookieOf(reply, 'session').attributes, ['HttpOnly', 'Max-Age=0', 'Path=/', 'SameSite=Lax'], 'the browser forgets it');
  follow(member, reply.body);
  await logIn(member, member.who);
  assert.equal(await isMember(member), true);
});

test('the lives of sessions are settings', async () => {
  const own = await startAccounts({ env: { SESSION_IDLE_SECONDS: '60', SESSION_SECONDS: '120', REMEMBERED_IDLE_SECONDS: '300', REMEMBERED_SECONDS: '600' } });
  try {
    const { who } = await newMember(own);
    const reply = await tryLogin(await own.visitor(), who, { remember: true });
    assert.ok(cookieOf(reply, 'session').attributes.includes('Max-Age=600'));
    assert.deepEqual(await own.sql(`select idle_seconds, extract(epoch from expires_at - created_at)::int as seconds from sessions order by id`),
      [{ idle_seconds: 60, seconds: 120 }, { idle_seconds: 300, seconds: 600 }]);
  } finally { await own.stop(); }
});

test('fixation: a planted session is not adopted, the one before ends', async () => {
  const { who } = await newMember(store);
  const victim = await store.visitor();
  for (const planted of ['A'.repeat(43), 'x', victim.cookies.get('visitor')]) {
    victim.cookies.set('session', planted);
    follow(victim, (await victim.get('/api/v1/session')).body);
    await logIn(victim, who);
    assert.notEqual(victim.cookies.get('session'), planted);
    const attacker = await store.visitor();
    attacker.cookies.set('session', planted);
    assert.equal(await isMember(attacker), false);
    await logOut(victim);
  }
  // a live session of the attacker's own account, planted in the victim's browser
  const attacker = await newMember(store);
  const planted = attacker.cookies.get('session');
  victim.cookies.set('session', planted);
  follow(victim, (await victim.get('/api/v1/session')).body);
  await logIn(victim, who);
  assert.notEqual(victim.cookies.get('session'), planted);
  assert.equal((await victim.get('/api/v1/session')).body.member.username, who.username);
  assert.equal(await isMember(attacker), false, 'what the browser had before has ended');
});

test('a new session at each login; the old token is void', async () => {
  const member = await newMember(store);
  const first = copyOf(member);
  await logIn(member, member.who);
  assert.notEqual(member.cookies.get('session'), first.cookies.get('session'));
  assert.equal(await isMember(first), false);
  assertStatus(await member.put('/api/v1/member/preferences', { newsletter: true }, { 'x-csrftoken': first.token }), 403, 'csrf_failed');
  assertStatus(await member.put('/api/v1/member/preferences', { newsletter: true }), 200);
});

test('a change of the password ends all other sessions and renews this one', async () => {
  const member = await newMember(store);
  const elsewhere = await logInAnew(store, member.who);
  const before_ = copyOf(member);
  const change = (more) => member.put('/api/v1/member/password', { current_password: member.who.password, password: otherPassword, password_again: otherPassword, ...more });
  assert.deepEqual(assertStatus(await change({ current_password: otherPassword }), 422).body.errors.map((e) => `${e.field} ${e.code}`), ['current_password password_wrong']);
  assert.deepEqual(assertStatus(await change({ password: 'abc', password_again: 'x' }), 422).body.errors.map((e) => `${e.field} ${e.code}`),
    ['password too_short', 'password no_capital', 'password no_special', 'password_again different']);
  assert.deepEqual([await isMember(elsewhere), await isMember(before_)], [true, true], 'nothing happened yet');
  follow(member, assertStatus(await change(), 200).body);
  assert.deepEqual([await isMember(member), await isMember(elsewhere), await isMember(before_)], [true, false, false]);
  assert.equal((await sessionsOf(member)).length, 1);
  assertStatus(await tryLogin(await store.visitor(), member.who), 401, 'login_failed');
  await logInAnew(store, { ...member.who, password: otherPassword });
  assert.equal(await count(store, 'email_messages', `kind = 'password_changed' and recipient = '${member.who.email}'`), 1);
});

test('two logins at once leave two sessions', async () => {
  const { who } = await newMember(store);
  const visitors = await Promise.all(Array.from({ length: 6 }, () => store.visitor()));
  await Promise.all(visitors.map((visitor) => logIn(visitor, who)));
  for (const visitor of visitors) assert.equal(await isMember(visitor), true);
  assert.equal((await sessionsOf(visitors[0])).length, 7);
});

test('two logins of one browser at once: one browser, and it is in', async () => {
  const { who } = await newMember(store);
  const browser = await store.visitor();
  const replies = await Promise.all(Array.from({ length: 4 }, () => tryLogin(copyOf(browser), who)));
  for (const reply of replies) assertStatus(reply, 200);
  const last = copyOf(browser);
  last.cookies.set('session', cookieOf(replies[3], 'session').value);
  assert.equal(await isMember(last), true);
});

test('Django\'s hashes open, once; argon2id replaces them', async () => {
  const member = await newMember(store);
  const salt = 'Bf0Szvx2cYKnM3', iterations = 1000;
  const django = `pbkdf2_sha256$${iterations}$${salt}$${pbkdf2Sync(password, salt, iterations, 32, 'sha256').toString('base64')}`;
  const set = (hash) => store.sql('update users set password_hash = $2 where username = $1', [member.who.username, hash]);
  const hash = async () => (await userOf(store, member.who.username)).password_hash;
  await set(django);
  assertStatus(await tryLogin(await store.visitor(), { ...member.who, password: otherPassword }), 401, 'login_failed');
  assert.equal(await hash(), django, 'a wrong password changes nothing');
  await logInAnew(store, member.who);
  const renewed = await hash();
  assert.match(renewed, /^\$argon2id\$v=19\$m=64,t=1,p=1\$/);
  await logInAnew(store, member.who);
  assert.equal(await hash(), renewed, 'the costs are the same: it stays');
  for (const unusable of ['!', '!x7Gk', '', 'md5$a$b', 'pbkdf2_sha256$1000$', 'pbkdf2_sha256$0$a$b', 'pbkdf2_sha256$x$a$b', '$argon2id$v=19$m=64,t=1,p=1$'])
  {
    await set(unusable);
    assertStatus(await tryLogin(await store.visitor(), member.who), 401, 'login_failed');
  }
});

test('other costs of argon2id: the next login makes the hash anew', async () => {
  const { who } = await newMember(store);
  const dearer = await store.secondServer({ env: { PASSWORD_MEMORY_KIB: '128', PASSWORD_PASSES: '2' } });
  try {
    await logIn(await dearer.visitor(), who);
    assert.match((await userOf(store, who.username)).password_hash, /^\$argon2id\$v=19\$m=128,t=2,p=1\$/);
    await logIn(await store.visitor(), who);
    assert.match((await userOf(store, who.username)).password_hash, /^\$argon2id\$v=19\$m=64,t=1,p=1\$/);
  } finally { await dearer.stop(); }
});

test('one database, two servers: a session is known to both, and ended by either', async () => {
  const member = await newMember(store);
  const second = await store.secondServer();
  try {
    const there = copyOf(member);
    there.store = second;
    assert.equal(await isMember(there), true);
    assertStatus(await there.put('/api/v1/member/preferences', { newsletter: true }), 200);
    await logOut(there);
    assert.equal(await isMember(member), false);
  } finally { await second.stop(); }
});

test('what a login tells of who exists: nothing', async () => {
  const { who } = await newMember(store);
  const closed = await newMember(store);
  await store.sql('update users set is_active = false where username = $1', [closed.who.username]);
  const unusable = await newMember(store);
  await store.sql(`update users set password_hash = '!' where username = $1`, [unusable.who.username]);
  const texts = new Set();
  for (const name of [who.username, 'nobody.here', closed.who.username, unusable.who.username, '%%', person().username]) {
    const reply = assertStatus(await tryLogin(await store.visitor(), { username: name, password: otherPassword }), 401, 'login_failed');
    const headers = [...reply.headers].filter(([key]) => !['x-request-id', 'date'].includes(key));
    texts.add(JSON.stringify([headers, reply.text.replace(reply.body.request_id, '')]));
  }
  assert.equal(texts.size, 1);
});

// What an attacker could time. It reports and never fails: the machine may be busy.
test('the time of a login for a known and an unknown name', async (t) => {
  const slower = await startAccounts({ env: { PASSWORD_MEMORY_KIB: '1024', PASSWORD_PASSES: '1' } });
  try {
    const { who } = await newMember(slower);
    const times = { known: [], unknown: [] };
    const visitor = await slower.visitor();
    for (let i = 0; i < 200; i++)
      for (const [kind, username] of [['known', who.username], ['unknown', 'nobody.here']]) {
        const start = performance.now();
        assertStatus(await tryLogin(visitor, { username, password: otherPassword }), 401);
        times[kind].push(performance.now() - start);
      }
    const median = (list) => list.sort((a, b) => a - b)[list.length / 2];
    const spread = (list) => list[list.length * 3 / 4] - list[list.length / 4];
    t.diagnostic(`median of 200: known ${median(times.known).toFixed(3)} ms, unknown ${median(times.unknown).toFixed(3)} ms, `
      + `quartiles are ${spread(times.known).toFixed(3)} ms apart`);
  } finally { await slower.stop(); }
});
