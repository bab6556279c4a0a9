// Links of campaigns and ads: where they lead, what is counted, and what nobody can make of them.
import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import { startAccounts } from '../support/accounts.js';
import { Cluster } from '../support/cluster.js';
import { eventsOf, clickPath, openPath, sentCampaign, signed } from '../support/sentCampaign.js';
import { sleep, until } from '../support/store.js';

const home = 'http://shop.example', elsewhere = 'https://elsewhere.example/a?b=c#d';
let store, campaign, message, prospect, link, inner;
before(async () => {
  store = await startAccounts({ role: 'web', env: { PUBLIC_URL: home, LOOPS: '1' } });
  campaign = await sentCampaign(store, { urls: [elsewhere, `${home}/products/cup?size=2#top`] });
  [message] = campaign.messages;
  prospect = message.pr_cd;
  [link, inner] = campaign.links;
});
after(() => store?.stop());

const browser = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';
const ask = (path, { method = 'GET', headers = {} } = {}) =>
  fetch(store.url + path, { method, redirect: 'manual', headers: { 'user-agent': browser, ...headers } });
// What was counted of a campaign, once there are so many.
const counted = async (of, kind, number) => {
  await until(async () => (await eventsOf(store, of, kind)).length >= number);
  return eventsOf(store, of, kind);
};
// All that was asked for before is written when a later one is: there is one loop, and it keeps their order.
const settled = async () => {
  const probe = await sentCampaign(store, { people: ['probe@post.example'] });
  await ask(clickPath(store, probe.messages[0].id, probe.links[0]));
  assert.equal((await counted(probe, 'click', 1)).length, 1);
};
const eventCount = async () => (await store.sql('select count(*)::int as n from email_events'))[0].n;

test('a link leads where its row says, with headers that keep the code to its owner', async () => {
  const fresh = await sentCampaign(store, { urls: [elsewhere] });
  const reply = await ask(clickPath(store, fresh.messages[0].id, fresh.links[0]));
  assert.equal(reply.status, 302);
  assert.equal(reply.headers.get('location'), elsewhere);
  assert.equal(reply.headers.get('cache-control'), 'no-store');
  assert.equal(reply.headers.get('referrer-policy'), 'no-referrer');
  assert.equal(reply.headers.get('x-robots-tag'), 'noindex');
  assert.equal(await reply.text(), '');
  const [cookie, ...others] = reply.headers.getSetCookie();
  assert.deepEqual(others, []);
  assert.match(cookie, new RegExp(`^via=c-${fresh.messages[0].id}-${fresh.links[0]}-\\d+\\.[\\w-]{22}; Path=/; Max-Age=2592000; SameSite=Lax; HttpOnly$`));
  const [event, ...more] = await counted(fresh, 'click', 1);
  assert.deepEqual(more, []);
  assert.deepEqual([event.message_id, event.link_id, event.human], [fresh.messages[0].id, fresh.links[0], null]);
});

test('the shop\'s own addresses get the codes of mail and person, before the fragment and behind the query that there is', async () => {
  const urls = { [`${home}/products/cup?size=2#top`]: '/products/cup?size=2&CODES#top', [home]: '?CODES', [`${home}/#x?y`]: '/?CODES#x?y',
    [`${home}/a?`]: '/a?CODES', 'http://SHOP.example:80/b': undefined, [`${home}/é x`.replace(' ', '')]: '/%C3%A9x?CODES' };
  const [{ id, mb_cd }] = await store.sql(`with one as (
      insert into users (username, username_key, username_skeleton, email, password_hash)
      values ('reader', 'reader', 'reader', 'reader@post.example', 'x') returning id)
    insert into members (user_id) select id from one returning id, mb_cd`);
  for (const [people, code] of [[['ann@post.example'], `pr_cd=${prospect}`], [[id].map(Number), `mb_cd=${mb_cd}`]]) {
    const sent = await sentCampaign(store, { people, urls: Object.keys(urls) });
    for (const [i, [url, expected]] of Object.entries(urls).entries()) {
      const { headers } = await ask(clickPath(store, sent.messages[0].id, sent.links[i]));
      const codes = `em_cd=${sent.em_cd}&${code}`;
      assert.equal(headers.get('location'), expected === undefined ? `${url}?${codes}` : home + expected.replace('CODES', codes), url);
    }
  }
});

