/* Products and what is sold of them, in the admin. */
#include "catalogue/catalogue_resources.h"

#define FIELDS(table) .fields = table, .field_count = sizeof table / sizeof *table

enum {
        SHOWN = ADMIN_LIST | ADMIN_READ_ONLY,
        STAMP = ADMIN_LIST | ADMIN_READ_ONLY | ADMIN_FILTER,
        OWNER = ADMIN_LIST | ADMIN_FILTER | ADMIN_REQUIRED,
        PART = OWNER | ADMIN_CREATE_ONLY, /* of a key */
        NUMBER = ADMIN_READ_ONLY | ADMIN_FILTER | ADMIN_SORT,
};

static const char slug_help[] = "In its address: small letters, digits and single hyphens.";
static const char position_help[] = "Lower numbers come first.";

/* Products. */

static const struct admin_field product_fields[] = {
        {"id", ADMIN_INTEGER, NUMBER, .label = "Number"},
        {"image", ADMIN_FILE, ADMIN_LIST,
         .sql = "(select file from product_images where product_images.product_id = t.id order by position, id limit "
                "1)"},
        {"title", ADMIN_TEXT, ADMIN_REQUIRED | ADMIN_LIST | ADMIN_SEARCH | ADMIN_SORT, .minimum = 1, .maximum = 200},
        {"subtitle", ADMIN_TEXT, 0, .maximum = 300},
        {"slug", ADMIN_SLUG, ADMIN_REQUIRED | ADMIN_LIST | ADMIN_SEARCH | ADMIN_SORT | ADMIN_FILTER, .help = slug_help,
         .minimum = 1, .maximum = 100},
        {"description", ADMIN_LONG_TEXT, 0, .maximum = 20000},
        {"option_names", ADMIN_TEXTS, 0, .label = "Options", .help = "What SKUs differ in, at most five: Colour, Size.",
         .maximum = 5},
        {"published_at", ADMIN_TIME, ADMIN_NULL | ADMIN_LIST | ADMIN_FILTER | ADMIN_SORT, .label = "Published",
         .help = "From then on it is in the shop; empty is a draft."},
        {"sku_count", ADMIN_INTEGER, ADMIN_LIST, .label = "SKUs",
         .sql = "(select count(*) from product_skus where product_skus.product_id = t.id)"},
        {"created_at", ADMIN_TIME, STAMP | ADMIN_SORT, .label = "Made"},
        {"updated_at", ADMIN_TIME, ADMIN_READ_ONLY, .label = "Changed"},
};
static const struct admin_inline product_inlines[] = {
        {"product_images", "product_id", "Images"},
        {"product_videos", "product_id", "Videos"},
        {"product_skus", "product_id", "SKUs"},
        {"product_collections", "product_id", "Collections"},
        {0},
};
static const struct admin_action product_actions[] = {
        {"publish", "Publish", ADMIN_CHANGE, NULL,
         "update products set published_at = least(coalesce(published_at, now()), now()) where id = $1::bigint"},
        {"unpublish", "Make a draft", ADMIN_CHANGE, "Take these out of the shop?",
         "update products set published_at = null where id = $1::bigint"},
        {0},
};
const struct resource products_resource = {
        .name = "products",
        .label_one = "Product",
        .group = "Catalogue",
        .help = "What the shop shows. What is bought, with its price and stock, are SKUs.",
        .key = {{"id", "bigint"}},
        .title = "t.title",
        .verbs = ADMIN_CAN_ALL,
        FIELDS(product_fields),
        .inlines = product_inlines,
        .actions = product_actions,
};

