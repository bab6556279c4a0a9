-- Jobs of client events; the functions are in migrations/0013_models.sql.

-- name: events_make_months :exec (ahead int)
select client_events_make_months(:ahead);

-- name: events_roll_up :one (hours int)
select client_events_roll_up(:hours) as more;
