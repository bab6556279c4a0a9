-- What came of mails and ads: openings and clicks, orders that followed them, and the sums of both.

-- Events of a campaign are summed up by its mail; whoever tells of one needs to know the recipient alone.
alter table email_events add column email_id bigint references emails on delete cascade;
update email_events
set email_id = email_messages.email_id
from email_messages
where email_messages.id = email_events.message_id and email_messages.email_id is not null;

create function email_events_of_mail() returns trigger
language plpgsql as $$
begin
    new.email_id := (select email_id from email_messages where id = new.message_id);
    return new;
end
$$;
create trigger email_events_of_mail before insert on email_events
    for each row when (new.email_id is null) execute function email_events_of_mail();

-- All that a report asks for, so that it reads nothing else.
create index email_events_report on email_events (email_id, kind, message_id) include (link_id, human, permanent, at)
    where email_id is not null;

-- How often an ad was followed, by the hour.
create table ad_visits (
    ad_id  bigint not null references ads on delete cascade,
    hour   timestamptz not null,
    visits bigint not null check (visits > 0),
    primary key (ad_id, hour)
);

-- What led to the shop before a checkout began, as its visitor's cookie told: a click in a campaign, or an ad.
create table checkout_sources (
    checkout_id bigint primary key references checkouts on delete cascade,
    message_id  bigint references email_messages on delete cascade,
    link_id     bigint references email_links on delete cascade,
    ad_id       bigint references ads on delete cascade,
    clicked_at  timestamptz not null,
    constraint checkout_sources_one check (num_nonnulls(message_id, ad_id) = 1 and num_nonnulls(link_id, ad_id) = 1)
);
create index checkout_sources_message on checkout_sources (message_id) where message_id is not null;
create index checkout_sources_link on checkout_sources (link_id) where link_id is not null;
create index checkout_sources_ad on checkout_sources (ad_id) where ad_id is not null;

-- The same of an order, once and for all. A recipient who was deleted leaves the campaign its order.
create table order_sources (
    order_id   bigint primary key references orders on delete cascade,
    email_id   bigint references emails on delete cascade,
    message_id bigint references email_messages on delete set null,
    link_id    bigint references email_links on delete set null,
    ad_id      bigint references ads on delete cascade,
    at         timestamptz not null, -- of the click
    constraint order_sources_one check (num_nonnulls(email_id, ad_id) = 1)
);
create index order_sources_email on order_sources (email_id, link_id, order_id) where email_id is not null;
create index order_sources_message on order_sources (message_id) where message_id is not null;
create index order_sources_link on order_sources (link_id) where link_id is not null;
create index order_sources_ad on order_sources (ad_id, order_id) where ad_id is not null;

