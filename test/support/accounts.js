// What tests of accounts share: registering, logging in, the links of mails, codes of an authenticator.
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { simpleParser } from 'mailparser';
import { assertStatus } from './sales.js';
import { startStore, until } from './store.js';

// Hashes that cost nothing, and no limits: for tests that are about something else.
const cheap = { PASSWORD_MEMORY_KIB: '64', PASSWORD_PASSES: '1' };
const unlimited = { LOGIN_LIMIT: '0', ADMIN_LOGIN_LIMIT: '0', REGISTER_LIMIT: '0', RESET_LIMIT: '0', MESSAGE_LIMIT: '0' };

export const startAccounts = ({ env = {}, ...options } = {}) =>
  startStore({ seed: '', env: { ...cheap, ...unlimited, ...env }, ...options });

export const password = 'Correct Horse! 7';
export const otherPassword = 'Battery Staple! 8';

let people = 0;
export function person(more = {}) {
  const n = ++people;
  return { username: `person${n}`, email: `person${n}@post.example`, first_name: 'Ada', last_name: 'Byron',
    password, password_again: more.password ?? password, newsletter: false, terms_version: 1, ...more };
}

// Takes over the token that a login, a registration or a change of the password told.
export function follow(visitor, session) {
  visitor.session = session;
  visitor.token = session.csrf_token;
  return visitor;
}

export async function register(visitor, who = person(), headers = {}) {
  const reply = assertStatus(await visitor.post('/api/v1/members', who, headers), 201);
  visitor.who = who;
  return follow(visitor, reply.body);
}

export const newMember = async (store, more) => register(await store.visitor(), person(more));

export const tryLogin = (visitor, who, more = {}, headers = {}) =>
  visitor.post('/api/v1/session', { username: who.username, password: who.password, ...more }, headers);

export async function logIn(visitor, who, more) {
  const { body } = assertStatus(await tryLogin(visitor, who, more), 200);
  assert.equal(body.challenge, null);
  visitor.who = who;
  return follow(visitor, body.session);
}

export const logInAnew = async (store, who, more) => logIn(await store.visitor(), who, more);

export async function logOut(visitor) {
  return follow(visitor, assertStatus(await visitor.delete('/api/v1/session'), 200).body);
}

export const isMember = async (visitor) => (await visitor.get('/api/v1/session')).body.kind === 'member';

export const memberOf = async (visitor) => assertStatus(await visitor.get('/api/v1/member'), 200).body;

export const userOf = async (store, username) =>
  (await store.sql(`select users.*, members.id as member_id, members.mb_cd, members.newsletter_subscriber, members.email_unsubscribed_at
    from users left join members on members.user_id = users.id where username_key = lower($1)`, [username]))[0];

// The `number`th mail to an address whose subject matches, parsed; waits for it.
export async function mailTo(store, recipient, subject, number = 1) {
  const found = await until(async () => {
    const parsed = await Promise.all(store.mails().map((text) => simpleParser(text)));
    return parsed.filter((mail) => mail.to.value[0].address === recipient && subject.test(mail.subject))[number - 1];
  }, 20000);
  assert.ok(found, `no mail ${number} to ${recipient} with ${subject}`);
  return found;
}

// All mails are sent: nobody waits for one that does not come.
export async function mailsDone(store) {
  assert.ok(await until(async () =>
    (await store.sql(`select 1 from email_messages where state <> 'sent' union all select 1 from account_requests`)).length === 0, 20000));
}

export async function mailsTo(store, recipient) {
  await mailsDone(store);
  const parsed = await Promise.all(store.mails().map((text) => simpleParser(text)));
  return parsed.filter((mail) => mail.to.value[0].address === recipient);
}

// The token of the link "base/page/token" in a mail.
export function tokenIn(mail, page, base) {
  const link = mail.text.match(new RegExp(`(\\S+)/${page}/(\\S+)`));
  assert.ok(link, mail.text);
  assert.equal(link[1], base);
  assert.ok(mail.html.includes(link[0]), 'the link is in the HTML too');
  return link[2];
}

export const verificationToken = async (store, who, number) =>
  tokenIn(await mailTo(store, who.email, /^Welcome/, number), 'verify-email', store.url);

export async function resetToken(store, who, number) {
  assertStatus(await (await store.visitor()).post('/api/v1/password-resets', { username: who.username }), 202);
  return tokenIn(await mailTo(store, who.email, /^A new password/, number), 'reset-password', store.url);
}

export const verify = (visitor, token) => visitor.put(`/api/v1/email-verifications/${token}`);

export async function verifiedMember(store, more) {
  const member = await newMember(store, more);
  assertStatus(await verify(member, await verificationToken(store, member.who)), 200);
  return member;
}

// What an authenticator shows (RFC 6238) for a secret in base32.
export function codeOf(secret, steps = 0) {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  const bits = [...secret].map((letter) => alphabet.indexOf(letter).toString(2).padStart(5, '0')).join('');
  const key = Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30000) + steps));
  const mac = createHmac('sha1', key).update(counter).digest();
  const at = mac[19] & 15;
  return String((mac.readUInt32BE(at) & 0x7fffffff) % 1000000).padStart(6, '0');
}

// A code that was not used yet: steps that were are forgotten, so that tests need not wait half a minute.
export async function freshCode(store, member) {
  await store.sql('update two_factor set last_step = 0 where user_id = (select id from users where username_key = lower($1))', [member.who.username]);
  return codeOf(member.secret);
}

// Turns the second factor on; the member has .secret and .recoveryCodes after.
export async function setUpTwoFactor(store, member) {
  member.secret = assertStatus(await member.post('/api/v1/member/two-factor', { password: member.who.password }), 200).body.secret;
  member.recoveryCodes = assertStatus(await member.put('/api/v1/member/two-factor', { code: codeOf(member.secret) }), 200).body.recovery_codes;
  return member;
}

export async function challengeFor(visitor, who, more) {
  const { body } = assertStatus(await tryLogin(visitor, who, more), 200);
  assert.equal(body.session, null);
  return body.challenge;
}

export const answerChallenge = (visitor, challenge, code) => visitor.post('/api/v1/session/two-factor', { challenge, code });

// The Set-Cookie of a reply with this name: {value, attributes}.
export function cookieOf(reply, name) {
  const line = reply.headers.getSetCookie().find((each) => each.startsWith(`${name}=`));
  if (!line) return undefined;
  const [pair, ...attributes] = line.split('; ');
  return { value: pair.slice(name.length + 1), attributes: attributes.sort() };
}

// As a client behind a trusted proxy: TRUSTED_PROXIES=127.0.0.1.
export const from = (address) => ({ 'x-forwarded-for': address });
