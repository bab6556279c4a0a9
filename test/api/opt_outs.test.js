// A wish for no campaigns is of an address: it outlives accounts, holds for others who have the address, and only its owner
// takes it back.
import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import { newMember, userOf, verificationToken, verifiedMember, verify } from '../support/accounts.js';
import { newStaff, startAdmin } from '../support/admin.js';
import { leaveCode, makeCampaign, makeMail, stateOf } from '../support/campaignMails.js';
import { addMember, addProspect, newCampaign } from '../support/campaigns.js';
import { assertStatus, checkoutOf, makeGoods, startCheckout } from '../support/sales.js';

let store, boss, toMembers, toProspects, sent;
before(async () => {
  store = await startAdmin();
  boss = await newStaff(store);
  ({ id: toMembers } = await newCampaign(boss));
  await store.sql('update campaigns set verified_only = false, all_members = true where email_id = $1', [toMembers]);
  ({ id: toProspects } = await newCampaign(boss, 'prospect'));
  sent = await makeCampaign(store);
});
after(() => store?.stop());

let addresses = 0;
const newAddress = () => `wish${++addresses}@post.example`;
const gets = async (address) => (await store.sql(`select from campaign_audience($1) where address = $3 union all
  select from campaign_audience($2) where address = $3`, [toMembers, toProspects, address])).length > 0;
const optedOut = async (address) => (await store.sql('select from opt_outs where address = $1', [address])).length > 0;
const setNewsletter = async (visitor, newsletter) => assertStatus(await visitor.put('/api/v1/member/preferences', { newsletter }), 200);
const write = async (email) => assertStatus(await (await store.visitor()).post('/api/v1/messages',
  { kind: 'contact', name: 'Ada', email, message: 'Is it red?' }), 201);

test('by the account\'s preferences: no other account with the address gets any, nor its prospect', async () => {
  const email = newAddress();
  const visitor = await verifiedMember(store, { email, newsletter: true });
  const twin = await addMember(store, { email, email_verified_at: null });
  const prospect = await addProspect(store, { email });
  assert.ok(await gets(email));
  await setNewsletter(visitor, false);
  assert.equal(await gets(email), false);
  assert.equal((await stateOf(store, { member: twin.id })).unsubscribed, true, 'and its page says so');
  assert.equal((await stateOf(store, { prospect: prospect.id })).unsubscribed, true);
});

test('an account whose address nobody has verified speaks for itself alone', async () => {
  const email = newAddress();
  const owner = await addMember(store, { email });
  const prospect = await addProspect(store, { email });
  const mail = await makeMail(store, { campaign: sent, member: owner, state: 'queued' });
  const stranger = await newMember(store, { email, newsletter: true });
  await setNewsletter(stranger, false);
  const own = await userOf(store, stranger.who.username);
  assert.equal((await stateOf(store, { member: own.member_id })).unsubscribed, true);
  assert.equal(await optedOut(email), false);
  for (const of of [{ member: owner.id }, { prospect: prospect.id }])
    assert.deepEqual(await stateOf(store, of), { newsletter: true, unsubscribed: false });
  assert.equal((await store.sql('select state from email_messages where id = $1', [mail.id]))[0].state, 'queued');
  assert.ok(await gets(email));
});

test('once it is verified, what was said before is of the address', async () => {
  const visitor = await newMember(store, { email: newAddress(), newsletter: true });
  const token = await verificationToken(store, visitor.who);
  await setNewsletter(visitor, false);
  assert.equal(await optedOut(visitor.who.email), false);
  assertStatus(await verify(visitor, token), 200);
  assert.ok(await optedOut(visitor.who.email));
});

test('staff and the links of mails mean the address, verified or not', async () => {
  for (const how of ['staff', 'link']) {
    const email = newAddress();
    const member = await addMember(store, { email, email_verified_at: null }), owner = await addMember(store, { email });
    if (how === 'staff') {
      const { version } = assertStatus(await boss.get(`/api/admin/members/${member.id}`), 200).body;
      assertStatus(await boss.patch(`/api/admin/members/${member.id}`, { version, values: { newsletter_subscriber: false } }), 200);
    } else {
      const mail = await makeMail(store, { campaign: sent, member });
      assertStatus(await (await store.visitor()).put(`/api/v1/unsubscriptions/${leaveCode(store, mail.id)}`), 200);
    }
    assert.ok(await optedOut(email), how);
    assert.equal((await stateOf(store, { member: owner.id })).unsubscribed, true, how);
  }
});

test('by the admin\'s forms, for members and prospects', async () => {
  for (const what of ['member', 'prospect']) {
    const email = newAddress();
    const member = await addMember(store, { email }), prospect = await addProspect(store, { email });
    const path = `/api/admin/${what}s/${(what === 'member' ? member : prospect).id}`;
    const { version } = assertStatus(await boss.get(path), 200).body;
    assertStatus(await boss.patch(path, { version, values: what === 'member' ? { email_unsubscribed_at: '2026-05-01T00:00:00Z' } : { unsubscribed: true } }), 200);
    assert.equal(await gets(email), false, what);
  }
});

