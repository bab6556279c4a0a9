-- What the pages of the catalogue do in one step each. All of it runs in a unit that admin_begin began.

-- A picture may be sent by whoever may put one somewhere.
create function media_begin(session bytea) returns bigint
language plpgsql as $$
declare
    asking bigint := session_require(session);
begin
    if not exists (
        select
        from (values ('product_images'), ('sku_images'), ('collections'), ('emails')) as places(resource),
            (values ('add'), ('change')) as verbs(verb)
        where staff_may(asking, places.resource, verbs.verb)) then
        perform refuse('forbidden');
    end if;
    return asking;
end
$$;

create function product_lock(product bigint) returns products
language plpgsql as $$
declare
    locked products;
begin
    select * into locked from products where id = product for no key update;
    if not found then
        perform refuse('object_unknown');
    end if;
    return locked;
end
$$;

-- All that the page of a product shows; null when there is no such product.
create function admin_product_document(product bigint, media_url text) returns json
language plpgsql stable as $$
begin
    return (
        select json_build_object(
            'id', products.id,
            'version', products.xmin::text,
            'slug', products.slug,
            'title', products.title,
            'subtitle', products.subtitle,
            'description', products.description,
            'option_names', to_json(products.option_names),
            'published_at', utc_text(products.published_at),
            'state', case
                when products.published_at is null then 'draft'
                when products.published_at > now() then 'scheduled'
                else 'published' end,
            'for_sale', exists (
                select from product_listings where product_listings.product_id = products.id and collection_id = 0),
            'currency', store.currency,
            'currency_exponent', store.currency_exponent,
            'collections', coalesce((
                select json_agg(json_build_object('id', collections.id, 'slug', collections.slug, 'title', collections.title)
                    order by collections.position, collections.id)
                from product_collections
                join collections on collections.id = product_collections.collection_id
                where product_collections.product_id = products.id), '[]'),
            'images', coalesce((
                select json_agg(json_build_object(
                        'id', images.id,
                        'version', images.xmin::text,
                        'file', images.file,
                        'url', media_url || images.file,
                        'srcset', image_document(media_url, images.file, images.variants, images.alt, images.width,
                            images.height, null) ->> 'srcset',
                        'alt', images.alt,
                        'width', images.width,
                        'height', images.height,
                        'option_value', images.option_value)
                    order by images.position, images.id)
                from product_images images
                where images.product_id = products.id), '[]'),
            'videos', coalesce((
                select json_agg(json_build_object('id', id, 'url', url, 'title', title) order by position, id)
                from product_videos
                where product_videos.product_id = products.id), '[]'),
            'skus', coalesce((
                select json_agg(json_build_object(
                        'id', skus.id,
                        'version', skus.xmin::text,
                        'code', skus.code,
                        'title', skus.title,
                        'options', skus.options,
                        'weight_grams', skus.weight_grams,
                        'active', skus.active,
                        'price', price.amount,
                        'next_price', next_price.document,
                        'lowest_price_30_days', sku_lowest_price_30_days(skus.id),
                        'on_hand', sku_inventory.quantity_on_hand,
                        'reserved', coalesce(sku_inventory.quantity_reserved, 0),
                        'available', sku_inventory.quantity_available,
                        'backorder_allowed', coalesce(sku_inventory.backorder_allowed, false),
                        'status', coalesce(sku_inventory.status, 'in_stock'))
                    order by product_skus.position, skus.id)
                from product_skus
                join skus on skus.id = product_skus.sku_id
                left join sku_inventory on sku_inventory.sku_id = skus.id
                left join lateral (
                    select amount
                    from sku_prices
                    where sku_prices.sku_id = skus.id and effective_at <= now()
                    order by effective_at desc, id desc
                    limit 1) price on true
                left join lateral (
                    select json_build_object('id', id, 'amount', amount, 'effective_at', utc_text(effective_at)) as document
                    from sku_prices
                    where sku_prices.sku_id = skus.id and effective_at > now()
                    order by effective_at, id desc
                    limit 1) next_price on true
                where product_skus.product_id = products.id), '[]'))
        from products, store
        where products.id = product);
end
$$;

-- A product as its page in the store would show it if it were published now.
create function product_preview_document(product bigint, media_url text) returns json
language plpgsql stable as $$
declare
    document json;
