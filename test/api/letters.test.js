// The shop's own mails, each in the flow that it belongs to, as a mail server takes them.
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import test, { after, before, describe } from 'node:test';
import { newMember, otherPassword, person, register, startAccounts, tokenIn, verify } from '../support/accounts.js';
import { assertLetter, assertLink, letterTo, lettersTo } from '../support/letters.js';
import { startMailServer } from '../support/mailServer.js';
import { assertStatus, checkoutOf, count, hooksDone, makeCode, makeGoods, resetFaults, setFaults, startCheckout, stripeGet, stripePost, visitorWith }
  from '../support/sales.js';
import { projectRoot } from '../support/store.js';

const support = 'help@shop.example';
let store, mail, sku, other;
before(async () => {
  mail = await startMailServer();
  store = await startAccounts({ env: { SMTP_URL: mail.url } });
  await store.sql(`update configuration set value = to_jsonb($1::text) where key = 'support_email'`, [support]);
  [sku, other] = await makeGoods(store, [{ price: 1999, stock: 1000, title: 'Blue' }, { price: 5, stock: 1000 }]);
});
after(async () => {
  await store?.stop();
  await mail?.stop();
});

let buyers = 0;
const address = () => `buyer${++buyers}@shop.example`;
const replyTo = (letter) => letter.replyTo.value[0].address;

describe('accounts', () => {
  async function verified(more) {
    const member = await newMember(store, more);
    const letter = await letterTo(mail, member.who.email, /^Welcome/);
    assertStatus(await verify(member, tokenIn(letter, 'verify-email', store.url)), 200);
    return member;
  }

  test('welcome', async () => {
    const { who } = await newMember(store);
    const letter = await letterTo(mail, who.email, /^Welcome to My store$/);
    assertLetter(letter, store);
    assertLink(letter, `${store.url}/verify-email/${tokenIn(letter, 'verify-email', store.url)}`);
    assert.equal(replyTo(letter), support);
    assert.match(letter.text, new RegExp(`Its username is:\\n\\n${who.username}\\n`));
    assert.match(letter.text, /^Hello,$/m, 'no name that a stranger chose');
    assert.doesNotMatch(letter.text, /unsubscribe/i);
    assert.equal(letter.headers.get('list'), undefined);
  });

  test('welcome to somebody who gets the newsletter', async () => {
    const { who } = await newMember(store, { newsletter: true });
    const letter = await letterTo(mail, who.email, /^Welcome/);
    assertLetter(letter, store);
    const [, token] = letter.text.match(/Unsubscribe: \S+\/unsubscribe\/(\S+)/);
    assertLink(letter, `${store.url}/unsubscribe/${token}`);
    assert.equal(letter.headers.get('list').unsubscribe.url, `${store.url}/unsubscribe/${token}`);
    assertStatus(await (await store.visitor()).put(`/api/v1/unsubscriptions/${token}`), 200);
  });

  test('welcome to an address that somebody has verified', async () => {
    const owner = await verified();
    await register(await store.visitor(), person({ email: owner.who.email }));
    const letter = await letterTo(mail, owner.who.email, /^Welcome/, 2);
    assertLetter(letter, store);
    assert.match(letter.text, /have an account with this address already/);
    assertLink(letter, `${store.url}/login`);
    assert.doesNotMatch(letter.html, /verify-email/);
  });

  test('verify', async () => {
    const { who, ...member } = await newMember(store);
    assertStatus(await Object.assign(await store.visitor(), member).post('/api/v1/email-verifications'), 202);
    const letter = await letterTo(mail, who.email, /^Verify your address for My store$/);
    assertLetter(letter, store);
    assertLink(letter, `${store.url}/verify-email/${tokenIn(letter, 'verify-email', store.url)}`);
    assert.match(letter.text, new RegExp(`^${who.username}$`, 'm'));
  });

  test('reset, and changed by it', async () => {
    const { who } = await verified({ first_name: 'Zoë' });
    assertStatus(await (await store.visitor()).post('/api/v1/password-resets', { username: who.username }), 202);
    const letter = await letterTo(mail, who.email, /^A new password for My store$/);
    assertLetter(letter, store);
    const token = tokenIn(letter, 'reset-password', store.url);
    assertLink(letter, `${store.url}/reset-password/${token}`);
    assert.match(letter.text, /^Hello Zoë,$/m);
    assert.match(letter.text, new RegExp(`username ${who.username}\\. The link works once, for an hour`));
    assertStatus(await (await store.visitor()).put(`/api/v1/password-resets/${token}`, { password: otherPassword, password_again: otherPassword }), 200);
    assertLetter(await letterTo(mail, who.email, /^Your password for My store was changed$/), store);
  });

  test('changed by its owner', async () => {
    const member = await verified();
    const { who } = member;
    assertStatus(await member.put('/api/v1/member/password', { current_password: who.password, password: otherPassword, password_again: otherPassword }), 200);
    const letter = await letterTo(mail, who.email, /^Your password for My store was changed$/);
    assertLetter(letter, store);
    assertLink(letter, `${store.url}/forgot-password`);
    assert.match(letter.text, new RegExp(`for the username ${who.username} was changed`));
    assert.match(letter.text, /^Hello Ada,$/m);
  });

  test('forgotten usernames: all of the address', async () => {
    const { who } = await verified();
    const second = await register(await store.visitor(), person({ email: who.email }));
    assertStatus(await (await store.visitor()).post('/api/v1/username-reminders', { email: who.email }), 202);
    const letter = await letterTo(mail, who.email, /^Your username for My store$/);
    assertLetter(letter, store);
    assertLink(letter, `${store.url}/login`);
    assert.match(letter.text, new RegExp(`^- ${who.username}\n- ${second.who.username}$`, 'm'));
  });

  test('address changed: the old one is told, the new one gets the link', async () => {
    const member = await verified();
    const { who } = member;
    const next = `next${who.email}`;
    assertStatus(await member.put('/api/v1/member/email', { email: next, password: who.password }), 200);
    const warning = await letterTo(mail, who.email, /^Your address at My store is being changed$/);
    assertLetter(warning, store);
    assertLink(warning, `${store.url}/forgot-password`);
    assert.match(warning.text, new RegExp(`account ${who.username} will become ${next} as soon`));
    const letter = await letterTo(mail, next, /^Verify your address/);
    assertLetter(letter, store);
    assertStatus(await verify(member, tokenIn(letter, 'verify-email', store.url)), 200);
    assert.match(letter.text, /^Hello,$/m);
  });
});

