// Campaigns from the moment that somebody says so: whom they go to, what arrives, and their steps.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { simpleParser } from 'mailparser';
import { ledger, makeCampaign, makeMembers, makeProspects, progressOf, reachesStatus, statusOf, step } from '../support/sending.js';
import { startMailServer } from '../support/mailServer.js';
import { startStore, until } from '../support/store.js';

let mail, store;
before(async () => {
  mail = await startMailServer();
  store = await startStore({ seed: '', sandbox: false, env: { SMTP_URL: mail.url, MAIL_CONNECTIONS: '4' } });
});
after(async () => {
  await store.stop();
  await mail.stop();
});

const parse = (taken) => simpleParser(Buffer.from(taken.text, 'latin1'));
const takenOf = (prefix) => mail.taken.filter((each) => each.recipient.endsWith(`@${prefix}.example`));

// What the counters say is what the rows say.
async function countersAgree(id) {
  const rows = await ledger(store, id), progress = await progressOf(store, id);
  assert.deepEqual(
    { sent: progress.sent, failed: progress.failed, uncertain: progress.uncertain, cancelled: progress.cancelled, queued: progress.queued },
    { sent: rows.sent ?? 0, failed: rows.failed ?? 0, uncertain: rows.uncertain ?? 0, cancelled: rows.cancelled ?? 0, queued: (rows.queued ?? 0) + (rows.claimed ?? 0) });
}

test('everybody gets it once', async () => {
  await makeMembers(store, 500, 'once');
  const id = await makeCampaign(store);
  await step(store, 'send', id);
  assert.ok(await reachesStatus(store, id, 'sent', 5000), JSON.stringify(await progressOf(store, id)) + store.server.output.slice(-3000));
  const taken = takenOf('once');
  assert.equal(taken.length, 500);
  assert.equal(new Set(taken.map((each) => each.recipient)).size, 500);
  assert.deepEqual(await ledger(store, id), { sent: 500 });
  await countersAgree(id);
  await store.sql('delete from members');
});
