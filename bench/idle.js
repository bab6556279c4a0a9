// Load with and without 10,000 idle connections beside it.
import { startStore } from '../test/support/store.js';
import { get, median, quick, residentBytes, startTool, wrk } from './tools.js';

const connections = 10000, rounds = quick ? 3 : 4;

export async function measureIdle(cluster, report) {
  const store = await startStore({ cluster, sandbox: false, env: {
    LOOPS: '2', CONNECTIONS_PER_ADDRESS: '0', CONNECTIONS_MAX: '30000' } });
  const load = () => wrk(store.port, [get('/api/v1/products')]);
  const ratios = [], without = [], beside = [], bytes = [];
  let errors = 0, lost = 0;
  try {
    await load();
    for (let i = 0; i < rounds; i++) {
      const alone = await load();
      const before = residentBytes(store.server.pid);
      const idle = await startTool('hold', [store.port, connections], /held/);
      bytes.push((residentBytes(store.server.pid) - before) / connections);
      const crowded = await load();
      idle.closeInput();
      lost += Number((await idle.seen(/lost (\d+)/))[1]);
      await idle.ended;
      errors += alone.errors + crowded.errors;
      without.push(alone.rate);
      beside.push(crowded.rate);
      ratios.push(crowded.rate / alone.rate);
    }
    report.ratio('product list beside 10,000 idle connections: requests/s, of those without',
      { a: median(beside), b: median(without), ratio: median(ratios) }, 0.9, { errors: errors + lost });
    // Later rounds find memory that the first one left to the process.
    report.atMost('memory of an idle connection, KB', bytes[0] / 1024, 16);
  } finally {
    await store.stop();
  }
}
