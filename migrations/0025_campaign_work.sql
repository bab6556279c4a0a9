-- Campaigns in the admin.

-- Whoever works here adds addresses in one way.
alter table suppressions alter column reason set default 'staff';

-- What was let through is not deleted by a form: it is looked for later. A draft goes with all it has.
create function campaigns_kept() returns trigger
language plpgsql as $$
begin
    if old.type <> 'transactional' and old.status not in ('draft', 'cancelled') then
        perform refuse('campaign_not_draft');
    end if;
    return old;
end
$$;
create trigger campaigns_kept before delete on emails for each row execute function campaigns_kept();

-- A tag that goes would let a campaign go to others than it was meant for.
alter table campaign_tags drop constraint campaign_tags_tag_id_fkey;
alter table campaign_tags add constraint campaign_tags_tag_id_fkey
    foreign key (tag_id) references tags on delete restrict;

-- A campaign that is to be changed, locked; null in `seen` takes any version.
create function campaign_lock(campaign bigint, seen text default null) returns emails
language plpgsql as $$
declare
    locked emails;
begin
    select * into locked from emails where id = campaign and type <> 'transactional' for no key update;
    if not found then
        perform refuse('object_unknown');
    end if;
    perform from campaigns where email_id = campaign for no key update;
    perform admin_expect(campaign_version(campaign), seen);
    return locked;
end
$$;

-- One for what is written and all that a campaign has besides: whoever saw another one must look again.
create function campaign_version(campaign bigint) returns text
language sql stable as $$
    select emails.xmin::text || '-' || campaigns.xmin::text
    from emails
    join campaigns on campaigns.email_id = emails.id
    where emails.id = campaign and emails.type <> 'transactional'
$$;

-- To begin or to go on sending reaches people: it takes more than to write.
create function campaign_may_send() returns boolean
language sql stable as $$
    select admin_may('emails', 'change') and admin_may('email_messages', 'change')
$$;

create function campaign_tag_list(campaign bigint, are_excluded boolean) returns json
language sql stable as $$
    select coalesce(json_agg(json_build_object('id', tags.id::text, 'name', tags.name) order by tags.name, tags.id), '[]')
    from campaign_tags
    join tags on tags.id = campaign_tags.tag_id
    where campaign_tags.email_id = campaign and campaign_tags.excluded = are_excluded
$$;

-- All that the page of a campaign shows; null when there is none.
create function campaign_document(campaign bigint) returns json
language plpgsql stable as $$
declare
    may_change boolean := admin_may('emails', 'change');
    may_send boolean := campaign_may_send();
