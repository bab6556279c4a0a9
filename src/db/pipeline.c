/* The fast lane to PostgreSQL: queue, deadlines, retries. */
#include "db/pipeline.h"

#include <stdatomic.h>
#include <stdlib.h>

#include "base/clock.h"
#include "db/pipeline_internal.h"

enum {
        TRIES_MAX = 3, /* of one unit: stale plans and deadlocks go away at the second */
        TICK_MS = 100, /* while something waits */
};

struct pipeline {
        struct loop *loop;
        struct pipeline_options options;
        struct job_list waiting;
        unsigned under_way;
        bool closing;
        struct connection *connections;
};

static atomic_ullong statement_counter;

unsigned long long statements_sent(void)
{
        return atomic_load_explicit(&statement_counter, memory_order_relaxed);
}

void statements_count(unsigned n)
{
        atomic_fetch_add_explicit(&statement_counter, n, memory_order_relaxed);
}

struct loop *pipeline_loop(struct pipeline *p)
{
        return p->loop;
}

const struct pipeline_options *pipeline_options(const struct pipeline *p)
{
        return &p->options;
}

void job_list_add(struct job_list *list, struct job *j)
{
        j->next = NULL;
        if (list->last)
                list->last->next = j;
        else
                list->first = j;
        list->last = j;
        list->count++;
}

struct job *job_list_take(struct job_list *list)
{
        struct job *j = list->first;
        if (!j)
                return NULL;
        list->first = j->next;
        if (!list->first)
                list->last = NULL;
        list->count--;
        return j;
}

void job_answer(struct job *j, enum err error)
{
        pipeline_done *done = j->done;
        j->done = NULL;
        j->unit = NULL;
        done(j->context, &(struct outcome){.error = error});
}

void job_finish(struct job *j, enum err error)
{
        j->outcome.error = error;
        if (j->done)
                j->done(j->context, &j->outcome);
        outcome_release(&j->outcome);
        free(j);
}

struct pipeline *pipeline_open(struct loop *l, const struct pipeline_options *o)
{
        struct pipeline *p = calloc(1, sizeof *p);
        if (!p)
                return NULL;
        p->loop = l;
        p->options = *o;
        p->connections = calloc(o->connections, sizeof *p->connections);
        for (unsigned i = 0; p->connections && i < o->connections; i++)
                if (!connection_init(&p->connections[i], p)) {
                        pipeline_close(p);
                        return NULL;
                }
        if (!p->connections) {
                free(p);
                return NULL;
        }
        pipeline_turn(p);
        return p;
}

void pipeline_close(struct pipeline *p)
{
        p->closing = true;
        for (unsigned i = 0; i < p->options.connections; i++) {
                connection_lose(&p->connections[i], NULL);
                connection_release(&p->connections[i]);
        }
        for (struct job *j; (j = job_list_take(&p->waiting));)
                job_finish(j, ERR_STOPPING);
        free(p->connections);
        free(p);
}

enum err pipeline_submit(struct pipeline *p, struct unit *u, bool reads, pipeline_done *done, void *context)
{
        if (!u || u->failed)
                return ERR_NO_MEMORY;
        if (p->waiting.count >= PIPELINE_QUEUE_MAX)
                return ERR_OVERLOADED;
        struct job *j = calloc(1, sizeof *j);
        if (!j)
                return ERR_NO_MEMORY;
        *j = (struct job){
                .unit = u, .done = done, .context = context, .submitted_ms = clock_ms(), .reads = reads, .tries = 1};
        job_list_add(&p->waiting, j);
        return ERR_NONE;
}

void pipeline_settle(struct pipeline *p, struct job *j, bool connection_lost)
{
        p->under_way--;
        bool again = connection_lost ? j->reads : outcome_may_retry(&j->outcome);
        bool in_time = j->done && clock_ms() - j->submitted_ms < PIPELINE_DEADLINE_MS;
        if (again && in_time && j->tries < TRIES_MAX && !p->closing) {
                j->tries++;
                outcome_release(&j->outcome);
                job_list_add(&p->waiting, j);
        } else if (connection_lost) {
                job_finish(j, j->reads ? ERR_DATABASE_UNAVAILABLE : ERR_OUTCOME_UNKNOWN);
        } else {
                job_finish(j, j->outcome.error);
        }
}

static struct connection *least_busy(struct pipeline *p, const struct unit *u)
{
        struct connection *best = NULL;
        for (unsigned i = 0; i < p->options.connections; i++) {
                struct connection *c = &p->connections[i];
                if (connection_has_room(c, u) && (!best || c->jobs < best->jobs))
                        best = c;
        }
        return best;
}

static void send_waiting(struct pipeline *p)
{
        for (struct connection *c; p->waiting.first && (c = least_busy(p, p->waiting.first->unit));) {
                p->under_way++;
                connection_send(c, job_list_take(&p->waiting));
        }
        for (unsigned i = 0; i < p->options.connections; i++)
                connection_flush(&p->connections[i]);
}

/* The list is in the order of submission but for retries, which are few: all of it is looked at. */
static void refuse_overdue(struct pipeline *p, int64_t now)
{
        struct job_list kept = {0};
        for (struct job *j; (j = job_list_take(&p->waiting));) {
                if (now - j->submitted_ms > PIPELINE_WAIT_MS)
                        job_finish(j, ERR_DATABASE_UNAVAILABLE);
                else
                        job_list_add(&kept, j);
        }
        p->waiting = kept;
}

int pipeline_turn(struct pipeline *p)
{
        int64_t now = clock_ms();
        for (unsigned i = 0; i < p->options.connections; i++)
                connection_tick(&p->connections[i], now);
        send_waiting(p);
        if (p->waiting.first && now - p->waiting.first->submitted_ms > PIPELINE_WAIT_MS)
                refuse_overdue(p, now);
        for (unsigned i = 0; i < p->options.connections; i++)
                if (p->connections[i].state != CONNECTION_READY)
                        return TICK_MS;
        return pipeline_busy(p) ? TICK_MS : -1;
}

bool pipeline_is_ready(const struct pipeline *p)
{
        for (unsigned i = 0; i < p->options.connections; i++)
                if (p->connections[i].state == CONNECTION_READY)
                        return true;
        return false;
}

unsigned pipeline_busy(const struct pipeline *p)
{
        return p->waiting.count + p->under_way;
}
