/* Repairs what web hooks did not bring. */
#include "checkout/reconcile.h"

#include "base/clock.h"
#include "base/log.h"
#include "checkout/event.h"
#include "checkout_queries.h"

enum { PASS_MEMORY_MAX = 16 * 1024 * 1024 };

static void reconcile_one(struct payments *p, struct blocking *db, const PGresult *rows, int row)
{
        struct arena a;
        enum settled what = SETTLED_OPEN;
        enum err e = ERR_NONE;
        struct str session = result_str(rows, row, "session"), identifier = result_str(rows, row, "identifier");
        arena_init(&a, PASS_MEMORY_MAX);
        if (session.len)
                e = checkout_settle(p, db, &a, session, NULL, &what);
        /* Nobody has the address of a page that we never recorded. One that Stripe does not know may be another
         * account's, by a wrong key: it is let go only when nobody can pay on it any more. */
        if (e == ERR_CHECKOUT_UNKNOWN && result_bool(rows, row, "forgotten"))
                e = checkout_close(db, &a, identifier, STR("expired"));
        else if (result_bool(rows, row, "abandoned"))
                e = checkout_abandon(db, &a, identifier);
        if (e != ERR_NONE)
                log_warn("a checkout could not be reconciled", LOG_STR("checkout", identifier),
                         LOG_STR("error", err_info(e)->code));
        else if (what == SETTLED_ORDER)
                log_info("the reconciler settled a checkout", LOG_STR("checkout", identifier));
        arena_release(&a);
}

unsigned reconcile_checkouts(struct payments *p, struct blocking *db, int64_t every_seconds)
{
        struct arena a;
        struct outcome o;
        arena_init(&a, PASS_MEMORY_MAX);
        struct unit *u = unit_new(&a);
        q_checkout_claim_checks(u, (int32_t)every_seconds, RECONCILE_ROWS);
        blocking_run(db, u, &o);
        PGresult *rows = o.error == ERR_NONE ? outcome_last(&o) : NULL;
        int count = rows ? PQntuples(rows) : 0;
        for (int i = 0; i < count; i++)
                reconcile_one(p, db, rows, i);
        outcome_release(&o);
        arena_release(&a);
        return (unsigned)count;
}

/* Not recorded yet, and of a session that we know: Stripe lists what it could not deliver for days. */
static bool is_for_us(const struct payment_event *e, struct blocking *db, struct arena *a)
{
        struct outcome o;
        struct unit *u = unit_new(a);
        q_checkout_event_is_new(u, e->event.id, e->session, e->checkout);
        blocking_run(db, u, &o);
        PGresult *r = o.error == ERR_NONE ? outcome_last(&o) : NULL;
        bool wanted = e->kind != EVENT_OTHER && result_bool(r, 0, "new") &&
                      (e->kind != EVENT_SESSION || result_bool(r, 0, "known"));
        outcome_release(&o);
        return wanted;
}

static void apply_one(struct payments *p, struct blocking *db, struct stripe_event *event)
{
        struct arena a;
        struct payment_event e;
        arena_init(&a, PASS_MEMORY_MAX);
        enum err error = payment_event_read(event, &a, &e);
        if (error == ERR_NONE && is_for_us(&e, db, &a))
                error = payment_event_apply(&e, p, db, &a);
        if (error != ERR_NONE && error != ERR_CHECKOUT_UNKNOWN)
                log_warn("an event could not be applied", LOG_STR("event", event->id),
                         LOG_STR("error", err_info(error)->code));
        arena_release(&a);
}

void reconcile_events(struct payments *p, struct blocking *db)
{
        struct str cursor = STR_NULL;
        struct arena a;
        if (!p->configured)
                return;
        arena_init(&a, PASS_MEMORY_MAX);
        for (int page_number = 0; page_number < RECONCILE_EVENT_PAGES; page_number++) {
                struct stripe_event_page page = {0};
                struct stripe_failure failure;
                enum err e = stripe_events_undelivered(&p->stripe, clock_unix() - RECONCILE_EVENTS_BACK_S, cursor, &a,
                                                       &page, &failure);
                for (size_t i = page.count; e == ERR_NONE && i > 0; i--) /* oldest first */
                        apply_one(p, db, &page.events[i - 1]);
                cursor = page.next;
                stripe_event_page_release(&page);
                if (e != ERR_NONE || !cursor.ptr)
                        break;
        }
        arena_release(&a);
}
