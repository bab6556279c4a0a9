// The catalogue: lists, pages, search, prices, and that what is served from memory is never older than a second.
import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import { addProduct, addShipping } from '../support/shop.js';
import { sleep, startStore } from '../support/store.js';

let store;
let demo;
let visitor;
before(async () => {
  store = await startStore({ seed: '', sandbox: false, env: { LOOPS: '1' } }); // one memory of replies
  demo = await startStore({ sandbox: false });
  visitor = await store.visitor();
});
after(async () => { await store?.stop(); await demo?.stop(); });

const list = async (query = '', at = visitor) => {
  const reply = await at.get(`/api/v1/products?${query}`);
  assert.equal(reply.status, 200, reply.text);
  return reply.body;
};
const slugs = async (query, at) => (await list(query, at)).items.map((p) => p.slug);

async function allPages(query, limit) {
  const items = [];
  for (let cursor = ''; ;) {
    const page = await list(`${query}&limit=${limit}${cursor && `&cursor=${cursor}`}`);
    assert.ok(page.items.length <= limit);
    items.push(...page.items);
    if (!page.next_cursor) return items;
    assert.equal(page.items.length, limit, 'only the last page is short');
    cursor = page.next_cursor;
  }
}

// The promise is a second; the bound here is for a loaded machine, and the time measured is what must be near it.
async function soon(what, wanted) {
  const start = Date.now();
  let got;
  do {
    got = await what();
    if (JSON.stringify(got) === JSON.stringify(wanted)) return Date.now() - start;
    await sleep(20);
  } while (Date.now() - start < 1000);
  assert.deepEqual(got, wanted, 'not within one second');
  return 0;
}

test('every order, every size of page: each product once, in order', async () => {
  const long = '\u{1F3FA}'.repeat(190);
  for (let i = 0; i < 120; i++)
    await addProduct(store, { slug: `page-${i}`, title: i % 3 ? `Lamp ${String.fromCharCode(65 + (i % 26))}` : `${long}${i % 5}`, subtitle: 'pagetest',
      published: `timestamptz '2024-01-01' + interval '1 hour' * ${i % 10}`, skus: [{ price: 100 * (i % 7) }] });
  const keys = { newest: (p) => [p.published_at], price: (p) => [p.price_from], '-price': (p) => [-p.price_from], title: null };
  for (const search of ['', '&q=pagetest'])
    for (const [sort, key] of Object.entries(keys)) {
      const whole = await allPages(`sort=${sort}${search}`, 100);
      assert.equal(new Set(whole.map((p) => p.id)).size, 120, `${sort}${search}`);
      for (const limit of [1, 7, 24, 99].filter((n) => n > 1 || sort === 'newest'))
        assert.deepEqual((await allPages(`sort=${sort}${search}`, limit)).map((p) => p.id), whole.map((p) => p.id), `${sort}${search} by ${limit}`);
      if (!key) continue;
      for (let i = 1; i < whole.length; i++) {
        const [a, b] = [key(whole[i - 1])[0], key(whole[i])[0]];
        assert.ok(sort === 'newest' ? a >= b : a <= b, `${sort}${search} at ${i}`);
      }
    }
  assert.equal((await list('')).items.length, 24);
  await store.sql("delete from products where subtitle = 'pagetest'");
  await soon(() => slugs(''), []);
});

test('cursors of another order, altered, impossible', async () => {
  for (let i = 0; i < 3; i++) await addProduct(store, { slug: `cursor-${i}` });
  await soon(async () => (await slugs('')).length, 3);
  const sorts = ['newest', 'price', '-price', 'title'];
  const cursors = Object.fromEntries(await Promise.all(sorts.map(async (sort) => [sort, (await list(`sort=${sort}&limit=1`)).next_cursor])));
  for (const sort of sorts)
    for (const other of sorts.filter((s) => s !== sort)) {
      const reply = await visitor.get(`/api/v1/products?sort=${sort}&cursor=${cursors[other]}`);
      assert.deepEqual([reply.status, reply.body.errors?.[0].code], [422, 'invalid_cursor'], `${sort} with that of ${other}`);
    }
  const forge = (text) => Buffer.from(text, 'latin1').toString('base64url');
  for (const number of ['9223372036854775807', '-9223372036854775808', '9000000000000001', '', 'x', '1e9', '9'.repeat(50)])
    for (const sort of ['newest', 'price', '-price']) {
      const reply = await visitor.get(`/api/v1/products?sort=${sort}&cursor=${forge(`${sort}|1|${number}`)}`);
      assert.deepEqual([reply.status, reply.body.errors?.[0].code], [422, 'invalid_cursor'], `${sort} ${number}`);
    }
  for (const text of ['newest', 'newest|1', 'newest|x|1', '|1|1', 'title|1|\xff', 'title|1|a\0b', 'best|1|1']) {
    const reply = await visitor.get(`/api/v1/products?cursor=${forge(text)}&sort=${text.split('|')[0].replace('best', 'newest') || 'newest'}`);
    assert.deepEqual([reply.status, reply.body.errors?.[0].code], [422, 'invalid_cursor'], text);
  }
  for (const text of ["title|1|' or 1=1", 'title|9223372036854775807|zzz', 'price|-5|-5'])
    assert.equal((await visitor.get(`/api/v1/products?sort=${text.split('|')[0]}&cursor=${forge(text)}`)).status, 200, text);
});

