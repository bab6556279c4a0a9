/* GET /api/admin/dashboard: what staff look at first. */
#ifndef ORDERS_DASHBOARD_HTTP_H
#define ORDERS_DASHBOARD_HTTP_H

struct request;

/* For all staff; of it, each sees the parts of what he may view. */
void dashboard_get(struct request *rq);

#endif
