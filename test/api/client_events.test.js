// Client events as they are kept: months are made ahead, what came too early moves into its own, hours are summed up.
import assert from 'node:assert/strict';
import test, { after, before, beforeEach } from 'node:test';
import { startAccounts } from '../support/accounts.js';
import { count } from '../support/sales.js';
import { until } from '../support/store.js';

let store;
before(async () => { store = await startAccounts({ role: 'web' }); });
after(() => store?.stop());
beforeEach(async () => {
  await store.sql('delete from client_events');
  await store.sql('delete from client_event_hours');
  await store.sql('update client_event_clock set until = null');
});

const months = async () => (await store.sql(`select relname from pg_class join pg_inherits on inhrelid = pg_class.oid
  where inhparent = 'client_events'::regclass order by relname`)).map(({ relname }) => relname);
const addEvent = (at, more = {}) => store.sql(
  `insert into client_events (created_at, kind, visitor, url) values ($1, $2, $3, '/') returning id, tableoid::regclass::text as part`,
  [at, more.kind ?? 'page_view', more.visitor ?? null]);
const visitor = (n) => Buffer.alloc(16, n);
const hours = async () => (await store.sql(`select to_char(hour at time zone 'UTC', 'YYYY-MM-DD HH24') as hour, kind, events::int, visitors::int
  from client_event_hours order by hour, kind`)).map(Object.values);

async function rollUp() {
  for (let i = 0; i < 1000; i++) if (!(await store.sql('select client_events_roll_up(25) as more'))[0].more) return;
  assert.fail('it never ends');
}

test('this month and two more are there from the beginning; making them again makes nothing', async () => {
  assert.equal((await months()).length, 4);
  const [{ made }] = await store.sql('select client_events_make_months(2) as made');
  assert.equal(made, 0);
  const [{ part }] = await addEvent(new Date());
  assert.match(part, /^client_events_\d{4}_\d\d$/);
});

test('what came before its month was made moves there, once; two who make it at one moment make it once', async () => {
  const [{ early }] = await store.sql(`select date_trunc('month', now() at time zone 'UTC') + interval '4 months 10 days' as early`);
  const [{ id, part }] = await addEvent(early);
  assert.equal(part, 'client_events_rest');
  const made = await Promise.all([1, 2, 3].map(async () => (await store.sql('select client_events_make_months(5) as made'))[0].made));
  assert.deepEqual(made.sort(), [0, 0, 3]);
  const found = await store.sql('select tableoid::regclass::text as part from client_events where id = $1', [id]);
  assert.equal(found.length, 1);
  assert.match(found[0].part, /^client_events_\d{4}_\d\d$/);
  assert.equal(await count(store, 'client_events_rest', 'true'), 0);
  const [next] = await addEvent(early);
  assert.equal(next.part, found[0].part);
  assert.notEqual(next.id, id);
});

test('a month that was made has what the table has: indexes, and the word about members', async () => {
  const parts = (await months()).filter((name) => name !== 'client_events_rest');
  for (const part of parts) {
    const [{ indexes }] = await store.sql('select count(*)::int as indexes from pg_index where indrelid = $1::regclass', [part]);
    assert.equal(indexes, 4, part);
    const [{ attached }] = await store.sql(`select count(*)::int as attached from pg_index join pg_inherits on inhrelid = indexrelid
      where indrelid = $1::regclass`, [part]);
    assert.equal(attached, 4, part);
    const [{ keys }] = await store.sql(`select count(*)::int as keys from pg_constraint where conrelid = $1::regclass and contype = 'f'`, [part]);
    assert.equal(keys, 1, part);
  }
});

test('hours are summed up by kind, with different visitors; again changes nothing', async () => {
  await addEvent('2026-01-05T10:00:00Z', { visitor: visitor(1) });
  await addEvent('2026-01-05T10:59:59.999Z', { visitor: visitor(1) });
  await addEvent('2026-01-05T10:30:00Z', { visitor: visitor(2), kind: 'custom' });
  await addEvent('2026-01-05T11:00:00Z');
  await addEvent('2026-03-01T00:00:00Z', { visitor: visitor(3) });
  await rollUp();
  const expected = [['2026-01-05 10', 'custom', 1, 1], ['2026-01-05 10', 'page_view', 2, 1], ['2026-01-05 11', 'page_view', 1, 0],
    ['2026-03-01 00', 'page_view', 1, 1]];
  assert.deepEqual(await hours(), expected);
  await rollUp();
  assert.deepEqual(await hours(), expected);
  await store.sql('update client_event_clock set until = null');
  await rollUp();
  assert.deepEqual(await hours(), expected);
});

test('what is written late into this hour or the last is still counted', async () => {
  await rollUp();
  assert.deepEqual(await hours(), [], 'nothing of nothing');
  const [{ now, before }] = await store.sql(`select now(), date_trunc('hour', now(), 'UTC') - interval '1 minute' as before`);
  await addEvent(now);
  await rollUp();
  assert.equal((await hours()).length, 1);
  await addEvent(before);
  await addEvent(now);
  await rollUp();
  assert.deepEqual((await hours()).map(([, , events]) => events), [1, 2]);
});

test('two who sum up at one moment count once', async () => {
  for (let day = 1; day < 9; day++) await addEvent(`2026-01-0${day}T01:00:00Z`, { visitor: visitor(day) });
  await Promise.all([rollUp(), rollUp(), rollUp()]);
  assert.deepEqual((await hours()).map(([, , events]) => events), Array(8).fill(1));
});

test('a server makes months and sums up by itself', async () => {
  const [{ part }] = await addEvent(new Date());
  await store.sql('delete from client_events');
  await store.sql(`drop table ${part}`);
  await addEvent('2026-01-05T10:00:00Z');
  const second = await store.secondServer();
  try {
    assert.ok(await until(async () => (await hours()).length === 1 && (await months()).includes(part), 20000));
  } finally { await second.stop(); }
});

test('what is no event is refused', async () => {
  const wrong = { kind: `'other'`, visitor: `'\\x01'`, detail: `'[]'`, url: `repeat('x', 2001)`, em_cd: `repeat('x', 41)` };
  for (const [column, value] of Object.entries(wrong)) {
    const columns = column === 'kind' ? ['kind'] : ['kind', column];
    const values = column === 'kind' ? [value] : [`'custom'`, value];
    await assert.rejects(store.sql(`insert into client_events (${columns}) values (${values})`), { code: '23514' }, column);
  }
});
