/* /v1/events. */
#include "event_http.h"

#include <string.h>

#include "fields.h"

const struct param event_list_params[] = {
        {"type", PARAM_TEXT, 0, 100, NULL},
        {"types", PARAM_LIST, 0, 20, NULL},
        {"types[#]", PARAM_TEXT, 0, 100, NULL},
        {"delivery_success", PARAM_BOOL, 0, 0, NULL},
        CREATED_PARAMS,
        PAGE_PARAMS,
        {0},
};

/* "checkout.session.completed", or all of a family: "checkout.session.*". */
static bool type_fits(const char *wanted, const char *type)
{
        size_t n = strlen(wanted);
        if (n && wanted[n - 1] == '*')
                return strncmp(wanted, type, n - 1) == 0;
        return strcmp(wanted, type) == 0;
}

static bool has_wanted_type(const json_t *params, const char *type)
{
        size_t i;
        json_t *one, *types = field(params, "types");
        const char *only = field_text(params, "type");
        if (only && !type_fits(only, type))
                return false;
        json_array_foreach(types, i, one)
        {
                if (type_fits(json_string_value(one), type))
                        return true;
        }
        return !types;
}

static bool is_wanted(struct request *rq, const struct object *o)
{
        const json_t *delivered = field(rq->params, "delivery_success");
        return (!delivered || json_is_true(delivered) == !o->pending) && has_wanted_type(rq->params, o->label) &&
               is_created_in_time(rq->params, o->created);
}

void event_list(struct request *rq)
{
        reply_list(rq, KIND_EVENT, is_wanted);
}

void event_retrieve(struct request *rq)
{
        reply_object(rq, KIND_EVENT);
}