describe('messages to the shop', () => {
  const send = async (more) => assertStatus(await (await store.visitor()).post('/api/v1/messages', more), 201);

  test('contact', async () => {
    const email = address();
    await send({ kind: 'contact', email, name: 'Zoë Fox', message: 'Is it <b>red</b>?\n\n\n  Yours\n.\nBcc: x@y.example' });
    const letter = await letterTo(mail, support, /^Message from Zoë Fox$/);
    assertLetter(letter, store);
    assert.equal(replyTo(letter), email);
    assert.ok(letter.text.includes(`Zoë Fox ${email} wrote:\n\nIs it <b>red</b>?\n\n\n  Yours\n.\nBcc: x@y.example\n\nAn answer`), letter.text);
    assert.doesNotMatch(letter.html, /<b>/);
    assert.equal(letter.bcc, undefined);
  });

  test('tell me when it is there', async () => {
    const email = address();
    await send({ kind: 'notify_me', email, subject: 'blue-lamp' });
    const letter = await letterTo(mail, support, /^Somebody wants to be told: blue-lamp$/);
    assertLetter(letter, store);
    assert.equal(replyTo(letter), email);
    assert.match(letter.text, /when this is there: blue-lamp/);
  });
});

describe('orders', () => {
  async function order(visitor, email) {
    const { session } = await startCheckout(visitor, email ? { email } : { email: undefined });
    await store.pay(session, { hook: false, ...(email ? { email } : { email: visitor.who.email }) });
    const checkout = await checkoutOf(visitor, session);
    const [{ id }] = await store.sql('select id from orders where identifier = $1', [checkout.order.identifier]);
    return { ...checkout.order, id, intent: (await stripeGet(store, `checkout/sessions/${session}`)).payment_intent };
  }
  async function prospectOrder(items = [[sku, 2], [other, 1]], how) {
    const email = address();
    return { email, ...await order(await visitorWith(store, items, how), email) };
  }
  const link = ({ identifier, key }) => `${store.url}/orders/${identifier}?key=${key}`;

  test('confirmation for a prospect', async () => {
    await makeCode(store, 'TENTH', { kind: 'percent', percent_bp: 1000, title: 'A tenth less' });
    const bought = await prospectOrder([[sku, 2], [other, 1]], { code: 'TENTH' });
    const letter = await letterTo(mail, bought.email, new RegExp(`^Your order ${bought.identifier} at My store$`));
    assertLetter(letter, store);
    assertLink(letter, link(bought));
    assertLink(letter, `${store.url}/register`);
    assert.equal(replyTo(letter), support);
    for (const line of ['2 x Goods, Blue  39.98 USD', '1 x Goods  0.05 USD', 'Subtotal  40.03 USD', 'A tenth less  -4.00 USD', 'Shipping (Standard)  5.00 USD', 'Total  41.03 USD'])
      assert.match(letter.text, new RegExp(`^${line.replace(/[()]/g, '\\$&')}$`, 'm'));
    assert.doesNotMatch(letter.text, /^(Tax|Refunded)/m);
    assert.doesNotMatch(letter.text, /account\/orders/);
  });

  test('confirmation for a member', async () => {
    const member = await newMember(store);
    assertStatus(await member.add(sku, 1), 200);
    assertStatus(await member.ship('free'), 200);
    const bought = await order(member);
    const letter = await letterTo(mail, member.who.email, new RegExp(`^Your order ${bought.identifier} at My store$`));
    assertLetter(letter, store);
    assertLink(letter, `${store.url}/account/orders`);
    assert.doesNotMatch(letter.text, /register/);
    assert.match(letter.text, /^Shipping \(Free\) {2}0\.00 USD\nTotal {2}19\.99 USD$/m);
  });

  test('shipped, with the link to follow it; and again', async () => {
    const bought = await prospectOrder();
    const url = 'https://track.example/?n=1Z999&lang=en';
    await store.sql('select order_ship($1, $2, $3)', [bought.id, '1Z999', url]);
    const letter = await letterTo(mail, bought.email, new RegExp(`^Your order ${bought.identifier} is on its way$`));
    assertLetter(letter, store);
    assertLink(letter, url);
    assertLink(letter, link(bought));
    assert.match(letter.text, /Its tracking number is 1Z999\./);
    assert.match(letter.text, /^Follow the parcel: https:/m);
    await store.sql('select order_ship($1, null, null)', [bought.id]);
    const second = await letterTo(mail, bought.email, /is on its way$/, 2);
    assertLetter(second, store);
    assert.doesNotMatch(second.text, /tracking number|Follow the parcel/);
    await store.sql(`select order_ship($1, '', '')`, [bought.id]);
    assertLetter(await letterTo(mail, bought.email, /is on its way$/, 3), store);
  });

  test('links that are none do not ship', async () => {
    const bought = await prospectOrder();
    for (const url of ['javascript:alert(1)', 'track.example', 'https://', 'https://a b', 'https://a"b', 'https://a/<b>', 'https://a\nb'])
      await assert.rejects(store.sql('select order_ship($1, $2, $3)', [bought.id, '1', url]), { message: 'invalid', detail: /begin with https/ }, url);
    await assert.rejects(store.sql(`select order_ship(0, '', null)`), /order_unknown/);
    assert.equal(await count(store, 'email_messages', `kind = 'order_shipped' and recipient = '${bought.email}'`), 0);
  });

  test('refunded in part, then the rest: told once each, however often Stripe tells', async () => {
    const bought = await prospectOrder();
    await setFaults(store, { hooks: { reorder: true, duplicate: 10 } });
    await stripePost(store, 'refunds', { payment_intent: bought.intent, amount: '703' });
    await hooksDone(store);
    const letter = await letterTo(mail, bought.email, new RegExp(`^A refund for your order ${bought.identifier}$`));
    assertLetter(letter, store);
    assertLink(letter, link(bought));
    assert.match(letter.text, new RegExp(`^7\\.03 USD of order ${bought.identifier} is on its way back`, 'm'));
    assert.match(letter.text, /^Refunded {2}-7\.03 USD$/m);
    await stripePost(store, 'refunds', { payment_intent: bought.intent });
    await hooksDone(store);
    await resetFaults(store);
    const rest = await letterTo(mail, bought.email, /^A refund/, 2);
    assert.match(rest.text, /^38\.00 USD of order/m);
    assert.match(rest.text, /^Refunded {2}-45\.03 USD$/m);
    await store.sql(`update refunds set status = status where order_id = $1`, [bought.id]);
    assert.equal(await count(store, 'email_messages', `kind = 'order_refunded' and order_id = ${bought.id}`), 2);
    await assert.rejects(store.sql(`select order_ship($1, '', null)`, [bought.id]), /order_not_shippable/);
  });

  test('refunded as a whole', async () => {
    const bought = await prospectOrder();
    await stripePost(store, 'refunds', { payment_intent: bought.intent });
    await hooksDone(store);
    const letter = await letterTo(mail, bought.email, /^A refund/);
    assert.match(letter.text, new RegExp(`The whole amount of order ${bought.identifier}, 45\\.03 USD, is on its way back to you\\.`));
    assert.equal((await lettersTo(mail, bought.email)).length, 2);
  });

  test('a date in the time zone of the store', async () => {
    const at = async (zone, email) => {
      await store.sql(`update configuration set value = to_jsonb($1::text) where key = 'time_zone'`, [zone]);
      const visitor = await visitorWith(store, [[sku, 1]]);
      const bought = await order(visitor, email);
      return letterTo(mail, email, new RegExp(bought.identifier));
    };
    // the preview, which only HTML has
    const day = (zone) => new Intl.DateTimeFormat('en-US', { dateStyle: 'long', timeZone: zone }).format(new Date());
    for (const zone of ['Asia/Tokyo', 'Pacific/Kiritimati', 'Pacific/Pago_Pago', 'UTC']) {
      const before_ = day(zone);
      const letter = await at(zone, address());
      const told = letter.html.match(/ordered on (\w+ \d+, \d+)/)?.[1];
      assert.ok([before_, day(zone)].includes(told), `${zone}: ${told}`);
    }
    assert.notEqual(day('Pacific/Kiritimati'), day('Pacific/Pago_Pago'), 'they are never on the same day');
  });

  test('zones that nobody knows are refused', async () => {
    for (const zone of ['Mars/Olympus', '', '+02:00', 'utc ', '../etc/passwd'])
      await assert.rejects(store.sql(`update configuration set value = to_jsonb($1::text) where key = 'time_zone'`, [zone]), /configuration_time_zone/, zone);
    for (const value of ['null', '5', '[]']) await assert.rejects(store.sql(`update configuration set value = $1 where key = 'time_zone'`, [value]), value);
  });

  test('a currency without minor units, and one with three digits', async () => {
    for (const [currency, exponent, unit, total] of [['JPY', 0, '1999 JPY', '2499 JPY'], ['KWD', 3, '1.999 KWD', '2.499 KWD'], ['USD', 2, '19.99 USD', '24.99 USD']]) {
      const bought = await prospectOrder([[sku, 1]]);
      // as an order of a store with that currency
      await store.sql('update orders set currency = $2 where id = $1', [bought.id, currency]);
      await store.sql(`update configuration set value = to_jsonb($1::int) where key = 'currency_exponent'`, [exponent]);
      await store.sql('select order_ship($1, null, null)', [bought.id]);
      const letter = await letterTo(mail, bought.email, /on its way$/);
      assert.ok(letter.text.includes(`1 x Goods, Blue  ${unit}\n`) && letter.text.includes(`Total  ${total}\n`), letter.text);
    }
  });
});

test('the store by its name, with hostile letters in it', async () => {
  await store.sql(`update configuration set value = to_jsonb('Tea & <Mugs> "é"'::text) where key = 'store_name'`);
  const { who } = await newMember(store);
  const letter = await letterTo(mail, who.email, /^Welcome to Tea & <Mugs> "é"$/);
  assertLetter(letter, store, { name: 'Tea & <Mugs> "é"' });
  assert.doesNotMatch(letter.html, /<Mugs>/);
});

test('the list of templates is what the program brings along', async () => {
  const files = readdirSync(resolve(projectRoot, 'src/mail/templates'));
  const mails = new Set(files.filter((file) => file.endsWith('.subject')).map((file) => file.replace('.subject', '')));
  const rows = await store.sql('select name, is_mail from email_templates order by name');
  const here = files.filter((file) => file.endsWith('.html')).map((file) => file.replace('.html', '')).sort();
  assert.deepEqual(rows.map((row) => row.name).sort(), here);
  assert.deepEqual(rows.filter((row) => row.is_mail).map((row) => row.name).sort(), [...mails].sort());
});

test('no template failed', async () => assert.deepEqual(await store.sql('select * from alerts'), []));
