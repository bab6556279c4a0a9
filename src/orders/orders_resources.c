/* Orders, in the admin. What was bought and paid are facts; work on an order has pages of its own. */
#include "orders/orders_resources.h"

#define FIELDS(table) .fields = table, .field_count = sizeof table / sizeof *table

enum {
        KEPT = ADMIN_READ_ONLY,
        KEPT_NULL = ADMIN_READ_ONLY | ADMIN_NULL,
        SHOWN = ADMIN_LIST | ADMIN_READ_ONLY,
        STAMP = ADMIN_LIST | ADMIN_READ_ONLY | ADMIN_FILTER,
        OWNER = ADMIN_LIST | ADMIN_READ_ONLY | ADMIN_FILTER | ADMIN_SORT, /* also the key */
};

static const char *const order_states[] = {"accepted",  "manufacturing", "packing",  "shipped",
                                           "delivered", "cancelled",     "refunded", NULL};

static const char *const payment_states[] = {
        "paid", "no_payment_required", "refunded", "partially_refunded", "disputed", NULL};

static const struct admin_field order_fields[] = {
        {"id", ADMIN_INTEGER, KEPT | ADMIN_FILTER | ADMIN_SORT, .label = "Number"},
        {"identifier", ADMIN_TEXT, STAMP | ADMIN_SEARCH, .label = "Order"},
        {"placed_at", ADMIN_TIME, STAMP | ADMIN_SORT, .label = "Placed"},
        {"status", ADMIN_CHOICE, STAMP, .choices = order_states},
        {"email", ADMIN_EMAIL, STAMP | ADMIN_NULL | ADMIN_SEARCH, .label = "E-mail"},
        {"total", ADMIN_MONEY, STAMP | ADMIN_SORT, .label = "Total"},
        {"payment", ADMIN_CHOICE, ADMIN_LIST | ADMIN_NULL, .choices = payment_states,
         .sql = "(select status from order_payments where order_payments.order_id = t.id)"},
        {"on_hold", ADMIN_BOOLEAN, ADMIN_LIST | ADMIN_FILTER, .help = "Somebody has to look at it before it is sent."},
        {"hold_reason", ADMIN_LONG_TEXT, ADMIN_NULL, .maximum = 2000},
        {"short", ADMIN_BOOLEAN, STAMP, .help = "More was sold than there was."},
        {"member_id", ADMIN_REFERENCE, KEPT_NULL | ADMIN_FILTER, .label = "Member", .reference = "members"},
        {"prospect_id", ADMIN_REFERENCE, KEPT_NULL | ADMIN_FILTER, .label = "Prospect", .reference = "prospects"},
        {"currency", ADMIN_TEXT, KEPT, .label = "Currency"},
        {"item_subtotal", ADMIN_MONEY, KEPT, .label = "Goods"},
        {"item_discount", ADMIN_MONEY, KEPT, .label = "Discount on goods"},
        {"shipping", ADMIN_MONEY, KEPT, .label = "Shipping"},
        {"shipping_discount", ADMIN_MONEY, KEPT, .label = "Discount on shipping"},
        {"tax", ADMIN_MONEY, KEPT, .label = "Tax"},
        {"checkout_id", ADMIN_REFERENCE, KEPT | ADMIN_FILTER, .label = "Checkout", .reference = "checkouts"},
        {"visitor", ADMIN_BYTES, KEPT | ADMIN_FILTER, .label = "Visitor"},
};
static const struct admin_inline order_inlines[] = {
        {"order_skus", "order_id", "Lines"},
        {"order_discounts", "order_id", "Discounts"},
        {"order_payments", "order_id", "Payment"},
        {"order_billing", "order_id", "Billing"},
        {"order_shipping", "order_id", "Shipping"},
        {"order_statuses", "order_id", "History"},
        {"refunds", "order_id", "Refunds"},
        {"email_messages", "order_id", "Mails"},
        {"order_email_failures", "order_id", "Mails that failed"},
        {0},
};
const struct resource orders_resource = {
        .name = "orders",
        .label_one = "Order",
        .group = "Sales",
        .key = {{"id", "bigint"}},
        .title = "t.identifier",
        .sort = "-placed_at",
        .verbs = ADMIN_CAN_VIEW | ADMIN_CAN_CHANGE,
        FIELDS(order_fields),
        .inlines = order_inlines,
};

