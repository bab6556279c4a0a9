// Links of a campaign before the gate: servers that let no programs in, and those that keep everybody waiting. And what the
// gate says of one thing alone.
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import test, { after, before } from 'node:test';
import { newStaff, startAdmin } from '../support/admin.js';
import { addMember, change, newCampaign } from '../support/campaigns.js';
import { goodRecords, startNameServer } from '../support/nameServer.js';
import { assertStatus } from '../support/sales.js';

// The shop's own address may be asked wherever it is: /403 answers so, /held never.
let shop, address, dns, store, gate, boss;
before(async () => {
  shop = createServer(({ url }, reply) => {
    if (!url.startsWith('/held')) reply.writeHead(Number(url.slice(1))).end('x');
  });
  await new Promise((done) => shop.listen(0, '127.0.0.1', done));
  address = `http://127.0.0.1:${shop.address().port}`;
  dns = await startNameServer(goodRecords('shop.example'));
  store = await startAdmin({ sandbox: false });
  gate = await store.secondServer({ env: { PUBLIC_URL: address, DNS_SERVER: dns.address } });
  boss = await newStaff(store);
  await addMember(store);
});
after(async () => {
  await gate?.stop();
  await store?.stop();
  dns.stop();
  shop.closeAllConnections();
  shop.close();
});

async function check(html) {
  const { id } = await newCampaign(boss);
  await change(boss, id, { subject: 'News', html: `${html}<a href="{{ unsubscribe_url }}">leave</a>` });
  const there = Object.assign(Object.create(boss), { store: gate });
  const { checks } = assertStatus(await there.call('POST', `/api/admin/campaigns/${id}/check`, undefined, { origin: address }), 200).body;
  return Object.fromEntries(checks.map((each) => [each.name, each]));
}
const linksTo = (...paths) => paths.map((path) => `<a href="${address}/${path}">x</a>`).join('');

test('servers that let no programs in are named, and hold nothing up', async () => {
  const { links } = await check(linksTo(200, 401, 403, 405, 429, 999));
  assert.deepEqual([links.passed, links.message], [true, ['1 link answers.',
    ...[401, 403, 405, 429, 999].map((status) => `${address}/${status} refused a program's look (${status}): open it yourself.`)].join(' ')]);
  const { links: wrong } = await check(linksTo(403, 404, 410, 500));
  assert.deepEqual([wrong.passed, wrong.message], [false, [404, 410, 500].map((status) => `${address}/${status} answers ${status}`).join('; ')]);
});

test('those that keep others waiting take nothing of their time', async () => {
  // as many as one host is asked at once; who comes behind them has his own ten seconds
  const held = ['held/1', 'held/2', 'held/3', 'held/4'];
  const { links } = await check(linksTo(...held, 200, 204));
  assert.deepEqual([links.passed, links.message], [false, held.map((path) => `${address}/${path} does not answer in time`).join('; ')]);
});

test('of one it is told as of one', async () => {
  const one = await check(linksTo(200));
  assert.equal(one.links.message, '1 link answers.');
  assert.equal(one.templates.message, '1 mail was written without a problem.');
  assert.equal((await check(linksTo(200, 204))).links.message, '2 links answer.');
  const { templates } = await check('{% include recipient_username %}');
  assert.match(templates.message, /^The mail could not be written: html, line 1: .*\(for member \d+\)$/);
});
