-- Making an order: one unit from order_lock_checkout to order_of_checkout (see fulfil in src/checkout/settle.c).
-- `attempt` are random bytes of whoever tries; each statement works only for the attempt whose order it is, so that the loser of a race does nothing and
-- reads the winner's order at the end. `paid` is what Stripe says: see fulfil_facts in src/orders/fulfil.c.

-- name: order_lock_checkout :exec (checkout text)
-- From here on nobody else fulfils, closes or releases it.
select id from checkouts where identifier = :checkout for update;

-- name: order_lock_stock :exec (checkout text)
select sku_inventory.sku_id
from checkout_lines line
join sku_inventory on sku_inventory.sku_id = line.sku_id
where line.identifier = :checkout
order by sku_inventory.sku_id
for no key update of sku_inventory;

-- name: order_insert_prospect :exec (checkout text, paid jsonb)
insert into prospects (email)
select lower(coalesce(:paid ->> 'email', checkouts.email))
from checkouts
where checkouts.identifier = :checkout
    and checkouts.status <> 'completed'
    and checkouts.member_id is null
    and not exists (
        select
        from users
        where users.email = lower(coalesce(:paid ->> 'email', checkouts.email)) and users.email_verified_at is not null)
    and length(coalesce(:paid ->> 'email', checkouts.email)) <= 254 -- RFC 5321; a longer one must not cost the order
on conflict (email) do nothing;

-- name: order_insert :exec (checkout text, attempt bytea, identifier text, access_key text, paid jsonb)
insert into orders (
    identifier, access_key, checkout_id, made_by, visitor, member_id, prospect_id, email, currency,
    item_subtotal, item_discount, shipping, shipping_discount, tax, total, on_hold, hold_reason)
select
    :identifier, :access_key, checkouts.id, :attempt, checkouts.visitor,
    coalesce(checkouts.member_id, members.id), prospects.id, buyer.email, upper(paid.currency),
    paid.amount_subtotal, paid.amount_discount,
    greatest(checkouts.shipping, paid.amount_shipping),
    greatest(checkouts.shipping, paid.amount_shipping) - paid.amount_shipping,
    paid.amount_tax, paid.amount_total, mismatch.reason is not null, mismatch.reason
from checkouts
cross join jsonb_to_record(:paid) as paid(
    email text, currency text, amount_subtotal bigint, amount_discount bigint, amount_shipping bigint, amount_tax bigint,
    amount_total bigint, livemode boolean, expected_livemode boolean)
cross join lateral (select lower(coalesce(paid.email, checkouts.email)) as email) buyer
left join prospects on prospects.email = buyer.email and checkouts.member_id is null
-- a member who did not log in: the address is known to be the member's
left join users on users.email = buyer.email and users.email_verified_at is not null
left join members on members.user_id = users.id
cross join lateral (
    select nullif(concat_ws(', ',
        case when paid.amount_subtotal <> checkouts.item_subtotal
            then 'subtotal ' || paid.amount_subtotal || ' instead of ' || checkouts.item_subtotal end,
        case when paid.amount_discount <> checkouts.item_discount
            then 'discount ' || paid.amount_discount || ' instead of ' || checkouts.item_discount end,
        case when paid.amount_shipping <> checkouts.shipping - checkouts.shipping_discount
            then 'shipping ' || paid.amount_shipping || ' instead of ' || checkouts.shipping - checkouts.shipping_discount end,
        case when paid.amount_tax <> 0 then 'tax ' || paid.amount_tax || ' instead of 0' end,
        case when paid.amount_total <> checkouts.total
            then 'total ' || paid.amount_total || ' instead of ' || checkouts.total end,
        case when upper(paid.currency) <> checkouts.currency then 'currency ' || paid.currency end,
        case when paid.livemode <> paid.expected_livemode then 'live and test mode are mixed' end), '') as reason) mismatch
where checkouts.identifier = :checkout and checkouts.status <> 'completed'
on conflict on constraint orders_one_per_checkout do nothing;

-- name: order_insert_skus :exec (checkout text, attempt bytea)
-- What is missing in spite of the hold (or because it was let go) is short.
insert into order_skus (
    order_id, position, sku_id, code, product, title, sku_title, options, image,
    quantity, unit_price, line_total, quantity_short)
select
    orders.id, line.position, skus.id, line.document ->> 'code', line.document ->> 'product', line.document ->> 'title',
    line.document ->> 'sku_title', line.document -> 'options', nullif(line.document -> 'image', 'null'),
    line.quantity, line.unit_price, line.quantity * line.unit_price,
    case
        when sku_inventory.quantity_on_hand is null then 0
        else line.quantity - least(line.quantity, greatest(0,
            sku_inventory.quantity_on_hand
            - case when stock_reservations.sku_id is null then sku_inventory.quantity_reserved else 0 end))
    end
