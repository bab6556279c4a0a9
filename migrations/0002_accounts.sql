-- Who buys and who works here: users, members, prospects, their sessions and secrets.

-- Short codes that travel in links of mails: random, for one person each.
create function person_code() returns text
language sql volatile as $$
    select encode(substring(uuid_send(gen_random_uuid()) for 6), 'hex')
$$;

-- Whoever can log in. An address may stand in several accounts while it is not verified, in one when it is: so nobody
-- can find out by registering whether an address is known, nor keep its owner out by being first.
create table users (
    id                bigint generated always as identity primary key,
    username          text not null check (length(username) between 1 and 150), -- NFKC, as typed
    username_key      text not null, -- case-folded: what logins compare
    username_skeleton text not null, -- Unicode TS 39: names that look alike have one
    email             text not null check (email = lower(email) and length(email) between 3 and 254),
    email_verified_at timestamptz,
    password_hash     text not null,
    first_name        text not null default '' check (length(first_name) <= 150),
    last_name         text not null default '' check (length(last_name) <= 150),
    is_staff          boolean not null default false,
    is_superuser      boolean not null default false,
    is_active         boolean not null default true,
    date_joined       timestamptz not null default now(),
    last_login        timestamptz,
    constraint users_username_key unique (username_key),
    constraint users_username_skeleton unique (username_skeleton)
);
create unique index users_verified_email on users (email) where email_verified_at is not null;
create index users_email on users (email);

create table members (
    id                    bigint generated always as identity primary key,
    user_id               bigint not null references users on delete cascade,
    mb_cd                 text not null default person_code(),
    newsletter_subscriber boolean not null default false,
    email_unsubscribed_at timestamptz,
    stripe_customer_id    text unique,
    -- the default shipping address; none without line1
    shipping_name         text check (length(shipping_name) <= 150),
    shipping_line1        text check (length(shipping_line1) between 1 and 200),
    shipping_line2        text check (length(shipping_line2) <= 200),
    shipping_city         text check (length(shipping_city) <= 100),
    shipping_state        text check (length(shipping_state) <= 100),
    shipping_postal_code  text check (length(shipping_postal_code) <= 20),
    shipping_country      text check (shipping_country ~ '^[A-Z]{2}$'),
    shipping_phone        text check (length(shipping_phone) <= 40),
    constraint members_user unique (user_id),
    constraint members_code unique (mb_cd)
);

create table groups (
    id   bigint generated always as identity primary key,
    name text not null unique check (length(name) between 1 and 150)
);
insert into groups (name) values ('Members');

create table user_groups (
    user_id  bigint not null references users on delete cascade,
    group_id bigint not null references groups on delete cascade,
    primary key (user_id, group_id)
);
create index user_groups_group on user_groups (group_id);

-- People whose address we have without an account: they bought, wrote to us, or want to hear of something.
create table prospects (
    id           bigint generated always as identity primary key,
    pr_cd        text not null default person_code(),
    email        text not null unique check (email = lower(email) and length(email) <= 254),
    unsubscribed boolean not null default false,
    comments     text not null default '',
    created_at   timestamptz not null default now(),
    converted_at timestamptz, -- became a member, with a verified address
    member_id    bigint references members on delete set null,
    constraint prospects_code unique (pr_cd)
);
create index prospects_member on prospects (member_id);

-- Sessions: the cookie is 32 random bytes; only their SHA-256 is kept.
create table sessions (
    id           bigint generated always as identity primary key,
    hash         bytea not null unique check (length(hash) = 32),
    user_id      bigint not null references users on delete cascade,
    remembered   boolean not null, -- outlives the browser's window
    two_factor   boolean not null, -- a second factor was shown
    idle_seconds int not null check (idle_seconds > 0),
    created_at   timestamptz not null default now(),
    last_seen_at timestamptz not null default now(),
    expires_at   timestamptz not null,
    address      text not null check (length(address) <= 64),
    user_agent   text not null check (length(user_agent) <= 300)
);
create index sessions_user on sessions (user_id);

create view live_sessions as
select sessions.id, sessions.hash, sessions.user_id, sessions.remembered, sessions.two_factor, sessions.created_at,
    sessions.last_seen_at, sessions.expires_at, sessions.address, sessions.user_agent, users.is_staff
