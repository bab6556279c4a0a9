// Terms of use: drafts, times, and that what members agreed to stays as it is.
import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import { newMember } from '../support/accounts.js';
import { newStaff, startAdmin } from '../support/admin.js';
import { assertStatus } from '../support/sales.js';

let store, boss, clerk, reader;
before(async () => {
  store = await startAdmin();
  boss = await newStaff(store);
  clerk = await newStaff(store, ['orders.view']);
  reader = await newStaff(store, ['terms_of_use_versions.view']);
});
after(() => store?.stop());

const terms = async () => assertStatus(await boss.get('/api/admin/terms'), 200).body;
const stateOf = async (version) => (await terms()).items.find((each) => each.version === version)?.state;
const inForce = async () => (await (await store.visitor()).get('/api/v1/terms')).body.version;
const resource = '/api/admin/terms_of_use_versions';
const make = (values) => boss.post(resource, { values });
async function change(version, values) {
  const { body } = assertStatus(await boss.get(`${resource}/${version}`), 200);
  return boss.patch(`${resource}/${version}`, { version: body.version, values });
}

test('a draft is nobody\'s terms until it is published; then all are asked again', async () => {
  const member = await newMember(store);
  const { next_version: version } = await terms();
  assert.equal(version, 2);
  assertStatus(await make({ version, title: 'Terms', body: '## New', published_at: null }), 201);
  assert.equal(await stateOf(2), 'draft');
  assert.equal(await inForce(), 1);
  assertStatus(await change(2, { body: '## Newer' }), 200);
  assertStatus(await change(2, { published_at: '2100-01-01T00:00:00Z' }), 200);
  assert.equal(await stateOf(2), 'scheduled');
  assertStatus(await change(2, { published_at: new Date().toISOString() }), 200);
  assert.equal(await stateOf(2), 'current');
  assert.equal(await stateOf(1), 'past');
  assert.equal(await inForce(), 2);
  assert.equal((await member.get('/api/v1/session')).body.member.terms_to_agree, 2);
  assertStatus(await member.post('/api/v1/terms/agreements', { version: 2 }), 200);
  const all = await terms();
  assert.deepEqual(all.items.map(({ version: each, agreements }) => [each, agreements]), [[2, 1], [1, 4]]);
  assert.equal(all.members, 4);
});

test('what was published stays as it is', async () => {
  for (const values of [{ body: 'Other' }, { title: 'Other' }, { published_at: null }])
    assertStatus(await change(1, values), 409, 'terms_published');
  const { body } = assertStatus(await boss.get(`${resource}/1`), 200);
  assertStatus(await boss.delete(`${resource}/1?version=${body.version}`), 409);
});

test('a version that nobody would see is refused, as is one that says nothing', async () => {
  const { next_version } = await terms();
  assertStatus(await make({ version: next_version + 1, title: 'Later', body: 'x', published_at: new Date().toISOString() }), 201);
  const { body } = assertStatus(await make({ version: next_version, title: 'Earlier', body: 'x', published_at: new Date().toISOString() }), 422);
  assert.equal(body.errors[0].field, 'published_at');
  assertStatus(await make({ version: next_version + 2, title: ' ', body: ' ', published_at: new Date().toISOString() }), 422);
});

test('only for who may', async () => {
  assertStatus(await clerk.get('/api/admin/terms'), 403, 'forbidden');
  assertStatus(await reader.get('/api/admin/terms'), 200);
});
