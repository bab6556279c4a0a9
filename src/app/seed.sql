-- The demo shop: each query takes one of demo/'s files, CSV as a JSON array of objects of text (see
-- seed_csv.c).

-- name: seed_is_empty :one ()
select not exists (select from products) as empty;

-- name: seed_store :exec (store jsonb)
update configuration
set value = given.value
from jsonb_each(:store) as given(key, value)
where configuration.key = case given.key
    when 'name' then 'store_name'
    when 'tagline' then 'store_tagline'
    else given.key end;

-- name: seed_collections :exec (rows jsonb)
insert into collections (slug, title, description, position, image)
select slug, title, coalesce(description, ''), position,
    case when image is not null then jsonb_build_object(
        'file', image || '-800.webp', 'variants', '[]'::jsonb, 'alt', title, 'width', 800, 'height', 600) end
from jsonb_to_recordset(:rows) as row(slug text, title text, description text, position int, image text);

-- name: seed_products :exec (rows jsonb)
insert into products (slug, title, subtitle, description, option_names, published_at)
select slug, title, coalesce(subtitle, ''), coalesce(description, ''), coalesce(string_to_array(option_names, ';'), '{}'),
    now() - days_ago * interval '1 day'
from jsonb_to_recordset(:rows) as row(
    slug text, title text, subtitle text, description text, position int, days_ago int, option_names text)
order by position;

-- name: seed_product_collections :exec (rows jsonb)
insert into product_collections (collection_id, product_id)
select collections.id, products.id
from jsonb_to_recordset(:rows) as row(slug text, collections text)
cross join lateral unnest(string_to_array(row.collections, ';')) as wanted(slug)
join collections on collections.slug = wanted.slug
join products on products.slug = row.slug;

-- name: seed_product_images :exec (rows jsonb)
insert into product_images (product_id, file, variants, alt, width, height, option_value, position)
select products.id, file || '-1200.webp',
    jsonb_build_array(
        jsonb_build_object('width', 600, 'file', file || '-600.webp'),
        jsonb_build_object('width', 1200, 'file', file || '-1200.webp')),
    coalesce(alt, ''), width, height, colour, row.position
from jsonb_to_recordset(:rows) as row(
    product text, file text, alt text, width int, height int, position int, colour text)
join products on products.slug = row.product;

-- name: seed_skus :exec (rows jsonb)
with added as (
    insert into skus (code, title, options, weight_grams)
    select row.code, coalesce(row.title, ''),
        jsonb_strip_nulls(jsonb_build_object('Colour', row.colour, 'Size', row.size)), row.weight_grams
    from jsonb_to_recordset(:rows) as row(code text, title text, colour text, size text, weight_grams int)
    returning id, code
),
counted as (
    insert into sku_inventory (sku_id, quantity_on_hand, backorder_allowed)
    select added.id, row.quantity_on_hand, coalesce(row.backorder_allowed, false)
    from jsonb_to_recordset(:rows) as row(code text, quantity_on_hand int, backorder_allowed boolean)
    join added on added.code = row.code
),
moved as (
    insert into stock_movements (sku_id, change, reason)
    select added.id, row.quantity_on_hand, 'opening'
    from jsonb_to_recordset(:rows) as row(code text, quantity_on_hand int)
    join added on added.code = row.code
    where row.quantity_on_hand > 0
)
insert into product_skus (product_id, sku_id, position)
select products.id, added.id, coalesce(row.position, 0)
from jsonb_to_recordset(:rows) as row(code text, product text, position int)
join added on added.code = row.code
join products on products.slug = row.product;

-- name: seed_sku_prices :exec (rows jsonb)
insert into sku_prices (sku_id, amount, effective_at)
select skus.id, amount, now() - days_ago * interval '1 day'
from jsonb_to_recordset(:rows) as row(sku text, amount bigint, days_ago int)
join skus on skus.code = row.sku;

-- name: seed_shipping_methods :exec (rows jsonb)
insert into shipping_methods (code, title, description, amount, position, carrier, tracking_url_template)
select code, title, coalesce(description, ''), amount, position, coalesce(carrier, ''), coalesce(tracking_url_template, '')
from jsonb_to_recordset(:rows) as row(
    code text, title text, description text, amount bigint, position int, carrier text, tracking_url_template text);

-- name: seed_discount_codes :exec (rows jsonb)
insert into discount_codes (
    code, title, kind, applies_to, percent_bp, amount, minimum_subtotal, starts_at, ends_at, max_uses,
    max_uses_per_customer, combinable)
select upper(code), coalesce(title, ''), kind, applies_to, percent_bp, amount, coalesce(minimum_subtotal, 0),
    now() + starts_days * interval '1 day', now() + ends_days * interval '1 day', max_uses, max_uses_per_customer,
    coalesce(combinable, false)
from jsonb_to_recordset(:rows) as row(
    code text, title text, kind text, applies_to text, percent_bp int, amount bigint, minimum_subtotal bigint,
    starts_days int, ends_days int, max_uses int, max_uses_per_customer int, combinable boolean);

-- name: seed_tags :exec (rows jsonb)
insert into tags (name)
select distinct unnest(string_to_array(tags, ';'))
from jsonb_to_recordset(:rows) as row(tags text)
on conflict do nothing;

-- name: seed_prospects :exec (rows jsonb)
insert into prospects (email, unsubscribed, comments, created_at)
select email, coalesce(unsubscribed, false), coalesce(comments, ''), now() - days_ago * interval '1 day'
from jsonb_to_recordset(:rows) as row(email text, unsubscribed boolean, comments text, days_ago int)
order by days_ago desc, email;

-- name: seed_prospect_tags :exec (rows jsonb)
insert into prospect_tags (prospect_id, tag_id)
select prospects.id, tags.id
from jsonb_to_recordset(:rows) as row(email text, tags text)
join prospects on prospects.email = row.email
join tags on tags.name = any (string_to_array(row.tags, ';'));

-- name: seed_campaign :exec (campaign jsonb, html text)
insert into emails (name, type, subject, html)
select name, type, subject, :html
from jsonb_to_record(:campaign) as given(name text, type text, subject text);

-- name: seed_campaign_audience :exec (campaign jsonb)
with written as materialized (
    select emails.id, given.preheader, given.tags
    from jsonb_to_record(:campaign) as given(name text, preheader text, tags text[])
    join emails on emails.name = given.name
),
opened as (
    update campaigns
    set preheader = written.preheader
    from written
    where campaigns.email_id = written.id
)
insert into campaign_tags (email_id, tag_id)
select written.id, tags.id
from written
join tags on tags.name = any (written.tags);

-- name: seed_next_product :one ()
select coalesce(max(id), 0) + 1 as id from products;

-- name: seed_next_sku :one ()
select coalesce(max(id), 0) + 1 as id from skus;

-- name: seed_advance_ids :exec ()
-- COPY gives its own ids; the next ones follow them.
select
    setval(pg_get_serial_sequence('products', 'id'), (select max(id) from products)),
    setval(pg_get_serial_sequence('skus', 'id'), (select max(id) from skus));
