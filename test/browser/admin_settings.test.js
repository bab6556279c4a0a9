// Settings, terms, permissions and alerts in the admin's browser.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { startAdmin } from '../support/admin.js';
import { enterAdmin, openAdmin } from './support/admin.js';
import { launch, PHONE, withPage } from './support/browser.js';

describe('admin: settings, terms, permissions', () => {
  let store, browser;
  before(async () => {
    [store, browser] = await Promise.all([startAdmin(), launch()]);
  });
  after(async () => {
    await browser?.close();
    await store?.stop();
  });
  const inBrowser = (options, run) => withPage(() => browser, options, run);
  const setting = async (key) => (await store.sql('select value from configuration where key = $1', [key]))[0].value;

  test(
    'settings: a mistake is told beside its input and keeps all; then all is saved',
    inBrowser({ viewport: PHONE, expected: [422] }, async (page) => {
      await enterAdmin(page, store);
      await openAdmin(page, store, '/settings', 'Settings');
      await page.getByLabel('Name', { exact: true }).fill('Quillmoor');
      await page.getByLabel('Support address').fill('nobody');
      await page.getByRole('combobox', { name: 'Ships to' }).fill('Germany');
      await page.getByRole('option', { name: 'Germany' }).click();
      await page.keyboard.press('Escape');
      await page.getByRole('button', { name: 'Save 3 changes' }).click();
      await page.getByText('This is no address.').waitFor();
      assert.equal(await setting('store_name'), 'My store');
      await page.getByLabel('Support address').fill('help@quillmoor.example');
      await page.getByRole('button', { name: 'Save 3 changes' }).click();
      await page.getByText('Saved.', { exact: true }).waitFor();
      assert.deepEqual([await setting('store_name'), await setting('support_email'), await setting('ships_to')], ['Quillmoor', 'help@quillmoor.example', ['US', 'DE']]);
      await page.getByRole('button', { name: 'Environment' }).click();
      await page.getByText('SECRET_KEY').first().waitFor();
    }),
  );

  test(
    'permissions of a group: a matrix',
    inBrowser({}, async (page) => {
      await enterAdmin(page, store);
      const [{ id }] = await store.sql(`insert into groups (name) values ('Packers') returning id`);
      await openAdmin(page, store, `/groups/${id}`, /Packers/);
      await page.getByRole('checkbox', { name: 'Change Orders', exact: true }).check();
      assert.ok(await page.getByRole('checkbox', { name: 'View Orders', exact: true }).isChecked());
      await page.getByRole('button', { name: 'Save permissions' }).click();
      await page.getByText('Saved. It holds at once.').waitFor();
      assert.deepEqual((await store.sql('select resource, verb from group_permissions where group_id = $1 order by verb', [id])).map(({ resource, verb }) => `${resource}.${verb}`),
        ['orders.change', 'orders.view']);
    }),
  );

  test(
    'alerts: a banner leads to what needs a look; dismissed ones go',
    inBrowser({}, async (page) => {
      await store.sql(`select alert_raise('email_template_broken', 'welcome', 'welcome.html:3: there is no tag')`);
      await enterAdmin(page, store);
      await openAdmin(page, store, '/settings', 'Settings');
      await page.getByText('One thing needs a look.').waitFor();
      await page.getByRole('link', { name: 'Look' }).click();
      await page.getByText('welcome.html:3: there is no tag').waitFor();
      await page.getByRole('button', { name: 'Dismiss' }).click();
      await page.getByText('All is well.').waitFor();
    }),
  );

  test(
    'who may only look changes nothing',
    inBrowser({}, async (page) => {
      await enterAdmin(page, store, ['configuration.view']);
      await openAdmin(page, store, '/settings', 'Settings');
      assert.ok(await page.getByLabel('Name', { exact: true }).isDisabled());
      assert.equal(await page.getByRole('button', { name: /^Save/ }).count(), 0);
    }),
  );

  // last: who registers after it agrees to other terms
  test(
    'terms: a draft, as the store shows it, published',
    inBrowser({}, async (page) => {
      await enterAdmin(page, store);
      await openAdmin(page, store, '/terms', 'Terms of use');
      await page.getByRole('link', { name: 'Write a new version' }).click();
      await page.getByRole('heading', { level: 1, name: 'Terms, version 2' }).waitFor();
      await page.getByLabel('Body').fill('## Be kind\n\nTo everybody.');
      await page.getByRole('heading', { name: 'Be kind' }).waitFor();
      await page.getByRole('button', { name: 'Save', exact: true }).click();
      await page.getByText('Saved.', { exact: true }).waitFor();
      assert.equal((await store.sql('select published_at from terms_of_use_versions where version = 2'))[0].published_at, null);
      await page.getByRole('button', { name: 'Publish', exact: true }).click();
      await page.getByRole('dialog').getByText(/will be asked to agree/).waitFor();
      await page.getByRole('button', { name: 'Publish now' }).click();
      await page.getByRole('heading', { level: 1, name: 'Terms of use' }).waitFor();
      await page.getByText('In force', { exact: true }).waitFor();
      await page.getByRole('link', { name: /Version 2/ }).click();
      await page.getByText(/so it stays as it is/).waitFor();
    }),
  );
});
