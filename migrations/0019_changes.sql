-- The log of changes as those who work here see it, and taking a change back. `registry` is what the program knows of each
-- resource: {"products": {"title": "t.title", "key": ["id"], "types": ["bigint"], "undo": true}, ...}.

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

-- A password that was changed stays so. The log can't tell whether its owner has chosen another one since, and the old
-- one may be known to whoever made the new one necessary.
create function admin_changes_secrets(asked bigint) returns boolean
language plpgsql stable as $$
begin
    return exists (select from audit_log where change_id = asked and action = 'update' and hidden is not null);
end
$$;

create function admin_can_undo(asked bigint, registry jsonb) returns boolean
language plpgsql stable as $$
begin
    return not exists (select from audit_log where undoes = asked)
        and not admin_changes_secrets(asked)
        and not exists (
            select
            from (select distinct resource, action from audit_log where change_id = asked) kinds
            where not coalesce((registry -> kinds.resource ->> 'undo')::boolean, false)
                or not admin_may(kinds.resource, admin_undo_verb(kinds.action)));
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
    elsif admin_changes_secrets(asked) then
        perform refuse('not_undoable', 'A password that was changed stays so; set a new one.');
    end if;
    perform set_config('startupwebapp.undoes', asked::text, true);
    perform admin_undo_rows(asked, registry);
    return json_build_object('change_id', current_setting('startupwebapp.change')::bigint, 'undoes', asked);
end
$$;
