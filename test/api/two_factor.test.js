// The second factor: set up, shown at logins, lost, taken off; and who must have one.
import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import { answerChallenge, challengeFor, codeOf, cookieOf, follow, freshCode, isMember, logIn, logInAnew, memberOf, newMember, otherPassword,
  setUpTwoFactor, startAccounts, tryLogin } from '../support/accounts.js';
import { assertStatus, count, makeGoods } from '../support/sales.js';

let store, sku;
before(async () => {
  store = await startAccounts();
  [sku] = await makeGoods(store, [{ price: 1999 }]);
});
after(() => store?.stop());

const entries = (reply) => reply.body.errors?.map(({ field, code }) => `${field} ${code}`);
const protectedMember = async (more) => setUpTwoFactor(store, await newMember(store, more));
const wrongCode = (secret) => String((Number(codeOf(secret)) + 500000) % 1000000).padStart(6, '0');
const status = async (member) => assertStatus(await member.get('/api/v1/member/two-factor'), 200).body;
const makeStaff = (member) => store.sql('update users set is_staff = true where username = $1', [member.who.username]);

test('set up with the password and a code; other sessions end', async () => {
  const member = await newMember(store, { username: 'ada.lovelace' });
  const elsewhere = await logInAnew(store, member.who);
  assert.deepEqual(await status(member), { enabled: false, recovery_codes_left: 0 });
  assert.deepEqual(entries(assertStatus(await member.post('/api/v1/member/two-factor', { password: otherPassword }), 422)), ['password password_wrong']);
  assertStatus(await member.put('/api/v1/member/two-factor', { code: '123456' }), 409, 'conflict');
  const first = assertStatus(await member.post('/api/v1/member/two-factor', { password: member.who.password }), 200).body;
  const { secret, uri } = assertStatus(await member.post('/api/v1/member/two-factor', { password: member.who.password }), 200).body;
  assert.match(secret, /^[A-Z2-7]{32}$/);
  assert.notEqual(secret, first.secret);
  const parts = new URL(uri);
  assert.deepEqual([parts.protocol, parts.host, parts.searchParams.get('secret')], ['otpauth:', 'totp', secret]);
  assert.ok(decodeURIComponent(parts.pathname).endsWith(':ada.lovelace'), uri);
  for (const code of [codeOf(first.secret), wrongCode(secret), 'abcdef', '1', member.who.password])
    if (code !== codeOf(secret)) assert.deepEqual(entries(assertStatus(await member.put('/api/v1/member/two-factor', { code }), 422)), ['code two_factor_failed'], code);
  assert.deepEqual([(await status(member)).enabled, await isMember(elsewhere)], [false, true]);
  await logInAnew(store, member.who); // not on yet: the password is enough

  const [kept] = await store.sql(`select encode(secret, 'hex') as sealed from two_factor`);
  assert.equal(kept.sealed.length, 120, 'sealed, not as it is');
  const code = codeOf(secret);
  const { recovery_codes: codes } = assertStatus(await member.put('/api/v1/member/two-factor', { code: `${code.slice(0, 3)} ${code.slice(3)}` }), 200).body;
  assert.equal(new Set(codes).size, 10);
  for (const each of codes) assert.match(each, /^[0-9a-hjkmnp-tv-z]{4}(-[0-9a-hjkmnp-tv-z]{4}){3}$/);
  assert.deepEqual(await status(member), { enabled: true, recovery_codes_left: 10 });
  assert.equal((await memberOf(member)).two_factor, true);
  assert.equal(await isMember(elsewhere), false);
  assert.ok(!JSON.stringify(await store.sql(`select encode(hash, 'escape') as hash from recovery_codes`)).includes(codes[0]));
  assertStatus(await member.post('/api/v1/member/two-factor', { password: member.who.password }), 409, 'two_factor_enabled');
  assertStatus(await member.put('/api/v1/member/two-factor', { code }), 409, 'conflict');
});

test('a login takes the code; the password alone opens nothing', async () => {
  const member = await protectedMember();
  const visitor = await store.visitor();
  const first = await tryLogin(visitor, member.who, { remember: true });
  assert.equal(cookieOf(first, 'session'), undefined);
  assert.equal(first.body.session, null);
  const { challenge } = first.body;
  assert.equal(await isMember(visitor), false);
  assertStatus(await visitor.get('/api/v1/member'), 401, 'login_required');
  const code = await freshCode(store, member);
  assertStatus(await answerChallenge(visitor, challenge, wrongCode(member.secret)), 401, 'two_factor_failed');
  const reply = assertStatus(await answerChallenge(visitor, challenge, code), 200);
  follow(visitor, reply.body.session);
  assert.ok(cookieOf(reply, 'session').attributes.includes('Max-Age=7776000'), 'remembered, as the first step asked');
  assert.equal(await isMember(visitor), true);
  const [{ two_factor }] = await store.sql('select two_factor from sessions order by id desc limit 1');
  assert.equal(two_factor, true);
  assertStatus(await tryLogin(await store.visitor(), { ...member.who, password: otherPassword }), 401, 'login_failed');
});

