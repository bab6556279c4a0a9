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

-- name: admin_schema_settings :one (media_url text, public_url text)
select json_build_object(
    'currency', store.currency,
    'currency_exponent', store.currency_exponent,
    'time_zone', (select value #>> '{}' from configuration where key = 'time_zone'),
    'store_name', store.name,
    'media_url', :media_url,
    'public_url', :public_url) as document
from store;

-- name: admin_bulk_done :one (dry_run bool)
-- The last statement of a bulk action.
select admin_bulk_done(:dry_run)::text as document;

-- name: admin_changes :one (registry jsonb, before_change bigint?, most int, resource text?, object_id text?, user_id bigint?, rows_most int)
select admin_changes(:registry, :before_change, :most, :resource, :object_id, :user_id, :rows_most)::text as document;

-- name: admin_change :one (change_id bigint, registry jsonb, rows_most int)
select admin_change(:change_id, :registry, admin_viewable(:registry), :rows_most, null, null)::text as document;

-- name: admin_undo :one (change_id bigint, registry jsonb)
select admin_undo(:change_id, :registry)::text as document;

-- name: admin_saved_filters :one (resource text?)
-- One's own and those for all, of what the caller may view.
select json_build_object(
    'items', coalesce(
        json_agg(
            json_build_object(
                'id', saved_filters.id,
                'resource', saved_filters.resource,
                'name', saved_filters.name,
                'query', saved_filters.query,
                'shared', saved_filters.shared,
                'own', saved_filters.user_id = current_setting('startupwebapp.actor')::bigint)
            order by saved_filters.name, saved_filters.id),
        '[]'))::text as document
from saved_filters
where (:resource is null or saved_filters.resource = :resource)
    and (saved_filters.user_id = current_setting('startupwebapp.actor')::bigint or saved_filters.shared)
    and staff_may(current_setting('startupwebapp.actor')::bigint, saved_filters.resource, 'view');

-- name: admin_save_filter :one (resource text, name text, query jsonb, shared bool)
insert into saved_filters (user_id, resource, name, query, shared)
select current_setting('startupwebapp.actor')::bigint, :resource, :name, :query, :shared
where (
    select count(*)
    from saved_filters
    where user_id = current_setting('startupwebapp.actor')::bigint) < 200
returning json_build_object(
    'id', id, 'resource', resource, 'name', name, 'query', query, 'shared', shared, 'own', true)::text as document;

-- name: admin_forget_filter :one (id bigint)
-- One's own; of others those that all see, by superusers.
delete from saved_filters
where id = :id
    and (user_id = current_setting('startupwebapp.actor')::bigint or (shared and admin_is_superuser()))
returning json_build_object('id', id)::text as document;
