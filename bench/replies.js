// The product list and a product's page against a bare libmicrohttpd program that sends the same bytes.
import { connect } from 'node:net';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startStore } from '../test/support/store.js';
import { alternate, cpuSeconds, freePort, get, pinServer, scratch, sleep, startTool, wrk } from './tools.js';

// A reply as it comes over the wire.
function fetchRaw(port, path) {
  return new Promise((done, fail) => {
    const pieces = [];
    const socket = connect(port, '127.0.0.1')
      .on('data', (piece) => pieces.push(piece))
      .on('end', () => done(Buffer.concat(pieces)))
      .on('error', fail);
    socket.write(get(path, { Connection: 'close' }));
  });
}

async function startBare(store, paths) {
  const port = await freePort();
  const files = [];
  for (const [i, path] of paths.entries()) {
    files.push(join(scratch, `reply-${i}`));
    writeFileSync(files[i], Buffer.concat([Buffer.from(`${path}\n`), await fetchRaw(store.port, path)]));
  }
  const bare = await startTool('bare', [port, store.env.LOOPS, ...files], /listening/);
  return { ...bare, port };
}

const withoutMarks = (reply) => reply.toString('latin1').replace(/^(Date|X-Request-Id|Connection): .*\r\n/gm, '')
  .split('\r\n').sort().join('\n');

async function comparePage(store, bare, path, title, report) {
  if (withoutMarks(await fetchRaw(store.port, path)) !== withoutMarks(await fetchRaw(bare.port, path)))
    throw new Error(`${path}: the bare program's reply differs`);
  let errors = 0;
  const used = { ours: [0, 0], bare: [0, 0] };
  const run = async (side, port, pid) => {
    const before = cpuSeconds(pid);
    const result = await wrk(port, [get(path)], { pinned: true });
    used[side][0] += cpuSeconds(pid) - before;
    used[side][1] += result.requests;
    errors += result.errors;
    return result.rate;
  };
  const result = await alternate(() => run('ours', store.port, store.server.pid), () => run('bare', bare.port, bare.pid));
  const cost = (side) => (used[side][0] / used[side][1] * 1e6).toFixed(1);
  report.ratio(`${title}: requests/s, of a bare libmicrohttpd program's`, result, 0.7, { errors,
    note: `processor time a request: ${cost('ours')} us, bare ${cost('bare')} us` });
}

export async function measureReplies(cluster, report) {
  const store = await startStore({ cluster, sandbox: false, env: { LOOPS: '1' } });
  const [{ slug }] = await store.sql('select slug from products order by id limit 1');
  await store.sql("update products set published_at = now() - interval '1 hour'");
  // The demo shop has fewer products than a page holds: copies make it full.
  await store.sql(`
    with copies as (
      insert into products (slug, title, subtitle, description, option_names, published_at)
      select slug || '-copy', title, subtitle, description, option_names, published_at from products order by id limit 24
      returning id, slug
    ), pictures as (
      insert into product_images (product_id, file, variants, alt, width, height, option_value, position)
      select copies.id, file, variants, alt, width, height, option_value, position
      from copies join products on products.slug || '-copy' = copies.slug join product_images on product_id = products.id
    )
    insert into product_skus (product_id, sku_id, position)
    select copies.id, sku_id, position
    from copies join products on products.slug || '-copy' = copies.slug join product_skus on product_id = products.id`);
  await sleep(1000);
  const list = await (await fetch(`${store.url}/api/v1/products`)).json();
  const pages = [['/api/v1/products', `product list of ${list.items.length}`], [`/api/v1/products/${slug}`, 'product page']];
  if ((await fetch(store.url)).ok) pages.push(['/', 'index.html of the storefront (for comparison)']);
  const bare = await startBare(store, pages.map(([path]) => path));
  pinServer(store.server.pid);
  pinServer(bare.pid);
  try {
    for (const [path, title] of pages) await comparePage(store, bare, path, title, report);
  } finally {
    await bare.stop();
    await store.stop();
  }
}
