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

create function staff_may(staff bigint, asked_resource text, asked_verb text) returns boolean
language plpgsql stable as $$
begin
    return exists (
        select
        from users
        where users.id = staff and users.is_staff and users.is_active and (
            users.is_superuser
            or exists (
                select
                from user_permissions own
                where own.user_id = staff and own.resource = asked_resource and own.verb = asked_verb)
            or exists (
                select
                from user_groups
                join group_permissions through on through.group_id = user_groups.group_id
                where user_groups.user_id = staff
                    and through.resource = asked_resource and through.verb = asked_verb)));
end
$$;

-- As the API tells a time.
create function utc_text(at timestamptz) returns text
language sql stable parallel safe as $$
    select to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')
$$;

-- One number for all that one unit of work changes.
create sequence audit_changes;

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

-- More that the same person must be allowed to do, later in the unit.
create function admin_require(asked_resource text, asked_verb text) returns void
language plpgsql as $$
begin
    if not staff_may(nullif(current_setting('startupwebapp.actor', true), '')::bigint, asked_resource, asked_verb) then
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
        where id = nullif(current_setting('startupwebapp.actor', true), '')::bigint and is_superuser and is_active);
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

-- Changes. `registry` is what the program knows of each resource:
-- {"products": {"title": "t.title", "key": ["id"], "types": ["bigint"], "undo": true}, ...}.

create function admin_key_condition(entry jsonb) returns text
language sql immutable as $$
    select string_agg(format('t.%I = $%s::%s', part, place, entry -> 'types' ->> (place - 1)::int), ' and ' order by place)
    from jsonb_array_elements_text(entry -> 'key') with ordinality as parts(part, place)
$$;

-- The first parts of a key have no ":", the last takes what is left.
create function admin_key_parts(entry jsonb, object text) returns text[]
language sql immutable as $$
    select case
        when jsonb_array_length(entry -> 'key') = 1 then array[object, null]
        else array[split_part(object, ':', 1), substr(object, strpos(object, ':') + 1)]
    end
$$;

-- What an object is called now, or as far as the log tells.
create function admin_title(registry jsonb, resource text, object text, known jsonb) returns text
language plpgsql stable as $$
declare
    entry jsonb := registry -> resource;
    parts text[] := admin_key_parts(entry, object);
    current_title text;
begin
    if entry is null then
        return null;
    end if;
    execute format('select (%s)::text from %I t where %s', entry ->> 'title', resource, admin_key_condition(entry))
    into current_title
    using parts[1], parts[2];
    return coalesce(
        current_title, known ->> 'title', known ->> 'name', known ->> 'username', known ->> 'identifier', known ->> 'subject',
        known ->> 'email', known ->> 'code', known ->> 'slug', known ->> 'file');
end
$$;

create function admin_undo_verb(action text) returns text
language sql immutable as $$
    select case action when 'insert' then 'delete' when 'delete' then 'add' else 'change' end
$$;

create function admin_can_undo(asked bigint, registry jsonb) returns boolean
language plpgsql stable as $$
begin
    return not exists (select from audit_log where undoes = asked)
        and not exists (
            select
            from (select distinct resource, action from audit_log where change_id = asked) kinds
            where not coalesce((registry -> kinds.resource ->> 'undo')::boolean, false)
                or not staff_may(
                    current_setting('startupwebapp.actor')::bigint, kinds.resource, admin_undo_verb(kinds.action)));
end
$$;

-- A change with its rows; of one object when it is named. Rows of what the caller may not view are left out.
create function admin_change(
    asked bigint, registry jsonb, viewable text[], rows_most int, asked_resource text, asked_object text) returns json
language plpgsql stable as $$
begin
    return (
        select json_build_object(
            'change_id', asked,
            'at', min(at),
            'user_id', min(user_id),
            'username', min(username),
            'undone_by', (select min(later.change_id) from audit_log later where later.undoes = asked),
            'undoes', min(undoes),
            'can_undo', admin_can_undo(asked, registry),
            'row_count', count(*),
            'rows', (
                select coalesce(
                    json_agg(
                        json_build_object(
                            'resource', resource,
                            'object_id', object_id,
                            'title', admin_title(registry, resource, object_id, coalesce(after, before)),
                            'action', action,
                            'before', before,
                            'after', after)
                        order by id),
                    '[]')
                from (
                    select id, resource, object_id, action, before, after
                    from audit_log
                    where change_id = asked
                        and (viewable is null or resource = any (viewable))
                        and (asked_resource is null or resource = asked_resource)
                        and (asked_object is null or object_id = asked_object)
                    order by id
                    limit rows_most) shown))
        from audit_log
        where change_id = asked
        having count(*) > 0);
end
$$;

-- What the caller may view of the registry; null is everything.
create function admin_viewable(registry jsonb) returns text[]
language plpgsql stable as $$
begin
    if admin_is_superuser() then
        return null;
    end if;
    return (
        select coalesce(array_agg(name), '{}')
        from jsonb_object_keys(registry) as names(name)
        where staff_may(current_setting('startupwebapp.actor')::bigint, name, 'view'));
end
$$;

-- A page of changes, the newest first; arguments that are null narrow nothing.
create function admin_changes(
    registry jsonb, before_change bigint, most int, asked_resource text, asked_object text, asked_user bigint,
    rows_most int) returns json
language plpgsql stable as $$
declare
    viewable text[] := admin_viewable(registry);
    page_of bigint[];
