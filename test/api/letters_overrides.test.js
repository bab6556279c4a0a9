// Templates that stand in for the program's own: what they change, and that no mail is lost to a broken one.
import assert from 'node:assert/strict';
import test, { after, afterEach, before, describe } from 'node:test';
import { newMember, startAccounts } from '../support/accounts.js';
import { assertLetter, brokenLines, letterTo, lettersTo, openAlerts, override } from '../support/letters.js';
import { startMailServer } from '../support/mailServer.js';
import { until } from '../support/store.js';

let store, mail;
before(async () => {
  mail = await startMailServer();
  store = await startAccounts({ env: { SMTP_URL: mail.url } });
  await store.sql(`update configuration set value = '"help@shop.example"' where key = 'support_email'`);
});
after(async () => {
  await store?.stop();
  await mail?.stop();
});
afterEach(async () => {
  await store.sql('delete from emails');
  await store.sql('delete from alerts');
});

let chatter = 0;
// A contact mail to the shop; the message is the only mail of its kind here.
async function contact(body = 'Hello') {
  const recipient = `reader${++chatter}@shop.example`;
  await store.sql(`with chat as (insert into chat_messages (kind, name, email, body) values ('contact', 'Ann', 'ann@shop.example', $2) returning id)
    insert into email_messages (kind, recipient, chat_message_id) select 'message_received', $1, id from chat`, [recipient, body]);
  return letterTo(mail, recipient, /./);
}
const welcome = async () => letterTo(mail, (await newMember(store)).who.email, /./);
const ownSubject = /^Message from Ann$/;

describe('what an override changes', () => {
  test('subject, HTML, and the text made of it', async () => {
    await override(store, 'message_received', { subject: 'Post: {{ message.name }}', html: '<h1>{{ store.name }}</h1><p>{{ message.body }}</p>' });
    const letter = await contact('a < b');
    assert.equal(letter.subject, 'Post: Ann');
    assert.equal(letter.html.trim(), '<h1>My store</h1><p>a &lt; b</p>');
    assert.equal(letter.text.trim(), 'My store\n\na < b');
    assert.equal(letter.replyTo.value[0].address, 'ann@shop.example');
    assertLetter(await welcome(), store);
    assert.deepEqual(await openAlerts(store), []);
  });

  test('an empty subject is the program\'s; a text is taken as it is written', async () => {
    await override(store, 'message_received', { html: '<p>x</p>', text: '{{ message.body }} & more\n' });
    const letter = await contact('<b>');
    assert.match(letter.subject, ownSubject);
    assert.equal(letter.text.trim(), '<b> & more');
  });

  test('sender, answers, copies', async () => {
    await override(store, 'message_received', { from_name: 'Ünsere Post', from_address: 'post@shop.example', reply_to: 'desk@shop.example',
      bcc: ['archive@shop.example', 'boss@shop.example'], html: '<p>x</p>' });
    const before_ = ['archive', 'boss'].map((name) => mail.attempts.get(`${name}@shop.example`) ?? 0);
    const recipient = `reader${chatter + 1}@shop.example`;
    await store.sql(`with chat as (insert into chat_messages (kind, name, email, body) values ('contact', 'Ann', 'ann@shop.example', 'x') returning id)
      insert into email_messages (kind, recipient, chat_message_id) select 'message_received', $1, id from chat`, [recipient]);
    chatter++;
    const letter = (await until(async () => {
      const all = await lettersTo(mail, 'boss@shop.example'); // the scripted server keeps the last recipient of a mail
      return all.length && all;
    }, 20000))[0];
    assert.deepEqual(letter.from.value, [{ name: 'Ünsere Post', address: 'post@shop.example' }]);
    assert.equal(letter.replyTo.value[0].address, 'desk@shop.example');
    assert.equal(letter.to.text, recipient);
    assert.equal(letter.bcc, undefined);
    assert.doesNotMatch(JSON.stringify([...letter.headers]), /archive|boss/);
    for (const [i, name] of ['archive', 'boss'].entries()) assert.equal(mail.attempts.get(`${name}@shop.example`), before_[i] + 1);
    assert.equal(mail.attempts.get(recipient), 1);
  });

  test('a layout changes all mails', async () => {
    await override(store, 'layout', { html: '<html lang="en"><p>*** {{ store.name }} ***</p>{% block content %}{% endblock %}</html>' });
    for (const letter of [await contact(), await welcome()]) {
      assert.match(letter.text, /^\*\*\* My store \*\*\*\n\n/);
      assert.doesNotMatch(letter.html, /role="presentation" width="100%"|Questions/);
    }
    assert.match((await welcome()).text, /Verify my address: http/);
  });

  test('an override extends the layout and a block of it', async () => {
    await override(store, 'greeting', { html: '<p>Dear {{ name|default:"friend" }},</p>' });
    await override(store, 'message_received', { html: '{% extends "layout.html" %}{% block content %}{% include "greeting.html" %}{% endblock %}{% block footer %}{{ block.super }}<p>PS</p>{% endblock %}' });
    const letter = await contact();
    assert.match(letter.text, /^Dear friend,$/m);
    assert.match(letter.text, /write to help@shop\.example\.\n\nPS/);
    assert.match((await welcome()).text, /^Dear friend,$/m);
  });

  test('drafts and campaigns do not count', async () => {
    await override(store, 'message_received', { status: 'draft', html: '<p>draft</p>', subject: 'draft' });
    await override(store, null, { type: 'member', status: 'draft', html: '<p>campaign</p>', subject: 'campaign' });
    const letter = await contact();
    assert.match(letter.subject, ownSubject);
    assertLetter(letter, store);
  });

  test('changes hold for the next mail', async () => {
    const id = await override(store, 'message_received', { html: '<p>first</p>' });
    assert.equal((await contact()).text.trim(), 'first');
    await store.sql(`update emails set html = '<p>second</p>' where id = $1`, [id]);
    assert.equal((await contact()).text.trim(), 'second');
    await store.sql(`update emails set status = 'draft' where id = $1`, [id]);
    assertLetter(await contact(), store);
    await store.sql(`update emails set status = 'ready' where id = $1`, [id]);
    assert.equal((await contact()).text.trim(), 'second');
    await store.sql('delete from emails where id = $1', [id]);
    assertLetter(await contact(), store);
    await override(store, 'message_received', { html: '<p>third</p>' });
    assert.equal((await contact()).text.trim(), 'third');
  });

  test('what makes a subject of two lines gives one, and a long one is cut', async () => {
    await override(store, 'message_received', { subject: ' {{ message.body }}{% for x in message.body|ljust:1990 %}é{% endfor %}' });
    const letter = await contact('a\r\nBcc: x@y.example b');
    assert.match(letter.subject, /^a {1,2}Bcc: x@y\.example bé+$/);
    assert.ok(Buffer.byteLength(letter.subject) <= 2000 && Buffer.byteLength(letter.subject) > 1990);
    assert.equal(letter.bcc, undefined);
    assert.equal(mail.attempts.get('x@y.example'), undefined);
  });

  test('mails without an override of theirs are not touched by a broken one', async () => {
    await override(store, 'welcome', { html: '{% if %}' });
    assertLetter(await contact(), store);
    assert.deepEqual(await openAlerts(store), []);
  });
});

