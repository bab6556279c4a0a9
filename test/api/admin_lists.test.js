// Lists of the admin: pages, order, search, filters, and how many there are.
import assert from 'node:assert/strict';
import test from 'node:test';
import { newStaff, startAdmin } from '../support/admin.js';
import { assertStatus } from '../support/sales.js';

let store, boss;
test.before(async () => {
  store = await startAdmin({ sandbox: false });
  boss = await newStaff(store);
  // 60 products: titles repeat, a third is published, some names hold what LIKE and JSON would understand
  await store.sql(`insert into products (slug, title, published_at)
    select 'p-' || n, 'Title ' || n / 7, case when n % 3 = 0 then timestamptz '2026-01-01' + n / 9 * interval '1 day' end
    from generate_series(1, 60) n`);
  await store.sql(`insert into products (slug, title) values ('odd-1', '100% "linen" \\ _x'), ('odd-2', '100 linen')`);
  await store.sql(`insert into skus (code, title) select 'SKU-' || n, 'Sku ' || n from generate_series(1, 5) n`).catch(() => {});
});
test.after(() => store?.stop());

const address = (resource, query = {}) => `/api/admin/${resource}?${new URLSearchParams(
  Object.entries(query).map(([name, value]) => [name, typeof value === 'object' ? JSON.stringify(value) : String(value)]))}`;
const list = async (query, resource = 'products') => assertStatus(await boss.get(address(resource, query)), 200).body;
const ids = (page) => page.items.map(({ id }) => id);
const refusal = async (query, resource = 'products') => {
  const { body } = assertStatus(await boss.get(address(resource, query)), 422);
  return body.errors.map(({ field, code }) => `${field} ${code}`).join();
};

async function walk(query, resource) {
  const found = [];
  for (let cursor; ;) {
    const page = await list({ ...query, ...(cursor ? { cursor } : {}) }, resource);
    found.push(...page.items);
    assert.ok(found.length < 1000);
    if (!page.next_cursor) return found;
    cursor = page.next_cursor;
  }
}

test('pages, one behind the other, hold each row once, in every order', async () => {
  const schema = assertStatus(await boss.get('/api/admin/schema'), 200).body;
  const { fields } = schema.resources.find(({ name }) => name === 'products');
  const sorts = fields.filter(({ sort }) => sort).map(({ name }) => name);
  assert.ok(sorts.length >= 2);
  for (const sort of [undefined, ...sorts.flatMap((name) => [name, `-${name}`])]) {
    const query = sort ? { sort } : {};
    const whole = (await list({ ...query, limit: 200 })).items.map(({ id }) => id);
    assert.equal(new Set(whole).size, 62, sort);
    assert.deepEqual((await walk({ ...query, limit: 7 })).map(({ id }) => id), whole, sort);
  }
  const titles = (await list({ sort: 'title', limit: 200 })).items.map(({ values }) => values.title);
  assert.equal(titles.length, 62);
});

test('nulls stand behind everything, or before it in the reverse order, and no page loses them', async () => {
  const [resource, sort] = ['products', 'published_at'];
  const drafts = (await store.sql('update products set published_at = null where id % 3 = 0 returning id')).length;
  assert.ok(drafts > 1);
  for (const order of [sort, `-${sort}`]) {
    const whole = (await list({ sort: order, limit: 200 }, resource)).items.map(({ id }) => id);
    assert.deepEqual((await walk({ sort: order, limit: 1 }, resource)).map(({ id }) => id), whole, order);
  }
});

test('offset and total', async () => {
  const whole = await list({ limit: 200 });
  assert.equal(whole.total, 62);
  assert.equal(whole.total_is_exact, true);
  assert.equal(whole.next_cursor, null);
  assert.deepEqual(ids(await list({ limit: 10, offset: 20 })), ids(whole).slice(20, 30));
  assert.deepEqual((await list({ offset: 9999 })).items, []);
});

test('search: each word must be in a searched field, and what LIKE understands is meant as it stands', async () => {
  assert.equal((await list({ q: 'linen' })).total, 2);
  assert.equal((await list({ q: '  LINEN   100 ' })).total, 2);
  assert.equal((await list({ q: '100%' })).total, 1);
  assert.equal((await list({ q: '_x' })).total, 1);
  assert.equal((await list({ q: '\\' })).total, 1);
  assert.equal((await list({ q: 'linen nothing' })).total, 0);
  const [first] = (await list({ limit: 1, sort: 'title' })).items;
  assert.ok(ids(await list({ q: first.id, limit: 200 })).includes(first.id), 'by the number');
  assert.equal(await refusal({ q: 'x'.repeat(301) }), 'q out_of_range');
});

