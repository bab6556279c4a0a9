/* The signature of Stripe's web hooks.
 *
 * https://docs.stripe.com/webhooks/signature
 */
#ifndef STRIPE_SIGNATURE_H
#define STRIPE_SIGNATURE_H

#include "base/str.h"

enum {
        STRIPE_SIGNATURE_TOLERANCE = 300,   /* seconds, into the past and the future; Stripe's own default */
        STRIPE_SIGNATURE_HEADER_MAX = 2048, /* bytes; a real one has about 100 for each live secret */
        STRIPE_SIGNATURES_MAX = 16,         /* v1 schemes looked at; Stripe sends one for each live secret */
        STRIPE_SECRETS_MAX = 8,             /* more than anybody rolls at once */
};

/* True when `header` (Stripe-Signature) signs exactly these bytes of `body` with one of `secrets` (whsec_...,
 * separated by commas, spaces around them ignored) within the tolerance around `now` (unix). Anything
 * malformed is false, and so is an empty list of secrets. Signatures are compared in constant time. */
bool stripe_signature_verify(struct str header, struct str body, struct str secrets, int64_t now)
        __attribute__((warn_unused_result));

#endif
