/* /v1/coupons, and what a coupon still allows. */
#ifndef SANDBOX_COUPON_H
#define SANDBOX_COUPON_H

#include "listing.h"

extern const struct param coupon_create_params[];

void coupon_create(struct request *rq);
void coupon_list(struct request *rq);
void coupon_retrieve(struct request *rq);
void coupon_delete(struct request *rq);

/* As Stripe shows it; a new reference. */
json_t *coupon_view(const json_t *coupon);
/* Neither used up nor out of time. */
bool coupon_is_valid(const json_t *coupon);
/* May a session in that currency have it? False: replied. */
bool coupon_check(struct request *rq, const json_t *coupon, const char *currency);
/* Counts one use. Nothing for NULL or a coupon that is gone. */
void coupon_redeem(struct store *store, const char *id);

#endif
