// The page that the payment page sends back to, for each answer that the API may give about the payment.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { startStore } from '../support/store.js';
import { launch, withPage } from './support/browser.js';

const SESSION = 'cs_test_session';
const PAYMENT_PAGE = 'https://payments.example/page';

const checkout = (status, order = null) => ({
  session: SESSION,
  status,
  total: 5790,
  currency: 'USD',
  url: status === 'open' ? PAYMENT_PAGE : null,
  order,
});

describe('return from the payment', () => {
  let store, browser;
  before(async () => {
    [store, browser] = await Promise.all([startStore({ seed: 'demo' }), launch()]);
  });
  after(async () => {
    await browser?.close();
    await store?.stop();
  });
  const inBrowser = (options, run) => withPage(() => browser, options, run);

  /** The API answers with each of `answers` in turn, then with the last of them again; returns how often it was asked. */
  async function arrive(page, answers) {
    const asked = { times: 0 };
    await page.route(`**/api/v1/checkout/${SESSION}`, (route) => {
      const answer = answers[Math.min(asked.times++, answers.length - 1)];
      return route.fulfill(typeof answer === 'number' ? { status: answer, body: '' } : { json: answer });
    });
    await page.goto(`${store.url}/checkout/return?session_id=${SESSION}`);
    return asked;
  }

  const heading = (page, name) => page.getByRole('heading', { level: 1, name }).waitFor();

  for (const [status, title, way] of [
    ['failed', 'The payment did not go through', 'Back to the cart'],
    ['expired', 'The payment page has expired', 'Back to the cart'],
    ['processing', 'Thank you, your payment is on its way', 'Back to the shop'],
  ]) {
    test(
      status,
      inBrowser({}, async (page) => {
        const asked = await arrive(page, [checkout(status)]);
        await heading(page, title);
        await page.getByRole('main').getByRole('link', { name: way }).waitFor();
        await page.waitForTimeout(1000);
        assert.equal(asked.times, 1, 'what is settled is not asked again');
      }),
    );
  }

  test(
    'open at first, then completed: the order takes the place of this page',
    inBrowser({ expected: [404] }, async (page) => {
      await page.goto(`${store.url}/terms`);
      await heading(page, 'Terms');
      const order = { identifier: 'NO-SUCH-ORDER', key: 'a key&' };
      await arrive(page, [checkout('open'), checkout('open'), checkout('completed', order)]);
      await heading(page, 'Confirming your payment');
      await page.waitForURL(`${store.url}/orders/NO-SUCH-ORDER?key=a%20key%26`);
      await page.goBack();
      await heading(page, 'Terms');
    }),
  );

  test(
    'a server that stumbles is asked again',
    inBrowser({ expected: [503] }, async (page) => {
      await arrive(page, [503, 503, checkout('expired')]);
      await heading(page, 'The payment page has expired');
    }),
  );

  test(
    'nothing heard for a minute: the customer is told and may go on',
    inBrowser({}, async (page) => {
      await page.clock.install();
      const asked = await arrive(page, [checkout('open')]);
      await heading(page, 'Confirming your payment');
      for (let seconds = 0; seconds < 90 && asked.times < 30; seconds++) {
        await page.clock.runFor(1000);
        if (await page.getByRole('button', { name: 'Check again' }).isVisible()) break;
      }
      await heading(page, 'We have not heard of your payment yet');
      assert.equal(await page.getByRole('link', { name: 'Go on paying' }).getAttribute('href'), PAYMENT_PAGE);
      const before = asked.times;
      await page.getByRole('button', { name: 'Check again' }).click();
      await page.waitForFunction(() => !document.querySelector('button[aria-busy]'));
      assert.equal(asked.times, before + 1);
    }),
  );
});
