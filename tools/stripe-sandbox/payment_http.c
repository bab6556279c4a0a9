/* /v1/payment_intents, /v1/charges and what tells whose account it is. */
#include "payment_http.h"

#include <string.h>

#include "fields.h"

const struct param charge_list_params[] = {
        {"payment_intent", PARAM_TEXT, 0, 200, NULL},
        PAGE_PARAMS,
        {0},
};

void intent_list(struct request *rq)
{
        reply_list(rq, KIND_INTENT, NULL);
}

void intent_retrieve(struct request *rq)
{
        reply_object(rq, KIND_INTENT);
}

static bool is_wanted(struct request *rq, const struct object *o)
{
        const char *intent = field_text(rq->params, "payment_intent");
        return !intent || strcmp(intent, o->link) == 0;
}

void charge_list(struct request *rq)
{
        reply_list(rq, KIND_CHARGE, is_wanted);
}

void charge_retrieve(struct request *rq)
{
        reply_object(rq, KIND_CHARGE);
}

static const char account[] = TEXT({
        "id" : "acct_sandbox",
        "object" : "account",
        "business_type" : "company",
        "charges_enabled" : true,
        "country" : "US",
        "default_currency" : "usd",
        "details_submitted" : true,
        "email" : null,
        "metadata" : {},
        "payouts_enabled" : true,
        "settings" : {"dashboard" : {"display_name" : "Sandbox", "timezone" : "Etc/UTC"}},
        "type" : "standard"
});

static const char balance[] = TEXT({
        "object" : "balance",
        "available" : [ {"amount" : 0, "currency" : "usd"} ],
        "livemode" : false,
        "pending" : [ {"amount" : 0, "currency" : "usd"} ]
});

void account_retrieve(struct request *rq)
{
        reply_json(rq, 200, skeleton(account));
}

void balance_retrieve(struct request *rq)
{
        reply_json(rq, 200, skeleton(balance));
}
