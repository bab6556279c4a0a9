/* Recovery codes: what opens an account once when the authenticator is lost. 80 random bits each, written like
 * k3f9-7xqd-2mzp-w8ra in an alphabet without i, l, o and u, so that nothing looks like something else.
 */
#ifndef ACCOUNTS_RECOVERY_CODE_H
#define ACCOUNTS_RECOVERY_CODE_H

#include "base/str.h"

enum {
        RECOVERY_CODES = 10,           /* that a person gets at once */
        RECOVERY_CODE_CHARACTERS = 16, /* of 5 bits */
        RECOVERY_CODE_SIZE = 20,       /* with three dashes and NUL */
        RECOVERY_HASH_BYTES = 32,
};

/* A new random code. */
void recovery_code_make(char out[RECOVERY_CODE_SIZE]);

/* SHA-256 of the code, which is all that the database keeps: 80 random bits can't be guessed from it, so it needs no
 * salt. Case, blanks and dashes don't matter; o is read as 0, i and l as 1. False when `typed` is no code. */
bool recovery_code_hash(struct str typed, unsigned char out[RECOVERY_HASH_BYTES]) __attribute__((warn_unused_result));

#endif
