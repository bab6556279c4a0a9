/* Refunds: making, reading and listing them. */
#include "stripe/refund.h"

#include "stripe/form.h"
#include "stripe/reader.h"

#include <stdio.h>

enum { KEY_SIZE = STRIPE_IDEMPOTENCY_KEY_MAX + 1, PAGE_SIZE = 100 /* Stripe's limit */ };

static const char *const statuses[] = {"pending", "requires_action", "succeeded", "failed", "canceled", NULL};

enum err stripe_refund_parse(const json_t *json, struct arena *arena, struct stripe_refund *ret)
{
        struct stripe_reader r = {.arena = arena};
        struct stripe_refund refund = {0};
        stripe_read_kind(&r, json, "refund");
        refund.id = stripe_read_needed_text(&r, json, "id");
        refund.payment_intent_id = stripe_read_id(&r, json, "payment_intent");
        refund.charge_id = stripe_read_id(&r, json, "charge");
        refund.amount = stripe_read_needed_whole(&r, json, "amount");
        refund.currency = stripe_read_needed_text(&r, json, "currency");
        refund.status = stripe_read_needed_word(&r, json, "status", statuses);
        refund.reason = stripe_read_text(&r, json, "reason");
        refund.failure_reason = stripe_read_text(&r, json, "failure_reason");
        refund.identifier = stripe_read_text(&r, json_object_get(json, "metadata"), "refund");
        refund.created = stripe_read_needed_whole(&r, json, "created");
        *ret = r.err == ERR_NONE ? refund : (struct stripe_refund){0};
        return r.err;
}

static bool request_is_valid(const struct stripe_refund_request *q)
{
        return stripe_id_is_valid(q->identifier) && q->identifier.len <= STRIPE_IDEMPOTENCY_KEY_MAX - 10 &&
               stripe_id_is_valid(q->payment_intent_id) && q->amount > 0;
}

static enum err post_refund(struct stripe_client *c, const struct stripe_refund_request *q, json_t **ret,
                            struct stripe_failure *f)
{
        char key[KEY_SIZE];
        int n = snprintf(key, sizeof key, "refund-%.*s", STR_ARG(q->identifier));
        struct buf form;
        buf_init(&form, STRIPE_FORM_MAX);
        stripe_form_str(&form, q->payment_intent_id, "payment_intent");
        stripe_form_int(&form, q->amount, "amount");
        stripe_form_str(&form, q->reason.len ? q->reason : STR_NULL, "reason");
        stripe_form_str(&form, q->identifier, "metadata[refund]");
        struct stripe_call_options o = {
                .method = STRIPE_POST,
                .path = STR("/v1/refunds"),
                .form = buf_str(&form),
                .idempotency_key = {key, (size_t)n},
        };
        enum err e = form.failed ? ERR_NO_MEMORY : stripe_call(c, &o, ret, f);
        buf_release(&form);
        /* More than is left has no code of its own, but its parameter. */
        if (e == ERR_INTERNAL && f->status == 400 && strcmp(f->param, "amount") == 0)
                return ERR_CONFLICT;
        return e;
}

enum err stripe_refund_create(struct stripe_client *c, const struct stripe_refund_request *request, struct arena *arena,
                              struct stripe_refund *ret, struct stripe_failure *ret_failure)
{
        *ret = (struct stripe_refund){0};
        *ret_failure = (struct stripe_failure){0};
        if (!request_is_valid(request)) {
                stripe_failure_set(ret_failure->message, sizeof ret_failure->message,
                                   STR("the refund's identifiers or amount can't be sent to Stripe"));
                return ERR_INTERNAL;
        }
        json_t *json = NULL;
        enum err e = post_refund(c, request, &json, ret_failure);
        if (e == ERR_NONE)
                e = stripe_refund_parse(json, arena, ret);
        json_decref(json);
        return e;
}

static enum err get_page(struct stripe_client *c, struct str payment_intent_id, struct str after, json_t **ret,
                         struct stripe_failure *f)
{
        struct buf form;
        buf_init(&form, STRIPE_FORM_MAX);
        stripe_form_str(&form, payment_intent_id, "payment_intent");
        stripe_form_int(&form, PAGE_SIZE, "limit");
        stripe_form_str(&form, after, "starting_after");
        struct stripe_call_options o = {.method = STRIPE_GET, .path = STR("/v1/refunds"), .form = buf_str(&form)};
        enum err e = form.failed ? ERR_NO_MEMORY : stripe_call(c, &o, ret, f);
        buf_release(&form);
        return e;
}

/* Appends a page to the list; the arena keeps the shorter list too, which is bounded by STRIPE_REFUNDS_MAX. */
static enum err add_page(const json_t *data, struct arena *arena, struct stripe_refund_list *list)
{
        size_t more = json_array_size(data);
        if (list->count + more > STRIPE_REFUNDS_MAX)
                return ERR_INTERNAL;
        struct stripe_refund *refunds = arena_array(arena, struct stripe_refund, list->count + more + 1);
        if (!refunds)
                return ERR_NO_MEMORY;
        if (list->count > 0)
                memcpy(refunds, list->refunds, list->count * sizeof *refunds);
        for (size_t i = 0; i < more; i++) {
                enum err e = stripe_refund_parse(json_array_get(data, i), arena, &refunds[list->count + i]);
                if (e != ERR_NONE)
                        return e;
        }
        list->refunds = refunds;
        list->count += more;
        return ERR_NONE;
}

static enum err read_pages(struct stripe_client *c, struct str payment_intent_id, struct arena *arena,
                           struct stripe_refund_list *list, struct stripe_failure *f)
{
        struct str after = STR_NULL;
        for (bool more = true; more;) {
                json_t *page = NULL;
                enum err e = get_page(c, payment_intent_id, after, &page, f);
                size_t before = list->count;
                if (e == ERR_NONE)
                        e = add_page(json_object_get(page, "data"), arena, list);
                more = json_is_true(json_object_get(page, "has_more")) && list->count > before;
                json_decref(page);
                if (e != ERR_NONE)
                        return e;
                if (more)
                        after = list->refunds[list->count - 1].id;
        }
        return ERR_NONE;
}

enum err stripe_refund_list(struct stripe_client *c, struct str payment_intent_id, struct arena *arena,
                            struct stripe_refund_list *ret, struct stripe_failure *ret_failure)
{
        *ret = (struct stripe_refund_list){0};
        *ret_failure = (struct stripe_failure){0};
        if (!stripe_id_is_valid(payment_intent_id))
                return ERR_NOT_FOUND;
        enum err e = read_pages(c, payment_intent_id, arena, ret, ret_failure);
        if (e != ERR_NONE)
                *ret = (struct stripe_refund_list){0};
        return e;
}
