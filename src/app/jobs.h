/* The job runner: a thread that sends the outbox, one that reconciles payments, one for what accounts need. Several may
 * run, on any machines. */
#ifndef APP_JOBS_H
#define APP_JOBS_H

#include "app/store.h"

struct jobs;

/* NULL, with the reason logged, when it can't start. `s` must stay. */
struct jobs *jobs_start(const struct store_app *s);
/* Ends after the piece of work in hand; mails that are under way get OUTBOX_STOP_MS. */
void jobs_stop(struct jobs *j);

#endif
