/* One thread that hears what the database tells (LISTEN) and keeps the reply caches' freshness true.
 *
 * It asks the database a question four times a second. An answer means that every change committed before the question
 * has been told, because PostgreSQL delivers notifications before the answer (PostgreSQL 15, NOTIFY).
 */
#ifndef DB_LISTENER_H
#define DB_LISTENER_H

#include <stdbool.h>
#include <stdint.h>

#include "db/blocking.h"

struct listener;

struct listener_options {
        const char *conninfo, *database;
        const char *channel;
        const struct query *question; /* asked at each beat; without parameters */
        void *context;
        void (*on_change)(void *context);                 /* something was told, or may have been missed */
        void (*on_beat)(void *context, int64_t asked_ms); /* an answer to the question asked then */
};

enum { LISTENER_BEAT_MS = 250 };

/* NULL when memory or threads run out. Options are copied. */
struct listener *listener_start(const struct listener_options *o);
void listener_stop(struct listener *l);

#endif