static const struct admin_field order_sku_fields[] = {
        {"order_id", ADMIN_REFERENCE, STAMP, .label = "Order", .reference = "orders"},
        {"position", ADMIN_INTEGER, KEPT, .label = "Position"},
        {"sku_id", ADMIN_REFERENCE, KEPT_NULL | ADMIN_FILTER, .label = "SKU", .reference = "skus"},
        {"code", ADMIN_TEXT, SHOWN, .label = "Code"},
        {"title", ADMIN_TEXT, SHOWN, .label = "Title"},
        {"sku_title", ADMIN_TEXT, SHOWN, .label = "Variant"},
        {"options", ADMIN_JSON, KEPT, .label = "Options"},
        {"quantity", ADMIN_INTEGER, SHOWN, .label = "Quantity"},
        {"unit_price", ADMIN_MONEY, SHOWN, .label = "Unit price"},
        {"line_total", ADMIN_MONEY, SHOWN, .label = "Line total"},
        {"quantity_short", ADMIN_INTEGER, SHOWN, .label = "Missing",
         .help = "Pieces that were not there when it was sold."},
        {"quantity_returned", ADMIN_INTEGER, SHOWN, .label = "Came back", .help = "Pieces that are in stock again."},
        {"product", ADMIN_TEXT, KEPT, .label = "Product's address"},
        {"image", ADMIN_JSON, KEPT_NULL, .label = "Image"},
};
const struct resource order_skus_resource = {
        .name = "order_skus",
        .label = "Lines of orders",
        .label_one = "Line of an order",
        .group = "Sales",
        .help = "What was bought, at the price of that day.",
        .key = {{"order_id", "bigint"}, {"position", "int"}},
        .title = "t.quantity || ' x ' || t.title",
        .verbs = ADMIN_CAN_VIEW,
        .no_undo = true,
        FIELDS(order_sku_fields),
};

static const struct admin_field order_discount_fields[] = {
        {"order_id", ADMIN_REFERENCE, STAMP, .label = "Order", .reference = "orders"},
        {"code", ADMIN_TEXT, SHOWN, .label = "Code"},
        {"title", ADMIN_TEXT, SHOWN, .label = "Title"},
        {"applies_to", ADMIN_TEXT, SHOWN, .label = "Applies to"},
        {"amount", ADMIN_MONEY, SHOWN, .label = "Amount"},
        {"discount_code_id", ADMIN_REFERENCE, KEPT_NULL, .label = "Discount code", .reference = "discount_codes"},
};
const struct resource order_discounts_resource = {
        .name = "order_discounts",
        .label = "Discounts of orders",
        .label_one = "Discount of an order",
        .group = "Sales",
        .key = {{"order_id", "bigint"}, {"code", "text"}},
        .title = "t.code",
        .verbs = ADMIN_CAN_VIEW,
        .no_undo = true,
        FIELDS(order_discount_fields),
};

