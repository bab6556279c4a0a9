// Campaigns from the moment that somebody says so: whom they go to, what arrives, and their steps.
import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { simpleParser } from 'mailparser';
import pg from 'pg';
import { html, ledger, makeCampaign, makeMembers, makeProspects, progressOf, reachesStatus, statusOf, step } from '../support/sending.js';
import { startMailServer } from '../support/mailServer.js';
import { freshAddress, mailOf, queueMails, reachesState } from '../support/outbox.js';
import { startStore, until } from '../support/store.js';

const CONNECTIONS = 4;
let mail, store;
before(async () => {
  mail = await startMailServer();
  store = await startStore({ seed: '', sandbox: false, env: { SMTP_URL: mail.url, MAIL_CONNECTIONS: String(CONNECTIONS) } });
});
after(async () => {
  await store?.stop();
  await mail.stop();
});
// nobody of one test is in the audience of the next
afterEach(async () => {
  mail.script = () => '250 ok';
  await store.sql('update members set newsletter_subscriber = false');
  await store.sql('update prospects set unsubscribed = true');
});

const parse = (taken) => simpleParser(Buffer.from(taken.text, 'latin1'));
const takenOf = (prefix) => mail.taken.filter((each) => each.recipient.endsWith(`@${prefix}.example`));
const ended = (id, status = 'sent') => reachesStatus(store, id, status).then(async (is) => assert.ok(is, `${await statusOf(store, id)} ${JSON.stringify(await progressOf(store, id))}`));
const refusal = async (name, id) => (await step(store, name, id).then(() => undefined, (e) => e))?.message;

// What the counters say is what the rows say, and is this.
async function assertLedger(id, expected) {
  const rows = await ledger(store, id), progress = await progressOf(store, id);
  assert.deepEqual(rows, expected);
  for (const state of ['sent', 'failed', 'uncertain', 'cancelled']) assert.equal(progress[state], rows[state] ?? 0, state);
  assert.equal(progress.queued, (rows.queued ?? 0) + (rows.claimed ?? 0));
}

// Mails are answered one at a time, when the test says so.
function holdMails() {
  const waiting = [];
  mail.script = (recipient, attempt) => attempt > 0 ? new Promise((done) => waiting.push(done)) : '250 ok';
  return { waiting, release: () => { mail.script = () => '250 ok'; for (const done of waiting.splice(0)) done('250 ok'); } };
}

test('everybody gets it once', async () => {
  await makeMembers(store, 500, 'once');
  const id = await makeCampaign(store);
  await step(store, 'send', id);
  await ended(id);
  assert.equal(takenOf('once').length, 500);
  assert.equal(new Set(takenOf('once').map((each) => each.recipient)).size, 500);
  await assertLedger(id, { sent: 500 });
  const [row] = await store.sql('select started_at, ended_at from campaigns where email_id = $1', [id]);
  assert.ok(row.started_at && row.ended_at >= row.started_at);
});

