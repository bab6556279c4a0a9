/* /api/admin/imports. */
#include <stddef.h>

#include "admin/admin.h"
#include "admin/import.h"
#include "http/decode.h"
#include "import_queries.h"

static void reply_made(struct request *rq, const struct outcome *o)
{
        reply_json(rq, 201, result_str(outcome_last(o), 0, "reply"));
}

static void reply_accepted(struct request *rq, const struct outcome *o)
{
        reply_json(rq, 202, result_str(outcome_last(o), 0, "reply"));
}

struct page {
        struct str cursor, only;
        int64_t limit;
};

/* Cursors are numbers of rows and of imports. */
static bool read_page(struct request *rq, struct page *ret, int64_t *ret_cursor)
{
        static const char *const only[] = {"all", "errors", NULL};
        static const struct field fields[] = {
                {"cursor", FIELD_TEXT, offsetof(struct page, cursor), .minimum = 0, .maximum = 20, .optional = true},
                {"only", FIELD_TEXT, offsetof(struct page, only), .choices = only, .optional = true},
                {"limit", FIELD_INT64, offsetof(struct page, limit), .minimum = 1, .maximum = IMPORT_PAGE_MAX,
                 .optional = true},
        };
        *ret = (struct page){.limit = 50, .only = STR("all")};
        *ret_cursor = 0;
        if (!request_decode_query(rq, fields, ret))
                return false;
        if (ret->cursor.len && (!str_to_int64(ret->cursor, ret_cursor) || *ret_cursor < 0)) {
                reply_field_error(rq, STR("cursor"), STR("invalid_cursor"), STR("This is no cursor of this list."));
                return false;
        }
        return true;
}

static void work_list(struct request *rq, struct worker *w)
{
        struct page page;
        int64_t cursor;
        if (!read_page(rq, &page, &cursor))
                return;
        struct unit *u = admin_staff_unit(rq, false);
        q_import_list(u, page.cursor.len ? &cursor : NULL, (int32_t)page.limit);
        admin_run(rq, w, NULL, u, reply_with_row);
}

void imports_get(struct request *rq)
{
        request_defer(rq, work_list);
}

/* Begins one. */

struct new_import {
        struct str resource, filename, mode, encoding;
        int64_t size;
};

static void reply_unknown_resource(struct request *rq, const struct outcome *o)
{
        (void)o;
        reply_error(rq, ERR_RESOURCE_UNKNOWN, STR_NULL);
}

static void reply_not_importable(struct request *rq, const struct outcome *o)
{
        (void)o;
        reply_error(rq, ERR_NOT_IMPORTABLE, STR_NULL);
}

/* Passwords are hashed one by one, and a hook looks at each object by itself. */
static bool is_made_by_itself(const struct resource *r)
{
        for (size_t i = 0; i < r->field_count; i++)
                if (r->fields[i].type == ADMIN_PASSWORD)
                        return true;
        return r->prepare != NULL;
}

static bool is_importable(const struct resource *r, struct str mode)
{
        bool adds = !str_eq(mode, STR("update")), changes = !str_eq(mode, STR("create"));
        return !is_made_by_itself(r) && (!adds || r->verbs & ADMIN_CAN_ADD) &&
               (!changes || r->verbs & ADMIN_CAN_CHANGE);
}

static void work_post(struct request *rq, struct worker *w)
{
        static const char *const modes[] = {"create", "update", "both", NULL};
        static const char *const encodings[] = {"utf-8", "windows-1252", NULL};
        static const struct field fields[] = {
                {"resource", FIELD_TEXT, offsetof(struct new_import, resource), .minimum = 1, .maximum = 63},
                {"filename", FIELD_TEXT, offsetof(struct new_import, filename), .minimum = 1, .maximum = 255,
                 .characters = true},
                {"size", FIELD_INT64, offsetof(struct new_import, size), .minimum = 1, .maximum = IMPORT_SIZE_MAX},
                {"mode", FIELD_TEXT, offsetof(struct new_import, mode), .choices = modes},
                {"encoding", FIELD_TEXT, offsetof(struct new_import, encoding), .choices = encodings, .optional = true},
        };
        struct new_import in = {.encoding = STR("utf-8")};
        if (!request_decode(rq, fields, &in))
                return;
        const struct resource *r = admin_resource(in.resource);
        struct unit *u = admin_staff_unit(rq, false);
        if (!r) {
                admin_run(rq, w, NULL, u, reply_unknown_resource);
        } else if (!is_importable(r, in.mode)) {
                admin_unit_require(u, r->name, ADMIN_VIEW);
                admin_run(rq, w, NULL, u, reply_not_importable);
        } else {
                q_import_create(u, in.resource, in.filename, in.size, in.mode, in.encoding);
                admin_run(rq, w, NULL, u, reply_made);
        }
}

