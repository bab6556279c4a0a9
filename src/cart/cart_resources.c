/* Carts and discount codes, in the admin. What is in a cart is its owner's to change. */
#include "cart/cart_resources.h"

#define FIELDS(table) .fields = table, .field_count = sizeof table / sizeof *table

enum {
        SHOWN = ADMIN_LIST | ADMIN_READ_ONLY,
        STAMP = ADMIN_LIST | ADMIN_READ_ONLY | ADMIN_FILTER,
        NUMBER = ADMIN_READ_ONLY | ADMIN_FILTER | ADMIN_SORT,
        LOOKED_AT = ADMIN_CAN_VIEW | ADMIN_CAN_DELETE,
};

static const struct admin_field cart_fields[] = {
        {"id", ADMIN_INTEGER, NUMBER | ADMIN_LIST, .label = "Number"},
        {"member_id", ADMIN_REFERENCE, STAMP | ADMIN_NULL, .label = "Member", .reference = "members"},
        {"visitor", ADMIN_BYTES, ADMIN_READ_ONLY | ADMIN_NULL | ADMIN_FILTER,
         .help = "Who has it without being logged in."},
        {"pieces", ADMIN_INTEGER, ADMIN_LIST,
         .sql = "(select coalesce(sum(quantity), 0) from cart_skus where cart_skus.cart_id = t.id)"},
        {"created_at", ADMIN_TIME, SHOWN, .label = "Begun"},
        {"updated_at", ADMIN_TIME, SHOWN, .label = "Changed"},
        {"moved_at", ADMIN_TIME, ADMIN_READ_ONLY | ADMIN_NULL, .label = "Went into a member's"},
};
static const struct admin_inline cart_inlines[] = {
        {"cart_skus", "cart_id", "Lines"},
        {"cart_discounts", "cart_id", "Discounts"},
        {"cart_shipping", "cart_id", "Shipping"},
        {0},
};
const struct resource carts_resource = {
        .name = "carts",
        .label_one = "Cart",
        .group = "Sales",
        .help = "What members and visitors have put aside.",
        .key = {{"id", "bigint"}},
        .title = "'Cart ' || t.id",
        .verbs = LOOKED_AT,
        FIELDS(cart_fields),
        .inlines = cart_inlines,
};

static const struct admin_field cart_sku_fields[] = {
        {"cart_id", ADMIN_REFERENCE, STAMP, .label = "Cart", .reference = "carts"},
        {"sku_id", ADMIN_REFERENCE, SHOWN, .label = "SKU", .reference = "skus"},
        {"quantity", ADMIN_INTEGER, SHOWN, .label = "Quantity"},
        {"price_seen", ADMIN_MONEY, SHOWN, .help = "What it cost when the customer last touched the line."},
        {"added_at", ADMIN_TIME, SHOWN, .label = "Added"},
};
const struct resource cart_skus_resource = {
        .name = "cart_skus",
        .label = "Lines of carts",
        .label_one = "Line of a cart",
        .group = "Sales",
        .key = {{"cart_id", "bigint"}, {"sku_id", "bigint"}},
        .title = "(select skus.code from skus where skus.id = t.sku_id)",
        .verbs = LOOKED_AT,
        FIELDS(cart_sku_fields),
};

static const struct admin_field cart_discount_fields[] = {
        {"id", ADMIN_INTEGER, NUMBER, .label = "Number"},
        {"cart_id", ADMIN_REFERENCE, STAMP, .label = "Cart", .reference = "carts"},
        {"discount_code_id", ADMIN_REFERENCE, SHOWN, .label = "Discount code", .reference = "discount_codes"},
};
const struct resource cart_discounts_resource = {
        .name = "cart_discounts",
        .label = "Discounts of carts",
        .label_one = "Discount of a cart",
        .group = "Sales",
        .key = {{"id", "bigint"}},
        .title = "(select discount_codes.code from discount_codes where discount_codes.id = t.discount_code_id)",
        .verbs = LOOKED_AT,
        FIELDS(cart_discount_fields),
};

static const struct admin_field cart_shipping_fields[] = {
        {"cart_id", ADMIN_REFERENCE, STAMP | ADMIN_SORT, .label = "Cart", .reference = "carts"},
        {"shipping_method_id", ADMIN_REFERENCE, SHOWN, .label = "Shipping method", .reference = "shipping_methods"},
};
const struct resource cart_shipping_resource = {
        .name = "cart_shipping",
        .label = "Shipping of carts",
        .label_one = "Shipping of a cart",
        .group = "Sales",
        .key = {{"cart_id", "bigint"}},
        .title = "(select shipping_methods.title from shipping_methods where shipping_methods.id = "
                 "t.shipping_method_id)",
        .verbs = LOOKED_AT,
        FIELDS(cart_shipping_fields),
};

/* Discount codes. */

