/* Refunds and disputes that Stripe tells of. */
#include "orders/orders.h"

#include "orders_queries.h"

static struct str status_name(enum stripe_refund_status status)
{
        switch (status) {
        case STRIPE_REFUND_PENDING: return STR("pending");
        case STRIPE_REFUND_REQUIRES_ACTION: return STR("requires_action");
        case STRIPE_REFUND_SUCCEEDED: return STR("succeeded");
        case STRIPE_REFUND_FAILED: return STR("failed");
        case STRIPE_REFUND_CANCELED: break;
        }
        return STR("canceled");
}

void order_refund_add(struct unit *u, struct str payment_intent, const struct stripe_refund *refund)
{
        q_order_upsert_refund(u, payment_intent, refund->id, refund->amount, refund->currency,
                              status_name(refund->status), refund->reason, refund->created);
}

void order_dispute_add(struct unit *u, const struct order_dispute *dispute)
{
        q_order_upsert_dispute(u, dispute->id, dispute->payment_intent, dispute->status, dispute->closed,
                               dispute->created);
}
