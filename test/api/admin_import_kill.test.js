// The import's worker is killed in a check and in an application: what was done in the check is not done again, and of an
// application nothing stays until all of it does. Two workers do each import once.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { newStaff, startAdmin } from '../support/admin.js';
import { begin, look, rowsOf, send, settled } from '../support/imports.js';
import { assertStatus } from '../support/sales.js';
import { until } from '../support/store.js';

const ROWS = 20000;
const file = (name, from = 0, rows = ROWS) => Buffer.from(
  `slug,title,description\n${Array.from({ length: rows }, (_, i) => `${name}-${i + from},Title ${i},${'words '.repeat(5)}`).join('\n')}\n`);

async function start(t) {
  const store = await startAdmin({ sandbox: false });
  t.after(() => store.stop());
  return { store, staff: await newStaff(store) };
}

const staged = async (store, id) => Number((await store.sql('select count(*) from import_rows where import_id = $1', [id]))[0].count);

test('killed in a check, and in an application', async (t) => {
  const { store, staff } = await start(t);
  const bytes = file('one');
  const { id } = await begin(staff, 'products', bytes);
  await send(staff, id, bytes);
  assertStatus(await staff.post(`/api/admin/imports/${id}/check`), 202);
  const seen = await until(async () => (await staged(store, id)) || undefined, 20000);
  await store.stopServer('SIGKILL');
  const kept = await until(async () => (await staged(store, id)) || undefined);
  assert.ok(seen > 0 && kept >= seen && kept < ROWS, `${kept} of ${ROWS} rows were checked before the kill`);
  const first = await store.sql('select xmin::text from import_rows where import_id = $1 and number = 1', [id]);

  await store.startServer();
  const checked = await settled(staff, id);
  assert.deepEqual([checked.state, checked.rows, checked.creates, checked.errors], ['checked', ROWS, ROWS, 0]);
  assert.deepEqual(await store.sql('select xmin::text from import_rows where import_id = $1 and number = 1', [id]), first, 'it was checked once');
  assert.equal((await rowsOf(staff, id, 'errors')).length, 0);

  assertStatus(await staff.post(`/api/admin/imports/${id}/apply`), 202);
  assert.ok(await until(async () => (await look(staff, id)).done > 0, 20000), 'how far it is can be seen while it works');
  assert.equal((await look(staff, id)).state, 'applying');
  await store.stopServer('SIGKILL');
  assert.equal((await store.sql('select count(*) from products'))[0].count, '0');
  assert.equal((await store.sql('select count(*) from audit_log'))[0].count, '0');
  await store.startServer();
  const applied = await settled(staff, id);
  assert.equal(applied.state, 'applied', JSON.stringify(applied.problem));
  assert.equal((await store.sql('select count(*) from products'))[0].count, String(ROWS));
  const changes = await store.sql('select change_id, count(*) from audit_log group by change_id');
  assert.deepEqual(changes, [{ change_id: String(applied.change_id), count: String(ROWS) }]);
  await until(async () => (await store.sql('select count(*) from import_pieces where import_id = $1', [id]))[0].count === '0');
});

test('cancelled while it is applied', async (t) => {
  const { store, staff } = await start(t);
  const bytes = file('two');
  const { id } = await begin(staff, 'products', bytes);
  await send(staff, id, bytes);
  assertStatus(await staff.post(`/api/admin/imports/${id}/check`), 202);
  assert.equal((await settled(staff, id)).state, 'checked');
  assertStatus(await staff.post(`/api/admin/imports/${id}/apply`), 202);
  assert.ok(await until(async () => (await look(staff, id)).done > 0, 20000));
  assertStatus(await staff.delete(`/api/admin/imports/${id}`), 200);
  assertStatus(await staff.get(`/api/admin/imports/${id}`), 404);
  assert.ok(await until(async () => (await store.sql(`select from pg_locks where locktype = 'advisory' and classid = import_lock_class()`)).length === 0, 20000));
  assert.equal((await store.sql('select count(*) from products'))[0].count, '0');
});

test('two workers: each import is done once', async (t) => {
  const { store, staff } = await start(t);
  const second = await store.secondServer();
  t.after(() => second.stop());
  const imports = [];
  for (let i = 0; i < 6; i++) {
    const bytes = file(`many-${i}`, 0, 3000);
    const { id } = await begin(staff, 'products', bytes);
    await send(staff, id, bytes);
    imports.push(id);
  }
  for (const step of ['check', 'apply']) {
    for (const id of imports) assertStatus(await staff.post(`/api/admin/imports/${id}/${step}`), 202);
    for (const id of imports) assert.equal((await settled(staff, id)).state, step === 'check' ? 'checked' : 'applied');
  }
  assert.equal((await store.sql('select count(*) from products'))[0].count, '18000');
  // nobody took up what another was at
  assert.deepEqual(await store.sql('select distinct attempt from imports'), [{ attempt: 2 }]);
});
