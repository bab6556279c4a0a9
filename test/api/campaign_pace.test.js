// How fast a campaign may be: so many mails a second, and so many in a window, whoever sends them.
import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { startMailServer } from '../support/mailServer.js';
import { makeCampaign, makeMembers, progressOf, reachesStatus, step } from '../support/sending.js';
import { startStore, until } from '../support/store.js';

// A worker claims every quarter of a second at least, and makes up for half a second in which nobody gave it the processor.
const TURN_MS = 250, LATE_MS = 500;
let mail, store, second, arrivals;
before(async () => {
  mail = await startMailServer();
  store = await startStore({ seed: '', sandbox: false, env: { SMTP_URL: mail.url, MAIL_CONNECTIONS: '4' } });
  second = await store.secondServer();
});
after(async () => {
  await second?.stop();
  await store?.stop();
  await mail.stop();
});
afterEach(() => store.sql('update members set newsletter_subscriber = false'));

function noteArrivals() {
  arrivals = [];
  mail.script = (recipient, attempt) => {
    if (attempt > 0) arrivals.push(performance.now());
    return '250 ok';
  };
}

// The most mails in any span of so many ms.
function mostWithin(times, span) {
  let most = 0;
  for (let first = 0, last = 0; last < times.length; last++) {
    while (times[last] - times[first] > span) first++;
    most = Math.max(most, last - first + 1);
  }
  return most;
}

const longestGap = (times) => Math.max(...times.slice(1).map((time, i) => time - times[i]));

// Within 5 %: never more, and no less unless the machine stood still for longer than is made up for.
function assertRate(t, times, rate) {
  const from = times.findIndex((time) => time - times[0] > TURN_MS); // it has begun
  const seconds = (times.at(-1) - times[from]) / 1000, found = (times.length - 1 - from) / seconds, gap = longestGap(times);
  t.diagnostic(`${found.toFixed(1)}/s of ${rate}/s over ${seconds.toFixed(1)} s; at most ${mostWithin(times, 1000)} in a second, longest gap ${gap.toFixed(0)} ms`);
  assert.ok(found <= rate * 1.05, `${found}/s`);
  assert.ok(found >= rate * 0.95 || gap > LATE_MS, `${found}/s`);
  // a second's mails, those of a turn that came late, and what was made up for
  assert.ok(mostWithin(times, 1000) <= rate * (1 + (TURN_MS + LATE_MS) / 1000), `${mostWithin(times, 1000)} in a second`);
}

test('a rate is held by two workers together', async (t) => {
  noteArrivals();
  await makeMembers(store, 1200, 'rate');
  const id = await makeCampaign(store, { rate: 200 });
  await step(store, 'send', id);
  assert.ok(await reachesStatus(store, id, 'sent', 60000));
  assert.equal(arrivals.length, 1200);
  assertRate(t, arrivals, 200);
});

test('it is held after a pause: what might have gone out meanwhile does not come at once', async (t) => {
  noteArrivals();
  await makeMembers(store, 600, 'pause');
  const id = await makeCampaign(store, { rate: 150 });
  await step(store, 'send', id);
  assert.ok(await until(() => arrivals.length > 100));
  await step(store, 'pause', id);
  const workers = () => store.sql('select mails_under_way() as mails');
  assert.ok(await until(async () => (await workers())[0].mails.length === 0));
  const before_ = arrivals.splice(0).length;
  await new Promise((done) => setTimeout(done, 1500)); // time that must not be made up for
  assert.equal(arrivals.length, 0);
  await step(store, 'resume', id);
  assert.ok(await reachesStatus(store, id, 'sent', 60000));
  assert.equal(before_ + arrivals.length, 600);
  assertRate(t, arrivals, 150);
});

test('one mail a second is one a second', async (t) => {
  noteArrivals();
  await makeMembers(store, 5, 'slow');
  const id = await makeCampaign(store, { rate: 1 });
  await step(store, 'send', id);
  assert.ok(await reachesStatus(store, id, 'sent', 60000));
  const gaps = arrivals.slice(1).map((time, i) => time - arrivals[i]);
  t.diagnostic(gaps.map((gap) => gap.toFixed(0)).join(' '));
  for (const [i] of gaps.entries()) if (i > 0) assert.ok(arrivals[i + 1] - arrivals[i - 1] >= 2000 - TURN_MS - LATE_MS, gaps.join());
});

test('a window: so many in any of its length', async (t) => {
  noteArrivals();
  await makeMembers(store, 250, 'window');
  const id = await makeCampaign(store, { window_mails: 100, window_seconds: 3 });
  await step(store, 'send', id);
  assert.ok(await reachesStatus(store, id, 'sent', 60000));
  const seconds = (arrivals.at(-1) - arrivals[0]) / 1000;
  t.diagnostic(`250 in ${seconds.toFixed(1)} s; at most ${mostWithin(arrivals, 2900)} in a window`);
  assert.ok(mostWithin(arrivals, 2900) <= 105, `${mostWithin(arrivals, 2900)} in a window`);
  assert.ok(seconds >= 5.8, `${seconds} s`);
});

test('progress tells the rate of the last seconds, and how long it will take', async () => {
  noteArrivals();
  await makeMembers(store, 400, 'told');
  const id = await makeCampaign(store, { rate: 100 });
  await step(store, 'send', id);
  const told = await until(async () => { const progress = await progressOf(store, id); return progress?.rate >= 20 && progress; }, 20000);
  assert.ok(told && told.rate <= 105 && told.seconds_left === Math.ceil(told.queued / told.rate) || Math.abs(told.seconds_left - told.queued / told.rate) <= 1, JSON.stringify(told));
  await step(store, 'cancel', id);
});