test('a code counts once, also for two at the same moment', async () => {
  const member = await protectedMember();
  const code = await freshCode(store, member);
  const visitors = await Promise.all(Array.from({ length: 5 }, () => store.visitor()));
  const challenges = await Promise.all(visitors.map((visitor) => challengeFor(visitor, member.who)));
  const replies = await Promise.all(visitors.map((visitor, i) => answerChallenge(visitor, challenges[i], code)));
  assert.deepEqual(replies.map((r) => r.status).sort(), [200, 401, 401, 401, 401]);
  for (const reply of replies.filter((r) => r.status === 401)) assert.equal(reply.body.code, 'two_factor_failed');
  const late = await store.visitor();
  const challenge = await challengeFor(late, member.who);
  assertStatus(await answerChallenge(late, challenge, code), 401, 'two_factor_failed');
  assertStatus(await answerChallenge(late, challenge, codeOf(member.secret, -3)), 401, 'two_factor_failed'); // a minute too old
  assertStatus(await answerChallenge(late, challenge, codeOf(member.secret, 3)), 401, 'two_factor_failed');
  assert.equal(await isMember(late), false);
});

test('the code that turned it on counts no more', async () => {
  const member = await newMember(store);
  const { secret } = (await member.post('/api/v1/member/two-factor', { password: member.who.password })).body;
  const code = codeOf(secret);
  assertStatus(await member.put('/api/v1/member/two-factor', { code }), 200);
  const visitor = await store.visitor();
  assertStatus(await answerChallenge(visitor, await challengeFor(visitor, member.who), code), 401, 'two_factor_failed');
});

test('recovery codes: each once, however they are typed; renewed, the old ones end', async () => {
  const member = await protectedMember();
  const use = async (code) => {
    const visitor = await store.visitor();
    return answerChallenge(visitor, await challengeFor(visitor, member.who), code);
  };
  const [first, second, third] = member.recoveryCodes;
  assertStatus(await use(first), 200);
  assertStatus(await use(first), 401, 'two_factor_failed');
  assertStatus(await use(second.toUpperCase().replaceAll('-', ' ')), 200);
  assertStatus(await use('0000-0000-0000-0000'), 401, 'two_factor_failed');
  assert.equal((await status(member)).recovery_codes_left, 8);
  const both = await Promise.all([use(third), use(third)]);
  assert.deepEqual(both.map((r) => r.status).sort(), [200, 401]);
  const stranger = await protectedMember();
  assertStatus(await use(stranger.recoveryCodes[0]), 401, 'two_factor_failed');

  const renew = (password) => member.post('/api/v1/member/two-factor/recovery-codes', { password });
  assert.deepEqual(entries(assertStatus(await renew(otherPassword), 422)), ['password password_wrong']);
  const { recovery_codes: fresh } = assertStatus(await renew(member.who.password), 200).body;
  assert.equal(fresh.filter((code) => member.recoveryCodes.includes(code)).length, 0);
  assertStatus(await use(member.recoveryCodes[5]), 401, 'two_factor_failed');
  assertStatus(await use(fresh[0]), 200);
  assert.equal((await status(member)).recovery_codes_left, 9);
  assertStatus(await (await newMember(store)).post('/api/v1/member/two-factor/recovery-codes', { password: member.who.password }), 409, 'conflict');
});

test('taken off with the password', async () => {
  const member = await protectedMember();
  const remove = (password) => member.post('/api/v1/member/two-factor/removal', { password });
  assert.deepEqual(entries(assertStatus(await remove(otherPassword), 422)), ['password password_wrong']);
  assert.equal((await status(member)).enabled, true);
  assert.deepEqual(assertStatus(await remove(member.who.password), 200).body, { enabled: false, recovery_codes_left: 0 });
  assert.equal(await count(store, 'recovery_codes', `user_id = (select id from users where username = '${member.who.username}')`), 0);
  await logInAnew(store, member.who);
});

