// What Amazon SES tells by SNS: believed when it is signed, recent and of a topic of ours; counted once.
import assert from 'node:assert/strict';
import https from 'node:https';
import test, { after, before } from 'node:test';
import MessageValidator from 'sns-validator';
import { makeCampaign, makeMail, stateOf } from '../support/campaignMails.js';
import { addMember, addProspect } from '../support/campaigns.js';
import { databaseDigest } from '../support/checksum.js';
import { Amazon, became, sesBounce, sesComplaint, sesMail } from '../support/mailHooks.js';
import { assertStatus } from '../support/sales.js';
import { startStore } from '../support/store.js';

let store, amazon, campaign;
before(async () => {
  amazon = await Amazon.start();
  store = await startStore({ seed: '', sandbox: false, env: amazon.env });
  campaign = await makeCampaign(store);
});
after(async () => {
  await store?.stop();
  await amazon?.stop();
});

const newMail = async ({ as = 'member' } = {}) => {
  const person = await (as === 'member' ? addMember : addProspect)(store);
  return { ...await makeMail(store, { campaign, [as]: person }), person: { [as]: person.id } };
};
const tell = (message, more) => amazon.post(store, amazon.message(message, more));
const received = (reply) => assert.deepEqual(assertStatus(reply, 200).body, { received: true });
async function unchanged(act) {
  const before_ = await databaseDigest(store);
  await act();
  assert.deepEqual(await databaseDigest(store), before_);
}

test('messages as Amazon\'s own validator takes them', async () => {
  https.globalAgent.options.ca = amazon.certificates['/cert.pem'];
  const validator = new MessageValidator(/^localhost:\d+$/);
  const mail = await newMail();
  for (const message of [amazon.message(sesBounce(mail)), amazon.message(sesBounce(mail), { SignatureVersion: '2', Subject: 'Ä subject' }), amazon.confirmation()]) {
    await new Promise((done, fail) => validator.validate(message, (error) => (error ? fail(error) : done())));
    received(await amazon.post(store, message));
  }
});

test('a bounce for good: the address gets no campaigns any more; in both forms, with both signatures', async () => {
  for (const [how, more] of [[{}, {}], [{ event: true }, { SignatureVersion: '2' }], [{}, { Subject: 'Notification' }]]) {
    const mail = await newMail();
    received(await tell(sesBounce(mail, how), more));
    assert.deepEqual(await became(store, mail), { events: ['bounce hard'], suppressed: 'hard_bounce' });
    assert.deepEqual(await store.sql('select note, message_id from suppressions where address = $1', [mail.recipient]),
      [{ note: 'Permanent General: smtp; 550 5.1.1 user unknown', message_id: mail.id }]);
  }
});

test('passing failures suppress after soft_bounces_most mails in a row', async () => {
  const member = await addMember(store);
  let mail;
  for (let i = 1; i <= 5; i++) {
    mail = await makeMail(store, { campaign: await makeCampaign(store), member });
    assert.deepEqual(await became(store, mail), { events: [], suppressed: null });
    received(await tell(sesBounce(mail, { type: i % 2 ? 'Transient' : 'Undetermined' })));
  }
  assert.deepEqual(await became(store, mail), { events: ['bounce soft'], suppressed: 'soft_bounces' });
});

test('a domain in letters, which mail services tell in ASCII', async () => {
  for (const [typed, told] of [['ada@müller.example', 'ada@xn--mller-kva.example'], ['ada@mu\u0308ller.example', 'ADA@XN--MLLER-KVA.EXAMPLE'],
    ['bob@müller.example', 'Bob <bob@xn--mller-kva.example>'], ['ada@xn--mller-kva.example', 'ada@xn--mller-kva.example']]) {
    const mail = await makeMail(store, { campaign: await makeCampaign(store), member: await addMember(store, { email: typed }) });
    received(await tell(sesBounce(mail, { to: [told], type: 'Transient' })));
    assert.deepEqual((await became(store, mail)).events, ['bounce soft'], told);
  }
});

