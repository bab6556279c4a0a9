/* Brings a checkout to where Stripe says that it is. */
#include "checkout/settle.h"

#include "base/log.h"
#include "checkout_queries.h"
#include "orders/orders.h"

void checkout_record_event(struct unit *u, const struct stripe_event *event)
{
        if (event)
                q_checkout_record_event(u, event->id, event->type, event->object_id, event->created);
}

static void add_locks(struct unit *u, struct str identifier)
{
        q_checkout_lock(u, identifier);
        q_checkout_lock_discounts(u, identifier);
}

static void add_releases(struct unit *u, struct str identifier)
{
        q_checkout_release_stock(u, identifier);
        q_checkout_release_discounts(u, identifier);
}

void checkout_close_add(struct unit *u, struct str identifier, struct str status)
{
        add_locks(u, identifier);
        q_checkout_close(u, identifier, status);
        add_releases(u, identifier);
}

static enum err run(struct blocking *db, struct unit *u)
{
        struct outcome o;
        blocking_run(db, u, &o);
        enum err e = o.error;
        outcome_release(&o);
        return e;
}

enum err checkout_close(struct blocking *db, struct arena *a, struct str identifier, struct str status)
{
        struct unit *u = unit_new(a);
        checkout_close_add(u, identifier, status);
        return run(db, u);
}

enum err checkout_abandon(struct blocking *db, struct arena *a, struct str identifier)
{
        struct unit *u = unit_new(a);
        add_locks(u, identifier);
        q_checkout_abandon(u, identifier);
        add_releases(u, identifier);
        return run(db, u);
}

static void take_from_cart(struct unit *u, struct str identifier, struct str email)
{
        q_checkout_lock_spent_discounts(u, identifier);
        q_checkout_regain_discounts(u, identifier);
        q_checkout_spend_discounts(u, identifier, email);
        q_checkout_take_lines(u, identifier);
        q_checkout_take_discounts(u, identifier);
        q_checkout_take_shipping(u, identifier);
        q_checkout_mark_taken(u, identifier);
}

/* Only for a payment that failed after it had left the cart. */
static void give_back_to_cart(struct unit *u, struct str identifier)
{
        q_checkout_restore_lines(u, identifier);
        q_checkout_restore_discounts(u, identifier);
        q_checkout_restore_shipping(u, identifier);
        q_checkout_mark_restored(u, identifier);
}

/* Their hooks may have come before the order was there. What fails here, the reconciler does again. */
static void learn_refunds(struct payments *p, struct blocking *db, struct arena *a, struct str identifier,
                          struct str payment_intent)
{
        enum err e = order_sync_refunds(p, db, a, payment_intent);
        struct unit *u = unit_new(a);
        q_checkout_refunds_known(u, identifier);
        if (e == ERR_NONE)
                e = run(db, u);
        if (e != ERR_NONE)
                log_warn("refunds could not be read", LOG_STR("payment", payment_intent),
                         LOG_STR("error", err_info(e)->code));
}

static enum err fulfil(struct payments *p, struct blocking *db, struct arena *a, struct str identifier,
                       const struct stripe_session *session, const struct stripe_event *event)
{
        struct fulfilment f = {.checkout = identifier, .session = session, .expected_livemode = p->livemode};
        struct order_made made;
        struct outcome o;
        struct unit *u = unit_new(a);
        q_checkout_lock_its_cart(u, identifier);
        checkout_record_event(u, event);
        order_fulfil_add(u, &f);
        q_checkout_complete(u, identifier, session->id, session->payment_intent_id.ptr != NULL);
        take_from_cart(u, identifier, session->email);
        order_fulfil_end(u, &f);
        blocking_run(db, u, &o);
        enum err e = o.error != ERR_NONE ? o.error : order_fulfil_read(&o, &f, a, &made);
        outcome_release(&o);
        if (e == ERR_NONE && !made.refunds_known)
                learn_refunds(p, db, a, identifier, session->payment_intent_id);
        return e;
}

/* The checkout that the session belongs to; by its own identifier when a crash kept us from recording the session. */
static enum err find(struct blocking *db, struct arena *a, const struct stripe_session *session,
                     struct str *ret_identifier)
{
        struct outcome o;
        struct unit *u = unit_new(a);
        q_checkout_of_session(u, session->id, session->client_reference_id);
        blocking_run(db, u, &o);
        enum err e = o.error;
        PGresult *r = outcome_last(&o);
        if (e == ERR_NONE && PQntuples(r) == 0)
                e = ERR_CHECKOUT_UNKNOWN;
        if (e == ERR_NONE)
                *ret_identifier = arena_copy(a, result_str(r, 0, "identifier"));
        outcome_release(&o);
        return e;
}

static enum err act(struct payments *p, struct blocking *db, struct arena *a, struct str identifier,
                    const struct stripe_session *session, const struct stripe_event *event, enum settled *ret_what)
{
        bool failed = event && str_eq(event->type, STR("checkout.session.async_payment_failed"));
        if (session->status == STRIPE_SESSION_COMPLETE && session->payment_status != STRIPE_UNPAID) {
                *ret_what = SETTLED_ORDER;
                return fulfil(p, db, a, identifier, session, event);
        }
        *ret_what = SETTLED_OPEN;
        if (session->status == STRIPE_SESSION_OPEN && !event)
                return ERR_NONE;
        struct unit *u = unit_new(a);
        q_checkout_lock_its_cart(u, identifier);
        checkout_record_event(u, event);
        if (session->status == STRIPE_SESSION_EXPIRED || failed) {
                *ret_what = SETTLED_ENDED;
                checkout_close_add(u, identifier, failed ? STR("failed") : STR("expired"));
                give_back_to_cart(u, identifier);
        } else if (session->status == STRIPE_SESSION_COMPLETE) {
                *ret_what = SETTLED_PROCESSING;
                q_checkout_processing(u, identifier, session->id);
                take_from_cart(u, identifier, session->email);
        }
        return run(db, u);
}

enum err checkout_settle(struct payments *p, struct blocking *db, struct arena *a, struct str session_id,
                         const struct stripe_event *event, enum settled *ret_what)
{
        struct stripe_session session;
        struct stripe_failure failure = {0};
        struct str identifier;
        if (!p->configured)
                return ERR_PAYMENT_UNAVAILABLE;
        enum err e = stripe_session_retrieve(&p->stripe, session_id, a, &session, &failure);
        if (e == ERR_NOT_FOUND)
                return ERR_CHECKOUT_UNKNOWN;
        if (e != ERR_NONE) {
                log_warn("Stripe did not tell about a session", LOG_STR("session", session_id),
                         LOG_STR("error", err_info(e)->code));
                return e;
        }
        e = find(db, a, &session, &identifier);
        return e == ERR_NONE ? act(p, db, a, identifier, &session, event, ret_what) : e;
}
