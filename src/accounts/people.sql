-- Members and prospects as those who work here see them, and what is done with their accounts.

-- name: people_member :one (member bigint)
-- GET /api/admin/members/{id}/page. What the caller may not view is null.
select json_build_object(
    'id', members.id::text,
    'user_id', users.id::text,
    'username', users.username,
    'email', users.email,
    'first_name', users.first_name,
    'last_name', users.last_name,
    'mb_cd', members.mb_cd,
    'newsletter', members.newsletter_subscriber and members.email_unsubscribed_at is null,
    'unsubscribed_at', utc_text(members.email_unsubscribed_at),
    'stripe_customer_id', members.stripe_customer_id,
    'address', case when members.shipping_line1 is not null then json_build_object(
        'name', members.shipping_name, 'line1', members.shipping_line1, 'line2', members.shipping_line2,
        'city', members.shipping_city, 'state', members.shipping_state,
        'postal_code', members.shipping_postal_code, 'country', members.shipping_country,
        'phone', members.shipping_phone) end,
    'account', json_build_object(
        'joined_at', utc_text(users.date_joined),
        'verified_at', utc_text(users.email_verified_at),
        'last_login', utc_text(users.last_login),
        'is_active', users.is_active,
        'is_staff', users.is_staff,
        'sessions', (select count(*) from live_sessions where live_sessions.user_id = users.id),
        'two_factor', exists (
            select from two_factor where two_factor.user_id = users.id and two_factor.confirmed_at is not null)),
    'agreements', (
        select coalesce(json_agg(json_build_object('version', version, 'agreed_at', utc_text(agreed_at))
            order by version desc), '[]')
        from terms_of_use_agreements
        where member_id = members.id),
    'terms_to_agree', (select version from terms_to_agree where terms_to_agree.member_id = members.id),
    'orders', case when admin_may('orders', 'view') then person_orders(members.id, null, 20) end,
    'cart', case when admin_may('carts', 'view') then (
        select json_build_object(
            'id', cart.cart_id::text,
            'total', cart.total,
            'currency', store.currency,
            'lines', (
                select coalesce(json_agg(json_build_object('sku_id', sku_id::text, 'code', code, 'title', title,
                        'sku_title', sku_title, 'quantity', quantity, 'unit_price', unit_price,
                        'line_total', line_total)
                    order by added_at, sku_id), '[]')
                from cart_lines
                where cart_lines.cart_id = cart.cart_id))
        from cart_totals cart, store
        where cart.member_id = members.id) end,
    'mails', case when admin_may('email_messages', 'view') then person_mail_list(members.id, null, 20) end,
    'messages', case when admin_may('chat_messages', 'view') then person_message_list(members.id, null, 20) end,
    'events', case when admin_may('client_events', 'view') then (
        select coalesce(json_agg(json_build_object('at', utc_text(newest.created_at), 'kind', newest.kind,
                'url', newest.url, 'name', newest.name)
            order by newest.created_at desc, newest.id desc), '[]')
        from (
            select *
            from client_events
            where member_id = members.id
            order by created_at desc, id desc
            limit 20) newest) end,
    'can', json_build_object(
        'change', admin_may('members', 'change'),
        'act', admin_may('members', 'change')
            and (not users.is_staff or admin_may('users', 'change'))
            and (not users.is_superuser or admin_is_superuser()))) as document
from members
join users on users.id = members.user_id
where members.id = :member;

-- name: people_prospect :one (prospect bigint)
-- GET /api/admin/prospects/{id}/page
select json_build_object(
    'id', prospects.id::text,
    'email', prospects.email,
    'pr_cd', prospects.pr_cd,
    'unsubscribed', prospects.unsubscribed,
    'comments', prospects.comments,
    'created_at', utc_text(prospects.created_at),
    'converted_at', utc_text(prospects.converted_at),
    'member_id', prospects.member_id::text,
    'orders', case when admin_may('orders', 'view') then person_orders(null, prospects.id, 20) end,
    'mails', case when admin_may('email_messages', 'view') then person_mail_list(null, prospects.id, 20) end,
    'messages', case when admin_may('chat_messages', 'view') then person_message_list(null, prospects.id, 20) end,
    'can', json_build_object('change', admin_may('prospects', 'change'))) as document