test('challenges: altered, of somebody else, too old, after a change of the password', async () => {
  const member = await protectedMember();
  const stranger = await protectedMember();
  const visitor = await store.visitor();
  const challenge = await challengeFor(visitor, member.who);
  const [text, signature] = challenge.split('.');
  const [user, until, remember] = text.split('_');
  const theirs = (await challengeFor(visitor, stranger.who)).split('.')[0].split('_')[0];
  const code = await freshCode(store, member);
  for (const forged of [`${theirs}_${until}_${remember}.${signature}`, `${user}_${Number(until) + 1}_${remember}.${signature}`, `${user}_${until}_1.${signature}`,
    `${text}.${signature.slice(1)}`, `${text}.`, text, `${user}_0_0.${signature}`, `-1_${until}_0.${signature}`, '_', 'x', `${'9'.repeat(25)}_${until}_0.${signature}`])
    assertStatus(await answerChallenge(visitor, forged, code), 401, 'login_failed');
  for (let i = 0; i < signature.length; i++)
    assertStatus(await answerChallenge(visitor, `${text}.${signature.slice(0, i)}${signature[i] === 'A' ? 'Q' : 'A'}${signature.slice(i + 1)}`, code), 401, 'login_failed');
  const life = Number(until) - Date.now() / 1000;
  assert.ok(life > 200 && life < 310, `five minutes, not ${life} s`);
  follow(member, assertStatus(await member.put('/api/v1/member/password', { current_password: member.who.password, password: otherPassword, password_again: otherPassword }), 200).body);
  assertStatus(await answerChallenge(visitor, challenge, code), 401, 'login_failed');
  assert.equal(await isMember(visitor), false);
});

test('the wrong codes of a member are counted, whoever shows them', async () => {
  const strict = await startAccounts();
  let second;
  try {
    const member = await setUpTwoFactor(strict, await newMember(strict));
    second = await strict.secondServer({ env: { LOGIN_LIMIT: '4' } });
    const visitor = await second.visitor();
    await strict.sql(`delete from rate_limits`);
    const replies = [];
    for (let i = 0; i < 5; i++) {
      const challenge = await challengeFor(await strict.visitor(), member.who); // a new one each time
      replies.push(await answerChallenge(visitor, challenge, wrongCode(member.secret)));
    }
    assert.deepEqual(replies.map((r) => r.status), [401, 401, 401, 401, 429]);
    const challenge = await challengeFor(await strict.visitor(), member.who);
    assertStatus(await answerChallenge(visitor, challenge, await freshCode(strict, member)), 429, 'too_many_requests');
  } finally {
    await second?.stop();
    await strict.stop();
  }
});

test('staff do nothing before they have set it up, and everything after', async () => {
  const member = await newMember(store);
  assertStatus(await member.add(sku), 200);
  await makeStaff(member);
  const { body } = await member.get('/api/v1/session');
  assert.deepEqual([body.member.is_staff, body.member.two_factor_missing], [true, true]);
  const doings = () => [
    ['PUT', '/api/v1/member', { first_name: 'A', last_name: 'B' }], ['PUT', '/api/v1/member/preferences', { newsletter: true }],
    ['GET', '/api/v1/member/addresses'], ['PUT', '/api/v1/member/addresses', { shipping: null }], ['GET', '/api/v1/orders'],
    ['PUT', '/api/v1/member/email', { email: 'other@post.example', password: member.who.password }]];
  for (const [method, path, data] of doings())
    assertStatus(await member.call(method, path, data), 403, 'two_factor_missing');
  assert.equal((await status(member)).enabled, false, 'what setting it up takes is open');
  assert.ok(await memberOf(member));
  assertStatus(await member.get('/api/v1/sessions'), 200);
  assertStatus(await member.post('/api/v1/terms/agreements', { version: 1 }), 200);
  await setUpTwoFactor(store, member);
  assert.equal((await member.get('/api/v1/session')).body.member.two_factor_missing, false);
  for (const [method, path, data] of doings()) assertStatus(await member.call(method, path, data), 200);

  assertStatus(await member.post('/api/v1/member/two-factor/removal', { password: member.who.password }), 200);
  assertStatus(await member.get('/api/v1/orders'), 403, 'two_factor_missing');
});

test('staff who were logged in before it was on must show a code first', async () => {
  const member = await newMember(store);
  await setUpTwoFactor(store, member);
  await makeStaff(member);
  assertStatus(await member.get('/api/v1/orders'), 200);
  await store.sql('update sessions set two_factor = false where user_id = (select id from users where username = $1)', [member.who.username]);
  assertStatus(await member.get('/api/v1/orders'), 403, 'two_factor_missing');
  const visitor = await store.visitor();
  follow(visitor, assertStatus(await answerChallenge(visitor, await challengeFor(visitor, member.who), await freshCode(store, member)), 200).body.session);
  assertStatus(await visitor.get('/api/v1/orders'), 200);
});

test('the owner may do without it for staff', async () => {
  const member = await newMember(store);
  await makeStaff(member);
  assertStatus(await member.get('/api/v1/orders'), 403, 'two_factor_missing');
  await store.sql(`update configuration set value = 'false' where key = 'staff_two_factor'`);
  try {
    assertStatus(await member.get('/api/v1/orders'), 200);
    assert.equal((await member.get('/api/v1/session')).body.member.two_factor_missing, false);
    await logIn(member, member.who);
  } finally {
    await store.sql(`update configuration set value = 'true' where key = 'staff_two_factor'`);
  }
  assertStatus(await member.get('/api/v1/orders'), 403, 'two_factor_missing');
});