begin
    return (
        select json_build_object(
            'id', emails.id::text,
            'version', campaign_version(emails.id),
            'name', emails.name,
            'type', emails.type,
            'status', emails.status,
            'em_cd', emails.em_cd,
            'subject', emails.subject,
            'preheader', campaigns.preheader,
            'html', emails.html,
            'text', emails.text,
            'from_name', emails.from_name,
            'from_address', emails.from_address,
            'reply_to', emails.reply_to,
            'audience', json_build_object(
                'all_members', campaigns.all_members,
                'verified_only', campaigns.verified_only,
                'bought', campaigns.bought,
                'bought_since', utc_text(campaigns.bought_since),
                'joined_since', utc_text(campaigns.joined_since),
                'joined_before', utc_text(campaigns.joined_before),
                'countries', to_json(campaigns.countries),
                'tags', campaign_tag_list(emails.id, false),
                'not_tags', campaign_tag_list(emails.id, true)),
            'delivery', json_build_object(
                'rate', campaigns.rate,
                'window_mails', campaigns.window_mails,
                'window_seconds', campaigns.window_seconds,
                'track_opens', campaigns.track_opens,
                'track_clicks', campaigns.track_clicks),
            'domain_waiver', campaigns.domain_waiver,
            'scheduled_at', utc_text(campaigns.scheduled_at),
            'ready_at', utc_text(campaigns.ready_at),
            'started_at', utc_text(campaigns.started_at),
            'ended_at', utc_text(campaigns.ended_at),
            'checks', campaigns.checks,
            'progress', progress.document,
            'links', coalesce((
                select json_agg(json_build_object('id', email_links.id::text, 'url', email_links.url) order by email_links.id)
                from email_links
                where email_links.email_id = emails.id), '[]'),
            'can', json_build_object(
                'edit', may_change and emails.status = 'draft',
                'ready', may_change and emails.status = 'draft',
                'draft', may_change and emails.status = 'ready',
                'send', may_send and emails.status = 'ready',
                'schedule', may_send and emails.status = 'ready',
                'pause', may_change and emails.status = 'sending',
                'resume', may_send and emails.status = 'paused',
                'cancel', may_change and emails.status in ('ready', 'sending', 'paused'),
                'resend', may_send and emails.status in ('sending', 'paused', 'sent')
                    and ((progress.document ->> 'failed')::bigint > 0 or (progress.document ->> 'uncertain')::bigint > 0),
                'delete', admin_may('emails', 'delete') and (emails.status = 'draft'
                    or emails.status = 'cancelled' and (progress.document ->> 'recipients')::bigint = 0)))
        from emails
        join campaigns on campaigns.email_id = emails.id
        cross join lateral (select campaign_progress_shown(emails.id) as document) progress
        where emails.id = campaign and emails.type <> 'transactional');
end
$$;

-- Before anybody was frozen there is nothing to count.
create function campaign_progress_shown(campaign bigint) returns json
language plpgsql stable as $$
begin
    return coalesce(campaign_progress(campaign), json_build_object('recipients', 0, 'queued', 0, 'sent', 0, 'failed', 0,
        'uncertain', 0, 'cancelled', 0, 'repeats', 0, 'rate', 0, 'seconds_left', null));
end
$$;

-- A new draft, with what another one has: all but its codes and what became of it.
create function campaign_copy(original bigint) returns json
language plpgsql as $$
declare
    made bigint;
begin
    insert into emails (type, name, subject, html, text, from_name, from_address, reply_to)
    select type, left('Copy of ' || coalesce(nullif(name, ''), nullif(subject, ''), em_cd), 200), subject, html, text,
        from_name, from_address, reply_to
    from emails
    where id = original and type <> 'transactional'
    returning id into made;
    if made is null then
        perform refuse('unknown_reference', 'There is no such campaign.', 'copy_of');
    end if;
    update campaigns
    set (preheader, all_members, verified_only, bought, bought_since, joined_since, joined_before, countries, rate,
            window_mails, window_seconds, track_opens, track_clicks, domain_waiver) = (
        select preheader, all_members, verified_only, bought, bought_since, joined_since, joined_before, countries, rate,
            window_mails, window_seconds, track_opens, track_clicks, domain_waiver
        from campaigns other
        where other.email_id = original)
    where email_id = made;
    insert into campaign_tags (email_id, tag_id, excluded)
    select made, tag_id, excluded from campaign_tags where email_id = original;
    return campaign_document(made);
end
$$;

-- A time as the API takes it.
create function campaign_moment(asked text, field text) returns timestamptz
language plpgsql stable as $$
begin
    if asked !~ '^\d{4}-\d\d-\d\dT\d\d:\d\d' then
        raise invalid_datetime_format;
    end if;
    return asked::timestamptz;
exception when data_exception then
    perform refuse('wrong_type', 'Give a time as 2030-01-31T12:00:00Z.', field);
end
$$;

-- Ids of tags, as numbers or texts; null when none are given.
create function campaign_tag_ids(given jsonb, field text) returns bigint[]
language plpgsql stable as $$
declare
    wanted bigint[];
