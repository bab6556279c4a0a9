-- Permissions of groups and users, as {"orders": ["change", "view"], ...}.

-- name: grant_require_superuser :exec ()
select admin_require_superuser();

-- name: grant_of_group :one (id bigint)
select json_build_object(
    'id', groups.id::text,
    'name', groups.name,
    'is_superuser', false,
    'is_staff', true,
    'granted', group_grants(groups.id),
    'effective', group_grants(groups.id),
    'groups', json_build_array(),
    'people', (
        select coalesce(json_agg(json_build_object('id', users.id::text, 'name', users.username)
            order by users.username), '[]')
        from user_groups
        join users on users.id = user_groups.user_id and users.is_staff
        where user_groups.group_id = groups.id)) as document
from groups
where groups.id = :id;

-- name: grant_of_user :one (id bigint)
select json_build_object(
    'id', users.id::text,
    'name', users.username,
    'is_superuser', users.is_superuser,
    'is_staff', users.is_staff and users.is_active,
    'granted', user_grants(users.id),
    'effective', user_effective_grants(users.id),
    'groups', (
        select coalesce(json_agg(json_build_object('id', groups.id::text, 'name', groups.name) order by groups.name), '[]')
        from user_groups
        join groups on groups.id = user_groups.group_id
        where user_groups.user_id = users.id),
    'people', json_build_array()) as document
from users
where users.id = :id;

-- name: grant_put_group :exec (id bigint, granted jsonb, seen jsonb)
select group_grants_put(:id, :granted, :seen);

-- name: grant_put_user :exec (id bigint, granted jsonb, seen jsonb)
select user_grants_put(:id, :granted, :seen);
