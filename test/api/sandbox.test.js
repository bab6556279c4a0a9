// The sandbox against Stripe's own SDK: what our server relies on is checked here with a client that we didn't write.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { after, afterEach, before, describe, test } from 'node:test';
import { key, line, program, rate, Sandbox, Shop, until } from '../sandbox/harness.js';

const shop = new Shop();
const sandbox = new Sandbox(shop);

const refusal = (code, param) => (error) => {
  assert.equal(error.code, code);
  if (param) assert.equal(error.param, param);
  return true;
};

before(async () => {
  await shop.start();
  await sandbox.start();
});
after(async () => {
  await sandbox.remove();
  shop.stop();
});
afterEach(async () => {
  shop.answer = () => 200;
  await sandbox.faults();
});

describe('sessions', () => {
  test('are created, retrieved and expanded', async () => {
    const session = await sandbox.create({
      client_reference_id: 'checkout-1',
      customer_email: 'member@example.com',
      metadata: { checkout: '1' },
      payment_intent_data: { metadata: { checkout: '1' } },
      shipping_options: [rate('Ground', 500), rate('Express', 1500)],
      shipping_address_collection: { allowed_countries: ['US', 'CA'] },
      billing_address_collection: 'required',
      phone_number_collection: { enabled: true },
      expires_at: Math.floor(Date.now() / 1000) + 31 * 60,
    });
    assert.match(session.id, /^cs_test_/);
    assert.equal(session.status, 'open');
    assert.equal(session.payment_status, 'unpaid');
    assert.equal(session.payment_intent, null);
    assert.equal(session.livemode, false);
    assert.equal(session.amount_subtotal, 6948);
    assert.equal(session.amount_total, 7448);
    assert.deepEqual(session.total_details, { amount_discount: 0, amount_shipping: 500, amount_tax: 0 });
    assert.equal(session.url, `${sandbox.url}/pay/${session.id}`);
    assert.equal(session.customer_details.email, 'member@example.com');

    const again = await sandbox.stripe.checkout.sessions.retrieve(session.id, {
      expand: ['line_items.data.price.product', 'payment_intent', 'shipping_cost.shipping_rate'],
    });
    assert.equal(again.line_items.data.length, 2);
    assert.equal(again.line_items.data[0].description, 'Mug');
    assert.equal(again.line_items.data[0].price.product.metadata.sku, 'Mug');
    assert.equal(again.shipping_cost.shipping_rate.display_name, 'Ground');
    await assert.rejects(sandbox.stripe.checkout.sessions.retrieve(session.id, { expand: ['nonsense'] }), {
      statusCode: 400,
    });
    await assert.rejects(sandbox.stripe.checkout.sessions.retrieve('cs_test_none'), {
      statusCode: 404,
      code: 'resource_missing',
    });
  });

  test('list their line items a page at a time', async () => {
    const session = await sandbox.create({ line_items: Array.from({ length: 25 }, (_, i) => line(`Thing ${i}`, 100)) });
    const names = [];
    for await (const item of sandbox.stripe.checkout.sessions.listLineItems(session.id, { limit: 10 }))
      names.push(item.description);
    assert.deepEqual(
      names,
      Array.from({ length: 25 }, (_, i) => `Thing ${i}`),
    );
  });

  test('expire once', async () => {
    const session = await sandbox.create();
    const gone = await sandbox.stripe.checkout.sessions.expire(session.id);
    assert.equal(gone.status, 'expired');
    assert.equal(gone.url, null);
    await until('the hook', () => shop.of(session, 'checkout.session.expired').length);
    await assert.rejects(sandbox.stripe.checkout.sessions.expire(session.id), { statusCode: 400 });
    const page = await fetch(session.url);
    assert.equal(page.status, 410);
    assert.match(await page.text(), /This checkout has expired/);
  });

  test('are listed by payment intent, status and page', async () => {
    const session = await sandbox.paid();
    const found = await sandbox.stripe.checkout.sessions.list({ payment_intent: session.payment_intent });
    assert.deepEqual(
      found.data.map((one) => one.id),
      [session.id],
    );
    const open = await sandbox.stripe.checkout.sessions.list({ status: 'open', limit: 2 });
    assert.equal(open.data.length, 2);
    const next = await sandbox.stripe.checkout.sessions.list({
      status: 'open',
      limit: 1,
      starting_after: open.data[0].id,
    });
    assert.equal(next.data[0].id, open.data[1].id);
    const back = await sandbox.stripe.checkout.sessions.list({
      ending_before: next.data[0].id,
      status: 'open',
      limit: 1,
    });
    assert.equal(back.data[0].id, open.data[0].id);
    const when = { gte: session.created, lt: session.created + 1 };
    const then = await sandbox.stripe.checkout.sessions.list({ created: when, limit: 100 });
    assert.ok(then.data.some((one) => one.id === session.id));
    assert.ok(then.data.every((one) => one.created === session.created));
    const later = await sandbox.stripe.checkout.sessions.list({ created: { gte: session.created + 3600 } });
    assert.deepEqual(later.data, []);
  });

  test('keep to the limits of Stripe', async () => {
    const wrong = [
      [{ mode: undefined }, 'parameter_missing', 'mode'],
      [{ line_items: undefined }, 'parameter_missing', 'line_items'],
      [{ success_url: 'nowhere' }, 'url_invalid', 'success_url'],
      [{ customer_email: 'nobody' }, 'email_invalid', 'customer_email'],
      [{ surprise: 1 }, 'parameter_unknown', 'surprise'],
      [{ line_items: [line('Mug', 12.5)] }, 'parameter_invalid_integer', 'line_items[0][price_data][unit_amount]'],
      [{ line_items: [line('Mug', 49)] }, 'amount_too_small'],
      [{ line_items: [line('Mug', 60000000, 2)] }, 'amount_too_large'],
      [{ line_items: [line('Mug', 100, 1, 'xxx')] }, undefined, 'line_items[0][price_data][currency]'],
      [
        { line_items: [line('Mug', 100), line('Mug', 100, 1, 'eur')] },
        undefined,
        'line_items[1][price_data][unit_amount]',
      ],
      [{ line_items: [line('Mug', 1001, 1, 'kwd')] }, 'parameter_invalid_integer'],
      [{ line_items: Array.from({ length: 101 }, () => line('Mug', 100)) }, undefined, 'line_items'],
      [{ shipping_options: Array.from({ length: 6 }, () => rate('Ground', 1)) }, undefined, 'shipping_options'],
      [{ metadata: { ['k'.repeat(41)]: 'v' } }],
      [{ metadata: { k: 'v'.repeat(501) } }],
      [{ metadata: Object.fromEntries(Array.from({ length: 51 }, (_, i) => [`k${i}`, 'v'])) }],
      [{ expires_at: Math.floor(Date.now() / 1000) + 60 }, undefined, 'expires_at'],
      [{ expires_at: Math.floor(Date.now() / 1000) + 90000 }, undefined, 'expires_at'],
      [{ discounts: [{ coupon: 'none' }] }, 'resource_missing', 'discounts[0][coupon]'],
      [{ discounts: [{ coupon: 'a' }, { coupon: 'b' }] }, undefined, 'discounts'],
    ];
    for (const [more, code, param] of wrong)
      await assert.rejects(sandbox.create(more), refusal(code, param), JSON.stringify(more));
    const japanese = await sandbox.create({ line_items: [line('茶碗', 1200, 1, 'jpy')] });
    assert.equal(japanese.amount_total, 1200);
    assert.match(await (await fetch(japanese.url)).text(), /¥1,200/);
    await sandbox.create({ metadata: { k: '茶'.repeat(500) } });
  });
});

