// What guards an account: password, second factor, sessions.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, describe, test } from 'node:test';
import {
  codeOf,
  freshCode,
  isMember,
  logInAnew,
  newMember,
  otherPassword,
  setUpTwoFactor,
  startAccounts,
  tryLogin,
} from '../support/accounts.js';
import { launch, PHONE, withPage } from './support/browser.js';
import { goOnAs, logInByForm, logOutByMenu, openAccount, password } from './support/members.js';

describe('security of an account', () => {
  let store, browser;
  before(async () => {
    [store, browser] = await Promise.all([startAccounts({ seed: 'demo' }), launch()]);
  });
  after(async () => {
    await browser?.close();
    await store?.stop();
  });
  const inBrowser = (options, run) => withPage(() => browser, options, run);

  test(
    'another password: its rules while typing; all other sessions end',
    inBrowser({ expected: [422] }, async (page) => {
      const member = await newMember(store);
      const elsewhere = await logInAnew(store, member.who);
      await goOnAs(page, member);
      await openAccount(page, store, '/password', 'Password');
      const change = page.getByRole('button', { name: 'Change the password' });
      const goal = (text) => page.getByRole('listitem').filter({ hasText: text });

      await password(page, 'New password').fill('byron');
      await goal('At least 8 characters: to do').waitFor();
      await goal('A capital letter: to do').waitFor();
      await goal('Not like your name or e-mail address: to do').waitFor();
      await page.getByText('Password: not allowed yet').waitFor();
      await password(page, 'New password again').fill('byron');
      await password(page, 'Your password now').fill(member.who.password);
      await change.click();
      const errors = page.locator('.field-error').filter({ hasText: 'Use at least 8 characters.' });
      await errors.filter({ hasText: 'Use at least one capital letter.' }).waitFor();
      assert.equal(await page.evaluate(() => document.activeElement.name), 'password');

      await password(page, 'New password').fill(otherPassword);
      await goal('A capital letter: done').waitFor();
      assert.equal(await goal(': to do').count(), 0);
      await password(page, 'New password again').fill(otherPassword);
      await password(page, 'Your password now').fill('not this one');
      await change.click();
      await page.getByText('This is not your password.').waitFor();
      await password(page, 'Your password now').fill(member.who.password);
      await change.click();
      await page.getByText('Your password is changed').waitFor();

      assert.equal(await isMember(elsewhere), false);
      const tried = await tryLogin(await store.visitor(), { ...member.who, password: otherPassword });
      assert.equal(tried.status, 200);
      await openAccount(page, store, '/sessions', 'Where you are logged in');
      await page.getByText('This device').waitFor();
    }),
  );

  test(
    'a second factor: set up, logged in with, used up, renewed, turned off',
    inBrowser({ viewport: PHONE, expected: [422, 401] }, async (page, context) => {
      const member = await newMember(store);
      await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: store.url });
      await goOnAs(page, member);
      await openAccount(page, store, '/two-factor', 'Two-factor login');
      await password(page, 'Your password').fill('not this one');
      await page.getByRole('button', { name: 'Set it up' }).click();
      await page.getByText('This is not your password.').waitFor();
      await password(page, 'Your password').fill(member.who.password);
      await page.getByRole('button', { name: 'Set it up' }).click();

      await page.getByRole('img', { name: 'QR code for your app' }).waitFor();
      const uri = new URL(await page.getByRole('link', { name: 'Open it in your app' }).getAttribute('href'));
      member.secret = (await page.locator('.secret').textContent()).replaceAll(' ', '');
      assert.equal(uri.searchParams.get('secret'), member.secret);
      const code = page.getByLabel('Code of six digits');
      const right = codeOf(member.secret);
      await code.fill(right === '000000' ? '111111' : '000000');
      await page.getByRole('button', { name: 'Turn it on' }).click();
      await page.getByText('This is not the code that the app shows now.').waitFor();
      await code.fill(codeOf(member.secret));
      await page.getByRole('button', { name: 'Turn it on' }).click();

      const codes = await readCodes(page);
      assert.equal(codes.length, 10);
      await page.getByRole('button', { name: 'Copy' }).click();
      await page.getByText('The codes are copied').waitFor();
      const copied = await page.evaluate(() => navigator.clipboard.readText());
      assert.deepEqual(copied.match(/\w{4}(-\w{4}){3}/g), codes);
      const downloading = page.waitForEvent('download');
      await page.getByRole('button', { name: 'Download' }).click();
      const file = await readFile(await (await downloading).path(), 'utf8');
      assert.deepEqual(file.match(/\w{4}(-\w{4}){3}/g), codes);
      await page.getByRole('button', { name: 'I have kept them' }).click();
      await page.getByText('You have 10 recovery codes left').waitFor();

      await logOutByMenu(page);
      await logInByForm(page, store, member.who);
      await page.getByLabel('Code', { exact: true }).fill(await freshCode(store, member));
      await page.getByRole('main').getByRole('button', { name: 'Log in' }).click();
      await page.getByRole('button', { name: /^Your account/ }).waitFor();

      await logOutByMenu(page);
      await logInWithRecoveryCode(page, member, codes[3]);
      await page.getByRole('button', { name: /^Your account/ }).waitFor();
      await logOutByMenu(page);
      await logInWithRecoveryCode(page, member, codes[3]);
      await page.getByRole('alert').getByText('used before').waitFor();
      await page.getByLabel('Recovery code').fill(codes[4].toUpperCase());
      await page.getByRole('main').getByRole('button', { name: 'Log in' }).click();
      await page.getByRole('button', { name: /^Your account/ }).waitFor();

      await openAccount(page, store, '/two-factor', 'Two-factor login');
      await page.getByText('You have 8 recovery codes left').waitFor();
      await page.getByRole('button', { name: 'Make new codes' }).click();
      await password(page, 'Your password').fill(member.who.password);
      await page.getByRole('button', { name: 'Make new codes' }).click();
      const renewed = await readCodes(page);
      assert.equal(renewed.filter((each) => codes.includes(each)).length, 0);
      await page.getByRole('button', { name: 'I have kept them' }).click();
      await page.getByText('You have 10 recovery codes left').waitFor();

      await page.getByRole('button', { name: 'Turn it off' }).click();
      await password(page, 'Your password').fill(member.who.password);
      await page.getByRole('button', { name: 'Turn it off' }).click();
      await page.getByText('Two-factor login is off').waitFor();
      await page.getByRole('button', { name: 'Set it up' }).waitFor();
      await logInAnew(store, member.who);
    }),
  );

  async function readCodes(page) {
    await page.getByRole('heading', { name: 'Your recovery codes' }).waitFor();
    return page.locator('.recovery-codes code').allTextContents();
  }

  async function logInWithRecoveryCode(page, member, code) {
    await logInByForm(page, store, member.who);
    await page.getByRole('button', { name: 'Use a recovery code' }).click();
    await page.getByLabel('Recovery code').fill(code);
    await page.getByRole('main').getByRole('button', { name: 'Log in' }).click();
  }

  test(
    'few recovery codes left: the page says so',
    inBrowser({}, async (page) => {
      const member = await setUpTwoFactor(store, await newMember(store));
      await store.sql(
        `delete from recovery_codes where hash not in (
           select hash from recovery_codes code join users on users.id = code.user_id
           where username = $1 limit 3) and user_id = (select id from users where username = $1)`,
        [member.who.username],
      );
      await goOnAs(page, member);
      await openAccount(page, store, '/two-factor', 'Two-factor login');
      await page.getByText('Few recovery codes left').waitFor();
      await page.getByText('You have 3 recovery codes left').waitFor();
    }),
  );

  test(
    'who works for the shop sets up a second factor before anything else',
    inBrowser({}, async (page) => {
      const member = await newMember(store);
      await store.sql(`update configuration set value = 'true' where key = 'staff_two_factor'`); // the demo shop does without
      await store.sql('update users set is_staff = true where username = $1', [member.who.username]);
      await goOnAs(page, member);
      await page.goto(`${store.url}/account/details`);
      await page.getByRole('heading', { level: 1, name: 'Two-factor login' }).waitFor();
      await page.getByText('Please set this up first').waitFor();

      await password(page, 'Your password').fill(member.who.password);
      await page.getByRole('button', { name: 'Set it up' }).click();
      const secret = (await page.locator('.secret').textContent()).replaceAll(' ', '');
      await page.getByLabel('Code of six digits').fill(codeOf(secret));
      await page.getByRole('button', { name: 'Turn it on' }).click();
      await page.getByRole('button', { name: 'I have kept them' }).click();
      await page.getByText('Please set this up first').waitFor({ state: 'detached' });
      await page.getByRole('link', { name: 'Name and e-mail' }).click();
      await page.getByLabel('First name').waitFor();
    }),
  );

  test(
    'sessions: this one is marked; one ends, then all others',
    inBrowser({}, async (page) => {
      const member = await newMember(store);
      const agent = (name) => ({ 'user-agent': `Mozilla/5.0 (X11; Linux x86_64) ${name}/140.0` });
      const others = [];
      for (const name of ['Firefox', 'Chrome', 'Opera']) {
        const visitor = await store.visitor();
        assert.equal((await tryLogin(visitor, member.who, {}, agent(name))).status, 200);
        others.push(visitor);
      }
      await goOnAs(page, member);
      await openAccount(page, store, '/sessions', 'Where you are logged in');
      const rows = page.locator('.account-row');
      await rows.nth(3).waitFor();
      assert.match(await rows.first().textContent(), /This device/);
      assert.equal(await page.getByText('This device').count(), 1);
      assert.equal(await rows.first().getByRole('button').count(), 0, 'this one ends by logging out');

      await page.getByRole('button', { name: 'Log out Firefox on Linux' }).click();
      await page.getByText('That device is logged out').waitFor();
      await rows.nth(3).waitFor({ state: 'detached' });
      assert.deepEqual(await Promise.all(others.map(isMember)), [false, true, true]);

      await page.getByRole('button', { name: 'Log out 2 other devices' }).click();
      await page.getByText('Only this device is left').waitFor();
      await rows.nth(1).waitFor({ state: 'detached' });
      assert.deepEqual(await Promise.all([...others, member].map(isMember)), [false, false, false, true]);
    }),
  );

  test(
    'who was logged out elsewhere is led to the login at the next step',
    inBrowser({ expected: [401] }, async (page) => {
      const member = await newMember(store);
      await goOnAs(page, member);
      await openAccount(page, store, '/preferences', 'Newsletter');
      await page.getByRole('button', { name: 'Save' }).waitFor();
      await store.sql('delete from sessions where user_id = (select id from users where username = $1)', [
        member.who.username,
      ]);
      await page.getByRole('button', { name: 'Save' }).click();
      await page.getByRole('heading', { level: 1, name: 'Log in' }).waitFor();
      assert.equal(new URL(page.url()).searchParams.get('next'), '/account/preferences');
    }),
  );

  test(
    'logging out leads home, and the pages of the account are closed',
    inBrowser({}, async (page) => {
      await goOnAs(page, await newMember(store));
      await openAccount(page, store, '', 'Your account');
      await page.getByRole('main').getByRole('button', { name: 'Log out' }).click();
      await page.getByText('You are logged out').waitFor();
      assert.equal(new URL(page.url()).pathname, '/');
      await page.goto(`${store.url}/account`);
      await page.getByRole('heading', { level: 1, name: 'Log in' }).waitFor();
    }),
  );
});
