-- Refunds that staff ask for; see order_refund_request and order_refund_record in migrations/0014_order_work.sql.

-- name: refund_request_add :one (identifier text, order_id bigint, amount bigint, reason text?, restock jsonb, wait_seconds int)
select order_refund_request(:identifier::uuid, :order_id, :amount, :reason, :restock, :wait_seconds * interval '1 second')
    as state;

-- name: refund_request_view :one (identifier text)
select refund_request_document(refund_requests) as document, state, last_error
from refund_requests
where identifier = :identifier::uuid;

-- name: refund_request_read :one (identifier text)
-- What Stripe is to be told. Stripe keeps idempotency keys for a day: before that is over, who asks again is told the same.
select
    refund_requests.state,
    refund_requests.amount,
    refund_requests.reason,
    order_payments.stripe_payment_intent_id as payment_intent,
    refund_requests.created_at < now() - interval '20 hours' as old
from refund_requests
join order_payments on order_payments.order_id = refund_requests.order_id
where refund_requests.identifier = :identifier::uuid;

-- name: refund_request_refused :exec (identifier text, words text)
-- Stripe said no, and has no refund of it.
update refund_requests
set state = 'failed',
    last_error = :words,
    closed_at = now()
where identifier = :identifier::uuid and state = 'requested';

-- name: refund_request_waits :exec (identifier text, words text)
-- Nobody knows what became of it: a job asks again.
with waiting as (
    update refund_requests
    set last_error = :words
    where identifier = :identifier::uuid and state = 'requested'
    returning identifier, order_id, amount
)
select alert_raise('refund_waiting', waiting.identifier::text,
    format('The refund of %s %s for the order %s is under way; Stripe did not answer: %s',
        waiting.amount, orders.currency, orders.identifier, :words))
from waiting
join orders on orders.id = waiting.order_id;

-- name: refund_request_tell :exec (identifier text)
-- Refused while nobody was looking.
select alert_raise('refund_refused', orders.identifier,
    format('The refund of %s %s was refused: %s', refund_requests.amount, orders.currency, refund_requests.last_error))
from refund_requests
join orders on orders.id = refund_requests.order_id
where refund_requests.identifier = :identifier::uuid and refund_requests.state = 'failed';

-- name: refund_requests_claim :many (wait_seconds int, rows int)
-- Requests whose process died, or for which Stripe had no answer. The next try is set at once, so that workers share
-- them; tries grow rarer with age.
update refund_requests
set next_try_at = now() + greatest(:wait_seconds * interval '1 second', least(now() - due.created_at, interval '1 hour'))
from (
    select waiting.identifier, waiting.created_at
    from refund_requests waiting
    where waiting.state = 'requested' and waiting.next_try_at <= now()
    order by waiting.next_try_at
    limit :rows
    for update skip locked) due
where refund_requests.identifier = due.identifier
returning refund_requests.identifier::text as identifier;
