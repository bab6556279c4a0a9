// What people do with the outbox: addresses as they write them, cancelling, sending again.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { simpleParser } from 'mailparser';
import { startMailServer } from '../support/mailServer.js';
import { freshAddress, mailOf, queueMails, reachesServer, reachesState } from '../support/outbox.js';
import { startStore, until } from '../support/store.js';

let mail, store;
before(async () => {
  mail = await startMailServer();
  store = await startStore({ seed: '', sandbox: false, env: { SMTP_URL: mail.url } });
});
after(async () => {
  await store.stop();
  await mail.stop();
});

const takenBy = (recipient) => mail.taken.filter((each) => each.recipient === recipient);
const refusal = async (sql, id) => {
  const error = await store.sql(`select ${sql}($1)`, [id]).then(() => undefined, (e) => e);
  return error && { state: error.code, code: error.message };
};

for (const [typed, sent] of [
  ['jo@müller.example', 'jo@xn--mller-kva.example'],
  ['jo@MÜLLER.example', 'jo@xn--mller-kva.example'],
  ['jo@faß.example', 'jo@xn--fa-hia.example'],
  ['jo@例え.テスト', 'jo@xn--r8jz45g.xn--zckzah'],
  ['jo@пример.example', 'jo@xn--e1afmkfd.example'],
])
  test(`${typed} is ${sent}`, async () => {
    await queueMails(store, [typed]);
    await reachesState(store, typed, 'sent');
    assert.ok(takenBy(sent).length >= 1);
    assert.ok(takenBy(sent).at(-1).text.includes(`\r\nTo: ${sent}\r\n`));
  });

for (const [typed, why] of [
  ['jo@shop.example\r\nBcc: all@shop.example', /domain/],
  ['jo\n@shop.example', /before the @/],
  ['jo@shop.example> RCPT TO:<all@shop.example', /domain|before the @/],
  ['"jo doe"@shop.example', /quotes/],
  ['jo(comment)@shop.example', /comment/],
  ['Jo <jo@shop.example>', /before the @/],
  ['jö@shop.example', /before the @ has letters outside ASCII/],
  ['jo@mü ller.example', /letters that no domain/],
  ['jo@-müller.example', /letters that no domain|not valid/],
  ['jo@a\u{200D}b.example', /letters that no domain/],
  ['jo@[127.0.0.1]', /domain/],
])
  test(`no mail to ${JSON.stringify(typed)}, and it is said why`, async () => {
    const before_ = mail.taken.length;
    const [id] = await queueMails(store, [typed]);
    const row = await reachesState(store, typed, 'failed');
    assert.match(row.last_reply, /^the recipient: /);
    assert.match(row.last_reply, why);
    assert.equal(mail.taken.length, before_);
    // the line follows the row
    assert.ok(await until(() => store.server.output.includes(`"EMAIL_FAILURE"`) && store.server.output.includes(`"mail":${id},`)));
  });

test('line breaks in what a customer writes stay in the body', async () => {
  const email = freshAddress();
  await queueMails(store, [email], { name: 'Ann\r\nBcc: all@shop.example', body: 'one\r\n.\r\nMAIL FROM:<x@shop.example>', from: 'ann@shop.example' });
  await reachesState(store, email, 'sent');
  assert.equal(takenBy(email).length, 1);
  const parsed = await simpleParser(Buffer.from(takenBy(email)[0].text, 'latin1'));
  assert.equal(parsed.bcc, undefined);
  assert.ok(parsed.text.includes('one\n.\nMAIL FROM:<x@shop.example>'));
});

test('a mail without what it tells of fails alone', async () => {
  const lonely = freshAddress(), other = freshAddress();
  await store.sql(`insert into email_messages (kind, recipient) values ('order_confirmation', $1)`, [lonely]);
  await queueMails(store, [other]);
  assert.match((await reachesState(store, lonely, 'failed')).last_reply, /not there any more/);
  await reachesState(store, other, 'sent');
});

test('cancelled while it waits: it is not sent, until somebody has it sent again', async () => {
  const email = freshAddress();
  mail.script = () => '451 later';
  const [id] = await queueMails(store, [email]);
  assert.ok(await until(async () => (await mailOf(store, email)).attempts === 1 && (await mailOf(store, email)).state === 'queued'));
  mail.script = () => '250 ok';
  await store.sql('select outbox_cancel($1)', [id]);
  await store.sql(`update email_messages set next_attempt_at = now() where id = $1`, [id]);
  const next = freshAddress();
  await queueMails(store, [next]);
  await reachesState(store, next, 'sent');
  assert.equal((await mailOf(store, email)).state, 'cancelled');
  assert.deepEqual(await refusal('outbox_cancel', id), { state: 'SWREF', code: 'email_not_waiting' });
  await store.sql('select outbox_resend($1)', [id]);
  assert.equal((await reachesState(store, email, 'sent')).attempts, 1);
  assert.equal(takenBy(email).length, 1);
});

test('sent again: the same Message-ID', async () => {
  const email = freshAddress();
  const [id] = await queueMails(store, [email]);
  const first = await reachesState(store, email, 'sent');
  assert.equal((await store.sql('select recipient, reply from email_sent where message_id = $1', [id]))[0].reply, '250 ok');
  await store.sql('select outbox_resend($1)', [id]);
  assert.ok(await until(() => takenBy(email).length === 2));
  const second = await reachesState(store, email, 'sent');
  assert.ok(second.sent_at > first.sent_at);
  const [a, b] = await Promise.all(takenBy(email).map((each) => simpleParser(Buffer.from(each.text, 'latin1'))));
  assert.equal(a.messageId, b.messageId);
});

test('what failed or is in doubt is sent again when somebody says so', async () => {
  for (const [plan, state] of [[{ rcpt: '550 no' }, 'failed'], ['drop', 'uncertain']]) {
    const email = freshAddress();
    mail.script = () => plan;
    const [id] = await queueMails(store, [email]);
    await reachesState(store, email, state);
    mail.script = () => '250 ok';
    await store.sql('select outbox_resend($1)', [id]);
    await reachesState(store, email, 'sent');
    assert.equal(takenBy(email).length, 1);
  }
});

test('what a worker has in hand can neither be cancelled nor sent again', async () => {
  const email = freshAddress();
  let answer;
  const held = new Promise((done) => { answer = done; });
  mail.script = () => held;
  const [id] = await queueMails(store, [email]);
  await reachesServer(store, email);
  for (const what of ['outbox_cancel', 'outbox_resend'])
    assert.deepEqual(await refusal(what, id), { state: 'SWREF', code: 'email_in_hand' });
  answer('250 ok');
  await reachesState(store, email, 'sent');
  for (const what of ['outbox_cancel', 'outbox_resend'])
    assert.deepEqual(await refusal(what, 1e9), { state: 'SWREF', code: 'email_unknown' });
});
