-- What mails of campaigns tell.

-- name: campaign_mail_drafts :many (ids bigint[])
-- What is sent, once for all rows of the outbox with these ids.
select emails.id, emails.em_cd, emails.type, coalesce(campaigns.ready_at, emails.updated_at)::text as stamp,
    campaigns.preheader, emails.subject, emails.html, emails.text, emails.from_name, emails.from_address, emails.reply_to,
    campaigns.track_opens, campaigns.track_clicks, campaigns.ready_at is not null as is_fixed,
    case emails.status when 'sending' then emails.updated_at::text end as step
from emails
join campaigns on campaigns.email_id = emails.id
where emails.id in (select email_id from email_messages where email_messages.id = any (:ids))
order by emails.id;

-- name: campaign_mail_draft_links :many (ids bigint[])
select id, email_id, url
from email_links
where email_id in (select email_id from email_messages where email_messages.id = any (:ids))
order by email_id, id;

-- name: campaign_mail_letters :many (ids bigint[])
-- Whom each row is for.
select mail.id as message_id, mail.email_id, members.mb_cd, prospects.pr_cd, users.first_name, users.last_name,
    users.username, mail.recipient as email
from email_messages mail
left join members on members.id = mail.member_id
left join users on users.id = members.user_id
left join prospects on prospects.id = mail.prospect_id
where mail.id = any (:ids)
order by mail.id;

-- name: campaign_mail_draft :one (id bigint)
-- A campaign as it stands.
select emails.id, emails.em_cd, emails.type, coalesce(campaigns.ready_at, emails.updated_at)::text as stamp,
    campaigns.preheader, emails.subject, emails.html, emails.text, emails.from_name, emails.from_address, emails.reply_to,
    campaigns.track_opens, campaigns.track_clicks, campaigns.ready_at is not null as is_fixed,
    emails.updated_at::text as step
from emails
join campaigns on campaigns.email_id = emails.id
where emails.id = :id;

-- name: campaign_mail_links :many (id bigint)
select id, email_id, url
from email_links
where email_id = :id
order by id;

-- name: campaign_mail_person :one (member_id bigint?, prospect_id bigint?)
-- Somebody to show a campaign with.
select 0::bigint as message_id, members.mb_cd, null::text as pr_cd, users.first_name, users.last_name, users.username,
    users.email
from members
join users on users.id = members.user_id
where members.id = :member_id
union all
select 0::bigint, null, pr_cd, null, null, null, email
from prospects
where id = :prospect_id;

-- name: campaign_mail_broken :exec (id bigint, mails int, why text)
select campaign_broken(:id, :mails, :why);
