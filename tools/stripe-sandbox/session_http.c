/* /v1/checkout/sessions. */
#include "session_http.h"

#include <string.h>

#include "base/clock.h"
#include "coupon.h"
#include "fields.h"
#include "sandbox.h"
#include "session.h"

enum { DEFAULT_SECONDS = 24 * 3600 };

const struct param session_update_params[] = {
        {"metadata", PARAM_MAP, 0, 0, NULL},
        EXPAND_PARAMS,
        {0},
};
const struct param session_list_params[] = {
        {"payment_intent", PARAM_TEXT, 0, 200, NULL},
        {"status", PARAM_CHOICE, 0, 0, "open|complete|expired"},
        CREATED_PARAMS,
        PAGE_PARAMS,
        {0},
};

/* The record of the discount that was asked for, a new reference; false: it can't be had, replied. */
static bool load_coupon(struct request *rq, json_t **ret)
{
        const json_t *discount = json_array_get(field(rq->params, "discounts"), 0);
        const char *id = field_text(discount, "coupon"), *code = field_text(discount, "promotion_code");
        *ret = id ? store_load(&rq->sandbox->store, KIND_COUPON, id) : NULL;
        if (id && !*ret)
                reply_no_such(rq, 400, "coupon", id, "discounts[0][coupon]");
        else if (code)
                reply_no_such(rq, 400, "promotion code", code, "discounts[0][promotion_code]");
        else
                return true;
        return false;
}

/* The version that made it is not kept: each reader speaks its own. */
static json_t *make(struct request *rq, json_t *coupon)
{
        char id[ID_SIZE];
        id_random(id, SESSION_PREFIX "a1", 56);
        json_object_del(rq->params, "expand");
        const json_t *line = json_array_get(field(rq->params, "line_items"), 0);
        json_int_t now = clock_unix();
        json_int_t end = field(rq->params, "expires_at") ? field_int(rq->params, "expires_at") : now + DEFAULT_SECONDS;
        return must(json_pack("{s:s, s:s, s:I, s:I, s:I, s:s, s:s, s:s, s:i, s:O, s:O*}", "id", id, "object",
                              kind_name(KIND_SESSION), "created", now, "expires_at", end, "due", end * 1000, "status",
                              "open", "payment_status", "unpaid", "currency", field_text(line, "price_data.currency"),
                              "shipping_choice", 0, "params", rq->params, "coupon", coupon));
}

void session_create(struct request *rq)
{
        json_t *coupon = NULL, *paths = json_incref(json_object_get(rq->params, "expand"));
        if (load_coupon(rq, &coupon) && session_check(rq, coupon)) {
                json_t *session = make(rq, coupon);
                store_save(&rq->sandbox->store, session);
                if (paths)
                        field_set(rq->params, "expand", json_incref(paths));
                reply_expanded(rq, session_view(rq->sandbox, session, rq->version));
                json_decref(session);
        }
        json_decref(paths);
        json_decref(coupon);
}

/* The session of the path, a new reference; NULL: there is none, replied. */
static json_t *load(struct request *rq)
{
        json_t *session = store_load(&rq->sandbox->store, KIND_SESSION, rq->id);
        if (!session)
                reply_no_such(rq, 404, "checkout session", rq->id, "session");
        return session;
}

void session_retrieve(struct request *rq)
{
        json_t *session = load(rq);
        if (session)
                reply_expanded(rq, session_view(rq->sandbox, session, rq->version));
        json_decref(session);
}

void session_update(struct request *rq)
{
        json_t *session = load(rq), *added = field(rq->params, "metadata");
        if (!session)
                return;
        if (added) {
                json_t *metadata = copied_object(field(session, "params.metadata"));
                json_object_update(metadata, added);
                field_set(field(session, "params"), "metadata", metadata);
                store_save(&rq->sandbox->store, session);
        }
        reply_expanded(rq, session_view(rq->sandbox, session, rq->version));
        json_decref(session);
}

void session_line_items(struct request *rq)
{
        json_t *session = load(rq);
        size_t limit = field(rq->params, "limit") ? (size_t)field_int(rq->params, "limit") : 10;
        if (session)
                reply_expanded(rq, session_line_list(rq->sandbox, rq->id, field_text(rq->params, "starting_after"),
                                                     field_text(rq->params, "ending_before"), limit));
        json_decref(session);
}

void session_expire(struct request *rq)
{
        json_t *session = load(rq);
        if (!session)
                return;
        const char *status = field_text(session, "status");
        if (strcmp(status, "open") == 0) {
                session_end(rq->sandbox, &rq->cause, session);
                reply_expanded(rq, session_view(rq->sandbox, session, rq->version));
        } else
                reply_invalid(
                        rq, NULL, NULL,
                        "Only Checkout Sessions with a status in [\"open\"] can be expired. This Checkout Session "
                        "has a status of `%s`.",
                        status);
        json_decref(session);
}

static bool is_wanted(struct request *rq, const struct object *o)
{
        const char *intent = field_text(rq->params, "payment_intent"), *status = field_text(rq->params, "status");
        return (!intent || strcmp(intent, o->link) == 0) && (!status || strcmp(status, o->label) == 0) &&
               is_created_in_time(rq->params, o->created);
}

void session_list(struct request *rq)
{
        reply_list(rq, KIND_SESSION, is_wanted);
}
