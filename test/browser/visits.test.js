// A visit from a campaign: the link, the page that it leads to, what the page tells, the address that is left.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { startAccounts } from '../support/accounts.js';
import { clickPath, eventsOf, sentCampaign } from '../support/sentCampaign.js';
import { until } from '../support/store.js';
import { launch, withPage } from './support/browser.js';

describe('a visit from a campaign', () => {
  let store, browser;
  before(async () => {
    [store, browser] = await Promise.all([startAccounts({ seed: 'demo' }), launch()]);
  });
  after(async () => {
    await browser?.close();
    await store?.stop();
  });
  const inBrowser = (options, run) => withPage(() => browser, options, run);
  const views = (number) =>
    until(async () => {
      const rows = await store.sql('select * from client_events order by created_at, id');
      return rows.length >= number && rows;
    });
  const campaignTo = (path, people) => sentCampaign(store, { urls: [store.url + path], people });

  test(
    'the click is one of a person, each page is told of with the codes, and the address has none',
    inBrowser({}, async (page) => {
      const sent = await campaignTo('/products/reed-vase?ref=mail#top', ['ann@post.example']);
      const [{ pr_cd, id }] = sent.messages;
      await page.goto(store.url + clickPath(store, id, sent.links[0]));
      await page.getByRole('heading', { level: 1, name: 'Reed Vase' }).waitFor();
      assert.equal(page.url(), `${store.url}/products/reed-vase?ref=mail#top`);
      await page.getByRole('link', { name: 'Cart', exact: false }).first().click();
      await page.getByRole('heading', { level: 1, name: 'Cart' }).waitFor();
      const [first, second] = await views(2);
      assert.deepEqual([first.kind, first.url, first.em_cd, first.pr_cd, first.ad_cd], ['page_view', `${store.url}/products/reed-vase`, sent.em_cd, pr_cd, null]);
      assert.deepEqual([second.url, second.em_cd], [`${store.url}/cart`, sent.em_cd]);
      assert.equal(first.visitor.length, 16);
      assert.deepEqual(first.visitor, second.visitor);
      assert.ok(await until(async () => (await eventsOf(store, sent, 'click'))[0]?.human));
    }),
  );

  test(
    'a page that can tell nothing works as ever; a shop that keeps nothing hears of the landing alone',
    inBrowser({ expected: [429, 'offline'] }, async (page) => {
      await store.sql('delete from client_events');
      await page.route('**/api/v1/events', (route) => route.abort());
      await page.goto(`${store.url}/products/reed-vase?em_cd=%3Cb%3E&mb_cd=x`);
      await page.getByRole('heading', { level: 1, name: 'Reed Vase' }).waitFor();
      assert.equal(page.url(), `${store.url}/products/reed-vase`);
      await page.unroute('**/api/v1/events');

      await store.sql(`update configuration set value = 'false' where key = 'log_client_events'`);
      let told = 0;
      page.on('request', (request) => { told += request.url().endsWith('/api/v1/events') ? 1 : 0; });
      const sent = await campaignTo('/products', ['bob@post.example']);
      await page.goto(store.url + clickPath(store, sent.messages[0].id, sent.links[0]));
      await page.getByRole('heading', { level: 1, name: 'All products' }).waitFor();
      await page.getByRole('link', { name: 'Cart', exact: false }).first().click();
      await page.getByRole('heading', { level: 1, name: 'Cart' }).waitFor();
      assert.ok(await until(async () => (await eventsOf(store, sent, 'click'))[0]?.human));
      assert.equal(told, 1, 'not of the cart');
      assert.deepEqual(await store.sql('select * from client_events'), []);
    }),
  );

  test(
    'secrets of mailed links are not told',
    inBrowser({ expected: [404] }, async (page) => {
      await store.sql(`update configuration set value = 'true' where key = 'log_client_events'`);
      const paths = ['reset-password', 'verify-email', 'unsubscribe', 'preferences', 'e'];
      for (const [i, path] of paths.entries()) {
        await page.goto(`${store.url}/${path}/c/a-secret-token?key=secret`);
        assert.equal((await views(i + 1)).at(-1).url, `${store.url}/${path}`);
      }
    }),
  );
});
