// Links of campaigns against a bare libmicrohttpd program that sends the same reply: those of a thousand recipients who
// follow them again and again, and those of many who each follow one.
import { connect } from 'node:net';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { clickPath, sentCampaign } from '../test/support/sentCampaign.js';
import { startStore, until } from '../test/support/store.js';
import { alternate, cpuSeconds, freePort, get, pinServer, quick, scratch, startTool, wrk } from './tools.js';

const AGENT = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';
const MANY = quick ? 20000 : 100000;

const ask = (path, more = {}) => get(path, { 'User-Agent': AGENT, ...more });

function fetchRaw(port, path) {
  return new Promise((done, fail) => {
    const pieces = [];
    const socket = connect(port, '127.0.0.1')
      .on('data', (piece) => pieces.push(piece))
      .on('end', () => done(Buffer.concat(pieces)))
      .on('error', fail);
    socket.write(ask(path, { Connection: 'close' }));
  });
}

async function startBare(store, path) {
  const port = await freePort();
  const file = join(scratch, 'click');
  writeFileSync(file, Buffer.concat([Buffer.from(`${path}\n`), await fetchRaw(store.port, path)]));
  return { ...(await startTool('bare', [port, store.env.LOOPS, file], /listening/)), port };
}

async function compare(store, bare, paths, title, wanted, report) {
  let errors = 0;
  const used = { ours: [0, 0], bare: [0, 0] };
  const run = async (side, port, pid, requests) => {
    const before = cpuSeconds(pid);
    const result = await wrk(port, requests, { pinned: true });
    used[side][0] += cpuSeconds(pid) - before;
    used[side][1] += result.requests;
    errors += result.errors;
    return result.rate;
  };
  const result = await alternate(
    () => run('ours', store.port, store.server.pid, paths.map((path) => ask(path))),
    () => run('bare', bare.port, bare.pid, [ask(bare.path)]));
  const cost = (side) => (used[side][0] / used[side][1] * 1e6).toFixed(1);
  const what = `click redirect, ${title}: requests/s, of a bare libmicrohttpd reply's`;
  const note = `processor time a request: ${cost('ours')} us, bare ${cost('bare')} us`;
  if (wanted) report.ratio(what, result, wanted, { errors, note });
  else report.add({ what, value: result.ratio.toFixed(2), wanted: 'for comparison', passed: !errors, detail: `${Math.round(result.a)}/s; ${note}` });
}

export async function measureClicks(cluster, report) {
  const store = await startStore({ cluster, sandbox: false, role: 'web', env: { LOOPS: '1', PUBLIC_URL: 'https://shop.example' } });
  const people = Array.from({ length: MANY }, (_, i) => `reader${i}@post.example`);
  const { id, messages, links } = await sentCampaign(store, { people, urls: ['https://shop.example/products', 'https://shop.example/', 'https://elsewhere.example/'], ago: '1 hour' });
  await store.sql('vacuum analyze');
  const paths = messages.flatMap(({ id: message }) => links.map((link) => clickPath(store, message, link)));
  const bare = { ...(await startBare(store, paths[0])), path: paths[0] };
  pinServer(store.server.pid);
  pinServer(bare.pid);
  try {
    await compare(store, bare, paths.slice(0, 1000), '1,000 links again and again', 0.5, report);
    await compare(store, bare, paths, `each of ${(paths.length).toLocaleString('en')} links once, a row for each`, undefined, report);
    const counted = async () => Number((await store.sql('select count(*) as n from email_events where email_id = $1', [id]))[0].n);
    await until(async () => await counted() > 0);
    console.log(`     ${await counted()} clicks were counted`);
  } finally {
    await bare.stop();
    await store.stop();
  }
}
