/* POST /webhooks/stripe: signature first, on the raw body; then what the event says, once. */
#include "base/clock.h"
#include "checkout/checkout_http.h"
#include "checkout/event.h"
#include "checkout_queries.h"
#include "http/store.h"
#include "stripe/signature.h"

#define RECEIVED STR("{\"received\":true}")

static void apply(struct request *rq, struct worker *w)
{
        enum err e = payment_event_apply(rq->state, w->context, &w->db, &rq->arena);
        if (e == ERR_NONE)
                reply_json(rq, 200, RECEIVED);
        else
                reply_error(rq, e, STR_NULL); /* 5xx: Stripe tries again */
}

static void on_looked_up(struct request *rq, const struct outcome *o)
{
        const struct payment_event *e = rq->state;
        PGresult *r = outcome_last(o);
        if (!result_bool(r, 0, "new"))
                reply_json(rq, 200, RECEIVED);
        else if (e->kind == EVENT_SESSION && !result_bool(r, 0, "known"))
                reply_error(rq, ERR_CHECKOUT_UNKNOWN, STR_NULL);
        else
                request_defer(rq, apply);
}

static enum err read_event(struct request *rq, struct payment_event *ret)
{
        struct stripe_event event;
        json_t *json = stripe_json_load(buf_str(&rq->body));
        if (!json)
                return ERR_MALFORMED_JSON;
        enum err e = stripe_event_parse(json, &rq->arena, &event);
        e = e == ERR_NONE ? payment_event_read(&event, &rq->arena, ret) : ERR_BAD_REQUEST;
        json_decref(json);
        return e;
}

void checkout_hook(struct request *rq)
{
        struct payment_event *event = arena_new(&rq->arena, struct payment_event);
        struct str header = request_header(rq, "Stripe-Signature");
        enum err e = event ? ERR_NONE : ERR_NO_MEMORY;
        if (!stripe_signature_verify(header, buf_str(&rq->body), store_settings(rq)->stripe_webhook_secrets,
                                     clock_unix()))
                e = ERR_BAD_SIGNATURE;
        if (e == ERR_NONE)
                e = read_event(rq, event);
        if (e != ERR_NONE) {
                reply_error(rq, e, STR_NULL);
                return;
        }
        rq->state = event;
        struct unit *u = request_unit(rq);
        q_checkout_event_is_new(u, event->event.id, event->session, event->checkout);
        request_run(rq, u, on_looked_up);
}
