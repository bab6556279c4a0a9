/* Comparing payments, and settling one. */
#include "checkout/reconciliation_http.h"

#include <stddef.h>

#include "admin/admin.h"
#include "checkout/reconciliation.h"
#include "http/decode.h"
#include "orders/orders.h"
#include "reconciliation_queries.h"

enum { DAY_LENGTH = 10 }; /* 2026-11-25 */

struct days {
        struct str from, to;
};

/* Whether such a day exists, PostgreSQL says. */
static bool is_day(struct str s)
{
        for (size_t i = 0; i < s.len; i++)
                if (i == 4 || i == 7 ? s.ptr[i] != '-' : s.ptr[i] < '0' || s.ptr[i] > '9')
                        return false;
        return s.len == DAY_LENGTH;
}

static bool check_day(struct request *rq, struct str day, struct str field)
{
        if (!day.ptr || is_day(day))
                return true;
        reply_field_error(rq, field, STR("invalid"), STR("Give a day such as 2026-11-25."));
        return false;
}

static enum err find_window(struct request *rq, struct worker *w, const struct days *in, int64_t *ret_since,
                            int64_t *ret_until)
{
        struct outcome o;
        struct unit *u = admin_unit(rq, "order_payments", ADMIN_VIEW);
        q_reconciliation_window(u, in->from, in->to);
        blocking_try(&w->db, u, &o);
        enum err e = o.error;
        if (e != ERR_NONE)
                admin_reply_outcome(rq, NULL, &o);
        *ret_since = e == ERR_NONE ? result_int64(outcome_last(&o), 0, "since") : 0;
        *ret_until = e == ERR_NONE ? result_int64(outcome_last(&o), 0, "until") : 0;
        outcome_release(&o);
        return e;
}

static void compare(struct request *rq, struct worker *w, const struct reconciliation *r, enum admin_verb verb)
{
        struct outcome o;
        struct unit *u = admin_unit(rq, "order_payments", verb);
        reconciliation_compare_add(u, w->context, r);
        blocking_run(&w->db, u, &o);
        if (o.error == ERR_NONE)
                reply_json(rq, 200, arena_copy(&rq->arena, result_str(outcome_last(&o), 0, "document")));
        else
                reply_outcome(rq, &o);
        outcome_release(&o);
}

static void view(struct request *rq, struct worker *w)
{
        int64_t since, until;
        struct reconciliation r;
        if (find_window(rq, w, rq->state, &since, &until) != ERR_NONE)
                return;
        enum err e = reconciliation_read(w->context, since, until, &r);
        if (e == ERR_NONE)
                compare(rq, w, &r, ADMIN_VIEW);
        else
                reply_error(rq, ERR_PAYMENT_UNAVAILABLE, STR_NULL);
        reconciliation_release(&r);
}

void reconciliation_get(struct request *rq)
{
        static const struct field fields[] = {
                {"from", FIELD_TEXT, offsetof(struct days, from), .minimum = 0, .maximum = 40, .optional = true},
                {"to", FIELD_TEXT, offsetof(struct days, to), .minimum = 0, .maximum = 40, .optional = true},
        };
        struct days *in = arena_new(&rq->arena, struct days);
        rq->state = in;
        if (!in)
                reply_error(rq, ERR_NO_MEMORY, STR_NULL);
        else if (request_decode_query(rq, fields, in) && check_day(rq, in->from, STR("from")) &&
                 check_day(rq, in->to, STR("to")))
                request_defer(rq, view);
}

static bool may_settle(struct request *rq, struct worker *w)
{
        struct outcome o;
        struct unit *u = admin_unit(rq, "order_payments", ADMIN_CHANGE);
        blocking_try(&w->db, u, &o);
        bool may = o.error == ERR_NONE;
        if (!may)
                admin_reply_outcome(rq, NULL, &o);
        outcome_release(&o);
        return may;
}

static void dismiss(struct request *rq, struct worker *w, const struct reconciliation *r)
{
        struct outcome o, done;
        struct unit *u = request_unit(rq);
        reconciliation_compare_add(u, w->context, r);
        blocking_run(&w->db, u, &o);
        if (o.error == ERR_NONE) {
                u = request_unit(rq);
                q_reconciliation_dismiss(u, result_str(outcome_last(&o), 0, "fine"));
                blocking_run(&w->db, u, &done);
                outcome_release(&done);
        }
        outcome_release(&o);
}

/* What the session's payment is to us, by way of what Stripe says now. */
static enum err settle_all(struct request *rq, struct worker *w, struct str session)
{
        enum settled what;
        struct stripe_session s;
        struct stripe_failure failure;
        struct payments *p = w->context;
        enum err e = checkout_settle(p, &w->db, &rq->arena, session, NULL, &what);
        if (e == ERR_NONE)
                e = stripe_session_retrieve(&p->stripe, session, &rq->arena, &s, &failure);
        if (e == ERR_NONE && s.payment_intent_id.ptr)
                e = order_sync_refunds(p, &w->db, &rq->arena, s.payment_intent_id);
        return e;
}

static void settle(struct request *rq, struct worker *w)
{
        struct reconciliation r;
        struct str session = rq->params[0];
        if (!may_settle(rq, w))
                return;
        enum err e = stripe_id_is_valid(session) ? settle_all(rq, w, session) : ERR_CHECKOUT_UNKNOWN;
        if (e != ERR_NONE) {
                reply_error(rq, e, STR_NULL);
                return;
        }
        e = reconciliation_read_one(w->context, session, &r);
        if (e == ERR_NONE) {
                dismiss(rq, w, &r);
                compare(rq, w, &r, ADMIN_CHANGE);
        } else {
                reply_error(rq, ERR_PAYMENT_UNAVAILABLE, STR_NULL);
        }
        reconciliation_release(&r);
}

void reconciliation_post(struct request *rq)
{
        request_defer(rq, settle);
}
