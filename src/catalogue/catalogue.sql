-- name: catalogue_apply_due :one ()
-- Brings prices and publications whose time has come into the lists. The listener asks this at each beat.
select catalogue_apply_due();

-- The five orders of the product list. Each gives one row more than a page holds, to know whether there is a next
-- one; `position` and `id` of a page's last row are the cursor. A null filter lets all pass. Plans are made once, for
-- any arguments: a cursor's comparison is written so that the index finds the place whether there is one or not.

-- name: catalogue_list_newest :many (media_url text, collection text?, min_price bigint?, max_price bigint?, in_stock bool?, after_position bigint?, after_id bigint?, rows int)
-- position: microseconds since 1970 of publication.
select
    listing.product_id as id,
    (extract(epoch from listing.published_at) * 1000000)::bigint as position,
    product_summary_document(listing.product_id, :media_url) as document
from product_listings listing
where listing.collection_id = (select listed_collection(:collection))
    and (:min_price is null or listing.price_to >= :min_price)
    and (:max_price is null or listing.price_from <= :max_price)
    and (:in_stock is null or listing.in_stock = :in_stock)
    and (listing.published_at, listing.product_id) < (
        coalesce('epoch'::timestamptz + :after_position * interval '1 microsecond', 'infinity'),
        coalesce(:after_id, 9223372036854775807))
order by listing.published_at desc, listing.product_id desc
limit :rows;

-- name: catalogue_list_price :many (media_url text, collection text?, min_price bigint?, max_price bigint?, in_stock bool?, after_position bigint?, after_id bigint?, rows int)
-- position: the lowest price.
select listing.product_id as id, listing.price_from as position,
    product_summary_document(listing.product_id, :media_url) as document
from product_listings listing
where listing.collection_id = (select listed_collection(:collection))
    and (:min_price is null or listing.price_to >= :min_price)
    and (:max_price is null or listing.price_from <= :max_price)
    and (:in_stock is null or listing.in_stock = :in_stock)
    and (listing.price_from, listing.product_id) > (coalesce(:after_position, -1), coalesce(:after_id, 0))
order by listing.price_from, listing.product_id
limit :rows;

-- name: catalogue_list_price_descending :many (media_url text, collection text?, min_price bigint?, max_price bigint?, in_stock bool?, after_position bigint?, after_id bigint?, rows int)
-- position: the lowest price.
select listing.product_id as id, listing.price_from as position,
    product_summary_document(listing.product_id, :media_url) as document
from product_listings listing
where listing.collection_id = (select listed_collection(:collection))
    and (:min_price is null or listing.price_to >= :min_price)
    and (:max_price is null or listing.price_from <= :max_price)
    and (:in_stock is null or listing.in_stock = :in_stock)
    and (listing.price_from, listing.product_id) < (
        coalesce(:after_position, 9223372036854775807), coalesce(:after_id, 9223372036854775807))
order by listing.price_from desc, listing.product_id desc
limit :rows;

-- name: catalogue_list_title :many (media_url text, collection text?, min_price bigint?, max_price bigint?, in_stock bool?, after_position text?, after_id bigint?, rows int)
-- position: the title.
select listing.product_id as id, listing.title as position,
    product_summary_document(listing.product_id, :media_url) as document
from product_listings listing
where listing.collection_id = (select listed_collection(:collection))
    and (:min_price is null or listing.price_to >= :min_price)
    and (:max_price is null or listing.price_from <= :max_price)
    and (:in_stock is null or listing.in_stock = :in_stock)
    and (listing.title, listing.product_id) > (coalesce(:after_position, ''), coalesce(:after_id, 0))
order by listing.title, listing.product_id
limit :rows;

