-- How the outbox works: migrations/0010_outbox.sql has its tables, and outbox.h says what a worker may do when.
-- "worker" is the one that asks. It may touch a row only while the row names it, so that one who was thought dead and
-- comes back does no harm. ("case worker when": rows are found by their ids, not by way
-- of all that the worker has.)

-- name: outbox_enter :one ()
-- A new worker's id.
insert into email_workers (id)
values (nextval('email_worker_ids'))
returning id::bigint;

-- name: outbox_hold :exec (worker bigint)
-- Keeps the worker alive in the eyes of others. In every unit, since a connection that was lost takes its locks along;
-- who holds the lock already gets it at once. Plans are made when they are first used, perhaps with an empty outbox: they
-- are to find rows by index all the same.
select pg_try_advisory_lock(email_worker_lock_class(), :worker::int),
    case current_setting('enable_seqscan') when 'on' then set_config('enable_seqscan', 'off', false) end;

-- name: outbox_prefer_indexes :exec ()
-- The same for the connection that claims.
select case current_setting('enable_seqscan') when 'on' then set_config('enable_seqscan', 'off', false) end;

-- name: outbox_hold_place :exec (worker bigint)
-- On the roster too, where one who was away for long may have been struck off.
insert into email_workers (id)
values (:worker)
on conflict do nothing;

-- name: outbox_leave :exec (worker bigint)
delete from email_workers where id = :worker;

-- name: outbox_claim :many (worker bigint, rows int)
-- The next mails that are due.
with due as (
    select id
    from email_messages
    where state = 'queued' and next_attempt_at <= now()
    order by next_attempt_at, id
    limit :rows
    for update skip locked
),
claimed as (
    update email_messages
    set state = 'claimed',
        worker = :worker,
        claimed_at = now()
    where id = any (array(select id from due))
    returning id, kind, recipient, order_id, attempts, created_at, queued_at, next_attempt_at
)
select id, kind, recipient, coalesce(order_id, 0) as order_id, attempts::bigint as attempts,
    extract(epoch from created_at)::bigint as created, extract(epoch from now() - queued_at)::bigint as age
from claimed
order by next_attempt_at, id;

-- name: outbox_step :many (worker bigint, sent bigint[], replies text[], marked bigint[])
-- Mails that the server took, as nearly all end, and mails that go out: from here on nobody but the worker knows whether
-- they did. One statement, since to begin it costs PostgreSQL about as much as to change eight rows. A row that is
-- missing in the answer was taken away; if it was sent, it is for outbox_end. Run twice it changes nothing more.
update email_messages
set state = case when id = any (:marked) then 'sending' else 'sent' end,
    attempts = attempts + (state = 'claimed')::int,
    claimed_at = case when id = any (:marked) then now() else claimed_at end,
    sent_at = case when id = any (:marked) then sent_at else now() end,
    last_reply = case when id = any (:marked) then last_reply else (:replies)[array_position(:sent, id)] end
where id = any (:sent || :marked) and case worker when :worker then state in ('claimed', 'sending') end
returning id;

-- name: outbox_end :exec (worker bigint, endings jsonb)
-- How other mails ended: [{"id", "state", "reply", "wait", "attempts"}]; state is sent, queued, failed or uncertain, wait the
-- seconds before a queued one is tried again. Written twice it changes nothing more. An order's mail that was given up
-- leaves a row where the shop looks for it; one that others called uncertain too early takes theirs back.
with ending as (
    select id, state, reply, wait, attempts
    from jsonb_to_recordset(:endings) as r(id bigint, state text, reply text, wait int, attempts int)
),
mistaken as (
    select id
    from email_messages
    where id = any (array(select id from ending where state <> 'uncertain'))
        and case worker when :worker then state = 'uncertain' end
),
ended as (
    update email_messages message
    set state = ending.state,
        last_reply = ending.reply,
        attempts = ending.attempts,
        sent_at = case ending.state when 'sent' then now() else sent_at end,
        next_attempt_at = case ending.state when 'queued' then now() + ending.wait * interval '1 second'
            else next_attempt_at end
    from ending
    where message.id = any (array(select id from ending)) and message.id = ending.id
        and case message.worker when :worker
            then message.state in ('claimed', 'sending') or message.id = any (array(select id from mistaken)) end
    returning message.id, message.order_id, message.state, message.last_reply
),
withdrawn as (
    delete from order_email_failures
    where message_id = any (array(select id from mistaken))
)
insert into order_email_failures (order_id, message_id, reason)
select order_id, id, state || ': ' || last_reply
from ended
where order_id is not null and state in ('failed', 'uncertain');

-- name: outbox_put_back :many (worker bigint, kept bigint[], reply text, lifetime int)
-- What the worker has claimed and will not send now, but for those it keeps. None of it went out. What waits for longer
-- than `lifetime` seconds is given up.
with back as (
    update email_messages
    set state = case when queued_at < now() - :lifetime * interval '1 second' then 'failed' else 'queued' end,
        attempts = attempts - (state = 'sending')::int,
        worker = null,
        last_reply = case :reply when '' then last_reply else :reply end
    where worker = :worker and state in ('claimed', 'sending') and id <> all (:kept)
    returning id, order_id, state, last_reply
),
failures as (
    insert into order_email_failures (order_id, message_id, reason)
    select order_id, id, 'failed: ' || coalesce(last_reply, '')
    from back
    where order_id is not null and state = 'failed'
)
select id, coalesce(order_id, 0) as order_id from back where state = 'failed';

-- name: outbox_look_for_dead :exec ()
-- Whose lock is free, and since when.
update email_workers
set missing_since = case when missing_since is null then now() end
from (
    select email_workers.id, held.objid is not null as lives
    from email_workers
    left join pg_locks held on held.locktype = 'advisory' and held.classid = email_worker_lock_class()::oid
        and held.objid = email_workers.id::oid and held.objsubid = 2
        and held.database = (select oid from pg_database where datname = current_database())) seen
where seen.id = email_workers.id and seen.lives = (missing_since is not null);

-- name: outbox_strike_off :exec (grace int)
-- Those who were missing for `grace` seconds are off the roster.
delete from email_workers where missing_since < now() - :grace * interval '1 second';

-- name: outbox_inherit :exec ()
-- Mails that the dead had claimed: none of them was being sent.
update email_messages
set state = 'queued',
    worker = null
where state = 'claimed' and not exists (select from email_workers where email_workers.id = email_messages.worker);

-- name: outbox_abandon :many ()
-- Mails that the dead were sending: nobody knows whether they went out.
with ended as (
    update email_messages
    set state = 'uncertain',
        last_reply = 'the program ended while it sent this'
    where state = 'sending' and not exists (select from email_workers where email_workers.id = email_messages.worker)
    returning id, order_id
),
failures as (
    insert into order_email_failures (order_id, message_id, reason)
    select order_id, id, 'uncertain: the program ended while it sent this'
    from ended
    where order_id is not null
)
select id, coalesce(order_id, 0) as order_id from ended;

-- name: outbox_cancel :one (id bigint)
select outbox_cancel(:id) as id;

-- name: outbox_resend :one (id bigint)
select outbox_resend(:id) as id;
