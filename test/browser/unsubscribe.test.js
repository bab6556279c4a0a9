// The pages that a campaign's links lead to: unsubscribing and why, and what somebody wants to get.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { leaveCode, makeCampaign, makeMail, stateOf } from '../support/campaignMails.js';
import { addMember, addProspect } from '../support/campaigns.js';
import { count } from '../support/sales.js';
import { startStore } from '../support/store.js';
import { assertAccessible } from './support/axe.js';
import { launch, PHONE, withPage } from './support/browser.js';

describe('leaving', () => {
  let store, browser, campaign;
  before(async () => {
    [store, browser] = await Promise.all([startStore({ seed: 'demo', sandbox: false }), launch()]);
    campaign = await makeCampaign(store);
  });
  after(async () => {
    await browser?.close();
    await store?.stop();
  });
  const inBrowser = (options, run) => withPage(() => browser, options, run);
  const heading = (page, name) => page.getByRole('heading', { level: 1, name }).waitFor();
  const focused = (page) => page.evaluate(() => document.activeElement.tagName);

  async function mailTo(person) {
    const mail = await makeMail(store, { campaign, ...person });
    return { mail, code: leaveCode(store, mail.id), state: () => stateOf(store, { member: person.member?.id, prospect: person.prospect?.id }) };
  }
  const toMember = async (more) => mailTo({ member: await addMember(store, more) });
  const toProspect = async () => mailTo({ prospect: await addProspect(store) });

  test(
    'asked, gone, why, and back again',
    inBrowser({ viewport: PHONE }, async (page) => {
      const { mail, code, state } = await toProspect();
      await page.goto(`${store.url}/e/u/${code}`);
      assert.equal(page.url(), `${store.url}/unsubscribe/${code}`);
      await heading(page, 'No more newsletters?');
      await page.getByText('Quillmoor then sends none').waitFor();
      await assertAccessible(page, 'asked');
      assert.equal((await state()).unsubscribed, false, 'opening it changes nothing');

      await page.getByRole('button', { name: 'Unsubscribe' }).click();
      await heading(page, 'You get no more newsletters');
      assert.equal(await focused(page), 'H1');
      assert.equal((await state()).unsubscribed, true);
      assert.equal(await count(store, 'email_events', `message_id = ${mail.id} and kind = 'unsubscribe'`), 1);
      await assertAccessible(page, 'gone');

      await page.getByRole('button', { name: 'Send' }).click();
      await page.getByText('Please fill this in.').waitFor();
      assert.equal(await focused(page), 'INPUT');
      await assertAccessible(page, 'no reason');
      await page.getByLabel('They come too often').check();
      await page.getByLabel('In your words').fill('Once a month is plenty.');
      await page.getByRole('button', { name: 'Send' }).click();
      await page.getByText('Thank you for telling us').waitFor();
      assert.deepEqual(
        await store.sql('select reason, comment, email_id from unsubscribe_reasons where prospect_id = (select prospect_id from email_messages where id = $1)', [mail.id]),
        [{ reason: 'too_often', comment: 'Once a month is plenty.', email_id: campaign }],
      );
      await assertAccessible(page, 'told why');

      await page.getByRole('main').getByRole('link', { name: 'what you want to get' }).click();
      await heading(page, 'Your mails');
      const box = page.getByLabel(/^Send the newsletter to p\*\*\*@p\*\*\*\.example/);
      assert.equal(await box.isChecked(), false);
      await box.check();
      await page.getByRole('button', { name: 'Save' }).click();
      await page.getByText('You get the newsletter').waitFor();
      assert.equal((await state()).newsletter, true);
      await assertAccessible(page, 'preferences');
      assert.equal(await page.getByRole('link', { name: 'your account' }).count(), 0, 'a prospect has none');
    }),
  );

  test(
    'preferences of a member, who need not log in',
    inBrowser({ viewport: PHONE }, async (page) => {
      const { code, state } = await toMember();
      await page.goto(`${store.url}/preferences/${code}`);
      const box = page.getByLabel(/^Send the newsletter/);
      assert.equal(await box.isChecked(), true);
      await box.uncheck();
      await page.getByRole('button', { name: 'Save' }).click();
      await page.getByText('You get no newsletter').waitFor();
      assert.deepEqual(await state(), { newsletter: false, unsubscribed: true });
      await page.reload();
      assert.equal(await page.getByLabel(/^Send the newsletter/).isChecked(), false);
      await page.getByRole('main').getByRole('link', { name: 'your account' }).waitFor();
    }),
  );

  test(
    'an address that mails came back from is told so',
    inBrowser({}, async (page) => {
      const { mail, code } = await toMember();
      await store.sql(`insert into suppressions (address, reason) values ($1, 'hard_bounce')`, [mail.recipient]);
      await page.goto(`${store.url}/preferences/${code}`);
      await page.getByText(/^No newsletter reaches r\*\*\*@/).waitFor();
      await assertAccessible(page, 'suppressed');
    }),
  );

  test(
    'links that are none, and people who were deleted',
    inBrowser({ expected: [404] }, async (page) => {
      const { mail, code } = await toMember();
      await store.sql('delete from members where id = (select member_id from email_messages where id = $1)', [mail.id]);
      for (const at of ['unsubscribe', 'preferences']) {
        await page.goto(`${store.url}/${at}/${code}`);
        await heading(page, 'Nothing is sent to this address any more');
        await assertAccessible(page, `${at}: deleted`);
        await page.goto(`${store.url}/${at}/${code}x`);
        await heading(page, 'This link does not work');
      }
    }),
  );

  test(
    'no connection: told, and mended when it is back',
    inBrowser({ expected: ['offline', 503] }, async (page, context) => {
      const { code, state } = await toMember();
      await page.goto(`${store.url}/unsubscribe/${code}`);
      await heading(page, 'No more newsletters?');
      await page.route('**/api/v1/unsubscriptions/**', (route) =>
        route.fulfill({ status: 503, contentType: 'application/problem+json', body: JSON.stringify({ title: 'The server is busy', status: 503, code: 'overloaded' }) }),
      );
      await page.getByRole('button', { name: 'Unsubscribe' }).click();
      await page.getByRole('alert').filter({ hasText: /\S/ }).waitFor();
      assert.equal((await state()).unsubscribed, false);
      await page.unroute('**/api/v1/unsubscriptions/**');
      await page.getByRole('button', { name: 'Unsubscribe' }).click();
      await heading(page, 'You get no more newsletters');
      assert.equal((await state()).unsubscribed, true);
      await context.setOffline(false);
    }),
  );
});
