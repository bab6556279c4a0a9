// Programs of Debian's Postfix, as tools/setup.sh unpacked them: a sink that takes any mail, a source that sends.
import { spawn } from 'node:child_process';
import { connect } from 'node:net';
import { join, resolve } from 'node:path';

const tree = resolve(import.meta.dirname, '../../.tools/postfix/usr');
export const postfixProgram = (name) => join(tree, 'sbin', name);
export const postfixEnv = { ...process.env, LD_LIBRARY_PATH: join(tree, 'lib/postfix') };

const answers = (port) => new Promise((done) => {
  const socket = connect(port, '127.0.0.1')
    .on('data', () => { socket.end('QUIT\r\n'); done(true); })
    .on('error', () => done(false));
});

// options: as its manual page has them, smtp-sink(1). Gone after stop().
export async function startSink(port, options = []) {
  const user = process.getuid() === 0 ? ['-u', 'nobody'] : []; // it does not run as root
  const child = spawn(postfixProgram('smtp-sink'), [...user, ...options, `127.0.0.1:${port}`, '1000'],
    { env: postfixEnv, stdio: ['ignore', 'ignore', 'inherit'] });
  const ended = new Promise((done) => child.once('exit', done));
  process.on('exit', () => child.kill());
  while (!await answers(port)) {
    if (child.exitCode !== null) throw new Error(`smtp-sink ended with ${child.exitCode}`);
    await new Promise((done) => setTimeout(done, 20));
  }
  return { pid: child.pid, url: `smtp://127.0.0.1:${port}?starttls=none`, stop: () => { child.kill(); return ended; } };
}
