/* Disputes: made through the control API, seen through Stripe's. */
#ifndef SANDBOX_DISPUTE_H
#define SANDBOX_DISPUTE_H

#include "listing.h"

extern const struct param dispute_list_params[];

void dispute_list(struct request *rq);
void dispute_retrieve(struct request *rq);

/* Opens a dispute of the intent's charge, or moves the one there is, to `status` (needs_response, under_review,
 * won, lost, warning_closed, ...). The dispute as it is then, a new reference; NULL when there is no such charge or
 * status. */
json_t *dispute_set(struct sandbox *sb, const struct cause *cause, const char *intent_id, const char *status);

#endif