static const struct admin_field order_payment_fields[] = {
        {"order_id", ADMIN_REFERENCE, OWNER, .label = "Order", .reference = "orders"},
        {"status", ADMIN_CHOICE, STAMP, .choices = payment_states},
        {"amount", ADMIN_MONEY, SHOWN, .label = "Amount"},
        {"refunded", ADMIN_MONEY, SHOWN, .label = "Refunded"},
        {"currency", ADMIN_TEXT, KEPT, .label = "Currency"},
        {"card_brand", ADMIN_TEXT, SHOWN | ADMIN_NULL, .label = "Card"},
        {"card_last4", ADMIN_TEXT, KEPT_NULL, .label = "Last digits"},
        {"paid_at", ADMIN_TIME, SHOWN, .label = "Paid"},
        {"livemode", ADMIN_BOOLEAN, KEPT, .label = "Real money"},
        {"stripe_session_id", ADMIN_TEXT, KEPT | ADMIN_FILTER, .label = "Stripe session"},
        {"stripe_payment_intent_id", ADMIN_TEXT, SHOWN | ADMIN_NULL | ADMIN_FILTER | ADMIN_SEARCH_START,
         .label = "Stripe payment"},
        {"stripe_charge_id", ADMIN_TEXT, KEPT_NULL | ADMIN_FILTER, .label = "Stripe charge"},
        {"stripe_customer_id", ADMIN_TEXT, KEPT_NULL, .label = "Stripe customer"},
};
const struct resource order_payments_resource = {
        .name = "order_payments",
        .label = "Payments",
        .label_one = "Payment",
        .group = "Sales",
        .help = "What Stripe took for orders.",
        .key = {{"order_id", "bigint"}},
        .title = "coalesce(t.stripe_payment_intent_id, t.stripe_session_id)",
        .verbs = ADMIN_CAN_VIEW,
        .no_undo = true,
        FIELDS(order_payment_fields),
};

static const struct admin_field order_billing_fields[] = {
        {"order_id", ADMIN_REFERENCE, OWNER, .label = "Order", .reference = "orders"},
        {"name", ADMIN_TEXT, SHOWN | ADMIN_NULL, .label = "Name"},
        {"line1", ADMIN_TEXT, SHOWN | ADMIN_NULL, .label = "Address"},
        {"line2", ADMIN_TEXT, KEPT_NULL, .label = "Address, second line"},
        {"city", ADMIN_TEXT, SHOWN | ADMIN_NULL, .label = "City"},
        {"state", ADMIN_TEXT, KEPT_NULL, .label = "State"},
        {"postal_code", ADMIN_TEXT, SHOWN | ADMIN_NULL, .label = "Postal code"},
        {"country", ADMIN_TEXT, SHOWN | ADMIN_NULL, .label = "Country"},
        {"phone", ADMIN_TEXT, KEPT_NULL, .label = "Phone"},
};
const struct resource order_billing_resource = {
        .name = "order_billing",
        .label = "Billing addresses",
        .label_one = "Billing address",
        .group = "Sales",
        .help = "As the customer gave it when paying.",
        .key = {{"order_id", "bigint"}},
        .title = "coalesce(t.name, '')",
        .verbs = ADMIN_CAN_VIEW,
        .no_undo = true,
        FIELDS(order_billing_fields),
};

/* An address that was mistyped is corrected before the parcel leaves. */
static const struct admin_field order_shipping_fields[] = {
        {"order_id", ADMIN_REFERENCE, OWNER, .label = "Order", .reference = "orders"},
        {"method", ADMIN_TEXT, KEPT, .label = "Method"},
        {"title", ADMIN_TEXT, SHOWN, .label = "Shipping method"},
        {"name", ADMIN_TEXT, ADMIN_LIST | ADMIN_NULL, .maximum = 200},
        {"line1", ADMIN_TEXT, ADMIN_LIST | ADMIN_NULL, .label = "Address", .maximum = 200},
        {"line2", ADMIN_TEXT, ADMIN_NULL, .label = "Address, second line", .maximum = 200},
        {"city", ADMIN_TEXT, ADMIN_LIST | ADMIN_NULL, .maximum = 100},
        {"state", ADMIN_TEXT, ADMIN_NULL, .maximum = 100},
        {"postal_code", ADMIN_TEXT, ADMIN_LIST | ADMIN_NULL, .maximum = 20},
        {"country", ADMIN_TEXT, ADMIN_LIST | ADMIN_NULL, .maximum = 2},
        {"tracking_number", ADMIN_TEXT, SHOWN | ADMIN_NULL,
         .help = "Set by shipping the order, which tells the customer."},
        {"tracking_url", ADMIN_URL, KEPT_NULL, .label = "Tracking address"},
};
const struct resource order_shipping_resource = {
        .name = "order_shipping",
        .label = "Shipping addresses",
        .label_one = "Shipping address",
        .group = "Sales",
        .key = {{"order_id", "bigint"}},
        .title = "coalesce(t.name, '')",
        .verbs = ADMIN_CAN_VIEW | ADMIN_CAN_CHANGE,
        FIELDS(order_shipping_fields),
};

