/* The program's templates, and pages about mails of the outbox. */
#include "admin/admin.h"
#include "campaigns/campaigns_http.h"
#include "drafts_queries.h"
#include "http/decode.h"
#include "mail/templates.h"

enum { LIST_MAX_BYTES = 1024 * 1024 /* twenty templates of some KB, and their overrides' names */ };

static void add_source(struct request *rq, struct buf *json, const char *key, struct str template, const char *suffix)
{
        struct str name = arena_printf(&rq->arena, "%.*s.%s", STR_ARG(template), suffix);
        buf_printf(json, ",\"%s\":", key);
        buf_add_json(json, name.ptr ? templates_builtin(name) : STR_NULL);
}

static void add_template(struct request *rq, struct buf *json, const PGresult *r, int row)
{
        struct str name = result_str(r, row, "name"), overrides = result_str(r, row, "overrides");
        buf_add(json, STR("{\"name\":"));
        buf_add_json(json, name);
        buf_add(json, STR(",\"description\":"));
        buf_add_json(json, result_str(r, row, "description"));
        buf_printf(json, ",\"is_mail\":%s", result_bool(r, row, "is_mail") ? "true" : "false");
        add_source(rq, json, "subject", name, "subject");
        add_source(rq, json, "html", name, "html");
        add_source(rq, json, "text", name, "txt");
        buf_add(json, STR(",\"in_use\":"));
        buf_add_json(json, result_str(r, row, "used_id"));
        buf_add(json, STR(",\"overrides\":"));
        buf_add(json, overrides.ptr ? overrides : STR("[]"));
        buf_add_char(json, '}');
}

static void reply_templates(struct request *rq, const struct outcome *o)
{
        struct buf json;
        const PGresult *r = outcome_last(o);
        buf_init(&json, LIST_MAX_BYTES);
        buf_add(&json, STR("{\"items\":["));
        for (int row = 0; row < PQntuples(r); row++) {
                if (row)
                        buf_add_char(&json, ',');
                add_template(rq, &json, r, row);
        }
        buf_add(&json, STR("]}"));
        reply_json_buf(rq, 200, &json);
}

static void list(struct request *rq, struct worker *w)
{
        struct unit *u = admin_unit(rq, "emails", ADMIN_VIEW);
        q_draft_template_list(u);
        admin_run(rq, w, NULL, u, reply_templates);
}

void mail_templates_get(struct request *rq)
{
        request_defer(rq, list);
}

static void reply_page(struct request *rq, const struct outcome *o)
{
        reply_with_row_or(rq, o, ERR_OBJECT_UNKNOWN);
}

static void page(struct request *rq, struct worker *w)
{
        const int64_t *id = rq->state;
        struct unit *u = admin_unit(rq, "email_messages", ADMIN_VIEW);
        q_draft_message_page(u, *id);
        admin_run(rq, w, NULL, u, reply_page);
}

void mail_message_get_page(struct request *rq)
{
        int64_t *id = arena_new(&rq->arena, int64_t);
        rq->state = id;
        if (!id)
                reply_error(rq, ERR_NO_MEMORY, STR_NULL);
        else if (request_param_int64(rq, 0, ERR_OBJECT_UNKNOWN, id))
                request_defer(rq, page);
}
