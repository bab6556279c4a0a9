/* Refunds that staff ask for. */
#include "orders/refunds.h"

#include "base/log.h"
#include "orders/orders.h"
#include "refunds_queries.h"

enum { PASS_MEMORY_MAX = 16 * 1024 * 1024 };

struct asked {
        struct stripe_refund_request request;
        bool open, old;
};

static enum err run(struct blocking *db, struct unit *u)
{
        struct outcome o;
        blocking_run(db, u, &o);
        enum err e = o.error;
        outcome_release(&o);
        return e;
}

static enum err read_request(struct blocking *db, struct arena *a, struct str identifier, struct asked *ret)
{
        struct outcome o;
        struct unit *u = unit_new(a);
        q_refund_request_read(u, identifier);
        blocking_run(db, u, &o);
        PGresult *r = o.error == ERR_NONE ? outcome_last(&o) : NULL;
        *ret = (struct asked){
                .request =
                        {
                                .identifier = identifier,
                                .payment_intent_id = arena_copy(a, result_str(r, 0, "payment_intent")),
                                .amount = result_int64(r, 0, "amount"),
                                .reason = arena_copy(a, result_str(r, 0, "reason")),
                        },
                .open = str_eq(result_str(r, 0, "state"), STR("requested")),
                .old = result_bool(r, 0, "old"),
        };
        enum err e = o.error;
        outcome_release(&o);
        return e;
}

/* Stripe looked at the request and said no. What a lock, a limit, a wrong key or a time-out say is no answer to it. */
static bool is_refusal(const struct stripe_failure *f)
{
        switch (f->status) {
        case 401:
        case 403:
        case 408:
        case 409:
        case 425:
        case 429: return false;
        default: return f->status >= 400 && f->status < 500;
        }
}

static struct str words_of(const struct stripe_failure *f, struct arena *a)
{
        if (f->message[0] && f->code[0])
                return arena_printf(a, "%s (%s)", f->message, f->code);
        return str_from(f->message[0] ? f->message : "no answer");
}

/* Before a request counts as refused, Stripe's list is read: its refund may have been made by a try whose answer was
 * lost, and other people's refunds, which may be why it is refused, become known. */
static enum err refuse(struct payments *p, struct blocking *db, struct arena *a, const struct asked *asked,
                       const struct stripe_failure *f)
{
        enum err e = order_sync_refunds(p, db, a, asked->request.payment_intent_id);
        if (e != ERR_NONE && e != ERR_NOT_FOUND)
                return e;
        struct unit *u = unit_new(a);
        q_refund_request_refused(u, asked->request.identifier, words_of(f, a));
        return run(db, u);
}

static enum err wait_for(struct blocking *db, struct arena *a, const struct asked *asked,
                         const struct stripe_failure *f)
{
        struct unit *u = unit_new(a);
        q_refund_request_waits(u, asked->request.identifier, words_of(f, a));
        enum err e = run(db, u);
        return e == ERR_NONE ? ERR_PAYMENT_UNAVAILABLE : e;
}

static enum err make(struct payments *p, struct blocking *db, struct arena *a, const struct asked *asked)
{
        struct stripe_refund refund;
        struct stripe_failure failure;
        enum err e = stripe_refund_create(&p->stripe, &asked->request, a, &refund, &failure);
        if (e == ERR_NONE) {
                struct unit *u = unit_new(a);
                order_refund_add(u, asked->request.payment_intent_id, &refund);
                return run(db, u);
        }
        stripe_failure_log("refund", e, &failure);
        if (is_refusal(&failure))
                return refuse(p, db, a, asked, &failure);
        return wait_for(db, a, asked, &failure);
}

enum err refund_request_finish(struct payments *p, struct blocking *db, struct arena *a, struct str identifier,
                               bool look_first)
{
        struct asked asked;
        if (!p->configured)
                return ERR_PAYMENT_UNAVAILABLE;
        enum err e = read_request(db, a, identifier, &asked);
        if (e != ERR_NONE || !asked.open)
                return e;
        if (look_first || asked.old) {
                e = order_sync_refunds(p, db, a, asked.request.payment_intent_id);
                if (e == ERR_NONE)
                        e = read_request(db, a, identifier, &asked);
        }
        return e == ERR_NONE && asked.open ? make(p, db, a, &asked) : e;
}

static void finish_one(struct payments *p, struct blocking *db, struct str identifier)
{
        struct arena a;
        arena_init(&a, PASS_MEMORY_MAX);
        enum err e = refund_request_finish(p, db, &a, identifier, true);
        if (e == ERR_NONE) {
                struct unit *u = unit_new(&a);
                q_refund_request_tell(u, identifier);
                e = run(db, u);
        }
        if (e != ERR_NONE)
                log_warn("a refund could not be finished", LOG_STR("request", identifier),
                         LOG_STR("error", err_info(e)->code));
        arena_release(&a);
}

unsigned refund_requests_finish(struct payments *p, struct blocking *db, int64_t every_seconds)
{
        struct arena a;
        struct outcome o;
        if (!p->configured)
                return 0;
        arena_init(&a, PASS_MEMORY_MAX);
        struct unit *u = unit_new(&a);
        q_refund_requests_claim(u, (int32_t)every_seconds, REFUND_ROWS);
        blocking_run(db, u, &o);
        PGresult *rows = o.error == ERR_NONE ? outcome_last(&o) : NULL;
        int count = rows ? PQntuples(rows) : 0;
        for (int i = 0; i < count; i++)
                finish_one(p, db, result_str(rows, i, "identifier"));
        outcome_release(&o);
        arena_release(&a);
        return (unsigned)count;
}