from orders
join checkout_lines line on line.checkout_id = orders.checkout_id
left join skus on skus.id = line.sku_id
left join sku_inventory on sku_inventory.sku_id = line.sku_id
left join stock_reservations
    on stock_reservations.checkout_id = orders.checkout_id and stock_reservations.sku_id = line.sku_id
where line.identifier = :checkout and orders.made_by = :attempt;

-- name: order_insert_discounts :exec (checkout text, attempt bytea)
insert into order_discounts (order_id, discount_code_id, code, title, applies_to, amount)
select
    orders.id, discount_codes.id, discount.document ->> 'code', discount.document ->> 'title',
    discount.document ->> 'applies_to', (discount.document ->> 'amount')::bigint
from orders
join checkout_discounts discount on discount.checkout_id = orders.checkout_id
left join discount_codes on discount_codes.id = discount.discount_code_id
where discount.identifier = :checkout and orders.made_by = :attempt;

-- name: order_insert_payment :exec (attempt bytea, paid jsonb)
insert into order_payments (
    order_id, status, stripe_session_id, stripe_payment_intent_id, stripe_charge_id, stripe_customer_id,
    amount, currency, card_brand, card_last4, livemode)
select
    orders.id, paid.payment_status, paid.session, paid.payment_intent, paid.charge, paid.customer,
    paid.amount_total, upper(paid.currency), paid.card_brand, paid.card_last4, paid.livemode
from orders
cross join jsonb_to_record(:paid) as paid(
    payment_status text, session text, payment_intent text, charge text, customer text, amount_total bigint,
    currency text, card_brand text, card_last4 text, livemode boolean)
where orders.made_by = :attempt;

-- name: order_insert_billing :exec (attempt bytea, paid jsonb)
insert into order_billing (order_id, name, line1, line2, city, state, postal_code, country, phone)
select orders.id, paid.name, address.line1, address.line2, address.city, address.state, address.postal_code,
    address.country, paid.phone
from orders
cross join jsonb_to_record(:paid) as paid(name text, phone text, billing jsonb)
cross join jsonb_to_record(paid.billing) as address(
    line1 text, line2 text, city text, state text, postal_code text, country text)
where orders.made_by = :attempt;

-- name: order_insert_shipping :exec (attempt bytea, paid jsonb)
insert into order_shipping (order_id, method, title, name, line1, line2, city, state, postal_code, country)
select orders.id, checkouts.snapshot #>> '{shipping,method}', checkouts.snapshot #>> '{shipping,title}',
    paid.shipping_name, address.line1, address.line2, address.city, address.state, address.postal_code, address.country
from orders
join checkouts on checkouts.id = orders.checkout_id
cross join jsonb_to_record(:paid) as paid(shipping_name text, shipping jsonb)
cross join jsonb_to_record(paid.shipping) as address(
    line1 text, line2 text, city text, state text, postal_code text, country text)
where orders.made_by = :attempt;

-- name: order_insert_status :exec (attempt bytea)
insert into order_statuses (order_id, status)
select id, 'accepted' from orders where made_by = :attempt;

-- name: order_judge_payment :exec (attempt bytea)
-- A dispute may have been opened before we knew of the order.
select order_payment_judge(order_payments.order_id)
from orders
join order_payments on order_payments.order_id = orders.id
join disputes on disputes.payment_intent_id = order_payments.stripe_payment_intent_id
where orders.made_by = :attempt;

-- name: order_mark_short :exec (attempt bytea)
update orders
set short = true
where made_by = :attempt
    and exists (select from order_skus where order_skus.order_id = orders.id and quantity_short > 0);

-- name: order_take_stock :exec (attempt bytea)
-- Pieces leave the house, and the hold with them.
update sku_inventory
set quantity_on_hand = quantity_on_hand - (order_skus.quantity - order_skus.quantity_short),
    -- a paid order must not fail for a counter that its owner may have set by hand
    quantity_reserved = greatest(0, quantity_reserved - coalesce((
        select stock_reservations.quantity
        from stock_reservations
        where stock_reservations.checkout_id = orders.checkout_id
            and stock_reservations.sku_id = order_skus.sku_id), 0))
from orders
join order_skus on order_skus.order_id = orders.id
where orders.made_by = :attempt
    and sku_inventory.sku_id = order_skus.sku_id
    and (sku_inventory.quantity_on_hand is not null
        or exists ( -- not counted any more, but held
            select
            from stock_reservations
            where stock_reservations.checkout_id = orders.checkout_id
                and stock_reservations.sku_id = order_skus.sku_id));

