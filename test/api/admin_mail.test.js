// Mails in the admin: what drafts look like, what is wrong with them, tries to oneself, and the outbox's mails.
import assert from 'node:assert/strict';
import test, { after, before, describe } from 'node:test';
import { mailTo, newMember, userOf, verificationToken, verifiedMember } from '../support/accounts.js';
import { newStaff, startAdmin } from '../support/admin.js';
import { databaseDigest } from '../support/checksum.js';
import { assertStatus, checkoutOf, count, makeGoods, startCheckout } from '../support/sales.js';

let store, boss, member, order, sku;
before(async () => {
  store = await startAdmin();
  boss = await newStaff(store);
  [sku] = await makeGoods(store, [{ price: 1999, stock: 100, title: 'Blue' }]);
  member = await verifiedMember(store, { first_name: 'Grace' });
  assertStatus(await member.add(sku, 2), 200);
  assertStatus(await member.ship(), 200);
  const { session } = await startCheckout(member, { email: null });
  await store.pay(session, { hook: false, email: member.who.email });
  ({ order } = await checkoutOf(member, session));
  await mailTo(store, member.who.email, /order/i);
});
after(() => store?.stop());

const orderRow = async () => (await store.sql('select id, access_key from orders where identifier = $1', [order.identifier]))[0];
const preview = async (draft, who = boss) => assertStatus(await who.post('/api/admin/mail/preview', draft), 200).body;
const templates = async () => assertStatus(await boss.get('/api/admin/mail/templates'), 200).body.items;
const quiet = ['sessions', 'rate_limits', 'email_workers']; // last_seen_at

describe('templates', () => {
  test('all of the program\'s, with their sources and what stands in for them', async () => {
    const [{ id }] = await store.sql(`insert into emails (type, status, template, name, subject, html)
      values ('transactional', 'ready', 'username_reminder', 'Ours', 'Names', '<p>x</p>') returning id`);
    const all = await templates();
    const names = (await store.sql('select name from email_templates')).map(({ name }) => name);
    assert.deepEqual(all.map(({ name }) => name).sort(), names.sort());
    for (const { name, is_mail, subject, html } of all) {
      assert.ok(html.length > 20, name);
      assert.equal(subject !== null, is_mail, name);
    }
    const { in_use, overrides } = all.find(({ name }) => name === 'username_reminder');
    assert.deepEqual([in_use, overrides.map((each) => [each.id, each.name, each.status])], [id, [[id, 'Ours', 'ready']]]);
    await store.sql('delete from emails');
  });

  test('each has a preview with sample data, which writes nothing', async () => {
    const before_ = await databaseDigest(store, quiet);
    for (const { name, is_mail } of await templates()) {
      const { subject, html, text, problems, template } = await preview({ template: name });
      assert.deepEqual(problems, [], name);
      assert.equal(template === name, is_mail, name);
      assert.match(html, /<html lang="en">/);
      for (const part of [subject, html, text]) {
        assert.ok(part.length > 5, name);
        assert.doesNotMatch(part, /\bNone\b|undefined|\{[{%]|[}%]\}|\{url\}|\{currency\}|href=""/, name);
      }
    }
    const shipped = await preview({ template: 'order_shipped' });
    assert.match(shipped.text, /R7KQ-2MXD-94TB[^]*54\.00 USD[^]*64\.75 USD/);
    assert.ok(shipped.html.includes(`${store.url}/orders/R7KQ-2MXD-94TB`));
    assert.deepEqual(await databaseDigest(store, quiet), before_);
  });

  test('a mail to many', async () => {
    const { subject, html, text } = await preview({ template: 'campaign', subject: 'News from {{ store.name }}',
      html: '{% extends "layout.html" %}{% block content %}<p>Hello {{ name }}</p>{% endblock %}' });
    assert.equal(subject, 'News from My store');
    assert.match(html, /Hello Ada[^]*unsubscribe\/preview/);
    assert.match(text, /Hello Ada/);
    const { problems } = await preview({ template: 'campaign', html: '<p>x</p>' });
    assert.deepEqual(problems.map(({ part, line }) => [part, line]), [['subject', 0]]);
  });
});

