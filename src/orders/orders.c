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
        q_order_record_refund(u, payment_intent, refund->id, refund->amount, refund->currency,
                              status_name(refund->status), refund->reason, refund->created, refund->identifier);
}

static enum err record(struct blocking *db, struct arena *a, struct str payment_intent,
                       const struct stripe_refund *refund)
{
        struct outcome o;
        struct unit *u = unit_new(a);
        order_refund_add(u, payment_intent, refund);
        blocking_run(db, u, &o);
        enum err e = o.error;
        outcome_release(&o);
        return e;
}

enum err order_sync_refunds(struct payments *p, struct blocking *db, struct arena *a, struct str payment_intent)
{
        struct stripe_refund_list list;
        struct stripe_failure failure;
        enum err e = stripe_refund_list(&p->stripe, payment_intent, a, &list, &failure);
        for (size_t i = 0; e == ERR_NONE && i < list.count; i++)
                e = record(db, a, payment_intent, &list.refunds[i]);
        return e;
}

void order_dispute_add(struct unit *u, const struct order_dispute *dispute)
{
        q_order_upsert_dispute(u, dispute->id, dispute->payment_intent, dispute->status, dispute->closed,
                               dispute->created);
}
