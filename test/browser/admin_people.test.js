// Members and prospects in the admin's browser.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { isMember, newMember, userOf } from '../support/accounts.js';
import { startAdmin } from '../support/admin.js';
import { assertStatus, makeGoods } from '../support/sales.js';
import { enterAdmin, openAdmin } from './support/admin.js';
import { launch, PHONE, withPage } from './support/browser.js';

describe('admin: people', () => {
  let store, browser, member, id;
  before(async () => {
    [store, browser] = await Promise.all([startAdmin(), launch()]);
    const [sku] = await makeGoods(store, [{ price: 1999, stock: 10, title: 'Blue' }]);
    member = await newMember(store, { newsletter: true });
    ({ member_id: id } = await userOf(store, member.who.username));
    assertStatus(await member.add(sku, 2), 200);
    assertStatus(await member.post('/api/v1/messages', { kind: 'contact', email: member.who.email, message: '<b>Is it blue?</b>' }), 201);
  });
  after(async () => {
    await browser?.close();
    await store?.stop();
  });
  const inBrowser = (options, run) => withPage(() => browser, options, run);

  test(
    'a member from the list: cart, messages as text, timeline; the newsletter, the sessions',
    inBrowser({ viewport: PHONE }, async (page) => {
      await enterAdmin(page, store);
      await openAdmin(page, store, `/members/${id}/show`, 'Ada Byron');
      await page.getByText('2 × Goods, Blue').waitFor();
      await page.getByText('<b>Is it blue?</b>').first().waitFor();
      await page.getByRole('region', { name: 'Timeline' }).getByText('Registered').waitFor();
      const newsletter = page.getByRole('switch', { name: 'Gets the newsletter' }).or(page.getByRole('checkbox', { name: 'Gets the newsletter' }));
      await newsletter.click();
      await page.getByText('Gets no newsletter').waitFor();
      assert.equal((await userOf(store, member.who.username)).newsletter_subscriber, false);
      await page.getByRole('button', { name: 'End all sessions' }).click();
      await page.getByRole('dialog').getByRole('button', { name: 'End all sessions' }).click();
      await page.getByText('1 session ended.').waitFor();
      assert.equal(await isMember(member), false);
      await page.getByRole('button', { name: 'Send a password link' }).click();
      await page.getByRole('dialog').getByRole('button', { name: 'Send a password link' }).click();
      await page.getByText(`The link is on its way to ${member.who.email}.`).waitFor();
    }),
  );

  test(
    'tags, given and taken',
    inBrowser({}, async (page) => {
      await store.sql(`insert into tags (name) values ('regulars')`);
      await enterAdmin(page, store);
      await openAdmin(page, store, `/members/${id}/show`, 'Ada Byron');
      const saved = () => page.waitForResponse((reply) => /member_tags/.test(reply.url()) && reply.request().method() !== 'GET');
      const given = saved();
      await page.getByRole('combobox', { name: 'Tags of this member' }).click();
      await page.getByRole('option', { name: 'regulars' }).click();
      assert.equal((await given).status(), 201);
      await page.reload();
      const tags = page.getByRole('region', { name: 'Tags', exact: true });
      await tags.getByRole('button', { name: 'regulars' }).waitFor();
      const taken = saved();
      await page.getByRole('combobox', { name: 'Tags of this member' }).press('Backspace');
      assert.equal((await taken).status(), 200);
      assert.deepEqual(await store.sql('select * from member_tags'), []);
    }),
  );

  test(
    'a prospect',
    inBrowser({}, async (page) => {
      const visitor = await store.visitor();
      assertStatus(await visitor.post('/api/v1/messages', { kind: 'notify_me', email: 'bo@post.example', subject: 'Cup' }), 201);
      const [{ id: prospect }] = await store.sql(`select id from prospects where email = 'bo@post.example'`);
      await enterAdmin(page, store);
      await openAdmin(page, store, `/prospects/${prospect}/show`, 'bo@post.example');
      await page.getByText('Wants to be told of: Cup').waitFor();
      await page.getByText('Became known to the shop').waitFor();
    }),
  );

  test(
    'who is none',
    inBrowser({ expected: [404] }, async (page) => {
      await enterAdmin(page, store);
      await openAdmin(page, store, '/members/999999/show', 'Member');
      await page.getByRole('alert').waitFor();
    }),
  );
});