test('what waits for another account with the address is withdrawn, and so is what nobody withdrew', async () => {
  const email = newAddress();
  const visitor = await verifiedMember(store, { email, newsletter: true });
  const twin = await addMember(store, { email, email_verified_at: null });
  const mail = await makeMail(store, { campaign: sent, member: twin, state: 'queued' });
  const state = async ({ id }) => (await store.sql('select state, last_reply from email_messages where id = $1', [id]))[0];
  await setNewsletter(visitor, false);
  assert.equal((await state(mail)).state, 'cancelled');
  const other = await addMember(store);
  const late = await makeMail(store, { campaign: sent, member: other, state: 'queued' });
  await store.sql('insert into opt_outs (address) values ($1)', [other.email]);
  await store.sql('select campaign_drop_gone($1, $2)', [sent, [late.id]]);
  assert.deepEqual(await state(late), { state: 'cancelled', last_reply: 'unsubscribed' });
});

test('deleted, and back by a message or an order: still unsubscribed', async () => {
  const [sku] = await makeGoods(store, [{ price: 2000, stock: 10 }]);
  for (const back of ['message', 'order']) {
    const member = await addMember(store, { email: newAddress() });
    const mail = await makeMail(store, { campaign: sent, member });
    assertStatus(await (await store.visitor()).put(`/api/v1/unsubscriptions/${leaveCode(store, mail.id)}`), 200);
    await store.sql('delete from users where id = $1', [member.user]);
    assert.ok(await optedOut(member.email));
    if (back === 'message') {
      await write(member.email);
    } else {
      const visitor = await store.visitor();
      assertStatus(await visitor.add(sku, 1), 200);
      assertStatus(await visitor.ship(), 200);
      const { session } = await startCheckout(visitor, { email: member.email });
      await store.pay(session, { hook: false, email: member.email });
      await checkoutOf(visitor, session);
    }
    const [prospect] = await store.sql('select id from prospects where email = $1', [member.email]);
    assert.equal((await stateOf(store, { prospect: prospect.id })).unsubscribed, true, back);
    assert.equal(await gets(member.email), false, back);
  }
});

test('a stranger who registers with the address takes nothing back; its owner does, by verifying it', async () => {
  const email = newAddress();
  await addProspect(store, { email, unsubscribed: true });
  const eager = await newMember(store, { email, newsletter: true });
  const token = await verificationToken(store, eager.who);
  await setNewsletter(eager, false);
  await setNewsletter(eager, true);
  const plain = await newMember(store, { email });
  assert.equal((await stateOf(store, { member: (await userOf(store, plain.who.username)).member_id })).unsubscribed, true);
  await setNewsletter(plain, true);
  assert.equal(await gets(email), false);
  assertStatus(await verify(eager, token), 200);
  assert.equal(await optedOut(email), false);
  assert.ok(await gets(email));
});

test('taken back: by a verified account, by a mail\'s link, by staff', async () => {
  const visitor = await newMember(store, { email: newAddress(), newsletter: true });
  assertStatus(await verify(visitor, await verificationToken(store, visitor.who)), 200);
  await setNewsletter(visitor, false);
  assert.ok(await optedOut(visitor.who.email));
  await setNewsletter(visitor, true);
  assert.equal(await optedOut(visitor.who.email), false);

  for (const as of ['member', 'prospect']) {
    const person = as === 'member' ? await addMember(store, { email_verified_at: null }) : await addProspect(store);
    const at = `/api/v1/unsubscriptions/${leaveCode(store, (await makeMail(store, { campaign: sent, [as]: person })).id)}`;
    const reader = await store.visitor();
    assertStatus(await reader.put(at), 200);
    assert.equal(await gets(person.email), false);
    assertStatus(await reader.delete(at), 200);
    assert.ok(await gets(person.email), as);
  }

  const gone = await addProspect(store, { unsubscribed: true });
  await store.sql('delete from prospects where id = $1', [gone.id]);
  const path = `/api/admin/opt_outs/${encodeURIComponent(gone.email)}`;
  const { version } = assertStatus(await boss.get(path), 200).body;
  assertStatus(await boss.call('DELETE', `${path}?version=${version}`), 200);
  await write(gone.email);
  assert.ok(await gets(gone.email));
});

test('a wish goes along to another address, and holds for whoever moves to one that left', async () => {
  const [left, empty, taken] = [await addMember(store, { email_unsubscribed_at: '2026-02-01' }), newAddress(), await addMember(store)];
  await store.sql('update users set email = $2 where id = $1', [left.user, empty]);
  assert.ok(await optedOut(empty) && await optedOut(left.email));
  await store.sql('update users set email = $2 where id = $1', [taken.user, left.email]);
  assert.equal((await stateOf(store, { member: taken.id })).unsubscribed, true);
  const prospect = await addProspect(store);
  await store.sql('update prospects set email = $2 where id = $1', [prospect.id, left.email]);
  assert.equal((await stateOf(store, { prospect: prospect.id })).unsubscribed, true);
});

test('counted as unsubscribed, whatever the account says', async () => {
  const { id } = await newCampaign(boss);
  const audience = async () => assertStatus(await boss.get(`/api/admin/campaigns/${id}/audience`), 200).body;
  const person = await addMember(store);
  const before_ = await audience();
  await store.sql('insert into opt_outs (address) values ($1)', [person.email]);
  const now = await audience();
  assert.deepEqual([now.count, now.left_out.unsubscribed], [before_.count - 1, before_.left_out.unsubscribed + 1]);
  assert.equal(now.left_out.filtered, before_.left_out.filtered);
});
