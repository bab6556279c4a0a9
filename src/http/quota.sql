-- name: quota_take :one (name text, who text, most int, window_seconds int)
-- Counts one call, or refuses it.
select remaining, reset_seconds from rate_limit_take(:name, :who, :most, :window_seconds);
