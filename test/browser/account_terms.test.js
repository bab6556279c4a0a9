// Terms that change: while somebody registers, for a member, and at the checkout.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { newMember, person } from '../support/accounts.js';
import { startStore } from '../support/store.js';
import { launch, withPage } from './support/browser.js';
import { fillLogin, fillRegistration, goOnAs, logInByForm } from './support/members.js';
import { chooseShipping, openCart, putInCart } from './support/shopping.js';

const env = { PASSWORD_MEMORY_KIB: '64', PASSWORD_PASSES: '1', LOGIN_LIMIT: '0', REGISTER_LIMIT: '0' };

describe('new terms', () => {
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

  async function open(page, path, title) {
    await page.goto(store.url + path);
    await heading(page, title).waitFor();
  }

  const pathOf = (page) => page.url().slice(store.url.length);

  const agreedVersions = async ({ username }) => {
    const asked = `select version from terms_of_use_agreements join members on members.id = member_id
                   join users on users.id = members.user_id where username = $1 order by version`;
    return (await store.sql(asked, [username])).map(({ version }) => version);
  };

  // Whoever was a member before is asked about them.
  let version = 1;
  const publish = async (body) => {
    const insert = `insert into terms_of_use_versions (version, title, body, published_at) values ($1, 'Terms', $2, now())`;
    await store.sql(insert, [++version, body]);
  };
  const memberOfToday = () => newMember(store, { terms_version: version });

  test(
    'terms that change while somebody registers are agreed to once more',
    inBrowser({ expected: [409] }, async (page) => {
      const who = person();
      await open(page, '/register', 'Make an account');
      await fillRegistration(page, who);
      await publish('## For newcomers\n\nBe quiet.');
      await press(page, 'Make the account');
      await page.getByText('The terms have changed meanwhile').waitFor();
      await page.getByRole('checkbox', { name: /I agree/, checked: false }).check();
      await press(page, 'Make the account');
      await heading(page, 'Your account').waitFor();
      assert.deepEqual(await agreedVersions(who), [version]);
      await open(page, '/terms', 'Terms');
      await page.getByRole('heading', { level: 2, name: 'For newcomers' }).waitFor();
    }),
  );

  test(
    'new terms stand before the account until they are agreed to',
    inBrowser({}, async (page) => {
      const { who } = await memberOfToday();
      await publish('## New\n\nBe kind.');
      await logInByForm(page, store, who);
      await heading(page, 'Our terms have changed').waitFor();
      await page.getByText('Be kind.').waitFor();
      await press(page, 'Log out');
      await page.getByText('You are logged out').waitFor();
      assert.equal(pathOf(page), '/');

      await open(page, '/account/orders', 'Log in');
      await fillLogin(page, who);
      await heading(page, 'Our terms have changed').waitFor();
      await press(page, 'I agree');
      await heading(page, 'Orders').waitFor();
      assert.deepEqual(await agreedVersions(who), [version - 1, version]);
    }),
  );

  test(
    'the checkout knows the address of a member, and asks about terms that changed meanwhile',
    inBrowser({ expected: [409] }, async (page) => {
      const member = await memberOfToday();
      await goOnAs(page, member);
      await putInCart(page, store, 'field-notebook');
      await openCart(page, store);
      await chooseShipping(page, 'Pick-up');
      await page.getByRole('button', { name: 'Go to checkout' }).click();
      await heading(page, 'Checkout').waitFor();
      const pay = async () => {
        assert.equal(await page.getByLabel('E-mail').inputValue(), member.who.email);
        await page.getByLabel(/I accept/).check();
        await main(page).getByRole('button', { name: /^Pay / }).click();
      };
      await publish('## Newer\n\nBe patient.');
      await pay();
      await heading(page, 'Our terms have changed').waitFor();
      await page.getByText('Be patient.').waitFor();
      await press(page, 'I agree');
      await heading(page, 'Checkout').waitFor();
      await pay();
      await page.getByRole('heading', { name: 'Pay for your order' }).waitFor();
    }),
  );
});
