/* What each of Stripe's events does, whether a hook brought it or the reconciler found it. */
#ifndef CHECKOUT_EVENT_H
#define CHECKOUT_EVENT_H

#include "checkout/settle.h"
#include "orders/orders.h"

/* What we need of an event; plain text that outlives its JSON. */
struct payment_event {
        struct stripe_event event; /* event.object is not kept */
        enum { EVENT_OTHER, EVENT_SESSION, EVENT_REFUND, EVENT_DISPUTE } kind;
        struct str session, checkout; /* EVENT_SESSION: Stripe's and our identifier (may be STR_NULL) */
        struct str payment_intent;    /* EVENT_REFUND, EVENT_DISPUTE; may be STR_NULL */
        struct order_dispute dispute; /* EVENT_DISPUTE; without a payment it is not recorded */
};

/* Reads an event; texts go into the arena. ERR_BAD_REQUEST when it is none. */
enum err payment_event_read(struct stripe_event *event, struct arena *a, struct payment_event *ret)
        __attribute__((warn_unused_result));

/* Does what it says and records it, in one unit. Doing it again changes nothing. ERR_CHECKOUT_UNKNOWN: the session
 * is not ours. */
enum err payment_event_apply(const struct payment_event *e, struct payments *p, struct blocking *db, struct arena *a)
        __attribute__((warn_unused_result));

#endif
