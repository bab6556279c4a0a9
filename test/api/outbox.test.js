// The outbox against a mail server that misbehaves on purpose.
import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import { simpleParser } from 'mailparser';
import pg from 'pg';
import { Cluster } from '../support/cluster.js';
import { startMailServer } from '../support/mailServer.js';
import { reachesServer } from '../support/outbox.js';
import { assertSound, checkoutOf, count, makeGoods, startCheckout, until, visitorWith } from '../support/sales.js';
import { sleep, startStore } from '../support/store.js';

let store, mail, sku, number = 0;
before(async () => {
  mail = await startMailServer();
  store = await startStore({ seed: '', env: { RECONCILE_SECONDS: '3600', SMTP_URL: mail.url } });
  [sku] = await makeGoods(store, [{ price: 1999, stock: 1000 }]);
});
after(async () => {
  await store.stop();
  await mail.stop();
});
afterEach(() => { mail.script = () => '250 ok'; });

const address = () => `buyer${++number}@shop.example`;
async function order(email, items = [[sku, 1]], where = store) {
  const visitor = await visitorWith(where, items);
  const { session } = await startCheckout(visitor, { email });
  await where.pay(session, { hook: false });
  return (await checkoutOf(visitor, session)).order;
}
const message = async (email) => (await store.sql(`select *, next_attempt_at > now() as later from email_messages where recipient = $1`, [email]))[0];
const inState = (email, state) => until(async () => {
  const row = await message(email);
  return row?.state === state ? row : undefined;
}, 20000);
const failures = (email) => store.sql(`select f.reason from order_email_failures f join email_messages m on m.id = f.message_id where m.recipient = $1`, [email]);

test('taken', async () => {
  const email = address();
  const { identifier } = await order(email);
  const row = await inState(email, 'sent');
  assert.ok(row);
  assert.ok(row.sent_at);
  assert.match(row.last_reply, /^250/);
  assert.equal(mail.taken.filter((each) => each.recipient === email).length, 1);
  assert.match(mail.taken.find((each) => each.recipient === email).text, new RegExp(identifier));
  assert.deepEqual(await failures(email), []);
});

test('put off once, then taken', async () => {
  const email = address();
  mail.script = (_, attempt) => (attempt === 1 ? '451 try later' : '250 ok');
  await order(email);
  const waiting = await until(async () => {
    const row = await message(email);
    return row?.state === 'queued' && row.attempts === 1 && row;
  }, 20000);
  assert.ok(waiting?.later, 'not at once');
  assert.match(waiting.last_reply, /^451/);
  await store.sql(`update email_messages set next_attempt_at = now() where recipient = $1`, [email]);
  const row = await inState(email, 'sent');
  assert.equal(row?.attempts, 2);
  assert.equal(mail.taken.filter((each) => each.recipient === email).length, 1);
  assert.deepEqual(await failures(email), []);
});

test('put off for five days: given up, and told', async () => {
  const email = address();
  mail.script = () => '451 try later';
  await order(email);
  for (let i = 1; i <= 3; i++) {
    const row = await until(async () => {
      const found = await message(email);
      return found?.state === 'queued' && found.attempts === i && found;
    }, 20000);
    assert.ok(row?.later, `attempt ${i}`);
    await store.sql(`update email_messages set next_attempt_at = now(), queued_at = now() - $2 * interval '1 day' where recipient = $1`, [email, i === 3 ? 5.01 : 4.9]);
  }
  assert.equal((await inState(email, 'failed'))?.attempts, 4);
  assert.equal((await failures(email)).length, 1);
});

for (const [name, plan] of [['refused after DATA', '550 no such user'], ['recipient refused', { rcpt: '550 no such user' }]])
  test(`${name}: failed, and the shop is told`, async () => {
    const email = address();
    mail.script = () => plan;
    await order(email);
    const row = await inState(email, 'failed');
    assert.equal(row?.attempts, 1);
    assert.match(row.last_reply, /550/);
    const told = await failures(email);
    assert.equal(told.length, 1);
    assert.match(told[0].reason, /^failed: .*550/);
    const line = await until(() => store.server.output.split('\n').find((each) => each.includes('ORDER_EMAIL_FAILURE') && each.includes(`"mail":${row.id},`)));
    assert.equal(JSON.parse(line).state, 'failed');
  });

