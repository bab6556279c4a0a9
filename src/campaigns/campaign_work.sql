-- The admin's page of a campaign; the functions are in migrations/0025_campaign_work.sql.

-- name: campaign_work_page :one (campaign bigint)
select campaign_document(:campaign);

-- name: campaign_work_create :one (name text, type text)
select campaign_create(:name, :type);

-- name: campaign_work_copy :one (original bigint)
select campaign_copy(:original);

-- name: campaign_work_change :exec (campaign bigint, seen text, given jsonb)
select campaign_change(:campaign, :seen, :given);

-- name: campaign_work_audience :one (campaign bigint)
select campaign_audience_document(:campaign);

-- name: campaign_work_ready :exec (campaign bigint, seen text, checks jsonb)
select campaign_ready(:campaign, :seen, :checks);

-- name: campaign_work_step :exec (campaign bigint, step text)
select campaign_take_step(:campaign, :step);

-- name: campaign_work_resend :one (campaign bigint, states text[])
select campaign_send_again(:campaign, :states);

-- name: campaign_work_schedule :exec (campaign bigint, at text?)
select campaign_schedule(:campaign, :at);

-- name: campaign_work_delete :one (campaign bigint, seen text?)
select json_build_object(
    'id', campaign_delete(:campaign, :seen)::text,
    'change_id', current_setting('startupwebapp.change')::bigint) as document;

-- name: campaign_work_progress :one (campaign bigint)
-- One line: what is watched while a campaign goes out.
select jsonb_build_object('status', emails.status) || campaign_progress_shown(emails.id)::jsonb
from emails
where emails.id = :campaign and emails.type <> 'transactional';

-- name: campaign_work_may_watch :exec (session bytea?)
select admin_begin(:session, 'emails', 'view');

-- name: campaign_work_report :one (campaign bigint)
select campaign_report(:campaign);

-- name: campaign_work_ad_report :one (ad bigint)
select ad_report(id) from ads where id = :ad;
