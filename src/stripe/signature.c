/* The signature of Stripe's web hooks. */
#include "stripe/signature.h"

#include <sodium.h>

struct signature {
        struct str timestamp; /* as it stands in the header: it is part of what is signed */
        unsigned char v1[STRIPE_SIGNATURES_MAX][crypto_auth_hmacsha256_BYTES];
        size_t count;
};

static void read_v1(struct signature *s, struct str hex)
{
        size_t bytes;
        if (s->count == STRIPE_SIGNATURES_MAX || hex.len != 2 * crypto_auth_hmacsha256_BYTES)
                return;
        if (sodium_hex2bin(s->v1[s->count], sizeof *s->v1, hex.ptr, hex.len, NULL, &bytes, NULL) == 0 &&
            bytes == sizeof *s->v1)
                s->count++;
}

/* False for what Stripe never sends: a part without =, two timestamps, none. */
static bool read_header(struct signature *s, struct str header)
{
        if (header.len == 0 || header.len > STRIPE_SIGNATURE_HEADER_MAX)
                return false;
        while (header.ptr) {
                struct str value = str_trim(str_cut(&header, ','));
                struct str scheme = str_cut(&value, '=');
                if (!value.ptr || (str_eq(scheme, STR("t")) && s->timestamp.ptr))
                        return false;
                if (str_eq(scheme, STR("t")))
                        s->timestamp = value;
                else if (str_eq(scheme, STR("v1")))
                        read_v1(s, value);
        }
        return s->timestamp.ptr && s->count > 0;
}

static bool is_recent(struct str timestamp, int64_t now)
{
        int64_t t;
        return str_to_int64(timestamp, &t) && t > 0 && t <= now + STRIPE_SIGNATURE_TOLERANCE &&
               t >= now - STRIPE_SIGNATURE_TOLERANCE;
}

static bool secret_signs(const struct signature *s, struct str body, struct str secret)
{
        unsigned char mac[crypto_auth_hmacsha256_BYTES];
        crypto_auth_hmacsha256_state state;
        crypto_auth_hmacsha256_init(&state, (const unsigned char *)secret.ptr, secret.len);
        crypto_auth_hmacsha256_update(&state, (const unsigned char *)s->timestamp.ptr, s->timestamp.len);
        crypto_auth_hmacsha256_update(&state, (const unsigned char *)".", 1);
        if (body.len > 0)
                crypto_auth_hmacsha256_update(&state, (const unsigned char *)body.ptr, body.len);
        crypto_auth_hmacsha256_final(&state, mac);
        bool matches = false;
        for (size_t i = 0; i < s->count; i++)
                matches |= sodium_memcmp(mac, s->v1[i], sizeof mac) == 0;
        sodium_memzero(mac, sizeof mac);
        sodium_memzero(&state, sizeof state);
        return matches;
}

bool stripe_signature_verify(struct str header, struct str body, struct str secrets, int64_t now)
{
        struct signature s = {.count = 0};
        if (!read_header(&s, header) || !is_recent(s.timestamp, now))
                return false;
        bool matches = false;
        for (unsigned i = 0; secrets.ptr && i < STRIPE_SECRETS_MAX; i++) {
                struct str secret = str_trim(str_cut(&secrets, ','));
                if (secret.len > 0)
                        matches |= secret_signs(&s, body, secret);
        }
        return matches;
}