-- name: order_insert_movements :exec (attempt bytea)
insert into stock_movements (sku_id, change, reason, reference)
select order_skus.sku_id, order_skus.quantity_short - order_skus.quantity, 'sale', orders.identifier
from orders
join order_skus on order_skus.order_id = orders.id
join sku_inventory on sku_inventory.sku_id = order_skus.sku_id and sku_inventory.quantity_on_hand is not null
where orders.made_by = :attempt and order_skus.quantity > order_skus.quantity_short;

-- name: order_delete_reservations :exec (attempt bytea)
delete from stock_reservations
using orders
where orders.made_by = :attempt and stock_reservations.checkout_id = orders.checkout_id;

-- name: order_insert_mail :exec (attempt bytea)
insert into email_messages (kind, recipient, order_id)
select 'order_confirmation', email, id
from orders
where made_by = :attempt and length(email) between 3 and 254
on conflict (order_id) where kind = 'order_confirmation' do nothing;

-- name: order_of_checkout :one (checkout text)
select orders.identifier, orders.access_key, orders.on_hold, coalesce(orders.hold_reason, '') as hold_reason,
    orders.short, orders.made_by, checkouts.refunds_known
from checkouts
join orders on orders.checkout_id = checkouts.id
where checkouts.identifier = :checkout;

