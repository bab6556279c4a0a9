/* Passwords as they are stored. */
#include "accounts/password_hash.h"

#include <errno.h>
#include <openssl/evp.h>
#include <sodium.h>
#include <stdio.h>

enum {
        KIBIBYTE = 1024,
        ARGON2ID_SALT = 16, /* bytes, as libsodium makes them */
        ARGON2ID_BYTES = 32,
        PBKDF2_BYTES = 32, /* SHA-256's */
};

enum scheme { UNUSABLE, ARGON2ID, PBKDF2_SHA256 };

struct parsed {
        enum scheme scheme;
        struct password_cost cost;     /* ARGON2ID */
        char text[PASSWORD_HASH_SIZE]; /* ARGON2ID: all of it, for libsodium */
        int iterations;                /* PBKDF2_SHA256 */
        struct str salt;               /* PBKDF2_SHA256: points into what was read */
        unsigned char pbkdf2[PBKDF2_BYTES];
};

static bool cost_is_possible(struct password_cost cost)
{
        return cost.memory >= PASSWORD_MEMORY_MIN && cost.memory <= PASSWORD_MEMORY_MAX && cost.passes >= 1 &&
               cost.passes <= PASSWORD_PASSES_MAX;
}

/* "m=19456" with the name "m=". */
static bool read_number(struct str part, struct str name, int64_t maximum, int64_t *ret)
{
        return str_starts(part, name) && str_to_int64(str_from_offset(part, name.len), ret) && *ret >= 1 &&
               *ret <= maximum;
}

static bool is_base64(struct str text, size_t bytes, size_t size, unsigned char *out, int variant)
{
        size_t n;
        return sodium_base642bin(out, size, text.ptr, text.len, NULL, &n, NULL, variant) == 0 && n == bytes;
}

/* "v=19$m=19456,t=2,p=1$salt$hash": read before libsodium sees it, so that no stored value can ask for more memory than
 * there is. */
static bool read_argon2id(struct str rest, struct parsed *p)
{
        int64_t memory, passes;
        unsigned char bytes[ARGON2ID_BYTES];
        struct str version = str_cut(&rest, '$'), costs = str_cut(&rest, '$'), salt = str_cut(&rest, '$');
        if (!rest.ptr || !str_eq(version, STR("v=19")) ||
            !is_base64(salt, ARGON2ID_SALT, sizeof bytes, bytes, sodium_base64_VARIANT_ORIGINAL_NO_PADDING) ||
            !is_base64(rest, ARGON2ID_BYTES, sizeof bytes, bytes, sodium_base64_VARIANT_ORIGINAL_NO_PADDING))
                return false;
        if (!read_number(str_cut(&costs, ','), STR("m="), PASSWORD_MEMORY_MAX, &memory) ||
            !read_number(str_cut(&costs, ','), STR("t="), PASSWORD_PASSES_MAX, &passes) || !str_eq(costs, STR("p=1")))
                return false;
        p->cost = (struct password_cost){(uint32_t)memory, (uint32_t)passes};
        return cost_is_possible(p->cost);
}

/* "iterations$salt$hash" */
static bool read_pbkdf2(struct str rest, struct parsed *p)
{
        int64_t iterations;
        if (!read_number(str_cut(&rest, '$'), STR(""), PASSWORD_ITERATIONS_MAX, &iterations))
                return false;
        p->iterations = (int)iterations;
        p->salt = str_cut(&rest, '$');
        return p->salt.len > 0 && rest.ptr &&
               is_base64(rest, PBKDF2_BYTES, sizeof p->pbkdf2, p->pbkdf2, sodium_base64_VARIANT_ORIGINAL);
}

static const struct {
        struct str prefix;
        enum scheme scheme;
        bool (*read)(struct str rest, struct parsed *p);
} schemes[] = {
        {STR("$argon2id$"), ARGON2ID, read_argon2id},
        {STR("pbkdf2_sha256$"), PBKDF2_SHA256, read_pbkdf2},
};

static struct parsed parse(struct str stored)
{
        struct parsed p = {.scheme = UNUSABLE};
        if (!stored.ptr || !str_to_c(stored, p.text, sizeof p.text))
                return p; /* Django's have about 90 characters */
        for (size_t i = 0; i < sizeof schemes / sizeof *schemes; i++)
                if (str_starts(stored, schemes[i].prefix) &&
                    schemes[i].read(str_from_offset(stored, schemes[i].prefix.len), &p))
                        p.scheme = schemes[i].scheme;
        return p;
}

bool password_hash_make(struct str password, struct password_cost cost, char out[PASSWORD_HASH_SIZE])
{
        _Static_assert(PASSWORD_HASH_SIZE == crypto_pwhash_STRBYTES, "libsodium writes that much");
        if (!password.ptr || password.len > PASSWORD_BYTES_MAX || !cost_is_possible(cost))
                return false;
        return crypto_pwhash_str_alg(out, password.ptr, password.len, cost.passes, (size_t)cost.memory * KIBIBYTE,
                                     crypto_pwhash_ALG_ARGON2ID13) == 0;
}

bool password_hash_is_usable(struct str stored)
{
        return parse(stored).scheme != UNUSABLE;
}

/* libsodium fails alike for another password and for want of memory; errno tells. */
static enum password_verdict verify_argon2id(struct str password, const char *text)
{
        errno = 0;
        if (crypto_pwhash_str_verify(text, password.ptr, password.len) == 0)
                return PASSWORD_RIGHT;
        return errno == ENOMEM ? PASSWORD_UNCHECKED : PASSWORD_WRONG;
}

static enum password_verdict verify_pbkdf2(struct str password, const struct parsed *p)
{
        unsigned char made[PBKDF2_BYTES];
        if (PKCS5_PBKDF2_HMAC(password.ptr, (int)password.len, (const unsigned char *)p->salt.ptr, (int)p->salt.len,
                              p->iterations, EVP_sha256(), sizeof made, made) != 1)
                return PASSWORD_UNCHECKED;
        bool same = sodium_memcmp(made, p->pbkdf2, sizeof made) == 0;
        sodium_memzero(made, sizeof made);
        return same ? PASSWORD_RIGHT : PASSWORD_WRONG;
}

enum password_verdict password_hash_verify(struct str password, struct str stored)
{
        struct parsed p = parse(stored);
        enum password_verdict verdict = PASSWORD_WRONG;
        if (password.ptr && password.len <= PASSWORD_BYTES_MAX) {
                if (p.scheme == ARGON2ID)
                        verdict = verify_argon2id(password, p.text);
                else if (p.scheme == PBKDF2_SHA256)
                        verdict = verify_pbkdf2(password, &p);
        }
        sodium_memzero(&p, sizeof p);
        return verdict;
}

bool password_hash_outdated(struct str stored, struct password_cost cost)
{
        struct parsed p = parse(stored);
        return p.scheme != ARGON2ID || p.cost.memory != cost.memory || p.cost.passes != cost.passes;
}

/* A hash of zeroes, which nobody's password has: computing what it is compared with costs as much as for a real one. */
void password_hash_dummy(struct str password, struct password_cost cost)
{
        char text[PASSWORD_HASH_SIZE];
        if (!cost_is_possible(cost))
                return;
        snprintf(text, sizeof text, "$argon2id$v=19$m=%u,t=%u,p=1$%s$%s", cost.memory, cost.passes,
                 "AAAAAAAAAAAAAAAAAAAAAA", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA");
        (void)!password_hash_verify(password, str_from(text));
}
