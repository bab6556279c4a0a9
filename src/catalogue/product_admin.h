/* What a request to the admin's pages of products and SKUs asked for, while it is worked on. */
#ifndef CATALOGUE_PRODUCT_ADMIN_H
#define CATALOGUE_PRODUCT_ADMIN_H

#include "http/request.h"

enum {
        PRICE_MAX = 99999999,   /* Stripe takes 8 digits at most */
        STOCK_MAX = 1000000000, /* far below the end of a column */
};

struct product_work {
        int64_t id; /* of the product or SKU */
        struct str options, list, ids, code_prefix, file, alt, option_value, effective_at;
        int64_t amount, percent_bp, stock, width, height;
        bool has_amount, has_percent, has_stock;
};

/* In rq->state, with the id of the path; NULL when an error is replied. */
struct product_work *product_work_new(struct request *rq) __attribute__((warn_unused_result));

#endif
