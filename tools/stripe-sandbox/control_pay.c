/* POST /_sandbox/sessions/{id}/pay: pays without a browser. */
#include <stdio.h>
#include <string.h>

#include "card.h"
#include "control.h"
#include "fields.h"
#include "payment.h"
#include "sandbox.h"
#include "session.h"

enum { WAIT_MS = 10000 };

static const char some_address[] = TEXT({
        "city" : "San Francisco",
        "country" : "US",
        "line1" : "354 Oyster Point Blvd",
        "line2" : null,
        "postal_code" : "94080",
        "state" : "CA"
});

/* Somebody to pay, where the test didn't care who. */
static json_t *payer_of(const json_t *wanted, const json_t *session)
{
        const char *fixed = field_text(session, "params.customer_email"), *email = field_text(wanted, "email");
        const char *name = field_text(wanted, "name");
        json_t *address = skeleton(some_address);
        json_object_update(address, field(wanted, "address"));
        json_t *payer =
                must(json_pack("{s:s, s:s, s:o, s:o, s:o, s:o}", "email",
                               fixed   ? fixed
                               : email ? email
                                       : "shopper@example.com",
                               "name", name ? name : "Sam Shopper", "phone", shared(field(wanted, "phone")), "address",
                               address, "shipping_choice", json_integer(field_int(wanted, "shipping_option")), "method",
                               card_default_method()));
        if (field(session, "params.shipping_address_collection")) {
                json_t *shipping = must(json_pack("{s:O, s:O}", "name", field(payer, "name"), "address", address));
                json_object_update(shipping, field(wanted, "shipping"));
                field_set(payer, "shipping", shipping);
        }
        if (field_true(session, "params.phone_number_collection.enabled") && !field(payer, "phone"))
                field_set_text(payer, "phone", "+15555550100");
        return payer;
}

static void refuse(struct request *rq, const json_t *session, const char *outcome)
{
        reply_error(rq, 409, "invalid_request_error", NULL, NULL,
                    "The session is %s (%s); it can't take the outcome %s.", field_text(session, "status"),
                    field_text(session, "payment_status"), outcome);
}

static void decline(struct request *rq)
{
        const struct card_decline *d = card_generic_decline();
        reply_error(rq, 402, "card_error", d->code, NULL, "%s", d->message);
        field_set_text(field(rq->json, "error"), "decline_code", d->decline_code);
}

static void done(struct request *rq, const json_t *wanted, const json_t *session, const struct announcement *news)
{
        json_t *shown = session_view(rq->sandbox, session, DEFAULT_API_VERSION);
        reply_json(rq, 200, must(json_pack("{s:o, s:s}", "session", shown, "event", news->event)));
        if (!field_true(wanted, "wait") || news->fate != EVENT_QUEUED)
                return;
        rq->phase = REQUEST_HELD;
        rq->wait_ms = WAIT_MS;
        snprintf(rq->wait_event, sizeof rq->wait_event, "%s", news->event);
}

static void complete(struct request *rq, const json_t *wanted, json_t *session, enum settlement how)
{
        struct announcement news;
        struct cause cause = {.silent = json_is_false(field(wanted, "hook"))};
        size_t options = json_array_size(field(session, "params.shipping_options"));
        int64_t choice = field_int(wanted, "shipping_option");
        const char *obstacle = payment_obstacle(rq->sandbox, session);
        if (obstacle || (choice && (choice < 0 || choice >= (int64_t)options))) {
                reply_invalid(rq, NULL, NULL, "%s", obstacle ? obstacle : "There is no such shipping_option.");
                return;
        }
        json_t *payer = payer_of(wanted, session);
        payment_complete(rq->sandbox, &cause, session, payer, how, &news);
        json_decref(payer);
        done(rq, wanted, session, &news);
}

static void settle(struct request *rq, const json_t *wanted, json_t *session, bool well)
{
        struct announcement news;
        struct cause cause = {.silent = json_is_false(field(wanted, "hook"))};
        if (strcmp(field_text(session, "status"), "open") == 0) {
                complete(rq, wanted, session, SETTLE_ON_DEMAND);
                if (rq->status != 200)
                        return;
                rq->phase = REQUEST_ARRIVED;
                rq->wait_ms = 0;
        }
        if (!payment_is_pending(rq->sandbox, session)) {
                refuse(rq, session, well ? "async_succeeded" : "async_failed");
                return;
        }
        payment_settle(rq->sandbox, &cause, session, well, &news);
        done(rq, wanted, session, &news);
}

static void act(struct request *rq, const json_t *wanted, json_t *session)
{
        const char *outcome = field_text(wanted, "outcome");
        bool open = strcmp(field_text(session, "status"), "open") == 0;
        outcome = outcome ? outcome : "paid";
        if (strcmp(outcome, "async_succeeded") == 0 || strcmp(outcome, "async_failed") == 0)
                settle(rq, wanted, session, strcmp(outcome, "async_succeeded") == 0);
        else if (!is_one_of("paid|declined|async_pending", outcome))
                reply_invalid(rq, NULL, "outcome",
                              "outcome is one of paid, declined, async_pending, async_succeeded, async_failed.");
        else if (!open)
                refuse(rq, session, outcome);
        else if (strcmp(outcome, "declined") == 0)
                decline(rq);
        else
                complete(rq, wanted, session, strcmp(outcome, "paid") == 0 ? SETTLE_NOW : SETTLE_ON_DEMAND);
}

void control_pay(struct request *rq)
{
        json_t *wanted = control_body(rq);
        if (!wanted)
                return;
        json_t *session = store_load(&rq->sandbox->store, KIND_SESSION, rq->id);
        if (session)
                act(rq, wanted, session);
        else
                reply_no_such(rq, 404, "checkout session", rq->id, NULL);
        json_decref(session);
        json_decref(wanted);
}
