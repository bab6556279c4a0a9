-- Messages to the shop, and unsubscribing.

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

-- name: message_unsubscription :one (code text)
-- code: "mb-" and a member's, or "pr-" and a prospect's
select json_build_object(
    'email', regexp_replace(person.email, '^(.).*@(.).*(\.[^.]*)$', '\1***@\2***\3'),
    'unsubscribed', person.unsubscribed) as document
from (
    select users.email, members.email_unsubscribed_at is not null or not members.newsletter_subscriber as unsubscribed
    from members
    join users on users.id = members.user_id
    where members.mb_cd = substr(:code, 4) and left(:code, 3) = 'mb-'
    union all
    select email, unsubscribed from prospects where pr_cd = substr(:code, 4) and left(:code, 3) = 'pr-') person;

-- name: message_unsubscribe :exec (code text)
with member as (
    update members
    set email_unsubscribed_at = coalesce(email_unsubscribed_at, now()),
        newsletter_subscriber = false
    where mb_cd = substr(:code, 4) and left(:code, 3) = 'mb-'
)
update prospects
set unsubscribed = true
where pr_cd = substr(:code, 4) and left(:code, 3) = 'pr-';
