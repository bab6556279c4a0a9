// CSV import: what a file would do is told row by row before anything is done, and then all of it is done or nothing.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { newMember } from '../support/accounts.js';
import { newStaff, startAdmin } from '../support/admin.js';
import { apply, begin, check, look, rowsOf, send, sendPiece, settled } from '../support/imports.js';
import { assertStatus } from '../support/sales.js';

let store, staff;
before(async () => {
  store = await startAdmin({ seed: 'demo' });
  staff = await newStaff(store);
});
after(() => store?.stop());

const product = async (slug) => (await store.sql('select * from products where slug = $1', [slug]))[0];
const codes = (rows) => rows.map((row) => [row.line, ...row.errors.map((e) => `${e.field}:${e.code}`)]);
let names = 0;
const fresh = () => `imported-${++names}`;

test('new ones and changed ones, seen before they are made, then made at once', async () => {
  const [a, b] = [fresh(), fresh()];
  await store.sql(`insert into products (slug, title, subtitle) values ($1, 'Old title', 'Kept')`, [a]);
  const found = await check(staff, 'products', `slug,title\n${a},New title\n${b},"Second, ""quoted"""\n`);
  assert.deepEqual([found.state, found.rows, found.creates, found.updates, found.unchanged, found.errors], ['checked', 2, 1, 1, 0, 0]);
  const rows = await rowsOf(staff, found.id);
  const { id } = await product(a);
  assert.deepEqual(rows[0], { number: 1, line: 2, action: 'update', object_id: id, title: 'Old title',
    changes: [{ field: 'title', before: 'Old title', after: 'New title' }], errors: [] });
  assert.equal(rows[1].action, 'create');
  assert.deepEqual(rows[1].changes.find((c) => c.field === 'title'), { field: 'title', before: null, after: 'Second, "quoted"' });
  assert.equal(await product(b), undefined);

  const applied = await apply(staff, found.id);
  assert.equal(applied.state, 'applied', JSON.stringify(applied.problem));
  assert.equal((await product(a)).title, 'New title');
  assert.equal((await product(a)).subtitle, 'Kept');
  assert.equal((await product(b)).title, 'Second, "quoted"');

  const log = await store.sql('select * from audit_log where change_id = $1 order by id', [applied.change_id]);
  assert.deepEqual(log.map((row) => [row.resource, row.action, Number(row.user_id)]).sort(), [['products', 'insert', staff.userId], ['products', 'update', staff.userId]]);
  assert.deepEqual(log.find((row) => row.action === 'update').before, { title: 'Old title' });
  assertStatus(await staff.post(`/api/admin/imports/${found.id}/apply`), 409);

  const again = await check(staff, 'products', `slug,title\n${a},New title\n`);
  assert.deepEqual([again.unchanged, again.updates], [1, 0]);
});

test('a byte order mark, semicolons, quotes, CRLF, labels for names, columns that are ignored', async () => {
  const slug = fresh();
  const found = await check(staff, 'products', `\ufeff"Title";SLUG;Options;Published;created_at\r\n"Two\r\nlines; ""here""";${slug};Colour, Size;2026-01-02 03:04;x\r\n`);
  assert.equal(found.state, 'checked', JSON.stringify(found.problem));
  assert.deepEqual(found.columns, ['title', 'slug', 'option_names', 'published_at', 'created_at']);
  assert.deepEqual(found.ignored, ['created_at']);
  const [row] = await rowsOf(staff, found.id);
  assert.deepEqual(codes([row]), [[2, 'title:invalid_text']]); // a title is one line
  const good = await check(staff, 'products', `\ufeff"Title";SLUG;Options;Published;description\r\n"Semi; ""quoted""";${slug};"[""Colour"",""Size""]";2026-01-02 03:04;"Two\r\nlines"\r\n`);
  assert.equal((await apply(staff, good.id)).state, 'applied');
  const made = await product(slug);
  assert.deepEqual([made.title, made.option_names, made.published_at.toISOString(), made.description],
    ['Semi; "quoted"', ['Colour', 'Size'], '2026-01-02T03:04:00.000Z', 'Two\r\nlines']);
});

