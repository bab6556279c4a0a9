-- Work on one order. The rules are functions of migrations/0014_order_work.sql.

-- name: order_admin_page :one (order_id bigint, media_url text)
-- GET /api/admin/orders/{id}/page. What the caller may not view by itself is left out: cards and Stripe's ids, the billing
-- address, refunds, disputes, mails, notes, where it came from.
select json_build_object(
    'id', orders.id::text,
    'identifier', orders.identifier,
    'status', orders.status,
    'placed_at', utc_text(orders.placed_at),
    'email', orders.email,
    'on_hold', orders.on_hold,
    'hold_reason', orders.hold_reason,
    'short', orders.short,
    'totals', json_build_object(
        'item_subtotal', orders.item_subtotal,
        'item_discount', orders.item_discount,
        'shipping', orders.shipping,
        'shipping_discount', orders.shipping_discount,
        'tax', orders.tax,
        'total', orders.total,
        'currency', orders.currency,
        'currency_exponent', store.currency_exponent),
    'lines', (
        select coalesce(json_agg(json_build_object(
                'position', line.position,
                'sku_id', line.sku_id::text,
                'code', line.code,
                'product', line.product,
                'title', line.title,
                'sku_title', line.sku_title,
                'options', line.options,
                'image', image_document(:media_url, line.image ->> 'file', line.image -> 'variants', line.image ->> 'alt',
                    (line.image ->> 'width')::int, (line.image ->> 'height')::int, null),
                'quantity', line.quantity,
                'unit_price', line.unit_price,
                'line_total', line.line_total,
                'quantity_short', line.quantity_short,
                'quantity_returned', line.quantity_returned,
                'quantity_returnable', lines_left.pieces,
                'on_hand', sku_inventory.quantity_on_hand)
            order by line.position), '[]')
        from order_skus line
        left join order_lines_left(orders.id) lines_left on lines_left.line_position = line.position
        left join sku_inventory on sku_inventory.sku_id = line.sku_id
        where line.order_id = orders.id),
    'discounts', (
        select coalesce(json_agg(json_build_object('code', code, 'title', title, 'applies_to', applies_to, 'amount', amount)
            order by applies_to, code), '[]')
        from order_discounts
        where order_discounts.order_id = orders.id),
    'payment', json_build_object(
        'status', payment.status,
        'amount', payment.amount,
        'refunded', payment.refunded,
        'left', coalesce(order_refund_left(orders.id), 0),
        'currency', payment.currency,
        'card_brand', case when may.payment then payment.card_brand end,
        'card_last4', case when may.payment then payment.card_last4 end,
        'livemode', payment.livemode,
        'paid_at', utc_text(payment.paid_at),
        'stripe_session_id', case when may.payment then payment.stripe_session_id end,
        'stripe_payment_intent_id', case when may.payment then payment.stripe_payment_intent_id end,
        'stripe_charge_id', case when may.payment then payment.stripe_charge_id end,
        'stripe_customer_id', case when may.payment then payment.stripe_customer_id end,
        'dashboard_url', case when may.payment then stripe_dashboard_url(payment.stripe_payment_intent_id, payment.livemode) end),
    'disputes', (
        select coalesce(json_agg(json_build_object(
                'id', stripe_dispute_id,
                'status', disputes.status,
                'closed', disputes.closed,
                'created_at', utc_text(disputes.created_at))
            order by disputes.created_at), '[]')
        from disputes
        where disputes.payment_intent_id = payment.stripe_payment_intent_id and may.disputes),
    'billing', json_build_object(
        'name', billing.name, 'line1', billing.line1, 'line2', billing.line2, 'city', billing.city,
        'state', billing.state, 'postal_code', billing.postal_code, 'country', billing.country,
        'phone', billing.phone),
    'shipping', json_build_object(
        'method', shipping.method,
        'title', shipping.title,
        'carrier', coalesce(shipping_methods.carrier, ''),
        'tracking_url_template', coalesce(shipping_methods.tracking_url_template, ''),
        'name', shipping.name, 'line1', shipping.line1, 'line2', shipping.line2, 'city', shipping.city,
        'state', shipping.state, 'postal_code', shipping.postal_code, 'country', shipping.country,
        'tracking_number', shipping.tracking_number,
        'tracking_url', shipping.tracking_url),
    'statuses', (
        select coalesce(json_agg(json_build_object(
                'status', history.status,
                'note', history.note,
                'at', utc_text(history.at),
                'username', users.username)
            order by history.id), '[]')
        from order_statuses history
        left join users on users.id = history.user_id
        where history.order_id = orders.id),
    'refunds', (
        select coalesce(json_agg(json_build_object(
                'id', refunds.id::text,
                'stripe_refund_id', refunds.stripe_refund_id,
                'amount', refunds.amount,
                'status', refunds.status,
                'reason', refunds.reason,
                'created_at', utc_text(refunds.created_at),
                'username', refund_requests.username)
            order by refunds.created_at, refunds.id), '[]')
        from refunds
        left join refund_requests on refund_requests.refund_id = refunds.id
        where refunds.order_id = orders.id and may.refunds),
    'refund_requests', (
        select coalesce(json_agg(refund_request_document(refund_requests) order by refund_requests.created_at), '[]')
        from refund_requests
        where refund_requests.order_id = orders.id and may.refunds),
    'mails', (
        select coalesce(json_agg(json_build_object(
                'id', mail.id::text,
                'kind', mail.kind,
                'recipient', mail.recipient,
                'state', mail.state,
                'attempts', mail.attempts,
                'last_reply', mail.last_reply,
                'created_at', utc_text(mail.created_at),
                'sent_at', utc_text(mail.sent_at),
                'can_resend', mail.state in ('sent', 'failed', 'uncertain', 'cancelled'))
            order by mail.id), '[]')
        from email_messages mail
        where mail.order_id = orders.id and may.mails),
    'notes', (
        select coalesce(json_agg(json_build_object(
                'id', order_notes.id::text,
                'username', order_notes.username,
                'text', order_notes.text,
                'at', utc_text(order_notes.at))
            order by order_notes.id), '[]')
        from order_notes
        where order_notes.order_id = orders.id and may.notes),
    'customer', json_build_object(
        'kind', case when orders.member_id is not null then 'member' when orders.prospect_id is not null then 'prospect' end,
        'member_id', orders.member_id::text,
        'prospect_id', orders.prospect_id::text,
        'username', users.username,
        'name', coalesce(nullif(concat_ws(' ', nullif(users.first_name, ''), nullif(users.last_name, '')), ''),
            shipping.name, billing.name),
        'order_count', others.order_count,
        'other_orders', others.orders),
    'source', case when may.source then order_source(orders.id) end,
    'next', json_build_object(
        'statuses', case when may.change then order_next_statuses(orders.status) else '{}' end,
        'ship', may.change and orders.status not in ('cancelled', 'refunded', 'delivered'),
        'note', may.change,
        'refund', may.refund and coalesce(order_refund_left(orders.id), 0) > 0)) as document
