-- Sending campaigns: freezing whom one goes to, its steps, its pace, its counters; and marks that cost no row of the
-- ledger. outbox.h says what a worker may do when.
--
-- A mail by itself (transactional, or one of a campaign that is tried again) waits until next_attempt_at and is claimed
-- by its row. Those of a campaign that wait for the first time have no such time: their ids follow each other, and
-- workers claim pieces of them (campaign_leases), so that a recipient costs one update of his row.

-- What is perhaps on its way stands in the row of the worker that sends it, not in each mail's.
alter table email_workers add column sending bigint[] not null default '{}';
alter table email_workers set (fillfactor = 20);
update email_messages set state = 'uncertain', last_reply = 'the program ended while it sent this' where state = 'sending';
-- PostgreSQL reads a table's checks anew in each statement that writes it, which costs more than to write the rows of a
-- step: a trigger's function is read once a connection.
alter table email_messages
    alter column next_attempt_at drop not null,
    drop constraint email_messages_kind_check,
    drop constraint email_messages_state_check,
    drop constraint email_messages_recipient_check,
    drop constraint email_messages_refund,
    drop constraint email_messages_campaign;
create function email_messages_checked() returns trigger
language plpgsql as $$
begin
    if new.state not in ('queued', 'claimed', 'sent', 'failed', 'uncertain', 'cancelled')
        or new.kind not in ('order_confirmation', 'order_shipped', 'order_refunded', 'welcome', 'verify_email',
            'reset_password', 'password_changed', 'username_reminder', 'email_changing', 'message_received', 'test',
            'campaign')
        or length(new.recipient) not between 3 and 254
        or (new.kind = 'order_refunded') <> (new.refund_id is not null)
        or (new.kind = 'campaign') <> (new.email_id is not null)
        or num_nonnulls(new.member_id, new.prospect_id) <> (new.email_id is not null)::int
        or new.next_attempt_at is null and new.email_id is null then
        raise exception using errcode = 'check_violation', table = 'email_messages',
            message = format('no mail is like that: %s of kind %s to %s', new.state, new.kind, new.recipient);
    end if;
    return new;
end
$$;
create trigger email_messages_checked before insert or update on email_messages
    for each row execute function email_messages_checked();
-- What was sent is not forgotten. A foreign key would lock the campaign's row a million times while its ledger is
-- frozen; campaign_progress, written with it, has one.
alter table email_messages drop constraint email_messages_email_id_fkey;
create function emails_were_sent() returns trigger
language plpgsql as $$
begin
    if exists (select from email_messages where email_id = old.id) then
        raise exception using errcode = 'foreign_key_violation', table = 'email_messages',
            constraint = 'email_messages_email_id_fkey', message = 'This mail was sent to people: it is not forgotten.',
            detail = format('Key (id)=(%s) is still referenced from table "email_messages".', old.id);
    end if;
    return old;
end
$$;
create trigger emails_were_sent before delete on emails
    for each row execute function emails_were_sent();

drop index email_messages_due, email_messages_in_hand;
create index email_messages_due on email_messages (next_attempt_at, id) where state = 'queued' and email_id is null;
create index email_messages_due_again on email_messages (email_id, next_attempt_at, id)
    where state = 'queued' and email_id is not null and next_attempt_at is not null;
create index email_messages_in_hand on email_messages (worker) where state = 'claimed';

-- How a campaign stands, but for what campaign_counted has.
create table campaign_progress (
    email_id   bigint primary key references emails on delete cascade,
    recipients int not null,
    sent       int not null default 0,
    failed     int not null default 0,
    uncertain  int not null default 0,
    cancelled  int not null default 0,
    repeats    int not null default 0
);

-- What was counted of late. Only added to, in the transaction that writes down what is counted: whoever counts waits for
-- nobody, however long the transactions of others are. A job adds it up (campaign_add_up). No index and no foreign key:
-- it is short, and a row more is what a step costs.
create table campaign_counted (
    email_id   bigint not null,
    at         timestamptz not null default clock_timestamp(),
    recipients int not null default 0,
    sent       int not null,
    failed     int not null,
    uncertain  int not null,
    cancelled  int not null,
    repeats    int not null
);

