-- Products, SKUs, prices, stock, collections, shipping methods.

create table products (
    id           bigint generated always as identity primary key,
    slug         text not null unique check (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$' and length(slug) <= 100),
    title        text not null check (length(title) between 1 and 200),
    subtitle     text not null default '' check (length(subtitle) <= 300),
    description  text not null default '' check (length(description) <= 20000),
    option_names text[] not null default '{}' check (cardinality(option_names) <= 5),
    published_at timestamptz check (isfinite(published_at)), -- null: a draft
    created_at   timestamptz not null default now(),
    updated_at   timestamptz not null default now(),
    search       tsvector not null generated always as (
        setweight(to_tsvector('english', title), 'A')
        || setweight(to_tsvector('english', subtitle), 'B')
        || setweight(to_tsvector('english', description), 'C')) stored,
    search_title text not null generated always as (lower(title || ' ' || subtitle)) stored
);
create index products_published on products (published_at);
create index products_search on products using gin (search);
create index products_search_title on products using gin (search_title gin_trgm_ops);

create table product_images (
    id           bigint generated always as identity primary key,
    product_id   bigint not null references products on delete cascade,
    file         text not null check (file ~ '^[A-Za-z0-9._/-]+$'), -- below MEDIA_URL
    variants     jsonb not null default '[]', -- [{"width": 600, "file": "..."}], narrowest first
    alt          text not null default '',
    width        int not null check (width > 0),
    height       int not null check (height > 0),
    option_value text, -- the option (a colour, say) that it shows
    position     int not null default 0
);
create index product_images_product on product_images (product_id, position, id);

create table product_videos (
    id         bigint generated always as identity primary key,
    product_id bigint not null references products on delete cascade,
    url        text not null check (url ~ '^https?://'),
    title      text not null default '',
    position   int not null default 0
);
create index product_videos_product on product_videos (product_id, position, id);

create table sku_types (
    id    bigint generated always as identity primary key,
    title text not null unique
);
insert into sku_types (title) values ('product');

create table skus (
    id           bigint generated always as identity primary key,
    code         text not null unique check (length(code) between 1 and 100),
    sku_type_id  bigint not null references sku_types default 1,
    title        text not null default '',
    options      jsonb not null default '{}' check (jsonb_typeof(options) = 'object'),
    weight_grams int check (weight_grams >= 0),
    active       boolean not null default true,
    created_at   timestamptz not null default now()
);

create table product_skus (
    product_id bigint not null references products on delete cascade,
    sku_id     bigint not null references skus on delete cascade,
    position   int not null default 0,
    primary key (product_id, sku_id)
);
create index product_skus_sku on product_skus (sku_id, product_id);

-- History: the newest row whose time has come counts.
create table sku_prices (
    id           bigint generated always as identity primary key,
    sku_id       bigint not null references skus on delete cascade,
    amount       bigint not null check (amount between 0 and 99999999), -- Stripe takes 8 digits at most
    effective_at timestamptz not null default now(),
    created_at   timestamptz not null default now()
);
create index sku_prices_newest on sku_prices (sku_id, effective_at desc, id desc) include (amount);
create index sku_prices_effective on sku_prices (effective_at);

create table sku_images (
    id       bigint generated always as identity primary key,
    sku_id   bigint not null references skus on delete cascade,
    file     text not null check (file ~ '^[A-Za-z0-9._/-]+$'),
    variants jsonb not null default '[]',
    alt      text not null default '',
    width    int not null check (width > 0),
    height   int not null check (height > 0),
    position int not null default 0
);
create index sku_images_sku on sku_images (sku_id, position, id);

-- on hand: pieces in the house, null when nobody counts; reserved: those that open checkouts hold.
create table sku_inventory (
    sku_id            bigint primary key references skus on delete cascade,
    quantity_on_hand  int check (quantity_on_hand >= 0),
    quantity_reserved int not null default 0 check (quantity_reserved >= 0),
    backorder_allowed boolean not null default false,
    -- what a customer may still order; null: any number
    quantity_available int generated always as (
        case when backorder_allowed then null else quantity_on_hand - quantity_reserved end) stored,
    status            text not null generated always as (
        case
            when quantity_on_hand is null or quantity_on_hand > quantity_reserved then 'in_stock'
            when backorder_allowed then 'back_ordered'
            else 'out_of_stock'
        end) stored,
    constraint sku_inventory_not_oversold
        check (backorder_allowed or quantity_on_hand is null or quantity_reserved <= quantity_on_hand)
);

-- The ledger: the sum of a SKU's changes is what is on hand.
create table stock_movements (
    id          bigint generated always as identity primary key,
    sku_id      bigint not null references skus on delete cascade,
    change      int not null check (change <> 0),
    reason      text not null check (reason in ('opening', 'sale', 'return', 'correction', 'delivery')),
    reference   text not null default '', -- an order's identifier, a delivery note
    created_at  timestamptz not null default now()
);
create index stock_movements_sku on stock_movements (sku_id, id);

create table collections (
    id          bigint generated always as identity primary key,
    slug        text not null unique check (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$' and length(slug) <= 100),
    title       text not null check (length(title) between 1 and 200),
    description text not null default '',
    image       jsonb, -- {file, variants, alt, width, height} as product_images has them
    position    int not null default 0
);

create table product_collections (
    collection_id bigint not null references collections on delete cascade,
    product_id    bigint not null references products on delete cascade,
    primary key (collection_id, product_id)
);
create index product_collections_product on product_collections (product_id);

create table shipping_methods (
    id                    bigint generated always as identity primary key,
    code                  text not null unique check (length(code) between 1 and 100),
    title                 text not null check (length(title) between 1 and 200),
    description           text not null default '',
    amount                bigint not null check (amount between 0 and 99999999),
    carrier               text not null default '',
    tracking_url_template text not null default '', -- {tracking_number} stands for the number
    active                boolean not null default true,
    position              int not null default 0
);

-- A SKU as it is offered now; one without a price or a published product is not for sale.
create view sku_offers as
select
    skus.id as sku_id, skus.code, skus.title as sku_title, skus.options, price.amount as price,
    coalesce(sku_inventory.status, 'in_stock') as status,
    sku_inventory.quantity_available,
    product.id as product_id, product.slug, product.title
from skus
cross join lateral (
    select sku_prices.amount
    from sku_prices
    where sku_prices.sku_id = skus.id and sku_prices.effective_at <= now()
    order by sku_prices.effective_at desc, sku_prices.id desc
    limit 1) price
cross join lateral (
    select products.id, products.slug, products.title
    from product_skus
    join products on products.id = product_skus.product_id
    where product_skus.sku_id = skus.id and products.published_at <= now()
    order by products.id
    limit 1) product
left join sku_inventory on sku_inventory.sku_id = skus.id
where skus.active;

-- Functions with queries in them are in plpgsql, which plans them once a connection; PostgreSQL plans those in SQL anew
-- in every statement, and nested ones for every row.

-- Lowest price in effect at any moment of the last 30 days (Directive 98/6/EC, article 6a).
create function sku_lowest_price_30_days(sku bigint) returns bigint
language plpgsql stable as $$
begin
    return (
        select min(amount)
        from sku_prices
        where sku_id = sku
            and effective_at <= now()
            and effective_at >= coalesce((
                select max(before.effective_at)
                from sku_prices before
                where before.sku_id = sku and before.effective_at <= now() - interval '30 days'), '-infinity')
            -- of rows with one time the newest counts; the others never did
            and not exists (
                select
                from sku_prices newer
                where newer.sku_id = sku and newer.effective_at = sku_prices.effective_at and newer.id > sku_prices.id));
end
$$;

-- A picture as the API tells it. `media_url` is the prefix of all files.
create function image_document(
    media_url text, file text, variants jsonb, alt text, width int, height int, option_value text) returns json
language plpgsql immutable as $$
begin
    if file is null then
        return null;
    end if;
    return json_build_object(
        'url', media_url || file,
        'srcset', coalesce((
            select string_agg(media_url || (v ->> 'file') || ' ' || (v ->> 'width') || 'w', ', ' order by n)
            from jsonb_array_elements(variants) with ordinality as each(v, n)), ''),
        'alt', alt, 'width', width, 'height', height, 'option_value', option_value);
end
$$;

-- The picture of a SKU: its own, else its product's for one of its options, else its product's first.
create view sku_pictures as
select skus.id as sku_id, product_skus.product_id, picture.*
from skus
join product_skus on product_skus.sku_id = skus.id
cross join lateral (
    select file, variants, alt, width, height, null::text as option_value
    from (
        select 0 as rank, file, variants, alt, width, height, position, id
        from sku_images
        where sku_images.sku_id = skus.id
        union all
        select
            case when skus.options @> any (
                select jsonb_build_object(name, product_images.option_value)
                from products, unnest(products.option_names) as name
                where products.id = product_skus.product_id) then 1
                when option_value is null then 2 else 3 end,
            file, variants, alt, width, height, position, id
        from product_images
        where product_images.product_id = product_skus.product_id) candidates
    order by rank, position, id
    limit 1) picture;