test('filters, alone and together', async () => {
  await store.sql('delete from products');
  await addProduct(store, { slug: 'cheap', collections: ['table', 'desk'], skus: [{ price: 500, stock: 3 }] });
  await addProduct(store, { slug: 'range', collections: ['table'], skus: [{ price: 1000, stock: 0 }, { price: 3000, stock: 0 }] });
  await addProduct(store, { slug: 'dear', collections: ['desk'], skus: [{ price: 9000, stock: 0, backorder: true }] });
  await soon(async () => (await slugs('sort=price')), ['cheap', 'range', 'dear']);
  const cases = { 'collection=table': ['cheap', 'range'], 'collection=desk': ['cheap', 'dear'], 'collection=none': [], 'collection=Table': [],
    'min_price=501': ['range', 'dear'], 'min_price=500': ['cheap', 'range', 'dear'], 'max_price=999': ['cheap'], 'max_price=1000': ['cheap', 'range'],
    'min_price=2000&max_price=2500': ['range'], 'min_price=3001&max_price=8999': [], 'min_price=9&max_price=1': [],
    'in_stock=true': ['cheap', 'dear'], 'in_stock=false': ['cheap', 'range', 'dear'], 'in_stock=true&collection=table': ['cheap'],
    'min_price=501&in_stock=true&collection=desk': ['dear'], 'min_price=0&max_price=99999999999': ['cheap', 'range', 'dear'] };
  for (const [query, wanted] of Object.entries(cases)) assert.deepEqual(await slugs(`sort=price&${query}`), wanted, query);
  const items = (await list('sort=price')).items;
  assert.deepEqual(items.map((p) => [p.price_from, p.price_to, p.in_stock]), [[500, 500, true], [1000, 3000, false], [9000, 9000, true]]);
});

test('two questions never share one answer', async () => {
  await store.sql('delete from products');
  await addProduct(store, { slug: 'pipe', title: 'Pipe b|c', collections: ['a'] });
  await soon(() => slugs(''), ['pipe']);
  assert.deepEqual(await slugs(`collection=${encodeURIComponent('a|b')}&q=c`), []);
  assert.deepEqual(await slugs(`collection=a&q=${encodeURIComponent('b|c')}`), ['pipe']);
});

test('search: words, beginnings of words, typing errors, signs', async () => {
  const guest = await demo.visitor();
  for (const [words, first] of [['moor mug', 'moor-mug'], ['MUG', 'moor-mug'], ['mugs', 'moor-mug'], ['notebook', 'field-notebook'], ['noteb', 'field-notebook'],
    ['lambsw', 'lambswool-throw'], ['mugg', 'moor-mug'], ['notbook', 'field-notebook'], ['lamswool', 'lambswool-throw'], ['beeswaks', 'beeswax-candles'], ['fell lamp', 'fell-lamp']])
    assert.equal((await slugs(`q=${encodeURIComponent(words)}`, guest))[0], first, words);
  assert.ok((await slugs('q=stoneware', guest)).includes('moor-mug'));
  for (const words of ['stonware', 'mgu']) assert.ok((await slugs(`q=${words}`, guest)).includes('moor-mug'), words);
  assert.deepEqual(await slugs('q=xylophone', guest), []);
  for (const words of ['%', '_', '\\', '%%%', '___', '\\\\\\', "'", '"', 'a & | ! b:*', '(', '<->'])
    assert.ok(!(await slugs(`q=${encodeURIComponent(words)}&limit=100`, guest)).includes('gift-card'), `${words} is no pattern`);
});

