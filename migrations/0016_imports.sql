-- CSV import: a file in pieces, what a dry run found in each of its rows, and how far the job has come.

create table imports (
    id            bigint generated always as identity primary key,
    user_id       bigint not null references users on delete cascade, -- in whose name it is applied
    resource      text not null check (resource ~ '^[a-z][a-z0-9_]*$'),
    filename      text not null check (length(filename) between 1 and 255),
    mode          text not null check (mode in ('create', 'update', 'both')),
    encoding      text not null check (encoding in ('utf-8', 'windows-1252')),
    size          bigint not null check (size between 1 and 536870912), -- 512 MB
    received      bigint not null default 0 check (received between 0 and size),
    -- deleting: nobody sees it any more, and the job takes its rows away
    state         text not null default 'uploading'
        check (state in ('uploading', 'checking', 'checked', 'applying', 'applied', 'failed', 'deleting')),
    created_at    timestamptz not null default now(),
    queued_at     timestamptz, -- since when it waits for the job, or is with it
    finished_at   timestamptz, -- when the last check or application ended
    attempt       int not null default 0, -- counts who took it up; writes of those before are refused
    restart       boolean not null default false, -- rows of a check before are still there
    columns       jsonb,       -- names of fields, in the file's order
    ignored       jsonb,       -- those of them that can't be written, and are not
    as_superuser  boolean,     -- the check let fields pass that only superusers may set
    done          bigint not null default 0, -- rows of the step that is at work
    row_count     bigint,
    creates       bigint,
    updates       bigint,
    unchanged     bigint,
    errors        bigint,      -- rows with errors
    problem       jsonb,       -- {code, message, line, column}: why it failed
    change_id     bigint,      -- in audit_log
    check (state not in ('checking', 'applying') or queued_at is not null)
);
create index imports_user on imports (user_id, id desc);
create index imports_waiting on imports (queued_at) where state in ('checking', 'applying');
create index imports_deleting on imports (id) where state = 'deleting';
create index imports_created on imports (created_at);

create table import_pieces (
    import_id bigint not null references imports on delete cascade,
    start     bigint not null check (start >= 0),
    bytes     bytea not null check (length(bytes) between 1 and 1048576),
    primary key (import_id, start)
);
alter table import_pieces alter column bytes set storage external;

-- What the check made of each row of the file. Kept until the import goes.
create table import_rows (
    import_id bigint not null references imports on delete cascade,
    number    bigint not null, -- from 1; the header is 0
    line      bigint not null,
    key       text,            -- what the row is found by, to find it twice
    target    text,            -- the key of the object that it changes
    version   text,            -- its xmin at the check
    title     text,
    action    text check (action in ('create', 'update', 'unchanged')),
    given     jsonb not null,  -- field: value, of cells that say something
    before    jsonb,           -- of an update, the fields that differ
    errors    jsonb,           -- [{field, code, message, value}]
    primary key (import_id, number),
    check ((action is null) = (errors is not null))
);
create index import_rows_errors on import_rows (import_id, number) where errors is not null;

create function import_lock_class() returns int
language sql immutable parallel safe as $$ select 716001 $$;

create function import_document(i imports) returns jsonb
language plpgsql stable as $$
begin
    return jsonb_build_object(
        'id', i.id::text, 'resource', i.resource, 'filename', i.filename, 'mode', i.mode, 'encoding', i.encoding,
        'size', i.size, 'received', i.received, 'state', i.state,
        'username', (select username from users where users.id = i.user_id),
        'created_at', i.created_at, 'finished_at', i.finished_at,
        'columns', i.columns, 'ignored', coalesce(i.ignored, '[]'), 'done', i.done,
        'rows', i.row_count, 'creates', i.creates, 'updates', i.updates, 'unchanged', i.unchanged, 'errors', i.errors,
        'problem', i.problem, 'change_id', i.change_id);
end
$$;

-- Whoever began it, and superusers, may look at it.
create function import_seen(import bigint) returns imports
language plpgsql stable as $$
declare
    found imports;
begin
    select * into found
    from imports
    where id = import and state <> 'deleting' and (user_id = admin_actor() or admin_is_superuser());
    if found.id is null then
        perform refuse('object_unknown');
    end if;
    return found;
end
$$;

-- What a mode does to the resource.
create function import_require(asked_resource text, asked_mode text) returns void
language plpgsql as $$
begin
    if asked_mode in ('create', 'both') then
        perform admin_require(asked_resource, 'add');
    end if;
    if asked_mode in ('update', 'both') then
        perform admin_require(asked_resource, 'change');
    end if;
end
$$;

-- Who began it alone may go on with it, while allowed to; the row is locked.
create function import_own(import bigint) returns imports
language plpgsql as $$
declare
    found imports;
begin
    select * into found
    from imports
    where id = import and state <> 'deleting' and user_id = admin_actor()
    for no key update;
    if found.id is null then
        perform refuse('object_unknown');
    end if;
    perform import_require(found.resource, found.mode);
    return found;
