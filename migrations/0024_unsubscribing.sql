-- Leaving: by a mail's link, by a mail program's button, by what mail services tell. docs/campaigns.md, "Leaving".

-- A mail is left once, however often its link is used.
create unique index email_events_one_leave on email_events (message_id) where kind = 'unsubscribe';

-- One answer for each mail; who answers again has thought better of it.
create unique index unsubscribe_reasons_once on unsubscribe_reasons (email_id, member_id, prospect_id) nulls not distinct;

-- Who has left gets no more of a campaign that runs, whichever way it became known.

-- Who turns the newsletter off doesn't want campaigns to all members either.
create function members_turn_off() returns trigger
language plpgsql as $$
begin
    new.email_unsubscribed_at := coalesce(new.email_unsubscribed_at, now());
    return new;
end
$$;
create trigger members_turn_off before update on members
    for each row when (old.newsletter_subscriber and not new.newsletter_subscriber)
    execute function members_turn_off();

-- Who begins as unsubscribed because the address left before says nothing new. Anybody can register with an address: whose
-- it is not known to be speaks for the account alone. Links of mails and complaints mean the address, and see to it
-- themselves (unsubscribe_address).
create function members_withdrawn() returns trigger
language plpgsql as $$
begin
    perform opt_out(email)
    from users
    where id = new.user_id and case
        when tg_op = 'INSERT' then not exists (select from opt_outs where address = email)
        else email_verified_at is not null or admin_actor() is not null
    end;
    return null;
end
$$;
create trigger members_withdrawn after update on members
    for each row when (old.email_unsubscribed_at is null and new.email_unsubscribed_at is not null)
    execute function members_withdrawn();
create trigger members_begin_withdrawn after insert on members
    for each row when (new.email_unsubscribed_at is not null)
    execute function members_withdrawn();

create function prospects_withdrawn() returns trigger
language plpgsql as $$
begin
    if tg_op = 'UPDATE' or not exists (select from opt_outs where address = new.email) then
        perform opt_out(new.email);
    end if;
    return null;
end
$$;
create trigger prospects_withdrawn after update on prospects
    for each row when ((not old.unsubscribed or old.email <> new.email) and new.unsubscribed)
    execute function prospects_withdrawn();
create trigger prospects_begin_withdrawn after insert on prospects
    for each row when (new.unsubscribed)
    execute function prospects_withdrawn();

-- What waits for them is withdrawn at the end of the transaction: a long one, like an import, would have mails that others
-- wait for.
create function members_mails_withdrawn() returns trigger
language plpgsql as $$
begin
    perform campaign_withdraw(new.id, null);
    return null;
end
$$;
create constraint trigger members_mails_withdrawn after update on members
    deferrable initially deferred for each row
    when (old.email_unsubscribed_at is null and new.email_unsubscribed_at is not null)
    execute function members_mails_withdrawn();

create function prospects_mails_withdrawn() returns trigger
language plpgsql as $$
begin
    perform campaign_withdraw(null, new.id);
    return null;
end
$$;
create constraint trigger prospects_mails_withdrawn after update on prospects
    deferrable initially deferred for each row when (not old.unsubscribed and new.unsubscribed)
    execute function prospects_mails_withdrawn();

create function users_withdrawn() returns trigger
language plpgsql as $$
begin
    perform campaign_withdraw(id, null) from members where user_id = new.id;
    return null;
end
$$;
create constraint trigger users_withdrawn after update on users
    deferrable initially deferred for each row when (old.is_active and not new.is_active)
    execute function users_withdrawn();

-- As addresses are compared: people type them as they like.
create function suppressions_lower() returns trigger
language plpgsql as $$
begin
    new.address := lower(trim(new.address));
    return new;
end
$$;
create trigger suppressions_lower before insert or update on suppressions
    for each row execute function suppressions_lower();

create function suppressions_withdrawn() returns trigger
language plpgsql as $$
begin
    perform campaign_withdraw(waiting.member_id, waiting.prospect_id)
    from (
        select distinct member_id, prospect_id
        from email_messages
        where recipient = new.address and kind = 'campaign' and state in ('queued', 'claimed')) waiting;
    return null;
end
$$;
create constraint trigger suppressions_withdrawn after insert or update of address on suppressions
    deferrable initially deferred for each row execute function suppressions_withdrawn();

