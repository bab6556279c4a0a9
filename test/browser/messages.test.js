// What people tell the shop: no more newsletters, a question, the wish to hear when something is there again.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { mailTo, mailsDone, newMember, startAccounts, tokenIn } from '../support/accounts.js';
import { launch, PHONE, withPage } from './support/browser.js';
import { goOnAs, openAccount } from './support/members.js';

const SUPPORT = 'help@quillmoor.example';
const LAMP = { slug: 'fell-lamp', sku: 'QM-LMP-CLA' };

describe('messages', () => {
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
