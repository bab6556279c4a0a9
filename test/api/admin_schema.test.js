// From the schema alone: every resource listed, made, read, changed, deleted and exported, with values made of the types of
// its fields and what they refer to made on the way. A new resource is tested by being there.
import assert from 'node:assert/strict';
import test from 'node:test';
import { newStaff, startAdmin } from '../support/admin.js';
import { assertStatus, hooksDone, startCheckout, visitorWith } from '../support/sales.js';

let store, boss, schema;
test.before(async () => {
  store = await startAdmin({ seed: 'demo' });
  // an order, which nothing but a payment makes
  const [{ sku_id: sku }] = await store.sql('select sku_id from sku_inventory join product_skus using (sku_id) where quantity_on_hand > 5 order by sku_id limit 1');
  const checkout = await startCheckout(await visitorWith(store, [[Number(sku), 1]]));
  await store.pay(checkout.session ?? checkout.id);
  await hooksDone(store);
  boss = await newStaff(store);
  schema = assertStatus(await boss.get('/api/admin/schema'), 200).body;
});
test.after(() => store?.stop());

// What no type tells: codes with a form of their own, words that must fit each other.
const special = {
  'email_messages.template': 'welcome', 'emails.template': 'welcome', 'discount_codes.kind': 'percent', 'group_permissions.resource': 'products',
  'user_permissions.resource': 'products',
};
// Required together with what is, or what leaves it free to be deleted.
const besides = { discount_codes: { percent_bp: 1000 }, sku_prices: { effective_at: '2099-01-01T00:00:00Z' } };
let count = 0;
const resource = (name) => schema.resources.find((each) => each.name === name);

async function valueOf(field, of, depth) {
  const n = ++count;
  const key = `${of.name}.${field.name}`;
  if (key in special) return special[key];
  if (field.name === 'code') return `MADE${n}`;
  if (field.name === 'username') return `made${n}`;
  switch (field.type) {
    case 'integer': case 'money': case 'basis_points': return Math.max(field.minimum ?? 1, Math.min(field.maximum ?? n, n % 90 + 1));
    case 'boolean': return false;
    case 'email': return `made${n}@post.example`;
    case 'url': return `https://shop.example/${n}`;
    case 'slug': return `made-${n}`;
    case 'choice': return field.choices[0];
    case 'time': return '2026-11-25T09:30:00+00:00';
    case 'json': return {};
    case 'texts': return [];
    case 'file': return `made-${n}.jpg`;
    case 'password': return 'Correct Horse! 7';
    case 'reference': return referenceTo(field.reference, depth);
    default: return `Made ${n}`.slice(0, field.maximum ?? 100);
  }
}

// A new one where that can be made, else one that is there.
async function referenceTo(name, depth) {
  const other = resource(name);
  assert.ok(other, `there is no resource ${name}`);
  const made = other.can.add && depth < 4 ? await make(other, depth + 1) : undefined;
  const object = made?.status === 201 ? made.body : assertStatus(await boss.get(`/api/admin/${name}?limit=1`), 200).body.items[0];
  assert.ok(object, `there is no ${name} to refer to: ${made?.text}`);
  return object.values[other.key[0]] ?? object.id;
}

async function make(of, depth = 0) {
  const values = { ...besides[of.name] };
  for (const field of of.fields) if (field.required && !field.read_only) values[field.name] = await valueOf(field, of, depth);
  return boss.post(`/api/admin/${of.name}`, { values });
}

const changeable = (field) => !field.read_only && !field.create_only && !field.computed &&
  ['text', 'long_text', 'integer', 'boolean', 'slug', 'html'].includes(field.type);

test('it tells where customers find the shop, by whatever address it is asked', async () => {
  const elsewhere = await boss.get('/api/admin/schema', { host: 'admin.example' });
  assert.deepEqual([schema.settings.public_url, elsewhere.body.settings.public_url], [store.url, store.url]);
});

test('every resource is listed, in each of its orders, and exported', async () => {
  for (const each of schema.resources) {
    const orders = each.fields.filter(({ sort }) => sort).flatMap(({ name }) => [name, `-${name}`]);
    for (const sort of ['', ...orders]) {
      const page = assertStatus(await boss.get(`/api/admin/${each.name}?limit=3&q=a&sort=${sort}`), 200);
      assert.ok(page.body.items.length <= 3);
    }
    for (const field of each.fields.filter(({ filter, type }) => filter && type === 'time'))
      assertStatus(await boss.get(`/api/admin/${each.name}?filter=${encodeURIComponent(JSON.stringify({ [field.name]: { gte: '2026-01-01T00:00:00Z', lt: '2027-01-01T00:00:00+02:00' } }))}`), 200);
    const { text } = assertStatus(await boss.get(`/api/admin/${each.name}/export`), 200);
    assert.match(text, /^id,/, each.name);
  }
});

test('every filter of every resource finds what a row has', async () => {
  for (const each of schema.resources) {
    const [row] = assertStatus(await boss.get(`/api/admin/${each.name}?limit=1`), 200).body.items;
    if (!row) continue;
    for (const field of each.fields.filter(({ filter, type }) => filter && type !== 'texts')) {
      const value = row.values[field.name];
      if (value === undefined) continue;
      for (const given of [value, [value]]) {
        const found = assertStatus(await boss.get(`/api/admin/${each.name}?limit=1&filter=${encodeURIComponent(JSON.stringify({ [field.name]: given }))}`), 200).body;
        assert.ok(found.total >= 1, `${each.name}.${field.name} ${JSON.stringify(given)}`);
      }
    }
  }
});

test('every resource that can be added to, changed or deleted from is, by what the schema tells', async () => {
  const failed = [];
  for (const each of schema.resources.filter(({ can }) => can.add)) {
    const made = await make(each);
    if (made.status !== 201) {
      failed.push(`${each.name}: ${made.text.slice(0, 300)}`);
      continue;
    }
    const address = `/api/admin/${each.name}/${encodeURIComponent(made.body.id)}`;
    let object = assertStatus(await boss.get(address), 200).body;
    assert.deepEqual(object, made.body);
    const field = each.fields.find(changeable);
    if (each.can.change && field) {
      const value = await valueOf(field, each, 0);
      const changed = await boss.patch(address, { version: object.version, values: { [field.name]: value } });
      if (changed.status === 200) {
        object = changed.body;
        assert.deepEqual(object.values[field.name], value, `${each.name}.${field.name}`);
      } else failed.push(`${each.name}.${field.name}: ${changed.text.slice(0, 300)}`);
    }
    if (each.can.delete) {
      const gone = await boss.delete(`${address}?version=${object.version}`);
      if (gone.status === 200) assertStatus(await boss.get(address), 404);
      else failed.push(`${each.name} delete: ${gone.text.slice(0, 300)}`);
    }
  }
  assert.deepEqual(failed, []);
});

test('what can only be looked at is refused by every other way', async () => {
  for (const each of schema.resources) {
    if (each.name === 'campaigns') continue; // its page has the same addresses
    if (!each.can.add) assertStatus(await boss.post(`/api/admin/${each.name}`, { values: {} }), 403);
    if (!each.can.change) assertStatus(await boss.patch(`/api/admin/${each.name}/1`, { version: '1', values: {} }), 403);
    if (!each.can.delete) assertStatus(await boss.delete(`/api/admin/${each.name}/1`), 403);
  }
});
