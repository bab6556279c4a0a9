// Mail services as they tell what became of mails: Amazon's SNS with its certificates, and SendGrid.
import { execFileSync } from 'node:child_process';
import { createSign, generateKeyPairSync, randomUUID, sign } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkReply } from './contract.js';

async function post(store, path, body, headers) {
  const reply = await fetch(store.url + path, { method: 'POST', headers, body });
  const text = await reply.text();
  const answer = { status: reply.status, headers: reply.headers, text, body: JSON.parse(text) };
  checkReply('POST', path, answer);
  return answer;
}

// The host of SNS. It gives a certificate at /cert.pem, another at /other.pem, one that has expired at /old.pem, and none
// at /big.pem, /missing.pem and /away.pem; `asked` has the addresses that it was asked for.
export class Amazon {
  static topic = 'arn:aws:sns:eu-west-1:123456789012:mail';

  static async start() {
    const amazon = new Amazon();
    amazon.folder = mkdtempSync(join(tmpdir(), 'swa-sns-'));
    amazon.certificates = { '/cert.pem': amazon.certify('cert'), '/other.pem': amazon.certify('other'), '/old.pem': amazon.certify('old', { expired: true }) };
    amazon.key = amazon.keyOf('cert');
    amazon.asked = [];
    amazon.answers = true;
    amazon.server = createServer({ key: amazon.key, cert: amazon.certificates['/cert.pem'] }, (rq, reply) => amazon.answer(rq, reply));
    amazon.server.listen(0, '127.0.0.1');
    await once(amazon.server, 'listening');
    amazon.host = `localhost:${amazon.server.address().port}`;
    amazon.env = { SES_TOPIC_ARNS: ` arn:aws:sns:us-east-1:1:else , ${Amazon.topic}`, SES_HOST: amazon.host, SES_CA_FILE: join(amazon.folder, 'cert.pem') };
    return amazon;
  }

  keyOf(name) { return readFileSync(join(this.folder, `${name}.key`), 'utf8'); }

  certify(name, { expired = false } = {}) {
    const at = (suffix) => join(this.folder, `${name}.${suffix}`);
    execFileSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', `/CN=${name}`,
      '-addext', 'subjectAltName=DNS:localhost', '-keyout', at('key'), '-out', at('pem')], { stdio: 'ignore' });
    if (expired) execFileSync('openssl', ['x509', '-in', at('pem'), '-signkey', at('key'), '-days', '-1', '-out', at('pem')], { stdio: 'ignore' });
    return readFileSync(at('pem'), 'utf8');
  }

  answer(rq, reply) {
    this.asked.push(rq.url);
    if (!this.answers) return reply.writeHead(500).end();
    if (rq.url.startsWith('/?Action=ConfirmSubscription')) return reply.end('<ConfirmSubscriptionResponse/>');
    if (rq.url === '/big.pem') return reply.end('x'.repeat(200000));
    if (rq.url === '/away.pem') return reply.writeHead(302, { location: '/cert.pem' }).end();
    const found = this.certificates[rq.url];
    return found ? reply.end(found) : reply.writeHead(404).end('<Error/>');
  }

  // A message, signed as it stands at the end; `more` is put in before, null takes out.
  message(message, more = {}) {
    return this.signed({ Type: 'Notification', MessageId: randomUUID(), TopicArn: Amazon.topic,
      Message: typeof message === 'string' ? message : JSON.stringify(message), Timestamp: new Date().toISOString(),
      SignatureVersion: '1', SigningCertURL: `https://${this.host}/cert.pem`, UnsubscribeURL: `https://${this.host}/?Action=Unsubscribe`, ...more });
  }

  signed(message, key = this.key) {
    const names = message.Type === 'Notification' ? ['Message', 'MessageId', 'Subject', 'Timestamp', 'TopicArn', 'Type']
      : ['Message', 'MessageId', 'SubscribeURL', 'Timestamp', 'Token', 'TopicArn', 'Type'];
    const sign = createSign(message.SignatureVersion === '1' ? 'RSA-SHA1' : 'RSA-SHA256');
    for (const name of names) if (name in message) sign.update(`${name}\n${message[name]}\n`);
    return { ...message, Signature: sign.sign(key, 'base64') };
  }

  confirmation(more = {}) {
    return this.message('You have chosen to subscribe.', { Type: 'SubscriptionConfirmation', Token: 'abc',
      SubscribeURL: `https://${this.host}/?Action=ConfirmSubscription&TopicArn=${Amazon.topic}&Token=abc`, ...more });
  }

  post(store, message) {
    const text = typeof message === 'string' ? message : JSON.stringify(message);
    return post(store, '/webhooks/ses', text, { 'content-type': 'text/plain; charset=UTF-8', 'x-amz-sns-message-type': message.Type ?? '' });
  }

  async stop() {
    this.server.closeAllConnections();
    await new Promise((done) => this.server.close(done));
    rmSync(this.folder, { recursive: true, force: true });
  }
}

