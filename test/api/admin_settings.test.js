// The store's settings: all or nothing, with a message for each, and never so that somebody locks himself out.
import assert from 'node:assert/strict';
import test, { after, afterEach, before } from 'node:test';
import { setUpTwoFactor } from '../support/accounts.js';
import { newStaff, startAdmin } from '../support/admin.js';
import { assertStatus, count, makeGoods } from '../support/sales.js';

let store, boss, initial;
before(async () => {
  store = await startAdmin();
  boss = await newStaff(store);
  initial = await stored();
});
after(() => store?.stop());

const settings = async (who = boss) =>
  Object.fromEntries(assertStatus(await who.get('/api/admin/settings'), 200).body.items.map((each) => [each.key, each]));
const put = (values, who = boss) => who.put('/api/admin/settings', { values });
const stored = async () => Object.fromEntries((await store.sql('select key, value from configuration')).map(({ key, value }) => [key, value]));
afterEach(async () => {
  for (const [key, value] of Object.entries(initial))
    await store.sql('update configuration set value = $2 where key = $1', [key, JSON.stringify(value)]);
});

test('every setting is told, with what it is', async () => {
  const all = await settings();
  assert.deepEqual(Object.keys(all).sort(), Object.keys(await stored()).sort());
  for (const { key, label, help, group, value } of Object.values(all)) {
    assert.ok(label && help && group, key);
    assert.deepEqual(value, initial[key], key);
  }
  assert.ok(all.time_zone.choices.includes('Europe/Berlin') && all.ships_to.choices.includes('DE'));
  assert.equal(all.currency.read_only, false);
  assert.equal(all.currency_exponent.read_only, true);
});

test('several are changed together, and the change is in the log', async () => {
  const reply = assertStatus(await put({ store_name: 'Quillmoor', support_email: 'help@quillmoor.example', ships_to: ['DE', 'AT'],
    time_zone: 'Europe/Berlin', collect_phone: true, low_stock_threshold: 3, log_client_events: false, store_tagline: '' }), 200);
  assert.equal(reply.body.items.find(({ key }) => key === 'store_name').value, 'Quillmoor');
  const now = await stored();
  assert.deepEqual([now.store_name, now.ships_to, now.time_zone, now.low_stock_threshold, now.log_client_events],
    ['Quillmoor', ['DE', 'AT'], 'Europe/Berlin', 3, false]);
  const log = await store.sql(`select change_id, username, object_id from audit_log where resource = 'configuration' order by id desc limit 7`);
  assert.equal(new Set(log.map(({ change_id }) => change_id)).size, 1);
  assert.ok(log.every(({ username }) => username === boss.who.username));
  assert.equal((await (await store.visitor()).get('/api/v1/session')).body.store.name, 'Quillmoor');
});

test('what did not change is not written', async () => {
  const before_ = await count(store, 'audit_log');
  assertStatus(await put({ store_name: initial.store_name, collect_phone: initial.collect_phone }), 200);
  assert.equal(await count(store, 'audit_log'), before_);
});

test('one that is wrong keeps all from being written; each is told', async () => {
  for (const [values, fields] of [
    [{ store_name: 'New', support_email: 'nobody' }, ['support_email']],
    [{ store_name: '  ', store_tagline: 'x'.repeat(201), collect_phone: 'yes' }, ['collect_phone', 'store_name', 'store_tagline']],
    [{ store_name: 'a\nb' }, ['store_name']],
    [{ store_name: 7, low_stock_threshold: 1.5 }, ['low_stock_threshold', 'store_name']],
    [{ store_name: null }, ['store_name']],
    [{ low_stock_threshold: -1 }, ['low_stock_threshold']],
    [{ ships_to: [] }, ['ships_to']],
    [{ ships_to: ['DE', 'XX'] }, ['ships_to']],
    [{ ships_to: 'DE' }, ['ships_to']],
    [{ store_name: 'New', time_zone: 'Mars/Olympus' }, ['time_zone']],
    [{ currency: 'eur' }, ['currency']],
    [{ currency_exponent: 0 }, ['currency_exponent']],
    [{ support_email: 'Me <me@post.example>' }, ['support_email']],
    [{ support_email: 'a@b.example\r\nBcc: c@d.example' }, ['support_email']],
    [{ store_name: 'New', nothing: 1 }, ['']],
  ]) {
    const { body } = assertStatus(await put(values), 422);
    assert.deepEqual(body.errors.map(({ field }) => field.replace('values.', '')).sort(), fields, JSON.stringify(values));
    assert.deepEqual(await stored(), initial, JSON.stringify(values));
  }
  for (const body of [{}, { values: [] }, { values: {}, more: 1 }, { values: 'x' }])
    assertStatus(await boss.put('/api/admin/settings', body), 422);
  assertStatus(await put({}), 200);
});

