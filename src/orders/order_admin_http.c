/* Work on one order: the page of it, and what is done there. */
#include "orders/order_admin_http.h"

#include <stddef.h>

#include "admin/admin.h"
#include "http/decode.h"
#include "http/store.h"
#include "order_admin_queries.h"

enum {
        NOTE_MAX = 4000,        /* characters */
        STATUS_NOTE_MAX = 1000, /* characters */
        TRACKING_NUMBER_MAX = 100,
        TRACKING_URL_MAX = 2000
};

static void reply_object(struct request *rq, const struct outcome *o)
{
        reply_with_row_or(rq, o, ERR_OBJECT_UNKNOWN);
}

static void reply_made(struct request *rq, const struct outcome *o)
{
        reply_with_row_or(rq, o, ERR_OBJECT_UNKNOWN);
        if (rq->reply.status == 200)
                rq->reply.status = 201;
}

static bool has_order(struct request *rq, int64_t *ret)
{
        return request_param_int64(rq, 0, ERR_OBJECT_UNKNOWN, ret);
}

static void view_page(struct request *rq, struct worker *w)
{
        int64_t order;
        struct unit *u = admin_unit(rq, "orders", ADMIN_VIEW);
        if (!has_order(rq, &order))
                return;
        q_order_admin_page(u, order, store_settings(rq)->media_url);
        admin_run(rq, w, NULL, u, reply_object);
}

void order_page_get(struct request *rq)
{
        request_defer(rq, view_page);
}

static void view_packing_slip(struct request *rq, struct worker *w)
{
        int64_t order;
        struct unit *u = admin_unit(rq, "orders", ADMIN_VIEW);
        if (!has_order(rq, &order))
                return;
        q_order_admin_packing_slip(u, order);
        admin_run(rq, w, NULL, u, reply_object);
}

void order_packing_slip_get(struct request *rq)
{
        request_defer(rq, view_packing_slip);
}

/* What all changes of an order have in common; each reads its own fields. */
struct change {
        int64_t order;
        struct str status, note, tracking_number, tracking_url, text;
};

/* NULL: the error is replied. */
static struct change *change_read(struct request *rq, const struct field *fields, size_t count)
{
        struct change *c = arena_new(&rq->arena, struct change);
        if (!c) {
                reply_error(rq, ERR_NO_MEMORY, STR_NULL);
                return NULL;
        }
        *c = (struct change){.note = STR(""), .tracking_number = STR("")};
        if (!has_order(rq, &c->order) || !request_decode_fields(rq, fields, count, c))
                return NULL;
        rq->state = c;
        return c;
}

static void move(struct request *rq, struct worker *w)
{
        const struct change *c = rq->state;
        struct unit *u = admin_unit(rq, "orders", ADMIN_CHANGE);
        q_order_admin_move(u, c->order, c->status, c->note);
        q_order_admin_standing(u, c->order);
        admin_run(rq, w, NULL, u, reply_object);
}

void order_status_post(struct request *rq)
{
        static const char *const statuses[] = {"accepted",  "manufacturing", "packing",  "shipped",
                                               "delivered", "cancelled",     "refunded", NULL};
        static const struct field fields[] = {
                {"status", FIELD_TEXT, offsetof(struct change, status), .choices = statuses},
                {"note", FIELD_TEXT, offsetof(struct change, note), .maximum = STATUS_NOTE_MAX, .characters = true,
                 .optional = true},
        };
        if (change_read(rq, fields, sizeof fields / sizeof fields[0]))
                request_defer(rq, move);
}

static void ship(struct request *rq, struct worker *w)
{
        const struct change *c = rq->state;
        struct unit *u = admin_unit(rq, "orders", ADMIN_CHANGE);
        q_order_admin_send(u, c->order, c->tracking_number, c->tracking_url);
        q_order_admin_standing(u, c->order);
        admin_run(rq, w, NULL, u, reply_object);
}

void order_ship_post(struct request *rq)
{
        static const struct field fields[] = {
                {"tracking_number", FIELD_TEXT, offsetof(struct change, tracking_number),
                 .maximum = TRACKING_NUMBER_MAX, .characters = true, .optional = true},
                {"tracking_url", FIELD_TEXT, offsetof(struct change, tracking_url), .maximum = TRACKING_URL_MAX,
                 .characters = true, .optional = true},
        };
        struct change *c = change_read(rq, fields, sizeof fields / sizeof fields[0]);
        if (!c)
                return;
        c->tracking_number = str_trim(c->tracking_number);
        c->tracking_url = c->tracking_url.ptr ? str_trim(c->tracking_url) : STR_NULL;
        request_defer(rq, ship);
}

static void note(struct request *rq, struct worker *w)
{
        const struct change *c = rq->state;
        struct unit *u = admin_unit(rq, "orders", ADMIN_CHANGE);
        q_order_admin_add_note(u, c->order, c->text);
        q_order_admin_standing(u, c->order);
        admin_run(rq, w, NULL, u, reply_made);
}

void order_notes_post(struct request *rq)
{
        static const struct field fields[] = {
                {"text", FIELD_TEXT, offsetof(struct change, text), .minimum = 1, .maximum = NOTE_MAX,
                 .characters = true},
        };
        struct change *c = change_read(rq, fields, 1);
        if (!c)
                return;
        c->text = str_trim(c->text);
        if (c->text.len == 0)
                reply_field_error(rq, STR("text"), STR("required"), STR("This is required."));
        else
                request_defer(rq, note);
}
