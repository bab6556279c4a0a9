// What pages tell (POST /api/v1/events): taken from the shop's own pages, kept if the shop wants it, and the click that led
// to a page is one of a person.
import assert from 'node:assert/strict';
import test, { after, before, beforeEach } from 'node:test';
import { from, newMember, startAccounts, userOf } from '../support/accounts.js';
import { assertStatus, count } from '../support/sales.js';
import { clickPath, eventsOf, sentCampaign } from '../support/sentCampaign.js';
import { until } from '../support/store.js';

let store, visitor;
before(async () => {
  store = await startAccounts({ env: { LOOPS: '1' } });
  visitor = await store.visitor();
});
after(() => store?.stop());
beforeEach(async () => {
  await store.sql('delete from client_events');
  await keep(true);
});

const keep = (on) => store.sql(`update configuration set value = $1 where key = 'log_client_events'`, [String(on)]);
const noToken = { 'x-csrftoken': null };
const tell = (events, { by = visitor, headers = {} } = {}) => by.post('/api/v1/events', { events }, { ...noToken, ...headers });
const kept = () => store.sql('select * from client_events order by id');
const click = (sent, number = 0) => fetch(store.url + clickPath(store, sent.messages[number].id, sent.links[0]), { redirect: 'manual', headers: { 'user-agent': 'Mozilla/5.0' } });
const humans = async (sent) => (await eventsOf(store, sent, 'click')).map(({ human }) => human);
const codesOf = (sent, number = 0) => ({ em_cd: sent.em_cd, pr_cd: sent.messages[number].pr_cd });

test('a batch is kept, with the visitor and all that was told', async () => {
  const reply = assertStatus(await tell([
    { kind: 'page_view', url: 'http://shop.example/?é=1', em_cd: 'abc', mb_cd: 'def', landing: true },
    { kind: 'custom', name: 'Zoomed', detail: { deep: [1, { a: 'b' }] }, pr_cd: 'p', ad_cd: 'a' },
    { kind: 'button_click' }, { kind: 'link_event', name: 'x' }, { kind: 'ajax_error', detail: {} }]), 204);
  assert.equal(reply.text, '');
  assert.equal(reply.headers.get('cache-control'), 'no-store');
  const rows = await kept();
  assert.deepEqual(rows.map(({ kind }) => kind), ['page_view', 'custom', 'button_click', 'link_event', 'ajax_error']);
  const [view, custom] = rows;
  assert.deepEqual([view.url, view.em_cd, view.mb_cd, view.pr_cd, view.name, view.detail], ['http://shop.example/?é=1', 'abc', 'def', null, '', {}]);
  assert.deepEqual([custom.name, custom.detail, custom.pr_cd, custom.ad_cd, custom.url], ['Zoomed', { deep: [1, { a: 'b' }] }, 'p', 'a', '']);
  for (const row of rows) {
    assert.equal(row.visitor.length, 16);
    assert.equal(row.member_id, null);
  }
});

test('a member\'s events are the member\'s; without cookies they are nobody\'s; forged cookies are none', async () => {
  const member = await newMember(store);
  assertStatus(await tell([{ kind: 'page_view' }], { by: member }), 204);
  assertStatus(await tell([{ kind: 'page_view' }], { headers: { cookie: null } }), 204);
  assertStatus(await tell([{ kind: 'page_view' }], { headers: { cookie: `visitor=${'A'.repeat(22)}.${'A'.repeat(22)}; session=${'A'.repeat(43)}` } }), 204);
  const rows = await kept();
  assert.equal(rows[0].member_id, (await userOf(store, member.who.username)).member_id);
  assert.deepEqual(rows.slice(1).map((row) => [row.visitor, row.member_id]), [[null, null], [null, null]]);
});

