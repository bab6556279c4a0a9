-- Who may do what; the functions are in migrations/0012_admin.sql.

-- name: admin_begin :one (session bytea?, resource text, verb text)
-- The first statement of every unit of the admin.
select admin_begin(:session, :resource, :verb)::text as user_id;

-- name: admin_require :exec (resource text, verb text)
select admin_require(:resource, :verb);

-- name: admin_enter :one (session bytea?, records bool)
-- The first statement where the permission follows from what is found: any staff.
select admin_enter(:session, :records)::text as user_id;

-- name: admin_caller :one ()
-- Behind the first: who it is.
select current_setting('startupwebapp.actor')::bigint as user_id, admin_is_superuser() as is_superuser;

-- name: admin_deleted :one (object_id text)
-- Behind a deletion.
select json_build_object(
    'id', :object_id,
    'change_id', current_setting('startupwebapp.change')::bigint) as document;

-- name: admin_limit_time :exec ()
-- Before a count that an estimate can stand in for.
select set_config('statement_timeout', '700ms', true);

-- name: admin_schema_caller :one ()
-- What GET /api/admin/schema says besides the registry; `grants` is "resource.verb resource.verb ...".
select users.is_superuser,
    json_build_object('username', users.username, 'is_superuser', users.is_superuser) as document,
    coalesce(
        (
            select string_agg(given.resource || '.' || given.verb, ' ')
            from (
                select resource, verb
                from user_permissions
                where user_permissions.user_id = users.id
                union
                select group_permissions.resource, group_permissions.verb
                from user_groups
                join group_permissions on group_permissions.group_id = user_groups.group_id
                where user_groups.user_id = users.id) given),
        '') as grants
from users
where users.id = current_setting('startupwebapp.actor')::bigint;

-- name: admin_schema_settings :one (media_url text)
select json_build_object(
    'currency', store.currency,
    'currency_exponent', store.currency_exponent,
    'time_zone', (select value #>> '{}' from configuration where key = 'time_zone'),
    'store_name', store.name,
    'media_url', :media_url) as document
from store;
