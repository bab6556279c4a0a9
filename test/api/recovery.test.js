// Forgotten passwords and usernames, and another address.
import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import { follow, isMember, logIn, logInAnew, mailTo, mailsDone, mailsTo, memberOf, newMember, otherPassword, person, register, resetToken,
  startAccounts, tokenIn, tryLogin, userOf, verificationToken, verifiedMember, verify } from '../support/accounts.js';
import { assertStatus, count } from '../support/sales.js';

let store;
before(async () => { store = await startAccounts(); });
after(() => store?.stop());

const entries = (reply) => reply.body.errors?.map(({ field, code }) => `${field} ${code}`);
const reset = (visitor, token, password = otherPassword, more = {}) =>
  visitor.put(`/api/v1/password-resets/${token}`, { password, password_again: password, ...more });
const setEmail = (member, email, password = member.who.password) => member.put('/api/v1/member/email', { email, password });

test('a new password by the link of a mail: once, and all sessions end', async () => {
  const member = await newMember(store);
  const elsewhere = await logInAnew(store, member.who, { remember: true });
  const stranger = await newMember(store);
  const token = await resetToken(store, member.who);
  const visitor = await store.visitor();
  assert.deepEqual(assertStatus(await visitor.get(`/api/v1/password-resets/${token}`), 200).body,
    { username: member.who.username, first_name: 'Ada', last_name: 'Byron', email: member.who.email });
  assert.deepEqual(entries(assertStatus(await reset(visitor, token, 'abc', { password_again: 'abd' }), 422)),
    ['password too_short', 'password no_capital', 'password no_special', 'password_again different']);
  assert.deepEqual(entries(await reset(visitor, token, `${member.who.username[0].toUpperCase()}${member.who.username.slice(1)}!`)), ['password similar']);
  assert.equal(await isMember(member), true, 'nothing happened yet');
  assertStatus(await reset(visitor, token), 200);
  assert.deepEqual([await isMember(member), await isMember(elsewhere), await isMember(visitor), await isMember(stranger)], [false, false, false, true]);
  assertStatus(await tryLogin(await store.visitor(), member.who), 401, 'login_failed');
  await logInAnew(store, { ...member.who, password: otherPassword });
  assertStatus(await reset(visitor, token, member.who.password), 404, 'token_invalid');
  assertStatus(await visitor.get(`/api/v1/password-resets/${token}`), 404, 'token_invalid');
  const told = await mailTo(store, member.who.email, /^Your password for .* was changed$/);
  assert.ok(told.text.includes(member.who.username));
});

test('a link holds an hour, and only until a newer one or a change of the password was used', async () => {
  const member = await newMember(store);
  const old = await resetToken(store, member.who);
  const [{ life }] = await store.sql(`select (expires_at - created_at)::text as life from one_time_tokens where purpose = 'reset_password' and email = $1`, [member.who.email]);
  assert.equal(life, '01:00:00');
  await store.sql(`update one_time_tokens set expires_at = now() where purpose = 'reset_password' and email = $1`, [member.who.email]);
  const visitor = await store.visitor();
  assertStatus(await reset(visitor, old), 404, 'token_invalid');
  assertStatus(await visitor.get(`/api/v1/password-resets/${old}`), 404, 'token_invalid');

  const [first, second] = [await resetToken(store, member.who, 2), await resetToken(store, member.who, 3)];
  assertStatus(await reset(visitor, second), 200);
  assertStatus(await reset(visitor, first), 404, 'token_invalid');

  const third = await resetToken(store, member.who, 4);
  await logIn(member, { ...member.who, password: otherPassword });
  assertStatus(await member.put('/api/v1/member/password', { current_password: otherPassword, password: 'Third Thing! 9', password_again: 'Third Thing! 9' }), 200);
  assertStatus(await reset(visitor, third), 404, 'token_invalid');
});

