// Messages to the shop, the people who wrote them, and the way out of newsletters.
import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import { mailTo, mailsDone, mailsTo, memberOf, newMember, startAccounts, tokenIn, userOf, verificationToken, verifiedMember, verify } from '../support/accounts.js';
import { databaseDigest } from '../support/checksum.js';
import { assertStatus, count } from '../support/sales.js';

let store;
before(async () => {
  store = await startAccounts();
  await store.sql(`update configuration set value = '"help@shop.example"' where key = 'support_email'`);
});
after(() => store?.stop());

let written = 0;
const writer = () => `writer${++written}@post.example`;
const send = async (more, from) => (from ?? await store.visitor()).post('/api/v1/messages', { kind: 'contact', email: writer(), message: 'Hello there', ...more });
const messageOf = async (email) => (await store.sql(`select chat_messages.*, prospects.email as prospect from chat_messages
  left join prospects on prospects.id = prospect_id where chat_messages.email = $1 order by id desc limit 1`, [email]))[0];
const entries = (reply) => reply.body.errors?.map(({ field, code }) => `${field} ${code}`);

test('a message is kept, its writer is a prospect, and the shop gets a mail that can be answered', async () => {
  const email = writer();
  assertStatus(await send({ email: ` ${email.toUpperCase()} `, name: ' Zoe\u0308  Fox ', message: 'Is it <b>red</b>?\n.\nBcc: x@y.example' }), 201);
  const row = await messageOf(email);
  assert.deepEqual([row.kind, row.name, row.body, row.member_id, row.prospect], ['contact', 'Zoë Fox', 'Is it <b>red</b>?\n.\nBcc: x@y.example', null, email]);
  const mail = await mailTo(store, 'help@shop.example', /^Message from Zoë Fox$/);
  assert.equal(mail.replyTo.value[0].address, email);
  assert.match(mail.text, /Is it <b>red<\/b>\?/);
  assert.ok(!mail.html.includes('<b>red'), 'as text, not as HTML');
  assert.equal(mail.headers.get('bcc'), undefined);
  assertStatus(await send({ email }), 201);
  assert.equal(await count(store, 'prospects', `email = '${email}'`), 1, 'once');
});

test('told when something is there', async () => {
  const email = writer();
  assertStatus(await send({ kind: 'notify_me', email, message: undefined, subject: 'blue-lamp' }), 201);
  const row = await messageOf(email);
  assert.deepEqual([row.kind, row.subject, row.body, row.prospect], ['notify_me', 'blue-lamp', '', email]);
  assert.match((await mailTo(store, 'help@shop.example', /^Somebody wants to be told: blue-lamp$/)).text, new RegExp(email));
});

test('a member\'s message is the member\'s; a verified address makes no prospect of its owner', async () => {
  const member = await verifiedMember(store);
  assertStatus(await send({ email: member.who.email }, member), 201);
  const row = await messageOf(member.who.email);
  assert.equal(row.member_id, (await userOf(store, member.who.username)).member_id);
  assertStatus(await send({ email: member.who.email }), 201);
  assert.equal(await count(store, 'prospects', `email = '${member.who.email}'`), 0);
});

test('what is no message', async () => {
  for (const [more, wrong] of [
    [{ message: '' }, 'message required'], [{ message: ' \n ' }, 'message required'], [{ message: undefined }, 'message required'], [{ email: 'nobody' }, 'email invalid_email'],
    [{ name: 'A\u0007' }, 'name invalid_characters'], [{ message: 'x'.repeat(5001) }, 'message out_of_range'], [{ subject: 'x'.repeat(201) }, 'subject out_of_range'],
    [{ kind: 'complaint' }, 'kind '], [{ kind: undefined }, 'kind '], [{ email: undefined }, 'email '], [{ more: 1 }, 'more ']]) {
    await mailsDone(store);
    const before_ = await databaseDigest(store);
    const reply = assertStatus(await send(more), 422);
    assert.ok(entries(reply)[0].startsWith(wrong), `${JSON.stringify(more).slice(0, 50)}: ${entries(reply)}`);
    assert.deepEqual(await databaseDigest(store), before_);
  }
  assertStatus(await send({ message: '語'.repeat(5000) }), 201);
});

