-- Jobs of campaigns. How they are sent: migrations/0022_campaign_sending.sql.

-- name: campaign_send_scheduled :one ()
select campaign_begin_scheduled() as begun;

-- name: campaign_send_unfrozen :one ()
select campaign_unfrozen() as id;

-- name: campaign_send_cancel :one ()
select campaign_cancel_piece() as goes_on;

-- name: campaign_send_finish :one ()
select campaign_finish() as finished;
