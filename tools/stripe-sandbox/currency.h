/* Currencies that Stripe charges in, and amounts as people read them. */
#ifndef SANDBOX_CURRENCY_H
#define SANDBOX_CURRENCY_H

#include <stdint.h>

enum {
        MONEY_SIZE = 64,
        LARGEST_AMOUNT = 99999999, /* Stripe: eight digits */
};

struct currency {
        const char *code;  /* lower case */
        unsigned decimals; /* 0, 2 or 3; of three the last is always 0 */
        int64_t smallest;  /* in minor units */
        const char *symbol;
};

/* NULL for one that Stripe does not know. Case is ignored. */
const struct currency *currency_find(const char *code);

/* Amounts are multiples of it: Stripe's special cases. */
int64_t currency_step(const struct currency *c);

/* "$1,234.50", "CHF 9.90", into out[MONEY_SIZE], which is returned. */
const char *money_text(char *out, const char *code, int64_t amount);

#endif
