/* One object: get, create, change, delete. */
#include "admin/admin_http.h"
#include "admin/enter.h"
#include "admin/object_sql.h"
#include "admin_queries.h"
#include "http/decode.h"

enum { VERSION_MAX_BYTES = 20 };

static void on_object(struct request *rq, const struct outcome *o)
{
        reply_with_row_or(rq, o, ERR_OBJECT_UNKNOWN);
}

static void on_made(struct request *rq, const struct outcome *o)
{
        reply_with_row(rq, o);
        if (rq->reply.status == 200)
                rq->reply.status = 201;
}

static bool find_key(struct request *rq, const struct resource *r, struct str parts[ADMIN_KEY_MAX])
{
        if (key_parse(r, rq->params[1], parts))
                return true;
        reply_error(rq, ERR_OBJECT_UNKNOWN, STR_NULL);
        return false;
}

static void get(struct request *rq, struct worker *w)
{
        struct caller caller;
        struct str parts[ADMIN_KEY_MAX];
        const struct resource *r = enter(rq, w, ADMIN_VIEW, &caller);
        if (!r || !find_key(rq, r, parts))
                return;
        struct unit *u = admin_unit(rq, r->name, ADMIN_VIEW);
        object_select(u, r, parts);
        admin_run(rq, w, r, u, on_object);
}

/* The body's members: `values`, an object, and for changes `version`. False: the error is replied. */
static bool read_body(struct request *rq, const json_t *body, bool has_version, struct str *ret_version)
{
        struct problems problems;
        const char *name;
        json_t *value;
        problems_init(&problems);
        json_object_foreach((json_t *)body, name, value)
        {
                bool known = strcmp(name, "values") == 0 || (has_version && strcmp(name, "version") == 0);
                if (!known)
                        problems_add(&problems, str_from(name), "unknown_field", STR("This field is not known here."));
        }
        if (!json_is_object(json_object_get(body, "values")))
                problems_add(&problems, STR("values"), "wrong_type", STR("Give an object of fields."));
        const json_t *version = json_object_get(body, "version");
        *ret_version = (struct str){json_string_value(version), json_string_length(version)};
        if (has_version && (!json_is_string(version) || !ret_version->len || ret_version->len > VERSION_MAX_BYTES ||
                            !str_is_text(*ret_version)))
                problems_add(&problems, STR("version"), version ? "wrong_type" : "required",
                             STR("Give the version that was read."));
        return problems_finish(&problems, rq);
}

static void create(struct request *rq, struct worker *w)
{
        struct caller caller;
        struct admin_write write;
        struct str version;
        const struct resource *r = enter(rq, w, ADMIN_ADD, &caller);
        json_t *body = r ? request_json(rq) : NULL;
        if (!body)
                return;
        if (read_body(rq, body, false, &version)) {
                write_init(&write, &rq->arena, r, STR_NULL);
                write_read(&write, json_object_get(body, "values"), caller.is_superuser);
                if (write_finish(&write, rq, w)) {
                        struct unit *u = admin_unit(rq, r->name, ADMIN_ADD);
                        object_insert(u, &write);
                        admin_run(rq, w, r, u, on_made);
                }
        }
        json_decref(body);
}

static void change_object(struct request *rq, struct worker *w, const struct resource *r, const struct caller *caller,
                          const json_t *body)
{
        struct admin_write write;
        struct str version, parts[ADMIN_KEY_MAX];
        if (!find_key(rq, r, parts) || !read_body(rq, body, true, &version))
                return;
        write_init(&write, &rq->arena, r, rq->params[1]);
        write_read(&write, json_object_get(body, "values"), caller->is_superuser);
        if (!write_finish(&write, rq, w))
                return;
        struct unit *u = admin_unit(rq, r->name, ADMIN_CHANGE);
        object_expect(u, r, parts, version);
        object_update(u, &write, parts);
        object_select(u, r, parts);
        admin_run(rq, w, r, u, on_object);
}

static void change(struct request *rq, struct worker *w)
{
        struct caller caller;
        const struct resource *r = enter(rq, w, ADMIN_CHANGE, &caller);
        json_t *body = r ? request_json(rq) : NULL;
        if (!body)
                return;
        change_object(rq, w, r, &caller, body);
        json_decref(body);
}

static void delete (struct request *rq, struct worker *w)
{
        struct caller caller;
        struct str parts[ADMIN_KEY_MAX];
        const struct resource *r = enter(rq, w, ADMIN_DELETE, &caller);
        if (!r || !find_key(rq, r, parts))
                return;
        struct unit *u = admin_unit(rq, r->name, ADMIN_DELETE);
        object_expect(u, r, parts, request_argument(rq, "version"));
        object_delete(u, r, parts);
        q_admin_deleted(u, rq->params[1]);
        admin_run(rq, w, r, u, reply_with_row);
}

void admin_get_object(struct request *rq)
{
        request_defer(rq, get);
}

void admin_post_object(struct request *rq)
{
        request_defer(rq, create);
}

void admin_patch_object(struct request *rq)
{
        request_defer(rq, change);
}

void admin_delete_object(struct request *rq)
{
        request_defer(rq, delete);
}