test('drafts, future and unsellable products are hidden; one appears when its time comes', async () => {
  await store.sql('delete from products');
  await addProduct(store, { slug: 'draft', published: 'null' });
  await addProduct(store, { slug: 'future', published: "now() + interval '1 day'" });
  await addProduct(store, { slug: 'priceless', skus: [{ prices: [] }] });
  await addProduct(store, { slug: 'later-price', skus: [{ prices: [[100, '-1 day']] }] });
  await addProduct(store, { slug: 'no-skus', skus: [] });
  await addProduct(store, { slug: 'there' });
  await soon(() => slugs(''), ['there']);
  for (const slug of ['draft', 'future', 'priceless', 'later-price', 'no-skus', 'never']) {
    const reply = await visitor.get(`/api/v1/products/${slug}`);
    assert.deepEqual([reply.status, reply.body.code], [404, 'product_unknown'], slug);
  }
  const [{ at }] = await store.sql("select (extract(epoch from clock_timestamp() + interval '1500 milliseconds') * 1000)::bigint::float8 as at");
  await store.sql("update products set published_at = to_timestamp($1::float8 / 1000) where slug = 'future'", [at]);
  assert.deepEqual(await slugs(''), ['there'], 'not before');
  await sleep(Math.max(0, at - Date.now()));
  await soon(() => slugs('sort=newest'), ['future', 'there']);
  assert.equal((await visitor.get('/api/v1/products/future')).status, 200);
});

test('prices: the newest that is in effect, one to come by itself, and the lowest of thirty days', async () => {
  const histories = [
    // [amount, ago], price, lowest
    [[[1000, '400 days']], 1000, 1000],
    [[[1000, '400 days'], [800, '20 days'], [900, '10 days']], 900, 800],
    [[[500, '400 days'], [800, '31 days'], [900, '10 days']], 900, 800],
    [[[500, '400 days'], [800, '29 days']], 800, 500],
    [[[500, '60 days'], [700, '40 days'], [900, '35 days']], 900, 900],
    [[[900, '60 days'], [100, '-1 day']], 900, 900],
    [[[900, '5 days'], [700, '3 days'], [1100, '1 day']], 1100, 700],
    [[[700, '2 days'], [900, '4 days']], 700, 700],
  ];
  for (const [prices, price, lowest] of histories) {
    const { slug } = await addProduct(store, { skus: [{ prices }] });
    await soon(async () => {
      const { status, body } = await visitor.get(`/api/v1/products/${slug}`);
      return status === 200 && [body.price_from, body.skus[0].price, body.skus[0].lowest_price_30_days];
    }, [price, price, lowest]);
  }
  const { slug, sku } = await addProduct(store, { skus: [{ price: 1000 }] });
  const seen = async () => [(await visitor.get(`/api/v1/products/${slug}`)).body.skus?.[0].price, (await list('limit=100')).items.find((p) => p.slug === slug)?.price_from];
  await soon(seen, [1000, 1000]);
  const [{ at }] = await store.sql("select (extract(epoch from clock_timestamp() + interval '1500 milliseconds') * 1000)::bigint::float8 as at");
  await store.sql('insert into sku_prices (sku_id, amount, effective_at) values ($1, 777, to_timestamp($2::float8 / 1000))', [sku, at]);
  assert.deepEqual(await seen(), [1000, 1000]);
  await sleep(Math.max(0, at - Date.now()));
  await soon(seen, [777, 777]);
});

test('of two prices with one time, only the later row was ever in effect', async () => {
  const { slug, sku } = await addProduct(store, { skus: [{ prices: [] }] });
  await store.sql("insert into sku_prices (sku_id, amount, effective_at) values ($1, 1, '2026-01-01'), ($1, 1000, '2026-01-01')", [sku]);
  await soon(async () => (await visitor.get(`/api/v1/products/${slug}`)).body.skus?.map((s) => [s.price, s.lowest_price_30_days]), [[1000, 1000]]);
});

