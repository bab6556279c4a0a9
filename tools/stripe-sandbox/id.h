/* Identifiers as Stripe makes them: a prefix that tells what it is, then letters and digits. */
#ifndef SANDBOX_ID_H
#define SANDBOX_ID_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { ID_SIZE = 80 }; /* the longest is a Checkout Session's: 66 characters */

/* prefix and `length` random characters into out[ID_SIZE]. */
void id_random(char *out, const char *prefix, size_t length);

/* Parts of a session (its lines, prices, products, shipping rates) carry the session's id and their number in
 * their own, so that they need no record: prefix, three digits, and what follows SESSION_PREFIX. */
#define SESSION_PREFIX "cs_test_"
void id_of_part(char *out, const char *prefix, const char *session_id, size_t number);
/* The session (into ret_session[ID_SIZE]) and number of a part; false when it is none. */
bool id_read_part(const char *id, const char *prefix, char *ret_session, size_t *ret_number);

/* Milliseconds since 1970, for what happens at a time of day. */
int64_t now_ms(void);

#endif