test('each character of the token counts; a verification is no reset', async () => {
  const member = await newMember(store);
  const token = await resetToken(store, member.who);
  const visitor = await store.visitor();
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  for (let i = 0; i < token.length; i++) {
    const letter = letters[(Math.max(0, letters.indexOf(token[i])) + 32) % 64];
    assertStatus(await visitor.get(`/api/v1/password-resets/${token.slice(0, i)}${letter}${token.slice(i + 1)}`), 404, 'token_invalid');
  }
  const verification = await verificationToken(store, member.who);
  assertStatus(await reset(visitor, verification), 404, 'token_invalid');
  assertStatus(await verify(member, token), 404, 'token_invalid');
  const [{ id }] = await store.sql(`select id from one_time_tokens where email = $1 and purpose = 'reset_password'`, [member.who.email]);
  for (const guess of [id, id.replaceAll('-', ''), Buffer.from(id.replaceAll('-', ''), 'hex').toString('base64url')])
    assertStatus(await reset(visitor, guess), 404, 'token_invalid'); // who reads the database can't make a link
  assertStatus(await reset(visitor, token), 200);
});

test('two who use one link at once: one', async () => {
  const member = await newMember(store);
  const token = await resetToken(store, member.who);
  const visitors = await Promise.all(Array.from({ length: 4 }, () => store.visitor()));
  const replies = await Promise.all(visitors.map((visitor, i) => reset(visitor, token, `Battery Staple! ${i}`)));
  assert.deepEqual(replies.map((r) => r.status).sort(), [200, 404, 404, 404]);
  const winner = replies.findIndex((r) => r.status === 200);
  await logInAnew(store, { ...member.who, password: `Battery Staple! ${winner}` });
});

test('forgotten: known and unknown get the same words, and only the known a mail', async () => {
  const known = await newMember(store);
  const closed = await newMember(store);
  await store.sql('update users set is_active = false where username = $1', [closed.who.username]);
  await mailsDone(store);
  const before_ = await count(store, 'email_messages');
  const texts = new Set();
  const note = (reply) => {
    const headers = [...reply.headers].filter(([key]) => !['x-request-id', 'date'].includes(key));
    texts.add(JSON.stringify([assertStatus(reply, 202).text, headers]));
  };
  for (const { username, email } of [known.who, closed.who, person()]) {
    note(await (await store.visitor()).post('/api/v1/password-resets', { username }));
    note(await (await store.visitor()).post('/api/v1/username-reminders', { email }));
  }
  assert.equal(texts.size, 1);
  await mailsDone(store);
  const sent = await store.sql('select kind, recipient from email_messages where id > $1 order by kind', [before_]);
  assert.deepEqual(sent.filter((m) => /reset|reminder/.test(m.kind)), [
    { kind: 'reset_password', recipient: known.who.email }, { kind: 'username_reminder', recipient: known.who.email }]);
  assert.equal(await count(store, 'account_requests'), 0);
});

test('a forgotten username: all of the address, at once, however it is typed', async () => {
  const first = await newMember(store);
  const second = await register(await store.visitor(), person({ email: first.who.email }));
  assertStatus(await (await store.visitor()).post('/api/v1/username-reminders', { email: ` ${first.who.email.toUpperCase()} ` }), 202);
  const mail = await mailTo(store, first.who.email, /^Your username/);
  for (const { who } of [first, second]) assert.ok(mail.text.includes(who.username));
  assert.ok(mail.text.includes(`${store.url}/login`));
  for (const email of ['nobody', 'a b@post.example'])
    assertStatus(await (await store.visitor()).post('/api/v1/username-reminders', { email }), 422);
});

test('a reset in another case and width of the name', async () => {
  const member = await newMember(store, { username: 'Jürgen.Groß' });
  assertStatus(await (await store.visitor()).post('/api/v1/password-resets', { username: 'JÜRGEN.GROSS' }), 202);
  tokenIn(await mailTo(store, member.who.email, /^A new password/), 'reset-password', store.url);
});