static const struct admin_field order_status_fields[] = {
        {"id", ADMIN_INTEGER, KEPT | ADMIN_FILTER | ADMIN_SORT, .label = "Number"},
        {"order_id", ADMIN_REFERENCE, STAMP, .label = "Order", .reference = "orders"},
        {"status", ADMIN_CHOICE, SHOWN, .choices = order_states},
        {"note", ADMIN_LONG_TEXT, SHOWN, .label = "Note"},
        {"at", ADMIN_TIME, SHOWN, .label = "When"},
        {"user_id", ADMIN_REFERENCE, SHOWN | ADMIN_NULL, .label = "By", .reference = "users"},
};
const struct resource order_statuses_resource = {
        .name = "order_statuses",
        .label = "History of orders",
        .label_one = "Status of an order",
        .group = "Sales",
        .help = "The newest is the order's status. The order's page moves it on.",
        .key = {{"id", "bigint"}},
        .title = "t.status",
        .verbs = ADMIN_CAN_VIEW,
        .no_undo = true,
        FIELDS(order_status_fields),
};

static const struct admin_field refund_fields[] = {
        {"id", ADMIN_INTEGER, KEPT | ADMIN_FILTER | ADMIN_SORT, .label = "Number"},
        {"created_at", ADMIN_TIME, SHOWN, .label = "When"},
        {"order_id", ADMIN_REFERENCE, STAMP, .label = "Order", .reference = "orders"},
        {"amount", ADMIN_MONEY, SHOWN, .label = "Amount"},
        {"currency", ADMIN_TEXT, KEPT, .label = "Currency"},
        {"status", ADMIN_TEXT, SHOWN, .help = "What Stripe says."},
        {"reason", ADMIN_TEXT, SHOWN | ADMIN_NULL, .label = "Reason"},
        {"stripe_refund_id", ADMIN_TEXT, STAMP, .label = "Stripe refund"},
};
const struct resource refunds_resource = {
        .name = "refunds",
        .label_one = "Refund",
        .group = "Sales",
        .help = "Money that went back. An order's page makes one, which takes the permission to add.",
        .key = {{"id", "bigint"}},
        .title = "t.stripe_refund_id",
        .verbs = ADMIN_CAN_VIEW,
        .no_undo = true,
        FIELDS(refund_fields),
};

static const char *const request_states[] = {"requested", "done", "failed", NULL};
static const struct admin_field refund_request_fields[] = {
        {"identifier", ADMIN_TEXT, STAMP, .label = "Identifier"},
        {"created_at", ADMIN_TIME, SHOWN, .label = "When"},
        {"order_id", ADMIN_REFERENCE, STAMP, .label = "Order", .reference = "orders"},
        {"amount", ADMIN_MONEY, SHOWN, .label = "Amount"},
        {"state", ADMIN_CHOICE, SHOWN, .choices = request_states},
        {"username", ADMIN_TEXT, SHOWN, .label = "By"},
        {"last_error", ADMIN_LONG_TEXT, SHOWN | ADMIN_NULL, .label = "Stripe's words"},
        {"reason", ADMIN_TEXT, KEPT_NULL, .label = "Reason"},
        {"restock", ADMIN_JSON, KEPT, .label = "Pieces that come back"},
        {"user_id", ADMIN_REFERENCE, KEPT_NULL, .label = "Account", .reference = "users"},
        {"refund_id", ADMIN_REFERENCE, KEPT_NULL, .label = "Refund", .reference = "refunds"},
        {"next_try_at", ADMIN_TIME, KEPT, .label = "Next try"},
        {"closed_at", ADMIN_TIME, KEPT_NULL, .label = "Ended"},
};
const struct resource refund_requests_resource = {
        .name = "refund_requests",
        .label_one = "Refund request",
        .group = "Sales",
        .help = "Refunds that were asked for here, and what Stripe made of them.",
        .key = {{"identifier", "uuid"}},
        .title = "t.identifier::text",
        .verbs = ADMIN_CAN_VIEW,
        .no_undo = true,
        FIELDS(refund_request_fields),
};

