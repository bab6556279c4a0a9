/* POST /api/v1/checkout: freeze the cart (fast lane), open Stripe's page (slow lane).
 * GET /api/v1/checkout/{session}: how it stands. */
#include "checkout/checkout_http.h"

#include <sodium.h>
#include <stddef.h>

#include "campaigns/campaigns.h"
#include "checkout/payment_page.h"
#include "checkout_queries.h"
#include "http/decode.h"
#include "http/quota.h"
#include "http/store.h"
#include "mail/address.h"

enum { IDENTIFIER_BYTES = 16, EMAIL_MAX = 254 };

/* A checkout on its way; in the request's arena. */
struct start {
        struct str email; /* STR_NULL: Stripe asks for it */
        int64_t total;
        bool has_total, accept_terms;
        struct str identifier;
        struct str document; /* row of checkout_read */
};

static const struct field start_fields[] = {
        {"email", FIELD_TEXT, offsetof(struct start, email), 0, EMAIL_MAX, .optional = true},
        {"accept_terms", FIELD_TRUE, offsetof(struct start, accept_terms), .minimum = 0},
        {"total", FIELD_INT64, offsetof(struct start, total), 0, 99999999999, .optional = true,
         .given_at = offsetof(struct start, has_total) + 1},
};

/* The last campaign or ad that led here, so that the order is counted for it. */
static void add_source(struct request *rq, struct unit *u, struct str identifier)
{
        struct via via;
        if (via_of_request(rq, &via))
                q_checkout_came_from(u, identifier, via.message_id, via.link_id, via.ad_id, via.at_s);
}

static const int64_t *total_seen(const struct start *s)
{
        return s->has_total ? &s->total : NULL;
}

static bool check_email(struct request *rq, struct start *s)
{
        s->email = str_trim(s->email);
        if (s->email.len == 0) {
                s->email = STR_NULL;
                return true;
        }
        struct str problem = mail_address_convert(&rq->arena, s->email, &s->email);
        if (!problem.ptr)
                return true;
        reply_field_error(rq, STR("email"), STR("invalid_email"), problem);
        return false;
}

/* The freezing unit; its last row is the document. A new identifier each time. */
static struct unit *freeze(struct request *rq, struct start *s)
{
        unsigned char bytes[IDENTIFIER_BYTES];
        char hex[2 * IDENTIFIER_BYTES + 1];
        struct unit *u = request_unit(rq);
        randombytes_buf(bytes, sizeof bytes);
        sodium_bin2hex(hex, sizeof hex, bytes, sizeof bytes);
        s->identifier = arena_copy(&rq->arena, str_from(hex));
        if (!u || !s->identifier.ptr)
                return NULL;
        q_checkout_lock_cart(u, rq->visitor, rq->session);
        q_checkout_lock_cart_stock(u, rq->visitor, rq->session);
        q_checkout_lock_cart_discounts(u, rq->visitor, rq->session);
        q_checkout_insert(u, s->identifier, rq->visitor, rq->session, s->email, total_seen(s), CHECKOUT_SESSION_SECONDS,
                          (int32_t)store_settings(rq)->reconcile_seconds);
        q_checkout_reserve_stock(u, s->identifier);
        q_checkout_redeem_discounts(u, s->identifier);
        q_checkout_read(u, s->identifier);
        return u;
}

/* The rest runs in a worker's thread, straight on. */

static void refuse(struct request *rq, enum err e)
{
        reply_error(rq, e, STR_NULL);
}

static void run(struct worker *w, struct unit *u, struct outcome *ret)
{
        blocking_run(&w->db, u, ret);
}

static void reply_started(struct request *rq, struct worker *w, struct unit *u, struct str session)
{
        struct outcome o;
        struct start *s = rq->state;
        add_source(rq, u, s->identifier);
        q_checkout_started(u, s->identifier);
        run(w, u, &o);
        struct str row = result_str(outcome_last(&o), 0, "document");
        if (o.error != ERR_NONE) {
                reply_outcome(rq, &o);
        } else if (row.ptr) {
                reply_json(rq, 201, row);
        } else {
                /* Another window replaced this checkout meanwhile: nobody may pay on its page. */
                struct payments *p = w->context;
                struct stripe_failure failure;
                enum stripe_expiry expiry;
                if (session.ptr && stripe_session_expire(&p->stripe, session, &expiry, &failure) != ERR_NONE)
                        stripe_failure_log("session expire", ERR_CONFLICT, &failure);
                refuse(rq, ERR_CONFLICT);
        }
        outcome_release(&o);
}

