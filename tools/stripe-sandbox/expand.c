/* expand[]: ids replaced by the objects they name. */
#include "expand.h"

#include <stdio.h>
#include <string.h>

#include "fields.h"
#include "listing.h"
#include "refund.h"
#include "sandbox.h"
#include "session.h"

enum { MAX_DEPTH = 4 }; /* Stripe's */

/* Properties that hold an id. */
static const struct {
        const char *name;
        enum kind kind;
} links[] = {
        {"payment_intent", KIND_INTENT},
        {"latest_charge", KIND_CHARGE},
        {"charge", KIND_CHARGE},
        {"coupon", KIND_COUPON},
};

/* Properties that are left out unless asked for. */
static json_t *left_out(struct request *rq, const json_t *object, const char *name)
{
        const char *kind = field_text(object, "object"), *id = field_text(object, "id");
        if (!kind || !id)
                return NULL;
        if (strcmp(kind, "checkout.session") == 0 && strcmp(name, "line_items") == 0)
                return session_line_list(rq->sandbox, id, NULL, NULL, 10);
        if (strcmp(kind, "charge") == 0 && strcmp(name, "refunds") == 0)
                return refunds_of_charge(rq, id);
        return NULL;
}

/* The whole object for its id; NULL when the property is none that can be expanded. */
static json_t *named_object(struct request *rq, const char *name, const char *id)
{
        for (size_t i = 0; i < sizeof links / sizeof *links; i++) {
                if (strcmp(links[i].name, name) != 0)
                        continue;
                json_t *record = store_load(&rq->sandbox->store, links[i].kind, id);
                json_t *shown = record ? view(rq, links[i].kind, record) : NULL;
                json_decref(record);
                return shown;
        }
        if (strcmp(name, "shipping_rate") == 0)
                return session_shipping_rate(rq->sandbox, id);
        if (strcmp(name, "product") == 0)
                return session_product(rq->sandbox, id);
        return NULL;
}

static bool refuse(struct request *rq, const char *path)
{
        reply_invalid(rq, NULL, "expand", "This property cannot be expanded (%s).", path);
        return false;
}

static bool expand_path(struct request *rq, json_t *object, const char *path, unsigned depth);

static bool expand_each(struct request *rq, json_t *list, const char *path, unsigned depth)
{
        size_t i;
        json_t *one;
        json_array_foreach(list, i, one)
        {
                if (!expand_path(rq, one, path, depth))
                        return false;
        }
        return true;
}

static bool expand_path(struct request *rq, json_t *object, const char *path, unsigned depth)
{
        char name[64];
        struct str rest = str_from(path), step = str_cut(&rest, '.');
        if (depth > MAX_DEPTH || !str_to_c(step, name, sizeof name))
                return refuse(rq, path);
        json_t *value = json_object_get(object, name), *whole = NULL;
        if (json_is_string(value))
                whole = named_object(rq, name, json_string_value(value));
        else if (!value)
                whole = left_out(rq, object, name);
        if ((!value || json_is_string(value)) && !whole)
                return refuse(rq, path);
        if (whole) {
                field_set(object, name, whole);
                value = whole;
        }
        if (!rest.ptr || json_is_null(value))
                return true;
        return json_is_array(value) ? expand_each(rq, value, rest.ptr, depth + 1)
                                    : expand_path(rq, value, rest.ptr, depth + 1);
}

bool expand(struct request *rq, json_t *object)
{
        size_t i;
        json_t *path;
        json_array_foreach(field(rq->params, "expand"), i, path)
        {
                if (!expand_path(rq, object, json_string_value(path), 1))
                        return false;
        }
        return true;
}
