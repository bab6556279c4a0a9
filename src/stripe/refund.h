/* Refunds, ours and those made in Stripe's dashboard.
 *
 * https://docs.stripe.com/api/refunds
 */
#ifndef STRIPE_REFUND_H
#define STRIPE_REFUND_H

#include "base/arena.h"
#include "stripe/client.h"

/* More refunds of one payment than any shop makes; beyond it the list fails rather than lies. */
enum { STRIPE_REFUNDS_MAX = 500 };

enum stripe_refund_status {
        STRIPE_REFUND_PENDING,
        STRIPE_REFUND_REQUIRES_ACTION,
        STRIPE_REFUND_SUCCEEDED,
        STRIPE_REFUND_FAILED,
        STRIPE_REFUND_CANCELED,
};

/* Strs live as long as the arena; STR_NULL is what Stripe did not say. */
struct stripe_refund {
        struct str id;
        struct str payment_intent_id, charge_id;
        int64_t amount;      /* minor units */
        struct str currency; /* lower case */
        enum stripe_refund_status status;
        struct str reason;         /* duplicate, fraudulent, requested_by_customer, ... */
        struct str failure_reason; /* when FAILED */
        struct str identifier;     /* metadata[refund]: which of our refunds it is; STR_NULL: made elsewhere */
        int64_t created;           /* unix */
};

struct stripe_refund_request {
        struct str identifier; /* of our refund: metadata[refund] and the idempotency key */
        struct str payment_intent_id;
        int64_t amount;    /* minor units, above 0 */
        struct str reason; /* one of Stripe's three words above, or STR_NULL */
};

/* ERR_CONFLICT when the payment is already refunded or disputed, or more is asked than is left. */
enum err stripe_refund_create(struct stripe_client *c, const struct stripe_refund_request *request, struct arena *arena,
                              struct stripe_refund *ret, struct stripe_failure *ret_failure)
        __attribute__((warn_unused_result));

struct stripe_refund_list {
        struct stripe_refund *refunds; /* newest first, in the arena */
        size_t count;
};

/* All refunds of a payment, page after page. */
enum err stripe_refund_list(struct stripe_client *c, struct str payment_intent_id, struct arena *arena,
                            struct stripe_refund_list *ret, struct stripe_failure *ret_failure)
        __attribute__((warn_unused_result));

/* Reads a refund object, also of the refund.* events. ERR_INTERNAL when it is none or an amount is not a whole
 * number; ERR_NO_MEMORY when the arena is full. */
enum err stripe_refund_parse(const json_t *json, struct arena *arena, struct stripe_refund *ret)
        __attribute__((warn_unused_result));

#endif
