// What SendGrid tells by its Signed Event Webhook: a list of events, each counted once.
import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import test, { after, before } from 'node:test';
import eventWebhook from '@sendgrid/eventwebhook';
import { makeCampaign, makeMail, stateOf } from '../support/campaignMails.js';
import { addMember } from '../support/campaigns.js';
import { databaseDigest } from '../support/checksum.js';
import { Cluster } from '../support/cluster.js';
import { became, SendGrid, sendGridEvent } from '../support/mailHooks.js';
import { assertStatus, checkoutOf, count, makeGoods, startCheckout, visitorWith } from '../support/sales.js';
import { startStore, until } from '../support/store.js';

let store, sendGrid, campaign;
before(async () => {
  sendGrid = new SendGrid();
  store = await startStore({ seed: '', env: sendGrid.env });
  campaign = await makeCampaign(store);
});
after(() => store?.stop());

const newMail = async () => {
  const member = await addMember(store);
  return { ...await makeMail(store, { campaign, member }), member };
};
const received = (reply) => assert.deepEqual(assertStatus(reply, 200).body, { received: true });
async function unchanged(act) {
  const before_ = await databaseDigest(store);
  await act();
  assert.deepEqual(await databaseDigest(store), before_);
}

test('requests as SendGrid\'s own library takes them', async () => {
  const body = JSON.stringify([sendGridEvent(await newMail(), 'delivered', { reason: 'Ä' })]);
  const headers = sendGrid.headers(body);
  const { EventWebhook, EventWebhookHeader } = eventWebhook;
  const judge = new EventWebhook();
  assert.ok(judge.verifySignature(judge.convertPublicKeyToECDSA(sendGrid.public), body, headers[EventWebhookHeader.SIGNATURE()], headers[EventWebhookHeader.TIMESTAMP()]));
  received(await sendGrid.post(store, body, { headers }));
});

test('what each event does', async () => {
  for (const [event, more, events, suppressed, unsubscribed] of [
    ['bounce', { type: 'bounce', reason: '550 no such user' }, ['bounce hard'], 'hard_bounce', false],
    ['bounce', { reason: '550' }, ['bounce hard'], 'hard_bounce', false],
    ['bounce', { type: 'blocked', reason: '451 later' }, ['bounce soft'], null, false],
    ['dropped', { reason: 'Bounced Address' }, ['bounce hard'], 'hard_bounce', false],
    ['dropped', { reason: 'Spam Reporting Address' }, ['complaint'], 'complaint', true],
    ['dropped', { reason: 'Unsubscribed Address' }, ['unsubscribe'], null, true],
    ['dropped', { reason: 'Recipient List over Package Quota' }, ['bounce soft'], null, false],
    ['spamreport', {}, ['complaint'], 'complaint', true],
    ['unsubscribe', {}, ['unsubscribe'], null, true],
    ['group_unsubscribe', { asm_group_id: 1 }, ['unsubscribe'], null, true],
    ['processed', {}, [], null, false], ['delivered', {}, [], null, false], ['deferred', {}, [], null, false], ['open', {}, [], null, false],
    ['click', {}, [], null, false], ['group_resubscribe', {}, [], null, false], ['invented', {}, [], null, false],
  ]) {
    const mail = await newMail();
    received(await sendGrid.post(store, [sendGridEvent(mail, event, more)]));
    assert.deepEqual(await became(store, mail), { events, suppressed }, `${event} ${JSON.stringify(more)}`);
    assert.equal((await stateOf(store, { member: mail.member.id })).unsubscribed, unsubscribed, event);
  }
});

test('a list at once; told twice is once, within a list as well', async () => {
  const mails = await Promise.all(Array.from({ length: 50 }, newMail));
  const events = mails.flatMap((mail) => {
    const event = sendGridEvent(mail, 'bounce', { type: 'blocked' });
    return [event, event, sendGridEvent(mail, 'spamreport')];
  });
  for (const reply of await Promise.all([0, 1, 2].map((turn) => sendGrid.post(store, turn === 1 ? events.toReversed() : events)))) received(reply);
  for (const mail of mails) assert.deepEqual((await became(store, mail)).events.toSorted(), ['bounce soft', 'complaint']);
});

test('false signatures, replays and old ones', async () => {
  const mail = await newMail();
  const body = JSON.stringify([sendGridEvent(mail, 'bounce')]);
  const good = sendGrid.headers(body);
  const now = Math.floor(Date.now() / 1000);
  const [signatureName, timestampName] = ['X-Twilio-Email-Event-Webhook-Signature', 'X-Twilio-Email-Event-Webhook-Timestamp'];
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
  await unchanged(async () => {
    for (const headers of [{}, { [timestampName]: good[timestampName] }, { [signatureName]: good[signatureName] }, { ...good, [timestampName]: String(now + 1) },
      { ...good, [signatureName]: good[signatureName].slice(4) }, { ...good, [signatureName]: '' }, { ...good, [signatureName]: 'A'.repeat(2000) },
      sendGrid.headers(body, now, privateKey), sendGrid.headers(body, now - 301), sendGrid.headers(body, now + 400), sendGrid.headers(body, 'now'),
      sendGrid.headers(`${body} `)])
      assertStatus(await sendGrid.post(store, body, { headers }), 400, 'bad_signature');
  });
  for (let i = 0; i < 3; i++) received(await sendGrid.post(store, body, { headers: good }));
  assert.deepEqual(await became(store, mail), { events: ['bounce hard'], suppressed: 'hard_bounce' });
});

