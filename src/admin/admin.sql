-- Who may do what; the functions are in migrations/0012_admin.sql.

-- name: admin_begin :one (session bytea?, resource text, verb text)
-- The first statement of every unit of the admin.
select admin_begin(:session, :resource, :verb)::text as user_id;

-- name: admin_require :exec (resource text, verb text)
select admin_require(:resource, :verb);
