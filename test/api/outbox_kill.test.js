// The worker is killed ten times in the middle of 2,000 mails: each arrives, none twice, and only those that were in
// flight are in doubt.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startMailServer } from '../support/mailServer.js';
import { allEnded, queueMails, states } from '../support/outbox.js';
import { startStore, until } from '../support/store.js';

const MAILS = 2000, KILLS = 10, CONNECTIONS = 4;

test('killed ten times while it sends', async (t) => {
  // so slow that all ten kills find it at work
  const mail = await startMailServer(() => new Promise((done) => setTimeout(() => done('250 ok'), 4)));
  t.after(() => mail.stop());
  const store = await startStore({ seed: '', sandbox: false, env: { SMTP_URL: mail.url, MAIL_CONNECTIONS: String(CONNECTIONS) } });
  t.after(() => store.stop());
  const recipients = Array.from({ length: MAILS }, (_, i) => `reader${i}@shop.example`);
  const ids = await queueMails(store, recipients);

  for (let kill = 1; kill <= KILLS; kill++) {
    const goal = mail.taken.length + 60;
    assert.ok(await until(() => mail.taken.length >= goal, 60000), `${mail.taken.length} taken before kill ${kill}`);
    await store.stopServer('SIGKILL');
    await store.startServer();
  }
  assert.ok(await allEnded(store, 120000), JSON.stringify(await states(store)));

  const found = await states(store);
  assert.equal((found.sent ?? 0) + (found.uncertain ?? 0), MAILS, JSON.stringify(found));
  assert.ok((found.uncertain ?? 0) <= KILLS * CONNECTIONS, JSON.stringify(found));
  t.diagnostic(JSON.stringify(found));
  const times = new Map();
  for (const { recipient } of mail.taken) times.set(recipient, (times.get(recipient) ?? 0) + 1);
  const rows = new Map((await store.sql('select recipient, state from email_messages')).map((row) => [row.recipient, row.state]));
  for (const recipient of recipients) {
    const arrived = times.get(recipient) ?? 0;
    assert.ok(rows.get(recipient) === 'sent' ? arrived === 1 : arrived <= 1, `${recipient} is ${rows.get(recipient)} and arrived ${arrived} times`);
  }
  // what is in doubt goes out when a person says so, and then everybody has the mail
  for (const [i, recipient] of recipients.entries())
    if (rows.get(recipient) === 'uncertain') await store.sql('select outbox_resend($1)', [ids[i]]);
  assert.ok(await allEnded(store));
  assert.deepEqual(await states(store), { sent: MAILS });
  assert.equal(new Set(mail.taken.map((each) => each.recipient)).size, MAILS);
});
