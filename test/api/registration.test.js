// Registering: what an account consists of, which names and addresses it may have, and its links.
import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { databaseDigest } from '../support/checksum.js';
import { cookieOf, mailTo, mailsDone, mailsTo, memberOf, newMember, otherPassword, person, register, resetToken, startAccounts, tokenIn, userOf,
  verificationToken, verifiedMember, verify } from '../support/accounts.js';
import { assertStatus, count } from '../support/sales.js';
import { projectRoot } from '../support/store.js';

let store;
before(async () => { store = await startAccounts(); });
after(() => store?.stop());

const attempt = async (more) => (await store.visitor()).post('/api/v1/members', person(more));
const entries = (reply) => reply.body.errors?.map(({ field, code }) => `${field} ${code}`);

test('a registration makes user, member, code, group, agreement, session and mail', async () => {
  const visitor = await store.visitor();
  const who = person({ username: 'Ada.Lovelace', email: 'Ada@Post.Example', first_name: 'Ada', last_name: 'Lovelace King', newsletter: true });
  const reply = assertStatus(await visitor.post('/api/v1/members', who), 201);
  assert.deepEqual(reply.body.member, { username: 'Ada.Lovelace', first_name: 'Ada', last_name: 'Lovelace King',
    email: 'ada@post.example', email_verified: false, terms_to_agree: null, is_staff: false, two_factor_missing: false });
  assert.equal(reply.body.kind, 'member');
  visitor.token = reply.body.csrf_token;

  const user = await userOf(store, 'ada.lovelace');
  assert.match(user.mb_cd, /^[0-9a-f]{12}$/);
  assert.deepEqual([user.username, user.email, user.email_verified_at, user.newsletter_subscriber, user.is_staff, user.is_superuser, user.is_active],
    ['Ada.Lovelace', 'ada@post.example', null, true, false, false, true]);
  assert.match(user.password_hash, /^\$argon2id\$v=19\$m=64,t=1,p=1\$/);
  const groups = await store.sql('select name from groups join user_groups on group_id = groups.id where user_id = $1', [user.id]);
  assert.deepEqual(groups, [{ name: 'Members' }]);
  const agreed = await store.sql('select version from terms_of_use_agreements where member_id = $1', [user.member_id]);
  assert.deepEqual(agreed, [{ version: 1 }]);

  assert.equal((await memberOf(visitor)).mb_cd, user.mb_cd);
  const mail = await mailTo(store, 'ada@post.example', /^Welcome to /);
  assert.match(mail.text, /Ada\.Lovelace/);
  assert.ok(mail.text.includes(`${store.url}/unsubscribe/`), 'who gets the newsletter is told the way out');
  const verified = assertStatus(await verify(visitor, tokenIn(mail, 'verify-email', store.url)), 200).body;
  assert.deepEqual([verified.email, verified.email_verified], ['ada@post.example', true]);
  const [token] = await store.sql(`select expires_at - created_at = interval '24 hours' as a_day from one_time_tokens where user_id = $1`, [user.id]);
  assert.equal(token.a_day, true);
});

test('the new session is a browser session or remembered, as asked', async () => {
  const short = assertStatus(await attempt({}), 201);
  assert.deepEqual(cookieOf(short, 'session').attributes, ['HttpOnly', 'Path=/', 'SameSite=Lax']);
  const long = assertStatus(await attempt({ remember: true }), 201);
  assert.deepEqual(cookieOf(long, 'session').attributes, ['HttpOnly', 'Max-Age=7776000', 'Path=/', 'SameSite=Lax']);
});

test('four registrations of one name at once: one account', async () => {
  const visitors = await Promise.all(Array.from({ length: 4 }, () => store.visitor()));
  const before_ = await count(store, 'users');
  const forms = visitors.map((_, i) => person({ username: 'wanted', email: `wanted${i}@post.example` }));
  const replies = await Promise.all(visitors.map((visitor, i) => visitor.post('/api/v1/members', forms[i])));
  assert.deepEqual(replies.map((r) => r.status).sort(), [201, 409, 409, 409]);
  for (const reply of replies.filter((r) => r.status === 409)) assert.equal(reply.body.code, 'username_taken');
  assert.equal(await count(store, 'users'), before_ + 1);
  for (const table of ['sessions', 'members', 'email_messages'])
    assert.equal(await count(store, `${table} t`, table === 'email_messages' ? `recipient like 'wanted%'` : `user_id = (select id from users where username_key = 'wanted')`), 1, table);
});

test('names that differ by case, width or looks only are taken', async () => {
  assertStatus(await attempt({ username: 'Paypal' }), 201);
  for (const username of ['paypal', 'PAYPAL', 'paypaI', 'PayPa1', 'ｐａｙｐａｌ', ' paypal '])
    assertStatus(await attempt({ username }), 409, 'username_taken');
  assertStatus(await attempt({ username: 'cocoa' }), 201);
  assertStatus(await attempt({ username: 'сосоа' }), 409, 'username_taken'); // Cyrillic throughout
  assertStatus(await attempt({ username: 'straße' }), 201);
  assertStatus(await attempt({ username: 'STRASSE' }), 409, 'username_taken');
});