test('connection lost after DATA: uncertain, and not sent again', async () => {
  const email = address();
  mail.script = () => 'drop';
  await order(email);
  const row = await inState(email, 'uncertain');
  assert.equal(row?.attempts, 1);
  assert.match((await failures(email))[0].reason, /^uncertain/);
  assert.ok(await until(() => new RegExp(`ORDER_EMAIL_FAILURE.*"mail":${row.id},`).test(store.server.output)));
  // a mail after it goes out, this one does not
  mail.script = () => '250 ok';
  const next = address();
  await order(next);
  assert.ok(await inState(next, 'sent'));
  assert.equal((await message(email)).state, 'uncertain');
  assert.equal(mail.attempts.get(email), 1);
});

// An order whose mail was tried once, and is now as a worker that died an hour ago left it.
async function left({ sending }) {
  const email = address();
  mail.script = () => '451 later';
  await order(email);
  assert.ok(await until(async () => (await message(email))?.attempts === 1 && (await message(email)).state === 'queued', 20000));
  mail.script = () => '250 ok';
  await store.sql(`update email_messages set state = 'claimed', worker = 0, claimed_at = now() - interval '1 hour', next_attempt_at = now()
    where recipient = $1`, [email]);
  if (sending) await store.sql(`insert into email_workers (id, missing_since, sending)
    select 0, now() - interval '1 hour', array[id] from email_messages where recipient = $1`, [email]);
  await store.stopServer();
  await store.startServer();
  return email;
}

test('a worker that died before it sent: sent by the next, and nobody is told', async () => {
  const email = await left({ sending: false });
  assert.equal((await inState(email, 'sent'))?.attempts, 2);
  assert.equal(mail.taken.filter((each) => each.recipient === email).length, 1);
  assert.deepEqual(await failures(email), []);
});

test('a worker that died while it sent: uncertain, and the shop is told', async () => {
  const email = await left({ sending: true });
  const row = await inState(email, 'uncertain');
  assert.equal(mail.taken.filter((each) => each.recipient === email).length, 0);
  assert.ok(row);
  assert.equal((await failures(email)).length, 1);
  assert.ok(await until(() => new RegExp(`ORDER_EMAIL_FAILURE.*"mail":${row.id},`).test(store.server.output)));
});

test('two workers send each mail once', async (t) => {
  const second = await store.secondServer();
  t.after(() => second.stop());
  const emails = Array.from({ length: 40 }, address);
  await Promise.all(emails.map((email) => order(email)));
  assert.ok(await until(async () => await count(store, 'email_messages', `state in ('queued', 'claimed')`) === 0, 30000));
  for (const email of emails) assert.equal(mail.taken.filter((each) => each.recipient === email).length, 1, email);
});

test('a slow mail server does not keep payments waiting, nor the customer', async () => {
  const email = address();
  let answer;
  const held = new Promise((done) => { answer = done; });
  mail.script = () => held;
  await order(email); // the page has its order although the mail hangs
  assert.ok(await reachesServer(store, email));
  const visitor = await visitorWith(store, [[sku, 1]]);
  const { session } = await startCheckout(visitor);
  await store.sql(`update checkouts set next_check_at = now() where stripe_session_id = $1`, [session]);
  await store.pay(session, { hook: false });
  assert.ok(await until(() => count(store, 'checkouts', `stripe_session_id = '${session}' and next_check_at > now() + interval '1 second'`), 20000),
    'the reconciler goes on');
  answer('250 ok');
  assert.ok(await inState(email, 'sent'));
});

