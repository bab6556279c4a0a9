-- What the admin lists, searches and sorts by, and the models that it shows besides.

-- Members are found by what stands in their users' rows: the name, the address. Kept here, beside what else is searched,
-- so that one index finds them.
alter table members add column search text not null default '';

create function member_search(searched bigint, code text) returns text
language sql stable as $$
    select concat_ws(' ', username, email, first_name, last_name, code)
    from users
    where id = searched
$$;

create function members_search_kept() returns trigger
language plpgsql as $$
begin
    new.search := coalesce(member_search(new.user_id, new.mb_cd), '');
    return new;
end
$$;
create trigger members_search_kept before insert or update of user_id, mb_cd, search on members
    for each row execute function members_search_kept();

create function users_search_kept() returns trigger
language plpgsql as $$
begin
    update members set search = member_search(user_id, mb_cd) where user_id = new.id;
    return null;
end
$$;
create trigger users_search_kept after update of username, email, first_name, last_name on users
    for each row when ((old.username, old.email, old.first_name, old.last_name)
        is distinct from (new.username, new.email, new.first_name, new.last_name))
    execute function users_search_kept();

update members set search = member_search(user_id, mb_cd);

-- Searched for what stands anywhere in them: one index of trigrams for all columns of a table.
create index users_found on users using gin (
    username gin_trgm_ops, email gin_trgm_ops, first_name gin_trgm_ops, last_name gin_trgm_ops);
create index members_found on members using gin (search gin_trgm_ops);
create index prospects_found on prospects using gin (email gin_trgm_ops, pr_cd gin_trgm_ops);
create index chat_messages_found on chat_messages using gin (email gin_trgm_ops);
create index products_found on products using gin (title gin_trgm_ops, slug gin_trgm_ops);
create index skus_found on skus using gin (code gin_trgm_ops, title gin_trgm_ops);
create index orders_found on orders using gin (identifier gin_trgm_ops, email gin_trgm_ops);

-- Searched from the beginning. A mail changes its row several times: there it is one index, and the cheapest kind.
create index email_messages_recipient on email_messages (recipient text_pattern_ops);
create index checkouts_email on checkouts (email text_pattern_ops) where email is not null;
create index order_payments_intent on order_payments (stripe_payment_intent_id text_pattern_ops);
drop index stripe_events_object;
create index stripe_events_object on stripe_events (object_id text_pattern_ops, type);

-- Sorted by, with the key behind it.
create index users_username on users (username, id);
create index users_joined on users (date_joined, id);
create index prospects_created on prospects (created_at, id);
create index one_time_tokens_created on one_time_tokens (created_at, id);
create index products_title on products (title, id);
create index products_created on products (created_at, id);
create index skus_created on skus (created_at, id);
create index orders_total on orders (total, id);
create index stripe_events_received on stripe_events (received_at, id);

-- Narrowed by: the values that are rare, in the order of the list. What is frequent is found by going through it.
create index users_staff on users (id) where is_staff;
create index users_superusers on users (id) where is_superuser;
create index users_inactive on users (id) where not is_active;
create index members_subscribed on members (id) where newsletter_subscriber;
create index members_unsubscribed on members (email_unsubscribed_at, id) where email_unsubscribed_at is not null;
create index prospects_unsubscribed on prospects (id) where unsubscribed;
create index prospects_converted on prospects (converted_at, id) where converted_at is not null;
create index chat_messages_kind on chat_messages (kind, created_at, id);
create index skus_inactive on skus (id) where not active;
create index skus_type on skus (sku_type_id, id);
create index sku_inventory_short on sku_inventory (status, sku_id) where status <> 'in_stock';
create index checkouts_member on checkouts (member_id, id) where member_id is not null;
create index checkouts_unfinished on checkouts (status, id) where status in ('pending', 'open', 'processing', 'failed');
create index orders_status on orders (status, placed_at, id);
create index orders_on_hold on orders (placed_at, id) where on_hold;
create index orders_short on orders (placed_at, id) where short;
create index order_payments_status on order_payments (status, order_id);
create index email_messages_ended_badly on email_messages (state, id) where state in ('failed', 'uncertain', 'cancelled');
create index audit_log_resource on audit_log (resource, id);
drop index terms_of_use_agreements_version;
create index terms_of_use_agreements_version on terms_of_use_agreements (version, member_id);
drop index order_skus_sku;
create index order_skus_sku on order_skus (sku_id, order_id, position);