from prospects
where prospects.id = :prospect;

-- name: people_timeline :one (member bigint?, prospect bigint?, before_at text, before_kind text, before_id bigint, rows int)
-- One more than asked for tells whether there is another page. No row: there is no such person.
with page as (
    select event.*, row_number() over (order by event.at desc, event.kind desc, event.id desc) as position
    from person_timeline(:member, :prospect, :before_at::timestamptz, :before_kind, :before_id, :rows + 1) event
)
select json_build_object(
    'items', coalesce((
        select json_agg(json_build_object('at', utc_text(at), 'kind', kind, 'detail', detail, 'amount', amount,
                'currency', currency, 'resource', resource, 'object_id', object_id)
            order by position)
        from page
        where position <= :rows), '[]'),
    'next_cursor', (
        select to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') || '~' || kind || '~' || id
        from page
        where position = :rows and exists (select from page more where more.position > :rows))) as document
where exists (select from members where id = :member) or exists (select from prospects where id = :prospect);

-- name: people_reset_password :one (user_id bigint, most int, seconds int)
-- The mail that a forgotten password gets. No row: there is no such account, or it is closed.
with who as (
    select id, email, rate_limit_take('admin-mail', id::text, :most, 3600) as taken
    from users
    where id = (select admin_account(:user_id)) and is_active
),
token as (
    insert into one_time_tokens (purpose, user_id, email, expires_at)
    select 'reset_password', id, email, now() + :seconds * interval '1 second' from who where taken is not null
    returning id, user_id, email
),
told as (
    insert into email_messages (kind, recipient, user_id, token_id)
    select 'reset_password', email, user_id, id from token
    returning id, recipient
)
select json_build_object('id', id::text, 'recipient', recipient) as document from told;

-- name: people_send_verification :one (user_id bigint, most int, seconds int)
-- The link again, to the address that was asked for last. No row: nothing has to be verified.
with who as (
    select users.id, coalesce(pending.email, users.email) as email,
        rate_limit_take('admin-mail', users.id::text, :most, 3600) as taken
    from users
    left join lateral (
        select token.email
        from one_time_tokens token
        where token.user_id = users.id
            and token.purpose = 'verify_email'
            and token.used_at is null
            and token.expires_at > now()
            and token.email <> users.email
        order by token.created_at desc
        limit 1) pending on true
    where users.id = (select admin_account(:user_id)) and users.is_active
        and (users.email_verified_at is null or pending.email is not null)
),
token as (
    insert into one_time_tokens (purpose, user_id, email, expires_at)
    select 'verify_email', id, email, now() + :seconds * interval '1 second' from who where taken is not null
    returning id, user_id, email
),
told as (
    insert into email_messages (kind, recipient, user_id, token_id)
    select 'verify_email', email, user_id, id from token
    returning id, recipient
)
select json_build_object('id', id::text, 'recipient', recipient) as document from told;

-- name: people_lock_account :one (user_id bigint)
-- No row: there is no such account.
select id from users where id = (select admin_account(:user_id));

-- name: people_end_sessions :one (user_id bigint)
with ended as (
    delete from sessions where user_id = :user_id returning id
)
select json_build_object('ended', (select count(*) from ended)) as document
where exists (select from users where id = :user_id);

-- name: people_terms :one ()
-- GET /api/admin/terms: all versions, the newest first.
select json_build_object(
    'members', (select count(*) from members),
    'next_version', (select coalesce(max(version), 0) + 1 from terms_of_use_versions),
    'items', (
        select coalesce(json_agg(json_build_object(
                'version', each.version,
                'title', each.title,
                'published_at', utc_text(each.published_at),
                'state', case
                    when each.published_at is null then 'draft'
                    when each.published_at > now() then 'scheduled'
                    when each.version = current_terms.version then 'current'
                    else 'past'
                end,
                'agreements', coalesce(agreed.count, 0))
            order by each.version desc), '[]')
        from terms_of_use_versions each
        left join current_terms on true
        left join (
            select version, count(*) as count
            from terms_of_use_agreements
            group by version) agreed on agreed.version = each.version)) as document;