end
$$;

-- A person may have 50 imports at a time, so that a script that runs wild does not fill the disk.
create function import_create(
    asked_resource text, asked_filename text, asked_size bigint, asked_mode text, asked_encoding text) returns jsonb
language plpgsql as $$
declare
    made imports;
begin
    perform import_require(asked_resource, asked_mode);
    perform from users where id = admin_actor() for no key update;
    if (select count(*) from imports where user_id = admin_actor() and state <> 'deleting') >= 50 then
        perform refuse('imports_full');
    end if;
    insert into imports (user_id, resource, filename, size, mode, encoding)
    values (admin_actor(), asked_resource, asked_filename, asked_size, asked_mode, asked_encoding)
    returning * into made;
    return import_document(made);
end
$$;

-- The next piece, or the one before once more. Otherwise {"conflict": true}, and nothing is changed.
create function import_put(import bigint, piece_start bigint, piece bytea) returns jsonb
language plpgsql as $$
declare
    own imports := import_own(import);
begin
    if own.state <> 'uploading' or piece_start <> own.received then
        if exists (
            select
            from import_pieces
            where import_id = import and start = piece_start and bytes = piece
                and piece_start + length(piece) = own.received) then
            return import_document(own);
        end if;
        if own.state <> 'uploading' then
            perform refuse('import_state');
        end if;
        return jsonb_build_object('conflict', true, 'received', own.received);
    end if;
    if piece_start + length(piece) > own.size then
        perform refuse('too_large', 'The file is larger than it was said to be.', 'size');
    end if;
    if (select count(*) from import_pieces where import_id = import) >= 16384 then
        perform refuse('too_many', 'Send larger pieces.', 'content');
    end if;
    insert into import_pieces (import_id, start, bytes) values (import, piece_start, piece);
    update imports set received = received + length(piece) where id = import returning * into own;
    return import_document(own);
end
$$;

create function import_check(import bigint) returns jsonb
language plpgsql as $$
declare
    own imports := import_own(import);
begin
    if own.state not in ('uploading', 'checked', 'failed') or own.received < own.size then
        perform refuse('import_state');
    end if;
    update imports
    set state = 'checking', queued_at = now(), finished_at = null, restart = true, done = 0, problem = null,
        row_count = null, creates = null, updates = null, unchanged = null, errors = null
    where id = import
    returning * into own;
    return import_document(own);
end
$$;

create function import_apply(import bigint) returns jsonb
language plpgsql as $$
declare
    own imports := import_own(import);
begin
    if own.state <> 'checked' or own.errors > 0 then
        perform refuse('import_state');
    end if;
    update imports
    set state = 'applying', queued_at = now(), finished_at = null, done = 0, problem = null
    where id = import
    returning * into own;
    return import_document(own);
end
$$;

-- What it changed, if it was applied, stays. A job that works on it finds out, and takes back what it did.
create function import_delete(import bigint) returns jsonb
language plpgsql as $$
declare
    seen imports := import_seen(import);
begin
    update imports set state = 'deleting' where id = seen.id returning * into seen;
    return import_document(seen);
end
$$;

-- A row as it is shown. Of a new one everything that is given, of others what differs.
create function import_row_document(r import_rows) returns jsonb
language plpgsql immutable as $$
begin
    return jsonb_build_object(
        'number', r.number, 'line', r.line, 'action', r.action, 'object_id', r.target, 'title', r.title,
        'changes', coalesce((
            select jsonb_agg(jsonb_build_object('field', field, 'before', r.before -> field, 'after', r.given -> field)
                order by field)
            from jsonb_object_keys(coalesce(r.before, case when r.action = 'create' then r.given end, '{}')) as field),
            '[]'),
        'errors', coalesce(r.errors, '[]'));
end
$$;

-- For the job. Claims are advisory locks of the connection that works, so that they go when it goes; `attempt` keeps who
-- lost theirs without noticing from writing more.
create function import_claim() returns setof imports
language plpgsql as $$
declare
    waiting bigint;
begin
    for waiting in
        select id
        from imports
        where state in ('checking', 'applying')
        order by queued_at, id
        for no key update skip locked
    loop
        if pg_try_advisory_lock(import_lock_class(), waiting::int) then
            return query
                update imports
                set attempt = attempt + 1
                where id = waiting
                returning *;
            return;
        end if;
    end loop;
end
$$;

-- Everything the job does in the name of who began the import begins with this; refused when the person may not any more.
create function import_begin(import bigint) returns bigint
language plpgsql as $$
declare
    begun imports;
begin
    select * into begun from imports where id = import;
    perform set_config('startupwebapp.actor', begun.user_id::text, true),
        set_config('startupwebapp.change', nextval('audit_changes')::text, true);
    perform import_require(begun.resource, begun.mode);
    if begun.state = 'applying' and begun.as_superuser and not admin_is_superuser() then
        perform refuse('forbidden');
    end if;
    return current_setting('startupwebapp.change')::bigint;
end
$$;
