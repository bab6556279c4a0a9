/* Handlers of the page that compares payments, for the table of routes. */
#ifndef CHECKOUT_RECONCILIATION_HTTP_H
#define CHECKOUT_RECONCILIATION_HTTP_H

struct request;

/* GET /api/admin/payments/reconciliation?from=&to= */
void reconciliation_get(struct request *rq);
/* POST /api/admin/payments/reconciliation/{session}: brings our side to where Stripe is */
void reconciliation_post(struct request *rq);

#endif