begin
    if given is null then
        return null;
    elsif jsonb_typeof(given) <> 'array' or jsonb_array_length(given) > 100 or exists (
        select from jsonb_array_elements_text(given) as each(id) where coalesce(id, '') !~ '^[1-9]\d{0,17}$') then
        perform refuse('wrong_type', 'Give a list of at most 100 ids of tags.', field);
    end if;
    select coalesce(array_agg(distinct id::bigint), '{}') into wanted from jsonb_array_elements_text(given) as each(id);
    if exists (select from unnest(wanted) as each(id) where each.id not in (select id from tags)) then
        perform refuse('unknown_reference', 'There is no such tag.', field);
    end if;
    return wanted;
end
$$;

-- A null list leaves its tags as they are.
create function campaign_set_tags(campaign bigint, wanted bigint[], unwanted bigint[]) returns void
language plpgsql as $$
begin
    delete from campaign_tags
    where email_id = campaign and tag_id <> all (case when excluded then unwanted else wanted end);
    insert into campaign_tags (email_id, tag_id, excluded)
    select campaign, id, false from unnest(wanted) as id
    union all
    select campaign, id, true from unnest(unwanted) as id where id <> all (coalesce(wanted, '{}'))
    on conflict do nothing;
    if wanted && unwanted or exists (
        select
        from campaign_tags
        where email_id = campaign and (excluded and tag_id = any (wanted) or not excluded and tag_id = any (unwanted))) then
        perform refuse('not_unique', 'A tag is either wanted or not.', 'audience.not_tags');
    end if;
end
$$;

-- Changes what is given, whose types are known to fit; a missing member leaves its column as it is, null empties it.
create function campaign_change(campaign bigint, seen text, given jsonb) returns void
language plpgsql as $$
declare
    locked emails := campaign_lock(campaign, seen);
    audience jsonb := coalesce(nullif(given -> 'audience', 'null'), '{}');
    delivery jsonb := coalesce(nullif(given -> 'delivery', 'null'), '{}');
    present campaigns;
begin
    if locked.status <> 'draft' and exists (
        select from jsonb_object_keys(given) as each(key) where key not in ('version', 'name', 'delivery')) then
        perform refuse('campaign_not_draft');
    elsif locked.status in ('sent', 'cancelled') and given ? 'delivery' then
        perform refuse('campaign_step');
    elsif audience ? 'countries' and (jsonb_typeof(audience -> 'countries') <> 'array'
        or jsonb_array_length(audience -> 'countries') > 250
        or exists (
            select
            from jsonb_array_elements_text(audience -> 'countries') as each(country)
            where coalesce(country, '') !~ '^[A-Z]{2}$')) then
        perform refuse('wrong_type', 'Give a list of countries, each two capital letters.', 'audience.countries');
    end if;
    if given ?| array['name', 'type', 'subject', 'html', 'text', 'from_name', 'from_address', 'reply_to'] then
        update emails
        set name = case when given ? 'name' then coalesce(given ->> 'name', '') else name end,
            type = coalesce(given ->> 'type', type),
            subject = case when given ? 'subject' then coalesce(given ->> 'subject', '') else subject end,
            html = case when given ? 'html' then coalesce(given ->> 'html', '') else html end,
            text = case when given ? 'text' then given ->> 'text' else text end,
            from_name = case when given ? 'from_name' then nullif(given ->> 'from_name', '') else from_name end,
            from_address = case when given ? 'from_address' then nullif(given ->> 'from_address', '') else from_address end,
            reply_to = case when given ? 'reply_to' then nullif(given ->> 'reply_to', '') else reply_to end,
            updated_at = now()
        where id = campaign;
    end if;
    select * into present from campaigns where email_id = campaign;
    if audience ? 'bought_since' then
        present.bought_since := campaign_moment(audience ->> 'bought_since', 'audience.bought_since');
    end if;
    if audience ? 'joined_since' then
        present.joined_since := campaign_moment(audience ->> 'joined_since', 'audience.joined_since');
    end if;
    if audience ? 'joined_before' then
        present.joined_before := campaign_moment(audience ->> 'joined_before', 'audience.joined_before');
    end if;
    if delivery ? 'window_mails' then
        present.window_mails := delivery ->> 'window_mails';
    end if;
    if delivery ? 'window_seconds' then
        present.window_seconds := delivery ->> 'window_seconds';
    end if;
    if num_nonnulls(present.window_mails, present.window_seconds) = 1 then
        perform refuse('required', 'A window has both, mails and seconds.',
            case when present.window_mails is null then 'delivery.window_mails' else 'delivery.window_seconds' end);
    elsif present.joined_since >= present.joined_before then
        perform refuse('out_of_range', 'This must be later than the beginning.', 'audience.joined_before');
    end if;
    if given ?| array['preheader', 'audience', 'delivery', 'domain_waiver'] then
        update campaigns
        set preheader = case when given ? 'preheader' then coalesce(given ->> 'preheader', '') else preheader end,
            domain_waiver = case when given ? 'domain_waiver' then nullif(given ->> 'domain_waiver', '')
                else domain_waiver end,
            all_members = coalesce((audience ->> 'all_members')::boolean, all_members),
            verified_only = coalesce((audience ->> 'verified_only')::boolean, verified_only),
            bought = coalesce(audience ->> 'bought', bought),
            bought_since = present.bought_since,
            joined_since = present.joined_since,
            joined_before = present.joined_before,
            countries = case when audience ? 'countries' then array(
                    select distinct country
                    from jsonb_array_elements_text(audience -> 'countries') as each(country)
                    order by country)
                else countries end,
            rate = case when delivery ? 'rate' then (delivery ->> 'rate')::int else rate end,
            window_mails = present.window_mails,
            window_seconds = present.window_seconds,
            track_opens = coalesce((delivery ->> 'track_opens')::boolean, track_opens),
            track_clicks = coalesce((delivery ->> 'track_clicks')::boolean, track_clicks)
        where email_id = campaign;
    end if;
    perform campaign_set_tags(campaign, campaign_tag_ids(audience -> 'tags', 'audience.tags'),
        campaign_tag_ids(audience -> 'not_tags', 'audience.not_tags'));
