-- Every change of a cart is one unit: make sure that the cart is there (which also locks it, so that two changes of
-- one cart come one after the other), change it, read it back whole.

-- name: cart_ensure :exec (visitor bytea, session bytea?)
select cart_ensure(:visitor, :session);

-- name: cart_lock :exec (visitor bytea, session bytea?)
-- For changes that make sense only in a cart that exists.
with locked as (
    update carts
    set updated_at = now()
    where id = cart_of(:visitor, :session)
    returning moved_at
)
select case
    when exists (select from locked where moved_at > now() - interval '1 minute') then refuse('cart_moved')
end;

-- name: cart_add_sku :exec (visitor bytea, session bytea?, sku bigint, quantity int)
with offer as (
    select sku_id, price from sku_offers where sku_id = :sku
),
added as (
    insert into cart_skus (cart_id, sku_id, quantity, price_seen)
    select carts.id, offer.sku_id, :quantity, offer.price
    from carts, offer
    where carts.id = cart_of(:visitor, :session)
    on conflict (cart_id, sku_id) do update
    set quantity = cart_skus.quantity + excluded.quantity,
        price_seen = excluded.price_seen
    returning quantity
)
select case when not exists (select from added) then refuse('sku_unknown') end;

-- name: cart_set_sku :exec (visitor bytea, session bytea?, sku bigint, quantity int)
with offer as (
    select sku_id, price from sku_offers where sku_id = :sku
),
set_to as (
    insert into cart_skus (cart_id, sku_id, quantity, price_seen)
    select carts.id, offer.sku_id, :quantity, offer.price
    from carts, offer
    where carts.id = cart_of(:visitor, :session)
    on conflict (cart_id, sku_id) do update
    set quantity = excluded.quantity,
        price_seen = excluded.price_seen
    returning quantity
)
select case when not exists (select from set_to) then refuse('sku_unknown') end;

-- name: cart_check_sku :exec (visitor bytea, session bytea?, sku bigint, most_lines int)
-- After a line was added or set: there is enough of it, and the cart is not too full.
select
    case
        when line.quantity_available <= 0 then refuse('out_of_stock', 'This is sold out.')
        when line.quantity_available < line.quantity
            then refuse('out_of_stock', 'Only ' || line.quantity_available || ' left.')
        -- a line that this unit has added: a cart that two became may hold more, and what it holds can be changed
        when line.added_at = now() and (select count(*) from cart_skus where cart_skus.cart_id = carts.id) > :most_lines
            then refuse('cart_full')
    end
from carts
join cart_lines line on line.cart_id = carts.id and line.sku_id = :sku
where carts.id = cart_of(:visitor, :session);

-- name: cart_remove_sku :exec (visitor bytea, session bytea?, sku bigint)
delete from cart_skus
using carts
where carts.id = cart_of(:visitor, :session) and cart_skus.cart_id = carts.id and cart_skus.sku_id = :sku;

-- name: cart_set_shipping :exec (visitor bytea, session bytea?, method text)
with chosen as (
    insert into cart_shipping (cart_id, shipping_method_id)
    select carts.id, shipping_methods.id
    from carts, shipping_methods
    where carts.id = cart_of(:visitor, :session) and shipping_methods.code = :method and shipping_methods.active
    on conflict (cart_id) do update
    set shipping_method_id = excluded.shipping_method_id
    returning cart_id
)
select case
    when not exists (select from chosen)
        then refuse('unknown_shipping_method', 'There is no such shipping method.', 'method')
end;

-- name: cart_add_discount :exec (visitor bytea, session bytea?, code text)
-- Entering a code twice is fine.
with added as (
    insert into cart_discounts (cart_id, discount_code_id)
    select carts.id, discount_codes.id
    from carts, discount_codes
    where carts.id = cart_of(:visitor, :session) and discount_codes.code = upper(:code)
    on conflict on constraint cart_discounts_once do update
    set cart_id = excluded.cart_id
    returning id
)
select case
    when not exists (select from added) then refuse('discount_unknown', 'There is no such discount code.', 'code')
end;

-- name: cart_check_discount :exec (visitor bytea, session bytea?, code text)
-- After a code was entered: it holds now, and may stand beside the others.
select case
    when entered.problem is not null then refuse(entered.problem, case entered.problem
        when 'discount_expired' then 'This discount code has expired.'
        when 'discount_not_started' then 'This discount code is not valid yet.'
        when 'discount_exhausted' then 'This discount code has been used up.'
        else 'The cart is below the smallest amount for this discount code.' end, 'code')
    when exists (
        select
        from cart_discounts other
        join discount_codes other_code on other_code.id = other.discount_code_id
        where other.cart_id = entered.cart_id
            and other.discount_code_id <> entered.discount_code_id
            and not (other_code.combinable and entered_code.combinable))
        then refuse('discount_not_combinable', 'This discount code can''t be combined with the other one.', 'code')