-- Who changes whom. The admin's permissions say what staff may do with which tables; these hold whatever way a change
-- takes: a form, an import, taking back another change.

-- Accounts of staff, and what makes somebody staff, are changed by superusers alone: else whoever may edit users could
-- take a superuser's place.
create function users_guarded() returns trigger
language plpgsql as $$
begin
    if admin_is_superuser() then
        return coalesce(new, old);
    end if;
    if tg_op <> 'INSERT' and (old.is_staff or old.is_superuser)
        or tg_op <> 'DELETE' and (new.is_staff or new.is_superuser) then
        perform refuse('forbidden', 'Only superusers change accounts of staff.');
    end if;
    return coalesce(new, old);
end
$$;
create trigger users_guarded before insert or update or delete on users
    for each row when (current_setting('startupwebapp.actor', true) <> '') execute function users_guarded();

-- Somebody must be left who may do everything. Two who close each other's account at one moment wait for each other.
create function users_keep_a_superuser() returns trigger
language plpgsql as $$
begin
    if tg_op = 'UPDATE' and new.is_superuser and new.is_active then
        return null;
    end if;
    perform pg_advisory_xact_lock(hashtextextended('users_keep_a_superuser', 0));
    if not exists (select from users where is_superuser and is_active) then
        perform refuse('conflict', 'This is the last superuser who can log in.');
    end if;
    return null;
end
$$;
create trigger users_keep_a_superuser after update of is_superuser, is_active or delete on users
    for each row when (old.is_superuser and old.is_active and current_setting('startupwebapp.actor', true) <> '')
    execute function users_keep_a_superuser();

-- What somebody is given by superusers alone. What goes with a customer's account does so by itself.
create function permissions_guarded() returns trigger
language plpgsql as $$
begin
    if pg_trigger_depth() = 1 and not admin_is_superuser() then
        perform refuse('forbidden', 'Only superusers change what staff may do.');
    end if;
    return coalesce(new, old);
end
$$;
create trigger permissions_guarded before insert or update or delete on user_permissions
    for each row when (current_setting('startupwebapp.actor', true) <> '') execute function permissions_guarded();
create trigger permissions_guarded before insert or update or delete on group_permissions
    for each row when (current_setting('startupwebapp.actor', true) <> '') execute function permissions_guarded();
create trigger permissions_guarded before insert or update or delete on user_groups
    for each row when (current_setting('startupwebapp.actor', true) <> '') execute function permissions_guarded();
create trigger permissions_guarded before delete on groups
    for each row when (current_setting('startupwebapp.actor', true) <> '') execute function permissions_guarded();

-- An address that staff enter is not verified by that, unless they say so.
create function users_email_changed() returns trigger
language plpgsql as $$
begin
    if new.email_verified_at is not distinct from old.email_verified_at then
        new.email_verified_at := null;
    end if;
    return new;
end
$$;
create trigger users_email_changed before update of email on users
    for each row when (new.email <> old.email and current_setting('startupwebapp.actor', true) <> '')
    execute function users_email_changed();

-- A code is compared in capital letters and put into them, however staff or a file spelt it.
create function discount_codes_raised() returns trigger
language plpgsql as $$
begin
    new.code := upper(btrim(new.code));
    return new;
end
$$;
create trigger discount_codes_raised before insert or update of code on discount_codes
    for each row when (current_setting('startupwebapp.actor', true) <> '') execute function discount_codes_raised();

-- A new password, and an account that is closed, end its sessions and the links that were mailed for a new password.
create function users_shut_out() returns trigger
language plpgsql as $$
begin
    delete from sessions where user_id = new.id;
    update one_time_tokens
    set used_at = now()
    where user_id = new.id and purpose = 'reset_password' and used_at is null;
    return null;
end
$$;
create trigger users_shut_out after update of password_hash, is_active on users
    for each row when ((new.password_hash <> old.password_hash or old.is_active and not new.is_active)
        and current_setting('startupwebapp.actor', true) <> '')
    execute function users_shut_out();

