/* One pipelined connection. Its state changes in set_state alone. */
#include <stdlib.h>
#include <sys/epoll.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log.h"
#include "db/pipeline_internal.h"

enum {
        RETRY_MS = 200,        /* between attempts to connect: the store serves again within a second */
        OPENING_MAX_MS = 3000, /* PQconnectPoll knows no connect_timeout */
};

static void on_ready(struct watch *w, uint32_t events);

bool connection_init(struct connection *c, struct pipeline *owner)
{
        *c = (struct connection){.watch = {.fd = -1, .on_ready = on_ready}, .owner = owner};
        c->segments = calloc(SEGMENTS_MAX, sizeof *c->segments);
        return c->segments && prepared_init(&c->prepared);
}

static void unwatch(struct connection *c)
{
        if (c->watch.fd < 0)
                return;
        loop_unwatch(pipeline_loop(c->owner), &c->watch);
        close(c->watch.fd);
        c->watch.fd = -1;
}

/* libpq may use another socket for each host and attempt, so the dup is renewed after each connect poll. */
static bool rewatch(struct connection *c, uint32_t events)
{
        unwatch(c);
        c->watch.fd = dup(PQsocket(c->pg));
        if (c->watch.fd < 0 || !loop_watch(pipeline_loop(c->owner), &c->watch, events)) {
                if (c->watch.fd >= 0)
                        close(c->watch.fd);
                c->watch.fd = -1;
                return false;
        }
        return true;
}

static void set_state(struct connection *c, enum connection_state state)
{
        c->state = state;
        int64_t now = clock_ms();
        switch (state) {
        case CONNECTION_CLOSED:
                unwatch(c);
                PQfinish(c->pg);
                c->pg = NULL;
                c->retry_at_ms = now + RETRY_MS;
                c->write_blocked = false;
                break;
        case CONNECTION_OPENING: c->opened_ms = now; break;
        case CONNECTION_READY:
                prepared_forget(&c->prepared);
                c->progress_ms = now;
                break;
        }
}

void connection_lose(struct connection *c, const char *why)
{
        if (c->state == CONNECTION_CLOSED)
                return;
        if (why)
                log_warn("lost a database connection", LOG_CSTR("why", why), LOG_INT("units", c->jobs));
        set_state(c, CONNECTION_CLOSED);
        while (c->count) {
                struct job *j = c->segments[c->first].job;
                c->first = (c->first + 1) % SEGMENTS_MAX;
                c->count--;
                if (j)
                        pipeline_settle(c->owner, j, true);
        }
        c->jobs = 0;
}

void connection_release(struct connection *c)
{
        if (c->pg)
                set_state(c, CONNECTION_CLOSED);
        prepared_release(&c->prepared);
        free(c->segments);
}

static void poll_opening(struct connection *c)
{
        switch (PQconnectPoll(c->pg)) {
        case PGRES_POLLING_READING:
                if (rewatch(c, EPOLLIN))
                        return;
                break;
        case PGRES_POLLING_WRITING:
                if (rewatch(c, EPOLLOUT))
                        return;
                break;
        case PGRES_POLLING_OK:
                if (PQsetnonblocking(c->pg, 1) == 0 && PQenterPipelineMode(c->pg) == 1 && rewatch(c, EPOLLIN)) {
                        set_state(c, CONNECTION_READY);
                        return;
                }
                break;
        default: break;
        }
        log_warn("can't connect to the database", LOG_CSTR("error", PQerrorMessage(c->pg)));
        set_state(c, CONNECTION_CLOSED);
}

static void start_opening(struct connection *c)
{
        const char *keywords[8], *values[8];
        const struct pipeline_options *o = pipeline_options(c->owner);
        connection_parameters(o->conninfo, o->database, keywords, values);
        c->pg = PQconnectStartParams(keywords, values, 1);
        if (!c->pg || PQstatus(c->pg) == CONNECTION_BAD) {
                log_warn("can't connect to the database", LOG_CSTR("error", c->pg ? PQerrorMessage(c->pg) : ""));
                set_state(c, CONNECTION_CLOSED);
                return;
        }
        set_state(c, CONNECTION_OPENING);
        if (!rewatch(c, EPOLLOUT))
                set_state(c, CONNECTION_CLOSED);
}

/* Answers what waits too long, one unit behind another perhaps. The unit goes on at the server; what comes of it is
 * dropped when it comes. */
static void answer_overdue(struct connection *c, int64_t now_ms)
{
        for (unsigned i = 0; i < c->count; i++) {
                struct job *j = c->segments[(c->first + i) % SEGMENTS_MAX].job;
                if (j && j->done && now_ms - j->submitted_ms > PIPELINE_DEADLINE_MS)
                        job_answer(j, j->reads ? ERR_DATABASE_UNAVAILABLE : ERR_OUTCOME_UNKNOWN);
        }
}

