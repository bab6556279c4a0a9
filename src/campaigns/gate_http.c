/* A campaign before the gate: tried, and let through. */
#include <stdatomic.h>
#include <stddef.h>

#include "admin/admin.h"
#include "campaign_mail_queries.h"
#include "campaign_work_queries.h"
#include "campaigns/campaign_admin_http.h"
#include "campaigns/campaign_work.h"
#include "campaigns/campaigns_resources.h"
#include "campaigns/gate.h"
#include "http/decode.h"
#include "http/store.h"

enum {
        CHECKS_MAX_BYTES = 64 * 1024,
        LINKS_MAX_BYTES = 512 * 1024, /* 200 of 2,000 bytes, escaped */
};

static atomic_int running;

/* What the gate was told: its statements in their order. */
struct asked {
        struct arena arena;
        struct outcome told, people;
        const PGresult *campaign;
};

/* All of the audience is looked at when that can be done in time. */
static bool find_people(struct request *rq, struct worker *w, struct asked *a, bool is_sampled)
{
        const struct campaign_work *work = rq->state;
        struct unit *u = admin_unit(rq, "emails", ADMIN_CHANGE);
        if (!is_sampled)
                q_campaign_work_limit_time(u);
        q_campaign_work_gate_people(u, work->id, GATE_SAMPLES, is_sampled);
        blocking_try(&w->db, u, &a->people);
        if (a->people.error == ERR_NONE)
                return true;
        if (!is_sampled && campaign_ran_out_of_time(&a->people)) {
                outcome_release(&a->people);
                return find_people(rq, w, a, true);
        }
        admin_reply_outcome(rq, NULL, &a->people);
        return false;
}

static bool load(struct request *rq, struct worker *w, struct asked *a, struct gate *g)
{
        enum { STORE, DRAFT, CAMPAIGN };
        const struct campaign_work *work = rq->state;
        struct unit *u = admin_unit(rq, "emails", ADMIN_CHANGE);
        unsigned first = u ? u->count : 0;
        letter_ask(u);
        q_campaign_mail_draft(u, work->id);
        q_campaign_work_gate(u, work->id);
        blocking_try(&w->db, u, &a->told);
        if (a->told.error != ERR_NONE) {
                admin_reply_outcome(rq, NULL, &a->told);
                return false;
        }
        PGresult **told = a->told.results + first;
        if (PQntuples(told[CAMPAIGN]) == 0) {
                reply_error(rq, ERR_OBJECT_UNKNOWN, STR_NULL);
                return false;
        }
        if (!find_people(rq, w, a, false))
                return false;
        const struct store_settings *store = store_settings(rq);
        const PGresult *people = outcome_last(&a->people);
        *g = (struct gate){.arena = &a->arena,
                           .public_url = store->public_url,
                           .mail_from = store->mail_from,
                           .dns_server = store->dns_server,
                           .dkim_selector = store->dkim_selector,
                           .store = told[STORE],
                           .people = people,
                           .waiver = result_str(told[CAMPAIGN], 0, "domain_waiver"),
                           .reached = result_int64(people, 0, "reached"),
                           .is_exact = PQntuples(people) == 0 || result_bool(people, 0, "is_exact")};
        a->campaign = told[CAMPAIGN];
        campaign_draft_read(&a->arena, told[DRAFT], 0, NULL, &g->draft);
        return true;
}

/* Nobody waits half a minute to hear that he looked at another version. */
static bool is_as_seen(struct request *rq, const struct asked *a)
{
        const struct campaign_work *work = rq->state;
        enum err e = ERR_NONE;
        if (!work->version.ptr)
                return true;
        if (!str_eq(result_str(a->campaign, 0, "status"), STR("draft")))
                e = ERR_CAMPAIGN_STEP;
        else if (!str_eq(result_str(a->campaign, 0, "version"), work->version))
                e = ERR_EDIT_CONFLICT;
        if (e != ERR_NONE)
                reply_error(rq, e, STR_NULL);
        return e == ERR_NONE;
}

static struct str written(struct arena *a, const struct gate *g, void write(struct buf *json, const struct gate *g),
                          size_t most)
{
        struct buf json;
        buf_init(&json, most);
        write(&json, g);
        struct str copy = json.failed ? STR_NULL : arena_copy(a, buf_str(&json));
        buf_release(&json);
        return copy;
}

static void let_through(struct request *rq, struct worker *w, const struct gate *g, struct str checks)
{
        const struct campaign_work *work = rq->state;
        struct str links = written(&rq->arena, g, gate_write_links, LINKS_MAX_BYTES);
        struct unit *u = admin_unit(rq, "emails", ADMIN_CHANGE);
        q_campaign_work_ready(u, work->id, work->version, checks, links, result_int64(g->store, 0, "_version"));
        q_campaign_work_page(u, work->id);
        admin_run(rq, w, &emails_resource, u, campaign_reply_page);
}

static void reply(struct request *rq, struct worker *w, const struct gate *g)
{
        const struct campaign_work *work = rq->state;
        struct str checks = written(&rq->arena, g, gate_write, CHECKS_MAX_BYTES);
        if (!checks.ptr)
                reply_error(rq, ERR_NO_MEMORY, STR_NULL);
        else if (!work->version.ptr)
                reply_json(rq, 200, arena_printf(&rq->arena, "{\"checks\":%.*s}", STR_ARG(checks)));
        else if (!gate_is_open(g))
                reply_error_json(rq, ERR_GATE_FAILED, "checks", checks);
        else
                let_through(rq, w, g, checks);
}

static void try(struct request *rq, struct worker *w)
{
        struct gate g;
        struct asked a = {.campaign = NULL};
        arena_init(&a.arena, GATE_MEMORY_MAX);
        if (load(rq, w, &a, &g) && is_as_seen(rq, &a)) {
                enum err e = gate_run(&g, &w->db);
                if (e == ERR_NONE)
                        reply(rq, w, &g);
                else
                        reply_error(rq, e, STR_NULL);
        }
        outcome_release(&a.told);
        outcome_release(&a.people);
        arena_release(&a.arena);
}

static void wait_for_others(struct request *rq, struct worker *w)
{
        if (atomic_fetch_add(&running, 1) < GATES_AT_ONCE)
                try(rq, w);
        else
                reply_error(rq, ERR_OVERLOADED, STR("Other campaigns are being checked; try again in a moment."));
        atomic_fetch_sub(&running, 1);
}

void campaign_post_check(struct request *rq)
{
        if (campaign_work_new(rq))
                request_defer(rq, wait_for_others);
}

void campaign_post_ready(struct request *rq)
{
        static const struct field fields[] = {
                {"version", FIELD_TEXT, offsetof(struct campaign_work, version), .minimum = 1,
                 .maximum = CAMPAIGN_VERSION_MAX},
        };
        struct campaign_work *work = campaign_work_new(rq);
        if (work && request_decode(rq, fields, work))
                request_defer(rq, wait_for_others);
}
