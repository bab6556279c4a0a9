-- Work on orders: how they move on, refunds made here, what came back, notes, and what the dashboard counts.

-- Who moved it; null: the customer, Stripe or the program itself.
alter table order_statuses add column user_id bigint references users on delete set null;
alter table order_statuses alter column user_id
    set default admin_actor();
create index order_statuses_user on order_statuses (user_id) where user_id is not null;

-- Pieces of a line that are in the house again. What was short never left it.
alter table order_skus
    add column quantity_returned int not null default 0,
    add constraint order_skus_returned check (quantity_returned between 0 and quantity - quantity_short);

-- Where staff may move an order to. Shipping an order is order_ship, and a refund is what makes it refunded. What was
-- cancelled stays so, since its pieces may be sold again. Back from delivered: somebody pressed the wrong button.
create function order_next_statuses(status text) returns text[]
language sql immutable parallel safe as $$
    select case status
        when 'accepted' then array['manufacturing', 'packing', 'cancelled']
        when 'manufacturing' then array['accepted', 'packing', 'cancelled']
        when 'packing' then array['accepted', 'manufacturing', 'cancelled']
        when 'shipped' then array['delivered', 'packing']
        when 'delivered' then array['shipped']
        else array[]::text[]
    end
$$;

-- Locks are taken in the order payment, order, stock by SKU.

-- Pieces of an order come back into stock, each at most once. `pieces`: [{position, quantity}]; null: all that are out.
create function order_take_back(taken bigint, pieces jsonb) returns void
language plpgsql as $$
begin
    perform sku_inventory.sku_id
    from order_skus
    join sku_inventory on sku_inventory.sku_id = order_skus.sku_id
    where order_skus.order_id = taken
    order by sku_inventory.sku_id
    for no key update of sku_inventory;
    with coming as (
        select line.position,
            least(coalesce(asked.quantity, line.quantity),
                line.quantity - line.quantity_short - line.quantity_returned) as quantity
        from order_skus line
        left join jsonb_to_recordset(pieces) as asked(position int, quantity int) on asked.position = line.position
        where line.order_id = taken and (pieces is null or asked.quantity > 0)
    ),
    returned as (
        update order_skus line
        set quantity_returned = line.quantity_returned + coming.quantity
        from coming
        where line.order_id = taken and line.position = coming.position and coming.quantity > 0
        returning line.sku_id, coming.quantity
    ),
    stocked as (
        update sku_inventory
        set quantity_on_hand = quantity_on_hand + back.quantity
        from (select sku_id, sum(quantity)::int as quantity from returned group by sku_id) back
        where sku_inventory.sku_id = back.sku_id and sku_inventory.quantity_on_hand is not null
        returning sku_inventory.sku_id, back.quantity
    )
    insert into stock_movements (sku_id, change, reason, reference)
    select stocked.sku_id, stocked.quantity, 'return', orders.identifier
    from stocked
    join orders on orders.id = taken;
end
$$;

create function order_set_status(moved bigint, wanted text, words text) returns void
language plpgsql as $$
declare
    before text;
begin
    perform 1 from order_payments where order_id = moved for no key update;
    select status into before from orders where id = moved for no key update;
    if before is null then
        perform refuse('object_unknown');
    elsif wanted = 'refunded' then
        perform refuse('status_not_possible', 'An order is refunded when all of its money was returned.');
    elsif wanted = 'shipped' and before not in ('shipped', 'delivered') then
        perform refuse('status_not_possible', 'Ship the order, so that the customer is told.');
    elsif not wanted = any (order_next_statuses(before)) then
        perform refuse('status_not_possible', format('It is %s, so it can''t become %s.', before, wanted));
    end if;
    insert into order_statuses (order_id, status, note) values (moved, wanted, words);
    if wanted = 'cancelled' then
        perform order_take_back(moved, null);
    end if;
end
$$;

