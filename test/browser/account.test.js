// The member's own pages: name, addresses, orders.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { mailTo, newMember, startAccounts, tokenIn, verifiedMember } from '../support/accounts.js';
import { assertStatus } from '../support/sales.js';
import { until } from '../support/store.js';
import { DESKTOP, launch, PHONE, withPage } from './support/browser.js';
import { goOnAs, openAccount, password } from './support/members.js';
import { chooseShipping, openCart, pay, PAYS, putInCart } from './support/shopping.js';

describe('account', () => {
  let store, browser;
  before(async () => {
    [store, browser] = await Promise.all([startAccounts({ seed: 'demo', sandbox: true }), launch()]);
  });
  after(async () => {
    await browser?.close();
    await store?.stop();
  });
  const inBrowser = (options, run) => withPage(() => browser, options, run);

  test(
    'who is not logged in is led to the login, and knows where to go on',
    inBrowser({}, async (page) => {
      await page.goto(`${store.url}/account/orders`);
      await page.getByRole('heading', { level: 1, name: 'Log in' }).waitFor();
      assert.equal(new URL(page.url()).searchParams.get('next'), '/account/orders');
    }),
  );

  test(
    'the overview leads to every page, and back',
    inBrowser({ viewport: PHONE }, async (page) => {
      const member = await newMember(store, { newsletter: true });
      await goOnAs(page, member);
      await openAccount(page, store, '', 'Your account');
      await page.getByText('You get it').waitFor();
      const titles = await page.locator('.account-tile-title').allTextContents();
      assert.equal(titles.length, 7);
      for (const title of titles) {
        await page.getByRole('main').getByRole('link', { name: title }).click();
        await page.getByRole('heading', { level: 1, name: title }).waitFor();
        await page.getByRole('link', { name: 'Your account' }).click();
        await page.getByRole('heading', { level: 1, name: 'Your account' }).waitFor();
      }
    }),
  );

  test(
    'another name, also in the header',
    inBrowser({ expected: [422] }, async (page) => {
      await goOnAs(page, await newMember(store));
      await openAccount(page, store, '/details', 'Name and e-mail');
      await page.getByLabel('First name').fill('Ada\u202e');
      await page.getByRole('button', { name: 'Save the name' }).click();
      await page.locator('.field-error').filter({ hasText: /\S/ }).waitFor();
      assert.equal(await page.evaluate(() => document.activeElement.name), 'first_name');

      await page.getByLabel('First name').fill('Augusta');
      await page.getByLabel('Last name').fill('King');
      await page.getByRole('button', { name: 'Save the name' }).click();
      await page.getByText('Your name is saved').waitFor();
      await page.getByRole('button', { name: 'Your account: Augusta' }).waitFor();
      await page.reload();
      await page.getByRole('button', { name: 'Your account: Augusta' }).waitFor();
      assert.equal(await page.getByLabel('Last name').inputValue(), 'King');
    }),
  );

  test(
    'another address: it waits for its link, and the old one is told',
    inBrowser({ expected: [422] }, async (page) => {
      const member = await verifiedMember(store);
      const wanted = `new-${member.who.email}`;
      await goOnAs(page, member);
      await openAccount(page, store, '/details', 'Name and e-mail');
      await page.getByText('Verified', { exact: true }).waitFor();

      const send = page.getByRole('button', { name: 'Change the address' });
      await send.click();
      assert.equal(await page.getByText('Please fill this in.').count(), 2);
      await page.getByLabel('New e-mail address').fill(wanted);
      await password(page, 'Your password').fill('not this one');
      await send.click();
      await page.getByText('This is not your password.').waitFor();
      await password(page, 'Your password').fill(member.who.password);
      await send.click();
      await page.getByText(`Waiting for ${wanted}`).waitFor();

      await mailTo(store, member.who.email, /being changed/);
      const link = tokenIn(await mailTo(store, wanted, /^Verify/), 'verify-email', store.url);
      await page.getByRole('button', { name: 'Send the mail again' }).click();
      await page.getByText('It is on its way.').waitFor();
      await mailTo(store, wanted, /^Verify/, 2);

      await page.goto(`${store.url}/verify-email/${link}`);
      await page.getByRole('heading', { name: 'Your address is verified' }).waitFor();
      await page.getByRole('link', { name: 'Your account', exact: true }).click();
      await page.getByRole('link', { name: `Name and e-mail ${wanted}` }).click();
      await page.getByText('Verified', { exact: true }).waitFor();
      assert.equal(await page.getByText('Waiting for').count(), 0);
    }),
  );

  test(
    'the delivery address: saved, corrected, removed',
    inBrowser({}, async (page) => {
      await goOnAs(page, await newMember(store));
      await openAccount(page, store, '/address', 'Delivery address');
      const save = page.getByRole('button', { name: 'Save the address' });
      await page.getByLabel('Name', { exact: true }).and(page.getByRole('textbox')).fill('');
      await save.click();
      assert.equal(await page.getByText('Please fill this in.').count(), 4);
      assert.equal(await page.evaluate(() => document.activeElement.name), 'shipping.name');

      await page.getByLabel('Name', { exact: true }).fill('Ada Byron');
      await page.getByLabel('Street and number').fill('12 St James’s Square');
      await page.getByLabel('City').fill('London');
      await page.getByLabel('Postal code').fill('SW1Y 4JH');
      await page.getByLabel('Country').selectOption({ label: 'United Kingdom' });
      assert.equal(await page.getByText('Please fill this in.').count(), 0, 'what was filled in is no longer wrong');
      await save.click();
      await page.getByText('Your address is saved').waitFor();

      await page.reload();
      await page.getByLabel('City').waitFor();
      assert.equal(await page.getByLabel('Street and number').inputValue(), '12 St James’s Square');
      assert.equal(await page.getByLabel('Country').inputValue(), 'GB');
      await page.getByRole('button', { name: 'Remove it' }).click();
      await page.getByText('Your address is removed').waitFor();
      await page.getByRole('button', { name: 'Remove it' }).waitFor({ state: 'detached' });
      assert.equal(await page.getByLabel('City').inputValue(), '');
    }),
  );

  test(
    'orders: none, then the one that was just bought',
    inBrowser({}, async (page) => {
      const member = await verifiedMember(store);
      await goOnAs(page, member);
      await openAccount(page, store, '/orders', 'Orders');
      await page.getByText('You have not ordered anything yet').waitFor();

      await putInCart(page, store, 'field-notebook');
      await openCart(page, store);
      await chooseShipping(page, 'Pick-up');
      await page.getByRole('button', { name: 'Go to checkout' }).click();
      await page.getByLabel(/I accept/).check();
      await page.getByRole('button', { name: /^Pay / }).click();
      await page.getByRole('heading', { name: 'Pay for your order' }).waitFor();
      await pay(page, PAYS);
      await page.waitForURL(/\/orders\//);
      const bought = await page.getByRole('heading', { level: 1 }).textContent();

      await openAccount(page, store, '/orders', 'Orders');
      await page.getByText('Field Notebook (1 piece)').waitFor();
      await page.getByText('Accepted', { exact: true }).waitFor();
      await page.getByRole('link', { name: bought }).click();
      await page.getByRole('heading', { level: 1, name: bought }).waitFor();
      assert.equal(new URL(page.url()).search, '', 'a member needs no key');
    }),
  );

  test(
    'a long history grows by pages',
    inBrowser({ viewport: DESKTOP }, async (page) => {
      const member = await newMember(store);
      const [{ id }] = await store.sql(`select id from skus where code = 'QM-NTB-INK-A6'`);
      for (let n = 0; n < 11; n++) await buy(member, Number(id));
      await goOnAs(page, member);
      await openAccount(page, store, '/orders', 'Orders');
      const orders = page.getByRole('link', { name: /^Order / });
      await orders.first().waitFor();
      assert.equal(await orders.count(), 10);
      await page.getByRole('button', { name: 'Show more' }).click();
      await orders.nth(10).waitFor();
      const names = await orders.allTextContents();
      assert.equal(new Set(names).size, 11);
      assert.equal(await page.evaluate(() => document.activeElement.textContent), names[10], 'the focus goes on there');
      assert.equal(await page.getByRole('button', { name: 'Show more' }).count(), 0);
    }),
  );

  async function buy(member, sku) {
    assertStatus(await member.add(sku), 200);
    assertStatus(await member.ship('pickup'), 200);
    const { session } = assertStatus(await member.checkout({ email: member.who.email }), 201).body;
    await store.pay(session);
    assert.ok(await until(async () => (await member.get(`/api/v1/checkout/${session}`)).body.order), 'there is an order');
  }

  test(
    'no answer: the page says so, and tries again when it is told to',
    inBrowser({ expected: ['offline'] }, async (page) => {
      await goOnAs(page, await newMember(store));
      await page.route('**/api/v1/member/addresses', (route) => route.abort());
      await openAccount(page, store, '/address', 'Delivery address');
      await page.getByText('No connection to the shop').waitFor();
      await page.unroute('**/api/v1/member/addresses');
      await page.getByRole('button', { name: 'Try again' }).click();
      await page.getByLabel('Postal code').waitFor();
    }),
  );
});