test('addresses that only look like the shop\'s get no codes', async () => {
  const urls = [`${home}.evil.example/`, `${home}@evil.example/`, `https://shop.example/`, 'http://shop.example:8080/', `http://evil.example/?${home}`,
    'http://shop.example\\@evil.example/'];
  const sent = await sentCampaign(store, { urls });
  for (const [i, url] of urls.entries())
    assert.equal((await ask(clickPath(store, sent.messages[0].id, sent.links[i]))).headers.get('location'), url);
});

test('nothing of the request changes where it leads: query, host, forwarded host', async () => {
  const path = clickPath(store, message.id, link);
  for (const query of ['?url=https://evil.example/', '?https://evil.example/', '?%zz', '?next=//evil.example&link_id=9', `?${'x'.repeat(3000)}`])
    assert.equal((await ask(path + query)).headers.get('location'), elsewhere, query);
  assert.equal((await ask(path, { headers: { 'x-forwarded-host': 'evil.example', host: 'evil.example' } })).headers.get('location'), elsewhere);
});

test('altered, foreign and misused codes lead nowhere and count nothing', async () => {
  const other = await sentCampaign(store, { people: ['bob@post.example'], urls: ['https://other.example/'] });
  await settled();
  const before = await eventCount();
  const good = clickPath(store, message.id, link), code = good.slice('/e/c/'.length);
  const bad = [
    ...Array.from({ length: code.length }, (_, i) => `/e/c/${code.slice(0, i)}${code[i] === '1' ? '2' : '1'}${code.slice(i + 1)}`),
    `/e/c/${code}x`, `/e/c/${code.slice(0, -1)}`, `/e/c/${code}%00`, `/e/c/%20${code}`, `/e/c/${code}%2F`, `/e/c/${'1'.repeat(3000)}`, '/e/c/x',
    clickPath(store, message.id, other.links[0]), // another campaign's link
    clickPath(store, other.messages[0].id, link),
    clickPath(store, 999999, link), clickPath(store, message.id, 999999),
    `/e/c/${signed(store, 'open', `${message.id}`)}`, `/e/c/${signed(store, 'open', `${message.id}-${link}`)}`,
    `/e/c/${signed(store, 'unsubscribe-mail', `${message.id}`)}`, `/e/c/${signed(store, 'via', `c-${message.id}-${link}-1`)}`,
    `/e/c/${signed(store, 'click', `${message.id}`)}`, `/e/c/${signed({ env: { SECRET_KEY: 'another secret of at least 32 letters' } }, 'click', `${message.id}-${link}`)}`,
    `/e/o/${signed(store, 'click', `${message.id}`)}.gif`, `/e/o/${signed(store, 'open', `${message.id}`)}`, `/e/o/${signed(store, 'open', `${message.id}`)}.png`,
    '/e/o/.gif', '/e/o/x.gif', '/e/a/none', `/e/a/${'a'.repeat(100)}`, '/e/a/%27', `/e/a/${encodeURIComponent('https://evil.example/')}`];
  for (const path of bad) {
    const reply = await ask(path);
    assert.ok([404, 400].includes(reply.status), `${path}: ${reply.status}`);
    if (!path.includes('%00')) assert.equal(reply.status, 404, path);
    assert.equal(reply.headers.get('location'), null, path);
    assert.deepEqual(reply.headers.getSetCookie(), [], path);
    if (reply.status === 404) assert.equal(reply.headers.get('cache-control'), 'no-store', path);
  }
  await settled();
  assert.equal(await eventCount() - before, 1, 'the probe\'s alone');
});

test('only mails that went out have links', async () => {
  const set = (columns) => async ({ id }) => store.sql(`update email_messages set ${columns} where id = $1`, [id]);
  const waiting = "state = 'queued', attempts = 0, sent_at = null";
  const cases = [
    [302, set("state = 'sent'")], [302, set("state = 'claimed'")], [302, set("state = 'uncertain'")],
    [302, set("state = 'queued'")], // again
    [302, set(`${waiting}, repeats = 1`)], [404, set("state = 'failed'")], [404, set("state = 'cancelled'")], [404, set(waiting)],
    [302, set("state = 'failed', repeats = 1")], [302, set("state = 'cancelled', repeats = 1")], // the first may have arrived
    [302, async (message) => { // on its way for the first time
      await set(waiting)(message);
      await store.sql('insert into email_workers (id, sending) values (0, $1)', [[message.id]]);
    }],
    [404, ({ prospect_id }) => store.sql('delete from prospects where id = $1', [prospect_id])]];
  const sent = await sentCampaign(store, { people: cases.map((_, i) => `state${i}@post.example`) });
  for (const [i, [status, change]] of cases.entries()) {
    await change(sent.messages[i]);
    assert.equal((await ask(clickPath(store, sent.messages[i].id, sent.links[0]))).status, status, `case ${i}`);
  }
});

