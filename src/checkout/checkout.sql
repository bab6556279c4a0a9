-- Freezing a cart: one unit, checkout_lock_cart to checkout_read. Whoever needs several locks takes them in the order
-- cart, checkout, stock by SKU, discount codes by id; a checkout that is being made is nobody else's to lock.

-- name: checkout_lock_cart :exec (visitor bytea?, session bytea?)
with locked as (
    select id from carts where id = cart_of(:visitor, :session) for update
)
select case when not exists (select from locked) then refuse('cart_empty') end;

-- name: checkout_lock_cart_stock :exec (visitor bytea?, session bytea?)
select sku_inventory.sku_id
from carts
join cart_skus on cart_skus.cart_id = carts.id
join sku_inventory on sku_inventory.sku_id = cart_skus.sku_id
where carts.id = cart_of(:visitor, :session)
order by sku_inventory.sku_id
for no key update of sku_inventory;

-- name: checkout_lock_cart_discounts :exec (visitor bytea?, session bytea?)
select discount_codes.id
from carts
join cart_discounts on cart_discounts.cart_id = carts.id
join discount_codes on discount_codes.id = cart_discounts.discount_code_id
where carts.id = cart_of(:visitor, :session)
order by discount_codes.id
for no key update of discount_codes;

-- name: checkout_insert :exec (identifier text, visitor bytea?, session bytea?, email text?, total_seen bigint?, session_seconds int, check_seconds int)
insert into checkouts (
    identifier, cart_id, visitor, member_id, email, snapshot, snapshot_hash, currency,
    item_subtotal, item_discount, shipping, shipping_discount, total, session_expires_at, next_check_at)
select
    :identifier, cart.cart_id, :visitor, cart.member_id, lower(:email), cart.snapshot, sha256(convert_to(cart.snapshot::text, 'UTF8')),
    store.currency, cart.item_subtotal, cart.item_discount, cart.shipping, cart.shipping_discount, cart.total,
    now() + :session_seconds * interval '1 second', now() + :check_seconds * interval '1 second'
from store, cart_snapshots cart
cross join lateral (
    select case
        when cart.line_count = 0 then refuse('cart_empty')
        when cart.line_count > 100 then refuse('cart_full') -- Stripe takes 100 line items; two carts may have become one
        when exists (select from terms_to_agree where terms_to_agree.member_id = cart.member_id)
            then refuse('terms_not_agreed')
        when exists (
            select from cart_problems problem
            where problem.cart_id = cart.cart_id and problem.code in ('out_of_stock', 'fewer_left'))
            then refuse('out_of_stock', (
                select string_agg(cart_lines.title || ': ' || problem.message, ' ' order by problem.added_at)
                from cart_problems problem
                join cart_lines on cart_lines.cart_id = problem.cart_id and cart_lines.sku_id = problem.sku_id
                where problem.cart_id = cart.cart_id and problem.code in ('out_of_stock', 'fewer_left')))
        when exists (select from cart_problems problem where problem.cart_id = cart.cart_id and problem.blocks)
            then refuse('cart_changed', (
                select string_agg(message, ' ') from cart_problems problem
                where problem.cart_id = cart.cart_id and problem.blocks))
        when exists (
            select
            from cart_discounts
            join discount_codes on discount_codes.id = cart_discounts.discount_code_id
            where cart_discounts.cart_id = cart.cart_id
                and discount_codes.max_uses_per_customer <= (
                    select count(*)
                    from discount_redemptions used
                    where used.discount_code_id = discount_codes.id
                        and used.email = lower(:email)
                        and used.cart_id is distinct from cart.cart_id))
            then refuse('discount_exhausted')
        when cart.shipping_method_id is null then refuse('shipping_missing')
        when cart.total <> :total_seen
            then refuse('cart_changed', 'The total is not the one that you saw.')
    end as refused) judged
where cart.cart_id = cart_of(:visitor, :session) and judged.refused is null;

-- name: checkout_reserve_stock :exec (identifier text)
with held as (
    insert into stock_reservations (checkout_id, sku_id, quantity)
    select line.checkout_id, line.sku_id, line.quantity
    from checkout_lines line
    join sku_inventory on sku_inventory.sku_id = line.sku_id and sku_inventory.quantity_on_hand is not null
    where line.identifier = :identifier
    returning sku_id, quantity
)
update sku_inventory
set quantity_reserved = quantity_reserved + held.quantity
from held
where sku_inventory.sku_id = held.sku_id;

-- name: checkout_redeem_discounts :exec (identifier text)
with held as (
    insert into discount_redemptions (discount_code_id, checkout_id, cart_id, visitor, member_id, email)
    select discount.discount_code_id, checkouts.id, checkouts.cart_id, checkouts.visitor, checkouts.member_id, checkouts.email
    from checkouts
    join checkout_discounts discount on discount.checkout_id = checkouts.id
    where checkouts.identifier = :identifier
    returning discount_code_id
)
update discount_codes
set uses = uses + 1
from held
where discount_codes.id = held.discount_code_id;

