/* What other domains and jobs may do with orders: make them (fulfil.h), and tell them what Stripe tells. */
#ifndef ORDERS_ORDERS_H
#define ORDERS_ORDERS_H

#include "db/blocking.h"
#include "orders/fulfil.h"
#include "orders/order_mail.h"
#include "stripe/payments.h"
#include "stripe/refund.h"

/* Records a refund that Stripe tells of, made by us or in its dashboard; nothing for a payment that is not ours. One
 * that was asked for here closes its request, once, and what it brings back is in stock again. */
void order_refund_add(struct unit *u, struct str payment_intent, const struct stripe_refund *refund);

/* Records all refunds that Stripe knows of this payment. */
enum err order_sync_refunds(struct payments *p, struct blocking *db, struct arena *a, struct str payment_intent)
        __attribute__((warn_unused_result));

struct order_dispute {
        struct str id, payment_intent, status; /* as Stripe says */
        bool closed;                           /* one that was closed is never open again */
        int64_t created;                       /* unix */
};

/* Records a dispute, also of a payment whose order is not known yet. */
void order_dispute_add(struct unit *u, const struct order_dispute *dispute);

#endif
