-- name: outbox_claim :one ()
-- The next mail that is due. One at a time: a crash leaves only the mail in flight in doubt.
update email_messages
set state = 'claimed',
    claimed_at = now(),
    attempts = attempts + 1
where id = (
    select id
    from email_messages
    where state = 'queued' and next_attempt_at <= now()
    order by next_attempt_at, id
    limit 1
    for update skip locked)
returning id, kind, recipient, coalesce(order_id, 0) as order_id, attempts,
    extract(epoch from created_at)::bigint as created;

-- name: outbox_sending :one (id bigint, attempts bigint)
-- From here on nobody but the worker that does it knows whether the mail goes out. No row: the claim was given back,
-- perhaps to somebody else, which `attempts` tells.
update email_messages
set state = 'sending',
    claimed_at = now()
where id = :id and attempts = :attempts and state = 'claimed'
returning id;

-- name: outbox_sent :exec (id bigint, attempts bigint, reply text)
update email_messages
set state = 'sent',
    sent_at = now(),
    last_reply = :reply
where id = :id and attempts = :attempts and state in ('claimed', 'sending');

-- name: outbox_retry :exec (id bigint, attempts bigint, reply text, seconds int)
update email_messages
set state = 'queued',
    next_attempt_at = now() + :seconds * interval '1 second',
    last_reply = :reply
where id = :id and attempts = :attempts and state in ('claimed', 'sending');

-- name: outbox_end :exec (id bigint, attempts bigint, state text, reply text)
-- state: failed or uncertain. An order's mail also leaves a row where the shop looks for it.
with ended as (
    update email_messages
    set state = :state,
        last_reply = :reply
    where id = :id and attempts = :attempts and state in ('claimed', 'sending')
    returning id, order_id
)
insert into order_email_failures (order_id, message_id, reason)
select order_id, id, :state || ': ' || :reply
from ended
where order_id is not null;

-- name: outbox_put_back :exec (seconds int)
-- Mails that a dead worker had claimed: none of them was being sent.
update email_messages
set state = 'queued'
where state = 'claimed' and claimed_at < now() - :seconds * interval '1 second';

-- name: outbox_abandon :many (seconds int)
-- Mails that a dead worker was sending: nobody knows whether they went out.
with ended as (
    update email_messages
    set state = 'uncertain',
        last_reply = 'the program ended while it sent this'
    where state = 'sending' and claimed_at < now() - :seconds * interval '1 second'
    returning id, order_id
),
failures as (
    insert into order_email_failures (order_id, message_id, reason)
    select order_id, id, 'uncertain: the program ended while it sent this'
    from ended
    where order_id is not null
)
select id, coalesce(order_id, 0) as order_id from ended;
