// Members and prospects as staff see them, and what staff do with their accounts.
import assert from 'node:assert/strict';
import test, { after, before, describe } from 'node:test';
import { isMember, logInAnew, mailTo, newMember, otherPassword, setUpTwoFactor, tokenIn, userOf, verifiedMember } from '../support/accounts.js';
import { newStaff, startAdmin } from '../support/admin.js';
import { assertStatus, checkoutOf, count, makeGoods, startCheckout } from '../support/sales.js';

let store, boss, member, id, order, sku, guest;
const buy = async (buyer, email) => {
  assertStatus(await buyer.add(sku, 2), 200);
  assertStatus(await buyer.ship(), 200);
  const { session } = await startCheckout(buyer, { email: null });
  await store.pay(session, { hook: false, email });
  return (await checkoutOf(buyer, session)).order;
};
before(async () => {
  store = await startAdmin();
  boss = await newStaff(store);
  [sku] = await makeGoods(store, [{ price: 1999, stock: 1000, title: 'Blue' }]);
  member = await verifiedMember(store, { newsletter: true });
  ({ member_id: id } = await userOf(store, member.who.username));
  order = await buy(member, member.who.email);
  assertStatus(await member.add(sku, 1), 200);
  assertStatus(await member.post('/api/v1/messages', { kind: 'contact', email: member.who.email, message: 'Is it blue?' }), 201);
  guest = await store.visitor();
  guest.order = await buy(guest, 'guest@post.example');
  assertStatus(await guest.post('/api/v1/messages', { kind: 'notify_me', email: 'guest@post.example', subject: 'Cup' }), 201);
});
after(() => store?.stop());

const page = async (who = boss, of = id) => assertStatus(await who.get(`/api/admin/members/${of}/page`), 200).body;
const timeline = async (path, limit = 200) => {
  const all = [];
  for (let cursor = ''; cursor !== null;) {
    const { body } = assertStatus(await boss.get(`${path}/timeline?limit=${limit}${cursor && `&cursor=${encodeURIComponent(cursor)}`}`), 200);
    assert.ok(body.items.length <= limit);
    all.push(...body.items);
    cursor = body.next_cursor;
  }
  return all;
};

describe('a member', () => {
  test('person, account, orders, cart, mails and messages in one document', async () => {
    const seen = await page();
    assert.deepEqual([seen.username, seen.email, seen.newsletter], [member.who.username, member.who.email, true]);
    assert.ok(seen.account.verified_at && seen.account.last_login);
    assert.deepEqual([seen.account.sessions, seen.account.two_factor], [1, false]);
    assert.deepEqual(seen.agreements.map(({ version }) => version), [1]);
    assert.equal(seen.orders.count, 1);
    assert.equal(seen.orders.items[0].identifier, order.identifier);
    assert.deepEqual(seen.orders.totals, [{ currency: 'USD', amount: 2 * 1999 + 500 }]);
    assert.deepEqual(seen.cart.lines.map(({ code, quantity, unit_price }) => [quantity, unit_price, typeof code]), [[1, 1999, 'string']]);
    assert.deepEqual(seen.mails.map(({ kind }) => kind).sort(), ['order_confirmation', 'welcome']);
    assert.deepEqual(seen.messages.map(({ body }) => body), ['Is it blue?']);
    await store.sql(`insert into client_events (kind, member_id, url) values ('page_view', $1, '/products/cup')`, [id]);
    assert.deepEqual((await page()).events.map(({ kind, url }) => [kind, url]), [['page_view', '/products/cup']]);
    assert.deepEqual(seen.can, { change: true, act: true });
  });

  test('no secret in it', async () => {
    const twice = await setUpTwoFactor(store, await verifiedMember(store));
    const { member_id, password_hash } = await userOf(store, twice.who.username);
    const { text } = await boss.get(`/api/admin/members/${member_id}/page`);
    assert.equal(JSON.parse(text).account.two_factor, true);
    const [{ access_key }] = await store.sql('select access_key from orders where identifier = $1', [order.identifier]);
    for (const secret of [password_hash, twice.secret, access_key]) assert.ok(!text.includes(secret));
    assert.ok(!(await boss.get(`/api/admin/members/${id}/page`)).text.includes(access_key));
  });

  test('parts that one may not view are left out', async () => {
    const clerk = await newStaff(store, ['members.view', 'orders.view']);
    const seen = await page(clerk);
    assert.ok(seen.orders);
    assert.deepEqual([seen.cart, seen.mails, seen.messages, seen.events, seen.can], [null, null, null, null, { change: false, act: false }]);
    const kinds = (await clerk.get(`/api/admin/members/${id}/timeline`)).body.items.map(({ kind }) => kind);
    assert.ok(kinds.includes('order') && !kinds.some((kind) => ['mail', 'message', 'cart', 'payment', 'session', 'checkout'].includes(kind)));
    const stranger = await newStaff(store, ['orders.view']);
    for (const path of [`members/${id}/page`, `members/${id}/timeline`, 'prospects/1/page', 'prospects/1/timeline'])
      assertStatus(await stranger.get(`/api/admin/${path}`), 403, 'forbidden');
  });

  test('who is none', async () => {
    for (const of of ['999999', 'x', '0', '99999999999999999999'])
      for (const part of ['page', 'timeline']) assertStatus(await boss.get(`/api/admin/members/${of}/${part}`), 404, 'object_unknown');
  });
});

