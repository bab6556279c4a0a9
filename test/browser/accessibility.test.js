// axe on every page, light and dark, phone and desktop.
import { after, before, describe, test } from 'node:test';
import { newMember, setUpTwoFactor, startAccounts, verifiedMember } from '../support/accounts.js';
import { assertAccessible } from './support/axe.js';
import { launch, openPage, withPage, withSharedPage } from './support/browser.js';
import { goOnAs, logInByForm, password } from './support/members.js';
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
  ['/login?next=/verify-email/token'],
  ['/register'],
  ['/forgot-username'],
  ['/forgot-password'],
  ['/reset-password/no-such-token', 404],
  ['/contact'],
  ['/unsubscribe/none-of-ours', 404],
  ['/preferences/none-of-ours', 404],
  ['/cart?payment=cancelled'],
  ['/checkout'],
  ['/no-such-page', 404],
  ['/products/no-such-product', 404],
  ['/orders/no-such-order', 404],
  ['/checkout/return?session_id=cs_unknown', 404],
];

/** What a member sees; the title of the page, and what is there once it has loaded. */
const MEMBER_PAGES = [
  ['/account', 'Your account', 'Delivery address'],
  ['/account/orders', 'Orders', 'You have not ordered anything yet'],
  ['/account/details', 'Name and e-mail', 'Waiting for'],
  ['/account/address', 'Delivery address', 'Postal code'],
  ['/account/preferences', 'Newsletter', 'Send the newsletter'],
  ['/account/password', 'Password', 'What the password needs'],
  ['/account/two-factor', 'Two-factor login', 'Set it up'],
  ['/account/sessions', 'Where you are logged in', 'This device'],
];

describe('accessibility', () => {
  let store, browser, shared;
  before(async () => {
    [store, browser] = await Promise.all([startAccounts({ seed: 'demo', sandbox: true }), launch()]);
    shared = (await openPage(browser)).page;
  });
  after(async () => {
    await browser?.close();
    await store?.stop();
  });
  const inBrowser = (options, run) => withPage(() => browser, options, run);

  for (const [path, status] of PAGES) {
    test(
      path,
      withSharedPage(() => shared, { expected: [status] }, async (page) => {
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

  test(
    'the account of a member',
    inBrowser({}, async (page) => {
      const member = await verifiedMember(store);
      await member.put('/api/v1/member/email', { email: 'other@example.com', password: member.who.password });
      await goOnAs(page, member);
      for (const [path, title, there] of MEMBER_PAGES) {
        await page.goto(`${store.url}${path}`);
        await page.getByRole('heading', { level: 1, name: title }).waitFor();
        await page.getByText(there).or(page.getByLabel(there)).first().waitFor();
        await assertAccessible(page, path);
      }
    }),
  );

  test(
    'forms of the account with mistakes, and what is shown once',
    inBrowser({ expected: [422] }, async (page) => {
      const member = await newMember(store);
      await goOnAs(page, member);
      await page.goto(`${store.url}/account/address`);
      await page.getByRole('button', { name: 'Save the address' }).click();
      await page.getByText('Please fill this in.').first().waitFor();
      await assertAccessible(page, 'address without lines');

      await page.goto(`${store.url}/account/password`);
      await password(page, 'New password').fill('Byron!');
      await page.getByText('Password: not allowed yet').waitFor();
      await assertAccessible(page, 'a password that may not be');

      await page.goto(`${store.url}/account/two-factor`);
      await password(page, 'Your password').fill(member.who.password);
      await page.getByRole('button', { name: 'Set it up' }).click();
      await page.getByRole('img', { name: 'QR code for your app' }).waitFor();
      await assertAccessible(page, 'the QR code');

      await setUpTwoFactor(store, member);
      await page.goto(`${store.url}/account/two-factor`);
      await page.getByRole('button', { name: 'Make new codes' }).click();
      await assertAccessible(page, 'second factor that is on');
      await password(page, 'Your password').fill(member.who.password);
      await page.getByRole('button', { name: 'Make new codes' }).click();
      await page.getByRole('heading', { name: 'Your recovery codes' }).waitFor();
      await assertAccessible(page, 'recovery codes');
    }),
  );

  test(
    'logging in and registering with mistakes, the menu of the account, new terms',
    inBrowser({ expected: [401, 404] }, async (page) => {
      await logInByForm(page, store, { username: 'nobody', password: 'nothing' });
      await page.getByText('The username or the password is wrong').waitFor();
      await assertAccessible(page, 'login');

      await page.goto(`${store.url}/register`);
      await password(page, 'Password').fill('weak');
      await page.getByRole('button', { name: 'Make the account' }).click();
      await page.getByText('Please agree to the terms').waitFor();
      await assertAccessible(page, 'register');

      const member = await newMember(store);
      await goOnAs(page, member);
      await page.goto(`${store.url}/verify-email/no-such-token`);
      await page.getByText('This link does not work').waitFor();
      await page.getByRole('button', { name: `Your account: ${member.who.first_name}` }).click();
      await assertAccessible(page, 'verification and the menu');

      await store.sql(`insert into terms_of_use_versions (version, title, body, published_at) values (2, 'Terms', '## New', now())`);
      await page.goto(`${store.url}/account`);
      await page.getByRole('heading', { level: 2, name: 'New' }).waitFor();
      await assertAccessible(page, 'new terms');
    }),
  );
});
