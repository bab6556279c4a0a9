/* The admin's page of a product: what it shows, and what is done there in one step. */
#include "catalogue/catalogue_admin_http.h"

#include <stddef.h>

#include "admin/admin.h"
#include "catalogue/product_admin.h"
#include "catalogue_admin_queries.h"
#include "http/decode.h"
#include "http/store.h"

enum {
        OPTIONS_MAX_BYTES = 32 * 1024, /* 200 values of 50 characters */
        VARIANTS_MAX_BYTES = 4 * 1024,
        IDS_MAX_BYTES = 8 * 1024, /* 200 SKUs, 100 pictures, more collections than anybody looks through */
        IMAGE_SIDE_MAX = 20000,
};

/* The ids of a JSON array as PostgreSQL's array; false with the field's error replied. */
static bool read_ids(struct request *rq, const char *field, struct str json, struct str *ret)
{
        struct str rest = {json.ptr + 1, json.len - 2}; /* without brackets */
        bool fine = json.ptr[0] == '[';
        while (fine && rest.len) {
                int64_t id;
                fine = str_to_int64(str_cut(&rest, ','), &id) && id > 0;
        }
        if (!fine) {
                reply_field_error(rq, str_from(field), STR("wrong_type"), STR("Give a list of ids."));
                return false;
        }
        *ret = arena_printf(&rq->arena, "{%.*s}", (int)json.len - 2, json.ptr + 1);
        return true;
}

struct product_work *product_work_new(struct request *rq)
{
        struct product_work *work = arena_new(&rq->arena, struct product_work);
        rq->state = work;
        if (!work)
                reply_error(rq, ERR_NO_MEMORY, STR_NULL);
        else if (request_param_int64(rq, 0, ERR_OBJECT_UNKNOWN, &work->id))
                return work;
        return NULL;
}

static void reply_created(struct request *rq, const struct outcome *o)
{
        reply_with_row_or(rq, o, ERR_OBJECT_UNKNOWN);
        if (rq->reply.status == 200)
                rq->reply.status = 201;
}

static void reply_page(struct request *rq, const struct outcome *o)
{
        reply_with_row_or(rq, o, ERR_OBJECT_UNKNOWN);
}

static struct str media_url(const struct request *rq)
{
        return store_settings(rq)->media_url;
}

static void get_page(struct request *rq, struct worker *w)
{
        struct product_work *work = rq->state;
        struct unit *u = admin_unit(rq, "products", ADMIN_VIEW);
        q_catalogue_admin_product_page(u, work->id, media_url(rq));
        admin_run(rq, w, NULL, u, reply_page);
}

void admin_product_get_page(struct request *rq)
{
        if (product_work_new(rq))
                request_defer(rq, get_page);
}

static void get_preview(struct request *rq, struct worker *w)
{
        struct product_work *work = rq->state;
        struct unit *u = admin_unit(rq, "products", ADMIN_VIEW);
        q_catalogue_admin_product_preview(u, work->id, media_url(rq));
        admin_run(rq, w, NULL, u, reply_page);
}

void admin_product_get_preview(struct request *rq)
{
        if (product_work_new(rq))
                request_defer(rq, get_preview);
}

static void post_skus(struct request *rq, struct worker *w)
{
        struct product_work *work = rq->state;
        int32_t stock = (int32_t)work->stock;
        struct unit *u = admin_unit(rq, "skus", ADMIN_ADD);
        admin_unit_require(u, "sku_prices", ADMIN_ADD);
        q_catalogue_admin_product_add_skus(u, work->id, work->options, work->amount, work->has_stock ? &stock : NULL,
                                           work->code_prefix);
        q_catalogue_admin_product_page(u, work->id, media_url(rq));
        admin_run(rq, w, admin_resource(STR("skus")), u, reply_created);
}

void admin_product_post_skus(struct request *rq)
{
        static const struct field fields[] = {
                {"options", FIELD_JSON, offsetof(struct product_work, options), .maximum = OPTIONS_MAX_BYTES},
                {"price", FIELD_INT64, offsetof(struct product_work, amount), .minimum = 0, .maximum = PRICE_MAX},
                {"stock", FIELD_INT64, offsetof(struct product_work, stock), 0, STOCK_MAX, .optional = true,
                 .given_at = offsetof(struct product_work, has_stock) + 1},
                {"code_prefix", FIELD_TEXT, offsetof(struct product_work, code_prefix), 1, 40, .optional = true,
                 .characters = true},
        };
        struct product_work *work = product_work_new(rq);
        if (!work || !request_decode(rq, fields, work))
                return;
        if (work->options.ptr[0] != '{')
                reply_field_error(rq, STR("options"), STR("wrong_type"), STR("Give an object."));
        else
                request_defer(rq, post_skus);
}

static void post_prices(struct request *rq, struct worker *w)
{
        struct product_work *work = rq->state;
        int32_t percent = (int32_t)work->percent_bp;
        struct unit *u = admin_unit(rq, "sku_prices", ADMIN_ADD);
        q_catalogue_admin_product_set_prices(u, work->id, work->ids, work->has_amount ? &work->amount : NULL,
                                             work->has_percent ? &percent : NULL, work->effective_at);
        q_catalogue_admin_product_page(u, work->id, media_url(rq));
        admin_run(rq, w, admin_resource(STR("sku_prices")), u, reply_page);
}