describe('the timeline', () => {
  test('all that happened, the newest first', async () => {
    const all = await timeline(`/api/admin/members/${id}`);
    const kinds = new Set(all.map(({ kind }) => kind));
    for (const kind of ['registered', 'verified', 'agreed', 'session', 'cart', 'checkout', 'order', 'payment', 'mail', 'message'])
      assert.ok(kinds.has(kind), kind);
    const times = all.map(({ at }) => at);
    assert.deepEqual(times, times.toSorted().reverse());
    const placed = all.find(({ kind }) => kind === 'order');
    assert.deepEqual([placed.detail, placed.amount, placed.resource], [order.identifier, 2 * 1999 + 500, 'orders']);
  });

  test('page by page the same, also when many are of one moment', async () => {
    await store.sql(`insert into chat_messages (kind, email, body, member_id, created_at)
      select 'contact', 'x@post.example', 'Message ' || n, $1, timestamptz '2026-01-01 12:00:00Z' from generate_series(1, 23) n`, [id]);
    const whole = await timeline(`/api/admin/members/${id}`);
    assert.ok(whole.length > 30);
    for (const limit of [1, 7]) assert.deepEqual(await timeline(`/api/admin/members/${id}`, limit), whole);
  });

  test('cursors that are none', async () => {
    for (const cursor of ['x', '~~', '2026-01-01T00:00:00Z~order', 'now~order~x'])
      assertStatus(await boss.get(`/api/admin/members/${id}/timeline?cursor=${encodeURIComponent(cursor)}`), 422);
    assertStatus(await boss.get(`/api/admin/members/${id}/timeline?cursor=${encodeURIComponent('yesternight~order~1')}`), 422);
    assertStatus(await boss.get(`/api/admin/members/${id}/timeline?limit=201`), 422);
  });
});

describe('a prospect', () => {
  test('what there is of somebody without an account', async () => {
    const [{ id: prospect }] = await store.sql(`select id from prospects where email = 'guest@post.example'`);
    const seen = assertStatus(await boss.get(`/api/admin/prospects/${prospect}/page`), 200).body;
    assert.deepEqual([seen.email, seen.unsubscribed, seen.member_id], ['guest@post.example', false, null]);
    assert.equal(seen.orders.items[0].identifier, guest.order.identifier);
    assert.deepEqual(seen.mails.map(({ kind }) => kind), ['order_confirmation']);
    assert.deepEqual(seen.messages.map(({ kind, subject }) => [kind, subject]), [['notify_me', 'Cup']]);
    const kinds = (await timeline(`/api/admin/prospects/${prospect}`)).map(({ kind }) => kind);
    for (const kind of ['known', 'order', 'payment', 'mail', 'message', 'checkout']) assert.ok(kinds.includes(kind), kind);
    assertStatus(await boss.get('/api/admin/prospects/999999/page'), 404, 'object_unknown');
    assertStatus(await boss.get('/api/admin/prospects/999999/timeline'), 404, 'object_unknown');
  });
});