-- name: checkout_came_from :exec (identifier text, message bigint, link bigint, ad bigint, seconds bigint)
-- What the visitor's cookie told; what is none of it is 0.
select checkout_came_from(:identifier, :message, :link, :ad, to_timestamp(:seconds));

-- name: checkout_read :one (identifier text)
-- What Stripe has to be told.
select json_build_object(
    'identifier', checkouts.identifier,
    'snapshot', checkouts.snapshot,
    'currency', checkouts.currency,
    'item_discount', checkouts.item_discount,
    'shipping', checkouts.shipping - checkouts.shipping_discount,
    'total', checkouts.total,
    'email', checkouts.email,
    'expires', extract(epoch from checkouts.session_expires_at)::bigint,
    'ships_to', store.ships_to::json,
    'collect_phone', store.collect_phone) as document
from checkouts, store
where checkouts.identifier = :identifier;

-- name: checkout_open :exec (identifier text, session text, url text)
-- Stripe has made the session.
update checkouts
set status = 'open',
    stripe_session_id = :session,
    stripe_url = :url
where identifier = :identifier and status = 'pending';

-- name: checkout_started :one (identifier text)
-- The reply of POST /api/v1/checkout; no row when the checkout has ended meanwhile.
select json_build_object(
    'session', stripe_session_id,
    'url', stripe_url,
    'expires_at', to_char(session_expires_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
    'total', total,
    'currency', currency) as document
from checkouts
where identifier = :identifier and status = 'open';

-- name: checkout_unfinished :one (visitor bytea?, session bytea?, email text?, total_seen bigint?)
-- The cart's open checkout, and whether it still offers what the cart holds now.
select
    checkouts.identifier,
    checkouts.status,
    checkouts.stripe_session_id as session,
    checkouts.snapshot_hash = sha256(convert_to(cart.snapshot::text, 'UTF8'))
        and checkouts.total = cart.total
        and checkouts.email is not distinct from lower(:email)
        and coalesce(:total_seen = cart.total, true)
        and checkouts.session_expires_at > now() + interval '2 minutes' as same,
    checkouts.created_at < now() - interval '1 minute' as stale
from cart_snapshots cart
join checkouts on checkouts.cart_id = cart.cart_id and checkouts.status in ('pending', 'open')
where cart.cart_id = cart_of(:visitor, :session);

-- Letting go: checkout_lock, checkout_lock_discounts, then checkout_close or checkout_abandon and the two releases, in one
-- unit.

-- name: checkout_lock :exec (identifier text)
with locked as (
    select id from checkouts where identifier = :identifier for update
)
select sku_inventory.sku_id
from locked
join stock_reservations on stock_reservations.checkout_id = locked.id
join sku_inventory on sku_inventory.sku_id = stock_reservations.sku_id
order by sku_inventory.sku_id
for no key update of sku_inventory;

-- name: checkout_lock_discounts :exec (identifier text)
select discount_codes.id
from checkouts
join discount_redemptions on discount_redemptions.checkout_id = checkouts.id
join discount_codes on discount_codes.id = discount_redemptions.discount_code_id
where checkouts.identifier = :identifier
order by discount_codes.id
for no key update of discount_codes;

-- name: checkout_abandon :exec (identifier text)
-- Its page was not made. When another window has made it meanwhile, somebody may be paying there: it stays open.
update checkouts
set status = 'failed',
    finished_at = now()
where identifier = :identifier and status = 'pending';

-- name: checkout_close :exec (identifier text, status text)
-- status: expired or failed. A checkout that became an order stays one.
update checkouts
set status = :status,
    finished_at = now()
where identifier = :identifier and status in ('pending', 'open', 'processing');

-- name: checkout_release_stock :exec (identifier text)
with gone as (
    delete from stock_reservations
    using checkouts
    where checkouts.identifier = :identifier
        and checkouts.status in ('expired', 'failed')
        and stock_reservations.checkout_id = checkouts.id
    returning stock_reservations.sku_id, stock_reservations.quantity
)
update sku_inventory
set quantity_reserved = greatest(0, quantity_reserved - gone.quantity) -- its owner may have set it by hand
from gone
where sku_inventory.sku_id = gone.sku_id;

-- name: checkout_release_discounts :exec (identifier text)
with gone as (
    delete from discount_redemptions
    using checkouts
    where checkouts.identifier = :identifier
        and checkouts.status in ('expired', 'failed')
        and discount_redemptions.checkout_id = checkouts.id
    returning discount_redemptions.discount_code_id
)
update discount_codes
set uses = greatest(0, uses - 1) -- its owner may have set it back by hand
from gone
where discount_codes.id = gone.discount_code_id;

-- name: checkout_lock_its_cart :exec (identifier text)
-- Before what was paid leaves the cart: nobody may change it meanwhile.
select carts.id
from checkouts
join carts on carts.id = checkouts.cart_id
where checkouts.identifier = :identifier
for update of carts;

-- What left the cart for a payment that failed in the end comes back, once: checkout_restore_lines to
-- checkout_mark_restored.

-- name: checkout_restore_lines :exec (identifier text)
insert into cart_skus (cart_id, sku_id, quantity, price_seen)
select checkouts.cart_id, skus.id, line.quantity, line.unit_price
from checkouts
join carts on carts.id = checkouts.cart_id
join checkout_lines line on line.checkout_id = checkouts.id
join skus on skus.id = line.sku_id
where checkouts.identifier = :identifier and checkouts.status = 'failed' and checkouts.cart_taken
on conflict (cart_id, sku_id) do update
set quantity = least(99, cart_skus.quantity + excluded.quantity);

-- name: checkout_restore_discounts :exec (identifier text)
insert into cart_discounts (cart_id, discount_code_id)
select checkouts.cart_id, discount_codes.id
from checkouts
join carts on carts.id = checkouts.cart_id
join checkout_discounts discount on discount.checkout_id = checkouts.id
join discount_codes on discount_codes.id = discount.discount_code_id
where checkouts.identifier = :identifier and checkouts.status = 'failed' and checkouts.cart_taken
on conflict on constraint cart_discounts_once do nothing;

-- name: checkout_restore_shipping :exec (identifier text)
insert into cart_shipping (cart_id, shipping_method_id)
select checkouts.cart_id, shipping_methods.id
from checkouts
join carts on carts.id = checkouts.cart_id
join shipping_methods on shipping_methods.code = checkouts.snapshot #>> '{shipping,method}' and shipping_methods.active
where checkouts.identifier = :identifier and checkouts.status = 'failed' and checkouts.cart_taken
on conflict (cart_id) do nothing;

-- name: checkout_mark_restored :exec (identifier text)
update checkouts
set cart_taken = false
where identifier = :identifier and status = 'failed' and cart_taken;

-- name: checkout_processing :exec (identifier text, session text)
-- Complete, but the money is still under way: the hold stays, without an end of its own.
update checkouts
set status = 'processing',
    stripe_session_id = coalesce(stripe_session_id, :session)
where identifier = :identifier and status in ('pending', 'open');

-- name: checkout_complete :exec (identifier text, session text, refundable bool)
-- It became an order. A session that we could not record (a crash after Stripe made it) is recorded now. Until
-- checkout_refunds_known, refunds that were made before the order was may be missing.
update checkouts
set status = 'completed',
    stripe_session_id = coalesce(stripe_session_id, :session),
    finished_at = now(),
    refunds_known = not :refundable
where identifier = :identifier and status <> 'completed';

-- name: checkout_refunds_known :exec (identifier text)
update checkouts
set refunds_known = true
where identifier = :identifier;

-- Uses of discount codes become spent: checkout_lock_spent_discounts to checkout_spend_discounts, before
-- checkout_mark_taken.

-- name: checkout_lock_spent_discounts :exec (identifier text)
select discount_codes.id
from checkout_discounts discount
join discount_codes on discount_codes.id = discount.discount_code_id
where discount.identifier = :identifier
order by discount_codes.id
for no key update of discount_codes;

-- name: checkout_regain_discounts :exec (identifier text)
-- Paid after we had let go of it: its uses count all the same, as far as the code's limit allows to write it down.
with regained as (
    insert into discount_redemptions (discount_code_id, checkout_id, cart_id, visitor, member_id, email)
    select discount_codes.id, checkouts.id, checkouts.cart_id, checkouts.visitor, checkouts.member_id, checkouts.email
    from checkouts
    join checkout_discounts discount on discount.checkout_id = checkouts.id
    join discount_codes on discount_codes.id = discount.discount_code_id
    where checkouts.identifier = :identifier
        and checkouts.status in ('processing', 'completed')
        and not checkouts.cart_taken
    on conflict (discount_code_id, checkout_id) do nothing
    returning discount_code_id
)
update discount_codes
set uses = uses + 1
from regained
where discount_codes.id = regained.discount_code_id
    and (discount_codes.max_uses is null or discount_codes.uses < discount_codes.max_uses);

-- name: checkout_spend_discounts :exec (identifier text, email text?)
-- The use is no longer the cart's, which would count it as its own and allow it again. Stripe knows who pays when we
-- did not ask.
update discount_redemptions
set cart_id = null,
    email = coalesce(discount_redemptions.email, lower(:email))
from checkouts
where checkouts.identifier = :identifier
    and checkouts.status in ('processing', 'completed')
    and discount_redemptions.checkout_id = checkouts.id;

-- What was paid leaves the cart, once: checkout_take_lines to checkout_mark_taken. What was added after the checkout
-- was frozen stays.

-- name: checkout_take_lines :exec (identifier text)
with paid as (
    select checkouts.cart_id, line.sku_id, line.quantity
    from checkouts
    join checkout_lines line on line.checkout_id = checkouts.id
    where checkouts.identifier = :identifier
        and checkouts.status in ('processing', 'completed')
        and not checkouts.cart_taken
),
emptied as (
    delete from cart_skus
    using paid
    where cart_skus.cart_id = paid.cart_id
        and cart_skus.sku_id = paid.sku_id
        and cart_skus.quantity <= paid.quantity
)
update cart_skus
set quantity = cart_skus.quantity - paid.quantity
from paid
where cart_skus.cart_id = paid.cart_id
    and cart_skus.sku_id = paid.sku_id
    and cart_skus.quantity > paid.quantity;

-- name: checkout_take_discounts :exec (identifier text)
delete from cart_discounts
using checkouts, checkout_discounts discount
where checkouts.identifier = :identifier
    and checkouts.status in ('processing', 'completed')
    and not checkouts.cart_taken
    and discount.checkout_id = checkouts.id
    and cart_discounts.cart_id = checkouts.cart_id
    and cart_discounts.discount_code_id = discount.discount_code_id;

-- name: checkout_take_shipping :exec (identifier text)
-- The choice of shipping goes with the last line.
delete from cart_shipping
using checkouts
where checkouts.identifier = :identifier
    and checkouts.status in ('processing', 'completed')
    and not checkouts.cart_taken
    and cart_shipping.cart_id = checkouts.cart_id
    and not exists (select from cart_skus where cart_skus.cart_id = checkouts.cart_id);

-- name: checkout_mark_taken :exec (identifier text)
update checkouts
set cart_taken = true
where identifier = :identifier and status in ('processing', 'completed') and not cart_taken;

-- name: checkout_view :one (session text)
-- GET /api/v1/checkout/{session}
select
    json_build_object(
        'session', checkouts.stripe_session_id,
        'status', checkouts.status,
        'total', coalesce(orders.total, checkouts.total),
        'currency', checkouts.currency,
        'url', case when checkouts.status = 'open' then checkouts.stripe_url end,
        'order', case when orders.id is not null
            then json_build_object('identifier', orders.identifier, 'key', orders.access_key) end) as document,
    checkouts.status in ('open', 'processing') as unfinished
from checkouts
left join orders on orders.checkout_id = checkouts.id
where checkouts.stripe_session_id = :session;

-- name: checkout_of_session :one (session text, identifier text?)
-- By Stripe's session, or by the identifier that we gave it: a crash may have kept us from recording the session.
select checkouts.identifier, checkouts.status
from checkouts
where checkouts.stripe_session_id = :session
    or (checkouts.identifier = :identifier and checkouts.stripe_session_id is null)
order by checkouts.stripe_session_id is null
limit 1;

-- name: checkout_claim_checks :many (check_seconds int, rows int)
-- For the reconciler: checkouts whose time has come, unfinished or with refunds that we may not know. The next look is
-- set at once, so that workers share them; it comes again if this worker dies. Looks grow rarer with age, so that an
-- abandoned cart costs Stripe a handful of questions, and one comes right after the session should have expired.
update checkouts
set next_check_at = case
        when now() < session_expires_at then least(later.at, session_expires_at + interval '5 seconds')
        else later.at
    end
from (
    select now() + greatest(:check_seconds * interval '1 second', least(now() - due.created_at, interval '1 hour')) as at,
        due.id
    from checkouts due
    where (due.status in ('pending', 'open', 'processing') or due.status = 'completed' and not due.refunds_known)
        and due.next_check_at <= now()
    order by due.next_check_at
    limit :rows
    for update skip locked) later
where checkouts.id = later.id
returning checkouts.identifier, coalesce(checkouts.stripe_session_id, '') as session,
    checkouts.status = 'pending' and checkouts.created_at < now() - interval '2 minutes' as abandoned,
    checkouts.status <> 'processing' and checkouts.session_expires_at < now() - interval '1 hour' as forgotten;

-- name: checkout_record_event :one (id text, type text, object_id text?, created bigint)
-- No row: the event was recorded before.
insert into stripe_events (id, type, object_id, created)
values (:id, :type, :object_id, to_timestamp(:created))
on conflict (id) do nothing
returning id;

-- name: checkout_event_is_new :one (id text, session text?, identifier text?)
-- Whether the event was seen, and whether the session it speaks of is ours.
select
    not exists (select from stripe_events where stripe_events.id = :id) as new,
    exists (
        select
        from checkouts
        where checkouts.stripe_session_id = :session or checkouts.identifier = :identifier) as known;
