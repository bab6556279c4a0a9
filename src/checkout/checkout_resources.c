/* What was offered for payment and what Stripe told, in the admin: facts, to be looked at. */
#include "checkout/checkout_resources.h"

#define FIELDS(table) .fields = table, .field_count = sizeof table / sizeof *table

enum {
        KEPT = ADMIN_READ_ONLY,
        SHOWN = ADMIN_LIST | ADMIN_READ_ONLY,
        STAMP = ADMIN_LIST | ADMIN_READ_ONLY | ADMIN_FILTER,
};

static const char *const checkout_statuses[] = {"pending", "open",    "processing", "completed",
                                                "failed",  "expired", NULL};

static const struct admin_field checkout_fields[] = {
        {"id", ADMIN_INTEGER, STAMP | ADMIN_SORT, .label = "Number"},
        {"identifier", ADMIN_TEXT, KEPT | ADMIN_FILTER, .label = "Identifier"},
        {"status", ADMIN_CHOICE, STAMP, .choices = checkout_statuses},
        {"email", ADMIN_EMAIL, STAMP | ADMIN_NULL | ADMIN_SEARCH_START, .label = "E-mail"},
        {"member_id", ADMIN_REFERENCE, STAMP | ADMIN_NULL, .label = "Member", .reference = "members"},
        {"visitor", ADMIN_BYTES, KEPT, .label = "Visitor"},
        {"cart_id", ADMIN_REFERENCE, KEPT | ADMIN_NULL, .label = "Cart", .reference = "carts"},
        {"currency", ADMIN_TEXT, KEPT, .label = "Currency"},
        {"item_subtotal", ADMIN_MONEY, KEPT, .label = "Goods"},
        {"item_discount", ADMIN_MONEY, KEPT, .label = "Discount on goods"},
        {"shipping", ADMIN_MONEY, KEPT, .label = "Shipping"},
        {"shipping_discount", ADMIN_MONEY, KEPT, .label = "Discount on shipping"},
        {"total", ADMIN_MONEY, SHOWN, .label = "Total"},
        {"snapshot", ADMIN_JSON, KEPT, .label = "What was offered"},
        {"stripe_session_id", ADMIN_TEXT, KEPT | ADMIN_NULL | ADMIN_FILTER, .label = "Stripe session"},
        {"terms_accepted_at", ADMIN_TIME, KEPT, .label = "Terms accepted"},
        {"created_at", ADMIN_TIME, SHOWN, .label = "Begun"},
        {"session_expires_at", ADMIN_TIME, KEPT, .label = "Can be paid until"},
        {"next_check_at", ADMIN_TIME, KEPT, .label = "Next look at Stripe"},
        {"finished_at", ADMIN_TIME, SHOWN | ADMIN_NULL, .label = "Finished"},
};
static const struct admin_inline checkout_inlines[] = {
        {"stock_reservations", "checkout_id", "Held stock"},
        {"discount_redemptions", "checkout_id", "Discounts"},
        {"orders", "checkout_id", "Order"},
        {0},
};
const struct resource checkouts_resource = {
        .name = "checkouts",
        .label_one = "Checkout",
        .group = "Sales",
        .help = "What was offered for payment, and what became of it.",
        .key = {{"id", "bigint"}},
        .title = "'Checkout ' || t.id",
        .verbs = ADMIN_CAN_VIEW,
        .no_undo = true,
        FIELDS(checkout_fields),
        .inlines = checkout_inlines,
};

static const struct admin_field stock_reservation_fields[] = {
        {"checkout_id", ADMIN_REFERENCE, STAMP, .label = "Checkout", .reference = "checkouts"},
        {"sku_id", ADMIN_REFERENCE, STAMP, .label = "SKU", .reference = "skus"},
        {"quantity", ADMIN_INTEGER, SHOWN, .label = "Quantity"},
};
const struct resource stock_reservations_resource = {
        .name = "stock_reservations",
        .label = "Held stock",
        .label_one = "Held stock",
        .group = "Sales",
        .help = "What open checkouts keep from others.",
        .key = {{"checkout_id", "bigint"}, {"sku_id", "bigint"}},
        .title = "(select skus.code from skus where skus.id = t.sku_id)",
        .verbs = ADMIN_CAN_VIEW,
        .no_undo = true,
        FIELDS(stock_reservation_fields),
};

static const struct admin_field stripe_event_fields[] = {
        {"id", ADMIN_TEXT, STAMP, .label = "Event"},
        {"type", ADMIN_TEXT, SHOWN, .label = "Type"},
        {"object_id", ADMIN_TEXT, STAMP | ADMIN_NULL | ADMIN_SEARCH_START, .label = "About"},
        {"created", ADMIN_TIME, SHOWN, .label = "Happened", .help = "By Stripe's clock."},
        {"received_at", ADMIN_TIME, STAMP | ADMIN_SORT, .label = "Received"},
};
const struct resource stripe_events_resource = {
        .name = "stripe_events",
        .label = "Stripe events",
        .label_one = "Stripe event",
        .group = "Sales",
        .help = "What Stripe told.",
        .key = {{"id", "text"}},
        .title = "t.type",
        .sort = "-received_at",
        .verbs = ADMIN_CAN_VIEW,
        .no_undo = true,
        FIELDS(stripe_event_fields),
};
