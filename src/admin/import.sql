-- CSV import; tables and functions are in migrations/0016_imports.sql.

-- name: import_may_view :exec (import bigint)
-- Differences show what stands in the table.
select admin_require((import_seen(:import)).resource, 'view');

-- name: import_create :one (resource text, filename text, size bigint, mode text, encoding text)
select import_create(:resource, :filename, :size, :mode, :encoding)::text as reply;

-- name: import_list :one (before bigint?, lim int)
-- One more than the page is looked for: it tells whether there is another page.
with page as (
    select imports as i, id
    from imports
    where state <> 'deleting' and (:before::bigint is null or id < :before)
        and (user_id = admin_actor() or admin_is_superuser())
    order by id desc
    limit :lim + 1
),
shown as (
    select i, id
    from page
    order by id desc
    limit :lim
)
select jsonb_build_object(
    'items', coalesce((select jsonb_agg(import_document(i) order by id desc) from shown), '[]'),
    'next_cursor', case when (select count(*) from page) > :lim then (select min(id)::text from shown) end)::text
    as reply;

-- name: import_view :one (import bigint)
select import_document(import_seen(:import))::text as reply;

-- name: import_put :one (import bigint, start bigint, bytes bytea)
select (put ->> 'conflict') is not null as conflict, (put ->> 'received')::bigint as received, put::text as reply
from import_put(:import, :start, :bytes) as put;

-- name: import_check :one (import bigint)
select import_check(:import)::text as reply;

-- name: import_apply :one (import bigint)
select import_apply(:import)::text as reply;

-- name: import_delete :one (import bigint)
select import_delete(:import)::text as reply;

-- name: import_rows :one (import bigint, after bigint, only_errors bool, lim int)
with page as (
    select import_rows as r, number
    from import_rows
    where import_id = :import and number > :after and (not :only_errors or errors is not null)
    order by number
    limit :lim + 1
),
shown as (
    select r, number
    from page
    order by number
    limit :lim
)
select jsonb_build_object(
    'items', coalesce((select jsonb_agg(import_row_document(r) order by number) from shown), '[]'),
    'next_cursor', case when (select count(*) from page) > :lim then (select max(number)::text from shown) end)::text
    as reply;

-- The job.

-- name: import_claim :one ()
select id, user_id, resource, mode, encoding, size, state, attempt::bigint as attempt, restart, columns::text as columns,
    (select currency_exponent from store) as exponent
from import_claim();

-- name: import_release :exec ()
select pg_advisory_unlock_all();

-- name: import_hold :one (import bigint, attempt bigint, state text, done bigint)
-- No row: it was deleted, or somebody else has it by now.
update imports
set done = :done
where id = :import and attempt = :attempt and state = :state
returning id;

-- name: import_begin :one (import bigint)
select import_begin(:import) as change_id, admin_is_superuser() as superuser;

-- name: import_forget_rows :one (import bigint, lim bigint)
with gone as (
    delete from import_rows
    where import_id = :import and number in (
        select number from import_rows where import_id = :import order by number limit :lim)
    returning number
)
select count(*) as gone from gone;

-- name: import_restarted :exec (import bigint, attempt bigint)
update imports
set restart = false
where id = :import and attempt = :attempt;

-- name: import_staged :one (import bigint)
select coalesce(max(number), 0) as number
from import_rows
where import_id = :import;

-- name: import_piece :one (import bigint, start bigint)
select bytes
from import_pieces
where import_id = :import and start = :start;

-- name: import_table_columns :many (resource text)
select attname::text as name, format_type(atttypid, atttypmod) as type, pg_get_expr(adbin, adrelid) as initial
from pg_attribute
left join pg_attrdef on adrelid = attrelid and adnum = attnum
where attrelid = :resource::regclass and attnum > 0 and not attisdropped and attgenerated = ''
order by attnum;