describe('keys and versions', () => {
  test('a wrong or missing key is refused', async () => {
    const other = sandbox.client({ key: 'sk_test_wrong' });
    await assert.rejects(other.checkout.sessions.list(), { type: 'StripeAuthenticationError', statusCode: 401 });
    assert.equal((await fetch(`${sandbox.url}/v1/events`)).status, 401);
    const basic = await fetch(`${sandbox.url}/v1/events`, { headers: { authorization: `Basic ${btoa(`${key}:`)}` } });
    assert.equal(basic.status, 200);
    assert.match(basic.headers.get('request-id'), /^req_/);
  });

  test('old versions see shipping where it used to be', async () => {
    const session = await sandbox.paid({ shipping_address_collection: { allowed_countries: ['US'] } });
    const read = async (version) => {
      const headers = { authorization: `Bearer ${key}`, 'stripe-version': version };
      return (await fetch(`${sandbox.url}/v1/checkout/sessions/${session.id}`, { headers })).json();
    };
    const [old, current] = [await read('2024-06-20'), await read('2025-09-30.clover')];
    assert.equal(old.shipping_details.address.country, 'US');
    assert.equal(current.shipping_details, undefined);
    assert.equal(current.collected_information.shipping_details.address.country, 'US');
    assert.ok((await read('yesterday')).error);
  });
});

