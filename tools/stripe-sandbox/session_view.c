/* A Checkout Session as Stripe shows it. */
#include <stdio.h>
#include <string.h>

#include "fields.h"
#include "sandbox.h"
#include "session.h"

/* Versions that changed the shape. */
static const char COLLECTED_SHIPPING[] = "2025-03-31", HOSTED_PAGE[] = "2026-03-25";

static const char shape[] = TEXT({
        "id" : null,
        "object" : "checkout.session",
        "adaptive_pricing" : null,
        "after_expiration" : null,
        "allow_promotion_codes" : null,
        "amount_subtotal" : 0,
        "amount_total" : 0,
        "automatic_tax" : {"enabled" : false, "liability" : null, "provider" : null, "status" : null},
        "billing_address_collection" : null,
        "cancel_url" : null,
        "client_reference_id" : null,
        "client_secret" : null,
        "collected_information" : null,
        "consent" : null,
        "consent_collection" : null,
        "created" : 0,
        "currency" : null,
        "currency_conversion" : null,
        "custom_fields" : [],
        "custom_text" : {
                "after_submit" : null,
                "shipping_address" : null,
                "submit" : null,
                "terms_of_service_acceptance" : null
        },
        "customer" : null,
        "customer_account" : null,
        "customer_creation" : "if_required",
        "customer_details" : null,
        "customer_email" : null,
        "discounts" : [],
        "expires_at" : 0,
        "invoice" : null,
        "invoice_creation" : {"enabled" : false, "invoice_data" : {}},
        "livemode" : false,
        "locale" : null,
        "metadata" : {},
        "mode" : "payment",
        "origin_context" : null,
        "payment_intent" : null,
        "payment_link" : null,
        "payment_method_collection" : "if_required",
        "payment_method_configuration_details" : null,
        "payment_method_options" : {},
        "payment_method_types" : ["card"],
        "payment_status" : "unpaid",
        "permissions" : null,
        "phone_number_collection" : {"enabled" : false},
        "recovered_from" : null,
        "saved_payment_method_options" : null,
        "setup_intent" : null,
        "shipping_address_collection" : null,
        "shipping_cost" : null,
        "shipping_options" : [],
        "status" : "open",
        "submit_type" : null,
        "subscription" : null,
        "success_url" : null,
        "total_details" : null,
        "ui_mode" : "hosted",
        "url" : null,
        "wallet_options" : null
});

/* What Stripe shows as the shop gave it. */
static const char *const as_given[] = {
        "allow_promotion_codes",
        "billing_address_collection",
        "cancel_url",
        "client_reference_id",
        "custom_text",
        "customer",
        "customer_creation",
        "customer_email",
        "invoice_creation",
        "locale",
        "metadata",
        "payment_method_types",
        "phone_number_collection",
        "shipping_address_collection",
        "submit_type",
        "success_url",
};
/* And what the record holds. */
static const char *const as_recorded[] = {
        "id", "created", "currency", "expires_at", "payment_intent", "payment_status", "status"};

static void copy(json_t *view, const json_t *from, const char *const *names, size_t count)
{
        for (size_t i = 0; i < count; i++) {
                json_t *value = field(from, names[i]);
                if (json_is_object(value) && json_is_object(json_object_get(view, names[i])))
                        json_object_update(json_object_get(view, names[i]), value);
                else if (value)
                        field_set(view, names[i], json_incref(value));
        }
}

static void add_amounts(json_t *view, const json_t *session)
{
        struct session_amounts sum;
        session_amounts(session, &sum);
        field_set_int(view, "amount_subtotal", sum.subtotal);
        field_set_int(view, "amount_total", sum.total);
        field_set(view, "total_details",
                  must(json_pack("{s:I, s:I, s:I}", "amount_discount", sum.discount, "amount_shipping", sum.shipping,
                                 "amount_tax", (json_int_t)0)));
        if (field(session, "coupon"))
                field_set(
                        view, "discounts",
                        must(json_pack("[{s:s, s:n}]", "coupon", field_text(session, "coupon.id"), "promotion_code")));
}

static void add_shipping(json_t *view, const json_t *session)
{
        size_t i;
        char id[ID_SIZE];
        json_t *option, *options = field(session, "params.shipping_options"), *shown = must(json_array());
        json_array_foreach(options, i, option)
        {
                id_of_part(id, "shr_", field_text(session, "id"), i);
                int64_t amount = field_int(option, "shipping_rate_data.fixed_amount.amount");
                json_array_append_new(shown,
                                      must(json_pack("{s:I, s:s}", "shipping_amount", amount, "shipping_rate", id)));
                if (i == (size_t)field_int(session, "shipping_choice"))
                        field_set(view, "shipping_cost",
                                  must(json_pack("{s:I, s:I, s:I, s:s}", "amount_subtotal", amount, "amount_tax",
                                                 (json_int_t)0, "amount_total", amount, "shipping_rate", id)));
        }
        field_set(view, "shipping_options", shown);
}

static void add_customer(json_t *view, const json_t *session, const char *version)
{
        const json_t *customer = field(session, "customer");
        const char *email = field_text(session, "params.customer_email");
        bool complete = strcmp(field_text(session, "status"), "complete") == 0;
        json_t *shipping = field(session, "shipping");
        if (customer || email)
                field_set(view, "customer_details",
                          must(json_pack("{s:o, s:n, s:s?, s:n, s:s?, s:s?, s:s, s:o}", "address",
                                         shared(field(customer, "address")), "business_name", "email",
                                         customer ? field_text(customer, "email") : email, "individual_name", "name",
                                         field_text(customer, "name"), "phone", field_text(customer, "phone"),
                                         "tax_exempt", "none", "tax_ids", complete ? json_array() : json_null())));
        if (complete)
                field_set(view, "collected_information",
                          must(json_pack("{s:n, s:n, s:o}", "business_name", "individual_name", "shipping_details",
                                         shared(shipping))));
        if (strncmp(version, COLLECTED_SHIPPING, 10) < 0)
                field_set(view, "shipping_details", shared(shipping));
}

json_t *session_view(struct sandbox *sb, const json_t *session, const char *version)
{
        json_t *view = skeleton(shape);
        copy(view, field(session, "params"), as_given, sizeof as_given / sizeof *as_given);
        copy(view, session, as_recorded, sizeof as_recorded / sizeof *as_recorded);
        add_amounts(view, session);
        add_shipping(view, session);
        add_customer(view, session, version);
        if (strncmp(version, HOSTED_PAGE, 10) >= 0)
                field_set_text(view, "ui_mode", "hosted_page");
        if (strcmp(field_text(session, "status"), "open") == 0) {
                char url[OPTION_SIZE + ID_SIZE + 8];
                snprintf(url, sizeof url, "%s/pay/%s", sb->public_url, field_text(session, "id"));
                field_set_text(view, "url", url);
        }
        return view;
}
