// Campaigns beside transactions of others that take long or touch the same people: nobody waits for them, and nothing is
// given up for them.
import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import pg from 'pg';
import { startMailServer } from '../support/mailServer.js';
import { queueMails, reachesState } from '../support/outbox.js';
import { ledger, makeCampaign, makeMembers, progressOf, reachesStatus, statusOf, step } from '../support/sending.js';
import { startStore, until } from '../support/store.js';

let mail, store;
before(async () => {
  mail = await startMailServer();
  store = await startStore({ seed: '', sandbox: false, env: { SMTP_URL: mail.url, MAIL_CONNECTIONS: '4' } });
});
after(async () => {
  await store?.stop();
  await mail.stop();
});
// A connection in a transaction of its own, which ends before anything else is done.
const others = [];
async function other() {
  const client = new pg.Client({ connectionString: store.databaseUrl });
  client.on('error', () => {}); // it may be ended in the middle
  others.push(client);
  await client.connect();
  await client.query('begin');
  return client;
}
afterEach(async () => {
  for (const client of others.splice(0)) {
    await store.sql('select pg_terminate_backend($1)', [client.processID]);
    await client.end().catch(() => {});
  }
  await store.sql('update members set newsletter_subscriber = false');
});

const output = () => store.server.output;
const memberAt = (address) => store.sql('select members.id, user_id from members join users on users.id = user_id where email = $1', [address]).then(([row]) => row);
// Somebody waits for a lock of this connection.
const isWaitedFor = (client) => until(async () => (await store.sql('select from pg_stat_activity where $1 = any (pg_blocking_pids(pid))', [client.processID])).length > 0, 20000);

test('a long transaction that unsubscribes people does not hold a campaign up, nor other mail', async () => {
  await makeMembers(store, 60, 'import');
  const id = await makeCampaign(store, { window_mails: 20, window_seconds: 86400 });
  await step(store, 'send', id);
  assert.ok(await until(async () => (await progressOf(store, id))?.sent === 20, 20000));
  const client = await other(), { rows: [last] } = await client.query('select member_id, recipient from email_messages where email_id = $1 order by id desc limit 1', [id]);
  await client.query('update members set email_unsubscribed_at = now() where id = $1', [last.member_id]);
  await store.sql('update campaigns set window_mails = 50 where email_id = $1', [id]);
  assert.ok(await until(async () => (await progressOf(store, id)).sent === 50, 1900), 'it goes on'); // locks are waited for for two seconds
  await queueMails(store, ['besides@import.example']);
  await reachesState(store, 'besides@import.example', 'sent', 1900);
  await client.query('commit');
  await store.sql('update campaigns set window_mails = null, window_seconds = null where email_id = $1', [id]);
  assert.ok(await reachesStatus(store, id, 'sent'));
  assert.deepEqual(await ledger(store, id), { sent: 59, cancelled: 1 });
  assert.ok(!mail.taken.some(({ recipient }) => recipient === last.recipient));
  assert.doesNotMatch(output(), /55P03/);
});

test('counts that are not added up yet are told, and added up once', async () => {
  await makeMembers(store, 30, 'sums');
  const id = await makeCampaign(store);
  await step(store, 'send', id);
  assert.ok(await reachesStatus(store, id, 'sent'));
  await store.sql(`delete from users where email = 'reader3@sums.example'`);
  const shown = async () => { const { recipients, queued, sent } = await progressOf(store, id); return [recipients, queued, sent]; };
  assert.deepEqual(await shown(), [29, 0, 29]);
  await store.sql(`update campaign_counted set at = at - interval '1 minute'`);
  const added = () => store.sql('select recipients, sent from campaign_progress where email_id = $1', [id]);
  assert.ok(await until(async () => (await added())[0].sent === 29, 20000), JSON.stringify(await added()));
  assert.deepEqual(await store.sql('select * from campaign_counted where email_id = $1', [id]), []);
  assert.deepEqual(await shown(), [29, 0, 29]);
});