end
from carts
join cart_discount_amounts entered on entered.cart_id = carts.id
join discount_codes entered_code on entered_code.id = entered.discount_code_id
where carts.id = cart_of(:visitor, :session) and entered.code = upper(:code);

-- name: cart_remove_discount :exec (visitor bytea, session bytea?, code text)
delete from cart_discounts
using carts, discount_codes
where carts.id = cart_of(:visitor, :session)
    and cart_discounts.cart_id = carts.id
    and discount_codes.id = cart_discounts.discount_code_id
    and discount_codes.code = upper(:code);

-- name: cart_empty :exec (visitor bytea, session bytea?)
-- The row of the cart stays: an open checkout may point to it.
with emptied_shipping as (
    delete from cart_shipping using carts where carts.id = cart_of(:visitor, :session) and cart_shipping.cart_id = carts.id
),
emptied_discounts as (
    delete from cart_discounts using carts where carts.id = cart_of(:visitor, :session) and cart_discounts.cart_id = carts.id
)
delete from cart_skus
using carts
where carts.id = cart_of(:visitor, :session) and cart_skus.cart_id = carts.id;

-- name: cart_view :one (visitor bytea?, session bytea?, media_url text)
-- The whole cart; an empty one when there is none.
select json_build_object(
    'item_count', coalesce(totals.item_count, 0),
    'lines', coalesce(lines.documents, '[]'),
    'discounts', coalesce(discounts.documents, '[]'),
    'shipping', json_build_object(
        'options', shipping_options_document(),
        'method', (select code from shipping_methods where id = totals.shipping_method_id)),
    'totals', json_build_object(
        'item_subtotal', coalesce(totals.item_subtotal, 0),
        'item_discount', coalesce(totals.item_discount, 0),
        'shipping', coalesce(totals.shipping, 0),
        'shipping_discount', coalesce(totals.shipping_discount, 0),
        'total', coalesce(totals.total, 0),
        'currency', store.currency),
    'problems', coalesce(problems.documents, '[]'))
from store
left join cart_totals totals on totals.cart_id = cart_of(:visitor, :session)
left join lateral (
    select json_agg(json_build_object(
            'sku', line.sku_id,
            'code', line.code,
            'product', line.product,
            'title', line.title,
            'sku_title', line.sku_title,
            'options', line.options,
            'image', image_document(:media_url, picture.file, picture.variants, picture.alt, picture.width,
                picture.height, picture.option_value),
            'quantity', line.quantity,
            'unit_price', line.unit_price,
            'line_total', line.line_total,
            'status', line.status,
            'quantity_left', case when line.quantity_available <= 10 then greatest(line.quantity_available, 0) end)
        order by line.added_at, line.sku_id) as documents
    from cart_lines line
    left join sku_pictures picture on picture.sku_id = line.sku_id and picture.product_id = line.product_id
    where line.cart_id = totals.cart_id) lines on true
left join lateral (
    select json_agg(json_build_object(
            'code', code,
            'title', title,
            'kind', kind,
            'applies_to', applies_to,
            'amount', amount,
            'applied', problem is null,
            'problem', problem)
        order by entered) as documents
    from cart_discount_amounts
    where cart_discount_amounts.cart_id = totals.cart_id) discounts on true
left join lateral (
    select json_agg(json_strip_nulls(json_build_object(
            'code', code,
            'message', message,
            'blocks', blocks,
            'sku', sku_id,
            'discount', discount,
            'was', was,
            'now', now))
        order by added_at, sku_id, code) as documents
    from cart_problems
    where cart_problems.cart_id = totals.cart_id) problems on true;

-- name: cart_merge :exec (visitor bytea?, session bytea?)
-- After a login.
select cart_merge(:visitor, :session);

-- name: cart_count :one (visitor bytea?, session bytea?, media_url text)
-- For GET /api/v1/session: pieces in the cart, and the store's public settings.
select
    coalesce((
        select sum(cart_skus.quantity)
        from carts
        join cart_skus on cart_skus.cart_id = carts.id
        where carts.id = cart_of(:visitor, :session)), 0) as items,
    json_build_object(
        'name', name,
        'tagline', tagline,
        'currency', currency,
        'currency_exponent', currency_exponent,
        'log_client_events', log_client_events,
        'support_email', support_email,
        'media_url', :media_url) as store
from store;
