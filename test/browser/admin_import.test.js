// A CSV file through the pages of the admin: with an error, then without; a file that broke off; a phone.
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { startAdmin } from '../support/admin.js';
import { begin, check, sendPiece } from '../support/imports.js';
import { choose, enterAdmin, openAdmin } from './support/admin.js';
import { assertAccessible } from './support/axe.js';
import { launch, PHONE, withPage } from './support/browser.js';

const file = (text, name = 'products.csv') => ({ name, mimeType: 'text/csv', buffer: Buffer.from(text) });
const pictures = process.env.SCREENSHOTS;

async function picture(page, name) {
  if (!pictures) return;
  mkdirSync(pictures, { recursive: true });
  await page.screenshot({ path: `${pictures}/${name}.png`, fullPage: true });
}

describe('admin: CSV import', () => {
  let store, browser;
  before(async () => {
    [store, browser] = await Promise.all([startAdmin({ seed: 'demo' }), launch()]);
  });
  after(async () => {
    await browser?.close();
    await store?.stop();
  });
  const inBrowser = (options, run) => withPage(() => browser, options, run);
  const titleOf = async (slug) => (await store.sql('select title from products where slug = $1', [slug]))[0]?.title;

  test(
    'a file with an error, then without, applied',
    inBrowser({}, async (page) => {
      const [{ slug, title }] = await store.sql('select slug, title from products order by id limit 1');
      await enterAdmin(page, store);
      await openAdmin(page, store, '/products', 'Products');
      await page.getByRole('link', { name: 'Import', exact: true }).click();
      await page.getByRole('heading', { level: 1, name: 'Import a CSV file' }).waitFor();
      await page.getByRole('combobox', { name: 'What it holds' }).getByText('Products').waitFor();
      await assertAccessible(page, 'new import');
      await picture(page, 'new-1280');
      const template = page.waitForEvent('download');
      await page.getByRole('button', { name: 'Download a template' }).click();
      assert.equal((await template).suggestedFilename(), 'products.csv');

      const head = 'slug,title,subtitle\n';
      await page.locator('input[type=file]').setInputFiles(file(`${head}${slug},Renamed,\nNot a slug,Wrong,\nwool-hat,Wool hat,New`));
      await page.getByRole('heading', { level: 1, name: 'products.csv' }).waitFor();
      await page.getByText('Use a-z, 0-9 and single hyphens between them.').waitFor();
      await page.getByText('Only errors').waitFor();
      assert.equal(await page.getByRole('row').count(), 2, 'a line with errors, and the head');
      assert.ok(await page.getByRole('button', { name: 'Apply' }).isDisabled());
      await page.getByRole('button', { name: 'All', exact: true }).click();
      await page.getByText('Renamed').waitFor();
      await assertAccessible(page, 'an import with errors');
      await picture(page, 'errors-1280');
      assert.equal(await titleOf(slug), title);

      await openAdmin(page, store, '/imports/new?resource=products', 'Import a CSV file');
      await page.locator('input[type=file]').setInputFiles(file(`${head}${slug},Renamed,\nwool-hat,Wool hat,New`, 'better.csv'));
      await page.getByRole('heading', { level: 1, name: 'better.csv' }).waitFor();
      await page.getByText('Renamed').waitFor();
      await picture(page, 'checked-1280');
      await page.getByRole('button', { name: 'Apply' }).click();
      await page.getByRole('dialog').getByText('1 new one, 1 change').waitFor();
      await assertAccessible(page, 'the question');
      await page.getByRole('dialog').getByRole('button', { name: 'Apply' }).click();
      await page.getByText('All of it was applied.').waitFor();
      assert.equal(await titleOf(slug), 'Renamed');
      assert.equal(await titleOf('wool-hat'), 'Wool hat');
      await assertAccessible(page, 'applied');
      await picture(page, 'applied-1280');

      await openAdmin(page, store, '/imports', 'CSV imports');
      await page.getByRole('link', { name: 'better.csv' }).waitFor();
      await assertAccessible(page, 'imports');
      await picture(page, 'list-1280');
    }),
  );

  test(
    'a file that is no CSV tells where; an upload that broke off goes on',
    inBrowser({}, async (page) => {
      const staff = await enterAdmin(page, store);
      const broken = await check(staff, 'products', Buffer.from('slug,title\na,M\xfcller\n', 'latin1'));
      await openAdmin(page, store, `/imports/${broken.id}`, 'file.csv');
      await page.getByText('Line 2, column 4:').waitFor();
      await page.getByText('Nothing was changed.').waitFor();

      const bytes = Buffer.from('slug,title\nlast-hat,Last hat\n');
      const { id } = await begin(staff, 'products', bytes);
      await sendPiece(staff, id, 0, bytes.subarray(0, 12));
      await openAdmin(page, store, `/imports/${id}`, 'file.csv');
      await page.getByRole('heading', { name: 'The file is not complete' }).waitFor();
      await page.locator('input[type=file]').setInputFiles(file('other', 'other.csv'));
      await page.getByText('This file has another size.').waitFor();
      await assertAccessible(page, 'an upload that broke off');
      await page.locator('input[type=file]').setInputFiles(file(bytes.toString()));
      await page.getByText('Last hat').waitFor();
      await page.getByRole('button', { name: 'Delete' }).click();
      await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
      await page.getByRole('heading', { level: 1, name: 'CSV imports' }).waitFor();
    }),
  );

  test(
    'on a phone, in dark colours',
    inBrowser({ viewport: PHONE, colorScheme: 'dark' }, async (page) => {
      const staff = await enterAdmin(page, store);
      const found = await check(staff, 'products', 'slug,title,description\nphone-hat,Phone hat,A rather long description of a hat\nbad slug,x,\n');
      await openAdmin(page, store, `/imports/${found.id}`, 'file.csv');
      await page.getByRole('button', { name: 'All', exact: true }).click();
      await page.getByText('Phone hat').waitFor();
      await picture(page, 'rows-390');
      await assertAccessible(page, 'rows on a phone');
      await page.setViewportSize(PHONE);
      await openAdmin(page, store, '/imports/new?resource=products', 'Import a CSV file');
      await choose(page.getByRole('main'), 'What to do', 'Make new ones only');
      await picture(page, 'new-390');
      await assertAccessible(page, 'new import on a phone');
    }),
  );
});
