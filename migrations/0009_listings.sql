-- What follows from the catalogue: the lists, and the word to every server that something changed.

-- What lists sort and filter by: one row a published product with something to sell, and one for each collection that
-- it is in, so that a page of a collection is found as fast as one of the whole shop. Kept by triggers, and by
-- catalogue_apply_due() when a date set in advance comes.
create table product_listings (
    product_id    bigint not null references products on delete cascade,
    collection_id bigint not null, -- 0 is the whole shop
    published_at  timestamptz not null,
    title         text collate "und-x-icu" not null,
    price_from    bigint not null,
    price_to      bigint not null,
    in_stock      boolean not null,
    primary key (product_id, collection_id)
);
create index product_listings_newest on product_listings (collection_id, published_at desc, product_id desc);
create index product_listings_price on product_listings (collection_id, price_from, product_id);
create index product_listings_title on product_listings (collection_id, title, product_id);

-- Called for one product and for all of a large import: planned for the number that it gets, and never compiled.
create function product_listings_refresh(changed bigint[]) returns void
language plpgsql
set plan_cache_mode = force_custom_plan
set jit = off
as $$
begin
    -- Two transactions that refresh one product wait for each other, in the same order; the second sees both.
    perform 1 from products where id = any (changed) order by id for no key update;
    with offered as (
        select products.id, products.published_at, products.title, min(price) as price_from, max(price) as price_to,
            bool_or(status <> 'out_of_stock') as in_stock
        from products
        join product_skus on product_skus.product_id = products.id
        join sku_offers on sku_offers.sku_id = product_skus.sku_id
        where products.id = any (changed) and products.published_at <= now()
        group by products.id
    ),
    places as materialized (
        select offered.*, place.collection_id
        from offered
        cross join lateral (
            select 0 as collection_id
            union all
            select collection_id from product_collections where product_collections.product_id = offered.id) place
    ),
    gone as (
        delete from product_listings
        where product_id = any (changed)
            and not exists (
                select
                from places
                where places.id = product_listings.product_id
                    and places.collection_id = product_listings.collection_id)
    )
    insert into product_listings as listing
        (product_id, collection_id, published_at, title, price_from, price_to, in_stock)
    select id, collection_id, published_at, title, price_from, price_to, in_stock
    from places
    on conflict (product_id, collection_id) do update
    set published_at = excluded.published_at,
        title = excluded.title,
        price_from = excluded.price_from,
        price_to = excluded.price_to,
        in_stock = excluded.in_stock
    where (listing.published_at, listing.title, listing.price_from, listing.price_to, listing.in_stock)
        is distinct from
        (excluded.published_at, excluded.title, excluded.price_from, excluded.price_to, excluded.in_stock);
end
$$;

-- Products whose title or subtitle is written almost like these words. Likeness is measured in trigrams, of which a
-- short word has too few to survive two letters that changed places ("mgu"): those are tried the other way round.
create function products_like(words text) returns setof bigint
language plpgsql stable
set pg_trgm.word_similarity_threshold = 0.5 as $$
declare
    swapped text;
begin
    if words ~ '^[[:alnum:] ]{3,20}$' then
        select '\m(' || string_agg(
                left(words, i - 1) || substr(words, i + 1, 1) || substr(words, i, 1) || substr(words, i + 2), '|') || ')'
        into swapped
        from generate_series(1, length(words) - 1) as i;
    end if;
    return query
        select id from products where words <% search_title
        union
        select id from products where search_title ~ swapped;
end
$$;