begin
    select coalesce(array_agg(change_id), '{}') into page_of
    from (
        select distinct change_id
        from audit_log
        where (before_change is null or change_id < before_change)
            and (asked_resource is null or resource = asked_resource)
            and (asked_object is null or object_id = asked_object)
            and (asked_user is null or user_id = asked_user)
        order by change_id desc
        limit most + 1) page;
    return json_build_object(
        'items', (
            select coalesce(
                json_agg(
                    admin_change(change, registry, viewable, rows_most, asked_resource, asked_object) order by change desc),
                '[]')
            from unnest(page_of[1:most]) as changes(change)),
        'next_cursor', case when cardinality(page_of) > most then page_of[most]::text end);
end
$$;

-- Undoing. Each row goes back to what it was, the last first, unless it is another by now.
create function admin_undo_conflict(row_of audit_log) returns void
language plpgsql as $$
begin
    perform refuse('edit_conflict', 'It was changed since: ' || row_of.resource || ' ' || row_of.object_id || '.');
end
$$;

-- Whether what the log says of the row still holds; secrets can't be compared.
create function admin_is_as_logged(present jsonb, logged jsonb) returns boolean
language sql immutable as $$
    select not exists (
        select
        from jsonb_each(logged) each
        where each.key <> all (audit_hidden()) and each.value is distinct from present -> each.key)
$$;

-- The columns that can be set, of those that the log tells.
create function admin_columns(named text, logged jsonb) returns text
language sql stable as $$
    select string_agg(quote_ident(attname), ', ' order by attnum)
    from pg_attribute
    where attrelid = to_regclass(quote_ident(named)) and attnum > 0 and not attisdropped and attgenerated = ''
        and logged ? attname
$$;

create function admin_undo_row(row_of audit_log, entry jsonb) returns void
language plpgsql as $$
declare
    condition text := admin_key_condition(entry);
    parts text[] := admin_key_parts(entry, row_of.object_id);
    whole jsonb := row_of.before || coalesce(row_of.hidden, '{}');
    present jsonb;
    columns text := admin_columns(row_of.resource, coalesce(row_of.before, row_of.after));
begin
    execute format('select to_jsonb(t) from %I t where %s for update', row_of.resource, condition)
    into present
    using parts[1], parts[2];
    if row_of.action = 'insert' and present is null then
        -- it may have gone with another row of the same change
        if not exists (
            select
            from audit_log
            where change_id = current_setting('startupwebapp.change')::bigint and action = 'delete'
                and resource = row_of.resource and object_id = row_of.object_id) then
            perform admin_undo_conflict(row_of);
        end if;
    elsif row_of.action = 'insert' then
        if not admin_is_as_logged(present, row_of.after) then
            perform admin_undo_conflict(row_of);
        end if;
        execute format('delete from %I t where %s', row_of.resource, condition) using parts[1], parts[2];
    elsif row_of.action = 'delete' then
        if present is not null then
            perform admin_undo_conflict(row_of);
        end if;
        execute format(
            'insert into %1$I (%2$s) overriding system value select %2$s from jsonb_populate_record(null::%1$I, $1)',
            row_of.resource, columns)
        using whole;
    elsif present is null or not admin_is_as_logged(present, row_of.after) then
        perform admin_undo_conflict(row_of);
    elsif columns is not null then
        execute format(
            'update %1$I t set (%2$s) = (select %2$s from jsonb_populate_record(null::%1$I, $3)) where %3$s',
            row_of.resource, columns, condition)
        using parts[1], parts[2], whole;
    end if;
end
$$;

-- False when something is not there yet, or still there, that comes with another row of the change.
create function admin_try_undo_row(row_of audit_log, entry jsonb) returns boolean
language plpgsql as $$
begin
    perform admin_undo_row(row_of, entry);
    return true;
exception
    when foreign_key_violation then
        return false;
    when unique_violation then
        perform admin_undo_conflict(row_of);
end
$$;

-- What a deletion took along stands in the log behind it or before it, as triggers had it: rows that can't be undone
-- yet wait for the others, and with them what happened to the same objects before.
create function admin_undo_rows(asked bigint, registry jsonb) returns void
language plpgsql as $$
declare
    row_of audit_log;
    left_over bigint[] := (select array_agg(id order by id desc) from audit_log where change_id = asked);
    waiting bigint[];
    waiting_for text[];
begin
    while cardinality(left_over) > 0 loop
        waiting := '{}';
        waiting_for := '{}';
        for row_of in select * from audit_log where id = any (left_over) order by id desc loop
            if row_of.resource || ':' || row_of.object_id = any (waiting_for)
                or not admin_try_undo_row(row_of, registry -> row_of.resource) then
                waiting := waiting || row_of.id;
                waiting_for := waiting_for || (row_of.resource || ':' || row_of.object_id);
            end if;
        end loop;
        if cardinality(waiting) = cardinality(left_over) then
            perform refuse('in_use', row_of.resource || ' ' || row_of.object_id || ' hangs together with something else.');
        end if;
        left_over := waiting;
    end loop;
end
$$;

create function admin_undo(asked bigint, registry jsonb) returns json
language plpgsql as $$
declare
    kind record;
begin
    perform pg_advisory_xact_lock(hashtextextended('admin_undo', asked));
    if not exists (select from audit_log where change_id = asked) then
        perform refuse('object_unknown');
    end if;
    for kind in select distinct resource, action from audit_log where change_id = asked loop
        perform admin_require(kind.resource, admin_undo_verb(kind.action));
        if not coalesce((registry -> kind.resource ->> 'undo')::boolean, false) then
            perform refuse('not_undoable', 'What was done with ' || kind.resource || ' stays done.');
        end if;
    end loop;
    if exists (select from audit_log where undoes = asked) then
        perform refuse('not_undoable', 'This was undone already.');
    end if;
    perform set_config('startupwebapp.undoes', asked::text, true);
    perform admin_undo_rows(asked, registry);
    return json_build_object('change_id', current_setting('startupwebapp.change')::bigint, 'undoes', asked);
end
$$;
