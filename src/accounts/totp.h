/* One-time passwords from an authenticator app (RFC 6238 over RFC 4226): HMAC-SHA1, six digits, a step of 30 seconds,
 * which is all that the common apps agree on.
 */
#ifndef ACCOUNTS_TOTP_H
#define ACCOUNTS_TOTP_H

#include "base/buf.h"

enum {
        TOTP_SECRET_BYTES = 20, /* RFC 4226, 4, R6 recommends 160 bits */
        TOTP_SECRET_TEXT = 33,  /* those in base32, with NUL */
        TOTP_DIGITS = 6,
        TOTP_STEP_SECONDS = 30, /* RFC 6238, 5.2 */
        TOTP_WINDOW = 1,        /* steps before and after: clocks differ, and typing takes time */
        TOTP_SEALED_BYTES = 60, /* nonce of 24, authenticator of 16, secret */
};

/* A new random secret. */
void totp_secret_make(unsigned char out[TOTP_SECRET_BYTES]);

/* In base32 (RFC 4648, 6), as people type it who can't scan a picture. */
void totp_secret_text(const unsigned char secret[TOTP_SECRET_BYTES], char out[TOTP_SECRET_TEXT]);

/* Appends the address that apps read from a QR code: otpauth://totp/Shop:jo?secret=... Colons are left out of issuer
 * and account, which one separates. */
void totp_uri(struct buf *out, struct str issuer, struct str account, const unsigned char secret[TOTP_SECRET_BYTES]);

/* The code of a step (unix time / 30), with NUL. False when libcrypto failed. */
bool totp_code(const unsigned char secret[TOTP_SECRET_BYTES], int64_t step, char out[TOTP_DIGITS + 1])
        __attribute__((warn_unused_result));

/* True when `typed` (spaces are ignored) is the code of a step around `now` (unix) that is later than `last_step`:
 * the caller keeps *ret_step as the next last_step, in the transaction that lets the person in, so that no code counts
 * twice (RFC 6238, 5.2). Compares in constant time. False leaves *ret_step alone. */
bool totp_check(const unsigned char secret[TOTP_SECRET_BYTES], struct str typed, int64_t now, int64_t last_step,
                int64_t *ret_step) __attribute__((warn_unused_result));

/* Encrypts a secret for the database with a key made from SECRET_KEY; each time to other bytes. */
void totp_seal(struct str secret_key, const unsigned char secret[TOTP_SECRET_BYTES],
               unsigned char out[TOTP_SEALED_BYTES]);

/* False, with ret_secret zeroed, for what was not sealed with this SECRET_KEY. */
bool totp_open(struct str secret_key, struct str sealed, unsigned char ret_secret[TOTP_SECRET_BYTES])
        __attribute__((warn_unused_result));

#endif