static const char *const discount_kinds[] = {"percent", "fixed", "free_shipping", NULL};
static const char *const discount_targets[] = {"items", "shipping", NULL};

static const struct admin_field discount_code_fields[] = {
        {"id", ADMIN_INTEGER, NUMBER, .label = "Number"},
        {"code", ADMIN_TEXT, ADMIN_REQUIRED | ADMIN_LIST | ADMIN_SEARCH | ADMIN_SORT | ADMIN_FILTER,
         .help = "What customers type; it is kept in capital letters.", .minimum = 1, .maximum = 50},
        {"title", ADMIN_TEXT, ADMIN_LIST | ADMIN_SEARCH, .help = "What customers read.", .maximum = 200},
        {"kind", ADMIN_CHOICE, ADMIN_REQUIRED | ADMIN_LIST | ADMIN_FILTER, .choices = discount_kinds},
        {"applies_to", ADMIN_CHOICE, ADMIN_REQUIRED | ADMIN_LIST | ADMIN_FILTER, .choices = discount_targets,
         .help = "Free shipping is of shipping."},
        {"percent_bp", ADMIN_BASIS_POINTS, ADMIN_NULL | ADMIN_LIST, .label = "Percent",
         .help = "Of kind percent alone.", .minimum = 1, .maximum = 10000},
        {"amount", ADMIN_MONEY, ADMIN_NULL | ADMIN_LIST, .help = "Of kind fixed alone.", .minimum = 1,
         .maximum = 99999999},
        {"minimum_subtotal", ADMIN_MONEY, 0, .label = "Smallest subtotal", .help = "What the goods must cost at least.",
         .maximum = 999999999999},
        {"starts_at", ADMIN_TIME, ADMIN_NULL | ADMIN_LIST | ADMIN_FILTER, .label = "Begins"},
        {"ends_at", ADMIN_TIME, ADMIN_NULL | ADMIN_LIST | ADMIN_FILTER, .label = "Ends"},
        {"max_uses", ADMIN_INTEGER, ADMIN_NULL, .label = "Most uses", .help = "By all customers; empty is any number.",
         .minimum = 1, .maximum = 2147483647},
        {"max_uses_per_customer", ADMIN_INTEGER, ADMIN_NULL, .label = "Most uses a customer", .minimum = 1,
         .maximum = 2147483647},
        {"combinable", ADMIN_BOOLEAN, 0, .help = "May stand beside other codes that may."},
        {"active", ADMIN_BOOLEAN, ADMIN_LIST | ADMIN_FILTER, .label = "Active"},
        {"uses", ADMIN_INTEGER, SHOWN, .help = "By orders, and held by open checkouts."},
        {"created_at", ADMIN_TIME, ADMIN_READ_ONLY, .label = "Made"},
};
static const struct admin_inline discount_code_inlines[] = {
        {"discount_redemptions", "discount_code_id", "Uses"},
        {0},
};
static const struct admin_action discount_code_actions[] = {
        {"activate", "Activate", ADMIN_CHANGE, NULL, "update discount_codes set active = true where id = $1::bigint"},
        {"deactivate", "Deactivate", ADMIN_CHANGE, "Customers can't use these any more. Go on?",
         "update discount_codes set active = false where id = $1::bigint"},
        {0},
};
const struct resource discount_codes_resource = {
        .name = "discount_codes",
        .label = "Discount codes",
        .label_one = "Discount code",
        .group = "Sales",
        .key = {{"id", "bigint"}},
        .title = "t.code",
        .verbs = ADMIN_CAN_ALL,
        FIELDS(discount_code_fields),
        .inlines = discount_code_inlines,
        .actions = discount_code_actions,
};

static const struct admin_field discount_redemption_fields[] = {
        {"discount_code_id", ADMIN_REFERENCE, STAMP, .label = "Discount code", .reference = "discount_codes"},
        {"checkout_id", ADMIN_REFERENCE, STAMP, .label = "Checkout", .reference = "checkouts"},
        {"member_id", ADMIN_REFERENCE, SHOWN | ADMIN_NULL, .label = "Member", .reference = "members"},
        {"email", ADMIN_EMAIL, SHOWN | ADMIN_NULL, .label = "E-mail"},
        {"created_at", ADMIN_TIME, SHOWN, .label = "When"},
};
const struct resource discount_redemptions_resource = {
        .name = "discount_redemptions",
        .label = "Uses of discount codes",
        .label_one = "Use of a discount code",
        .group = "Sales",
        .help = "By orders, and by checkouts that are still open.",
        .key = {{"discount_code_id", "bigint"}, {"checkout_id", "bigint"}},
        .title = "(select discount_codes.code from discount_codes where discount_codes.id = t.discount_code_id)",
        .verbs = ADMIN_CAN_VIEW,
        FIELDS(discount_redemption_fields),
};