test('what arrives: links that count, the way out, a pixel, what is told of the recipient', async () => {
  await makeMembers(store, 1, 'content');
  const id = await makeCampaign(store, { preheader: 'Read <this> first' });
  await step(store, 'send', id);
  await ended(id);
  const [taken] = takenOf('content'), parsed = await parse(taken);
  const [row] = await store.sql('select mail.id, mail.created_at, emails.em_cd from email_messages mail join emails on emails.id = email_id where email_id = $1', [id]);
  assert.equal(parsed.subject, 'News for Ann0');
  assert.equal(parsed.to.text, 'reader0@content.example');
  const leave = taken.text.match(/\r\nList-Unsubscribe: <(\S+)>\r\n/)[1];
  assert.match(leave, new RegExp(`^${store.url}/e/u/${row.id}\\.[\\w-]{22}$`));
  assert.match(taken.text, /\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n/);
  assert.match(taken.text, new RegExp(`\\r\\nFeedback-ID: ${row.em_cd}:member:campaign:startupwebapp\\r\\n`));
  assert.doesNotMatch(taken.text.split('\r\n\r\n')[0], /^(Bcc|Precedence):/m);
  assert.ok(parsed.messageId.startsWith(`<campaign.${row.id}.`));
  const [{ link }] = await store.sql('select id as link from email_links where email_id = $1', [id]);
  assert.match(parsed.html, new RegExp(`<a href="${store.url}/e/c/${row.id}-${link}\\.[\\w-]{22}">what is new</a>`));
  assert.match(parsed.text, new RegExp(`${store.url}/e/c/${row.id}-${link}\\.[\\w-]{22}`));
  assert.ok(!parsed.html.includes('https://shop.example/new') && !parsed.text.includes('https://shop.example/new'));
  assert.ok(parsed.html.includes(`<a href="${leave}">Unsubscribe</a> <a href="mailto:us@shop.example">Write</a>`));
  assert.ok(parsed.text.includes(leave));
  assert.match(parsed.html, new RegExp(`<img src="${store.url}/e/o/${row.id}\\.[\\w-]{22}\\.gif" width="1" height="1" alt="" style="display:block"></body></html>`));
  assert.match(parsed.html, /<body><span style="display:none[^"]*" hidden>Read &lt;this&gt; first<\/span><p>Hello Ann0,/);
  assert.ok(!parsed.text.includes('Read'));
  // the links are real ones: they do what they say
  assert.equal((await fetch(`${store.url}/e/u/${leave.split('/').pop()}`, { redirect: 'manual' })).status, 303);
});

