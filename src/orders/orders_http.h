/* Handlers of orders, for the table of routes. */
#ifndef ORDERS_ORDERS_HTTP_H
#define ORDERS_ORDERS_HTTP_H

struct request;

void order_get(struct request *rq);

#endif
