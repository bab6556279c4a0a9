// Emptying the outbox into Postfix's smtp-sink against smtp-source, which sends one mail of the same size again and again.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { postfixEnv, postfixProgram, startSink } from '../test/support/postfix.js';
import { startStore } from '../test/support/store.js';
import { alternate, freePort, quick, residentBytes, sleep } from './tools.js';

const mails = quick ? 4000 : 20000, connections = 10, linesOfAnOrder = 3;
const execute = promisify(execFile);

// Paid orders of three lines, as the database has them.
export async function makeOrders(store) {
  const sql = (text) => store.sql(text, text.includes('$1') ? [mails] : undefined);
  await sql(`
    insert into checkouts (identifier, visitor, email, status, snapshot, snapshot_hash, currency, item_subtotal, item_discount,
      shipping, shipping_discount, total, refunds_known, stripe_session_id, session_expires_at, next_check_at, finished_at)
    select md5(n::text), '\\x00', 'buyer' || n || '@shop.example', 'completed', '{}', '\\x00', 'USD', 6000, 0, 500, 0, 6500, true,
      'cs_' || n, now(), now(), now()
    from generate_series(1, $1::int) n`);
  await sql(`
    insert into orders (identifier, access_key, checkout_id, made_by, visitor, email, currency, item_subtotal, item_discount,
      shipping, shipping_discount, total)
    select upper(left(identifier, 12)), md5('key' || id), id, '\\x00', '\\x00', email, currency, item_subtotal, item_discount,
      shipping, shipping_discount, total
    from checkouts`);
  await sql(`
    insert into order_skus (order_id, position, code, product, title, sku_title, options, quantity, unit_price, line_total)
    select orders.id, line, 'CODE-' || line, 'product-' || line, 'Hand-thrown mug of grey clay, number ' || orders.id, 'Large', '{}', 2, 1000, 2000
    from orders, generate_series(1, ${linesOfAnOrder}) line`);
  await sql(`
    insert into order_shipping (order_id, method, title, name, line1, city, state, postal_code, country)
    select id, 'standard', 'Standard', 'Ann Buyer ' || id, id || ' Long Street', 'Springfield', 'IL', '62701', 'US' from orders`);
}

export const waits = async (store) => (await store.sql(`select 1 from email_messages where state = 'queued' limit 1`)).length > 0
  || (await store.sql(`select 1 from email_messages where state = 'claimed' limit 1`)).length > 0;

// Mails a second, from the commit of the rows until the last one's end is written down. memory: a sample each 50 ms.
async function emptyOutbox(store, memory) {
  await store.sql('delete from email_messages');
  await store.sql('vacuum analyze email_messages');
  await store.sql(`insert into email_messages (kind, recipient, order_id) select 'order_confirmation', email, id from orders order by id`);
  const [{ began }] = await store.sql('select clock_timestamp() as began');
  while (await waits(store)) {
    memory.push(residentBytes(store.server.pid));
    await sleep(50);
  }
  const [{ rate, unsent }] = await store.sql(`
    select count(*) / extract(epoch from max(sent_at) - $1::timestamptz)::float as rate, count(*) filter (where state <> 'sent')::int as unsent
    from email_messages`, [began]);
  return { rate, unsent };
}

async function smtpSource(port, bytes, options) {
  const began = performance.now();
  await execute(postfixProgram('smtp-source'),
    [...options, '-s', String(connections), '-m', String(mails), '-l', String(bytes), `127.0.0.1:${port}`], { env: postfixEnv });
  return mails / (performance.now() - began) * 1000;
}

// Bytes of one of our mails, as a file has it, for smtp-source to send as many.
async function sizeOfAMail(cluster) {
  const store = await startStore({ cluster, seed: '', sandbox: false });
  try {
    await store.stopServer();
    await makeOrders(store);
    await store.sql(`insert into email_messages (kind, recipient, order_id) select 'order_confirmation', email, id from orders order by id limit 1`);
    await store.startServer();
    while (store.mails().length === 0) await sleep(20);
    return Buffer.byteLength(store.mails()[0]);
  } finally {
    await store.stop();
  }
}

export async function measureMail(cluster, report) {
  const port = await freePort(), sink = await startSink(port);
  const bytes = await sizeOfAMail(cluster);
  const store = await startStore({ cluster, seed: '', sandbox: false, env: { SMTP_URL: sink.url, MAIL_CONNECTIONS: String(connections), LOOPS: '1' } });
  try {
    await makeOrders(store);
    const memory = [];
    let errors = 0;
    const ours = async () => {
      const run = await emptyOutbox(store, memory);
      errors += run.unsent;
      return run.rate;
    };
    const note = `${mails.toLocaleString('en')} order confirmations of ${bytes.toLocaleString('en')} bytes, ${connections} connections`;
    const single = await alternate(ours, () => smtpSource(port, bytes, []));
    report.ratio("mails/s to smtp-sink, of smtp-source's", single, 0.7, { errors, note });
    // with -d it keeps its connections as we do, though it composes nothing and writes nothing down
    const kept = await alternate(ours, () => smtpSource(port, bytes, ['-d']));
    report.ratio("mails/s to smtp-sink, of smtp-source's with kept connections", kept, 0.7, { errors, note });
    const third = memory[Math.floor(memory.length / 3)], last = memory.at(-1);
    report.atMost('memory of the worker after sending, MB', last / 1e6, 64);
    report.atMost('growth of its memory over the last two thirds, %', Math.max(0, (last / third - 1) * 100), 5);
  } finally {
    await store.stop();
    await sink.stop();
  }
}
