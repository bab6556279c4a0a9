-- Orders and everything that hangs on one.

create table orders (
    id                bigint generated always as identity primary key,
    identifier        text not null unique, -- random, for people: R7KQ-2MXD-94TB
    access_key        text not null check (length(access_key) >= 32), -- the secret of the order's link
    checkout_id       bigint not null references checkouts,
    made_by           bytea not null, -- the attempt that made it; the loser of a race finds another's here
    visitor           bytea not null,
    member_id         bigint references members on delete set null,
    prospect_id       bigint references prospects,
    email             text,
    status            text not null default 'accepted',
    currency          text not null,
    item_subtotal     bigint not null check (item_subtotal >= 0),
    item_discount     bigint not null check (item_discount >= 0),
    shipping          bigint not null check (shipping >= 0),
    shipping_discount bigint not null check (shipping_discount >= 0),
    tax               bigint not null default 0 check (tax >= 0),
    total             bigint not null check (total >= 0),
    on_hold           boolean not null default false,
    hold_reason       text, -- what Stripe took that we did not expect
    short             boolean not null default false,
    placed_at         timestamptz not null default now(),
    constraint orders_one_per_checkout unique (checkout_id),
    -- What Stripe took is recorded as it is, even when it does not add up; then somebody has to look.
    constraint orders_add_up check (on_hold or total = item_subtotal - item_discount + shipping - shipping_discount + tax)
);
create index orders_placed on orders (placed_at desc, id desc);
create index orders_prospect on orders (prospect_id);
create index orders_visitor on orders (visitor);
create index orders_member on orders (member_id, placed_at desc, id desc);
-- to find what somebody bought before the address was verified
create index orders_email on orders (email) where member_id is null;

create table order_skus (
    order_id       bigint not null references orders on delete cascade,
    position       int not null,
    sku_id         bigint references skus on delete set null,
    code           text not null,
    product        text not null,
    title          text not null,
    sku_title      text not null,
    options        jsonb not null,
    image          jsonb,
    quantity       int not null check (quantity > 0),
    unit_price     bigint not null check (unit_price >= 0),
    line_total     bigint not null check (line_total = quantity * unit_price),
    quantity_short int not null default 0 check (quantity_short between 0 and quantity),
    primary key (order_id, position)
);
create index order_skus_sku on order_skus (sku_id);

create table order_discounts (
    order_id         bigint not null references orders on delete cascade,
    discount_code_id bigint references discount_codes on delete set null,
    code             text not null,
    title            text not null,
    applies_to       text not null check (applies_to in ('items', 'shipping')),
    amount           bigint not null check (amount >= 0),
    primary key (order_id, code)
);

create table order_payments (
    order_id                 bigint primary key references orders on delete cascade,
    status                   text not null check (status in (
        'paid', 'no_payment_required', 'refunded', 'partially_refunded', 'disputed')),
    stripe_session_id        text not null unique,
    stripe_payment_intent_id text unique, -- none when nothing had to be paid
    stripe_charge_id         text unique,
    stripe_customer_id       text,
    amount                   bigint not null check (amount >= 0),
    refunded                 bigint not null default 0 check (refunded between 0 and amount),
    currency                 text not null,
    card_brand               text,
    card_last4               text,
    livemode                 boolean not null,
    paid_at                  timestamptz not null default now()
);

create table order_billing (
    order_id    bigint primary key references orders on delete cascade,
    name        text,
    line1       text,
    line2       text,
    city        text,
    state       text,
    postal_code text,
    country     text,
    phone       text
);

create table order_shipping (
    order_id        bigint primary key references orders on delete cascade,
    method          text not null,
    title           text not null,
    name            text,
    line1           text,
    line2           text,
    city            text,
    state           text,
    postal_code     text,
    country         text,
    tracking_number text,
    tracking_url    text
);

create table order_statuses (
    id       bigint generated always as identity primary key,
    order_id bigint not null references orders on delete cascade,
    status   text not null check (status in (
        'accepted', 'manufacturing', 'packing', 'shipped', 'delivered', 'cancelled', 'refunded')),
    note     text not null default '',
    at       timestamptz not null default now()
);
create index order_statuses_order on order_statuses (order_id, id);

