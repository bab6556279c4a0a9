// The page of a product: SKUs of all combinations, prices now and later, pictures, collections, preview, a copy.
import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import { newStaff, startAdmin } from '../support/admin.js';
import { addProduct, addShipping } from '../support/shop.js';
import { assertSound, assertStatus, until } from '../support/sales.js';

let store, staff;
before(async () => {
  store = await startAdmin();
  staff = await newStaff(store);
  await addShipping(store);
});
after(() => store?.stop());

const draft = async (more = {}) => (await addProduct(store, { published: 'null', skus: [], ...more })).id;
const at = (id, what) => `/api/admin/products/${id}/${what}`;
const page = async (id) => assertStatus(await staff.get(at(id, 'page')), 200).body;
const fault = (reply) => [reply.status, reply.body.code, reply.body.errors?.[0]?.field, reply.body.errors?.[0]?.code];
const matrix = { options: { Colour: ['Red', 'Dark blue'], Size: ['S', 'M'] }, price: 2500 };

test('the matrix makes what is missing and keeps what is there', async () => {
  const id = await draft({ slug: 'linen-shirt', title: 'Linen shirt' });
  const first = assertStatus(await staff.post(at(id, 'skus'), { ...matrix, stock: 4 }), 201).body;
  assert.deepEqual(first.option_names, ['Colour', 'Size']);
  assert.deepEqual(first.skus.map((sku) => sku.code),
    ['LINEN-SHIRT-RED-S', 'LINEN-SHIRT-RED-M', 'LINEN-SHIRT-DARK-BLUE-S', 'LINEN-SHIRT-DARK-BLUE-M']);
  assert.ok(first.skus.every((sku) => sku.price === 2500 && sku.on_hand === 4 && sku.active && sku.lowest_price_30_days === 2500));
  const more = assertStatus(await staff.post(at(id, 'skus'), { options: { Colour: ['Red', 'Dark blue'], Size: ['S', 'M', 'L'] }, price: 2600, code_prefix: 'LS' }), 201).body;
  assert.deepEqual(more.skus.slice(0, 4).map((sku) => sku.id), first.skus.map((sku) => sku.id));
  assert.deepEqual(more.skus.slice(4).map((sku) => [sku.code, sku.price, sku.on_hand]), [['LS-RED-L', 2600, null], ['LS-DARK-BLUE-L', 2600, null]]);
  assert.equal(assertStatus(await staff.post(at(id, 'skus'), matrix), 201).body.skus.length, 6);
  await assertSound(store);
});

test('a product without options has one SKU; codes that are taken get a number', async () => {
  const [a, b] = [await draft({ slug: 'plain-cup' }), await draft({ slug: 'other-cup' })];
  for (let i = 0; i < 2; i++)
    assert.deepEqual(assertStatus(await staff.post(at(a, 'skus'), { options: {}, price: 100 }), 201).body.skus.map((sku) => sku.code), ['PLAIN-CUP']);
  assert.equal(assertStatus(await staff.post(at(b, 'skus'), { options: {}, price: 100, code_prefix: 'Plain cup' }), 201).body.skus[0].code, 'PLAIN-CUP-2');
  assert.deepEqual(fault(await staff.post(at(a, 'skus'), matrix)), [422, 'invalid_input', 'options', 'other_options']);
});

test('two who make the same SKUs at once make them once', async () => {
  const id = await draft();
  const replies = await Promise.all(Array.from({ length: 6 }, () => staff.post(at(id, 'skus'), matrix)));
  for (const reply of replies) assertStatus(reply, 201);
  assert.equal((await page(id)).skus.length, 4);
});

