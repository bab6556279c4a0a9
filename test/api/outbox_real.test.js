// The outbox delivers to real servers: nodemailer's smtp-server with STARTTLS and each way to log in, and Postfix's
// smtp-sink. What arrived is parsed.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';
import { Cluster } from '../support/cluster.js';
import { allEnded, freshAddress, mailOf, queueMails, reachesState, states } from '../support/outbox.js';
import { postfixProgram, startSink } from '../support/postfix.js';
import { startStore, until } from '../support/store.js';

let folder;
let cluster;
before(async () => { cluster = await Cluster.start(); });
after(() => cluster?.stop());
before(() => {
  folder = mkdtempSync(join(tmpdir(), 'swa-tls-'));
  execFileSync('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2',
    '-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1', '-keyout', join(folder, 'key.pem'),
    '-out', join(folder, 'cert.pem')], { stdio: 'ignore' });
});
after(() => rmSync(folder, { recursive: true, force: true }));

const file = (name) => join(folder, name);

// A server that wants STARTTLS and a login; `logins` has what it was given.
async function startServer(t, { methods = ['PLAIN'], secure = false, accept = () => true } = {}) {
  const logins = [], mails = [];
  let connections = 0;
  const server = new SMTPServer({
    secure, key: readFileSync(file('key.pem')), cert: readFileSync(file('cert.pem')), authMethods: methods, closeTimeout: 100,
    onConnect(session, done) { connections++; done(); },
    onAuth(auth, session, done) {
      logins.push({ method: auth.method, username: auth.username, secret: auth.password ?? auth.accessToken, secure: session.secure });
      if (accept(auth)) done(null, { user: auth.username });
      else done(Object.assign(new Error('wrong'), { responseCode: 535 }));
    },
    onData(stream, session, done) {
      const pieces = [];
      stream.on('data', (piece) => pieces.push(piece));
      stream.on('end', () => {
        mails.push({ to: session.envelope.rcptTo.map((each) => each.address), secure: session.secure, bytes: Buffer.concat(pieces) });
        done(null, 'taken');
      });
    },
  });
  server.on('error', () => {}); // a client that hangs up on our certificate
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  t.after(() => new Promise((done) => server.close(done)));
  return { logins, mails, get connections() { return connections; }, port: server.server.address().port };
}

async function startShop(t, env) {
  const store = await startStore({ seed: '', sandbox: false, cluster, env: { STRIPE_SECRET_KEY: '', ...env } });
  t.after(() => store.stop());
  return store;
}

for (const method of ['plain', 'login'])
  test(`STARTTLS and AUTH ${method}: mails arrive whole, several a connection`, async (t) => {
    const server = await startServer(t, { methods: ['PLAIN', 'LOGIN'] });
    const store = await startShop(t, {
      SMTP_URL: `smtp://shop%40example:p%3Ass%20word@localhost:${server.port}?starttls=require&auth=${method}`,
      SMTP_CA_FILE: file('cert.pem'), MAIL_CONNECTIONS: '2' });
    const recipients = Array.from({ length: 50 }, freshAddress);
    const body = `Grüße \u{1F600}\n${'x'.repeat(2000)}\n.\nend`;
    await queueMails(store, recipients, { body, name: 'Ünïcode 東京 \u{1F375}' });
    assert.ok(await allEnded(store));
    assert.deepEqual(await states(store), { sent: 50 });
    assert.deepEqual(server.mails.map((each) => each.to).flat().sort(), [...recipients].sort());
    assert.ok(server.mails.every((each) => each.secure));
    assert.ok(server.connections <= 4, `${server.connections} connections`);
    for (const login of server.logins)
      assert.deepEqual(login, { method: method.toUpperCase(), username: 'shop@example', secret: 'p:ss word', secure: true });
    const parsed = await simpleParser(server.mails[0].bytes);
    assert.ok(parsed.subject.includes('Ünïcode 東京 \u{1F375}'));
    assert.ok(parsed.text.includes(body));
  });

