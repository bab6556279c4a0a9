-- name: operations_ready :one ()
select '{"status":"ok"}' as document
from store;

-- name: operations_store :one ()
-- What the doctor compares with Stripe's rules and with this machine's time zones.
select currency, currency_exponent, time_zone from store;

-- name: operations_alerts :many ()
select code, subject, message
from alerts
where dismissed_at is null
order by last_at desc
limit 20;
