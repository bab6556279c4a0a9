// A product from its name to its page in the store: pictures, variants, prices, stock, preview. And discount codes.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import test, { after, before } from 'node:test';
import { newStaff, startAdmin } from '../support/admin.js';
import { addProduct, addShipping } from '../support/shop.js';
import { projectRoot } from '../support/store.js';
import { assertNothingFound } from './support/axe.js';
import { launch, PHONE, withPage } from './support/browser.js';
import { goOnAs } from './support/members.js';

let store, browser, staff;
before(async () => {
  store = await startAdmin();
  await addShipping(store);
  await store.sql(`insert into collections (slug, title) values ('table', 'Table')`);
  staff = await newStaff(store);
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await store?.stop();
});

const photograph = (name) => join(projectRoot, 'demo/media', name);
const shots = process.env.SCREENSHOTS; // a folder, for whoever wants to look
const shot = async (page, name) => shots && page.screenshot({ path: join(shots, `${name}.png`), fullPage: true });
const heading = (page, name) => page.getByRole('heading', { level: 1, name }).waitFor();
const region = (page, name) => page.getByRole('region', { name });
const open = async (page, path) => {
  await goOnAs(page, staff);
  await page.goto(`${store.url}/admin${path}`);
};

const assertAccessible = (page) => assertNothingFound(page, page.url(), { exclude: ['[role=tooltip]'] });

test('a product is made, with pictures, variants and stock, and bought from its page', withPage(() => browser, {}, async (page, context) => {
  await open(page, '/products/create');
  await heading(page, 'New product');
  await page.getByLabel('Title').fill('Crème jug');
  assert.equal(await page.getByLabel('Address').inputValue(), 'creme-jug');
  await page.getByRole('button', { name: 'Create draft' }).click();
  await heading(page, 'Crème jug');
  assert.equal((await store.sql(`select published_at from products where slug = 'creme-jug'`))[0].published_at, null);

  await page.getByRole('button', { name: 'Add variants' }).click();
  await page.getByLabel('Values of option 1').fill('Oat, Sage');
  await page.getByLabel('Values of option 2').fill('S, L');
  await page.getByLabel('Price of new ones').fill('24.50');
  await page.getByLabel('Pieces of each').fill('5');
  await page.getByText('4 variants in all').waitFor();
  await page.getByRole('button', { name: 'Make them' }).click();
  await page.getByLabel('Code of Sage / L').waitFor();
  assert.equal(await page.getByLabel('Code of Sage / L').inputValue(), 'CREME-JUG-SAGE-L');

  await page.locator('input[type=file]').setInputFiles([photograph('beck-jug-oat-1200.webp'), photograph('beck-jug-sage-1200.webp')]);
  await page.getByLabel('Move earlier: Picture 2').waitFor();
  await page.getByLabel('What it shows').first().fill('A jug in oat');
  await page.getByLabel('What it shows').last().focus();
  await page.getByLabel('Move later: A jug in oat').waitFor();
  await page.getByLabel('Move later: A jug in oat').click();
  await page.getByLabel('Move earlier: A jug in oat').and(page.locator(':enabled')).waitFor();
  const [image] = await store.sql(`select variants, width, position from product_images where alt = 'A jug in oat'`);
  assert.deepEqual([image.variants.map(({ width }) => width), image.width, image.position], [[400, 800, 1200], 1200, 1]);

  await page.getByLabel('Price of Sage / L').fill('29');
  await page.getByLabel('Oat / L is for sale').uncheck();
  await page.getByRole('button', { name: 'Save 2 changes' }).click();
  await page.getByRole('button', { name: /^Save \d/ }).waitFor({ state: 'detached' });

  await page.getByLabel('Stock of Sage / L').click();
  await page.getByLabel('How many more').fill('-2');
  await page.getByText('Then there are 3.').waitFor();
  await page.getByLabel('Note').fill('Broken');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await page.getByLabel('Stock of Sage / L').click();
  await page.getByText('Delivery · Broken').waitFor();
  await page.getByRole('button', { name: 'Cancel' }).click();

  await region(page, 'Collections').getByLabel('Table').check();
  await assertAccessible(page);
  await shot(page, 'product-1280');

  const [preview] = await Promise.all([context.waitForEvent('page'), page.getByRole('link', { name: 'Preview' }).click()]);
  await preview.getByText('Customers don’t see it yet').waitFor();
  await preview.getByRole('heading', { level: 1, name: 'Crème jug' }).waitFor();
  await preview.close();

  await page.getByLabel('Now').check();
  await page.getByRole('button', { name: 'Publish' }).click();
  await page.getByRole('link', { name: 'See it in the store' }).waitFor();
  await page.goto(`${store.url}/products/creme-jug`);
  await heading(page, 'Crème jug');
  await page.getByRole('group', { name: /^Colour/ }).getByRole('radio', { name: /^Sage/ }).check();
  await page.getByRole('group', { name: /^Size/ }).getByRole('radio', { name: /^L/ }).check();
  await page.getByText('$29.00').first().waitFor();
  await page.getByRole('button', { name: 'Add to cart' }).click();
  await page.getByText('is in your cart').waitFor();
}));

