/* GET /api/admin/{resource}: a page of a list. */
#include "admin/admin_http.h"
#include "admin/enter.h"
#include "admin/list.h"
#include "admin_queries.h"
#include "http/decode.h"

#include <jansson.h>

enum { PAGE_MAX_BYTES = 32 * 1024 * 1024 };

/* More than can be counted in time, too, is estimated. */
struct total {
        int64_t count;
        bool is_exact;
};

static int64_t plan_rows(struct str plan)
{
        json_t *root = json_text_read(plan);
        const json_t *rows = json_object_get(json_object_get(json_array_get(root, 0), "Plan"), "Plan Rows");
        int64_t count = json_is_integer(rows) ? json_integer_value(rows) : (int64_t)json_number_value(rows);
        json_decref(root);
        return count;
}

static int64_t estimate(struct request *rq, struct worker *w, const struct list *l)
{
        struct outcome o;
        struct unit *u = admin_unit(rq, l->resource->name, ADMIN_VIEW);
        list_select_estimate(u, l);
        blocking_run(&w->db, u, &o);
        PGresult *last = outcome_last(&o);
        int64_t count = 0;
        if (o.error == ERR_NONE && result_str(last, 0, "estimate").ptr)
                count = result_int64(last, 0, "estimate");
        else if (o.error == ERR_NONE)
                count = plan_rows(result_str(last, 0, "QUERY PLAN"));
        outcome_release(&o);
        return count > ADMIN_COUNT_MAX ? count : ADMIN_COUNT_MAX + 1;
}

static struct total count(struct request *rq, struct worker *w, const struct list *l)
{
        struct outcome o;
        struct unit *u = admin_unit(rq, l->resource->name, ADMIN_VIEW);
        q_admin_limit_time(u);
        list_select_count(u, l);
        blocking_try(&w->db, u, &o);
        struct total total = {.is_exact = o.error == ERR_NONE};
        if (total.is_exact)
                total.count = result_int64(outcome_last(&o), 0, "count");
        outcome_release(&o);
        if (total.count > ADMIN_COUNT_MAX)
                total.is_exact = false;
        if (!total.is_exact)
                total.count = estimate(rq, w, l);
        return total;
}

static void reply_page(struct request *rq, const struct list *l, const PGresult *rows, struct total total)
{
        struct buf json;
        int shown = PQntuples(rows) > l->limit ? (int)l->limit : PQntuples(rows);
        buf_init(&json, PAGE_MAX_BYTES);
        buf_add(&json, STR("{\"items\":["));
        for (int i = 0; i < shown; i++) {
                if (i)
                        buf_add_char(&json, ',');
                buf_add(&json, result_str(rows, i, "document"));
        }
        struct str cursor = STR_NULL;
        if (shown < PQntuples(rows)) {
                struct str key[ADMIN_KEY_MAX] = {result_str(rows, shown - 1, "key_0"),
                                                 result_str(rows, shown - 1, "key_1")};
                cursor = list_cursor(&rq->arena, l, result_str(rows, shown - 1, "sort_value"), key);
        }
        buf_add(&json, STR("],\"next_cursor\":"));
        buf_add_json(&json, cursor);
        buf_printf(&json, ",\"total\":%lld,\"total_is_exact\":%s}", (long long)total.count,
                   total.is_exact ? "true" : "false");
        reply_json_buf(rq, 200, &json);
}

/* A cursor that says what the column's type does not know was not made here. */
static bool is_wrong_cursor(const struct list *l, const struct outcome *o)
{
        return l->has_cursor && str_starts(str_from(o->sqlstate), STR("22"));
}

static void run_list(struct request *rq, struct worker *w, const struct list *l)
{
        struct outcome o;
        struct unit *u = admin_unit(rq, l->resource->name, ADMIN_VIEW);
        list_select_page(u, l);
        blocking_try(&w->db, u, &o);
        if (o.error == ERR_NONE)
                reply_page(rq, l, outcome_last(&o), count(rq, w, l));
        else if (is_wrong_cursor(l, &o))
                reply_field_error(rq, STR("cursor"), STR("invalid_cursor"),
                                  STR("This is no cursor of this list in this order."));
        else
                admin_reply_outcome(rq, l->resource, &o);
        outcome_release(&o);
}

static void list(struct request *rq, struct worker *w)
{
        struct caller caller;
        struct list l;
        const struct resource *r = enter(rq, w, ADMIN_VIEW, &caller);
        if (r && list_read(&l, rq, r, true))
                run_list(rq, w, &l);
}

void admin_get_list(struct request *rq)
{
        request_defer(rq, list);
}