end
$$;

-- What it is written for is fixed like what it says.
create function campaigns_fixed() returns trigger
language plpgsql as $$
begin
    if (select status from emails where id = new.email_id) <> 'draft' and current_setting('startupwebapp.campaign_step', true) is distinct from 'yes' and (
        (new.preheader, new.all_members, new.verified_only, new.bought, new.bought_since, new.joined_since, new.joined_before,
            new.countries, new.domain_waiver)
        is distinct from
        (old.preheader, old.all_members, old.verified_only, old.bought, old.bought_since, old.joined_since, old.joined_before,
            old.countries, old.domain_waiver)) then
        perform refuse('campaign_not_draft');
    end if;
    return new;
end
$$;
create trigger campaigns_fixed before update on campaigns for each row execute function campaigns_fixed();

-- Its steps by their names in the API; functions of 0022 but for draft.
create function campaign_take_step(campaign bigint, step text) returns void
language plpgsql as $$
begin
    case step
        when 'draft' then perform campaign_draft(campaign);
        when 'send' then perform campaign_send(campaign);
        when 'pause' then perform campaign_pause(campaign);
        when 'resume' then perform campaign_resume(campaign);
        when 'cancel' then perform campaign_cancel(campaign);
    end case;
end
$$;

create function campaign_send_again(campaign bigint, states text[]) returns json
language plpgsql as $$
begin
    return json_build_object('queued', campaign_resend(campaign, states));
end
$$;

