/* The price and the stock of one SKU. */
#include "catalogue/catalogue_admin_http.h"

#include <stddef.h>

#include "admin/admin.h"
#include "catalogue/product_admin.h"
#include "catalogue_admin_queries.h"
#include "http/decode.h"

enum { REFERENCE_MAX = 200 };

struct adjustment {
        int64_t sku, change, counted;
        struct str reason, reference;
        bool has_change, has_counted, tracked, has_tracked, backorder_allowed, has_backorder;
};

static void reply_row(struct request *rq, const struct outcome *o)
{
        reply_with_row(rq, o);
}

static void post_price(struct request *rq, struct worker *w)
{
        struct product_work *work = rq->state;
        struct unit *u = admin_unit(rq, "sku_prices", ADMIN_ADD);
        q_catalogue_admin_sku_set_price(u, work->id, work->amount, work->effective_at);
        admin_run(rq, w, admin_resource(STR("sku_prices")), u, reply_row);
}

void admin_sku_post_price(struct request *rq)
{
        static const struct field fields[] = {
                {"amount", FIELD_INT64, offsetof(struct product_work, amount), .minimum = 0, .maximum = PRICE_MAX},
                {"effective_at", FIELD_TEXT, offsetof(struct product_work, effective_at), 1, 40, .optional = true},
        };
        struct product_work *work = product_work_new(rq);
        if (work && request_decode(rq, fields, work))
                request_defer(rq, post_price);
}

static void post_stock(struct request *rq, struct worker *w)
{
        struct adjustment *a = rq->state;
        int32_t change = (int32_t)a->change, counted = (int32_t)a->counted;
        struct unit *u = admin_unit(rq, "sku_inventory", ADMIN_CHANGE);
        q_catalogue_admin_sku_adjust_stock(u, a->sku, a->has_change ? &change : NULL, a->has_counted ? &counted : NULL,
                                           a->has_tracked, a->has_backorder ? &a->backorder_allowed : NULL, a->reason,
                                           a->reference);
        admin_run(rq, w, admin_resource(STR("sku_inventory")), u, reply_row);
}

void admin_sku_post_stock(struct request *rq)
{
        static const char *const reasons[] = {"delivery", "correction", "return", NULL};
        static const struct field fields[] = {
                {"change", FIELD_INT64, offsetof(struct adjustment, change), -STOCK_MAX, STOCK_MAX, .optional = true,
                 .given_at = offsetof(struct adjustment, has_change) + 1},
                {"counted", FIELD_INT64, offsetof(struct adjustment, counted), 0, STOCK_MAX, .optional = true,
                 .given_at = offsetof(struct adjustment, has_counted) + 1},
                {"tracked", FIELD_BOOL, offsetof(struct adjustment, tracked), .optional = true,
                 .given_at = offsetof(struct adjustment, has_tracked) + 1},
                {"backorder_allowed", FIELD_BOOL, offsetof(struct adjustment, backorder_allowed), .optional = true,
                 .given_at = offsetof(struct adjustment, has_backorder) + 1},
                {"reason", FIELD_TEXT, offsetof(struct adjustment, reason), .optional = true, .choices = reasons},
                {"reference", FIELD_TEXT, offsetof(struct adjustment, reference), 0, REFERENCE_MAX, .optional = true,
                 .characters = true},
        };
        struct adjustment *a = arena_new(&rq->arena, struct adjustment);
        rq->state = a;
        if (!a) {
                reply_error(rq, ERR_NO_MEMORY, STR_NULL);
                return;
        }
        if (!request_param_int64(rq, 0, ERR_OBJECT_UNKNOWN, &a->sku) || !request_decode(rq, fields, a))
                return;
        if (a->tracked)
                reply_field_error(rq, STR("tracked"), STR("not_allowed"),
                                  STR("Give how many there are as counted; then they are counted."));
        else
                request_defer(rq, post_stock);
}
