-- Carts and discount codes. What a cart costs is in 0008_pricing.sql.

create table discount_codes (
    id                    bigint generated always as identity primary key,
    code                  text not null check (code = upper(code) and length(code) between 1 and 50),
    title                 text not null default '',
    kind                  text not null check (kind in ('percent', 'fixed', 'free_shipping')),
    applies_to            text not null check (applies_to in ('items', 'shipping')),
    percent_bp            int check (percent_bp between 1 and 10000), -- basis points: 1000 is 10 %
    amount                bigint check (amount between 1 and 99999999),
    minimum_subtotal      bigint not null default 0 check (minimum_subtotal >= 0),
    starts_at             timestamptz,
    ends_at               timestamptz,
    max_uses              int check (max_uses > 0),
    max_uses_per_customer int check (max_uses_per_customer > 0),
    combinable            boolean not null default false,
    active                boolean not null default true,
    uses                  int not null default 0, -- by orders, and held by open checkouts
    created_at            timestamptz not null default now(),
    constraint discount_codes_code unique (code),
    constraint discount_codes_uses check (uses >= 0),
    constraint discount_codes_not_overused check (max_uses is null or uses <= max_uses),
    constraint discount_codes_kind check (
        (kind = 'percent') = (percent_bp is not null)
        and (kind = 'fixed') = (amount is not null)
        and (kind <> 'free_shipping' or applies_to = 'shipping')),
    constraint discount_codes_window check (starts_at < ends_at)
);

-- Of a member or of a visitor. A visitor's cart that went into a member's stays for a while, empty, so that a request
-- of the same visitor that was under way meanwhile is refused instead of filling a cart that nobody looks at.
create table carts (
    id         bigint generated always as identity primary key,
    visitor    bytea check (length(visitor) = 16),
    member_id  bigint references members on delete cascade,
    moved_at   timestamptz,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint carts_visitor unique (visitor),
    constraint carts_member unique (member_id),
    constraint carts_have_one_owner check (num_nonnulls(visitor, member_id) = 1)
);

-- The cart of a request: the member's whose session it is, else the visitor's. Null when there is none.
create function cart_of(asking bytea, session bytea) returns bigint
language plpgsql stable as $$
declare
    member bigint := session_member_id(session);
begin
    if member is not null then
        return (select id from carts where carts.member_id = member);
    end if;
    return (select id from carts where carts.visitor = asking);
end
$$;

-- The same, made when there is none, and locked until the unit ends.
create function cart_ensure(asking bytea, session bytea) returns bigint
language plpgsql as $$
declare
    member bigint := session_member_id(session);
    ensured carts;
begin
    if member is not null then
        perform session_touch(session);
        insert into carts (member_id) values (member)
        on conflict (member_id) do update set updated_at = now()
        returning * into ensured;
    else
        insert into carts (visitor) values (asking)
        on conflict (visitor) do update
        set updated_at = now(),
            moved_at = case when carts.moved_at > now() - interval '1 minute' then carts.moved_at end
        returning * into ensured;
        if ensured.moved_at is not null then
            perform refuse('cart_moved');
        end if;
    end if;
    return ensured.id;
end
$$;

create table cart_skus (
    cart_id    bigint not null references carts on delete cascade,
    sku_id     bigint not null references skus on delete cascade,
    quantity   int not null,
    price_seen bigint not null, -- what it cost when the customer last touched the line
    added_at   timestamptz not null default now(),
    primary key (cart_id, sku_id),
    constraint cart_skus_quantity check (quantity between 1 and 99)
);

create table cart_discounts (
    id               bigint generated always as identity primary key, -- the order in which they were entered
    cart_id          bigint not null references carts on delete cascade,
    discount_code_id bigint not null references discount_codes on delete cascade,
    constraint cart_discounts_once unique (cart_id, discount_code_id)
);

create table cart_shipping (
    cart_id            bigint primary key references carts on delete cascade,
    shipping_method_id bigint not null references shipping_methods on delete cascade
);

-- Who used a code, or holds a use of it in an open checkout. checkout_id gets its foreign key with checkouts.
create table discount_redemptions (
    discount_code_id bigint not null references discount_codes on delete cascade,
    checkout_id      bigint not null,
    cart_id          bigint,
    visitor          bytea,
    member_id        bigint references members on delete set null,
    email            text check (email = lower(email)),
    created_at       timestamptz not null default now(),
    primary key (discount_code_id, checkout_id)
);
create index discount_redemptions_visitor on discount_redemptions (discount_code_id, visitor);
create index discount_redemptions_member on discount_redemptions (discount_code_id, member_id);
create index discount_redemptions_email on discount_redemptions (discount_code_id, email);
create index discount_redemptions_checkout on discount_redemptions (checkout_id);

-- A visitor who has just logged in takes the cart along: of each thing the larger quantity, codes that hold and may stand
-- beside the member's, the choice of delivery. Nothing is left behind, though the cart may then hold more lines than can be
-- paid at once. Locks the member's cart, then the visitor's.
create function cart_merge(asking bytea, session bytea) returns void
language plpgsql as $$
declare
    member bigint := session_member_id(session);
    mine bigint;
    theirs bigint;
begin
    if member is null or asking is null then
        return;
    end if;
    mine := cart_ensure(asking, session);
    -- Also when there was none: a request that is under way would make one that nobody looks at.
    insert into carts (visitor, moved_at) values (asking, now())
    on conflict (visitor) do update set moved_at = now(), updated_at = now()
    returning id into theirs;

    with gone as (
        delete from cart_skus where cart_id = theirs returning sku_id, quantity, price_seen, added_at
    )
    insert into cart_skus (cart_id, sku_id, quantity, price_seen, added_at)
    select mine, sku_id, quantity, price_seen, added_at from gone
    on conflict (cart_id, sku_id) do update
    set quantity = greatest(cart_skus.quantity, excluded.quantity),
        price_seen = excluded.price_seen;

    perform cart_merge_discounts(mine, theirs);

    with gone as (
        delete from cart_shipping where cart_id = theirs returning shipping_method_id
    )
    insert into cart_shipping (cart_id, shipping_method_id)
    select mine, shipping_methods.id
    from gone
    join shipping_methods on shipping_methods.id = gone.shipping_method_id and shipping_methods.active
    on conflict (cart_id) do update
    set shipping_method_id = excluded.shipping_method_id;

    perform checkout_follow_cart(mine, theirs, member);
end
$$;

create function cart_merge_discounts(mine bigint, theirs bigint) returns void
language plpgsql as $$
declare
    added bigint[];
begin
    with gone as (
        delete from cart_discounts where cart_id = theirs returning id, discount_code_id
    ),
    candidate as (
        select gone.id, gone.discount_code_id, discount_codes.combinable
        from gone
        join discount_codes on discount_codes.id = gone.discount_code_id
    ),
    inserted as (
        insert into cart_discounts (cart_id, discount_code_id)
        select mine, candidate.discount_code_id
        from candidate
        where not exists (
            select
            from cart_discounts
            join discount_codes on discount_codes.id = cart_discounts.discount_code_id
            where cart_discounts.cart_id = mine
                and cart_discounts.discount_code_id <> candidate.discount_code_id
                and not (discount_codes.combinable and candidate.combinable))
        order by candidate.id
        on conflict on constraint cart_discounts_once do nothing
        returning id
    )
    select array_agg(id) into added from inserted;
    delete from cart_discounts
    using cart_discount_amounts amount
    where cart_discounts.id = any (added)
        and amount.entered = cart_discounts.id
        and amount.cart_id = mine
        and amount.problem is not null;
end
$$;
