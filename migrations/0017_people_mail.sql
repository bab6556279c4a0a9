-- People, mails, settings and terms as those who work here see and change them.

-- An account is acted upon: those of staff only by who may change users, those of superusers only by their like. Gives
-- the user's id; null when there is none.
create function admin_account(asked bigint) returns bigint
language plpgsql as $$
declare
    found_user users;
begin
    select * into found_user from users where id = asked for no key update;
    if found_user.is_staff then
        perform admin_require('users', 'change');
    end if;
    if found_user.is_superuser and not admin_is_superuser() then
        perform refuse('forbidden');
    end if;
    return found_user.id;
end
$$;

-- Mails that somebody sends to himself to see a draft arrive. They hold what was rendered; drafts change.
create table email_tests (
    message_id bigint primary key references email_messages on delete cascade,
    subject    text not null,
    html       text not null,
    text       text not null,
    created_at timestamptz not null default now()
);
create index email_tests_created on email_tests (created_at);

do $$
declare
    kinds text[];
begin
    -- the kinds that there are, whoever added them last, and ours
    select array_agg(kind[1]) into kinds
    from pg_constraint, regexp_matches(pg_get_constraintdef(oid), '''([a-z_]+)''', 'g') kind
    where conname = 'email_messages_kind_check';
    execute 'alter table email_messages drop constraint email_messages_kind_check';
    execute format('alter table email_messages add constraint email_messages_kind_check check (kind = any (%L::text[]))',
        kinds || array['test']);
end
$$;

-- The store's settings, changed together: all of `given` (key -> value) or nothing. Gives what is wrong, an object with
-- field, code and message each; empty when all is written.
create function settings_put(given jsonb, session bytea) returns jsonb
language plpgsql as $$
declare
    problems jsonb := '[]';
    each record;
    problem jsonb;
begin
    begin
        for each in select key, value from jsonb_each(given) order by key loop
            problem := setting_problem(each.key, each.value, session);
            if problem is null then
                begin
                    update configuration
                    set value = each.value,
                        updated_at = now()
                    where key = each.key and value <> each.value;
                exception when check_violation then
                    problem := jsonb_build_object('code', 'not_allowed', 'message', 'This is no value for it.');
                end;
            end if;
            if problem is not null then
                problems := problems || (problem || jsonb_build_object('field', 'values.' || each.key));
            end if;
        end loop;
        if problems <> '[]' then
            raise exception using errcode = 'SWUND', message = 'nothing is written';
        end if;
    exception when sqlstate 'SWUND' then
        null; -- what was written is taken back
    end;
    return problems;
end
$$;

-- Money that was written down counts in the currency of its day.
create function currency_is_fixed() returns boolean
language sql stable as $$
    select exists (select from sku_prices) or exists (select from orders) or exists (select from checkouts)
$$;

-- What constraints can't tell. Refuses what can't be at all; null: nothing is wrong.
create function setting_problem(setting text, wanted jsonb, session bytea) returns jsonb
language plpgsql as $$
begin
    if not exists (select from configuration where key = setting) then
        return jsonb_build_object('code', 'unknown_field', 'message', 'There is no such setting.');
    end if;
    if exists (select from configuration where key = setting and value = wanted) then
        return null;
    end if;
    if setting in ('currency', 'currency_exponent') and currency_is_fixed() then
        perform refuse('setting_fixed', 'The currency stays as it is: prices or orders are in it already.');
    end if;
    if setting = 'staff_two_factor' and wanted = 'true' and not exists (
        select
        from live_sessions
        join two_factor on two_factor.user_id = live_sessions.user_id and two_factor.confirmed_at is not null
        where live_sessions.hash = session and live_sessions.two_factor) then
        return jsonb_build_object('code', 'two_factor_missing',
            'message', 'You would lock yourself out. Set up your second factor and log in with it first.');
    end if;
    return null;
end
$$;

-- The same for every other way that staff change them in.
create function configuration_kept() returns trigger
language plpgsql as $$
declare
    actor bigint := admin_actor();
begin
    if actor is null or new.value = old.value then
        return new;
    elsif new.key in ('currency', 'currency_exponent') and currency_is_fixed() then
        perform refuse('setting_fixed', 'The currency stays as it is: prices or orders are in it already.');
    elsif new.key = 'staff_two_factor' and new.value = 'true' and not exists (
        select from two_factor where user_id = actor and confirmed_at is not null) then
        perform refuse('two_factor_missing', 'You would lock yourself out. Set up your second factor first.', 'value');
    end if;
    return new;