static void open_page(struct request *rq, struct worker *w)
{
        struct start *s = rq->state;
        struct stripe_session session;
        const struct store_settings *store = store_settings(rq);
        enum err e =
                payment_page_create(w->context, &rq->arena, s->document, store->public_url, store->media_url, &session);
        if (e != ERR_NONE) {
                /* If this fails too, the reconciler lets the hold go. */
                if (checkout_abandon(&w->db, &rq->arena, s->identifier) != ERR_NONE)
                        e = ERR_DATABASE_UNAVAILABLE;
                /* A conflict is Stripe's lock on our key: a try before this one is still under way there. */
                refuse(rq, e == ERR_CONFLICT                              ? ERR_PAYMENT_UNAVAILABLE
                           : e == ERR_NOT_FOUND || e == ERR_INVALID_INPUT ? ERR_INTERNAL
                                                                          : e);
                return;
        }
        struct unit *u = request_unit(rq);
        q_checkout_open(u, s->identifier, session.id, session.url);
        reply_started(rq, w, u, session.id);
}

static void freeze_again(struct request *rq, struct worker *w)
{
        struct outcome o;
        struct start *s = rq->state;
        run(w, freeze(rq, s), &o);
        if (o.error != ERR_NONE)
                reply_outcome(rq, &o);
        else
                s->document = arena_copy(&rq->arena, result_str(outcome_last(&o), 0, "document"));
        bool frozen = o.error == ERR_NONE;
        outcome_release(&o);
        if (frozen)
                open_page(rq, w);
}

/* The cart's earlier checkout, as row of checkout_unfinished. */
struct earlier {
        struct str identifier, session;
        bool exists, same, stale, has_page;
};

static enum err read_earlier(struct request *rq, struct worker *w, struct earlier *ret)
{
        struct outcome o;
        struct start *s = rq->state;
        struct unit *u = request_unit(rq);
        q_checkout_unfinished(u, rq->visitor, rq->session, s->email, total_seen(s));
        run(w, u, &o);
        PGresult *r = outcome_last(&o);
        *ret = (struct earlier){.exists = o.error == ERR_NONE && PQntuples(r) == 1};
        if (ret->exists) {
                ret->identifier = arena_copy(&rq->arena, result_str(r, 0, "identifier"));
                ret->session = arena_copy(&rq->arena, result_str(r, 0, "session"));
                ret->same = result_bool(r, 0, "same");
                ret->stale = result_bool(r, 0, "stale");
                ret->has_page = ret->session.ptr != NULL;
        }
        enum err e = o.error;
        outcome_release(&o);
        return e;
}

/* Another click on the same button, perhaps at the same moment: the same page, by the same idempotency key. */
static void share_page(struct request *rq, struct worker *w, const struct earlier *earlier)
{
        struct outcome o;
        struct start *s = rq->state;
        struct unit *u = request_unit(rq);
        s->identifier = earlier->identifier;
        q_checkout_read(u, s->identifier);
        run(w, u, &o);
        s->document = arena_copy(&rq->arena, result_str(outcome_last(&o), 0, "document"));
        enum err e = o.error;
        outcome_release(&o);
        if (e != ERR_NONE || !s->document.ptr)
                refuse(rq, e != ERR_NONE ? e : ERR_CONFLICT);
        else
                open_page(rq, w);
}

/* Makes sure that nobody pays on the earlier page. ERR_CHECKOUT_COMPLETED: somebody has. */
static enum err end_page(struct request *rq, struct worker *w, const struct earlier *earlier)
{
        struct payments *p = w->context;
        struct stripe_failure failure;
        enum stripe_expiry expiry = STRIPE_EXPIRED_NOW;
        enum settled what;
        if (earlier->has_page) {
                if (!p->configured)
                        return ERR_PAYMENT_UNAVAILABLE;
                enum err e = stripe_session_expire(&p->stripe, earlier->session, &expiry, &failure);
                if (e != ERR_NONE && e != ERR_NOT_FOUND)
                        return e;
        }
        if (expiry == STRIPE_EXPIRY_COMPLETE) {
                enum err e = checkout_settle(p, &w->db, &rq->arena, earlier->session, NULL, &what);
                return e == ERR_NONE ? ERR_CHECKOUT_COMPLETED : e;
        }
        return earlier->has_page ? checkout_close(&w->db, &rq->arena, earlier->identifier, STR("expired"))
                                 : checkout_abandon(&w->db, &rq->arena, earlier->identifier);
}

