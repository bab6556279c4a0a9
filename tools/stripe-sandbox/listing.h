/* Lists a page at a time, and expand[]: ids replaced by what they name. */
#ifndef SANDBOX_LISTING_H
#define SANDBOX_LISTING_H

#include "params.h"
#include "store.h"

/* clang-format off */
#define EXPAND_PARAMS {"expand[#]", PARAM_TEXT, 0, 200, NULL}, {"expand", PARAM_LIST, 0, 20, NULL}
#define PAGE_PARAMS                                             \
        {"limit", PARAM_INT, 1, 100, NULL},                     \
        {"starting_after", PARAM_TEXT, 0, 100, NULL},           \
        {"ending_before", PARAM_TEXT, 0, 100, NULL},            \
        EXPAND_PARAMS
#define CREATED_PARAM(bound) {"created" bound, PARAM_INT, 0, INT32_MAX, NULL}
#define CREATED_PARAMS                                          \
        CREATED_PARAM(""),                                      \
        CREATED_PARAM("[gt]"),                                  \
        CREATED_PARAM("[gte]"),                                 \
        CREATED_PARAM("[lt]"),                                  \
        CREATED_PARAM("[lte]")
/* clang-format on */

/* Routes that take nothing else. */
extern const struct param expand_params[], page_params[];

/* A record as Stripe shows it to this request; a new reference. */
json_t *view(struct request *rq, enum kind kind, const json_t *record);

/* Whether a moment lies where CREATED_PARAMS want it. */
bool is_created_in_time(const json_t *params, int64_t created);

/* Replies with rq->id's record, expanded; 404 when there is none. */
void reply_object(struct request *rq, enum kind kind);
/* Replies with `object` (taken over) after expanding it as rq->params ask. */
void reply_expanded(struct request *rq, json_t *object);
/* Replies with a page of those that `wanted` (NULL: all) lets through, newest first. */
void reply_list(struct request *rq, enum kind kind, bool (*wanted)(struct request *rq, const struct object *o));

/* {"object": "list", ...} of `data`, taken over. */
json_t *list_json(const char *url, json_t *data, bool has_more);

#endif
