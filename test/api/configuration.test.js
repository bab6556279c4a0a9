// The store's settings in the database: what may stand in them, and what follows from the currency.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { after, before, test } from 'node:test';
import { apiKey, program, projectRoot, startStore } from '../support/store.js';
import { assertSound, assertStatus, makeGoods, startCheckout, stripeRequests, visitorWith } from '../support/sales.js';

let store;
before(async () => { store = await startStore({ seed: '', env: { RECONCILE_SECONDS: '3600' } }); });
after(() => store.stop());

const set = (key, value) => store.sql('update configuration set value = $2 where key = $1', [key, JSON.stringify(value)]);

test('a value that the program could not read is refused', async () => {
  for (const [key, ...values] of [
    ['store_name', '', '  ', 7, null], ['store_tagline', null, 1], ['currency', 'usd', 'US', 'USDX', 'U1D', 'USD\n', null, 840],
    ['currency_exponent', 4, -1, 2.5, '2', null], ['support_email', 1, []],
    ['ships_to', 'US', ['us'], ['USA'], ['US', 1], ['US', null], [['US']], {}, null],
    ['collect_phone', 'true', 1, null], ['log_client_events', 'no', 0, null]])
    for (const value of values)
      await assert.rejects(set(key, value), { constraint: /^configuration_(value_fits|support_email)$/ }, `${key} ${JSON.stringify(value)}`);
  await assert.rejects(store.sql(`update configuration set value = '2.0' where key = 'currency_exponent'`),
    { constraint: 'configuration_value_fits' });
  for (const [key, ...values] of [
    ['store_name', 'Tea & Mugs'], ['store_tagline', 'x', ''], ['currency', 'JPY', 'USD'], ['currency_exponent', 0, 1, 3, 2],
    ['support_email', 'help@shop.example', null], ['ships_to', [], ['CH', 'DE'], ['US']], ['collect_phone', true, false],
    ['log_client_events', false, true]])
    for (const value of values) await set(key, value);
});

async function doctor() {
  const child = execFile(program, ['doctor'], { cwd: projectRoot, env: store.env });
  let output = '';
  child.stdout.on('data', (piece) => { output += piece; });
  await once(child, 'close');
  return output;
}

test('doctor compares the digits of prices with those that Stripe counts', async () => {
  for (const [currency, exponent, right] of [['USD', 2, 2], ['JPY', 2, 0], ['KWD', 2, 3], ['UGX', 0, 2]]) {
    await set('currency', currency);
    await set('currency_exponent', exponent);
    const output = await doctor();
    if (right === exponent) assert.match(output, /^ok +prices have the digits/m);
    else assert.match(output, new RegExp(`^WRONG prices have the digits.*set currency_exponent to ${right} `, 'm'));
  }
});

test('Ugandan shillings are counted in hundredths that are 00', async () => {
  await set('currency', 'UGX');
  await set('currency_exponent', 2);
  const [whole, broken] = await makeGoods(store, [{ price: 150000 }, { price: 150050 }]);
  const { total } = await startCheckout(await visitorWith(store, [[whole, 1]]));
  assert.equal(total, 150500);
  const before = (await stripeRequests(store)).length;
  assertStatus(await (await visitorWith(store, [[broken, 2]])).checkout(), 409, 'amount_not_chargeable');
  assert.equal((await stripeRequests(store)).length, before, 'Stripe is not asked');
  const reply = await fetch(`${store.sandboxUrl}/v1/checkout/sessions`, {
    method: 'POST', headers: { authorization: `Bearer ${apiKey}` }, body: new URLSearchParams({
      mode: 'payment', success_url: store.url, 'line_items[0][quantity]': '2', 'line_items[0][price_data][currency]': 'ugx',
      'line_items[0][price_data][unit_amount]': '150050', 'line_items[0][price_data][product_data][name]': 'Tea' }) });
  assert.equal(reply.status, 400);
  assert.equal((await reply.json()).error.code, 'parameter_invalid_integer', 'the sandbox is as strict');
  await assertSound(store);
});