describe('what staff do with accounts', () => {
  const act = (who, user, what) => (what === 'sessions' ? who.delete(`/api/admin/users/${user}/sessions`) : who.post(`/api/admin/users/${user}/${what}`));

  test('the mail for a new password, which works', async () => {
    const lost = await verifiedMember(store);
    const { id: user } = await userOf(store, lost.who.username);
    const { body } = assertStatus(await act(boss, user, 'password-reset'), 202);
    assert.equal(body.recipient, lost.who.email);
    const token = tokenIn(await mailTo(store, lost.who.email, /^A new password/), 'reset-password', store.url);
    assertStatus(await (await store.visitor()).put(`/api/v1/password-resets/${token}`, { password: otherPassword, password_again: otherPassword }), 200);
    await logInAnew(store, { ...lost.who, password: otherPassword });
    const log = await store.sql(`select username, resource from audit_log where object_id = $1 and resource = 'email_messages'`, [body.id]);
    assert.deepEqual(log.map(({ username }) => username), [boss.who.username]);
  });

  test('the link that verifies, again; not when there is nothing to verify', async () => {
    const fresh = await newMember(store);
    const { id: user } = await userOf(store, fresh.who.username);
    assertStatus(await act(boss, user, 'verification'), 202);
    const token = tokenIn(await mailTo(store, fresh.who.email, /^Verify|address/i, 1), 'verify-email', store.url);
    assertStatus(await fresh.put(`/api/v1/email-verifications/${token}`), 200);
    assertStatus(await act(boss, user, 'verification'), 404);
  });

  test('all sessions end', async () => {
    const there = await newMember(store);
    const again = await logInAnew(store, there.who);
    const { id: user } = await userOf(store, there.who.username);
    assert.deepEqual(assertStatus(await act(boss, user, 'sessions'), 200).body, { ended: 2 });
    assert.deepEqual([await isMember(there), await isMember(again)], [false, false]);
    assert.deepEqual(assertStatus(await act(boss, user, 'sessions'), 200).body, { ended: 0 });
  });

  test('nobody is flooded with mails', async () => {
    const target = await newMember(store);
    const { id: user } = await userOf(store, target.who.username);
    for (let i = 0; i < 5; i++) assertStatus(await act(boss, user, i % 2 ? 'password-reset' : 'verification'), 202);
    assertStatus(await act(boss, user, 'password-reset'), 429);
    assert.equal(await count(store, 'email_messages', `user_id = ${user} and kind in ('reset_password', 'verify_email')`), 5);
  });

  test('members by who may change members, staff by who may change users, superusers by superusers', async () => {
    const clerk = await newStaff(store, ['members.view', 'members.change']);
    const manager = await newStaff(store, ['members.change', 'users.change']);
    const { id: plain } = await userOf(store, (await newMember(store)).who.username);
    const staff = await newStaff(store, ['orders.view']);
    for (const what of ['password-reset', 'verification', 'sessions']) {
      assert.ok([200, 202].includes((await act(clerk, plain, what)).status), what);
      assertStatus(await act(clerk, staff.userId, what), 403, 'forbidden');
      assert.ok([200, 202].includes((await act(manager, staff.userId, what)).status), what);
      assertStatus(await act(manager, boss.userId, what), 403, 'forbidden');
      assertStatus(await act(await newStaff(store, ['members.view', 'users.change']), plain, what), 403, 'forbidden');
      assertStatus(await act(boss, 999999, what), 404, 'object_unknown');
    }
    assert.equal((await page(clerk, (await userOf(store, staff.who.username)).member_id)).can.act, false);
  });

  test('a closed account gets no mail', async () => {
    const closed = await newMember(store);
    const { id: user } = await userOf(store, closed.who.username);
    await store.sql('update users set is_active = false where id = $1', [user]);
    for (const what of ['password-reset', 'verification']) assertStatus(await act(boss, user, what), 404);
  });
});