test('nothing is counted when that is off; a written text; what is not in email_links stays; the layout', async () => {
  await makeProspects(store, 1, 'plain');
  const id = await makeCampaign(store, { type: 'prospect', track_opens: false, track_clicks: false, text: 'Hi{{ recipient_name }}: https://shop.example/new?a=1&b=2.' });
  await step(store, 'send', id);
  await ended(id);
  const parsed = await parse(takenOf('plain')[0]);
  assert.ok(parsed.html.includes('href="https://shop.example/new?a=1&amp;b=2"') && !parsed.html.includes('/e/o/'));
  assert.equal(parsed.text.trim(), 'Hi: https://shop.example/new?a=1&b=2.');

  const body = '{% extends "layout" %}{% block content %}<a href="https://one.example/">1</a><a href="https://two.example/">2</a>{{ preheader }}{% endblock %}';
  const other = await makeCampaign(store, { type: 'prospect', body, links: ['https://two.example/'], preheader: 'Once' });
  await step(store, 'send', other);
  await ended(other);
  const second = await parse(takenOf('plain')[1]);
  assert.match(second.html, /<a href="https:\/\/one\.example\/">1<\/a><a href="http:\/\/127\.0\.0\.1:\d+\/e\/c\//);
  assert.equal(second.html.match(/Once/g).length, 1);
  assert.match(second.html, /You get our newsletter\. <a href="http:\/\/127\.0\.0\.1:\d+\/e\/u\/[^"]+" /);
  assert.match(second.html, /style="display:block">\s*<\/body>/);
});

test('a template that fails for one fails that one alone, and says why', async () => {
  await makeMembers(store, 20, 'broken');
  const id = await makeCampaign(store, { body: html.replace('see', '\n{% if recipient_first_name == "Ann7" %}{% include recipient_first_name %}{% endif %}') });
  await step(store, 'send', id);
  await ended(id);
  await assertLedger(id, { sent: 19, failed: 1 });
  const row = await mailOf(store, 'reader7@broken.example');
  assert.match(row.last_reply, /^html, line 2: .*Ann7/);
  assert.equal(row.attempts, 1);
  assert.deepEqual(await store.sql(`select from suppressions where address like '%broken.example'`), []);
});

test('an address that is refused is suppressed, other refusals count as soft, passing ones are tried again', async () => {
  await makeMembers(store, 6, 'bounce');
  mail.script = (recipient, attempt) => recipient === 'reader1@bounce.example' ? { rcpt: '550 5.1.1 no such user' }
    : recipient === 'reader2@bounce.example' ? '554 looks like spam'
      : recipient === 'reader3@bounce.example' && attempt === 1 ? '451 later' : '250 ok';
  const id = await makeCampaign(store);
  await step(store, 'send', id);
  assert.ok(await until(async () => { const { sent, failed } = await progressOf(store, id) ?? {}; return sent === 3 && failed === 2; }, 20000), JSON.stringify(await progressOf(store, id)));
  const waits = await mailOf(store, 'reader3@bounce.example');
  assert.deepEqual([waits.state, waits.attempts, waits.later], ['queued', 1, true]);
  assert.equal(await statusOf(store, id), 'sending');
  await store.sql(`update email_messages set next_attempt_at = now() where id = $1`, [waits.id]);
  await ended(id);
  await assertLedger(id, { sent: 4, failed: 2 });
  assert.deepEqual(await store.sql(`select address, reason from suppressions where address like '%bounce.example'`), [{ address: 'reader1@bounce.example', reason: 'hard_bounce' }]);
  assert.deepEqual(await store.sql(`select recipient, permanent, detail from email_events join email_messages on email_messages.id = message_id
    where email_events.kind = 'bounce' and email_messages.email_id = $1 order by recipient`, [id]),
  [{ recipient: 'reader1@bounce.example', permanent: true, detail: '550 5.1.1 no such user' }, { recipient: 'reader2@bounce.example', permanent: false, detail: '554 looks like spam' }]);
  // sent again, it goes to whom it can go
  mail.script = () => '250 ok';
  assert.deepEqual(await store.sql(`select campaign_resend($1, array['failed']) as queued`, [id]), [{ queued: '2' }]);
  await ended(id);
  await assertLedger(id, { sent: 5, cancelled: 1 });
  assert.match((await mailOf(store, 'reader1@bounce.example')).last_reply, /^suppressed: hard_bounce$/);
});

test('a server that takes nobody says nothing of an address', async () => {
  const email = freshAddress();
  mail.script = () => ({ rcpt: '554 5.7.1 relay access denied' });
  await queueMails(store, [email]);
  await reachesState(store, email, 'failed');
  assert.deepEqual(await store.sql('select from suppressions where address = $1', [email]), []);
});

test('an order mail to an address that is no good suppresses it too', async () => {
  const email = freshAddress();
  mail.script = () => ({ rcpt: '550 no such user' });
  await queueMails(store, [email]);
  await reachesState(store, email, 'failed');
  assert.deepEqual(await store.sql('select reason from suppressions where address = $1', [email]), [{ reason: 'hard_bounce' }]);
});

test('a connection lost after the mail was sent: in doubt, and queued again when a person says so', async () => {
  await makeMembers(store, 3, 'doubt');
  mail.script = (recipient) => recipient === 'reader1@doubt.example' ? 'drop' : '250 ok';
  const id = await makeCampaign(store);
  await step(store, 'send', id);
  await ended(id);
  await assertLedger(id, { sent: 2, uncertain: 1 });
  mail.script = () => '250 ok';
  await store.sql(`select campaign_resend($1, array['failed', 'uncertain'])`, [id]);
  await ended(id);
  await assertLedger(id, { sent: 3 });
  assert.equal((await mailOf(store, 'reader1@doubt.example')).repeats, 1);
  assert.equal((await progressOf(store, id)).repeats, 1);
});

test('who unsubscribes, is suppressed, deleted or has another address while it runs gets no more', async () => {
  await makeMembers(store, 100, 'leaving');
  const held = holdMails();
  const id = await makeCampaign(store);
  await step(store, 'send', id);
  assert.ok(await until(() => held.waiting.length === CONNECTIONS));
  // of those who wait, whether their piece is claimed or not
  const rows = await store.sql(`select mail.id, member_id, recipient, user_id from (select id, member_id, recipient from email_messages where email_id = $1
    and id <> all (mails_under_way()) order by id) mail join members on members.id = member_id`, [id]);
  const [first, second] = rows, [deleted, suppressed, moved] = rows.slice(-3);
  for (const { member_id } of [first, second]) {
    await store.sql('update members set email_unsubscribed_at = now() where id = $1', [member_id]);
    await store.sql('select campaign_withdraw($1, null)', [member_id]);
  }
  assert.equal((await mailOf(store, second.recipient)).last_reply, 'unsubscribed');
  await store.sql('delete from users where id = $1', [deleted.user_id]);
  await store.sql(`insert into suppressions (address, reason) values ($1, 'staff')`, [suppressed.recipient]);
  await store.sql(`update users set email = 'new@leaving.example' where id = $1`, [moved.user_id]);
  held.release();
  await ended(id);
  await assertLedger(id, { sent: 95, cancelled: 4 });
  assert.equal((await progressOf(store, id)).recipients, 99);
  for (const { recipient } of [first, second, deleted, suppressed, moved]) assert.ok(!takenOf('leaving').some((each) => each.recipient === recipient), recipient);
});

test('paused: nothing new goes out; resumed: everybody gets it', async () => {
  await makeMembers(store, 60, 'paused');
  const held = holdMails();
  const id = await makeCampaign(store);
  await step(store, 'send', id);
  assert.ok(await until(() => held.waiting.length === CONNECTIONS));
  await step(store, 'pause', id);
  const taken = mail.attempts.size;
  held.release();
  // what was on its way ends; a mail by itself passes through the whole queue behind it
  assert.ok(await until(async () => (await progressOf(store, id)).sent === CONNECTIONS));
  const other = freshAddress();
  await queueMails(store, [other]);
  await reachesState(store, other, 'sent');
  assert.equal(mail.attempts.size, taken + 1);
  await assertLedger(id, { sent: CONNECTIONS, queued: 60 - CONNECTIONS });
  assert.equal(await refusal('pause', id), 'campaign_step');
  await step(store, 'resume', id);
  await ended(id);
  assert.equal(takenOf('paused').length, 60);
  await assertLedger(id, { sent: 60 });
  assert.equal((await progressOf(store, id)).repeats, 0);
});

test('paused while mails are tried again: resumed, they go out', async () => {
  await makeMembers(store, 60, 'repaused');
  mail.script = () => '451 later';
  const id = await makeCampaign(store);
  await step(store, 'send', id);
  const tried = async () => (await store.sql('select count(*)::int as n from email_messages where email_id = $1 and attempts = 1', [id]))[0].n;
  assert.ok(await until(async () => await tried() === 60), `${await tried()}`);
  const held = holdMails();
  await store.sql('update email_messages set next_attempt_at = now() where email_id = $1', [id]);
  assert.ok(await until(() => held.waiting.length === CONNECTIONS));
  await step(store, 'pause', id);
  held.release();
  assert.ok(await until(async () => (await progressOf(store, id)).sent === CONNECTIONS));
  await step(store, 'resume', id);
  await ended(id);
  await assertLedger(id, { sent: 60 });
});

test('an old piece in hand: what another worker sends just now does not go out beside it', async (t) => {
  await makeMembers(store, 40, 'twohands');
  const held = holdMails();
  const id = await makeCampaign(store);
  await step(store, 'send', id);
  assert.ok(await until(() => held.waiting.length === CONNECTIONS));
  const [{ last, waits }] = await store.sql(`select max(last_id) as last, not max(last_id) = any (mails_under_way()) as waits
    from campaign_leases where email_id = $1 and worker is not null`, [id]);
  assert.ok(waits, 'in hand, not under way');
  const other = new pg.Client({ connectionString: store.databaseUrl });
  await other.connect();
  t.after(() => other.end());
  await other.query(`insert into email_workers (id, sending) values (999999, array[$1::bigint])`, [last]);
  await other.query('select pg_advisory_lock(email_worker_lock_class(), 999999)');
  held.release();
  assert.ok(await until(async () => (await progressOf(store, id)).sent === 39));
  const email = freshAddress();
  await queueMails(store, [email]);
  await reachesState(store, email, 'sent');
  assert.equal((await progressOf(store, id)).sent, 39, 'left to who has it');
  await other.query('select pg_advisory_unlock(email_worker_lock_class(), 999999)'); // he dies
  await ended(id);
  assert.equal((await progressOf(store, id)).repeats, 1);
  await assertLedger(id, { sent: 40 });
});

test('cancelled: those who waited get nothing, and what was on its way is told as it ended', async () => {
  await makeMembers(store, 60, 'cancelled');
  const held = holdMails();
  const id = await makeCampaign(store);
  await step(store, 'send', id);
  assert.ok(await until(() => held.waiting.length === CONNECTIONS));
  await step(store, 'cancel', id);
  assert.ok(await until(async () => (await progressOf(store, id)).cancelled === 60 - CONNECTIONS));
  held.release();
  assert.ok(await until(async () => (await progressOf(store, id)).sent === CONNECTIONS));
  await assertLedger(id, { sent: CONNECTIONS, cancelled: 60 - CONNECTIONS });
  assert.equal(takenOf('cancelled').length, CONNECTIONS);
  for (const name of ['send', 'pause', 'resume', 'cancel']) assert.equal(await refusal(name, id), 'campaign_step', name);
});

test('steps begin where they may', async () => {
  const id = await makeCampaign(store);
  for (const name of ['pause', 'resume']) assert.equal(await refusal(name, id), 'campaign_step', name);
  assert.equal(await refusal('send', 999999), 'object_unknown');
  await step(store, 'cancel', id);
  assert.equal(await statusOf(store, id), 'cancelled');
});

test('nobody is in it: sent at once', async () => {
  const id = await makeCampaign(store);
  await step(store, 'send', id);
  await ended(id);
  assert.deepEqual(await ledger(store, id), {});
});

test('a ready one begins when its time has come', async () => {
  await makeMembers(store, 3, 'scheduled');
  const later = await makeCampaign(store, { scheduled_at: new Date(Date.now() + 3600000) });
  const now = await makeCampaign(store, { scheduled_at: new Date() });
  await ended(now);
  assert.equal(await statusOf(store, later), 'ready');
  assert.equal(takenOf('scheduled').length, 3);
});

test('the ledger is frozen once, and a crash while it is leaves nothing', async () => {
  await makeMembers(store, 5, 'frozen');
  await store.stopServer();
  const id = await makeCampaign(store);
  await step(store, 'send', id);
  const one = await store.pool.connect(), other = await store.pool.connect();
  await one.query('begin');
  assert.equal((await one.query('select campaign_freeze($1) as n', [id])).rows[0].n, '5');
  assert.equal((await other.query('select campaign_freeze($1) as n', [id])).rows[0].n, null); // somebody is at it
  await one.query('rollback');
  assert.deepEqual(await ledger(store, id), {});
  assert.equal(await progressOf(store, id).catch(() => 'none') ?? null, null);
  assert.equal((await other.query('select campaign_freeze($1) as n', [id])).rows[0].n, '5');
  assert.equal((await one.query('select campaign_freeze($1) as n', [id])).rows[0].n, null); // it was done
  one.release();
  other.release();
  await store.startServer();
  await ended(id);
  assert.equal(takenOf('frozen').length, 5);
});

test('an order mail does not wait for a campaign', async () => {
  await makeMembers(store, 400, 'slow');
  mail.script = () => new Promise((done) => setTimeout(() => done('250 ok'), 20));
  const id = await makeCampaign(store);
  await step(store, 'send', id);
  assert.ok(await until(() => takenOf('slow').length > 40));
  const email = freshAddress();
  await queueMails(store, [email]);
  await reachesState(store, email, 'sent');
  const { sent } = await progressOf(store, id);
  assert.ok(sent < 380, `${sent} of the campaign went before it`);
  await ended(id);
  assert.equal(takenOf('slow').length, 400);
});

test('two workers share a campaign', async (t) => {
  const second = await store.secondServer();
  t.after(() => second.stop());
  await makeMembers(store, 1500, 'shared');
  mail.script = () => new Promise((done) => setTimeout(() => done('250 ok'), 2));
  const id = await makeCampaign(store);
  await step(store, 'send', id);
  await ended(id);
  assert.equal(takenOf('shared').length, 1500);
  assert.equal(new Set(takenOf('shared').map((each) => each.recipient)).size, 1500);
  await assertLedger(id, { sent: 1500 });
});
