-- The admin: who may do what, and what was done.

-- What staff may do, by group and by person; superusers may do everything. `resource` is a table of the admin's
-- registry (src/admin/admin.h), which the program checks.
create table group_permissions (
    id       bigint generated always as identity primary key,
    group_id bigint not null references groups on delete cascade,
    resource text not null check (resource ~ '^[a-z][a-z0-9_]*$'),
    verb     text not null check (verb in ('view', 'add', 'change', 'delete')),
    constraint group_permissions_once unique (group_id, resource, verb)
);

create table user_permissions (
    id       bigint generated always as identity primary key,
    user_id  bigint not null references users on delete cascade,
    resource text not null check (resource ~ '^[a-z][a-z0-9_]*$'),
    verb     text not null check (verb in ('view', 'add', 'change', 'delete')),
    constraint user_permissions_once unique (user_id, resource, verb)
);

-- Whose permissions a resource has: its own, or another's (struct resource's `permission`). Campaigns are mails.
create function permission_of(asked_resource text) returns text
language sql immutable as $$
    select case when asked_resource in ('campaigns', 'campaign_tags') then 'emails' else asked_resource end
$$;

create function staff_may(staff bigint, asked_resource text, asked_verb text) returns boolean
language plpgsql stable as $$
declare
    asked text := permission_of(asked_resource);
begin
    return exists (
        select
        from users
        where users.id = staff and users.is_staff and users.is_active and (
            users.is_superuser
            or exists (
                select
                from user_permissions own
                where own.user_id = staff and own.resource = asked and own.verb = asked_verb)
            or exists (
                select
                from user_groups
                join group_permissions through on through.group_id = user_groups.group_id
                where user_groups.user_id = staff and through.resource = asked and through.verb = asked_verb)));
end
$$;

-- As the API tells a time.
create function utc_text(at timestamptz) returns text
language sql stable parallel safe as $$
    select to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')
$$;

-- One number for all that one unit of work changes.
create sequence audit_changes;

-- Whose changes are recorded in this unit; null outside of the admin.
create function admin_actor() returns bigint
language sql stable as $$
    select nullif(current_setting('startupwebapp.actor', true), '')::bigint
$$;

-- Every unit of the admin begins with this or the next. Refuses who is not logged in, not staff or lacks the second
-- factor. From here to the end of the unit, what is changed is written to audit_log in this person's name, and
-- statements are planned for their arguments.
create function admin_enter(session bytea, records boolean) returns bigint
language plpgsql as $$
declare
    asking bigint := session_require(session);
begin
    if not exists (select from users where id = asking and is_staff and is_active) then
        perform refuse('forbidden');
    end if;
    perform set_config('plan_cache_mode', 'force_custom_plan', true),
        set_config('startupwebapp.actor', asking::text, true);
    if records then
        perform set_config('startupwebapp.change', nextval('audit_changes')::text, true);
    end if;
    return asking;
end
$$;

-- The same, and refuses who may not do it.
create function admin_begin(session bytea, asked_resource text, asked_verb text) returns bigint
language plpgsql as $$
declare
    asking bigint := admin_enter(session, asked_verb <> 'view');
begin
    if not staff_may(asking, asked_resource, asked_verb) then
        perform refuse('forbidden');
    end if;
    return asking;
end
$$;

-- Whether the person of admin_begin may do something besides: parts of a page that need another permission are left out.
create function admin_may(asked_resource text, asked_verb text) returns boolean
language plpgsql stable as $$
begin
    return staff_may(admin_actor(), asked_resource, asked_verb);
end
$$;

-- More that the same person must be allowed to do, later in the unit.
create function admin_require(asked_resource text, asked_verb text) returns void
language plpgsql as $$
begin
    if not admin_may(asked_resource, asked_verb) then
        perform refuse('forbidden');
    end if;
end
$$;

create function admin_is_superuser() returns boolean
language plpgsql stable as $$
begin
    return exists (
        select
        from users
        where id = admin_actor() and is_superuser and is_active);
end
$$;

