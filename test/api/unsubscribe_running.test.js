// Who leaves while a campaign runs gets nothing more of it, whichever way that becomes known.
import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import { simpleParser } from 'mailparser';
import { newMember } from '../support/accounts.js';
import { newStaff, startAdmin } from '../support/admin.js';
import { leaveCode, makeMail } from '../support/campaignMails.js';
import { addMember, addProspect } from '../support/campaigns.js';
import { assertStatus } from '../support/sales.js';
import { ledger, makeCampaign, reachesStatus, step } from '../support/sending.js';
import { until } from '../support/store.js';

// Campaigns that send one mail and then wait for their window; `rest` lets them go on.
const DAY = 86400;
let store, boss, toMembers, toProspects;
const people = {};
const campaigns = () => [toMembers, toProspects];

async function member(name) {
  const visitor = await newMember(store, { newsletter: true });
  const [row] = await store.sql(`select members.id, user_id, email from users join members on user_id = users.id where username = $1`, [visitor.who.username]);
  return { ...row, name, visitor };
}

const startSlow = async (type) => {
  const campaign = await makeCampaign(store, { type, verified_only: false, window_mails: 1, window_seconds: DAY });
  await step(store, 'send', campaign);
  assert.ok(await until(async () => (await ledger(store, campaign)).sent === 1, 20000), 'the first is out');
  return campaign;
};
const rowOf = async (campaign, address) =>
  (await store.sql('select id, state, last_reply from email_messages where email_id = $1 and recipient = $2', [campaign, address]))[0];
const received = async (address) => (await Promise.all(store.mails().map((text) => simpleParser(text))))
  .filter(({ to, subject }) => to.value[0].address === address && /^News/.test(subject)).length;

before(async () => {
  store = await startAdmin();
  boss = await newStaff(store);
  for (const name of ['link', 'button', 'account', 'staff', 'suppressed', 'closed', 'complained', 'bounced', 'both', 'stays', 'removed'])
    people[name] = await member(name);
  // the first by their addresses
  await addMember(store, { email: 'aaa@post.example' });
  await addProspect(store, { email: 'aaa@post.example' });
  await addProspect(store, { email: people.both.email });
  toMembers = await startSlow('member');
  toProspects = await startSlow('prospect');
});
after(() => store?.stop());

const stateOf = async (campaign, name) => (await rowOf(campaign, people[name].email)).state;

// name, and how it becomes known that this person wants no more or can't be reached.
const WAYS = [
  ['link', async ({ email }) => assertStatus(await (await store.visitor()).put(`/api/v1/unsubscriptions/${leaveCode(store, (await rowOf(toMembers, email)).id)}`), 200)],
  ['button', async ({ email }) => {
    const reply = await fetch(`${store.url}/e/u/${leaveCode(store, (await rowOf(toMembers, email)).id)}`,
      { method: 'POST', body: new URLSearchParams({ 'List-Unsubscribe': 'One-Click' }) });
    assert.equal(reply.status, 200);
  }],
  ['account', async ({ visitor }) => assertStatus(await visitor.put('/api/v1/member/preferences', { newsletter: false }), 200)],
  ['staff', async ({ id }) => {
    const { version } = assertStatus(await boss.get(`/api/admin/members/${id}`), 200).body;
    assertStatus(await boss.patch(`/api/admin/members/${id}`, { version, values: { newsletter_subscriber: false } }), 200);
  }],
  ['suppressed', async ({ email }) => assertStatus(await boss.post('/api/admin/suppressions', { values: { address: email.toUpperCase() } }), 201)],
  ['closed', ({ user_id }) => store.sql('update users set is_active = false where id = $1', [user_id])],
  ['complained', async (person) => {
    const mail = await makeMail(store, { campaign: await makeCampaign(store), member: person });
    await store.sql(`select mail_complained($1, 'abuse', 'complaint of a test')`, [mail.id]);
  }],
  ['bounced', async (person) => {
    const mail = await makeMail(store, { campaign: await makeCampaign(store), member: person });
    await store.sql(`select mail_bounced($1, true, '550', 'bounce of a test')`, [mail.id]);
  }],
];

for (const [name, leave] of WAYS)
  test(`${name}: what waits is withdrawn`, async () => {
    assert.equal(await stateOf(toMembers, name), 'queued');
    await leave(people[name]);
    assert.equal(await stateOf(toMembers, name), 'cancelled');
  });

test('one click by whoever is both a member and a prospect ends both', async () => {
  for (const campaign of campaigns()) assert.equal(await stateOf(campaign, 'both'), 'queued');
  const { id } = await rowOf(toMembers, people.both.email);
  const reply = await fetch(`${store.url}/e/u/${leaveCode(store, id)}`, { method: 'POST', body: new URLSearchParams({ 'List-Unsubscribe': 'One-Click' }) });
  assert.equal(reply.status, 200);
  for (const campaign of campaigns()) assert.equal(await stateOf(campaign, 'both'), 'cancelled');
});

test('a suppressed address as staff write it; removed, it gets campaigns again', async () => {
  const { email } = people.removed;
  assertStatus(await boss.post('/api/admin/suppressions', { values: { address: email.toUpperCase(), note: 'asked by phone' } }), 201);
  const gets = async () => (await store.sql('select from campaign_audience($1) where address = $2', [toMembers, email])).length === 1;
  assert.equal(await gets(), false);
  const { version } = assertStatus(await boss.get(`/api/admin/suppressions/${encodeURIComponent(email)}`), 200).body;
  assertStatus(await boss.call('DELETE', `/api/admin/suppressions/${encodeURIComponent(email)}?version=${version}`), 200);
  assert.equal(await gets(), true);
});

test('the rest gets it, and nobody who left', async () => {
  await store.sql('update campaigns set window_mails = null, window_seconds = null where email_id = any ($1)', [campaigns()]);
  for (const campaign of campaigns()) assert.ok(await reachesStatus(store, campaign, 'sent'), JSON.stringify(await ledger(store, campaign)));
  assert.equal(await received(people.stays.email), 1);
  for (const name of ['both', 'removed', ...WAYS.map(([way]) => way)]) assert.equal(await received(people[name].email), 0, name);
});
