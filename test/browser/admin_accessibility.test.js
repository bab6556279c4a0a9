// axe on the admin's pages, light and dark, phone and desktop. Areas add their pages to the table.
import { after, before, describe, test } from 'node:test';
import { startAdmin } from '../support/admin.js';
import { change, makeReady, newCampaign } from '../support/campaigns.js';
import { startNameServer } from '../support/nameServer.js';
import { sentCampaign } from '../support/sentCampaign.js';
import { enterAdmin, openAdmin } from './support/admin.js';
import { assertAccessible, assertNothingFound } from './support/axe.js';
import { launch, openPage, withPage, withSharedPage } from './support/browser.js';

/** After the demo shop's own: a campaign that is being written, one that is ready, one that was sent; an ad. */
async function makeCampaigns(store, boss) {
  const html = '{% extends "layout" %}{% block content %}<p>Hello {{ recipient_first_name }}</p>{% endblock %}';
  for (const name of ['News', 'Ready']) {
    const { id } = await newCampaign(boss, 'member', name);
    await change(boss, id, { subject: name, html });
    if (name === 'Ready') await makeReady(store, id);
  }
  const [{ id: member }] = await store.sql('select id from members limit 1');
  await sentCampaign(store, { people: [Number(member)] });
  await store.sql(`insert into ads (name, url) values ('Leaflet', 'https://shop.example/')`);
}

/** Path, heading, and a text or label that is there once the page has loaded. */
const PAGES = [
  ['/products', 'Products', /of \d/],
  ['/products?filter=%7B%22q%22%3A%22zzzz%22%7D', 'Products', 'Nothing matches.'],
  ['/products/1/show', /./, 'Variants, prices and stock'],
  ['/products/create', 'New product', 'Title'],
  ['/discount_codes', 'Discount codes', /of \d/],
  ['/discount_codes/1', /^Discount /, 'Nothing was changed here yet.'],
  ['/discount_codes/create', 'New discount code', 'What it takes off'],
  ['/collections/1', /./, 'What it shows'],
  ['/orders', 'Orders', 'There are no orders yet.'],
  ['/prospects', 'Prospects', /of \d/],
  ['/users', 'Users', /of \d/],
  ['/sessions', 'Sessions', /of \d/],
  ['/imports', 'CSV imports', 'No file was imported yet.'],
  ['/imports/new', 'Import a CSV file', 'Choose a CSV file'],
  ['/shipping_methods/create', 'New shipping method', 'Code'],
  ['/products/1', /./, 'Slug'],
  ['/products/1?tab=history', /./, 'Nothing was changed here yet.'],
  ['/skus/1', /./, 'Read only'],
  ['/configuration', /./, /of \d/],
  ['/changes', 'All changes', /Nothing was changed|Before/],
  ['/mail/outbox', 'Outbox', /No mail|Welcome/],
  ['/mail/templates', 'Templates of mails', 'Parts that mails share'],
  ['/mail/templates/order_shipped', 'Order shipped', 'The template check finds nothing wrong.'],
  ['/email_messages/1/show', 'Welcome', 'What it says'],
  ['/members/1/show', 'Ada Byron', 'Registered'],
  ['/settings', 'Settings', 'Time zone'],
  ['/terms', 'Terms of use', /Version 1/],
  ['/terms/2', 'Terms, version 2', 'Body'],
  ['/groups/1', /Members/, 'Save permissions'],
  ['/open-alerts', 'What needs a look', 'All is well.'],
  ['/', 'Start', 'Newest orders'],
  ['/payments', 'Compare with Stripe', 'Nothing differs.'],
  ['/campaigns', 'Campaigns', 'Spring'],
  ['/campaigns/2/write', 'News', 'The template check finds nothing wrong.'],
  ['/campaigns/2/audience', 'News', 'Who that is now'],
  ['/campaigns/2/check', 'News', /^\d+ of \d+ checks fail/],
  ['/campaigns/3/send', 'Ready', 'How fast'],
  ['/campaigns/4/send', 'Spring', 'See what came of it'],
  ['/campaigns/4/results', 'Spring', 'Recipients'],
  ['/ads', 'Ads', /\/e\/a\//],
  ['/ads/1', 'Leaflet', 'What came of it'],
  ['/suppressions', 'Suppressed addresses', /./],
  ['/tags', 'Tags', /./],
  ['/no-such-page', 'There is no such page', 'Go to the start'],
];

describe('admin: accessibility', () => {
  let store, browser, shared, dns;
  before(async () => {
    dns = await startNameServer();
    [store, browser] = await Promise.all([startAdmin({ seed: 'demo', env: { DNS_SERVER: dns.address } }), launch()]);
    shared = (await openPage(browser)).page;
    await makeCampaigns(store, await enterAdmin(shared, store));
  });
  after(async () => {
    await browser?.close();
    await store?.stop();
    dns?.stop();
  });
  const inBrowser = (options, run) => withPage(() => browser, options, run);
  const there = (page, what) => page.getByText(what).or(page.getByLabel(what)).first();

  for (const [path, heading, what] of PAGES) {
    test(
      path,
      withSharedPage(() => shared, {}, async (page) => {
        await openAdmin(page, store, path, heading);
        await there(page, what).waitFor();
        await assertAccessible(page, path);
      }),
    );
  }

  test(
    'the login, the start, filters, a dialog, mistakes in a form',
    inBrowser({ expected: [422] }, async (page) => {
      await openAdmin(page, store, '/login', 'Log in');
      await assertAccessible(page, 'login');
      await enterAdmin(page, store);
      await page.goto(`${store.url}/admin/`);
      await page.getByRole('heading', { level: 1 }).waitFor();
      await assertAccessible(page, 'start');

      await openAdmin(page, store, '/products', 'Products');
      await page.getByRole('button', { name: 'Filter' }).click();
      await page.getByLabel('Slug contains').waitFor();
      await assertAccessible(page, 'filters');
      await page.keyboard.press('Escape');

      await openAdmin(page, store, '/products/1', /./);
      await page.getByRole('button', { name: 'Delete', exact: true }).click();
      await page.getByRole('dialog').waitFor();
      await assertAccessible(page, 'delete');

      await openAdmin(page, store, '/campaigns/2/write', 'News');
      await page.getByRole('button', { name: 'Visual', exact: true }).click();
      const letter = page.frameLocator('iframe[title="Visual editor"]');
      await letter.frameLocator('iframe[title="The letter, to be edited"]').getByText('Hello').click();
      await letter.getByRole('heading', { name: 'Paragraph' }).waitFor();
      await assertAccessible(page, 'around the visual editor');
      const frame = page.frames().find((each) => each.url().endsWith('/visual.html'));
      await assertNothingFound(frame, 'visual editor', { exclude: ['#canvas'] }); // GrapesJS's own, which the code stands in for

      await openAdmin(page, store, '/shipping_methods/create', 'New shipping method');
      await page.getByRole('button', { name: 'Make the shipping method' }).click();
      await page.getByText('Please fill this in.').first().waitFor();
      await assertAccessible(page, 'mistakes');
    }),
  );
});