// What SES says of a mail in the older form; `type` in the one of event publishing.
export const sesMail = (mail) => ({ timestamp: new Date().toISOString(), source: 'store@shop.example', messageId: `0102-${mail.id}`, destination: [mail.recipient],
  headersTruncated: false, headers: [{ name: 'From', value: 'store@shop.example' }, { name: 'Message-Id', value: `<${mail.message_id}>` }],
  commonHeaders: { from: ['store@shop.example'], messageId: `0102-${mail.id}` } });
export const sesBounce = (mail, { type = 'Permanent', to = [mail.recipient], event } = {}) => ({ [event ? 'eventType' : 'notificationType']: 'Bounce', mail: sesMail(mail),
  bounce: { bounceType: type, bounceSubType: 'General', feedbackId: randomUUID(),
    bouncedRecipients: to.map((emailAddress) => ({ emailAddress, action: 'failed', status: '5.1.1', diagnosticCode: 'smtp; 550 5.1.1 user unknown' })) } });
export const sesComplaint = (mail, { feedback = 'abuse', event } = {}) => ({ [event ? 'eventType' : 'notificationType']: 'Complaint', mail: sesMail(mail),
  complaint: { complainedRecipients: [{ emailAddress: mail.recipient }], complaintFeedbackType: feedback, feedbackId: randomUUID() } });

export class SendGrid {
  constructor() {
    const pair = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
    this.key = pair.privateKey;
    this.public = pair.publicKey.export({ type: 'spki', format: 'der' }).toString('base64');
    this.env = { SENDGRID_WEBHOOK_PUBLIC_KEY: this.public };
  }

  headers(body, at = Math.floor(Date.now() / 1000), key = this.key) {
    return { 'content-type': 'application/json', 'X-Twilio-Email-Event-Webhook-Timestamp': String(at),
      'X-Twilio-Email-Event-Webhook-Signature': sign('sha256', Buffer.concat([Buffer.from(String(at)), Buffer.from(body)]), key).toString('base64') };
  }

  post(store, events, { headers } = {}) {
    const body = typeof events === 'string' ? events : JSON.stringify(events);
    return post(store, '/webhooks/sendgrid', body, headers ?? this.headers(body));
  }
}

export const sendGridEvent = (mail, event, more = {}) => ({ email: mail.recipient, timestamp: 1, 'smtp-id': `<${mail.message_id}>`, event,
  sg_event_id: randomUUID(), sg_message_id: `${mail.id}.filter`, ...more });

// What became of an address: [kinds of the mail's events, reason for which the address is suppressed].
export const became = async (store, mail) => (await store.sql(`select
    array(select kind || case when permanent then ' hard' when not permanent then ' soft' else '' end from email_events where message_id = $1 order by id) as events,
    (select reason from suppressions where address = $2) as suppressed`, [mail.id, mail.recipient]))[0];