test('the currency brings its digits, until something has a price', async () => {
  assertStatus(await put({ currency: 'JPY' }), 200);
  assert.deepEqual([(await stored()).currency, (await stored()).currency_exponent], ['JPY', 0]);
  assertStatus(await put({ currency: 'USD' }), 200);
  await makeGoods(store, [{ price: 100 }]);
  assert.equal((await settings()).currency.read_only, true);
  const { body } = assertStatus(await put({ store_name: 'New', currency: 'EUR' }), 409, 'setting_fixed');
  assert.match(body.detail, /prices/);
  assertStatus(await put({ currency: 'USD' }), 200); // is no change
  assert.deepEqual(await stored(), initial);
});

test('nobody turns the second factor on and locks himself out', async () => {
  const { body } = assertStatus(await put({ staff_two_factor: true, store_name: 'New' }), 422);
  assert.deepEqual(body.errors.map(({ field, code }) => [field, code]), [['values.staff_two_factor', 'two_factor_missing']]);
  assert.deepEqual(await stored(), initial);
  const careful = await setUpTwoFactor(store, await newStaff(store));
  await store.sql('update sessions set two_factor = false where user_id = $1', [careful.userId]); // one that has not shown it
  assert.equal((await put({ staff_two_factor: true }, careful)).status, 422);
  await store.sql('update sessions set two_factor = true where user_id = $1', [careful.userId]);
  assertStatus(await put({ staff_two_factor: true }, careful), 200);
  assertStatus(await boss.get('/api/admin/settings'), 403, 'two_factor_missing');
  assertStatus(await put({ staff_two_factor: false }, careful), 200);
});

test('whether staff need a second factor is said by superusers alone', async () => {
  const clerk = await setUpTwoFactor(store, await newStaff(store, ['configuration.view', 'configuration.change']));
  await store.sql('update sessions set two_factor = true where user_id = $1', [clerk.userId]);
  for (const [from, to] of [[true, false], [false, true]]) {
    await store.sql(`update configuration set value = $1 where key = 'staff_two_factor'`, [String(from)]);
    assertStatus(await put({ staff_two_factor: to }, clerk), 403, 'forbidden');
    const { body } = assertStatus(await clerk.get('/api/admin/configuration/staff_two_factor'), 200);
    assertStatus(await clerk.patch('/api/admin/configuration/staff_two_factor', { version: body.version, values: { value: to } }), 403, 'forbidden');
  }
});

test('two who change different settings at once both succeed', async () => {
  const other = await newStaff(store);
  const replies = await Promise.all([put({ store_name: 'One', store_tagline: 'Two' }), put({ store_tagline: 'Three', store_name: 'Four' }, other)]);
  for (const reply of replies) assertStatus(reply, 200);
  const { store_name, store_tagline } = await stored();
  assert.ok(['One Two', 'Four Three'].includes(`${store_name} ${store_tagline}`), `${store_name} ${store_tagline}`);
});

test('the environment: names and whether they are set, no values', async () => {
  const reply = assertStatus(await boss.get('/api/admin/settings/environment'), 200);
  const all = Object.fromEntries(reply.body.items.map((each) => [each.name, each]));
  assert.equal(all.SECRET_KEY.is_set, true);
  assert.equal(all.SMTP_URL.is_set, false);
  assert.doesNotMatch(reply.text, /a secret of at least|sk_test_|whsec_test|postgresql:\/\/(?!user:password)/);
});

test('only for who may', async () => {
  const viewer = await newStaff(store, ['configuration.view']);
  await settings(viewer);
  assertStatus(await put({ store_name: 'New' }, viewer), 403, 'forbidden');
  const clerk = await newStaff(store, ['orders.view']);
  for (const path of ['/api/admin/settings', '/api/admin/settings/environment']) assertStatus(await clerk.get(path), 403, 'forbidden');
});
