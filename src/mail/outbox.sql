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
-- Keeps the worker alive in the eyes of others. Again and again, since a connection that was lost takes its locks along;
-- who holds the lock already gets it at once. Plans are made once, when they are first used, perhaps with an empty outbox:
-- they are to find rows by index all the same. (To plan a step anew each time would cost as much as to run it.)
select pg_try_advisory_lock(email_worker_lock_class(), :worker::int),
    case current_setting('enable_seqscan') when 'on' then set_config('enable_seqscan', 'off', false)
        || set_config('plan_cache_mode', 'force_generic_plan', false) end;

-- name: outbox_prefer_indexes :exec ()
-- The same for the connection that claims.
select case current_setting('enable_seqscan') when 'on' then set_config('enable_seqscan', 'off', false)
        || set_config('plan_cache_mode', 'force_generic_plan', false) end;

-- name: outbox_hold_place :exec (worker bigint)
-- On the roster too, where one who was away for long may have been struck off.
insert into email_workers (id)
values (:worker)
on conflict do nothing;

-- name: outbox_leave :exec (worker bigint)
delete from email_workers where id = :worker;

-- name: outbox_claim :many (worker bigint, rows int, campaign_rows int, held bigint[])
-- The next mails that are due.
select id, kind, recipient, order_id, attempts, created, age, email_id, lease
from outbox_claim(:worker, :rows, :campaign_rows, :held);

-- name: outbox_step :many (worker bigint, sent bigint[], replies text[], marked bigint[], kept bigint[])
-- Mails that the server took, as nearly all end, and mails that go out: from here on nobody but the worker knows whether
-- they did. `kept` are those that it goes on with. Keeps the worker alive, too: one statement, since to begin it costs
-- PostgreSQL about as much as to change eight rows. A row that is missing in the answer was taken away; if it was sent, it
-- is for outbox_end. Run twice it changes nothing more.
with allowed as (
    select mail.id
    from email_messages mail
    where mail.id = any (:marked)
        and case mail.state when 'claimed' then mail.worker = :worker
            when 'queued' then mail.next_attempt_at is null and exists (
                select
                from campaign_leases piece
                where piece.worker = :worker and mail.id between piece.first_id and piece.last_id
                    and piece.email_id = mail.email_id)
                -- who was thought dead may have an old piece in hand, of which another sends this one just now
                and mail.id <> all ((
                    select coalesce(array_agg(other.mail), '{}')
                    from (select unnest(sending) as mail from email_workers where id <> :worker) other)::bigint[]) end
        and (mail.email_id is null or exists (select from emails where emails.id = mail.email_id and status = 'sending'))
),
marked as (
    update email_workers
    set sending = :kept || array(select id from allowed)
    where id = :worker and (select pg_try_advisory_lock(email_worker_lock_class(), :worker::int)) is not null
    returning id
),
ended as (
    update email_messages
    set state = 'sent',
        attempts = attempts + 1,
        sent_at = now(),
        last_reply = (:replies)[array_position(:sent, id)]
    where id = any (:sent)
        and case when email_id is null then worker = :worker and state = 'claimed' else state in ('queued', 'claimed') end
        and (select count(*) from marked) >= 0 -- the worker before its mails, as everybody does
    returning id, email_id
),
counted as (
    insert into campaign_counted (email_id, sent, failed, uncertain, cancelled, repeats)
    select email_id, count(*), 0, 0, 0, 0
    from ended
    where email_id is not null
    group by email_id
)
select id from ended
union all
select allowed.id from allowed, marked;

-- name: outbox_end :exec (worker bigint, endings jsonb)
-- How other mails ended; the function says how.
select outbox_end(:worker, :endings)::text;

-- name: outbox_put_back :many (worker bigint, kept bigint[], reply text, lifetime int)
-- What the worker has claimed and will not send now, but for those it keeps. None of it went out. What waits for longer
-- than `lifetime` seconds is given up; a campaign may wait.
with unmarked as (
    update email_workers
    set sending = :kept
    where id = :worker
    returning id
),
back as (
    update email_messages
    set state = case when email_id is null and queued_at < now() - :lifetime * interval '1 second' then 'failed'
            else 'queued' end,
        worker = null,
        last_reply = case :reply when '' then last_reply else :reply end
    where worker = :worker and state = 'claimed' and id <> all (:kept) and (select count(*) from unmarked) >= 0
    returning id, order_id, state, last_reply
),
pieces as (
    update campaign_leases
    set worker = null
    where worker = :worker
),
failures as (
    insert into order_email_failures (order_id, message_id, reason)
    select order_id, id, 'failed: ' || coalesce(last_reply, '')
    from back
    where order_id is not null and state = 'failed'
)
select id, coalesce(order_id, 0) as order_id from back where state = 'failed';

-- name: outbox_look_for_dead :exec ()
-- Whose lock is free, and since when. A row that somebody has is looked at the next time. By itself: bury has other locks.
update email_workers
set missing_since = case when missing_since is null then now() end
from (
    select email_workers.id, held.objid is not null as lives
    from email_workers
    left join pg_locks held on held.locktype = 'advisory' and held.classid = email_worker_lock_class()::oid
        and held.objid = email_workers.id::oid and held.objsubid = 2
        and held.database = (select oid from pg_database where datname = current_database())
    where (held.objid is not null) = (missing_since is not null)
    for no key update of email_workers skip locked) seen
where seen.id = email_workers.id;

-- name: outbox_bury :many (grace int)
-- Those who were missing for `grace` seconds. Gives what they were sending, but for campaigns.
select id, order_id from outbox_bury(:grace);

-- name: outbox_cancel :one (id bigint)
select outbox_cancel(:id) as id;

-- name: outbox_resend :one (id bigint)
select outbox_resend(:id) as id;