test('HEAD answers as GET and counts nothing; POST is not taken', async () => {
  const sent = await sentCampaign(store, { urls: [`${home}/`] });
  const paths = [clickPath(store, sent.messages[0].id, sent.links[0]), openPath(store, sent.messages[0].id)];
  for (const path of paths) {
    const [head, get] = [await ask(path, { method: 'HEAD' }), await ask(path)];
    assert.equal(head.status, get.status);
    for (const name of ['location', 'content-type', 'cache-control']) assert.equal(head.headers.get(name), get.headers.get(name), name);
    assert.equal((await ask(path, { method: 'POST' })).status, 405);
  }
  await settled();
  assert.deepEqual((await eventsOf(store, sent)).map(({ kind }) => kind).sort(), ['click', 'open']);
});

test('programs that say what they are are scanners; who follows several links at once after sending is one', async () => {
  const sent = await sentCampaign(store, { people: ['a1@post.example', 'a2@post.example', 'a3@post.example'], urls: ['https://a.example/', 'https://b.example/'], ago: '1 second' });
  const [told, hasty, person] = sent.messages;
  await ask(clickPath(store, told.id, sent.links[0]), { headers: { 'user-agent': 'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)' } });
  await ask(clickPath(store, person.id, sent.links[0]), { headers: { 'user-agent': 'Mozilla/5.0 (Linux; Android 14; CUBOT X90) AppleWebKit/537.36' } });
  for (const each of sent.links) await ask(clickPath(store, hasty.id, each));
  assert.ok(await until(async () => (await eventsOf(store, sent, 'click')).filter(({ human }) => human === false).length === 3));
  const of = async ({ id }) => (await eventsOf(store, sent, 'click')).filter((event) => event.message_id === id).map(({ human }) => human);
  assert.deepEqual([await of(told), await of(hasty), await of(person)], [[false], [false, false], [null]]);
});

test('a pixel counts openings, if the campaign does', async () => {
  const sent = await sentCampaign(store), silent = await sentCampaign(store);
  await store.sql('update campaigns set track_opens = false, track_clicks = false where email_id = $1', [silent.id]);
  const reply = await ask(openPath(store, sent.messages[0].id));
  assert.deepEqual([reply.status, reply.headers.get('content-type'), reply.headers.get('cache-control')], [200, 'image/gif', 'no-store']);
  const bytes = Buffer.from(await reply.arrayBuffer());
  assert.equal(bytes.length, 43);
  assert.equal(bytes.subarray(0, 6).toString(), 'GIF89a');
  assert.deepEqual(reply.headers.getSetCookie(), []);
  assert.equal((await ask(openPath(store, silent.messages[0].id))).status, 200);
  assert.equal((await ask(clickPath(store, silent.messages[0].id, silent.links[0]))).status, 302);
  assert.equal((await ask(openPath(store, 999999))).status, 200, 'nobody\'s any more: a picture that counts nothing');
  await settled();
  assert.deepEqual((await eventsOf(store, sent)).map(({ kind, link_id }) => [kind, link_id]), [['open', null]]);
  assert.deepEqual(await eventsOf(store, silent), []);
});

test('clicks are events, but not every one of a thousand', async () => {
  const sent = await sentCampaign(store, { urls: [1, 2, 3, 4, 5].map((n) => `${elsewhere}${n}`) });
  for (const link of sent.links) await ask(clickPath(store, sent.messages[0].id, link));
  assert.equal((await counted(sent, 'click', 5)).length, 5);
  await store.sql(`insert into email_events (message_id, kind, link_id) select $1, 'click', $2 from generate_series(1, 990)`,
    [sent.messages[0].id, sent.links[0]]);
  const events = (number) => store.sql('select tracking_count($1, $2, $3, $4)',
    [Array(number).fill(sent.messages[0].id), Array(number).fill(sent.links[0]), Array(number).fill(0), Array(number).fill(0)]);
  await Promise.all([events(30)]);
  await events(30);
  assert.equal((await eventsOf(store, sent)).length, 1000);
});