static const struct admin_field product_image_fields[] = {
        {"id", ADMIN_INTEGER, NUMBER, .label = "Number"},
        {"product_id", ADMIN_REFERENCE, OWNER, .label = "Product", .reference = "products"},
        {"file", ADMIN_FILE, ADMIN_REQUIRED | ADMIN_LIST, .label = "File"},
        {"alt", ADMIN_TEXT, ADMIN_LIST, .label = "Description", .help = "What it shows, for those who can't see it.",
         .maximum = 500},
        {"option_value", ADMIN_TEXT, ADMIN_NULL | ADMIN_LIST, .label = "Option",
         .help = "The colour, say, that it shows; empty for all.", .maximum = 100},
        {"position", ADMIN_INTEGER, ADMIN_LIST, .help = position_help},
        {"width", ADMIN_INTEGER, ADMIN_REQUIRED, .help = "In pixels.", .minimum = 1, .maximum = 100000},
        {"height", ADMIN_INTEGER, ADMIN_REQUIRED, .help = "In pixels.", .minimum = 1, .maximum = 100000},
        {"variants", ADMIN_JSON, 0, .label = "Smaller files",
         .help = "[{\"width\": 600, \"file\": \"...\"}], the narrowest first."},
};
const struct resource product_images_resource = {
        .name = "product_images",
        .label = "Pictures of products",
        .label_one = "Picture of a product",
        .group = "Catalogue",
        .key = {{"id", "bigint"}},
        .title = "coalesce(nullif(t.alt, ''), t.file)",
        .verbs = ADMIN_CAN_ALL,
        FIELDS(product_image_fields),
};

static const struct admin_field product_video_fields[] = {
        {"id", ADMIN_INTEGER, NUMBER, .label = "Number"},
        {"product_id", ADMIN_REFERENCE, OWNER, .label = "Product", .reference = "products"},
        {"url", ADMIN_URL, ADMIN_REQUIRED | ADMIN_LIST, .label = "Address", .maximum = 2000},
        {"title", ADMIN_TEXT, ADMIN_LIST, .maximum = 200},
        {"position", ADMIN_INTEGER, ADMIN_LIST, .help = position_help},
};
const struct resource product_videos_resource = {
        .name = "product_videos",
        .label = "Videos of products",
        .label_one = "Video of a product",
        .group = "Catalogue",
        .key = {{"id", "bigint"}},
        .title = "coalesce(nullif(t.title, ''), t.url)",
        .verbs = ADMIN_CAN_ALL,
        FIELDS(product_video_fields),
};

/* SKUs. */

static const char *const stock_statuses[] = {"in_stock", "back_ordered", "out_of_stock", NULL};

static const struct admin_field sku_fields[] = {
        {"id", ADMIN_INTEGER, NUMBER, .label = "Number"},
        {"code", ADMIN_TEXT, ADMIN_REQUIRED | ADMIN_LIST | ADMIN_SEARCH | ADMIN_SORT | ADMIN_FILTER, .minimum = 1,
         .maximum = 100},
        {"title", ADMIN_TEXT, ADMIN_LIST | ADMIN_SEARCH, .help = "What tells it from the product's others: Blue, XL.",
         .maximum = 200},
        {"options", ADMIN_JSON, 0, .help = "By the product's option names: {\"Colour\": \"Blue\", \"Size\": \"XL\"}."},
        {"price", ADMIN_MONEY, ADMIN_LIST | ADMIN_NULL, .help = "The one that counts now.",
         .sql = "(select amount from sku_prices where sku_prices.sku_id = t.id and effective_at <= now()"
                " order by effective_at desc, sku_prices.id desc limit 1)"},
        {"quantity_available", ADMIN_INTEGER, ADMIN_LIST | ADMIN_NULL, .label = "Available",
         .sql = "(select quantity_available from sku_inventory where sku_inventory.sku_id = t.id)"},
        {"status", ADMIN_CHOICE, ADMIN_LIST, .label = "Stock", .choices = stock_statuses,
         .sql = "coalesce((select status from sku_inventory where sku_inventory.sku_id = t.id), 'in_stock')"},
        {"active", ADMIN_BOOLEAN, ADMIN_LIST | ADMIN_FILTER, .help = "Can be bought."},
        {"sku_type_id", ADMIN_REFERENCE, ADMIN_FILTER, .label = "Type", .reference = "sku_types"},
        {"weight_grams", ADMIN_INTEGER, ADMIN_NULL, .label = "Weight", .help = "In grams.", .maximum = 10000000},
        {"created_at", ADMIN_TIME, STAMP | ADMIN_SORT, .label = "Made"},
};
static const struct admin_inline sku_inlines[] = {
        {"sku_prices", "sku_id", "Prices"},         {"sku_inventory", "sku_id", "Stock"},
        {"stock_movements", "sku_id", "Movements"}, {"sku_images", "sku_id", "Images"},
        {"product_skus", "sku_id", "Products"},     {0},
};
static const struct admin_action sku_actions[] = {
        {"activate", "Activate", ADMIN_CHANGE, NULL, "update skus set active = true where id = $1::bigint"},
        {"deactivate", "Deactivate", ADMIN_CHANGE, "Stop selling these?",
         "update skus set active = false where id = $1::bigint"},
        {0},
};
const struct resource skus_resource = {
        .name = "skus",
        .label = "SKUs",
        .label_one = "SKU",
        .group = "Catalogue",
        .help = "What is bought: one product in one colour and size, say.",
        .key = {{"id", "bigint"}},
        .title = "t.code || coalesce(' ' || nullif(t.title, ''), '')",
        .verbs = ADMIN_CAN_ALL,
        FIELDS(sku_fields),
        .inlines = sku_inlines,
        .actions = sku_actions,
};