-- Whoever lets an address have mail again begins a new count of its passing failures.
create function suppressions_lifted() returns trigger
language plpgsql as $$
begin
    update email_events
    set forgiven = true
    from email_messages mail
    where mail.id = email_events.message_id and mail.recipient = old.address and email_events.kind = 'bounce';
    return null;
end
$$;
create trigger suppressions_lifted after delete on suppressions
    for each row execute function suppressions_lifted();

-- Whoever leaves means the address: all who have it, and whoever comes by it later.
create function opt_out(left_address text) returns void
language sql as $$
    update members
    set email_unsubscribed_at = now(),
        newsletter_subscriber = false
    from users
    where users.id = members.user_id and users.email = left_address and members.email_unsubscribed_at is null;
    update prospects
    set unsubscribed = true
    where email = left_address and not unsubscribed;
    insert into opt_outs (address)
    select left_address where left_address <> ''
    on conflict do nothing
$$;

-- The one that the mail went to may have another address by now.
create function unsubscribe_address(left_address text, left_member bigint, left_prospect bigint) returns void
language sql as $$
    update members
    set email_unsubscribed_at = coalesce(email_unsubscribed_at, now()),
        newsletter_subscriber = false
    where id = left_member and (email_unsubscribed_at is null or newsletter_subscriber);
    update prospects
    set unsubscribed = true
    where id = left_prospect and not unsubscribed;
    select opt_out(left_address)
$$;

-- Who comes with an address that left begins as unsubscribed, but for a member who asks for the newsletter: it is sent
-- when the address is known to be the member's.
create function members_begin() returns trigger
language plpgsql as $$
begin
    new.email_unsubscribed_at := (
        select opt_outs.created_at
        from users
        join opt_outs on opt_outs.address = users.email
        where users.id = new.user_id);
    return new;
end
$$;
create trigger members_begin before insert on members
    for each row when (new.email_unsubscribed_at is null and not new.newsletter_subscriber)
    execute function members_begin();

create function prospects_begin() returns trigger
language plpgsql as $$
begin
    new.unsubscribed := exists (select from opt_outs where address = new.email);
    return new;
end
$$;
create trigger prospects_begin before insert on prospects
    for each row when (not new.unsubscribed)
    execute function prospects_begin();
create trigger prospects_moved before update of email on prospects
    for each row when (old.email <> new.email and not new.unsubscribed)
    execute function prospects_begin();

-- Who asks for mail again has it, by an address that is known to be his: nobody else can take a wish back. A prospect is
-- asked by the shop, or followed the link of a mail.
create function members_back() returns trigger
language plpgsql as $$
begin
    delete from opt_outs
    where address = (select email from users where id = new.user_id and email_verified_at is not null);
    return null;
end
$$;
create trigger members_back after update on members
    for each row when (old.email_unsubscribed_at is not null and new.email_unsubscribed_at is null)
    execute function members_back();

create function prospects_back() returns trigger
language plpgsql as $$
begin
    delete from opt_outs where address = new.email;
    return null;
end
$$;
create trigger prospects_back after update on prospects
    for each row when (old.unsubscribed and not new.unsubscribed)
    execute function prospects_back();

-- A wish goes along with its member to another address, and holds for whoever moves to one that left. An address that is
-- verified lets its member's choice count.
create function users_moved() returns trigger
language plpgsql as $$
declare
    member members;
begin
    select * into member from members where user_id = new.id;
    if member.email_unsubscribed_at is not null then
        perform opt_out(new.email);
    elsif old.email <> new.email then
        perform opt_out(address) from opt_outs where address = new.email;
    elsif member.newsletter_subscriber then
        delete from opt_outs where address = new.email;
    end if;
    return null;
end
$$;
create trigger users_moved after update of email, email_verified_at on users
    for each row when (old.email <> new.email or old.email_verified_at is null and new.email_verified_at is not null)
    execute function users_moved();

-- Whom a link names. code: the number of a campaign's mail, "mb-" and a member's code, or "pr-" and a prospect's.
create function unsubscriber(code text)
returns table (message_id bigint, email_id bigint, member_id bigint, prospect_id bigint, address text)
language sql stable as $$
    select message.id, message.email_id, message.member_id, message.prospect_id, lower(message.recipient)
    from email_messages message
    where message.id = case when code ~ '^[1-9]\d{0,17}$' then code::bigint end and message.kind = 'campaign'
    union all
    select null, null, members.id, null, users.email
    from members
    join users on users.id = members.user_id
    where members.mb_cd = substr(code, 4) and left(code, 3) = 'mb-'
    union all
    select null, null, null, prospects.id, prospects.email
    from prospects
    where prospects.pr_cd = substr(code, 4) and left(code, 3) = 'pr-'