test('staff let an address have mail again: its passing failures are counted anew', async () => {
  const member = await addMember(store);
  const fails = async () => {
    const mail = await makeMail(store, { campaign: await makeCampaign(store), member });
    received(await tell(sesBounce(mail, { type: 'Transient' })));
    return (await became(store, mail)).suppressed;
  };
  const row = [null, null, null, null, 'soft_bounces'];
  for (const suppressed of row) assert.equal(await fails(), suppressed);
  await store.sql('delete from suppressions where address = $1', [member.email]);
  for (const suppressed of row) assert.equal(await fails(), suppressed);
});

test('a complaint: suppressed, and unsubscribed', async () => {
  for (const as of ['member', 'prospect']) {
    const mail = await newMail({ as });
    received(await tell(sesComplaint(mail, { event: as === 'prospect' })));
    assert.deepEqual(await became(store, mail), { events: ['complaint'], suppressed: 'complaint' });
    assert.equal((await stateOf(store, mail.person)).unsubscribed, true);
  }
  const praised = await newMail();
  await unchanged(async () => received(await tell(sesComplaint(praised, { feedback: 'not-spam' }))));
});

test('told twice is once', async () => {
  const mail = await newMail();
  const message = amazon.message(sesBounce(mail, { type: 'Transient' }));
  for (const reply of await Promise.all(Array.from({ length: 8 }, () => amazon.post(store, message)))) received(reply);
  received(await amazon.post(store, message));
  assert.deepEqual((await became(store, mail)).events, ['bounce soft']);
});

test('what is no news changes nothing', async () => {
  const mail = await newMail();
  await unchanged(async () => {
    for (const type of ['Delivery', 'Open', 'Click', 'Send', 'DeliveryDelay', 'AmazonSnsSubscriptionSucceeded'])
      received(await tell({ notificationType: type, mail: sesMail(mail) }));
    received(await tell('Successfully validated SNS topic for Amazon SES event publishing.'));
    for (const message of ['[]', '7', 'null', '{}', { notificationType: 'Bounce' }, { notificationType: 'Bounce', bounce: [], mail: 3 },
      { notificationType: 'Complaint', complaint: { complainedRecipients: [{}, 4] }, mail: sesMail(mail) }])
      received(await tell(message));
  });
});

test('mails that are none of ours, or were sent to somebody else: nothing is counted', async () => {
  const mail = await newMail();
  const other = await newMail();
  await unchanged(async () => {
    for (const id of ['x@shop.example', `campaign.${mail.id}.${mail.created}`, `campaign.${mail.id}.${mail.created - 1}@shop.example`, `test.${mail.id}.${mail.created}@x.example`,
      `campaign.${Number(mail.id) + 1000}.${mail.created}@shop.example`, `campaign.${mail.id}.${mail.created}.1@shop.example`, `campaign.9${'9'.repeat(30)}.1@x`])
      received(await tell(sesBounce({ ...mail, message_id: id })));
    received(await tell(sesBounce(mail, { to: [other.recipient] })));
    received(await tell(sesBounce(mail, { to: [] })));
  });
  assert.match(store.server.output, /none of ours/);
  received(await tell(sesBounce(mail, { to: [other.recipient, `Ada <${mail.recipient.toUpperCase()}>`] })));
  assert.deepEqual((await became(store, mail)).events, ['bounce hard']);
  assert.deepEqual((await became(store, other)).events, []);
});

test('false signatures', async () => {
  const mail = await newMail();
  const message = amazon.message(sesBounce(mail));
  const at = (ms) => amazon.message(sesBounce(mail), { Timestamp: new Date(Date.now() + ms).toISOString() });
  const signature = Buffer.from(message.Signature, 'base64');
  signature[5] ^= 1;
  await unchanged(async () => {
    for (const wrong of [
      { ...message, Signature: signature.toString('base64') }, { ...message, Signature: '' }, { ...message, Signature: undefined }, { ...message, Signature: 'A'.repeat(4000) },
      { ...message, Message: message.Message.replace('Permanent', 'Transient') }, { ...message, MessageId: 'another' }, { ...message, Subject: 'added' },
      { ...message, SignatureVersion: '2' }, { ...message, SignatureVersion: '3' }, { ...message, SignatureVersion: 1 }, amazon.signed(message, amazon.keyOf('other')),
      { ...message, SigningCertURL: `https://${amazon.host}/other.pem` },
      amazon.signed({ ...message, SigningCertURL: `https://${amazon.host}/old.pem` }, amazon.keyOf('old')),
      at(-3601000), at(400000), amazon.message(sesBounce(mail), { Timestamp: 'yesterday' }), { ...message, Type: 'UnsubscribeConfirmation' },
    ]) assertStatus(await amazon.post(store, wrong), 400, 'bad_signature');
    for (const url of ['/missing.pem', '/big.pem', '/away.pem'])
      assertStatus(await amazon.post(store, { ...message, SigningCertURL: `https://${amazon.host}${url}` }), 503, 'overloaded');
  });
});