// columns of an override, and what is told of it
const broken = [
  ['a tag that is never closed', { html: '<p>\n{% if message %}\n</p>' }, /^message_received\.html:\d: .*endif/],
  ['an unknown tag', { html: 'a\nb\n{% frobnicate %}' }, /^message_received\.html:3: .*frobnicate/],
  ['an unknown filter', { html: '<p>{{ message.name|shout }}</p>' }, /^message_received\.html:1: .*shout/],
  ['a broken subject', { subject: '{{ message.name', html: 'x{{ }}' }, /^message_received\.(subject|html):1: /],
  ['a broken text', { text: '{% for %}' }, /^message_received\.txt:1: .*for/],
  ['a missing include', { html: '\n<p>{% include "no_such.html" %}</p>' }, /^message_received\.html:2: .*no_such\.html/],
  ['a missing layout', { html: '{% extends "no_such.html" %}' }, /^message_received\.html:1: .*no_such\.html/],
  ['an include that leads out', { html: '{% include "../../etc/passwd" %}' }, /^message_received\.html:1: /],
  ['itself within itself', { html: 'x{% include "message_received.html" %}' }, /^message_received\.html:1: .*deep/],
  ['itself extended', { html: '{% extends "message_received.html" %}' }, /^message_received\.html:1: /],
  ['a loop that does not end', { html: `{% for a in "${'x'.repeat(1000)}" %}\n{% for b in "${'x'.repeat(1000)}" %}{% for c in "${'x'.repeat(1000)}" %}y{% endfor %}{% endfor %}{% endfor %}` }, /^message_received\.html:\d: /],
  ['more than a mail can hold', { html: '{{ message.name|ljust:"1000000000000" }}' }, /^message_received\.html:1: /],
  ['an address for answers that is none', { reply_to: 'nobody' }, /^message_received: /],
  ['a sender that is none', { from_address: 'nobody' }, /^message_received: /],
  ['a copy to nobody', { bcc: ['archive@shop.example', 'nobody'] }, /^message_received: /],
  ['a subject that comes out empty', { subject: '{{ nothing }}' }, /^message_received: the subject is empty$/],
  ['HTML that comes out empty', { html: '{% if nothing %}x{% endif %}\n' }, /^message_received: the HTML is empty$/],
];