create view campaign_counts as
select progress.email_id,
    progress.recipients + coalesce(sum(counted.recipients), 0) as recipients,
    progress.sent + coalesce(sum(counted.sent), 0) as sent,
    progress.failed + coalesce(sum(counted.failed), 0) as failed,
    progress.uncertain + coalesce(sum(counted.uncertain), 0) as uncertain,
    progress.cancelled + coalesce(sum(counted.cancelled), 0) as cancelled,
    progress.repeats + coalesce(sum(counted.repeats), 0) as repeats
from campaign_progress progress
left join campaign_counted counted on counted.email_id = progress.email_id
group by progress.email_id;

-- How far a campaign has been handed out, and how fast.
create table campaign_cursors (
    email_id     bigint primary key references emails on delete cascade,
    first_id     bigint not null, -- of its rows of email_messages
    last_id      bigint not null,
    next_id      bigint not null, -- those from here on were never claimed
    cancelled_to bigint not null, -- those up to here are cancelled, when it is
    paced_until  timestamptz not null default now(), -- what was claimed is paid for until then
    claimed_at   timestamptz not null default '-infinity',
    cancelled_at timestamptz not null default '-infinity' -- all of it was looked through then
) with (fillfactor = 20);

-- Mails claimed in a sixtieth of a campaign's window. Times, so that they hold when the window is changed.
create table campaign_windows (
    email_id bigint not null references emails on delete cascade,
    began_at timestamptz not null,
    last_at  timestamptz not null, -- of the last claim
    mails    int not null,
    primary key (email_id, began_at)
);

-- Pieces of a campaign that a worker has in hand: its rows from first_id to last_id that wait for the first time.
create table campaign_leases (
    id       bigint generated always as identity primary key,
    email_id bigint not null references emails on delete cascade,
    worker   bigint, -- null: it came back and waits for another
    first_id bigint not null,
    last_id  bigint not null
);
create index campaign_leases_worker on campaign_leases (worker);
create index campaign_leases_email on campaign_leases (email_id);

-- Ids of mails that are perhaps on their way.
create function mails_under_way() returns bigint[]
language sql stable as $$
    select coalesce(array_agg(mail), '{}') from email_workers, unnest(sending) mail
$$;

-- The counters of a campaign grow by so much, `of_sent` in the rate too.
create function campaign_count(campaign bigint, of_sent bigint, of_failed bigint, of_uncertain bigint,
    of_cancelled bigint, of_repeats bigint) returns void
language sql as $$
    insert into campaign_counted (email_id, sent, failed, uncertain, cancelled, repeats)
    values (campaign, of_sent, of_failed, of_uncertain, of_cancelled, of_repeats)
$$;

-- What the rate does not need any more goes into campaign_progress. (Rows of the future: the clock was set back.)
create function campaign_add_up() returns void
language sql as $$
    with old as (
        delete from campaign_counted
        where at not between clock_timestamp() - interval '12 seconds' and clock_timestamp() + interval '1 second'
        returning *
    ),
    sums as (
        select email_id, sum(recipients) as recipients, sum(sent) as sent, sum(failed) as failed,
            sum(uncertain) as uncertain, sum(cancelled) as cancelled, sum(repeats) as repeats
        from old
        group by email_id
    )
    update campaign_progress progress
    set recipients = progress.recipients + sums.recipients,
        sent = progress.sent + sums.sent,
        failed = progress.failed + sums.failed,
        uncertain = progress.uncertain + sums.uncertain,
        cancelled = progress.cancelled + sums.cancelled,
        repeats = progress.repeats + sums.repeats
    from sums
    where progress.email_id = sums.email_id
$$;

