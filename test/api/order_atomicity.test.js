// Every statement of freezing a cart and of making an order is made to fail, one after the other: nothing of the unit
// stays, and the next try does all of it. The list of statements comes from the sources, so that a new statement needs
// no entry here, only a way to make it fail.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { databaseDigest } from '../support/checksum.js';
import { assertSound, assertStatus, checkoutOf, count, eventsOf, makeCode, makeGoods, postHook, startCheckout, visitorWith } from '../support/sales.js';
import { projectRoot, startStore } from '../support/store.js';

const source = (path) => readFileSync(join(projectRoot, path), 'utf8');
const queries = Object.fromEntries(['src/checkout/checkout.sql', 'src/orders/orders.sql'].flatMap((path) =>
  source(path).split(/^-- name: /m).slice(1).map((text) => [text.match(/^\w+/)[0], text.replace(/^.*\n/, '').replace(/^\s*--.*$/gm, '')])));

// The q_ calls in these functions of a C file, in order.
function called(path, ...functions) {
  const text = source(path);
  return functions.flatMap((name) => {
    const body = text.match(new RegExp(`^[\\w *]*\\b${name}\\([^;]*?\\)\\n\\{\\n([\\s\\S]*?)^\\}`, 'm'));
    assert.ok(body, `${name} is in ${path}`);
    return [...body[1].matchAll(/\bq_(\w+)\(/g)].map((match) => match[1]);
  });
}
const freezing = called('src/checkout/checkout_http.c', 'freeze');
const making = [
  ...called('src/checkout/settle.c', 'checkout_record_event'), ...called('src/orders/fulfil.c', 'order_fulfil_add'),
  ...called('src/checkout/settle.c', 'fulfil', 'take_from_cart'), ...called('src/orders/fulfil.c', 'order_fulfil_end')];

// What each statement writes: [table, operation]. A statement that only reads or locks has none.
const writes = (name) => [...queries[name].matchAll(/\b(?:(insert) into|(update)|(delete) from) (?!set\b|of\b)([a-z_]+)/g)]
  .filter((match) => !/(for|do)( no key)?\s*$/.test(queries[name].slice(0, match.index)))
  .map(([, insert, update, remove, table]) => [table, insert ?? update ?? remove]);

describe('an injected failure leaves nothing behind', () => {
  let store, sku, scarce;
  before(async () => {
    store = await startStore({ seed: '', role: 'web', env: { RECONCILE_SECONDS: '3600' } });
    [sku, scarce] = await makeGoods(store, [{ price: 1999, stock: 1000 }, { price: 500, stock: 1000, backorder: true }]);
    await makeCode(store, 'OFF', { amount: 100 });
  });
  after(() => store.stop());

  const cart = async () => {
    const visitor = await visitorWith(store, [[sku, 2], [scarce, 1]], { code: 'OFF' });
    return visitor;
  };

  // From now on the statement with this name fails before it changes the table. A piece of its text tells it from other
  // statements on the same table.
  async function inject(name, [table, operation]) {
    await store.sql(`create function injected() returns trigger language plpgsql as $$
      begin
        if current_query() like '%' || $m$${fingerprint(name)}$m$ || '%' then raise exception 'injected'; end if;
        return null;
      end $$`);
    await store.sql(`create trigger injected before ${operation} on ${table} for each statement execute function injected()`);
    return async () => {
      await store.sql(`drop trigger injected on ${table}`);
      await store.sql('drop function injected()');
    };
  }

  // A piece of the statement's text that no other statement has.
  function fingerprint(name) {
    const lines = queries[name].split('\n').map((line) => line.trim()).filter((line) => line && !/:\w/.test(line));
    const own = lines.find((line) => Object.entries(queries).every(([other, text]) => other === name || !text.includes(line)));
    return own ?? lines[0];
  }

  test('the lists are those of the sources', () => {
    assert.ok(freezing.length >= 7 && making.length >= 20, `${freezing} ${making}`);
    for (const name of [...freezing, ...making]) assert.ok(queries[name], name);
    assert.equal(freezing.filter((name) => writes(name).length).length >= 3, true);
    assert.deepEqual(['order_insert', 'order_take_stock', 'order_delete_reservations', 'checkout_record_event'].map((name) => writes(name).at(-1)),
      [['orders', 'insert'], ['sku_inventory', 'update'], ['stock_reservations', 'delete'], ['stripe_events', 'insert']]);
  });

  for (const [name, target] of freezing.flatMap((each) => writes(each).map((target) => [each, target])))
    test(`freezing: ${name}, ${target.join(' ')}`, async () => {
      const visitor = await cart();
      const digest = await databaseDigest(store);
      const undo = await inject(name, target);
      assertStatus(await visitor.checkout(), 500, 'internal');
      await undo();
      assert.deepEqual(await databaseDigest(store), digest);
      await startCheckout(visitor);
      await assertSound(store);
    });

  for (const [name, target] of making.flatMap((each) => writes(each).map((target) => [each, target])))
    test(`making the order: ${name}, ${target.join(' ')}`, async () => {
      const visitor = await cart();
      const { session } = await startCheckout(visitor);
      // a line more than was paid, so that every statement that takes from the cart has something to do
      await visitor.add(sku, 1);
      await store.pay(session, { hook: false });
      if (name === 'order_mark_short' || name === 'checkout_regain_discounts') await spoil(session);
      const [event] = await eventsOf(store, session);
      const digest = await databaseDigest(store);
      const orders = await count(store, 'orders');
      const undo = await inject(name, target);
      assert.equal((await postHook(store, event)).status, 500);
      await undo();
      assert.deepEqual(await databaseDigest(store), digest);
      assert.equal((await postHook(store, event)).status, 200);
      assert.equal(await count(store, 'orders'), orders + 1);
      assert.equal((await checkoutOf(visitor, session)).status, 'completed');
      assert.deepEqual((await visitor.get('/api/v1/cart')).body.lines.map((line) => [line.sku, line.quantity]), [[sku, 1]]);
      await assertSound(store);
    });

  // Nothing of the hold is left, and little in the house.
  async function spoil(session) {
    const of = '(select id from checkouts where stripe_session_id = $1)';
    await store.sql(`update sku_inventory i set quantity_reserved = quantity_reserved - r.quantity from stock_reservations r
      where r.sku_id = i.sku_id and r.checkout_id = ${of}`, [session]);
    await store.sql(`delete from stock_reservations where checkout_id = ${of}`, [session]);
    await store.sql(`update discount_codes set uses = uses - 1 where id in (select discount_code_id from discount_redemptions where checkout_id = ${of})`, [session]);
    await store.sql(`delete from discount_redemptions where checkout_id = ${of}`, [session]);
    await store.sql(`update checkouts set status = 'expired' where stripe_session_id = $1`, [session]);
  }

  test('statements that only read or lock are the ones we know', () => {
    assert.deepEqual([...freezing, ...making].filter((name) => writes(name).length === 0), [
      'checkout_lock_cart', 'checkout_lock_cart_stock', 'checkout_lock_cart_discounts', 'checkout_read',
      'order_lock_checkout', 'order_lock_stock', 'order_judge_payment', 'checkout_lock_its_cart', 'checkout_lock_spent_discounts', 'order_of_checkout']);
  });
});