test('what is no matrix is told, and nothing is made', async () => {
  const id = await draft();
  const many = Array.from({ length: 15 }, (_, i) => `v${i}`);
  for (const [body, field, code] of [
    [{ options: { A: many, B: many }, price: 1 }, 'options', 'out_of_range'],
    [{ options: { A: [] }, price: 1 }, 'options', 'wrong_type'],
    [{ options: { A: 'x' }, price: 1 }, 'options', 'wrong_type'],
    [{ options: { A: [1] }, price: 1 }, 'options', 'wrong_type'],
    [{ options: { A: [' x'] }, price: 1 }, 'options', 'wrong_type'],
    [{ options: { A: ['x'.repeat(51)] }, price: 1 }, 'options', 'wrong_type'],
    [{ options: { A: ['x', 'X'] }, price: 1 }, 'options', 'not_unique'],
    [{ options: { ' ': ['x'] }, price: 1 }, 'options', 'out_of_range'],
    [{ options: { A: ['x'], B: ['x'], C: ['x'], D: ['x'], E: ['x'], F: ['x'] }, price: 1 }, 'options', 'out_of_range'],
    [{ options: [], price: 1 }, 'options', 'wrong_type'],
    [{ options: 'A', price: 1 }, 'options', 'wrong_type'],
    [{ options: {}, price: -1 }, 'price', 'out_of_range'],
    [{ options: {}, price: 100000000 }, 'price', 'out_of_range'],
    [{ options: {}, price: 1.5 }, 'price', 'wrong_type'],
    [{ options: {}, price: 1, stock: -1 }, 'stock', 'out_of_range'],
    [{ options: {}, price: 1, code_prefix: '--' }, 'code_prefix', 'out_of_range'],
    [{ options: {} }, 'price', 'required'],
  ]) assert.deepEqual(fault(await staff.post(at(id, 'skus'), body)), [422, 'invalid_input', field, code], JSON.stringify(body).slice(0, 100));
  assert.equal((await page(id)).skus.length, 0);
  for (const wrong of ['999999999', 'x', '0']) assertStatus(await staff.post(at(wrong, 'skus'), matrix), 404, 'object_unknown');
});

test('prices: from now on, and from a time to come', async () => {
  const product = await addProduct(store, { skus: [{ prices: [[1000, '50 days'], [900, '10 days']] }] });
  const set = (body) => staff.post(`/api/admin/skus/${product.sku}/prices`, body);
  const later = new Date(Math.ceil(Date.now() / 1000) * 1000 + 3600e3).toISOString(); // the API tells whole seconds
  assert.equal(assertStatus(await set({ amount: 1200 }), 200).body.changed, true);
  assert.equal(assertStatus(await set({ amount: 1200 }), 200).body.changed, false);
  assert.equal(assertStatus(await set({ amount: 800, effective_at: later }), 200).body.changed, true);
  const [sku] = (await page(product.id)).skus;
  assert.deepEqual([sku.price, sku.lowest_price_30_days, sku.next_price.amount], [1200, 900, 800]);
  assert.equal(Date.parse(sku.next_price.effective_at), Date.parse(later));
  assert.equal(Number((await store.sql('select count(*) from sku_prices where sku_id = $1', [product.sku]))[0].count), 4);
  for (const [body, field, code] of [
    [{ amount: 1, effective_at: new Date(Date.now() - 60e3).toISOString() }, 'effective_at', 'in_the_past'],
    [{ amount: 1, effective_at: 'tomorrow' }, 'effective_at', 'wrong_type'],
    [{ amount: 1, effective_at: 'infinity' }, 'effective_at', 'wrong_type'],
    [{ amount: 1, effective_at: '2030-13-01T00:00:00Z' }, 'effective_at', 'wrong_type'],
    [{ amount: 1, effective_at: '2300-01-01T00:00:00Z' }, 'effective_at', 'out_of_range'],
    [{ amount: -1 }, 'amount', 'out_of_range'], [{ amount: 100000000 }, 'amount', 'out_of_range'], [{}, 'amount', 'required'],
  ]) assert.deepEqual(fault(await set(body)), [422, 'invalid_input', field, code], JSON.stringify(body));
  assertStatus(await staff.post('/api/admin/skus/999999999/prices', { amount: 1 }), 404, 'object_unknown');
});