void imports_post(struct request *rq)
{
        request_defer(rq, work_post);
}

/* One of them. */

static bool read_id(struct request *rq, int64_t *ret)
{
        return request_param_int64(rq, 0, ERR_OBJECT_UNKNOWN, ret);
}

static void work_get(struct request *rq, struct worker *w)
{
        int64_t id;
        if (!read_id(rq, &id))
                return;
        struct unit *u = admin_staff_unit(rq, false);
        q_import_view(u, id);
        admin_run(rq, w, NULL, u, reply_with_row);
}

void import_get(struct request *rq)
{
        request_defer(rq, work_get);
}

static void work_delete(struct request *rq, struct worker *w)
{
        int64_t id;
        if (!read_id(rq, &id))
                return;
        struct unit *u = admin_staff_unit(rq, false);
        q_import_delete(u, id);
        admin_run(rq, w, NULL, u, reply_with_row);
}

void import_delete(struct request *rq)
{
        request_defer(rq, work_delete);
}

static void work_check(struct request *rq, struct worker *w)
{
        int64_t id;
        if (!read_id(rq, &id))
                return;
        struct unit *u = admin_staff_unit(rq, false);
        q_import_check(u, id);
        admin_run(rq, w, NULL, u, reply_accepted);
}

void import_post_check(struct request *rq)
{
        request_defer(rq, work_check);
}

static void work_apply(struct request *rq, struct worker *w)
{
        int64_t id;
        if (!read_id(rq, &id))
                return;
        struct unit *u = admin_staff_unit(rq, false);
        q_import_apply(u, id);
        admin_run(rq, w, NULL, u, reply_accepted);
}

void import_post_apply(struct request *rq)
{
        request_defer(rq, work_apply);
}

static void work_rows(struct request *rq, struct worker *w)
{
        int64_t id, cursor;
        struct page page;
        if (!read_id(rq, &id) || !read_page(rq, &page, &cursor))
                return;
        struct unit *u = admin_staff_unit(rq, false);
        q_import_may_view(u, id);
        q_import_rows(u, id, cursor, str_eq(page.only, STR("errors")), (int32_t)page.limit);
        admin_run(rq, w, NULL, u, reply_with_row);
}

void import_get_rows(struct request *rq)
{
        request_defer(rq, work_rows);
}

/* Its file. */

static void reply_put(struct request *rq, const struct outcome *o)
{
        PGresult *r = outcome_last(o);
        if (result_bool(r, 0, "conflict"))
                reply_error_number(rq, ERR_IMPORT_OFFSET, "received", result_int64(r, 0, "received"));
        else
                reply_json(rq, 200, result_str(r, 0, "reply"));
}

static void work_put(struct request *rq, struct worker *w)
{
        struct place {
                int64_t offset;
        } in;
        static const struct field fields[] = {
                {"offset", FIELD_INT64, offsetof(struct place, offset), .minimum = 0, .maximum = IMPORT_SIZE_MAX},
        };
        int64_t id;
        struct str piece = buf_str(&rq->body);
        if (!read_id(rq, &id) || !request_decode_query(rq, fields, &in))
                return;
        if (!piece.len) {
                reply_field_error(rq, STR("content"), STR("required"), STR("Send a piece of the file."));
                return;
        }
        struct unit *u = admin_staff_unit(rq, false);
        q_import_put(u, id, in.offset, piece);
        admin_run(rq, w, NULL, u, reply_put);
}

void import_put_content(struct request *rq)
{
        request_defer(rq, work_put);
}
