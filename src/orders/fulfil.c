/* Makes the order of a paid checkout. */
#include "orders/fulfil.h"

#include <sodium.h>

#include "base/buf.h"
#include "base/log.h"
#include "orders_queries.h"

enum { FACTS_MAX_BYTES = 32 * 1024, IDENTIFIER_GROUPS = 3, ACCESS_KEY_BYTES = 16 };

static void add_member(struct buf *json, const char *name, struct str value)
{
        buf_printf(json, "%s\"%s\":", json->ptr[json->len - 1] == '{' ? "" : ",", name);
        buf_add_json(json, value);
}

static void add_number(struct buf *json, const char *name, int64_t value)
{
        buf_printf(json, ",\"%s\":%lld", name, (long long)value);
}

static void add_address(struct buf *json, const char *name, const struct stripe_address *a)
{
        buf_printf(json, ",\"%s\":{", name);
        add_member(json, "line1", a->line1);
        add_member(json, "line2", a->line2);
        add_member(json, "city", a->city);
        add_member(json, "state", a->state);
        add_member(json, "postal_code", a->postal_code);
        add_member(json, "country", a->country);
        buf_add_char(json, '}');
}

/* What Stripe says of the payment, as the queries of orders.sql read it. */
static struct str fulfil_facts(struct arena *a, const struct stripe_session *s, bool expected_livemode)
{
        struct buf json;
        buf_init(&json, FACTS_MAX_BYTES);
        buf_add_char(&json, '{');
        add_member(&json, "session", s->id);
        add_member(&json, "payment_status",
                   s->payment_status == STRIPE_NO_PAYMENT_REQUIRED ? STR("no_payment_required") : STR("paid"));
        add_member(&json, "currency", s->currency);
        add_number(&json, "amount_subtotal", s->amount_subtotal);
        add_number(&json, "amount_discount", s->amount_discount);
        add_number(&json, "amount_shipping", s->amount_shipping);
        add_number(&json, "amount_tax", s->amount_tax);
        add_number(&json, "amount_total", s->amount_total);
        buf_printf(&json, ",\"livemode\":%s,\"expected_livemode\":%s", s->livemode ? "true" : "false",
                   expected_livemode ? "true" : "false");
        add_member(&json, "payment_intent", s->payment_intent_id);
        add_member(&json, "charge", s->charge_id);
        add_member(&json, "customer", s->customer_id);
        add_member(&json, "card_brand", s->card_brand);
        add_member(&json, "card_last4", s->card_last4);
        add_member(&json, "email", s->email);
        add_member(&json, "name", s->customer_name);
        add_member(&json, "phone", s->phone);
        add_member(&json, "shipping_name", s->shipping_name);
        add_address(&json, "billing", &s->billing);
        add_address(&json, "shipping", &s->shipping);
        buf_add_char(&json, '}');
        struct str facts = json.failed ? STR_NULL : arena_copy(a, buf_str(&json));
        buf_release(&json);
        return facts;
}

/* 60 random bits in letters and digits that nobody mistakes for others (Crockford's base 32). */
static void make_identifier(char out[16])
{
        static const char digits[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
        char *p = out;
        for (int group = 0; group < IDENTIFIER_GROUPS; group++) {
                if (group)
                        *p++ = '-';
                for (int i = 0; i < 4; i++)
                        *p++ = digits[randombytes_uniform(32)];
        }
        *p = 0;
}

static void make_access_key(char out[2 * ACCESS_KEY_BYTES + 1])
{
        unsigned char bytes[ACCESS_KEY_BYTES];
        randombytes_buf(bytes, sizeof bytes);
        sodium_bin2hex(out, 2 * ACCESS_KEY_BYTES + 1, bytes, sizeof bytes);
}

void order_fulfil_add(struct unit *u, struct fulfilment *f)
{
        char identifier[16], access_key[2 * ACCESS_KEY_BYTES + 1];
        if (!u)
                return;
        randombytes_buf(f->attempt, sizeof f->attempt);
        make_identifier(identifier);
        make_access_key(access_key);
        struct str attempt = {(char *)f->attempt, sizeof f->attempt}, checkout = f->checkout;
        struct str paid = fulfil_facts(u->arena, f->session, f->expected_livemode);

        q_order_lock_checkout(u, checkout);
        q_order_lock_stock(u, checkout);
        q_order_insert_prospect(u, checkout, paid);
        q_order_insert(u, checkout, attempt, str_from(identifier), str_from(access_key), paid);
        q_order_insert_skus(u, checkout, attempt);
        q_order_insert_discounts(u, checkout, attempt);
        q_order_insert_payment(u, attempt, paid);
        q_order_insert_billing(u, attempt, paid);
        q_order_insert_shipping(u, attempt, paid);
        q_order_insert_status(u, attempt);
        q_order_judge_payment(u, attempt);
        q_order_mark_short(u, attempt);
        q_order_take_stock(u, attempt);
        q_order_insert_movements(u, attempt);
        q_order_delete_reservations(u, attempt);
        q_order_insert_mail(u, attempt);
}

void order_fulfil_end(struct unit *u, const struct fulfilment *f)
{
        q_order_of_checkout(u, f->checkout);
}

static bool is_ours(struct str made_by, const struct fulfilment *f)
{
        char hex[2 * ATTEMPT_BYTES + 1];
        sodium_bin2hex(hex, sizeof hex, f->attempt, sizeof f->attempt);
        return str_ends(made_by, str_from(hex)); /* \x and the bytes in hex */
}

enum err order_fulfil_read(const struct outcome *o, const struct fulfilment *f, struct arena *a, struct order_made *ret)
{
        PGresult *r = outcome_last(o);
        if (!r || PQntuples(r) == 0)
                return ERR_CHECKOUT_UNKNOWN;
        ret->identifier = arena_copy(a, result_str(r, 0, "identifier"));
        ret->access_key = arena_copy(a, result_str(r, 0, "access_key"));
        ret->refunds_known = result_bool(r, 0, "refunds_known");
        ret->made_now = is_ours(result_str(r, 0, "made_by"), f);
        if (!ret->identifier.ptr || !ret->access_key.ptr)
                return ERR_NO_MEMORY;
        if (!ret->made_now)
                return ERR_NONE;
        if (result_bool(r, 0, "on_hold"))
                log_error("ORDER_ON_HOLD: what was paid differs from what was offered",
                          LOG_STR("order", ret->identifier), LOG_STR("reason", result_str(r, 0, "hold_reason")));
        log_info("order made", LOG_STR("order", ret->identifier), LOG_INT("short", result_bool(r, 0, "short")));
        return ERR_NONE;
}
