// Recipients of a campaign, found by what came of its mails; and the same as a file.
import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import { newStaff, startAdmin } from '../support/admin.js';
import { Cluster } from '../support/cluster.js';
import { placeOrder } from '../support/orderWork.js';
import { assertStatus, makeGoods } from '../support/sales.js';
import { sentCampaign } from '../support/sentCampaign.js';

const [ann, bob, cleo, dan] = ['ann', 'bob', 'cleo', 'dan'].map((name) => `${name}@post.example`);
let cluster, store, boss, campaign;
before(async () => {
  cluster = await Cluster.start({ shared_preload_libraries: 'pg_stat_statements' });
  store = await startAdmin({ cluster });
  await store.sql('create extension pg_stat_statements');
  boss = await newStaff(store);
  campaign = await sentCampaign(store, { people: [ann, bob, cleo, dan] });
  const other = await sentCampaign(store, { people: [dan], name: 'Another' });
  const tell = ({ id }, kind, more = {}) => store.sql('insert into email_events (message_id, kind, human, permanent) values ($1, $2, $3, $4)',
    [id, kind, more.human ?? null, kind === 'bounce' ? true : null]);
  const [toAnn, toBob, toCleo] = campaign.messages;
  await tell(toAnn, 'open');
  await tell(toAnn, 'open');
  await tell(toAnn, 'click', { human: true });
  await tell(toBob, 'open');
  await tell(toBob, 'click', { human: false }); // a scanner
  await tell(toBob, 'unsubscribe');
  await tell(toCleo, 'bounce');
  for (const kind of ['open', 'bounce', 'unsubscribe']) await tell(other.messages[0], kind);
  const [sku] = await makeGoods(store, [{ price: 2800, stock: 9 }]);
  for (const { id } of [toAnn, toBob]) {
    const order = await placeOrder(store, [[sku, 1]]);
    await store.sql('insert into order_sources (order_id, email_id, message_id, link_id, at) values ($1, $2, $3, $4, now())',
      [order.id, campaign.id, id, campaign.links[0]]);
    if (id === toBob.id) await store.sql(`update orders set status = 'cancelled' where id = $1`, [order.id]);
  }
});
after(async () => {
  await store?.stop();
  await cluster?.stop();
});

const narrowed = (more) => `filter=${encodeURIComponent(JSON.stringify({ email_id: String(campaign.id), ...more }))}`;
async function found(more) {
  const { items, total } = assertStatus(await boss.get(`/api/admin/email_messages?${narrowed(more)}`), 200).body;
  const { text } = assertStatus(await boss.get(`/api/admin/email_messages/export?${narrowed(more)}`), 200);
  const people = items.map(({ values }) => values.recipient).sort();
  assert.equal(total, people.length);
  assert.deepEqual(text.trim().split('\r\n').slice(1).map((line) => /[^,]+@[^,]+/.exec(line)[0]).sort(), people, 'the file has who is listed');
  return people;
}

test('each is found by what came of it', async () => {
  assert.deepEqual(await found({ opened: true }), [ann, bob]);
  assert.deepEqual(await found({ opened: false }), [cleo, dan]);
  assert.deepEqual(await found({ clicked: true }), [ann]);
  assert.deepEqual(await found({ bounced: true }), [cleo]);
  assert.deepEqual(await found({ unsubscribed: true }), [bob]);
  assert.deepEqual(await found({ ordered: true }), [ann]);
  assert.deepEqual(await found({ opened: true, clicked: false }), [bob]);
  assert.deepEqual(await found({ opened: [true, false] }), [ann, bob, cleo, dan]);
});

test('each row tells it', async () => {
  const { items } = assertStatus(await boss.get(`/api/admin/email_messages?${narrowed({})}`), 200).body;
  const told = Object.fromEntries(items.map(({ values: v }) => [v.recipient, [v.opened, v.clicked, v.ordered, v.bounced, v.unsubscribed]]));
  assert.deepEqual(told, {
    [ann]: [true, true, true, false, false],
    [bob]: [true, false, false, false, true],
    [cleo]: [false, false, false, true, false],
    [dan]: [false, false, false, false, false],
  });
});

test('who did something is found by what was done, however many got it', async () => {
  await store.sql(`with crowd as (insert into prospects (email) select 'crowd' || n || '@post.example' from generate_series(1, 20000) n returning id, email)
    insert into email_messages (kind, recipient, email_id, prospect_id, state, sent_at) select 'campaign', email, $1, id, 'sent', now() from crowd`, [campaign.id]);
  await store.sql('vacuum analyze email_messages');
  await store.sql('vacuum analyze email_events');
  await store.sql('select pg_stat_statements_reset()');
  assert.deepEqual(await found({ unsubscribed: true }), [bob]);
  const read = await store.sql(`select query, calls, (shared_blks_hit + shared_blks_read)::int as blocks from pg_stat_statements
    where dbid = (select oid from pg_database where datname = current_database()) and query like '%email_messages% t where %email_events%'`);
  const [{ blocks: all }] = await store.sql(`select (pg_relation_size('email_messages') / 8192)::int as blocks`);
  assert.ok(read.length >= 3, 'the page, its count and the file');
  for (const { query, blocks } of read) assert.ok(blocks < all / 2, `${blocks} blocks of ${all}: ${query}`);
});