describe('drafts', () => {
  test('subject, HTML and text, each with its own error and line', async () => {
    const { subject, html, text, problems } = await preview({ template: 'welcome', subject: '{{ name|upperr }}',
      html: '<p>a</p>\n\n{% if name %}\n<p>b</p>', text: 'one\n{{ broken' });
    assert.deepEqual([subject, html], [null, null]);
    assert.match(text, /^one/); // Django takes what does not end as text
    assert.deepEqual(problems.map(({ part, line, template }) => [part, line, template]),
      [['subject', 1, 'welcome.subject'], ['html', 3, 'welcome.html']]);
    assert.match(problems[0].message, /there is no filter "upperr"/);
    assert.match(problems[1].message, /never closed/);
  });

  test('what is not given is what is in use', async () => {
    const { subject, text } = await preview({ template: 'welcome', html: '<h1>Hi {{ username }}</h1>' });
    assert.match(subject, /^Welcome/);
    assert.equal(text.trim(), 'Hi ada');
  });

  test('a part is shown in a mail that has it; its errors are told by its own lines', async () => {
    const layout = '<html lang="en"><p>*** {{ store.name }} ***</p>\n{% block content %}{% endblock %}</html>';
    const fine = await preview({ template: 'layout', html: layout, shown: 'welcome' });
    assert.deepEqual([fine.template, fine.problems], ['welcome', []]);
    assert.match(fine.html, /\*\*\* My store \*\*\*/);
    const { problems } = await preview({ template: 'layout', html: `${layout}\n{% endfor %}` });
    assert.deepEqual([...new Set(problems.map(({ part, template, line }) => `${part} ${template} ${line}`))], ['html layout.html 3']);
  });

  test('nothing that the engine bounds costs more than it may', async () => {
    const loop = '{% for a in order.lines %}'.repeat(60) + 'x' + '{% endfor %}'.repeat(60);
    const hostile = [
      [loop, /steps|time/],
      ['{% include "welcome.html" %}', /templates|includ|deep|within/i],
      [`{{ username|ljust:"999999999" }}`, /./],
      ['{% extends "nothing.html" %}', /there is no template/],
      ['{% if a %}'.repeat(200) + '{% endif %}'.repeat(200), /./],
      ['x'.repeat(1048577), null],
    ];
    for (const [html, message] of hostile) {
      const reply = await boss.post('/api/admin/mail/preview', { template: html === loop ? 'order_shipped' : 'welcome', html });
      if (!message) {
        assertStatus(reply, 422);
        continue;
      }
      assertStatus(reply, 200);
      assert.ok(reply.body.problems.some((each) => message.test(each.message)), reply.text.slice(0, 500));
    }
    assert.deepEqual((await preview({ template: 'welcome' })).problems, []); // and goes on
  });

  test('markup is shown as it is sent, names are escaped', async () => {
    const evil = await newMember(store);
    await store.sql(`update users set email_verified_at = now(), first_name = '<script>alert(1)</script>' where email = $1`, [evil.who.email]);
    const { member_id: id } = await userOf(store, evil.who.username);
    const { html } = await preview({ template: 'reset_password', sample: { member_id: id } });
    assert.match(html, /Hello &lt;script&gt;/);
  });

  test('fields that are none, samples that are none', async () => {
    for (const [body, field] of [
      [{ template: 'nothing' }, 'template'],
      [{}, 'template'],
      [{ template: 'welcome', shown: 'nothing' }, 'shown'],
      [{ template: 'welcome', more: 1 }, 'more'],
      [{ template: 'welcome', sample: { order_id: '1', member_id: '1' } }, 'sample'],
      [{ template: 'order_shipped', sample: { order_id: '999999' } }, 'sample.order_id'],
      [{ template: 'order_shipped', sample: { order_id: 'x' } }, 'sample.order_id'],
      [{ template: 'welcome', sample: { member_id: '999999' } }, 'sample.member_id'],
      [{ template: 'welcome', sample: { message_id: '999999' } }, 'sample.message_id'],
      [{ template: 'welcome', sample: { order_id: (await orderRow()).id } }, 'sample.order_id'],
      [{ template: 'order_refunded', sample: { order_id: (await orderRow()).id } }, 'sample.order_id'],
    ]) {
      const reply = assertStatus(await boss.post('/api/admin/mail/preview', body), 422);
      assert.equal(reply.body.errors[0].field, field, JSON.stringify(body));
    }
  });
});