test('every error of every row, with its line; nothing can be applied', async () => {
  const slug = fresh();
  const text = ['slug,title,description,published_at', `${slug},Fine,,`, 'Not A Slug,T,,', `${fresh()},,,`, `${fresh()},T,,yesterday`,
    `${slug},Twice,,`, `${fresh()},too few`, `${fresh()},1,2,,,`, `${fresh()},"quoted"x,,`, `${fresh()},T,"over\ntwo lines",`, `${fresh()},T,,2026-13-01`].join('\n');
  const found = await check(staff, 'products', text);
  assert.equal(found.state, 'checked');
  assert.equal(found.rows, 10);
  assert.equal(found.errors, 9);
  const rows = await rowsOf(staff, found.id, 'errors');
  assert.deepEqual(codes(rows), [[2, ':repeated'], [3, 'slug:invalid_slug'], [4, 'title:required'], [5, 'published_at:invalid_time'],
    [6, ':repeated'], [7, ':too_few_cells'], [8, ':too_many_cells'], [9, 'title:behind_quote'], [12, 'published_at:invalid_time']]);
  assert.match(rows[0].errors[0].message, /Line 6/);
  assert.equal(rows[1].errors[0].value, 'Not A Slug');
  assert.equal(assertStatus(await staff.post(`/api/admin/imports/${found.id}/apply`), 409).body.code, 'import_state');
  assert.equal(await product(slug), undefined);
});

test('what fails as a whole tells its line and column', async () => {
  const failed = async (bytes, options) => {
    const found = await check(staff, 'products', bytes, options);
    assert.equal(found.state, 'failed');
    assert.equal(assertStatus(await staff.post(`/api/admin/imports/${found.id}/apply`), 409).body.code, 'import_state');
    return [found.problem.code, found.problem.line, found.problem.column];
  };
  assert.deepEqual(await failed(Buffer.from('\ufeffslug,title\na,b\n', 'utf16le')), ['not_utf8', 1, 1]);
  assert.deepEqual(await failed(Buffer.from('slug,title\na,b\nc,M\xfcller\n', 'latin1')), ['not_utf8', 3, 4]);
  assert.deepEqual(await failed(Buffer.from('slug,title\na,\0\n')), ['nul', 2, 3]);
  assert.deepEqual(await failed(Buffer.from('slug,title\na,"b\nc,d\n')), ['quote_open', 2, 3]);
  assert.deepEqual(await failed(Buffer.from('slug,title,colour\na,b,c\n')), ['unknown_column', 1, 3]);
  assert.deepEqual(await failed(Buffer.from('slug,title,Slug\na,b,c\n')), ['unknown_column', 1, 3]);
  assert.deepEqual(await failed(Buffer.from('title\nb\n'), { mode: 'update' }), ['missing_key', 1, 1]);
  assert.deepEqual(await failed(Buffer.from('title\nb\n'), { mode: 'create' }), ['missing_column', 1, 1]);
  assert.deepEqual(await failed(Buffer.from('\n\n')), ['no_header', 1, 1]);
  const slug = fresh();
  const latin = await check(staff, 'products', Buffer.from(`slug,title\n${slug},M\xfcller\n`, 'latin1'), { encoding: 'windows-1252' });
  assert.equal((await apply(staff, latin.id)).state, 'applied');
  assert.equal((await product(slug)).title, 'Müller');
});

test('cells of 1 MB', async () => {
  const large = 'x'.repeat(1024 * 1024);
  const found = await check(staff, 'products', `slug,title,description\n${fresh()},T,${large}\n${fresh()},T,"${large}y"\n${fresh()},T,short\n`);
  assert.deepEqual([found.state, found.rows, found.errors], ['checked', 3, 2]);
  assert.deepEqual(codes(await rowsOf(staff, found.id, 'errors')), [[2, 'description:out_of_range'], [3, 'description:cell_too_large']]);
});

