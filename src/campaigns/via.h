/* The cookie `via`: what led somebody to the shop last, a link of a campaign or an ad, and when. Signed with
 * SECRET_KEY, so that orders are counted for what was really followed. An order takes it with its checkout
 * (checkout_came_from).
 *
 *     text "c-MESSAGE-LINK-SECONDS" or "a-AD-SECONDS", signed (base/signed_token.h); seconds since 1970
 */
#ifndef CAMPAIGNS_VIA_H
#define CAMPAIGNS_VIA_H

#include "base/signed_token.h"

struct request;

struct via {
        int64_t message_id, link_id; /* a click; else 0 */
        int64_t ad_id;               /* an ad; else 0 */
        int64_t at_s;                /* when it was followed; seconds since 1970 */
};

/* Writes the cookie's value, ending in NUL. */
void via_make(struct str key, struct via via, char out[SIGNED_TEXT_SIZE]);
/* False, with *ret zeroed, unless `text` was made with this key. */
bool via_read(struct str key, struct str text, struct via *ret) __attribute__((warn_unused_result));

/* Of the request's cookie: the same. */
bool via_of_request(const struct request *rq, struct via *ret) __attribute__((warn_unused_result));
/* Sets the cookie to a value that via_make wrote. Without memory for it the browser keeps what it has. */
void via_keep(struct request *rq, const char *value, int64_t days);

#endif
