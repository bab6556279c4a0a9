-- Messages to the shop.

-- name: message_add :exec (session bytea?, kind text, name text, email text, body text, subject text)
-- Whoever is no member becomes a prospect, unless the address is known to be a member's.
with prospect as (
    insert into prospects (email)
    select :email
    where session_member_id(:session) is null
        and not exists (select from users where users.email = :email and users.email_verified_at is not null)
    on conflict (email) do update
    set email = excluded.email
    returning id
),
message as (
    insert into chat_messages (kind, name, email, body, subject, member_id, prospect_id)
    select :kind, :name, :email, :body, :subject, session_member_id(:session), (select id from prospect)
    returning id
)
insert into email_messages (kind, recipient, chat_message_id)
select 'message_received', store.support_email, message.id
from store, message
where length(store.support_email) between 3 and 254;

-- What the mails tell.

-- name: message_letters :many (ids bigint[])
-- Columns that begin with _ are not for templates.
select
    message.id as message_id,
    users.username,
    -- not to an address that nobody has verified: what a stranger calls himself is no mail of ours
    case when users.email = message.recipient and users.email_verified_at is not null
        then coalesce(nullif(users.first_name, ''), users.username) end as name,
    users.email,
    case message.kind when 'username_reminder' then (
        select json_agg(mine.username order by mine.date_joined)
        from users mine
        where mine.email = message.recipient and mine.is_active) end as usernames,
    token.email as new_email,
    case when chat.id is not null then json_build_object(
        'kind', chat.kind, 'name', chat.name, 'email', chat.email, 'body', chat.body, 'subject', chat.subject) end
        as message,
    chat.email as _writer,
    -- not in a welcome to an address that somebody else has verified
    case when message.kind <> 'welcome' or not exists (
            select
            from users other
            where other.email = message.recipient and other.email_verified_at is not null and other.id <> users.id)
        then token.id end as _token,
    case when members.newsletter_subscriber then 'mb-' || members.mb_cd end as _unsubscribe
from email_messages message
left join users on users.id = message.user_id
left join members on members.user_id = users.id
left join one_time_tokens token on token.id = message.token_id
left join chat_messages chat on chat.id = message.chat_message_id
where message.id = any (:ids)
order by message.id;
