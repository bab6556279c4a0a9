// How a campaign goes out, as server-sent events: told when it changes, to who may look, and never in the way of anything.
import assert from 'node:assert/strict';
import net from 'node:net';
import test, { after, before } from 'node:test';
import { newStaff, startAdmin } from '../support/admin.js';
import { newCampaign } from '../support/campaigns.js';
import { newMember } from '../support/accounts.js';
import { assertStatus } from '../support/sales.js';
import { until } from '../support/store.js';

const eventually = async (what) => assert.ok(await until(what, 40000));

let store, boss;
before(async () => {
  store = await startAdmin({ sandbox: false, env: { LOOPS: '1' } });
  boss = await newStaff(store);
});
after(() => store?.stop());

// A session has ten streams at most.
const newStaffs = (count) => Promise.all(Array.from({ length: count }, () => newStaff(store)));

const cookiesOf = (visitor) => [...visitor.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
const addressOf = (id, at = store) => `${at.url}/api/admin/campaigns/${id}/progress`;

// The pieces of a stream as they come; `events` has what was told so far, `ended` resolves when it is over.
async function watch(staff, id, at = store) {
  const reply = await fetch(addressOf(id, at), { headers: { cookie: cookiesOf(staff) } });
  const stream = { reply, text: '', events: [], over: false };
  const body = reply.body.pipeThrough(new TextDecoderStream()).getReader();
  stream.close = () => body.cancel();
  stream.ended = (async () => {
    for (let piece; !(piece = await body.read()).done;) {
      stream.text += piece.value;
      stream.events = [...stream.text.matchAll(/^event: progress\ndata: (.*)\n\n/gm)].map(([, data]) => JSON.parse(data));
    }
    stream.over = true;
  })();
  return stream;
}

// As a step would set it.
async function setStatus(id, status) {
  const client = await store.pool.connect();
  await client.query('begin');
  await client.query('select campaign_step()');
  await client.query(`update emails set html = 'x', status = $2 where id = $1`, [id, status]);
  await client.query('commit');
  client.release();
}

test('the first event comes at once, the next when something has changed', async () => {
  const { id } = await newCampaign(boss);
  const stream = await watch(boss, id);
  assert.equal(stream.reply.status, 200);
  const header = (name) => stream.reply.headers.get(name);
  assert.deepEqual([header('content-type'), header('cache-control'), header('x-accel-buffering'), header('content-encoding')],
    ['text/event-stream', 'no-store', 'no', null]);
  await eventually(() => stream.events.length === 1);
  assert.match(stream.text, /^retry: 2000\n/);
  assert.deepEqual(stream.events[0], { status: 'draft', recipients: 0, queued: 0, sent: 0, failed: 0, uncertain: 0, cancelled: 0, repeats: 0,
    rate: 0, seconds_left: null });
  await setStatus(id, 'ready');
  await eventually(() => stream.events.length === 2);
  assert.equal(stream.events[1].status, 'ready');
  // whoever comes later begins with what is true now
  const second = await watch(boss, id);
  await eventually(() => second.events.length === 1);
  assert.equal(second.events[0].status, 'ready');
  await Promise.all([stream.close(), second.close()]);
});

test('only who may view mails sees one, and only of a campaign', async () => {
  const { id } = await newCampaign(boss);
  assertStatus(await (await store.visitor()).get(`/api/admin/campaigns/${id}/progress`), 401, 'login_required');
  assertStatus(await (await newMember(store)).get(`/api/admin/campaigns/${id}/progress`), 403, 'forbidden');
  assertStatus(await (await newStaff(store, ['campaigns.view'])).get(`/api/admin/campaigns/${id}/progress`), 403, 'forbidden');
  assertStatus(await boss.get('/api/admin/campaigns/999999/progress'), 404, 'object_unknown');
});

test('it ends with the campaign, the permission and the session; until then a comment now and then keeps it open', async () => {
  const { id } = await newCampaign(boss);
  const { id: gone } = await newCampaign(boss);
  const [leaver, sacked, stayer] = [await newStaff(store, ['emails.view']), await newStaff(store, ['emails.view']), await newStaff(store, ['emails.view'])];
  const streams = await Promise.all([watch(leaver, id), watch(sacked, id), watch(stayer, id)]);
  const ofGone = await watch(boss, gone);
  await eventually(() => [...streams, ofGone].every(({ events }) => events.length === 1));
  await store.sql('delete from emails where id = $1', [gone]);
  await ofGone.ended;
  assertStatus(await leaver.delete('/api/v1/session'), 200);
  await store.sql('delete from user_permissions where user_id = $1', [sacked.userId]);
  await Promise.all([streams[0].ended, streams[1].ended]); // within half a minute
  await eventually(() => /^:\n\n/m.test(streams[2].text));
  assert.equal(streams[2].over, false);
  assert.equal(streams[2].events.length, 1, 'nothing has changed');
  await streams[2].close();
});

test('one question a second, however many watch', async (t) => {
  const { id } = await newCampaign(boss);
  const streams = await Promise.all((await newStaffs(3)).flatMap((staff) => Array.from({ length: 10 }, () => watch(staff, id))));
  t.after(() => Promise.all(streams.map((stream) => stream.close())));
  await eventually(() => streams.every(({ events }) => events.length === 1));
  // each question writes here, as it would to nobody else
  await store.sql(`create table asked (campaign bigint, at timestamptz)`);
  await store.sql(`create function note(campaign bigint) returns void language plpgsql volatile as $$ begin insert into asked values (campaign, clock_timestamp()); end $$`);
  t.after(() => store.sql('drop table asked'));
  await store.sql(`alter function campaign_progress_shown(bigint) rename to shown_before`);
  await store.sql(`create function campaign_progress_shown(campaign bigint) returns json language plpgsql volatile as $$
    begin perform note(campaign); return shown_before(campaign); end $$`);
  t.after(() => store.sql(`drop function campaign_progress_shown(bigint); alter function shown_before(bigint) rename to campaign_progress_shown`));
  const times = async () => (await store.sql(`select at from asked where campaign = ${id} order by at`)).map(({ at }) => at.getTime());
  await eventually(async () => (await times()).length >= 3);
  const [first, second, third] = await times();
  assert.ok(second - first >= 900 && third - second >= 900, `${second - first} and ${third - second} ms`);
});

test('the hundred and first is asked to come again; one who leaves makes room', async () => {
  const { id } = await newCampaign(boss);
  const other = await store.secondServer({ env: { LOOPS: '2' } });
  try {
    const staffs = await newStaffs(10);
    const streams = await Promise.all(staffs.flatMap((staff) => Array.from({ length: 10 }, () => watch(staff, id, other))));
    assert.deepEqual([...new Set(streams.map(({ reply }) => reply.status))], [200]);
    const refused = await fetch(addressOf(id, other), { headers: { cookie: cookiesOf(boss) } });
    assert.deepEqual([refused.status, refused.headers.get('retry-after'), (await refused.json()).code], [503, '1', 'overloaded']);
    await streams.pop().close();
    await eventually(async () => {
      const next = await watch(boss, id, other);
      if (next.reply.status === 200) streams.push(next);
      return next.reply.status === 200;
    });
    await Promise.all(streams.map((stream) => stream.close()));
  } finally {
    await other.stop();
  }
});

test('one session watches ten at once, whichever they are, and keeps nobody else out', async () => {
  const { id } = await newCampaign(boss);
  const [greedy, other] = await newStaffs(2);
  const streams = await Promise.all(Array.from({ length: 10 }, () => watch(greedy, id)));
  const { id: second } = await newCampaign(boss);
  const refused = await fetch(addressOf(second), { headers: { cookie: cookiesOf(greedy) } });
  assert.equal(refused.status, 503);
  assert.match((await refused.json()).detail, /ten already/);
  streams.push(await watch(other, id));
  assert.deepEqual([...new Set(streams.map(({ reply }) => reply.status))], [200]);
  await streams.shift().close();
  await eventually(async () => {
    const next = await watch(greedy, second);
    if (next.reply.status === 200) streams.push(next);
    return next.reply.status === 200;
  });
  await Promise.all(streams.map((stream) => stream.close()));
});

test('a server that is told to stop ends them, also one whose reader sleeps', async () => {
  const { id } = await newCampaign(boss);
  const other = await store.secondServer();
  const stream = await watch(boss, id, other);
  const sleeper = net.connect(other.port, '127.0.0.1');
  sleeper.on('error', () => {});
  sleeper.write(`GET /api/admin/campaigns/${id}/progress HTTP/1.1\r\nHost: x\r\nCookie: ${cookiesOf(boss)}\r\n\r\n`);
  await new Promise((done) => sleeper.once('data', done));
  sleeper.pause();
  await eventually(() => stream.events.length === 1);
  const { code } = await other.stopServer();
  assert.equal(code, 0);
  await stream.ended; // and not torn
  sleeper.destroy();
  await other.stop().catch(() => {});
});
