-- What staff who are no superusers may not do, whatever their permissions say.

-- Mails with links that open an account, and the parts that stand in them: whoever words one could send the link to
-- himself, by a blind copy or a picture's address, and take the account of whoever asked for it.
create function emails_guarded() returns trigger
language plpgsql as $$
begin
    if new.type = 'transactional' and new.status = 'ready' and not admin_is_superuser() and exists (
        select
        from email_templates
        where name = new.template and (not is_mail or name in ('welcome', 'verify_email', 'reset_password'))) then
        perform refuse('forbidden', 'Only superusers put in use what stands in mails with links to accounts.');
    end if;
    return new;
end
$$;
create trigger emails_guarded before insert or update on emails
    for each row when (current_setting('startupwebapp.actor', true) <> '') execute function emails_guarded();

-- What keeps others' accounts safe is not for those whom it guards against.
create function configuration_guarded() returns trigger
language plpgsql as $$
begin
    if not admin_is_superuser() then
        perform refuse('forbidden', 'Only superusers say whether staff need a second factor.');
    end if;
    return new;
end
$$;
create trigger configuration_guarded before update on configuration
    for each row when (new.key = 'staff_two_factor' and new.value <> old.value
        and current_setting('startupwebapp.actor', true) <> '')
    execute function configuration_guarded();

-- A password that was changed stays so. The log can't tell whether its owner has chosen another one since, and the old
-- one may be known to whoever made the new one necessary.
create function admin_changes_secrets(asked bigint) returns boolean
language plpgsql stable as $$
begin
    return exists (select from audit_log where change_id = asked and action = 'update' and hidden is not null);
end
$$;

create or replace function admin_can_undo(asked bigint, registry jsonb) returns boolean
language plpgsql stable as $$
begin
    return not exists (select from audit_log where undoes = asked)
        and not admin_changes_secrets(asked)
        and not exists (
            select
            from (select distinct resource, action from audit_log where change_id = asked) kinds
            where not coalesce((registry -> kinds.resource ->> 'undo')::boolean, false)
                or not staff_may(
                    current_setting('startupwebapp.actor')::bigint, kinds.resource, admin_undo_verb(kinds.action)));
end
$$;

create or replace function admin_undo(asked bigint, registry jsonb) returns json
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