test('prices of several SKUs: an amount, or a percentage with ties to even', async () => {
  const product = await addProduct(store, { skus: [{ price: 1005 }, { price: 1015 }, { price: 0 }] });
  const other = await addProduct(store);
  const set = (body) => staff.post(at(product.id, 'prices'), body);
  const now = async () => (await page(product.id)).skus.map((sku) => sku.price);
  assertStatus(await set({ percent_bp: 1000 }), 200);
  assert.deepEqual(await now(), [1106, 1116, 0]); // 1105.5 and 1116.5
  assertStatus(await set({ percent_bp: -5000, skus: [product.skus[0]] }), 200);
  assert.deepEqual(await now(), [553, 1116, 0]);
  assertStatus(await set({ amount: 700, skus: product.skus.slice(1) }), 200);
  assert.deepEqual(await now(), [553, 700, 700]);
  assert.deepEqual(fault(await set({ amount: 1, skus: [other.sku] })), [422, 'invalid_input', 'skus', 'unknown_reference']);
  for (const body of [{}, { amount: 1, percent_bp: 1 }]) assert.deepEqual(fault(await set(body)).slice(0, 3), [422, 'invalid_input', 'amount']);
  for (const skus of ['1', {}, ['1'], [0], [1.5], [null]]) assert.deepEqual(fault(await set({ amount: 1, skus })).slice(0, 3), [422, 'invalid_input', 'skus'], JSON.stringify(skus));
  assertStatus(await set({ amount: 90000000 }), 200);
  assert.deepEqual(fault(await set({ percent_bp: 5000 })), [422, 'invalid_input', 'percent_bp', 'out_of_range']);
  assert.deepEqual(await now(), [90000000, 90000000, 90000000], 'all or none');
});

test('pictures: added behind, put in order, told with their variants', async () => {
  const id = await draft();
  assertStatus(await staff.post(at(id, 'skus'), matrix), 201);
  const add = (body) => staff.post(at(id, 'images'), { file: 'a-1600.webp', width: 1600, height: 1200, ...body });
  const first = assertStatus(await add({ alt: 'A shirt', variants: [{ file: 'a-800.webp', width: 800 }, { file: 'a-400.webp', width: 400 }] }), 201).body.images[0];
  assert.equal(first.srcset, '/media/a-400.webp 400w, /media/a-800.webp 800w');
  assertStatus(await add({ file: 'b.webp', option_value: 'Red' }), 201);
  const { images } = assertStatus(await add({ file: 'c.webp' }), 201).body;
  assert.deepEqual(images.map((image) => [image.file, image.option_value]), [['a-1600.webp', null], ['b.webp', 'Red'], ['c.webp', null]]);
  const ids = images.map((image) => image.id).toReversed();
  assert.deepEqual(assertStatus(await staff.put(at(id, 'images'), { ids }), 200).body.images.map((image) => image.id), ids);
  for (const wrong of [ids.slice(1), [...ids, ids[0]], [ids[0], ids[0], ids[1]], [...ids.slice(1), 999999999], []])
    assertStatus(await staff.put(at(id, 'images'), { ids: wrong }), 409, 'edit_conflict');
  for (const [body, field, code] of [
    [{ file: '../x y' }, 'file', 'not_allowed'], [{ file: '<b>' }, 'file', 'not_allowed'], [{ width: 0 }, 'width', 'out_of_range'],
    [{ option_value: 'Green' }, 'option_value', 'unknown_choice'], [{ variants: {} }, 'variants', 'wrong_type'],
    [{ variants: [{ file: 'a.webp' }] }, 'variants', 'wrong_type'], [{ variants: [{ file: 'a.webp', width: '400' }] }, 'variants', 'wrong_type'],
    [{ variants: [{ file: 'a b', width: 400 }] }, 'variants', 'wrong_type'], [{ variants: [{ file: 'a', width: 1, x: 1 }] }, 'variants', 'wrong_type'],
  ]) assert.deepEqual(fault(await add(body)), [422, 'invalid_input', field, code], JSON.stringify(body));
});

