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

-- How a campaign stands. Written in the transaction that writes down what it counts.
create table campaign_progress (
    email_id   bigint primary key references emails on delete cascade,
    recipients int not null,
    sent       int not null default 0,
    failed     int not null default 0,
    uncertain  int not null default 0,
    cancelled  int not null default 0,
    repeats    int not null default 0,
    second     bigint not null default 0,                      -- of the last ending: unix
    recent     int[] not null default array_fill(0, array[11]) -- mails sent in that second and those before it
) with (fillfactor = 20);

-- How far a campaign has been handed out, and how fast.
create table campaign_cursors (
    email_id     bigint primary key references emails on delete cascade,
    first_id     bigint not null, -- of its rows of email_messages
    last_id      bigint not null,
    next_id      bigint not null, -- those from here on were never claimed
    cancelled_to bigint not null, -- those up to here are cancelled, when it is
    paced_until  timestamptz not null default now(), -- what was claimed is paid for until then
    claimed_at   timestamptz not null default '-infinity'
) with (fillfactor = 20);

-- Mails claimed in a sixtieth of a campaign's window.
create table campaign_windows (
    email_id bigint not null references emails on delete cascade,
    slot     bigint not null, -- unix time by the width of a slot
    mails    int not null,
    primary key (email_id, slot)
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
language plpgsql as $$
declare
    present bigint := extract(epoch from clock_timestamp())::bigint;
begin
    update campaign_progress
    set sent = sent + of_sent,
        failed = failed + of_failed,
        uncertain = uncertain + of_uncertain,
        cancelled = cancelled + of_cancelled,
        repeats = repeats + of_repeats,
        second = greatest(second, present),
        recent = case when present <= second then array[recent[1] + of_sent::int] || recent[2:11]
            else (array[of_sent::int] || array_fill(0, array[least(present - second, 11)::int - 1]) || recent)[1:11] end
    where email_id = campaign;
end
$$;

-- Live: what docs/campaigns.md calls progress. Null: nobody was frozen yet.
create function campaign_progress(campaign bigint) returns json
language sql stable as $$
    with counted as (
        select progress.*, recipients - sent - failed - uncertain - cancelled as queued,
            extract(epoch from clock_timestamp())::bigint as present
        from campaign_progress progress
        where email_id = campaign
    ),
    paced as (
        select counted.*, coalesce((
            select sum(mails)
            from unnest(recent) with ordinality as part(mails, place)
            where second - place + 1 between present - 10 and present - 1), 0) / 10.0 as rate
        from counted
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

-- Queues those that ended so once more, at most 50,000 at a time; how many. One that was uncertain is a repeat.
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
        limit 50000
        for update
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
        select email_id, count(*) as mails from gone group by email_id order by email_id
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
    update campaign_progress set recipients = recipients - 1 where email_id = old.email_id;
    perform campaign_count(old.email_id, -(old.state = 'sent')::int, -(old.state = 'failed')::int,
        -(old.state = 'uncertain')::int, -(old.state = 'cancelled')::int, 0);
    return null;
end
$$;
create trigger campaign_recipient_deleted after delete on email_messages
    for each row when (old.email_id is not null) execute function campaign_recipient_deleted();

-- Jobs.

-- Ready ones whose time has come begin.
create function campaign_begin_scheduled() returns bigint
language plpgsql as $$
declare
    each bigint;
    begun bigint := 0;
begin
    for each in
        select emails.id
        from campaigns
        join emails on emails.id = campaigns.email_id
        where campaigns.scheduled_at <= now() and emails.status = 'ready'
        order by campaigns.scheduled_at
        for no key update of emails skip locked
    loop
        perform campaign_send(each);
        begun := begun + 1;
    end loop;
    return begun;
end
$$;

-- One that is being sent and has no ledger yet; null: none.
create function campaign_unfrozen() returns bigint
language sql stable as $$
    select id
    from emails
    where status = 'sending' and not exists (select from campaign_progress where email_id = emails.id)
    order by id
    limit 1
$$;

-- Writes the ledger. Whoever else is at it has it done: null then. The rows have ids that follow each other, but for
-- those that others write meanwhile.
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
    with frozen as (
        insert into email_messages (kind, recipient, email_id, member_id, prospect_id, next_attempt_at)
        select 'campaign', address, campaign, member_id, prospect_id, null from campaign_audience(campaign)
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

-- Some of those who wait for cancelled campaigns get nothing. False: nothing is left to be done now.
create function campaign_cancel_piece() returns boolean
language plpgsql as $$
declare
    at campaign_cursors;
    gone bigint;
begin
    select cursors.* into at
    from campaign_cursors cursors
    join campaign_progress progress using (email_id)
    join emails on emails.id = cursors.email_id
    where emails.status = 'cancelled'
        and progress.recipients > progress.sent + progress.failed + progress.uncertain + progress.cancelled
    order by cursors.email_id
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
    perform campaign_count(at.email_id, 0, 0, 0, gone, 0);
    -- from the beginning again: one that was on its way may have come back
    update campaign_cursors
    set cancelled_to = case when at.cancelled_to + 5000 < last_id then at.cancelled_to + 5000 else first_id - 1 end
    where email_id = at.email_id;
    return at.cancelled_to + 5000 < at.last_id;
end
$$;

-- Those that everybody was tried of are sent.
create function campaign_finish() returns bigint
language plpgsql as $$
declare
    each bigint;
    finished bigint := 0;
begin
    for each in
        select emails.id
        from emails
        join campaign_progress progress on progress.email_id = emails.id
        where emails.status = 'sending'
            and progress.recipients <= progress.sent + progress.failed + progress.uncertain + progress.cancelled
    loop
        perform from emails where id = each and status = 'sending' for no key update skip locked;
        continue when not found;
        -- as it stands under the lock: some may have been queued again
        perform from campaign_progress where email_id = each and recipients <= sent + failed + uncertain + cancelled;
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

-- Claims.

-- How many mails a campaign may send now, `asked` at most.
create function campaign_room(at campaign_cursors, pace campaigns, asked int) returns int
language plpgsql stable as $$
declare
    present timestamptz := clock_timestamp();
    room bigint := asked;
    width float := pace.window_seconds / 60.0;
begin
    if pace.rate is not null then
        room := least(room, floor(pace.rate * extract(epoch from present - campaign_paced(at, pace, present))));
    end if;
    if pace.window_mails is not null then
        room := least(room, pace.window_mails - (
            select coalesce(sum(mails), 0)
            from campaign_windows
            where email_id = pace.email_id and (slot + 1) * width > extract(epoch from present) - pace.window_seconds));
    end if;
    return greatest(room, 0);
end
$$;

-- Until when its mails are paid for. Who comes late makes up for half a second at most: a hiccup is no reason for a burst.
create function campaign_paced(at campaign_cursors, pace campaigns, present timestamptz) returns timestamptz
language sql immutable as $$
    select greatest((at).paced_until, present - (0.5 + 1.0 / (pace).rate) * interval '1 second')
$$;

create function campaign_charge(at campaign_cursors, pace campaigns, mails int) returns void
language plpgsql as $$
declare
    present timestamptz := clock_timestamp();
    width float := pace.window_seconds / 60.0;
begin
    update campaign_cursors
    set claimed_at = present,
        paced_until = case when pace.rate is null then present
            else campaign_paced(at, pace, present) + mails::float / pace.rate * interval '1 second' end
    where email_id = at.email_id;
    if pace.window_mails is not null then
        insert into campaign_windows as present_slot (email_id, slot, mails)
        values (at.email_id, floor(extract(epoch from present) / width), campaign_charge.mails)
        on conflict (email_id, slot) do update
        set mails = present_slot.mails + excluded.mails;
        delete from campaign_windows
        where email_id = at.email_id and (slot + 1) * width <= extract(epoch from present) - pace.window_seconds;
    end if;
end
$$;

-- Those of a piece who want no more mail, or whose address is not theirs any more, get none.
create function campaign_drop_gone(campaign bigint, ids bigint[]) returns void
language plpgsql as $$
declare
    dropped bigint;
begin
    with gone as (
        select mail.id,
            case when suppressions.address is not null then 'suppressed: ' || suppressions.reason
                when members.email_unsubscribed_at is not null or prospects.unsubscribed or opt_outs.address is not null
                    then 'unsubscribed'
                else 'the address is not in use any more' end as why
        from email_messages mail
        left join members on members.id = mail.member_id
        left join users on users.id = members.user_id
        left join prospects on prospects.id = mail.prospect_id
        left join suppressions on suppressions.address = lower(mail.recipient)
        left join opt_outs on opt_outs.address = lower(mail.recipient)
        where mail.id = any (ids)
            and (suppressions.address is not null or opt_outs.address is not null or members.email_unsubscribed_at is not null or not users.is_active
                or users.email <> mail.recipient or prospects.unsubscribed or prospects.email <> mail.recipient)
    ),
    cancelled as (
        update email_messages mail
        set state = 'cancelled',
            last_reply = gone.why
        from gone
        where mail.id = gone.id and mail.state in ('queued', 'claimed')
        returning mail.id
    )
    select count(*) into dropped from cancelled;
    if dropped > 0 then
        perform campaign_count(campaign, 0, 0, 0, dropped, 0);
    end if;
end
$$;

-- A piece of those who wait for the first time: one that came back, or the next. Gives the lease; null: there is none.
create function campaign_take_piece(at campaign_cursors, who bigint, most int) returns campaign_leases
language plpgsql as $$
declare
    piece campaign_leases;
    ids bigint[];
begin
    select * into piece
    from campaign_leases
    where email_id = at.email_id and worker is null
    order by id
    limit 1
    for update;
    ids := array(
        select id
        from email_messages
        where id between coalesce(piece.first_id, at.next_id) and coalesce(piece.last_id, at.last_id)
            and email_id is not distinct from at.email_id -- found by id
            and state = 'queued' and next_attempt_at is null
        order by id
        limit most);
    if piece.id is null then
        update campaign_cursors
        set next_id = coalesce(ids[cardinality(ids)], last_id) + 1
        where email_id = at.email_id;
        if cardinality(ids) = 0 then
            return null;
        end if;
        insert into campaign_leases (email_id, worker, first_id, last_id)
        values (at.email_id, who, ids[1], ids[cardinality(ids)])
        returning * into piece;
        return piece;
    end if;
    -- what is more than may be taken stays behind
    if cardinality(ids) = most and ids[most] < piece.last_id then
        insert into campaign_leases (email_id, first_id, last_id)
        values (at.email_id, ids[most] + 1, piece.last_id);
    end if;
    if cardinality(ids) = 0 then
        delete from campaign_leases where id = piece.id;
        return null;
    end if;
    update campaign_leases
    set worker = who,
        first_id = ids[1],
        last_id = ids[cardinality(ids)]
    where id = piece.id
    returning * into piece;
    return piece;
end
$$;

-- Pieces that a worker has done go; what it has left of others waits for whoever comes.
create function campaign_leave_pieces(who bigint, held bigint[]) returns void
language plpgsql as $$
begin
    delete from campaign_leases piece
    where worker = who and id <> all (held) and not exists (
        select
        from email_messages
        where email_messages.id between piece.first_id and piece.last_id
            and email_id is not distinct from piece.email_id and state = 'queued' and next_attempt_at is null);
    update campaign_leases
    set worker = null
    where worker = who and id <> all (held);
end
$$;

create type outbox_claimed as (
    id bigint, kind text, recipient text, order_id bigint, attempts bigint, created bigint, age bigint,
    email_id bigint, lease bigint);

-- Mails of one campaign that is being sent, the one that has waited longest.
create function campaign_claim(who bigint, most int, held bigint[]) returns setof outbox_claimed
language plpgsql as $$
declare
    campaign bigint;
    at campaign_cursors;
    pace campaigns;
    room int;
    piece campaign_leases;
    again bigint[];
begin
    perform campaign_leave_pieces(who, held);
    for campaign in
        select cursors.email_id
        from campaign_cursors cursors
        join emails on emails.id = cursors.email_id
        where emails.status = 'sending'
        order by cursors.claimed_at
    loop
        select * into at from campaign_cursors where email_id = campaign for update;
        select * into pace from campaigns where email_id = campaign;
        if at.claimed_at = '-infinity' then
            at.paced_until := clock_timestamp() - coalesce(1.0 / pace.rate, 0) * interval '1 second'; -- its first mail
        end if;
        room := campaign_room(at, pace, most);
        continue when room = 0;
        with due as (
            select id
            from email_messages
            where email_id = campaign and state = 'queued' and next_attempt_at <= now()
            order by next_attempt_at, id
            limit room
            for update skip locked
        ),
        claimed as (
            update email_messages
            set state = 'claimed',
                worker = who,
                claimed_at = now()
            where id = any (array(select id from due))
            returning id
        )
        select array_agg(id) into again from claimed;
        if again is not null then
            perform campaign_drop_gone(campaign, again);
            return query
                select id, kind, recipient, 0::bigint, attempts::bigint, extract(epoch from created_at)::bigint,
                    extract(epoch from now() - queued_at)::bigint, email_id, 0::bigint
                from email_messages
                where id = any (again) and state = 'claimed'
                order by email_messages.id;
            perform campaign_charge(at, pace, cardinality(again));
            return;
        end if;
        piece := campaign_take_piece(at, who, room);
        continue when piece.id is null;
        perform campaign_drop_gone(campaign, array(
            select id
            from email_messages
            where id between piece.first_id and piece.last_id and email_id is not distinct from campaign
                and state = 'queued'));
        return query
            select id, kind, recipient, 0::bigint, attempts::bigint, extract(epoch from created_at)::bigint, 0::bigint,
                email_id, piece.id
            from email_messages
            where id between piece.first_id and piece.last_id and email_id is not distinct from campaign
                and state = 'queued' and next_attempt_at is null and id <> all ((select mails_under_way())::bigint[])
            order by email_messages.id;
        get diagnostics room = row_count;
        perform campaign_charge(at, pace, room);
        return;
    end loop;
end
$$;

-- The next mails that are due: of the shop's own `most`; when none is, `most_of_campaign` of a campaign. held: the pieces
-- that the worker still has mails of in hand.
create function outbox_claim(who bigint, most int, most_of_campaign int, held bigint[]) returns setof outbox_claimed
language plpgsql as $$
begin
    return query
        with due as (
            select id
            from email_messages
            where state = 'queued' and email_id is null and next_attempt_at <= now()
            order by next_attempt_at, id
            limit most
            for update skip locked
        ),
        claimed as (
            update email_messages
            set state = 'claimed',
                worker = who,
                claimed_at = now()
            where id = any (array(select id from due))
            returning *
        )
        select id, kind, recipient, coalesce(order_id, 0), attempts::bigint, extract(epoch from created_at)::bigint,
            extract(epoch from now() - queued_at)::bigint, 0::bigint, 0::bigint
        from claimed
        order by next_attempt_at, id;
    if not found and most_of_campaign > 0 then
        return query select * from campaign_claim(who, most_of_campaign, held);
    end if;
end
$$;

-- Endings.

-- How mails ended other than plainly: [{"id", "state", "reply", "wait", "attempts", "bounce"}]; state is sent, queued,
-- failed or uncertain, wait the seconds before a queued one is tried again, bounce true when the address is no good, false
-- when the server refused the mail, null when it did not. Written twice it changes nothing more. An order's mail that was
-- given up leaves a row where the shop looks for it; one that others called uncertain too early takes theirs back.
create function outbox_end(who bigint, endings jsonb) returns void
language plpgsql as $$
declare
    ending record;
    mail email_messages;
begin
    -- all of them before any counter, as everybody does
    perform from email_messages
    where id in (select (each ->> 'id')::bigint from jsonb_array_elements(endings) each)
    order by id
    for update;
    for ending in
        select *
        from jsonb_to_recordset(endings)
            as r(id bigint, state text, reply text, wait int, attempts int, bounce boolean)
        order by id
    loop
        select * into mail from email_messages where id = ending.id;
        if mail.email_id is null then
            continue when mail.worker is distinct from who
                or not (mail.state = 'claimed' or mail.state = 'uncertain' and ending.state <> 'uncertain');
        else
            continue when mail.state not in ('queued', 'claimed', 'cancelled')
                or ending.state = 'queued' and (mail.state = 'cancelled' or mail.state = 'claimed' and mail.worker <> who);
        end if;
        if mail.state = 'uncertain' then
            delete from order_email_failures where message_id = mail.id;
        end if;
        update email_messages
        set state = ending.state,
            last_reply = ending.reply,
            attempts = ending.attempts,
            sent_at = case ending.state when 'sent' then now() else sent_at end,
            queued_at = case when email_id is not null and ending.state = 'queued' and attempts = 0 then now()
                else queued_at end,
            next_attempt_at = case ending.state when 'queued' then now() + ending.wait * interval '1 second'
                else next_attempt_at end
        where id = mail.id;
        if mail.email_id is not null and ending.state <> 'queued' then
            perform campaign_count(mail.email_id, (ending.state = 'sent')::int, (ending.state = 'failed')::int,
                (ending.state = 'uncertain')::int, -(mail.state = 'cancelled')::int, 0);
        end if;
        if mail.order_id is not null and ending.state in ('failed', 'uncertain') then
            insert into order_email_failures (order_id, message_id, reason)
            values (mail.order_id, mail.id, ending.state || ': ' || ending.reply);
        end if;
        if ending.state = 'failed' and (ending.bounce or mail.email_id is not null and ending.bounce is not null) then
            perform mail_bounced(mail.id, ending.bounce, ending.reply,
                format('smtp:%s:%s:%s', mail.id, extract(epoch from mail.queued_at), ending.attempts));
        end if;
    end loop;
end
$$;

-- The dead: who was missing for `grace` seconds is off the roster. What they had claimed goes back. Of what they were
-- sending nobody knows whether it went out: mails of campaigns are repeated, others are given with their orders and
-- wait for a person's word.
create function outbox_bury(grace int) returns table (id bigint, order_id bigint)
language plpgsql as $$
#variable_conflict use_column
declare
    in_doubt bigint[];
    each record;
begin
    with dead as (
        delete from email_workers where missing_since < now() - grace * interval '1 second' returning sending
    )
    select coalesce(array_agg(mail), '{}') into in_doubt from dead, unnest(sending) mail;
    return query
        with ended as (
            update email_messages
            set state = 'uncertain',
                attempts = attempts + 1,
                last_reply = 'the program ended while it sent this'
            where id = any (in_doubt) and email_id is null and state = 'claimed'
            returning email_messages.id, email_messages.order_id
        ),
        failures as (
            insert into order_email_failures (order_id, message_id, reason)
            select order_id, id, 'uncertain: the program ended while it sent this'
            from ended
            where order_id is not null
        )
        select id, coalesce(order_id, 0) from ended;
    update email_messages
    set state = 'queued',
        worker = null
    where state = 'claimed' and not exists (select from email_workers where email_workers.id = email_messages.worker);
    update campaign_leases
    set worker = null
    where worker is not null and not exists (select from email_workers where email_workers.id = campaign_leases.worker);
    for each in
        with repeated as (
            update email_messages
            set repeats = repeats + 1
            where id = any (in_doubt) and email_id is not null and state in ('queued', 'claimed')
            returning email_id
        )
        select email_id, count(*) as mails from repeated group by email_id order by email_id
    loop
        perform campaign_count(each.email_id, 0, 0, 0, 0, each.mails);
    end loop;
end
$$;

-- What a person may do with one mail; as in 0010_outbox.sql, and for those of campaigns too.
create or replace function outbox_cancel(message_id bigint) returns bigint
language plpgsql as $$
declare
    mail email_messages;
begin
    select * into mail from email_messages where id = message_id for update;
    if mail.id is null then
        perform refuse('email_unknown');
    elsif mail.state = 'claimed' or mail.state = 'queued' and mail.id = any (mails_under_way()) then
        perform refuse('email_in_hand');
    elsif mail.state <> 'queued' then
        perform refuse('email_not_waiting');
    end if;
    update email_messages set state = 'cancelled' where id = message_id;
    if mail.email_id is not null then
        perform campaign_count(mail.email_id, 0, 0, 0, 1, 0);
    end if;
    return message_id;
end
$$;

create or replace function outbox_resend(message_id bigint) returns bigint
language plpgsql as $$
declare
    mail email_messages;
    before text;
begin
    select * into mail from email_messages where id = message_id;
    if mail.email_id is not null then
        before := campaign_step_from(mail.email_id, 'sending', 'paused', 'sent'); -- locked before the mail, as elsewhere
    end if;
    select * into mail from email_messages where id = message_id for update;
    if mail.id is null then
        perform refuse('email_unknown');
    elsif mail.state in ('queued', 'claimed') then
        perform refuse('email_in_hand');
    elsif mail.email_id is not null and mail.state not in ('failed', 'uncertain') then
        perform refuse('campaign_step', 'Of a campaign only what failed or is uncertain is sent again.');
    end if;
    update email_messages
    set state = 'queued',
        attempts = 0,
        worker = null,
        queued_at = now(),
        next_attempt_at = now(),
        repeats = repeats + (email_id is not null and mail.state = 'uncertain')::int
    where id = message_id;
    if mail.email_id is not null then
        perform campaign_count(mail.email_id, 0, -(mail.state = 'failed')::int, -(mail.state = 'uncertain')::int, 0,
            (mail.state = 'uncertain')::int);
        if before = 'sent' then
            perform campaign_step_to(mail.email_id, 'sending');
            update campaigns set ended_at = null where email_id = mail.email_id;
        end if;
    end if;
    return message_id;
end
$$;
