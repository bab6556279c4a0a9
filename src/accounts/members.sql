-- Registering, and the member's own data.

-- name: member_view :one (session bytea?)
-- GET /api/v1/member; the last row of most changes.
select json_build_object(
    'username', users.username,
    'first_name', users.first_name,
    'last_name', users.last_name,
    'email', users.email,
    'email_verified', users.email_verified_at is not null,
    'pending_email', (
        select token.email
        from one_time_tokens token
        where token.user_id = users.id
            and token.purpose = 'verify_email'
            and token.used_at is null
            and token.expires_at > now()
            and token.email <> users.email
        order by token.created_at desc
        limit 1),
    'mb_cd', coalesce(members.mb_cd, ''),
    'newsletter', coalesce(members.newsletter_subscriber and members.email_unsubscribed_at is null, false),
    'two_factor', exists (
        select from two_factor where two_factor.user_id = users.id and two_factor.confirmed_at is not null),
    'terms_to_agree', (select version from terms_to_agree where terms_to_agree.user_id = users.id),
    'joined_at', to_char(users.date_joined at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')) as document
from users
left join members on members.user_id = users.id
where users.id = session_user_id(:session);

-- Registering. The unit: member_register, member_welcome, the cart's merge, the session's view.

-- name: member_register :exec (username text, username_key text, username_skeleton text, email text, password_hash text, first_name text, last_name text, newsletter bool, terms_version int, session bytea, before bytea?, remembered bool, idle_seconds int, seconds int, address text, user_agent text)
with ended as (
    delete from sessions where hash = :before
),
judged as (
    select case
        when :terms_version is distinct from (select version from current_terms) then refuse('terms_outdated')
    end as refused
),
new_user as (
    insert into users (username, username_key, username_skeleton, email, password_hash, first_name, last_name, last_login)
    select :username, :username_key, :username_skeleton, :email, :password_hash, :first_name, :last_name, now()
    from judged
    where judged.refused is null
    returning id
),
new_member as (
    insert into members (user_id, newsletter_subscriber)
    select id, :newsletter from new_user
    returning id
),
grouped as (
    insert into user_groups (user_id, group_id)
    select new_user.id, groups.id from new_user, groups where groups.name = 'Members'
),
agreed as (
    insert into terms_of_use_agreements (member_id, version)
    select id, :terms_version from new_member
)
insert into sessions (hash, user_id, remembered, two_factor, idle_seconds, expires_at, address, user_agent)
select :session, id, :remembered, false, :idle_seconds, now() + :seconds * interval '1 second', left(:address, 64),
    left(:user_agent, 300)
from new_user;

-- name: member_welcome :exec (session bytea?, seconds int)
with token as (
    insert into one_time_tokens (purpose, user_id, email, expires_at)
    select 'verify_email', id, email, now() + :seconds * interval '1 second'
    from users
    where id = session_user_id(:session)
    returning id, user_id, email
)
insert into email_messages (kind, recipient, user_id, token_id)
select 'welcome', email, user_id, id from token;

-- The member's own data.

-- name: member_set_names :exec (session bytea?, first_name text, last_name text)
update users
set first_name = :first_name,
    last_name = :last_name
where id = session_user_id(:session);

-- name: member_set_newsletter :exec (session bytea?, newsletter bool)
-- Who asks for it again is no longer unsubscribed.
update members
set newsletter_subscriber = :newsletter,
    email_unsubscribed_at = case when :newsletter then null else email_unsubscribed_at end
where user_id = session_user_id(:session);

-- name: member_addresses :one (session bytea?)
select json_build_object(
    'shipping', case when shipping_line1 is not null then json_build_object(
        'name', shipping_name,
        'line1', shipping_line1,
        'line2', coalesce(shipping_line2, ''),
        'city', shipping_city,
        'state', coalesce(shipping_state, ''),
        'postal_code', coalesce(shipping_postal_code, ''),
        'country', shipping_country,
        'phone', coalesce(shipping_phone, '')) end) as document
from users
left join members on members.user_id = users.id
where users.id = session_user_id(:session);

-- name: member_set_address :exec (session bytea?, name text?, line1 text?, line2 text?, city text?, state text?, postal_code text?, country text?, phone text?)
update members
set shipping_name = :name,
    shipping_line1 = :line1,
    shipping_line2 = :line2,
    shipping_city = :city,
    shipping_state = :state,
    shipping_postal_code = :postal_code,
    shipping_country = :country,
    shipping_phone = :phone
where user_id = session_user_id(:session);

-- name: member_agree :exec (session bytea?, version int)
with judged as (
    select case
        when :version is distinct from (select version from current_terms) then refuse('terms_outdated')
    end as refused
)
insert into terms_of_use_agreements (member_id, version)
select session_member_id(:session), :version
from judged
where judged.refused is null and session_member_id(:session) is not null
on conflict (member_id, version) do nothing;

-- name: member_terms :one ()
select json_build_object(
    'version', version,
    'title', title,
    'body', body,
    'published_at', to_char(published_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')) as document
from current_terms;

-- name: member_names :one (user_id bigint)
-- What a password must not be similar to.
select username, first_name, last_name, email from users where id = :user_id;
