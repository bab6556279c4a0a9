// The member's own data, and the terms of use.
import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import { memberOf, newMember, register, person, startAccounts, userOf } from '../support/accounts.js';
import { databaseDigest } from '../support/checksum.js';
import { assertStatus, count, makeGoods } from '../support/sales.js';

let store, sku;
before(async () => {
  store = await startAccounts();
  [sku] = await makeGoods(store, [{ price: 1999, stock: 1000 }]);
});
after(() => store?.stop());

const entries = (reply) => reply.body.errors?.map(({ field, code }) => `${field} ${code}`);
const address = { name: 'Ada Byron', line1: '12 St James’s Square', line2: 'Flat 2', city: 'London', state: '', postal_code: 'SW1Y 4JH', country: 'GB', phone: '+44 20 7946 0000' };

test('nobody without a login', async () => {
  const visitor = await store.visitor();
  const replies = [
    await visitor.get('/api/v1/member'), await visitor.put('/api/v1/member', { first_name: '', last_name: '' }),
    await visitor.put('/api/v1/member/preferences', { newsletter: true }), await visitor.get('/api/v1/member/addresses'),
    await visitor.put('/api/v1/member/addresses', { shipping: null }), await visitor.get('/api/v1/member/two-factor'),
    await visitor.post('/api/v1/member/two-factor', { password: 'x' }), await visitor.put('/api/v1/member/two-factor', { code: '123456' }),
    await visitor.post('/api/v1/member/two-factor/recovery-codes', { password: 'x' }), await visitor.post('/api/v1/member/two-factor/removal', { password: 'x' }),
    await visitor.put('/api/v1/member/password', { current_password: 'x', password: 'x', password_again: 'x' }),
    await visitor.put('/api/v1/member/email', { email: 'a@post.example', password: 'x' }),
    await visitor.post('/api/v1/terms/agreements', { version: 1 }), await visitor.get('/api/v1/orders'),
    await visitor.get('/api/v1/sessions'), await visitor.delete('/api/v1/sessions'), await visitor.post('/api/v1/email-verifications')];
  for (const reply of replies) {
    assertStatus(reply, 401, 'login_required');
    assert.equal(reply.headers.get('www-authenticate'), 'Session');
  }
});

test('names', async () => {
  const member = await newMember(store);
  const set = (first_name, last_name) => member.put('/api/v1/member', { first_name, last_name });
  const reply = assertStatus(await set('  Augusta \u3000Ada ', 'Ｋing–Noel'.replace('–', '-')), 200);
  assert.deepEqual([reply.body.first_name, reply.body.last_name], ['Augusta Ada', 'King-Noel']);
  assert.deepEqual([(await memberOf(member)).first_name, (await member.get('/api/v1/session')).body.member.first_name], ['Augusta Ada', 'Augusta Ada']);
  assertStatus(await set('', ''), 200);
  assert.deepEqual(entries(await set('A\u202eda', 'Lоvelace')), ['first_name invalid_characters', 'last_name look_alike']);
  assertStatus(await member.put('/api/v1/member', { first_name: 'x' }), 422);
  assertStatus(await member.put('/api/v1/member', { first_name: 'x', last_name: 'y', is_staff: true }), 422);
  const user = await userOf(store, member.who.username);
  assert.deepEqual([user.first_name, user.is_staff], ['', false]);
});

test('preferences', async () => {
  const member = await newMember(store);
  for (const newsletter of [true, false, true]) {
    assert.equal(assertStatus(await member.put('/api/v1/member/preferences', { newsletter }), 200).body.newsletter, newsletter);
    assert.equal((await userOf(store, member.who.username)).newsletter_subscriber, newsletter);
  }
  assertStatus(await member.put('/api/v1/member/preferences', { newsletter: 'yes' }), 422);
});

