// The demo shop has people to write to, and a letter that needs nothing but a sender's domain.
import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import { newStaff, startAdmin } from '../support/admin.js';
import { pageOf, step } from '../support/campaigns.js';
import { goodRecords, startNameServer } from '../support/nameServer.js';
import { assertStatus } from '../support/sales.js';

let store, boss, dns;
before(async () => {
  dns = await startNameServer(goodRecords('shop.example'));
  store = await startAdmin({ seed: 'demo', sandbox: false, env: { DNS_SERVER: dns.address } });
  boss = await newStaff(store);
});
after(async () => {
  await store?.stop();
  dns.stop();
});

const autumn = async () => {
  const { items } = assertStatus(await boss.get('/api/admin/campaigns'), 200).body;
  assert.equal(items.length, 1);
  return pageOf(boss, items[0].id);
};

test('its prospects are invented, tagged, and some want no mail', async () => {
  const people = await store.sql('select email, unsubscribed, created_at from prospects');
  assert.equal(people.length, 24);
  assert.deepEqual(people.filter(({ email }) => !/@[a-z]+\.example$/.test(email)), []);
  assert.equal(people.filter(({ unsubscribed }) => unsubscribed).length, 2);
  assert.ok(people.every(({ created_at }) => created_at < new Date()));
  const tags = await store.sql('select name, (select count(*)::int from prospect_tags where tag_id = tags.id) as people from tags order by name');
  assert.deepEqual(tags.map(({ name }) => name), ['contact form', 'newsletter form', 'spring fair', 'wholesale']);
  assert.ok(tags.every(({ people }) => people >= 2), JSON.stringify(tags));
});

test('its letter is a draft for those who asked, and passes the gate', async () => {
  const page = await autumn();
  assert.deepEqual([page.name, page.type, page.status, page.audience.tags.map(({ name }) => name).sort()],
    ['Autumn letter', 'prospect', 'draft', ['newsletter form', 'spring fair']]);
  assert.ok(page.preheader);
  const slugs = [...page.html.matchAll(/\{\{ site_url \}\}\/products\/([a-z-]+)"/g)].map(([, slug]) => slug);
  assert.equal(slugs.length, 2);
  assert.equal((await store.sql('select from products where slug = any ($1) and published_at < now()', [slugs])).length, 2);

  const audience = assertStatus(await boss.get(`/api/admin/campaigns/${page.id}/audience`), 200).body;
  assert.deepEqual([audience.count, audience.left_out.unsubscribed, audience.left_out.filtered], [20, 2, 2]);

  const { checks } = assertStatus(await step(boss, page.id, 'check'), 200).body;
  assert.deepEqual(checks.filter(({ passed }) => !passed), []);
});