test('collections of a product', async () => {
  const id = await draft();
  const [one, two] = (await store.sql(`insert into collections (slug, title) values ('one', 'One'), ('two', 'Two') returning id`)).map((row) => Number(row.id));
  const set = async (ids) => assertStatus(await staff.put(at(id, 'collections'), { ids }), 200).body.collections.map((each) => each.slug).sort();
  assert.deepEqual(await set([one, two, one]), ['one', 'two']);
  assert.deepEqual(await set([two]), ['two']);
  assert.deepEqual(await set([]), []);
  assert.deepEqual(fault(await staff.put(at(id, 'collections'), { ids: [one, 999999] })), [422, 'invalid_input', 'ids', 'unknown_reference']);
  assert.deepEqual((await page(id)).collections, []);
});

test('a draft is previewed by staff alone, and is what the store shows once it is published', async () => {
  const id = await draft({ slug: 'soon-here', title: 'Soon here' });
  assertStatus(await staff.get(at(id, 'preview')), 409, 'product_not_priced');
  assertStatus(await staff.post(at(id, 'skus'), { ...matrix, stock: 3 }), 201);
  assertStatus(await staff.post(at(id, 'images'), { file: 'a.webp', width: 16, height: 12, option_value: 'Red' }), 201);
  const preview = assertStatus(await staff.get(at(id, 'preview')), 200).body;
  assertStatus(await staff.get('/api/v1/products/soon-here'), 404, 'product_unknown');
  assertStatus(await (await store.visitor()).get(at(id, 'preview')), 401, 'login_required');
  assertStatus(await (await newStaff(store, ['orders.view'])).get(at(id, 'preview')), 403, 'forbidden');
  await store.sql('update products set published_at = now() where id = $1', [id]);
  const shown = await until(async () => {
    const reply = await staff.get('/api/v1/products/soon-here');
    return reply.status === 200 && reply.body;
  });
  assert.deepEqual({ ...preview, published_at: shown.published_at }, shown);
});

test('a copy is a draft with SKUs of its own', async () => {
  const product = await addProduct(store, { slug: 'jug', title: 'Jug', collections: ['table'], skus: [{ price: 1500, stock: 7 }, { price: 1600 }] });
  const copies = [];
  for (let i = 0; i < 2; i++) copies.push(assertStatus(await staff.post(at(product.id, 'duplicate')), 201).body);
  assert.deepEqual(copies.map((copy) => copy.slug), ['jug-copy', 'jug-copy-2']);
  const [copy] = copies;
  assert.deepEqual([copy.state, copy.title, copy.published_at, copy.for_sale], ['draft', 'Jug (copy)', null, false]);
  assert.deepEqual(copy.skus.map((sku) => [sku.price, sku.on_hand]), [[1500, 0], [1600, null]]);
  assert.deepEqual(copy.collections.map((each) => each.slug), ['table']);
  assert.equal(new Set([...copies, await page(product.id)].flatMap((each) => each.skus.map((sku) => sku.code))).size, 6);
});

test('each step needs its permission, and is in the log as one change', async () => {
  const id = await draft();
  const grants = ['products.view', 'products.change', 'skus.add'];
  const some = await newStaff(store, grants);
  assertStatus(await some.get(at(id, 'page')), 200);
  for (const [method, what, body] of [['post', 'skus', matrix], ['post', 'prices', { amount: 1 }], ['post', 'images', { file: 'a', width: 1, height: 1 }],
    ['put', 'images', { ids: [] }], ['put', 'collections', { ids: [] }], ['post', 'duplicate', undefined]])
    assertStatus(await some[method](at(id, what), body), 403, 'forbidden');
  const able = await newStaff(store, [...grants, 'sku_prices.add']);
  assertStatus(await able.post(at(id, 'skus'), matrix), 201);
  const rows = await store.sql('select change_id, resource from audit_log where username = $1', [able.who.username]);
  assert.equal(new Set(rows.map((row) => row.change_id)).size, 1);
  assert.deepEqual([...new Set(rows.map((row) => row.resource))].sort(), ['product_skus', 'products', 'sku_inventory', 'sku_prices', 'skus']);
});
