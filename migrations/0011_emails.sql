-- What the shop writes: templates that its owner may override, what each mail tells, and what went wrong with them.

-- The time zone that dates in mails are shown in. A name of the IANA database; PostgreSQL knows them too.
create function time_zone_is_known(zone text) returns boolean
language sql stable as $$
    select exists (select from pg_timezone_names where name = zone)
$$;
insert into configuration (key, value, description) values
    ('time_zone', '"UTC"', 'Time zone that mails show dates in, such as Europe/Berlin');
alter table configuration add constraint configuration_time_zone
    check (key <> 'time_zone' or (jsonb_typeof(value) = 'string' and time_zone_is_known(value #>> '{}')));

create or replace view store as
select
    max(value #>> '{}') filter (where key = 'store_name') as name,
    max(value #>> '{}') filter (where key = 'store_tagline') as tagline,
    max(value #>> '{}') filter (where key = 'currency') as currency,
    max((value #>> '{}')::int) filter (where key = 'currency_exponent') as currency_exponent,
    max(value #>> '{}') filter (where key = 'support_email') as support_email,
    max(value::text) filter (where key = 'ships_to') as ships_to,
    bool_or((value #>> '{}')::boolean) filter (where key = 'collect_phone') as collect_phone,
    bool_or((value #>> '{}')::boolean) filter (where key = 'log_client_events') as log_client_events,
    max(value #>> '{}') filter (where key = 'time_zone') as time_zone
from configuration;

create table email_types (
    name        text primary key,
    description text not null
);
insert into email_types values
    ('transactional', 'Stands in for one of the shop''s own templates'),
    ('member', 'A campaign to members'),
    ('prospect', 'A campaign to prospects');

create table email_statuses (
    name        text primary key,
    description text not null
);
insert into email_statuses values
    ('draft', 'Being written; nothing is sent of it'),
    ('ready', 'Complete; a transactional one is in use');

-- The templates that the program brings along (src/mail/templates).
create table email_templates (
    name        text primary key,
    is_mail     boolean not null, -- false: a part of others, without a subject
    description text not null
);
insert into email_templates values
    ('layout', false, 'What all mails have around them'),
    ('order', false, 'What all mails about an order have in common'),
    ('order_confirmation', false, 'What both confirmations have in common'),
    ('button', false, 'A link that looks like a button: url, label'),
    ('greeting', false, 'Hello, and the name'),
    ('welcome', true, 'A new account, with the link that verifies its address'),
    ('verify_email', true, 'The link that verifies an address'),
    ('reset_password', true, 'The link to choose a new password with'),
    ('password_changed', true, 'Told to the owner of an account whose password was changed'),
    ('username_reminder', true, 'The usernames that belong to an address'),
    ('email_changing', true, 'Told to the old address of an account that is getting another one'),
    ('order_confirmation_member', true, 'An order, to a member'),
    ('order_confirmation_prospect', true, 'An order, to somebody without an account'),
    ('order_shipped', true, 'An order has been shipped, with the link to follow it'),
    ('order_refunded', true, 'Money of an order is on its way back'),
    ('message_received', true, 'To the shop itself: somebody wrote through the contact page');

create table emails (
    id           bigint generated always as identity primary key,
    em_cd        text not null default person_code(), -- travels in links, so that what comes of them can be told
    type         text not null references email_types,
    status       text not null default 'draft' references email_statuses,
    template     text references email_templates, -- the one that this stands in for
    name         text not null default '' check (length(name) <= 200), -- for those who work here
    subject      text not null default '' check (length(subject) <= 2000 and subject !~ '[\r\n]'),
    html         text not null default '' check (octet_length(html) <= 1048576),
    text         text check (octet_length(text) <= 1048576), -- null: made of the HTML
    from_name    text check (length(from_name) <= 300 and from_name !~ '[\r\n]'), -- null: the store's
    from_address text check (length(from_address) between 3 and 254 and from_address !~ '\s'), -- null: MAIL_FROM
    reply_to     text check (length(reply_to) between 3 and 254 and reply_to !~ '\s'), -- null: as the shop's own mails
    bcc          text[] not null default '{}' check (cardinality(bcc) <= 20 and array_position(bcc, null) is null
        and array_position(bcc, '') is null and array_to_string(bcc, '') !~ '[,\s]'),
    created_at   timestamptz not null default now(),
    updated_at   timestamptz not null default now(),
    constraint emails_code unique (em_cd),
    constraint emails_transactional_has_template check ((type = 'transactional') = (template is not null)),
    constraint emails_ready_has_html check (status = 'draft' or html ~ '\S')
);
create unique index emails_one_in_use on emails (template) where type = 'transactional' and status = 'ready';

-- Grows whenever an override changes, so that workers know when to read them again.
create table email_template_clock (
    one_row boolean primary key default true check (one_row),
    version bigint not null
);
insert into email_template_clock (version) values (1);

create function emails_changed() returns trigger
language plpgsql as $$
begin
    update email_template_clock set version = version + 1;
    -- whatever still fails is told again, when it next does
    update alerts set dismissed_at = now() where code = 'email_template_broken' and dismissed_at is null;
    return null;
end
$$;
create trigger emails_changed after insert or update or delete on emails
    for each statement execute function emails_changed();

-- What somebody who works here has to look at. One row for each thing that is wrong; it counts how often that was seen.
create table alerts (
    id           bigint generated always as identity primary key,
    code         text not null check (code ~ '^[a-z][a-z0-9_]*$'),
    subject      text not null, -- what it is about: the name of a template
    message      text not null,
    times        bigint not null default 1,
    first_at     timestamptz not null default now(),
    last_at      timestamptz not null default now(),
    dismissed_at timestamptz
);
create unique index alerts_open on alerts (code, subject) where dismissed_at is null;

create function alert_raise(raised text, about text, words text) returns void
language sql as $$
    insert into alerts as alert (code, subject, message)
    values (raised, about, words)
    on conflict (code, subject) where dismissed_at is null do update
    set message = excluded.message,
        times = alert.times + 1,
        last_at = now()
$$;

-- Mails about orders.

alter table email_messages
    add column refund_id bigint references refunds on delete cascade,
    add constraint email_messages_refund check ((kind = 'order_refunded') = (refund_id is not null));
create unique index email_messages_one_a_refund on email_messages (refund_id) where refund_id is not null;

-- Money that has left for the customer is told once, whoever sent it back: we, or somebody in Stripe's dashboard.
create function refunds_told() returns trigger
language plpgsql as $$
begin
    insert into email_messages (kind, recipient, order_id, refund_id)
    select 'order_refunded', orders.email, orders.id, new.id
    from orders
    where orders.id = new.order_id and length(orders.email) between 3 and 254
    on conflict (refund_id) where refund_id is not null do nothing;
    return null;
end
$$;
create trigger refunds_told after insert or update of status on refunds
    for each row when (new.status = 'succeeded') execute function refunds_told();

-- An order leaves the shop: how to follow it, its status, and the mail that says so. Again, with another number, after a
-- parcel was lost.
create function order_ship(shipped bigint, number text, url text) returns bigint
language plpgsql as $$
declare
    before text;
begin
    select status into before from orders where id = shipped for update;
    if before is null then
        perform refuse('order_unknown');
    elsif before in ('cancelled', 'refunded', 'delivered') then
        perform refuse('order_not_shippable');
    elsif nullif(url, '') !~ '^https?://[^\s"<>]+$' or length(url) > 2000 then
        perform refuse('invalid', 'The link must begin with https:// and have at most 2000 characters', 'tracking_url');
    elsif length(number) > 100 then
        perform refuse('invalid', 'A tracking number has at most 100 characters', 'tracking_number');
    end if;
    update order_shipping
    set tracking_number = nullif(number, ''),
        tracking_url = nullif(url, '')
    where order_id = shipped;
    insert into order_statuses (order_id, status, note) values (shipped, 'shipped', coalesce(number, ''));
    insert into email_messages (kind, recipient, order_id)
    select 'order_shipped', email, id
    from orders
    where id = shipped and length(email) between 3 and 254;
    return shipped;
end
$$;
