/* Handlers of orders, for the table of routes. */
#ifndef ORDERS_ORDERS_HTTP_H
#define ORDERS_ORDERS_HTTP_H

struct request;

/* GET /api/v1/orders: the member's */
void orders_get(struct request *rq);
void order_get(struct request *rq);

#endif