-- Notes it, in place of what was noted before: the last click counts, while it is young enough. What is unknown by now is
-- no source. Of a message with its link, or an ad; the others are null.
create function checkout_came_from(checkout text, message bigint, link bigint, ad bigint, clicked timestamptz) returns void
language sql as $$
    insert into checkout_sources (checkout_id, message_id, link_id, ad_id, clicked_at)
    select checkouts.id, email_messages.id, email_links.id, ads.id, clicked
    from checkouts
    left join email_messages on email_messages.id = message
    left join email_links on email_links.id = link and email_links.email_id = email_messages.email_id
    left join ads on ads.id = ad
    where checkouts.identifier = checkout
        and (email_links.id is not null or ads.id is not null)
        and clicked > now() - (select (value #>> '{}')::int from configuration where key = 'attribution_days') * interval '1 day'
    on conflict (checkout_id) do update
    set message_id = excluded.message_id,
        link_id = excluded.link_id,
        ad_id = excluded.ad_id,
        clicked_at = excluded.clicked_at
$$;

-- Whoever makes the order: the web hook, the page that is returned to, the reconciler.
create function orders_came_from() returns trigger
language plpgsql as $$
begin
    insert into order_sources (order_id, email_id, message_id, link_id, ad_id, at)
    select new.id, email_messages.email_id, source.message_id, source.link_id, source.ad_id, source.clicked_at
    from checkout_sources source
    left join email_messages on email_messages.id = source.message_id
    where source.checkout_id = new.checkout_id
    on conflict (order_id) do nothing;
    return null;
end
$$;
create trigger orders_came_from after insert on orders
    for each row execute function orders_came_from();

-- Reports. Numbers of people, that is of recipients, but for the clicks of links; orders as they stand, and what they
-- brought without what was given back.

create function campaign_events(campaign bigint) returns json
language sql stable as $$
    with person as (
        select kind, bool_or(human) as human, bool_or(human is null) as unknown, bool_or(permanent) as permanent
        from email_events
        where email_id = campaign
        group by kind, message_id
    )
    select json_build_object(
        'opened', count(*) filter (where kind = 'open'),
        'clicked', json_build_object(
            'human', count(*) filter (where kind = 'click' and human),
            'scanner', count(*) filter (where kind = 'click' and not human and not unknown),
            'unknown', count(*) filter (where kind = 'click' and human is not true and unknown)),
        'bounced', json_build_object(
            'hard', count(*) filter (where kind = 'bounce' and permanent),
            'soft', count(*) filter (where kind = 'bounce' and not permanent)),
        'complaints', count(*) filter (where kind = 'complaint'),
        'unsubscribed', count(*) filter (where kind = 'unsubscribe'))
    from person
$$;

-- What orders that came from somewhere brought.
create view order_source_money as
select order_sources.email_id, order_sources.link_id, order_sources.ad_id, orders.currency,
    orders.total - coalesce(order_payments.refunded, 0) as amount
from order_sources
join orders on orders.id = order_sources.order_id
left join order_payments on order_payments.order_id = orders.id
where orders.status <> 'cancelled'; -- no purchase: as in campaign_audience

create function campaign_orders(campaign bigint) returns json
language sql stable as $$
    with by_currency as (
        select currency, count(*) as orders, sum(amount)::bigint as amount
        from order_source_money
        where email_id = campaign
        group by currency
    )
    select json_build_object(
        'orders', coalesce(sum(orders), 0)::bigint,
        'revenue', coalesce(json_agg(json_build_object('currency', currency, 'amount', amount) order by currency), '[]'))
    from by_currency
$$;

create function campaign_links(campaign bigint) returns json
language sql stable as $$
    with person as (
        select link_id, count(*) filter (where human) as human, count(*) filter (where not human) as scanner,
            count(*) filter (where human is null) as unknown
        from email_events
        where email_id = campaign and kind = 'click' and link_id is not null
        group by link_id, message_id
    ),
    clicks as (
        select link_id, sum(human)::bigint as human, sum(scanner)::bigint as scanner, sum(unknown)::bigint as unknown,
            count(*) filter (where human + unknown > 0) as people
        from person
        group by link_id
    ),
    by_currency as (
        select link_id, currency, count(*) as orders, sum(amount)::bigint as amount
        from order_source_money
        where email_id = campaign and link_id is not null
        group by link_id, currency
    ),
    money as (
        select link_id, sum(orders)::bigint as orders,
            json_agg(json_build_object('currency', currency, 'amount', amount) order by currency) as revenue
        from by_currency
        group by link_id
    )
    select coalesce(json_agg(json_build_object(
            'id', email_links.id::text,
            'url', email_links.url,
            'clicks', json_build_object(
                'human', coalesce(clicks.human, 0),
                'scanner', coalesce(clicks.scanner, 0),
                'unknown', coalesce(clicks.unknown, 0)),
            'people', coalesce(clicks.people, 0), -- but for scanners
            'orders', coalesce(money.orders, 0),
            'revenue', coalesce(money.revenue, '[]'))
        order by email_links.id), '[]')
    from email_links
    left join clicks on clicks.link_id = email_links.id
    left join money on money.link_id = email_links.id
    where email_links.email_id = campaign
$$;

-- Each recipient's first opening and first click, by the hour; clicks of scanners apart. The first month of it.
create function campaign_hours(campaign bigint) returns json
language sql stable as $$
    with first as (
        select kind, min(at) as at
        from email_events
        where email_id = campaign and human is distinct from false
        group by kind, message_id -- of all kinds, in the order of the index
    ),
    by_hour as (
        select date_trunc('hour', at, 'UTC') as hour, count(*) filter (where kind = 'open') as opens,
            count(*) filter (where kind = 'click') as clicks
        from first
        group by 1
        order by 1
        limit 744
    )
    select coalesce(json_agg(json_build_object('hour', utc_text(hour), 'opens', opens, 'clicks', clicks) order by hour), '[]')
    from by_hour
$$;

create function ad_report(ad bigint) returns json
language sql stable as $$
    with by_currency as (
        select currency, count(*) as orders, sum(amount)::bigint as amount
        from order_source_money
        where ad_id = ad
        group by currency
    )
    select json_build_object(
        'visits', (select coalesce(sum(visits), 0)::bigint from ad_visits where ad_id = ad),
        'orders', coalesce(sum(orders), 0)::bigint,
        'revenue', coalesce(json_agg(json_build_object('currency', currency, 'amount', amount) order by currency), '[]'))
    from by_currency
$$;

-- Where an order came from, for its page: {"campaign": {"id", "name", "link"} or null, "ad": {"id", "name"} or null, "at"};
-- null when nobody knows.
create function order_source(of_order bigint) returns json
language sql stable as $$
    select json_build_object(
        'campaign', case when emails.id is not null then json_build_object(
            'id', emails.id::text,
            'name', coalesce(nullif(emails.name, ''), emails.subject),
            'link', email_links.url) end,
        'ad', case when ads.id is not null then json_build_object('id', ads.id::text, 'name', ads.name) end,
        'at', utc_text(source.at))
    from order_sources source
    left join emails on emails.id = source.email_id
    left join email_links on email_links.id = source.link_id
    left join ads on ads.id = source.ad_id
    where source.order_id = of_order
$$;

-- Counting. Beyond so many events a mail's row tells nothing new.

-- The events of one mail, by the index on them whatever the planner thinks that there are of a kind.
create function message_events(message bigint) returns setof email_events
language sql stable rows 10 as $$
    select * from email_events where message_id = message offset 0
$$;

-- Openings (link 0) and clicks, gathered for a moment: of which recipients, how many milliseconds ago, and whether a
-- program made them that says so. What is unknown, or not to be counted, is left out.
create function tracking_count(messages bigint[], links bigint[], ages bigint[], bots bigint[]) returns void
language sql as $$
    with told as (
        select message_id, nullif(link_id, 0) as link_id, now() - age * interval '1 millisecond' as at, bot <> 0 as bot
        from unnest(messages, links, ages, bots) as t(message_id, link_id, age, bot)
    ),
    mail as (
        select message.id, message.email_id, campaigns.track_opens, campaigns.track_clicks
        from email_messages message
        join campaigns on campaigns.email_id = message.email_id
        where message.id = any (messages)
        order by message.id -- so that two of them wait for each other in one direction
        for key share of message
    ),
    known as materialized (
        select mail.*, (
            select count(*)
            from (
                select
                from email_events
                where email_events.message_id = mail.id
                limit 1000) event) as events
        from mail
    ),
    counted as (
        select known.id as message_id, known.email_id, told.link_id, told.at, told.bot,
            known.events + row_number() over (partition by known.id order by told.at) as number
        from told
        join known on known.id = told.message_id
        left join email_links on email_links.id = told.link_id and email_links.email_id = known.email_id
        where known.events < 1000 and case when told.link_id is null then known.track_opens
            else known.track_clicks and email_links.id is not null end
    )
    insert into email_events (message_id, email_id, kind, link_id, human, at)
    select message_id, email_id, case when link_id is null then 'open' else 'click' end, link_id,
        case when link_id is not null and bot then false end, at
    from counted
    where number <= 1000
$$;

-- Who follows several links of a mail within ten seconds of its being sent is no person.
create function tracking_mark_scanners(messages bigint[]) returns void
language sql as $$
    with mail as materialized (
        select id, coalesce(sent_at, claimed_at, now()) + interval '10 seconds' as until
        from email_messages
        where id = any (messages) and coalesce(sent_at, claimed_at, now()) > now() - interval '1 minute'
    ),
    click as materialized (
        select mail.id as message_id, event.id, event.link_id, event.human
        from mail
        cross join lateral message_events(mail.id) event
        where event.kind = 'click' and event.at < mail.until
    ),
    hasty as materialized (
        select message_id from click group by message_id having count(distinct link_id) >= 2
    )
    update email_events
    set human = false
    where id = any (array(select id from click join hasty using (message_id) where human is null))
$$;

-- The shop's pages were seen by who has these codes (one of mb_cd and pr_cd is empty), so many milliseconds ago: whoever
-- made the newest click before, and those just before it, sees pages. A click is remembered for half an hour.
create function tracking_mark_people(em_cds text[], mb_cds text[], pr_cds text[], ages bigint[]) returns void
language sql as $$
    with seen as materialized (
        select distinct message.id as message_id, now() - age * interval '1 millisecond' as at
        from unnest(em_cds, mb_cds, pr_cds, ages) as t(mail_code, member_code, prospect_code, age)
        join emails on emails.em_cd = mail_code
        cross join lateral (
            select email_messages.id
            from members
            join email_messages on email_messages.member_id = members.id
            where members.mb_cd = member_code and email_messages.email_id = emails.id
            union all
            select email_messages.id
            from prospects
            join email_messages on email_messages.prospect_id = prospects.id
            where prospects.pr_cd = prospect_code and email_messages.email_id = emails.id) message
    ),
    click as materialized (
        select seen.message_id, event.id, event.human, event.at
        from seen
        cross join lateral message_events(seen.message_id) event
        where event.kind = 'click' and event.at between seen.at - interval '30 minutes' and seen.at + interval '1 second'
    ),
    newest as materialized (
        select message_id, max(at) as at from click group by message_id
    )
    update email_events
    set human = true
    where id = any (array(
        select click.id
        from click
        join newest using (message_id)
        where click.human is null and click.at >= newest.at - interval '10 seconds'))
$$;

create function tracking_count_visits(counted_ads bigint[]) returns void
language sql as $$
    insert into ad_visits as known (ad_id, hour, visits)
    select ads.id, date_trunc('hour', now(), 'UTC'), count(*)
    from unnest(counted_ads) as t(id)
    join ads on ads.id = t.id
    group by ads.id
    order by ads.id
    on conflict (ad_id, hour) do update
    set visits = known.visits + excluded.visits
$$;

-- What the pages tell, unless the shop keeps nothing of it: at most 20 rows of {kind, url, name, detail, codes}.
create function client_events_add(by_visitor bytea, session bytea, events jsonb) returns void
language sql as $$
    insert into client_events (kind, visitor, member_id, url, name, detail, em_cd, mb_cd, pr_cd, ad_cd)
    select event.kind, by_visitor, (
            select members.id
            from live_sessions
            join members on members.user_id = live_sessions.user_id
            where live_sessions.hash = session),
        coalesce(event.url, ''), coalesce(event.name, ''), coalesce(event.detail, '{}'), event.em_cd, event.mb_cd,
        event.pr_cd, event.ad_cd
    from jsonb_to_recordset(events) as event(kind text, url text, name text, detail jsonb, em_cd text, mb_cd text,
        pr_cd text, ad_cd text)
    where (select log_client_events from store)
$$;

-- Campaigns are mails to a person, too.
create or replace view person_mails as
select email_messages.id as message_id, members.id as member_id, null::bigint as prospect_id
from members
join email_messages on email_messages.user_id = members.user_id
union all
select email_messages.id, orders.member_id, orders.prospect_id
from orders
join email_messages on email_messages.order_id = orders.id
union all
select id, member_id, prospect_id
from email_messages
where email_id is not null;

-- With what a person did with campaigns.
create or replace function person_timeline(of_member bigint, of_prospect bigint, before_at timestamptz, before_kind text,
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
    sees_events boolean := admin_may('email_events', 'view');
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
        union all
        -- the first opening of each mail, and clicks that nobody but the person may have made
        select min(email_events.at), 'mail_opened', mail.id, coalesce(nullif(emails.name, ''), emails.subject), null, null,
            'email_messages', mail.id::text
        from email_messages mail
        join emails on emails.id = mail.email_id
        join email_events on email_events.message_id = mail.id and email_events.kind = 'open'
        where sees_events and (mail.member_id = of_member or mail.prospect_id = of_prospect)
        group by mail.id, emails.id
        union all
        select email_events.at, 'mail_clicked', email_events.id,
            coalesce(nullif(emails.name, ''), emails.subject) || ' ' || email_links.url, null, null,
            'email_messages', mail.id::text
        from email_messages mail
        join emails on emails.id = mail.email_id
        join email_events on email_events.message_id = mail.id and email_events.kind = 'click'
            and email_events.human is distinct from false
        join email_links on email_links.id = email_events.link_id
        where sees_events and (mail.member_id = of_member or mail.prospect_id = of_prospect)
    ) event(at, kind, id, detail, amount, currency, resource, object_id)
    where (event.at, event.kind, event.id) < (before_at, before_kind, before_id)
    order by event.at desc, event.kind desc, event.id desc
    limit rows;
end
$$;

select audit_table('order_sources', 'order_id'), audit_table('ad_visits', 'ad_id', 'hour');
