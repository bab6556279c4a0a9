// What is not a sale: nothing there, nothing left, no connection, no luck.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { startStore } from '../support/store.js';
import { launch, withPage } from './support/browser.js';
import { chooseOption, chooseShipping, enterDiscount, openCart, putInCart } from './support/shopping.js';

describe('states', () => {
  let store, browser;
  before(async () => {
    [store, browser] = await Promise.all([startStore({ seed: 'demo' }), launch()]);
  });
  after(async () => {
    await browser?.close();
    await store?.stop();
  });
  const inBrowser = (options, run) => withPage(() => browser, options, run);
  const heading = (page, name) => page.getByRole('heading', { level: 1, name }).waitFor();

  test(
    'pages that are not there',
    inBrowser({ expected: [404] }, async (page) => {
      for (const [path, name] of [
        ['/no/such/page', 'This page is not here'],
        ['/products/no-such-thing', 'We don’t have this product'],
        ['/collections/no-such-thing', 'There is no such collection'],
        ['/orders/no-such-thing', 'We can’t show this order'],
        ['/checkout/return?session_id=cs_no_such_thing', 'We don’t know this payment'],
        ['/checkout/return', 'Which payment?'],
      ]) {
        await page.goto(`${store.url}${path}`);
        await heading(page, name);
        assert.ok((await page.title()).startsWith(name), await page.title());
      }
    }),
  );

  test(
    'the empty cart, and the checkout without one',
    inBrowser({}, async (page) => {
      await page.goto(`${store.url}/cart`);
      await page.getByText('Your cart is empty').waitFor();
      await page.goto(`${store.url}/checkout`);
      await page.getByText('Your cart is empty').waitFor();
    }),
  );

  test(
    'a cancelled payment',
    inBrowser({}, async (page) => {
      await page.goto(`${store.url}/cart?payment=cancelled`);
      await page.getByText('Nothing was charged').waitFor();
    }),
  );

  test(
    'sold out, back ordered, few left, a combination that is none',
    inBrowser({}, async (page) => {
      await page.goto(`${store.url}/products/reed-vase`);
      await chooseOption(page, 'Colour', 'Slate');
      await chooseOption(page, 'Size', 'Tall');
      await page.locator('.stock', { hasText: 'Sold out' }).waitFor();
      await page.getByRole('radio', { name: 'Tall (sold out)' }).waitFor();
      const button = page.locator('.add-to-cart button[type=submit]');
      assert.equal(await button.textContent(), 'Sold out');
      assert.equal(await button.getAttribute('aria-disabled'), 'true');
      assert.equal(new URL(page.url()).searchParams.get('sku'), 'QM-VAS-SLA-T');

      await chooseOption(page, 'Colour', 'Clay');
      await page.getByText('Only 3 left').waitFor();
      await page.goto(`${store.url}/products/fell-lamp?sku=QM-LMP-OAT`);
      await page.getByText('Back ordered').waitFor();
      await page.getByRole('button', { name: 'Add to cart' }).waitFor();
    }),
  );

  test(
    'more than there are',
    inBrowser({ expected: [409] }, async (page) => {
      await putInCart(page, store, 'reed-vase', { options: { Colour: 'Clay', Size: 'Tall' }, quantity: 3 });
      await page.getByRole('button', { name: 'Add to cart' }).click();
      await page.locator('.add-to-cart .field-error').filter({ hasText: /\w/ }).waitFor();
    }),
  );

  test(
    'the last ones are sold while they lie in the cart',
    inBrowser({ expected: [409] }, async (page) => {
      await putInCart(page, store, 'field-notebook', { options: { Colour: 'Sage', Size: 'A5' } });
      await store.sql(
        'update sku_inventory set quantity_on_hand = 0 where sku_id = (select id from skus where code = $1)',
        ['QM-NTB-SAG-A5'],
      );
      await openCart(page, store);
      await page.locator('.line-problem').waitFor();
      await chooseShipping(page, 'Pick-up');
      await page.getByRole('button', { name: 'Go to checkout' }).click();
      await page.getByText('Please remove what is sold out first').waitFor();
      assert.equal(new URL(page.url()).pathname, '/cart');

      await page.getByRole('button', { name: /^Remove Field Notebook/ }).click();
      await page.getByText('Your cart is empty').waitFor();
      await page.getByText('was removed').waitFor();
    }),
  );

  test(
    'discount codes that do not hold',
    inBrowser({ expected: [422] }, async (page) => {
      await putInCart(page, store, 'cedar-pencils');
      await openCart(page, store);
      const said = new Set();
      for (const code of ['NOSUCHCODE', 'LASTSEASON', 'NEXTSEASON', 'GATHER15']) {
        await enterDiscount(page, code);
        const message = page.locator('.discounts .field-error').filter({ hasText: /\w/ });
        await message.waitFor();
        said.add(await message.textContent());
      }
      assert.equal(said.size, 4, [...said].join(' / '));
      await enterDiscount(page, 'THANKYOU5');
      await page.getByText('5% off, with our thanks').waitFor();
      await page.getByRole('button', { name: 'Remove the discount THANKYOU5' }).click();
      await page.getByText('5% off, with our thanks').waitFor({ state: 'detached' });
    }),
  );

  test(
    'filters live in the address',
    inBrowser({}, async (page) => {
      await page.goto(`${store.url}/products`);
      await page.getByLabel('From price in USD').fill('50');
      await page.getByLabel('To price in USD').fill('60');
      await page.keyboard.press('Enter');
      await page.getByLabel('Sort by').selectOption('Price, high to low');
      await page.waitForURL(/min_price=5000/);
      const params = Object.fromEntries(new URL(page.url()).searchParams);
      assert.deepEqual(params, { min_price: '5000', max_price: '6000', sort: '-price' });
      const names = () => page.locator('.card-title').allTextContents();
      await page.getByText('Beck Jug').waitFor();
      const before = await names();
      await page.reload();
      await page.getByText('Beck Jug').waitFor();
      assert.deepEqual(await names(), before);
      await page.getByLabel('From price in USD').fill('9000');
      await page.getByLabel('To price in USD').fill('9001');
      await page.keyboard.press('Enter');
      await page.getByText('Nothing matches these filters').waitFor();
      await page.getByRole('button', { name: 'Clear the filters' }).click();
      await page.getByText('Moor Mug').waitFor();
    }),
  );

  test(
    'no connection, and back again',
    inBrowser({ expected: ['offline'] }, async (page, context) => {
      await page.goto(store.url);
      await page.getByRole('link', { name: 'Field Notebook' }).waitFor();
      await context.setOffline(true);
      await page.getByText('You are offline').waitFor();
      await page.getByRole('link', { name: 'All', exact: true }).click();
      await heading(page, 'All products');
      await page.getByText('No connection to the shop').waitFor();
      await context.setOffline(false);
      await page.getByText('Moor Mug').waitFor();
      await page.getByText('You are offline').waitFor({ state: 'detached' });
    }),
  );

  test(
    'a server that fails can be asked again',
    inBrowser({ expected: [503] }, async (page) => {
      await page.route('**/api/v1/products/moor-mug', (route) => route.fulfill({ status: 503, body: 'busy' }));
      await page.goto(`${store.url}/products/moor-mug`);
      await heading(page, 'Something went wrong');
      await page.unroute('**/api/v1/products/moor-mug');
      await page.getByRole('button', { name: 'Try again' }).click();
      await heading(page, 'Moor Mug');
    }),
  );

  test(
    'cookies that are lost cost one more call, not the sale',
    inBrowser({ expected: [403] }, async (page, context) => {
      await page.goto(`${store.url}/products/oak-tray`);
      await page.getByRole('button', { name: 'Add to cart' }).waitFor();
      await context.clearCookies();
      await page.getByRole('button', { name: 'Add to cart' }).click();
      await page.getByText('is in your cart').waitFor();
    }),
  );

  test(
    'text from the shop is text',
    inBrowser({}, async (page) => {
      const evil = '<img src=x onerror="document.title=1"><b>Bold</b>';
      await store.sql('update products set description = $1 where slug = $2', [evil, 'gift-card']);
      await page.goto(`${store.url}/products/gift-card`);
      await page.getByText(evil).waitFor();
    }),
  );
});
