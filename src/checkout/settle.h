/* Brings a checkout to where Stripe says that it is. The web hook, the return page and the reconciler all come here;
 * any number of them may do so at once.
 */
#ifndef CHECKOUT_SETTLE_H
#define CHECKOUT_SETTLE_H

#include "db/blocking.h"
#include "stripe/event.h"
#include "stripe/payments.h"
#include "stripe/session.h"

enum settled {
        SETTLED_OPEN,       /* not paid yet */
        SETTLED_PROCESSING, /* paid, the money is under way */
        SETTLED_ORDER,
        SETTLED_ENDED, /* expired or failed; what it held is free again */
};

/* Asks Stripe for the session and acts on it. `event` is recorded in the same unit (NULL: none). ret_what may be
 * left alone on errors: ERR_CHECKOUT_UNKNOWN (not ours), ERR_PAYMENT_UNAVAILABLE, the database's. */
enum err checkout_settle(struct payments *p, struct blocking *db, struct arena *a, struct str session_id,
                         const struct stripe_event *event, enum settled *ret_what) __attribute__((warn_unused_result));

/* Closes a checkout and lets go of what it holds; status "expired" or "failed". */
void checkout_close_add(struct unit *u, struct str identifier, struct str status);
enum err checkout_close(struct blocking *db, struct arena *a, struct str identifier, struct str status)
        __attribute__((warn_unused_result));

/* Lets go of a checkout whose payment page was not made; one that another window has opened meanwhile stays. */
enum err checkout_abandon(struct blocking *db, struct arena *a, struct str identifier)
        __attribute__((warn_unused_result));

void checkout_record_event(struct unit *u, const struct stripe_event *event);

#endif
