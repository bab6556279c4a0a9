/* Events: what happened, recorded for GET /v1/events and told to the shop. */
#ifndef SANDBOX_EVENT_H
#define SANDBOX_EVENT_H

#include <jansson.h>
#include <stdbool.h>

#include "id.h"

struct sandbox;
struct store;

/* Who or what made something happen. */
struct cause {
        const char *request_id;      /* NULL: not a request of the API's */
        const char *idempotency_key; /* may be NULL */
        bool silent;                 /* events are recorded but never sent */
};

/* How the shop will hear of it. */
enum event_fate { EVENT_QUEUED, EVENT_LATE, EVENT_NOT_SENT };

/* Records and sends. Takes `object` and `previous` (may be NULL) over. The id goes to ret_id[ID_SIZE] unless NULL. */
enum event_fate event_emit(struct sandbox *sb, const struct cause *cause, const char *type, json_t *object,
                           json_t *previous, char *ret_id);

/* As Stripe shows it; a new reference. */
json_t *event_view(const json_t *event);

void event_mark_delivered(struct store *store, const char *id);
void event_mark_given_up(struct store *store, const char *id);

/* At start: queues what the state file holds undelivered. */
void event_resume_deliveries(struct sandbox *sb);

#endif
