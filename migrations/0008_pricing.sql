-- What a cart costs. These views are the only place that computes a price: the cart that the customer sees and the
-- checkout that is frozen both read them.

create view cart_lines as
select
    cart_skus.cart_id, cart_skus.sku_id, skus.code, coalesce(offer.slug, '') as product,
    coalesce(offer.title, skus.code) as title, skus.title as sku_title, skus.options,
    cart_skus.quantity, cart_skus.price_seen, coalesce(offer.price, cart_skus.price_seen) as unit_price,
    cart_skus.quantity * coalesce(offer.price, cart_skus.price_seen) as line_total,
    offer.sku_id is not null as for_sale,
    case
        when offer.sku_id is null then 'out_of_stock'
        when offer.status = 'out_of_stock' and held.available > 0 then 'in_stock' -- this cart holds the last ones
        else offer.status
    end as status,
    case when offer.sku_id is null then 0 else held.available end as quantity_available,
    offer.product_id, cart_skus.added_at
from cart_skus
join skus on skus.id = cart_skus.sku_id
left join sku_offers offer on offer.sku_id = cart_skus.sku_id
-- what the cart's own open checkout holds is there for this cart
left join lateral (
    select offer.quantity_available + coalesce(sum(stock_reservations.quantity), 0)::int as available
    from checkouts
    join stock_reservations on stock_reservations.checkout_id = checkouts.id
    where checkouts.cart_id = cart_skus.cart_id
        and checkouts.status in ('pending', 'open')
        and stock_reservations.sku_id = cart_skus.sku_id) held on true;

create view cart_subtotals as
select
    carts.id as cart_id, carts.visitor, carts.member_id,
    coalesce(items.subtotal, 0)::bigint as item_subtotal,
    coalesce(items.pieces, 0)::int as item_count,
    coalesce(items.lines, 0)::int as line_count,
    shipping_methods.id as shipping_method_id,
    coalesce(shipping_methods.amount, 0) as shipping
from carts
left join lateral (
    select sum(line_total) as subtotal, sum(quantity) as pieces, count(*) as lines
    from cart_lines
    where cart_lines.cart_id = carts.id) items on true
left join cart_shipping on cart_shipping.cart_id = carts.id
left join shipping_methods on shipping_methods.id = cart_shipping.shipping_method_id and shipping_methods.active;

-- Each code, whether it holds now, and what it takes off. A percentage is of the whole subtotal (or shipping), ties to
-- even; codes apply in the order in which they were entered, and together never take more than there is.
create view cart_discount_amounts as
select
    cart_id, discount_code_id, code, title, kind, applies_to, problem, entered,
    greatest(0, least(wanted, base - wanted_before))::bigint as amount
from (
    select
        judged.*,
        coalesce(sum(wanted) over (
            partition by cart_id, applies_to
            order by entered
            rows between unbounded preceding and 1 preceding), 0) as wanted_before
    from (
        select
            cart_discounts.cart_id, cart_discounts.id as entered, discount_codes.id as discount_code_id,
            discount_codes.code, discount_codes.title, discount_codes.kind, discount_codes.applies_to,
            status.problem, amounts.base,
            case
                when status.problem is not null then 0
                when discount_codes.kind = 'percent'
                    then divide_half_even(amounts.base * discount_codes.percent_bp, 10000)
                when discount_codes.kind = 'fixed' then discount_codes.amount
                else amounts.base
            end as wanted
        from cart_discounts
        join discount_codes on discount_codes.id = cart_discounts.discount_code_id
        join cart_subtotals on cart_subtotals.cart_id = cart_discounts.cart_id
        cross join lateral (
            select case discount_codes.applies_to when 'items' then cart_subtotals.item_subtotal
                else cart_subtotals.shipping end as base) amounts
        cross join lateral (
            select
                count(*) filter (where held.cart_id = cart_discounts.cart_id) as by_this_cart,
                count(*) filter (where held.cart_id is distinct from cart_discounts.cart_id) as by_this_customer_before
            from discount_redemptions held
            where held.discount_code_id = discount_codes.id
                and (held.visitor = cart_subtotals.visitor or held.member_id = cart_subtotals.member_id)) used
        cross join lateral (
            select case
                when not discount_codes.active or discount_codes.ends_at <= now() then 'discount_expired'
                when discount_codes.starts_at > now() then 'discount_not_started'
                when discount_codes.uses - used.by_this_cart >= discount_codes.max_uses
                    or used.by_this_customer_before >= discount_codes.max_uses_per_customer then 'discount_exhausted'
                when cart_subtotals.item_subtotal < discount_codes.minimum_subtotal then 'discount_minimum_not_met'
            end as problem) status) judged) ordered;

