/* /v1/events. */
#ifndef SANDBOX_EVENT_HTTP_H
#define SANDBOX_EVENT_HTTP_H

#include "listing.h"

extern const struct param event_list_params[];

void event_list(struct request *rq);
void event_retrieve(struct request *rq);

#endif
