/* New payment intents and charges, in Stripe's shape. */
#ifndef SANDBOX_PAYMENT_PARTS_H
#define SANDBOX_PAYMENT_PARTS_H

#include <jansson.h>
#include <stdint.h>

/* New references, not yet saved. The intent is "processing"; the charge is of an intent's whole amount. */
json_t *intent_new(const json_t *session, int64_t amount);
json_t *charge_new(const json_t *session, const json_t *intent);

#endif
