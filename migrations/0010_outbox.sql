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

-- What mails tell, for many at once. A mail without a row has nothing to tell, and fails. In plpgsql, which keeps its
-- plans: making them anew takes longer than all else.

create function order_letters(ids bigint[]) returns table (message_id bigint, document json)
language plpgsql stable as $$
begin
    return query
    select message.id, json_build_object(
        'store', store.name,
        'support_email', store.support_email,
        'currency_exponent', store.currency_exponent,
        'identifier', orders.identifier,
        'access_key', orders.access_key,
        'currency', orders.currency,
        'item_subtotal', orders.item_subtotal,
        'item_discount', orders.item_discount,
        'shipping', orders.shipping,
        'shipping_discount', orders.shipping_discount,
        'tax', orders.tax,
        'total', orders.total,
        'short', orders.short,
        'shipping_title', order_shipping.title,
        'address', json_build_array(order_shipping.name, order_shipping.line1, order_shipping.line2,
            concat_ws(' ', order_shipping.city, order_shipping.state, order_shipping.postal_code),
            order_shipping.country),
        'lines', (
            select json_agg(json_build_object(
                    'title', title, 'sku_title', sku_title, 'quantity', quantity, 'line_total', line_total)
                order by position)
            from order_skus
            where order_skus.order_id = orders.id))
    from email_messages message
    join orders on orders.id = message.order_id
    join order_shipping on order_shipping.order_id = orders.id, store
    where message.id = any (ids);
end
$$;

create function account_letters(ids bigint[]) returns table (message_id bigint, document json)
language plpgsql stable as $$
begin
    return query
    select message.id, json_build_object(
        'store', store.name,
        'support_email', store.support_email,
        'username', users.username,
        -- not to an address that nobody has verified: what a stranger calls himself is no mail of ours
        'name', case when users.email = message.recipient and users.email_verified_at is not null
            then coalesce(nullif(users.first_name, ''), users.username) end,
        'email', users.email,
        'token', token.id,
        'newsletter', members.newsletter_subscriber,
        'unsubscribe', 'mb-' || members.mb_cd,
        'address_is_known', exists (
            select
            from users other
            where other.email = message.recipient and other.email_verified_at is not null and other.id <> users.id),
        'usernames', case message.kind when 'username_reminder' then (
            select json_agg(mine.username order by mine.date_joined)
            from users mine
            where mine.email = message.recipient and mine.is_active) end,
        'new_email', token.email,
        'chat', case when chat.id is not null then json_build_object(
            'kind', chat.kind, 'name', chat.name, 'email', chat.email, 'body', chat.body, 'subject', chat.subject) end)
    from email_messages message
    left join users on users.id = message.user_id
    left join members on members.user_id = users.id
    left join one_time_tokens token on token.id = message.token_id
    left join chat_messages chat on chat.id = message.chat_message_id, store
    where message.id = any (ids) and not starts_with(message.kind, 'order_');
end
$$;

-- The outbox asks for all mails that it claims at once.
create function email_documents(ids bigint[]) returns table (message_id bigint, document json)
language plpgsql stable as $$
begin
    return query select letter.message_id, letter.document from order_letters(ids) letter;
    return query select letter.message_id, letter.document from account_letters(ids) letter;
end
$$;
