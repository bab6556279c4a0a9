/* Countries that Stripe collects addresses for. */
#ifndef SANDBOX_COUNTRY_H
#define SANDBOX_COUNTRY_H

#include <stdbool.h>

struct country {
        const char *code, *name;
};

/* In the order of their names; ends with a code of NULL. */
extern const struct country countries_all[];

/* NULL for what is no code of a country ("DE"). */
const char *country_name(const char *code);

/* Must an address there have one? */
bool country_has_postal_codes(const char *code);
bool country_has_states(const char *code);

#endif
