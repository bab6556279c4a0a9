-- What the admin lists, searches and sorts by, and the models that it shows besides.

-- Members are found by what stands in their users' rows: the name, the address. Kept here, beside what else is searched,
-- so that one index finds them.
alter table members add column search text not null default '';

create function member_search(searched bigint, code text) returns text
language sql stable as $$
    select concat_ws(' ', username, email, first_name, last_name, code)
    from users
    where id = searched
$$;

create function members_search_kept() returns trigger
language plpgsql as $$
begin
    new.search := coalesce(member_search(new.user_id, new.mb_cd), '');
    return new;
end
$$;
create trigger members_search_kept before insert or update of user_id, mb_cd, search on members
    for each row execute function members_search_kept();

create function users_search_kept() returns trigger
language plpgsql as $$
begin
    update members set search = member_search(user_id, mb_cd) where user_id = new.id;
    return null;
end
$$;
create trigger users_search_kept after update of username, email, first_name, last_name on users
    for each row when ((old.username, old.email, old.first_name, old.last_name)
        is distinct from (new.username, new.email, new.first_name, new.last_name))
    execute function users_search_kept();

update members set search = member_search(user_id, mb_cd);

-- Searched for what stands anywhere in them: one index of trigrams for all columns of a table.
create index users_found on users using gin (
    username gin_trgm_ops, email gin_trgm_ops, first_name gin_trgm_ops, last_name gin_trgm_ops);
create index members_found on members using gin (search gin_trgm_ops);
create index prospects_found on prospects using gin (email gin_trgm_ops, pr_cd gin_trgm_ops);
create index chat_messages_found on chat_messages using gin (email gin_trgm_ops);
create index products_found on products using gin (title gin_trgm_ops, slug gin_trgm_ops);
create index skus_found on skus using gin (code gin_trgm_ops, title gin_trgm_ops);
create index orders_found on orders using gin (identifier gin_trgm_ops, email gin_trgm_ops);

-- Searched from the beginning. A mail changes its row several times: there it is one index, and the cheapest kind.
create index email_messages_recipient on email_messages (recipient text_pattern_ops);
create index checkouts_email on checkouts (email text_pattern_ops) where email is not null;
create index order_payments_intent on order_payments (stripe_payment_intent_id text_pattern_ops);
drop index stripe_events_object;
create index stripe_events_object on stripe_events (object_id text_pattern_ops, type);

-- Sorted by, with the key behind it.
create index users_username on users (username, id);
create index users_joined on users (date_joined, id);
create index prospects_created on prospects (created_at, id);
create index one_time_tokens_created on one_time_tokens (created_at, id);
create index products_title on products (title, id);
create index products_created on products (created_at, id);
create index skus_created on skus (created_at, id);
create index orders_total on orders (total, id);
create index stripe_events_received on stripe_events (received_at, id);

-- Narrowed by: the values that are rare, in the order of the list. What is frequent is found by going through it.
create index users_staff on users (id) where is_staff;
create index users_superusers on users (id) where is_superuser;
create index users_inactive on users (id) where not is_active;
create index members_subscribed on members (id) where newsletter_subscriber;
create index members_unsubscribed on members (email_unsubscribed_at, id) where email_unsubscribed_at is not null;
create index prospects_unsubscribed on prospects (id) where unsubscribed;
create index prospects_converted on prospects (converted_at, id) where converted_at is not null;
create index chat_messages_kind on chat_messages (kind, created_at, id);
create index skus_inactive on skus (id) where not active;
create index skus_type on skus (sku_type_id, id);
create index sku_inventory_short on sku_inventory (status, sku_id) where status <> 'in_stock';
create index checkouts_member on checkouts (member_id, id) where member_id is not null;
create index checkouts_unfinished on checkouts (status, id) where status in ('pending', 'open', 'processing', 'failed');
create index orders_status on orders (status, placed_at, id);
create index orders_on_hold on orders (placed_at, id) where on_hold;
create index orders_short on orders (placed_at, id) where short;
create index order_payments_status on order_payments (status, order_id);
create index email_messages_ended_badly on email_messages (state, id) where state in ('failed', 'uncertain', 'cancelled');
create index audit_log_resource on audit_log (resource, id);
drop index terms_of_use_agreements_version;
create index terms_of_use_agreements_version on terms_of_use_agreements (version, member_id);
drop index order_skus_sku;
create index order_skus_sku on order_skus (sku_id, order_id, position);