-- Live: what docs/campaigns.md calls progress. Null: nobody was frozen yet.
create function campaign_progress(campaign bigint) returns json
language sql stable as $$
    with paced as (
        select counts.*, recipients - sent - failed - uncertain - cancelled as queued, coalesce((
            select sum(greatest(counted.sent, 0))
            from campaign_counted counted
            where counted.email_id = campaign
                and counted.at >= date_trunc('second', clock_timestamp()) - interval '10 seconds'
                and counted.at < date_trunc('second', clock_timestamp())), 0) / 10.0 as rate
        from campaign_counts counts
        where email_id = campaign
    )
    select json_build_object('recipients', recipients, 'queued', queued, 'sent', sent, 'failed', failed,
        'uncertain', uncertain, 'cancelled', cancelled, 'repeats', repeats, 'rate', round(rate, 1),
        'seconds_left', case when rate > 0 then ceil(queued / rate) end)
    from paced
$$;

-- Steps. Each locks the campaign, refuses when it is somewhere else, and leaves it where the next begins.

create function campaign_step_from(campaign bigint, variadic from_statuses text[]) returns text
language plpgsql as $$
declare
    found_status text;
begin
    select status into found_status from emails where id = campaign and type <> 'transactional' for no key update;
    if found_status is null then
        perform refuse('object_unknown');
    elsif found_status <> all (from_statuses) then
        perform refuse('campaign_step', 'It is ' || found_status || '.');
    end if;
    return found_status;
end
$$;

create function campaign_step_to(campaign bigint, next_status text) returns void
language plpgsql as $$
begin
    perform campaign_step();
    update emails set status = next_status, updated_at = now() where id = campaign;
    perform set_config('startupwebapp.campaign_step', '', true);
end
$$;

create function campaign_send(campaign bigint) returns void
language plpgsql as $$
begin
    perform campaign_step_from(campaign, 'ready');
    perform campaign_step_to(campaign, 'sending');
    update campaigns set started_at = now(), ended_at = null where email_id = campaign;
end
$$;

create function campaign_pause(campaign bigint) returns void
language plpgsql as $$
begin
    perform campaign_step_from(campaign, 'sending');
    perform campaign_step_to(campaign, 'paused');
end
$$;

-- Its pace begins anew: what it might have sent meanwhile does not come at once.
create function campaign_resume(campaign bigint) returns void
language plpgsql as $$
begin
    perform campaign_step_from(campaign, 'paused');
    update campaign_cursors set paced_until = clock_timestamp() where email_id = campaign;
    perform campaign_step_to(campaign, 'sending');
end
$$;

-- Nothing goes out from here on; those who wait are cancelled by a job (campaign_cancel_piece).
create function campaign_cancel(campaign bigint) returns void
language plpgsql as $$
begin
    perform campaign_step_from(campaign, 'ready', 'sending', 'paused');
    perform campaign_step_to(campaign, 'cancelled');
    update campaigns set ended_at = now() where email_id = campaign;
end
$$;

-- Queues those that ended so once more, at most 10,000 at a time; how many. One that was uncertain is a repeat.
create function campaign_resend(campaign bigint, states text[]) returns bigint
language plpgsql as $$
declare
    before text;
    actor text := coalesce(current_setting('startupwebapp.actor', true), '');
    queued_again bigint;
    were_failed bigint;
    were_uncertain bigint;
begin
    if states is null or cardinality(states) = 0 or not states <@ array['failed', 'uncertain'] then
        perform refuse('invalid', 'Only what failed or is uncertain is sent again.', 'states');
    end if;
    before := campaign_step_from(campaign, 'sending', 'paused', 'sent');
    perform set_config('startupwebapp.actor', '', true); -- the history tells the step, not each recipient
    with found as materialized (
        select id, state
        from email_messages
        where email_id = campaign and state = any (states)
        order by id
        limit 10000
        for no key update
    ),
    again as (
        update email_messages mail
        set state = 'queued',
            attempts = 0,
            worker = null,
            queued_at = now(),
            next_attempt_at = now(),
            repeats = mail.repeats + (found.state = 'uncertain')::int
        from found
        where mail.id = found.id
        returning found.state
    )
    select count(*), count(*) filter (where state = 'failed'), count(*) filter (where state = 'uncertain')
    into queued_again, were_failed, were_uncertain
    from again;
    perform campaign_count(campaign, 0, -were_failed, -were_uncertain, 0, were_uncertain);
    perform set_config('startupwebapp.actor', actor, true);
    if queued_again > 0 and before = 'sent' then
        perform campaign_step_to(campaign, 'sending');
        update campaigns set ended_at = null where email_id = campaign;
    end if;
    return queued_again;