test('two who withdraw people of one campaign do not wait for each other, nor claims for a mail that somebody has', async () => {
  await makeMembers(store, 40, 'cross');
  const id = await makeCampaign(store, { window_mails: 1, window_seconds: 86400 });
  await step(store, 'send', id);
  assert.ok(await until(async () => (await progressOf(store, id))?.sent === 1, 20000));
  const rows = await store.sql(`select id, member_id from email_messages where email_id = $1 and state = 'queued' order by id desc`, [id]);
  const [one, two, three] = [await other(), await other(), await other()];
  await one.query('select campaign_withdraw($1, null)', [rows[0].member_id]);
  await two.query(`set local lock_timeout = '1s'`);
  await two.query('select campaign_withdraw($1, null)', [rows[1].member_id]);
  await one.query('commit');
  await two.query('commit');
  await three.query('select from email_messages where id = $1 for update', [rows[2].id]);
  await store.sql(`update users set email = 'moved@cross.example' where id = (select user_id from members where id = $1)`, [rows[2].member_id]);
  await store.sql('update campaigns set window_mails = null, window_seconds = null where email_id = $1', [id]);
  assert.ok(await until(async () => (await progressOf(store, id)).sent === 37, 20000), 'all others get it');
  await three.query('rollback');
  assert.ok(await reachesStatus(store, id, 'sent'));
  assert.deepEqual(await ledger(store, id), { sent: 37, cancelled: 3 });
  assert.doesNotMatch(output(), /55P03|40P01/);
});

test('while one freezes a campaign, others are frozen, and nobody says that it has its recipients', async () => {
  await makeMembers(store, 3, 'busy');
  const first = await makeCampaign(store), second = await makeCampaign(store), client = await other();
  await client.query('select pg_advisory_xact_lock(7102026, $1)', [first]);
  const told = (id) => output().split('\n').filter((line) => /a campaign has its recipients/.test(line) && line.includes(`"campaign":${id},`)).length;
  await step(store, 'send', first);
  await step(store, 'send', second);
  assert.ok(await reachesStatus(store, second, 'sent', 10000));
  assert.deepEqual([await statusOf(store, first), told(first), told(second)], ['sending', 0, 1]);
  await client.query('commit');
  assert.ok(await reachesStatus(store, first, 'sent'));
  assert.equal(told(first), 1);
});

test('whoever is deleted while a campaign is frozen is left out, and it is frozen all the same', async () => {
  await makeMembers(store, 20, 'gone');
  const { user_id } = await memberAt('reader7@gone.example'), client = await other();
  await client.query('delete from users where id = $1', [user_id]);
  const id = await makeCampaign(store);
  await step(store, 'send', id);
  assert.ok(await isWaitedFor(client), 'it waits for him');
  await client.query('commit');
  assert.ok(await reachesStatus(store, id, 'sent'));
  assert.deepEqual(await ledger(store, id), { sent: 19 });
  assert.equal((await progressOf(store, id)).recipients, 19);
  assert.doesNotMatch(output(), /a campaign could not be frozen/);
});

test('a window that is changed neither stops a campaign nor lets it burst', async () => {
  await makeMembers(store, 30, 'width');
  const id = await makeCampaign(store, { window_mails: 10, window_seconds: 86400 });
  await step(store, 'send', id);
  assert.ok(await until(async () => (await progressOf(store, id))?.sent === 10, 20000));
  const room = async (mails, seconds) => (await store.sql(`
    with pace as (update campaigns set window_mails = $2, window_seconds = $3 where email_id = $1 returning campaigns)
    select campaign_room(cursors, (pace.campaigns), 1000) as room from campaign_cursors cursors, pace where email_id = $1`, [id, mails, seconds]))[0].room;
  assert.equal(await room(10, 30 * 86400), 0);
  assert.equal(await room(10, 3600), 0);
  assert.equal(await room(13, 86400), 3);
  await store.sql(`update campaigns set window_mails = 10 where email_id = $1`, [id]);
  // what was claimed before the new window counts no more
  await store.sql(`update campaign_windows set began_at = began_at - interval '61 seconds', last_at = last_at - interval '61 seconds' where email_id = $1`, [id]);
  assert.equal(await room(10, 60), 10);
  assert.ok(await until(async () => (await progressOf(store, id)).sent === 20, 20000), 'it goes on');
  await step(store, 'cancel', id);
});