test('without an address of the shop, messages are kept all the same', async () => {
  await store.sql(`update configuration set value = 'null' where key = 'support_email'`);
  const email = writer();
  const mails = await count(store, 'email_messages');
  assertStatus(await send({ email }), 201);
  assert.ok(await messageOf(email));
  assert.equal(await count(store, 'email_messages'), mails);
  await store.sql(`update configuration set value = '"help@shop.example"' where key = 'support_email'`);
});

test('a prospect who registers is converted, once the address is verified', async () => {
  const email = writer();
  assertStatus(await send({ email }), 201);
  const prospect = async () => (await store.sql('select converted_at, member_id from prospects where email = $1', [email]))[0];
  const member = await newMember(store, { email });
  assert.deepEqual(await prospect(), { converted_at: null, member_id: null });
  assertStatus(await verify(member, await verificationToken(store, member.who)), 200);
  const { converted_at, member_id } = await prospect();
  assert.ok(converted_at);
  assert.equal(member_id, (await userOf(store, member.who.username)).member_id);
});

test('unsubscribing by the link of a mail: looking changes nothing', async () => {
  const member = await newMember(store, { newsletter: true, email: 'ludwig@lists.post.example' });
  const token = tokenIn(await mailTo(store, member.who.email, /^Welcome/), 'unsubscribe', store.url);
  await mailsDone(store);
  const visitor = await store.visitor();
  const before_ = await databaseDigest(store);
  for (let i = 0; i < 2; i++)
    assert.deepEqual(assertStatus(await visitor.get(`/api/v1/unsubscriptions/${token}`), 200).body, { email: 'l***@l***.example', unsubscribed: false, newsletter: true, suppressed: false, is_member: true });
  assert.deepEqual(await databaseDigest(store), before_);
  assertStatus(await visitor.put(`/api/v1/unsubscriptions/${token}`, undefined, { 'x-csrftoken': null }), 403, 'csrf_failed');
  for (let i = 0; i < 2; i++)
    assert.equal(assertStatus(await visitor.put(`/api/v1/unsubscriptions/${token}`), 200).body.unsubscribed, true);
  const user = await userOf(store, member.who.username);
  assert.deepEqual([user.newsletter_subscriber, user.email_unsubscribed_at !== null, (await memberOf(member)).newsletter], [false, true, false]);
  assertStatus(await member.put('/api/v1/member/preferences', { newsletter: true }), 200);
  assert.equal((await visitor.get(`/api/v1/unsubscriptions/${token}`)).body.unsubscribed, false, 'asked for again');
});

test('only signed links unsubscribe', async () => {
  const member = await newMember(store, { newsletter: true });
  const token = tokenIn(await mailTo(store, member.who.email, /^Welcome/), 'unsubscribe', store.url);
  const stranger = await newMember(store, { newsletter: true });
  const { mb_cd } = await userOf(store, stranger.who.username);
  const [text, signature] = token.split('.');
  const visitor = await store.visitor();
  for (const wrong of [mb_cd, `mb-${mb_cd}`, `mb-${mb_cd}.${signature}`, text, `${text}.`, `${text}.${signature.slice(0, -1)}`,
    `${text}.${signature[0] === 'A' ? 'B' : 'A'}${signature.slice(1)}`, await verificationToken(store, stranger.who)])
    for (const method of ['GET', 'PUT'])
      assertStatus(await visitor.call(method, `/api/v1/unsubscriptions/${wrong}`), 404, 'token_invalid');
  assert.equal((await userOf(store, stranger.who.username)).newsletter_subscriber, true);
  assert.equal((await mailsTo(store, stranger.who.email)).length, 1);
});