end
$$;

-- Whoever wants no more mail gets none of those that wait; how many. What is on its way can't be called back.
create function campaign_withdraw(of_member bigint, of_prospect bigint) returns bigint
language plpgsql as $$
declare
    withdrawn bigint := 0;
    each record;
begin
    for each in
        with gone as (
            update email_messages
            set state = 'cancelled',
                last_reply = 'unsubscribed'
            where (member_id = of_member or prospect_id = of_prospect) and email_id is not null
                and state in ('queued', 'claimed') and id <> all ((select mails_under_way())::bigint[])
            returning email_id
        )
        select email_id, count(*) as mails from gone group by email_id
    loop
        perform campaign_count(each.email_id, 0, 0, 0, each.mails, 0);
        withdrawn := withdrawn + each.mails;
    end loop;
    return withdrawn;
end
$$;

-- Somebody is deleted, with his mails: he counts no more.
create function campaign_recipient_deleted() returns trigger
language plpgsql as $$
begin
    insert into campaign_counted (email_id, recipients, sent, failed, uncertain, cancelled, repeats)
    values (old.email_id, -1, -(old.state = 'sent')::int, -(old.state = 'failed')::int,
        -(old.state = 'uncertain')::int, -(old.state = 'cancelled')::int, 0);
    return null;
end
$$;
create trigger campaign_recipient_deleted after delete on email_messages
    for each row when (old.email_id is not null) execute function campaign_recipient_deleted();

-- Jobs.

-- Ready ones whose time has come begin. What was meant for yesterday is not sent today: somebody is told.
create function campaign_begin_scheduled() returns bigint
language plpgsql as $$
declare
    each record;
    begun bigint := 0;
begin
    for each in
        select emails.id, campaigns.scheduled_at,
            coalesce(nullif(emails.name, ''), nullif(emails.subject, ''), emails.em_cd) as called
        from campaigns
        join emails on emails.id = campaigns.email_id
        where campaigns.scheduled_at <= now() and emails.status = 'ready'
        order by campaigns.scheduled_at
        for no key update of emails, campaigns skip locked -- both, so that a time that was just changed counts
    loop
        if each.scheduled_at < now() - interval '24 hours' then
            update campaigns set scheduled_at = null where email_id = each.id;
            perform alert_raise('campaign_late', each.id::text,
                'The campaign "' || each.called || '" was to begin more than a day ago, when the shop did not run, and was '
                || 'not sent. Send it, or give it another time.');
            continue;
        end if;
        perform campaign_send(each.id);
        begun := begun + 1;
    end loop;
    return begun;
end
$$;

-- One that is being sent, has no ledger yet and nobody is at; null: none.
create function campaign_unfrozen() returns bigint
language sql stable as $$
    select id
    from emails
    where status = 'sending' and not exists (select from campaign_progress where email_id = emails.id)
        and not exists (
            select
            from pg_locks
            where locktype = 'advisory' and classid = 7102026 and objid = emails.id::int::oid and objsubid = 2 and granted
                and database = (select oid from pg_database where datname = current_database()))
    order by id
    limit 1
$$;

-- Writes the ledger. Whoever else is at it has it done: null then. The rows have ids that follow each other, but for
-- those that others write meanwhile. Whoever is deleted meanwhile is left out: those who are there are held.
create function campaign_freeze(campaign bigint) returns bigint
language plpgsql as $$
declare
    counted bigint;
