/* Repairs what web hooks did not bring: asks Stripe about unfinished checkouts and about events that nobody took. */
#ifndef CHECKOUT_RECONCILE_H
#define CHECKOUT_RECONCILE_H

#include "checkout/settle.h"

enum {
        RECONCILE_ROWS = 20,                 /* checkouts looked at in one go */
        RECONCILE_EVENT_PAGES = 5,           /* of 100 events, in one go */
        RECONCILE_EVENTS_BACK_S = 3 * 86400, /* Stripe itself gives up after three days */
};

/* One pass over the checkouts whose time has come. Returns how many there were. */
unsigned reconcile_checkouts(struct payments *p, struct blocking *db, int64_t every_seconds);

/* One pass over the events that Stripe could not deliver. */
void reconcile_events(struct payments *p, struct blocking *db);

#endif
