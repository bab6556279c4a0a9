// For every price from 0.01 to 1000.00 the amount that Stripe is told is exact; so are quantities, discounts, shipping and
// currencies without minor units.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { assertStatus, checkoutOf, makeCode, makeGoods, startCheckout, stripeRequests, visitorWith } from '../support/sales.js';
import { startStore } from '../support/store.js';

const LINES = 100; // of one checkout: Stripe's limit
const PRICES = 100000;

// What was sent to make the session: per line [amount, quantity], the coupon's amount, the shipping.
function sent(session) {
  const form = session.params;
  const lines = [];
  for (let i = 0; `line_items[${i}][quantity]` in form; i++)
    lines.push([form[`line_items[${i}][price_data][unit_amount]`], form[`line_items[${i}][quantity]`], form[`line_items[${i}][price_data][product_data][metadata][sku]`]]);
  return { form, lines };
}

async function requestsOf(store, since) {
  const all = await stripeRequests(store, since);
  return {
    sessions: all.filter((r) => r.method === 'POST' && r.path === '/v1/checkout/sessions'),
    coupons: all.filter((r) => r.method === 'POST' && r.path === '/v1/coupons'),
    all,
  };
}

test('every price from 0.01 to 1000.00', async (t) => {
  const store = await startStore({ seed: '', role: 'web', env: { RECONCILE_SECONDS: '3600' } });
  t.after(() => store.stop());
  const skus = await makeGoods(store, Array.from({ length: LINES }, () => ({ price: 0 })));
  const visitors = await Promise.all(Array.from({ length: 4 }, () => visitorWith(store, skus.slice(0, 1).map((sku) => [sku, 1]), { method: 'free' })));
  await store.sql(`insert into cart_skus (cart_id, sku_id, quantity, price_seen) select carts.id, sku, 1, 0
    from carts, unnest($1::bigint[]) sku on conflict do nothing`, [skus]);
  const codes = new Map((await store.sql('select id, code from skus')).map((row) => [row.code, skus.indexOf(Number(row.id))]));
  const seen = new Uint8Array(PRICES + 1);
  let since = (await store.control('GET', 'requests')).next;
  // One visitor after the other freezes its cart at prices of its own.
  for (let first = 1; first <= PRICES; first += LINES * visitors.length) {
    // the pages before are of no interest any more; closing each at Stripe would take most of the time
    await store.sql(`update checkouts set status = 'expired' where status = 'open'`);
    const starts = [];
    for (let i = 0; i < visitors.length; i++) {
      const from = first + i * LINES;
      await store.sql(`update sku_prices set amount = $1 + place - 1 from unnest($2::bigint[]) with ordinality as each(sku, place) where sku_id = sku`, [from, skus]);
      starts.push([from, startCheckout(visitors[i])]);
      await starts[i][1];
    }
    for (const [from, started] of starts) {
      const sum = Array.from({ length: LINES }, (_, i) => from + i).reduce((a, b) => a + b);
      assert.equal((await started).total, sum);
    }
    const { sessions, all } = await requestsOf(store, since);
    since = all.at(-1).number + 1;
    assert.equal(sessions.length, visitors.length);
    sessions.forEach((request, i) => {
      const { lines } = sent(request);
      assert.equal(lines.length, LINES);
      for (const [amount, quantity, code] of lines) {
        const price = first + i * LINES + codes.get(code);
        assert.equal(amount, String(price));
        assert.equal(quantity, '1');
        seen[price] = 1;
      }
    });
  }
  assert.equal(seen.reduce((a, b) => a + b), PRICES);
});

describe('together they are exact too', () => {
  let store;
  before(async () => { store = await startStore({ seed: '', role: 'web', env: { RECONCILE_SECONDS: '3600' } }); });
  after(() => store.stop());

  // What half-even rounding of basis points gives, in integers.
  function percent(amount, basisPoints) {
    const n = BigInt(amount) * BigInt(basisPoints), q = n / 10000n, r = 2n * (n % 10000n);
    return Number(r > 10000n || (r === 10000n && q % 2n === 1n) ? q + 1n : q);
  }

  test('quantities and percentages', async () => {
    await makeCode(store, 'PERCENT', { kind: 'percent', percent_bp: 1 });
    const [one, two] = await makeGoods(store, [{ price: 29 }, { price: 1999 }]);
    for (const [price, quantity, basisPoints] of [[29, 99, 1000], [57, 3, 3333], [105, 1, 5000], [115, 1, 5000], [1, 99, 9900], [333, 7, 1250], [100000, 99, 1]]) {
      await store.sql('update sku_prices set amount = $1 where sku_id = $2', [price, one]);
      await store.sql('update discount_codes set percent_bp = $1', [basisPoints]);
      const since = (await store.control('GET', 'requests')).next;
      const visitor = await visitorWith(store, [[one, quantity], [two, 3]], { code: 'PERCENT' });
      const started = await startCheckout(visitor);
      const subtotal = price * quantity + 3 * 1999, discount = percent(subtotal, basisPoints);
      assert.equal(started.total, subtotal - discount + 500);
      const { sessions, coupons } = await requestsOf(store, since);
      const { form, lines } = sent(sessions[0]);
      assert.deepEqual(lines.map(([amount, count]) => [amount, count]), [[String(price), String(quantity)], ['1999', '3']]);
      assert.equal(form['shipping_options[0][shipping_rate_data][fixed_amount][amount]'], '500');
      const coupon = coupons[0].params;
      assert.equal(coupon.amount_off, String(discount));
      assert.equal(coupon.max_redemptions, '1');
      assert.equal(coupon.duration, 'once');
      await store.pay(started.session, { hook: false });
      const { order } = await checkoutOf(visitor, started.session);
      assert.equal(assertStatus(await visitor.get(`/api/v1/orders/${order.identifier}`), 200).body.on_hold, false);
    }
  });

  test('yen have no minor unit', async () => {
    await store.sql(`update configuration set value = '"JPY"' where key = 'currency'`);
    await store.sql(`update configuration set value = '0' where key = 'currency_exponent'`);
    const [sku] = await makeGoods(store, [{ price: 1980 }]);
    const since = (await store.control('GET', 'requests')).next;
    const visitor = await visitorWith(store, [[sku, 2]]);
    const started = await startCheckout(visitor);
    assert.equal(started.total, 4460);
    assert.equal(started.currency, 'JPY');
    const { sessions } = await requestsOf(store, since);
    const { form, lines } = sent(sessions[0]);
    assert.deepEqual(lines.map(([amount]) => amount), ['1980']);
    assert.equal(form['line_items[0][price_data][currency]'], 'jpy');
    await store.pay(started.session, { hook: false });
    const { order } = await checkoutOf(visitor, started.session);
    const body = assertStatus(await visitor.get(`/api/v1/orders/${order.identifier}`), 200).body;
    assert.deepEqual([body.totals.total, body.totals.currency, body.on_hold], [4460, 'JPY', false]);
  });
});
