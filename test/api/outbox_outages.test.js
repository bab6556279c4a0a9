// The database or the mail server goes away in the middle of many mails. Nothing is lost and nothing is sent twice.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Cluster } from '../support/cluster.js';
import { startMailServer } from '../support/mailServer.js';
import { allEnded, freshAddress, makeDue, queueMails, reachesServer, reachesState, states } from '../support/outbox.js';
import { sleep, startStore, until } from '../support/store.js';

const CONNECTIONS = 4;
let cluster, mail, store;
before(async () => {
  // what is committed stays, as in a real shop's database
  cluster = await Cluster.start({ synchronous_commit: 'on' });
  mail = await startMailServer();
  store = await startStore({ seed: '', sandbox: false, cluster, env: { SMTP_URL: mail.url, MAIL_CONNECTIONS: String(CONNECTIONS) } });
});
after(async () => {
  await store?.stop();
  await mail?.stop();
  await cluster?.stop();
});

const slowly = (ms) => () => new Promise((done) => setTimeout(() => done('250 ok'), ms));
const assertEachOnce = (recipients) => {
  for (const recipient of recipients)
    assert.equal(mail.taken.filter((each) => each.recipient === recipient).length, 1, recipient);
};
const startOver = async () => {
  await store.sql('delete from email_messages');
  mail.taken.length = 0;
  return Array.from({ length: 400 }, freshAddress);
};

for (const how of ['immediate', 'fast'])
  test(`PostgreSQL is restarted (${how}), three times: each mail once, none in doubt`, async () => {
    const recipients = await startOver();
    mail.script = slowly(5);
    await queueMails(store, recipients);
    for (let i = 1; i <= 3; i++) {
      assert.ok(await until(() => mail.taken.length >= i * 80, 30000));
      await cluster.down(how);
      await sleep(300);
      await cluster.up();
    }
    assert.ok(await allEnded(store), JSON.stringify(await states(store)));
    assert.deepEqual(await states(store), { sent: 400 });
    assertEachOnce(recipients);
  });

test('the mail server is down for a while: no mail is lost, and none uses up its attempts', async () => {
  const recipients = await startOver();
  mail.script = slowly(5);
  await queueMails(store, recipients);
  assert.ok(await until(() => mail.taken.length >= 100, 30000));
  const { port, taken } = mail;
  await mail.stop();
  await sleep(3000);
  const found = await states(store);
  assert.ok(!found.failed && (found.uncertain ?? 0) <= CONNECTIONS, JSON.stringify(found));
  mail = await startMailServer(() => '250 ok', port);
  mail.taken.push(...taken);
  assert.ok(await until(async () => {
    await makeDue(store);
    const { sent = 0, uncertain = 0 } = await states(store);
    return sent + uncertain === 400;
  }, 60000), JSON.stringify(await states(store)));
  const rows = await store.sql('select recipient, state, attempts from email_messages');
  for (const { recipient, state, attempts } of rows) {
    const arrived = mail.taken.filter((each) => each.recipient === recipient).length;
    assert.ok(state === 'sent' ? arrived === 1 : arrived <= 1, `${recipient} is ${state} and arrived ${arrived} times`);
    assert.equal(attempts, 1, recipient);
  }
});

test('a worker that was thought dead says how its mail ended, and the shop is not told of it', async () => {
  await startOver();
  const email = freshAddress();
  let answer;
  const held = new Promise((done) => { answer = done; });
  mail.script = () => held;
  await queueMails(store, [email]);
  const { worker } = await reachesServer(store, email);
  // as others would after it was away for long
  await store.sql(`update email_messages set state = 'uncertain' where recipient = $1`, [email]);
  await store.sql('delete from email_workers where id = $1', [worker]);
  answer('250 ok');
  const row = await reachesState(store, email, 'sent');
  assert.equal(row.attempts, 1);
  assert.equal(mail.taken.filter((each) => each.recipient === email).length, 1);
});