-- RFC 3986: what is not unreserved is escaped.
create function url_escape(plain text) returns text
language sql immutable parallel safe as $$
    select coalesce(string_agg(
        case
            when letter ~ '^[A-Za-z0-9._~-]$' then letter
            else regexp_replace(upper(encode(convert_to(letter, 'UTF8'), 'hex')), '(..)', '%\1', 'g')
        end, '' order by place), '')
    from regexp_split_to_table(plain, '') with ordinality as letters(letter, place)
$$;

-- order_ship, with the link that the shipping method's carrier has for the number when none is given.
create function order_ship_by_carrier(shipped bigint, number text, url text) returns void
language plpgsql as $$
declare
    now_ship record;
    link text := nullif(url, '');
begin
    -- by itself: what is read beside a lock may be older than what the one before has written
    perform 1 from orders where id = shipped for no key update;
    select orders.status, order_shipping.tracking_number, order_shipping.tracking_url, shipping_methods.tracking_url_template
    into now_ship
    from orders
    join order_shipping on order_shipping.order_id = orders.id
    left join shipping_methods on shipping_methods.code = order_shipping.method
    where orders.id = shipped;
    if not found then
        perform refuse('object_unknown');
    end if;
    if link is null and number <> '' and now_ship.tracking_url_template <> '' then
        link := replace(now_ship.tracking_url_template, '{tracking_number}', url_escape(number));
    end if;
    -- a second click: the customer is told once
    if now_ship.status = 'shipped'
        and coalesce(now_ship.tracking_number, '') = number
        and now_ship.tracking_url is not distinct from link then
        perform refuse('order_not_shippable', 'It was shipped with this number already.');
    end if;
    perform order_ship(shipped, number, link);
end
$$;

create table order_notes (
    id       bigint generated always as identity primary key,
    order_id bigint not null references orders on delete cascade,
    user_id  bigint references users on delete set null,
    username text not null, -- stays when the account goes
    text     text not null check (length(text) between 1 and 4000),
    at       timestamptz not null default now()
);
create index order_notes_order on order_notes (order_id, id);
create index order_notes_user on order_notes (user_id);

-- Refunds that somebody here asked for. First the row, then Stripe is told, then the refund is recorded: whatever dies in
-- between, the row tells what is under way. Money of open requests counts as spent. The identifier is Stripe's idempotency
-- key and stands in the metadata of its refund, so that whoever hears of the refund first, the worker who made it, the web
-- hook or a job, closes the request, once.
create table refund_requests (
    identifier  uuid primary key, -- chosen by the page that asks: a repeated click repeats it
    order_id    bigint not null references orders on delete cascade,
    amount      bigint not null check (amount > 0),
    reason      text check (reason in ('duplicate', 'fraudulent', 'requested_by_customer')), -- Stripe's words
    restock     jsonb not null default '[]', -- [{position, quantity}]
    state       text not null default 'requested' check (state in ('requested', 'done', 'failed')),
    user_id     bigint references users on delete set null,
    username    text not null,
    refund_id   bigint references refunds on delete set null,
    last_error  text, -- the last words of Stripe
    created_at  timestamptz not null default now(),
    next_try_at timestamptz not null,
    closed_at   timestamptz,
    constraint refund_requests_closed check ((state = 'requested') = (closed_at is null)),
    constraint refund_requests_one_a_refund unique (refund_id)
);
create index refund_requests_order on refund_requests (order_id, created_at);
create index refund_requests_open on refund_requests (next_try_at) where state = 'requested';
create index refund_requests_user on refund_requests (user_id);

-- What of an order can still be returned: money, and pieces of its lines. What open requests ask for is not.
create function order_refund_left(asked_order bigint) returns bigint
language plpgsql stable as $$
begin
    return (
        select greatest(0, order_payments.amount - order_payments.refunded - coalesce((
                select sum(refund_requests.amount)
                from refund_requests
                where refund_requests.order_id = asked_order and refund_requests.state = 'requested'), 0))
        from order_payments
        where order_payments.order_id = asked_order and order_payments.stripe_payment_intent_id is not null);
end
$$;

