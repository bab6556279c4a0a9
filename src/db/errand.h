/* Units of work that a thread with a connection of its own runs while their owner goes on: one at a time.
 *
 *     struct unit *u = errand_unit(e);
 *     q_outbox_claim(u, worker, rows);
 *     errand_start(e, on_claimed, outbox);
 *     ... poll errand_descriptor(e) beside others ...       asked each time: it changes
 *     errand_turn(e);                          calls on_claimed when the unit has ended
 *
 * All functions are for the owner's thread, where the call-backs run too.
 */
#ifndef DB_ERRAND_H
#define DB_ERRAND_H

#include "db/outcome.h"

struct errand;

/* Takes what came of the unit; `outcome` goes when it returns, but for results that it took out. May start the next. */
typedef void errand_end(void *context, struct outcome *outcome);

/* Parameters as blocking_init's. The database is not asked yet. NULL: there is no memory, descriptor or thread. */
struct errand *errand_open(const char *conninfo, const char *database) __attribute__((warn_unused_result));
/* Waits for a unit that runs; nobody is told of its end. NULL is fine. */
void errand_close(struct errand *e);

bool errand_is_idle(const struct errand *e);

/* An empty unit, to be filled and started. Only while the errand is idle. NULL, as unit_new's, is fine. */
struct unit *errand_unit(struct errand *e);
/* Runs it as blocking_run does: by itself when that takes no waiting, else in a thread, which connects and prepares. */
void errand_start(struct errand *e, errand_end *on_end, void *context);

/* Readable when errand_turn has something to do. */
int errand_descriptor(const struct errand *e);
/* Never waits. */
void errand_turn(struct errand *e);
/* Waits until the errand is idle. */
void errand_wait(struct errand *e);

#endif
