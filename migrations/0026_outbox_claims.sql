-- The outbox and its campaigns: what a worker may have, how mails end, and who has died. outbox.h says what a worker may
-- do when, 0022_campaign_sending.sql has the tables.

-- Claims.

-- How many mails a campaign may send now, `asked` at most.
create function campaign_room(at campaign_cursors, pace campaigns, asked int) returns int
language plpgsql stable as $$
declare
    present timestamptz := clock_timestamp();
    room bigint := asked;
begin
    if pace.rate is not null then
        room := least(room, floor(pace.rate * extract(epoch from present - campaign_paced(at, pace, present))));
    end if;
    if pace.window_mails is not null then
        room := least(room, pace.window_mails - (
            select coalesce(sum(mails), 0)
            from campaign_windows
            where email_id = pace.email_id
                and last_at > present - pace.window_seconds * interval '1 second'
                and last_at <= present)); -- later: the clock was set back
    end if;
    return greatest(room, 0);
end
$$;

-- Until when its mails are paid for. Who comes late makes up for half a second at most: a hiccup is no reason for a burst.
-- Later than now it is when the clock was set back, and then it tells nothing.
create function campaign_paced(at campaign_cursors, pace campaigns, present timestamptz) returns timestamptz
language sql immutable as $$
    select greatest(case when (at).paced_until <= present then (at).paced_until end,
        present - (0.5 + 1.0 / (pace).rate) * interval '1 second')
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
        delete from campaign_windows
        where email_id = at.email_id
            and (last_at <= present - pace.window_seconds * interval '1 second' or last_at > present);
        insert into campaign_windows as present_slot (email_id, began_at, last_at, mails)
        values (at.email_id, to_timestamp(floor(extract(epoch from present) / width) * width), present,
            campaign_charge.mails)
        on conflict (email_id, began_at) do update
        set mails = present_slot.mails + excluded.mails,
            last_at = excluded.last_at;
    end if;
end
$$;

-- Those of a piece who want no more mail, or whose address is not theirs any more, get none; gives their mails. A mail
-- that somebody else has at this moment is left to him.
create function campaign_drop_gone(campaign bigint, ids bigint[]) returns bigint[]
language plpgsql as $$
declare
    dropped bigint[];
    counted bigint;
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
    locked as (
        select id
        from email_messages
        where id = any (array(select id from gone)) and state in ('queued', 'claimed')
        for no key update skip locked
    ),
    cancelled as (
        update email_messages mail
        set state = 'cancelled',
            last_reply = gone.why
        from gone
        where mail.id = gone.id and mail.id = any (array(select id from locked))
        returning mail.id
    )
    select coalesce((select array_agg(id) from gone), '{}'), (select count(*) from cancelled) into dropped, counted;
    if counted > 0 then
        perform campaign_count(campaign, 0, 0, 0, counted, 0);
    end if;
    return dropped;
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
    gone bigint[];
begin
    perform campaign_leave_pieces(who, held);
    for campaign in
        select cursors.email_id
        from campaign_cursors cursors
        join emails on emails.id = cursors.email_id
        where emails.status = 'sending'
        order by cursors.claimed_at > clock_timestamp() desc, cursors.claimed_at -- the clock may be set back
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
                and id <> all ((select mails_under_way())::bigint[])
            order by next_attempt_at, id
            limit room
            for no key update skip locked
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
        gone := campaign_drop_gone(campaign, array(
            select id
            from email_messages
            where id between piece.first_id and piece.last_id and email_id is not distinct from campaign
                and state = 'queued'));
        return query
            select id, kind, recipient, 0::bigint, attempts::bigint, extract(epoch from created_at)::bigint, 0::bigint,
                email_id, piece.id
            from email_messages
            where id between piece.first_id and piece.last_id and email_id is not distinct from campaign
                and state = 'queued' and next_attempt_at is null and id <> all (gone)
                and id <> all ((select mails_under_way())::bigint[])
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
            for no key update skip locked
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
    -- the worker before its mails, all of them in order, and those before anything else, as everybody does
    perform from email_workers where id = who for no key update;
    perform from email_messages
    where id in (select (each ->> 'id')::bigint from jsonb_array_elements(endings) each)
    order by id
    for no key update;
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
        delete from email_workers
        where id = any (array(
            select id
            from email_workers
            where missing_since < now() - grace * interval '1 second'
            for update skip locked)) -- who has its row just came back
        returning sending
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
        select email_id, count(*) as mails from repeated group by email_id
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
    select * into mail from email_messages where id = message_id for no key update;
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
        if admin_actor() is not null then -- as for all mails of a campaign that are sent again
            perform admin_require('emails', 'change');
        end if;
        before := campaign_step_from(mail.email_id, 'sending', 'paused', 'sent'); -- locked before the mail, as elsewhere
    end if;
    select * into mail from email_messages where id = message_id for no key update;
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
