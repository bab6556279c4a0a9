/* Makes the order of a checkout that Stripe says is paid: one unit of work, called by whoever comes first. */
#ifndef ORDERS_FULFIL_H
#define ORDERS_FULFIL_H

#include "db/outcome.h"
#include "stripe/session.h"

enum { ATTEMPT_BYTES = 16 };

struct fulfilment {
        struct str checkout;                  /* its identifier */
        const struct stripe_session *session; /* as retrieved from Stripe; complete and not unpaid */
        bool expected_livemode;               /* what our own key is */
        unsigned char attempt[ATTEMPT_BYTES]; /* filled by order_fulfil_add */
};

/* Adds the whole order to the unit. The caller adds what becomes of the checkout and its cart, then
 * order_fulfil_end, which tells the order, ours or another's. */
void order_fulfil_add(struct unit *u, struct fulfilment *f);
void order_fulfil_end(struct unit *u, const struct fulfilment *f);

struct order_made {
        struct str identifier, access_key; /* in the arena */
        bool made_now;                     /* by this unit; false: it was there already */
        bool refunds_known;                /* Stripe was asked for them since */
};

/* Reads the unit's last row. ERR_CHECKOUT_UNKNOWN when there is no such checkout. */
enum err order_fulfil_read(const struct outcome *o, const struct fulfilment *f, struct arena *a, struct order_made *ret)
        __attribute__((warn_unused_result));

#endif