test('what is malformed is refused, all of it', async () => {
  const good = { kind: 'page_view' };
  const long = (n) => 'é'.repeat(n);
  const bad = [
    [], Array(21).fill(good), [{}], [{ kind: 'purchase' }], [{ kind: 'page_view', human: true }], [{ kind: 'page_view', visitor: 'x' }],
    [good, { kind: 1 }], [{ ...good, url: long(2001) }], [{ ...good, name: long(201) }], [{ ...good, em_cd: 'a'.repeat(41) }], [{ ...good, em_cd: '' }],
    [{ ...good, detail: [] }], [{ ...good, detail: 'x' }], [{ ...good, detail: 1 }], [{ ...good, detail: { a: 'x'.repeat(4000) } }],
    [{ ...good, detail: { a: Array(600).fill(1e300) } }], [{ ...good, landing: 'yes' }], [{ ...good, url: 7 }], [null], ['x'], [[good]]];
  for (const events of bad) assertStatus(await tell(events), 422, 'invalid_input');
  for (const body of [{}, { events: good }, { events: [good], more: 1 }]) assertStatus(await visitor.post('/api/v1/events', body, noToken), 422, 'invalid_input');
  for (const text of ['', '[]', '{"events":[{"kind":"page_view","url":"\\u0000"}]}', '{"events":[{"kind":"page_view","detail":{"a":1e999}}]}', '{'])
    assert.ok([400, 422].includes((await visitor.post('/api/v1/events', text, { ...noToken, 'content-type': 'application/json' })).status), text);
  assertStatus(await visitor.post('/api/v1/events', '{"events":[]}', { ...noToken, 'content-type': 'text/plain' }), 415);
  assert.equal((await visitor.get('/api/v1/events')).status, 405);
  assert.equal(await count(store, 'client_events', 'true'), 0);
  assertStatus(await tell([{ ...good, url: long(2000), name: long(200), em_cd: 'a'.repeat(40), detail: { a: 'x'.repeat(3900) } }]), 204);
});

test('only the shop\'s own pages tell: other origins are refused, and make nobody human', async () => {
  const sent = await sentCampaign(store);
  await click(sent);
  assert.ok(await until(async () => (await humans(sent)).length === 1));
  const event = [{ kind: 'page_view', ...codesOf(sent) }];
  for (const headers of [{ origin: 'https://evil.example' }, { origin: 'null' }, { origin: null }, { origin: null, referer: 'https://evil.example/' },
    { origin: `${store.url}.evil.example` }, { origin: 'https://evil.example', 'x-csrftoken': visitor.token }])
    assertStatus(await tell(event, { headers }), 403, 'origin_forbidden');
  assert.equal(await count(store, 'client_events', 'true'), 0);
  // what was refused is written with nothing later: a click that is told of properly is marked, this one is not
  const proper = await sentCampaign(store, { people: ['proper@post.example'] });
  await click(proper);
  assertStatus(await tell([{ kind: 'page_view', ...codesOf(proper) }]), 204);
  assert.ok(await until(async () => (await humans(proper))[0] === true));
  assert.deepEqual(await humans(sent), [null]);
  assertStatus(await tell(event, { headers: { origin: null, referer: `${store.url}/products` } }), 204);
  assert.ok(await until(async () => (await humans(sent))[0] === true));
});

test('a page view makes the newest click of its mail one of a person, and no other; not of a scanner, nor after half an hour', async () => {
  await keep(false);
  const sent = await sentCampaign(store, { people: ['one@post.example', 'two@post.example', 'old@post.example', 'bot@post.example'] });
  const [one, two, old, bot] = sent.messages;
  const add = (message, age, human = null) => store.sql(`insert into email_events (message_id, kind, link_id, human, at)
    values ($1, 'click', $2, $3, now() - $4::interval)`, [message.id, sent.links[0], human, age]);
  await add(one, '25 minutes');
  await add(one, '20 minutes');
  await add(two, '5 minutes');
  await add(old, '31 minutes');
  await add(bot, '1 minute', false);
  const views = [one, old, bot].map(({ pr_cd }) => ({ kind: 'page_view', em_cd: sent.em_cd, pr_cd }));
  const nobody = [{ kind: 'page_view', em_cd: sent.em_cd, mb_cd: two.pr_cd }, { kind: 'page_view', em_cd: 'none', pr_cd: two.pr_cd },
    { kind: 'page_view', pr_cd: two.pr_cd }, { kind: 'page_view', em_cd: sent.em_cd }, { kind: 'custom', em_cd: sent.em_cd, pr_cd: two.pr_cd },
    { kind: 'page_view', em_cd: sent.em_cd, pr_cd: two.pr_cd, mb_cd: 'x' }, { kind: 'page_view', em_cd: `${sent.em_cd}",{`, pr_cd: two.pr_cd }];
  assertStatus(await tell([...nobody, ...views]), 204);
  assert.ok(await until(async () => (await humans(sent))[1] === true));
  assert.deepEqual(await humans(sent), [null, true, null, null, false]);
  assert.equal(await count(store, 'client_events', 'true'), 0, 'nothing is kept when the shop keeps nothing');
});

