/* Stripe's signature of a hook. */
#include "signature.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>

void signature_header(char *out, const char *secret, int64_t timestamp, struct str body, bool wrong)
{
        char start[32], hex[2 * crypto_auth_hmacsha256_BYTES + 1];
        unsigned char mac[crypto_auth_hmacsha256_BYTES];
        crypto_auth_hmacsha256_state state;
        snprintf(start, sizeof start, "%lld.", (long long)timestamp);
        crypto_auth_hmacsha256_init(&state, (const unsigned char *)secret, strlen(secret));
        crypto_auth_hmacsha256_update(&state, (const unsigned char *)start, strlen(start));
        crypto_auth_hmacsha256_update(&state, (const unsigned char *)body.ptr, body.len);
        crypto_auth_hmacsha256_final(&state, mac);
        if (wrong)
                mac[0] ^= 1;
        sodium_bin2hex(hex, sizeof hex, mac, sizeof mac);
        snprintf(out, SIGNATURE_HEADER_SIZE, "Stripe-Signature: t=%lld,v1=%s", (long long)timestamp, hex);
}