-- A factor is taken from who has lost it, by who may change that account; whoever found it is out at once.
create function two_factor_reset() returns trigger
language plpgsql as $$
begin
    if exists (select from users where id = old.user_id and (is_staff or is_superuser)) and not admin_is_superuser() then
        perform refuse('forbidden', 'Only superusers change accounts of staff.');
    end if;
    delete from sessions where user_id = old.user_id;
    return old;
end
$$;
create trigger two_factor_reset before delete on two_factor
    for each row when (current_setting('startupwebapp.actor', true) <> '') execute function two_factor_reset();

-- What visitors do, as the pages tell. By month, so that old ones are dropped in a moment. An event is found by its
-- number alone through an index of each month; lists go by the time, which the months are in order of.
create table client_events (
    id         bigint generated always as identity,
    created_at timestamptz not null default now(),
    kind       text not null check (kind in ('page_view', 'ajax_error', 'button_click', 'link_event', 'custom')),
    visitor    bytea check (length(visitor) = 16),
    member_id  bigint references members on delete set null,
    url        text not null default '' check (length(url) <= 2000), -- the page
    name       text not null default '' check (length(name) <= 200), -- of the button, the link, the custom event
    detail     jsonb not null default '{}' check (jsonb_typeof(detail) = 'object' and octet_length(detail::text) <= 8000),
    em_cd      text check (length(em_cd) <= 40), -- the mail, member, prospect and ad that the visit came from
    mb_cd      text check (length(mb_cd) <= 40),
    pr_cd      text check (length(pr_cd) <= 40),
    ad_cd      text check (length(ad_cd) <= 40),
    primary key (created_at, id)
) partition by range (created_at);
create index client_events_id on client_events (id);
create index client_events_kind on client_events (kind, created_at, id);
create index client_events_member on client_events (member_id, created_at, id) where member_id is not null;

-- For what comes when no month was made: nothing is lost, and it moves when the month is.
create table client_events_rest partition of client_events default;

-- Makes the partitions of this month and those after it. Beside the table first and then attached, which keeps nobody
-- from writing but for a moment. Months are UTC's.
create function client_events_make_months(ahead int) returns int
language plpgsql as $$
declare
    month timestamptz;
    partition text;
    made int := 0;
begin
    perform pg_advisory_xact_lock(hashtextextended('client_events_make_months', 0));
    for month in
        select (date_trunc('month', now() at time zone 'UTC') + n * interval '1 month') at time zone 'UTC'
        from generate_series(0, ahead) as n
    loop
        partition := 'client_events_' || to_char(month at time zone 'UTC', 'YYYY_MM');
        continue when to_regclass(quote_ident(partition)) is not null;
        execute format('create table %I (like client_events including defaults including constraints including indexes)',
            partition);
        -- what the default partition has of it; nobody adds to that meanwhile
        lock table client_events_rest in share row exclusive mode;
        execute format(
            'with moved as (
                delete from client_events_rest where created_at >= %L and created_at < %L returning *
            )
            insert into %I select * from moved',
            month, (month at time zone 'UTC' + interval '1 month') at time zone 'UTC', partition);
        execute format('alter table client_events attach partition %I for values from (%L) to (%L)',
            partition, month, (month at time zone 'UTC' + interval '1 month') at time zone 'UTC');
        made := made + 1;
    end loop;
    return made;
end
$$;
select client_events_make_months(2);

-- How much happened, by the hour of UTC.
create table client_event_hours (
    hour     timestamptz not null,
    kind     text not null,
    events   bigint not null check (events > 0),
    visitors bigint not null check (visitors >= 0), -- different ones
    primary key (kind, hour)
);
create index client_event_hours_hour on client_event_hours (hour, kind);

-- How far the hours were summed up; null: to begin with the first event. Set it back to sum up again from there.
create table client_event_clock (
    one_row boolean primary key default true check (one_row),
    until   timestamptz
);
insert into client_event_clock default values;

-- Sums up at most so many hours, the last one of before anew, for what was committed late. Summing up what was summed up
-- changes nothing. Tells whether there is more to do.
create function client_events_roll_up(most_hours int) returns boolean
language plpgsql as $$
declare
    begun timestamptz;
    ended timestamptz;
    this_hour timestamptz := date_trunc('hour', now(), 'UTC');
