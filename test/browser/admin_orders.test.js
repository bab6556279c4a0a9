// An order is handled from payment to refund, against Stripe's sandbox; the dashboard tells of it.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { startAdmin } from '../support/admin.js';
import { assertRefundsAgree, placeOrder, returned } from '../support/orderWork.js';
import { assertSound, hooksDone, makeGoods, setFaults, resetFaults, stripePost, until } from '../support/sales.js';
import { clickPath, sentCampaign } from '../support/sentCampaign.js';
import { enterAdmin, openAdmin } from './support/admin.js';
import { assertAccessible } from './support/axe.js';
import { launch, PHONE, withPage } from './support/browser.js';

describe('admin: orders', () => {
  let store, browser, sku;
  before(async () => {
    [store, browser] = await Promise.all([startAdmin(), launch()]);
    [sku] = await makeGoods(store, [{ price: 1999, stock: 100, title: 'Red' }]);
    await store.sql(`update shipping_methods set carrier = 'Post', tracking_url_template = 'https://post.example/?n={tracking_number}' where code = 'standard'`);
  });
  after(async () => {
    await browser?.close();
    await store?.stop();
  });
  const inBrowser = (options, run) => withPage(() => browser, options, run);
  const open = async (page, order) => {
    await enterAdmin(page, store);
    await openAdmin(page, store, `/orders/${order.id}/show`, `Order ${order.identifier}`);
  };

  test(
    'where an order came from: the campaign and the link',
    inBrowser({}, async (page) => {
      const sent = await sentCampaign(store, { urls: ['https://a.example/shelf'], name: 'Spring sale' });
      const visitor = await store.visitor();
      await visitor.get(clickPath(store, sent.messages[0].id, sent.links[0]));
      await open(page, await placeOrder(store, [[sku, 1]], { by: visitor }));
      const customer = page.getByRole('region', { name: 'Customer' });
      await customer.getByText('Campaign Spring sale').waitFor();
      await customer.getByText('https://a.example/shelf').waitFor();
      await assertAccessible(page, 'order of a campaign');
      await customer.getByRole('link', { name: 'Spring sale' }).click();
      await page.getByRole('heading', { level: 1, name: /Spring sale/ }).waitFor();
    }),
  );

  test(
    'packed, noted, shipped, refunded in part with a piece that comes back',
    inBrowser({}, async (page) => {
      const order = await placeOrder(store, [[sku, 2]], { email: 'ada@shop.example' });
      await open(page, order);
      await assertAccessible(page, 'order');
      if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/order.png`, fullPage: true });

      await page.getByRole('button', { name: 'Change status' }).click();
      await page.getByRole('dialog').waitFor();
      await assertAccessible(page, 'change status');
      await page.getByLabel('New status').click();
      await page.getByRole('option', { name: 'Packing' }).click();
      await page.getByRole('dialog').getByLabel('Note').fill('Gift wrap');
      await page.getByRole('dialog').getByRole('button', { name: 'Change status' }).click();
      await page.getByText('Gift wrap').waitFor();

      await page.getByLabel('New note').fill('Called: <b>blue</b> next time');
      await page.getByRole('button', { name: 'Add note' }).click();
      await page.getByText('Called: <b>blue</b> next time').waitFor();

      await page.getByRole('button', { name: 'Ship', exact: true }).click();
      await page.getByLabel('Tracking number').fill('1Z 9');
      await assertAccessible(page, 'ship');
      await page.getByRole('dialog').getByRole('button', { name: 'Ship' }).click();
      const follow = page.getByRole('link', { name: 'Where the parcel is' });
      await follow.waitFor();
      assert.equal(await follow.getAttribute('href'), 'https://post.example/?n=1Z%209');
      await page.getByRole('cell', { name: 'Order shipped', exact: true }).waitFor();

      await page.getByRole('button', { name: 'Refund' }).click();
      await page.getByLabel('Pieces of Goods, Red that come back').selectOption('1');
      assert.equal(await page.getByLabel('Amount').inputValue(), '19.99');
      await page.getByLabel('Amount').fill('99');
      await page.getByText('At most $44.98 is left.').waitFor();
      await page.getByLabel('Amount').fill('20.50');
      await assertAccessible(page, 'refund');
      if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/refund.png` });
      await page.getByRole('button', { name: 'Refund $20.50' }).dblclick();
      await page.getByText('The money is on its way').waitFor();
      await page.getByText('Partially refunded').first().waitFor();

      await hooksDone(store);
      assert.deepEqual((await assertRefundsAgree(store, order)).map((refund) => refund.amount), [2050]);
      assert.equal(await returned(store, order, sku), 1);
      await assertSound(store);
    }),
  );

  test(
    'cancelled: the refund is offered next',
    inBrowser({}, async (page) => {
      const order = await placeOrder(store, [[sku, 1]]);
      await open(page, order);
      await page.getByRole('button', { name: 'Change status' }).click();
      await page.getByLabel('New status').click();
      await page.getByRole('option', { name: 'Cancelled' }).click();
      await page.getByRole('button', { name: 'Cancel the order' }).click();
      await page.getByRole('button', { name: 'Refund $24.99' }).click();
      await page.getByText('The money is on its way').waitFor();
      await hooksDone(store);
      await assertRefundsAgree(store, order);
      assert.equal(await returned(store, order, sku), 1);
    }),
  );

  test(
    'Stripe refuses: its words stay in the dialog',
    inBrowser({ expected: [409] }, async (page) => {
      const order = await placeOrder(store, [[sku, 1]]);
      await setFaults(store, { hooks: { drop: 100 } });
      await stripePost(store, 'refunds', { payment_intent: order.intent });
      await open(page, order);
      await page.getByRole('button', { name: 'Refund' }).click();
      await page.getByRole('button', { name: 'Refund $24.99' }).click();
      await page.getByRole('dialog').getByText(/has already been refunded/).waitFor();
      await resetFaults(store);
    }),
  );

  test(
    'the packing slip, on paper alone',
    inBrowser({}, async (page) => {
      const order = await placeOrder(store, [[sku, 2]]);
      await enterAdmin(page, store);
      await openAdmin(page, store, `/orders/${order.id}/packing-slip`, `Packing slip ${order.identifier}`);
      await page.getByText('1 Main St').waitFor();
      await assertAccessible(page, 'packing slip');
      await page.emulateMedia({ media: 'print' });
      assert.equal(await page.getByRole('button', { name: 'Print' }).isVisible(), false);
      assert.equal(await page.getByText('1 Main St').isVisible(), true);
    }),
  );

  test(
    'the dashboard keeps itself up to date',
    inBrowser({}, async (page) => {
      await enterAdmin(page, store);
      await openAdmin(page, store, '/', 'Start');
      await page.getByRole('img', { name: /Revenue of the last 30 days/ }).waitFor();
      await assertAccessible(page, 'dashboard');
      if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/dashboard.png`, fullPage: true });
      const order = await placeOrder(store, [[sku, 1]]);
      await page.getByRole('link', { name: order.identifier }).waitFor({ timeout: 30_000 });
      await page.getByText('Day by day').click();
      await page.getByRole('table', { name: 'Sales of thirty days' }).waitFor();
      await assertAccessible(page, 'dashboard, with the table');
    }),
  );

  test(
    'payments are compared and settled',
    inBrowser({}, async (page) => {
      const order = await placeOrder(store, [[sku, 1]]);
      await setFaults(store, { hooks: { drop: 100 } });
      await stripePost(store, 'refunds', { payment_intent: order.intent, amount: '700' });
      await enterAdmin(page, store);
      await openAdmin(page, store, '/payments', 'Compare with Stripe');
      await page.getByRole('row', { name: new RegExp(order.identifier) }).waitFor();
      await assertAccessible(page, 'payments');
      await page.getByRole('button', { name: `Settle ${order.identifier}` }).click();
      await page.getByText('The store has what Stripe has').waitFor();
      await resetFaults(store);
      assert.ok(await until(async () => (await page.getByRole('row', { name: new RegExp(order.identifier) }).count()) === 0));
    }),
  );

  test(
    'on a phone nothing is wider than the screen',
    inBrowser({ viewport: PHONE, colorScheme: 'dark' }, async (page) => {
      const order = await placeOrder(store, [[sku, 2]]);
      await open(page, order);
      for (const path of [`/orders/${order.id}/show`, '/', '/payments']) {
        await openAdmin(page, store, path, /./);
        await page.getByRole('heading', { level: 2 }).first().waitFor();
        const { wide, screen } = await page.evaluate(() => ({ wide: document.documentElement.scrollWidth, screen: innerWidth }));
        assert.ok(wide <= screen, `${path}: ${wide} of ${screen}`);
        await assertAccessible(page, path);
        if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/phone${path.replaceAll('/', '_')}.png`, fullPage: true });
      }
    }),
  );
});
