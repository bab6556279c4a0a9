/* Paying for a session: payment intents, charges and the events that tell of them. */
#ifndef SANDBOX_PAYMENT_H
#define SANDBOX_PAYMENT_H

#include "event.h"

/* How a payment goes on from the customer's click. */
enum settlement {
        SETTLE_NOW,
        SETTLE_LATER,      /* by itself, after 2 s */
        SETTLE_FAIL_LATER, /* likewise */
        SETTLE_ON_DEMAND,  /* when the control API says so */
};

/* The event that the shop waits for most. */
struct announcement {
        char event[ID_SIZE];
        enum event_fate fate;
};

/* Completes an open session, which is changed and saved. `payer` has email, name, phone, address, shipping
 * ({name, address}; may be missing), shipping_choice and method ({"type": "card", "card": {...}}). */
void payment_complete(struct sandbox *sb, const struct cause *cause, json_t *session, const json_t *payer,
                      enum settlement settlement, struct announcement *ret);

/* A delayed payment arrives, or doesn't. `ret` may be NULL. */
void payment_settle(struct sandbox *sb, const struct cause *cause, json_t *session, bool well,
                    struct announcement *ret);

/* Is the session complete, and its payment still on the way? */
bool payment_is_pending(struct sandbox *sb, const json_t *session);

/* Why the session can't be paid for now, or NULL: its coupon has been used up by another. */
const char *payment_obstacle(struct sandbox *sb, const json_t *session);

#endif