begin
    select coalesce(until - interval '1 hour', (
        select date_trunc('hour', created_at, 'UTC') from client_events order by created_at limit 1))
    into begun
    from client_event_clock
    for update;
    if begun is null then
        return false;
    end if;
    ended := least(begun + most_hours * interval '1 hour', this_hour + interval '1 hour');
    insert into client_event_hours as known (hour, kind, events, visitors)
    select date_trunc('hour', created_at, 'UTC'), kind, count(*), count(distinct visitor)
    from client_events
    where created_at >= begun and created_at < ended
    group by 1, 2
    on conflict (kind, hour) do update
    set events = excluded.events,
        visitors = excluded.visitors
    where (known.events, known.visitors) <> (excluded.events, excluded.visitors);
    update client_event_clock set until = least(ended, this_hour);
    return ended <= this_hour;
end
$$;

-- What campaigns are made of, beside emails and email_messages.

create table ads (
    id         bigint generated always as identity primary key,
    ad_cd      text not null default person_code(), -- travels in its links
    name       text not null check (length(name) between 1 and 200),
    url        text not null check (url ~ '^https?://[^\s"<>]+$' and octet_length(url) <= 2000), -- where it leads
    placement  text not null default '' check (length(placement) <= 200), -- where it is shown
    active     boolean not null default true,
    created_at timestamptz not null default now(),
    constraint ads_code unique (ad_cd)
);

-- A link of a mail. Its readers are sent to what stands here, never to what a request says.
create table email_links (
    id         bigint generated always as identity primary key,
    email_id   bigint not null references emails on delete cascade,
    url        text not null check (url ~ '^https?://[^\s"<>]+$' and length(url) <= 2000),
    created_at timestamptz not null default now(),
    constraint email_links_once unique (email_id, url)
);

-- Why somebody wants no more mail; asked after it has ended, and answered by whoever likes to.
create table unsubscribe_reasons (
    id          bigint generated always as identity primary key,
    email_id    bigint references emails on delete set null, -- after which mail
    member_id   bigint references members on delete cascade,
    prospect_id bigint references prospects on delete cascade,
    reason      text not null
        check (reason in ('no_longer_wanted', 'never_signed_up', 'too_often', 'inappropriate', 'spam', 'other')),
    comment     text not null default '' check (length(comment) <= 1000),
    created_at  timestamptz not null default now(),
    constraint unsubscribe_reasons_have_one_person check (num_nonnulls(member_id, prospect_id) = 1)
);
create index unsubscribe_reasons_member on unsubscribe_reasons (member_id) where member_id is not null;
create index unsubscribe_reasons_prospect on unsubscribe_reasons (prospect_id) where prospect_id is not null;
create index unsubscribe_reasons_email on unsubscribe_reasons (email_id) where email_id is not null;

-- What came of a mail. A hook that is delivered twice is one event.
create table email_events (
    id          bigint generated always as identity primary key,
    message_id  bigint not null references email_messages on delete cascade,
    kind        text not null check (kind in ('open', 'click', 'bounce', 'complaint', 'unsubscribe')),
    link_id     bigint references email_links on delete set null, -- of a click
    human       boolean, -- of a click: whether the shop saw its visitor; null: not known
    permanent   boolean, -- of a bounce
    detail      text not null default '' check (length(detail) <= 2000), -- what the other side said
    provider_id text check (length(provider_id) between 1 and 200), -- the event's name at who told it
    at          timestamptz not null default now(),
    constraint email_events_told_once unique (provider_id),
    constraint email_events_link check (kind = 'click' or link_id is null),
    constraint email_events_human check (kind = 'click' or human is null),
    constraint email_events_permanent check ((kind = 'bounce') = (permanent is not null))
);
create index email_events_message on email_events (message_id, id);
create index email_events_link on email_events (link_id) where link_id is not null;
create index email_events_kind on email_events (kind, id);

select audit_table('ads', 'id'), audit_table('email_links', 'id'), audit_table('unsubscribe_reasons', 'id'),
    audit_table('email_events', 'id');
