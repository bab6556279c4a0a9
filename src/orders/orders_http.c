/* GET /api/v1/orders/{identifier}: for its visitor, or with the secret key of its link. */
#include "orders/orders_http.h"

#include <stddef.h>

#include "http/decode.h"
#include "http/store.h"
#include "orders_queries.h"

static void on_order(struct request *rq, const struct outcome *o)
{
        reply_with_row_or(rq, o, ERR_ORDER_UNKNOWN);
}

void order_get(struct request *rq)
{
        struct unit *u = request_unit(rq);
        q_order_view(u, rq->params[0], request_argument(rq, "key"), rq->visitor, rq->session,
                     store_settings(rq)->media_url);
        request_run(rq, u, on_order);
}

struct page {
        struct str cursor;
        int64_t limit;
};

/* "2026-11-24T09:45:01.123456Z_17": when, and which, of the last order of the page before. */
static bool read_cursor(struct str cursor, struct str *ret_time, int64_t *ret_id)
{
        struct str rest = cursor, time = str_cut(&rest, '_');
        bool fine =
                time.len == 27 && time.ptr[10] == 'T' && time.ptr[26] == 'Z' && rest.ptr && str_to_int64(rest, ret_id);
        for (size_t i = 0; fine && i < time.len; i++)
                fine = (time.ptr[i] >= '0' && time.ptr[i] <= '9') || str_find(STR("-T:.Z"), time.ptr[i]) < 5;
        *ret_time = time;
        return fine;
}

void orders_get(struct request *rq)
{
        static const struct field fields[] = {
                {"cursor", FIELD_TEXT, offsetof(struct page, cursor), .minimum = 0, .maximum = 100, .optional = true},
                {"limit", FIELD_INT64, offsetof(struct page, limit), .minimum = 1, .maximum = 100, .optional = true},
        };
        struct page in = {.limit = 24};
        struct str time = STR_NULL;
        int64_t id;
        if (!request_decode_query(rq, fields, &in))
                return;
        if (in.cursor.len && !read_cursor(in.cursor, &time, &id)) {
                reply_field_error(rq, STR("cursor"), STR("invalid_cursor"), STR("This is no cursor of this list."));
                return;
        }
        struct unit *u = request_unit(rq);
        q_order_require_member(u, rq->session);
        q_order_list(u, rq->session, store_settings(rq)->media_url, time, time.ptr ? &id : NULL, (int32_t)in.limit);
        request_run(rq, u, reply_with_row);
}
