// The admin's page of a campaign: made, copied, changed by several at once, its steps, deleted; and who may do what.
import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import { newStaff, startAdmin } from '../support/admin.js';
import { addMember, change, makeReady, newCampaign, pageOf, step } from '../support/campaigns.js';
import { assertStatus, count } from '../support/sales.js';

let store, boss;
before(async () => {
  store = await startAdmin({ sandbox: false });
  boss = await newStaff(store);
});
after(() => store?.stop());

const patch = (staff, id, body) => staff.patch(`/api/admin/campaigns/${id}`, body);
const newTag = async (name) => (await store.sql('insert into tags (name) values ($1) returning id', [name]))[0].id;

test('a draft begins empty, and its page tells all of it', async () => {
  const page = await newCampaign(boss, 'prospect', 'Spring');
  assert.deepEqual([page.name, page.type, page.status, page.html, page.text, page.checks], ['Spring', 'prospect', 'draft', '', null, null]);
  assert.deepEqual(page.can, { edit: true, ready: true, draft: false, send: false, schedule: false, pause: false, resume: false,
    cancel: false, resend: false, delete: true });
  assert.deepEqual(await pageOf(boss, page.id), page);
  for (const body of [{}, { name: 'x' }, { type: 'transactional' }, { type: 'member', copy_of: '1' }, { copy_of: 'x' }, { copy_of: '999999' }])
    assertStatus(await boss.post('/api/admin/campaigns', body), 422);
  for (const id of ['999999', 'x', '0']) assertStatus(await boss.get(`/api/admin/campaigns/${id}/page`), 404, 'object_unknown');
  const [{ id }] = await store.sql(`insert into emails (type, template) values ('transactional', 'welcome') returning id`);
  assertStatus(await boss.get(`/api/admin/campaigns/${id}/page`), 404, 'object_unknown');
  assertStatus(await patch(boss, id, { version: '1', subject: 'x' }), 404, 'object_unknown');
  assertStatus(await boss.post('/api/admin/campaigns', { copy_of: String(id) }), 422);
});

test('every field can be written and is read again', async () => {
  const { id, version } = await newCampaign(boss);
  const [first, second] = [await newTag('regulars'), await newTag('press')];
  const given = { name: 'May', type: 'prospect', subject: 'Hello {{ recipient_name }}', preheader: 'Look', html: '<p>x</p>', text: 'x',
    from_name: 'The shop', from_address: 'news@shop.example', reply_to: 'us@shop.example', domain_waiver: 'moves next week' };
  const audience = { all_members: true, verified_only: false, bought: 'bought', bought_since: '2026-01-01T00:00:00Z',
    joined_since: '2025-01-01T00:00:00Z', joined_before: '2026-06-01T00:00:00Z', countries: ['DE', 'US'] };
  const delivery = { rate: 50, window_mails: 1000, window_seconds: 3600, track_opens: false, track_clicks: false };
  const page = assertStatus(await patch(boss, id, { version, ...given, audience: { ...audience, tags: [first], not_tags: [Number(second)] }, delivery }), 200).body;
  for (const [name, value] of Object.entries(given)) assert.equal(page[name], value, name);
  assert.deepEqual(page.audience, { ...audience, tags: [{ id: first, name: 'regulars' }], not_tags: [{ id: second, name: 'press' }] });
  assert.deepEqual(page.delivery, delivery);
  // what is left out stays, null empties, a tag changes sides
  const next = assertStatus(await patch(boss, id, { version: page.version, text: null, reply_to: null, domain_waiver: null,
    audience: { joined_before: null, tags: [second], not_tags: [first] }, delivery: { window_mails: null, window_seconds: null } }), 200).body;
  assert.deepEqual([next.text, next.reply_to, next.domain_waiver, next.html, next.audience.joined_before, next.audience.joined_since, next.delivery.rate,
    next.delivery.window_mails], [null, null, null, '<p>x</p>', null, audience.joined_since, 50, null]);
  assert.deepEqual([next.audience.tags[0].id, next.audience.not_tags[0].id], [second, first]);
  // nobody notices that a tag goes, and a campaign would go to others
  const { version: seen } = assertStatus(await boss.get(`/api/admin/tags/${first}`), 200).body;
  assertStatus(await boss.delete(`/api/admin/tags/${first}?version=${seen}`), 409, 'in_use');
});

