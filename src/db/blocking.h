/* A blocking connection, for worker threads, jobs and commands: straight-line code, the same units.
 *
 * Belongs to one thread. Connects when it is first used and again when it was lost.
 */
#ifndef DB_BLOCKING_H
#define DB_BLOCKING_H

#include "db/outcome.h"
#include "db/prepared.h"

enum { BLOCKING_DEADLINE_MS = 6000 }; /* for an answer; above the server's statement_timeout of 4 s */

struct blocking {
        const char *conninfo, *database;
        PGconn *pg; /* NULL: not connected */
        struct prepared prepared;
        /* of the unit that was begun */
        bool lost, was_null;
        int64_t deadline_ms;
};

/* conninfo and database must stay. False when memory ran out. */
bool blocking_init(struct blocking *s, const char *conninfo, const char *database) __attribute__((warn_unused_result));
void blocking_release(struct blocking *s);

/* Runs the unit and waits, at most BLOCKING_DEADLINE_MS. The outcome must be released. Deadlocks and stale plans are
 * tried again; a connection lost before anything was written too. */
void blocking_run(struct blocking *s, struct unit *u, struct outcome *ret);
/* The same, for who has an answer to what others would call a failure: outcome_log is the caller's. */
void blocking_try(struct blocking *s, struct unit *u, struct outcome *ret);

/* The same for who has other things to wait for. Begin sends the unit when that takes no waiting: the connection is
 * open and knows its statements. False: nothing was done, run it instead. Until the answer has come the connection is
 * for nothing else; poll PQsocket(s->pg), if there is one, and ask again. `ret` is zeroed before the first time.
 * Nothing is tried again. */
bool blocking_begin(struct blocking *s, struct unit *u) __attribute__((warn_unused_result));
bool blocking_has_answer(struct blocking *s, struct outcome *ret) __attribute__((warn_unused_result));

/* One statement as text, outside of units (LISTEN). NULL: the connection is lost, or no answer came in time. */
PGresult *blocking_execute(struct blocking *s, const char *sql);

/* A connected libpq connection, for what units can't do (migrations, COPY, LISTEN); NULL, logged, without one. */
PGconn *blocking_connect(struct blocking *s);

/* Ends the session, and whatever it was in the middle of; the next use connects again. */
void blocking_drop(struct blocking *s);

#endif
