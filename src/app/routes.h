/* The one table of routes. */
#ifndef APP_ROUTES_H
#define APP_ROUTES_H

#include "http/route.h"

extern const struct route routes[];
extern const size_t route_count;

#endif
