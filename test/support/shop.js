// Rows for a store that starts empty: a test makes what it needs.
let made = 0;

// One product with SKUs. skus: [{price, stock, prices: [[amount, 'interval ago'], ...]}]; published: SQL.
export async function addProduct(store, {
  title = 'Thing', subtitle = '', description = '', slug = `thing-${++made}`, published = "now() - interval '1 day'",
  collections = [], optionNames = [], skus = [{ price: 1000 }] } = {}) {
  const [{ id }] = await store.sql(
    `insert into products (slug, title, subtitle, description, option_names, published_at)
     values ($1, $2, $3, $4, $5, ${published}) returning id`, [slug, title, subtitle, description, optionNames]);
  const skuIds = [];
  for (const sku of skus) skuIds.push(await addSku(store, id, sku));
  for (const collection of collections)
    await store.sql(
      `with found as (
         insert into collections (slug, title) values ($1, $1)
         on conflict (slug) do update set title = excluded.title returning id)
       insert into product_collections (collection_id, product_id) select id, $2 from found`, [collection, id]);
  return { id: Number(id), slug, title, sku: skuIds[0], skus: skuIds };
}

export async function addSku(store, product, { price = 1000, prices, stock, backorder = false, options = {}, position = 0 } = {}) {
  const [{ id }] = await store.sql('insert into skus (code, options) values ($1, $2) returning id', [`SKU-${++made}`, options]);
  for (const [amount, ago] of prices ?? [[price, '40 days']])
    await store.sql(`insert into sku_prices (sku_id, amount, effective_at) values ($1, $2, now() - $3::interval)`, [id, amount, ago]);
  if (stock !== undefined)
    await store.sql('insert into sku_inventory (sku_id, quantity_on_hand, backorder_allowed) values ($1, $2, $3)', [id, stock, backorder]);
  await store.sql('insert into product_skus (product_id, sku_id, position) values ($1, $2, $3)', [product, id, position]);
  return Number(id);
}

export async function addShipping(store, code = 'standard', amount = 750) {
  await store.sql('insert into shipping_methods (code, title, amount) values ($1, $1, $2)', [code, amount]);
}
