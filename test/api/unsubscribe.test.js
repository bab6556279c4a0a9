// The way out of campaigns: by a mail program's button (RFC 8058), by the link and its page, and back.
import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import { leaveCode, makeCampaign, makeMail, stateOf } from '../support/campaignMails.js';
import { addMember, addProspect } from '../support/campaigns.js';
import { databaseDigest } from '../support/checksum.js';
import { checkReply } from '../support/contract.js';
import { assertStatus, count } from '../support/sales.js';
import { signed } from '../support/sentCampaign.js';
import { startStore } from '../support/store.js';

let addresses = 0;
const newAddress = () => `shared${++addresses}@post.example`;
let store, campaign;
before(async () => {
  store = await startStore({ seed: '', sandbox: false });
  campaign = await makeCampaign(store);
});
after(() => store?.stop());

// As a mail provider does it: from anywhere, with nothing but the body.
const form = 'application/x-www-form-urlencoded';
async function press(code, { body = 'List-Unsubscribe=One-Click', type = form, headers = {} } = {}) {
  const reply = await fetch(`${store.url}/e/u/${code}`, { method: 'POST', redirect: 'manual',
    headers: { 'content-type': type, origin: 'https://mail.example', ...headers }, body });
  const text = await reply.text();
  const answer = { status: reply.status, headers: reply.headers, text, body: /json/.test(reply.headers.get('content-type')) ? JSON.parse(text) : text };
  checkReply('POST', `/e/u/${code}`, answer);
  assert.deepEqual(reply.headers.getSetCookie(), []);
  return answer;
}
const leaves = (mail) => count(store, 'email_events', `message_id = ${mail.id} and kind = 'unsubscribe'`);
const view = async (code, visitor) => assertStatus(await (visitor ?? await store.visitor()).get(`/api/v1/unsubscriptions/${code}`), 200).body;
const subscribed = { newsletter: true, unsubscribed: false };
const left = { newsletter: false, unsubscribed: true };

async function toMember(more) {
  const member = await addMember(store, more);
  const mail = await makeMail(store, { campaign, member });
  return { member, mail, code: leaveCode(store, mail.id) };
}
async function toProspect(more) {
  const prospect = await addProspect(store, more);
  const mail = await makeMail(store, { campaign, prospect });
  return { prospect, mail, code: leaveCode(store, mail.id) };
}

const multipart = (pairs, boundary = 'b0und_ary') => [`multipart/form-data; boundary=${boundary}`,
  `${pairs.map(([name, value]) => `--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`).join('')}--${boundary}--\r\n`];

test('one click: at once, in both encodings, without a cookie or a token', async () => {
  const [type, body] = multipart([['List-Unsubscribe', 'One-Click']]);
  for (const how of [{}, { type, body }, { type: `${form}; charset=UTF-8`, body: 'List-Unsubscribe=One-Click\r\n' },
    { type: type.replace(/=(.*)/, '="$1"'), body: multipart([['other', 'x'], ['List-Unsubscribe', 'One-Click']])[1] }]) {
    const { member, mail, code } = await toMember();
    const reply = assertStatus(await press(code, how), 200);
    assert.equal(reply.text, 'You get no more newsletters.\n');
    assert.match(reply.headers.get('content-type'), /^text\/plain/);
    assert.deepEqual(await stateOf(store, { member: member.id }), left);
    assert.equal(await leaves(mail), 1);
  }
  const { prospect, code } = await toProspect();
  assertStatus(await press(code), 200);
  assert.deepEqual(await stateOf(store, { prospect: prospect.id }), left);
});

test('a real client\'s multipart', async () => {
  const { member, code } = await toMember();
  const body = new FormData();
  body.set('List-Unsubscribe', 'One-Click');
  const reply = await fetch(`${store.url}/e/u/${code}`, { method: 'POST', body });
  assert.equal(reply.status, 200);
  assert.deepEqual(await stateOf(store, { member: member.id }), left);
});

test('whatever else is posted changes nothing', async () => {
  const { code } = await toMember();
  const [type, body] = multipart([['List-Unsubscribe', 'One-Click']]);
  const before_ = await databaseDigest(store);
  for (const how of [{ body: '' }, { body: 'List-Unsubscribe=one-click' }, { body: 'List-Unsubscribe' }, { body: 'x=List-Unsubscribe=One-Click' },
    { type: 'application/json', body: '{"List-Unsubscribe":"One-Click"}' }, { type: 'text/plain' }, { type: 'multipart/form-data', body },
    { type, body: 'List-Unsubscribe=One-Click' }, { type, body: body.replace('One-Click', 'No') }, { type, body: body.replace('List-', 'Post-') },
    { type, body: body.slice(0, body.indexOf('\r\n--')) }, { type, body: body.replaceAll('b0und', 'bound') }, { type: `${type}${'x'.repeat(80)}`, body }])
    assertStatus(await press(code, how), 400, 'bad_request');
  assertStatus(await press(code, { body: `List-Unsubscribe=One-Click&${'x'.repeat(5000)}` }), 413, 'body_too_large');
  for (const method of ['PUT', 'DELETE'])
    assert.equal((await fetch(`${store.url}/e/u/${code}`, { method })).status, 405);
  assert.deepEqual(await databaseDigest(store), before_);
});

