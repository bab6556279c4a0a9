-- What all mails tell, and the templates of the shop's own mails that its owner has overridden.

-- name: letter_store :one ()
-- Columns that begin with _ are not for templates.
select store.name, store.tagline, store.support_email, store.time_zone as _time_zone, clock.version as _version
from store, email_template_clock clock;

-- name: letter_overrides :many ()
-- One row at least, so that the version is told when there is no override.
select clock.version, emails.template, emails.subject, emails.html, emails.text, emails.from_name, emails.from_address,
    emails.reply_to, array_to_string(emails.bcc, ',') as bcc
from email_template_clock clock
left join emails on emails.type = 'transactional' and emails.status = 'ready';

-- name: letter_parts :many (id bigint)
-- Those that a campaign keeps.
select template, subject, html, text, null::text as from_name, null::text as from_address, null::text as reply_to,
    null::text as bcc
from campaign_parts
where email_id = :id;

-- name: letter_alert :exec (template text, message text)
select alert_raise('email_template_broken', :template, :message)::text;