from sessions
join users on users.id = sessions.user_id and users.is_active
where sessions.expires_at > now()
    and sessions.last_seen_at + sessions.idle_seconds * interval '1 second' > now();

-- PL/pgSQL keeps the plans of its queries; a function in SQL would be planned at each call.
create function session_user_id(session bytea) returns bigint
language plpgsql stable as $$
begin
    if session is null then
        return null;
    end if;
    return (select user_id from live_sessions where hash = session);
end
$$;

create function session_member_id(session bytea) returns bigint
language plpgsql stable as $$
begin
    if session is null then
        return null;
    end if;
    return (select members.id
        from live_sessions
        join members on members.user_id = live_sessions.user_id
        where live_sessions.hash = session);
end
$$;

-- Notes at most once a minute that a session is in use.
create function session_touch(session bytea) returns void
language plpgsql as $$
begin
    if session is not null then
        update sessions
        set last_seen_at = now()
        where hash = session
            and last_seen_at < now() - interval '1 minute'
            and id in (select live_sessions.id from live_sessions where live_sessions.hash = session);
    end if;
end
$$;

-- Staff without a second factor get at no data of theirs but to set one up, where the owner wants it so.
insert into configuration (key, value, description) values
    ('staff_two_factor', 'true', 'Whether staff must log in with a second factor');
alter table configuration add constraint configuration_staff_two_factor
    check (key <> 'staff_two_factor' or jsonb_typeof(value) = 'boolean');

create table two_factor (
    user_id      bigint primary key references users on delete cascade,
    secret       bytea not null, -- sealed with SECRET_KEY
    confirmed_at timestamptz,    -- null: being set up
    last_step    bigint not null default 0 -- time step of the last code: no code counts twice (RFC 6238, 5.2)
);

create table recovery_codes (
    user_id bigint not null references two_factor on delete cascade,
    hash    bytea not null,
    used_at timestamptz,
    primary key (user_id, hash)
);

-- Staff who lack what the owner wants them to have.
create view two_factor_missing as
select users.id as user_id
from users
where users.is_staff
    and (select value = 'true' from configuration where key = 'staff_two_factor')
    and not exists (select from two_factor where two_factor.user_id = users.id and confirmed_at is not null);

-- The user whose session it is; refused without one. `setting_up`: for what staff must do first, and what anybody may do
-- with nothing but a password.
create function session_require(session bytea, setting_up boolean default false) returns bigint
language plpgsql as $$
declare
    found_user bigint := session_user_id(session);
begin
    if found_user is null then
        perform refuse('login_required');
    end if;
    if not setting_up and (
        exists (select from two_factor_missing where user_id = found_user)
        or exists (
            select
            from live_sessions
            where hash = session and is_staff and not two_factor
                and (select value = 'true' from configuration where key = 'staff_two_factor'))) then
        perform refuse('two_factor_missing');
    end if;
    perform session_touch(session);
    return found_user;
end
$$;

-- What the links of mails prove. A link carries the id and a signature made with SECRET_KEY, so that who reads this
-- table can't make one.
create table one_time_tokens (
    id         uuid primary key default gen_random_uuid(),
    purpose    text not null check (purpose in ('verify_email', 'reset_password')),
    user_id    bigint not null references users on delete cascade,
    email      text not null, -- where the link was sent; what it verifies
    created_at timestamptz not null default now(),
    expires_at timestamptz not null,
    used_at    timestamptz
);
create index one_time_tokens_user on one_time_tokens (user_id, purpose);

-- Forgotten usernames and passwords: asking leaves the same row whether there is such an account or not, so that the
-- time of the answer tells nothing. A job answers by mail.
create table account_requests (
    id         bigint generated always as identity primary key,
    kind       text not null check (kind in ('reset_password', 'username_reminder')),
    subject    text not null check (length(subject) <= 450), -- case-folded username (a letter may become three), or address
    created_at timestamptz not null default now()
);

create table terms_of_use_versions (
    version      int primary key check (version > 0),
    title        text not null,
    body         text not null, -- paragraphs with an empty line between; "## " begins a heading
    published_at timestamptz not null default now()
);

