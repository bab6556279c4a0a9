-- Passwords and addresses, changed, forgotten and verified.

-- name: credential_own :one (session bytea?)
-- Of who is logged in, for what asks for the password again.
select users.id, users.username, users.first_name, users.last_name, users.email, users.password_hash, live.remembered
from live_sessions live
join users on users.id = live.user_id
where live.hash = :session;

-- name: credential_set_password :exec (session bytea?, renewed bytea, password_hash text, new_hash text)
-- Links that were mailed for a new password are void; this session gets a new id. session_end_others must follow in the
-- same unit: only a later statement sees the session of a login that this one waited for.
with who as (
    update users
    set password_hash = :new_hash
    where id = session_user_id(:session) and password_hash = :password_hash
    returning id, email
),
renewed as (
    update sessions set hash = :renewed from who where sessions.hash = :session
),
void as (
    update one_time_tokens set used_at = now() from who where user_id = who.id and purpose = 'reset_password' and used_at is null
),
told as (
    insert into email_messages (kind, recipient, user_id)
    select 'password_changed', email, id from who
    returning id
)
select case when not exists (select from told) then refuse('conflict') end;

-- name: credential_change_email :exec (session bytea?, email text, seconds int)
-- The new address gets a link, the old one a word. Links that were sent for another address are void.
with who as (
    select id, email from users where id = session_user_id(:session) and (email <> :email or email_verified_at is null)
),
void as (
    update one_time_tokens set used_at = now() from who where user_id = who.id and purpose = 'verify_email' and used_at is null
),
token as (
    insert into one_time_tokens (purpose, user_id, email, expires_at)
    select 'verify_email', id, :email, now() + :seconds * interval '1 second' from who
    returning id, user_id, email
),
asked as (
    insert into email_messages (kind, recipient, user_id, token_id)
    select 'verify_email', email, user_id, id from token
)
insert into email_messages (kind, recipient, user_id, token_id)
select 'email_changing', who.email, who.id, token.id from who, token where who.email <> :email;

-- name: credential_request_verification :exec (session bytea?, seconds int)
-- The link again, to the address that was asked for last.
with wanted as (
    select users.id, coalesce(pending.email, users.email) as email
    from users
    left join lateral (
        select token.email
        from one_time_tokens token
        where token.user_id = users.id
            and token.purpose = 'verify_email'
            and token.used_at is null
            and token.expires_at > now()
            and token.email <> users.email
        order by token.created_at desc
        limit 1) pending on true
    where users.id = session_user_id(:session) and (users.email_verified_at is null or pending.email is not null)
),
token as (
    insert into one_time_tokens (purpose, user_id, email, expires_at)
    select 'verify_email', id, email, now() + :seconds * interval '1 second' from wanted
    returning id, user_id, email
)
insert into email_messages (kind, recipient, user_id, token_id)
select 'verify_email', email, user_id, id from token;

-- name: credential_verify_email :exec (session bytea?, token text)
-- Only for the account that the link was made for: who owns the address may have been sent it for a stranger's.
with used as (
    update one_time_tokens
    set used_at = now()
    where id = :token::uuid
        and purpose = 'verify_email'
        and user_id = session_user_id(:session)
        and used_at is null
        and expires_at > now()
    returning user_id, email
),
verified as (
    update users
    set email = used.email,
        email_verified_at = now()
    from used
    where users.id = used.user_id
    returning users.id
),
void as (
    update one_time_tokens
    set used_at = now()
    from used
    where one_time_tokens.user_id = used.user_id and purpose = 'verify_email' and used_at is null
        and id <> :token::uuid
)
select case when not exists (select from verified) then refuse('token_invalid') end;

-- name: credential_refuse_token :exec ()
select refuse('token_invalid');

-- name: credential_convert_prospect :exec (session bytea?)
-- Now that the address is known to be the member's: what was bought and asked with it before is the member's too.
with who as (
    select members.id as member_id, users.email
    from users
    join members on members.user_id = users.id
    where users.id = session_user_id(:session) and users.email_verified_at is not null
),
orders_taken as (
    update orders set member_id = who.member_id from who where orders.email = who.email and orders.member_id is null
)
update prospects
set converted_at = coalesce(converted_at, now()),
    member_id = who.member_id
from who
where prospects.email = who.email;

-- name: credential_ask :exec (kind text, subject text)
-- The same work whether there is such an account or not; see credential_answer_requests.
insert into account_requests (kind, subject)
values (:kind, :subject);

-- name: credential_answer_requests :many (rows int, seconds int)
-- The job's: mails to those who exist.
with taken as (
    delete from account_requests
    where id in (select id from account_requests order by id limit :rows for update skip locked)
    returning kind, subject
),
tokens as (
    insert into one_time_tokens (purpose, user_id, email, expires_at)
    select 'reset_password', users.id, users.email, now() + :seconds * interval '1 second'
    from taken
    join users on users.username_key = taken.subject and users.is_active
    where taken.kind = 'reset_password'
    returning id, user_id, email
),
resets as (
    insert into email_messages (kind, recipient, user_id, token_id)
    select 'reset_password', email, user_id, id from tokens
),
reminders as (
    insert into email_messages (kind, recipient)
    select 'username_reminder', taken.subject
    from taken
    where taken.kind = 'username_reminder'
        and exists (select from users where users.email = taken.subject and users.is_active)
)
select kind from taken;

-- name: credential_reset_of :one (token text)
-- GET /api/v1/password-resets/{token}; the rest of the row is for the one who sets the password.
select
    json_build_object('username', users.username, 'first_name', users.first_name, 'last_name', users.last_name,
        'email', users.email) as document,
    users.username, users.first_name, users.last_name, users.email
from one_time_tokens token
join users on users.id = token.user_id and users.email = token.email and users.is_active
where token.id = :token::uuid
    and token.purpose = 'reset_password'
    and token.used_at is null
    and token.expires_at > now();

-- name: credential_reset_password :exec (token text, new_hash text)
-- Once, and not any more when the account has another address now; every other link is void. credential_end_sessions must
-- follow in the same unit, as above.
with used as (
    update one_time_tokens
    set used_at = now()
    where id = :token::uuid and purpose = 'reset_password' and used_at is null and expires_at > now()
    returning user_id, email
),
who as (
    update users
    set password_hash = :new_hash
    from used
    where users.id = used.user_id and users.email = used.email and users.is_active
    returning users.id, users.email
),
void as (
    update one_time_tokens token
    set used_at = now()
    from who
    where token.user_id = who.id and token.purpose = 'reset_password' and token.used_at is null
        and token.id <> :token::uuid
),
told as (
    insert into email_messages (kind, recipient, user_id)
    select 'password_changed', email, id from who
    returning id
)
select case when not exists (select from told) then refuse('token_invalid') end;

-- name: credential_end_sessions :exec (token text)
delete from sessions
using one_time_tokens token
where token.id = :token::uuid and sessions.user_id = token.user_id;

-- name: credential_clean_up :exec ()
-- Sessions and links that ended; links a while later, so that their mails can still be explained.
with sessions_gone as (
    delete from sessions
    where expires_at < now() or last_seen_at + idle_seconds * interval '1 second' < now()
),
limits_gone as (
    delete from rate_limits where expires_at < now()
)
delete from one_time_tokens where expires_at < now() - interval '30 days';
