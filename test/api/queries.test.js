// Every query fits the schema, and an endpoint uses the same number of statements whatever the cart holds.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import test, { after, before } from 'node:test';
import { Cluster } from '../support/cluster.js';
import { addProduct, addShipping } from '../support/shop.js';
import { program, projectRoot, startStore, until } from '../support/store.js';

let cluster;
let store;
before(async () => {
  cluster = await Cluster.start({ shared_preload_libraries: 'pg_stat_statements', 'pg_stat_statements.track': 'all', 'pg_stat_statements.track_utility': 'off' });
  // only the web server: the job runner and the reconciler ask the database when they like
  store = await startStore({ seed: '', cluster, role: 'web' });
  await store.sql('create extension pg_stat_statements');
  await addShipping(store);
});
after(async () => { await store?.stop(); await cluster?.stop(); });

// Statements that the server sent while `act` ran, those of functions and triggers apart; the listener's beat is not of it.
async function statements(act) {
  await store.sql('select pg_stat_statements_reset()');
  await act();
  const rows = await store.sql(`select toplevel, sum(calls)::int as calls from pg_stat_statements
    where dbid = (select oid from pg_database where datname = current_database())
      and query not like '%catalogue_apply_due%' and query not like '%catalogue_due%' and query not like '%pg_stat_statements%'
      and query not like 'listen%' group by toplevel`);
  const of = (level) => rows.find((r) => r.toplevel === level)?.calls ?? 0;
  return { sent: of(true), inside: of(false) };
}

test('the number of statements is the same for 1, 10 and 100 lines', async () => {
  const { skus } = await addProduct(store, { slug: 'many', skus: Array.from({ length: 100 }, (_, i) => ({ price: 1000 + i, stock: 1000, position: i })) });
  const extra = (await addProduct(store, { slug: 'extra', skus: [{ price: 100 }] })).sku;
  const counts = [];
  for (const size of [1, 10, 100]) {
    const visitor = await store.visitor();
    for (const sku of skus.slice(0, size)) assert.equal((await visitor.add(sku)).status, 200);
    await visitor.ship();
    const code = `CODE${size}`;
    await store.sql("insert into discount_codes (code, kind, applies_to, percent_bp) values ($1, 'percent', 'items', 1000)", [code]);
    const count = {};
    const measure = async (name, call, status = 200) => {
      count[name] = await statements(async () => { const reply = await call(); assert.equal(reply.status, status, `${name}: ${reply.text}`); return reply; });
      assert.ok(count[name].sent > 0, `${name} was not counted`);
    };
    await measure('session', () => visitor.get('/api/v1/session'));
    await measure('read', () => visitor.get('/api/v1/cart'));
    await measure('add', () => visitor.add(skus[0]));
    await measure('set', () => visitor.put(`/api/v1/cart/items/${skus[0]}`, { quantity: 2 }));
    await measure('ship', () => visitor.ship());
    await measure('discount', () => visitor.post('/api/v1/cart/discounts', { code }));
    await measure('no discount', () => visitor.delete(`/api/v1/cart/discounts/${code}`));
    await measure('remove', () => visitor.delete(`/api/v1/cart/items/${extra}`));
    await measure('checkout', () => visitor.checkout(), 201);
    await measure('empty', () => visitor.delete('/api/v1/cart'));
    counts.push({ size, sent: Object.fromEntries(Object.entries(count).map(([k, v]) => [k, v.sent])) });
  }
  for (const { size, sent } of counts) assert.deepEqual(sent, counts[0].sent, `${size} lines`);
});

test('an order: the same number of statements for 1 and 100 lines', async () => {
  const skus = (await store.sql("select sku_id::int as id from product_skus join products on products.id = product_id where slug = 'many' order by position")).map((r) => r.id);
  const counts = [];
  for (const size of [1, 100]) {
    const visitor = await store.visitor();
    for (const sku of skus.slice(0, size)) await visitor.add(sku);
    await visitor.ship();
    const started = await visitor.checkout({ email: 'ann@shop.example' });
    assert.equal(started.status, 201, started.text);
    await store.pay(started.body.session, { hook: false });
    const order = await until(async () => (await visitor.get(`/api/v1/checkout/${started.body.session}`)).body.order);
    counts.push(await statements(async () => assert.equal((await visitor.get(`/api/v1/orders/${order.identifier}`)).body.lines.length, size)));
  }
  assert.ok(counts[0].sent > 0);
  assert.equal(counts[0].sent, counts[1].sent);
});

test('lists and pages: the same number of statements for 1 and 100 products or SKUs', async () => {
  for (let i = 0; i < 100; i++) await addProduct(store, { slug: `p${i}`, title: 'Counted' });
  const visitor = await store.visitor();
  const count = (path, items) => statements(async () => {
    const reply = await visitor.get(path);
    assert.equal(reply.status, 200);
    if (items) assert.equal(reply.body.items.length, items);
  });
  for (const query of ['', '&sort=price', '&sort=-price', '&sort=title', '&q=counted']) {
    const [one, hundred] = [await count(`/api/v1/products?limit=1${query}`, 1), await count(`/api/v1/products?limit=100${query}`, 100)];
    assert.ok(one.sent > 0);
    assert.equal(one.sent, hundred.sent, query);
  }
  const [few, many] = [await count('/api/v1/products/extra'), await count('/api/v1/products/many')];
  assert.ok(few.sent > 0);
  assert.equal(few.sent, many.sent);
  const repeated = await statements(async () => { for (let i = 0; i < 5; i++) await visitor.get('/api/v1/products/many'); });
  assert.ok(repeated.sent <= many.sent, 'served from memory');
});

async function doctor(env = {}) {
  const child = execFile(program, ['doctor'], { cwd: projectRoot, env: { ...store.env, ...env } });
  let output = '';
  child.stdout.on('data', (d) => { output += d; });
  child.stderr.on('data', (d) => { output += d; });
  const [status] = await once(child, 'close');
  return { status, output };
}

test('doctor: every query fits a migrated database; a column that is gone is noticed and named', async () => {
  const fine = await doctor();
  assert.match(fine.output, /^ok +all queries fit the schema$/m);
  assert.match(fine.output, /^ok +its schema is this program's$/m);
  await store.sql('alter table cart_skus rename column price_seen to price_shown');
  const wrong = await doctor();
  assert.equal(wrong.status, 1, wrong.output);
  assert.match(wrong.output, /^WRONG all queries fit the schema/m);
  assert.match(wrong.output, /cart_(add|set)_sku .*price_seen/);
  await store.sql('alter table cart_skus rename column price_shown to price_seen');
  assert.match((await doctor()).output, /^ok +all queries fit the schema$/m);
});

test('doctor: a database that is away, empty, or not ours', async () => {
  const away = await doctor({ DATABASE_URL: 'postgresql://postgres@/x?host=/nonexistent' });
  assert.equal(away.status, 1);
  assert.match(away.output, /^WRONG the database answers/m);
  await store.sql('create database nothing_in_it');
  const empty = await doctor({ DATABASE_NAME: 'nothing_in_it' });
  assert.equal(empty.status, 1);
  assert.match(empty.output, /run: startupwebapp migrate/);
});
