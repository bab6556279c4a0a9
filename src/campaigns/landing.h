/* Where links of campaigns and ads lead: what the database said a moment ago, kept in each loop, so that an address
 * which is followed often costs a question now and then. What was not found is not kept: codes that are none don't get
 * here.
 */
#ifndef CAMPAIGNS_LANDING_H
#define CAMPAIGNS_LANDING_H

#include "base/buf.h"
#include "campaigns/via.h"

enum {
        LANDINGS_MAX = 4096,     /* a power of two; entries have some 250 bytes, or 1 MB a loop; 6.5 KB at most */
        LANDING_LINK_MS = 10000, /* how long an answer holds: what a mail's link leads to does not change */
        LANDING_AD_MS = 1000,    /* an ad that was switched off leads nowhere after that */
        LANDING_KEY_MAX = 96,    /* of a link's code, which was read before it is kept, or "ad CODE" */
        LANDING_URL_MAX = 10000, /* 2,000 bytes, each escaped; and codes */
};

struct landing {
        char key[LANDING_KEY_MAX];
        int64_t known_ms; /* clock_ms of the answer */
        struct via via;   /* since when: of the answer */
        char cookie[SIGNED_TEXT_SIZE];
        int64_t days; /* that the cookie is kept */
        char url[];
};

struct landings;

/* NULL when memory runs out. */
struct landings *landings_new(void);
void landings_free(struct landings *l);

/* What was told within the last holds_ms; NULL: nothing. Lives until something is kept. */
const struct landing *landing_find(const struct landings *l, struct str key, int64_t holds_ms, int64_t now_ms);
/* Makes an entry and keeps it, in place of another perhaps. NULL when memory ran out. */
const struct landing *landing_keep(struct landings *l, struct str key, struct str secret_key, struct via via,
                                   int64_t days, struct str url, int64_t now_ms);

/* Appends a stored address as it goes into a header: what is not printable ASCII is escaped. An address of the shop
 * itself, that is of public_url's origin, gets the arguments ("em_cd=...&mb_cd=...") in its query. */
void landing_write_url(struct buf *out, struct str url, struct str public_url, struct str arguments);

#endif