create function order_lines_left(asked_order bigint) returns table (line_position int, pieces int)
language plpgsql stable as $$
begin
    return query
    select line.position, (line.quantity - line.quantity_short - line.quantity_returned - coalesce(asked.pieces, 0))::int
    from order_skus line
    left join (
        select piece.position, sum(piece.quantity) as pieces
        from refund_requests
        cross join jsonb_to_recordset(refund_requests.restock) as piece(position int, quantity int)
        where refund_requests.order_id = asked_order and refund_requests.state = 'requested'
        group by piece.position) asked on asked.position = line.position
    where line.order_id = asked_order;
end
$$;

-- Gives the state of the request, which may have been made before.
create function order_refund_request(
    asked_identifier uuid, asked_order bigint, asked_amount bigint, asked_reason text, asked_restock jsonb, wait interval)
returns text
language plpgsql as $$
declare
    payment order_payments;
    known refund_requests;
    piece record;
    money_left bigint;
    actor bigint := admin_actor();
begin
    select * into payment from order_payments where order_id = asked_order for no key update;
    if not found then
        perform refuse('object_unknown');
    end if;
    select * into known from refund_requests where identifier = asked_identifier;
    if found then
        if (known.order_id, known.amount, coalesce(known.reason, ''), known.restock)
            is distinct from (asked_order, asked_amount, coalesce(asked_reason, ''), asked_restock) then
            perform refuse('refund_differs');
        end if;
        return known.state;
    end if;
    if payment.stripe_payment_intent_id is null or payment.amount = 0 then
        perform refuse('nothing_paid');
    end if;
    money_left := order_refund_left(asked_order);
    if asked_amount > money_left then
        perform refuse('refund_too_large',
            format('%s of %s (in minor units of %s) can still be returned.', money_left, payment.amount, payment.currency));
    end if;
    for piece in
        select asked.position, sum(asked.quantity) as quantity, coalesce(max(order_lines_left.pieces), 0) as left_over
        from jsonb_to_recordset(asked_restock) as asked(position int, quantity int)
        left join order_lines_left(asked_order) on line_position = asked.position
        group by asked.position
    loop
        if piece.quantity > piece.left_over then
            perform refuse('out_of_range',
                format('Of line %s at most %s can come back.', piece.position, piece.left_over), 'restock');
        end if;
    end loop;
    insert into refund_requests (identifier, order_id, amount, reason, restock, user_id, username, next_try_at)
    values (asked_identifier, asked_order, asked_amount, asked_reason, asked_restock, actor,
        coalesce((select username from users where id = actor), ''), now() + wait);
    return 'requested';
end
$$;

create function refund_request_document(asked refund_requests) returns json
language plpgsql stable as $$
begin
    return json_build_object(
        'identifier', asked.identifier,
        'order_id', asked.order_id::text,
        'amount', asked.amount,
        'reason', asked.reason,
        'restock', asked.restock,
        'state', asked.state,
        'username', asked.username,
        'last_error', asked.last_error,
        'refund_id', asked.refund_id::text,
        'created_at', utc_text(asked.created_at),
        'closed_at', utc_text(asked.closed_at));
end
$$;

-- Where staff see a payment at Stripe.
create function stripe_dashboard_url(payment_intent text, livemode boolean) returns text
language sql immutable parallel safe as $$
    select 'https://dashboard.stripe.com/' || case when livemode then '' else 'test/' end || 'payments/' || payment_intent
$$;

-- What a request waits for, or how it ended, is nothing to look at any more.
create function refund_request_closed() returns trigger
language plpgsql as $$
begin
    update alerts
    set dismissed_at = now()
    where code = 'refund_waiting' and subject = new.identifier::text and dismissed_at is null;
    return null;
end
$$;
create trigger refund_request_closed after update of state on refund_requests
    for each row when (new.state <> 'requested') execute function refund_request_closed();

-- A refund that Stripe tells of, whoever made it and whoever hears of it; nothing for a payment that is not ours.
-- `request` is what its metadata names: our request, which this closes.
create function order_refund_record(
    intent text, stripe_refund text, refund_amount bigint, refund_currency text, refund_status text, refund_reason text,
    refund_created bigint, request text)
