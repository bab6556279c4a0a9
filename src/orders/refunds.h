/* Refunds that staff ask for: a row first (refund_requests), then Stripe, then the record of it. Whatever is cut off in
 * between is finished by a job, with the same idempotency key. */
#ifndef ORDERS_REFUNDS_H
#define ORDERS_REFUNDS_H

#include "db/blocking.h"
#include "stripe/payments.h"

enum {
        REFUND_ROWS = 20,          /* requests finished in one go */
        REFUND_RESTOCK_LINES = 100 /* as many as an order may have */
};

/* Asks Stripe for the refund and records what it says; of a request that is closed, nothing. What came of it stands in
 * the row. With look_first Stripe is asked whether it made it before: after a crash, or when its memory of idempotency
 * keys may have ended. ERR_PAYMENT_UNAVAILABLE: nobody knows yet; errors of the database. */
enum err refund_request_finish(struct payments *p, struct blocking *db, struct arena *a, struct str identifier,
                               bool look_first) __attribute__((warn_unused_result));

/* One pass over requests that wait. Returns how many there were. */
unsigned refund_requests_finish(struct payments *p, struct blocking *db, int64_t every_seconds);

#endif