test('codes that are none: 404, and nothing is counted', async () => {
  const { mail, code } = await toMember();
  const other = await toMember();
  const [text, signature] = code.split('.');
  const before_ = await databaseDigest(store);
  for (const wrong of [text, `${text}.`, code.slice(0, -1), `${code}A`, `0${code}`, `${other.mail.id}.${signature}`,
    `${text}.${signature[0] === 'A' ? 'B' : 'A'}${signature.slice(1)}`, signed(store, 'open', mail.id), signed(store, 'click', `${mail.id}-1`),
    signed(store, 'unsubscribe', mail.id.toString()).toUpperCase(), signed({ env: { SECRET_KEY: 'x'.repeat(40) } }, 'unsubscribe-mail', mail.id)]) {
    assertStatus(await press(wrong), 404, 'token_invalid');
    assert.equal((await fetch(`${store.url}/e/u/${wrong}`, { redirect: 'manual' })).status, 404);
    const visitor = await store.visitor();
    for (const method of ['GET', 'PUT', 'DELETE'])
      assertStatus(await visitor.call(method, `/api/v1/unsubscriptions/${wrong}`), 404, 'token_invalid');
    assertStatus(await visitor.put(`/api/v1/unsubscriptions/${wrong}/reason`, { reason: 'spam' }), 404, 'token_invalid');
  }
  assert.deepEqual(await databaseDigest(store), before_);
});

test('looking changes nothing: the link leads to the page, the page tells', async () => {
  const { code } = await toMember({ email: 'zoe@mail.post.example' });
  const before_ = await databaseDigest(store);
  for (const method of ['GET', 'HEAD']) {
    const reply = await fetch(`${store.url}/e/u/${code}?redirect=https://evil.example`, { method, redirect: 'manual' });
    assert.deepEqual([reply.status, reply.headers.get('location')], [303, `${store.url}/unsubscribe/${code}`]);
    assert.deepEqual(reply.headers.getSetCookie(), []);
  }
  assert.deepEqual(await view(code), { email: 'z***@m***.example', unsubscribed: false, newsletter: true, suppressed: false, is_member: true });
  for (const page of ['unsubscribe', 'preferences'])
    assert.equal((await fetch(`${store.url}/${page}/${code}`)).status, 200);
  assert.deepEqual(await databaseDigest(store), before_);
});

test('twice, and many at once, is once', async () => {
  const { member, mail, code } = await toMember();
  for (const reply of await Promise.all(Array.from({ length: 20 }, () => press(code)))) assertStatus(reply, 200);
  const at = async () => (await store.sql('select email_unsubscribed_at from members where id = $1', [member.id]))[0].email_unsubscribed_at;
  const first = await at();
  assertStatus(await press(code), 200);
  assert.deepEqual(await at(), first);
  assert.equal(await leaves(mail), 1);
});

test('whoever leaves means the address: its prospect and all of its accounts', async () => {
  const email = newAddress();
  const { prospect, code } = await toProspect({ email });
  const accounts = [await addMember(store, { email }), await addMember(store, { email, email_verified_at: null })];
  const stranger = await addMember(store);
  assertStatus(await press(code), 200);
  assert.deepEqual(await stateOf(store, { prospect: prospect.id }), left);
  for (const { id } of accounts) assert.deepEqual(await stateOf(store, { member: id }), left);
  assert.deepEqual(await stateOf(store, { member: stranger.id }), subscribed);
});

test('the member has another address by now: it is still the one who wants no more', async () => {
  const { member, mail, code } = await toMember();
  await store.sql('update users set email = $2 where id = $1', [member.user, newAddress()]);
  const heir = await addMember(store, { email: mail.recipient });
  assertStatus(await press(code), 200);
  for (const { id } of [member, heir]) assert.deepEqual(await stateOf(store, { member: id }), left);
});

