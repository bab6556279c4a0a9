/* The store's cookies: their names and attributes, in one place.
 *
 * Over https the names begin with __Host-: browsers then take them only from this very host, over https and for all
 * paths (RFC 6265bis, 4.1.3.2), so that no other host of the domain can put one of its own in their place. Over http,
 * where such names are refused, the bare names are used. Only the one form is ever read.
 */
#ifndef HTTP_COOKIE_H
#define HTTP_COOKIE_H

#include "http/request.h"

enum cookie { COOKIE_VISITOR, COOKIE_SESSION, COOKIE_CSRF, COOKIE_VIA, COOKIES };

enum {
        COOKIE_LINE_MAX = 192,      /* bytes of a Set-Cookie value with its NUL; the longest of ours has 155 */
        COOKIE_EXPIRED = -1,        /* max_age_s: forget it */
        COOKIE_FOR_WINDOW = 0,      /* until the browser closes */
        COOKIE_LONGEST_S = 34560000 /* 400 days: the longest that browsers keep one (RFC 6265bis, 5.5) */
};

/* What the browser sent; STR_NULL without one. Lives as long as the request. */
struct str cookie_read(const struct request *rq, enum cookie c);
/* Sets it in the reply, whatever the reply did with it before. False when memory ran out. */
bool cookie_set(struct request *rq, enum cookie c, const char *value, int64_t max_age_s)
        __attribute__((warn_unused_result));
/* The same in memory of the request that was set aside before, so that it can't fail. */
void cookie_set_in(char line[COOKIE_LINE_MAX], struct request *rq, enum cookie c, const char *value, int64_t max_age_s);
/* The browser keeps what it has: takes back what the reply did with it before. */
void cookie_keep(struct request *rq, enum cookie c);

#endif