test('AUTH XOAUTH2: the token is read anew for each connection', async (t) => {
  writeFileSync(file('token'), 'first-token\n');
  const server = await startServer(t, { methods: ['XOAUTH2'], accept: (auth) => auth.accessToken === readFileSync(file('token'), 'utf8').trim() });
  const store = await startShop(t, {
    SMTP_URL: `smtp://shop%40example@localhost:${server.port}?starttls=require&auth=xoauth2`, SMTP_CA_FILE: file('cert.pem'),
    SMTP_OAUTH_TOKEN_FILE: file('token'), MAIL_CONNECTIONS: '1' });
  const recipients = Array.from({ length: 150 }, freshAddress);
  await queueMails(store, recipients.slice(0, 1));
  await reachesState(store, recipients[0], 'sent');
  writeFileSync(file('token'), 'second-token\n');
  await queueMails(store, recipients.slice(1)); // more than one connection carries
  assert.ok(await allEnded(store));
  assert.deepEqual(await states(store), { sent: 150 });
  assert.deepEqual([...new Set(server.logins.map((login) => login.secret))], ['first-token', 'second-token']);
  assert.ok(server.logins.every((login) => login.secure && login.username === 'shop@example'));
  assert.ok(!/first-token|second-token/.test(store.server.output), 'tokens are not logged');
});

test('TLS from the start', async (t) => {
  const server = await startServer(t, { secure: true });
  const store = await startShop(t, { SMTP_URL: `smtps://jo:secret@localhost:${server.port}`, SMTP_CA_FILE: file('cert.pem') });
  const email = freshAddress();
  await queueMails(store, [email]);
  await reachesState(store, email, 'sent');
  assert.equal(server.mails.length, 1);
});

// Nothing may be sent, and the mail waits with the reason.
async function assertWaits(store, why) {
  const email = freshAddress();
  await queueMails(store, [email]);
  const row = await until(async () => {
    const found = await mailOf(store, email);
    return found.last_reply && found.state === 'queued' && found;
  }, 20000);
  assert.match(row?.last_reply ?? JSON.stringify(await mailOf(store, email)), why);
  assert.equal(row.attempts, 0);
}

test('a certificate that nobody vouches for: no login, no mail', async (t) => {
  const server = await startServer(t);
  const store = await startShop(t, { SMTP_URL: `smtp://jo:secret@localhost:${server.port}?starttls=require` });
  await assertWaits(store, /certificate/i);
  assert.deepEqual(server.logins, []);
  assert.deepEqual(server.mails, []);
});

test('a wrong password: the mails wait', async (t) => {
  const server = await startServer(t, { accept: () => false });
  const store = await startShop(t, { SMTP_URL: `smtp://jo:secret@localhost:${server.port}?starttls=require`, SMTP_CA_FILE: file('cert.pem') });
  await assertWaits(store, /^535/);
  assert.ok(!store.server.output.includes('secret@'));
  assert.deepEqual(server.mails, []);
});

test('a server without STARTTLS, where it is required: no mail', async (t) => {
  const port = await freePort(), sink = await startSink(port);
  t.after(() => sink.stop());
  const store = await startShop(t, { SMTP_URL: `smtp://127.0.0.1:${port}?starttls=require` });
  await assertWaits(store, /SSL|TLS/i);
});

test('Postfix: what its sink got is each mail once', async (t) => {
  assert.ok(existsSync(postfixProgram('smtp-sink')), 'run make setup');
  const port = await freePort(), dumps = mkdtempSync(join(tmpdir(), 'swa-sink-'));
  execFileSync('chmod', ['777', dumps]);
  const sink = await startSink(port, ['-d', join(dumps, '%M.')]);
  t.after(async () => {
    await sink.stop();
    rmSync(dumps, { recursive: true, force: true });
  });
  const store = await startShop(t, { SMTP_URL: sink.url, MAIL_CONNECTIONS: '5' });
  const recipients = Array.from({ length: 300 }, freshAddress);
  await queueMails(store, recipients, { body: '.\n..\nlast', name: 'Ωμέγα' });
  assert.ok(await allEnded(store));
  assert.deepEqual(await states(store), { sent: 300 });
  const text = readdirSync(dumps).map((name) => readFileSync(join(dumps, name), 'utf8')).join('\n');
  for (const recipient of recipients) assert.equal(text.split(`\nTo: ${recipient}\n`).length, 2, recipient);
  assert.equal(new Set(text.match(/^Message-ID: .*$/gm)).size, 300);
  const one = text.slice(text.indexOf('Date: '));
  assert.ok((await simpleParser(one)).subject.includes('Ωμέγα'));
});

const freePort = () => new Promise((done, fail) => {
  const server = createServer().once('error', fail).listen(0, '127.0.0.1', () => {
    const { port } = server.address();
    server.close(() => done(port));
  });
});
