-- The store's settings.

-- name: configuration_values :many ()
-- time_zones: in the row of that setting alone.
select
    key,
    value::text as value,
    utc_text(updated_at) as updated_at,
    case key
        when 'time_zone' then (
            select json_agg(name order by name)
            from pg_timezone_names
            where name ~ '^[A-Z]' and name !~ '^(posix|Etc/GMT|SystemV)')
    end as choices,
    key = 'currency' and currency_is_fixed() as fixed
from configuration;

-- name: configuration_put :one (given jsonb, session bytea?)
select settings_put(:given, :session)::text as problems;
