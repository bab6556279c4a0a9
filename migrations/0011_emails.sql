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
    subject      text not null default '' check (length(subject) <= 2000),
    html         text not null default '' check (octet_length(html) <= 1048576),
    text         text check (octet_length(text) <= 1048576), -- null: made of the HTML
    from_name    text check (length(from_name) <= 300), -- null: the store's
    from_address text check (length(from_address) between 3 and 254), -- null: MAIL_FROM
    reply_to     text check (length(reply_to) between 3 and 254), -- null: as the shop's own mails
    bcc          text[] not null default '{}' check (cardinality(bcc) <= 20),
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

-- 1999 with two digits and 'USD' is '19.99 USD'.
create function money_text(amount bigint, exponent int, currency text) returns text
language sql immutable parallel safe as $$
    select case when amount < 0 then '-' else '' end
        || case
            when exponent = 0 then abs(amount)::text
            else (abs(amount) / (10 ^ exponent)::bigint)::text || '.'
                || lpad((abs(amount) % (10 ^ exponent)::bigint)::text, exponent, '0')
           end
        || ' ' || currency
$$;

-- Mails about orders.

alter table email_messages add column refund_id bigint references refunds on delete cascade;
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
    elsif url !~ '^https?://[^\s"<>]+$' then
        perform refuse('invalid', 'The link must begin with https://', 'tracking_url');
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

-- What mails tell: the context of their templates (docs/templates.md lists it), and what their links are made of. For
-- many mails at once. A mail without a row has nothing to tell, and fails.

create function order_letters(ids bigint[]) returns table (message_id bigint, context json)
language sql stable as $$
    select message.id, json_build_object(
        'store', json_build_object('name', store.name, 'tagline', store.tagline, 'support_email', store.support_email),
        'order', json_build_object(
            'identifier', orders.identifier,
            'status', orders.status,
            'placed_at', to_char(orders.placed_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
            'is_member', orders.member_id is not null,
            'short', orders.short,
            'currency', orders.currency,
            'item_subtotal', money_text(orders.item_subtotal, currency_exponent, orders.currency),
            'discounts', coalesce((
                select json_agg(json_build_object(
                        'code', code, 'title', title, 'applies_to', applies_to,
                        'amount', money_text(-amount, currency_exponent, orders.currency))
                    order by code)
                from order_discounts
                where order_id = orders.id and amount > 0), '[]'),
            'shipping', money_text(orders.shipping, currency_exponent, orders.currency),
            'shipping_title', order_shipping.title,
            'tax', case when orders.tax > 0 then money_text(orders.tax, currency_exponent, orders.currency) end,
            'total', money_text(orders.total, currency_exponent, orders.currency),
            'refunded', case when payment.refunded > 0
                then money_text(-payment.refunded, currency_exponent, orders.currency) end,
            'address', array_remove(array[nullif(order_shipping.name, ''), nullif(order_shipping.line1, ''),
                nullif(order_shipping.line2, ''), nullif(concat_ws(' ', order_shipping.city, order_shipping.state,
                    order_shipping.postal_code), ''), nullif(order_shipping.country, '')], null),
            'lines', (
                select json_agg(json_build_object(
                        'title', title, 'sku_title', sku_title, 'code', code, 'quantity', quantity,
                        'quantity_short', quantity_short,
                        'unit_price', money_text(unit_price, currency_exponent, orders.currency),
                        'line_total', money_text(line_total, currency_exponent, orders.currency))
                    order by position)
                from order_skus
                where order_id = orders.id)),
        'shipment', json_build_object(
            'tracking_number', order_shipping.tracking_number,
            'tracking_url', order_shipping.tracking_url),
        'refund', case when refund.id is not null then json_build_object(
            'amount', money_text(refund.amount, currency_exponent, upper(refund.currency)),
            'reason', refund.reason,
            'is_full', refund.amount = payment.amount) end)
    from email_messages message
    join orders on orders.id = message.order_id
    join order_shipping on order_shipping.order_id = orders.id
    left join order_payments payment on payment.order_id = orders.id
    left join refunds refund on refund.id = message.refund_id, store
    where message.id = any (ids)
$$;

create function account_letters(ids bigint[]) returns table (message_id bigint, context json)
language sql stable as $$
    select message.id, json_build_object(
        'store', json_build_object('name', store.name, 'tagline', store.tagline, 'support_email', store.support_email),
        'username', users.username,
        -- not to an address that nobody has verified: what a stranger calls himself is no mail of ours
        'name', case when users.email = message.recipient and users.email_verified_at is not null
            then coalesce(nullif(users.first_name, ''), users.username) end,
        'email', users.email,
        'usernames', case message.kind when 'username_reminder' then (
            select json_agg(mine.username order by mine.date_joined)
            from users mine
            where mine.email = message.recipient and mine.is_active) end,
        'new_email', token.email,
        'message', case when chat.id is not null then json_build_object(
            'kind', chat.kind, 'name', chat.name, 'email', chat.email, 'body', chat.body, 'subject', chat.subject) end)
    from email_messages message
    left join users on users.id = message.user_id
    left join one_time_tokens token on token.id = message.token_id
    left join chat_messages chat on chat.id = message.chat_message_id, store
    where message.id = any (ids) and not starts_with(message.kind, 'order_')
$$;

-- What the program makes links of; templates don't see it.
create function email_secrets(ids bigint[]) returns table (message_id bigint, secrets json)
language sql stable as $$
    select message.id, json_build_object(
        'order', orders.identifier,
        'access_key', orders.access_key,
        -- not in a welcome to an address that somebody else has verified
        'token', case when message.kind <> 'welcome' or not exists (
                select
                from users other
                where other.email = message.recipient and other.email_verified_at is not null
                    and other.id <> message.user_id) then message.token_id end,
        'unsubscribe', case when members.newsletter_subscriber then 'mb-' || members.mb_cd end)
    from email_messages message
    left join orders on orders.id = message.order_id
    left join members on members.user_id = message.user_id
    where message.id = any (ids)
$$;

-- The outbox asks for all mails that it claims at once.
create function email_documents(ids bigint[]) returns table (message_id bigint, document json)
language sql stable as $$
    select message.id, json_build_object(
        'template', case
            when message.kind <> 'order_confirmation' then message.kind
            when (letter.context #>> '{order,is_member}')::boolean then 'order_confirmation_member'
            else 'order_confirmation_prospect'
        end,
        'templates_version', clock.version,
        'time_zone', store.time_zone,
        'reply_to', coalesce(letter.context #>> '{message,email}', store.support_email),
        'secrets', secret.secrets,
        'context', letter.context)
    from email_messages message
    join (
        select message_id, context from order_letters(ids)
        union all
        select message_id, context from account_letters(ids)) letter on letter.message_id = message.id
    join email_secrets(ids) secret on secret.message_id = message.id, store, email_template_clock clock
    where message.id = any (ids)
$$;
