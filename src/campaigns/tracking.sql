-- Where links lead, and what is counted of them; the functions are in migrations/0023_tracking.sql.

-- name: tracking_click_targets :many (messages bigint[], links bigint[])
-- No row for a number: there is no such message, it was never on its way, or the link is another mail's.
select asked.number, email_links.url, emails.em_cd, members.mb_cd, prospects.pr_cd,
    (select (value #>> '{}')::bigint from configuration where key = 'attribution_days') as days
from unnest(:messages, :links) with ordinality as asked(message_id, link_id, number)
join email_messages on email_messages.id = asked.message_id
join emails on emails.id = email_messages.email_id
join email_links on email_links.id = asked.link_id and email_links.email_id = email_messages.email_id
left join members on members.id = email_messages.member_id
left join prospects on prospects.id = email_messages.prospect_id
where (email_messages.state in ('claimed', 'sent', 'uncertain')
    or email_messages.repeats > 0 -- one of them may have arrived, whatever became of the last
    or email_messages.state = 'queued' and (email_messages.attempts > 0
        or email_messages.sent_at is not null or email_messages.id = any ((select mails_under_way())::bigint[])));

-- name: tracking_ad_target :one (code text)
select id, url, (select (value #>> '{}')::bigint from configuration where key = 'attribution_days') as days
from ads
where ad_cd = :code and active;

-- name: tracking_count :exec (messages bigint[], links bigint[], ages bigint[], bots bigint[])
select tracking_count(:messages, :links, :ages, :bots);

-- name: tracking_mark_scanners :exec (messages bigint[])
select tracking_mark_scanners(:messages);

-- name: tracking_count_visits :exec (ads bigint[])
select tracking_count_visits(:ads);

-- name: tracking_mark_people :exec (em_cds text[], mb_cds text[], pr_cds text[], ages bigint[])
select tracking_mark_people(:em_cds, :mb_cds, :pr_cds, :ages);
