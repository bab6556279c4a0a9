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