create view cart_totals as
select
    cart_subtotals.*, discounts.item_discount, discounts.shipping_discount, discounts.held_back,
    item_subtotal - discounts.item_discount + shipping - discounts.shipping_discount as total
from cart_subtotals
cross join lateral (
    select
        coalesce(sum(amount) filter (where applies_to = 'items'), 0)::bigint as item_discount,
        coalesce(sum(amount) filter (where applies_to = 'shipping'), 0)::bigint as shipping_discount,
        count(*) filter (where problem is not null) as held_back
    from cart_discount_amounts
    where cart_discount_amounts.cart_id = cart_subtotals.cart_id) discounts;

-- What keeps a line from being bought as it stands, or deserves a word.
create view cart_problems as
select cart_id, sku_id, added_at, null::text as discount, problem.*
from cart_lines
cross join lateral (
    select 'not_for_sale' as code, 'This is no longer for sale.' as message, null::bigint as was, null::bigint as now, true as blocks
    where not for_sale
    union all
    select 'out_of_stock', 'This is sold out.', quantity, 0, true
    where for_sale and quantity_available <= 0
    union all
    select 'fewer_left', 'Only ' || quantity_available || ' left.', quantity, quantity_available, true
    where for_sale and quantity_available > 0 and quantity_available < quantity
    union all
    select 'price_changed', 'The price changed since you put this into the cart.', price_seen, unit_price, false
    where for_sale and unit_price <> price_seen) problem
union all
select
    cart_id, null, null, code, problem,
    case problem
        when 'discount_expired' then 'This discount code has expired.'
        when 'discount_not_started' then 'This discount code is not valid yet.'
        when 'discount_exhausted' then 'This discount code has been used up.'
        else 'The cart is below the smallest amount for this discount code.'
    end,
    null, null, true
from cart_discount_amounts
where problem is not null;

-- A cart as it is frozen for payment: what was offered, at what price. Pictures are kept without MEDIA_URL.
create view cart_snapshots as
select
    cart_totals.*,
    jsonb_build_object(
        'lines', coalesce((
            select jsonb_agg(jsonb_build_object(
                    'sku', line.sku_id,
                    'code', line.code,
                    'product', line.product,
                    'title', line.title,
                    'sku_title', line.sku_title,
                    'options', line.options,
                    'image', case when picture.file is not null then jsonb_build_object(
                        'file', picture.file, 'variants', picture.variants, 'alt', picture.alt,
                        'width', picture.width, 'height', picture.height) end,
                    'quantity', line.quantity,
                    'unit_price', line.unit_price)
                order by line.added_at, line.sku_id)
            from cart_lines line
            left join sku_pictures picture on picture.sku_id = line.sku_id and picture.product_id = line.product_id
            where line.cart_id = cart_totals.cart_id), '[]'),
        'discounts', coalesce((
            select jsonb_agg(jsonb_build_object(
                    'id', discount_code_id, 'code', code, 'title', title, 'applies_to', applies_to, 'amount', amount)
                order by entered)
            from cart_discount_amounts
            where cart_discount_amounts.cart_id = cart_totals.cart_id and problem is null), '[]'),
        'shipping', (
            select jsonb_build_object(
                'method', shipping_methods.code,
                'title', shipping_methods.title,
                'tracking_url_template', shipping_methods.tracking_url_template)
            from shipping_methods
            where shipping_methods.id = cart_totals.shipping_method_id)) as snapshot
from cart_totals;

create view checkout_lines as
select checkouts.id as checkout_id, checkouts.identifier, line.position, line.document,
    (line.document ->> 'sku')::bigint as sku_id,
    (line.document ->> 'quantity')::int as quantity,
    (line.document ->> 'unit_price')::bigint as unit_price
from checkouts
cross join lateral jsonb_array_elements(checkouts.snapshot -> 'lines') with ordinality as line(document, position);

create view checkout_discounts as
select checkouts.id as checkout_id, checkouts.identifier, discount.document,
    (discount.document ->> 'id')::bigint as discount_code_id
from checkouts
cross join lateral jsonb_array_elements(checkouts.snapshot -> 'discounts') as discount(document);
