/* Recovery codes. */
#include "accounts/recovery_code.h"

#include <sodium.h>

enum { GROUP = 4 /* characters between dashes */ };

static const char alphabet[] = "0123456789abcdefghjkmnpqrstvwxyz";

void recovery_code_make(char out[RECOVERY_CODE_SIZE])
{
        unsigned char random[RECOVERY_CODE_CHARACTERS];
        randombytes_buf(random, sizeof random);
        for (size_t i = 0; i < RECOVERY_CODE_CHARACTERS; i++) {
                if (i && i % GROUP == 0)
                        *out++ = '-';
                *out++ = alphabet[random[i] & 31];
        }
        *out = 0;
        sodium_memzero(random, sizeof random);
}

/* The character of a code that somebody meant; 0 for none. */
static char meant(char c)
{
        if (c >= 'A' && c <= 'Z')
                c = (char)(c + ('a' - 'A'));
        if (c == 'o')
                return '0';
        if (c == 'i' || c == 'l')
                return '1';
        return c && strchr(alphabet, c) ? c : 0;
}

static bool normalise(struct str typed, char out[RECOVERY_CODE_CHARACTERS])
{
        size_t n = 0;
        for (size_t i = 0; i < typed.len; i++) {
                char c = typed.ptr[i];
                if (c == '-' || c == ' ' || c == '\t' || c == '\r' || c == '\n')
                        continue;
                if (n == RECOVERY_CODE_CHARACTERS || !meant(c))
                        return false;
                out[n++] = meant(c);
        }
        return n == RECOVERY_CODE_CHARACTERS;
}

bool recovery_code_hash(struct str typed, unsigned char out[RECOVERY_HASH_BYTES])
{
        char code[RECOVERY_CODE_CHARACTERS];
        bool good = normalise(typed, code);
        if (good)
                crypto_hash_sha256(out, (const unsigned char *)code, sizeof code);
        sodium_memzero(code, sizeof code);
        return good;
}
