/* Addresses on the payment page. */
#ifndef SANDBOX_PAY_ADDRESS_H
#define SANDBOX_PAY_ADDRESS_H

#include "pay_form.h"

enum { PAY_TEXT_BYTES = 500 }; /* any one field */

/* Fields are named prefix + line1, line2, city, state, postal_code, country. Gives {city, country, ...}, a new
 * reference; what is wrong goes to f->errors. */
json_t *pay_address_read(struct pay_form *f, const char *prefix);

/* Does the store ship there? */
void pay_address_check_destination(struct pay_form *f, const char *country);

/* The fields, with what was filled in. */
void pay_address_show(struct pay_form *f, const char *prefix, bool whole);

#endif
