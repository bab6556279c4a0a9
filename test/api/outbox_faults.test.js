// The outbox against a mail server with faults by script: whose fault it is decides what becomes of a mail.
import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { simpleParser } from 'mailparser';
import { startMailServer } from '../support/mailServer.js';
import { allEnded, freshAddress, mailOf, makeDue, queueMails, reachesState, states } from '../support/outbox.js';
import { sleep, startStore, until } from '../support/store.js';

let mail, store;
before(async () => {
  mail = await startMailServer();
  store = await startStore({ seed: '', sandbox: false, env: { SMTP_URL: mail.url, MAIL_CONNECTIONS: '3' } });
});
after(async () => {
  await store.stop();
  await mail.stop();
});
afterEach(async () => {
  Object.assign(mail, { script: () => '250 ok', greeting: '220 mail.test', pipelining: false, drip: 0, most: 0 });
  await store.sql('delete from email_messages');
});

const addresses = (count) => Array.from({ length: count }, freshAddress);
const takenBy = (recipient) => mail.taken.filter((each) => each.recipient === recipient);
const assertEachOnce = (recipients) => {
  for (const recipient of recipients) assert.equal(takenBy(recipient).length, 1, recipient);
};

for (const pipelining of [false, true]) {
  const how = pipelining ? 'in one piece' : 'one by one';
  test(`commands ${how}: many mails over a few connections, each once`, async () => {
    const recipients = addresses(350);
    const before_ = mail.connections;
    mail.pipelining = pipelining;
    await queueMails(store, recipients);
    assert.ok(await allEnded(store));
    assert.deepEqual(await states(store), { sent: 350 });
    assertEachOnce(recipients);
    // the server may see a new one before it has seen the QUIT of one that took its 100
    assert.ok(mail.most <= 6, `${mail.most} connections at once`);
    // 100 mails a connection, and those that were idle for a moment
    assert.ok(mail.connections - before_ >= 3 && mail.connections - before_ < 30, `${mail.connections - before_} connections`);
  });

  test(`commands ${how}: 550 for some recipients fails those alone`, async () => {
    const recipients = addresses(30), bad = recipients.filter((_, i) => i % 3 === 1);
    mail.pipelining = pipelining;
    mail.script = (recipient) => (bad.includes(recipient) ? { rcpt: '550 5.1.1 no such user' } : '250 ok');
    await queueMails(store, recipients);
    assert.ok(await allEnded(store));
    assert.deepEqual(await states(store), { sent: 20, failed: 10 });
    assertEachOnce(recipients.filter((each) => !bad.includes(each)));
    for (const recipient of bad) {
      const row = await mailOf(store, recipient);
      assert.equal(row.attempts, 1);
      assert.equal(row.last_reply, '550 5.1.1 no such user');
    }
  });

  test(`commands ${how}: 450 puts off one mail and no other`, async () => {
    const recipients = addresses(10);
    mail.pipelining = pipelining;
    mail.script = (recipient, attempt) => (recipient === recipients[4] && attempt === 1 ? { rcpt: '450 greylisted' } : '250 ok');
    await queueMails(store, recipients);
    assert.ok(await until(async () => (await states(store)).sent === 9));
    const row = await reachesState(store, recipients[4], 'queued');
    assert.equal(row.attempts, 1);
    assert.ok(row.later);
    await makeDue(store);
    assert.equal((await reachesState(store, recipients[4], 'sent')).attempts, 2);
    assertEachOnce(recipients);
  });
}

test('a worker that is only thought dead claims again what it still has in hand, and sends it once', async () => {
  const recipients = addresses(6);
  let answer;
  const held = new Promise((done) => { answer = done; });
  mail.script = (recipient) => held.then(() => sleep(recipients.indexOf(recipient) * 40)).then(() => '250 ok');
  await queueMails(store, recipients);
  assert.ok(await until(async () => (await store.sql('select from email_messages where id = any (mails_under_way())')).length === 3));
  await store.sql(`do $$ begin
    update email_workers set missing_since = now() - interval '1 hour';
    perform outbox_bury(5);
  end $$`);
  assert.deepEqual(await states(store), { queued: 3, uncertain: 3 });
  assert.ok(await until(async () => (await states(store)).claimed === 3), 'claimed by who never left');
  answer();
  assert.ok(await until(async () => (await states(store)).sent === 6), JSON.stringify(await states(store)));
  assertEachOnce(recipients);
});

