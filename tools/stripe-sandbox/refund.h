/* /v1/refunds. */
#ifndef SANDBOX_REFUND_H
#define SANDBOX_REFUND_H

#include "listing.h"

extern const struct param refund_create_params[], refund_list_params[], refund_update_params[];

void refund_create(struct request *rq);
void refund_list(struct request *rq);
void refund_retrieve(struct request *rq);
void refund_update(struct request *rq);

/* The list that a charge has when its refunds are expanded; a new reference. */
json_t *refunds_of_charge(struct request *rq, const char *charge_id);

/* pending, succeeded, failed or canceled, as a bank might decide later. False: no such refund or status. */
bool refund_set_status(struct sandbox *sb, const struct cause *cause, const char *id, const char *status);

#endif