-- What was checked, with which version of the shop's own templates, and the links that clicks are counted of.
create function campaign_ready(campaign bigint, seen text, results jsonb, links jsonb, parts_version bigint default null)
returns void
language plpgsql as $$
begin
    if (campaign_lock(campaign, seen)).status <> 'draft' then
        perform refuse('campaign_step');
    end if;
    -- locked: nobody changes one between the look and the copy
    if (select version from email_template_clock for share) <> parts_version then
        perform refuse('edit_conflict', 'A template of the shop was changed meanwhile. Check the campaign again.');
    end if;
    insert into campaign_parts (email_id, template, subject, html, text)
    select campaign, template, subject, html, text from emails where type = 'transactional' and status = 'ready';
    perform campaign_step();
    update emails set status = 'ready', updated_at = now() where id = campaign;
    update campaigns set checks = results, ready_at = now() where email_id = campaign;
    delete from email_links
    where email_id = campaign and not links ? url and not exists (
        select from email_events where email_events.link_id = email_links.id);
    insert into email_links (email_id, url)
    select campaign, url from jsonb_array_elements_text(links) with ordinality as each(url, place) order by place
    on conflict do nothing;
end
$$;

create function campaign_draft(campaign bigint) returns void
language plpgsql as $$
begin
    if (campaign_lock(campaign)).status <> 'ready' then
        perform refuse('campaign_step');
    end if;
    perform campaign_step();
    update emails set status = 'draft', updated_at = now() where id = campaign;
    update campaigns set checks = null, ready_at = null, scheduled_at = null where email_id = campaign;
    delete from campaign_parts where email_id = campaign;
end
$$;

-- Too many of its mails in a row could not be written: nobody else gets none until somebody has looked.
create function campaign_broken(campaign bigint, mails int, why text) returns void
language plpgsql as $$
declare
    called text;
begin
    select coalesce(nullif(name, ''), nullif(subject, ''), em_cd) into called
    from emails
    where id = campaign and status = 'sending'
    for no key update;
    if found then
        perform campaign_step_to(campaign, 'paused');
        perform alert_raise('campaign_broken', campaign::text,
            'The campaign "' || called || '" was paused: ' || mails || ' of its mails in a row could not be written ('
            || why || '). What it says is fixed: cancel it, and send a mended copy to those who did not get it; or let it '
            || 'go on, when the others are not like these.');
    end if;
end
$$;

-- Null: not by itself any more.
create function campaign_schedule(campaign bigint, moment text) returns void
language plpgsql as $$
declare
    at timestamptz := campaign_moment(moment, 'at');
begin
    if (campaign_lock(campaign)).status <> 'ready' then
        perform refuse('campaign_step');
    elsif at < now() then
        perform refuse('in_the_past', 'Give a time that is still to come.', 'at');
    elsif at > now() + interval '1 year' then
        perform refuse('out_of_range', 'Give a time within a year.', 'at');
    end if;
    update campaigns set scheduled_at = at where email_id = campaign;
end
$$;

create function campaign_delete(campaign bigint, seen text) returns bigint
language plpgsql as $$
begin
    perform campaign_lock(campaign, seen);
    delete from emails where id = campaign;
    return campaign;
end
$$;

create function campaign_create(called text, kind text) returns json
language plpgsql as $$
declare
    made bigint;
begin
    insert into emails (type, name) values (kind, called) returning id into made;
    return campaign_document(made);
end
$$;

-- Whom a campaign would go to now, and why others are left out: the first of the reasons that holds.
-- Of so many people one is looked at when there are too many to look at all of them in time: some 50,000 tell enough.
create function campaign_sampling(campaign bigint) returns int
language sql stable as $$
    select greatest(1, admin_row_estimate(case when type = 'member' then 'members' else 'prospects' end) / 50000)::int
    from emails
    where id = campaign
$$;

-- Sampled: an estimate, from people whose address has a certain hash. That filter reaches the tables through
-- campaign_audience, since it is about what is distinct there.
create function campaign_audience_document(campaign bigint, is_sampled boolean) returns json
language plpgsql stable set work_mem = '96MB' as $$
declare
    asked campaigns;
    kind text;
    reached bigint;
    everybody bigint;
    unsubscribed bigint;
    no_newsletter bigint := 0;
    unverified bigint := 0;
    suppressed bigint;
    sample json;
    one_of int := case when is_sampled then campaign_sampling(campaign) else 1 end;
