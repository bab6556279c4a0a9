// From the start of the program to its first answer, the database being up.
import { spawn } from 'node:child_process';
import { connect } from 'node:net';
import { startStore } from '../test/support/store.js';
import { get, median, program, quick, root, sleep } from './tools.js';

// True when the answer is a list of products.
function ask(port) {
  return new Promise((done) => {
    let text = '';
    const socket = connect(port, '127.0.0.1')
      .on('data', (piece) => { text += piece; })
      .on('end', () => done(text.startsWith('HTTP/1.1 200 ')))
      .on('error', () => done(false));
    socket.write(get('/api/v1/products', { Connection: 'close' }));
  });
}

async function startOnce(store) {
  const started = performance.now();
  const child = spawn(program, ['serve'], { cwd: root, env: store.env, stdio: 'ignore' });
  const ended = new Promise((done) => child.once('exit', done));
  while (!await ask(store.port)) {
    if (child.exitCode !== null) throw new Error(`the server ended with ${child.exitCode}`);
    await sleep(1);
  }
  const took = performance.now() - started;
  child.kill('SIGTERM');
  await ended;
  return took;
}

export async function measureStart(cluster, report) {
  const store = await startStore({ cluster, sandbox: false });
  try {
    await store.stopServer();
    const times = [];
    for (let i = 0; i < (quick ? 7 : 20); i++) times.push(await startOnce(store));
    report.atMost('start to the first list of products, ms', median(times), 100);
  } finally {
    await store.stop();
  }
}
