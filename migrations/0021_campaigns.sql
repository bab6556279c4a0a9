-- Campaigns: one mail to many people. docs/campaigns.md tells the way of one.

insert into email_statuses values
    ('sending', 'Going out'),
    ('paused', 'Sending was stopped, and can go on'),
    ('sent', 'Everybody it was meant for was tried'),
    ('cancelled', 'Sending was ended before everybody had it');

-- What people are grouped by, for those who work here.
create table tags (
    id   bigint generated always as identity primary key,
    name text not null check (length(name) between 1 and 100),
    constraint tags_name unique (name)
);
create table member_tags (
    member_id bigint not null references members on delete cascade,
    tag_id    bigint not null references tags on delete cascade,
    primary key (member_id, tag_id)
);
create index member_tags_tag on member_tags (tag_id, member_id);
create table prospect_tags (
    prospect_id bigint not null references prospects on delete cascade,
    tag_id      bigint not null references tags on delete cascade,
    primary key (prospect_id, tag_id)
);
create index prospect_tags_tag on prospect_tags (tag_id, prospect_id);

-- Addresses that get no campaigns, whoever has them.
create table suppressions (
    address    text primary key check (address = lower(address) and length(address) between 3 and 254),
    reason     text not null check (reason in ('hard_bounce', 'soft_bounces', 'complaint', 'staff')),
    note       text not null default '' check (length(note) <= 2000), -- what the other side said
    message_id bigint references email_messages on delete set null,   -- the mail that showed it
    created_at timestamptz not null default now()
);
create index suppressions_message on suppressions (message_id) where message_id is not null;
create index suppressions_created on suppressions (created_at, address);

-- Addresses whose owner wants no campaigns: written and taken back by the triggers of 0024. They outlive the account or
-- the prospect, since the wish does: whoever comes by that address again was not asked for mail.
create table opt_outs (
    address    text primary key check (address = lower(address) and length(address) <= 254),
    created_at timestamptz not null default now()
);
create index opt_outs_created on opt_outs (created_at, address);

-- What a mail of type member or prospect has besides: for whom, when and how fast.
create table campaigns (
    email_id       bigint primary key references emails on delete cascade,
    preheader      text not null default '' check (length(preheader) <= 300 and preheader !~ '[\r\n]'),
    -- the audience, beside the type of the mail: see campaign_audience
    all_members    boolean not null default false, -- also those who did not ask for the newsletter
    verified_only  boolean not null default true,  -- members whose address is known to be theirs
    bought         text not null default 'any' check (bought in ('any', 'bought', 'not_bought')),
    bought_since   timestamptz, -- null: ever
    joined_since   timestamptz,
    joined_before  timestamptz,
    countries      text[] not null default '{}' -- ISO 3166; empty: all
        check (cardinality(countries) <= 250 and array_to_string(countries, ',', '?') ~ '^([A-Z]{2}(,[A-Z]{2})*)?$'),
    -- sending
    scheduled_at   timestamptz, -- of a ready one: begins by itself then
    rate           int check (rate between 1 and 100000), -- mails a second; null: as fast as the server takes them
    window_mails   int check (window_mails > 0),          -- and at most so many in any
    window_seconds int check (window_seconds between 1 and 30 * 86400),
    track_opens    boolean not null default true,
    track_clicks   boolean not null default true,
    domain_waiver  text check (length(domain_waiver) between 3 and 500), -- why the sender's domain need not pass
    -- what the gate found when it let this through: [{"name", "passed", "waived", "message"}]
    checks         jsonb check (jsonb_typeof(checks) = 'array'),
    ready_at       timestamptz,
    started_at     timestamptz,
    ended_at       timestamptz,
    constraint campaigns_window check (num_nonnulls(window_mails, window_seconds) <> 1),
    constraint campaigns_joined check (joined_since < joined_before)
);
create index campaigns_scheduled on campaigns (scheduled_at) where scheduled_at is not null;

-- Tags that somebody must have one of, or none of.
create table campaign_tags (
    email_id bigint not null references campaigns on delete cascade,
    tag_id   bigint not null references tags on delete cascade,
    excluded boolean not null default false,
    primary key (email_id, tag_id)
);
create index campaign_tags_tag on campaign_tags (tag_id);

create function emails_make_campaign() returns trigger
language plpgsql as $$
begin
    if new.type <> 'transactional' then
        insert into campaigns (email_id) values (new.id) on conflict do nothing;
    end if;
    return null;
end
$$;
create trigger emails_make_campaign after insert or update of type on emails
    for each row execute function emails_make_campaign();
insert into campaigns (email_id) select id from emails where type <> 'transactional';

-- The steps of a campaign are functions (campaign_step first, then update); nobody sets its status by a form. What is
-- written is fixed from Ready on: what went out is what was checked.
create function campaign_step() returns void
language sql as $$
    select set_config('startupwebapp.campaign_step', 'yes', true)
