-- Checkouts: the frozen cart that is offered for payment, and what it holds until it is paid or expires.

create table checkouts (
    id                bigint generated always as identity primary key,
    identifier        text not null unique check (length(identifier) = 32), -- random; Stripe's client_reference_id
    cart_id           bigint references carts on delete set null,
    visitor           bytea not null,
    member_id         bigint references members on delete set null,
    email             text,
    -- pending: frozen, its session not known yet. processing: paid by a method whose money is under way.
    status            text not null default 'pending'
        check (status in ('pending', 'open', 'processing', 'completed', 'failed', 'expired')),
    snapshot          jsonb not null, -- {lines, discounts, shipping}: see checkout_insert in src/checkout/checkout.sql
    snapshot_hash     bytea not null, -- tells whether the cart is still the one that was frozen
    currency          text not null,
    item_subtotal     bigint not null check (item_subtotal >= 0),
    item_discount     bigint not null check (item_discount between 0 and item_subtotal),
    shipping          bigint not null check (shipping >= 0),
    shipping_discount bigint not null check (shipping_discount between 0 and shipping),
    total             bigint not null check (total = item_subtotal - item_discount + shipping - shipping_discount),
    terms_accepted_at timestamptz not null default now(),
    cart_taken        boolean not null default false, -- what was paid has left the cart
    refunds_known     boolean not null default false, -- Stripe was asked for refunds made before the order was
    stripe_session_id text unique,
    stripe_url        text,
    session_expires_at timestamptz not null, -- what Stripe is told
    created_at        timestamptz not null default now(),
    next_check_at     timestamptz not null,  -- when the reconciler asks Stripe
    finished_at       timestamptz,
    check ((status = 'pending') = (stripe_session_id is null) or status in ('expired', 'failed'))
);
-- Two tabs can't open two payment pages for one cart.
create unique index checkouts_one_open_per_cart on checkouts (cart_id) where status in ('pending', 'open');
create index checkouts_to_check on checkouts (next_check_at)
    where status in ('pending', 'open', 'processing') or status = 'completed' and not refunds_known;

create table stock_reservations (
    checkout_id bigint not null references checkouts on delete cascade,
    sku_id      bigint not null references skus,
    quantity    int not null check (quantity > 0),
    primary key (checkout_id, sku_id)
);
create index stock_reservations_sku on stock_reservations (sku_id);

alter table discount_redemptions
    add foreign key (checkout_id) references checkouts on delete cascade;

-- Every event that Stripe sent, once.
create table stripe_events (
    id          text primary key,
    type        text not null,
    object_id   text,
    created     timestamptz not null, -- by Stripe's clock
    received_at timestamptz not null default now()
);
create index stripe_events_object on stripe_events (object_id, type);

-- After a visitor's cart went into a member's: what is paid on a page that was opened before becomes the member's order
-- and leaves the member's cart. One that would be the second open page of the member's cart stays with the visitor's.
create function checkout_follow_cart(mine bigint, theirs bigint, member bigint) returns void
language plpgsql as $$
begin
    update checkouts
    set cart_id = mine, member_id = member
    where cart_id = theirs
        and (status = 'processing'
            or status in ('pending', 'open') and not exists (
                select from checkouts other where other.cart_id = mine and other.status in ('pending', 'open')));
    update discount_redemptions
    set cart_id = mine, member_id = member
    from checkouts
    where discount_redemptions.cart_id = theirs
        and checkouts.id = discount_redemptions.checkout_id
        and checkouts.cart_id = mine;
end
$$;