static const struct admin_field sku_type_fields[] = {
        {"id", ADMIN_INTEGER, NUMBER, .label = "Number"},
        {"title", ADMIN_TEXT, ADMIN_REQUIRED | ADMIN_LIST | ADMIN_SEARCH | ADMIN_SORT, .minimum = 1, .maximum = 100},
};
const struct resource sku_types_resource = {
        .name = "sku_types",
        .label = "Types of SKUs",
        .label_one = "Type of SKUs",
        .group = "Catalogue",
        .key = {{"id", "bigint"}},
        .title = "t.title",
        .sort = "title",
        .verbs = ADMIN_CAN_ALL,
        FIELDS(sku_type_fields),
};

/* A price that has counted is history: the law asks for the lowest of 30 days. A newer one takes its place. */
static const struct admin_field sku_price_fields[] = {
        {"id", ADMIN_INTEGER, NUMBER, .label = "Number"},
        {"sku_id", ADMIN_REFERENCE, PART, .label = "SKU", .reference = "skus"},
        {"amount", ADMIN_MONEY, ADMIN_REQUIRED | ADMIN_CREATE_ONLY | ADMIN_LIST, .label = "Price", .maximum = 99999999},
        {"effective_at", ADMIN_TIME, ADMIN_CREATE_ONLY | ADMIN_LIST | ADMIN_FILTER | ADMIN_SORT, .label = "Counts from",
         .help = "The newest whose time has come counts; empty is now."},
        {"created_at", ADMIN_TIME, ADMIN_READ_ONLY, .label = "Entered"},
};
const struct resource sku_prices_resource = {
        .name = "sku_prices",
        .label = "Prices",
        .label_one = "Price",
        .group = "Catalogue",
        .help = "A history: to change a price, add a newer one.",
        .key = {{"id", "bigint"}},
        .title = "(select skus.code from skus where skus.id = t.sku_id)",
        .verbs = ADMIN_CAN_VIEW | ADMIN_CAN_ADD | ADMIN_CAN_DELETE,
        FIELDS(sku_price_fields),
};

static const struct admin_field sku_image_fields[] = {
        {"id", ADMIN_INTEGER, NUMBER, .label = "Number"},
        {"sku_id", ADMIN_REFERENCE, OWNER, .label = "SKU", .reference = "skus"},
        {"file", ADMIN_FILE, ADMIN_REQUIRED | ADMIN_LIST, .label = "File"},
        {"alt", ADMIN_TEXT, ADMIN_LIST, .label = "Description", .help = "What it shows, for those who can't see it.",
         .maximum = 500},
        {"position", ADMIN_INTEGER, ADMIN_LIST, .help = position_help},
        {"width", ADMIN_INTEGER, ADMIN_REQUIRED, .help = "In pixels.", .minimum = 1, .maximum = 100000},
        {"height", ADMIN_INTEGER, ADMIN_REQUIRED, .help = "In pixels.", .minimum = 1, .maximum = 100000},
        {"variants", ADMIN_JSON, 0, .label = "Smaller files",
         .help = "[{\"width\": 600, \"file\": \"...\"}], the narrowest first."},
};
const struct resource sku_images_resource = {
        .name = "sku_images",
        .label = "Pictures of SKUs",
        .label_one = "Picture of a SKU",
        .group = "Catalogue",
        .key = {{"id", "bigint"}},
        .title = "coalesce(nullif(t.alt, ''), t.file)",
        .verbs = ADMIN_CAN_ALL,
        FIELDS(sku_image_fields),
};

