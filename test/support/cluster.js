// A PostgreSQL cluster for one test file: without fsync, on a unix socket, gone at the end.
import { execFileSync, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, existsSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

export const projectRoot = resolve(import.meta.dirname, '../..');
export const program = process.env.STARTUPWEBAPP ?? join(projectRoot, 'build/startupwebapp');
const root = process.getuid() === 0;

function programs() {
  const base = '/usr/lib/postgresql';
  const versions = existsSync(base) ? readdirSync(base).map(Number).filter(Boolean).sort((a, b) => b - a) : [];
  for (const version of versions) if (existsSync(`${base}/${version}/bin/initdb`)) return `${base}/${version}/bin`;
  throw new Error('PostgreSQL is not installed: run make setup');
}

// PostgreSQL refuses to run as root.
function words(program, args) {
  const path = join(programs(), program);
  return root ? ['setpriv', ['--reuid=postgres', '--regid=postgres', '--init-groups', path, ...args]] : [path, args];
}

function run(program, args, cwd) {
  const [command, rest] = words(program, args);
  execFileSync(command, rest, { cwd, stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, LC_ALL: 'C.UTF-8' } });
}

const INITDB = ['--no-sync', '-A', 'trust', '-U', 'postgres', '-E', 'UTF8', '--locale=C.UTF-8', '--wal-segsize=1'];

// initdb takes longer than most test files: what it makes is kept beside the program under test, and copied.
function makeData(data, directory) {
  const build = dirname(program);
  const key = createHash('sha256').update([programs(), process.getuid(), ...INITDB].join(' ')).digest('hex').slice(0, 12);
  const kept = join(build, `test-cluster-${key}`);
  if (existsSync(kept)) {
    copy(kept, data);
    return;
  }
  run('initdb', [...INITDB, '-D', data], directory);
  const ours = mkdtempSync(`${kept}-`);
  copy(data, ours);
  try {
    renameSync(join(ours, 'data'), kept);
  } catch (error) {
    if (!existsSync(kept)) throw error; // else another file was quicker
  }
  rmSync(ours, { recursive: true, force: true });
}

const copy = (from, to) => execFileSync('cp', ['-a', '--reflink=auto', from, to]);

export class Cluster {
  static async start(settings = {}) {
    const cluster = new Cluster();
    cluster.directory = mkdtempSync(join(tmpdir(), 'swa-test-'));
    if (root) execFileSync('chown', ['postgres:postgres', cluster.directory]);
    chmodSync(cluster.directory, 0o755);
    cluster.data = join(cluster.directory, 'data');
    makeData(cluster.data, cluster.directory);
    cluster.settings = { max_connections: 200, shared_buffers: '64MB', ...settings };
    await cluster.up();
    process.on('exit', () => cluster.kill());
    return cluster;
  }

  async up() {
    const options = Object.entries(this.settings).flatMap(([k, v]) => ['-c', `${k}=${v}`]);
    const [command, args] = words('postgres', [
      '-D', this.data, '-k', this.directory, '-c', 'listen_addresses=', '-c', 'fsync=off', '-c', 'full_page_writes=off',
      '-c', 'synchronous_commit=off', '-c', 'autovacuum=off', ...options]);
    this.log = '';
    this.process = spawn(command, args, { cwd: this.directory, stdio: ['ignore', 'ignore', 'pipe'] });
    this.ended = new Promise((resolve) => this.process.once('exit', resolve));
    this.process.stderr.on('data', (piece) => { this.log = (this.log + piece).slice(-200000); });
    for (let i = 0; i < 300; i++) {
      try {
        run('psql', ['-h', this.directory, '-U', 'postgres', '-qAtc', 'select 1', 'postgres'], this.directory);
        return;
      } catch {
        if (this.process.exitCode !== null) throw new Error(`PostgreSQL does not start:\n${this.log}`);
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    }
    throw new Error(`PostgreSQL does not answer:\n${this.log}`);
  }

  url(database) {
    return `postgresql://postgres@/${database}?host=${encodeURIComponent(this.directory)}`;
  }

  // fast: SIGINT ends sessions and shuts down; immediate: SIGQUIT, as a crash.
  async down(how = 'fast') {
    this.process.kill(how === 'fast' ? 'SIGINT' : 'SIGQUIT');
    await this.ended;
  }

  kill() {
    if (this.process?.exitCode === null && this.process.signalCode === null) this.process.kill('SIGQUIT');
  }

  async stop() {
    if (this.process.exitCode === null && this.process.signalCode === null) await this.down('immediate');
    rmSync(this.directory, { recursive: true, force: true });
  }
}