test('a clock that was set back does not stop a campaign', async () => {
  await makeMembers(store, 4, 'clock');
  const id = await makeCampaign(store, { rate: 1000, window_mails: 2, window_seconds: 3600 });
  await step(store, 'send', id);
  assert.ok(await until(async () => (await progressOf(store, id))?.sent === 2, 20000));
  await store.sql(`update campaign_windows set began_at = began_at + interval '5 hours', last_at = last_at + interval '5 hours' where email_id = $1`, [id]);
  await store.sql(`update campaign_cursors set paced_until = now() + interval '5 hours', claimed_at = now() + interval '5 hours' where email_id = $1`, [id]);
  assert.ok(await reachesStatus(store, id, 'sent'));
});

test('a cancelled one that has a mail on its way does not keep another from being cancelled', async () => {
  await makeMembers(store, 6, 'starve');
  const [first, second] = [await makeCampaign(store, { window_mails: 1, window_seconds: 86400 }), await makeCampaign(store, { window_mails: 1, window_seconds: 86400 })];
  for (const id of [first, second]) {
    await step(store, 'send', id);
    assert.ok(await until(async () => (await progressOf(store, id))?.sent === 1, 20000));
  }
  const client = await other();
  await client.query('select pg_advisory_xact_lock(email_worker_lock_class(), 1000000)'); // a worker that lives
  await store.sql(`insert into email_workers (id, sending) select 1000000, array[min(id)] from email_messages where email_id = $1 and state = 'queued'`, [first]);
  await step(store, 'cancel', first);
  await step(store, 'cancel', second);
  assert.ok(await until(async () => (await progressOf(store, second)).cancelled === 5, 20000));
  assert.ok(await until(async () => (await progressOf(store, first)).cancelled === 4, 20000));
  await client.query('rollback');
  await store.sql('delete from email_workers where id = 1000000');
  assert.ok(await until(async () => (await progressOf(store, first)).cancelled === 5, 20000));
});

test('what another worker has on its way is not claimed when it is due again', async () => {
  await makeMembers(store, 1, 'due');
  const id = await makeCampaign(store), client = await other();
  await step(store, 'send', id);
  assert.ok(await reachesStatus(store, id, 'sent'));
  await client.query(`update email_messages set state = 'queued', next_attempt_at = now() - interval '1 second' where email_id = $1`, [id]);
  await client.query(`insert into email_workers (id, sending) select 1000001, array_agg(id) from email_messages where email_id = $1`, [id]);
  await client.query(`select campaign_step_to($1, 'sending')`, [id]);
  const claimed = async () => (await client.query(`select * from campaign_claim(1000002, 10, '{}')`)).rows.length;
  assert.equal(await claimed(), 0);
  await client.query('delete from email_workers where id = 1000001');
  assert.equal(await claimed(), 1);
});

test('a bounce reads no more than the newest mails of its campaign, and once for all that are told together', async () => {
  await store.sql(`insert into email_messages (kind, recipient, state) select 'test', 'old' || n || '@old.example', 'sent' from generate_series(1, 5000) n`);
  await makeMembers(store, 100, 'bounces');
  const id = await makeCampaign(store), client = await other();
  await step(store, 'send', id);
  assert.ok(await reachesStatus(store, id, 'sent'));
  await client.query(`select set_config('enable_seqscan', 'off', true)`);
  await client.query(`select campaign_step_to($1, 'sending')`, [id]);
  const read = async () => Number((await client.query(`select seq_tup_read + idx_tup_fetch as rows from pg_stat_xact_user_tables where relname = 'email_messages'`)).rows[0]?.rows ?? 0);
  await client.query(`select mail_bounced(id, true, '550 no', 'bounce ' || id) from (select id from email_messages where email_id = $1 order by id limit 8) mails`, [id]);
  const before_ = await read();
  await client.query('set constraints campaign_bounced immediate');
  const rows = await read() - before_;
  assert.ok(rows >= 100 && rows < 400, `${rows} rows`);
});

