// axe on every page, light and dark, phone and desktop.
import { AxeBuilder } from '@axe-core/playwright';
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { startStore } from '../support/store.js';
import { DESKTOP, launch, PHONE, withPage } from './support/browser.js';
import { chooseShipping, enterDiscount, goToPayment, openCart, pay, PAYS, putInCart } from './support/shopping.js';

/** Path, and the status of a reply that the page is about. */
const PAGES = [
  ['/'],
  ['/products'],
  ['/collections/table?in_stock=true'],
  ['/search?q=linen'],
  ['/search?q=zzzzzz'],
  ['/search'],
  ['/products/reed-vase'],
  ['/products/reed-vase?sku=QM-VAS-SLA-T'],
  ['/products/fell-lamp?sku=QM-LMP-CLA'],
  ['/products/gift-card'],
  ['/terms'],
  ['/cart?payment=cancelled'],
  ['/checkout'],
  ['/no-such-page', 404],
  ['/products/no-such-product', 404],
  ['/orders/no-such-order', 404],
  ['/checkout/return?session_id=cs_unknown', 404],
];

const SIZES = [
  ['phone', PHONE],
  ['desktop', DESKTOP],
];
/** Dark mode changes colours and nothing else. */
const COLOUR_RULES = ['color-contrast', 'link-in-text-block'];

const told = ({ id, nodes }) => nodes.map(({ target, failureSummary }) => `${id}: ${target} ${failureSummary}`);

async function assertNothingFound(axe, where) {
  const { violations } = await axe.analyze();
  assert.deepEqual(violations.flatMap(told), [], where);
}

/** The page as it stands, in both sizes and both sets of colours. */
async function assertAccessible(page, what) {
  for (const [name, viewport] of SIZES) {
    await page.setViewportSize(viewport);
    await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
    await assertNothingFound(new AxeBuilder({ page }).withRules(COLOUR_RULES), `${what} (${name}, dark)`);
    await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
    await assertNothingFound(new AxeBuilder({ page }), `${what} (${name}, light)`);
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    assert.ok(width <= viewport.width, `${what} (${name}) scrolls sideways: ${width}`);
  }
}

describe('accessibility', () => {
  let store, browser;
  before(async () => {
    [store, browser] = await Promise.all([startStore({ seed: 'demo' }), launch()]);
  });
  after(async () => {
    await browser?.close();
    await store?.stop();
  });
  const inBrowser = (options, run) => withPage(() => browser, options, run);

  for (const [path, status] of PAGES) {
    test(
      path,
      inBrowser({ expected: [status] }, async (page) => {
        await page.goto(`${store.url}${path}`, { waitUntil: 'networkidle' });
        await page.locator('h1').waitFor();
        await assertAccessible(page, path);
      }),
    );
  }

  test(
    'buying, with a mistake at each step',
    inBrowser({ expected: [422] }, async (page) => {
      await putInCart(page, store, 'field-notebook');
      await assertAccessible(page, 'product with a confirmation');

      await openCart(page, store);
      await enterDiscount(page, 'nonsense');
      await page.locator('.discounts .field-error').waitFor();
      await chooseShipping(page, 'Pick-up');
      await assertAccessible(page, 'full cart');

      await page.getByRole('button', { name: 'Go to checkout' }).click();
      await page.getByRole('button', { name: /^Pay / }).click();
      await page.getByText('Please accept the terms').waitFor();
      await assertAccessible(page, 'checkout');

      await openCart(page, store);
      await goToPayment(page, 'axe@example.com');
      await pay(page, PAYS);
      await page.waitForURL(/\/orders\//);
      await page.getByText('The confirmation goes to').waitFor();
      await assertAccessible(page, 'order');
    }),
  );
});