test('the database refuses what no header may hold', async () => {
  const columns = { subject: ['a\nb'], from_name: ['a\r\nBcc: x@y.example'], from_address: ['a@b.example\n'], reply_to: ['a@b.example Bcc: x@y.example'] };
  for (const [column, [value]] of Object.entries(columns))
    await assert.rejects(store.sql(`insert into emails (type, template, ${column}) values ('transactional', 'welcome', $1)`, [value]), { code: '23514' }, column);
  for (const bcc of [[null], [''], ['a@b.example,c@d.example'], Array(21).fill('a@b.example')])
    await assert.rejects(store.sql(`insert into emails (type, template, bcc) values ('transactional', 'welcome', $1)`, [bcc]), { code: '23514' }, String(bcc));
});

describe('a broken override: the program\'s own is sent, and it is told', () => {
  for (const [name, columns, why] of broken)
    test(name, async () => {
      const lines = brokenLines(store).length;
      await override(store, 'message_received', columns);
      const letter = await contact('Is it there?');
      assertLetter(letter, store);
      assert.match(letter.subject, ownSubject);
      assert.equal(letter.replyTo.value[0].address, 'ann@shop.example');
      assert.match(letter.text, /^Is it there\?$/m);
      const alerts = await openAlerts(store);
      assert.deepEqual(alerts.map(({ code, subject }) => [code, subject]), [['email_template_broken', 'message_received']]);
      assert.match(alerts[0].message, why);
      const told = brokenLines(store).slice(lines);
      assert.ok(told.length >= 1);
      for (const line of told) assert.deepEqual([line.template, line.why], ['message_received', alerts[0].message]);
      // the next one finds it broken too, and one row says so
      assertLetter(await contact(), store);
      assert.equal((await openAlerts(store)).length, 1);
      assert.equal(mail.attempts.get('x@y.example'), undefined);
    });

  test('one that fails for some data only', async () => {
    await override(store, 'message_received', { html: '<p>{% if message.body == "bad" %}{% include message.body %}{% else %}fine{% endif %}</p>' });
    assert.equal((await contact('good')).text.trim(), 'fine');
    assert.deepEqual(await openAlerts(store), []);
    assertLetter(await contact('bad'), store);
    assert.equal((await contact('good')).text.trim(), 'fine');
    const [alert, ...more] = await openAlerts(store);
    assert.match(alert.message, /^message_received\.html:1: .*bad/);
    assert.deepEqual(more, []);
  });

  test('a broken layout: each kind of mail is told of once', async () => {
    await override(store, 'layout', { html: '<p>\n\n{% block content %}' });
    assertLetter(await contact(), store);
    assertLetter(await welcome(), store);
    assertLetter(await welcome(), store);
    const alerts = await openAlerts(store);
    assert.deepEqual(alerts.map(({ subject }) => subject).sort(), ['message_received', 'welcome']);
    for (const { message } of alerts) assert.match(message, /^layout\.html:\d: .*endblock/);
  });

  test('dismissed, and broken still: told again when it changes', async () => {
    const id = await override(store, 'message_received', { html: '{% if %}' });
    await contact();
    await store.sql('update alerts set dismissed_at = now()');
    await contact();
    assert.deepEqual(await openAlerts(store), []);
    await store.sql(`update emails set html = '{% for %}' where id = $1`, [id]);
    await contact();
    assert.match((await openAlerts(store))[0].message, /for/);
    await store.sql(`update emails set html = '<p>fine</p>' where id = $1`, [id]);
    assert.equal((await contact()).text.trim(), 'fine');
  });
});

describe('what the database refuses', () => {
  test('two for one name', async () => {
    await override(store, 'welcome', {});
    await assert.rejects(override(store, 'welcome', {}), { constraint: 'emails_one_in_use' });
    const draft = await override(store, 'welcome', { status: 'draft' });
    await assert.rejects(store.sql(`update emails set status = 'ready' where id = $1`, [draft]), { constraint: 'emails_one_in_use' });
    await override(store, 'layout', {});
  });

  test('one for no name, or for a name that there is not', async () => {
    await assert.rejects(override(store, null, {}), { constraint: 'emails_transactional_has_template' });
    await assert.rejects(override(store, 'welcome', { type: 'member', status: 'draft' }), { constraint: 'emails_transactional_has_template' });
    await assert.rejects(override(store, 'no_such', {}), { constraint: 'emails_template_fkey' });
    await assert.rejects(override(store, 'welcome', { html: ' \n' }), { constraint: 'emails_ready_has_html' });
  });

  test('what is too large', async () => {
    await assert.rejects(override(store, 'welcome', { html: 'x'.repeat(1048577) }), { code: '23514' });
    await assert.rejects(override(store, 'welcome', { text: 'x'.repeat(1048577) }), { code: '23514' });
    await assert.rejects(override(store, 'welcome', { subject: 'x'.repeat(2001) }), { code: '23514' });
    await assert.rejects(override(store, 'welcome', { bcc: Array(21).fill('a@b.example') }), { code: '23514' });
  });

  test('but the largest that it takes is sent', async () => {
    await override(store, 'message_received', { html: `<p>${'word '.repeat(209000)}</p>` });
    const letter = await contact();
    assert.ok(letter.text.length > 1000000);
    assert.deepEqual(await openAlerts(store), []);
  });
});
