// Exports: exactly the list, as CSV that spreadsheets read and don't compute.
import assert from 'node:assert/strict';
import test from 'node:test';
import { newStaff, startAdmin } from '../support/admin.js';
import { assertStatus } from '../support/sales.js';

let store, boss;
test.before(async () => {
  store = await startAdmin({ sandbox: false });
  boss = await newStaff(store);
});
test.after(() => store?.stop());

// RFC 4180. Cells that were not in quotation marks and empty are null.
function parse(text) {
  const rows = [];
  let row = [], cell = '', quoted = false, wasQuoted = false;
  const endCell = () => { row.push(wasQuoted || cell !== '' ? cell : null); cell = ''; wasQuoted = false; };
  for (let i = 0; i < text.length; i++) {
    const c = text[i];
    if (quoted && c === '"' && text[i + 1] === '"') { cell += '"'; i++; }
    else if (c === '"') { quoted = !quoted; wasQuoted = true; }
    else if (!quoted && c === ',') endCell();
    else if (!quoted && c === '\r' && text[i + 1] === '\n') { endCell(); rows.push(row); row = []; i++; }
    else cell += c;
  }
  assert.equal(row.length + cell.length, 0, 'it ends with CRLF');
  const [names, ...values] = rows;
  return values.map((each) => { assert.equal(each.length, names.length); return Object.fromEntries(names.map((name, i) => [name, each[i]])); });
}

const csv = async (query = '', who = boss, resource = 'products') => parse(assertStatus(await who.get(`/api/admin/${resource}/export${query}`), 200).text);

test('cells come through as they are, and formulas as text', async () => {
  const titles = ['Plain', 'a,b', 'a"b', ' space', '=1+1', '+1', '-cmd', '@sum', '-5', 'ümlaut 🧵', 'semi;colon', '\tx'];
  for (const [i, title] of titles.entries())
    await store.sql(`insert into products (slug, title, subtitle, description, option_names) values ($1, $2, '', $3, '{Colour,"a,b"}')`, [`e-${i}`, title, 'line one\r\nline two\n=x']);
  const reply = assertStatus(await boss.get('/api/admin/products/export?sort=id'), 200);
  assert.equal(reply.headers.get('content-type'), 'text/csv; charset=utf-8');
  assert.match(reply.headers.get('content-disposition'), /^attachment; filename="products-\d{4}-\d\d-\d\d\.csv"$/);
  assert.equal(reply.headers.get('cache-control'), 'no-store');
  const rows = parse(reply.text);
  assert.deepEqual(rows.map(({ title }) => title), titles.map((title) => (/^[=+\-@\t]/.test(title) && !/^-\d+$/.test(title) && title !== '+1' ? `'${title}` : title === '+1' ? "'+1" : title)));
  assert.equal(rows[0].description, 'line one\r\nline two\n=x');
  assert.equal(rows[0].subtitle, '');
  assert.equal(rows[0].published_at, null);
  assert.deepEqual(JSON.parse(rows[0].option_names), ['Colour', 'a,b']);
  assert.match(rows[0].created_at, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?\+00:00$/);
});

test('exactly the filter, search and order of the list', async () => {
  const list = assertStatus(await boss.get('/api/admin/products?q=a&sort=-title&limit=200'), 200).body;
  const rows = await csv('?q=a&sort=-title');
  assert.deepEqual(rows.map(({ id }) => id), list.items.map(({ id }) => id));
  assert.deepEqual(await csv(`?filter=${encodeURIComponent('{"slug":"nothing"}')}`), []);
  assertStatus(await boss.get('/api/admin/products/export?filter=x'), 422);
  assertStatus(await boss.get('/api/admin/products/export?format=xls'), 422);
});

test('a byte order mark for Excel', async () => {
  const bytes = Buffer.from(await (await fetch(`${store.url}/api/admin/products/export?bom=true`, {
    headers: { cookie: [...boss.cookies].map(([k, v]) => `${k}=${v}`).join('; ') } })).arrayBuffer());
  assert.deepEqual([...bytes.subarray(0, 5)], [0xef, 0xbb, 0xbf, 0x69, 0x64]);
});

test('no secrets, and no export without the permission', async () => {
  const { text } = assertStatus(await boss.get('/api/admin/users/export'), 200);
  assert.ok(!/password|argon2/.test(text));
  assertStatus(await (await newStaff(store, ['orders.view'])).get('/api/admin/products/export'), 403);
});

test('100,000 rows in the memory of a few', async () => {
  await store.sql(`insert into prospects (email) select 'x' || n || '@post.example' from generate_series(1, 100000) n`);
  const memory = async () => Number((await import('node:fs')).readFileSync(`/proc/${store.server.pid}/status`, 'utf8').match(/VmRSS:\s+(\d+)/)[1]);
  await csv('', boss, 'prospects');
  const before = await memory();
  const rows = await csv('', boss, 'prospects');
  assert.equal(rows.length, 100000);
  assert.ok(await memory() - before < 8 * 1024, 'KiB more than before');
});