void admin_product_post_prices(struct request *rq)
{
        static const struct field fields[] = {
                {"amount", FIELD_INT64, offsetof(struct product_work, amount), 0, PRICE_MAX, .optional = true,
                 .given_at = offsetof(struct product_work, has_amount) + 1},
                {"percent_bp", FIELD_INT64, offsetof(struct product_work, percent_bp), -9999, 100000, .optional = true,
                 .given_at = offsetof(struct product_work, has_percent) + 1},
                {"skus", FIELD_JSON, offsetof(struct product_work, list), .maximum = IDS_MAX_BYTES, .optional = true},
                {"effective_at", FIELD_TEXT, offsetof(struct product_work, effective_at), 1, 40, .optional = true},
        };
        struct product_work *work = product_work_new(rq);
        if (!work || !request_decode(rq, fields, work))
                return;
        if (work->has_amount == work->has_percent)
                reply_field_error(rq, STR("amount"), STR("required"), STR("Give either an amount or a percentage."));
        else if (!work->list.ptr || read_ids(rq, "skus", work->list, &work->ids))
                request_defer(rq, post_prices);
}

static void post_image(struct request *rq, struct worker *w)
{
        struct product_work *work = rq->state;
        struct unit *u = admin_unit(rq, "product_images", ADMIN_ADD);
        q_catalogue_admin_product_add_image(u, work->id, work->file, work->list, (int32_t)work->width,
                                            (int32_t)work->height, work->alt.ptr ? work->alt : STR(""),
                                            work->option_value);
        q_catalogue_admin_product_page(u, work->id, media_url(rq));
        admin_run(rq, w, admin_resource(STR("product_images")), u, reply_created);
}

void admin_product_post_image(struct request *rq)
{
        static const struct field fields[] = {
                {"file", FIELD_TEXT, offsetof(struct product_work, file), .minimum = 1, .maximum = 200},
                {"variants", FIELD_JSON, offsetof(struct product_work, list), .maximum = VARIANTS_MAX_BYTES,
                 .optional = true},
                {"width", FIELD_INT64, offsetof(struct product_work, width), .minimum = 1, .maximum = IMAGE_SIDE_MAX},
                {"height", FIELD_INT64, offsetof(struct product_work, height), .minimum = 1, .maximum = IMAGE_SIDE_MAX},
                {"alt", FIELD_TEXT, offsetof(struct product_work, alt), 0, 500, .optional = true, .characters = true},
                {"option_value", FIELD_TEXT, offsetof(struct product_work, option_value), 1, 50, .optional = true,
                 .characters = true},
        };
        struct product_work *work = product_work_new(rq);
        if (work && request_decode(rq, fields, work))
                request_defer(rq, post_image);
}

static bool decode_ids(struct request *rq, struct product_work *work)
{
        static const struct field fields[] = {
                {"ids", FIELD_JSON, offsetof(struct product_work, list), .maximum = IDS_MAX_BYTES},
        };
        return work && request_decode(rq, fields, work) && read_ids(rq, "ids", work->list, &work->ids);
}

static void put_images(struct request *rq, struct worker *w)
{
        struct product_work *work = rq->state;
        struct unit *u = admin_unit(rq, "product_images", ADMIN_CHANGE);
        q_catalogue_admin_product_order_images(u, work->id, work->ids);
        q_catalogue_admin_product_page(u, work->id, media_url(rq));
        admin_run(rq, w, NULL, u, reply_page);
}

void admin_product_put_images(struct request *rq)
{
        if (decode_ids(rq, product_work_new(rq)))
                request_defer(rq, put_images);
}

static void put_collections(struct request *rq, struct worker *w)
{
        struct product_work *work = rq->state;
        struct unit *u = admin_unit(rq, "product_collections", ADMIN_ADD);
        admin_unit_require(u, "product_collections", ADMIN_DELETE);
        q_catalogue_admin_product_set_collections(u, work->id, work->ids);
        q_catalogue_admin_product_page(u, work->id, media_url(rq));
        admin_run(rq, w, NULL, u, reply_page);
}

void admin_product_put_collections(struct request *rq)
{
        if (decode_ids(rq, product_work_new(rq)))
                request_defer(rq, put_collections);
}

static void post_duplicate(struct request *rq, struct worker *w)
{
        struct product_work *work = rq->state;
        struct unit *u = admin_unit(rq, "products", ADMIN_ADD);
        admin_unit_require(u, "skus", ADMIN_ADD);
        admin_unit_require(u, "sku_prices", ADMIN_ADD);
        q_catalogue_admin_product_duplicate(u, work->id, media_url(rq));
        admin_run(rq, w, NULL, u, reply_created);
}

void admin_product_post_duplicate(struct request *rq)
{
        if (product_work_new(rq))
                request_defer(rq, post_duplicate);
}
