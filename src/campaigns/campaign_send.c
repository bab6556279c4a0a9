/* Jobs of campaigns. */
#include "campaigns/campaign_send.h"

#include <poll.h>

#include "base/clock.h"
#include "base/log.h"
#include "campaign_send_queries.h"

enum { UNIT_MEMORY_MAX = 64 * 1024, POLL_MS = 100 };

/* Runs a statement without parameters; the number it gives, 0 when it fails. */
static int64_t run(struct blocking *db, void (*add)(struct unit *u), const char *column)
{
        struct arena a;
        struct outcome o;
        arena_init(&a, UNIT_MEMORY_MAX);
        struct unit *u = unit_new(&a);
        add(u);
        blocking_run(db, u, &o);
        const PGresult *r = o.error == ERR_NONE ? outcome_last(&o) : NULL;
        struct str text = result_str(r, 0, column);
        int64_t number = str_eq(text, STR("t")) ? 1 : result_int64(r, 0, column);
        outcome_release(&o);
        arena_release(&a);
        return number;
}

static void ask_to_stop(PGconn *pg)
{
        char why[256];
        PGcancel *cancel = PQgetCancel(pg);
        if (cancel)
                (void)PQcancel(cancel, why, sizeof why);
        PQfreeCancel(cancel);
}

static bool wait_for_answer(PGconn *pg, const atomic_bool *stopping)
{
        for (bool asked = false; PQisBusy(pg);) {
                struct pollfd p = {.fd = PQsocket(pg), .events = POLLIN};
                if (poll(&p, 1, POLL_MS) > 0 && PQconsumeInput(pg) != 1)
                        return false;
                if (!asked && atomic_load(stopping)) {
                        asked = true;
                        ask_to_stop(pg);
                }
        }
        return true;
}

/* Statements that may take longer than any request. *ret_gave: whether one gave something. */
static bool execute(PGconn *pg, const char *sql, const atomic_bool *stopping, bool *ret_gave)
{
        bool fine = PQsendQuery(pg, sql) == 1;
        *ret_gave = false;
        while (fine) {
                PGresult *r = wait_for_answer(pg, stopping) ? PQgetResult(pg) : NULL;
                if (!r)
                        return PQstatus(pg) == CONNECTION_OK;
                fine = PQresultStatus(r) == PGRES_TUPLES_OK || PQresultStatus(r) == PGRES_COMMAND_OK;
                *ret_gave |= fine && PQntuples(r) > 0 && !PQgetisnull(r, 0, 0);
                if (!fine && !atomic_load(stopping))
                        log_error("a campaign could not be frozen", LOG_CSTR("error", PQresultErrorMessage(r)));
                PQclear(r);
        }
        return false;
}

/* A million people take longer than a request may. The connection is not used for anything else then. False: it is not
 * frozen, or somebody else does it. */
static bool freeze(struct blocking *db, int64_t id, const atomic_bool *stopping)
{
        char sql[160];
        int64_t began_ms = clock_ms();
        PGconn *pg = blocking_connect(db);
        snprintf(sql, sizeof sql,
                 "begin; set local statement_timeout = 0; set local lock_timeout = 0; select campaign_freeze(%lld); "
                 "commit",
                 (long long)id);
        bool frozen;
        if (!pg || !execute(pg, sql, stopping, &frozen)) {
                blocking_drop(db);
                return false;
        }
        if (frozen)
                log_info("a campaign has its recipients", LOG_INT("campaign", id),
                         LOG_INT("ms", clock_ms() - began_ms));
        return frozen;
}

void campaigns_work(struct blocking *db, const atomic_bool *stopping)
{
        int64_t unfrozen;
        run(db, q_campaign_send_scheduled, "begun");
        while (!atomic_load(stopping) && (unfrozen = run(db, q_campaign_send_unfrozen, "id")) > 0)
                if (!freeze(db, unfrozen, stopping))
                        break;
        while (!atomic_load(stopping) && run(db, q_campaign_send_cancel, "goes_on"))
                ;
        run(db, q_campaign_send_finish, "finished");
}
