/* The parts of a Checkout Session that Stripe shows as objects of their own: line items and shipping rates. */
#include <stdio.h>

#include "fields.h"
#include "listing.h"
#include "sandbox.h"
#include "session.h"

static const char price_shape[] = TEXT({
        "id" : null,
        "object" : "price",
        "active" : false,
        "billing_scheme" : "per_unit",
        "created" : 0,
        "currency" : null,
        "custom_unit_amount" : null,
        "livemode" : false,
        "lookup_key" : null,
        "metadata" : {},
        "nickname" : null,
        "product" : null,
        "recurring" : null,
        "tax_behavior" : "unspecified",
        "tiers_mode" : null,
        "transform_quantity" : null,
        "type" : "one_time",
        "unit_amount" : 0,
        "unit_amount_decimal" : null
});

static json_t *price_json(const char *session_id, const json_t *session, const json_t *line, size_t number)
{
        char price[ID_SIZE], product[ID_SIZE];
        id_of_part(price, "price_", session_id, number);
        id_of_part(product, "prod_", session_id, number);
        json_t *p = skeleton(price_shape);
        int64_t amount = field_int(line, "price_data.unit_amount");
        field_set_text(p, "id", price);
        field_set_text(p, "product", product);
        field_set_int(p, "created", field_int(session, "created"));
        field_set_text(p, "currency", field_text(session, "currency"));
        field_set_int(p, "unit_amount", amount);
        field_set(p, "unit_amount_decimal", must(json_sprintf("%lld", (long long)amount)));
        return p;
}

static json_t *line_json(const json_t *session, const json_t *line, size_t number, int64_t discount)
{
        char id[ID_SIZE];
        const char *session_id = field_text(session, "id");
        int64_t amount = line_amount(line);
        id_of_part(id, "li_", session_id, number);
        return must(json_pack("{s:s, s:s, s:n, s:I, s:I, s:I, s:I, s:s, s:s, s:o, s:o, s:I}", "id", id, "object",
                              "item", "adjustable_quantity", "amount_discount", discount, "amount_subtotal", amount,
                              "amount_tax", (json_int_t)0, "amount_total", amount - discount, "currency",
                              field_text(session, "currency"), "description",
                              field_text(line, "price_data.product_data.name"), "metadata",
                              copied_object(field(line, "metadata")), "price",
                              price_json(session_id, session, line, number), "quantity", field_int(line, "quantity")));
}

/* The number of the line that a cursor names; `count` when it names none. */
static size_t line_number(size_t count, const char *id)
{
        char session[ID_SIZE];
        size_t number;
        return id_read_part(id, "li_", session, &number) && number < count ? number : count;
}

json_t *session_line_list(struct sandbox *sb, const char *session_id, const char *after, const char *before,
                          size_t limit)
{
        json_t *session = store_load(&sb->store, KIND_SESSION, session_id), *data = must(json_array());
        json_t *lines = field(session, "params.line_items");
        int64_t discounts[SESSION_LINES];
        size_t count = json_array_size(lines);
        session_line_discounts(session, discounts);
        size_t first = after ? line_number(count, after) + 1 : 0, end = before ? line_number(count, before) : count;
        if (before && end > limit)
                first = end - limit;
        for (size_t i = first; i < end && json_array_size(data) < limit; i++)
                json_array_append_new(data, line_json(session, json_array_get(lines, i), i, discounts[i]));
        bool more = before ? first > 0 : first + json_array_size(data) < count;
        char url[ID_SIZE + 64];
        snprintf(url, sizeof url, "/v1/checkout/sessions/%s/line_items", session_id);
        json_decref(session);
        return list_json(url, data, more);
}

/* The record of the session that a part's id names, and what stands at the part's number in `list`. */
static json_t *load_part(struct sandbox *sb, const char *id, const char *prefix, const char *list,
                         const json_t **ret_part)
{
        char session_id[ID_SIZE];
        size_t number;
        if (!id_read_part(id, prefix, session_id, &number))
                return NULL;
        json_t *session = store_load(&sb->store, KIND_SESSION, session_id);
        *ret_part = json_array_get(field(session, list), number);
        if (!*ret_part) {
                json_decref(session);
                return NULL;
        }
        return session;
}

json_t *session_shipping_rate(struct sandbox *sb, const char *id)
{
        const json_t *option;
        json_t *session = load_part(sb, id, "shr_", "params.shipping_options", &option), *rate = NULL;
        const json_t *data = session ? field(option, "shipping_rate_data") : NULL;
        if (session)
                rate = must(json_pack("{s:s, s:s, s:b, s:I, s:o, s:s, s:{s:I, s:s}, s:b, s:o, s:s, s:n, s:s}", "id", id,
                                      "object", "shipping_rate", "active", 0, "created", field_int(session, "created"),
                                      "delivery_estimate", shared(field(data, "delivery_estimate")), "display_name",
                                      field_text(data, "display_name"), "fixed_amount", "amount",
                                      field_int(data, "fixed_amount.amount"), "currency",
                                      field_text(session, "currency"), "livemode", 0, "metadata",
                                      copied_object(field(data, "metadata")), "tax_behavior", "unspecified", "tax_code",
                                      "type", "fixed_amount"));
        json_decref(session);
        return rate;
}

json_t *session_product(struct sandbox *sb, const char *id)
{
        const json_t *line;
        json_t *session = load_part(sb, id, "prod_", "params.line_items", &line), *product = NULL;
        const json_t *data = session ? field(line, "price_data.product_data") : NULL;
        json_t *images = field(data, "images");
        if (session)
                product = must(json_pack(
                        "{s:s, s:s, s:b, s:I, s:n, s:s?, s:o, s:b, s:[], s:o, s:s, s:n, s:b, s:n, s:n, s:s, s:s?, s:I, "
                        "s:n}",
                        "id", id, "object", "product", "active", 0, "created", field_int(session, "created"),
                        "default_price", "description", field_text(data, "description"), "images",
                        images ? json_incref(images) : json_array(), "livemode", 0, "marketing_features", "metadata",
                        copied_object(field(data, "metadata")), "name", field_text(data, "name"), "package_dimensions",
                        "shippable", 0, "statement_descriptor", "tax_code", "type", "service", "unit_label",
                        field_text(data, "unit_label"), "updated", field_int(session, "created"), "url"));
        json_decref(session);
        return product;
}
