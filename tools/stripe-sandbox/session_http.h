/* /v1/checkout/sessions. Handlers are called with the lock held and rq->params read. */
#ifndef SANDBOX_SESSION_HTTP_H
#define SANDBOX_SESSION_HTTP_H

#include "listing.h"

extern const struct param session_create_params[], session_list_params[], session_update_params[];

void session_create(struct request *rq);
void session_list(struct request *rq);
void session_retrieve(struct request *rq);
void session_update(struct request *rq);
void session_line_items(struct request *rq);
void session_expire(struct request *rq);

/* Is what params ask for something that Stripe would sell? False: the error has been replied. `coupon` is the
 * record of the discount, NULL when there is none. */
bool session_check(struct request *rq, const json_t *coupon);

#endif