/* How much there is changes with a movement, never by itself. */
static const struct admin_field sku_inventory_fields[] = {
        {"sku_id", ADMIN_REFERENCE, PART | ADMIN_SORT, .label = "SKU", .reference = "skus"},
        {"quantity_on_hand", ADMIN_INTEGER, SHOWN | ADMIN_NULL, .label = "On hand",
         .help = "Pieces in the house; empty when nobody counts them."},
        {"quantity_reserved", ADMIN_INTEGER, SHOWN, .label = "Reserved", .help = "Held by open checkouts."},
        {"quantity_available", ADMIN_INTEGER, SHOWN | ADMIN_NULL, .label = "Available",
         .help = "What may still be ordered; empty is any number."},
        {"backorder_allowed", ADMIN_BOOLEAN, ADMIN_LIST, .label = "Back orders",
         .help = "Can be ordered beyond what is there."},
        {"status", ADMIN_CHOICE, STAMP, .choices = stock_statuses},
};
const struct resource sku_inventory_resource = {
        .name = "sku_inventory",
        .label = "Stock",
        .label_one = "Stock of a SKU",
        .group = "Catalogue",
        .help = "How much there is; the ledger of movements says why.",
        .key = {{"sku_id", "bigint"}},
        .title = "(select skus.code from skus where skus.id = t.sku_id)",
        .verbs = ADMIN_CAN_VIEW | ADMIN_CAN_ADD | ADMIN_CAN_CHANGE,
        FIELDS(sku_inventory_fields),
};

static const char *const movement_reasons[] = {"opening", "sale", "return", "correction", "delivery", NULL};
static const struct admin_field stock_movement_fields[] = {
        {"id", ADMIN_INTEGER, NUMBER, .label = "Number"},
        {"created_at", ADMIN_TIME, SHOWN, .label = "When"},
        {"sku_id", ADMIN_REFERENCE, STAMP, .label = "SKU", .reference = "skus"},
        {"change", ADMIN_INTEGER, SHOWN, .label = "Change"},
        {"reason", ADMIN_CHOICE, SHOWN, .choices = movement_reasons},
        {"reference", ADMIN_TEXT, SHOWN, .help = "An order, a delivery note."},
};
const struct resource stock_movements_resource = {
        .name = "stock_movements",
        .label = "Stock movements",
        .label_one = "Stock movement",
        .group = "Catalogue",
        .help = "The ledger: their sum is what is on hand.",
        .key = {{"id", "bigint"}},
        .title = "(select skus.code from skus where skus.id = t.sku_id) || ' ' || t.change",
        .verbs = ADMIN_CAN_VIEW,
        .no_undo = true,
        FIELDS(stock_movement_fields),
};

static const struct admin_field product_sku_fields[] = {
        {"product_id", ADMIN_REFERENCE, PART, .label = "Product", .reference = "products"},
        {"sku_id", ADMIN_REFERENCE, PART, .label = "SKU", .reference = "skus"},
        {"position", ADMIN_INTEGER, ADMIN_LIST, .help = position_help},
};
const struct resource product_skus_resource = {
        .name = "product_skus",
        .label = "SKUs of products",
        .label_one = "SKU of a product",
        .group = "Catalogue",
        .key = {{"product_id", "bigint"}, {"sku_id", "bigint"}},
        .title = "(select skus.code from skus where skus.id = t.sku_id)",
        .verbs = ADMIN_CAN_ALL,
        FIELDS(product_sku_fields),
};