-- name: import_table_keys :many (resource text)
-- What no two rows of a table share: the primary key first.
select string_agg(attname, ',' order by place) as columns
from pg_index
cross join unnest(indkey) with ordinality as parts(number, place)
join pg_attribute on attrelid = indrelid and attnum = number
where indrelid = :resource::regclass and indisunique and indpred is null and indexprs is null
group by indexrelid, indisprimary
order by indisprimary desc, indexrelid;

-- name: import_header :exec (import bigint, attempt bigint, columns jsonb, ignored jsonb, superuser bool)
update imports
set columns = :columns, ignored = :ignored, as_superuser = :superuser
where id = :import and attempt = :attempt;

-- name: import_stage_refused :exec (import bigint, rows jsonb, number bigint, message text)
-- A row that PostgreSQL could not make sense of.
insert into import_rows (import_id, number, line, given, errors)
select :import, r.n, r.l, '{}', jsonb_build_array(jsonb_build_object(
    'field', '', 'code', 'not_accepted', 'message', :message, 'value', ''))
from jsonb_to_recordset(:rows) as r(n bigint, l bigint)
where r.n = :number
on conflict do nothing;

-- name: import_mark_repeated :exec (import bigint)
-- Rows that mean the same object.
update import_rows
set action = null,
    before = null,
    errors = coalesce(errors, '[]') || jsonb_build_array(jsonb_build_object(
        'field', '', 'code', 'repeated', 'message', 'Line ' || other || ' means the same object.', 'value', ''))
from (
    select number as repeated, case when line = min(line) over same then max(line) over same else min(line) over same end
        as other, count(*) over same as times
    from import_rows
    where import_id = :import and key is not null
    window same as (partition by key)) found
where import_id = :import and number = repeated and times > 1;

-- name: import_checked :one (import bigint, attempt bigint, done bigint)
with counts as (
    select count(*) as rows, count(*) filter (where action = 'create') as creates,
        count(*) filter (where action = 'update') as updates,
        count(*) filter (where action = 'unchanged') as unchanged, count(*) filter (where errors is not null) as errors
    from import_rows
    where import_id = :import
)
update imports
set state = 'checked',
    finished_at = now(),
    done = :done,
    row_count = counts.rows,
    creates = counts.creates,
    updates = counts.updates,
    unchanged = counts.unchanged,
    errors = counts.errors
from counts
where id = :import and attempt = :attempt and state = 'checking'
returning id;

-- name: import_failed :exec (import bigint, attempt bigint, problem jsonb)
update imports
set state = 'failed',
    finished_at = now(),
    problem = :problem,
    errors = (select count(*) from import_rows where import_id = :import and errors is not null)
where id = :import and attempt = :attempt and state in ('checking', 'applying');

-- name: import_refuse_rows :exec (import bigint, attempt bigint, errors jsonb)
-- What an application ran into: [{"number", "errors"}].
update import_rows
set action = null,
    errors = found.errors
from imports, jsonb_to_recordset(:errors) as found(number bigint, errors jsonb)
where imports.id = :import and imports.attempt = :attempt and import_rows.import_id = :import
    and import_rows.number = found.number;

-- name: import_last_row :one (import bigint)
select coalesce(max(number), 0) as number
from import_rows
where import_id = :import;

-- name: import_applied :one (import bigint, attempt bigint, done bigint, change bigint)
update imports
set state = 'applied',
    finished_at = now(),
    done = :done,
    change_id = :change
where id = :import and attempt = :attempt and state = 'applying'
returning id;

-- name: import_forget_pieces :exec (import bigint)
delete from import_pieces
where import_id = :import;

-- name: import_expire :exec (days int)
-- Those that nobody works on.
update imports
set state = 'deleting'
where created_at < now() - make_interval(days => :days) and state not in ('checking', 'applying', 'deleting');

-- name: import_deleting :one ()
-- One that is to go and that no job holds.
select id
from imports
where state = 'deleting' and pg_try_advisory_xact_lock(import_lock_class(), id::int)
order by id
limit 1;

-- name: import_remove :exec (import bigint)
delete from imports
where id = :import and state = 'deleting';
