/* POST /api/admin/orders/{id}/refunds: the request, then what Stripe makes of it. */
#include <stddef.h>

#include "admin/admin.h"
#include "http/decode.h"
#include "http/store.h"
#include "orders/order_admin_http.h"
#include "orders/refunds.h"
#include "refunds_queries.h"
#include "stripe/currency.h"

enum { UUID_LENGTH = 36, RESTOCK_MAX_BYTES = 16 * 1024 };

struct piece {
        int64_t position, quantity;
};

struct refund_input {
        int64_t order, amount;
        struct str identifier, reason;
        struct field_list restock; /* of struct piece */
        struct str restock_json;
};

/* In lower case: it comes back from Stripe as text. */
static bool is_uuid(struct str s)
{
        for (size_t i = 0; i < s.len; i++) {
                char c = s.ptr[i];
                bool hyphen = i == 8 || i == 13 || i == 18 || i == 23;
                if (hyphen ? c != '-' : !((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f')))
                        return false;
        }
        return s.len == UUID_LENGTH;
}

static struct str restock_json(struct arena *a, const struct field_list *list)
{
        struct buf json;
        const struct piece *pieces = list->items;
        buf_init(&json, RESTOCK_MAX_BYTES);
        buf_add_char(&json, '[');
        for (size_t i = 0; i < list->count; i++)
                buf_printf(&json, "%s{\"position\": %lld, \"quantity\": %lld}", i ? ", " : "",
                           (long long)pieces[i].position, (long long)pieces[i].quantity);
        buf_add_char(&json, ']');
        struct str text = json.failed ? STR_NULL : arena_copy(a, buf_str(&json));
        buf_release(&json);
        return text;
}

static bool names_each_line_once(const struct field_list *list)
{
        const struct piece *pieces = list->items;
        for (size_t i = 0; i < list->count; i++)
                for (size_t k = 0; k < i; k++)
                        if (pieces[i].position == pieces[k].position)
                                return false;
        return true;
}

/* What the row says now: 201 when the money is on its way, 202 when nobody knows yet, 409 in Stripe's words. */
static void reply_request(struct request *rq, const struct outcome *o)
{
        const PGresult *r = outcome_last(o);
        struct str state = result_str(r, 0, "state"), words = result_str(r, 0, "last_error");
        if (str_eq(state, STR("failed")))
                reply_error(rq, ERR_REFUND_REFUSED, arena_copy(&rq->arena, words.ptr ? words : STR("")));
        else
                reply_json(rq, str_eq(state, STR("done")) ? 201 : 202,
                           arena_copy(&rq->arena, result_str(r, 0, "document")));
}

static void finish(struct request *rq, struct worker *w)
{
        struct outcome o;
        const struct refund_input *in = rq->state;
        enum err e = refund_request_finish(w->context, &w->db, &rq->arena, in->identifier, false);
        if (e != ERR_NONE && e != ERR_PAYMENT_UNAVAILABLE) {
                reply_error(rq, e, STR_NULL); /* a job goes on with it */
                return;
        }
        struct unit *u = request_unit(rq);
        q_refund_request_view(u, in->identifier);
        blocking_run(&w->db, u, &o);
        if (o.error == ERR_NONE)
                reply_request(rq, &o);
        else
                reply_outcome(rq, &o);
        outcome_release(&o);
}

static void ask(struct request *rq, struct worker *w)
{
        struct outcome o;
        const struct refund_input *in = rq->state;
        struct unit *u = admin_unit(rq, "refunds", ADMIN_ADD);
        q_refund_request_add(u, in->identifier, in->order, in->amount, in->reason, in->restock_json,
                             (int32_t)store_settings(rq)->reconcile_seconds);
        blocking_try(&w->db, u, &o);
        enum err e = o.error;
        if (e != ERR_NONE)
                admin_reply_outcome(rq, NULL, &o);
        outcome_release(&o);
        if (e == ERR_NONE)
                finish(rq, w);
}

void order_refunds_post(struct request *rq)
{
        static const char *const reasons[] = {"duplicate", "fraudulent", "requested_by_customer", NULL};
        static const struct field pieces[] = {
                {"position", FIELD_INT64, offsetof(struct piece, position), .minimum = 0, .maximum = INT32_MAX},
                {"quantity", FIELD_INT64, offsetof(struct piece, quantity), .minimum = 1, .maximum = INT32_MAX},
        };
        static const struct field fields[] = {
                {"identifier", FIELD_TEXT, offsetof(struct refund_input, identifier), .minimum = UUID_LENGTH,
                 .maximum = UUID_LENGTH},
                {"amount", FIELD_INT64, offsetof(struct refund_input, amount), .minimum = 1,
                 .maximum = STRIPE_AMOUNT_MAX},
                {"reason", FIELD_TEXT, offsetof(struct refund_input, reason), .choices = reasons, .optional = true},
                {"restock", FIELD_LIST, offsetof(struct refund_input, restock), .maximum = REFUND_RESTOCK_LINES,
                 .optional = true, .fields = pieces, .field_count = 2, .item_size = sizeof(struct piece)},
        };
        struct refund_input *in = arena_new(&rq->arena, struct refund_input);
        rq->state = in;
        if (!in) {
                reply_error(rq, ERR_NO_MEMORY, STR_NULL);
                return;
        }
        if (!request_param_int64(rq, 0, ERR_OBJECT_UNKNOWN, &in->order) || !request_decode(rq, fields, in))
                return;
        in->restock_json = restock_json(&rq->arena, &in->restock);
        if (!is_uuid(in->identifier))
                reply_field_error(rq, STR("identifier"), STR("invalid"), STR("Give a UUID in lower case."));
        else if (!names_each_line_once(&in->restock))
                reply_field_error(rq, STR("restock"), STR("not_unique"), STR("Name each line of the order once."));
        else if (store_settings(rq)->stripe_secret_key.len == 0)
                reply_error(rq, ERR_PAYMENT_UNAVAILABLE, STR_NULL);
        else
                request_defer(rq, ask);
}
