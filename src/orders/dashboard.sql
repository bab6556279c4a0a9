-- GET /api/admin/dashboard. Every count ends at 10,000, and all of them follow an index.

-- name: dashboard_view :one ()
-- Sales of thirty days of the store's time zone, today among them. What was refunded counts on the day that it went back.
with may as materialized (
    select
        staff_may(actor, 'orders', 'view') as orders,
        staff_may(actor, 'sku_inventory', 'view') as stock,
        staff_may(actor, 'email_messages', 'view') as mails,
        staff_may(actor, 'order_payments', 'view') as payments,
        staff_may(actor, 'alerts', 'view') as alerts
    from (select current_setting('startupwebapp.actor')::bigint as actor) who
),
threshold as materialized (
    select coalesce((select (value #>> '{}')::int from configuration where key = 'low_stock_threshold'), 5) as pieces
),
day as (
    select (now() at time zone store.time_zone)::date - back as day, store.time_zone as zone
    from store, generate_series(0, 29) back
    where (select orders from may)
),
span as (
    select min(day)::timestamp at time zone min(zone) as since, min(zone) as zone from day
),
sold as (
    select (orders.placed_at at time zone span.zone)::date as day, count(*) as orders, sum(orders.total) as revenue
    from span
    join orders on orders.placed_at >= span.since
    group by 1
),
returned as (
    select (refunds.created_at at time zone span.zone)::date as day, sum(refunds.amount) as refunds
    from span
    join refunds on refunds.created_at >= span.since
    where refund_stage(refunds.status) < 2
    group by 1
),
series as (
    select day.day, coalesce(sold.orders, 0) as orders, coalesce(sold.revenue, 0)::bigint as revenue,
        coalesce(returned.refunds, 0)::bigint as refunds, row_number() over (order by day.day desc) as back
    from day
    left join sold on sold.day = day.day
    left join returned on returned.day = day.day
),
period as (
    select periods.name, sum(series.orders)::bigint as orders, sum(series.revenue)::bigint as revenue,
        sum(series.refunds)::bigint as refunds
    from (values ('today', 1), ('days_7', 7), ('days_30', 30)) as periods(name, days)
    join series on series.back <= periods.days
    group by periods.name
)
select json_build_object(
    'at', utc_text(now()),
    'time_zone', store.time_zone,
    'currency', store.currency,
    'currency_exponent', store.currency_exponent,
    'sales', case when may.orders then json_build_object(
        'periods', (
            select json_object_agg(name, json_build_object(
                'orders', orders,
                'revenue', revenue,
                'refunds', refunds,
                'average', case when orders > 0 then divide_half_even(revenue, orders) end))
            from period),
        'days', (
            select json_agg(json_build_object('day', day, 'orders', orders, 'revenue', revenue, 'refunds', refunds)
                order by day)
            from series)) end,
    'to_do', case when may.orders then (
        select json_object_agg(wanted.status, (
            select count(*)
            from (select from orders where orders.status = wanted.status limit 10000) counted))
        from (values ('accepted'), ('manufacturing'), ('packing')) as wanted(status)) end,
    'newest_orders', case when may.orders then (
        select coalesce(json_agg(json_build_object(
                'id', newest.id::text,
                'identifier', newest.identifier,
                'status', newest.status,
                'placed_at', utc_text(newest.placed_at),
                'email', newest.email,
                'total', newest.total,
                'currency', newest.currency,
                'on_hold', newest.on_hold,
                'short', newest.short)
            order by newest.placed_at desc, newest.id desc), '[]')
        from (
            select id, identifier, status, placed_at, email, total, currency, on_hold, short
            from orders
            order by placed_at desc, id desc
            limit 10) newest) end,
    'low_stock', case when may.stock then json_build_object(
        'threshold', threshold.pieces,
        'count', (
            select count(*)
            from (
                select
                from sku_inventory
                where quantity_on_hand is not null and quantity_on_hand - quantity_reserved <= threshold.pieces
                limit 10000) counted),
        'items', (
            select coalesce(json_agg(json_build_object(
                    'sku_id', low.sku_id::text,
                    'code', skus.code,
                    'title', coalesce((
                        select products.title
                        from product_skus
                        join products on products.id = product_skus.product_id
                        where product_skus.sku_id = low.sku_id
                        order by products.id
                        limit 1), ''),
                    'sku_title', skus.title,
                    'on_hand', low.quantity_on_hand,
                    'reserved', low.quantity_reserved)
                order by low.quantity_on_hand - low.quantity_reserved, low.sku_id), '[]')
            from (
                select sku_id, quantity_on_hand, quantity_reserved
                from sku_inventory
                where quantity_on_hand is not null and quantity_on_hand - quantity_reserved <= threshold.pieces
                order by quantity_on_hand - quantity_reserved
                limit 10) low
            join skus on skus.id = low.sku_id)) end,
    'mails', case when may.mails then json_build_object(
        'failed', (select count(*) from (select from email_messages where state = 'failed' limit 10000) counted),
        'uncertain', (select count(*) from (select from email_messages where state = 'uncertain' limit 10000) counted),
        'items', (
            select coalesce(json_agg(json_build_object(
                    'id', mail.id::text,
                    'kind', mail.kind,
                    'recipient', mail.recipient,
                    'state', mail.state,
                    'last_reply', mail.last_reply,
                    'created_at', utc_text(mail.created_at))
                order by mail.id desc), '[]')
            from (
                (select id, kind, recipient, state, last_reply, created_at
                from email_messages
                where state = 'failed'
                order by id desc
                limit 5)
                union all
                (select id, kind, recipient, state, last_reply, created_at
                from email_messages
                where state = 'uncertain'
                order by id desc
                limit 5)) mail)) end,
    'payments', case when may.payments then json_build_object(
        'on_hold', (select count(*) from (select from orders where on_hold limit 10000) counted),
        'short', (
            select count(*)
            from (
                select
                from orders
                where short and status in ('accepted', 'manufacturing', 'packing')
                limit 10000) counted),
        'refunds_waiting', (
            select count(*) from (select from refund_requests where state = 'requested' limit 10000) counted),
        'findings', (
            select count(*)
            from (select from alerts where code = 'payment_differs' and dismissed_at is null limit 10000) counted),
        'items', (
            select coalesce(json_agg(json_build_object(
                    'id', odd.id::text,
                    'identifier', odd.identifier,
                    'on_hold', odd.on_hold,
                    'hold_reason', odd.hold_reason,
                    'short', odd.short,
                    'placed_at', utc_text(odd.placed_at))
                order by odd.placed_at desc, odd.id desc), '[]')
            from (
                (select id, identifier, on_hold, hold_reason, short, placed_at
                from orders
                where on_hold
                order by placed_at desc, id desc
                limit 5)
                union
                (select id, identifier, on_hold, hold_reason, short, placed_at
                from orders
                where short and status in ('accepted', 'manufacturing', 'packing')
                order by placed_at desc, id desc
                limit 5)) odd)) end,
    'alerts', case when may.alerts then json_build_object(
        'count', (select count(*) from (select from alerts where dismissed_at is null limit 10000) counted),
        'items', (
            select coalesce(json_agg(json_build_object(
                    'id', open.id::text,
                    'code', open.code,
                    'subject', open.subject,
                    'message', open.message,
                    'times', open.times,
                    'last_at', utc_text(open.last_at))
                order by open.last_at desc), '[]')
            from (
                select id, code, subject, message, times, last_at
                from alerts
                where dismissed_at is null
                order by last_at desc
                limit 10) open)) end) as document
from store, may, threshold;