end
$$;
create trigger configuration_kept before update on configuration
    for each row execute function configuration_kept();

insert into configuration (key, value, description) values
    ('low_stock_threshold', '5', 'How many pieces of a thing are few')
on conflict do nothing;
alter table configuration add constraint configuration_support_email
    check (key <> 'support_email' or value = 'null' or length(value #>> '{}') between 3 and 254);

-- Terms are written as a draft, which has no time, and hold from the time on that they are given. What somebody may have
-- agreed to stays as it is.
alter table terms_of_use_versions
    alter column published_at drop not null,
    alter column published_at drop default,
    add constraint terms_of_use_versions_says_something check (published_at is null or (title ~ '\S' and body ~ '\S'));

create function terms_kept() returns trigger
language plpgsql as $$
begin
    if old.published_at <= now() and nullif(current_setting('startupwebapp.actor', true), '') is not null then
        perform refuse('terms_published', 'Version ' || old.version || ' was published; write a new one instead.');
    end if;
    return case when tg_op = 'DELETE' then old else new end;
end
$$;
create trigger terms_kept before update or delete on terms_of_use_versions
    for each row execute function terms_kept();

-- Version numbers grow with time: the highest that was published holds, so a new one must be above it.
create function terms_in_order() returns trigger
language plpgsql as $$
begin
    if new.published_at is not null and exists (
        select
        from terms_of_use_versions other
        where other.version > new.version and other.published_at <= greatest(new.published_at, now())) then
        perform refuse('out_of_range', 'A later version holds already by then; nobody would see this one.', 'published_at');
    end if;
    return new;
end
$$;
create trigger terms_in_order before insert or update of version, published_at on terms_of_use_versions
    for each row execute function terms_in_order();

-- Who may do what: {"orders": ["change", "view"], ...}.

create function group_grants(asked bigint) returns jsonb
language sql stable as $$
    select coalesce(jsonb_object_agg(resource, verbs), '{}')
    from (
        select resource, jsonb_agg(verb order by verb) as verbs
        from group_permissions
        where group_id = asked
        group by resource) granted
$$;

create function user_grants(asked bigint) returns jsonb
language sql stable as $$
    select coalesce(jsonb_object_agg(resource, verbs), '{}')
    from (
        select resource, jsonb_agg(verb order by verb) as verbs
        from user_permissions
        where user_id = asked
        group by resource) granted
$$;

-- What somebody may do by himself and by groups.
create function user_effective_grants(asked bigint) returns jsonb
language sql stable as $$
    select coalesce(jsonb_object_agg(resource, verbs), '{}')
    from (
        select resource, jsonb_agg(distinct verb order by verb) as verbs
        from (
            select resource, verb from user_permissions where user_id = asked
            union all
            select through.resource, through.verb
            from user_groups
            join group_permissions through on through.group_id = user_groups.group_id
            where user_groups.user_id = asked) each
        group by resource) granted
$$;

-- Only superusers say who may do what: whoever may grant could grant himself everything.
create function admin_require_superuser() returns void
language plpgsql as $$
begin
    if not admin_is_superuser() then
        perform refuse('forbidden', 'Only superusers may do this');
    end if;
end
$$;

-- Takes the place of what was granted. `seen` is what it was when it was looked at. False: there is no such group.
create function group_grants_put(asked bigint, granted jsonb, seen jsonb) returns boolean
language plpgsql as $$
begin
    perform from groups where id = asked for no key update;
    if not found then
        return false;
    elsif group_grants(asked) <> grants_sorted(seen) then
        perform refuse('edit_conflict');
    end if;
    delete from group_permissions
    where group_id = asked and not coalesce(granted -> resource ? verb, false);
    insert into group_permissions (group_id, resource, verb)
    select asked, resource, verb
    from jsonb_each(granted) each(resource, verbs), jsonb_array_elements_text(verbs) verb
    on conflict on constraint group_permissions_once do nothing;
    return true;
end
$$;

create function user_grants_put(asked bigint, granted jsonb, seen jsonb) returns boolean
language plpgsql as $$
begin
    perform from users where id = asked for no key update;
    if not found then
        return false;
    elsif user_grants(asked) <> grants_sorted(seen) then
        perform refuse('edit_conflict');
    end if;
    delete from user_permissions
    where user_id = asked and not coalesce(granted -> resource ? verb, false);
    insert into user_permissions (user_id, resource, verb)
    select asked, resource, verb
    from jsonb_each(granted) each(resource, verbs), jsonb_array_elements_text(verbs) verb
    on conflict on constraint user_permissions_once do nothing;
    return true;
end
$$;

create function grants_sorted(grants jsonb) returns jsonb
language sql immutable as $$
    select coalesce(jsonb_object_agg(resource, sorted), '{}')
    from jsonb_each(grants) each(resource, verbs)
    cross join lateral (select jsonb_agg(distinct verb order by verb) as sorted from jsonb_array_elements_text(verbs) verb) one
    where sorted is not null
$$;

-- What is known of a person, for the pages of members and prospects. `member` or `prospect` is null.

create function person_orders(of_member bigint, of_prospect bigint, rows int) returns json
language sql stable as $$
    select json_build_object(
        'count', (select count(*) from orders where member_id = of_member or prospect_id = of_prospect),
        'totals', coalesce((
            select json_agg(json_build_object('currency', currency, 'amount', amount) order by currency)
            from (
                select orders.currency, sum(orders.total - coalesce(order_payments.refunded, 0)) as amount
                from orders
                left join order_payments on order_payments.order_id = orders.id
                where orders.member_id = of_member or orders.prospect_id = of_prospect
                group by orders.currency) sums), '[]'),
        'items', coalesce((
            select json_agg(json_build_object(
                    'id', newest.id::text,
                    'identifier', newest.identifier,
                    'status', newest.status,
                    'payment_status', order_payments.status,
                    'placed_at', utc_text(newest.placed_at),
                    'total', newest.total,
                    'refunded', coalesce(order_payments.refunded, 0),
                    'currency', newest.currency)
                order by newest.placed_at desc, newest.id desc)
            from (
                select *
                from orders
                where member_id = of_member or prospect_id = of_prospect
                order by placed_at desc, id desc
                limit rows) newest
            left join order_payments on order_payments.order_id = newest.id), '[]'))
$$;

-- Mails to an account, and those about a person's orders and messages.
create view person_mails as
select email_messages.id as message_id, members.id as member_id, null::bigint as prospect_id
from members
join email_messages on email_messages.user_id = members.user_id
union all
select email_messages.id, orders.member_id, orders.prospect_id
from orders
join email_messages on email_messages.order_id = orders.id;

create function person_mail_list(of_member bigint, of_prospect bigint, rows int) returns json
language sql stable as $$
    select coalesce(json_agg(json_build_object(
            'id', mail.id::text,
            'kind', mail.kind,
            'recipient', mail.recipient,
            'state', mail.state,
            'created_at', utc_text(mail.created_at),
            'sent_at', utc_text(mail.sent_at),
            'last_reply', mail.last_reply)
        order by mail.id desc), '[]')
    from (
        select email_messages.*
        from email_messages
        where id in (
            select message_id from person_mails where member_id = of_member
            union
            select message_id from person_mails where prospect_id = of_prospect)
        order by id desc
        limit rows) mail
$$;

create function person_message_list(of_member bigint, of_prospect bigint, rows int) returns json
language sql stable as $$
    select coalesce(json_agg(json_build_object(
            'id', message.id::text,
            'kind', message.kind,
            'subject', message.subject,
            'body', message.body,
            'created_at', utc_text(message.created_at))
        order by message.created_at desc, message.id desc), '[]')
    from (
        select *
        from chat_messages
        where member_id = of_member or prospect_id = of_prospect
        order by created_at desc, id desc
        limit rows) message
$$;

-- What happened to a person and what they did, the newest first, before a place in this order. What the caller of
-- admin_begin may not view is left out.
create function person_timeline(of_member bigint, of_prospect bigint, before_at timestamptz, before_kind text,
    before_id bigint, rows int)
returns table (at timestamptz, kind text, id bigint, detail text, amount bigint, currency text, resource text,
    object_id text)
language plpgsql stable as $$
declare
    of_user bigint := (select user_id from members where members.id = of_member);
    sees_sessions boolean := admin_may('sessions', 'view');
    sees_carts boolean := admin_may('carts', 'view');
    sees_checkouts boolean := admin_may('checkouts', 'view');
    sees_orders boolean := admin_may('orders', 'view');
    sees_payments boolean := admin_may('order_payments', 'view');
    sees_refunds boolean := admin_may('refunds', 'view');
    sees_mails boolean := admin_may('email_messages', 'view');
    sees_messages boolean := admin_may('chat_messages', 'view');
begin
    return query
    select event.*
    from (
        select date_joined, 'registered', users.id, null, null::bigint, null, 'users', users.id::text
        from users
        where users.id = of_user
        union all
        select email_verified_at, 'verified', users.id, users.email, null, null, 'users', users.id::text
        from users
        where users.id = of_user and email_verified_at is not null
        union all
        select last_login, 'logged_in', 0, null, null, null, null, null
        from users
        where users.id = of_user and last_login is not null and last_login <> date_joined
        union all
        select email_unsubscribed_at, 'unsubscribed', members.id, null, null, null, null, null
        from members
        where members.id = of_member and email_unsubscribed_at is not null
        union all
        select agreed_at, 'agreed', version, version::text, null, null, null, null
        from terms_of_use_agreements
        where member_id = of_member
        union all
        select prospects.created_at, 'known', prospects.id, prospects.email, null, null, 'prospects', prospects.id::text
        from prospects
        where prospects.id = of_prospect or prospects.member_id = of_member
        union all
        select prospects.converted_at, 'converted', prospects.id, null, null, null, 'members', prospects.member_id::text
        from prospects
        where (prospects.id = of_prospect or prospects.member_id = of_member) and prospects.converted_at is not null
        union all
        select sessions.created_at, 'session', sessions.id, sessions.user_agent, null, null, 'sessions', sessions.id::text
        from sessions
        where sees_sessions and sessions.user_id = of_user
        union all
        select carts.updated_at, 'cart', carts.id, null, null, null, 'carts', carts.id::text
        from carts
        where sees_carts and carts.member_id = of_member
        union all
        select checkouts.created_at, 'checkout', checkouts.id, checkouts.status, checkouts.total, checkouts.currency,
            'checkouts', checkouts.id::text
        from checkouts
        where sees_checkouts and (checkouts.member_id = of_member or exists (
            select from orders where orders.checkout_id = checkouts.id and orders.prospect_id = of_prospect))
        union all
        select orders.placed_at, 'order', orders.id, orders.identifier, orders.total, orders.currency, 'orders',
            orders.id::text
        from orders
        where sees_orders and (orders.member_id = of_member or orders.prospect_id = of_prospect)
        union all
        select order_statuses.at, 'order_status', order_statuses.id, orders.identifier || ' ' || order_statuses.status,
            null, null, 'orders', orders.id::text
        from orders
        join order_statuses on order_statuses.order_id = orders.id
        where sees_orders and (orders.member_id = of_member or orders.prospect_id = of_prospect)
            and order_statuses.status <> 'accepted'
        union all
        select order_payments.paid_at, 'payment', orders.id, orders.identifier, order_payments.amount,
            order_payments.currency, 'orders', orders.id::text
        from orders
        join order_payments on order_payments.order_id = orders.id
        where sees_payments and (orders.member_id = of_member or orders.prospect_id = of_prospect)
        union all
        select refunds.created_at, 'refund', refunds.id, orders.identifier || ' ' || refunds.status, refunds.amount,
            refunds.currency, 'orders', orders.id::text
        from orders
        join refunds on refunds.order_id = orders.id
        where sees_refunds and (orders.member_id = of_member or orders.prospect_id = of_prospect)
        union all
        select coalesce(mail.sent_at, mail.claimed_at, mail.created_at), 'mail', mail.id, mail.kind || ' ' || mail.state,
            null, null, 'email_messages', mail.id::text
        from email_messages mail
        where sees_mails and mail.id in (
            select message_id from person_mails where member_id = of_member
            union
            select message_id from person_mails where prospect_id = of_prospect)
        union all
        select chat_messages.created_at, 'message', chat_messages.id, left(chat_messages.body, 200), null, null,
            'chat_messages', chat_messages.id::text
        from chat_messages
        where sees_messages and (chat_messages.member_id = of_member or chat_messages.prospect_id = of_prospect)
    ) event(at, kind, id, detail, amount, currency, resource, object_id)
    where (event.at, event.kind, event.id) < (before_at, before_kind, before_id)
    order by event.at desc, event.kind desc, event.id desc
    limit rows;
end
$$;
