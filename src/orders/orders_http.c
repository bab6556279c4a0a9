/* GET /api/v1/orders/{identifier}: for its visitor, or with the secret key of its link. */
#include "orders/orders_http.h"

#include "http/store.h"
#include "orders_queries.h"

static void on_order(struct request *rq, const struct outcome *o)
{
        reply_with_row_or(rq, o, ERR_ORDER_UNKNOWN);
}

void order_get(struct request *rq)
{
        struct unit *u = request_unit(rq);
        q_order_view(u, rq->params[0], request_argument(rq, "key"), rq->visitor, store_settings(rq)->media_url);
        request_run(rq, u, on_order);
}
