/* Saved filters: lists to look at again. */
#include "admin/admin_http.h"
#include "admin/enter.h"
#include "admin_queries.h"
#include "http/decode.h"

struct saved_filter {
        struct str resource, name, query;
        bool shared;
};

enum { NAME_MAX_CHARACTERS = 100, QUERY_MAX_BYTES = 4000 };

#define AT(member) offsetof(struct saved_filter, member)
static const struct field fields[] = {
        {"resource", FIELD_TEXT, AT(resource), .minimum = 1, .maximum = 100},
        {"name", FIELD_TEXT, AT(name), 1, NAME_MAX_CHARACTERS, .characters = true},
        {"query", FIELD_JSON, AT(query), .minimum = 2, .maximum = QUERY_MAX_BYTES},
        {"shared", FIELD_BOOL, AT(shared), .optional = true},
};
#undef AT

static void list(struct request *rq, struct worker *w)
{
        struct unit *u = admin_staff_unit(rq, false);
        q_admin_saved_filters(u, request_argument(rq, "resource"));
        admin_run(rq, w, NULL, u, reply_with_row);
}

static void on_saved(struct request *rq, const struct outcome *o)
{
        PGresult *last = outcome_last(o);
        if (PQntuples(last) == 0) {
                reply_error(rq, ERR_CONFLICT, STR("You have as many saved filters as there can be; delete some."));
                return;
        }
        reply_json(rq, 201, result_str(last, 0, "document"));
}

static void save(struct request *rq, struct worker *w)
{
        struct caller caller;
        struct saved_filter in = {0};
        if (!enter_staff(rq, w, &caller) || !request_decode(rq, fields, &in))
                return;
        const struct resource *r = enter_named(rq, w, in.resource, ADMIN_VIEW, &caller);
        if (!r)
                return;
        if (!str_starts(in.query, STR("{"))) {
                reply_field_error(rq, STR("query"), STR("wrong_type"), STR("Give an object."));
                return;
        }
        struct unit *u = admin_unit(rq, r->name, ADMIN_VIEW);
        q_admin_save_filter(u, in.resource, in.name, in.query, in.shared);
        admin_run(rq, w, NULL, u, on_saved);
}

static void on_forgotten(struct request *rq, const struct outcome *o)
{
        reply_with_row_or(rq, o, ERR_OBJECT_UNKNOWN);
}

static void forget(struct request *rq, struct worker *w)
{
        int64_t id;
        struct caller caller;
        if (!enter_staff(rq, w, &caller) || !request_param_int64(rq, 0, ERR_OBJECT_UNKNOWN, &id))
                return;
        struct unit *u = admin_staff_unit(rq, false);
        q_admin_forget_filter(u, id);
        admin_run(rq, w, NULL, u, on_forgotten);
}

void admin_get_saved_filters(struct request *rq)
{
        request_defer(rq, list);
}

void admin_post_saved_filter(struct request *rq)
{
        request_defer(rq, save);
}

void admin_delete_saved_filter(struct request *rq)
{
        request_defer(rq, forget);
}