-- name: catalogue_search :many (media_url text, words text, sort text, collection text?, min_price bigint?, max_price bigint?, in_stock bool?, after_position text?, after_id bigint?, rows int)
-- Products that match by word, by the beginning of a word, or by likeness (typing errors). Those found are few, so
-- they are put in order after they were found: `position` is text made so that it sorts as the wanted order. And they
-- are looked up one by one: without `offset 0` the plan for any words reads both tables from end to end. Words that
-- very many products have tell little: of those some 3,000 are judged and the best 1,000 shown, so that a search takes
-- bounded time whatever is asked.
with asked as (
    select websearch_to_tsquery('english', :words) as query, lower(:words) as words,
        -- fewer than three letters make no trigram that an index could find inside a word
        case when length(:words) < 3 then plain else '%' || plain || '%' end as pattern
    from (select replace(replace(replace(lower(:words), '\', '\\'), '%', '\%'), '_', '\_') as plain) escaped
),
found as (
    select matching.id,
        case when product.search @@ (select query from asked)
            then 1 + ts_rank(product.search, (select query from asked))
            else word_similarity((select words from asked), product.search_title)
        end as likeness
    from (
        -- an index for each, whatever the words are
        (select id from products where search @@ (select query from asked) limit 3000)
        union
        (select id from products_like((select words from asked)) as alike(id) limit 3000)
        union
        (select id from products where search_title like (select pattern from asked) limit 3000)) matching
    cross join lateral (
        select search, search_title from products where products.id = matching.id offset 0) product
    order by likeness desc, matching.id
    limit 1000
),
listed as (
    select listing.product_id as id,
        case :sort
            when 'newest' then lpad((9000000000000000 - (extract(epoch from listing.published_at) * 1000000)::bigint)::text, 16, '0')
            when 'price' then lpad(listing.price_from::text, 16, '0')
            when '-price' then lpad((99999999999 - listing.price_from)::text, 16, '0')
            when 'title' then lower(listing.title)
            else lpad((4000000 - (found.likeness * 1000000)::int)::text, 16, '0')
        end collate "C" as position
    from found
    cross join lateral (
        select product_id, published_at, title, price_from, price_to, in_stock
        from product_listings
        where product_listings.product_id = found.id
            and product_listings.collection_id = (select listed_collection(:collection))
        offset 0) listing
    where (:min_price is null or listing.price_to >= :min_price)
        and (:max_price is null or listing.price_from <= :max_price)
        and (:in_stock is null or listing.in_stock = :in_stock)
),
page as (
    select id, position
    from listed
    where :after_position is null or (position, id) > (:after_position collate "C", :after_id)
    order by position, id
    limit :rows
)
select id, position, product_summary_document(id, :media_url) as document
from page
order by position, id;

-- name: catalogue_product :one (media_url text, slug text)
select json_build_object(
    'id', products.id,
    'slug', products.slug,
    'title', products.title,
    'subtitle', products.subtitle,
    'description', products.description,
    'published_at', to_char(products.published_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
    'price_from', listing.price_from,
    'price_to', listing.price_to,
    'in_stock', listing.in_stock,
    'currency', (select currency from store),
    'collections', coalesce((
        select json_agg(json_build_object('slug', collections.slug, 'title', collections.title)
            order by collections.position, collections.id)
        from product_collections
        join collections on collections.id = product_collections.collection_id
        where product_collections.product_id = products.id), '[]'),
    'options', coalesce((
        select json_agg(json_build_object('name', name, 'values', coalesce((
                select json_agg(value order by first_position)
                from (
                    select skus.options ->> name as value, min(product_skus.position) as first_position
                    from product_skus
                    join skus on skus.id = product_skus.sku_id
                    join sku_offers on sku_offers.sku_id = skus.id
                    where product_skus.product_id = products.id and skus.options ? name
                    group by 1) choice), '[]'))
            order by n)
        from unnest(products.option_names) with ordinality as option(name, n)), '[]'),
    'images', coalesce((
        select json_agg(image_document(:media_url, file, variants, alt, width, height, option_value) order by position, id)
        from product_images
        where product_images.product_id = products.id), '[]'),
    'videos', coalesce((
        select json_agg(json_build_object('url', url, 'title', title) order by position, id)
        from product_videos
        where product_videos.product_id = products.id), '[]'),
    'skus', coalesce((
        select json_agg(json_build_object(
                'id', offer.sku_id,
                'code', offer.code,
                'title', offer.sku_title,
                'options', offer.options,
                'price', offer.price,
                'lowest_price_30_days', sku_lowest_price_30_days(offer.sku_id),
                'status', offer.status,
                'quantity_left', case when offer.quantity_available <= 10 then offer.quantity_available end,
                'image', image_document(:media_url, picture.file, picture.variants, picture.alt, picture.width,
                    picture.height, picture.option_value))
            order by product_skus.position, offer.sku_id)
        from product_skus
        join sku_offers offer on offer.sku_id = product_skus.sku_id
        left join sku_pictures picture
            on picture.sku_id = product_skus.sku_id and picture.product_id = product_skus.product_id
        where product_skus.product_id = products.id), '[]'))
from products
join product_listings listing on listing.product_id = products.id and listing.collection_id = 0
where products.slug = :slug;

-- name: catalogue_collections :one (media_url text)
select json_build_object('items', coalesce((
    select json_agg(json_build_object(
            'slug', slug,
            'title', title,
            'description', description,
            'image', image_document(:media_url, image ->> 'file', coalesce(image -> 'variants', '[]'), image ->> 'alt',
                (image ->> 'width')::int, (image ->> 'height')::int, null),
            'product_count', (
                select count(*)
                from product_listings
                where product_listings.collection_id = collections.id))
        order by position, id)
    from collections), '[]'));

-- name: catalogue_shipping_methods :one ()
select json_build_object('items', shipping_options_document(), 'currency', (select currency from store));

-- name: catalogue_currency :one ()
select currency from store;
