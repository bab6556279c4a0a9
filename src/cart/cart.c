/* What other domains need of the cart. */
#include "cart/cart.h"

#include "cart_queries.h"
#include "http/store.h"

void cart_merge_add(struct unit *u, const struct request *rq)
{
        q_cart_merge(u, rq->visitor, rq->session);
}

void cart_count_add(struct unit *u, const struct request *rq)
{
        q_cart_count(u, rq->visitor, rq->session, store_settings(rq)->media_url);
}
