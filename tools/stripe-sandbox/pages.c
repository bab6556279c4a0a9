/* Handlers of everything that people look at. */
#include "pages.h"

#include <stdio.h>
#include <string.h>

#include "base/embed.h"
#include "dispute.h"
#include "fields.h"
#include "html.h"
#include "pay_form.h"
#include "pay_page.h"
#include "sandbox.h"
#include "session.h"

EMBED_DECLARE(sandbox_style); /* pay.css */

/* Stripe holds the customer that long for the shop to answer the hook. */
enum { HOLD_MS = 10000 };

/* success_url with its place for the session's id filled in; in the request's arena. */
static const char *success_url(struct request *rq, const json_t *session)
{
        static const char *const places[] = {"{CHECKOUT_SESSION_ID}", "%7BCHECKOUT_SESSION_ID%7D"};
        const char *url = field_text(session, "params.success_url"), *id = field_text(session, "id");
        for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
                const char *at = strstr(url, places[i]);
                if (at)
                        url = must((void *)arena_printf(&rq->arena, "%.*s%s%s", (int)(at - url), url, id,
                                                        at + strlen(places[i]))
                                           .ptr);
        }
        return url;
}

/* The open session of the path, a new reference; NULL: another page has been replied. */
static json_t *load_open(struct request *rq)
{
        json_t *session = store_load(&rq->sandbox->store, KIND_SESSION, rq->id);
        const char *status = session ? field_text(session, "status") : "",
                   *back = field_text(session, "params.cancel_url");
        if (strcmp(status, "open") == 0)
                return session;
        if (strcmp(status, "complete") == 0)
                reply_redirect(rq, success_url(rq, session));
        else if (session)
                html_message(rq, 410, "This checkout has expired",
                             "Nothing has been charged. Go back to the store to start again.", back,
                             "Back to the store");
        else
                html_message(rq, 404, "There is no such checkout", "Go back to the store to start again.", NULL, NULL);
        json_decref(session);
        return NULL;
}

void pay_show(struct request *rq)
{
        struct pay_form form;
        json_t *session = load_open(rq);
        if (!session)
                return;
        pay_form_init(&form, rq, session);
        pay_page_show(&form, 200);
        json_decref(session);
}

/* Redirects, after the shop has heard of it. */
static void hold_for_hook(struct request *rq, const json_t *session, const struct announcement *news)
{
        reply_redirect(rq, success_url(rq, session));
        if (news->fate != EVENT_QUEUED)
                return;
        rq->phase = REQUEST_HELD;
        rq->wait_ms = HOLD_MS;
        snprintf(rq->wait_event, sizeof rq->wait_event, "%s", news->event);
}

static void pay_with(struct request *rq, struct pay_form *form, json_t *session, const json_t *payer)
{
        struct announcement news;
        payment_complete(rq->sandbox, &rq->cause, session, payer, pay_form_settlement(form), &news);
        if (field(session, "payment_intent") && !form->by_bank && card_is_disputed(&form->card))
                json_decref(
                        dispute_set(rq->sandbox, &rq->cause, field_text(session, "payment_intent"), "needs_response"));
        hold_for_hook(rq, session, &news);
}

void pay_submit(struct request *rq)
{
        struct pay_form form;
        json_t *session = load_open(rq);
        if (!session)
                return;
        if (!form_parse(&rq->arena, buf_str(&rq->body), &rq->form))
                rq->form.count = 0;
        pay_form_init(&form, rq, session);
        json_t *payer = pay_form_read(&form);
        bool with_card = payer && !form.by_bank && pay_form_total(&form, form.shipping_choice) > 0;
        const char *obstacle = payer ? payment_obstacle(rq->sandbox, session) : NULL;
        const struct card_decline *decline = with_card && !obstacle ? card_charge(&form.card) : NULL;
        if (obstacle)
                pay_form_fail(&form, "order", obstacle);
        if (decline)
                pay_form_fail(&form, decline->field, decline->message);
        if (form.error_count)
                pay_page_show(&form, decline ? 402 : 422);
        else
                pay_with(rq, &form, session, payer);
        json_decref(payer);
        json_decref(session);
}

void pay_style(struct request *rq)
{
        rq->status = 200;
        rq->content_type = "text/css; charset=utf-8";
        buf_add(&rq->text, (struct str){(const char *)sandbox_style_files[0].bytes, sandbox_style_files[0].size});
        reply_header(rq, "Cache-Control", "max-age=60");
}

void home_show(struct request *rq)
{
        html_message(rq, 200, "Stripe sandbox",
                     "A stand-in for Stripe: its API is under /v1, payment pages under /pay, the controls for tests "
                     "under /_sandbox.",
                     NULL, NULL);
}

void no_icon(struct request *rq)
{
        rq->status = 204;
}

void health_show(struct request *rq)
{
        rq->status = 200;
        rq->content_type = "text/plain; charset=utf-8";
        buf_add(&rq->text, STR("ok\n"));
}