test('the address', async () => {
  const member = await newMember(store);
  const stranger = await newMember(store);
  const set = (shipping) => member.put('/api/v1/member/addresses', { shipping });
  assert.deepEqual((await member.get('/api/v1/member/addresses')).body, { shipping: null });
  assert.deepEqual(assertStatus(await set({ ...address, city: '  London ' }), 200).body, { shipping: address });
  const short = { name: '山田花子', line1: '1-2-3 千代田', city: '東京', country: 'JP' };
  assert.deepEqual(assertStatus(await set(short), 200).body.shipping, { ...short, line2: '', state: '', postal_code: '', phone: '' });
  for (const [more, wrong] of [
    [{ name: ' ' }, 'shipping.name required'], [{ line1: '\t' }, 'shipping.line1 required'], [{ city: 'a\nb' }, 'shipping.city invalid_characters'],
    [{ phone: '1\u0007' }, 'shipping.phone invalid_characters'], [{ country: 'gb' }, 'shipping.country invalid_country'],
    [{ country: 'GBR' }, 'shipping.country out_of_range'], [{ postal_code: 'x'.repeat(21) }, 'shipping.postal_code out_of_range'],
    [{ line1: 'x'.repeat(201) }, 'shipping.line1 out_of_range'], [{ name: undefined }, 'shipping.name required'],
    [{ colour: 'red' }, 'shipping.colour unknown_field'], [{ name: 5 }, 'shipping.name wrong_type']]) {
    const reply = assertStatus(await set({ ...address, ...more }), 422);
    assert.ok(entries(reply)[0].startsWith(wrong.split(' ')[0]), `${JSON.stringify(more)}: ${entries(reply)}`);
  }
  assert.equal((await member.get('/api/v1/member/addresses')).body.shipping.city, '東京', 'as before');
  assert.deepEqual((await stranger.get('/api/v1/member/addresses')).body, { shipping: null });
  assert.deepEqual(assertStatus(await set(null), 200).body, { shipping: null });
  assert.equal(await count(store, 'members', 'num_nonnulls(shipping_name, shipping_line1, shipping_city, shipping_country, shipping_phone) > 0'), 0);
});

test('the member is told what the account is', async () => {
  const member = await newMember(store, { newsletter: true });
  const { joined_at, mb_cd, ...rest } = await memberOf(member);
  assert.ok(joined_at && mb_cd);
  assert.deepEqual(rest, { username: member.who.username, first_name: 'Ada', last_name: 'Byron', email: member.who.email, email_verified: false,
    pending_email: null, newsletter: true, two_factor: false, terms_to_agree: null });
});

test('new terms: told, agreed to once, and before that nothing is sold', async () => {
  const member = await newMember(store);
  const visitor = await store.visitor();
  for (const each of [member, visitor]) {
    assertStatus(await each.add(sku, 1), 200);
    assertStatus(await each.ship(), 200);
  }
  assert.equal((await visitor.get('/api/v1/terms')).body.version, 1);
  await store.sql(`insert into terms_of_use_versions (version, title, body, published_at) values
    (2, 'Terms 2', $$## Kindness\n\nBe kind.$$, now()), (3, 'Later', 'x', now() + interval '1 day')`);
  try {
    const terms = assertStatus(await visitor.get('/api/v1/terms'), 200).body;
    assert.deepEqual([terms.version, terms.title, terms.body], [2, 'Terms 2', '## Kindness\n\nBe kind.']);
    assert.equal((await memberOf(member)).terms_to_agree, 2);
    assert.equal((await member.get('/api/v1/session')).body.member.terms_to_agree, 2);
    const before_ = await databaseDigest(store, ['sessions', 'email_messages', 'rate_limits']);
    assertStatus(await member.checkout(), 409, 'terms_not_agreed');
    assert.deepEqual(await databaseDigest(store, ['sessions', 'email_messages', 'rate_limits']), before_);
    assertStatus(await visitor.checkout(), 201); // agrees by accept_terms, to what is shown
    for (const version of [1, 3, 99]) assertStatus(await member.post('/api/v1/terms/agreements', { version }), 409, 'terms_outdated');
    assertStatus(await member.post('/api/v1/terms/agreements', { version: 0 }), 422);
    for (let i = 0; i < 2; i++)
      assert.equal(assertStatus(await member.post('/api/v1/terms/agreements', { version: 2 }), 200).body.terms_to_agree, null);
    const { member_id } = await userOf(store, member.who.username);
    assert.equal(await count(store, 'terms_of_use_agreements', `member_id = ${member_id}`), 2, 'what was agreed to before is kept');
    assertStatus(await member.checkout(), 201);
    assert.equal((await memberOf(await register(await store.visitor(), person({ terms_version: 2 })))).terms_to_agree, null);
  } finally {
    await store.sql('delete from terms_of_use_agreements where version > 1');
    await store.sql('delete from terms_of_use_versions where version > 1');
  }
});
