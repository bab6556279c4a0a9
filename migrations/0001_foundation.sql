-- What every other part uses: refusals, rounding, settings.

create extension if not exists pg_trgm;

-- Ends the unit of work with an error of src/base/err.h; `code` is its name in lower case. With `field` the reply
-- is 422 invalid_input with one entry for that field, and `code` is the entry's. SQLSTATE SWREF is ours (class SW is
-- not used by PostgreSQL 15-18, appendix A).
create function refuse(code text, message text default '', field text default '') returns bigint
language plpgsql as $$
begin
    raise exception using errcode = 'SWREF', message = code, detail = message, hint = field;
end
$$;

-- numerator / denominator to the nearest integer, ties to the even one (IEEE 754 roundTiesToEven). Both >= 0.
create function divide_half_even(numerator bigint, denominator bigint) returns bigint
language sql immutable parallel safe as $$
    select numerator / denominator
        + case
            when 2 * (numerator % denominator) > denominator then 1
            when 2 * (numerator % denominator) = denominator then (numerator / denominator) % 2
            else 0
          end
$$;

-- The store's settings that its owner may change while it runs.
create table configuration (
    key         text primary key check (key ~ '^[a-z][a-z0-9_]*$'),
    value       jsonb not null,
    description text not null,
    updated_at  timestamptz not null default now(),
    -- what the program reads must fit, or no page works any more
    constraint configuration_value_fits check (case key
        when 'store_name' then jsonb_typeof(value) = 'string' and value #>> '{}' ~ '\S'
        when 'store_tagline' then jsonb_typeof(value) = 'string'
        when 'currency' then jsonb_typeof(value) = 'string' and value #>> '{}' ~ '^[A-Z]{3}$'
        when 'currency_exponent' then jsonb_typeof(value) = 'number' and value #>> '{}' in ('0', '1', '2', '3')
        when 'support_email' then jsonb_typeof(value) in ('string', 'null')
        when 'ships_to' then jsonb_typeof(value) = 'array' and not jsonb_path_exists(value,
            'strict $[*] ? (!(@.type() == "string" && @ like_regex "^[A-Z]{2}$"))')
        when 'collect_phone' then jsonb_typeof(value) = 'boolean'
        when 'log_client_events' then jsonb_typeof(value) = 'boolean'
        else true end)
);

insert into configuration (key, value, description) values
    ('store_name', '"My store"', 'Name of the store, in titles and mails'),
    ('store_tagline', '""', 'One line below the name'),
    ('currency', '"USD"', 'ISO 4217 code of the currency that all prices are in'),
    ('currency_exponent', '2', 'Digits after the point in that currency'),
    ('support_email', 'null', 'Where customers can write to'),
    ('ships_to', '["US"]', 'ISO 3166 codes of the countries that orders are shipped to'),
    ('collect_phone', 'false', 'Whether the payment page asks for a telephone number'),
    ('log_client_events', 'true', 'Whether the pages report what visitors do');

create view store as
select
    max(value #>> '{}') filter (where key = 'store_name') as name,
    max(value #>> '{}') filter (where key = 'store_tagline') as tagline,
    max(value #>> '{}') filter (where key = 'currency') as currency,
    max((value #>> '{}')::int) filter (where key = 'currency_exponent') as currency_exponent,
    max(value #>> '{}') filter (where key = 'support_email') as support_email,
    max(value::text) filter (where key = 'ships_to') as ships_to,
    bool_or((value #>> '{}')::boolean) filter (where key = 'collect_phone') as collect_phone,
    bool_or((value #>> '{}')::boolean) filter (where key = 'log_client_events') as log_client_events
from configuration;