void connection_tick(struct connection *c, int64_t now_ms)
{
        if (c->state == CONNECTION_READY && c->jobs)
                answer_overdue(c, now_ms);
        if (c->state == CONNECTION_CLOSED && now_ms >= c->retry_at_ms)
                start_opening(c);
        else if (c->state == CONNECTION_OPENING && now_ms - c->opened_ms > OPENING_MAX_MS)
                set_state(c, CONNECTION_CLOSED);
        else if (c->state == CONNECTION_READY && c->count && now_ms - c->progress_ms > PIPELINE_DEADLINE_MS)
                connection_lose(c, "no answer within the deadline");
}

bool connection_has_room(const struct connection *c, const struct unit *u)
{
        return c->state == CONNECTION_READY && c->jobs < PIPELINE_DEPTH_MAX && c->count + u->count + 1 <= SEGMENTS_MAX;
}

static void push(struct connection *c, struct job *j, const struct query *q)
{
        if (c->count == 0)
                c->progress_ms = clock_ms();
        c->segments[(c->first + c->count) % SEGMENTS_MAX] = (struct segment){j, q};
        c->count++;
}

static bool prepare_missing(struct connection *c, const struct unit *u)
{
        for (const struct statement *s = u->first; s; s = s->next) {
                if (!s->query->name || c->prepared.known[s->query->index])
                        continue;
                if (!send_prepare(c->pg, s->query))
                        return false;
                c->prepared.known[s->query->index] = true;
                push(c, NULL, s->query);
        }
        return true;
}

void connection_send(struct connection *c, struct job *j)
{
        bool sent = prepare_missing(c, j->unit);
        push(c, j, NULL);
        c->jobs++;
        statements_count(j->unit->count);
        if (!sent || !send_unit(c->pg, j->unit))
                connection_lose(c, PQerrorMessage(c->pg));
}

void connection_flush(struct connection *c)
{
        if (c->state != CONNECTION_READY)
                return;
        int left = PQflush(c->pg);
        if (left < 0) {
                connection_lose(c, PQerrorMessage(c->pg));
                return;
        }
        if (c->write_blocked != (left > 0)) {
                c->write_blocked = left > 0;
                loop_change(pipeline_loop(c->owner), &c->watch, left ? EPOLLIN | EPOLLOUT : EPOLLIN);
        }
}

/* What is under way may fail in the same way and is then tried again, behind the DEALLOCATE. */
static void prepare_anew(struct connection *c)
{
        if (c->count == SEGMENTS_MAX)
                return; /* the next stale unit tries again */
        prepared_forget(&c->prepared);
        push(c, NULL, NULL);
        if (!send_deallocate(c->pg))
                connection_lose(c, PQerrorMessage(c->pg));
}

static void end_segment(struct connection *c)
{
        struct segment s = c->segments[c->first];
        c->first = (c->first + 1) % SEGMENTS_MAX;
        c->count--;
        if (!s.job)
                return;
        c->jobs--;
        bool stale = outcome_plans_are_stale(&s.job->outcome);
        pipeline_settle(c->owner, s.job, false);
        if (stale)
                prepare_anew(c);
}

/* A preparation that fails makes its unit fail too; the query is prepared anew for the next one. */
static void take_prepare_result(struct connection *c, const struct query *q, PGresult *result)
{
        if (q && PQresultStatus(result) != PGRES_COMMAND_OK) {
                c->prepared.known[q->index] = false;
                log_error("a query can't be prepared", LOG_CSTR("query", q->name),
                          LOG_CSTR("error", PQresultErrorMessage(result)));
        }
        PQclear(result);
}

static void take_result(struct connection *c, PGresult *result)
{
        struct segment *s = &c->segments[c->first];
        c->progress_ms = clock_ms();
        if (PQresultStatus(result) == PGRES_PIPELINE_SYNC) {
                PQclear(result);
                end_segment(c);
        } else if (s->job) {
                outcome_add(&s->job->outcome, result);
        } else {
                take_prepare_result(c, s->query, result);
        }
}

/* A NULL follows the results of each query but not a SYNC, and an idle pipeline answers NULL too: what is under
 * way, and not libpq, says when to stop. A dead connection answers NULL for ever. */
static void read_results(struct connection *c)
{
        bool was_null = false;
        while (c->state == CONNECTION_READY && c->count && !PQisBusy(c->pg)) {
                PGresult *result = PQgetResult(c->pg);
                if (result) {
                        take_result(c, result);
                        was_null = false;
                } else if (PQstatus(c->pg) == CONNECTION_BAD) {
                        connection_lose(c, PQerrorMessage(c->pg));
                } else if (was_null) {
                        break;
                } else {
                        was_null = true;
                }
        }
}

static void on_ready(struct watch *w, uint32_t events)
{
        struct connection *c = (struct connection *)w; /* its first member */
        if (c->state == CONNECTION_OPENING) {
                poll_opening(c);
                return;
        }
        if (events & (EPOLLIN | EPOLLERR | EPOLLHUP)) {
                bool alive = PQconsumeInput(c->pg) == 1;
                read_results(c); /* what came before the end still counts */
                if (c->state == CONNECTION_READY && (!alive || PQstatus(c->pg) == CONNECTION_BAD))
                        connection_lose(c, PQerrorMessage(c->pg));
        }
        connection_flush(c);
}