test('the page may be quicker than the click is written', async () => {
  const sent = await sentCampaign(store);
  const answers = await Promise.all([click(sent), tell([{ kind: 'page_view', ...codesOf(sent) }])]);
  assert.deepEqual(answers.map(({ status }) => status), [302, 204]);
  assert.ok(await until(async () => (await humans(sent))[0] === true));
});

test('an ad\'s bare code on the first page sets the cookie and counts a visit; its own address has done so already', async () => {
  const [ad] = await store.sql(`insert into ads (name, url) values ('Poster', 'https://shop.example/') returning id, ad_cd`);
  const visits = async () => (await store.sql('select coalesce(sum(visits), 0)::int as n from ad_visits where ad_id = $1', [ad.id]))[0].n;
  const guest = await store.visitor();
  const view = { kind: 'page_view', ad_cd: ad.ad_cd, landing: true };
  for (const events of [[{ ...view, landing: false }], [{ ...view, kind: 'custom' }], [{ ...view, ad_cd: 'none' }]]) {
    assertStatus(await tell(events, { by: guest }), 204);
    assert.equal(guest.cookies.get('via'), undefined);
  }
  assertStatus(await tell([view], { by: guest }), 204);
  assert.match(guest.cookies.get('via'), new RegExp(`^a-${ad.id}-`));
  const second = await tell([view], { by: guest });
  assert.deepEqual(second.headers.getSetCookie(), []);
  assert.equal(await until(async () => await visits() >= 1 && await visits()), 1);
  const other = await store.visitor();
  await other.get(`/e/a/${ad.ad_cd}`);
  assert.deepEqual((await tell([view], { by: other })).headers.getSetCookie(), []);
  assert.equal(await until(async () => await visits() >= 2 && await visits()), 2);
});

test('the general limit of requests holds for it', async (t) => {
  const second = await store.secondServer({ env: { TRUSTED_PROXIES: '127.0.0.1', REQUESTS_PER_SECOND: '2', LOOPS: '1' } });
  t.after(() => second.stop());
  const post = () => fetch(`${second.url}/api/v1/events`, { method: 'POST', body: '{"events":[{"kind":"page_view"}]}',
    headers: { origin: second.url, 'content-type': 'application/json', ...from('10.1.2.3') } });
  const statuses = (await Promise.all(Array.from({ length: 100 }, post))).map(({ status }) => status);
  assert.deepEqual([...new Set(statuses)].sort(), [204, 429]);
});

// A batch of events, told by an address.
const tellFrom = (server, address) => fetch(`${server.url}/api/v1/events`, { method: 'POST',
  body: JSON.stringify({ events: Array(20).fill({ kind: 'page_view' }) }),
  headers: { origin: server.url, 'content-type': 'application/json', ...from(address) } });

test('events have limits of their own, by their number: of a client, and of all together', async (t) => {
  const proxied = { TRUSTED_PROXIES: '127.0.0.1', REQUESTS_PER_SECOND: '0', LOOPS: '1' };
  const own = await store.secondServer({ env: { ...proxied, EVENTS_PER_SECOND: '1' } });
  t.after(() => own.stop());
  let passed = 0, reply;
  while (passed < 200 && (reply = await tellFrom(own, '10.1.2.3')).status === 204) passed++;
  assert.deepEqual([reply.status, reply.headers.get('ratelimit-policy')], [429, '"events";q=10;w=10']);
  assert.ok(passed > 0);
  assert.equal((await tellFrom(own, '10.1.2.4')).status, 204, 'nobody else');
  assert.equal(await count(store, 'client_events', 'true'), 20 * (passed + 1), 'what is refused is not kept');

  const all = await store.secondServer({ env: { ...proxied, EVENTS_PER_SECOND: '0', ALL_EVENTS_PER_SECOND: '1' } });
  t.after(() => all.stop());
  for (passed = 0; passed < 200 && (reply = await tellFrom(all, `10.1.3.${passed}`)).status === 204;) passed++;
  assert.equal(reply.status, 429);
  assert.ok(passed > 0);
});
