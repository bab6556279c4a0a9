// The admin's screens that are made from the schema: lists, forms, conflicts, deleting, history, keyboard, phone.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { startAdmin } from '../support/admin.js';
import { enterAdmin, openAdmin, rows } from './support/admin.js';
import { launch, PHONE, withPage } from './support/browser.js';

describe('admin: generic screens', () => {
  let store, browser;
  before(async () => {
    [store, browser] = await Promise.all([startAdmin({ seed: 'demo' }), launch()]);
  });
  after(async () => {
    await browser?.close();
    await store?.stop();
  });
  const inBrowser = (options, run) => withPage(() => browser, options, run);
  const title = (scope) => scope.getByRole('textbox', { name: 'Title', exact: true });
  const titles = async (page) => (await rows(page, 'Products').locator('a').allInnerTexts()).map((text) => text.trim());

  /** The list as it stands once it shows `wanted`. */
  async function listShows(page, wanted) {
    await page.waitForFunction(
      (expected) => {
        const links = [...document.querySelectorAll('[role=region] tbody a')].map((link) => link.innerText.trim());
        return JSON.stringify(links) === JSON.stringify(expected);
      },
      wanted,
    );
  }
  const inOrder = async (order, limit, offset = 0) =>
    (await store.sql(`select title from products order by ${order} limit ${limit} offset ${offset}`)).map(({ title }) => title);

  test(
    'a list: order, pages there and back, search, filter; all of it in the address',
    inBrowser({}, async (page) => {
      await enterAdmin(page, store);
      await openAdmin(page, store, '/products', 'Products');
      await page.getByRole('button', { name: 'Title' }).click();
      await listShows(page, await inOrder('title, id', 18));
      await page.getByRole('combobox', { name: 'Rows a page' }).click();
      await page.getByRole('option', { name: '10', exact: true }).click();
      await listShows(page, await inOrder('title, id', 10));
      await page.getByRole('button', { name: 'Next page' }).click();
      await listShows(page, await inOrder('title, id', 10, 10));
      await page.getByText(/^11–18 of 18$/).waitFor();
      await page.reload();
      await listShows(page, await inOrder('title, id', 10, 10));
      await page.getByRole('button', { name: 'Page before' }).click();
      await listShows(page, await inOrder('title, id', 10));
      await page.getByRole('button', { name: 'Title' }).click();
      await listShows(page, await inOrder('title desc, id desc', 10));

      await page.getByRole('searchbox', { name: 'Search' }).fill('reed vase');
      await listShows(page, ['Reed Vase']);
      await page.getByRole('searchbox', { name: 'Search' }).fill('nothing is called so');
      await page.getByText('Nothing matches.').waitFor();
      await page.getByRole('button', { name: 'Show all' }).click();

      await page.getByRole('button', { name: 'Filter' }).click();
      const drawer = page.getByRole('dialog', { name: 'Filter products' });
      await drawer.getByLabel('Published has no value').check();
      await drawer.getByRole('button', { name: /^Show/ }).click();
      await page.getByText('Published: none').waitFor();
      const drafts = await store.sql('select from products where published_at is null');
      await page.getByText(drafts.length ? new RegExp(`of ${drafts.length}$`) : 'Nothing matches.').waitFor();
    }),
  );

  test(
    'making one, with a mistake first; changing it; deleting it',
    inBrowser({ expected: [409, 422] }, async (page) => {
      await enterAdmin(page, store);
      await openAdmin(page, store, '/shipping_methods', 'Shipping methods');
      await page.getByRole('link', { name: 'New shipping method' }).click();
      await page.getByRole('heading', { level: 1, name: 'New shipping method' }).waitFor();
      const make = page.getByRole('button', { name: 'Make the shipping method' });
      const code = page.getByRole('textbox', { name: 'Code', exact: true });
      await make.click();
      await page.getByText('Please fill this in.').first().waitFor();
      await title(page).fill('By bicycle');
      await code.fill('express');
      await page.getByRole('textbox', { name: 'Price' }).fill('12.505');
      await page.getByText('Write an amount such as 19.99.').waitFor();
      await page.getByRole('textbox', { name: 'Price' }).fill('12.5');
      await make.click();
      await page.locator('[name=code][aria-invalid=true]').waitFor();
      await code.fill('bicycle');
      await make.click();
      await page.getByText('Shipping method made').waitFor();

      const find = async () => (await store.sql(`select id, title, amount::int, active from shipping_methods where code = 'bicycle'`))[0];
      const made = await find();
      assert.deepEqual([made.title, made.amount, made.active], ['By bicycle', 1250, true]);
      await openAdmin(page, store, `/shipping_methods/${made.id}`, 'By bicycle');
      const save = page.getByRole('button', { name: 'Save' });
      assert.ok(await save.isDisabled());
      await title(page).fill('By cargo bicycle');
      await page.getByText('Not saved yet').waitFor();
      await save.click();
      await page.getByText('Saved', { exact: true }).waitFor();
      await page.getByRole('heading', { level: 1, name: 'By cargo bicycle' }).waitFor();
      assert.deepEqual(await find(), { ...made, title: 'By cargo bicycle' });

      await page.getByRole('button', { name: 'Delete', exact: true }).click();
      await page.getByRole('dialog', { name: 'Delete By cargo bicycle?' }).getByRole('button', { name: 'Delete' }).click();
      await page.getByText('By cargo bicycle deleted').waitFor();
      await page.getByRole('heading', { level: 1, name: 'Shipping methods' }).waitFor();
      assert.equal(await find(), undefined);
    }),
  );

  test(
    'several at once: an action, an edit, and deleting after what goes along was shown',
    inBrowser({}, async (page) => {
      const [first, second] = await store.sql(
        `insert into products (slug, title) values ('bulk-one', 'Bulk one'), ('bulk-two', 'Bulk two') returning id`);
      await store.sql(`insert into product_images (product_id, file, alt, position, width, height) select $1, file, 'x', 1, 1, 1 from product_images limit 3`, [first.id]);
      await enterAdmin(page, store);
      await openAdmin(page, store, '/products?filter=%7B%22q%22%3A%22bulk%22%7D', 'Products');
      const chooseAll = async () => {
        await page.getByRole('checkbox', { name: 'Choose all on this page' }).check();
        await page.getByText('2 chosen').waitFor();
      };
      const bar = page.getByRole('toolbar', { name: 'With what is chosen' });
      await chooseAll();
      await bar.getByRole('button', { name: 'Publish' }).click();
      await page.getByRole('dialog').getByRole('button', { name: 'Publish' }).click();
      await page.getByRole('dialog').waitFor({ state: 'hidden' });
      await page.getByText('Publish: 2 products').waitFor();
      assert.equal((await store.sql(`select from products where slug like 'bulk-%' and published_at is not null`)).length, 2);

      await chooseAll();
      await bar.getByRole('button', { name: 'Edit' }).click();
      const edit = page.getByRole('dialog', { name: 'Edit 2 products' });
      await edit.getByRole('combobox', { name: 'What to change' }).click();
      await page.getByRole('option', { name: 'Subtitle' }).click();
      await edit.getByRole('textbox', { name: 'Subtitle' }).fill('In bulk');
      await edit.getByRole('button', { name: 'Change 2' }).click();
      await page.getByText('2 changes saved').waitFor();
      assert.equal((await store.sql(`select from products where slug like 'bulk-%' and subtitle = 'In bulk'`)).length, 2);

      await chooseAll();
      await bar.getByRole('button', { name: 'Delete' }).click();
      const dialog = page.getByRole('dialog', { name: 'Delete 2 products?' });
      await dialog.getByText(/deletes 3 pictures of products/).waitFor();
      assert.equal((await store.sql(`select from products where slug like 'bulk-%'`)).length, 2, 'looking changes nothing');
      await dialog.getByRole('button', { name: 'Delete' }).click();
      await page.getByText('2 products deleted').waitFor();
      assert.equal((await store.sql('select from products where id = any ($1)', [[first.id, second.id]])).length, 0);
    }),
  );

  test(
    'two windows: what somebody else saved is shown, and is only overwritten by who has seen it',
    inBrowser({ expected: [409] }, async (page, context) => {
      const [{ id }] = await store.sql(`insert into products (slug, title, subtitle) values ('fought-over', 'Fought over', 'a') returning id`);
      await enterAdmin(page, store);
      const other = await context.newPage();
      await openAdmin(page, store, `/products/${id}`, 'Fought over');
      await openAdmin(other, store, `/products/${id}`, 'Fought over');
      const saveIn = async (window, values) => {
        for (const [label, value] of Object.entries(values)) await window.getByLabel(label).fill(value);
        await window.getByRole('button', { name: 'Save' }).click();
      };
      await saveIn(page, { Subtitle: 'from the first', Description: 'only the first' });
      await page.getByText('Saved', { exact: true }).waitFor();
      await saveIn(other, { Subtitle: 'from the second' });
      const dialog = other.getByRole('dialog', { name: 'Somebody else changed this' });
      await dialog.getByText('from the first').waitFor();
      await dialog.getByText('from the second').waitFor();
      await dialog.getByText('only the first').waitFor();
      const now = async () => (await store.sql('select subtitle, description from products where id = $1', [id]))[0];
      assert.deepEqual(await now(), { subtitle: 'from the first', description: 'only the first' });
      await dialog.getByRole('button', { name: 'Overwrite with mine' }).click();
      await other.getByText('Saved', { exact: true }).waitFor();
      assert.deepEqual(await now(), { subtitle: 'from the second', description: 'only the first' });
      assert.equal(await other.getByLabel('Description').inputValue(), 'only the first');

      await saveIn(page, { Subtitle: 'once more' });
      await page.getByRole('dialog').getByRole('button', { name: 'Take theirs' }).click();
      await page.waitForFunction(() => document.querySelector('[name=subtitle]').value === 'from the second');
      assert.deepEqual(await now(), { subtitle: 'from the second', description: 'only the first' });
    }),
  );

  test(
    'the history of an object: what was before and after, taken back with one click',
    inBrowser({}, async (page) => {
      const [{ id }] = await store.sql(`insert into products (slug, title, subtitle) values ('with-past', 'With a past', 'then') returning id`);
      await enterAdmin(page, store);
      await openAdmin(page, store, `/products/${id}`, 'With a past');
      await page.getByLabel('Subtitle').fill('now');
      await page.getByRole('button', { name: 'Save' }).click();
      await page.getByText('Saved', { exact: true }).waitFor();
      await page.getByRole('tab', { name: 'History' }).click();
      const row = page.getByRole('row', { name: 'Subtitle then now' });
      await row.waitFor();
      await page.getByRole('button', { name: 'Undo' }).click();
      await page.getByRole('dialog').getByRole('button', { name: 'Undo' }).click();
      await page.getByText('The change is taken back').waitFor();
      await page.getByText('Taken back', { exact: true }).waitFor();
      assert.equal((await store.sql('select subtitle from products where id = $1', [id]))[0].subtitle, 'then');
      await page.getByRole('tab', { name: 'Details' }).click();
      await page.waitForFunction(() => document.querySelector('[name=subtitle]').value === 'then');

      await openAdmin(page, store, '/changes', 'All changes');
      await page.getByRole('link', { name: 'With a past' }).first().waitFor();
    }),
  );

  test(
    'children are added, changed and deleted beside their parent',
    inBrowser({}, async (page) => {
      const [{ id }] = await store.sql(`insert into products (slug, title) values ('with-videos', 'With videos') returning id`);
      await enterAdmin(page, store);
      await openAdmin(page, store, `/products/${id}`, 'With videos');
      await page.getByRole('button', { name: 'Add to videos' }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByLabel('Address').fill('https://video.example/1');
      await title(dialog).fill('How it is made');
      await dialog.getByRole('button', { name: 'Save' }).click();
      const videos = page.getByRole('region', { name: 'Videos' });
      await videos.getByRole('button', { name: 'Edit How it is made' }).click();
      await title(dialog).fill('How it is worn');
      await dialog.getByRole('button', { name: 'Save' }).click();
      await videos.getByRole('button', { name: 'Delete How it is worn' }).click();
      await dialog.getByRole('button', { name: 'Delete' }).click();
      await videos.getByText('None yet.').waitFor();
      assert.equal((await store.sql('select from product_videos where product_id = $1', [id])).length, 0);
    }),
  );

  test(
    'who leaves what is not saved is asked',
    inBrowser({}, async (page) => {
      await enterAdmin(page, store);
      await openAdmin(page, store, '/products/1', /./);
      await page.getByLabel('Subtitle').fill('never saved');
      const leave = async (answer) => {
        const asked = page.waitForEvent('dialog').then(answer);
        await page.getByRole('navigation', { name: 'Menu' }).getByRole('link', { name: 'Products', exact: true }).click();
        await asked;
      };
      await leave((dialog) => dialog.dismiss());
      assert.equal(await page.getByLabel('Subtitle').inputValue(), 'never saved');
      await leave((dialog) => dialog.accept());
      await page.getByRole('heading', { level: 1, name: 'Products' }).waitFor();
    }),
  );

  test(
    'with the keyboard alone: to a list, into its search, to a new one, saved, help',
    inBrowser({}, async (page) => {
      await enterAdmin(page, store);
      await page.goto(`${store.url}/admin/`);
      await page.getByRole('heading', { level: 1 }).waitFor();
      await page.keyboard.press('g');
      await page.keyboard.press('p');
      await page.getByRole('heading', { level: 1, name: 'Products' }).waitFor();
      await rows(page, 'Products').first().waitFor();
      await page.keyboard.press('/');
      assert.equal(await page.evaluate(() => document.activeElement.getAttribute('aria-label')), 'Search');
      await page.keyboard.press('Tab');
      await page.keyboard.press('?');
      await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor();
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'hidden' });
      await openAdmin(page, store, '/shipping_methods', 'Shipping methods');
      await page.getByRole('link', { name: 'New shipping method' }).waitFor();
      await page.keyboard.press('n');
      await page.getByRole('heading', { level: 1, name: 'New shipping method' }).waitFor();
      await title(page).fill('By keys');
      await page.getByRole('textbox', { name: 'Code', exact: true }).fill('keys');
      await page.getByRole('textbox', { name: 'Price' }).fill('1');
      await page.keyboard.press('Control+s');
      await page.getByText('Shipping method made').waitFor();
      assert.equal((await store.sql(`select from shipping_methods where code = 'keys'`)).length, 1);
    }),
  );

  test(
    'on a phone: cards, the menu, a form that is saved',
    inBrowser({ viewport: PHONE }, async (page) => {
      await enterAdmin(page, store);
      await openAdmin(page, store, '/products', 'Products');
      await page.getByRole('button', { name: 'Menu' }).click();
      await page.getByRole('navigation', { name: 'Menu' }).getByRole('link', { name: 'Collections', exact: true }).click();
      await page.getByRole('heading', { level: 1, name: 'Collections' }).waitFor();
      const card = page.getByRole('list', { name: 'Collections' }).getByRole('link').first();
      const title = await card.innerText();
      await card.click();
      await page.getByRole('heading', { level: 1, name: title }).waitFor();
      assert.ok((await page.evaluate(() => document.documentElement.scrollWidth)) <= PHONE.width);
    }),
  );

  test(
    'who may only look sees no way to change anything, and no other resources',
    inBrowser({}, async (page) => {
      await enterAdmin(page, store, ['products.view']);
      await openAdmin(page, store, '/products/1', /./);
      assert.equal(await page.getByRole('button', { name: /Save|Delete|Publish/ }).count(), 0);
      assert.equal(await page.getByRole('textbox').count(), 0);
      const entries = await page.getByRole('navigation', { name: 'Menu' }).getByRole('link').allInnerTexts();
      assert.ok(entries.includes('Products') && !entries.includes('Orders'), entries.join());
      await openAdmin(page, store, '/orders', 'There is no such page');
    }),
  );

  test(
    'a list is saved under a name, for all, and opened by somebody else',
    inBrowser({}, async (page) => {
      await enterAdmin(page, store);
      await openAdmin(page, store, '/products?filter=%7B%22q%22%3A%22lamp%22%7D', 'Products');
      await page.getByRole('button', { name: 'Saved' }).click();
      await page.getByRole('menuitem', { name: /Save what the list shows/ }).click();
      const dialog = page.getByRole('dialog', { name: 'Save this list' });
      await dialog.getByLabel('Name').fill('Lamps');
      await dialog.getByLabel('Show it to everybody').check();
      await dialog.getByRole('button', { name: 'Save' }).click();
      await dialog.waitFor({ state: 'hidden' });

      await page.context().clearCookies();
      await page.evaluate(() => localStorage.clear());
      await enterAdmin(page, store, ['products.view']);
      await openAdmin(page, store, '/products', 'Products');
      await page.getByRole('button', { name: 'Saved' }).click();
      await page.getByRole('menuitem', { name: /Lamps/ }).click();
      await page.waitForFunction(() => document.querySelector('input[type=search]').value === 'lamp');
      await page.getByText(/of 1$/).waitFor();
      assert.deepEqual(await titles(page), ['Fell Table Lamp']);
    }),
  );
});
