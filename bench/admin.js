// The time of the admin's lists at 10 million client events, beside the same at a thousand.
import { newStaff } from '../test/support/admin.js';
import { startAccounts } from '../test/support/accounts.js';
import { median, quick } from './tools.js';

const sizes = [1000, quick ? 100000 : 10000000];
const requests = quick ? 11 : 31;
const WANTED_MS = 100;

// A cursor in the middle of all, as the list makes them.
async function middle(store, size) {
  const [{ at, id }] = await store.sql(
    'select created_at::text as at, id::text from client_events order by created_at desc, id desc offset $1 limit 1', [size / 2]);
  return Buffer.from(JSON.stringify(['-created_at', at, id])).toString('base64url');
}

const questions = [
  { title: 'the newest', path: () => 'sort=-created_at' },
  { title: 'a page in the middle', path: (shop) => `sort=-created_at&cursor=${shop.cursor}` },
  { title: 'the oldest first', path: () => 'sort=created_at' },
  { title: 'of one kind', path: () => `sort=-created_at&filter=${encodeURIComponent('{"kind":"ajax_error"}')}` },
  { title: 'of one kind since a week', path: () => `sort=-created_at&filter=${encodeURIComponent(JSON.stringify({ kind: 'custom', created_at: { gte: '2026-11-18T00:00:00Z' } }))}` },
];

async function makeShop(cluster, size) {
  const store = await startAccounts({ cluster, sandbox: false });
  await store.sql(`update configuration set value = 'false' where key = 'staff_two_factor'`);
  const staff = await newStaff(store);
  for (let from = 0; from < size; from += 1000000) // a million at once
    await store.sql(`
      insert into client_events (created_at, kind, url, name)
      select timestamptz '2026-11-25' - n * interval '250 milliseconds',
          case n % 100 when 0 then 'ajax_error' when 1 then 'custom' else 'page_view' end, '/products/' || n % 977, ''
      from generate_series($1::bigint + 1, least($1::bigint + 1000000, $2)) n`, [from, size]);
  await store.sql('vacuum analyze client_events');
  return { store, staff, cursor: await middle(store, size) };
}

async function ask(shop, path) {
  const started = performance.now();
  const reply = await shop.staff.get(`/api/admin/client_events?limit=25&${path}`);
  const took = performance.now() - started;
  if (reply.status !== 200) throw new Error(`${path}: ${reply.status} ${reply.text}`);
  return { took, found: reply.body.items.length };
}

export async function measureAdmin(cluster, report) {
  const shops = [];
  try {
    for (const size of sizes) shops.push(await makeShop(cluster, size));
    for (const question of questions) {
      const times = shops.map(() => []);
      for (let i = 0; i < requests; i++)
        for (const [n, shop] of shops.entries()) times[n].push((await ask(shop, question.path(shop))).took);
      const [few, many] = times.map(median);
      report.atMost(`admin, a list of ${sizes[1].toLocaleString('en')} client events: ${question.title}, ms (${(many / few).toFixed(1)} times a list of 1,000)`, many, WANTED_MS);
    }
  } finally {
    for (const { store } of shops) await store.stop();
  }
}
