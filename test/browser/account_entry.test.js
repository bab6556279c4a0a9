// The way into an account: registering, logging in and out, forgotten passwords, verified addresses, new terms.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { mailTo, newMember, password as fine, person, tokenIn, verificationToken } from '../support/accounts.js';
import { startStore } from '../support/store.js';
import { launch, withPage } from './support/browser.js';
import { goOnAs, logInByForm, logOutByMenu, password } from './support/members.js';
import { putInCart } from './support/shopping.js';

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

  test(
    'registering: the rules are told while typing, the cart stays, the link of the mail verifies',
    inBrowser({ expected: [422] }, async (page) => {
      await putInCart(page, store, 'cedar-pencils');
      await page.goto(`${store.url}/register`);
      await page.getByLabel('Username', { exact: true }).fill('grace');
      await page.getByLabel(/^E-mail/).fill('grace@example.com');
      await page.getByLabel('First name').fill('Grace');
      await page.getByLabel('Last name').fill('Hopper');
      await password(page, 'Password').fill('grace1');
      await main(page).getByText(/at least 8 characters/i).first().waitFor();
      await password(page, 'Password').fill(fine);
      await password(page, 'Password again').fill(fine);
      await page.getByLabel(/I (accept|agree)/).check();
      await main(page).getByRole('button', { name: /account|register/i }).click();
      await page.getByRole('button', { name: /^Your account/ }).waitFor();
      await page.getByRole('link', { name: 'Cart, 1 item' }).waitFor();

      const mail = await mailTo(store, 'grace@example.com', /^Welcome/);
      await page.goto(`${store.url}/verify-email/${tokenIn(mail, 'verify-email', store.url)}`);
      await page.getByText(/is verified|verified\./i).first().waitFor();
      const [{ verified }] = await store.sql(
        `select email_verified_at is not null as verified from users where username = 'grace'`,
      );
      assert.equal(verified, true);
    }),
  );

  test(
    'wrong password, then the right one; out again; `next` leads on, but only within the shop',
    inBrowser({ expected: [401] }, async (page) => {
      const { who } = await newMember(store);
      await logInByForm(page, store, { username: who.username, password: 'Wrong! Password 1' });
      await page.getByText('The username or the password is wrong').waitFor();
      await password(page, 'Password').fill(who.password);
      await main(page).getByRole('button', { name: 'Log in' }).click();
      await page.getByRole('button', { name: /^Your account/ }).waitFor();
      await logOutByMenu(page);

      await page.goto(`${store.url}/account/orders`);
      await page.waitForURL(/\/login\?next=/);
      await page.getByLabel('Username', { exact: true }).fill(who.username);
      await password(page, 'Password').fill(who.password);
      await main(page).getByRole('button', { name: 'Log in' }).click();
      await page.waitForURL(`${store.url}/account/orders`);
      await logOutByMenu(page);

      await page.goto(`${store.url}/login?next=${encodeURIComponent('//evil.example/')}`);
      await page.getByLabel('Username', { exact: true }).fill(who.username);
      await password(page, 'Password').fill(who.password);
      await main(page).getByRole('button', { name: 'Log in' }).click();
      await page.getByRole('button', { name: /^Your account/ }).waitFor();
      assert.equal(new URL(page.url()).origin, store.url);
    }),
  );

  test(
    'a forgotten password: the same words for everybody, a link, a new one, and in',
    inBrowser({}, async (page) => {
      const { who } = await newMember(store);
      const answers = [];
      for (const username of ['nobody-here', who.username]) {
        await page.goto(`${store.url}/forgot-password`);
        await page.getByLabel('Username', { exact: true }).fill(username);
        await main(page).getByRole('button').last().click();
        await main(page).getByText(/mail/i).first().waitFor();
        await page.getByLabel('Username', { exact: true }).waitFor({ state: 'detached' });
        answers.push((await main(page).innerText()).replaceAll(username, 'X'));
      }
      assert.equal(answers[0], answers[1]);
      const mail = await mailTo(store, who.email, /^A new password/);
      await page.goto(`${store.url}/reset-password/${tokenIn(mail, 'reset-password', store.url)}`);
      const renewed = 'Quiet Heather! 9';
      await password(page, 'New password').fill(renewed);
      await password(page, 'New password again').fill(renewed);
      await main(page).getByRole('button').last().click();
      await page.waitForURL(/\/login/);
      await logInByForm(page, store, { username: who.username, password: renewed });
      await page.getByRole('button', { name: /^Your account/ }).waitFor();
    }),
  );

  test(
    'a link that is none says so',
    inBrowser({ expected: [404] }, async (page) => {
      await page.goto(`${store.url}/reset-password/${'A'.repeat(22)}.${'A'.repeat(22)}`);
      await main(page).getByText(/link/i).first().waitFor();
      assert.equal(await page.getByLabel('New password', { exact: true }).count(), 0);
    }),
  );

  test(
    'a link of a mail opened without a login asks for it, then goes on',
    inBrowser({}, async (page) => {
      const { who } = await newMember(store);
      const token = await verificationToken(store, who);
      await page.goto(`${store.url}/verify-email/${token}`);
      const link = main(page).getByRole('link', { name: 'Log in' });
      await Promise.race([link.waitFor(), page.waitForURL(/\/login/)]);
      if (!page.url().includes('/login')) await link.click();
      await page.getByLabel('Username', { exact: true }).fill(who.username);
      await password(page, 'Password').fill(who.password);
      await main(page).getByRole('button', { name: 'Log in' }).click();
      await page.waitForURL(/verify-email/);
      await page.getByText(/is verified|verified\./i).first().waitFor();
    }),
  );

  test(
    'new terms stand before the account until they are agreed to',
    inBrowser({}, async (page) => {
      const member = await newMember(store, person());
      await goOnAs(page, member);
      await store.sql(`insert into terms_of_use_versions (version, title, body) values (2, 'Terms', $1)`, ['## New\n\nBe kind.']);
      try {
        await page.goto(`${store.url}/account`);
        await page.getByText('Be kind.').waitFor();
        await main(page).getByRole('button', { name: /agree/i }).click();
        await page.getByText('Be kind.').waitFor({ state: 'detached' });
        const [{ agreed }] = await store.sql(
          `select count(*)::int as agreed from terms_of_use_agreements join members on members.id = member_id
           join users on users.id = members.user_id where version = 2 and username = $1`,
          [member.who.username],
        );
        assert.equal(agreed, 1);
      } finally {
        await store.sql('delete from terms_of_use_agreements where version = 2');
        await store.sql('delete from terms_of_use_versions where version = 2');
      }
    }),
  );
});