describe('coupons', () => {
  test('cut the total and are used up', async () => {
    const coupon = await sandbox.stripe.coupons.create({
      amount_off: 1000,
      currency: 'usd',
      duration: 'once',
      max_redemptions: 1,
    });
    const [one, two] = [
      await sandbox.create({ discounts: [{ coupon: coupon.id }] }),
      await sandbox.create({ discounts: [{ coupon: coupon.id }] }),
    ];
    assert.equal(one.amount_total, 5948);
    assert.equal(one.total_details.amount_discount, 1000);
    const items = await sandbox.stripe.checkout.sessions.listLineItems(one.id);
    assert.equal(
      items.data.reduce((sum, item) => sum + item.amount_discount, 0),
      1000,
    );
    assert.equal((await sandbox.submit(one)).status, 303);
    assert.equal((await sandbox.stripe.coupons.retrieve(coupon.id)).valid, false);
    const refused = await sandbox.submit(two);
    assert.equal(refused.status, 422);
    assert.match(await refused.text(), /used up by another order/);
    await assert.rejects(sandbox.create({ discounts: [{ coupon: coupon.id }] }), refusal('coupon_expired'));
  });

  test('of 100 % leave nothing to pay', async () => {
    const coupon = await sandbox.stripe.coupons.create({ percent_off: 100, duration: 'once' });
    const session = await sandbox.create({ discounts: [{ coupon: coupon.id }] });
    assert.equal(session.amount_total, 0);
    assert.match(await (await fetch(session.url)).text(), /Complete order/);
    assert.equal((await sandbox.submit(session, { card_number: '', card_expiry: '', card_cvc: '' })).status, 303);
    const done = await sandbox.stripe.checkout.sessions.retrieve(session.id);
    assert.equal(done.payment_status, 'no_payment_required');
    assert.equal(done.payment_intent, null);
    assert.equal(shop.of(session).length, 1);
  });

  test('round percentages to the nearest unit, and can be deleted', async () => {
    const coupon = await sandbox.stripe.coupons.create({ percent_off: 12.5, duration: 'once', id: 'EIGHTH' });
    assert.equal(coupon.percent_off, 12.5);
    const session = await sandbox.create({ line_items: [line('Mug', 999)], discounts: [{ coupon: 'EIGHTH' }] });
    assert.equal(session.total_details.amount_discount, 125);
    assert.equal((await sandbox.stripe.coupons.del('EIGHTH')).deleted, true);
    await assert.rejects(sandbox.stripe.coupons.retrieve('EIGHTH'), { statusCode: 404 });
  });

  test('are not taken together with promotion codes', async () => {
    const coupon = await sandbox.stripe.coupons.create({ percent_off: 10, duration: 'once' });
    await assert.rejects(sandbox.create({ allow_promotion_codes: true, discounts: [{ coupon: coupon.id }] }), {
      statusCode: 400,
    });
  });
});