test('the old mailbox does not take back what is said for the new address', async () => {
  for (const make of [toMember, toProspect]) {
    const { member, prospect, mail, code } = await make();
    const address = newAddress();
    assertStatus(await press(code), 200);
    if (member) await store.sql('update users set email = $2 where id = $1', [member.user, address]);
    else await store.sql('update prospects set email = $2 where id = $1', [prospect.id, address]);
    assertStatus(await (await store.visitor()).delete(`/api/v1/unsubscriptions/${code}`), 200);
    assert.deepEqual(await stateOf(store, { member: member?.id, prospect: prospect?.id }), left);
    assert.deepEqual(await store.sql('select address from opt_outs where address = any ($1)', [[address, mail.recipient]]), [{ address }]);
  }
});

test('old campaigns and people who were deleted', async () => {
  const old = await toMember();
  await store.sql(`update email_messages set created_at = now() - interval '3 years' where id = $1`, [old.mail.id]);
  assertStatus(await press(old.code), 200);
  assert.deepEqual(await stateOf(store, { member: old.member.id }), left);

  const gone = await toMember();
  await store.sql('delete from users where id = $1', [gone.member.user]);
  assertStatus(await press(gone.code), 200);
  const visitor = await store.visitor();
  for (const method of ['GET', 'PUT', 'DELETE'])
    assertStatus(await visitor.call(method, `/api/v1/unsubscriptions/${gone.code}`), 404, 'recipient_gone');
  assertStatus(await visitor.put(`/api/v1/unsubscriptions/${gone.code}/reason`, { reason: 'spam' }), 404, 'recipient_gone');
  assert.equal((await fetch(`${store.url}/e/u/${gone.code}`, { redirect: 'manual' })).status, 303);
});

test('by the page: unsubscribed, why, and subscribed again', async () => {
  for (const make of [toMember, toProspect]) {
    const { member, prospect, mail, code } = await make();
    const state = () => stateOf(store, { member: member?.id, prospect: prospect?.id });
    const visitor = await store.visitor();
    const at = `/api/v1/unsubscriptions/${code}`;
    assertStatus(await visitor.put(at, undefined, { 'x-csrftoken': null }), 403, 'csrf_failed');
    for (let i = 0; i < 2; i++) assert.equal(assertStatus(await visitor.put(at), 200).body.unsubscribed, true);
    assert.deepEqual([await state(), await leaves(mail)], [left, 1]);

    assertStatus(await visitor.put(`${at}/reason`, { reason: 'too_often', comment: 'Daily ☹' }), 200);
    assertStatus(await visitor.put(`${at}/reason`, { reason: 'other' }), 200);
    assert.deepEqual(await store.sql(`select email_id, member_id, prospect_id, reason, comment from unsubscribe_reasons
      where member_id = $1 or prospect_id = $2`, [member?.id ?? null, prospect?.id ?? null]),
      [{ email_id: campaign, member_id: member?.id ?? null, prospect_id: prospect?.id ?? null, reason: 'other', comment: '' }], 'one answer a mail, the last');

    assert.equal(assertStatus(await visitor.delete(at), 200).body.newsletter, true);
    assert.deepEqual(await state(), subscribed);
    assert.equal(await leaves(mail), 1, 'what happened stays');
  }
});

test('what is no reason', async () => {
  const { code } = await toMember();
  const visitor = await store.visitor();
  const before_ = await databaseDigest(store);
  for (const body of [{}, { reason: 'bored' }, { reason: 'other', comment: 'x'.repeat(1001) }, { reason: 'other', more: 1 }, { reason: 3 }])
    assertStatus(await visitor.put(`/api/v1/unsubscriptions/${code}/reason`, body), 422, 'invalid_input');
  assert.deepEqual(await databaseDigest(store), before_);
});

test('a member who never asked for the newsletter is asked as well, and gets no campaign to all members either', async () => {
  const { member, code } = await toMember({ newsletter_subscriber: false });
  assert.deepEqual(await stateOf(store, { member: member.id }), { newsletter: false, unsubscribed: false });
  assert.equal((await view(code)).unsubscribed, false);
  assertStatus(await press(code), 200);
  assert.equal((await view(code)).unsubscribed, true);
});

test('an address that is suppressed says so; a closed account is as good as unsubscribed', async () => {
  const { member, mail, code } = await toMember();
  await store.sql(`insert into suppressions (address, reason) values (' ' || upper($1), 'staff')`, [mail.recipient]);
  assert.equal((await view(code)).suppressed, true);
  await store.sql('delete from suppressions where address = $1', [mail.recipient]);
  assert.equal((await view(code)).suppressed, false);
  await store.sql('update users set is_active = false where id = $1', [member.user]);
  assert.deepEqual(await view(code).then(({ unsubscribed, newsletter }) => [unsubscribed, newsletter]), [true, false]);
});
