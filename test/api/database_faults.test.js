// The database goes away, hangs, loses connections, changes under us: 503 in time, the process lives, and it serves
// again within a second of the database's return.
import assert from 'node:assert/strict';
import test, { after, before, beforeEach } from 'node:test';
import { Cluster } from '../support/cluster.js';
import { addProduct, addShipping } from '../support/shop.js';
import { sleep, startStore, until } from '../support/store.js';

let cluster;
let store;
let visitor;
let sku;
before(async () => {
  cluster = await Cluster.start({ synchronous_commit: 'on' }); // what was answered survives a crash
  store = await startStore({ seed: '', cluster, sandbox: false });
  sku = (await addProduct(store, { slug: 'thing' })).sku;
  await addShipping(store);
});
after(async () => { await store?.stop(); await cluster?.stop(); });
beforeEach(async () => { visitor = await store.visitor(); });

const deadline = 8000; // 6 s for an answer of the database, 2 s to wait for a connection

async function timed(call) {
  const start = Date.now();
  const reply = await call();
  assert.ok(Date.now() - start < deadline + 1000, `${Date.now() - start} ms`);
  return reply;
}

function unavailable(reply) {
  assert.equal(reply.status, 503, reply.text);
  assert.ok(['database_unavailable', 'outcome_unknown', 'overloaded'].includes(reply.body.code), reply.text);
  assert.equal(reply.headers.get('retry-after'), '1');
}

const calls = () => [() => visitor.get('/api/v1/cart'), () => visitor.add(sku), () => visitor.get('/api/v1/session'), () => visitor.ship(),
  () => visitor.get('/readyz'), () => visitor.get('/api/v1/products?limit=7'), () => visitor.get('/api/v1/orders/none?key=x')];

// Told, not judged: on an idle machine it is within a second.
async function servesSoon(t) {
  const start = Date.now();
  assert.ok(await until(async () => (await visitor.get('/readyz')).status === 200 && (await visitor.get('/api/v1/cart')).status === 200, 15000));
  t.diagnostic(`served again after ${Date.now() - start} ms`);
  assert.equal(store.server.exitCode, null);
}

// Clients that ask until told to stop; every reply is a good one or a 503.
function load(clients = 6) {
  const state = { on: true, good: 0, refused: 0, added: 0, unknown: 0 };
  const run = Array.from({ length: clients }, async (_, i) => {
    const one = await store.visitor();
    state.visitors = [...(state.visitors ?? []), one];
    while (state.on) {
      const reply = await (i % 2 ? one.add(sku) : one.get('/api/v1/cart'));
      if (reply.status === 200) { state.good++; if (i % 2) one.added = (one.added ?? 0) + 1; }
      else if (reply.status === 422) await one.delete('/api/v1/cart').then((r) => { if (r.status === 200) { one.added = 0; one.unknown = 0; } else one.spoiled = true; });
      else { unavailable(reply); state.refused++; if (i % 2 && reply.body.code === 'outcome_unknown') one.unknown = (one.unknown ?? 0) + 1; }
      await sleep(2);
    }
  });
  return { state, end: async () => { state.on = false; await Promise.all(run); return state; } };
}

// What was answered 200 is there; an add of unknown outcome may be.
async function nothingLost(state) {
  for (const one of state.visitors.filter((v) => v.added !== undefined && !v.spoiled)) {
    const { item_count: count } = (await one.get('/api/v1/cart')).body;
    assert.ok(count >= one.added && count <= one.added + (one.unknown ?? 0), `${count} of ${one.added} and ${one.unknown}`);
  }
}

for (const how of ['fast', 'immediate'])
  test(`PostgreSQL stops (${how}) while requests run, and comes back`, async (t) => {
    const busy = load();
    await until(() => busy.state.good > 50);
    await cluster.down(how);
    for (const reply of await Promise.all(calls().map(timed))) unavailable(reply);
    assert.equal((await visitor.get('/healthz')).status, 200, 'the process lives');
    await cluster.up();
    await servesSoon(t);
    const state = await busy.end();
    assert.ok(state.good > 50 && state.refused > 0);
    await nothingLost(state);
  });

test('backends are terminated under load', async (t) => {
  const busy = load();
  for (let i = 0; i < 5; i++) {
    const good = busy.state.good;
    await until(() => busy.state.good > good + 30);
    await store.sql("select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'startupwebapp' and datname = current_database()");
  }
  await servesSoon(t);
  const good = busy.state.good;
  assert.ok(await until(() => busy.state.good > good + 30));
  await nothingLost(await busy.end());
});

test('a PostgreSQL that hangs: 503 in time, and the store is back when it is', async (t) => {
  assert.equal((await visitor.add(sku)).status, 200);
  const pids = (await store.sql("select pid from pg_stat_activity where datname = current_database() and application_name = 'startupwebapp'")).map((r) => r.pid);
  const all = [cluster.process.pid, ...pids];
  for (const pid of all) process.kill(pid, 'SIGSTOP');
  try {
    const replies = await Promise.all(calls().slice(0, 5).map(timed));
    replies.forEach(unavailable);
    assert.equal((await visitor.get('/healthz')).status, 200);
  } finally { for (const pid of all) try { process.kill(pid, 'SIGCONT'); } catch { /* it has ended */ } }
  await servesSoon(t);
});

test('who waits behind a locked row is told to come again; others are served', async () => {
  assert.equal((await visitor.add(sku)).status, 200);
  const other = await store.visitor();
  const locker = await store.pool.connect();
  try {
    await locker.query('begin');
    await locker.query('select id from carts order by id desc limit 1 for update');
    const waiting = timed(() => visitor.add(sku));
    assert.equal((await other.add(sku)).status, 200);
    const refused = await waiting;
    assert.deepEqual([refused.status, refused.body.code], [503, 'overloaded']);
  } finally {
    await locker.query('rollback');
    locker.release();
  }
  assert.equal((await visitor.add(sku)).body.item_count, 2);
});

test('a migration that makes cached plans stale heals by itself', async () => {
  // each limit is a question of its own, not one kept in memory
  const ask = async (from) => { for (let i = from; i < from + 12; i++) assert.equal((await visitor.get(`/api/v1/products?sort=title&limit=${i}`)).status, 200); };
  await ask(1);
  assert.doesNotMatch(cluster.log, /cached plan must not/);
  await store.sql('alter table product_listings alter column title type varchar(200) collate "und-x-icu"');
  await Promise.all([20, 40, 60, 80].map(ask));
  assert.match(cluster.log, /cached plan must not change result type/, 'a plan was stale');
  assert.equal((await visitor.add(sku)).status, 200);
});

test('the server starts while the database is away, and serves when it comes', async (t) => {
  await store.stopServer();
  await cluster.down();
  const { startServer } = store;
  const started = startServer.call(store); // waits for /readyz, 2 s at least
  started.catch(() => {});
  assert.ok(await until(async () => (await fetch(`${store.url}/healthz`).catch(() => undefined))?.status === 200, 15000));
  unavailable(await timed(() => visitor.get('/readyz')));
  unavailable(await timed(() => visitor.get('/api/v1/products')));
  await cluster.up();
  await servesSoon(t);
  await started.catch(() => {});
});