describe('paying on the page', () => {
  test('a declined card, a mistyped one, then one that works', async () => {
    const session = await sandbox.create({
      shipping_options: [rate('Ground', 500), rate('Express', 1500)],
      shipping_address_collection: { allowed_countries: ['US'] },
      billing_address_collection: 'required',
    });
    const page = await fetch(session.url);
    assert.match(page.headers.get('content-security-policy'), /default-src 'none'/);
    const html = await page.text();
    assert.match(html, /Test sandbox\.<\/strong> No money moves/);
    assert.match(html, /\$69\.48/);
    assert.match(html, /Express/);
    assert.doesNotMatch(html, /<script/);

    const declined = await sandbox.submit(session, { card_number: '4000 0000 0000 0002' });
    assert.equal(declined.status, 402);
    assert.match(await declined.text(), /Your card was declined\./);
    assert.match(
      await (await sandbox.submit(session, { card_number: '4000000000009995' })).text(),
      /insufficient funds/,
    );
    const mistyped = await (await sandbox.submit(session, { card_number: '4242424242424241' })).text();
    assert.match(mistyped, /Your card number is invalid\./);
    assert.match(mistyped, /value="jo@example\.com"/);
    assert.doesNotMatch(mistyped, /4242424242424241/);
    assert.match(await (await sandbox.submit(session, { country: 'DE' })).text(), /does not ship to Germany/);
    assert.equal((await sandbox.stripe.checkout.sessions.retrieve(session.id)).status, 'open');

    const done = await sandbox.submit(session, { shipping_option: '1' });
    assert.equal(done.status, 303);
    assert.equal(done.headers.get('location'), `${shop.url}/done?session=${session.id}`);
    const [event] = shop.of(session); // the redirect waited for it
    assert.equal(event.data.object.amount_total, 8448);

    const result = await sandbox.stripe.checkout.sessions.retrieve(session.id, {
      expand: ['payment_intent.latest_charge'],
    });
    assert.equal(result.status, 'complete');
    assert.equal(result.payment_status, 'paid');
    assert.equal(result.url, null);
    assert.equal(result.total_details.amount_shipping, 1500);
    assert.equal(result.customer_details.email, 'jo@example.com');
    assert.equal(result.collected_information.shipping_details.name, 'Jo Doe');
    assert.equal(result.payment_intent.amount_received, 8448);
    assert.equal(result.payment_intent.latest_charge.payment_method_details.card.last4, '4242');
    const again = await fetch(session.url, { redirect: 'manual' });
    assert.equal(again.headers.get('location'), `${shop.url}/done?session=${session.id}`);
  });

  test('ships elsewhere when asked to', async () => {
    const session = await sandbox.create({ shipping_address_collection: { allowed_countries: ['US', 'CA'] } });
    const elsewhere = {
      shipping_same: '',
      shipping_name: 'Max',
      shipping_line1: '2 Rue',
      shipping_city: 'Montréal',
      shipping_state: 'QC',
      shipping_postal_code: 'H2X',
      shipping_country: 'CA',
    };
    assert.equal((await sandbox.submit(session, elsewhere)).status, 303);
    const { collected_information: got } = await sandbox.stripe.checkout.sessions.retrieve(session.id);
    assert.equal(got.shipping_details.name, 'Max');
    assert.equal(got.shipping_details.address.city, 'Montréal');
  });

  test('holds the customer until the shop has answered the hook', async () => {
    const session = await sandbox.create();
    shop.answer = async (event) => {
      if (event.type === 'checkout.session.completed') await new Promise((resolve) => setTimeout(resolve, 700));
      return 200;
    };
    const begun = Date.now();
    assert.equal((await sandbox.submit(session)).status, 303);
    assert.ok(Date.now() - begun >= 650);
    assert.equal(shop.of(session).length, 1);
  });

  test('delayed methods complete first and are paid later', async () => {
    const [well, badly] = [await sandbox.create(), await sandbox.create()];
    await sandbox.submit(well, { method: 'bank', bank_account: 'succeeds' });
    await sandbox.submit(badly, { method: 'bank', bank_account: 'fails' });
    const pending = await sandbox.stripe.checkout.sessions.retrieve(well.id);
    assert.equal(pending.status, 'complete');
    assert.equal(pending.payment_status, 'unpaid');
    await until('the money', () => shop.of(well, 'checkout.session.async_payment_succeeded').length);
    await until('its failure', () => shop.of(badly, 'checkout.session.async_payment_failed').length);
    assert.equal((await sandbox.stripe.checkout.sessions.retrieve(well.id)).payment_status, 'paid');
    assert.equal((await sandbox.stripe.checkout.sessions.retrieve(badly.id)).payment_status, 'unpaid');
  });

  test('text of the shop is shown as text', async () => {
    const session = await sandbox.create({ line_items: [line('<img src=x onerror=alert(1)>', 100)] });
    const html = await (await fetch(session.url)).text();
    assert.doesNotMatch(html, /<img src=x/);
    assert.match(html, /&lt;img src=x/);
  });
});

