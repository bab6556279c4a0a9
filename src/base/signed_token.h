/* Tokens that nobody else can make: an identifier, or a short text, with a signature made with the shop's SECRET_KEY.
 *
 *     token   base64url(16 bytes) "." base64url(HMAC-SHA256 of purpose ":" bytes bound_to, first 16 bytes)
 *     text    text "." base64url(HMAC-SHA256 of purpose "." text, first 16 bytes)
 *
 * A database that keeps only the identifiers forges nothing when it leaks. `purpose` keeps the uses of one key apart: a
 * literal for each use, without ":" and ".". Reading takes one spelling of a token only, and compares in constant time.
 */
#ifndef BASE_SIGNED_TOKEN_H
#define BASE_SIGNED_TOKEN_H

#include "base/str.h"

enum {
        SIGNED_ID_BYTES = 16,   /* bytes of an identifier: random ones, or a UUID's */
        SIGNED_TOKEN_SIZE = 46, /* two times 22 characters, the dot, NUL */
        SIGNED_TEXT_MAX = 64,   /* bytes of a text; a person's code has 12 */
        SIGNED_TEXT_SIZE = SIGNED_TEXT_MAX + 24,
};

/* Writes the token, ending in NUL. */
void signed_token_make(struct str key, struct str purpose, const unsigned char id[SIGNED_ID_BYTES],
                       char out[SIGNED_TOKEN_SIZE]);

/* False, with ret_id zeroed, unless `token` was made with this key for this purpose. */
bool signed_token_read(struct str key, struct str purpose, struct str token, unsigned char ret_id[SIGNED_ID_BYTES])
        __attribute__((warn_unused_result));

/* The same for tokens that hold only together with other bytes, which they don't carry: those of a session, say. */
void signed_token_make_bound(struct str key, struct str purpose, struct str bound_to,
                             const unsigned char id[SIGNED_ID_BYTES], char out[SIGNED_TOKEN_SIZE]);
bool signed_token_read_bound(struct str key, struct str purpose, struct str bound_to, struct str token,
                             unsigned char ret_id[SIGNED_ID_BYTES]) __attribute__((warn_unused_result));

/* Writes the signed text, ending in NUL. False, and an empty string, unless the text has 1 to SIGNED_TEXT_MAX
 * characters, all of them unreserved (RFC 3986, 2.3): what needs no escape in a link. */
bool signed_text_make(struct str key, struct str purpose, struct str text, char out[SIGNED_TEXT_SIZE])
        __attribute__((warn_unused_result));

/* *ret_text points into `token`. False, with STR_NULL, unless it was made with this key for this purpose. */
bool signed_text_read(struct str key, struct str purpose, struct str token, struct str *ret_text)
        __attribute__((warn_unused_result));

#endif
