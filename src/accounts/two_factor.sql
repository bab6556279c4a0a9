-- The second factor.

-- name: two_factor_view :one (session bytea?)
select json_build_object(
    'enabled', factor.user_id is not null,
    'recovery_codes_left', (
        select count(*)
        from recovery_codes
        where recovery_codes.user_id = factor.user_id and recovery_codes.used_at is null)) as document
from users
left join two_factor factor on factor.user_id = users.id and factor.confirmed_at is not null
where users.id = session_user_id(:session);

-- name: two_factor_store_name :one ()
select name from store;

-- name: two_factor_begin :exec (session bytea?, secret bytea)
with begun as (
    insert into two_factor as known (user_id, secret)
    select session_user_id(:session), :secret
    on conflict (user_id) do update
    set secret = excluded.secret,
        last_step = 0
    where known.confirmed_at is null
    returning user_id
)
select case when not exists (select from begun) then refuse('two_factor_enabled') end;

-- name: two_factor_secret :one (session bytea?)
-- While it is set up.
select encode(secret, 'hex') as secret, last_step
from two_factor
where user_id = session_user_id(:session) and confirmed_at is null;

-- name: two_factor_lock :exec (session bytea?)
-- Before two_factor_confirm, in the same unit: a login without a code that is under way ends before, or sees it.
select id from users where id = session_user_id(:session) for no key update;

-- name: two_factor_confirm :exec (session bytea?, step bigint, hashes text)
-- hashes: of the recovery codes, an array of bytea. session_end_others must follow: those were opened without a code.
with who as (
    update two_factor
    set confirmed_at = now(),
        last_step = :step
    where user_id = session_user_id(:session) and confirmed_at is null and last_step < :step
    returning user_id
),
coded as (
    insert into recovery_codes (user_id, hash)
    select who.user_id, code from who, unnest(:hashes::bytea[]) code
),
marked as (
    update sessions set two_factor = true from who where sessions.hash = :session
)
select case when not exists (select from who) then refuse('conflict') end;

-- name: two_factor_renew_recovery_codes :exec (session bytea?, hashes text)
with who as (
    select user_id from two_factor where user_id = session_user_id(:session) and confirmed_at is not null for update
),
inserted as (
    insert into recovery_codes (user_id, hash)
    select who.user_id, code from who, unnest(:hashes::bytea[]) code
),
gone as (
    delete from recovery_codes using who where recovery_codes.user_id = who.user_id
)
select case when not exists (select from who) then refuse('conflict') end;

-- name: two_factor_remove :exec (session bytea?)
delete from two_factor where user_id = session_user_id(:session);

-- name: two_factor_renew_hash :exec (user_id bigint, password_hash text, new_hash text)
-- The costs of hashes have changed; between the two steps of a login.
update users
set password_hash = :new_hash
where id = :user_id and password_hash = :password_hash;

-- name: two_factor_challenge :one (user_id bigint)
-- For the second step of a login.
select users.password_hash, encode(two_factor.secret, 'hex') as secret, two_factor.last_step
from users
join two_factor on two_factor.user_id = users.id and two_factor.confirmed_at is not null
where users.id = :user_id and users.is_active;

-- name: two_factor_use_step :exec (user_id bigint, step bigint)
-- A code counts once, also for two who show it at the same moment.
with used as (
    update two_factor set last_step = :step where user_id = :user_id and last_step < :step returning user_id
)
select case when not exists (select from used) then refuse('two_factor_failed') end;

-- name: two_factor_use_recovery_code :exec (user_id bigint, hash bytea)
with used as (
    update recovery_codes
    set used_at = now()
    where user_id = :user_id and hash = :hash and used_at is null
    returning user_id
)
select case when not exists (select from used) then refuse('two_factor_failed') end;