test('what does not fit is refused by its name, and nothing of it is written', async () => {
  const { id, version } = await newCampaign(boss);
  const refusals = [
    [{ subject: 5 }, 'subject'], [{ subject: 'a\nb' }, 'subject'], [{ type: 'transactional' }, 'type'], [{ html: 'x'.repeat(1048577) }, 'html'],
    [{ preheader: 'x'.repeat(301) }, 'preheader'], [{ domain_waiver: 'x' }, 'domain_waiver'], [{ from_address: 'a b' }, 'from_address'],
    [{ audience: { bought: 'maybe' } }, 'audience.bought'], [{ audience: { bought_since: 'yesterday' } }, 'audience.bought_since'],
    [{ audience: { joined_since: '2026-13-01T00:00:00Z' } }, 'audience.joined_since'], [{ audience: { countries: ['de'] } }, 'audience.countries'],
    [{ audience: { countries: 'DE' } }, 'audience.countries'], [{ audience: { tags: [999999] } }, 'audience.tags'],
    [{ audience: { tags: ['x'] } }, 'audience.tags'], [{ audience: { tags: {} } }, 'audience.tags'], [{ audience: { more: 1 } }, 'audience.more'],
    [{ delivery: { rate: 0 } }, 'delivery.rate'], [{ delivery: { rate: 100001 } }, 'delivery.rate'], [{ delivery: { window_seconds: 2592001 } }, 'delivery.window_seconds'],
    [{ delivery: { window_mails: 5 } }, 'delivery.window_seconds'], [{ status: 'ready' }, 'status'], [{ scheduled_at: null }, 'scheduled_at'],
    [{ audience: { joined_since: '2026-02-01T00:00:00Z', joined_before: '2026-01-01T00:00:00Z' } }, 'audience.joined_before'],
  ];
  for (const [values, field] of refusals) {
    const { body } = assertStatus(await patch(boss, id, { version, name: 'Not written', ...values }), 422);
    assert.ok(body.errors.some((each) => each.field === field), `${JSON.stringify(values).slice(0, 80)}: ${JSON.stringify(body.errors)}`);
  }
  assertStatus(await patch(boss, id, { subject: 'x' }), 422);
  assert.equal((await pageOf(boss, id)).name, 'News');
});

test('of two who change it at once the second must look again, whatever they changed', async () => {
  const { id } = await newCampaign(boss);
  for (const [mine, yours] of [[{ subject: 'a' }, { subject: 'b' }], [{ delivery: { rate: 5 } }, { subject: 'c' }],
    [{ subject: 'd' }, { audience: { bought: 'bought' } }], [{ audience: { tags: [await newTag('x')] } }, { name: 'e' }]]) {
    const { version } = await pageOf(boss, id);
    assertStatus(await patch(boss, id, { version, ...mine }), 200);
    assertStatus(await patch(boss, id, { version, ...yours }), 409, 'edit_conflict');
  }
  const { version } = await pageOf(boss, id);
  const replies = await Promise.all([1, 2, 3, 4].map((n) => patch(boss, id, { version, preheader: String(n) })));
  assert.deepEqual(replies.map(({ status }) => status).sort(), [200, 409, 409, 409]);
});

test('a copy has all but codes and fate', async () => {
  const { id } = await newCampaign(boss);
  const tag = await newTag('copied');
  const original = await change(boss, id, { subject: 'Hello', html: '<p>x</p>', preheader: 'y', audience: { tags: [tag], countries: ['DE'] },
    delivery: { rate: 7 }, domain_waiver: 'why not' });
  await makeReady(store, id);
  const copy = assertStatus(await boss.post('/api/admin/campaigns', { copy_of: id }), 201).body;
  assert.notEqual(copy.id, id);
  assert.notEqual(copy.em_cd, original.em_cd);
  for (const name of ['subject', 'html', 'text', 'preheader', 'type', 'audience', 'delivery', 'domain_waiver'])
    assert.deepEqual(copy[name], original[name], name);
  assert.deepEqual([copy.name, copy.status, copy.checks, copy.ready_at], ['Copy of News', 'draft', null, null]);
});
