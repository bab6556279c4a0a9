// From the home page to the confirmation on disk.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { startStore } from '../support/store.js';
import { launch, PHONE, withPage } from './support/browser.js';
import { mailsIn, mailTo } from './support/mail.js';
import {
  chooseOption,
  chooseShipping,
  enterDiscount,
  goToPayment,
  IS_DECLINED,
  openCart,
  pay,
  PAYS,
  putInCart,
} from './support/shopping.js';

describe('purchase', () => {
  let store, browser;
  before(async () => {
    [store, browser] = await Promise.all([startStore({ seed: 'demo' }), launch()]);
  });
  after(async () => {
    await browser?.close();
    await store?.stop();
  });
  const inBrowser = (options, run) => withPage(() => browser, options, run);

  const total = (page) => page.locator('.totals-total dd').textContent();

  test(
    'home, product, cart, discount, payment, order, mail',
    inBrowser({}, async (page) => {
      await page.goto(store.url);
      await page.waitForFunction(() => document.title.startsWith('Quillmoor'));
      await page.getByRole('main').getByRole('link', { name: 'Table', exact: true }).click();
      await page.getByRole('heading', { level: 1, name: 'Table' }).waitFor();
      await page.getByRole('link', { name: 'Moor Mug' }).click();
      await page.getByRole('heading', { level: 1, name: 'Moor Mug' }).waitFor();

      await chooseOption(page, 'Colour', 'Oat');
      await chooseOption(page, 'Size', '250 ml');
      await page.getByRole('button', { name: 'One more' }).click();
      await page.getByRole('button', { name: 'Add to cart' }).click();
      await page.getByRole('link', { name: 'View cart' }).click();
      await page.getByRole('heading', { level: 1, name: 'Cart' }).waitFor();
      await page.getByRole('link', { name: 'Cart, 2 items' }).waitFor();

      await enterDiscount(page, 'welcome10');
      await page.getByText('10% off your first order').waitFor();
      await chooseShipping(page, 'Standard');
      assert.equal(await total(page), '$57.90'); // 2 × 28.00 − 5.60 + 7.50

      await goToPayment(page, 'ada@example.com');
      assert.ok(page.url().startsWith(store.sandboxUrl));
      await pay(page, PAYS);

      await page.waitForURL(/\/orders\//);
      const identifier = new URL(page.url()).pathname.split('/').at(-1);
      await page.getByRole('heading', { level: 1, name: `Order ${identifier}` }).waitFor();
      await page.getByText('The confirmation goes to ada@example.com').waitFor();
      await page.getByText('Portland OR 97201').first().waitFor();
      await page.getByText('Visa ending in 4242').waitFor();
      assert.equal(await total(page), '$57.90');
      await page.getByRole('link', { name: 'Cart, 0 items' }).waitFor();

      const mail = await mailTo(store.mailDir, 'ada@example.com');
      assert.ok(`${mail.subject} ${mail.text}`.includes(identifier));
      assert.match(mail.text, /57\.90/);

      // The page that confirmed the payment is not in the way back; the order's address can be opened again.
      await page.reload();
      await page.getByRole('heading', { level: 1, name: `Order ${identifier}` }).waitFor();
      assert.deepEqual(
        (await store.sql('select count(*)::int as orders from orders', [])).map(({ orders }) => orders),
        [1],
      );
    }),
  );

  test(
    'a declined card first, on a phone',
    inBrowser({ viewport: PHONE, expected: [402] }, async (page) => {
      await putInCart(page, store, 'oak-tray');
      await openCart(page, store);
      await chooseShipping(page, 'Pick-up');
      await goToPayment(page, 'grace@example.com');
      await pay(page, IS_DECLINED);
      await page
        .getByText(/declined/i)
        .first()
        .waitFor();
      assert.equal((await mailsIn(store.mailDir)).filter((mail) => mail.to?.text.includes('grace@')).length, 0);

      await pay(page, PAYS);
      await page.waitForURL(/\/orders\//);
      await page.getByText('The confirmation goes to grace@example.com').waitFor();
      await mailTo(store.mailDir, 'grace@example.com');
    }),
  );

  test(
    'a payment that is cancelled leaves the cart as it was',
    inBrowser({}, async (page) => {
      await putInCart(page, store, 'letter-set');
      await openCart(page, store);
      await chooseShipping(page, 'Express');
      await goToPayment(page, 'joan@example.com');
      await page.getByRole('link', { name: 'Back to the store' }).click();
      await page.getByText('Nothing was charged').waitFor();
      await page.getByRole('link', { name: 'Letter Set' }).waitFor();
      assert.equal(await total(page), '$51.00');

      // And it can still be paid.
      await goToPayment(page, 'joan@example.com');
      await pay(page, PAYS);
      await page.waitForURL(/\/orders\//);
    }),
  );

  test(
    'a price that changes before the payment is shown before it is asked',
    inBrowser({ expected: [409] }, async (page) => {
      await putInCart(page, store, 'brass-holder');
      await openCart(page, store);
      await chooseShipping(page, 'Pick-up');
      await page.getByRole('button', { name: 'Go to checkout' }).click();
      await page.getByRole('button', { name: 'Pay $38.00' }).waitFor();
      await store.sql('insert into sku_prices (sku_id, amount) select id, 4100 from skus where code = $1', ['QM-HLD']);

      await page.getByLabel('E-mail').fill('mary@example.com');
      await page.getByLabel(/I accept/).check();
      await page.getByRole('button', { name: 'Pay $38.00' }).click();
      await page.getByText('Nothing was charged').waitFor();
      await page.getByRole('button', { name: 'Pay $41.00' }).waitFor();
    }),
  );
});
