/* Routes: one readable table of method, path, handler and what the request must bring. */
#ifndef HTTP_ROUTE_H
#define HTTP_ROUTE_H

#include "base/str.h"

struct request;

enum { PATH_PARAMS_MAX = 3 };

enum route_flags {
        ROUTE_UNSAFE = 1 << 0, /* changes state: needs an allowed Origin and the CSRF token */
        ROUTE_JSON = 1 << 1,   /* the body is JSON */
        ROUTE_RAW = 1 << 2,    /* the body is taken as it comes */
        ROUTE_SIGNED = 1 << 3, /* proves itself by a signature of its own: no Origin, no CSRF token */
        ROUTE_TOLD = 1 << 4,   /* what pages tell as they go (beacons): needs an allowed Origin, no CSRF token */
        ROUTE_ALONE = 1 << 5,  /* its path says it all: whatever others add behind a ? is not looked at */
};

struct route {
        const char *method;
        const char *path; /* "/api/v1/cart/items/{sku}": a parameter is one whole segment */
        void (*handle)(struct request *rq);
        unsigned flags;
        size_t body_max; /* 0: BODY_MAX */
};

/* The route for a path, its parameters (not decoded) in params[]. Of several patterns that fit the first in the table
 * is meant, for all methods: those with fixed words stand before those with parameters. HEAD finds GET's. NULL when
 * there is none; *ret_allowed is then the methods that the path does take, "" for an unknown path ("GET, HEAD, PUT").
 */
const struct route *route_find(const struct route *routes, size_t count, struct str method, struct str path,
                               struct str params[PATH_PARAMS_MAX], char *ret_allowed, size_t allowed_size);

#endif
