/* Compares payments: what Stripe has, and what we have. */
#include "checkout/reconciliation.h"

#include "base/clock.h"
#include "base/log.h"
#include "reconciliation_queries.h"

enum { PAGE_MEMORY_MAX = 16 * 1024 * 1024 };

static void add_text(struct buf *json, const char *name, struct str value)
{
        buf_printf(json, "\"%s\":", name);
        buf_add_json(json, value);
        buf_add_char(json, ',');
}

static struct str checkout_of(const struct stripe_session *s)
{
        return s->client_reference_id.ptr ? s->client_reference_id : s->metadata_checkout;
}

static void add_fact(struct buf *facts, const struct stripe_session *s)
{
        buf_add_char(facts, facts->len > 1 ? ',' : ' ');
        buf_add_char(facts, '{');
        add_text(facts, "session", s->id);
        add_text(facts, "checkout", checkout_of(s));
        add_text(facts, "payment_intent", s->payment_intent_id);
        add_text(facts, "currency", s->currency);
        buf_printf(facts, "\"paid\":%s,\"livemode\":%s,\"amount\":%lld,\"refunded\":%lld,\"created\":%lld}",
                   s->payment_status == STRIPE_UNPAID ? "false" : "true", s->livemode ? "true" : "false",
                   (long long)s->amount_total, (long long)s->amount_refunded, (long long)s->created);
}

static void begin(struct reconciliation *r, int64_t since, int64_t until)
{
        *r = (struct reconciliation){.since = since, .until = until};
        buf_init(&r->facts, RECONCILIATION_FACTS);
        buf_add_char(&r->facts, '[');
}

static enum err end(struct reconciliation *r)
{
        buf_add_char(&r->facts, ']');
        return r->facts.failed ? ERR_NO_MEMORY : ERR_NONE;
}

/* Adds a page. ret_next is the cursor behind it, which outlives the page's memory; empty: that was the last.
 * ret_reached is how far back the pages go. */
static enum err read_page(struct payments *p, struct reconciliation *r, char ret_next[STRIPE_ID_MAX + 1],
                          int64_t *ret_reached)
{
        struct arena a;
        struct stripe_session_page page;
        struct stripe_failure failure;
        arena_init(&a, PAGE_MEMORY_MAX);
        struct str cursor = ret_next[0] ? str_from(ret_next) : STR_NULL;
        enum err e = stripe_sessions_complete(&p->stripe, r->since, r->until, cursor, &a, &page, &failure);
        if (e != ERR_NONE)
                stripe_failure_log("session list", e, &failure);
        for (size_t i = 0; i < page.count; i++)
                if (page.sessions[i].is_payment)
                        add_fact(&r->facts, &page.sessions[i]);
        if (!page.next.ptr || !str_to_c(page.next, ret_next, STRIPE_ID_MAX + 1))
                ret_next[0] = 0;
        else
                *ret_reached = page.sessions[page.count - 1].created;
        arena_release(&a);
        return e;
}

enum err reconciliation_read(struct payments *p, int64_t since, int64_t until, struct reconciliation *ret)
{
        char next[STRIPE_ID_MAX + 1] = "";
        int64_t deadline = clock_ms() + RECONCILIATION_MS, reached = since;
        enum err e = ERR_NONE;
        begin(ret, since, until);
        if (!p->configured)
                return ERR_PAYMENT_UNAVAILABLE;
        for (int page = 0; e == ERR_NONE && (page == 0 || next[0]) && !ret->is_cut_short; page++) {
                ret->is_cut_short = page == RECONCILIATION_PAGES || clock_ms() > deadline;
                if (!ret->is_cut_short)
                        e = read_page(p, ret, next, &reached);
        }
        if (ret->is_cut_short)
                ret->since = reached + 1; /* of that second there may be more */
        return e == ERR_NONE ? end(ret) : e;
}

enum err reconciliation_read_one(struct payments *p, struct str session, struct reconciliation *ret)
{
        struct arena a;
        struct stripe_session s;
        struct stripe_failure failure;
        begin(ret, 0, 0);
        if (!p->configured)
                return ERR_PAYMENT_UNAVAILABLE;
        arena_init(&a, PAGE_MEMORY_MAX);
        enum err e = stripe_session_retrieve(&p->stripe, session, &a, &s, &failure);
        if (e == ERR_NONE)
                add_fact(&ret->facts, &s);
        arena_release(&a);
        return e == ERR_NONE ? end(ret) : e;
}

void reconciliation_compare_add(struct unit *u, const struct payments *p, const struct reconciliation *r)
{
        q_reconciliation_compare(u, buf_str(&r->facts), r->since, r->until, r->is_cut_short, p->livemode,
                                 RECONCILIATION_FINDINGS);
}

void reconciliation_release(struct reconciliation *r)
{
        buf_release(&r->facts);
}

static bool recent_window(struct blocking *db, struct arena *a, int64_t *ret_since, int64_t *ret_until)
{
        struct outcome o;
        struct unit *u = unit_new(a);
        q_reconciliation_recent(u);
        blocking_run(db, u, &o);
        bool fine = o.error == ERR_NONE;
        *ret_since = result_int64(fine ? outcome_last(&o) : NULL, 0, "since");
        *ret_until = result_int64(fine ? outcome_last(&o) : NULL, 0, "until");
        outcome_release(&o);
        return fine;
}

static void tell(struct payments *p, struct blocking *db, struct arena *a, const struct reconciliation *r)
{
        struct outcome o, told;
        struct unit *u = unit_new(a);
        reconciliation_compare_add(u, p, r);
        blocking_run(db, u, &o);
        if (o.error == ERR_NONE) {
                u = unit_new(a);
                q_reconciliation_tell(u, result_str(outcome_last(&o), 0, "to_tell"));
                q_reconciliation_dismiss(u, result_str(outcome_last(&o), 0, "fine"));
                blocking_run(db, u, &told);
                outcome_release(&told);
        }
        outcome_release(&o);
}

void reconciliation_watch(struct payments *p, struct blocking *db)
{
        struct arena a;
        int64_t since, until;
        struct reconciliation r;
        if (!p->configured)
                return;
        arena_init(&a, PAGE_MEMORY_MAX);
        if (recent_window(db, &a, &since, &until)) {
                enum err e = reconciliation_read(p, since, until, &r);
                if (e == ERR_NONE)
                        tell(p, db, &a, &r);
                else
                        log_warn("payments could not be compared", LOG_STR("error", err_info(e)->code));
                reconciliation_release(&r);
        }
        arena_release(&a);
}
