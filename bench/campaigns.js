// A campaign to 100,000 members, from the moment that somebody says so: freezing the ledger, and sending to Postfix's
// smtp-sink against smtp-source, which sends one mail of the same size again and again.
import { postfixEnv, postfixProgram, startSink } from '../test/support/postfix.js';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { makeCampaign, makeMembers, progressOf, reachesStatus, step } from '../test/support/sending.js';
import { startStore, until } from '../test/support/store.js';
import { freePort, median, quick, residentBytes, rounds, sleep } from './tools.js';

const people = quick ? 20000 : 100000, connections = 10;
const execute = promisify(execFile);

// A newsletter: layout, some paragraphs, five links that are counted, a pixel.
const url = (n) => `https://shop.example/products/a-thing-${n}?from=news`;
const links = Array.from({ length: 5 }, (_, n) => url(n));
const body = `{% extends "layout" %}{% block content %}<h1>News for {{ recipient_first_name|default:"you" }}</h1>
${links.map((link, n) => `<p>Thing number ${n} is back on the shelves, hand-made as ever, in three colours and two sizes; see <a href="${link}">what it looks like</a> before they are gone again.</p>`).join('\n')}
<p><a href="{{ unsubscribe_url }}">No more of these</a></p>{% endblock %}`;

async function smtpSource(port, bytes, mails, options) {
  const began = performance.now();
  await execute(postfixProgram('smtp-source'),
    [...options, '-s', String(connections), '-m', String(mails), '-l', String(bytes), `127.0.0.1:${port}`], { env: postfixEnv });
  return mails / (performance.now() - began) * 1000;
}

// Bytes of one of its mails, as a file has it.
async function sizeOfAMail(cluster) {
  const store = await startStore({ cluster, seed: '', sandbox: false });
  try {
    await makeMembers(store, 1);
    const id = await makeCampaign(store, { body, links });
    await step(store, 'send', id);
    await until(() => store.mails().length > 0);
    return Buffer.byteLength(store.mails()[0]);
  } finally {
    await store.stop();
  }
}

// Seconds until the ledger stands, mails a second from then on.
async function sendOne(store, memory) {
  const id = await makeCampaign(store, { body, links });
  const began = performance.now();
  await step(store, 'send', id);
  await until(() => progressOf(store, id), 60000);
  const frozen = (performance.now() - began) / 1000;
  const [{ at }] = await store.sql('select clock_timestamp() as at');
  while (!await reachesStatus(store, id, 'sent', 0)) {
    memory.push(residentBytes(store.server.pid));
    await sleep(100);
  }
  const [{ rate, unsent }] = await store.sql(`
    select count(*) / extract(epoch from max(sent_at) - $2::timestamptz)::float as rate, count(*) filter (where state <> 'sent')::int as unsent
    from email_messages where email_id = $1`, [id, at]);
  return { frozen, rate, unsent };
}

export async function measureCampaigns(cluster, report) {
  const port = await freePort(), sink = await startSink(port);
  const bytes = await sizeOfAMail(cluster);
  const store = await startStore({ cluster, seed: '', sandbox: false, env: { SMTP_URL: sink.url, MAIL_CONNECTIONS: String(connections), LOOPS: '1' } });
  try {
    await makeMembers(store, people);
    await store.sql('vacuum analyze');
    const memory = [], ours = [], single = [], kept = [];
    let errors = 0;
    for (let i = 0; i < rounds; i++) {
      ours.push(await sendOne(store, memory));
      errors += ours.at(-1).unsent;
      single.push(await smtpSource(port, bytes, people / 5, []));
      kept.push(await smtpSource(port, bytes, people / 5, ['-d']));
    }
    const rate = median(ours.map((run) => run.rate)), frozen = median(ours.map((run) => run.frozen));
    const note = `${people.toLocaleString('en')} recipients, mails of ${bytes.toLocaleString('en')} bytes, ${connections} connections`;
    const against = (others) => ({ a: rate, b: median(others), ratio: median(ours.map((run, i) => run.rate / others[i])) });
    report.atMost(`campaign: freezing ${people.toLocaleString('en')} recipients, s`, frozen, 5);
    report.ratio("campaign: mails/s to smtp-sink, of smtp-source's", against(single), 0.6, { errors, note });
    report.ratio("campaign: mails/s to smtp-sink, of smtp-source's with kept connections", against(kept), 0.6, { errors,
      note: `a million: frozen in ${(frozen * 1e6 / people).toFixed(0)} s, sent in ${(1e6 / rate / 60).toFixed(1)} minutes` });
    const third = memory[Math.floor(memory.length / 3)], last = memory.at(-1);
    report.atMost('campaign: memory of the worker after sending, MB', last / 1e6, 64);
    report.atMost('campaign: growth of its memory over the last two thirds, %', Math.max(0, (last / third - 1) * 100), 5);
  } finally {
    await store.stop();
    await sink.stop();
  }
}