test('any script; kept in NFKC', async () => {
  const names = [
    ['Zo\u0308e', 'Zöe'], ['Ωραία', 'Ωραία'], ['наталья', 'наталья'], ['דוד', 'דוד'], ['فاطمة', 'فاطمة'], ['प्रिया', 'प्रिया'],
    ['สมชาย', 'สมชาย'], ['花子', '花子'], ['さくら', 'さくら'], ['김민준', '김민준'], ['ﬁona', 'fiona'], ['Ａｎｎ２', 'Ann2'], ['გიორგი', 'გიორგი'],
    ['jo@home.example', 'jo@home.example'], ['a+b-c_d.e', 'a+b-c_d.e'],
  ];
  for (const [typed, kept] of names) {
    const reply = assertStatus(await attempt({ username: typed, first_name: typed.replace(/[@+_\d２]/g, ''), last_name: '' }), 201);
    assert.equal(reply.body.member.username, kept);
  }
  const reply = assertStatus(await attempt({ first_name: '  Mary \u3000 Ann ', last_name: 'O’Neil-Ｓmith' }), 201);
  assert.deepEqual([reply.body.member.first_name, reply.body.member.last_name], ['Mary Ann', 'O’Neil-Smith']);
});

const badNames = [
  ['username', 'with blank', 'invalid_characters'], ['username', 'nul\u0001', 'invalid_characters'], ['username', 'line\nbreak', 'invalid_characters'],
  ['username', 'zero\u200bwidth', 'invalid_characters'], ['username', 'right\u202eleft', 'invalid_characters'], ['username', 'joined\u200d', 'invalid_characters'],
  ['username', '<script>', 'invalid_characters'], ['username', '...', 'invalid_characters'], ['username', '🙂🙂', 'invalid_characters'],
  ['username', 'pаypal', 'look_alike'], ['username', 'Αlpha', 'look_alike'], ['username', '1٢3', 'look_alike'],
  ['username', '   ', 'blank'],
  ['first_name', 'A\u0007da', 'invalid_characters'], ['first_name', 'A\u202eda', 'invalid_characters'], ['last_name', 'Lоvelace', 'look_alike'],
  ['last_name', '<b>', 'invalid_characters'], ['last_name', 'x\ny', 'invalid_characters'],
];
for (const [field, value, code] of badNames)
  test(`${field} ${JSON.stringify(value)} is refused`, async () => {
    await mailsDone(store);
    const before_ = await databaseDigest(store);
    const reply = assertStatus(await attempt({ [field]: value }), 422, 'invalid_input');
    assert.deepEqual(entries(reply), [`${field} ${code}`]);
    assert.deepEqual(await databaseDigest(store), before_);
  });

test('lengths: 150 characters of a name, 254 of an address', async () => {
  assertStatus(await attempt({ username: 'ж'.repeat(150), first_name: '', last_name: '' }), 201);
  assertStatus(await attempt({ username: '😀'.repeat(151) }), 422);
  for (const field of ['username', 'first_name', 'last_name']) {
    assert.deepEqual(entries(await attempt({ [field]: 'x'.repeat(151) })), [`${field} out_of_range`]);
    assert.deepEqual(entries(await attempt({ [field]: 'ﬃ'.repeat(51) })), [`${field} too_long`], 'NFKC makes three of one');
  }
  const host = `${'a'.repeat(60)}.${'b'.repeat(60)}.${'c'.repeat(60)}.example`; // 190
  const long = `${'l'.repeat(254 - 1 - host.length)}@${host}`;
  assert.equal(long.length, 254);
  const reply = assertStatus(await attempt({ email: long }), 201);
  assert.equal(reply.body.member.email, long);
  assert.equal((await attempt({ email: `l${long}` })).status, 422, '255');
  for (const email of ['', 'nobody', '@post.example', 'a@', 'a b@post.example', 'a@post', 'a@post.example\n', 'ä@post.example', 'a@@post.example', 'a@-post.example'])
    if (email.trim() === email) assert.equal((await attempt({ email })).status, 422, email);
});

test('terms: another version than the one that holds is refused', async () => {
  assertStatus(await attempt({ terms_version: 2 }), 409, 'terms_outdated');
  await store.sql(`insert into terms_of_use_versions (version, title, body, published_at) values (2, 'Terms', 'Be kind.', now())`);
  try {
    const users = await count(store, 'users');
    assertStatus(await attempt({ terms_version: 1 }), 409, 'terms_outdated');
    assert.equal(await count(store, 'users'), users);
    assertStatus(await attempt({ terms_version: 2 }), 201);
  } finally {
    await store.sql('delete from terms_of_use_agreements where version = 2');
    await store.sql('delete from terms_of_use_versions where version = 2');
  }
});