test('only what was refused for good stops a campaign', async () => {
  await makeMembers(store, 15, 'soft');
  const id = await makeCampaign(store), client = await other();
  await step(store, 'send', id);
  assert.ok(await reachesStatus(store, id, 'sent'));
  const judged = async (reply, permanent) => {
    await client.query('savepoint judged');
    await client.query(`select campaign_step_to($1, 'sending')`, [id]);
    await client.query(`update email_messages set state = 'failed', last_reply = $2 where email_id = $1`, [id, reply]);
    if (permanent !== undefined) await client.query(`select mail_bounced(id, $2, '', 'judged ' || id) from email_messages where email_id = $1`, [id, permanent]);
    await client.query('select campaign_judge($1)', [id]);
    const { rows: [{ status }] } = await client.query('select status from emails where id = $1', [id]);
    await client.query('rollback to judged');
    return status;
  };
  assert.deepEqual([await judged('html, line 2: no such name'), await judged('451 later', false), await judged('554 looks like spam', false), await judged('550 no such user', true)],
    ['sending', 'sending', 'paused', 'paused']);
});

test('who is at work is not buried, and has its own row before its mails', async () => {
  await makeMembers(store, 1, 'bury');
  const id = await makeCampaign(store), worker = 1000003;
  await step(store, 'send', id);
  assert.ok(await reachesStatus(store, id, 'sent'));
  const [{ id: message }] = await store.sql('select id from email_messages where email_id = $1', [id]);
  const [one, two] = [await other(), await other()];
  // in the eyes of this transaction alone, so that the server's own worker does nothing about it
  await one.query(`insert into email_workers (id, missing_since) values ($1, now() - interval '1 hour')`, [worker]);
  await one.query('commit; begin');
  await one.query('select from email_workers where id = $1 for no key update', [worker]).then(({ rows }) => rows);
  await two.query(`set local lock_timeout = '1s'`);
  await two.query('select * from outbox_bury(5)');
  await two.query('commit; begin');
  await one.query('insert into email_workers (id) values ($1) on conflict do nothing', [worker]);
  await one.query('update email_workers set missing_since = null where id = $1', [worker]);
  const ending = two.query(`select outbox_end($1, $2)`, [worker, JSON.stringify([{ id: message, state: 'sent', reply: '250 ok', attempts: 1 }])]);
  assert.ok(await isWaitedFor(one), 'it waits for its own row');
  await one.query(`set local lock_timeout = '1s'`);
  await one.query('update email_messages set repeats = repeats where id = $1', [message]); // as who buries it does
  await one.query('rollback');
  await ending;
  await two.query('rollback');
  await store.sql('delete from email_workers where id = $1', [worker]);
});

test('one that was to begin more than a day ago does not, and somebody is told', async () => {
  await makeMembers(store, 1, 'late');
  const late = await makeCampaign(store), due = await makeCampaign(store);
  await store.sql(`update campaigns set scheduled_at = now() - case email_id when $1 then interval '25 hours' else interval '23 hours' end where email_id in ($1, $2)`, [late, due]);
  assert.ok(await reachesStatus(store, due, 'sent'));
  assert.equal(await statusOf(store, late), 'ready');
  assert.deepEqual(await store.sql('select scheduled_at from campaigns where email_id = $1', [late]), [{ scheduled_at: null }]);
  assert.match((await store.sql(`select message from alerts where code = 'campaign_late' and subject = $1`, [late]))[0].message, /^The campaign "News" was to begin more than a day ago/);
});
