// A campaign in the admin's browser: the whole life of one, and the visual editor, which harms no letter.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { startAdmin } from '../support/admin.js';
import { addMember, change, newCampaign, pageOf } from '../support/campaigns.js';
import { startNameServer } from '../support/nameServer.js';
import { png } from '../support/pictures.js';
import { sentCampaign } from '../support/sentCampaign.js';
import { choose, enterAdmin, openAdmin } from './support/admin.js';
import { launch, openPage, withPage } from './support/browser.js';
import { mailTo } from './support/mail.js';
import { chooseShipping, goToPayment, openCart, pay, PAYS } from './support/shopping.js';

const RECIPIENTS = 30;

const textbox = (page, name) => page.getByRole('textbox', { name, exact: true });
const button = (page, name) => page.getByRole('button', { name, exact: true });
const editor = (page) => page.frameLocator('iframe[title="Visual editor"]');
const canvas = (page) => editor(page).frameLocator('iframe[title="The letter, to be edited"]');

describe('admin: campaigns', () => {
  let store, browser, dns;
  before(async () => {
    dns = await startNameServer(); // the sender's domain has no records
    [store, browser] = await Promise.all([startAdmin({ seed: 'demo', env: { DNS_SERVER: dns.address } }), launch()]);
  });
  after(async () => {
    await browser?.close();
    await store?.stop();
    dns?.stop();
  });
  const inBrowser = (options, run) => withPage(() => browser, options, run);

  /** Somebody reads the mail, follows its link, and buys what is there. */
  async function readAndBuy({ html }) {
    const { page, context, complaints } = await openPage(browser);
    const [, pixel] = /<img[^>]+src="([^"]+\/e\/o\/[^"]+)"/.exec(html);
    const [, link] = /<a[^>]+href="([^"]+\/e\/c\/[^"]+)"[^>]*>\s*The tray/.exec(html);
    await page.request.get(pixel);
    await page.goto(link.replaceAll('&amp;', '&'));
    await page.getByRole('button', { name: 'Add to cart' }).click();
    await page.getByText('is in your cart').waitFor();
    await openCart(page, store);
    await chooseShipping(page, 'Standard');
    await goToPayment(page, 'reader@post.example');
    await pay(page, PAYS);
    await page.waitForURL(/\/orders\//);
    await page.getByText('The confirmation goes to').waitFor();
    assert.deepEqual(complaints, []);
    await context.close();
  }

  test(
    'one from its first word to the order that it brought',
    inBrowser({ expected: [422] }, async (page) => {
      for (let n = 0; n < RECIPIENTS; n++) await addMember(store, { first_name: `Reader${n}` });
      await addMember(store, { newsletter_subscriber: false });
      await enterAdmin(page, store);

      await openAdmin(page, store, '/campaigns', 'Campaigns');
      await button(page, 'New campaign').first().click();
      await page.getByRole('dialog').getByLabel('Name').fill('Spring sale');
      await button(page, 'Make the draft').click();
      await page.getByRole('heading', { level: 1, name: 'Spring sale' }).waitFor();
      await page.getByText('Missing: a subject and the letter itself.').waitFor();
      const tab = (name) => page.getByRole('tab', { name });
      await tab('2. Audience').waitFor();
      assert.equal(await tab(/Audience.*done/).count(), 0, 'nobody was counted');

      // code, checked as it is written, and then as it looks
      await textbox(page, 'Subject').fill('Spring is here');
      await page.getByRole('button', { name: /^In the shop’s layout/ }).click();
      const html = textbox(page, 'HTML');
      await html.fill(`${await html.inputValue()}\n{% if x %}`);
      await button(page, 'Go to line 9').first().waitFor();
      await html.fill((await html.inputValue()).replace('\n{% if x %}', '').replace('{{ site_url }}/"', `${store.url}/products/oak-tray"`).replace('Have a look', 'The tray'));
      await page.frameLocator('iframe[title="The mail"]').getByText('The tray').waitFor();
      await button(page, 'Visual').click();
      await canvas(page).getByText('Write here what is new.').click();
      await editor(page).getByLabel('Size of letters').fill('20px');
      await editor(page).getByLabel('Size of letters').press('Enter');
      await editor(page).getByRole('button', { name: '+ Heading' }).click();
      await page.frameLocator('iframe[title="The mail"]').getByRole('heading', { name: 'A heading' }).waitFor();
      await button(page, 'Code').click();
      assert.match(await html.inputValue(), /^\{% extends "layout" %\}\n\{% block preheader %\}\{\{ preheader \}\}\{% endblock %\}\n\{% block content %\}[\s\S]*font-size:20px[^>]*>Write here[\s\S]*A heading[\s\S]*\{% endblock %\}\s*$/);
      await button(page, 'Save and choose the audience').click();

      // whom it is for
      await page.getByText(`${RECIPIENTS} members`, { exact: true }).waitFor();
      await tab(/Audience.*done/).waitFor();
      await page.getByRole('listitem').filter({ hasText: /[1-9] did not ask for the newsletter/ }).waitFor();
      await button(page, 'Check it').click();

      // a check that fails, waived with a reason; a try
      const checks = page.getByRole('list', { name: 'Checks' });
      await checks.getByText(/^SPF/).waitFor();
      assert.equal(await button(page, 'Make ready').isDisabled(), true);
      await page.getByLabel(/^Send although the domain/).fill('It is being moved this week');
      await button(page, 'Save and check again').click();
      await page.getByText('It may go. 3 of 10 checks do not pass and are waived.').waitFor();
      await page.getByLabel('Send a test to').fill('founder@shop.example');
      await button(page, 'Send the test').click();
      await page.getByText('1 test on the way.').waitFor();
      assert.match((await mailTo(store.mailDir, 'founder@shop.example')).subject, /Spring is here/);
      await button(page, 'Make ready').click();

      // a time for it, which is no word to send it now
      const inAWeek = new Date(Date.now() + 7 * 24 * 3600 * 1000).toISOString().slice(0, 16);
      await page.getByLabel('When (empty: now)').fill(inAWeek);
      await button(page, 'Schedule').click();
      await page.getByRole('dialog').getByRole('button', { name: `Schedule for ${RECIPIENTS} members` }).click();
      await page.getByRole('heading', { name: 'It waits for its time' }).waitFor();
      await button(page, 'Send now').click();
      await page.getByRole('dialog', { name: 'Send it now, before its time?' }).getByRole('button', { name: 'Cancel' }).click();
      await button(page, 'Unschedule').click();

      // out it goes, to so many people as it said
      await page.getByText('Send it', { exact: true }).waitFor();
      await button(page, 'Send now').click();
      await page.getByRole('dialog').getByRole('button', { name: `Send to ${RECIPIENTS} members` }).click();
      await page.getByText(`${RECIPIENTS} of ${RECIPIENTS} members`).waitFor();
      await button(page, 'See what came of it').waitFor();
      assert.equal(await page.getByRole('progressbar', { name: 'Sent' }).getAttribute('aria-valuenow'), '100');

      const [{ recipient }] = await store.sql(`select recipient from email_messages where kind = 'campaign' limit 1`);
      const mail = await mailTo(store.mailDir, recipient);
      assert.equal(mail.subject, 'Spring is here');
      await readAndBuy(mail);

      const results = () => page.getByRole('region', { name: 'What came of it' });
      const figure = async (name) => (await results().locator('dt', { hasText: name }).locator('xpath=following-sibling::dd[1]').textContent()).trim();
      await button(page, 'See what came of it').click();
      await results().waitFor();
      // openings and clicks are counted in batches
      for (let left = 20; (await figure('Opened')) !== '1' || (await figure('Clicked')) !== '1' || (await figure('Orders')) !== '1'; left--) {
        assert.ok(left > 0, `opened ${await figure('Opened')}, clicked ${await figure('Clicked')}, orders ${await figure('Orders')}`);
        await page.reload();
        await results().waitFor();
      }
      assert.equal(await figure('Delivered'), String(RECIPIENTS));
      assert.match(await figure('Revenue'), /^\$\d/);
      await page.getByRole('region', { name: 'Links of the letter' }).getByRole('row', { name: /oak-tray/ }).waitFor();
      await page.getByRole('region', { name: 'Recipients' }).getByText(`${RECIPIENTS} recipients`).waitFor();

      // all mails lead to where they are worked on
      await openAdmin(page, store, '/emails', 'Mails');
      await page.getByRole('link', { name: 'Spring sale' }).first().click();
      await page.getByRole('heading', { level: 1, name: 'Spring sale' }).waitFor();
      await button(page, 'Duplicate Spring sale').click();
      await page.getByRole('heading', { level: 1, name: 'Copy of Spring sale' }).waitFor();
    }),
  );

  test(
    'who did not get it, and why, is found among the recipients',
    inBrowser({}, async (page) => {
      await enterAdmin(page, store);
      const { id, messages } = await sentCampaign(store, { name: 'Late', people: ['gone@post.example', 'stays@post.example'] });
      await store.sql(`update email_messages set state = 'cancelled', sent_at = null, last_reply = 'suppressed: hard_bounce' where id = $1`, [messages[0].id]);
      await openAdmin(page, store, `/campaigns/${id}/results`, 'Late');
      const recipients = page.getByRole('region', { name: 'Recipients' });
      await recipients.getByText('2 recipients').waitFor();
      await recipients.getByText('suppressed: hard_bounce').waitFor();
      await choose(recipients, 'Show', 'Cancelled');
      await recipients.getByText('1 recipient', { exact: true }).waitFor();
      await recipients.getByText('gone@post.example').waitFor();
      await choose(recipients, 'Show', 'All');
      await recipients.getByText('2 recipients').waitFor();
      await recipients.getByLabel('Find an address').fill('STAYS@Post');
      await recipients.getByText('1 recipient', { exact: true }).waitFor();
      await recipients.getByText('stays@post.example').waitFor();

      // what came of it, in the list and in what is downloaded
      await store.sql(`insert into email_events (message_id, kind) select $1, unnest(array['open', 'unsubscribe'])`, [messages[1].id]);
      await recipients.getByLabel('Find an address').fill('');
      await choose(recipients, 'Show', 'Opened');
      await recipients.getByText('1 recipient', { exact: true }).waitFor();
      await recipients.getByText(/ · opened, unsubscribed$/).waitFor();
      const [file] = await Promise.all([page.waitForEvent('download'), recipients.getByRole('link', { name: 'Export' }).click()]);
      const [names, ...lines] = readFileSync(await file.path(), 'utf8').trim().split('\r\n');
      assert.match(names, /,opened,clicked,/);
      assert.deepEqual(lines.map((line) => /[^,]+@[^,]+/.exec(line)[0]), ['stays@post.example']);
    }),
  );

  test(
    'what goes out to people leads to where customers find the shop, not to where the admin was opened',
    inBrowser({}, async (page) => {
      const boss = await enterAdmin(page, store);
      await store.sql(`insert into ads (name, url) values ('Leaflet', 'https://shop.example/')`);
      const { id } = await newCampaign(boss, 'member', 'Pictured');
      await page.route('**/api/admin/schema', async (route) => {
        const schema = await (await route.fetch()).json();
        await route.fulfill({ json: { ...schema, settings: { ...schema.settings, public_url: 'https://shop.example' } } });
      });
      await openAdmin(page, store, '/ads', 'Ads');
      await page.getByText(/^https:\/\/shop\.example\/e\/a\//).waitFor();
      await openAdmin(page, store, `/campaigns/${id}/write`, 'Pictured');
      await page.getByLabel('Choose a picture').setInputFiles({ name: 'tea.png', mimeType: 'image/png', buffer: png(8, 8) });
      await page.waitForFunction(() => [...document.querySelectorAll('textarea')].some(({ value }) => /src="https:\/\/shop\.example\/media\//.test(value)));
    }),
  );

  const LETTERS = {
    'a whole page with rows of a template': `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>{{ store.name }}</title><style>p { margin: 0 } .a > b { color: {{ colour }} }</style></head>
<body bgcolor="#fff" style="margin:0;padding:0">
<!--[if mso]><table><tr><td><![endif]-->
<table width="100%" cellpadding="0"><tbody>
{% for product in products %}<tr {% if forloop.first %}class="a"{% endif %}><td style='font-family:"Segoe UI", Arial; color: {{ colour|default:"red" }}'>{{ product.name|default:"<b>" }}</td></tr>
{% empty %}<tr><td>Nothing &amp; nobody&nbsp;here</td></tr>{% endfor %}
</tbody></table>
<!--[if mso]></td></tr></table><![endif]-->
<p>Hello {{ recipient_first_name|default:"there" }}, <b>this</b> <i>is</i> it.{# a note #}<br>
<a href="{{ site_url }}/products?a=1&amp;b={% if x %}2{% else %}3{% endif %}" title='a "b"'>Look</a> <img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=" alt="" width=10></p>
</body>
</html>
`,
    'blocks of a layout': `{% extends "layout" %}
{% block content %}
<h1 style="margin:0">A</h1>{% comment %}<p>b{% endcomment %}
<p>{% if a %}one{% else %}two{% endif %} 1 &lt; 2</p>
{% endblock %}
`,
  };

  test(
    'the visual editor gives a letter back as it was, but for what was changed',
    inBrowser({}, async (page) => {
      const boss = await enterAdmin(page, store);
      for (const [name, html] of Object.entries(LETTERS)) {
        const { id } = await newCampaign(boss, 'member', name);
        await change(boss, id, { subject: 'x', html });
        await openAdmin(page, store, `/campaigns/${id}/write`, name);
        await button(page, 'Visual').click();
        await editor(page).getByRole('button', { name: '+ Line' }).click();
        await button(page, 'Save').click();
        await button(page, 'Saved').waitFor();
        const saved = (await pageOf(boss, id)).html;
        assert.match(saved, /<hr [^>]*>/);
        const squeezed = (text) => text.replace(/\s+/g, ' ').replace(/> (?=<)/g, '>').replace(/ $/, '').trim();
        assert.equal(squeezed(saved.replace(/<hr [^>]*>/, '')), squeezed(html), name);
      }
    }),
  );

  test(
    'a letter that it would change is left as it is',
    inBrowser({}, async (page) => {
      const boss = await enterAdmin(page, store);
      const html = '<table>{% if a %}<tr class="a">{% else %}<tr class="b">{% endif %}<td>x</td></tr></table>';
      const { id } = await newCampaign(boss, 'member', 'Odd');
      await change(boss, id, { subject: 'x', html });
      await openAdmin(page, store, `/campaigns/${id}/write`, 'Odd');
      await button(page, 'Visual').click();
      await page.getByText(/It is left as it is/).waitFor();
      await button(page, 'Edit the code').click();
      assert.equal(await textbox(page, 'HTML').inputValue(), html);
    }),
  );
});
