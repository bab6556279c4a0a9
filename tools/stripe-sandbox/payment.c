/* Paying for a session. */
#include "payment.h"

#include <string.h>

#include "coupon.h"
#include "fields.h"
#include "payment_parts.h"
#include "sandbox.h"
#include "session.h"

enum { SETTLE_MS = 2000 };

static void emit(struct sandbox *sb, const struct cause *cause, const char *type, json_t *object)
{
        event_emit(sb, cause, type, json_deep_copy(object), NULL, NULL);
}

static void announce(struct sandbox *sb, const struct cause *cause, const json_t *session, const char *type,
                     struct announcement *ret)
{
        struct announcement unused = {0};
        ret = ret ? ret : &unused;
        ret->fate = session_emit(sb, cause, session, type, ret->event);
}

/* The money has come: a charge, and an intent that knows it. */
static void succeed(struct sandbox *sb, const struct cause *cause, const json_t *session, json_t *intent)
{
        json_t *charge = charge_new(session, intent);
        field_set_text(intent, "status", "succeeded");
        field_set_text(intent, "latest_charge", field_text(charge, "id"));
        field_set_int(intent, "amount_received", field_int(intent, "amount"));
        store_save(&sb->store, charge);
        store_save(&sb->store, intent);
        emit(sb, cause, "charge.succeeded", charge);
        emit(sb, cause, "payment_intent.succeeded", intent);
        json_decref(charge);
}

static void fail(struct sandbox *sb, const struct cause *cause, json_t *intent)
{
        field_set_text(intent, "status", "requires_payment_method");
        field_set(intent, "last_payment_error",
                  must(json_pack("{s:s, s:s, s:s}", "code", "payment_intent_payment_attempt_failed", "message",
                                 "The customer's bank did not pay.", "type", "invalid_request_error")));
        store_save(&sb->store, intent);
        emit(sb, cause, "payment_intent.payment_failed", intent);
}

static void take_payer(json_t *session, const json_t *payer)
{
        static const char *const parts[] = {"email", "name", "phone", "address"};
        json_t *customer = must(json_object());
        for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
                field_set(customer, parts[i], shared(field(payer, parts[i])));
        field_set(session, "customer", customer);
        if (field(payer, "shipping"))
                field_set(session, "shipping", json_incref(field(payer, "shipping")));
        field_set_int(session, "shipping_choice", field_int(payer, "shipping_choice"));
        field_set(session, "method", shared(field(payer, "method")));
}

/* What the session's payment is now; returns the session's payment_status. */
static const char *pay(struct sandbox *sb, const struct cause *cause, json_t *session, enum settlement settlement)
{
        struct session_amounts sum;
        session_amounts(session, &sum);
        if (sum.total == 0)
                return "no_payment_required";
        json_t *intent = intent_new(session, sum.total);
        field_set_text(session, "payment_intent", field_text(intent, "id"));
        if (settlement == SETTLE_NOW)
                succeed(sb, cause, session, intent);
        else
                store_save(&sb->store, intent);
        json_decref(intent);
        return settlement == SETTLE_NOW ? "paid" : "unpaid";
}

void payment_complete(struct sandbox *sb, const struct cause *cause, json_t *session, const json_t *payer,
                      enum settlement settlement, struct announcement *ret)
{
        take_payer(session, payer);
        const char *payment_status = pay(sb, cause, session, settlement);
        field_set_text(session, "status", "complete");
        field_set_text(session, "payment_status", payment_status);
        json_object_del(session, "due");
        if (strcmp(payment_status, "unpaid") == 0 && settlement != SETTLE_ON_DEMAND) {
                field_set_int(session, "due", now_ms() + SETTLE_MS);
                field_set_bool(session, "settles_well", settlement == SETTLE_LATER);
        }
        coupon_redeem(&sb->store, field_text(session, "coupon.id"));
        store_save(&sb->store, session);
        announce(sb, cause, session, "checkout.session.completed", ret);
}

void payment_settle(struct sandbox *sb, const struct cause *cause, json_t *session, bool well, struct announcement *ret)
{
        json_t *intent = store_load(&sb->store, KIND_INTENT, field_text(session, "payment_intent"));
        json_object_del(session, "due");
        if (well)
                field_set_text(session, "payment_status", "paid");
        if (intent && well)
                succeed(sb, cause, session, intent);
        else if (intent)
                fail(sb, cause, intent);
        json_decref(intent);
        store_save(&sb->store, session);
        announce(sb, cause, session,
                 well ? "checkout.session.async_payment_succeeded" : "checkout.session.async_payment_failed", ret);
}

bool payment_is_pending(struct sandbox *sb, const json_t *session)
{
        const struct object *intent = store_find(&sb->store, KIND_INTENT, field_text(session, "payment_intent"));
        return intent && strcmp(intent->label, "processing") == 0;
}

const char *payment_obstacle(struct sandbox *sb, const json_t *session)
{
        json_t *coupon = store_load(&sb->store, KIND_COUPON, field_text(session, "coupon.id"));
        bool used_up = coupon && !coupon_is_valid(coupon);
        json_decref(coupon);
        return used_up ? "The discount of this order has been used up by another order. Go back to the store to start "
                         "again without it."
                       : NULL;
}