from orders
cross join store
cross join (
    select
        staff_may(actor, 'orders', 'change') as change,
        staff_may(actor, 'refunds', 'add') as refund,
        staff_may(actor, 'order_payments', 'view') as payment,
        staff_may(actor, 'order_billing', 'view') as billing,
        staff_may(actor, 'disputes', 'view') as disputes,
        staff_may(actor, 'refunds', 'view') or staff_may(actor, 'refunds', 'add') as refunds,
        staff_may(actor, 'email_messages', 'view') as mails,
        staff_may(actor, 'order_sources', 'view') as source,
        staff_may(actor, 'order_notes', 'view') or staff_may(actor, 'orders', 'change') as notes
    from (select current_setting('startupwebapp.actor')::bigint as actor) who) may
join order_payments payment on payment.order_id = orders.id
join order_shipping shipping on shipping.order_id = orders.id
left join order_billing billing on billing.order_id = orders.id and may.billing
left join shipping_methods on shipping_methods.code = shipping.method
left join members on members.id = orders.member_id
left join users on users.id = members.user_id
cross join lateral (
    select count(*) + 1 as order_count,
        coalesce(json_agg(json_build_object(
                'id', other.id::text,
                'identifier', other.identifier,
                'status', other.status,
                'placed_at', utc_text(other.placed_at),
                'total', other.total,
                'currency', other.currency)
            order by other.placed_at desc, other.id desc) filter (where other.place <= 5), '[]') as orders
    from (
        -- whoever orders every day would make this page slow
        select found.*, row_number() over (order by found.placed_at desc, found.id desc) as place
        from (
            (select same.id, same.identifier, same.status, same.placed_at, same.total, same.currency
            from orders same
            where same.member_id = orders.member_id and same.id <> orders.id
            order by same.placed_at desc, same.id desc
            limit 100)
            union all
            (select same.id, same.identifier, same.status, same.placed_at, same.total, same.currency
            from orders same
            where same.prospect_id = orders.prospect_id and orders.member_id is null and same.id <> orders.id
            limit 100)) found) other) others
where orders.id = :order_id;

-- name: order_admin_packing_slip :one (order_id bigint)
-- GET /api/admin/orders/{id}/packing-slip: what goes into the parcel, and where to.
select json_build_object(
    'identifier', orders.identifier,
    'placed_at', utc_text(orders.placed_at),
    'store', store.name,
    'support_email', store.support_email,
    'method', shipping.title,
    'tracking_number', shipping.tracking_number,
    'address', json_build_object(
        'name', shipping.name, 'line1', shipping.line1, 'line2', shipping.line2, 'city', shipping.city,
        'state', shipping.state, 'postal_code', shipping.postal_code, 'country', shipping.country),
    'phone', billing.phone,
    'email', orders.email,
    'on_hold', orders.on_hold,
    'lines', (
        select coalesce(json_agg(json_build_object(
                'position', line.position,
                'code', line.code,
                'title', line.title,
                'sku_title', line.sku_title,
                'options', line.options,
                'ordered', line.quantity,
                'missing', line.quantity_short,
                'packed', line.quantity - line.quantity_short - line.quantity_returned)
            order by line.position), '[]')
        from order_skus line
        where line.order_id = orders.id)) as document
from orders
cross join store
join order_shipping shipping on shipping.order_id = orders.id
join order_billing billing on billing.order_id = orders.id
where orders.id = :order_id;

-- name: order_admin_move :exec (order_id bigint, status text, note text)
select order_set_status(:order_id, :status, :note);

-- name: order_admin_send :exec (order_id bigint, tracking_number text, tracking_url text?)
select order_ship_by_carrier(:order_id, :tracking_number, :tracking_url);

-- name: order_admin_add_note :exec (order_id bigint, text text)
insert into order_notes (order_id, user_id, username, text)
select orders.id, users.id, users.username, :text
from orders
join users on users.id = current_setting('startupwebapp.actor')::bigint
where orders.id = :order_id;

-- name: order_admin_standing :one (order_id bigint)
-- The reply of what changes an order.
select json_build_object('id', id::text, 'identifier', identifier, 'status', status) as document
from orders
where id = :order_id;
