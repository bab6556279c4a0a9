/* The job runner: one thread that sends the outbox, one that reconciles payments. Several may run, on any machines. */
#ifndef APP_JOBS_H
#define APP_JOBS_H

#include "app/store.h"

struct jobs;

/* NULL, with the reason logged, when it can't start. `s` must stay. */
struct jobs *jobs_start(const struct store_app *s);
/* Ends after the piece of work in hand. */
void jobs_stop(struct jobs *j);

#endif
