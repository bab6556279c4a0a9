/* The cart: /api/v1/cart and below. Each change is one unit whose last row is the reply. */
#include "cart/cart_http.h"

#include <stddef.h>

#include "cart/cart.h"
#include "cart_queries.h"
#include "http/decode.h"
#include "http/store.h"

struct cart_item {
        int64_t sku, quantity;
};

struct cart_code {
        struct str code;
};

enum { QUANTITY_MAX = 99, CODE_MAX = 50, METHOD_MAX = 100 };

/* 2^53 - 1: what every JSON reader keeps exactly (RFC 8259, section 6). */
static const int64_t sku_max = 9007199254740991;

static void run_and_view(struct request *rq, struct unit *u)
{
        q_cart_view(u, rq->visitor, rq->session, store_settings(rq)->media_url);
        request_run(rq, u, reply_with_row);
}

void cart_get(struct request *rq)
{
        run_and_view(rq, request_unit(rq));
}

void cart_delete(struct request *rq)
{
        struct unit *u = request_unit(rq);
        q_cart_lock(u, rq->visitor, rq->session);
        q_cart_empty(u, rq->visitor, rq->session);
        run_and_view(rq, u);
}

void cart_post_item(struct request *rq)
{
        static const struct field fields[] = {
                {"sku", FIELD_INT64, offsetof(struct cart_item, sku), .minimum = 1, .maximum = sku_max},
                {"quantity", FIELD_INT64, offsetof(struct cart_item, quantity), .minimum = 1, .maximum = QUANTITY_MAX},
        };
        struct cart_item in = {0};
        if (!request_decode(rq, fields, &in))
                return;
        struct unit *u = request_unit(rq);
        q_cart_ensure(u, rq->visitor, rq->session);
        q_cart_add_sku(u, rq->visitor, rq->session, in.sku, (int32_t)in.quantity);
        q_cart_check_sku(u, rq->visitor, rq->session, in.sku, CART_LINES_MAX);
        run_and_view(rq, u);
}

void cart_put_item(struct request *rq)
{
        static const struct field fields[] = {
                {"quantity", FIELD_INT64, offsetof(struct cart_item, quantity), .minimum = 1, .maximum = QUANTITY_MAX},
        };
        struct cart_item in = {0};
        if (!request_param_int64(rq, 0, ERR_SKU_UNKNOWN, &in.sku) || !request_decode(rq, fields, &in))
                return;
        struct unit *u = request_unit(rq);
        q_cart_ensure(u, rq->visitor, rq->session);
        q_cart_set_sku(u, rq->visitor, rq->session, in.sku, (int32_t)in.quantity);
        q_cart_check_sku(u, rq->visitor, rq->session, in.sku, CART_LINES_MAX);
        run_and_view(rq, u);
}

void cart_delete_item(struct request *rq)
{
        int64_t sku;
        if (!request_param_int64(rq, 0, ERR_SKU_UNKNOWN, &sku))
                return;
        struct unit *u = request_unit(rq);
        q_cart_lock(u, rq->visitor, rq->session);
        q_cart_remove_sku(u, rq->visitor, rq->session, sku);
        run_and_view(rq, u);
}

void cart_put_shipping(struct request *rq)
{
        static const struct field fields[] = {
                {"method", FIELD_TEXT, offsetof(struct cart_code, code), .minimum = 1, .maximum = METHOD_MAX},
        };
        struct cart_code in = {0};
        if (!request_decode(rq, fields, &in))
                return;
        struct unit *u = request_unit(rq);
        q_cart_ensure(u, rq->visitor, rq->session);
        q_cart_set_shipping(u, rq->visitor, rq->session, in.code);
        run_and_view(rq, u);
}

void cart_post_discount(struct request *rq)
{
        static const struct field fields[] = {
                {"code", FIELD_TEXT, offsetof(struct cart_code, code), .minimum = 1, .maximum = CODE_MAX},
        };
        struct cart_code in = {0};
        if (!request_decode(rq, fields, &in))
                return;
        struct str code = str_trim(in.code);
        struct unit *u = request_unit(rq);
        q_cart_ensure(u, rq->visitor, rq->session);
        q_cart_add_discount(u, rq->visitor, rq->session, code);
        q_cart_check_discount(u, rq->visitor, rq->session, code);
        run_and_view(rq, u);
}

void cart_delete_discount(struct request *rq)
{
        struct unit *u = request_unit(rq);
        q_cart_lock(u, rq->visitor, rq->session);
        q_cart_remove_discount(u, rq->visitor, rq->session, rq->params[0]);
        run_and_view(rq, u);
}