test('certificates and confirmations come from Amazon\'s host alone', async () => {
  const mail = await newMail();
  const message = amazon.message(sesBounce(mail));
  await unchanged(async () => {
    const asked = amazon.asked.length;
    const { host } = amazon;
    for (const url of [`http://${host}/cert.pem`, 'https://127.0.0.1/cert.pem', `https://${host}@evil.example/cert.pem`, `https://evil.example/${host}/cert.pem`,
      `https://${host}.evil.example/cert.pem`, `https://evil.example#@${host}/cert.pem`, `https://evil.example\\@${host}/cert.pem`, `https://${host}/cert`,
      `https://${host}/?x=.pem`, `https://${host}`, 'file:///etc/passwd.pem', 'https://sns.eu-west-1.amazonaws.com/cert.pem', `https://${host}/${'a'.repeat(3000)}.pem`, ''])
      assertStatus(await amazon.post(store, { ...message, SigningCertURL: url }), 400, 'bad_signature');
    for (const url of ['https://169.254.169.254/latest/', `http://${host}/`, `https://${host}.evil.example/`, ''])
      assertStatus(await amazon.post(store, amazon.confirmation({ SubscribeURL: url })), 400, 'bad_request');
    assert.equal(amazon.asked.length, asked);
  });
});

test('a subscription is confirmed when the topic is ours', async () => {
  const confirmations = () => amazon.asked.filter((url) => url.includes('ConfirmSubscription'));
  const earlier = confirmations().length;
  assertStatus(await amazon.post(store, amazon.confirmation({ TopicArn: 'arn:aws:sns:eu-west-1:666:evil' })), 403, 'forbidden');
  assert.equal(confirmations().length, earlier);
  received(await amazon.post(store, amazon.confirmation()));
  assert.equal(confirmations().length, earlier + 1);
  assert.ok(confirmations().at(-1).includes('Token=abc'));
  amazon.answers = false;
  assertStatus(await amazon.post(store, amazon.confirmation()), 503, 'overloaded');
  amazon.answers = true;
});

test('foreign topics, and what is no message of SNS', async () => {
  const mail = await newMail();
  await unchanged(async () => {
    assertStatus(await tell(sesBounce(mail), { TopicArn: `${Amazon.topic}2` }), 403, 'forbidden');
    for (const body of ['', '{', '{"Type":"Notification"', '\u0000', `${'['.repeat(100)}${']'.repeat(100)}`])
      assertStatus(await amazon.post(store, body), 400, 'malformed_json');
    for (const body of ['[]', '{}', '3', JSON.stringify(sesBounce(mail)), JSON.stringify({ ...amazon.message('x'), Message: 3 })])
      assertStatus(await amazon.post(store, body), 400, 'bad_request');
    assertStatus(await amazon.post(store, JSON.stringify(amazon.message('x'.repeat(1024 * 1024)))), 413, 'body_too_large');
  });
  received(await tell(`"${'x'.repeat(250 * 1024)}"`));
});

test('a certificate is fetched once, also when many messages come at once', async (t) => {
  const fresh = await startStore({ seed: '', sandbox: false, env: amazon.env });
  t.after(() => fresh.stop());
  amazon.asked = [];
  const replies = await Promise.all(Array.from({ length: 30 }, () => amazon.post(fresh, amazon.message('{}'))));
  assert.ok(replies.every(({ status }) => status === 200 || status === 503), 'those that can\'t wait are sent again');
  for (let i = 0; i < 3; i++) received(await amazon.post(fresh, amazon.message('{}')));
  assert.deepEqual(amazon.asked, ['/cert.pem']);
});

test('without the setting there is no such address', async (t) => {
  const plain = await startStore({ seed: '', sandbox: false });
  t.after(() => plain.stop());
  assertStatus(await amazon.post(plain, amazon.message('{}')), 404, 'not_found');
});
