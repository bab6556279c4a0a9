-- Client events and their jobs; the functions are in migrations/0013_models.sql and 0023_tracking.sql.

-- name: events_make_months :exec (ahead int)
select client_events_make_months(:ahead);

-- name: events_roll_up :one (hours int)
select client_events_roll_up(:hours) as more;

-- name: events_add :exec (visitor bytea?, session bytea?, events jsonb)
select client_events_add(:visitor, :session, :events);

-- name: events_ad :one (code text)
select id, (select (value #>> '{}')::bigint from configuration where key = 'attribution_days') as days
from ads
where ad_cd = :code and active;
