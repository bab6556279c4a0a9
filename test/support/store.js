// A whole store for a test: its database, Stripe's sandbox, the server. Everything listens on free ports of loopback
// and is gone after stop().
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { Cluster, program, projectRoot } from './cluster.js';
import { checkReply } from './contract.js';

export { program, projectRoot };
const sandboxProgram = process.env.STRIPE_SANDBOX ?? join(projectRoot, 'build/stripe-sandbox');

export const webhookSecret = 'whsec_test_0123456789';
export const apiKey = 'sk_test_0123456789';
const secretKey = 'a secret of at least 32 characters, for tests';

let sharedCluster;
let sharedUsers = 0;
let databases = 0;

async function database(cluster, seed) {
  // One migrated and seeded template a cluster and seed; each store gets a clone of it.
  const template = `template_${seed || 'empty'}`;
  cluster.templates ??= new Set();
  if (!cluster.templates.has(template)) {
    const env = { ...process.env, DATABASE_URL: cluster.url('postgres'), DATABASE_NAME: template, SECRET_KEY: secretKey };
    execFileSync(program, ['migrate'], { env, cwd: projectRoot, stdio: ['ignore', 'ignore', 'inherit'] });
    if (seed) execFileSync(program, ['seed', seed], { env, cwd: projectRoot, stdio: ['ignore', 'ignore', 'inherit'] });
    cluster.templates.add(template);
  }
  const name = `store_${++databases}`;
  const client = new pg.Client({ connectionString: cluster.url('postgres') });
  await client.connect();
  await client.query(`create database ${name} template ${template}`);
  await client.end();
  return name;
}

// Starts a program and waits for the first line of its output that `pattern` matches.
function start(command, args, env, pattern) {
  const child = spawn(command, args, { cwd: projectRoot, env, stdio: ['ignore', 'pipe', 'pipe'] });
  child.output = '';
  child.ended = new Promise((done) => child.once('exit', (code, signal) => done({ code, signal })));
  child.ready = new Promise((done, fail) => {
    const look = (piece) => {
      child.output = (child.output + piece).slice(-500000);
      const found = child.output.match(pattern);
      if (found) done(found);
    };
    child.stdout.on('data', look);
    child.stderr.on('data', look);
    child.once('exit', (code) => fail(new Error(`${command} ended with ${code}:\n${child.output}`)));
  });
  return child;
}

export class Store {
  // seed: 'demo' or ''. env: settings of the server. cluster: one of one's own, to stop and start it.
  static async start(options = {}) {
    const store = new Store();
    try {
      await store.build(options);
    } catch (error) {
      await store.stop().catch(() => {}); // what was started would keep the test's process alive
      throw error;
    }
    return store;
  }

  async build({ seed = 'demo', env = {}, cluster, role, sandbox = true }) {
    const store = this;
    if (cluster) store.cluster = cluster;
    else {
      sharedCluster ??= Cluster.start();
      store.cluster = await sharedCluster;
      store.shares = true;
      sharedUsers++;
    }
    store.directory = mkdtempSync(join(tmpdir(), 'swa-store-'));
    store.mailDir = join(store.directory, 'mail');
    store.databaseName = await database(store.cluster, seed);
    store.databaseUrl = store.cluster.url(store.databaseName);
    store.pool = new pg.Pool({ connectionString: store.databaseUrl, max: 4 });
    store.pool.on('error', () => {}); // tests stop the database
    store.port = await freePort();
    store.url = `http://127.0.0.1:${store.port}`;
    if (sandbox) await store.startSandbox();
    store.env = {
      PATH: process.env.PATH, ASAN_OPTIONS: process.env.ASAN_OPTIONS ?? '', LSAN_OPTIONS: process.env.LSAN_OPTIONS ?? '',
      DATABASE_URL: store.cluster.url('postgres'), DATABASE_NAME: store.databaseName, SECRET_KEY: secretKey,
      LISTEN: `127.0.0.1:${store.port}`, VAR_DIR: store.directory, STRIPE_SECRET_KEY: apiKey,
      STRIPE_WEBHOOK_SECRET: webhookSecret, STRIPE_API_BASE: store.sandboxUrl ?? 'http://127.0.0.1:1',
      MAIL_FROM: 'store@shop.example', RECONCILE_SECONDS: '1', LOG_FORMAT: 'json', LOOPS: '2',
      CHECKOUT_LIMIT: '0', // all customers of a test come from one address
      ...env };
    await store.startServer(role);
  }

  async startSandbox() {
    this.sandbox = start(sandboxProgram, [
      '--listen', '127.0.0.1:0', '--webhook-url', `${this.url}/webhooks/stripe`, '--webhook-secret', webhookSecret,
      '--api-key', apiKey], process.env, /listening on (http:\/\/\S+)/);
    this.sandboxUrl = (await this.sandbox.ready)[1];
  }

  async startServer(role) {
    this.server = start(program, ['serve', ...(role ? ['--role', role] : [])], this.env, /"serving"/);
    await this.server.ready;
    for (let i = 0; i < 100; i++) {
      const ready = await fetch(`${this.url}/readyz`).catch(() => undefined);
      if (ready?.status === 200) return;
      await sleep(20);
    }
    throw new Error(`the server is not ready:\n${this.server.output}`);
  }

