// The member's own pages: name, addresses, orders, newsletter; messages to the shop.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { mailTo, mailsDone, newMember, startAccounts, tokenIn, verifiedMember } from '../support/accounts.js';
import { assertStatus } from '../support/sales.js';
import { until } from '../support/store.js';
import { DESKTOP, launch, PHONE, withPage } from './support/browser.js';
import { goOnAs, openAccount, password } from './support/members.js';
import { chooseShipping, openCart, pay, PAYS, putInCart } from './support/shopping.js';

const SUPPORT = 'help@quillmoor.example';
const LAMP = { slug: 'fell-lamp', sku: 'QM-LMP-CLA' };

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
    'the newsletter: wanted, no longer by the link of a mail, wanted again',
    inBrowser({}, async (page) => {
      const member = await newMember(store, { newsletter: true });
      const link = tokenIn(await mailTo(store, member.who.email, /^Welcome/), 'unsubscribe', store.url);
      await page.goto(`${store.url}/unsubscribe/${link}`);
      await page.getByRole('heading', { name: 'No more newsletters?' }).waitFor();
      const shown = await page.locator('main strong').textContent();
      assert.match(shown, /^p\*+@p\*+\.example$/, 'whoever has the link does not learn the address');
      assert.equal((await newsletterOf(member)).wanted, true, 'opening it changes nothing');

      await page.getByRole('button', { name: 'Unsubscribe' }).click();
      await page.getByRole('heading', { name: 'You get no more newsletters' }).waitFor();
      assert.equal((await newsletterOf(member)).wanted, false);
      await page.reload();
      await page.getByRole('heading', { name: 'You get no more newsletters' }).waitFor();

      await goOnAs(page, member);
      await openAccount(page, store, '/preferences', 'Newsletter');
      await page.getByLabel(/^Send the newsletter/).check();
      await page.getByRole('button', { name: 'Save' }).click();
      await page.getByText('You get the newsletter').waitFor();
      assert.equal((await newsletterOf(member)).wanted, true);
    }),
  );

  const newsletterOf = async ({ who }) =>
    (
      await store.sql(
        `select newsletter_subscriber and email_unsubscribed_at is null as wanted
         from members join users on users.id = user_id where username = $1`,
        [who.username],
      )
    )[0];

  test(
    'a link to unsubscribe that is none of ours',
    inBrowser({ expected: [404] }, async (page) => {
      await page.goto(`${store.url}/unsubscribe/mb-nothing`);
      await page.getByRole('heading', { name: 'This link does not work' }).waitFor();
      await page.getByRole('main').getByRole('link', { name: 'write to us' }).click();
      await page.getByRole('heading', { level: 1, name: 'Contact' }).waitFor();
    }),
  );

  test(
    'a message to the shop',
    inBrowser({ viewport: PHONE, expected: [422] }, async (page) => {
      await page.goto(store.url);
      await page.getByRole('contentinfo').getByRole('link', { name: 'Contact' }).click();
      await page.getByLabel('Message').fill('Do you engrave?\nIn Latin?');
      await page.getByLabel('E-mail').fill('nobody');
      await page.getByRole('button', { name: 'Send' }).click();
      await page.locator('.field-error').filter({ hasText: /\S/ }).waitFor();
      assert.equal(await page.evaluate(() => document.activeElement.name), 'email');

      await page.getByLabel('E-mail').fill('curious@example.com');
      await page.getByLabel('Name').fill('Cura');
      await page.getByRole('button', { name: 'Send' }).click();
      await page.getByRole('heading', { name: 'Thank you for your message' }).waitFor();
      assert.equal(await page.evaluate(() => document.activeElement.tagName), 'H1');
      const mail = await mailTo(store, SUPPORT, /^Message/);
      assert.match(mail.text, /Do you engrave\?\s+In Latin\?/);
    }),
  );

  test(
    'a member writes: name and address are known',
    inBrowser({}, async (page) => {
      const member = await newMember(store, { first_name: 'Mary', last_name: 'Somerville' });
      await goOnAs(page, member);
      await page.goto(`${store.url}/contact`);
      await page.getByLabel('Message').fill('Thank you.');
      assert.equal(await page.getByLabel('Name').inputValue(), 'Mary Somerville');
      assert.equal(await page.getByLabel('E-mail').inputValue(), member.who.email);
      await page.getByRole('button', { name: 'Send' }).click();
      await page.getByText(`We answer to ${member.who.email}`).waitFor();
      const [{ author }] = await store.sql(
        `select users.username as author from chat_messages
         join members on members.id = member_id join users on users.id = members.user_id where body = 'Thank you.'`,
      );
      assert.equal(author, member.who.username);
    }),
  );

  test(
    'who wants what is sold out is told when it is there again',
    inBrowser({}, async (page) => {
      await store.sql(
        `update sku_inventory set quantity_on_hand = quantity_reserved, backorder_allowed = false
         from skus where skus.id = sku_id and skus.code = $1`,
        [LAMP.sku],
      );
      await page.goto(`${store.url}/products/${LAMP.slug}?sku=${LAMP.sku}`);
      const wish = page.getByRole('region', { name: 'When it is there again' });
      await wish.getByRole('button', { name: 'Tell me' }).click();
      await wish.getByText('Please fill this in.').waitFor();
      await wish.getByLabel('Tell me when it is there again').fill('patient@example.com');
      await wish.getByRole('button', { name: 'Tell me' }).click();
      await wish.getByText('We write to patient@example.com').waitFor();
      await mailsDone(store);
      const rows = await store.sql(`select kind, subject from chat_messages where email = 'patient@example.com'`);
      assert.deepEqual(rows, [{ kind: 'notify_me', subject: LAMP.slug }]);
    }),
  );
});

test('too many messages: when to try again', async (t) => {
  const store = await startAccounts({ seed: 'demo', env: { MESSAGE_LIMIT: '1' } });
  t.after(() => store.stop());
  const browser = await launch();
  t.after(() => browser.close());
  const send = async (page) => {
    await page.goto(`${store.url}/contact`);
    await page.getByLabel('E-mail').fill('eager@example.com');
    await page.getByLabel('Message').fill('Hello');
    await page.getByRole('button', { name: 'Send' }).click();
  };
  await withPage(() => browser, { expected: [429] }, async (page) => {
    await send(page);
    await page.getByRole('heading', { name: 'Thank you for your message' }).waitFor();
    await send(page);
    await page.getByText(/Too many tries\. Please try again in (an hour|\d+ minutes)\./).waitFor();
    assert.equal(await page.getByLabel('Message').inputValue(), 'Hello', 'nothing that was written is lost');
  })(t);
});