test('mails that are none of ours: what is of ours beside them counts', async () => {
  const mail = await newMail(), other = await newMail();
  const strange = [{ 'smtp-id': '<x@y.example>' }, { 'smtp-id': undefined }, { 'smtp-id': 3 }, { email: other.recipient }, { email: undefined },
    { sg_event_id: undefined }, { sg_event_id: 'x'.repeat(300) }, { sg_event_id: '' }].map((more) => sendGridEvent(mail, 'bounce', more));
  await unchanged(async () => received(await sendGrid.post(store, strange)));
  received(await sendGrid.post(store, [...strange, 7, null, [], 'x', sendGridEvent(mail, 'bounce'), ...strange]));
  assert.deepEqual((await became(store, mail)).events, ['bounce hard']);
});

test('what is no list', async () => {
  await unchanged(async () => {
    for (const body of ['', '[', '[{]', `${'['.repeat(200)}${']'.repeat(200)}`]) assertStatus(await sendGrid.post(store, body), 400, 'malformed_json');
    for (const body of ['{}', '3', 'null', '"x"']) assertStatus(await sendGrid.post(store, body), 400, 'bad_request');
    assertStatus(await sendGrid.post(store, `[${' '.repeat(1024 * 1024)}]`), 413, 'body_too_large');
    received(await sendGrid.post(store, []));
  });
});

test('the largest list that comes is written down at once', async () => {
  const mail = await newMail();
  const events = Array.from({ length: 2500 }, () => sendGridEvent(mail, 'bounce', { type: 'blocked', reason: 'Ü'.repeat(20) }));
  received(await sendGrid.post(store, events));
  assert.equal(await count(store, 'email_events', `message_id = ${mail.id}`), 2500);
  const [{ detail }] = await store.sql('select max(detail) as detail from email_events where message_id = $1', [mail.id]);
  assert.equal(detail, 'Ü'.repeat(20));
  const long = await newMail();
  received(await sendGrid.post(store, [sendGridEvent(long, 'bounce', { reason: 'Ü'.repeat(5000) })]));
  assert.equal((await became(store, long)).suppressed, 'hard_bounce');
});

test('an order\'s mail that bounces stands where the shop looks for it', async () => {
  const [sku] = await makeGoods(store, [{ price: 1999, stock: 10 }]);
  const visitor = await visitorWith(store, [[sku, 1]]);
  const { session } = await startCheckout(visitor);
  await store.pay(session);
  const { order } = await checkoutOf(visitor, session);
  const [mail] = await until(async () => {
    const rows = await store.sql(`select mail.id, kind, recipient, mail.order_id, kind || '.' || mail.id || '.' || extract(epoch from created_at)::bigint || '@shop.example' as message_id
      from email_messages mail join orders on orders.id = order_id where orders.identifier = $1 and state = 'sent'`, [order.identifier]);
    return rows.length ? rows : undefined;
  });
  const event = sendGridEvent(mail, 'bounce', { reason: '550 no such user' });
  for (let i = 0; i < 2; i++) received(await sendGrid.post(store, [event]));
  assert.deepEqual(await store.sql('select reason from order_email_failures where message_id = $1', [mail.id]), [{ reason: 'bounced: 550 no such user' }]);
});

test('a database that is away: 503, so that it is sent again', async (t) => {
  const cluster = await Cluster.start();
  t.after(() => cluster.stop());
  const other = await startStore({ seed: '', sandbox: false, cluster, env: sendGrid.env });
  t.after(() => other.stop());
  const mail = await makeMail(other, { campaign: await makeCampaign(other), member: await addMember(other) });
  const event = sendGridEvent(mail, 'bounce');
  await cluster.down();
  assertStatus(await sendGrid.post(other, [event]), 503, 'database_unavailable');
  await cluster.up();
  received(await sendGrid.post(other, [event]));
  assert.deepEqual((await became(other, mail)).events, ['bounce hard']);
});

test('without the setting there is no such address; a key that is none stops the start', async (t) => {
  const plain = await startStore({ seed: '', sandbox: false });
  t.after(() => plain.stop());
  assertStatus(await sendGrid.post(plain, []), 404, 'not_found');
  const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'secp384r1' });
  for (const key of ['x', publicKey.export({ type: 'spki', format: 'der' }).toString('base64')])
    await assert.rejects(startStore({ seed: '', sandbox: false, env: { SENDGRID_WEBHOOK_PUBLIC_KEY: key } }), /SENDGRID_WEBHOOK_PUBLIC_KEY/);
});
