// Coming into the admin: who may, the second factor, and a session that ends while somebody works.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { codeOf, newMember } from '../support/accounts.js';
import { newStaff, startAdmin } from '../support/admin.js';
import { enterAdmin, openAdmin } from './support/admin.js';
import { launch, PHONE, withPage } from './support/browser.js';
import { goOnAs, password } from './support/members.js';

describe('admin: login', () => {
  let store, browser;
  before(async () => {
    [store, browser] = await Promise.all([startAdmin({ seed: 'demo' }), launch()]);
  });
  after(async () => {
    await browser?.close();
    await store?.stop();
  });
  const inBrowser = (options, run) => withPage(() => browser, options, run);

  const fill = async (page, who) => {
    await page.getByLabel('Username').fill(who.username);
    await password(page, 'Password *').fill(who.password);
    await page.getByRole('button', { name: 'Log in' }).click();
  };

  test(
    'who is not logged in comes to the login, and from there to where they wanted to go',
    inBrowser({ expected: [401], viewport: PHONE }, async (page) => {
      const staff = await newStaff(store);
      await page.goto(`${store.url}/admin/products?page=2`);
      await page.getByRole('heading', { level: 1, name: 'Log in' }).waitFor();
      await fill(page, { username: staff.who.username, password: 'not this one' });
      await page.getByRole('alert').waitFor();
      assert.equal(await password(page, 'Password *').inputValue(), '');
      // The list has no second page, and soon shows its first.
      await Promise.all([page.waitForURL(`${store.url}/admin/products?page=2`), fill(page, staff.who)]);
      await page.getByRole('heading', { level: 1, name: 'Products' }).waitFor();

      await page.getByRole('button', { name: /^Your account/ }).click();
      await page.getByRole('menuitem', { name: 'Log out' }).click();
      await page.getByRole('heading', { level: 1, name: 'Log in' }).waitFor();
    }),
  );

  test(
    'a member who is not staff is told so',
    inBrowser({}, async (page) => {
      await goOnAs(page, await newMember(store));
      await openAdmin(page, store, '/products', 'This is for staff');
    }),
  );

  test(
    'a session that ends while somebody writes: they log in above the page, and nothing is lost',
    inBrowser({ expected: [401, 403] }, async (page) => {
      const staff = await enterAdmin(page, store);
      await openAdmin(page, store, '/products/1', /./);
      await page.getByLabel('Subtitle').fill('Written before it ended');
      await store.sql('delete from sessions where user_id = $1', [staff.userId]);
      await page.getByRole('button', { name: 'Save' }).click();
      const dialog = page.getByRole('dialog', { name: 'Please log in again' });
      await dialog.waitFor();
      assert.equal(await dialog.getByLabel('Username').inputValue(), staff.who.username);
      await dialog.getByLabel('Password').fill(staff.who.password);
      await dialog.getByRole('button', { name: 'Log in' }).click();
      await dialog.waitFor({ state: 'hidden' });
      assert.equal(await page.getByLabel('Subtitle').inputValue(), 'Written before it ended');
      await page.getByRole('button', { name: 'Save' }).click();
      await page.getByText('Saved', { exact: true }).waitFor();
      const [{ subtitle }] = await store.sql('select subtitle from products where id = 1');
      assert.equal(subtitle, 'Written before it ended');
    }),
  );

  test(
    'where the store wants a second factor, it is set up first',
    inBrowser({}, async (page) => {
      await store.sql(`update configuration set value = 'true' where key = 'staff_two_factor'`);
      try {
        const staff = await enterAdmin(page, store);
        await openAdmin(page, store, '/products', 'Set up a second factor');
        await page.getByLabel('Your password').fill(staff.who.password);
        await page.getByRole('button', { name: 'Set it up' }).click();
        await page.getByRole('img', { name: 'QR code for your app' }).waitFor();
        const secret = (await page.locator('code').innerText()).replaceAll(' ', '');
        await page.getByLabel('Code of six digits').fill(codeOf(secret));
        await page.getByRole('button', { name: 'Turn it on' }).click();
        await page.getByRole('heading', { name: 'Your recovery codes' }).waitFor();
        const codes = await page.getByRole('listitem').allInnerTexts();
        assert.ok(codes.length >= 8);
        await page.getByRole('button', { name: 'I have kept them' }).click();
        await page.getByRole('heading', { level: 1, name: 'Products' }).waitFor();

        await page.context().clearCookies();
        await page.goto(`${store.url}/admin/login`);
        await fill(page, staff.who);
        await page.getByLabel('Code').fill(codes[0]);
        await page.getByRole('button', { name: 'Go on' }).click();
        await page.getByRole('navigation', { name: 'Menu' }).waitFor();
      } finally {
        await store.sql(`update configuration set value = 'false' where key = 'staff_two_factor'`);
      }
    }),
  );
});
