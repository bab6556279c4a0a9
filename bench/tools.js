// What all measurements share: programs under load, numbers about processes, medians.
import { execFile, execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { availableParallelism, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

export const quick = process.env.BENCH_QUICK === '1';
export const rounds = quick ? 3 : 4;
export const seconds = quick ? 1 : 3;
export const root = resolve(import.meta.dirname, '..');
export const build = resolve(root, process.env.BUILD ?? 'build');
export const program = process.env.STARTUPWEBAPP ?? join(build, 'startupwebapp');

export const scratch = mkdtempSync(join(tmpdir(), 'swa-bench-'));
process.on('exit', () => rmSync(scratch, { recursive: true, force: true }));

const execute = promisify(execFile);

export function median(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

export const sleep = (ms) => new Promise((done) => setTimeout(done, ms));

// One thread that answers gets a core to itself, and wrk another: else the two would take turns, and both sides of a
// comparison would look more alike than they are.
const separate = availableParallelism() > 1;

export function pinServer(pid) {
  if (separate) execFileSync('taskset', ['-a', '-c', '-p', '0', String(pid)], { stdio: 'ignore' });
}

// Sends `requests` (as they go over the wire) in any order over 64 kept connections.
export async function wrk(port, requests, { pinned = false, connections = 64 } = {}) {
  const file = join(scratch, `requests-${port}`);
  writeFileSync(file, requests.join('\0'));
  const words = ['wrk', '-t1', `-c${connections}`, `-d${seconds}s`, '--timeout', '10s', '-s', join(root, 'bench/load.lua'),
    `http://127.0.0.1:${port}/`, '--', file];
  if (pinned && separate) words.unshift('taskset', '-c', '1');
  const { stdout } = await execute(words[0], words.slice(1));
  const run = JSON.parse(stdout.trim().split('\n').at(-1));
  return { ...run, rate: run.requests / run.microseconds * 1e6 };
}

export function get(path, headers = {}) {
  const lines = Object.entries({ Host: '127.0.0.1', ...headers }).map(([name, value]) => `${name}: ${value}\r\n`);
  return `GET ${path} HTTP/1.1\r\n${lines.join('')}\r\n`;
}

// Seconds of processor time that a process used so far.
export function cpuSeconds(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, 'latin1').replace(/^.*\) /, '').split(' ');
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

// Bytes of memory that a process has resident.
export function residentBytes(pid) {
  return Number(readFileSync(`/proc/${pid}/status`, 'latin1').match(/^VmRSS:\s+(\d+) kB/m)[1]) * 1024;
}

// Starts one of the programs of bench/ and waits for the first line that `pattern` matches.
export async function startTool(name, words, pattern) {
  const child = spawn(join(build, 'bench', name), words.map(String), { stdio: ['pipe', 'pipe', 'inherit'] });
  const ended = new Promise((done) => child.once('exit', done));
  let output = '';
  const seen = (wanted) => new Promise((done, fail) => {
    const look = () => {
      const found = output.match(wanted);
      if (found) done(found);
    };
    child.stdout.on('data', look);
    child.once('exit', (code) => (wanted.test(output) ? look() : fail(new Error(`${name} ended with ${code}: ${output}`))));
    look();
  });
  child.stdout.on('data', (piece) => { output += piece; });
  await seen(pattern);
  return { pid: child.pid, seen, closeInput: () => child.stdin.end(), stop: () => { child.kill(); return ended; }, ended };
}

export const freePort = () => new Promise((done, fail) => {
  const server = createServer().once('error', fail).listen(0, '127.0.0.1', () => {
    const { port } = server.address();
    server.close(() => done(port));
  });
});

// Runs a and b by turns, so that whatever else the machine does meets both; gives the medians and the median of the
// ratios a/b of neighbours.
export async function alternate(a, b) {
  const as = [], bs = [];
  for (let i = 0; i < rounds; i++) {
    as.push(await a());
    bs.push(await b());
  }
  return { a: median(as), b: median(bs), ratio: median(as.map((value, i) => value / bs[i])) };
}