test('passwords: every broken rule at once, as in the shared table', async () => {
  const table = JSON.parse(readFileSync(resolve(projectRoot, 'test/data/passwords.json'), 'utf8'));
  const usable = table.filter(({ password, owner }) => password !== '' && Buffer.byteLength(password) <= 1000 && Object.values(owner).join('') === '');
  const sample = [...new Map(usable.map((row) => [row.broken.join(), row])).values(), ...usable.filter((_, i) => i % 9 === 0)];
  assert.ok(sample.length > 30, `${sample.length} rows`);
  for (const { about, password, broken } of sample) {
    // the names are like none of them
    const reply = await attempt({ username: 'ξψ', email: 'q@z.example', first_name: '', last_name: '', password, terms_version: 9 });
    if (broken.length === 0) assertStatus(reply, 409, 'terms_outdated'); // nothing wrong with the password
    else assert.deepEqual(entries(assertStatus(reply, 422)), broken.map((code) => `password ${code}`), about);
  }
  const all = await attempt({ username: 'bad name', email: 'none', password: 'abc', password_again: 'abd' });
  assert.deepEqual(entries(all), ['username invalid_characters', 'email invalid_email', 'password too_short', 'password no_capital',
    'password no_special', 'password_again different']);
});

test('passwords like the username, the names or the address', async () => {
  for (const [more, password] of [[{ username: 'wintergarden' }, 'Wintergarden!'], [{ first_name: 'Maximilian' }, 'Maximilian#1'],
    [{ last_name: 'Featherstone' }, '(Featherstone)'], [{ email: 'blackbird@post.example' }, 'Blackbird!!']])
    assert.deepEqual(entries(assertStatus(await attempt({ ...more, password }), 422)), ['password similar'], password);
});

test('links: each character of a token counts, once, for its account and purpose', async () => {
  const member = await newMember(store);
  const token = await verificationToken(store, member.who);
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  for (let i = 0; i < token.length; i++) {
    const letter = letters[(Math.max(0, letters.indexOf(token[i])) + 32) % 64];
    const reply = await verify(member, token.slice(0, i) + letter + token.slice(i + 1));
    assertStatus(reply, 404, 'token_invalid');
  }
  for (const wrong of [token.slice(1), token.slice(0, -1), `${token}A`, token.split('.')[0], `${token.split('.')[0]}.`, `.${token.split('.')[1]}`, 'A'])
    assertStatus(await verify(member, wrong), 404, 'token_invalid');
  const stranger = await newMember(store);
  assertStatus(await verify(stranger, token), 404, 'token_invalid');
  assertStatus(await verify(await store.visitor(), token), 401, 'login_required');
  assertStatus(await (await store.visitor()).get(`/api/v1/password-resets/${token}`), 404, 'token_invalid');
  assertStatus(await (await store.visitor()).put(`/api/v1/password-resets/${token}`, { password: otherPassword, password_again: otherPassword }), 404, 'token_invalid');
  const reset = await resetToken(store, member.who);
  assertStatus(await verify(member, reset), 404, 'token_invalid');
  assert.equal((await memberOf(member)).email_verified, false);
  assertStatus(await verify(member, token), 200);
  assertStatus(await verify(member, token), 404, 'token_invalid');
  assert.equal((await memberOf(member)).email_verified, true);
});

test('links: too old', async () => {
  const member = await newMember(store);
  const token = await verificationToken(store, member.who);
  await store.sql(`update one_time_tokens set expires_at = now() where email = $1`, [member.who.email]);
  assertStatus(await verify(member, token), 404, 'token_invalid');
  assert.equal((await memberOf(member)).email_verified, false);
});

test('the link again; the first one still counts until one was used', async () => {
  const member = await newMember(store);
  const first = await verificationToken(store, member.who);
  assertStatus(await member.post('/api/v1/email-verifications'), 202);
  const second = tokenIn(await mailTo(store, member.who.email, /^Verify your address/), 'verify-email', store.url);
  assert.notEqual(second, first);
  assertStatus(await verify(member, first), 200);
  assertStatus(await verify(member, second), 404, 'token_invalid');
  assertStatus(await member.post('/api/v1/email-verifications'), 202);
  assert.equal((await mailsTo(store, member.who.email)).length, 2, 'nothing is left to verify');
  assertStatus(await (await store.visitor()).post('/api/v1/email-verifications'), 401, 'login_required');
});

test('a known address: the same reply; its owner alone is told, and keeps it', async () => {
  const owner = await verifiedMember(store);
  const stranger = await register(await store.visitor(), person({ email: owner.who.email.toUpperCase() }));
  const unknown = await newMember(store);
  const shape = ({ session: { member, csrf_token, ...rest }, who }) => ({ ...rest, token: csrf_token.length,
    member: { ...member, username: member.username === who.username, email: member.email === who.email.toLowerCase() } });
  assert.deepEqual(shape(stranger), shape(unknown));
  const [, second] = await mailsTo(store, owner.who.email);
  assert.match(second.text, /have an account with this address already/);
  assert.doesNotMatch(second.text, /verify-email/);
  assertStatus(await stranger.post('/api/v1/email-verifications'), 202);
  const token = tokenIn(await mailTo(store, owner.who.email, /^Verify your address/), 'verify-email', store.url);
  assertStatus(await verify(stranger, token), 409, 'email_taken');
  assert.equal((await memberOf(stranger)).email_verified, false);
  assert.equal((await memberOf(owner)).email_verified, true);
});
