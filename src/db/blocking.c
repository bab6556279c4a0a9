/* A blocking connection for straight-line code. */
#include "db/blocking.h"

#include <poll.h>

#include "base/clock.h"
#include "base/log.h"
#include "db/pipeline.h"

enum { TRIES_MAX = 3 };

bool blocking_init(struct blocking *s, const char *conninfo, const char *database)
{
        *s = (struct blocking){.conninfo = conninfo, .database = database};
        return prepared_init(&s->prepared);
}

static void disconnect(struct blocking *s)
{
        PQfinish(s->pg);
        s->pg = NULL;
}

void blocking_drop(struct blocking *s)
{
        disconnect(s);
}

void blocking_release(struct blocking *s)
{
        disconnect(s);
        prepared_release(&s->prepared);
}

static void ignore_notice(void *context, const PGresult *notice)
{
        (void)context;
        (void)notice;
}

/* The server may have closed an idle connection, or said goodbye on it, while nobody listened. Notifications are
 * readable too: they are taken in, and do no harm. */
static bool is_alive(PGconn *pg)
{
        struct pollfd p = {.fd = PQsocket(pg), .events = POLLIN | POLLRDHUP};
        if (PQstatus(pg) != CONNECTION_OK)
                return false;
        if (poll(&p, 1, 0) <= 0)
                return true;
        return !(p.revents & (POLLRDHUP | POLLHUP | POLLERR)) && PQconsumeInput(pg) == 1 &&
               PQstatus(pg) == CONNECTION_OK;
}

PGconn *blocking_connect(struct blocking *s)
{
        if (s->pg && is_alive(s->pg))
                return s->pg;
        disconnect(s);
        const char *keywords[8], *values[8];
        connection_parameters(s->conninfo, s->database, keywords, values);
        s->pg = PQconnectdbParams(keywords, values, 1);
        if (PQstatus(s->pg) != CONNECTION_OK) {
                log_warn("can't connect to the database", LOG_CSTR("error", PQerrorMessage(s->pg)));
                disconnect(s);
                return NULL;
        }
        PQsetNoticeReceiver(s->pg, ignore_notice, NULL);
        prepared_forget(&s->prepared);
        return s->pg;
}

/* Until PQgetResult would not block. False: the connection is gone, or PostgreSQL hangs. */
static bool wait_for_result(PGconn *pg, int64_t deadline_ms)
{
        while (PQisBusy(pg)) {
                struct pollfd p = {.fd = PQsocket(pg), .events = POLLIN};
                int64_t left = deadline_ms - clock_ms();
                if (left <= 0 || poll(&p, 1, (int)left) < 0)
                        return false;
                if (p.revents && PQconsumeInput(pg) != 1)
                        return false;
        }
        return true;
}

/* Results up to the next SYNC go into *o. False: the connection is gone. After a backend has said goodbye (FATAL) libpq
 * answers NULL for ever, with the status still good: a second NULL in a row, which no living segment has, ends it. */
static bool read_segment(PGconn *pg, struct outcome *o)
{
        int64_t deadline_ms = clock_ms() + BLOCKING_DEADLINE_MS;
        for (bool was_null = false;;) {
                if (!wait_for_result(pg, deadline_ms))
                        return false;
                PGresult *result = PQgetResult(pg);
                if (!result) {
                        if (was_null || PQstatus(pg) == CONNECTION_BAD)
                                return false;
                        was_null = true; /* the end of one query's results */
                        continue;
                }
                was_null = false;
                if (PQresultStatus(result) == PGRES_PIPELINE_SYNC) {
                        PQclear(result);
                        return true;
                }
                outcome_add(o, result);
                if (PQstatus(pg) == CONNECTION_BAD)
                        return false;
        }
}

PGresult *blocking_execute(struct blocking *s, const char *sql)
{
        PGresult *last = NULL;
        int64_t deadline_ms = clock_ms() + BLOCKING_DEADLINE_MS;
        if (!s->pg || PQsendQuery(s->pg, sql) != 1)
                return NULL;
        for (;;) {
                if (!wait_for_result(s->pg, deadline_ms)) {
                        PQclear(last);
                        disconnect(s);
                        return NULL;
                }
                PGresult *result = PQgetResult(s->pg);
                if (!result)
                        return last;
                PQclear(last);
                last = result;
        }
}

