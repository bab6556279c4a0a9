-- Drafts of mails: what they are shown with, and tries that go to whoever writes them.

-- name: draft_preview_of :one (template text?, order_id bigint?, member_id bigint?, message_id bigint?)
-- What a preview needs to know: the template, and the sample that was chosen.
select
    draft.is_mail,
    store.currency,
    message.id as message_id,
    message.kind as message_kind,
    message.email_id,
    (select id from orders where id = :order_id) as order_id,
    of_order.id as order_message_id,
    of_refund.id as refund_message_id,
    users.id as user_id,
    users.username,
    users.email,
    case when users.email_verified_at is not null then coalesce(nullif(users.first_name, ''), users.username) end as name
from store
left join email_templates draft on draft.name = :template
left join email_messages message on message.id = :message_id
left join lateral (
    select id
    from email_messages
    where order_id = :order_id
    order by id desc
    limit 1) of_order on true
left join lateral (
    select id
    from email_messages
    where order_id = :order_id and refund_id is not null
    order by id desc
    limit 1) of_refund on true
left join members on members.id = :member_id
left join users on users.id = members.user_id;

-- name: draft_template_list :many ()
-- The program's templates, and what stands in for them.
select
    email_templates.name,
    email_templates.is_mail,
    email_templates.description,
    used.id::text as used_id,
    (
        select json_agg(json_build_object('id', id::text, 'name', name, 'status', status,
                'updated_at', utc_text(updated_at))
            order by status desc, id desc)
        from emails
        where emails.template = email_templates.name) as overrides
from email_templates
left join emails used
    on used.template = email_templates.name and used.type = 'transactional' and used.status = 'ready'
order by email_templates.is_mail desc, email_templates.name;

-- name: draft_test_add :one (subject text, html text, text text, most int)
-- To the address of whoever asks, and only when it is known to be theirs. Old ones go.
with gone as (
    delete from email_tests where created_at < now() - interval '7 days'
),
asking as (
    select id, email, email_verified_at
    from users
    where id = admin_actor()
),
judged as (
    select case when email_verified_at is null then refuse('address_unverified') end as refused,
        rate_limit_take('test-mail', id::text, :most, 3600) as taken
    from asking
),
message as (
    insert into email_messages (kind, recipient, user_id)
    select 'test', asking.email, asking.id
    from asking, judged
    where judged.refused is null and judged.taken is not null
    returning id, recipient
),
test as (
    insert into email_tests (message_id, subject, html, text)
    select id, :subject, :html, :text from message
)
select json_build_object('id', id::text, 'recipient', recipient) as document from message;

-- name: draft_tests :many (ids bigint[])
select message_id, subject, html, text, from_name, from_address, reply_to
from email_tests
where message_id = any (:ids)
order by message_id;

-- name: draft_of :one (id bigint)
-- What a change of an email is made to.
select type, status, template, subject, html, text from emails where id = :id;

-- name: draft_message_page :one (id bigint)
-- GET /api/admin/email_messages/{id}/page
select json_build_object(
    'id', message.id::text,
    'kind', message.kind,
    'recipient', message.recipient,
    'state', message.state,
    'attempts', message.attempts,
    'created_at', utc_text(message.created_at),
    'queued_at', utc_text(message.queued_at),
    'next_attempt_at', case when message.state = 'queued'
        then utc_text(message.next_attempt_at) end,
    'sent_at', utc_text(message.sent_at),
    'last_reply', message.last_reply,
    'order', case when orders.id is not null and admin_may('orders', 'view')
        then json_build_object('id', orders.id::text, 'identifier', orders.identifier) end,
    'member', case when members.id is not null and admin_may('members', 'view')
        then json_build_object('id', members.id::text, 'username', users.username) end,
    'failures', coalesce((
        select json_agg(json_build_object(
                'reason', reason,
                'at', utc_text(at))
            order by id desc)
        from order_email_failures
        where order_email_failures.message_id = message.id), '[]'),
    'can_resend', admin_may('email_messages', 'change') and case when campaign.id is null
        then message.state in ('sent', 'failed', 'uncertain', 'cancelled')
        else message.state in ('failed', 'uncertain') and campaign.status in ('sending', 'paused', 'sent')
            and admin_may('emails', 'change') end,
    'can_cancel', message.state = 'queued' and admin_may('email_messages', 'change')) as document
from email_messages message
left join orders on orders.id = message.order_id
left join members on members.id = coalesce(message.member_id, (
    select owner.id from members owner where owner.user_id = message.user_id))
left join users on users.id = members.user_id
left join emails campaign on campaign.id = message.email_id
where message.id = :id;
