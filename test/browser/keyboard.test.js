// The shop without a mouse.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { startStore } from '../support/store.js';
import { launch, withPage } from './support/browser.js';

const MANY_TABS = 100;

const focused = (page) =>
  page.evaluate(() => {
    const element = document.activeElement;
    const label =
      element?.getAttribute('aria-label') ?? element?.labels?.[0]?.textContent ?? element?.textContent ?? '';
    return `${element?.tagName.toLowerCase()} ${label.trim()}`;
  });

/** Presses Tab until the focus is on what `wanted` describes, and checks that one can see where it is. */
async function tabTo(page, wanted) {
  const passed = [];
  for (let i = 0; i < MANY_TABS; i++) {
    await page.keyboard.press('Tab');
    const now = await focused(page);
    if (wanted.test(now)) return;
    passed.push(now);
  }
  assert.fail(`no ${wanted} within ${MANY_TABS} tabs: ${passed.join(', ')}`);
}

const waitForFocus = (page, tag, text) =>
  page.waitForFunction(
    ([name, words]) => document.activeElement?.tagName === name && document.activeElement.textContent.includes(words),
    [tag, text],
  );

describe('keyboard', () => {
  let store, browser;
  before(async () => {
    [store, browser] = await Promise.all([startStore({ seed: 'demo' }), launch()]);
  });
  after(async () => {
    await browser?.close();
    await store?.stop();
  });

  test(
    'to the checkout with the keyboard alone',
    withPage(
      () => browser,
      {},
      async (page) => {
        await page.goto(store.url);
        await page.getByRole('link', { name: 'Field Notebook' }).waitFor();
        await page.keyboard.press('Tab');
        assert.equal(await focused(page), 'a Skip to content');
        await page.keyboard.press('Enter');
        await tabTo(page, /^a .*Field Notebook/);
        await page.keyboard.press('Enter');
        await waitForFocus(page, 'H1', 'Field Notebook');

        await tabTo(page, /^input Ink/);
        await page.keyboard.press('ArrowRight');
        await page.getByRole('radio', { name: 'Clay', checked: true }).waitFor();
        await tabTo(page, /^input A6/);
        await page.keyboard.press('ArrowDown');
        await page.getByRole('radio', { name: 'A5', checked: true }).waitFor();
        await tabTo(page, /^button One more/);
        await page.keyboard.press('Enter');
        await tabTo(page, /^button Add to cart/);
        await page.keyboard.press('Enter');
        await page.getByText('Field Notebook, Clay, A5 is in your cart').waitFor();
        assert.equal(await focused(page), 'button Add to cart', 'the focus stays while it is added');

        await tabTo(page, /^a View cart/);
        await page.keyboard.press('Enter');
        await waitForFocus(page, 'H1', 'Cart');
        await tabTo(page, /^button One less/);
        await page.keyboard.press('Space');
        await page.getByRole('link', { name: 'Cart, 1 item', exact: true }).waitFor();
        await tabTo(page, /^input Standard/);
        await page.keyboard.press('ArrowDown');
        await page.getByText('Delivery: Express').waitFor();
        await tabTo(page, /^input Discount code/);
        await page.keyboard.type('thankyou5');
        await page.keyboard.press('Enter');
        await page.getByText('THANKYOU5').waitFor();
        await tabTo(page, /^button Go to checkout/);
        await page.keyboard.press('Enter');
        await waitForFocus(page, 'H1', 'Checkout');
      },
    ),
  );

  test(
    'thumbnails and pictures',
    withPage(
      () => browser,
      {},
      async (page) => {
        await page.goto(`${store.url}/products/reed-vase`);
        await page.getByRole('heading', { level: 1, name: 'Reed Vase' }).waitFor();
        await tabTo(page, /^button Picture 3 of 4/);
        await page.keyboard.press('Enter');
        await page
          .locator('.thumbnails [aria-current]')
          .and(page.getByRole('button', { name: /^Picture 3 of 4/ }))
          .waitFor();
        const picture = page.getByRole('img', { name: 'Slate-blue bottle vase holding three dry stems' }).first();
        const frame = await page.locator('.gallery-row').boundingBox();
        await page.waitForFunction(
          (left) => Math.abs(document.querySelector('.gallery-row').scrollLeft - 2 * left) < 2,
          frame.width,
        );
        assert.ok(Math.abs((await picture.boundingBox()).x - frame.x) < 2);
      },
    ),
  );

  test(
    'searching while one types keeps the focus; Enter goes to the results',
    withPage(
      () => browser,
      {},
      async (page) => {
        await page.goto(store.url);
        await tabTo(page, /^input Search the shop/);
        await page.keyboard.type('linen', { delay: 30 });
        await page.getByText(/products for \u201clinen\u201d/).waitFor();
        assert.equal(await focused(page), 'input Search the shop');
        assert.equal(new URL(page.url()).searchParams.get('q'), 'linen');
        await page.keyboard.press('Enter');
        await waitForFocus(page, 'H1', 'Search');
        await page.goBack();
        await page.getByRole('heading', { level: 2, name: 'Newest' }).waitFor();
      },
    ),
  );
});
