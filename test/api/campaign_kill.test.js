// Worker, server and database are killed at random during a campaign that two workers send: everybody gets it, and twice
// only those whose mail was in flight when its worker was killed, each of which is marked.
//
// make check-campaigns: 10,000 mails and 20 kills. SEED repeats a run's kills.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Cluster } from '../support/cluster.js';
import { startMailServer } from '../support/mailServer.js';
import { ledger, makeCampaign, makeMembers, progressOf, reachesStatus, step } from '../support/sending.js';
import { startStore, until } from '../support/store.js';

const MAILS = Number(process.env.CAMPAIGN_MAILS ?? 1500), KILLS = Number(process.env.CAMPAIGN_KILLS ?? 4), CONNECTIONS = 4;
const seed = Number(process.env.SEED ?? Math.floor(Math.random() * 1e6));

// Numbers from 0 to n - 1, the same for a seed.
function dice(state) {
  return (n) => {
    state = (state * 1103515245 + 12345) % 2147483648;
    return Math.floor(state / 65536) % n;
  };
}

test(`${MAILS} mails, ${KILLS} kills`, async (t) => {
  t.diagnostic(`SEED=${seed}`);
  const roll = dice(seed);
  // so slow that all kills find it at work
  const mail = await startMailServer((recipient, attempt) => attempt > 0 ? new Promise((done) => setTimeout(() => done('250 ok'), 5)) : '250 ok');
  t.after(() => mail.stop());
  // what is committed stays, as in a real shop's database
  const cluster = await Cluster.start({ synchronous_commit: 'on' });
  t.after(() => cluster.stop());
  const store = await startStore({ seed: '', sandbox: false, cluster, role: 'web', env: { SMTP_URL: mail.url, MAIL_CONNECTIONS: String(CONNECTIONS) } });
  t.after(() => store.stop());
  const workers = [await store.secondServer(), await store.secondServer()];
  t.after(() => Promise.all(workers.map((worker) => worker.stop())));
  await makeMembers(store, MAILS);
  const id = await makeCampaign(store);
  await step(store, 'send', id);

  const restart = (server, role) => server.stopServer('SIGKILL').then(() => server.startServer(role));
  const victims = [() => restart(workers[0]), () => restart(workers[1]), () => restart(store, 'web'),
    () => cluster.down('immediate').then(() => cluster.up())];
  const names = ['worker', 'other worker', 'server', 'database'], killed = [];
  const share = Math.floor(MAILS / (KILLS + 1));
  for (let kill = 0; kill < KILLS; kill++) {
    const goal = mail.taken.length + Math.floor(share / 2) + roll(Math.floor(share / 2));
    assert.ok(await until(() => mail.taken.length >= goal, 60000), `${mail.taken.length} taken before kill ${kill + 1}`);
    // each of them once, before chance decides
    const victim = kill < victims.length ? (kill + seed) % victims.length : roll(victims.length);
    killed.push(names[victim]);
    await victims[victim]();
  }
  assert.ok(await reachesStatus(store, id, 'sent', 120000), JSON.stringify(await progressOf(store, id)));

  const times = new Map();
  for (const { recipient } of mail.taken) times.set(recipient, (times.get(recipient) ?? 0) + 1);
  const rows = await store.sql('select recipient, state, repeats from email_messages where email_id = $1', [id]);
  assert.equal(rows.length, MAILS);
  for (const { recipient, state, repeats } of rows) {
    const arrived = times.get(recipient) ?? 0;
    assert.equal(state, 'sent', recipient);
    assert.ok(arrived >= 1 && arrived <= 1 + repeats, `${recipient} arrived ${arrived} times and has ${repeats} repeats`);
  }
  const repeats = rows.reduce((sum, row) => sum + row.repeats, 0), workersKilled = killed.filter((name) => name.endsWith('worker')).length;
  assert.ok(repeats <= workersKilled * CONNECTIONS, `${repeats} repeats after ${workersKilled} workers were killed`);
  assert.deepEqual(await ledger(store, id), { sent: MAILS });
  const progress = await progressOf(store, id);
  assert.deepEqual([progress.recipients, progress.sent, progress.queued, progress.repeats], [MAILS, MAILS, 0, repeats]);
  assert.equal(times.size, MAILS);
  t.diagnostic(`killed: ${killed.join(', ')}; ${mail.taken.length} mails to ${times.size} recipients, ${repeats} repeats`);
});