-- name: order_view :one (identifier text, access_key text?, visitor bytea?, session bytea?, media_url text)
-- GET /api/v1/orders/{identifier}, for whoever has the key of its link or made it. What was bought as a member is not for
-- the browser that it was bought in: somebody else may sit there now. What was bought without an account is, also when its
-- address turned out to be a member's: the reply must not tell that.
select json_build_object(
    'identifier', orders.identifier,
    'status', orders.status,
    'payment_status', order_payments.status,
    'placed_at', to_char(orders.placed_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
    'email', orders.email,
    'lines', (
        select json_agg(json_build_object(
                'sku', coalesce(sku_id, 0),
                'code', code,
                'product', product,
                'title', title,
                'sku_title', sku_title,
                'options', options,
                'image', image_document(:media_url, image ->> 'file', image -> 'variants', image ->> 'alt',
                    (image ->> 'width')::int, (image ->> 'height')::int, null),
                'quantity', quantity,
                'unit_price', unit_price,
                'line_total', line_total,
                'quantity_short', quantity_short)
            order by position)
        from order_skus
        where order_skus.order_id = orders.id),
    'discounts', coalesce((
        select json_agg(json_build_object('code', code, 'title', title, 'applies_to', applies_to, 'amount', amount)
            order by applies_to, code)
        from order_discounts
        where order_discounts.order_id = orders.id), '[]'),
    'totals', json_build_object(
        'item_subtotal', orders.item_subtotal,
        'item_discount', orders.item_discount,
        'shipping', orders.shipping,
        'shipping_discount', orders.shipping_discount,
        'total', orders.total,
        'currency', orders.currency),
    'tax', orders.tax,
    'refunded', order_payments.refunded,
    'shipping', json_build_object(
        'method', order_shipping.method,
        'title', order_shipping.title,
        'address', case when order_shipping.line1 is not null then json_build_object(
            'name', order_shipping.name, 'line1', order_shipping.line1, 'line2', order_shipping.line2,
            'city', order_shipping.city, 'state', order_shipping.state,
            'postal_code', order_shipping.postal_code, 'country', order_shipping.country) end,
        'tracking_number', order_shipping.tracking_number,
        'tracking_url', order_shipping.tracking_url),
    'billing', case when order_billing.line1 is not null then json_build_object(
        'name', order_billing.name, 'line1', order_billing.line1, 'line2', order_billing.line2,
        'city', order_billing.city, 'state', order_billing.state,
        'postal_code', order_billing.postal_code, 'country', order_billing.country) end,
    'payment', json_build_object('brand', order_payments.card_brand, 'last4', order_payments.card_last4),
    'statuses', (
        select json_agg(json_build_object(
                'status', status,
                'at', to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'))
            order by id)
        from order_statuses
        where order_statuses.order_id = orders.id),
    'on_hold', orders.on_hold,
    'short', orders.short) as document
from orders
join order_payments on order_payments.order_id = orders.id
join order_shipping on order_shipping.order_id = orders.id
join order_billing on order_billing.order_id = orders.id
join checkouts on checkouts.id = orders.checkout_id
where orders.identifier = upper(:identifier)
    and (orders.access_key = :access_key
        or orders.visitor = :visitor and checkouts.member_id is null
        or orders.member_id = session_member_id(:session));

-- name: order_record_refund :exec (payment_intent text, refund text, amount bigint, currency text, status text, reason text?, created bigint, request text?)
-- `request` is the refund's metadata: which of our requests it is (migrations/0014_order_work.sql).
select order_refund_record(:payment_intent, :refund, :amount, :currency, :status, :reason, :created, :request);

-- name: order_upsert_dispute :exec (dispute text, payment_intent text, status text, closed bool, created bigint)
-- Events come in any order: a dispute that was closed stays so.
insert into disputes as known (stripe_dispute_id, payment_intent_id, status, closed, created_at)
values (:dispute, :payment_intent, :status, :closed, to_timestamp(:created))
on conflict (stripe_dispute_id) do update
set status = excluded.status,
    closed = excluded.closed
where not known.closed;

-- name: order_require_member :one (session bytea?)
-- Refuses without a session of a user who may go on.
select session_require(:session)::text as user_id;

-- name: order_list :one (session bytea?, media_url text, after_time text?, after_id bigint?, rows int)
-- GET /api/v1/orders: one page of the member's orders. One row more than asked for tells whether there is another page.
with page as (
    select orders.id, orders.identifier, orders.status, orders.placed_at, orders.total, orders.currency,
        row_number() over (order by orders.placed_at desc, orders.id desc) as position
    from orders
    where orders.member_id = session_member_id(:session)
        and (:after_id is null or (orders.placed_at, orders.id) < (:after_time::timestamptz, :after_id))
    order by orders.placed_at desc, orders.id desc
    limit :rows + 1
)
select json_build_object(
    'items', coalesce((
        select json_agg(json_build_object(
                'identifier', page.identifier,
                'status', page.status,
                'payment_status', order_payments.status,
                'placed_at', to_char(page.placed_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
                'total', page.total,
                'currency', page.currency,
                'pieces', lines.pieces,
                'titles', lines.titles,
                'image', image_document(:media_url, lines.image ->> 'file', lines.image -> 'variants',
                    lines.image ->> 'alt', (lines.image ->> 'width')::int, (lines.image ->> 'height')::int, null))
            order by page.position)
        from page
        join order_payments on order_payments.order_id = page.id
        cross join lateral (
            select
                sum(quantity)::int as pieces,
                coalesce(json_agg(title order by position) filter (where position <= 3), '[]') as titles,
                (array_agg(image order by position) filter (where image is not null))[1] as image
            from order_skus
            where order_skus.order_id = page.id) lines
        where page.position <= :rows), '[]'),
    'next_cursor', (
        select to_char(page.placed_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') || '_' || page.id
        from page
        where page.position = :rows and exists (select from page more where more.position > :rows))) as document;

-- What mails about orders tell, for many at once. Columns that begin with _ are not for templates as they are.

-- name: order_letters :many (ids bigint[])
select
    message.id as message_id,
    orders.identifier,
    orders.access_key as _access_key,
    orders.status,
    to_char(orders.placed_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as placed_at,
    orders.member_id is not null as is_member,
    orders.short,
    orders.currency,
    store.currency_exponent as _currency_exponent,
    orders.item_subtotal,
    orders.shipping,
    order_shipping.title as shipping_title,
    nullif(orders.tax, 0) as tax,
    orders.total,
    nullif(-payment.refunded, 0) as refunded,
    to_json(array_remove(array[nullif(order_shipping.name, ''), nullif(order_shipping.line1, ''),
        nullif(order_shipping.line2, ''),
        nullif(concat_ws(' ', order_shipping.city, order_shipping.state, order_shipping.postal_code), ''),
        nullif(order_shipping.country, '')], null)) as address,
    order_shipping.tracking_number as _tracking_number,
    order_shipping.tracking_url as _tracking_url,
    refund.amount as _refund_amount,
    refund.reason as _refund_reason,
    refund.amount = payment.amount as _refund_is_full
from email_messages message
join orders on orders.id = message.order_id
join order_shipping on order_shipping.order_id = orders.id
left join order_payments payment on payment.order_id = orders.id
left join refunds refund on refund.id = message.refund_id, store
where message.id = any (:ids)
order by message.id;

-- name: order_letter_lines :many (ids bigint[])
select message.id as message_id, line.title, line.sku_title, line.code, line.quantity, line.quantity_short,
    line.unit_price, line.line_total
from email_messages message
join order_skus line on line.order_id = message.order_id
where message.id = any (:ids)
order by message.id, line.position;

-- name: order_letter_discounts :many (ids bigint[])
select message.id as message_id, discount.code, discount.title, discount.applies_to, -discount.amount as amount
from email_messages message
join order_discounts discount on discount.order_id = message.order_id
where message.id = any (:ids) and discount.amount > 0
order by message.id, discount.code;
