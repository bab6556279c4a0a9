/* Stripe's test cards. Numbers are looked at and forgotten: no record, reply or log line holds one. */
#ifndef SANDBOX_CARD_H
#define SANDBOX_CARD_H

#include <jansson.h>
#include <stdint.h>

#include "base/str.h"

struct card_decline {
        const char *code, *decline_code; /* "card_declined", "insufficient_funds" */
        const char *field;               /* of the payment page */
        const char *message;             /* as Stripe words it */
};

struct card {
        char digits[20];
        int64_t month, year; /* year of four digits */
        size_t cvc_length;
};

/* From what people type: digits with spaces or dashes; "12 / 34", "12/2034", "1234"; digits. */
bool card_read_number(struct card *c, struct str text);
bool card_read_expiry(struct card *c, struct str text);
bool card_read_cvc(struct card *c, struct str text);
bool card_is_past(const struct card *c);

/* What Stripe would say to a charge; NULL: it succeeds. */
const struct card_decline *card_charge(const struct card *c);
/* Is it the card whose payment is disputed at once? */
bool card_is_disputed(const struct card *c);

/* {"type": "card", "card": {brand, last4, ...}}; a new reference. */
json_t *card_method(const struct card *c);
/* The same of the first test card, for payments without a page. */
json_t *card_default_method(void);
/* What the decline on demand says. */
const struct card_decline *card_generic_decline(void);

#endif
