-- startupwebapp superuser create.

-- name: superuser_create :one (username text, username_key text, username_skeleton text, email text, password_hash text)
-- Null when the name is taken, or looks like one that is.
with created as (
    insert into users (username, username_key, username_skeleton, email, password_hash, is_staff, is_superuser)
    values (:username, :username_key, :username_skeleton, :email, :password_hash, true, true)
    on conflict do nothing
    returning id
)
select (select id from created) as id;

-- name: superuser_promote :one (username_key text)
-- Null when there is nobody of this name.
with promoted as (
    update users
    set is_staff = true,
        is_superuser = true,
        is_active = true
    where username_key = :username_key
    returning username
)
select (select username from promoted) as username;