static const struct admin_field order_note_fields[] = {
        {"id", ADMIN_INTEGER, KEPT | ADMIN_FILTER | ADMIN_SORT, .label = "Number"},
        {"at", ADMIN_TIME, SHOWN, .label = "When"},
        {"order_id", ADMIN_REFERENCE, STAMP, .label = "Order", .reference = "orders"},
        {"username", ADMIN_TEXT, SHOWN, .label = "By"},
        {"text", ADMIN_LONG_TEXT, ADMIN_LIST | ADMIN_REQUIRED, .maximum = 4000},
        {"user_id", ADMIN_REFERENCE, KEPT_NULL, .label = "Account", .reference = "users"},
};
const struct resource order_notes_resource = {
        .name = "order_notes",
        .label = "Notes on orders",
        .label_one = "Note on an order",
        .group = "Sales",
        .help = "For those who work here; customers don't see them. An order's page writes them.",
        .key = {{"id", "bigint"}},
        .title = "t.text",
        .verbs = ADMIN_CAN_VIEW | ADMIN_CAN_CHANGE | ADMIN_CAN_DELETE,
        FIELDS(order_note_fields),
};

static const struct admin_field dispute_fields[] = {
        {"stripe_dispute_id", ADMIN_TEXT, STAMP | ADMIN_SEARCH_START, .label = "Stripe dispute"},
        {"payment_intent_id", ADMIN_TEXT, STAMP | ADMIN_SEARCH_START, .label = "Stripe payment"},
        {"status", ADMIN_TEXT, SHOWN, .help = "What Stripe says."},
        {"closed", ADMIN_BOOLEAN, STAMP, .label = "Closed"},
        {"created_at", ADMIN_TIME, STAMP | ADMIN_SORT, .label = "Begun"},
};
const struct resource disputes_resource = {
        .name = "disputes",
        .label_one = "Dispute",
        .group = "Sales",
        .help = "Payments that customers had their bank question. They are answered at Stripe.",
        .key = {{"stripe_dispute_id", "text"}},
        .title = "t.stripe_dispute_id",
        .sort = "-created_at",
        .verbs = ADMIN_CAN_VIEW,
        .no_undo = true,
        FIELDS(dispute_fields),
};

static const struct admin_field order_email_failure_fields[] = {
        {"id", ADMIN_INTEGER, KEPT | ADMIN_FILTER | ADMIN_SORT, .label = "Number"},
        {"at", ADMIN_TIME, SHOWN, .label = "When"},
        {"order_id", ADMIN_REFERENCE, STAMP, .label = "Order", .reference = "orders"},
        {"message_id", ADMIN_REFERENCE, STAMP, .label = "Mail", .reference = "email_messages"},
        {"reason", ADMIN_LONG_TEXT, SHOWN, .label = "Reason"},
};
const struct resource order_email_failures_resource = {
        .name = "order_email_failures",
        .label = "Order mails that failed",
        .label_one = "Order mail that failed",
        .group = "Sales",
        .help = "What customers were not told.",
        .key = {{"id", "bigint"}},
        .title = "t.reason",
        .verbs = ADMIN_CAN_VIEW,
        .no_undo = true,
        FIELDS(order_email_failure_fields),
};