begin
    if not pg_try_advisory_xact_lock(7102026, campaign::int) then
        return null;
    end if;
    perform from emails where id = campaign and status = 'sending' and not exists (
        select from campaign_progress where email_id = campaign);
    if not found then
        return null;
    end if;
    with audience as materialized (
        select * from campaign_audience(campaign)
    ),
    present_members as (
        select audience.* from audience join members on members.id = audience.member_id for key share of members
    ),
    present_prospects as (
        select audience.* from audience join prospects on prospects.id = audience.prospect_id for key share of prospects
    ),
    frozen as (
        insert into email_messages (kind, recipient, email_id, member_id, prospect_id, next_attempt_at)
        select 'campaign', address, campaign, member_id, prospect_id, null
        from (select * from present_members union all select * from present_prospects) present
        returning id
    ),
    extent as (
        select count(*) as mails, coalesce(min(id), 0) as first_id, coalesce(max(id), -1) as last_id from frozen
    ),
    cursors as (
        insert into campaign_cursors (email_id, first_id, last_id, next_id, cancelled_to)
        select campaign, first_id, last_id, first_id, first_id - 1 from extent
    )
    insert into campaign_progress (email_id, recipients)
    select campaign, mails from extent
    returning recipients into counted;
    return counted;
end
$$;

-- Some of those who wait for cancelled campaigns get nothing. False: nothing is left to be done now. One that was looked
-- through may still have a mail on its way, which may come back: it has its turn again in three seconds.
create function campaign_cancel_piece() returns boolean
language plpgsql as $$
declare
    at campaign_cursors;
    gone bigint;
begin
    select cursors.* into at
    from campaign_cursors cursors
    join emails on emails.id = cursors.email_id
    where emails.status = 'cancelled'
        and cursors.cancelled_at not between clock_timestamp() - interval '3 seconds' and clock_timestamp()
        and exists (
            select
            from campaign_counts counts
            where counts.email_id = cursors.email_id
                and counts.recipients > counts.sent + counts.failed + counts.uncertain + counts.cancelled)
    order by cursors.cancelled_at, cursors.email_id
    limit 1
    for update of cursors skip locked;
    if at.email_id is null then
        return false;
    end if;
    with cancelled as (
        update email_messages
        set state = 'cancelled',
            worker = null
        where id > at.cancelled_to and id <= at.cancelled_to + 5000 and id <= at.last_id
            and email_id is not distinct from at.email_id -- found by id
            and state in ('queued', 'claimed') and id <> all ((select mails_under_way())::bigint[])
        returning id
    )
    select count(*) into gone from cancelled;
    if gone > 0 then
        perform campaign_count(at.email_id, 0, 0, 0, gone, 0);
    end if;
    if at.cancelled_to + 5000 < at.last_id then
        update campaign_cursors set cancelled_to = at.cancelled_to + 5000 where email_id = at.email_id;
    else
        update campaign_cursors
        set cancelled_to = first_id - 1,
            cancelled_at = clock_timestamp()
        where email_id = at.email_id;
    end if;
    return true;
end
$$;

-- Adds up what was counted. Campaigns that everybody was tried of are sent.
create function campaign_finish() returns bigint
language plpgsql as $$
declare
    each bigint;
    finished bigint := 0;
begin
    perform campaign_add_up();
    for each in
        select emails.id
        from emails
        join campaign_counts counts on counts.email_id = emails.id
        where emails.status = 'sending'
            and counts.recipients <= counts.sent + counts.failed + counts.uncertain + counts.cancelled
    loop
        perform from emails where id = each and status = 'sending' for no key update skip locked;
        continue when not found;
        -- as it stands under the lock: some may have been queued again
        perform from campaign_counts where email_id = each and recipients <= sent + failed + uncertain + cancelled;
        continue when not found;
        perform campaign_step_to(each, 'sent');
        update campaigns set ended_at = now() where email_id = each;
        finished := finished + 1;
    end loop;
    delete from campaign_leases using emails where emails.id = email_id and emails.status in ('sent', 'cancelled')
        and worker is null;
    return finished;
end
$$;
