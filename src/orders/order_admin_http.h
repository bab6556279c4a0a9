/* Handlers of work on orders, for the table of routes. All of them go on in workers, which carry a struct payments. */
#ifndef ORDERS_ORDER_ADMIN_HTTP_H
#define ORDERS_ORDER_ADMIN_HTTP_H

struct request;

/* GET /api/admin/orders/{id}/page, .../packing-slip */
void order_page_get(struct request *rq);
void order_packing_slip_get(struct request *rq);
/* POST /api/admin/orders/{id}/status, .../ship, .../notes */
void order_status_post(struct request *rq);
void order_ship_post(struct request *rq);
void order_notes_post(struct request *rq);
/* POST /api/admin/orders/{id}/refunds */
void order_refunds_post(struct request *rq);

#endif