test('filters', async () => {
  const whole = (await list({ limit: 200 })).items;
  const published = whole.filter(({ values }) => values.published_at !== null);
  assert.equal((await list({ filter: { published_at: null } })).total, 62 - published.length);
  const time = '2026-01-03T00:00:00Z';
  const since = published.filter(({ values }) => new Date(values.published_at) >= new Date(time)).length;
  assert.equal((await list({ filter: { published_at: { gte: time } } })).total, since);
  assert.equal((await list({ filter: { published_at: { lt: '2026-01-03T01:00:00+01:00' } } })).total, published.length - since);
  assert.equal((await list({ filter: { slug: 'p-7' } })).total, 1);
  assert.equal((await list({ filter: { slug: ['p-7', 'p-8', 'p-"9'] } })).total, 2);
  assert.equal((await list({ filter: { slug: { contains: 'P-1' } } })).total, 11);
  assert.equal((await list({ filter: { slug: [] } })).total, 0);
  const three = ids({ items: whole.slice(3, 6) });
  assert.deepEqual(ids(await list({ filter: { id: three } })).sort(), [...three].sort());
  assert.equal((await list({ filter: { id: [...three, 'x', "1' or true"] } })).total, 3);
  assert.equal((await list({ filter: { id: 'x' } })).total, 0);
});

test('what filters, orders and cursors can be wrong in', async () => {
  assert.equal(await refusal({ filter: '{' }), 'filter wrong_type');
  assert.equal(await refusal({ filter: '[]' }), 'filter wrong_type');
  assert.equal(await refusal({ filter: '{"a":'.repeat(20) + '1' + '}'.repeat(20) }), 'filter wrong_type');
  assert.equal(await refusal({ filter: { nothing: 1 } }), 'filter.nothing unknown_field');
  assert.equal(await refusal({ filter: { title: 'x', description: 'y' } }), 'filter.title not_filterable,filter.description not_filterable');
  assert.equal(await refusal({ filter: { published_at: 'soon' } }), 'filter.published_at invalid_time');
  assert.equal(await refusal({ filter: { published_at: { around: 'x' } } }), 'filter.published_at unknown_operator');
  assert.equal(await refusal({ filter: { published_at: {} } }), 'filter.published_at unknown_operator');
  assert.equal(await refusal({ filter: { slug: { gte: 'a' } } }), 'filter.slug unknown_operator');
  assert.equal(await refusal({ filter: { slug: 7 } }), 'filter.slug wrong_type');
  assert.equal(await refusal({ sort: 'description' }), 'sort not_sortable');
  assert.equal(await refusal({ sort: 'title; drop table products' }), 'sort not_sortable');
  assert.equal(await refusal({ limit: 0 }), 'limit out_of_range');
  assert.equal(await refusal({ limit: 'x' }), 'limit wrong_type');
  assert.equal(await refusal({ offset: 10001 }), 'offset out_of_range');
  const { next_cursor: cursor } = await list({ sort: 'title', limit: 5 });
  assert.equal(await refusal({ cursor }), 'cursor invalid_cursor');
  assert.equal(await refusal({ sort: '-title', cursor }), 'cursor invalid_cursor');
  assert.equal(await refusal({ sort: 'title', cursor, offset: 5 }), 'offset not_allowed');
  const coded = (thing) => Buffer.from(JSON.stringify(thing)).toString('base64url');
  for (const wrong of ['x', '!!', coded(7), coded([]), coded(['title', 'a']), coded(['title', 'a', 'x']), coded(['title', 7, '1']),
    coded(['title', 'a', '99999999999999999999']), coded(['title', 'a', '1', '2']), cursor.slice(0, -3), `${cursor}=`])
    assert.equal(await refusal({ sort: 'title', cursor: wrong }), 'cursor invalid_cursor', wrong);
  assert.equal(await refusal({ sort: 'created_at', cursor: coded(['created_at', 'never', '1']) }), 'cursor invalid_cursor');
});

test('beyond 10,000 objects the number is an estimate', async () => {
  await store.sql(`insert into prospects (email) select 'many' || n || '@post.example' from generate_series(1, 12000) n`);
  await store.sql('analyze prospects');
  const all = await list({ limit: 1 }, 'prospects');
  assert.equal(all.total_is_exact, false);
  assert.ok(all.total > 10000 && all.total < 20000, String(all.total));
  const narrowed = await list({ limit: 1, q: 'many' }, 'prospects');
  assert.equal(narrowed.total_is_exact, false);
  assert.ok(narrowed.total > 10000 && narrowed.total < 20000, String(narrowed.total));
});

test('lists leave out long texts, and secrets are nowhere', async () => {
  const page = await list({ limit: 1 });
  assert.equal(page.items[0].values.description, undefined);
  assert.ok((await list({ limit: 1 }, 'users')).items[0].values.password_hash === undefined);
});
