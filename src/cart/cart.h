/* What other domains need of the cart. */
#ifndef CART_CART_H
#define CART_CART_H

#include "http/request.h"

enum { CART_LINES_MAX = 100 }; /* Stripe takes 100 line items */

/* Adds to a unit that has opened rq->session: what the visitor's cart holds goes into the member's. */
void cart_merge_add(struct unit *u, const struct request *rq);

/* Adds one row to a unit: `items`, pieces in the cart, and `store`, the store's public settings as JSON. */
void cart_count_add(struct unit *u, const struct request *rq);

#endif