returns void
language plpgsql as $$
declare
    its_order bigint;
    its_refund bigint;
    asked refund_requests;
begin
    select order_id into its_order from order_payments where stripe_payment_intent_id = intent for no key update;
    if its_order is null then
        return;
    end if;
    perform 1 from orders where id = its_order for no key update;
    if request ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' then
        select * into asked from refund_requests where identifier = request::uuid and order_id = its_order for update;
    end if;
    -- what follows is done in the name of who asked
    if asked.user_id is not null and coalesce(current_setting('startupwebapp.actor', true), '') = '' then
        perform set_config('startupwebapp.actor', asked.user_id::text, true),
            set_config('startupwebapp.change', nextval('audit_changes')::text, true);
    end if;
    insert into refunds (order_id, stripe_refund_id, amount, currency, status, reason, created_at)
    values (its_order, stripe_refund, refund_amount, upper(refund_currency), refund_status, refund_reason,
        to_timestamp(refund_created))
    on conflict (stripe_refund_id) do update
    set status = excluded.status
    -- Two who ask Stripe at once may bring the older answer last: a refund never goes back.
    where refund_stage(refunds.status) < refund_stage(excluded.status);
    if asked.identifier is null or asked.state = 'done' or asked.refund_id is not null then
        return;
    end if;
    select id into its_refund from refunds where stripe_refund_id = stripe_refund;
    if refund_stage(refund_status) < 2 then
        perform order_take_back(its_order, asked.restock);
    end if;
    update refund_requests
    set state = case when refund_stage(refund_status) < 2 then 'done' else 'failed' end,
        last_error = case when refund_stage(refund_status) = 2 then 'Stripe could not return the money: ' || refund_status end,
        refund_id = its_refund,
        closed_at = now()
    where identifier = asked.identifier;
end
$$;

-- A refund that fails does so days after it seemed done; the money is with the store again, and the customer waits.
create function refunds_failed() returns trigger
language plpgsql as $$
begin
    if tg_op = 'INSERT' or old.status is distinct from new.status then
        perform alert_raise('refund_failed', orders.identifier,
            format('The refund %s of %s %s came back. Return the money in another way.',
                new.stripe_refund_id, new.amount, new.currency))
        from orders
        where orders.id = new.order_id;
    end if;
    return null;
end
$$;
create trigger refunds_failed after insert or update of status on refunds
    for each row when (new.status in ('failed', 'canceled')) execute function refunds_failed();

select audit_table('order_notes', 'id'), audit_table('refund_requests', 'identifier');

-- The dashboard: what it counts has an index, so that it costs the same in a large store.
create index orders_sales on orders (placed_at) include (total);
create index refunds_made on refunds (created_at) include (amount, status);
create index sku_inventory_left on sku_inventory ((quantity_on_hand - quantity_reserved)) where quantity_on_hand is not null;

-- Days of the store as moments, for whoever compares payments: from the start of the first to the end of the last.
create function reconciliation_window(first_day text, last_day text) returns table (since timestamptz, until timestamptz)
language plpgsql stable as $$
declare
    zone text := (select time_zone from store);
    today date := (now() at time zone zone)::date;
    first date;
    last date;
begin
    begin
        last := coalesce(last_day::date, today);
    exception when datetime_field_overflow or invalid_datetime_format then
        perform refuse('invalid', 'There is no such day.', 'to');
    end;
    begin
        first := coalesce(first_day::date, last - 6);
    exception when datetime_field_overflow or invalid_datetime_format then
        perform refuse('invalid', 'There is no such day.', 'from');
    end;
    if first > last then
        perform refuse('out_of_range', 'The first day comes after the last.', 'from');
    elsif last - first > 92 then
        perform refuse('out_of_range', 'Compare at most three months at a time.', 'from');
    end if;
    return query
    select first::timestamp at time zone zone,
        -- payments of this very second too
        least((last + 1)::timestamp at time zone zone, now() + interval '1 second');
end
$$;
