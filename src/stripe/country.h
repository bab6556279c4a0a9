/* The countries that Stripe's page collects addresses for; with any other it makes no page.
 *
 * https://docs.stripe.com/api/checkout/sessions/create, shipping_address_collection.allowed_countries.
 */
#ifndef STRIPE_COUNTRY_H
#define STRIPE_COUNTRY_H

#include "base/str.h"

/* ISO 3166-1 codes in capitals, a space behind each. */
extern const char stripe_countries[];

bool stripe_country_is_valid(struct str code);

#endif