test('a price to come is seen, and can be taken back', withPage(() => browser, { expected: [422] }, async (page) => {
  const product = await addProduct(store, { title: 'Bowl', skus: [{ price: 1000, stock: 3 }] });
  await open(page, `/products/${product.id}/show`);
  await heading(page, 'Bowl');
  await page.getByLabel(/^Prices of/).click();
  await page.getByLabel('Price (USD)').fill('12');
  await page.getByLabel('From (empty: now)').fill('2090-01-01T00:00');
  await page.getByRole('button', { name: 'Set for then' }).click();
  await page.getByText('Give a time within ten years.').waitFor();
  await page.getByLabel('From (empty: now)').fill(`${new Date().getFullYear() + 2}-01-01T00:00`);
  await page.getByRole('button', { name: 'Set for then' }).click();
  await page.getByText(/\$12\.00 from/).waitFor();
  await page.getByLabel(/^Prices of/).click();
  await page.getByLabel('Delete this price to come').click();
  await page.getByLabel('Delete this price to come').waitFor({ state: 'detached' });
  assert.equal((await store.sql('select count(*)::int as n from sku_prices where sku_id = $1', [product.sku]))[0].n, 1);
}));

test('a discount code asks for what its kind needs', withPage(() => browser, {}, async (page) => {
  await open(page, '/discount_codes/create');
  await heading(page, 'New discount code');
  await page.getByRole('textbox', { name: 'Code' }).fill('spring');
  await page.getByRole('textbox', { name: 'Percent', exact: true }).fill('12.5');
  await page.getByText('cost $92.50 with it instead of $105.00').waitFor();
  await page.getByLabel('A fixed amount').check();
  assert.equal(await page.getByRole('textbox', { name: 'Percent', exact: true }).count(), 0);
  await page.getByRole('button', { name: 'Create' }).click();
  await page.getByText('Write it as 5.00.').waitFor();
  await page.getByLabel('Amount (USD)').fill('7');
  await assertAccessible(page);
  await shot(page, 'discount-1280');
  await page.getByRole('button', { name: 'Create' }).click();
  await heading(page, /SPRING/);
  const [code] = await store.sql(`select kind, amount, percent_bp from discount_codes where code = 'SPRING'`);
  assert.deepEqual(code, { kind: 'fixed', amount: '700', percent_bp: null });
}));

for (const colorScheme of ['light', 'dark'])
  test(`on a phone, in ${colorScheme} colours`, withPage(() => browser, { viewport: PHONE, colorScheme }, async (page) => {
    const product = await addProduct(store, { title: 'Tray', optionNames: ['Colour'], skus: [
      { price: 1000, stock: 3, options: { Colour: 'Oak' } }, { price: 1200, options: { Colour: 'Walnut' }, position: 1 }] });
    await open(page, `/products/${product.id}/show`);
    await page.getByLabel('Code of Oak').waitFor();
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), 'nothing reaches out of the screen');
    await assertAccessible(page);
    await shot(page, `product-390-${colorScheme}`);
    await page.getByLabel('Stock of Oak').click();
    await page.getByRole('dialog').getByText('Some came or went').waitFor();
    await assertAccessible(page);
    await shot(page, `stock-390-${colorScheme}`);
  }));
