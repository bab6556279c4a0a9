/* Events: what Stripe's hooks carry, and the list that the reconciler walks.
 *
 * https://docs.stripe.com/api/events
 */
#ifndef STRIPE_EVENT_H
#define STRIPE_EVENT_H

#include "base/arena.h"
#include "stripe/client.h"

/* Strs live as long as the arena. */
struct stripe_event {
        struct str id;          /* evt_... */
        struct str type;        /* "checkout.session.completed" */
        struct str api_version; /* of the endpoint, so of the object's shape; may be STR_NULL */
        int64_t created;        /* unix */
        bool livemode;
        struct str object_type; /* "checkout.session", "refund", "charge", "dispute" */
        struct str object_id;   /* STR_NULL for the few objects without */
        const json_t *object;   /* data.object; borrowed from the json that was parsed */
};

/* Reads an event, as a hook's body or a list holds it. ERR_INTERNAL when it is none; ERR_NO_MEMORY. */
enum err stripe_event_parse(const json_t *json, struct arena *arena, struct stripe_event *ret)
        __attribute__((warn_unused_result));

struct stripe_event_page {
        struct stripe_event *events; /* newest first, in the arena */
        size_t count;                /* at most 100 */
        struct str next;             /* the cursor for what is older; STR_NULL: that was the last page */
        json_t *reply;               /* owns what events[].object point to */
};

/* One page of the events that not every hook took, created at `since` (unix) or later; Stripe keeps them for
 * 30 days. `cursor` is STR_NULL for the first page, then `next` of the page before. Release the page in any
 * case. The caller bounds how many pages it reads at a time. */
enum err stripe_events_undelivered(struct stripe_client *c, int64_t since, struct str cursor, struct arena *arena,
                                   struct stripe_event_page *ret, struct stripe_failure *ret_failure)
        __attribute__((warn_unused_result));

void stripe_event_page_release(struct stripe_event_page *page);

#endif
