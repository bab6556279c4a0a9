/* Shared between pipeline.c (queue, deadlines) and connection.c (one connection). */
#ifndef DB_PIPELINE_INTERNAL_H
#define DB_PIPELINE_INTERNAL_H

#include "db/pipeline.h"
#include "db/prepared.h"

/* A unit on its way. It outlives its unit when the answer is overdue: then `done` is NULL and results are dropped. */
struct job {
        struct job *next;
        struct unit *unit;
        pipeline_done *done;
        void *context;
        int64_t submitted_ms;
        unsigned tries;
        bool reads;
        struct outcome outcome;
};

struct job_list {
        struct job *first, *last;
        unsigned count;
};

void job_list_add(struct job_list *list, struct job *j);
struct job *job_list_take(struct job_list *list);
/* Tells the caller before the answer has come; its unit may go then, the job stays until the answer comes. */
void job_answer(struct job *j, enum err error);
/* Tells the caller, if nobody has, and frees the job. */
void job_finish(struct job *j, enum err error);

enum connection_state {
        CONNECTION_CLOSED,  /* waits for its next try */
        CONNECTION_OPENING, /* PQconnectPoll wants more */
        CONNECTION_READY,
};

/* What was written and is not answered: units, and the preparation of queries between them. */
struct segment {
        struct job *job;           /* NULL: the preparation of `query`, */
        const struct query *query; /* and with that NULL too: DEALLOCATE ALL */
};

struct connection {
        struct watch watch; /* fd is a dup of libpq's, which may change while it connects */
        struct pipeline *owner;
        PGconn *pg;
        enum connection_state state;
        struct prepared prepared;
        /* ring of what is under way */
        struct segment *segments;
        unsigned first, count;
        unsigned jobs;
        bool write_blocked;
        int64_t retry_at_ms, opened_ms, progress_ms;
};

enum {
        /* each unit may be preceded by the preparation of each of its statements */
        SEGMENTS_MAX = PIPELINE_DEPTH_MAX + 8 * UNIT_STATEMENTS_MAX,
};

bool connection_init(struct connection *c, struct pipeline *owner);
void connection_release(struct connection *c);
/* Starts to connect when its time has come, gives up an attempt that takes too long. */
void connection_tick(struct connection *c, int64_t now_ms);
bool connection_has_room(const struct connection *c, const struct unit *u);
/* Writes the unit. False: the connection was lost, and the job with it was handed back to the pipeline. */
void connection_send(struct connection *c, struct job *j);
/* After a burst of sends. */
void connection_flush(struct connection *c);
/* Closes it; every job under way is answered or queued again. why NULL: no need to tell the log. */
void connection_lose(struct connection *c, const char *why);

/* A job whose answer is complete, or that lost its connection (outcome.error says so). */
void pipeline_settle(struct pipeline *p, struct job *j, bool connection_lost);
struct loop *pipeline_loop(struct pipeline *p);
const struct pipeline_options *pipeline_options(const struct pipeline *p);

#endif