$$;
create function campaigns_guarded() returns trigger
language plpgsql as $$
begin
    if current_setting('startupwebapp.campaign_step', true) = 'yes' then
        return new;
    end if;
    if new.type <> 'transactional' and new.bcc <> '{}' then
        perform refuse('invalid', 'A campaign has no copies: somebody would get one of each of its mails.', 'bcc');
    end if;
    if tg_op = 'INSERT' then
        if new.type <> 'transactional' and new.status <> 'draft' then
            perform refuse('invalid', 'A campaign begins as a draft.', 'status');
        end if;
        return new;
    end if;
    if old.type <> new.type and (old.type <> 'transactional' and old.status <> 'draft' or new.type <> 'transactional' and new.status <> 'draft') then
        perform refuse('invalid', 'Only a draft changes its type.', 'type');
    elsif new.type <> 'transactional' and new.status <> old.status then
        perform refuse('invalid', 'The page of a campaign has its steps.', 'status');
    elsif new.type <> 'transactional' and old.status <> 'draft' and (
        (new.subject, new.html, new.text, new.from_name, new.from_address, new.reply_to, new.em_cd)
        is distinct from
        (old.subject, old.html, old.text, old.from_name, old.from_address, old.reply_to, old.em_cd)) then
        perform refuse('campaign_not_draft');
    end if;
    return new;
end
$$;
update emails set bcc = '{}' where type <> 'transactional' and bcc <> '{}';
create trigger campaigns_guarded before insert or update on emails
    for each row execute function campaigns_guarded();
alter table emails add constraint emails_transactional_status
    check (type <> 'transactional' or status in ('draft', 'ready'));

-- What stood in for the program's templates when a campaign became ready. It is written with these, whatever is done to
-- the shop's own mails meanwhile.
create table campaign_parts (
    email_id bigint not null references campaigns on delete cascade,
    template text not null,
    subject  text not null,
    html     text not null,
    text     text,
    primary key (email_id, template)
);

-- The clock of the overrides counts changes of theirs alone: a campaign's steps are none.
drop trigger emails_changed on emails;
create or replace function emails_changed() returns trigger
language plpgsql as $$
begin
    if coalesce(new.type, '') <> 'transactional' and coalesce(old.type, '') <> 'transactional' then
        return null;
    end if;
    update email_template_clock set version = version + 1;
    -- whatever still fails is told again, when it next does
    update alerts set dismissed_at = now() where code = 'email_template_broken' and dismissed_at is null;
    return null;
end
$$;
create trigger emails_changed after insert or update or delete on emails
    for each row execute function emails_changed();

-- The ledger: one row of email_messages for each recipient of a campaign.
alter table email_messages
    add column email_id bigint references emails on delete restrict, -- what was sent is not forgotten
    add column member_id bigint references members on delete cascade,
    add column prospect_id bigint references prospects on delete cascade,
    add column repeats int not null default 0, -- times it went out again because nobody knew whether it had
    add constraint email_messages_campaign check (
        (kind = 'campaign') = (email_id is not null)
        and num_nonnulls(member_id, prospect_id) = (kind = 'campaign')::int);
alter table email_messages drop constraint email_messages_kind_check;
alter table email_messages add constraint email_messages_kind_check check (kind in (
    'order_confirmation', 'order_shipped', 'order_refunded', 'welcome', 'verify_email', 'reset_password',
    'password_changed', 'username_reminder', 'email_changing', 'message_received', 'test', 'campaign'));
create unique index email_messages_once_a_campaign on email_messages (email_id, recipient) where email_id is not null;
create index email_messages_member on email_messages (member_id) where member_id is not null;
create index email_messages_prospect on email_messages (prospect_id) where prospect_id is not null;