create table terms_of_use_agreements (
    member_id bigint not null references members on delete cascade,
    version   int not null references terms_of_use_versions,
    agreed_at timestamptz not null default now(),
    primary key (member_id, version)
);
create index terms_of_use_agreements_version on terms_of_use_agreements (version);

create view current_terms as
select version, title, body, published_at
from terms_of_use_versions
where published_at <= now()
order by version desc
limit 1;

-- Members who have not agreed to the terms that hold now.
create view terms_to_agree as
select members.id as member_id, members.user_id, current_terms.version
from members, current_terms
where not exists (
    select
    from terms_of_use_agreements agreed
    where agreed.member_id = members.id and agreed.version = current_terms.version);

create table chat_messages (
    id          bigint generated always as identity primary key,
    kind        text not null check (kind in ('contact', 'notify_me')),
    name        text not null default '' check (length(name) <= 150),
    email       text not null check (email = lower(email) and length(email) between 3 and 254),
    body        text not null default '' check (length(body) <= 5000),
    subject     text not null default '' check (length(subject) <= 200), -- what to be told of: a product's address
    member_id   bigint references members on delete set null,
    prospect_id bigint references prospects on delete set null,
    created_at  timestamptz not null default now(),
    constraint chat_messages_says_something check (kind <> 'contact' or body ~ '\S')
);
create index chat_messages_created on chat_messages (created_at desc, id desc);
create index chat_messages_member on chat_messages (member_id);
create index chat_messages_prospect on chat_messages (prospect_id);

-- Rare and dear calls are counted here, so that a limit holds over all threads, machines and restarts. A row has the
-- times of the calls that were let through within the window: at most as many as the limit.
create table rate_limits (
    name       text not null,
    key        text not null check (length(key) <= 450),
    hits       timestamptz[] not null,
    expires_at timestamptz not null, -- nothing of it counts after this
    primary key (name, key)
);
create index rate_limits_expired on rate_limits (expires_at);

-- Counts a call, or refuses it. A refusal's field is "name limit window seconds": when the next call will pass.
create function rate_limit_take(limited text, who text, most int, window_seconds int,
    out remaining int, out reset_seconds int)
language plpgsql as $$
declare
    recent timestamptz[];
    length interval := window_seconds * interval '1 second';
begin
    insert into rate_limits (name, key, hits, expires_at) values (limited, who, '{}', clock_timestamp() + length)
    on conflict (name, key) do update set name = excluded.name -- locks it
    returning hits into recent;
    -- now() is older than those who were ahead of us in the queue for the row
    recent := array(select hit from unnest(recent) hit where hit > clock_timestamp() - length order by hit);
    if cardinality(recent) >= most then
        perform refuse('too_many_requests', '', limited || ' ' || most || ' ' || window_seconds || ' '
            || greatest(1, ceil(extract(epoch from recent[1 + cardinality(recent) - most] + length - clock_timestamp())))::int);
    end if;
    recent := recent || clock_timestamp();
    update rate_limits set hits = recent, expires_at = clock_timestamp() + length where name = limited and key = who;
    remaining := most - cardinality(recent);
    reset_seconds := greatest(1, ceil(extract(epoch from recent[1] + length - clock_timestamp())));
end
$$;

insert into terms_of_use_versions (version, title, body) values (1, 'Terms', $$## Your order

You buy from this shop. Your order is accepted when the payment has gone through; we confirm it by e-mail. If something turns out not to be in stock, we send it later or give back what you paid for it, as you prefer.

## Prices and payment

The price that you see at the checkout is the price that you pay, delivery included. Payment is taken by Stripe on its own page: we never see or keep the number of your card.

## Delivery

We send to the address that you give when you pay, in the way that you chose in the cart. The page of your order shows how far it is.

## Returns

You can send back what you don’t want to keep within 14 days of its arrival, unused. We refund it to your card. Your rights by law, such as those for faulty goods, stay as they are.

## Your account

You need no account to buy. If you make one, keep its password to yourself, and tell us when somebody else may know it.

## Your data

We keep what the order and the account need: your name, your e-mail address, where your orders go to and what is in them. We don’t sell it and send no advertising that you have not asked for.$$);
