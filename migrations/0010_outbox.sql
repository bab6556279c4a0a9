-- The outbox for many connections and many workers: what a mail tells comes with its row, whose worker has it, and what
-- people may do with it.

-- Several mails may tell of one order; it is confirmed once.
alter table email_messages drop constraint email_messages_one_confirmation;
create unique index email_messages_one_confirmation on email_messages (order_id) where kind = 'order_confirmation';
create index email_messages_order on email_messages (order_id) where order_id is not null;

alter table email_messages drop constraint email_messages_kind_check;
alter table email_messages add constraint email_messages_kind_check check (kind in (
    'order_confirmation', 'order_shipped', 'order_refunded', 'welcome', 'verify_email', 'reset_password',
    'password_changed', 'username_reminder', 'email_changing', 'message_received'));

alter table email_messages drop constraint email_messages_state_check;
alter table email_messages add constraint email_messages_state_check
    check (state in ('queued', 'claimed', 'sending', 'sent', 'failed', 'uncertain', 'cancelled'));

alter table email_messages
    add column worker bigint, -- who claimed it last; null: nobody, or it was put back
    add column queued_at timestamptz not null default now(); -- first, or when a person had it sent again
update email_messages set queued_at = created_at;

-- A mail changes its state three times or more: no index but what those who ask need.
drop index email_messages_in_hand, email_messages_user, email_messages_token, email_messages_chat_message;
drop index email_messages_due;
create index email_messages_due on email_messages (next_attempt_at, id) where state = 'queued';
create index email_messages_in_hand on email_messages (worker) where state in ('claimed', 'sending');
create index email_messages_user on email_messages (user_id) where user_id is not null;
create index email_messages_token on email_messages (token_id) where token_id is not null;
create index email_messages_chat_message on email_messages (chat_message_id) where chat_message_id is not null;
create index order_email_failures_message on order_email_failures (message_id);

-- The roster of those who send. A worker also holds the advisory lock (email_worker_lock_class(), id) on its
-- connection, which PostgreSQL frees when the worker dies. Who is not on the roster is dead.
create sequence email_worker_ids as int cycle;
create table email_workers (
    id            int primary key,
    missing_since timestamptz -- since when the lock was found free; null: it is held
);

create function email_worker_lock_class() returns int
language sql immutable parallel safe as $$ select 7102025 $$;

-- What was delivered: to whom, when, and what the server said.
create view email_sent as
select id as message_id, kind, recipient, sent_at, last_reply as reply
from email_messages
where state = 'sent';

-- What a person may do. The same row keeps its Message-ID, so that a mail which arrived after all can be told.

-- Ends a wait: the mail will not go out. Only while nobody has it in hand.
create function outbox_cancel(message_id bigint) returns bigint
language plpgsql as $$
declare
    found_state text;
begin
    select state into found_state from email_messages where id = message_id for update;
    if found_state is null then
        perform refuse('email_unknown');
    elsif found_state in ('claimed', 'sending') then
        perform refuse('email_in_hand');
    elsif found_state <> 'queued' then
        perform refuse('email_not_waiting');
    end if;
    update email_messages set state = 'cancelled' where id = message_id;
    return message_id;
end
$$;

-- Queues a mail that has come to an end once more, with all its attempts before it; what the server said last stays
-- until it says something else, and sent_at until it is sent again.
create function outbox_resend(message_id bigint) returns bigint
language plpgsql as $$
declare
    found_state text;
begin
    select state into found_state from email_messages where id = message_id for update;
    if found_state is null then
        perform refuse('email_unknown');
    elsif found_state in ('queued', 'claimed', 'sending') then
        perform refuse('email_in_hand');
    end if;
    update email_messages
    set state = 'queued',
        attempts = 0,
        worker = null,
        queued_at = now(),
        next_attempt_at = now()
    where id = message_id;
    return message_id;
end
$$;