static void reuse_page(struct request *rq, struct worker *w, const struct earlier *earlier)
{
        enum settled what = SETTLED_OPEN;
        struct start *s = rq->state;
        enum err e = checkout_settle(w->context, &w->db, &rq->arena, earlier->session, NULL, &what);
        s->identifier = earlier->identifier;
        if (e == ERR_CHECKOUT_UNKNOWN) { /* Stripe has no such page: the key is of another account now, perhaps */
                e = checkout_close(&w->db, &rq->arena, earlier->identifier, STR("expired"));
                what = SETTLED_ENDED;
        }
        if (e != ERR_NONE)
                refuse(rq, e);
        else if (what == SETTLED_ENDED)
                freeze_again(rq, w);
        else if (what == SETTLED_OPEN)
                reply_started(rq, w, request_unit(rq), STR_NULL);
        else
                refuse(rq, ERR_CHECKOUT_COMPLETED);
}

/* The cart has an open checkout already. */
static void replace(struct request *rq, struct worker *w)
{
        struct earlier earlier;
        enum err e = read_earlier(rq, w, &earlier);
        if (e != ERR_NONE) {
                refuse(rq, e);
        } else if (earlier.exists && earlier.same && earlier.has_page) {
                reuse_page(rq, w, &earlier);
        } else if (earlier.exists && earlier.same && !earlier.stale) {
                share_page(rq, w, &earlier);
        } else {
                if (earlier.exists)
                        e = end_page(rq, w, &earlier);
                if (e == ERR_NONE)
                        freeze_again(rq, w);
                else
                        refuse(rq, e);
        }
}

static void on_frozen(struct request *rq, const struct outcome *o)
{
        struct start *s = rq->state;
        if (o->error == ERR_CONFLICT && o->message.len == 0 && str_eq(str_from(o->sqlstate), STR("23505"))) {
                request_defer(rq, replace);
        } else if (o->error != ERR_NONE) {
                reply_outcome(rq, o);
        } else {
                s->document = arena_copy(&rq->arena, result_str(outcome_last(o), 0, "document"));
                request_defer(rq, open_page);
        }
}

static void start(struct request *rq)
{
        request_try(rq, freeze(rq, rq->state), on_frozen);
}

void checkout_post(struct request *rq)
{
        struct start *s = arena_new(&rq->arena, struct start);
        rq->state = s;
        if (!s) {
                refuse(rq, ERR_NO_MEMORY);
                return;
        }
        if (!request_decode(rq, start_fields, s) || !check_email(rq, s))
                return;
        if (store_settings(rq)->stripe_secret_key.len == 0) {
                refuse(rq, ERR_PAYMENT_UNAVAILABLE);
                return;
        }
        struct quota quota = {"checkout", request_client(rq), store_settings(rq)->checkout_limit};
        quota_take(rq, &quota, 1, QUOTA_PASS, start);
}

static struct unit *view(struct request *rq)
{
        struct unit *u = request_unit(rq);
        q_checkout_view(u, rq->params[0]);
        return u;
}

/* When Stripe does not answer, what we know is told. */
static void settle_and_view(struct request *rq, struct worker *w)
{
        enum settled what;
        struct outcome o;
        enum err e = checkout_settle(w->context, &w->db, &rq->arena, rq->params[0], NULL, &what);
        if (e != ERR_NONE && e != ERR_PAYMENT_UNAVAILABLE) {
                refuse(rq, e);
                return;
        }
        run(w, view(rq), &o);
        if (o.error != ERR_NONE)
                reply_outcome(rq, &o);
        else
                reply_with_row_or(rq, &o, ERR_CHECKOUT_UNKNOWN);
        outcome_release(&o);
}

static void on_view(struct request *rq, const struct outcome *o)
{
        if (!result_bool(outcome_last(o), 0, "unfinished") || !stripe_id_is_valid(rq->params[0]))
                reply_with_row_or(rq, o, ERR_CHECKOUT_UNKNOWN);
        else if (!request_join(rq, rq->params[0])) /* one question to Stripe, however many ask us */
                request_defer(rq, settle_and_view);
}

void checkout_get(struct request *rq)
{
        request_run(rq, view(rq), on_view);
}