describe('real samples', () => {
  test('an order\'s mail, without the secret of its link', async () => {
    const { id, access_key } = await orderRow();
    for (const template of ['order_confirmation_member', 'order_shipped']) {
      const { html, text, problems } = await preview({ template, sample: { order_id: id } });
      assert.deepEqual(problems, []);
      assert.match(text, new RegExp(`${order.identifier}[^]*2 x Goods, Blue[^]*44\\.98 USD`));
      assert.ok(!html.includes(access_key) && !text.includes(access_key));
    }
  });

  test('a member\'s, by name', async () => {
    const { member_id: id } = await userOf(store, member.who.username);
    const { text } = await preview({ template: 'username_reminder', sample: { member_id: id } });
    assert.ok(text.includes(member.who.username));
  });

  test('a mail as it went out, and with a draft instead; its links prove nothing', async () => {
    const [{ id }] = await store.sql(`select id from email_messages where kind = 'welcome' and recipient = $1`, [member.who.email]);
    const clerk = await newStaff(store, ['email_messages.view']);
    const shown = await preview({ sample: { message_id: id } }, clerk);
    assert.deepEqual([shown.template, shown.problems], ['welcome', []]);
    assert.ok(shown.text.includes(member.who.username));
    const other = await newMember(store);
    const [{ id: unverified }] = await store.sql(`select id from email_messages where kind = 'welcome' and recipient = $1`, [other.who.email]);
    const token = (await preview({ sample: { message_id: unverified } }, clerk)).text.match(/verify-email\/(\S+)/)[1];
    assertStatus(await other.put(`/api/v1/email-verifications/${token}`), 404, 'token_invalid');
    assertStatus(await other.put(`/api/v1/email-verifications/${await verificationToken(store, other.who)}`), 200);
    const draft = await preview({ template: 'welcome', subject: 'Hi {{ username }}', sample: { message_id: id } });
    assert.equal(draft.subject, `Hi ${member.who.username}`);
    assertStatus(await clerk.post('/api/admin/mail/preview', { template: 'welcome' }), 403);
    assertStatus(await boss.post('/api/admin/mail/preview', { template: 'order_shipped', sample: { message_id: id } }), 422);
    await store.sql('delete from one_time_tokens');
    const [{ id: gone }] = await store.sql(`insert into email_messages (kind, recipient, user_id, state)
      values ('reset_password', 'x@post.example', $1, 'cancelled') returning id`, [member.userId ?? (await userOf(store, member.who.username)).id]);
    assertStatus(await boss.post('/api/admin/mail/preview', { sample: { message_id: gone } }), 422);
  });

  test('only for who may view the sample', async () => {
    const anybody = await store.visitor();
    for (const path of ['preview', 'test']) // before anything is read of what may be large
      assertStatus(await anybody.post(`/api/admin/mail/${path}`, { nothing: 1 }), 401, 'login_required');
    const writer = await newStaff(store, ['emails.view']);
    const { id } = await orderRow();
    assertStatus(await writer.post('/api/admin/mail/preview', { template: 'order_shipped' }), 200);
    assertStatus(await writer.post('/api/admin/mail/preview', { template: 'order_shipped', sample: { order_id: id } }), 403);
    const { member_id } = await userOf(store, member.who.username);
    assertStatus(await writer.post('/api/admin/mail/preview', { template: 'welcome', sample: { member_id } }), 403);
    assertStatus(await writer.post('/api/admin/mail/test', { template: 'welcome' }), 403);
    assertStatus(await (await newStaff(store, ['email_messages.change'])).post('/api/admin/mail/preview', { template: 'welcome' }), 403);
  });
});

describe('tries', () => {
  test('go to the writer\'s own verified address alone, marked as such', async () => {
    const writer = await newStaff(store, ['emails.view', 'emails.change']);
    const draft = { template: 'welcome', subject: 'Draft {{ username }}', html: '<p>Hello {{ username }}</p>', text: 'Text {{ username }}' };
    assertStatus(await writer.post('/api/admin/mail/test', draft), 409, 'address_unverified');
    assert.equal(await count(store, 'email_tests'), 0);
    await store.sql('update users set email_verified_at = now() where id = $1', [writer.userId]);
    const { body } = assertStatus(await writer.post('/api/admin/mail/test', draft), 202);
    assert.equal(body.recipient, writer.who.email);
    const mail = await mailTo(store, writer.who.email, /^\[Test\]/);
    assert.equal(mail.subject, '[Test] Draft ada');
    assert.equal(mail.text.trim(), 'Text ada');
    assert.equal(mail.html.trim(), '<p>Hello ada</p>');
    assertStatus(await writer.post('/api/admin/mail/test', { ...draft, recipient: 'other@post.example' }), 422);
    assertStatus(await writer.post('/api/admin/mail/test', { ...draft, html: '{% if %}' }), 422);
    const shown = await preview({ sample: { message_id: body.id } });
    assert.deepEqual([shown.template, shown.subject], ['test', '[Test] Draft ada']);
    await store.sql(`insert into rate_limits (name, key, hits, expires_at) values ('test-mail', $1, array_fill(now(), array[30]), now() + interval '1 hour')
      on conflict (name, key) do update set hits = excluded.hits`, [String(writer.userId)]);
    const limited = assertStatus(await writer.post('/api/admin/mail/test', draft), 429);
    assert.ok(Number(limited.headers.get('retry-after')) > 0);
  });
});

