// Reading and filling carts through HTTP against pgbench running the same statements pipelined.
import { createHmac } from 'node:crypto';
import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { startStore } from '../test/support/store.js';
import { alternate, get, residentBytes, root, scratch, seconds, wrk } from './tools.js';

const visitors = 2000, linesOfACart = 3, readsInAPipeline = 4;
const secretKey = 'a secret of at least 32 characters, for measuring';
const execute = promisify(execFile);

// A cart's visitor is its number in 16 bytes, so that pgbench can name it without a table of them.
const visitorBytes = (number) => Buffer.from(number.toString(16).padStart(32, '0'), 'hex');

// As src/http/visitor.c signs: nonce and MAC, each 16 bytes.
function token(purpose, nonce, boundTo) {
  const mac = createHmac('sha256', secretKey).update(purpose).update(nonce).update(boundTo).digest().subarray(0, 16);
  return `${nonce.toString('base64url')}.${mac.toString('base64url')}`;
}

function headersOf(number) {
  const visitor = visitorBytes(number);
  return { Cookie: `visitor=${token('visitor:', visitor, '')}`, csrf: token('csrf:', Buffer.alloc(16, 7), visitor) };
}

function addRequest(store, number, sku) {
  const { Cookie, csrf } = headersOf(number);
  const body = JSON.stringify({ sku, quantity: 1 });
  return `POST /api/v1/cart/items HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: ${Cookie}\r\nX-CSRFToken: ${csrf}\r\n`
    + `Origin: ${store.url}\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
}

// The SKU of a visitor's line; the same formula in pgbench's scripts.
const skuOf = (skus, visitor, line) => (visitor + line * 7) % skus + 1;

async function fillCarts(store) {
  const [{ skus, last }] = await store.sql('select count(*)::int as skus, max(id)::int as last from skus');
  if (skus !== last) throw new Error('the SKUs of the demo shop are not numbered from 1');
  await store.sql('update sku_inventory set quantity_on_hand = 1000000 where quantity_on_hand is not null');
  await store.sql("insert into carts (visitor) select decode(lpad(to_hex(n), 32, '0'), 'hex') from generate_series(1, $1::int) n", [visitors]);
  await store.sql(`
    insert into cart_skus (cart_id, sku_id, quantity, price_seen)
    select carts.id, sku_offers.sku_id, 1, sku_offers.price
    from generate_series(1, $1::int) n
    join carts on carts.visitor = decode(lpad(to_hex(n), 32, '0'), 'hex')
    cross join generate_series(0, $2::int - 1) line
    join sku_offers on sku_offers.sku_id = (n + line * 7) % $3::int + 1`, [visitors, linesOfACart, skus]);
  await store.sql('analyze');
  return skus;
}

// Each run starts from the same carts and the same number of dead rows.
async function reset(store) {
  await store.sql('update cart_skus set quantity = 1 where quantity <> 1');
  await store.sql('vacuum carts, cart_skus');
}

// A named query as pgbench takes it. It sends parameters without types, so each gets the type that sqlgen declares.
function statement(name, values) {
  const source = readFileSync(join(root, 'src/cart/cart.sql'), 'utf8');
  const found = source.match(new RegExp(`^-- name: ${name} :\\w+ \\((.*)\\)\\n([^]*?);\\n`, 'm'));
  if (!found) throw new Error(`cart.sql has no query ${name}`);
  let text = found[2].replace(/^--.*\n/gm, '');
  for (const [, parameter, type] of found[1].matchAll(/(\w+) (\w+)/g)) {
    const value = values[parameter] ?? `(:${parameter}::${type})`;
    text = text.replace(new RegExp(`(?<!:):${parameter}\\b`, 'g'), value);
  }
  return `${text};\n`;
}

const values = { visitor: "decode(lpad(to_hex(:visitor::int), 32, '0'), 'hex')", media_url: "'/media/'::text", most_lines: '100' };
const units = {
  read: ['cart_view'],
  add: ['cart_ensure', 'cart_add_sku', 'cart_check_sku', 'cart_view'],
};

function script(kind, skus) {
  const file = join(scratch, `${kind}.sql`);
  const unit = units[kind].map((name) => statement(name, values)).join('');
  const choose = `\\set visitor random(1, ${visitors})\n\\set line random(0, ${linesOfACart - 1})\n`
    + `\\set sku (:visitor + :line * 7) % ${skus} + 1\n\\set quantity 1\n`;
  // An add is a transaction of its own; reads share a pipeline as they do in the server.
  const body = kind === 'read' ? (choose + unit).repeat(readsInAPipeline) : choose + unit;
  // pgbench prepares a script's statements at the first that it runs, which can't be done inside a pipeline.
  writeFileSync(file, `\\startpipeline\n${body}\\endpipeline\n`);
  return { file, units: kind === 'read' ? readsInAPipeline : 1 };
}

async function pgbench(store, { file, units: perTransaction }) {
  const connections = Number(store.env.LOOPS) * 2;
  const { stdout } = await execute('pgbench', ['-n', '-M', 'prepared', '-c', String(connections), '-j', '1',
    '-T', String(seconds), '-f', file, store.databaseUrl], { env: { ...process.env, // The server's connections are old: their plans are made.
    PGOPTIONS: '-c jit=off -c TimeZone=UTC -c plan_cache_mode=force_generic_plan' } });
  const failed = Number(stdout.match(/number of failed transactions: (\d+)/)?.[1] ?? 0);
  if (failed) throw new Error(`pgbench: ${failed} transactions failed\n${stdout}`);
  return Number(stdout.match(/^tps = ([\d.]+)/m)[1]) * perTransaction;
}

export async function measureCarts(cluster, report) {
  const store = await startStore({ cluster, sandbox: false, env: { SECRET_KEY: secretKey, DATABASE_CONNECTIONS: '2' } });
  try {
    const skus = await fillCarts(store);
    const numbers = Array.from({ length: visitors }, (_, i) => i + 1);
    const requests = {
      read: numbers.map((n) => get('/api/v1/cart', { Cookie: headersOf(n).Cookie })),
      add: numbers.flatMap((n) => Array.from({ length: linesOfACart }, (_, line) => addRequest(store, n, skuOf(skus, n, line)))),
    };
    for (const kind of ['read', 'add']) {
      const commands = script(kind, skus);
      let errors = 0;
      const ours = async () => {
        await reset(store);
        const run = await wrk(store.port, requests[kind]);
        errors += run.errors;
        return run.rate;
      };
      const theirs = async () => {
        await reset(store);
        return pgbench(store, commands);
      };
      report.ratio(`cart ${kind}: requests/s, of pgbench's with the same statements`, await alternate(ours, theirs), 0.6, { errors });
    }
    await wrk(store.port, [get('/api/v1/products'), get('/api/v1/collections'), get('/')]);
    report.atMost('memory of the server after this run, MB', residentBytes(store.server.pid) / 1e6, 64);
  } finally {
    await store.stop();
  }
}