/* Collections. */

static const struct admin_field collection_fields[] = {
        {"id", ADMIN_INTEGER, NUMBER, .label = "Number"},
        {"title", ADMIN_TEXT, ADMIN_REQUIRED | ADMIN_LIST | ADMIN_SEARCH | ADMIN_SORT, .minimum = 1, .maximum = 200},
        {"slug", ADMIN_SLUG, ADMIN_REQUIRED | ADMIN_LIST | ADMIN_SEARCH | ADMIN_FILTER, .help = slug_help, .minimum = 1,
         .maximum = 100},
        {"description", ADMIN_LONG_TEXT, 0, .maximum = 20000},
        {"image", ADMIN_JSON, ADMIN_NULL,
         .help = "{\"file\", \"variants\", \"alt\", \"width\", \"height\"} of a picture."},
        {"position", ADMIN_INTEGER, ADMIN_LIST | ADMIN_SORT, .help = position_help},
        {"product_count", ADMIN_INTEGER, ADMIN_LIST, .label = "Products",
         .sql = "(select count(*) from product_collections where product_collections.collection_id = t.id)"},
};
static const struct admin_inline collection_inlines[] = {
        {"product_collections", "collection_id", "Products"},
        {0},
};
const struct resource collections_resource = {
        .name = "collections",
        .label_one = "Collection",
        .group = "Catalogue",
        .help = "Products that are shown together.",
        .key = {{"id", "bigint"}},
        .title = "t.title",
        .sort = "position",
        .verbs = ADMIN_CAN_ALL,
        FIELDS(collection_fields),
        .inlines = collection_inlines,
};

static const struct admin_field product_collection_fields[] = {
        {"collection_id", ADMIN_REFERENCE, PART, .label = "Collection", .reference = "collections"},
        {"product_id", ADMIN_REFERENCE, PART, .label = "Product", .reference = "products"},
};
const struct resource product_collections_resource = {
        .name = "product_collections",
        .label = "Products in collections",
        .label_one = "Product in a collection",
        .group = "Catalogue",
        .key = {{"collection_id", "bigint"}, {"product_id", "bigint"}},
        .title = "(select products.title from products where products.id = t.product_id)",
        .verbs = ADMIN_CAN_VIEW | ADMIN_CAN_ADD | ADMIN_CAN_DELETE,
        FIELDS(product_collection_fields),
};

static const struct admin_field shipping_method_fields[] = {
        {"id", ADMIN_INTEGER, NUMBER, .label = "Number"},
        {"title", ADMIN_TEXT, ADMIN_REQUIRED | ADMIN_LIST | ADMIN_SEARCH | ADMIN_SORT, .minimum = 1, .maximum = 200},
        {"code", ADMIN_TEXT, ADMIN_REQUIRED | ADMIN_LIST | ADMIN_FILTER, .help = "What orders keep of it.",
         .minimum = 1, .maximum = 100},
        {"description", ADMIN_LONG_TEXT, 0, .maximum = 2000},
        {"amount", ADMIN_MONEY, ADMIN_REQUIRED | ADMIN_LIST, .label = "Price", .maximum = 99999999},
        {"carrier", ADMIN_TEXT, ADMIN_LIST, .maximum = 200},
        {"tracking_url_template", ADMIN_TEXT, 0, .label = "Tracking address",
         .help = "Where a parcel can be followed; {tracking_number} stands for its number.", .maximum = 2000},
        {"active", ADMIN_BOOLEAN, ADMIN_LIST | ADMIN_FILTER, .help = "Can be chosen."},
        {"position", ADMIN_INTEGER, ADMIN_LIST | ADMIN_SORT, .help = position_help},
};
const struct resource shipping_methods_resource = {
        .name = "shipping_methods",
        .label = "Shipping methods",
        .label_one = "Shipping method",
        .group = "Catalogue",
        .help = "How orders travel, and what that costs.",
        .key = {{"id", "bigint"}},
        .title = "t.title",
        .sort = "position",
        .verbs = ADMIN_CAN_ALL,
        FIELDS(shipping_method_fields),
};