-- orders.status is the newest row of the history, for lists; the history is the truth.
create function order_status_added() returns trigger
language plpgsql as $$
begin
    update orders set status = new.status where id = new.order_id and status <> new.status;
    return null;
end
$$;
create trigger order_statuses_added after insert on order_statuses
    for each row execute function order_status_added();

create table refunds (
    id               bigint generated always as identity primary key,
    order_id         bigint not null references orders on delete cascade,
    stripe_refund_id text not null unique,
    amount           bigint not null check (amount > 0),
    currency         text not null,
    status           text not null, -- Stripe's: pending, requires_action, succeeded, failed, canceled
    reason           text,
    created_at       timestamptz not null default now()
);
create index refunds_order on refunds (order_id);

-- How far a refund has come; it fails, if it does, after it seemed to succeed (docs.stripe.com/refunds, failed refunds).
create function refund_stage(status text) returns int
language sql immutable as $$
    select case when status in ('failed', 'canceled') then 2 when status = 'succeeded' then 1 else 0 end
$$;

-- Disputes of payments; one may be told before the order is known, so it names the payment, not the order.
create table disputes (
    stripe_dispute_id text primary key,
    payment_intent_id text not null,
    status            text not null, -- Stripe's: needs_response, under_review, won, lost, ...
    closed            boolean not null,
    created_at        timestamptz not null
);
create index disputes_payment on disputes (payment_intent_id);

-- What was refunded, and how the payment stands, follow from the refunds that did not fail, whoever made them, and from
-- the disputes that the customer has not lost. The history of the order follows.
create function order_payment_judge(judged bigint) returns void
language plpgsql as $$
begin
    perform 1 from order_payments where order_id = judged for no key update;
    update order_payments payment
    set refunded = sums.refunded,
        status = case
            when exists (
                select
                from disputes
                where disputes.payment_intent_id = payment.stripe_payment_intent_id
                    and disputes.status not in ('won', 'warning_closed', 'prevented')) then 'disputed'
            when payment.stripe_payment_intent_id is null then 'no_payment_required'
            when sums.refunded >= payment.amount and sums.refunded > 0 then 'refunded'
            when sums.refunded > 0 then 'partially_refunded'
            else 'paid'
        end
    from (
        select least(max(order_payments.amount),
            coalesce(sum(refunds.amount) filter (where refund_stage(refunds.status) < 2), 0)) as refunded
        from order_payments
        left join refunds on refunds.order_id = order_payments.order_id
        where order_payments.order_id = judged) sums
    where payment.order_id = judged;
    insert into order_statuses (order_id, status, note)
    select judged, 'refunded', 'The whole amount was returned'
    from order_payments
    join orders on orders.id = order_payments.order_id
    where order_payments.order_id = judged
        and order_payments.refunded = order_payments.amount
        and order_payments.amount > 0
        and orders.status <> 'refunded';
    -- A refund that failed after all: the order is where it was before.
    insert into order_statuses (order_id, status, note)
    select judged, coalesce((
            select before.status
            from order_statuses before
            where before.order_id = judged and before.status <> 'refunded'
            order by before.id desc
            limit 1), 'accepted'), 'A refund failed'
    from order_payments
    join orders on orders.id = order_payments.order_id
    where order_payments.order_id = judged
        and order_payments.refunded < order_payments.amount
        and orders.status = 'refunded';
end
$$;

create function refunds_changed() returns trigger
language plpgsql as $$
begin
    perform order_payment_judge(new.order_id);
    return null;
end
$$;
create trigger refunds_changed after insert or update on refunds
    for each row execute function refunds_changed();

create function disputes_changed() returns trigger
language plpgsql as $$
begin
    perform order_payment_judge(order_id) from order_payments where stripe_payment_intent_id = new.payment_intent_id;
    return null;
end
$$;
create trigger disputes_changed after insert or update on disputes
    for each row execute function disputes_changed();
