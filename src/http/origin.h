/* Which origins (RFC 6454) may send unsafe requests and read replies with credentials. */
#ifndef HTTP_ORIGIN_H
#define HTTP_ORIGIN_H

#include "base/str.h"

enum { ORIGINS_MAX = 32 };

struct origins {
        struct str allowed[ORIGINS_MAX]; /* "https://shop.example", lower case, no default port, no slash */
        size_t count;
};

/* Adds the origin of a URL ("https://shop.example/x" gives "https://shop.example"). False: not an http(s) URL, or too
 * many. The bytes of url must stay. */
bool origins_add(struct origins *o, struct str url) __attribute__((warn_unused_result));
/* 127.0.0.1 and localhost are one host here, so that whoever tries the store on his own machine may type either. */
bool origins_allow(const struct origins *o, struct str origin);
/* scheme://host[:port] of a URL, without path; STR_NULL when it is none. */
struct str origin_of(struct str url);

#endif