begin
    select type into kind from emails where id = campaign and type <> 'transactional';
    if kind is null then
        return null;
    end if;
    select * into asked from campaigns where email_id = campaign;
    with audience as materialized (
        select * from campaign_audience(campaign) where hashtext(address) % one_of = 0
    ),
    shown as (
        select * from audience order by hashtext(address), address limit 10
    )
    select
        (select count(*) from audience),
        coalesce(json_agg(json_build_object(
                'title', coalesce(nullif(trim(users.first_name || ' ' || users.last_name), ''), users.username, shown.address),
                'address', shown.address,
                'member_id', shown.member_id::text,
                'prospect_id', shown.prospect_id::text)
            order by hashtext(shown.address), shown.address), '[]')
    into reached, sample
    from shown
    left join members on members.id = shown.member_id
    left join users on users.id = members.user_id;
    if kind = 'prospect' then
        select count(*), count(*) filter (where prospects.unsubscribed),
            count(*) filter (where not prospects.unsubscribed and exists (
                select from suppressions where address = lower(email)))
        into everybody, unsubscribed, suppressed
        from prospects
        where hashtext(email) % one_of = 0;
    else
        select count(*), count(*) filter (where reason = 1), count(*) filter (where reason = 2),
            count(*) filter (where reason = 3), count(*) filter (where reason = 4)
        into everybody, unsubscribed, no_newsletter, unverified, suppressed
        from (
            select case
                when members.email_unsubscribed_at is not null or opt_outs.address is not null then 1
                when not members.newsletter_subscriber and not asked.all_members then 2
                when users.email_verified_at is null and asked.verified_only then 3
                when suppressions.address is not null then 4 end as reason
            from members
            join users on users.id = members.user_id
            left join suppressions on suppressions.address = lower(users.email)
            left join opt_outs on opt_outs.address = lower(users.email)
            where hashtext(users.email) % one_of = 0) judged;
    end if;
    if not admin_may(kind || 's', 'view') then
        sample := '[]';
    end if;
    return json_build_object(
        'count', reached * one_of,
        'is_exact', one_of = 1,
        'left_out', json_build_object(
            'unsubscribed', unsubscribed * one_of,
            'no_newsletter', no_newsletter * one_of,
            'unverified', unverified * one_of,
            'suppressed', suppressed * one_of,
            'filtered', (everybody - unsubscribed - no_newsletter - unverified - suppressed - reached) * one_of),
        'sample', sample);
end
$$;

-- What came of a campaign: numbers of people, but for the clicks of links. Null when there is none.
create function campaign_report(campaign bigint) returns json
language plpgsql stable as $$
declare
    progress json := campaign_progress_shown(campaign);
    events json := campaign_events(campaign);
    money json := campaign_orders(campaign);
    sent bigint := (progress ->> 'sent')::bigint;
begin
    if not exists (select from emails where id = campaign and type <> 'transactional') then
        return null;
    end if;
    return json_build_object(
        'sent', sent,
        -- a refusal of the first server is none of those that were sent
        'delivered', greatest(sent - (
            select count(distinct email_events.message_id)
            from email_events
            join email_messages on email_messages.id = email_events.message_id
            where email_events.email_id = campaign and email_events.kind = 'bounce' and email_messages.state = 'sent'), 0),
        'bounced', events -> 'bounced',
        'complaints', events -> 'complaints',
        'opened', events -> 'opened',
        'clicked', events -> 'clicked',
        'unsubscribed', events -> 'unsubscribed',
        'orders', money -> 'orders',
        'revenue', money -> 'revenue',
        'links', campaign_links(campaign),
        'reasons', coalesce((
            select json_agg(json_build_object('reason', reason, 'count', times) order by times desc, reason)
            from (
                select reason, count(*) as times from unsubscribe_reasons where email_id = campaign group by reason) counted), '[]'),
        'by_hour', campaign_hours(campaign));