-- Every change that somebody made in the admin, and all that followed from it (cascades, triggers), a row each. Of an
-- update only the columns that differ. The rows of one unit of work share change_id and can be undone together.
create table audit_log (
    id        bigint generated always as identity primary key,
    change_id bigint not null,
    at        timestamptz not null default now(),
    user_id   bigint references users on delete set null,
    username  text not null, -- stays when the account goes
    resource  text not null, -- the table
    object_id text not null, -- its key, parts joined by ":"
    action    text not null check (action in ('insert', 'update', 'delete')),
    before    jsonb,         -- null of an insert
    after     jsonb,         -- null of a delete
    hidden    jsonb,         -- secrets among the columns, before; for undoing alone
    undoes    bigint         -- the change that this one undid
);
create index audit_log_object on audit_log (resource, object_id, id desc);
create index audit_log_change on audit_log (change_id, id);
create index audit_log_user on audit_log (user_id, id desc);
create index audit_log_undoes on audit_log (undoes) where undoes is not null;

-- Columns that nobody gets to see, not even here.
create function audit_hidden() returns text[]
language sql immutable parallel safe as $$
    select array['password_hash', 'secret', 'hash', 'access_key']
$$;

-- TG_ARGV: the columns of the key.
create function audit_row() returns trigger
language plpgsql as $$
declare
    old_row jsonb := case when tg_op <> 'INSERT' then to_jsonb(old) end;
    new_row jsonb := case when tg_op <> 'DELETE' then to_jsonb(new) end;
    whole jsonb := coalesce(new_row, old_row);
    -- what PostgreSQL computes itself, or which only says that something was changed
    computed text[] := array['search', 'search_title', 'updated_at'];
    actor bigint := current_setting('startupwebapp.actor')::bigint;
    written_before jsonb;
    written_after jsonb;
    secrets jsonb;
    key text;
begin
    if tg_op = 'UPDATE' then
        select jsonb_object_agg(each.key, each.value), jsonb_object_agg(each.key, new_row -> each.key)
        into written_before, written_after
        from jsonb_each(old_row) each
        where each.value is distinct from new_row -> each.key and each.key <> all (computed);
        if written_before is null then
            return null;
        end if;
    else
        written_before := old_row - computed;
        written_after := new_row - computed;
    end if;
    select jsonb_object_agg(each.key, each.value) into secrets
    from jsonb_each(written_before) each
    where each.key = any (audit_hidden());
    select jsonb_object_agg(each.key, case when each.key = any (audit_hidden()) then '"(hidden)"' else each.value end)
    into written_before
    from jsonb_each(written_before) each;
    select jsonb_object_agg(each.key, case when each.key = any (audit_hidden()) then '"(hidden)"' else each.value end)
    into written_after
    from jsonb_each(written_after) each;
    select string_agg(whole ->> part, ':' order by place) into key
    from unnest(tg_argv[0:]) with ordinality as parts(part, place);
    insert into audit_log (change_id, user_id, username, resource, object_id, action, before, after, hidden, undoes)
    values (
        coalesce(nullif(current_setting('startupwebapp.change', true), '')::bigint, nextval('audit_changes')),
        (select users.id from users where users.id = actor),
        coalesce((select users.username from users where users.id = actor), '#' || actor),
        tg_table_name, key, lower(tg_op), written_before, written_after, secrets,
        nullif(current_setting('startupwebapp.undoes', true), '')::bigint);
    return null;
end
$$;

