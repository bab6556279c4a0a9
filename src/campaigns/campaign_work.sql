-- The admin's page of a campaign; the functions are in migrations/0025_campaign_work.sql.

-- name: campaign_work_page :one (campaign bigint)
select campaign_document(:campaign);

-- name: campaign_work_create :one (name text, type text)
select campaign_create(:name, :type);

-- name: campaign_work_copy :one (original bigint)
select campaign_copy(:original);

-- name: campaign_work_change :exec (campaign bigint, seen text, given jsonb)
select campaign_change(:campaign, :seen, :given);

-- name: campaign_work_limit_time :exec ()
-- Before what an estimate can stand in for.
select set_config('statement_timeout', '2s', true);

-- name: campaign_work_audience :one (campaign bigint, is_sampled bool)
select campaign_audience_document(:campaign, :is_sampled);

-- name: campaign_work_ready :exec (campaign bigint, seen text, checks jsonb, links jsonb, parts_version bigint)
select campaign_ready(:campaign, :seen, :checks, :links, :parts_version);

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

-- name: campaign_work_test :one (addresses jsonb, subject text, html text, text text, from_name text?, from_address text?, reply_to text?, most int)
select campaign_test(:addresses, :subject, :html, :text, :from_name, :from_address, :reply_to, :most) as document;

-- name: campaign_work_gate :one (campaign bigint)
-- What the gate asks besides the draft.
select emails.status, campaign_version(emails.id) as version, campaigns.domain_waiver
from emails
join campaigns on campaigns.email_id = emails.id
where emails.id = :campaign and emails.type <> 'transactional';

-- name: campaign_work_gate_people :many (campaign bigint, most int, is_sampled bool)
-- Some of those it would go to: the first, the last, those with the oddest names among a few thousand, and others.
with sampling as materialized (
    select case when :is_sampled then campaign_sampling(:campaign) else 1 end as one_of
),
audience as materialized (
    select audience.*
    from campaign_audience(:campaign) audience
    where hashtext(audience.address) % (select one_of from sampling) = 0
),
edges as (
    (select * from audience order by address limit 5)
    union all
    (select * from audience order by address desc limit 5)
),
several as (
    select *, false as is_edge from (select * from audience order by hashtext(address), address limit 2000) looked_at
    union all
    select *, true from edges
),
named as (
    select distinct on (several.address) several.member_id, several.prospect_id, several.address, several.is_edge, members.mb_cd,
        prospects.pr_cd, users.first_name, users.last_name, users.username,
        users.first_name || users.last_name ~ '[<>&"''{}%\\]' as has_markup,
        users.first_name || users.last_name ~ '[^ -~]' as is_foreign,
        users.first_name = '' or users.last_name = '' as is_nameless
    from several
    left join members on members.id = several.member_id
    left join users on users.id = members.user_id
    left join prospects on prospects.id = several.prospect_id
    order by several.address, several.is_edge desc
),
ranked as (
    select *, row_number() over (partition by is_edge, coalesce(has_markup, false), coalesce(is_foreign, false),
        coalesce(is_nameless, false) order by hashtext(address), address) as place
    from named
)
select 0::bigint as message_id, mb_cd, pr_cd, first_name, last_name, username, address as email, member_id, prospect_id,
    (select count(*) * (select one_of from sampling) from audience) as reached, (select one_of = 1 from sampling) as is_exact
from ranked
order by is_edge desc, place, address
limit :most;