-- Whom a campaign would go to now: each address once, never who unsubscribed or is suppressed.
create function campaign_audience(campaign bigint)
returns table (member_id bigint, prospect_id bigint, address text)
language sql stable as $$
    with asked as materialized (
        select emails.type, campaigns.*
        from emails
        join campaigns on campaigns.email_id = emails.id
        where emails.id = campaign
    ),
    wanted as materialized (
        select tag_id, excluded from campaign_tags where email_id = campaign
    ),
    person as (
        select members.id as member_id, null::bigint as prospect_id, users.email as address
        from asked
        join members on asked.type = 'member'
        join users on users.id = members.user_id
        where members.email_unsubscribed_at is null
            and (members.newsletter_subscriber or asked.all_members)
            and users.is_active
            and (users.email_verified_at is not null or not asked.verified_only)
            and (asked.joined_since is null or users.date_joined >= asked.joined_since)
            and (asked.joined_before is null or users.date_joined < asked.joined_before)
            and (asked.bought = 'any' or (asked.bought = 'bought') = exists (
                select
                from orders
                where orders.member_id = members.id and orders.status <> 'cancelled'
                    and (asked.bought_since is null or orders.placed_at >= asked.bought_since)))
            and (asked.countries = '{}' or members.shipping_country = any (asked.countries) or exists (
                select
                from orders
                join order_shipping on order_shipping.order_id = orders.id
                where orders.member_id = members.id and order_shipping.country = any (asked.countries)))
            and (not exists (select from wanted where not excluded) or exists (
                select
                from member_tags
                join wanted on wanted.tag_id = member_tags.tag_id and not wanted.excluded
                where member_tags.member_id = members.id))
            and not exists (
                select
                from member_tags
                join wanted on wanted.tag_id = member_tags.tag_id and wanted.excluded
                where member_tags.member_id = members.id)
        union all
        select null, prospects.id, prospects.email
        from asked
        join prospects on asked.type = 'prospect'
        where not prospects.unsubscribed
            and prospects.converted_at is null
            and (asked.joined_since is null or prospects.created_at >= asked.joined_since)
            and (asked.joined_before is null or prospects.created_at < asked.joined_before)
            and (asked.bought = 'any' or (asked.bought = 'bought') = exists (
                select
                from orders
                where orders.prospect_id = prospects.id and orders.status <> 'cancelled'
                    and (asked.bought_since is null or orders.placed_at >= asked.bought_since)))
            and (asked.countries = '{}' or exists (
                select
                from orders
                join order_shipping on order_shipping.order_id = orders.id
                where orders.prospect_id = prospects.id and order_shipping.country = any (asked.countries)))
            and (not exists (select from wanted where not excluded) or exists (
                select
                from prospect_tags
                join wanted on wanted.tag_id = prospect_tags.tag_id and not wanted.excluded
                where prospect_tags.prospect_id = prospects.id))
            and not exists (
                select
                from prospect_tags
                join wanted on wanted.tag_id = prospect_tags.tag_id and wanted.excluded
                where prospect_tags.prospect_id = prospects.id)
    )
    select distinct on (person.address) person.member_id, person.prospect_id, person.address
    from person
    where not exists (select from suppressions where suppressions.address = lower(person.address))
        and not exists (select from opt_outs where opt_outs.address = lower(person.address))
    order by person.address, person.member_id, person.prospect_id
$$;

insert into configuration (key, value, description) values
    ('soft_bounces_most', '5', 'After so many passing failures in a row an address gets no more campaigns'),
    ('attribution_days', '30', 'For so many days after a click an order is counted for the campaign or ad');
alter table configuration add constraint configuration_soft_bounces_most
    check (key <> 'soft_bounces_most' or (jsonb_typeof(value) = 'number' and (value #>> '{}') ~ '^[1-9]\d{0,2}$'));
alter table configuration add constraint configuration_attribution_days
    check (key <> 'attribution_days' or (jsonb_typeof(value) = 'number' and (value #>> '{}') ~ '^[1-9]\d{0,2}$'));

alter table email_events add column forgiven boolean not null default false; -- a bounce that counts no more

-- An address that a mail did not reach, as a mail server or service says: `permanent` when it is no good at all. False
-- when that was known already (the same provider_id).
create function mail_bounced(bounced bigint, is_permanent boolean, words text, told_as text) returns boolean
language plpgsql as $$
declare
    reached text;
begin
    insert into email_events (message_id, kind, permanent, detail, provider_id)
    values (bounced, 'bounce', is_permanent, left(coalesce(words, ''), 2000), told_as)
    on conflict (provider_id) do nothing;
    if not found then
        return false;
    end if;
    select lower(recipient) into reached from email_messages where id = bounced;
    if is_permanent then
        insert into suppressions (address, reason, note, message_id)
        values (reached, 'hard_bounce', left(coalesce(words, ''), 2000), bounced)
        on conflict (address) do nothing;
    elsif (
        select count(*)
        from (
            -- the newest mails to it that have come to an end
            select (
                select true
                from email_events event
                where event.message_id = mail.id and event.kind = 'bounce' and not event.forgiven
                limit 1) as failed -- by the mail: an exists may be answered by looking at all bounces there are
            from email_messages mail
            where mail.recipient = (select recipient from email_messages where id = bounced)
                and mail.state in ('sent', 'failed')
            order by mail.id desc
            limit (select (value #>> '{}')::int from configuration where key = 'soft_bounces_most')) newest
        where failed) >= (select (value #>> '{}')::int from configuration where key = 'soft_bounces_most') then
        insert into suppressions (address, reason, note, message_id)
        values (reached, 'soft_bounces', left(coalesce(words, ''), 2000), bounced)
        on conflict (address) do nothing;
    end if;
    return true;
end
$$;

select audit_table('tags', 'id'), audit_table('member_tags', 'member_id', 'tag_id'),
    audit_table('prospect_tags', 'prospect_id', 'tag_id'), audit_table('suppressions', 'address'),
    audit_table('opt_outs', 'address'),
    audit_table('campaigns', 'email_id'), audit_table('campaign_tags', 'email_id', 'tag_id');