-- One product as lists show it.
create function product_summary_document(product bigint, media_url text) returns json
language plpgsql stable as $$
begin
    return (
        select json_build_object(
            'id', products.id,
            'slug', products.slug,
            'title', products.title,
            'subtitle', products.subtitle,
            'price_from', listing.price_from,
            'price_to', listing.price_to,
            'lowest_price_30_days', sku_lowest_price_30_days(cheapest.sku_id),
            'in_stock', listing.in_stock,
            'image', image_document(media_url, image.file, image.variants, image.alt, image.width, image.height, image.option_value),
            'published_at', to_char(products.published_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'))
        from product_listings listing
        join products on products.id = listing.product_id
        cross join lateral (
            select sku_offers.sku_id
            from product_skus
            join sku_offers on sku_offers.sku_id = product_skus.sku_id
            where product_skus.product_id = listing.product_id
            order by sku_offers.price, sku_offers.sku_id
            limit 1) cheapest
        left join lateral (
            select file, variants, alt, width, height, option_value
            from product_images
            where product_images.product_id = listing.product_id
            order by position, id
            limit 1) image on true
        where listing.product_id = product and listing.collection_id = 0);
end
$$;

-- Where the listings of a question are: 0 without a collection, -1 when there is no such collection.
create function listed_collection(asked text) returns bigint
language plpgsql stable as $$
begin
    return case when asked is null then 0 else coalesce((select id from collections where slug = asked), -1) end;
end
$$;

create function shipping_options_document() returns json
language plpgsql stable as $$
begin
    return (
        select coalesce(json_agg(json_build_object(
                'code', code, 'title', title, 'description', description, 'amount', amount)
            order by position, id), '[]')
        from shipping_methods
        where active);
end
$$;

-- Publications and prices whose time has come since the last change that this function made.
create table catalogue_clock (
    only_row   boolean primary key default true check (only_row),
    applied_to timestamptz not null default now()
);
insert into catalogue_clock default values;

create view catalogue_due as
select product_skus.product_id as id
from catalogue_clock, sku_prices
join product_skus using (sku_id)
where sku_prices.effective_at > catalogue_clock.applied_to and sku_prices.effective_at <= now()
union
select products.id
from catalogue_clock, products
where products.published_at > catalogue_clock.applied_to and products.published_at <= now()
union all
-- a price that leaves the window of 30 days changes the lowest price that we tell, not the listing
select null
where exists (
    select
    from catalogue_clock, sku_prices
    where sku_prices.effective_at > catalogue_clock.applied_to - interval '30 days'
        and sku_prices.effective_at <= now() - interval '30 days');

-- Called several times a second by every server; writes only when something is due.
create function catalogue_apply_due() returns void
language plpgsql as $$
begin
    if not exists (select from catalogue_due) then
        return;
    end if;
    perform 1 from catalogue_clock for update skip locked;
    if not found then
        return; -- another server is at it
    end if;
    perform product_listings_refresh(array(select id from catalogue_due where id is not null));
    update catalogue_clock set applied_to = now();
    perform pg_notify('catalogue', '');
end
$$;

-- Triggers: whoever changes the catalogue, psql included, the listings follow at once and every server is told.

create function catalogue_changed() returns trigger
language plpgsql as $$
begin
    perform pg_notify('catalogue', '');
    return null;
end
$$;

-- After a truncate nothing tells which products it was about.
create function products_emptied() returns trigger
language plpgsql as $$
begin
    perform product_listings_refresh(array(select id from products));
    perform pg_notify('catalogue', '');
    return null;
end
$$;

create function products_changed() returns trigger
language plpgsql as $$
begin
    perform product_listings_refresh(array(select id from changed));
    perform pg_notify('catalogue', '');
    return null;
end
$$;

-- For tables with a sku_id.
create function sku_part_changed() returns trigger
language plpgsql as $$
begin
    perform product_listings_refresh(array(
        select distinct product_skus.product_id from changed join product_skus using (sku_id)));
    perform pg_notify('catalogue', '');
    return null;
end
$$;

create function product_part_changed() returns trigger
language plpgsql as $$
begin
    perform product_listings_refresh(array(select distinct product_id from changed));
    perform pg_notify('catalogue', '');
    return null;
end
$$;

-- For an update, which may take a row from one product to another.
create function product_part_moved() returns trigger
language plpgsql as $$
begin
    perform product_listings_refresh(array(select product_id from old_rows union select product_id from new_rows));
    perform pg_notify('catalogue', '');
    return null;
end
$$;

create function product_collections_emptied() returns trigger
language plpgsql as $$
begin
    delete from product_listings where collection_id <> 0;
    perform pg_notify('catalogue', '');
    return null;
end
$$;

create function skus_changed() returns trigger
language plpgsql as $$
begin
    perform product_listings_refresh(array(
        select distinct product_skus.product_id from changed join product_skus on product_skus.sku_id = changed.id));
    perform pg_notify('catalogue', '');
    return null;
end
$$;

-- A sale changes the stock of a SKU; only what a page would show differently is worth telling.
create function stock_changed() returns trigger
language plpgsql as $$
declare
    shown bigint[];
    listed bigint[];
begin
    select array_agg(sku_id), array_agg(sku_id) filter (where old_rows.status <> new_rows.status) into shown, listed
    from old_rows join new_rows using (sku_id)
    where old_rows.status <> new_rows.status
        or least(old_rows.quantity_available, 11) is distinct from least(new_rows.quantity_available, 11);
    if listed is not null then
        perform product_listings_refresh(array(
            select distinct product_id from product_skus where sku_id = any (listed)));
    end if;
    if shown is not null then
        perform pg_notify('catalogue', '');
    end if;
    return null;
end
$$;

create trigger products_inserted after insert on products
    referencing new table as changed for each statement execute function products_changed();
create trigger products_updated after update on products
    referencing new table as changed for each statement execute function products_changed();
create trigger products_deleted after delete on products for each statement execute function catalogue_changed();

create trigger skus_inserted after insert on skus
    referencing new table as changed for each statement execute function skus_changed();
create trigger skus_updated after update on skus
    referencing new table as changed for each statement execute function skus_changed();

create trigger sku_prices_inserted after insert on sku_prices
    referencing new table as changed for each statement execute function sku_part_changed();
create trigger sku_prices_updated after update on sku_prices
    referencing new table as changed for each statement execute function sku_part_changed();
create trigger sku_prices_deleted after delete on sku_prices
    referencing old table as changed for each statement execute function sku_part_changed();
create trigger sku_prices_truncated after truncate on sku_prices
    for each statement execute function products_emptied();

create trigger sku_inventory_inserted after insert on sku_inventory
    referencing new table as changed for each statement execute function sku_part_changed();
create trigger sku_inventory_updated after update on sku_inventory
    referencing old table as old_rows new table as new_rows for each statement execute function stock_changed();
create trigger sku_inventory_deleted after delete on sku_inventory
    referencing old table as changed for each statement execute function sku_part_changed();
create trigger sku_inventory_truncated after truncate on sku_inventory
    for each statement execute function products_emptied();

create trigger product_skus_inserted after insert on product_skus
    referencing new table as changed for each statement execute function product_part_changed();
create trigger product_skus_updated after update on product_skus
    referencing old table as old_rows new table as new_rows for each statement execute function product_part_moved();
create trigger product_skus_deleted after delete on product_skus
    referencing old table as changed for each statement execute function product_part_changed();
create trigger product_skus_truncated after truncate on product_skus
    for each statement execute function products_emptied();

create trigger product_images_changed after insert or update or delete or truncate on product_images
    for each statement execute function catalogue_changed();
create trigger product_videos_changed after insert or update or delete or truncate on product_videos
    for each statement execute function catalogue_changed();
create trigger sku_images_changed after insert or update or delete or truncate on sku_images
    for each statement execute function catalogue_changed();
create trigger collections_changed after insert or update or delete or truncate on collections
    for each statement execute function catalogue_changed();
create trigger product_collections_inserted after insert on product_collections
    referencing new table as changed for each statement execute function product_part_changed();
create trigger product_collections_updated after update on product_collections
    referencing old table as old_rows new table as new_rows for each statement execute function product_part_moved();
create trigger product_collections_deleted after delete on product_collections
    referencing old table as changed for each statement execute function product_part_changed();
create trigger product_collections_truncated after truncate on product_collections
    for each statement execute function product_collections_emptied();
create trigger shipping_methods_changed after insert or update or delete or truncate on shipping_methods
    for each statement execute function catalogue_changed();
create trigger configuration_changed after insert or update or delete or truncate on configuration
    for each statement execute function catalogue_changed();
create trigger product_listings_truncated after truncate on products
    for each statement execute function catalogue_changed();
