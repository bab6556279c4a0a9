// Whom a campaign would go to: who is in it, and for each who is not the first reason that holds.
import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import { newStaff, startAdmin } from '../support/admin.js';
import { addMember, addProspect, change, newCampaign } from '../support/campaigns.js';
import { assertStatus } from '../support/sales.js';

let store, boss;
before(async () => {
  store = await startAdmin({ sandbox: false });
  boss = await newStaff(store);
});
after(() => store?.stop());

const audienceOf = async (id, staff = boss) => assertStatus(await staff.get(`/api/admin/campaigns/${id}/audience`), 200).body;

test('members: each is in it or counted where he is left out, and what is told is what is sent', async () => {
  const [{ id: tag }] = await store.sql(`insert into tags (name) values ('vip') returning id`);
  const [{ n: others }] = await store.sql('select count(*)::int as n from members'); // staff, who get no newsletter
  const fine = [await addMember(store, { first_name: 'Grace', last_name: 'Hopper', tags: [tag] }), await addMember(store), await addMember(store, { first_name: '', last_name: '' })];
  await addMember(store, { email_unsubscribed_at: '2026-02-01', newsletter_subscriber: false });
  await addMember(store, { newsletter_subscriber: false });
  await addMember(store, { email_verified_at: null });
  const suppressed = await addMember(store);
  await store.sql(`insert into suppressions (address, reason) values ($1, 'complaint')`, [suppressed.email]);
  await addMember(store, { is_active: false });
  const { id } = await newCampaign(boss);
  const told = await audienceOf(id);
  assert.deepEqual([told.count, told.left_out], [3, { unsubscribed: 1, no_newsletter: 1 + others, unverified: 1, suppressed: 1, filtered: 1 }]);
  assert.deepEqual(told.sample.map(({ address, member_id: member, prospect_id: prospect }) => `${address} ${member} ${prospect}`).sort(),
    fine.map((each) => `${each.email} ${each.id} null`).sort());
  assert.ok(told.sample.some(({ title }) => title === 'Grace Hopper') && told.sample.some(({ title }) => title === fine[2].name), JSON.stringify(told.sample));
  const total = ({ count, left_out: out }) => count + Object.values(out).reduce((sum, n) => sum + n, 0);
  const everybody = total(told);
  for (const audience of [{ tags: [tag] }, { tags: [], not_tags: [tag] }, { not_tags: [], all_members: true }, { verified_only: false }, { bought: 'bought' },
    { bought: 'not_bought', joined_since: '2026-01-01T00:00:00Z', joined_before: '2027-01-01T00:00:00Z' }, { bought: 'any', countries: ['DE'] }]) {
    await change(boss, id, { audience });
    const now = await audienceOf(id);
    const addresses = await store.sql('select address from campaign_audience($1)', [id]);
    assert.equal(now.count, addresses.length, JSON.stringify(audience));
    assert.equal(now.sample.length, Math.min(10, now.count));
    assert.equal(total(now), everybody, JSON.stringify(audience));
    assert.ok(Object.values(now.left_out).every((n) => n >= 0), JSON.stringify(now));
  }
  const byTag = await newCampaign(boss);
  await change(boss, byTag.id, { audience: { tags: [tag] } });
  assert.deepEqual((await audienceOf(byTag.id)).sample.map(({ address }) => address), [fine[0].email]);
});

test('two accounts with one address get one mail', async () => {
  const { id } = await newCampaign(boss);
  await change(boss, id, { audience: { verified_only: false } });
  const { count, left_out: before } = await audienceOf(id);
  const twin = await addMember(store, { email_verified_at: null });
  await addMember(store, { email: twin.email, email_verified_at: null });
  const { count: now, left_out: out } = await audienceOf(id);
  assert.deepEqual([now - count, out.filtered - before.filtered], [1, 1]);
});

test('prospects', async () => {
  const { id } = await newCampaign(boss, 'prospect');
  assert.deepEqual(await audienceOf(id), { count: 0, is_exact: true, left_out: { unsubscribed: 0, no_newsletter: 0, unverified: 0, suppressed: 0, filtered: 0 }, sample: [] });
  const one = await addProspect(store);
  await addProspect(store, { unsubscribed: true });
  const bounced = await addProspect(store, { email: 'bounced@post.example' });
  await store.sql(`insert into suppressions (address, reason) values (lower($1), 'hard_bounce')`, [bounced.email]);
  const converted = await addProspect(store);
  await store.sql('update prospects set converted_at = now() where id = $1', [converted.id]);
  assert.deepEqual(await audienceOf(id), { count: 1, is_exact: true, left_out: { unsubscribed: 1, no_newsletter: 0, unverified: 0, suppressed: 1, filtered: 1 },
    sample: [{ title: one.email, address: one.email, member_id: null, prospect_id: one.id }] });
});

test('who may not view people is told numbers alone', async () => {
  const writer = await newStaff(store, ['emails.view', 'prospects.view']);
  const members = await newCampaign(boss);
  const prospects = await newCampaign(boss, 'prospect');
  assert.ok((await audienceOf(members.id, writer)).count > 0);
  assert.deepEqual((await audienceOf(members.id, writer)).sample, []);
  assert.equal((await audienceOf(prospects.id, writer)).sample.length, 1);
  assertStatus(await (await newStaff(store, ['campaigns.view', 'members.view'])).get(`/api/admin/campaigns/${members.id}/audience`), 403, 'forbidden');
  assertStatus(await boss.get('/api/admin/campaigns/999999/audience'), 404, 'object_unknown');
});

test('what takes too long is estimated, and says so', async (t) => {
  await store.sql(`with people as (insert into users (username, username_key, username_skeleton, email, email_verified_at, password_hash, first_name)
      select 'many' || n, 'many' || n, 'many' || n, 'many' || n || '@post.example', now(), '', 'Ann' from generate_series(1, 2000) n returning id)
    insert into members (user_id, newsletter_subscriber) select id, id % 2 = 0 from people`);
  const { id } = await newCampaign(boss);
  const exact = await audienceOf(id);
  assert.ok(exact.is_exact && exact.count > 1000);
  await store.sql(`update pg_class set reltuples = 200000 where relname = 'members'`); // one of four is looked at then
  t.after(() => store.sql('analyze members'));
  await store.sql('alter function campaign_audience_document(bigint, boolean) rename to audience_before');
  await store.sql(`create function campaign_audience_document(campaign bigint, is_sampled boolean) returns json language plpgsql as $$
    begin if not is_sampled then perform pg_sleep(30); end if; return audience_before(campaign, is_sampled); end $$`);
  t.after(() => store.sql(`drop function campaign_audience_document(bigint, boolean);
    alter function audience_before(bigint, boolean) rename to campaign_audience_document`));
  const estimate = await audienceOf(id);
  assert.equal(estimate.is_exact, false);
  assert.equal(estimate.count % 4, 0);
  for (const [told, is] of [[estimate.count, exact.count], [estimate.left_out.no_newsletter, exact.left_out.no_newsletter]])
    assert.ok(Math.abs(told - is) < 0.2 * is, `${told} for ${is}`);
  assert.equal(estimate.sample.length, 10);
});
