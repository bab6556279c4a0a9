/* Lists a page at a time. */
#include "listing.h"

#include "coupon.h"
#include "event.h"
#include "expand.h"
#include "fields.h"
#include "sandbox.h"
#include "session.h"

enum { DEFAULT_LIMIT = 10 };

const struct param expand_params[] = {EXPAND_PARAMS, {0}};
const struct param page_params[] = {PAGE_PARAMS, {0}};

json_t *view(struct request *rq, enum kind kind, const json_t *record)
{
        switch (kind) {
        case KIND_SESSION: return session_view(rq->sandbox, record, rq->version);
        case KIND_EVENT: return event_view(record);
        case KIND_COUPON: return coupon_view(record);
        default: return json_incref((json_t *)record);
        }
}

void reply_expanded(struct request *rq, json_t *object)
{
        if (expand(rq, object))
                reply_json(rq, 200, object);
        else
                json_decref(object);
}

void reply_object(struct request *rq, enum kind kind)
{
        json_t *record = store_load(&rq->sandbox->store, kind, rq->id);
        if (!record) {
                reply_no_such(rq, 404, kind_name(kind), rq->id, "id");
                return;
        }
        reply_expanded(rq, view(rq, kind, record));
        json_decref(record);
}

json_t *list_json(const char *url, json_t *data, bool has_more)
{
        return must(
                json_pack("{s:s, s:s, s:b, s:o}", "object", "list", "url", url, "has_more", has_more, "data", data));
}

/* The place of a cursor; false when it names nothing, which has been replied. */
static bool cursor(struct request *rq, enum kind kind, const char *param, size_t *ret)
{
        const char *id = field_text(rq->params, param);
        if (!id)
                return true;
        struct object *o = store_find(&rq->sandbox->store, kind, id);
        if (o)
                *ret = store_place(&rq->sandbox->store, o);
        else
                reply_no_such(rq, 400, kind_name(kind), id, param);
        return o;
}

static void add_view(struct request *rq, json_t *data, const struct object *o, bool in_front)
{
        json_t *record = object_record(o), *shown = view(rq, o->kind, record);
        json_decref(record);
        if (in_front)
                json_array_insert_new(data, 0, shown);
        else
                json_array_append_new(data, shown);
}

bool is_created_in_time(const json_t *params, int64_t created)
{
        const json_t *c = field(params, "created");
        if (json_is_integer(c))
                return created == json_integer_value(c);
        return (!field(c, "gt") || created > field_int(c, "gt")) &&
               (!field(c, "gte") || created >= field_int(c, "gte")) &&
               (!field(c, "lt") || created < field_int(c, "lt")) &&
               (!field(c, "lte") || created <= field_int(c, "lte"));
}

void reply_list(struct request *rq, enum kind kind, bool (*wanted)(struct request *rq, const struct object *o))
{
        struct store *s = &rq->sandbox->store;
        size_t first = store_first(s, kind), end = store_end(s, kind), after = end, before = first;
        if (!cursor(rq, kind, "starting_after", &after) || !cursor(rq, kind, "ending_before", &before))
                return;
        bool forward = field(rq->params, "ending_before"), more = false;
        size_t limit = field(rq->params, "limit") ? (size_t)field_int(rq->params, "limit") : DEFAULT_LIMIT;
        json_t *data = must(json_array());
        /* Newest first; with ending_before from the cursor towards the newest. */
        size_t at = forward ? before + 1 : after;
        while ((forward ? at < end : at > first) && !more) {
                const struct object *o = store_at(s, kind, forward ? at++ : --at);
                if (o->deleted || (wanted && !wanted(rq, o)))
                        continue;
                more = json_array_size(data) == limit;
                if (!more)
                        add_view(rq, data, o, forward);
        }
        reply_expanded(rq, list_json(rq->path, data, more));
}
