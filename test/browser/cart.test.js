// The cart page: what keeps a cart from the checkout, and changes made in the last moment.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { startStore } from '../support/store.js';
import { launch, withPage } from './support/browser.js';
import { chooseShipping, enterDiscount, goToPayment, openCart, pay, PAYS, putInCart } from './support/shopping.js';

const HOLDER = 'QM-HLD';

describe('cart', () => {
  let store, browser;
  before(async () => {
    [store, browser] = await Promise.all([startStore({ seed: 'demo' }), launch()]);
  });
  after(async () => {
    await browser?.close();
    await store?.stop();
  });
  const inBrowser = (options, run) => withPage(() => browser, options, run);

  const stock = (pieces) =>
    store.sql(
      `update sku_inventory set quantity_on_hand = quantity_reserved + $1, backorder_allowed = false
       from skus where skus.id = sku_id and skus.code = $2`,
      [pieces, HOLDER],
    );
  const goOn = (page) => page.getByRole('button', { name: 'Go to checkout' }).click();
  const atCheckout = (page) => page.getByRole('heading', { level: 1, name: 'Checkout' }).waitFor();
  const refused = async (page, text) => {
    await goOn(page);
    await page.getByRole('alert').getByText(text).waitFor();
    assert.equal(new URL(page.url()).pathname, '/cart');
  };

  test(
    'who holds the last piece in a payment of his own can go back and pay it',
    inBrowser({}, async (page) => {
      await stock(1);
      await putInCart(page, store, 'brass-holder');
      await openCart(page, store);
      await chooseShipping(page, 'Pick-up');
      await goToPayment(page, 'last@example.com');
      await page.getByRole('link', { name: 'Back to the store' }).click();
      await page.getByText('Nothing was charged').waitFor();
      await page.getByText('Only 1 left').waitFor();

      await goToPayment(page, 'last@example.com');
      await pay(page, PAYS);
      await page.waitForURL(/\/orders\//);
      const [left] = await store.sql(
        'select quantity_on_hand, quantity_reserved from sku_inventory join skus on skus.id = sku_id where code = $1',
        [HOLDER],
      );
      assert.deepEqual(left, { quantity_on_hand: 0, quantity_reserved: 0 });
    }),
  );

  test(
    'fewer left than the cart has, and none: the customer is told what to do, and stays',
    inBrowser({}, async (page) => {
      await stock(5);
      await putInCart(page, store, 'brass-holder', { quantity: 3 });
      await openCart(page, store);
      await chooseShipping(page, 'Pick-up');

      await stock(2);
      await page.reload();
      await page.getByText('Only 2 left.').waitFor();
      await refused(page, 'Please take no more than there is left.');
      await page.getByRole('button', { name: 'One less' }).click();
      await page.getByRole('link', { name: 'Cart, 2 items' }).waitFor();
      await goOn(page);
      await atCheckout(page);

      await stock(0);
      await openCart(page, store);
      await page.getByText('This is sold out.').waitFor();
      await refused(page, 'Please remove what is sold out first.');
    }),
  );

  test(
    'a discount that no longer holds',
    inBrowser({}, async (page) => {
      await stock(5);
      await putInCart(page, store, 'brass-holder');
      await openCart(page, store);
      await chooseShipping(page, 'Pick-up');
      await enterDiscount(page, 'welcome10');
      await page.getByText('10% off your first order').waitFor();
      await store.sql(`update discount_codes set ends_at = now() - interval '1 second' where code = $1`, ['WELCOME10']);

      await page.reload();
      await page.getByText('This discount code has expired.').waitFor();
      await refused(page, 'Please remove the discount code WELCOME10 first.');
      await page.getByRole('button', { name: 'Remove the discount WELCOME10' }).click();
      await page.getByText('10% off your first order').waitFor({ state: 'detached' });
      await goOn(page);
      await atCheckout(page);
    }),
  );

  test(
    'a delivery that is chosen shows as chosen in the same moment',
    inBrowser({}, async (page) => {
      await stock(5);
      await putInCart(page, store, 'brass-holder');
      await openCart(page, store);
      await page.getByRole('radio', { name: /^Standard/ }).waitFor();
      const chosen = await page.evaluate(async () => {
        const standard = document.querySelector('input[name=shipping][value=standard]');
        standard.click();
        for (let turn = 0; turn < 100; turn++) await null; // microtasks only: the browser paints nothing between them
        return standard.checked;
      });
      assert.ok(chosen);
    }),
  );

  test(
    'a quantity picked just before going to the checkout counts there',
    inBrowser({}, async (page) => {
      await stock(5);
      await putInCart(page, store, 'brass-holder');
      await openCart(page, store);
      await chooseShipping(page, 'Pick-up');

      let release;
      const released = new Promise((resolve) => (release = resolve));
      const sent = [];
      await page.route('**/api/v1/cart/items/*', async (route) => {
        sent.push(route.request().postDataJSON());
        await released;
        await route.continue();
      });
      // In the page, because three clicks from here may take longer than the page waits for another press.
      await page.evaluate(async () => {
        const click = async (find) => {
          find().click();
          await new Promise((resolve) => setTimeout(resolve, 0));
        };
        await click(() => document.querySelector('[aria-label="One more"]'));
        await click(() => document.querySelector('[aria-label="One more"]'));
        await click(() => [...document.querySelectorAll('button')].find((it) => it.textContent === 'Go to checkout'));
      });
      await atCheckout(page);
      await page.locator('main .loading').waitFor();
      assert.equal(await page.getByRole('button', { name: /^Pay/ }).count(), 0, 'nothing to pay before the cart stands');
      release();
      await page.getByText('3 × $38.00').waitFor();
      await page.getByRole('button', { name: 'Pay $114.00' }).waitFor();
      assert.deepEqual(sent, [{ quantity: 3 }]);
    }),
  );

  test(
    'a line that is removed just after its quantity was picked stays removed',
    inBrowser({}, async (page) => {
      await stock(5);
      await putInCart(page, store, 'brass-holder');
      await openCart(page, store);
      const asked = [];
      await page.route('**/api/v1/cart/items/*', async (route) => {
        asked.push(route.request().method());
        await new Promise((resolve) => setTimeout(resolve, 1000)); // longer than the page waits for another press
        await route.continue();
      });
      await page.evaluate(async () => {
        document.querySelector('[aria-label="One more"]').click();
        await new Promise((resolve) => setTimeout(resolve, 0));
        [...document.querySelectorAll('button')].find((it) => it.textContent.startsWith('Remove')).click();
      });
      await page.getByText('Your cart is empty').waitFor();
      await page.waitForTimeout(500); // a change in the wrong order would follow here
      assert.deepEqual(asked, ['DELETE']);
      await page.getByText('Your cart is empty').waitFor();
    }),
  );
});