test('one link is counted once a second, and once for a program that says so', async () => {
  const sent = await sentCampaign(store);
  const path = clickPath(store, sent.messages[0].id, sent.links[0]);
  const began = Date.now();
  const many = () => Promise.all(Array.from({ length: 20 }, async () => { for (let i = 0; i < 10; i++) assert.equal((await ask(path)).status, 302); }));
  const robot = () => ask(path, { headers: { 'user-agent': 'Googlebot/2.1' } });
  await robot();
  await many();
  await robot();
  await sleep(1000);
  await many();
  const seconds = Math.floor((Date.now() - began) / 1000) + 2;
  await settled();
  const events = await eventsOf(store, sent), people = events.filter(({ human }) => human === null).length;
  assert.ok(people >= 2 && people <= seconds, `${people} in ${seconds} s`);
  assert.ok(events.length - people >= 1 && events.length - people <= 2, 'programs');
});

test('an ad leads where it says, counted by the hour, until it is switched off', async () => {
  const [ad] = await store.sql(`insert into ads (name, url) values ('Poster', $1) returning id, ad_cd`, [`${home}/products?sort=new`]);
  const reply = await ask(`/e/a/${ad.ad_cd}?url=https://evil.example/`);
  assert.deepEqual([reply.status, reply.headers.get('location')], [302, `${home}/products?sort=new&ad_cd=${ad.ad_cd}`]);
  assert.match(reply.headers.getSetCookie()[0], new RegExp(`^via=a-${ad.id}-\\d+\\.[\\w-]{22}; Path=/; Max-Age=2592000; SameSite=Lax; HttpOnly$`));
  await ask(`/e/a/${ad.ad_cd}`, { method: 'HEAD' });
  await ask(`/e/a/${ad.ad_cd}`, { headers: { 'user-agent': 'facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)' } });
  await ask(`/e/a/${ad.ad_cd}`);
  const visits = async () => (await store.sql('select coalesce(sum(visits), 0)::int as n from ad_visits where ad_id = $1', [ad.id]))[0].n;
  assert.equal(await until(async () => await visits() === 2 && 2), 2);
  await store.sql('update ads set active = false where id = $1', [ad.id]);
  assert.ok(await until(async () => (await ask(`/e/a/${ad.ad_cd}`)).status === 404));
});

test('a server that is stopped writes what it gathered', async (t) => {
  const second = await store.secondServer({ env: { LOOPS: '1' } });
  t.after(() => second.stop());
  const sent = await sentCampaign(store);
  const path = clickPath(store, sent.messages[0].id, sent.links[0]);
  assert.equal((await fetch(second.url + path, { redirect: 'manual' })).status, 302);
  await second.stopServer();
  assert.equal((await eventsOf(store, sent, 'click')).length, 1, 'written before it ended');
});

test('a database that is away: known links lead on and are counted when it is back; others are asked for again', async (t) => {
  const cluster = await Cluster.start();
  t.after(() => cluster.stop());
  const own = await startAccounts({ cluster, role: 'web', env: { PUBLIC_URL: home, LOOPS: '1' } });
  t.after(() => own.stop());
  const sent = await sentCampaign(own, { urls: [elsewhere, `${home}/`] });
  const [known, unknown] = sent.links.map((each) => own.url + clickPath(own, sent.messages[0].id, each));
  const status = async (url) => (await fetch(url, { redirect: 'manual' })).status;
  assert.equal(await status(known), 302);
  await cluster.down();
  await sleep(1000); // another click
  assert.equal(await status(known), 302);
  assert.equal(await status(unknown), 503);
  await cluster.up();
  assert.ok(await until(async () => await status(unknown) === 302, 20000));
  const clicks = async () => (await own.sql('select link_id from email_events order by id').catch(() => [])).map(({ link_id }) => link_id);
  assert.ok(await until(async () => (await clicks()).length >= 3, 20000));
  assert.deepEqual(await clicks(), [sent.links[0], sent.links[0], sent.links[1]]);
});

test('over https the cookie is the host\'s own and secure', async (t) => {
  const secure = await store.secondServer({ env: { PUBLIC_URL: 'https://shop.example' } });
  t.after(() => secure.stop());
  const reply = await fetch(secure.url + clickPath(store, message.id, inner), { redirect: 'manual' });
  assert.match(reply.headers.getSetCookie()[0], /^__Host-via=c-[\w.-]+; Path=\/; Max-Age=2592000; SameSite=Lax; HttpOnly; Secure$/);
});
