/* What a thread needs to talk to Stripe in the store's name: workers and the payments' job have one each. */
#ifndef STRIPE_PAYMENTS_H
#define STRIPE_PAYMENTS_H

#include "stripe/client.h"

struct payments {
        struct stripe_client stripe;
        bool configured; /* a key is set */
        bool livemode;   /* it is a live one */
};

/* False, with the reason logged, when the settings can't be used. An empty key is no error: nobody can pay then. */
bool payments_init(struct payments *p, struct str api_base, struct str secret_key) __attribute__((warn_unused_result));
void payments_release(struct payments *p);

#endif