test('another address: both are told, the old one holds until the new one is verified', async () => {
  const member = await verifiedMember(store);
  const old = member.who.email, fresh = `new.${old}`;
  assert.deepEqual(entries(assertStatus(await setEmail(member, fresh, otherPassword), 422)), ['password password_wrong']);
  assert.deepEqual(entries(assertStatus(await setEmail(member, 'nobody'), 422)), ['email invalid_email']);
  const reply = assertStatus(await setEmail(member, fresh.toUpperCase()), 200);
  assert.deepEqual([reply.body.email, reply.body.email_verified, reply.body.pending_email], [old, true, fresh]);
  const warning = await mailTo(store, old, /is being changed$/);
  assert.ok(warning.text.includes(fresh));
  assert.ok(warning.text.includes(`${store.url}/forgot-password`));
  const token = tokenIn(await mailTo(store, fresh, /^Verify your address/), 'verify-email', store.url);
  // mails for the account still go to the old address
  tokenIn((await resetToken(store, member.who), await mailTo(store, old, /^A new password/)), 'reset-password', store.url);
  assertStatus(await verify(await newMember(store), token), 404, 'token_invalid');
  const verified = assertStatus(await verify(member, token), 200).body;
  assert.deepEqual([verified.email, verified.email_verified, verified.pending_email], [fresh, true, null]);
  assert.equal((await mailsTo(store, fresh)).length, 1);
});

test('an address that was asked for and given up', async () => {
  const member = await newMember(store);
  const welcome = await verificationToken(store, member.who);
  assertStatus(await setEmail(member, 'first@try.example'), 200);
  const first = tokenIn(await mailTo(store, 'first@try.example', /^Verify/), 'verify-email', store.url);
  assertStatus(await setEmail(member, 'second@try.example'), 200);
  const second = tokenIn(await mailTo(store, 'second@try.example', /^Verify/), 'verify-email', store.url);
  for (const void_ of [welcome, first]) assertStatus(await verify(member, void_), 404, 'token_invalid');
  assert.equal((await memberOf(member)).pending_email, 'second@try.example');
  assertStatus(await member.post('/api/v1/email-verifications'), 202);
  tokenIn(await mailTo(store, 'second@try.example', /^Verify/, 2), 'verify-email', store.url);
  assertStatus(await verify(member, second), 200);
  // back to what it is: nothing to do, nobody is told
  const sent = await count(store, 'email_messages');
  assertStatus(await setEmail(member, 'second@try.example'), 200);
  assert.equal(await count(store, 'email_messages'), sent);
});

test('an address that is somebody\'s: the same reply, and it stays theirs', async () => {
  const owner = await verifiedMember(store);
  const member = await verifiedMember(store);
  const strip = ({ body }, fresh) => ({ ...body, pending_email: body.pending_email === fresh });
  const known = strip(assertStatus(await setEmail(member, owner.who.email), 200), owner.who.email);
  const token = tokenIn(await mailTo(store, owner.who.email, /^Verify/), 'verify-email', store.url);
  assertStatus(await verify(member, token), 409, 'email_taken');
  assert.equal((await memberOf(member)).email, member.who.email);
  const unknown = strip(assertStatus(await setEmail(member, 'nobody@try.example'), 200), 'nobody@try.example');
  assert.deepEqual(known, unknown);
  assert.equal((await userOf(store, owner.who.username)).email, owner.who.email);
});

test('two accounts of one address, verified at once: one has it', async () => {
  const first = await newMember(store);
  const second = await register(await store.visitor(), person({ email: first.who.email }));
  await mailsDone(store);
  const mails = await mailsTo(store, first.who.email);
  const tokens = mails.map((mail) => tokenIn(mail, 'verify-email', store.url));
  const mine = mails.findIndex((mail) => new RegExp(`\\b${first.who.username}\\b`).test(mail.text));
  const replies = await Promise.all([verify(first, tokens[mine]), verify(second, tokens[1 - mine])]);
  assert.deepEqual(replies.map((r) => r.status).sort(), [200, 409]);
  assert.equal(await count(store, 'users', `email = '${first.who.email}' and email_verified_at is not null`), 1);
});

test('a link in a mail of a change while logged out needs a login', async () => {
  const member = await newMember(store);
  const token = await verificationToken(store, member.who);
  const visitor = await store.visitor();
  assertStatus(await verify(visitor, token), 401, 'login_required');
  follow(visitor, (await tryLogin(visitor, member.who)).body.session);
  assertStatus(await verify(visitor, token), 200);
});