describe('refunds and disputes', () => {
  test('a part, the rest, and not more', async () => {
    const session = await sandbox.paid();
    const first = await sandbox.stripe.refunds.create({
      payment_intent: session.payment_intent,
      amount: 1000,
      reason: 'requested_by_customer',
    });
    assert.equal(first.status, 'succeeded');
    await assert.rejects(sandbox.stripe.refunds.create({ payment_intent: session.payment_intent, amount: 5949 }), {
      statusCode: 400,
      param: 'amount',
      message: /Refund amount \(\$59\.49\) is greater than unrefunded amount on charge \(\$59\.48\)/,
    });
    const second = await sandbox.stripe.refunds.create({
      payment_intent: session.payment_intent,
      metadata: { order: '7' },
    });
    assert.equal(second.amount, 5948);
    await assert.rejects(
      sandbox.stripe.refunds.create({ payment_intent: session.payment_intent }),
      refusal('charge_already_refunded'),
    );
    const charge = await sandbox.stripe.charges.retrieve(first.charge, { expand: ['refunds'] });
    assert.equal(charge.amount_refunded, 6948);
    assert.equal(charge.refunded, true);
    assert.deepEqual(
      charge.refunds.data.map((one) => one.id),
      [second.id, first.id],
    );
    const listed = await sandbox.stripe.refunds.list({ payment_intent: session.payment_intent });
    assert.equal(listed.data.length, 2);
    const [hook] = await until('both hooks', () => {
      const all = shop.events.filter((e) => e.type === 'charge.refunded' && e.data.object.id === charge.id);
      return all.length === 2 && all;
    });
    assert.equal(hook.data.previous_attributes.amount_refunded, 0);
    assert.equal((await sandbox.stripe.refunds.update(first.id, { metadata: { note: 'x' } })).metadata.note, 'x');
    await until('refund.updated', () =>
      shop.events.some((e) => e.type === 'refund.updated' && e.data.object.id === first.id),
    );
    const { body: failed } = await sandbox.control('POST', `refunds/${second.id}`, { status: 'failed' });
    assert.equal(failed.failure_reason, 'unknown');
    assert.equal((await sandbox.stripe.charges.retrieve(first.charge)).amount_refunded, 1000);
  });

  test('disputes open and close', async () => {
    const session = await sandbox.paid();
    const { body: dispute } = await sandbox.control('POST', 'disputes', { payment_intent: session.payment_intent });
    assert.match(dispute.id, /^du_/);
    await sandbox.control('POST', 'disputes', { payment_intent: session.payment_intent, status: 'lost' });
    const types = () => shop.events.filter((e) => e.data.object.id === dispute.id).map((e) => e.type);
    await until('both hooks', () => types().length === 2);
    assert.deepEqual(types(), ['charge.dispute.created', 'charge.dispute.closed']);
    assert.equal((await sandbox.stripe.disputes.retrieve(dispute.id)).status, 'lost');
    await assert.rejects(
      sandbox.stripe.refunds.create({ payment_intent: session.payment_intent }),
      refusal('charge_disputed'),
    );
  });
});

describe('paying through the control API', () => {
  test('every outcome', async () => {
    const pay = (session, outcome) => sandbox.control('POST', `sessions/${session.id}/pay`, { outcome });
    const session = await sandbox.create();
    assert.equal((await pay(session, 'declined')).body.error.code, 'card_declined');
    assert.equal((await pay(session, 'async_pending')).body.session.payment_status, 'unpaid');
    assert.equal((await pay(session, 'paid')).status, 409);
    assert.equal((await pay(session, 'async_succeeded')).body.session.payment_status, 'paid');
    assert.equal((await pay(await sandbox.create(), 'async_failed')).body.session.payment_status, 'unpaid');
    assert.equal((await pay(await sandbox.create(), 'gladly')).status, 400);
  });
});

describe('the program', () => {
  test('remembers across a restart', async () => {
    const open = await sandbox.create({}, { idempotencyKey: 'survivor' });
    const done = await sandbox.paid();
    await sandbox.stop();
    await sandbox.start();
    assert.equal((await sandbox.create({}, { idempotencyKey: 'survivor' })).id, open.id);
    assert.equal((await sandbox.stripe.checkout.sessions.retrieve(done.id)).payment_status, 'paid');
    assert.equal((await sandbox.submit(open)).status, 303);
  });

  test('takes 200 sessions at once', async () => {
    const begun = Date.now();
    const all = await Promise.all(Array.from({ length: 200 }, () => sandbox.create()));
    assert.equal(new Set(all.map((session) => session.id)).size, 200);
    assert.ok(Date.now() - begun < 10000); // some 100 ms, but the machine may be busy
  });

  test('explains bad options in one line', async () => {
    for (const options of [['--nonsense', '1'], ['--listen', 'here'], ['--api-key'], ['--webhook-url', 'ftp://x']]) {
      const bad = spawn(program, options, { stdio: ['ignore', 'ignore', 'pipe'] });
      let words = '';
      bad.stderr.on('data', (data) => (words += data));
      const [code] = await once(bad, 'close');
      assert.equal(code, 2);
      assert.match(words, /^stripe-sandbox: .*\n$/);
    }
  });
});