test('changes by anybody are seen within a second, under load, by two servers', async (t) => {
  await store.sql('delete from products');
  const { id, sku } = await addProduct(store, { slug: 'watched', title: 'Old', collections: ['shelf'], skus: [{ price: 1000, stock: 50 }] });
  await addShipping(store, 'watched', 100);
  const second = await startStore({ seed: '', sandbox: false });
  t.after(() => second.stop());
  await second.stopServer();
  second.env.DATABASE_NAME = store.databaseName;
  await second.startServer();
  const other = await second.visitor();
  let busy = true;
  const load = Array.from({ length: 8 }, async (_, i) => {
    for (let n = 0; busy; n++) {
      const path = ['/api/v1/products', '/api/v1/products/watched', '/api/v1/collections', '/api/v1/products?sort=price'][(n + i) % 4];
      const reply = await fetch((i % 2 ? store : second).url + path);
      await reply.arrayBuffer();
      assert.ok([200, 404].includes(reply.status), `${path}: ${reply.status}`);
    }
  });
  const see = async (pick) => Promise.all([visitor, other].map(pick));
  const product = (v) => v.get('/api/v1/products/watched').then((r) => r.body);
  const both = (value) => [value, value];
  try {
    const steps = [
      ["update products set title = 'New'", async (v) => (await product(v)).title, 'New'],
      ["update products set title = 'Newer'", async (v) => (await list('', v)).items[0]?.title, 'Newer'],
      [`insert into sku_prices (sku_id, amount) values (${sku}, 1200)`, async (v) => [(await product(v)).skus[0].price, (await list('', v)).items[0].price_from], [1200, 1200]],
      [`update sku_prices set amount = 1300 where amount = 1200`, async (v) => (await list('', v)).items[0].price_from, 1300],
      [`delete from sku_prices where amount = 1300`, async (v) => (await list('', v)).items[0].price_from, 1000],
      ['update sku_inventory set quantity_on_hand = 7', async (v) => (await product(v)).skus[0].quantity_left, 7],
      ['update sku_inventory set quantity_on_hand = 0', async (v) => [(await product(v)).skus[0].status, await slugs('in_stock=true', v)], ['out_of_stock', []]],
      ['truncate sku_inventory', async (v) => [(await product(v)).skus[0].status, await slugs('in_stock=true', v)], ['in_stock', ['watched']]],
      ["update collections set title = 'Shelves'", async (v) => (await product(v)).collections.map((c) => c.title), ['Shelves']],
      ['delete from product_collections', async (v) => [await slugs('collection=shelf', v), (await v.get('/api/v1/collections')).body.items.map((c) => c.product_count)].flat(), undefined],
      ['truncate collections cascade', async (v) => (await v.get('/api/v1/collections')).body.items, []],
      [`insert into product_images (product_id, file, width, height) values (${id}, 'a.webp', 10, 10)`, async (v) => (await product(v)).images.length, 1],
      ['truncate product_images', async (v) => (await product(v)).images.length, 0],
      ["update shipping_methods set amount = 222 where code = 'watched'", async (v) => (await v.get('/api/v1/shipping-methods')).body.items.find((m) => m.code === 'watched').amount, 222],
      ['update skus set active = false', async (v) => (await v.get('/api/v1/products/watched')).status, 404],
      ['update skus set active = true', async (v) => (await v.get('/api/v1/products/watched')).status, 200],
      ['truncate product_skus', async (v) => [(await v.get('/api/v1/products/watched')).status, (await slugs('', v)).length], [404, 0]],
      [`insert into product_skus (product_id, sku_id) values (${id}, ${sku})`, async (v) => slugs('', v), ['watched']],
      ['truncate sku_prices', async (v) => slugs('', v), []],
      [`insert into sku_prices (sku_id, amount) values (${sku}, 5)`, async (v) => slugs('', v), ['watched']],
      ['delete from products', async (v) => [(await v.get('/api/v1/products/watched')).status, (await slugs('', v)).length], [404, 0]],
    ];
    for (const [sql, pick, wanted] of steps) {
      await see(pick).catch(() => {}); // the caches are warm
      await store.sql(sql);
      if (wanted === undefined) continue;
      try {
        await soon(() => see(pick).catch(() => []), both(wanted));
      } catch (problem) { throw new Error(`${sql}: ${problem.message}`); }
    }
  } finally {
    busy = false;
    await Promise.all(load);
  }
});

test('a SKU that moves to another product leaves the first', async () => {
  await store.sql('delete from products');
  const from = await addProduct(store, { slug: 'from', skus: [{ price: 100 }, { price: 900 }] });
  const to = await addProduct(store, { slug: 'to', skus: [{ price: 500 }] });
  const ranges = async () => (await list('sort=title')).items.map((p) => [p.slug, p.price_from, p.price_to]).sort();
  await soon(ranges, [['from', 100, 900], ['to', 500, 500]]);
  await store.sql('update product_skus set product_id = $1 where sku_id = $2', [to.id, from.skus[0]]);
  await soon(ranges, [['from', 900, 900], ['to', 100, 500]]);
});
