/* What the shop's pages tell. */
#ifndef EVENTS_EVENTS_HTTP_H
#define EVENTS_EVENTS_HTTP_H

#include "http/request.h"

void events_post(struct request *rq); /* POST /api/v1/events */

#endif