end
$$;

-- Tries of a campaign come from whom it will come from.
alter table email_tests
    add column from_name text,
    add column from_address text,
    add column reply_to text;

-- A try to each of the addresses. To others than one's own, verified one it takes the permission to change the outbox.
create function campaign_test(addresses jsonb, with_subject text, with_html text, with_text text, with_from_name text,
    with_from_address text, with_reply_to text, most int) returns json
language plpgsql as $$
declare
    asking users;
    address text;
    message bigint;
    queued json[] := '{}';
begin
    select * into asking from users where id = admin_actor();
    delete from email_tests where created_at < now() - interval '7 days';
    for address in select distinct value from jsonb_array_elements_text(addresses) order by value loop
        if address <> asking.email or asking.email_verified_at is null then
            perform admin_require('email_messages', 'change');
        end if;
        perform rate_limit_take('test-mail', asking.id::text, most, 3600);
        insert into email_messages (kind, recipient, user_id) values ('test', address, asking.id) returning id into message;
        insert into email_tests (message_id, subject, html, text, from_name, from_address, reply_to)
        values (message, with_subject, with_html, with_text, with_from_name, with_from_address, with_reply_to);
        queued := queued || json_build_object('id', message::text, 'recipient', address);
    end loop;
    return json_build_object('items', array_to_json(queued));
end
$$;

-- A campaign to addresses that are no good spoils the name of the domain that it comes from. When more than 10 of its last
-- 200 mails (5 %) were refused for good or bounced so, it is paused and somebody is told; who lets it go on begins a new
-- count.
alter table campaigns add column watched_from bigint not null default 0; -- mails before this id were looked at

create function campaign_judge(campaign bigint) returns void
language plpgsql as $$
declare
    cursor_at bigint;
    begins_at bigint;
    bad bigint;
    called text;
begin
    select cursors.next_id, greatest(cursors.first_id, campaigns.watched_from, cursors.next_id - 10000),
        coalesce(nullif(emails.name, ''), nullif(emails.subject, ''), emails.em_cd)
    into cursor_at, begins_at, called
    from emails
    join campaigns on campaigns.email_id = emails.id
    join campaign_cursors cursors on cursors.email_id = emails.id
    where emails.id = campaign and emails.status = 'sending'
    for no key update of emails skip locked; -- whoever has it holds no mail's lock: the next bounce will do
    if not found then
        return;
    end if;
    select count(*) into bad
    from (
        select mail.id, mail.state, mail.last_reply
        from email_messages mail
        where mail.id < cursor_at and mail.id >= begins_at
            and mail.email_id is not distinct from campaign -- found by id
            and mail.state in ('sent', 'failed')
        order by mail.id desc
        limit 200) newest
    where exists (
        select
        from email_events
        where email_events.message_id = newest.id and email_events.kind = 'bounce'
            and (email_events.permanent or newest.state = 'failed' and newest.last_reply like '5%'));
    if bad > 10 then
        perform campaign_step_to(campaign, 'paused');
        update campaigns set watched_from = cursor_at where email_id = campaign;
        perform alert_raise('campaign_bounces', campaign::text,
            'The campaign "' || called || '" was paused: ' || bad || ' of its last 200 mails were refused for good. '
            || 'Look at its recipients before you let it go on.');
    end if;
end
$$;

-- At the end of a transaction, once, however many bounces it brings.
create function campaign_bounced() returns trigger
language plpgsql as $$
declare
    judged text := coalesce(current_setting('startupwebapp.judged', true), '');
begin
    if new.email_id::text <> all (string_to_array(judged, ' ')) then
        perform set_config('startupwebapp.judged', judged || ' ' || new.email_id, true);
        perform campaign_judge(new.email_id);
    end if;
    return null;
end
$$;
create constraint trigger campaign_bounced after insert on email_events deferrable initially deferred
    for each row when (new.kind = 'bounce' and new.email_id is not null) execute function campaign_bounced();
