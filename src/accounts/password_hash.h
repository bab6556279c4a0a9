/* Passwords as they are stored: argon2id (RFC 9106) for ours, and Django's pbkdf2_sha256 for accounts that come from
 * there. Making and verifying take tens of milliseconds and the memory of their cost: for workers, not for loops.
 *
 * Passwords are bytes as they were typed, not normalised: so does Django, whose hashes must still open.
 */
#ifndef ACCOUNTS_PASSWORD_HASH_H
#define ACCOUNTS_PASSWORD_HASH_H

#include "base/str.h"

enum {
        PASSWORD_HASH_SIZE = 128,      /* crypto_pwhash_STRBYTES: a hash of ours with its NUL */
        PASSWORD_BYTES_MAX = 4096,     /* a longer one is never right; the rules allow 150 characters */
        PASSWORD_MEMORY_MIN = 8,       /* KiB; RFC 9106, 3.1 with one lane */
        PASSWORD_MEMORY_MAX = 1 << 20, /* KiB: 1 GiB, more than a worker should ever ask for */
        PASSWORD_PASSES_MAX = 64,
        PASSWORD_ITERATIONS_MAX = 10 * 1000 * 1000, /* of PBKDF2; Django 5.2 takes a tenth */
};

struct password_cost {
        uint32_t memory; /* KiB, PASSWORD_MEMORY_MIN to PASSWORD_MEMORY_MAX */
        uint32_t passes; /* 1 to PASSWORD_PASSES_MAX */
};

enum password_verdict {
        PASSWORD_WRONG = 0,
        PASSWORD_RIGHT,
        PASSWORD_UNCHECKED, /* there was no memory to find out */
};

/* Writes "$argon2id$v=19$m=19456,t=2,p=1$salt$hash". False when memory ran out, the password is too long or the cost
 * is outside its limits. */
bool password_hash_make(struct str password, struct password_cost cost, char out[PASSWORD_HASH_SIZE])
        __attribute__((warn_unused_result));

/* Whether a stored value could be anybody's password: false for what is malformed, of another scheme, or beyond the
 * limits above, and for Django's unusable ones, which begin with "!". */
bool password_hash_is_usable(struct str stored);

/* Compares in constant time. What is not usable is PASSWORD_WRONG at once; a login that must not tell by its time who
 * has an account calls password_hash_dummy for it. */
enum password_verdict password_hash_verify(struct str password, struct str stored) __attribute__((warn_unused_result));

/* Whether `stored` should be made anew while the password is at hand: another scheme, or other costs. */
bool password_hash_outdated(struct str stored, struct password_cost cost);

/* Does the work of one verification of a hash with this cost, for a user that is not there. */
void password_hash_dummy(struct str password, struct password_cost cost);

#endif