-- Has the changes of a table recorded.
create function audit_table(audited text, variadic key_columns text[]) returns void
language plpgsql as $$
begin
    execute format(
        'create trigger audit after insert or update or delete on %I for each row '
        'when (current_setting(''startupwebapp.actor'', true) <> '''') execute function audit_row(%s)',
        audited, (select string_agg(quote_literal(part), ', ' order by place)
            from unnest(key_columns) with ordinality as parts(part, place)));
end
$$;

select audit_table('users', 'id'), audit_table('members', 'id'), audit_table('groups', 'id'),
    audit_table('user_groups', 'user_id', 'group_id'), audit_table('group_permissions', 'id'),
    audit_table('user_permissions', 'id'), audit_table('prospects', 'id'), audit_table('sessions', 'id'),
    audit_table('two_factor', 'user_id'), audit_table('one_time_tokens', 'id'),
    audit_table('terms_of_use_versions', 'version'),
    audit_table('terms_of_use_agreements', 'member_id', 'version'), audit_table('chat_messages', 'id'),
    audit_table('configuration', 'key'),
    audit_table('products', 'id'), audit_table('product_images', 'id'), audit_table('product_videos', 'id'),
    audit_table('sku_types', 'id'), audit_table('skus', 'id'), audit_table('product_skus', 'product_id', 'sku_id'),
    audit_table('sku_prices', 'id'), audit_table('sku_images', 'id'), audit_table('sku_inventory', 'sku_id'),
    audit_table('stock_movements', 'id'), audit_table('collections', 'id'),
    audit_table('product_collections', 'collection_id', 'product_id'), audit_table('shipping_methods', 'id'),
    audit_table('discount_codes', 'id'), audit_table('carts', 'id'), audit_table('cart_skus', 'cart_id', 'sku_id'),
    audit_table('cart_discounts', 'id'), audit_table('cart_shipping', 'cart_id'),
    audit_table('discount_redemptions', 'discount_code_id', 'checkout_id'),
    audit_table('checkouts', 'id'), audit_table('stock_reservations', 'checkout_id', 'sku_id'),
    audit_table('orders', 'id'), audit_table('order_skus', 'order_id', 'position'),
    audit_table('order_discounts', 'order_id', 'code'), audit_table('order_payments', 'order_id'),
    audit_table('order_billing', 'order_id'), audit_table('order_shipping', 'order_id'),
    audit_table('order_statuses', 'id'), audit_table('refunds', 'id'), audit_table('disputes', 'stripe_dispute_id'),
    audit_table('email_messages', 'id'), audit_table('order_email_failures', 'id'), audit_table('emails', 'id'),
    audit_table('alerts', 'id');

-- What somebody wants to look at again: a list's search, filter and order, for one person or for all.
create table saved_filters (
    id       bigint generated always as identity primary key,
    user_id  bigint not null references users on delete cascade,
    resource text not null check (resource ~ '^[a-z][a-z0-9_]*$'),
    name     text not null check (length(name) between 1 and 100),
    query    jsonb not null check (jsonb_typeof(query) = 'object' and octet_length(query::text) <= 4000),
    shared   boolean not null default false,
    constraint saved_filters_name unique (user_id, resource, name)
);

-- The version of an object that is to be changed, and the one that the caller has seen; null takes any.
create function admin_expect(present text, seen text) returns void
language plpgsql as $$
begin
    if present is null then
        perform refuse('object_unknown');
    elsif present <> seen then
        perform refuse('edit_conflict');
    end if;
end
$$;

-- About how many rows a table has, as it was last analyzed.
create function admin_row_estimate(counted text) returns bigint
language sql stable as $$
    select coalesce(sum(greatest(reltuples, 0)), 0)::bigint
    from pg_class
    where oid = to_regclass(quote_ident(counted))
        or oid in (select inhrelid from pg_inherits where inhparent = to_regclass(quote_ident(counted)))
$$;

-- Of so many objects all must have been found.
create function admin_expect_all(present bigint, asked bigint) returns bigint
language plpgsql as $$
begin
    if present <> asked then
        perform refuse('object_unknown', 'Of these ' || asked || ' only ' || present || ' are there.');
    end if;
    return present;
end
$$;

-- Runs an action's statement for each of the keys, [["1"], ["2"]]; how many had anything to be done.
create function admin_each(statement text, keys jsonb) returns bigint
language plpgsql as $$
declare
    object jsonb;
    touched bigint;
    done bigint := 0;
begin
    for object in select value from jsonb_array_elements(keys) loop
        execute statement using object ->> 0, object ->> 1;
        get diagnostics touched = row_count;
        done := done + (touched > 0)::int;
    end loop;
    return done;
end
$$;

-- The end of a bulk action: what it did. A dry run tells it by failing, so that nothing of it stays.
create function admin_bulk_done(dry_run boolean) returns json
language plpgsql as $$
declare
    change bigint := current_setting('startupwebapp.change')::bigint;
    document json;
begin
    set constraints all immediate;
    select json_build_object(
        'dry_run', dry_run,
        'done', current_setting('startupwebapp.done')::bigint,
        'change_id', case when not dry_run then change end,
        'affected', coalesce(
            json_agg(json_build_object('resource', resource, 'action', action, 'count', rows) order by resource, action),
            '[]'))
    into document
    from (
        select resource, action, count(*) as rows
        from audit_log
        where change_id = change
        group by resource, action) affected;
    if dry_run then
        raise exception using errcode = 'SWDRY', message = document::text;
    end if;
    return document;
end
$$;
