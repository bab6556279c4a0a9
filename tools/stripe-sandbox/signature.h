/* Stripe's signature of a hook: HMAC-SHA256 over "<t>.<body>", keyed with the whole secret. */
#ifndef SANDBOX_SIGNATURE_H
#define SANDBOX_SIGNATURE_H

#include <stdint.h>

#include "base/str.h"

enum { SIGNATURE_HEADER_SIZE = 160 };

/* The header line "Stripe-Signature: t=..,v1=.." into out[SIGNATURE_HEADER_SIZE]. `wrong` spoils it. */
void signature_header(char *out, const char *secret, int64_t timestamp, struct str body, bool wrong);

#endif
