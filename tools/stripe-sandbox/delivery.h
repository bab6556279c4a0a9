/* One event on its way to the shop. */
#ifndef SANDBOX_DELIVERY_H
#define SANDBOX_DELIVERY_H

#include "courier.h"
#include "id.h"

struct delivery {
        struct delivery *next, *previous;
        char event[ID_SIZE], type[64], group[ID_SIZE];
        int64_t due; /* clock_ms */
        unsigned attempts;
        bool ordered; /* waits for those ahead of the same group */
        CURL *easy;   /* while on its way */
        struct curl_slist *headers;
        char *body;
};

/* A new one at the end of the queue, or at the start. */
struct delivery *delivery_add(struct courier *c, const char *event, const char *type, const char *group, bool at_end);
void delivery_remove(struct courier *c, struct delivery *d);

/* May it go out now? */
bool delivery_is_due(const struct delivery *d, int64_t now);

/* Signs and starts it; false when the event is gone. */
bool delivery_send(struct sandbox *sb, struct delivery *d);
/* Takes it off the wire. Returns the HTTP status, 0 when there was no answer. */
long delivery_end(struct courier *c, struct delivery *d);

#endif