begin
    with offers as (
        select skus.id, skus.code, skus.title, skus.options, price.amount, product_skus.position,
            coalesce(sku_inventory.status, 'in_stock') as status, sku_inventory.quantity_available
        from product_skus
        join skus on skus.id = product_skus.sku_id and skus.active
        left join sku_inventory on sku_inventory.sku_id = skus.id
        cross join lateral (
            select amount
            from sku_prices
            where sku_prices.sku_id = skus.id and effective_at <= now()
            order by effective_at desc, sku_prices.id desc
            limit 1) price
        where product_skus.product_id = product
    )
    select json_build_object(
        'id', products.id,
        'slug', products.slug,
        'title', products.title,
        'subtitle', products.subtitle,
        'description', products.description,
        'published_at', to_char(coalesce(products.published_at, now()) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
        'price_from', (select min(amount) from offers),
        'price_to', (select max(amount) from offers),
        'in_stock', (select bool_or(status <> 'out_of_stock') from offers),
        'currency', (select currency from store),
        'collections', coalesce((
            select json_agg(json_build_object('slug', collections.slug, 'title', collections.title)
                order by collections.position, collections.id)
            from product_collections
            join collections on collections.id = product_collections.collection_id
            where product_collections.product_id = product), '[]'),
        'options', coalesce((
            select json_agg(json_build_object('name', name, 'values', coalesce((
                    select json_agg(value order by first_position)
                    from (
                        select offers.options ->> name as value, min(offers.position) as first_position
                        from offers
                        where offers.options ? name
                        group by 1) choice), '[]'))
                order by n)
            from unnest(products.option_names) with ordinality as option(name, n)), '[]'),
        'images', coalesce((
            select json_agg(image_document(media_url, file, variants, alt, width, height, option_value) order by position, id)
            from product_images
            where product_images.product_id = product), '[]'),
        'videos', coalesce((
            select json_agg(json_build_object('url', url, 'title', title) order by position, id)
            from product_videos
            where product_videos.product_id = product), '[]'),
        'skus', (
            select json_agg(json_build_object(
                    'id', offers.id,
                    'code', offers.code,
                    'title', offers.title,
                    'options', offers.options,
                    'price', offers.amount,
                    'lowest_price_30_days', sku_lowest_price_30_days(offers.id),
                    'status', offers.status,
                    'quantity_left', case when offers.quantity_available <= 10 then offers.quantity_available end,
                    'image', image_document(media_url, picture.file, picture.variants, picture.alt, picture.width,
                        picture.height, picture.option_value))
                order by offers.position, offers.id)
            from offers
            left join sku_pictures picture on picture.sku_id = offers.id and picture.product_id = product))
    into document
    from products
    where products.id = product;
    if document is null then
        perform refuse('object_unknown');
    elsif document ->> 'price_from' is null then
        perform refuse('product_not_priced');
    end if;
    return document;
end
$$;

-- Something that can stand in a SKU's code: "Dark blue" is DARK-BLUE.
create function code_word(words text, longest int) returns text
language sql immutable as $$
    select trim(both '-' from left(trim(both '-' from upper(regexp_replace(words, '[^[:alnum:]]+', '-', 'g'))), longest))
$$;

-- A code that no SKU has: the word itself, or the first of WORD-2, WORD-3, ... `taken` are given out already.
create function sku_code_free(word text, taken text[]) returns text
language plpgsql stable as $$
declare
    candidate text := word;
    n int := 1;
begin
    while candidate = any (taken) or exists (select from skus where code = candidate) loop
        n := n + 1;
        candidate := word || '-' || n;
    end loop;
    return candidate;
end
$$;

-- One of each combination: {"Colour": ["Red", "Blue"], "Size": ["S"]} gives two. Refuses what is no such list. The
-- order of names and values is kept, so it takes json, whose order is kept, too.
create function option_combinations(options json, most int) returns jsonb[]
language plpgsql immutable as $$
declare
    combinations jsonb[] := array['{}'::jsonb];
    option record;
    names int := 0;
begin
    for option in select key, value from json_each(options) loop
        names := names + 1;
        if names > 5 then
            perform refuse('out_of_range', 'A product has at most 5 options.', 'options');
        elsif option.key !~ '\S' or length(option.key) > 50 or option.key <> trim(option.key) then
            perform refuse('out_of_range', 'Give each option a name of 1 to 50 characters.', 'options');
        elsif json_typeof(option.value) <> 'array' or json_array_length(option.value) not between 1 and most
            or exists (
                select
                from json_array_elements(option.value) as each(value)
                where json_typeof(value) <> 'string'
                    or value #>> '{}' !~ '\S'
                    or length(value #>> '{}') > 50
                    or value #>> '{}' <> trim(value #>> '{}')) then
            perform refuse('wrong_type', 'Give each option a list of values of 1 to 50 characters.', 'options');
        elsif (select count(*) <> count(distinct lower(value)) from json_array_elements_text(option.value) as each(value)) then
            perform refuse('not_unique', 'Give each value of an option once.', 'options');
        elsif cardinality(combinations) * json_array_length(option.value) > most then
            perform refuse('out_of_range', 'That is more than ' || most || ' SKUs.', 'options');
        end if;
        select array_agg(so_far.combination || jsonb_build_object(option.key, each.value) order by so_far.n, each.n)
        into combinations
        from unnest(combinations) with ordinality as so_far(combination, n),
            json_array_elements_text(option.value) with ordinality as each(value, n);
    end loop;
    return combinations;
end
$$;

-- Makes the SKUs of the combinations that are not there yet, all at one price; how many it made.
create function product_add_skus(product bigint, options_text text, amount bigint, stock int, code_prefix text) returns int
language plpgsql as $$
declare
    locked products := product_lock(product);
    wanted json := options_text::json;
    combinations jsonb[] := option_combinations(wanted, 200);
    names text[] := array(select key from json_each(wanted) with ordinality as each(key, value, n) order by n);
    prefix text := code_word(coalesce(nullif(code_prefix, ''), locked.slug), 40);
    last_position int;
    missing jsonb[];
    codes text[] := '{}';
    combination jsonb;
    made bigint[];
begin
    if prefix = '' then
        perform refuse('out_of_range', 'Give a beginning with letters or digits.', 'code_prefix');
    end if;
    if exists (
        select
        from product_skus
        join skus on skus.id = product_skus.sku_id and skus.active
        where product_skus.product_id = product
            and array(select jsonb_object_keys(skus.options) order by 1) <> array(select unnest(names) order by 1)) then
        perform refuse('other_options',
            'This product has active SKUs with other options. Give the same ones, or make those SKUs inactive first.', 'options');
    end if;
    select array_agg(each.combination order by each.n) into missing
    from unnest(combinations) with ordinality as each(combination, n)
    where not exists (
        select
        from product_skus
        join skus on skus.id = product_skus.sku_id
        where product_skus.product_id = product and skus.options = each.combination);
    if names <> locked.option_names then
        update products set option_names = names, updated_at = now() where id = product;
    end if;
    if missing is null then
        return 0;
    end if;
    select coalesce(max(position), -1) into last_position from product_skus where product_id = product;
    if (select count(*) from product_skus where product_id = product) + cardinality(missing) > 200 then
        perform refuse('out_of_range', 'A product has at most 200 SKUs.', 'options');
    end if;
    foreach combination in array missing loop
        codes := codes || sku_code_free(
            left(concat_ws('-', prefix, (
                select string_agg(nullif(code_word(combination ->> name, 20), ''), '-' order by n)
                from unnest(names) with ordinality as each(name, n))), 90),
            codes);
    end loop;
    with added as (
        insert into skus (code, options)
        select each.code, each.combination
        from unnest(codes, missing) with ordinality as each(code, combination, n)
        order by each.n
        returning id
    )
    select array_agg(added.id order by added.id) into made from added;
    insert into sku_prices (sku_id, amount)
    select each.id, product_add_skus.amount from unnest(made) as each(id);
    insert into sku_inventory (sku_id, quantity_on_hand)
    select each.id, stock from unnest(made) as each(id);
    insert into stock_movements (sku_id, change, reason)
    select each.id, stock, 'opening' from unnest(made) as each(id) where stock > 0;
    insert into product_skus (product_id, sku_id, position)
    select product, each.id, last_position + each.n from unnest(made) with ordinality as each(id, n);
    return cardinality(made);
end
$$;

-- A picture behind those that are there. Its variants are the same picture in other widths.
create function product_add_image(
    product bigint, file_name text, variants_text text, image_width int, image_height int, alt_text text, shows text) returns void
language plpgsql as $$
declare
    locked products := product_lock(product);
    given jsonb := coalesce(variants_text, '[]')::jsonb;
begin
    if file_name !~ '^[A-Za-z0-9._/-]+$' then
        perform refuse('not_allowed', 'Give the name of a file that was sent.', 'file');
    elsif jsonb_typeof(given) <> 'array' or jsonb_array_length(given) > 10 or exists (
        select
        from jsonb_array_elements(given) as each(variant)
        where jsonb_typeof(variant) <> 'object'
            or array(select jsonb_object_keys(variant) order by 1) <> array['file', 'width']
            or jsonb_typeof(variant -> 'file') <> 'string'
            or variant ->> 'file' !~ '^[A-Za-z0-9._/-]{1,200}$'
            or variant ->> 'width' !~ '^[1-9][0-9]{0,4}$'
            or jsonb_typeof(variant -> 'width') <> 'number') then
        perform refuse('wrong_type', 'Give at most 10 objects with file and width.', 'variants');
    elsif shows is not null and not exists (
        select
        from product_skus
        join skus on skus.id = product_skus.sku_id
        cross join lateral jsonb_each_text(skus.options) as option(name, value)
        where product_skus.product_id = product and option.value = shows) then
        perform refuse('unknown_choice', 'No SKU of this product has this option.', 'option_value');
    elsif (select count(*) from product_images where product_id = product) >= 100 then
        perform refuse('out_of_range', 'A product has at most 100 pictures.', 'file');
    end if;
    insert into product_images (product_id, file, variants, alt, width, height, option_value, position)
    select product, file_name,
        coalesce((
            select jsonb_agg(jsonb_build_object('width', variant -> 'width', 'file', variant -> 'file')
                order by (variant ->> 'width')::int)
            from jsonb_array_elements(given) as each(variant)), '[]'),
        alt_text, image_width, image_height, shows,
        coalesce((select max(position) + 1 from product_images where product_id = product), 0);
end
$$;

-- Puts the pictures in this order; all of them must be named, each once.
create function product_order_images(product bigint, wanted bigint[]) returns void
language plpgsql as $$
begin
    perform product_lock(product);
    if array(select id from product_images where product_id = product order by id)
        <> array(select id from unnest(wanted) as id order by id) then
        perform refuse('edit_conflict', 'The pictures are not these any more.');
    end if;
    update product_images
    set position = place.n - 1
    from unnest(wanted) with ordinality as place(id, n)
    where product_images.id = place.id and product_images.position <> place.n - 1;
end
$$;

create function product_set_collections(product bigint, wanted bigint[]) returns void
language plpgsql as $$
begin
    perform product_lock(product);
    if exists (select from unnest(wanted) as each(id) where each.id is null or each.id not in (select id from collections)) then
        perform refuse('unknown_reference', 'There is no such collection.', 'ids');
    end if;
    delete from product_collections where product_id = product and collection_id <> all (wanted);
    insert into product_collections (collection_id, product_id)
    select distinct id, product from unnest(wanted) as id
    on conflict do nothing;
end
$$;

-- A draft like it, with SKUs of its own at today's prices; of counted ones there are none yet.
create function product_duplicate(product bigint, media_url text) returns json
language plpgsql as $$
declare
    original products := product_lock(product);
    free_slug text := left(original.slug, 90) || '-copy';
    n int := 1;
    made bigint;
    sku record;
    made_sku bigint;
begin
    while exists (select from products where slug = free_slug) loop
        n := n + 1;
        free_slug := left(original.slug, 90) || '-copy-' || n;
    end loop;
    insert into products (slug, title, subtitle, description, option_names)
    values (free_slug, left(original.title, 193) || ' (copy)', original.subtitle, original.description, original.option_names)
    returning id into made;
    insert into product_images (product_id, file, variants, alt, width, height, option_value, position)
    select made, file, variants, alt, width, height, option_value, position from product_images where product_id = product;
    insert into product_videos (product_id, url, title, position)
    select made, url, title, position from product_videos where product_id = product;
    insert into product_collections (collection_id, product_id)
    select collection_id, made from product_collections where product_id = product;
    for sku in
        select skus.*, product_skus.position, sku_price_now(skus.id) as amount, sku_inventory.quantity_on_hand is not null as counted,
            coalesce(sku_inventory.backorder_allowed, false) as backorder_allowed
        from product_skus
        join skus on skus.id = product_skus.sku_id
        left join sku_inventory on sku_inventory.sku_id = skus.id
        where product_skus.product_id = product
        order by product_skus.position, skus.id
    loop
        insert into skus (code, sku_type_id, title, options, weight_grams, active)
        values (sku_code_free(left(sku.code, 90) || '-COPY', '{}'), sku.sku_type_id, sku.title, sku.options, sku.weight_grams, sku.active)
        returning id into made_sku;
        if sku.amount is not null then
            insert into sku_prices (sku_id, amount) values (made_sku, sku.amount);
        end if;
        insert into sku_inventory (sku_id, quantity_on_hand, backorder_allowed)
        values (made_sku, case when sku.counted then 0 end, sku.backorder_allowed);
        insert into sku_images (sku_id, file, variants, alt, width, height, position)
        select made_sku, file, variants, alt, width, height, position from sku_images where sku_images.sku_id = sku.id;
        insert into product_skus (product_id, sku_id, position) values (made, made_sku, sku.position);
    end loop;
    return admin_product_document(made, media_url);
end
$$;
