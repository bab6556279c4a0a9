/* /v1/payment_intents, /v1/charges and what tells whose account it is. */
#ifndef SANDBOX_PAYMENT_HTTP_H
#define SANDBOX_PAYMENT_HTTP_H

#include "listing.h"

extern const struct param charge_list_params[];

void intent_list(struct request *rq);
void intent_retrieve(struct request *rq);
void charge_list(struct request *rq);
void charge_retrieve(struct request *rq);
void account_retrieve(struct request *rq);
void balance_retrieve(struct request *rq);

#endif
