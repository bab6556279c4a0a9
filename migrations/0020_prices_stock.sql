-- Work on prices and stock.

create function sku_price_now(sku bigint) returns bigint
language plpgsql stable as $$
begin
    return (
        select amount
        from sku_prices
        where sku_id = sku and effective_at <= now()
        order by effective_at desc, id desc
        limit 1);
end
$$;

-- A time to come, or now when none is given.
create function price_moment(asked text) returns timestamptz
language plpgsql stable as $$
declare
    moment timestamptz;
begin
    if asked is null then
        return now();
    end if;
    begin
        if asked !~ '^\d{4}-\d\d-\d\dT\d\d:\d\d' then
            raise invalid_datetime_format;
        end if;
        moment := asked::timestamptz;
    exception when data_exception then
        perform refuse('wrong_type', 'Give a time as 2030-01-31T12:00:00Z.', 'effective_at');
    end;
    if moment < now() then
        perform refuse('in_the_past', 'A price can begin now or later; what was charged before stays as it was.', 'effective_at');
    elsif moment > now() + interval '10 years' then
        perform refuse('out_of_range', 'Give a time within ten years.', 'effective_at');
    end if;
    return moment;
end
$$;

-- A price from now on or from a time to come. Giving the price that holds at that time already changes nothing.
create function sku_set_price(sku bigint, new_amount bigint, moment timestamptz) returns boolean
language plpgsql as $$
declare
    before bigint;
begin
    perform from skus where id = sku for no key update;
    if not found then
        perform refuse('object_unknown');
    end if;
    select amount into before
    from sku_prices
    where sku_id = sku and effective_at <= moment
    order by effective_at desc, id desc
    limit 1;
    if before = new_amount then
        return false;
    end if;
    insert into sku_prices (sku_id, amount, effective_at) values (sku, new_amount, moment);
    return true;
end
$$;

-- The prices of several SKUs of a product, or of all: to an amount, or by a percentage in basis points.
create function product_set_prices(
    product bigint, chosen bigint[], new_amount bigint, change_bp int, moment timestamptz) returns int
language plpgsql as $$
declare
    sku record;
    wanted bigint;
    changed int := 0;
begin
    perform product_lock(product);
    if exists (
        select
        from unnest(chosen) as each(id)
        where each.id is null or each.id not in (select sku_id from product_skus where product_id = product)) then
        perform refuse('unknown_reference', 'These are not all SKUs of this product.', 'skus');
    end if;
    for sku in
        select skus.id, skus.code, sku_price_now(skus.id) as amount
        from product_skus
        join skus on skus.id = product_skus.sku_id
        where product_skus.product_id = product and (chosen is null or skus.id = any (chosen))
        order by skus.id
    loop
        wanted := coalesce(new_amount, divide_half_even(sku.amount * (10000 + change_bp), 10000));
        if wanted is null then
            perform refuse('no_price', sku.code || ' has no price yet that could be changed by a percentage.', 'percent_bp');
        elsif wanted > 99999999 then
            perform refuse('out_of_range', 'The price of ' || sku.code || ' would be too high.', 'percent_bp');
        end if;
        changed := changed + sku_set_price(sku.id, wanted, moment)::int;
    end loop;
    return changed;
end
$$;

-- What was charged once stays told as it was: people change prices that are to come alone. Taking a change back, and
-- deleting a SKU with all it has, are no such changes.
create function sku_prices_guard() returns trigger
language plpgsql as $$
begin
    if coalesce(current_setting('startupwebapp.undoes', true), '') <> '' then
        return case tg_op when 'DELETE' then old else new end;
    end if;
    if tg_op = 'INSERT' then
        if new.effective_at < now() then
            perform refuse('in_the_past', 'A price can begin now or later; what was charged before stays as it was.', 'effective_at');
        end if;
        return new;
    end if;
    if old.effective_at <= now() and exists (select from skus where id = old.sku_id) then
        perform refuse('price_in_force');
    elsif tg_op = 'UPDATE' and new.effective_at < now() then
        perform refuse('in_the_past', 'A price can begin now or later; what was charged before stays as it was.', 'effective_at');
    end if;
    return case tg_op when 'DELETE' then old else new end;
end
$$;
create trigger sku_prices_guarded before insert or update or delete on sku_prices
    for each row when (current_setting('startupwebapp.actor', true) <> '') execute function sku_prices_guard();

-- Stock, and its line in the ledger, under the lock that sales take. One of: a change in pieces, what was counted, or
-- an end of counting; and whether more may be sold than there is.
create function sku_adjust_stock(
    sku bigint, pieces int, counted int, stop_counting boolean, backorder boolean, why text, note text) returns json
language plpgsql as $$
declare
    stock sku_inventory;
    wanted bigint;
    difference bigint;
begin
    if num_nonnulls(pieces, counted, nullif(stop_counting, false)) > 1 then
        perform refuse('not_allowed', 'Give one of change, counted, or tracked: false.', 'change');
    elsif num_nonnulls(pieces, counted, nullif(stop_counting, false), backorder) = 0 then
        perform refuse('required', 'Give change, counted, tracked: false or backorder_allowed.', 'change');
    elsif pieces = 0 then
        perform refuse('out_of_range', 'Give how many came or went.', 'change');
    elsif why is null and num_nonnulls(pieces, counted) > 0 then
        perform refuse('required', 'Say why.', 'reason');
    elsif not exists (select from skus where id = sku) then
        perform refuse('object_unknown');
    end if;
    insert into sku_inventory (sku_id) values (sku) on conflict (sku_id) do nothing;
    select * into stock from sku_inventory where sku_id = sku for no key update;
    if pieces is not null and stock.quantity_on_hand is null then
        perform refuse('not_counted', 'Nobody counts this yet. Count it, and give how many there are.', 'change');
    end if;
    wanted := case
        when pieces is not null then stock.quantity_on_hand::bigint + pieces
        when counted is not null then counted
        when stop_counting then null
        else stock.quantity_on_hand end;
    difference := coalesce(wanted, 0) - coalesce(stock.quantity_on_hand, 0);
    if wanted < 0 or wanted > 1000000000 then
        perform refuse('out_of_range', 'That would leave ' || wanted || ' pieces.',
            case when pieces is not null then 'change' else 'counted' end);
    elsif wanted < stock.quantity_reserved and not coalesce(backorder, stock.backorder_allowed) then
        perform refuse('stock_reserved', stock.quantity_reserved || ' of these are in checkouts under way.');
    end if;
    update sku_inventory
    set quantity_on_hand = wanted,
        backorder_allowed = coalesce(backorder, backorder_allowed)
    where sku_id = sku
    returning * into stock;
    if difference <> 0 then
        insert into stock_movements (sku_id, change, reason, reference)
        values (sku, difference,
            case
                when exists (select from stock_movements where sku_id = sku) then coalesce(why, 'correction')
                else 'opening' end,
            coalesce(note, ''));
    end if;
    return json_build_object(
        'sku', sku,
        'change', difference,
        'on_hand', stock.quantity_on_hand,
        'reserved', stock.quantity_reserved,
        'available', stock.quantity_available,
        'backorder_allowed', stock.backorder_allowed,
        'status', stock.status);
end
$$;
