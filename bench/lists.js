// The time of a product list that is not in memory, from 100 products to 100,000.
import { execFileSync } from 'node:child_process';
import http from 'node:http';
import { startStore } from '../test/support/store.js';
import { median, program, quick, root } from './tools.js';

const sizes = [100, 1000, 10000, ...(quick ? [] : [100000])];
const requests = quick ? 11 : 31;

// must: the time may grow at most twofold, for as many products found; the others tell how a question grows that has
// more to look at in a larger shop.
const questions = [
  { title: 'newest', query: '', must: true },
  { title: 'price', query: 'sort=price', must: true },
  { title: '-price', query: 'sort=-price', must: true },
  { title: 'title', query: 'sort=title', must: true },
  { title: 'in stock', query: 'in_stock=true&sort=price', must: true },
  { title: 'collection with a third of all, newest', query: 'collection=third', must: true },
  { title: 'collection with a third of all, by price', query: 'collection=third&sort=price', must: true },
  { title: 'collection of 30 products', query: 'collection=small&sort=title', must: true },
  { title: 'collection that does not exist', query: 'collection=none', must: true },
  { title: 'search: a word of 30 products', query: 'q=zephyr', must: true },
  { title: 'search: the same word, mistyped', query: 'q=zephyrr', must: true },
  { title: 'search: a word that no product has', query: 'q=qxvwkz', must: true },
  { title: 'search: a word of a tenth of all', query: 'q=brass' },
  { title: 'search: a word of all products', query: 'q=measuring' },
  { title: 'search: two letters', query: 'q=no' },
  { title: 'the dearest twentieth, cheapest first', query: 'sort=price&min_price=19500' },
  { title: 'the cheapest twentieth, newest first', query: 'max_price=1500', differs: 'min_price', from: 0 },
];

function ask(agent, port, path) {
  return new Promise((done, fail) => {
    const started = performance.now();
    http.get({ host: '127.0.0.1', port, path, agent }, (reply) => {
      let text = '';
      reply.on('data', (piece) => { text += piece; });
      reply.on('end', () => {
        const took = performance.now() - started;
        if (reply.statusCode === 200) done({ took, found: JSON.parse(text).items.length });
        else fail(new Error(`${path}: ${reply.statusCode} ${text}`));
      });
    }).on('error', fail);
  });
}

async function makeShop(cluster, size) {
  const store = await startStore({ cluster, seed: '', sandbox: false });
  execFileSync(program, ['seed', 'load', '--products', String(size), '--skus', String(size * 2)],
    { env: store.env, cwd: root, stdio: ['ignore', 'ignore', 'inherit'] });
  await store.sql("insert into collections (slug, title) values ('third', 'A third'), ('small', 'A small one')");
  await store.sql(`
    insert into product_collections (collection_id, product_id)
    select collections.id, products.id
    from products, collections
    where (collections.slug = 'third' and products.id % 3 = 0)
        or (collections.slug = 'small' and products.id % ($1::int / 30) = 0 and products.id / ($1::int / 30) <= 30)`, [size]);
  await store.sql("update products set title = 'Zephyr ' || title where id % ($1::int / 30) = 1 and id / ($1::int / 30) < 30", [size]);
  await store.sql('vacuum analyze');
  return store;
}

// The reply cache never has the answer: each request asks for another highest price above (or lowest below) all prices.
// The shops take turns, so that whatever else the machine does meets all of them.
async function measureQuestion(shops, { query, must, differs = 'max_price', from = 99000000 }) {
  const answers = shops.map(() => []);
  for (let i = 0; i < (must ? requests : Math.ceil(requests / 4)); i++)
    for (const [n, { store, agent }] of shops.entries())
      answers[n].push(await ask(agent, store.port, `/api/v1/products?${query}&${differs}=${from + i}`));
  return answers.map((all) => ({ ms: median(all.map((a) => a.took)), found: all[0].found }));
}

export async function measureLists(cluster, report) {
  const shops = [];
  try {
    for (const size of sizes)
      shops.push({ store: await makeShop(cluster, size), agent: new http.Agent({ keepAlive: true, maxSockets: 1 }) });
    for (const question of questions) report.growth(question, sizes, await measureQuestion(shops, question));
  } finally {
    for (const { store, agent } of shops) {
      agent.destroy();
      await store.stop();
    }
  }
}