test('what was neutralised for spreadsheets is taken as it was', async () => {
  const slug = fresh();
  const found = await check(staff, 'products', `slug,title,subtitle\n${slug},'=1+1,''@x\n`);
  assert.equal((await apply(staff, found.id)).state, 'applied');
  const made = await product(slug);
  assert.deepEqual([made.title, made.subtitle], ['=1+1', `'@x`]);
});

test('an export is a file that changes nothing when it is imported', async () => {
  await store.sql('insert into products (slug, title, subtitle, description) values ($1, $2, $3, $4)', [fresh(), '=1+1', `'=x`, '-5\r\n"quoted", \u{1f9f5}']);
  await store.sql('insert into products (slug, title, subtitle) values ($1, $2, $3)', [fresh(), `'tis`, '-12.50']);
  for (const resource of ['products', 'skus', 'product_skus', 'product_images', 'shipping_methods', 'collections', 'prospects']) {
    const { text } = assertStatus(await staff.get(`/api/admin/${resource}/export`), 200);
    const found = await check(staff, resource, text, { mode: 'update' });
    const [{ count }] = await store.sql(`select count(*) from ${resource}`);
    assert.deepEqual([found.state, found.errors, found.unchanged], ['checked', 0, Number(count)],
      `${resource}: ${JSON.stringify(found.problem)} ${JSON.stringify((await rowsOf(staff, found.id)).filter((row) => row.action !== 'unchanged').slice(0, 3))}`);
  }
});

test('money as people write it, references by key or code, and the id of an object', async () => {
  const [sku] = await store.sql('select id, code from skus order by id limit 1');
  const text = `sku_id,amount\n${sku.code},12.50\n${sku.id},"0,99"\n${sku.code},7\n${sku.code},1.234\n${sku.code},-1\nNO-SUCH,1\n`;
  const found = await check(staff, 'sku_prices', text, { mode: 'create' });
  assert.deepEqual(codes(await rowsOf(staff, found.id, 'errors')), [[5, 'amount:wrong_type'], [6, 'amount:out_of_range'], [7, 'sku_id:unknown_reference']]);
  const good = await check(staff, 'sku_prices', text.split('\n').slice(0, 4).join('\n'), { mode: 'create' });
  assert.equal((await apply(staff, good.id)).state, 'applied');
  assert.deepEqual((await store.sql('select amount from sku_prices where sku_id = $1 order by id desc limit 3', [sku.id])).map((r) => r.amount).sort(), ['1250', '700', '99']);

  const slug = fresh();
  const [{ id }] = await store.sql(`insert into products (slug, title) values ($1, 'By id') returning id`, [slug]);
  const byId = await check(staff, 'products', `id,slug,title\n${id},${slug}-renamed,By id\n,${fresh()},New\n999999999,${fresh()},None\nx,${fresh()},None\n`);
  const rows = await rowsOf(staff, byId.id);
  assert.deepEqual(rows.map((r) => r.action), ['update', 'create', null, null]);
  assert.deepEqual(codes(rows.slice(2)), [[4, 'id:not_found'], [5, 'id:not_found']]);
  assert.deepEqual(rows[0].changes, [{ field: 'slug', before: slug, after: `${slug}-renamed` }]);
});

test('keys of two columns, values that others have, modes', async () => {
  const [first, second] = await store.sql('select slug, id from products order by id limit 2');
  const [link] = await store.sql('select product_id, sku_id from product_skus order by 1, 2 limit 1');
  const linked = await check(staff, 'product_skus', `product_id,sku_id,position\n${link.product_id},${link.sku_id},42\n`);
  assert.deepEqual((await rowsOf(staff, linked.id))[0].object_id, `${link.product_id}:${link.sku_id}`);
  assert.equal((await apply(staff, linked.id)).state, 'applied');
  assert.equal((await store.sql('select position from product_skus where product_id = $1 and sku_id = $2', [link.product_id, link.sku_id]))[0].position, 42);

  const taken = await check(staff, 'products', `id,slug\n${first.id},${second.slug}\n`, { mode: 'update' });
  assert.deepEqual(codes(await rowsOf(staff, taken.id)), [[2, 'slug:not_unique']]);
  const exists = await check(staff, 'products', `slug,title\n${first.slug},X\n`, { mode: 'create' });
  assert.deepEqual(codes(await rowsOf(staff, exists.id)), [[2, ':exists']]);
  const missing = await check(staff, 'products', `slug,title\n${fresh()},X\n`, { mode: 'update' });
  assert.deepEqual(codes(await rowsOf(staff, missing.id)), [[2, ':not_found']]);
  const sparse = await check(staff, 'products', `slug,subtitle\n${fresh()},X\n`);
  assert.deepEqual(codes(await rowsOf(staff, sparse.id)), [[2, 'title:required']]);
});

