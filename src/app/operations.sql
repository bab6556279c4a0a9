-- name: operations_ready :one ()
select '{"status":"ok"}' as document
from store;

-- name: operations_store :one ()
-- What the doctor compares with Stripe's rules.
select currency, currency_exponent from store;
