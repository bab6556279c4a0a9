-- The outbox: one row a recipient and mail. A mail is due when its row is committed with what it tells about.

create table email_messages (
    id              bigint generated always as identity primary key,
    kind            text not null check (kind in (
        'order_confirmation', 'welcome', 'verify_email', 'reset_password', 'password_changed', 'username_reminder',
        'email_changing', 'message_received')),
    recipient       text not null check (length(recipient) between 3 and 254),
    -- what the mail tells of, by its kind
    order_id        bigint references orders on delete cascade,
    user_id         bigint references users on delete cascade,
    token_id        uuid references one_time_tokens on delete set null,
    chat_message_id bigint references chat_messages on delete cascade,
    -- claimed: being written; sending: perhaps on its way; uncertain: nobody knows whether it arrived
    state           text not null default 'queued'
        check (state in ('queued', 'claimed', 'sending', 'sent', 'failed', 'uncertain')),
    attempts        int not null default 0,
    next_attempt_at timestamptz not null default now(),
    claimed_at      timestamptz, -- since when it is claimed or sending
    sent_at         timestamptz,
    last_reply      text, -- the server's last words
    created_at      timestamptz not null default now(),
    constraint email_messages_one_confirmation unique (kind, order_id)
);
create index email_messages_user on email_messages (user_id);
create index email_messages_token on email_messages (token_id);
create index email_messages_chat_message on email_messages (chat_message_id);
create index email_messages_due on email_messages (next_attempt_at) where state = 'queued';
create index email_messages_in_hand on email_messages (claimed_at) where state in ('claimed', 'sending');

create table order_email_failures (
    id         bigint generated always as identity primary key,
    order_id   bigint not null references orders on delete cascade,
    message_id bigint not null references email_messages on delete cascade,
    reason     text not null,
    at         timestamptz not null default now()
);
create index order_email_failures_order on order_email_failures (order_id);