test('errors, and then the file without them', async () => {
  const slug = fresh();
  const wrong = await check(staff, 'products', `slug,title\n${slug},\n`);
  assert.equal(wrong.errors, 1);
  const right = await check(staff, 'products', `slug,title\n${slug},Mended\n`);
  assert.equal(right.errors, 0);
  assert.equal((await apply(staff, right.id)).state, 'applied');
  assert.equal((await product(slug)).title, 'Mended');
});

test('what somebody else changed since the check is not overwritten, and nothing is applied', async () => {
  const [a, b] = [fresh(), fresh()];
  await store.sql(`insert into products (slug, title) values ($1, 'A'), ($2, 'B')`, [a, b]);
  const found = await check(staff, 'products', `slug,title\n${a},A2\n${b},B2\n${fresh()},New\n`);
  await store.sql(`update products set subtitle = 'meanwhile' where slug = $1`, [b]);
  const failed = await apply(staff, found.id);
  assert.deepEqual([failed.state, failed.problem.code, failed.errors], ['failed', 'rows_refused', 1]);
  assert.deepEqual(codes(await rowsOf(staff, found.id, 'errors')), [[3, ':edit_conflict']]);
  assert.equal((await product(a)).title, 'A');
  assertStatus(await staff.post(`/api/admin/imports/${found.id}/check`), 202);
  const again = await settled(staff, found.id);
  assert.deepEqual([again.state, again.errors, again.updates], ['checked', 0, 2]);
  assert.equal((await apply(staff, found.id)).state, 'applied');
  assert.equal((await product(b)).title, 'B2');
});

test('shoppers do not wait for what an import changes, nor it for them', async () => {
  const [{ id }] = await store.sql(`insert into skus (code) values ('IMPORT-CART') returning id`);
  const checked = await check(staff, 'skus', `id,title\n${id},Blue\n`, { mode: 'update' });
  const shopper = await store.pool.connect();
  try {
    await shopper.query('begin');
    await shopper.query('select from skus where id = $1 for key share', [id]); // as the foreign key of cart_skus has it
    const began = Date.now();
    assert.equal((await apply(staff, checked.id)).state, 'applied');
    assert.ok(Date.now() - began < 20000, 'it did not wait for the lock until it gave up');
  } finally {
    await shopper.query('rollback');
    shopper.release();
  }
});

test('what the database refuses at the end tells its row, and nothing is applied', async () => {
  const [a, b] = [fresh(), fresh()];
  const found = await check(staff, 'products', `slug,title\n${a},A\n${b},B\n${fresh()},C\n`);
  await store.sql(`insert into products (slug, title) values ($1, 'Quicker')`, [b]);
  const failed = await apply(staff, found.id);
  assert.equal(failed.state, 'failed');
  assert.deepEqual(codes(await rowsOf(staff, found.id, 'errors')), [[3, 'slug:not_unique']]);
  assert.equal(await product(a), undefined);
});