  // Another server on the same database and Stripe, with a mail directory of its own; stop() it before the store.
  async secondServer({ env = {}, role } = {}) {
    const second = new Store();
    Object.assign(second, { pool: this.pool, sandboxUrl: this.sandboxUrl, port: await freePort(),
      directory: mkdtempSync(join(tmpdir(), 'swa-store-')) });
    second.url = `http://127.0.0.1:${second.port}`;
    second.mailDir = join(second.directory, 'mail');
    second.env = { ...this.env, LISTEN: `127.0.0.1:${second.port}`, VAR_DIR: second.directory, ...env };
    await second.startServer(role);
    second.stop = async () => {
      await second.stopServer();
      rmSync(second.directory, { recursive: true, force: true });
    };
    return second;
  }

  // Ends the server: SIGTERM as an operator would, or SIGKILL as a crash.
  async stopServer(signal = 'SIGTERM') {
    this.server.kill(signal);
    return this.server.ended;
  }

  async sql(text, params) {
    return (await this.pool.query(text, params)).rows;
  }

  visitor() {
    return Visitor.arrive(this);
  }

  // JSON to the sandbox's control API; see docs/stripe-sandbox.md.
  async control(method, path, body) {
    const reply = await fetch(`${this.sandboxUrl}/_sandbox/${path}`, {
      method, headers: { 'content-type': 'application/json' }, body: body === undefined ? undefined : JSON.stringify(body) });
    const text = await reply.text();
    if (!reply.ok) throw new Error(`${method} ${path}: ${reply.status} ${text}`);
    return text ? JSON.parse(text) : undefined;
  }

  pay(session, how = {}) {
    return this.control('POST', `sessions/${session}/pay`, {
      outcome: 'paid', email: 'ann@shop.example', name: 'Ann Buyer', hook: true, ...how });
  }

  mails() {
    return existsSync(this.mailDir)
      ? readdirSync(this.mailDir).filter((f) => f.endsWith('.eml')).sort().map((f) => readFileSync(join(this.mailDir, f), 'utf8'))
      : [];
  }

  async stop() {
    for (const child of [this.server, this.sandbox]) {
      if (!child || child.exitCode !== null || child.signalCode !== null) continue;
      child.kill('SIGTERM');
      this.exit = await child.ended;
    }
    await this.pool?.end().catch(() => {});
    if (this.directory) rmSync(this.directory, { recursive: true, force: true });
    if (this.shares && --sharedUsers === 0) {
      sharedCluster = undefined;
      await this.cluster.stop();
    }
    // A sanitizer's report, or a crash, fails the test that caused it.
    if (/ERROR: (Address|Leak|Thread)Sanitizer|runtime error:/.test(this.server?.output ?? '')) throw new Error(this.server.output);
  }
}

// A browser's cookies and CSRF token, without the browser.
export class Visitor {
  static async arrive(store) {
    const visitor = new Visitor();
    visitor.store = store;
    visitor.cookies = new Map();
    visitor.session = (await visitor.get('/api/v1/session')).body;
    visitor.token = visitor.session.csrf_token;
    return visitor;
  }

  async call(method, path, body, headers = {}) {
    const all = { cookie: [...this.cookies].map(([k, v]) => `${k}=${v}`).join('; '), ...headers };
    if (method !== 'GET') {
      // a header that the caller gave as null is left out
      if (all.origin === undefined) all.origin = this.store.url;
      if (this.token && all['x-csrftoken'] === undefined) all['x-csrftoken'] = this.token;
      if (body !== undefined && all['content-type'] === undefined) all['content-type'] = 'application/json';
    }
    for (const [name, value] of Object.entries(all)) if (value === null) delete all[name];
    const reply = await fetch(this.store.url + path, {
      method, headers: all, redirect: 'manual',
      body: body === undefined || typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body) });
    for (const line of reply.headers.getSetCookie()) {
      const [pair] = line.split(';');
      this.cookies.set(pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1));
    }
    const text = await reply.text();
    let parsed = text;
    if (/json/.test(reply.headers.get('content-type') ?? '')) parsed = JSON.parse(text);
    const answer = { status: reply.status, headers: reply.headers, body: parsed, text };
    checkReply(method, path, answer);
    return answer;
  }

  get(path, headers) { return this.call('GET', path, undefined, headers); }
  post(path, body, headers) { return this.call('POST', path, body, headers); }
  put(path, body, headers) { return this.call('PUT', path, body, headers); }
  delete(path, headers) { return this.call('DELETE', path, undefined, headers); }

  add(sku, quantity = 1) { return this.post('/api/v1/cart/items', { sku, quantity }); }
  ship(method = 'standard') { return this.put('/api/v1/cart/shipping', { method }); }
  checkout(more = {}) { return this.post('/api/v1/checkout', { accept_terms: true, ...more }); }
}

export const startStore = (options) => Store.start(options);

export const sleep = (ms) => new Promise((done) => setTimeout(done, ms));

// Asks until `what` gives something true; the last thing it gave otherwise.
export async function until(what, ms = 10000) {
  const end = Date.now() + ms;
  for (;;) {
    const answer = await what();
    if (answer || Date.now() > end) return answer;
    await sleep(25);
  }
}

async function freePort() {
  const { createServer } = await import('node:net');
  return new Promise((done, fail) => {
    const server = createServer().once('error', fail).listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => done(port));
    });
  });
}