test('421 in the middle: what was not taken goes back, and no attempt is used up', async () => {
  const recipients = addresses(40);
  let left = 3;
  mail.script = (recipient) => (recipient && left > 0 && left-- > 0 ? '421 4.3.2 going down' : '250 ok');
  await queueMails(store, recipients);
  assert.ok(await until(async () => {
    await makeDue(store);
    return (await states(store)).sent === 40;
  }, 30000), JSON.stringify(await states(store)));
  assertEachOnce(recipients);
  assert.deepEqual(await store.sql('select distinct attempts from email_messages'), [{ attempts: 1 }]);
});

test('a server that is full: nobody loses an attempt while it is', async () => {
  const recipients = addresses(5);
  mail.greeting = '421 4.3.2 too many connections';
  // none is open from before
  await store.stopServer();
  await store.startServer();
  await queueMails(store, recipients);
  assert.ok(await until(async () => (await store.sql(`select 1 from email_messages where last_reply like '421%' and state = 'queued'`)).length === 5, 20000),
    JSON.stringify(await store.sql('select * from email_messages')));
  const before_ = mail.connections;
  await sleep(1500);
  assert.ok(mail.connections - before_ <= 4, `left alone: ${mail.connections - before_} connections`);
  mail.greeting = '220 mail.test';
  assert.ok(await allEnded(store));
  assertEachOnce(recipients);
  assert.deepEqual(await store.sql('select distinct attempts from email_messages'), [{ attempts: 1 }]);
});

test('a server that fails for five days: the mails that waited for so long are given up', async () => {
  const [old, young] = addresses(2);
  mail.greeting = '421 4.3.2 closed';
  await store.stopServer();
  await store.startServer();
  const [id] = await queueMails(store, [old, young]);
  await store.sql(`update email_messages set queued_at = now() - interval '5.1 days' where id = $1`, [id]);
  const row = await reachesState(store, old, 'failed');
  assert.match(row.last_reply, /^421/);
  assert.ok(await until(() => store.server.output.includes(`"mail":${id},`)));
  assert.equal((await mailOf(store, young)).state, 'queued');
});

test('cut off after the whole mail had left: in doubt, and not sent again', async () => {
  const [email] = addresses(1);
  mail.script = (_, attempt) => (attempt === 1 ? { cut: true } : '250 ok');
  await queueMails(store, [email], { body: 'x'.repeat(1000) });
  assert.equal((await reachesState(store, email, 'uncertain')).attempts, 1);
  assert.equal(mail.attempts.get(email), 1);
});

test('a server that drips does not keep others waiting, nor loses its mail', async () => {
  const [email] = addresses(1);
  mail.drip = 20;
  await queueMails(store, [email]);
  assert.equal((await reachesState(store, email, 'sent', 60000)).attempts, 1);
  assertEachOnce([email]);
});

test('stopped politely while mails are under way: they are finished, and none is in doubt', async () => {
  const recipients = addresses(20);
  mail.script = () => new Promise((done) => setTimeout(() => done('250 ok'), 400));
  await queueMails(store, recipients);
  assert.ok(await until(async () => (await store.sql('select mails_under_way() as mails'))[0].mails.length > 0));
  await store.stopServer();
  const found = await states(store);
  assert.ok(!found.claimed && !found.uncertain, JSON.stringify(found));
  assert.equal(mail.taken.filter((each) => recipients.includes(each.recipient)).length, found.sent ?? 0);
  mail.script = () => '250 ok';
  await store.startServer();
  assert.ok(await allEnded(store));
  assertEachOnce(recipients);
});

test('any script, emoji and lines of 2,000 characters arrive as they were written', async () => {
  const [email] = addresses(1);
  const body = ['Grüße из Москвы, 東京 и \u{1F600}\u{1F9D1}\u{200D}\u{1F680}', 'a'.repeat(2000), '.', '..two dots', `${'東'.repeat(700)} end`, 'From here'].join('\n');
  await queueMails(store, [email], { body, name: 'Ωμέγα \u{1F375} 東京' });
  await reachesState(store, email, 'sent');
  const { text } = takenBy(email)[0];
  for (const line of text.split('\r\n')) assert.ok(line.length <= 998, `${line.length}`);
  const parsed = await simpleParser(Buffer.from(text, 'latin1'));
  assert.ok(parsed.subject.includes('Ωμέγα \u{1F375} 東京'), parsed.subject);
  assert.ok(parsed.text.includes(body), parsed.text);
});
