-- What Stripe has and what we have; see src/checkout/reconciliation.c.

-- name: reconciliation_window :one (first_day text?, last_day text?)
-- Days of the store's time zone, as unix times. Without days: the last seven.
select extract(epoch from since)::bigint as since, extract(epoch from until)::bigint as until
from reconciliation_window(:first_day, :last_day);

-- name: reconciliation_recent :one ()
-- For the job: what is older than the hooks and the reconciler of checkouts may take.
select extract(epoch from now() - interval '2 days')::bigint as since,
    extract(epoch from now() - interval '1 hour')::bigint as until;

-- name: reconciliation_compare :one (facts jsonb, since bigint, until bigint, is_cut_short bool, livemode bool, rows int)
-- `facts` are complete sessions as Stripe has them, all that were created from `since` to `until`; whatever we have of that
-- time must be among them. `until` 0: the facts alone are looked at.
with theirs as (
    select *
    from jsonb_to_recordset(:facts) as fact(
        session text, checkout text, payment_intent text, paid boolean, amount bigint, currency text, refunded bigint,
        livemode boolean, created bigint)
),
found as (
    select theirs.*, coalesce(
            (select checkouts.id from checkouts where checkouts.stripe_session_id = theirs.session),
            (select checkouts.id
            from checkouts
            where checkouts.identifier = theirs.checkout and checkouts.stripe_session_id is null)) as checkout_id
    from theirs
),
compared as (
    select found.session, found.payment_intent, to_timestamp(found.created) as at, found.livemode, found.paid,
        found.amount, upper(found.currency) as currency, found.refunded, found.checkout_id,
        found.checkout is not null as named, orders.id as order_id, orders.identifier, orders.status,
        payment.amount as our_amount, payment.currency as our_currency, payment.refunded as our_refunded,
        array_remove(array[
            case when found.checkout_id is null then 'unknown_here' end,
            case when found.checkout_id is not null and orders.id is null and found.paid then 'order_missing' end,
            case when payment.amount <> found.amount then 'amount_differs' end,
            case when payment.currency <> upper(found.currency) then 'currency_differs' end,
            case when payment.refunded <> found.refunded then 'refunds_differ' end], null) as problems
    from found
    left join orders on orders.checkout_id = found.checkout_id
    left join order_payments payment on payment.order_id = orders.id
),
-- A session is made moments after its checkout was frozen, and its order within days.
lost as (
    select payment.stripe_session_id as session, payment.stripe_payment_intent_id as payment_intent,
        checkouts.created_at as at, payment.livemode, orders.checkout_id, orders.id as order_id, orders.identifier,
        orders.status, payment.amount as our_amount, payment.currency as our_currency,
        payment.refunded as our_refunded
    from orders
    join checkouts on checkouts.id = orders.checkout_id
    join order_payments payment on payment.order_id = orders.id
    where :until > 0
        and orders.placed_at >= to_timestamp(:since) and orders.placed_at < to_timestamp(:until) + interval '15 days'
        and checkouts.created_at >= to_timestamp(:since)
        and checkouts.created_at < to_timestamp(:until) - interval '10 minutes'
        and payment.livemode = :livemode
        and not exists (select from theirs where theirs.session = payment.stripe_session_id)
),
findings as (
    select session, payment_intent, at, livemode, checkout_id is not null as known, named, problems, true as is_theirs,
        paid, amount, currency, refunded, order_id, identifier, status, our_amount, our_currency, our_refunded
    from compared
    where cardinality(problems) > 0
    union all
    select session, payment_intent, at, livemode, true, true, array['missing_at_stripe'], false,
        null, null, null, null, order_id, identifier, status, our_amount, our_currency, our_refunded
    from lost
),
listed as (
    select *
    from findings
    order by at desc, session
    limit :rows
)
select json_build_object(
        'since', case when :until > 0 then utc_text(to_timestamp(:since)) end,
        'until', case when :until > 0 then utc_text(to_timestamp(:until)) end,
        'is_cut_short', :is_cut_short,
        'checked', (select count(*) from theirs),
        'finding_count', (select count(*) from findings),
        'findings', (
            select coalesce(json_agg(json_build_object(
                    'session', session,
                    'problems', problems,
                    'at', utc_text(at),
                    'dashboard_url', stripe_dashboard_url(payment_intent, livemode),
                    'can_settle', known and is_theirs and admin_may('order_payments', 'change'),
                    'stripe', case when is_theirs then json_build_object(
                        'amount', amount, 'currency', currency, 'refunded', refunded, 'paid', paid) end,
                    'order', case when order_id is not null then json_build_object(
                        'id', order_id::text, 'identifier', identifier, 'status', status, 'amount', our_amount,
                        'currency', our_currency, 'refunded', our_refunded) end)
                order by at desc, session), '[]')
            from listed)) as document,
    (select coalesce(jsonb_agg(jsonb_build_object('session', session, 'problems', problems, 'order', identifier)
            -- other programs may sell through the same account
            ) filter (where named), '[]')
        from listed)::text as to_tell,
    (select coalesce(jsonb_agg(session), '[]') from compared where cardinality(problems) = 0)::text as fine;

-- name: reconciliation_tell :exec (findings jsonb)
select alert_raise('payment_differs', finding.session,
    format('Payment %s%s: %s', finding.session, ' of order ' || finding."order",
        (select string_agg(replace(problem, '_', ' '), ', ') from jsonb_array_elements_text(finding.problems) problem)))
from jsonb_to_recordset(:findings) as finding(session text, problems jsonb, "order" text);

-- name: reconciliation_dismiss :exec (sessions jsonb)
-- What is fine now.
update alerts
set dismissed_at = now()
where code = 'payment_differs' and dismissed_at is null
    and subject in (select * from jsonb_array_elements_text(:sessions));
