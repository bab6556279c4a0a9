/* The log of changes: of one object, of all, one change, and taking it back. */
#include "admin/admin_http.h"
#include "admin/enter.h"
#include "admin/key.h"
#include "admin_queries.h"
#include "http/decode.h"

enum { CHANGES_MAX = 100, ROWS_OF_LIST = 20, ROWS_OF_CHANGE = 1000, REGISTRY_MAX_BYTES = 64 * 1024 };

/* What the database needs to know of each resource; see migrations/0019_changes.sql. */
static void add_entry(struct buf *json, const struct resource *r)
{
        unsigned parts = key_parts(r);
        buf_add_json(json, str_from(r->name));
        buf_add(json, STR(":{\"title\":"));
        buf_add_json(json, str_from(r->title));
        buf_add(json, STR(",\"key\":["));
        for (unsigned i = 0; i < parts; i++) {
                buf_add(json, i ? STR(",") : STR(""));
                buf_add_json(json, str_from(r->key[i].column));
        }
        buf_add(json, STR("],\"types\":["));
        for (unsigned i = 0; i < parts; i++) {
                buf_add(json, i ? STR(",") : STR(""));
                buf_add_json(json, str_from(r->key[i].type));
        }
        buf_printf(json, "],\"undo\":%s}", r->no_undo ? "false" : "true");
}

static struct str registry(struct arena *a)
{
        struct buf json;
        buf_init(&json, REGISTRY_MAX_BYTES);
        for (size_t i = 0; i < admin_resource_count; i++) {
                buf_add_char(&json, i ? ',' : '{');
                add_entry(&json, admin_resources[i]);
        }
        buf_add(&json, json.len ? STR("}") : STR("{}"));
        struct str copy = json.failed ? STR_NULL : arena_copy(a, buf_str(&json));
        buf_release(&json);
        return copy;
}

struct page {
        struct str resource;
        int64_t limit, cursor, user_id;
        bool cursor_given, user_given;
};

#define AT(member) offsetof(struct page, member)
static const struct field page_fields[] = {
        {"limit", FIELD_INT64, AT(limit), 1, CHANGES_MAX, .optional = true},
        {"cursor", FIELD_INT64, AT(cursor), 1, INT64_MAX, .optional = true, .given_at = AT(cursor_given) + 1},
        {"user_id", FIELD_INT64, AT(user_id), 1, INT64_MAX, .optional = true, .given_at = AT(user_given) + 1},
        {"resource", FIELD_TEXT, AT(resource), 1, 100, .optional = true},
};
#undef AT

static void reply_changes(struct request *rq, struct worker *w, const char *permitted, struct str resource,
                          struct str object)
{
        struct page page = {.limit = 25};
        if (!request_decode_query(rq, page_fields, &page))
                return;
        struct unit *u = admin_unit(rq, permitted, ADMIN_VIEW);
        q_admin_changes(u, registry(&rq->arena), page.cursor_given ? &page.cursor : NULL, (int32_t)page.limit,
                        resource.ptr ? resource : page.resource, object, page.user_given ? &page.user_id : NULL,
                        ROWS_OF_LIST);
        admin_run(rq, w, NULL, u, reply_with_row);
}

static void history(struct request *rq, struct worker *w)
{
        struct caller caller;
        struct str parts[ADMIN_KEY_MAX];
        const struct resource *r = enter(rq, w, ADMIN_VIEW, &caller);
        if (!r)
                return;
        if (key_parse(r, rq->params[1], parts))
                reply_changes(rq, w, r->name, str_from(r->name), rq->params[1]);
        else
                reply_error(rq, ERR_OBJECT_UNKNOWN, STR_NULL);
}

static void changes(struct request *rq, struct worker *w)
{
        struct caller caller;
        if (enter_named(rq, w, STR("audit_log"), ADMIN_VIEW, &caller))
                reply_changes(rq, w, "audit_log", STR_NULL, STR_NULL);
}

static void on_change(struct request *rq, const struct outcome *o)
{
        reply_with_row_or(rq, o, ERR_OBJECT_UNKNOWN);
}

static void change(struct request *rq, struct worker *w)
{
        int64_t id;
        struct caller caller;
        if (!enter_named(rq, w, STR("audit_log"), ADMIN_VIEW, &caller) ||
            !request_param_int64(rq, 0, ERR_OBJECT_UNKNOWN, &id))
                return;
        struct unit *u = admin_unit(rq, "audit_log", ADMIN_VIEW);
        q_admin_change(u, id, registry(&rq->arena), ROWS_OF_CHANGE);
        admin_run(rq, w, NULL, u, on_change);
}

/* What it needs to be allowed follows from the rows of the change. */
static void undo(struct request *rq, struct worker *w)
{
        int64_t id;
        struct caller caller;
        if (!enter_staff(rq, w, &caller) || !request_param_int64(rq, 0, ERR_OBJECT_UNKNOWN, &id))
                return;
        struct unit *u = admin_staff_unit(rq, true);
        q_admin_undo(u, id, registry(&rq->arena));
        admin_run(rq, w, NULL, u, reply_with_row);
}

void admin_get_history(struct request *rq)
{
        request_defer(rq, history);
}

void admin_get_changes(struct request *rq)
{
        request_defer(rq, changes);
}

void admin_get_change(struct request *rq)
{
        request_defer(rq, change);
}

void admin_post_undo(struct request *rq)
{
        request_defer(rq, undo);
}