test('an upload goes on where it broke off', async () => {
  const bytes = Buffer.from(`slug,title\n${fresh()},${'t'.repeat(100)}\n`);
  const { id } = await begin(staff, 'products', bytes);
  assertStatus(await sendPiece(staff, id, 0, bytes.subarray(0, 10)), 200);
  assertStatus(await sendPiece(staff, id, 0, bytes.subarray(0, 10)), 200); // its reply was lost
  assert.equal((await look(staff, id)).received, 10);
  const conflict = assertStatus(await sendPiece(staff, id, 20, bytes.subarray(20, 30)), 409).body;
  assert.deepEqual([conflict.code, conflict.received], ['import_offset', 10]);
  assertStatus(await sendPiece(staff, id, 0, bytes.subarray(0, 9)), 409);
  assertStatus(await staff.post(`/api/admin/imports/${id}/check`), 409);
  assertStatus(await sendPiece(staff, id, 10, Buffer.alloc(0)), 422);
  assertStatus(await sendPiece(staff, id, 10, Buffer.alloc(bytes.length, 'x')), 422); // more than it was said to be
  await send(staff, id, bytes, 10);
  assertStatus(await staff.post(`/api/admin/imports/${id}/check`), 202);
  assert.equal((await settled(staff, id)).state, 'checked');
  assertStatus(await sendPiece(staff, id, bytes.length, bytes), 409);
});

test('nobody without permission, at no step', async () => {
  const body = { resource: 'products', filename: 'a.csv', size: 5, mode: 'both' };
  assertStatus(await (await store.visitor()).post('/api/admin/imports', body), 401);
  assertStatus(await (await newMember(store)).post('/api/admin/imports', body), 403);
  const some = await newStaff(store, ['products.view', 'products.change']);
  assertStatus(await some.post('/api/admin/imports', body), 403);
  assertStatus(await some.post('/api/admin/imports', { ...body, resource: 'nothing' }), 404);
  assertStatus(await some.post('/api/admin/imports', { ...body, mode: 'maybe' }), 422);
  assert.equal(assertStatus(await staff.post('/api/admin/imports', { ...body, resource: 'users' }), 409).body.code, 'not_importable');
  assert.equal(assertStatus(await staff.post('/api/admin/imports', { ...body, resource: 'audit_log' }), 409).body.code, 'not_importable');

  const slug = fresh();
  await store.sql(`insert into products (slug, title) values ($1, 'A')`, [slug]);
  const found = await check(some, 'products', `slug,title\n${slug},A2\n`, { mode: 'update' });
  assert.equal(found.updates, 1);
  const other = await newStaff(store, ['products.view', 'products.add', 'products.change']);
  for (const path of ['', '/rows']) assertStatus(await other.get(`/api/admin/imports/${found.id}${path}`), 404);
  for (const path of ['/check', '/apply']) assertStatus(await other.post(`/api/admin/imports/${found.id}${path}`), 404);
  assertStatus(await other.delete(`/api/admin/imports/${found.id}`), 404);
  assert.deepEqual((await other.get('/api/admin/imports')).body.items, []);
  assert.ok((await staff.get('/api/admin/imports')).body.items.some((each) => each.id === found.id)); // a superuser

  await store.sql(`delete from user_permissions where user_id = $1 and verb = 'change'`, [some.userId]);
  assertStatus(await some.post(`/api/admin/imports/${found.id}/apply`), 403);
  await store.sql(`update imports set state = 'applying', queued_at = now() where id = $1`, [found.id]); // as if it went in between
  const failed = await settled(staff, found.id);
  assert.deepEqual([failed.state, failed.problem.code], ['failed', 'forbidden']);
  assert.equal((await product(slug)).title, 'A');
});

test('deleted ones are gone, and so is what they held', async () => {
  const found = await check(staff, 'products', `slug,title\n${fresh()},A\n`);
  assertStatus(await staff.delete(`/api/admin/imports/${found.id}`), 200);
  assertStatus(await staff.get(`/api/admin/imports/${found.id}`), 404);
  assertStatus(await staff.delete(`/api/admin/imports/${found.id}`), 404);
  assertStatus(await staff.get('/api/admin/imports/x'), 404);
});

test('lists have pages', async () => {
  const { body } = assertStatus(await staff.get('/api/admin/imports?limit=2'), 200);
  assert.equal(body.items.length, 2);
  const next = assertStatus(await staff.get(`/api/admin/imports?limit=2&cursor=${body.next_cursor}`), 200).body;
  assert.ok(Number(next.items[0].id) < Number(body.items[1].id));
  assertStatus(await staff.get('/api/admin/imports?cursor=x'), 422);
});
