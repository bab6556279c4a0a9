-- Leaving and coming back by a link: migrations/0024_unsubscribing.sql. code: see unsubscriber there.

-- name: unsubscribe_view :one (code text)
select json_build_object(
    'email', regexp_replace(who.address, '^(.).*@(.).*(\.[^.]*)$', '\1***@\2***\3'),
    'unsubscribed', coalesce(
        members.email_unsubscribed_at is not null or not users.is_active, prospects.unsubscribed),
    'newsletter', coalesce(
        members.newsletter_subscriber and members.email_unsubscribed_at is null and users.is_active,
        not prospects.unsubscribed),
    'suppressed', exists (select from suppressions where suppressions.address = who.address),
    'is_member', members.id is not null) as document
from unsubscriber(:code) who
left join members on members.id = who.member_id
left join users on users.id = members.user_id
left join prospects on prospects.id = who.prospect_id;

-- name: unsubscribe_add :exec (code text)
select unsubscribe(:code);

-- name: unsubscribe_take_back :exec (code text)
select subscribe_again(:code);

-- name: unsubscribe_reason :exec (code text, reason text, comment text)
insert into unsubscribe_reasons (email_id, member_id, prospect_id, reason, comment)
select email_id, member_id, prospect_id, :reason, :comment
from unsubscriber(:code)
on conflict (email_id, member_id, prospect_id) do update
set reason = excluded.reason,
    comment = excluded.comment;

-- name: unsubscribe_told :one (told jsonb)
-- What a mail service tells; see mail_told.
select counted::bigint, repeated::bigint, unknown::bigint from mail_told(:told);