describe('what is to be in use', () => {
  const make = (values) => boss.post('/api/admin/emails', { values: { type: 'transactional', template: 'welcome', name: 'Ours', ...values } });
  const change = async (id, values) => {
    const { body } = assertStatus(await boss.get(`/api/admin/emails/${id}`), 200);
    return boss.patch(`/api/admin/emails/${id}`, { version: body.version, values });
  };

  test('with links to accounts is for superusers: whoever words it could send the link to himself', async () => {
    const writer = await newStaff(store, ['emails.view', 'emails.add', 'emails.change']);
    const html = '{% block content %}<p>{{ store.name }}</p>{% endblock %}';
    const values = { type: 'transactional', name: 'Theirs', subject: 'Hello', html, bcc: ['thief@post.example'] };
    const made = [];
    for (const template of ['reset_password', 'verify_email', 'welcome', 'layout', 'greeting', 'button']) {
      assertStatus(await writer.post('/api/admin/emails', { values: { ...values, template, status: 'ready' } }), 403, 'forbidden');
      const draft = assertStatus(await writer.post('/api/admin/emails', { values: { ...values, template } }), 201).body;
      made.push(draft.id);
      assertStatus(await writer.patch(`/api/admin/emails/${draft.id}`, { version: draft.version, values: { status: 'ready' } }), 403, 'forbidden');
      assertStatus(await writer.post('/api/admin/emails/bulk', { action: 'update', ids: [draft.id], values: { status: 'ready' } }), 403, 'forbidden');
    }
    // what a superuser put in use stays as it is
    assertStatus(await change(made[0], { status: 'ready', bcc: [] }), 200);
    const { body } = assertStatus(await writer.get(`/api/admin/emails/${made[0]}`), 200);
    assertStatus(await writer.patch(`/api/admin/emails/${made[0]}`, { version: body.version, values: { bcc: values.bcc } }), 403, 'forbidden');
    // other mails are theirs to word
    const news = { ...values, template: 'order_shipped', status: 'ready' };
    made.push(assertStatus(await writer.post('/api/admin/emails', { values: news }), 201).body.id);
    await store.sql('delete from emails where id = any ($1)', [made]);
  });

  test('must work; a draft need not', async () => {
    const broken = { subject: '{{ x|nothing }}', html: 'a\n{% if name %}' };
    const refused = assertStatus(await make({ ...broken, status: 'ready' }), 422);
    assert.deepEqual(refused.body.errors.map(({ field, code }) => [field.replace('values.', ''), code]), [['subject', 'template_broken'], ['html', 'template_broken']]);
    assert.match(refused.body.errors[1].message, /^welcome\.html, line 2: /);
    const { body } = assertStatus(await make({ ...broken, status: 'draft' }), 201);
    assertStatus(await change(body.id, { status: 'ready' }), 422);
    assertStatus(await change(body.id, { subject: 'Hello', html: '<p>Hello {{ username }}</p>', status: 'ready' }), 200);
    assertStatus(await change(body.id, { html: '{% endif %}' }), 422);
    assertStatus(await change(body.id, { name: 'Renamed' }), 200);
    assert.equal((await preview({ template: 'welcome' })).subject, 'Hello');
    assert.equal((await templates()).find(({ name }) => name === 'welcome').in_use, body.id);
    assertStatus(await make({ subject: 'Again', html: '<p>x</p>', status: 'ready' }), 422); // one is in use already
    assertStatus(await change(body.id, { status: 'draft' }), 200);
    assert.match((await preview({ template: 'welcome' })).subject, /^Welcome/);
    await store.sql('delete from emails');
  });

  test('a part that breaks the mails that use it', async () => {
    assertStatus(await make({ template: 'layout', html: '{% block content %}', status: 'ready' }), 422);
  });
});

describe('the page of a mail', () => {
  test('what it is, how it stands, what it is about', async () => {
    const { id: orderId } = await orderRow();
    const [{ id }] = await store.sql(`select id from email_messages where order_id = $1`, [orderId]);
    const page = assertStatus(await boss.get(`/api/admin/email_messages/${id}/page`), 200).body;
    assert.deepEqual([page.kind, page.recipient, page.state, page.can_resend, page.can_cancel],
      ['order_confirmation', member.who.email, 'sent', true, false]);
    assert.deepEqual(page.order, { id: orderId, identifier: order.identifier });
    const clerk = await newStaff(store, ['email_messages.view']);
    const seen = assertStatus(await clerk.get(`/api/admin/email_messages/${id}/page`), 200).body;
    assert.deepEqual([seen.order, seen.can_resend], [null, false]);
    assertStatus(await boss.get('/api/admin/email_messages/999999/page'), 404, 'object_unknown');
    assertStatus(await boss.get('/api/admin/email_messages/x/page'), 404);
    assertStatus(await (await newStaff(store, ['emails.view'])).get(`/api/admin/email_messages/${id}/page`), 403);
  });
});
