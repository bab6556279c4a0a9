/* What POST /v1/checkout/sessions takes. */
#include "session_http.h"

#include "currency.h"
#include "session.h"

/* clang-format off */
#define ESTIMATE(bound)                                                                                          \
        {RATE "[delivery_estimate][" bound "][unit]", PARAM_CHOICE, 0, 0, "hour|day|business_day|week|month"},   \
        {RATE "[delivery_estimate][" bound "][value]", PARAM_INT, 1, 999, NULL}
/* clang-format on */
#define RATE "shipping_options[#][shipping_rate_data]"
#define PRICE "line_items[#][price_data]"
#define PRODUCT PRICE "[product_data]"
#define INTENT "payment_intent_data"
#define TAX_BEHAVIORS "exclusive|inclusive|unspecified"

const struct param session_create_params[] = {
        {"mode", PARAM_CHOICE, 0, 0, "payment|setup|subscription"},
        {"ui_mode", PARAM_CHOICE, 0, 0, "hosted|hosted_page"},
        {"success_url", PARAM_URL, 0, 0, NULL},
        {"cancel_url", PARAM_URL, 0, 0, NULL},
        {"client_reference_id", PARAM_TEXT, 0, 200, NULL},
        {"customer", PARAM_TEXT, 0, 255, NULL},
        {"customer_email", PARAM_EMAIL, 0, 0, NULL},
        {"customer_creation", PARAM_CHOICE, 0, 0, "always|if_required"},
        {"currency", PARAM_CURRENCY, 0, 0, NULL},
        {"expires_at", PARAM_INT, 0, INT32_MAX, NULL},
        {"locale", PARAM_TEXT, 0, 10, NULL},
        {"submit_type", PARAM_CHOICE, 0, 0, "auto|book|donate|pay"},
        {"origin_context", PARAM_CHOICE, 0, 0, "mobile_app|web"},
        {"allow_promotion_codes", PARAM_BOOL, 0, 0, NULL},
        {"automatic_tax[enabled]", PARAM_BOOL, 0, 0, NULL},
        {"invoice_creation[enabled]", PARAM_BOOL, 0, 0, NULL},
        {"billing_address_collection", PARAM_CHOICE, 0, 0, "auto|required"},
        {"phone_number_collection[enabled]", PARAM_BOOL, 0, 0, NULL},
        {"shipping_address_collection[allowed_countries]", PARAM_LIST, 0, 300, NULL},
        {"shipping_address_collection[allowed_countries][#]", PARAM_COUNTRY, 0, 0, NULL},
        {"payment_method_types", PARAM_LIST, 0, 50, NULL},
        {"payment_method_types[#]", PARAM_TEXT, 0, 50, NULL},
        {"custom_text[submit][message]", PARAM_TEXT, 0, 1200, NULL},
        {"custom_text[shipping_address][message]", PARAM_TEXT, 0, 1200, NULL},
        {"metadata", PARAM_MAP, 0, 0, NULL},

        {INTENT "[capture_method]", PARAM_CHOICE, 0, 0, "automatic|automatic_async"},
        {INTENT "[description]", PARAM_TEXT, 0, 1000, NULL},
        {INTENT "[receipt_email]", PARAM_EMAIL, 0, 0, NULL},
        {INTENT "[statement_descriptor]", PARAM_TEXT, 0, 22, NULL},
        {INTENT "[statement_descriptor_suffix]", PARAM_TEXT, 0, 22, NULL},
        {INTENT "[metadata]", PARAM_MAP, 0, 0, NULL},

        {"discounts", PARAM_LIST, 0, 1, NULL},
        {"discounts[#][coupon]", PARAM_TEXT, 0, 200, NULL},
        {"discounts[#][promotion_code]", PARAM_TEXT, 0, 200, NULL},

        {"shipping_options", PARAM_LIST, 0, SESSION_SHIPPING_OPTIONS, NULL},
        {"shipping_options[#][shipping_rate]", PARAM_TEXT, 0, 200, NULL},
        {RATE "[display_name]", PARAM_TEXT, 0, 100, NULL},
        {RATE "[type]", PARAM_CHOICE, 0, 0, "fixed_amount"},
        {RATE "[fixed_amount][amount]", PARAM_INT, 0, LARGEST_AMOUNT, NULL},
        {RATE "[fixed_amount][currency]", PARAM_CURRENCY, 0, 0, NULL},
        {RATE "[tax_behavior]", PARAM_CHOICE, 0, 0, TAX_BEHAVIORS},
        {RATE "[tax_code]", PARAM_TEXT, 0, 50, NULL},
        {RATE "[metadata]", PARAM_MAP, 0, 0, NULL},
        ESTIMATE("minimum"),
        ESTIMATE("maximum"),

        {"line_items", PARAM_LIST, 0, SESSION_LINES, NULL},
        {"line_items[#][price]", PARAM_TEXT, 0, 200, NULL},
        {"line_items[#][quantity]", PARAM_INT, 1, 999999, NULL},
        {"line_items[#][adjustable_quantity][enabled]", PARAM_BOOL, 0, 0, NULL},
        {"line_items[#][metadata]", PARAM_MAP, 0, 0, NULL},
        {PRICE "[currency]", PARAM_CURRENCY, 0, 0, NULL},
        {PRICE "[unit_amount]", PARAM_INT, 0, LARGEST_AMOUNT, NULL},
        {PRICE "[product]", PARAM_TEXT, 0, 200, NULL},
        {PRICE "[tax_behavior]", PARAM_CHOICE, 0, 0, TAX_BEHAVIORS},
        {PRODUCT "[name]", PARAM_TEXT, 0, 1500, NULL},
        {PRODUCT "[description]", PARAM_TEXT, 0, 40000, NULL},
        {PRODUCT "[images]", PARAM_LIST, 0, SESSION_IMAGES, NULL},
        {PRODUCT "[images][#]", PARAM_URL, 0, 0, NULL},
        {PRODUCT "[metadata]", PARAM_MAP, 0, 0, NULL},
        {PRODUCT "[tax_code]", PARAM_TEXT, 0, 50, NULL},
        {PRODUCT "[unit_label]", PARAM_TEXT, 0, 12, NULL},
        EXPAND_PARAMS,
        {0},
};
