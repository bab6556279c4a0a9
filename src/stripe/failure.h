/* What Stripe said when a call failed: for the log and for the admin, not for customers.
 *
 * A value without pointers, so it may be kept and copied. Texts end in NUL, are cut at a whole character when
 * too long, hold no control characters, and are empty when Stripe said nothing. None of them holds the key.
 */
#ifndef STRIPE_FAILURE_H
#define STRIPE_FAILURE_H

#include "base/err.h"

#include <jansson.h>

struct stripe_failure {
        unsigned status;     /* HTTP; 0 when no whole reply arrived */
        unsigned attempts;   /* requests made */
        char type[40];       /* "invalid_request_error"; "connection" when there was no whole reply */
        char code[64];       /* "resource_missing"; https://docs.stripe.com/error-codes */
        char param[120];     /* "line_items[0][quantity]" */
        char message[300];   /* for developers */
        char request_id[64]; /* "req_..."; finds the request in Stripe's dashboard */
};

/* The failure for a reply that is not 2xx: fills the texts from `reply` (NULL when it was not JSON) and returns
 * the err it stands for: NOT_FOUND, CONFLICT, INVALID_INPUT, AMOUNT_TOO_SMALL, AMOUNT_TOO_LARGE,
 * PAYMENT_UNAVAILABLE (429, 5xx), INTERNAL (a wrong key, a request that Stripe does not take). */
enum err stripe_failure_read(struct stripe_failure *f, unsigned status, const json_t *reply);

/* Copies text into one of the arrays above. */
void stripe_failure_set(char *out, size_t size, struct str text);

/* One line in the log, at the level that the err deserves. `doing` is a literal: "session create". */
void stripe_failure_log(const char *doing, enum err e, const struct stripe_failure *f);

#endif
