/* What each of Stripe's events does. */
#include "checkout/event.h"

#include "base/log.h"

static const struct {
        struct str type;
        int kind;
} kinds[] = {
        {STR("checkout.session.completed"), EVENT_SESSION},
        {STR("checkout.session.async_payment_succeeded"), EVENT_SESSION},
        {STR("checkout.session.async_payment_failed"), EVENT_SESSION},
        {STR("checkout.session.expired"), EVENT_SESSION},
        {STR("charge.refunded"), EVENT_REFUND},
        {STR("refund.created"), EVENT_REFUND},
        {STR("refund.updated"), EVENT_REFUND},
        {STR("refund.failed"), EVENT_REFUND},
        {STR("charge.dispute.created"), EVENT_DISPUTE},
        {STR("charge.dispute.closed"), EVENT_DISPUTE},
};

static struct str text(const json_t *object, const char *name, struct arena *a)
{
        const json_t *value = json_object_get(object, name);
        if (!json_is_string(value))
                return STR_NULL;
        return arena_copy(a, (struct str){json_string_value(value), json_string_length(value)});
}

enum err payment_event_read(struct stripe_event *event, struct arena *a, struct payment_event *ret)
{
        *ret = (struct payment_event){.event = *event, .kind = EVENT_OTHER};
        ret->event.object = NULL;
        for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
                if (str_eq(kinds[i].type, event->type))
                        ret->kind = kinds[i].kind;
        ret->session = ret->kind == EVENT_SESSION ? event->object_id : STR_NULL;
        ret->checkout = text(event->object, "client_reference_id", a);
        ret->payment_intent = text(event->object, "payment_intent", a);
        if (ret->kind == EVENT_DISPUTE)
                ret->dispute = (struct order_dispute){
                        .id = event->object_id,
                        .payment_intent = ret->payment_intent,
                        .status = text(event->object, "status", a),
                        .closed = str_eq(event->type, STR("charge.dispute.closed")),
                        .created = event->created,
                };
        if (ret->kind == EVENT_SESSION && (!ret->session.ptr || !stripe_id_is_valid(ret->session)))
                return ERR_BAD_REQUEST;
        return ERR_NONE;
}

static bool has_dispute(const struct payment_event *e)
{
        return e->kind == EVENT_DISPUTE && e->dispute.id.ptr && e->dispute.payment_intent.ptr && e->dispute.status.ptr;
}

static enum err record(const struct payment_event *e, struct blocking *db, struct arena *a)
{
        struct outcome o;
        struct unit *u = unit_new(a);
        checkout_record_event(u, &e->event);
        if (has_dispute(e))
                order_dispute_add(u, &e->dispute);
        blocking_run(db, u, &o);
        enum err error = o.error;
        outcome_release(&o);
        return error;
}

enum err payment_event_apply(const struct payment_event *e, struct payments *p, struct blocking *db, struct arena *a)
{
        enum settled what;
        enum err error = ERR_NONE;
        if (e->kind == EVENT_SESSION)
                return checkout_settle(p, db, a, e->session, &e->event, &what);
        if (e->kind == EVENT_DISPUTE)
                log_error("ORDER_DISPUTED", LOG_STR("payment", e->payment_intent),
                          LOG_STR("status", e->dispute.status));
        /* The event is recorded last: a crash before it makes Stripe send it again. */
        if (e->kind == EVENT_REFUND && e->payment_intent.ptr)
                error = order_sync_refunds(p, db, a, e->payment_intent);
        if (error == ERR_NOT_FOUND)
                error = ERR_NONE; /* of another program on this account */
        return error == ERR_NONE ? record(e, db, a) : error;
}
