-- The history of migrations. These run before the schema is there, as plain text and not prepared.

-- name: migrations_database :one (name text)
select from pg_database where datname = :name;

-- name: migrations_history_exists :one ()
select to_regclass('schema_migrations') is not null as exists;

-- name: migrations_history :many ()
select name, checksum from schema_migrations order by name;

-- name: migrations_record :exec (name text, checksum text)
insert into schema_migrations (name, checksum) values (:name, :checksum);
