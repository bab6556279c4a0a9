-- Accounts. `session` is the hash that the request's cookie has; session_require and its like are in
-- migrations/0002_accounts.sql. Units that change something begin with account_require.

-- name: account_require :one (session bytea?)
-- Refuses without a session of a user who may go on.
select session_require(:session)::text as user_id;

-- name: account_require_for_setup :one (session bytea?)
-- The same, also for staff who have no second factor yet.
select session_require(:session, true)::text as user_id;

-- name: account_touch :exec (session bytea?)
select session_touch(:session);

-- name: account_session :one (session bytea?)
-- The member part of GET /api/v1/session; no row for a visitor.
select json_build_object(
    'username', users.username,
    'first_name', users.first_name,
    'last_name', users.last_name,
    'email', users.email,
    'email_verified', users.email_verified_at is not null,
    'terms_to_agree', (
        select current_terms.version
        from current_terms
        where members.id is not null
            and not exists (
                select
                from terms_of_use_agreements agreed
                where agreed.member_id = members.id and agreed.version = current_terms.version)),
    'is_staff', users.is_staff,
    'two_factor_missing', exists (select from two_factor_missing where two_factor_missing.user_id = users.id)) as document
from users
left join members on members.user_id = users.id
where users.id = session_user_id(:session);

-- name: account_member :one (session bytea?)
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
    'terms_to_agree', (
        select current_terms.version
        from current_terms
        where members.id is not null
            and not exists (
                select
                from terms_of_use_agreements agreed
                where agreed.member_id = members.id and agreed.version = current_terms.version)),
    'joined_at', to_char(users.date_joined at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')) as document
from users
left join members on members.user_id = users.id
where users.id = session_user_id(:session);

-- Logging in. The unit: account_log_in, the cart's merge, the session's view.

-- name: account_credentials :one (username_key text)
-- What a login is checked against; nothing for an account that is closed.
select users.id, users.password_hash,
    exists (
        select from two_factor where two_factor.user_id = users.id and two_factor.confirmed_at is not null) as two_factor
from users
where users.username_key = :username_key and users.is_active;

-- name: account_log_in :exec (user_id bigint, password_hash text, new_hash text?, session bytea, before bytea?, remembered bool, two_factor bool, idle_seconds int, seconds int, address text, user_agent text)
-- Only while the password is the one that was checked: a change of it ends all sessions, this one too. The session that
-- the browser had before ends.
with ended as (
    delete from sessions where hash = :before
),
who as (
    update users
    set last_login = now(),
        password_hash = coalesce(:new_hash, users.password_hash)
    where users.id = :user_id and users.password_hash = :password_hash and users.is_active
    returning id
),
opened as (
    insert into sessions (hash, user_id, remembered, two_factor, idle_seconds, expires_at, address, user_agent)
    select :session, who.id, :remembered, :two_factor, :idle_seconds, now() + :seconds * interval '1 second',
        left(:address, 64), left(:user_agent, 300)
    from who
    returning id
)
select case when not exists (select from opened) then refuse('login_failed') end;

-- name: account_log_out :exec (session bytea?)
delete from sessions where hash = :session;

-- name: account_sessions :one (session bytea?)
-- GET /api/v1/sessions
select json_build_object('items', coalesce(json_agg(json_build_object(
        'id', live.id,
        'current', live.hash = :session,
        'remembered', live.remembered,
        'created_at', to_char(live.created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
        'last_seen_at', to_char(live.last_seen_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
        'expires_at', to_char(live.expires_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
        'address', live.address,
        'user_agent', live.user_agent)
    order by live.hash = :session desc, live.last_seen_at desc, live.id desc), '[]')) as document
from live_sessions live
where live.user_id = session_user_id(:session);

-- name: account_end_session :exec (session bytea?, id bigint)
with ended as (
    delete from sessions where id = :id and user_id = session_user_id(:session) returning id
)
select case when not exists (select from ended) then refuse('session_unknown') end;

-- name: account_end_other_sessions :exec (session bytea?)
delete from sessions where user_id = session_user_id(:session) and hash <> :session;

-- Registering. The unit: account_register, account_welcome, the cart's merge, the session's view.

-- name: account_register :exec (username text, username_key text, username_skeleton text, email text, password_hash text, first_name text, last_name text, newsletter bool, terms_version int, session bytea, before bytea?, remembered bool, idle_seconds int, seconds int, address text, user_agent text)
with ended as (
    delete from sessions where hash = :before
),
judged as (
    select case when current_terms.version <> :terms_version then refuse('terms_outdated') end as refused
    from current_terms
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

-- name: account_welcome :exec (session bytea?, seconds int)
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

-- name: account_set_names :exec (session bytea?, first_name text, last_name text)
update users
set first_name = :first_name,
    last_name = :last_name
where id = session_user_id(:session);

-- name: account_set_newsletter :exec (session bytea?, newsletter bool)
-- Who asks for it again is no longer unsubscribed.
update members
set newsletter_subscriber = :newsletter,
    email_unsubscribed_at = case when :newsletter then null else email_unsubscribed_at end
where user_id = session_user_id(:session);

-- name: account_addresses :one (session bytea?)
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

-- name: account_set_address :exec (session bytea?, name text?, line1 text?, line2 text?, city text?, state text?, postal_code text?, country text?, phone text?)
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

-- name: account_agree :exec (session bytea?, version int)
with judged as (
    select case when current_terms.version <> :version then refuse('terms_outdated') end as refused
    from current_terms
)
insert into terms_of_use_agreements (member_id, version)
select session_member_id(:session), :version
from judged
where judged.refused is null and session_member_id(:session) is not null
on conflict (member_id, version) do nothing;

-- name: account_terms :one ()
select json_build_object(
    'version', version,
    'title', title,
    'body', body,
    'published_at', to_char(published_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')) as document
from current_terms;

-- Passwords and addresses.

-- name: account_own_credentials :one (session bytea?)
-- Of who is logged in, for what asks for the password again.
select users.id, users.username, users.first_name, users.last_name, users.email, users.password_hash, live.remembered
from live_sessions live
join users on users.id = live.user_id
where live.hash = :session;

-- name: account_set_password :exec (session bytea?, renewed bytea, password_hash text, new_hash text)
-- All other sessions end, and links that were mailed for a new password; this session gets a new id.
with who as (
    update users
    set password_hash = :new_hash
    where id = session_user_id(:session) and password_hash = :password_hash
    returning id, email
),
ended as (
    delete from sessions using who where sessions.user_id = who.id and sessions.hash <> :session
),
renewed as (
    update sessions set hash = :renewed from who where sessions.hash = :session
),
void as (
    update one_time_tokens set used_at = now() from who where user_id = who.id and purpose = 'reset_password' and used_at is null
),
told as (
    insert into email_messages (kind, recipient, user_id)
    select 'password_changed', email, id from who
    returning id
)
select case when not exists (select from told) then refuse('conflict') end;

-- name: account_change_email :exec (session bytea?, email text, seconds int)
-- The new address gets a link, the old one a word. Links that were sent for another address are void.
with who as (
    select id, email from users where id = session_user_id(:session) and (email <> :email or email_verified_at is null)
),
void as (
    update one_time_tokens set used_at = now() from who where user_id = who.id and purpose = 'verify_email' and used_at is null
),
token as (
    insert into one_time_tokens (purpose, user_id, email, expires_at)
    select 'verify_email', id, :email, now() + :seconds * interval '1 second' from who
    returning id, user_id, email
),
asked as (
    insert into email_messages (kind, recipient, user_id, token_id)
    select 'verify_email', email, user_id, id from token
)
insert into email_messages (kind, recipient, user_id)
select 'email_changing', email, id from who where email <> :email;

-- name: account_request_verification :exec (session bytea?, seconds int)
-- The link again, to the address that was asked for last.
with wanted as (
    select users.id, coalesce(pending.email, users.email) as email
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
    where users.id = session_user_id(:session) and (users.email_verified_at is null or pending.email is not null)
),
token as (
    insert into one_time_tokens (purpose, user_id, email, expires_at)
    select 'verify_email', id, email, now() + :seconds * interval '1 second' from wanted
    returning id, user_id, email
)
insert into email_messages (kind, recipient, user_id, token_id)
select 'verify_email', email, user_id, id from token;

-- name: account_verify_email :exec (session bytea?, token text)
-- Only for the account that the link was made for: who owns the address may have been sent it for a stranger's.
with used as (
    update one_time_tokens
    set used_at = now()
    where id = :token::uuid
        and purpose = 'verify_email'
        and user_id = session_user_id(:session)
        and used_at is null
        and expires_at > now()
    returning user_id, email
),
verified as (
    update users
    set email = used.email,
        email_verified_at = now()
    from used
    where users.id = used.user_id
    returning users.id
),
void as (
    update one_time_tokens
    set used_at = now()
    from used
    where one_time_tokens.user_id = used.user_id and purpose = 'verify_email' and used_at is null
        and id <> :token::uuid
)
select case when not exists (select from verified) then refuse('token_invalid') end;

-- name: account_refuse_token :exec ()
select refuse('token_invalid');

-- name: account_convert_prospect :exec (session bytea?)
-- Now that the address is known to be the member's: what was bought and asked with it before is the member's too.
with who as (
    select members.id as member_id, users.email
    from users
    join members on members.user_id = users.id
    where users.id = session_user_id(:session) and users.email_verified_at is not null
),
orders_taken as (
    update orders set member_id = who.member_id from who where orders.email = who.email and orders.member_id is null
)
update prospects
set converted_at = coalesce(converted_at, now()),
    member_id = who.member_id
from who
where prospects.email = who.email;

-- name: account_ask :exec (kind text, subject text)
-- The same work whether there is such an account or not; see account_answer_requests.
insert into account_requests (kind, subject)
values (:kind, :subject);

-- name: account_answer_requests :many (rows int, seconds int)
-- The job's: mails to those who exist.
with taken as (
    delete from account_requests
    where id in (select id from account_requests order by id limit :rows for update skip locked)
    returning kind, subject
),
tokens as (
    insert into one_time_tokens (purpose, user_id, email, expires_at)
    select 'reset_password', users.id, users.email, now() + :seconds * interval '1 second'
    from taken
    join users on users.username_key = taken.subject and users.is_active
    where taken.kind = 'reset_password'
    returning id, user_id, email
),
resets as (
    insert into email_messages (kind, recipient, user_id, token_id)
    select 'reset_password', email, user_id, id from tokens
),
reminders as (
    insert into email_messages (kind, recipient)
    select 'username_reminder', taken.subject
    from taken
    where taken.kind = 'username_reminder'
        and exists (select from users where users.email = taken.subject and users.is_active)
)
select kind from taken;

-- name: account_reset_of :one (token text)
-- GET /api/v1/password-resets/{token}; the rest of the row is for the one who sets the password.
select
    json_build_object('username', users.username, 'first_name', users.first_name, 'last_name', users.last_name,
        'email', users.email) as document,
    users.username, users.first_name, users.last_name, users.email
from one_time_tokens token
join users on users.id = token.user_id and users.is_active
where token.id = :token::uuid
    and token.purpose = 'reset_password'
    and token.used_at is null
    and token.expires_at > now();

-- name: account_reset_password :exec (token text, new_hash text)
-- Once; every session ends, and every other link.
with used as (
    update one_time_tokens
    set used_at = now()
    where id = :token::uuid and purpose = 'reset_password' and used_at is null and expires_at > now()
    returning user_id
),
who as (
    update users
    set password_hash = :new_hash
    from used
    where users.id = used.user_id and users.is_active
    returning users.id, users.email
),
ended as (
    delete from sessions using who where sessions.user_id = who.id
),
void as (
    update one_time_tokens token
    set used_at = now()
    from who
    where token.user_id = who.id and token.purpose = 'reset_password' and token.used_at is null
        and token.id <> :token::uuid
),
told as (
    insert into email_messages (kind, recipient, user_id)
    select 'password_changed', email, id from who
    returning id
)
select case when not exists (select from told) then refuse('token_invalid') end;

-- Two-factor.

-- name: account_two_factor :one (session bytea?)
select json_build_object(
    'enabled', factor.user_id is not null,
    'recovery_codes_left', (
        select count(*)
        from recovery_codes
        where recovery_codes.user_id = factor.user_id and recovery_codes.used_at is null)) as document
from users
left join two_factor factor on factor.user_id = users.id and factor.confirmed_at is not null
where users.id = session_user_id(:session);

-- name: account_store_name :one ()
select name from store;

-- name: account_begin_two_factor :exec (session bytea?, secret bytea)
with begun as (
    insert into two_factor as known (user_id, secret)
    select session_user_id(:session), :secret
    on conflict (user_id) do update
    set secret = excluded.secret,
        last_step = 0
    where known.confirmed_at is null
    returning user_id
)
select case when not exists (select from begun) then refuse('two_factor_enabled') end;

-- name: account_two_factor_secret :one (session bytea?)
-- While it is set up.
select encode(secret, 'hex') as secret, last_step
from two_factor
where user_id = session_user_id(:session) and confirmed_at is null;

-- name: account_confirm_two_factor :exec (session bytea?, step bigint, hashes text)
-- hashes: of the recovery codes, an array of bytea. The sessions that were opened without a code end.
with who as (
    update two_factor
    set confirmed_at = now(),
        last_step = :step
    where user_id = session_user_id(:session) and confirmed_at is null and last_step < :step
    returning user_id
),
coded as (
    insert into recovery_codes (user_id, hash)
    select who.user_id, code from who, unnest(:hashes::bytea[]) code
),
marked as (
    update sessions set two_factor = true from who where sessions.hash = :session
),
ended as (
    delete from sessions using who where sessions.user_id = who.user_id and sessions.hash <> :session
)
select case when not exists (select from who) then refuse('conflict') end;

-- name: account_renew_recovery_codes :exec (session bytea?, hashes text)
with who as (
    select user_id from two_factor where user_id = session_user_id(:session) and confirmed_at is not null for update
),
inserted as (
    insert into recovery_codes (user_id, hash)
    select who.user_id, code from who, unnest(:hashes::bytea[]) code
),
gone as (
    delete from recovery_codes using who where recovery_codes.user_id = who.user_id
)
select case when not exists (select from who) then refuse('conflict') end;

-- name: account_remove_two_factor :exec (session bytea?)
delete from two_factor where user_id = session_user_id(:session);

-- name: account_challenge :one (user_id bigint)
-- For the second step of a login.
select users.password_hash, encode(two_factor.secret, 'hex') as secret, two_factor.last_step
from users
join two_factor on two_factor.user_id = users.id and two_factor.confirmed_at is not null
where users.id = :user_id and users.is_active;

-- name: account_use_step :exec (user_id bigint, step bigint)
-- A code counts once, also for two who show it at the same moment.
with used as (
    update two_factor set last_step = :step where user_id = :user_id and last_step < :step returning user_id
)
select case when not exists (select from used) then refuse('two_factor_failed') end;

-- name: account_use_recovery_code :exec (user_id bigint, hash bytea)
with used as (
    update recovery_codes
    set used_at = now()
    where user_id = :user_id and hash = :hash and used_at is null
    returning user_id
)
select case when not exists (select from used) then refuse('two_factor_failed') end;

-- Messages and unsubscribing.

-- name: account_message :exec (session bytea?, kind text, name text, email text, body text, subject text)
-- Whoever is no member becomes a prospect, unless the address is known to be a member's.
with prospect as (
    insert into prospects (email)
    select :email
    where session_member_id(:session) is null
        and not exists (select from users where users.email = :email and users.email_verified_at is not null)
    on conflict (email) do update
    set email = excluded.email
    returning id
),
message as (
    insert into chat_messages (kind, name, email, body, subject, member_id, prospect_id)
    select :kind, :name, :email, :body, :subject, session_member_id(:session), (select id from prospect)
    returning id
)
insert into email_messages (kind, recipient, chat_message_id)
select 'message_received', store.support_email, message.id
from store, message
where length(store.support_email) between 3 and 254;

-- name: account_unsubscription :one (code text)
-- code: "mb-" and a member's, or "pr-" and a prospect's
select json_build_object(
    'email', regexp_replace(person.email, '^(.).*@(.).*(\.[^.]*)$', '\1***@\2***\3'),
    'unsubscribed', person.unsubscribed) as document
from (
    select users.email, members.email_unsubscribed_at is not null or not members.newsletter_subscriber as unsubscribed
    from members
    join users on users.id = members.user_id
    where members.mb_cd = substr(:code, 4) and left(:code, 3) = 'mb-'
    union all
    select email, unsubscribed from prospects where pr_cd = substr(:code, 4) and left(:code, 3) = 'pr-') person;

-- name: account_unsubscribe :exec (code text)
with member as (
    update members
    set email_unsubscribed_at = coalesce(email_unsubscribed_at, now()),
        newsletter_subscriber = false
    where mb_cd = substr(:code, 4) and left(:code, 3) = 'mb-'
)
update prospects
set unsubscribed = true
where pr_cd = substr(:code, 4) and left(:code, 3) = 'pr-';

-- What the mails tell.

-- name: account_letter :one (message_id bigint)
select json_build_object(
    'store', store.name,
    'support_email', store.support_email,
    'username', users.username,
    'name', coalesce(nullif(users.first_name, ''), users.username),
    'email', users.email,
    'token', token.id,
    'newsletter', members.newsletter_subscriber,
    'unsubscribe', 'mb-' || members.mb_cd,
    'address_is_known', exists (
        select
        from users other
        where other.email = message.recipient and other.email_verified_at is not null and other.id <> users.id),
    'usernames', case message.kind when 'username_reminder' then (
        select json_agg(mine.username order by mine.date_joined)
        from users mine
        where mine.email = message.recipient and mine.is_active) end,
    'new_email', case message.kind when 'email_changing' then (
        select pending.email
        from one_time_tokens pending
        where pending.user_id = users.id and pending.purpose = 'verify_email'
        order by pending.created_at desc
        limit 1) end,
    'chat', case when chat.id is not null then json_build_object(
        'kind', chat.kind, 'name', chat.name, 'email', chat.email, 'body', chat.body, 'subject', chat.subject) end)
    as document
from email_messages message
left join users on users.id = message.user_id
left join members on members.user_id = users.id
left join one_time_tokens token on token.id = message.token_id
left join chat_messages chat on chat.id = message.chat_message_id, store
where message.id = :message_id;

-- name: account_clean_up :exec ()
-- Sessions and links that ended; links a while later, so that their mails can still be explained.
with sessions_gone as (
    delete from sessions
    where expires_at < now() or last_seen_at + idle_seconds * interval '1 second' < now()
),
limits_gone as (
    delete from rate_limits where expires_at < now()
)
delete from one_time_tokens where expires_at < now() - interval '30 days';