$$;

create function unsubscribe(code text) returns void
language plpgsql as $$
declare
    who record;
begin
    select * into who from unsubscriber(code);
    perform unsubscribe_address(who.address, who.member_id, who.prospect_id);
    if who.message_id is not null then
        insert into email_events (message_id, kind) values (who.message_id, 'unsubscribe') on conflict do nothing;
    end if;
end
$$;

-- Only the one that is named, with the address that the link was sent to: others who have it were not asked, and whoever
-- has that mailbox now does not speak for one who has moved to another.
create function subscribe_again(code text) returns void
language sql as $$
    delete from opt_outs
    using unsubscriber(code) who
    where opt_outs.address = who.address and num_nonnulls(who.member_id, who.prospect_id) > 0;
    update members
    set email_unsubscribed_at = null,
        newsletter_subscriber = true
    from unsubscriber(code) who, users
    where members.id = who.member_id and users.id = members.user_id and users.email = who.address;
    update prospects
    set unsubscribed = false
    from unsubscriber(code) who
    where prospects.id = who.prospect_id and prospects.email = who.address
$$;

-- What a mail service tells. False when that was known already (the same provider_id).

-- Somebody called it spam.
create function mail_complained(complained bigint, words text, told_as text) returns boolean
language plpgsql as $$
declare
    mail record;
begin
    insert into email_events (message_id, kind, detail, provider_id)
    values (complained, 'complaint', left(coalesce(words, ''), 2000), told_as)
    on conflict (provider_id) do nothing;
    if not found then
        return false;
    end if;
    select lower(recipient) as address, member_id, prospect_id into mail from email_messages where id = complained;
    insert into suppressions (address, reason, note, message_id)
    values (mail.address, 'complaint', left(coalesce(words, ''), 2000), complained)
    on conflict (address) do nothing;
    perform unsubscribe_address(mail.address, mail.member_id, mail.prospect_id);
    return true;
end
$$;

-- Somebody left by the service's own link.
create function mail_left(left_mail bigint, told_as text) returns boolean
language plpgsql as $$
declare
    is_new boolean;
begin
    insert into email_events (message_id, kind, provider_id)
    values (left_mail, 'unsubscribe', told_as)
    on conflict do nothing;
    is_new := found;
    perform unsubscribe_address(lower(recipient), member_id, prospect_id) from email_messages where id = left_mail;
    return is_new;
end
$$;

-- All that a hook brings: [{"event": bounce, complaint or unsubscribe, "id", "created", "kind": as the Message-ID has
-- them, "addresses": lower-cased, "permanent", "words", "provider_id"}]. What is of no mail of ours, or of one to
-- somebody else, is counted as unknown and does nothing.
create function mail_told(told jsonb) returns table (counted int, repeated int, unknown int)
language plpgsql as $$
declare
    news record;
    mail record;
    is_new boolean;
begin
    counted := 0;
    repeated := 0;
    unknown := 0;
    for news in
        select *
        from jsonb_to_recordset(told) as t(
            event text, id bigint, created bigint, kind text, addresses text[], permanent boolean, words text, provider_id text)
        order by t.id -- so that two of them wait for each other in one direction
    loop
        select message.id, message.order_id into mail
        from email_messages message
        where message.id = news.id and message.kind = news.kind
            and extract(epoch from message.created_at)::bigint = news.created
            and normalize(lower(message.recipient), NFKC) = any (news.addresses); -- as IDNA reads letters
        if not found then
            unknown := unknown + 1;
            continue;
        end if;
        is_new := case news.event
            when 'bounce' then mail_bounced(mail.id, news.permanent, news.words, news.provider_id)
            when 'complaint' then mail_complained(mail.id, news.words, news.provider_id)
            else mail_left(mail.id, news.provider_id)
        end;
        if is_new and news.event = 'bounce' and mail.order_id is not null then
            insert into order_email_failures (order_id, message_id, reason)
            values (mail.order_id, mail.id, 'bounced: ' || news.words);
        end if;
        counted := counted + is_new::int;
        repeated := repeated + (not is_new)::int;
    end loop;
    return next;
end
$$;

-- Who has left before this.
select opt_out(address)
from (
    select users.email as address
    from members
    join users on users.id = members.user_id
    where members.email_unsubscribed_at is not null
    union
    select email from prospects where unsubscribed) gone;
