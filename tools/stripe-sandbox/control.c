/* /_sandbox: how tests steer the sandbox. */
#include "control.h"

#include <stdio.h>
#include <string.h>

#include "dispute.h"
#include "fields.h"
#include "listing.h"
#include "refund.h"
#include "sandbox.h"
#include "session.h"

enum { REQUESTS_AT_ONCE = 1000 };

json_t *control_body(struct request *rq)
{
        struct str body = buf_str(&rq->body);
        json_t *object = body.len ? json_loadb(body.ptr, body.len, 0, NULL) : json_object();
        if (json_is_object(object))
                return object;
        json_decref(object);
        reply_invalid(rq, NULL, NULL, "The body is not a JSON object.");
        return NULL;
}

void control_faults_show(struct request *rq)
{
        reply_json(rq, 200, faults_json(&rq->sandbox->faults));
}

void control_faults_set(struct request *rq)
{
        json_t *wanted = control_body(rq);
        if (!wanted)
                return;
        const char *wrong = faults_set(&rq->sandbox->faults, wanted);
        json_decref(wanted);
        if (wrong)
                reply_invalid(rq, NULL, NULL, "%s", wrong);
        else
                control_faults_show(rq);
}

void control_faults_reset(struct request *rq)
{
        rq->sandbox->faults = (struct faults){0};
        control_faults_show(rq);
}

void control_expire(struct request *rq)
{
        json_t *session = store_load(&rq->sandbox->store, KIND_SESSION, rq->id);
        if (!session) {
                reply_no_such(rq, 404, "checkout session", rq->id, NULL);
                return;
        }
        if (strcmp(field_text(session, "status"), "open") == 0) {
                session_end(rq->sandbox, &rq->cause, session);
                reply_json(rq, 200, session_view(rq->sandbox, session, DEFAULT_API_VERSION));
        } else
                reply_error(rq, 409, "invalid_request_error", NULL, NULL, "The session is %s.",
                            field_text(session, "status"));
        json_decref(session);
}

void control_refund(struct request *rq)
{
        json_t *wanted = control_body(rq);
        if (!wanted)
                return;
        const char *status = field_text(wanted, "status");
        if (refund_set_status(rq->sandbox, &rq->cause, rq->id, status ? status : ""))
                reply_object(rq, KIND_REFUND);
        else
                reply_invalid(rq, NULL, NULL,
                              "There is no such refund, or status is none of pending, succeeded, failed, canceled.");
        json_decref(wanted);
}

void control_dispute(struct request *rq)
{
        json_t *wanted = control_body(rq);
        if (!wanted)
                return;
        const char *intent = field_text(wanted, "payment_intent"), *status = field_text(wanted, "status");
        json_t *dispute =
                dispute_set(rq->sandbox, &rq->cause, intent ? intent : "", status ? status : "needs_response");
        if (dispute)
                reply_json(rq, 200, dispute);
        else
                reply_invalid(rq, NULL, NULL, "payment_intent names no paid intent, or status is not a dispute's.");
        json_decref(wanted);
}

void control_deliver(struct request *rq)
{
        json_t *wanted = control_body(rq);
        if (!wanted)
                return;
        const char *id = field_text(wanted, "event");
        const struct object *event = store_find(&rq->sandbox->store, KIND_EVENT, id);
        if (!event)
                reply_no_such(rq, 404, "event", id ? id : "", "event");
        else if (!*rq->sandbox->options.webhook_url)
                reply_invalid(rq, NULL, NULL, "The sandbox was started without --webhook-url.");
        else {
                courier_resend(rq->sandbox, id, event->label);
                reply_json(rq, 202, must(json_pack("{s:s}", "event", id)));
        }
        json_decref(wanted);
}

void control_requests_show(struct request *rq)
{
        int64_t since = 0;
        struct str text = form_parse(&rq->arena, rq->query, &rq->form) ? form_value(&rq->form, "since") : STR_NULL;
        if (text.ptr && (!str_to_int64(text, &since) || since < 0))
                reply_invalid(rq, NULL, "since", "since is the number of a request.");
        else
                reply_json(rq, 200, request_log_json(&rq->sandbox->requests, (uint64_t)since, REQUESTS_AT_ONCE));
}

void control_requests_clear(struct request *rq)
{
        request_log_clear(&rq->sandbox->requests);
        reply_json(rq, 200, request_log_json(&rq->sandbox->requests, 0, 0));
}

void control_state(struct request *rq)
{
        struct sandbox *sb = rq->sandbox;
        json_t *counts = must(json_object());
        for (enum kind kind = 0; kind < KIND_COUNT; kind++)
                field_set_int(counts, kind_name(kind),
                              (int64_t)(store_end(&sb->store, kind) - store_first(&sb->store, kind)));
        reply_json(rq, 200,
                   must(json_pack("{s:o, s:o, s:o, s:I, s:I}", "objects", counts, "hooks", courier_json(&sb->courier),
                                  "faults", faults_json(&sb->faults), "parked", (json_int_t)sb->parking.count,
                                  "requests", (json_int_t)(sb->requests.next - sb->requests.first))));
}
