import assert from 'node:assert/strict';
import test from 'node:test';
import { startStore, until } from '../support/store.js';

test('a visitor buys something', async (t) => {
  const store = await startStore();
  t.after(() => store.stop());
  const visitor = await store.visitor();
  const product = (await visitor.get('/api/v1/products/moor-mug')).body;
  assert.equal((await visitor.add(product.skus[0].id, 2)).status, 200);
  assert.equal((await visitor.ship()).status, 200);
  const started = await visitor.checkout({ email: 'ann@shop.example' });
  assert.equal(started.status, 201);
  await store.pay(started.body.session);
  const { body } = await visitor.get(`/api/v1/checkout/${started.body.session}`);
  assert.equal(body.status, 'completed');
  assert.equal((await visitor.get(`/api/v1/orders/${body.order.identifier}`)).body.lines.length, 1);
  assert.ok(await until(() => store.mails().length === 1));
});
