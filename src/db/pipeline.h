/* The fast lane to PostgreSQL: a few connections of one loop, in pipeline mode.
 *
 * Units are queued by pipeline_submit and written at the end of the loop's turn, so that a burst goes out
 * together; each is one segment and one transaction. Results come back through `done`, in the loop's thread, once
 * for every unit that was taken, and never from inside pipeline_submit.
 *
 * A lost connection fails the units that were written to it: ERR_OUTCOME_UNKNOWN, or another try when the unit only
 * reads. Units not yet written wait for a connection until their deadline. A connection whose answers are overdue
 * is closed: a hanging server must not hold the loop's requests.
 */
#ifndef DB_PIPELINE_H
#define DB_PIPELINE_H

#include "base/loop.h"
#include "db/outcome.h"

struct pipeline;

enum {
        PIPELINE_QUEUE_MAX = 4096,   /* units waiting in one loop; beyond it 503 */
        PIPELINE_DEPTH_MAX = 64,     /* units written to one connection and not answered */
        PIPELINE_WAIT_MS = 2000,     /* for a connection, before the unit is refused */
        PIPELINE_DEADLINE_MS = 6000, /* for the answer; above the server's statement_timeout of 4 s */
};

struct pipeline_options {
        const char *conninfo, *database; /* stay valid; database NULL: as conninfo says */
        unsigned connections;
};

/* NULL when memory runs out. Connects in the background. */
struct pipeline *pipeline_open(struct loop *l, const struct pipeline_options *o);
/* Fails what is still queued with ERR_STOPPING, closes the connections. */
void pipeline_close(struct pipeline *p);

/* The outcome is the callee's to read until it returns. */
typedef void pipeline_done(void *context, const struct outcome *o);

/* `reads` tells that the unit changes nothing and may be run twice. The unit must stay until `done`. Anything but
 * ERR_NONE: the unit was not taken and `done` will not be called (overloaded, out of memory). */
enum err pipeline_submit(struct pipeline *p, struct unit *u, bool reads, pipeline_done *done, void *context)
        __attribute__((warn_unused_result));

/* At the end of each turn: writes what is queued, enforces deadlines, connects again. Returns the milliseconds
 * after which it wants to be called at the latest, -1 for no limit. */
int pipeline_turn(struct pipeline *p);

/* At least one connection is ready. */
bool pipeline_is_ready(const struct pipeline *p);
/* Units queued or under way. */
unsigned pipeline_busy(const struct pipeline *p);
/* Statements written by all connections of the process; for /metrics and tests. */
unsigned long long statements_sent(void);
void statements_count(unsigned n);

#endif
