-- Who is here, logging in and out. `session` is the hash of the request's cookie; session_require and its like are in
-- migrations/0002_accounts.sql. Units that change something begin with session_require.

-- name: session_require :one (session bytea?)
-- Refuses without a session of a user who may go on.
select session_require(:session)::text as user_id;

-- name: session_require_for_setup :one (session bytea?)
-- The same, also for staff who have no second factor yet.
select session_require(:session, true)::text as user_id;

-- name: session_touch :exec (session bytea?)
select session_touch(:session);

-- name: session_view :one (session bytea?)
-- The member part of GET /api/v1/session; no row for a visitor.
select json_build_object(
    'username', users.username,
    'first_name', users.first_name,
    'last_name', users.last_name,
    'email', users.email,
    'email_verified', users.email_verified_at is not null,
    'terms_to_agree', (select version from terms_to_agree where terms_to_agree.user_id = users.id),
    'is_staff', users.is_staff,
    'two_factor_missing', exists (select from two_factor_missing where two_factor_missing.user_id = users.id)) as document
from users
where users.id = session_user_id(:session);

-- Logging in. The unit: session_log_in, the cart's merge, the session's view.

-- name: session_credentials :one (username_key text, staff bool)
-- What a login is checked against; nothing for an account that is closed, or is not the staff's where only theirs will do.
select users.id, users.password_hash,
    exists (
        select from two_factor where two_factor.user_id = users.id and two_factor.confirmed_at is not null) as two_factor
from users
where users.username_key = :username_key and users.is_active and (users.is_staff or not :staff);

-- name: session_lock_user :exec (user_id bigint)
-- Before session_log_in, in the same unit: what it then sees of the user's password and second factor stays so.
select id from users where id = :user_id for no key update;

-- name: session_log_in :exec (user_id bigint, password_hash text, new_hash text?, session bytea, before bytea?, remembered bool, two_factor bool, idle_seconds int, seconds int, address text, user_agent text)
-- Only while the password is the one that was checked, and without a second factor only while there is none: a change of
-- these ends all sessions, this one too. The session that the browser had before ends.
with ended as (
    delete from sessions where hash = :before
),
who as (
    update users
    set last_login = now(),
        password_hash = coalesce(:new_hash, users.password_hash)
    where users.id = :user_id and users.password_hash = :password_hash and users.is_active
        and (:two_factor or not exists (
            select from two_factor where two_factor.user_id = users.id and two_factor.confirmed_at is not null))
    returning id
),
opened as (
    insert into sessions (hash, user_id, remembered, two_factor, idle_seconds, expires_at, address, user_agent)
    select :session, who.id, :remembered, :two_factor, :idle_seconds, now() + :seconds * interval '1 second',
        left(:address, 64), left(:user_agent, 300)
    from who
    returning id
)
select case when not exists (select from opened) then refuse('login_failed') end;

-- name: session_log_out :exec (session bytea?)
delete from sessions where hash = :session;

-- name: session_list :one (session bytea?)
-- GET /api/v1/sessions
select json_build_object('items', coalesce(json_agg(json_build_object(
        'id', live.id,
        'current', live.hash = :session,
        'remembered', live.remembered,
        'created_at', to_char(live.created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
        'last_seen_at', to_char(live.last_seen_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
        'expires_at', to_char(live.expires_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
        'address', live.address,
        'user_agent', live.user_agent)
    order by live.hash = :session desc, live.last_seen_at desc, live.id desc), '[]')) as document
from live_sessions live
where live.user_id = session_user_id(:session);

-- name: session_end :exec (session bytea?, id bigint)
with ended as (
    delete from sessions where id = :id and user_id = session_user_id(:session) returning id
)
select case when not exists (select from ended) then refuse('session_unknown') end;

-- name: session_end_others :exec (session bytea?)
delete from sessions where user_id = session_user_id(:session) and hash <> :session;