static bool prepare_missing(struct blocking *s, const struct unit *u)
{
        for (const struct statement *each = u->first; each; each = each->next) {
                if (!each->query->name || s->prepared.known[each->query->index])
                        continue;
                struct outcome ignored = {0};
                bool alive = send_prepare(s->pg, each->query) && read_segment(s->pg, &ignored);
                s->prepared.known[each->query->index] = ignored.error == ERR_NONE;
                outcome_release(&ignored);
                if (!alive)
                        return false;
        }
        return true;
}

static void run_once(struct blocking *s, struct unit *u, struct outcome *o)
{
        if (!blocking_connect(s)) {
                o->error = ERR_DATABASE_UNAVAILABLE;
                return;
        }
        if (PQpipelineStatus(s->pg) == PQ_PIPELINE_OFF && PQenterPipelineMode(s->pg) != 1) {
                o->error = ERR_DATABASE_UNAVAILABLE;
                return;
        }
        if (!prepare_missing(s, u)) {
                disconnect(s);
                o->error = ERR_DATABASE_UNAVAILABLE; /* nothing of the unit was written */
                return;
        }
        statements_count(u->count);
        if (!send_unit(s->pg, u) || PQflush(s->pg) != 0 || !read_segment(s->pg, o)) {
                disconnect(s);
                o->error = ERR_OUTCOME_UNKNOWN;
                return;
        }
        PQexitPipelineMode(s->pg);
}

static bool knows_all(const struct blocking *s, const struct unit *u)
{
        for (const struct statement *each = u->first; each; each = each->next)
                if (each->query->name && !s->prepared.known[each->query->index])
                        return false;
        return true;
}

bool blocking_begin(struct blocking *s, struct unit *u)
{
        if (!u || u->failed || !s->pg || !is_alive(s->pg) || !knows_all(s, u) ||
            (PQpipelineStatus(s->pg) == PQ_PIPELINE_OFF && PQenterPipelineMode(s->pg) != 1))
                return false;
        statements_count(u->count);
        s->was_null = false;
        s->deadline_ms = clock_ms() + BLOCKING_DEADLINE_MS;
        s->lost = !send_unit(s->pg, u) || PQflush(s->pg) != 0;
        return true;
}

/* Takes what has come, as read_segment does. True: all of it. */
static bool take_what_came(struct blocking *s, struct outcome *o)
{
        s->lost = s->lost || PQconsumeInput(s->pg) != 1 || clock_ms() > s->deadline_ms;
        while (!s->lost && !PQisBusy(s->pg)) {
                PGresult *result = PQgetResult(s->pg);
                if (PQresultStatus(result) == PGRES_PIPELINE_SYNC) {
                        PQclear(result);
                        return true;
                }
                if (result)
                        outcome_add(o, result);
                s->lost = (!result && s->was_null) || PQstatus(s->pg) == CONNECTION_BAD;
                s->was_null = !result;
        }
        return false;
}

bool blocking_has_answer(struct blocking *s, struct outcome *ret)
{
        if (take_what_came(s, ret)) {
                PQexitPipelineMode(s->pg);
                return true;
        }
        if (!s->lost)
                return false;
        disconnect(s);
        ret->error = ERR_OUTCOME_UNKNOWN;
        return true;
}

void blocking_try(struct blocking *s, struct unit *u, struct outcome *ret)
{
        *ret = (struct outcome){0};
        if (!u || u->failed) {
                ret->error = ERR_NO_MEMORY;
                return;
        }
        for (unsigned tries = 1;; tries++) {
                bool was_connected = s->pg != NULL;
                run_once(s, u, ret);
                bool was_dead = was_connected && ret->error == ERR_DATABASE_UNAVAILABLE && ret->sqlstate[0] == 0;
                if (tries == TRIES_MAX || !(was_dead || outcome_may_retry(ret)))
                        return;
                if (outcome_plans_are_stale(ret))
                        disconnect(s); /* rare, and simpler than to DEALLOCATE */
                outcome_release(ret);
        }
}

void blocking_run(struct blocking *s, struct unit *u, struct outcome *ret)
{
        blocking_try(s, u, ret);
        outcome_log(ret);
}
