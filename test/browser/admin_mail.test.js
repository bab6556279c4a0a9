// Mails in the admin's browser: the outbox and what is done with it, and templates in other words.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { startAdmin } from '../support/admin.js';
import { enterAdmin, openAdmin } from './support/admin.js';
import { launch, PHONE, withPage } from './support/browser.js';

describe('admin: mail', () => {
  let store, browser;
  before(async () => {
    [store, browser] = await Promise.all([startAdmin(), launch()]);
  });
  after(async () => {
    await browser?.close();
    await store?.stop();
  });
  const inBrowser = (options, run) => withPage(() => browser, options, run);
  const queue = (recipient, state) =>
    store.sql(`with chat as (insert into chat_messages (kind, name, email, body) values ('contact', 'Ann', 'ann@shop.example', 'Is it blue?') returning id)
      insert into email_messages (kind, recipient, chat_message_id, state, last_reply) select 'message_received', $1, id, $2, '550 no such mailbox' from chat returning id`, [recipient, state]);

  test(
    'the outbox: what failed is found, read and sent again',
    inBrowser({ viewport: PHONE }, async (page) => {
      const [{ id }] = await queue('failed@shop.example', 'failed');
      await queue('cancelled@shop.example', 'cancelled');
      await enterAdmin(page, store);
      await openAdmin(page, store, '/mail/outbox', 'Outbox');
      await page.getByText('cancelled@shop.example').waitFor();
      await page.getByRole('button', { name: 'Failed', exact: true }).click();
      await page.getByText('cancelled@shop.example').waitFor({ state: 'detached' });
      await page.getByText('550 no such mailbox').waitFor();
      await page.getByRole('link', { name: 'Message received' }).click();
      await page.getByRole('heading', { level: 1, name: 'Message received' }).waitFor();
      await page.frameLocator('iframe[title="The mail"]').getByText('Is it blue?').waitFor();
      await page.getByRole('button', { name: 'Send again' }).click();
      await page.getByRole('dialog').getByRole('button', { name: 'Send again' }).click();
      await page.getByText('1 mail in the outbox again.').waitFor();
      const [{ state }] = await store.sql('select state from email_messages where id = $1', [id]);
      assert.notEqual(state, 'failed');
    }),
  );

  test(
    'a template: seen while it is written, checked by its lines, put in use and taken back',
    inBrowser({ expected: [422] }, async (page) => {
      await enterAdmin(page, store);
      await openAdmin(page, store, '/mail/templates', 'Templates of mails');
      await page.getByRole('link', { name: /^Welcome/ }).click();
      await page.getByRole('heading', { level: 1, name: 'Welcome' }).waitFor();
      const mail = page.frameLocator('iframe[title="The mail"]');
      await mail.getByText('ada').first().waitFor();
      const html = page.getByRole('textbox', { name: 'HTML' });
      await html.fill('<h1 style="color: rgb(1, 2, 3)">Ahoy {{ username }}</h1>\n<p>\n{% if x %}\n</p>');
      await page.getByText(/welcome\.html, line 3: the tag/).waitFor();
      await page.getByRole('button', { name: 'Go to line 3' }).click();
      assert.equal(await html.evaluate((area) => area.value.slice(area.selectionStart, area.selectionEnd)), '{% if x %}');
      await page.getByRole('button', { name: 'Put in use' }).click();
      await page.getByRole('alert').filter({ hasText: /not valid|line 3/ }).first().waitFor();
      await html.fill('<h1 style="color: rgb(1, 2, 3)">Ahoy {{ username }}</h1>');
      await mail.getByRole('heading', { name: 'Ahoy ada' }).waitFor();
      assert.equal(await mail.getByRole('heading').evaluate((heading) => getComputedStyle(heading).color), 'rgb(1, 2, 3)');
      await page.getByRole('tab', { name: 'As text' }).click();
      await page.getByLabel('Text part').getByText('Ahoy ada').waitFor();
      await page.getByRole('button', { name: 'Put in use' }).click();
      await page.getByText('Yours is in use').waitFor();
      assert.equal((await store.sql(`select status from emails where template = 'welcome'`))[0].status, 'ready');
      await page.getByRole('button', { name: 'Use the program’s own' }).click();
      await page.getByRole('dialog').getByRole('button', { name: 'Go back' }).click();
      await page.getByText('Draft', { exact: true }).waitFor();
      assert.equal((await store.sql(`select status from emails where template = 'welcome'`))[0].status, 'draft');
    }),
  );
});
