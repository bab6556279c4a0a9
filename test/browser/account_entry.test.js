// The way into an account: registering, logging in and out, forgotten names and passwords, verified addresses.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { mailTo, newMember, person, tokenIn, verificationToken } from '../support/accounts.js';
import { startStore } from '../support/store.js';
import { launch, PHONE, withPage } from './support/browser.js';
import { fillLogin, fillRegistration, goOnAs, logInByForm, logOutByMenu, password } from './support/members.js';
import { openCart, putInCart } from './support/shopping.js';

const env = { PASSWORD_MEMORY_KIB: '64', PASSWORD_PASSES: '1', LOGIN_LIMIT: '0', REGISTER_LIMIT: '0', RESET_LIMIT: '0' };

describe('the way into an account', () => {
  let store, browser;
  before(async () => {
    [store, browser] = await Promise.all([startStore({ seed: 'demo', env }), launch()]);
  });
  after(async () => {
    await browser?.close();
    await store?.stop();
  });
  const inBrowser = (options, run) => withPage(() => browser, options, run);

  const main = (page) => page.getByRole('main');
  const press = (page, name) => main(page).getByRole('button', { name, exact: true }).click();
  const heading = (page, name) => page.getByRole('heading', { level: 1, name, exact: true });
  const accountOf = (page, { first_name: name }) => page.getByRole('button', { name: `Your account: ${name}` });
  const cartLink = (page, name) => page.getByRole('link', { name, exact: true });
  const focusedName = (page) => page.evaluate(() => document.activeElement?.getAttribute('name'));
  const pathOf = (page) => page.url().slice(store.url.length);

  async function open(page, path, title) {
    await page.goto(store.url + path);
    await heading(page, title).waitFor();
  }

  async function fillNewPassword(page, secret) {
    await password(page, 'New password').fill(secret);
    await password(page, 'New password again').fill(secret);
    await press(page, 'Change the password');
  }

  const isVerified = async ({ username }) => {
    const asked = 'select email_verified_at is not null as verified from users where username = $1';
    return (await store.sql(asked, [username]))[0].verified;
  };

  test(
    'registering: the rules tick while one types, what is missing is told, the cart stays',
    inBrowser({}, async (page) => {
      const who = person();
      await putInCart(page, store, 'cedar-pencils', { quantity: 2 });
      await openCart(page, store);
      await page.getByRole('banner').getByRole('link', { name: 'Log in' }).click();
      await page.getByRole('link', { name: 'Make an account' }).click();
      await heading(page, 'Make an account').waitFor();

      const goal = (text) => page.getByRole('listitem').filter({ hasText: text });
      await password(page, 'Password').fill('short');
      await page.getByText('Password: not allowed yet').waitFor();
      await goal(/At least 8 characters.*to do/).waitFor();
      await goal(/A capital letter.*to do/).waitFor();
      await password(page, 'Password').fill('Grasshopper!');
      await goal(/At least 8 characters.*done/).waitFor();
      await goal(/A capital letter.*done/).waitFor();
      await goal(/Not like your name.*done/).waitFor();
      await page.getByLabel('Last name').fill('Grasshopper');
      await goal(/Not like your name.*to do/).waitFor();

      await press(page, 'Make the account');
      await page.getByText('Please agree to the terms to go on.').waitFor();
      assert.equal(await focusedName(page), 'username', 'the first that is missing');

      await fillRegistration(page, who);
      await page.getByText('Password: strong').waitFor();
      await press(page, 'Make the account');
      await accountOf(page, who).waitFor();
      await heading(page, 'Cart').waitFor();
      assert.equal(pathOf(page), '/cart', 'where the login was asked for');
      await cartLink(page, 'Cart, 2 items').waitFor();
      await main(page).getByRole('link', { name: 'Cedar Pencils' }).waitFor();
    }),
  );

  test(
    'registering: what the API refuses stands beside its field',
    inBrowser({ expected: [409, 422] }, async (page) => {
      const { who: first } = await newMember(store);
      const who = person({ username: first.username.toUpperCase(), password_again: 'another one' });
      await open(page, '/register', 'Make an account');
      await fillRegistration(page, who);
      await press(page, 'Make the account');
      await page.getByText('The two passwords differ.').waitFor();
      assert.equal(await focusedName(page), 'password_again');

      await password(page, 'Password again').fill(who.password);
      await press(page, 'Make the account');
      const field = page.locator('.field').filter({ has: page.getByLabel('Username', { exact: true }) });
      await field.getByText('This username is taken').waitFor();
      assert.equal(await focusedName(page), 'username');
      await page.getByLabel('Username', { exact: true }).fill(`${who.username}-two`);
      await press(page, 'Make the account');
      await heading(page, 'Your account').waitFor();
    }),
  );

  test(
    'the link of the mail verifies the address, for the account it is for',
    inBrowser({ expected: [404] }, async (page) => {
      const { who } = await newMember(store);
      const { who: stranger } = await newMember(store);
      const link = `/verify-email/${await verificationToken(store, who)}`;

      await logInByForm(page, store, stranger);
      await heading(page, 'Your account').waitFor();
      await open(page, link, 'This link does not work');
      await main(page).getByText(stranger.username, { exact: true }).waitFor();
      assert.equal(await isVerified(who), false);
      await logOutByMenu(page);

      await open(page, link, 'Log in');
      await page.getByText('To verify your e-mail address').waitFor();
      await fillLogin(page, who);
      await heading(page, 'Your address is verified').waitFor();
      assert.equal(await isVerified(who), true);
      await page.reload();
      await heading(page, 'Your address is verified already').waitFor();
    }),
  );

  test(
    'out and in again: one message for both mistakes, then the cart of both',
    inBrowser({ expected: [401], viewport: PHONE }, async (page) => {
      const { who } = await newMember(store);
      await logInByForm(page, store, who);
      await accountOf(page, who).waitFor();
      await putInCart(page, store, 'field-notebook');
      await logOutByMenu(page);
      await cartLink(page, 'Cart, 0 items').waitFor();

      await putInCart(page, store, 'letter-set', { quantity: 2 });
      const wrong = page.getByText('The username or the password is wrong');
      for (const mistake of [{ password: 'Wrong! Password 1' }, { username: 'nobody-at-all' }]) {
        await open(page, '/login?next=%2Fcart', 'Log in');
        await fillLogin(page, { ...who, ...mistake });
        await wrong.waitFor();
      }
      await fillLogin(page, who);
      await heading(page, 'Cart').waitFor();
      await cartLink(page, 'Cart, 3 items').waitFor();
      await main(page).getByRole('link', { name: 'Letter Set' }).waitFor();
      await main(page).getByRole('link', { name: 'Field Notebook' }).waitFor();
    }),
  );

  test(
    '`next` leads on, but only within the shop',
    inBrowser({}, async (page) => {
      const { who } = await newMember(store);
      await open(page, '/account/orders', 'Log in');
      await fillLogin(page, who);
      await heading(page, 'Orders').waitFor();
      await logOutByMenu(page);
      for (const next of ['https://evil.example/', '//evil.example/', '/\\evil.example/', 'cart']) {
        await open(page, `/login?next=${encodeURIComponent(next)}`, 'Log in');
        await fillLogin(page, who);
        await heading(page, 'Your account').waitFor();
        assert.equal(pathOf(page), '/account', next);
        await logOutByMenu(page);
      }
    }),
  );

  test(
    'the menu of the account: by keyboard, closed by Escape and by what it leads to',
    inBrowser({}, async (page) => {
      const member = await newMember(store);
      await goOnAs(page, member);
      await page.goto(`${store.url}/products`);
      const button = accountOf(page, member.who);
      const orders = page.getByRole('banner').getByRole('link', { name: 'Orders' });
      await button.focus();
      await page.keyboard.press('Enter');
      await orders.waitFor();
      await page.keyboard.press('Tab');
      await page.keyboard.press('Escape');
      await orders.waitFor({ state: 'hidden' });
      assert.ok(await button.evaluate((element) => element === document.activeElement), 'the focus is on the button');
      await page.keyboard.press('Enter');
      await orders.click();
      await heading(page, 'Orders').waitFor();
      await orders.waitFor({ state: 'hidden' });
    }),
  );

  test(
    'a forgotten password: the same words for everybody, a link, a new one, and in',
    inBrowser({ expected: [404, 422] }, async (page) => {
      const { who } = await newMember(store);
      const answers = [];
      for (const username of ['nobody-here', who.username]) {
        await open(page, '/forgot-password', 'Forgot your password?');
        await page.getByLabel('Username', { exact: true }).fill(username);
        await press(page, 'Send the link');
        await heading(page, 'Look into your mail').waitFor();
        answers.push((await main(page).innerText()).replaceAll(username, 'X'));
      }
      assert.equal(answers[0], answers[1]);

      const mail = await mailTo(store, who.email, /^A new password/);
      const link = `/reset-password/${tokenIn(mail, 'reset-password', store.url)}`;
      const renewed = 'Quiet Heather! 9';
      await open(page, link, 'Choose a new password');
      await fillNewPassword(page, 'weak');
      await page.getByText(/Use at least 8 characters\..*Use at least one capital letter\./).waitFor();
      assert.equal(await focusedName(page), 'password');
      await fillNewPassword(page, renewed);
      await page.getByText('Your password is changed. Please log in with it.').waitFor();
      await fillLogin(page, { ...who, password: renewed });
      await accountOf(page, who).waitFor();

      await open(page, link, 'This link does not work any more');
      assert.equal(await password(page, 'New password').count(), 0);
    }),
  );

  test(
    'a forgotten username: the same words for everybody, a mail for who has one',
    inBrowser({}, async (page) => {
      const { who } = await newMember(store);
      const answers = [];
      for (const email of ['nobody@post.example', who.email]) {
        await open(page, '/forgot-username', 'Forgot your username?');
        await page.getByLabel('E-mail').fill(email);
        await press(page, 'Send it to me');
        await heading(page, 'Look into your mail').waitFor();
        answers.push((await main(page).innerText()).replaceAll(email, 'X'));
      }
      assert.equal(answers[0], answers[1]);
      assert.ok((await mailTo(store, who.email, /^Your username/)).text.includes(who.username));
    }),
  );
});