describe('the database goes away', () => {
  let cluster, other, goods;
  before(async () => {
    // what is committed stays, as in a real shop's database
    cluster = await Cluster.start({ synchronous_commit: 'on' });
    other = await startStore({ seed: '', cluster, env: { RECONCILE_SECONDS: '3600', SMTP_URL: mail.url } });
    [goods] = await makeGoods(other, [{ price: 1999, stock: 1000 }]);
  });
  after(async () => {
    await other?.stop();
    await cluster?.stop();
  });
  const row = async (email) => (await other.sql('select * from email_messages where recipient = $1', [email]))[0];
  const reaches = (email, state) => until(async () => {
    const found = await row(email).catch(() => undefined);
    return found?.state === state && found;
  }, 20000);
  const taken = (email) => mail.taken.filter((each) => each.recipient === email).length;
  const assertNobodyTold = async () => {
    assert.equal(await count(other, 'order_email_failures'), 0);
    assert.doesNotMatch(other.server.output, /ORDER_EMAIL_FAILURE/);
  };

  for (const [reply, state] of [['250 ok', 'sent'], ['451 try later', 'queued']])
    test(`while a mail is sent (${reply}): how it ended is written down later`, async () => {
      const email = address();
      let answer;
      const held = new Promise((done) => { answer = done; });
      mail.script = () => held;
      await order(email, [[goods, 1]], other);
      assert.ok(await reachesServer(other, email));
      await cluster.down('immediate');
      answer(reply);
      await sleep(1500); // for the sender to find the database away, more than once
      await cluster.up();
      const found = await reaches(email, state);
      assert.ok(found, JSON.stringify(await row(email)));
      assert.equal(found.attempts, 1);
      assert.equal(found.last_reply.slice(0, 3), reply.slice(0, 3));
      assert.equal(taken(email), state === 'sent' ? 1 : 0);
      assert.equal(mail.attempts.get(email), 1);
      await assertNobodyTold();
    });

  test('while a mail is written: it goes out later, once', async () => {
    const email = address();
    const lock = new pg.Client({ connectionString: other.databaseUrl });
    lock.on('error', () => {});
    await lock.connect();
    await other.sql(`create function slow_mail() returns trigger language plpgsql as
      $$ begin perform pg_advisory_xact_lock(1); return new; end $$`);
    // the claim commits; the mark before sending waits
    await other.sql(`create trigger slow_mail before update on email_workers for each row
      when (new.sending <> old.sending) execute function slow_mail()`);
    await lock.query('select pg_advisory_lock(1)');
    await order(email, [[goods, 1]], other);
    assert.ok(await reaches(email, 'claimed'), JSON.stringify(await row(email)));
    await cluster.down('immediate');
    await lock.end().catch(() => {});
    await cluster.up();
    const found = await reaches(email, 'sent');
    assert.equal(found?.attempts, 1, JSON.stringify(await row(email)));
    assert.equal(taken(email), 1);
    await assertNobodyTold();
  });
});

describe('the confirmation', () => {
  test('has both parts, and hostile titles are text', async () => {
    const title = `<script>alert("x")</script> & 'Ünïcode' \u{1F375}\r\nBcc: all@shop.example`;
    const [hostile] = await makeGoods(store, [{ price: 1234, stock: 10, title: `<b>${'bold'}</b> "quoted" & more` }]);
    await store.sql(`update products set title = $1 where id = (select product_id from product_skus where sku_id = $2)`, [title, hostile]);
    await store.sql(`update configuration set value = to_jsonb('Tea & <Mugs> é\r\nBcc: evil@shop.example'::text) where key = 'store_name'`);
    const email = address();
    const { identifier, key } = await order(email, [[hostile, 2]]);
    const row = await inState(email, 'sent');
    assert.ok(row, JSON.stringify(await message(email)));
    const parsed = await simpleParser(Buffer.from(mail.taken.find((each) => each.recipient === email).text, 'latin1'));
    assert.equal(parsed.to.text, email);
    assert.equal(parsed.bcc, undefined);
    assert.equal(parsed.from.value[0].address, 'store@shop.example');
    assert.match(parsed.subject, new RegExp(identifier));
    assert.match(parsed.messageId, new RegExp(`^<order_confirmation\\.${row.id}\\.`));
    const link = `${store.url}/orders/${identifier}?key=${key}`;
    assert.ok(parsed.text.includes(link));
    assert.ok(parsed.text.includes(`2 x <script>alert("x")</script> & 'Ünïcode' \u{1F375}`));
    assert.ok(parsed.text.includes('24.68 USD') && parsed.text.includes('29.68 USD'));
    assert.ok(!parsed.html.includes('<script') && !parsed.html.includes('<b>'));
    assert.ok(parsed.html.includes('&lt;script&gt;alert('));
    assert.ok(parsed.html.includes('Ünïcode') && parsed.html.includes('\u{1F375}'));
    assert.ok(parsed.html.includes(`href="${link}"`));
    assert.ok(parsed.html.includes('24.68 USD') && parsed.html.includes('29.68 USD'));
  });
});

test('all of it adds up', () => assertSound(store));
