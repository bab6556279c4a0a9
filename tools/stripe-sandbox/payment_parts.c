/* New payment intents and charges, in Stripe's shape. */
#include "payment_parts.h"

#include <string.h>

#include "base/clock.h"
#include "fields.h"
#include "id.h"

static const char intent_shape[] = TEXT({
        "id" : null,
        "object" : "payment_intent",
        "amount" : 0,
        "amount_capturable" : 0,
        "amount_details" : {"tip" : {}},
        "amount_received" : 0,
        "application" : null,
        "application_fee_amount" : null,
        "automatic_payment_methods" : null,
        "canceled_at" : null,
        "cancellation_reason" : null,
        "capture_method" : "automatic_async",
        "client_secret" : null,
        "confirmation_method" : "automatic",
        "created" : 0,
        "currency" : null,
        "customer" : null,
        "description" : null,
        "last_payment_error" : null,
        "latest_charge" : null,
        "livemode" : false,
        "metadata" : {},
        "next_action" : null,
        "on_behalf_of" : null,
        "payment_method" : null,
        "payment_method_configuration_details" : null,
        "payment_method_options" : {},
        "payment_method_types" : ["card"],
        "processing" : null,
        "receipt_email" : null,
        "review" : null,
        "setup_future_usage" : null,
        "shipping" : null,
        "source" : null,
        "statement_descriptor" : null,
        "statement_descriptor_suffix" : null,
        "status" : "processing",
        "transfer_data" : null,
        "transfer_group" : null
});

static const char charge_shape[] = TEXT({
        "id" : null,
        "object" : "charge",
        "amount" : 0,
        "amount_captured" : 0,
        "amount_refunded" : 0,
        "application" : null,
        "application_fee" : null,
        "application_fee_amount" : null,
        "balance_transaction" : null,
        "billing_details" : {},
        "calculated_statement_descriptor" : "SANDBOX",
        "captured" : true,
        "created" : 0,
        "currency" : null,
        "customer" : null,
        "description" : null,
        "disputed" : false,
        "failure_balance_transaction" : null,
        "failure_code" : null,
        "failure_message" : null,
        "fraud_details" : {},
        "livemode" : false,
        "metadata" : {},
        "on_behalf_of" : null,
        "outcome" : {
                "network_status" : "approved_by_network",
                "reason" : null,
                "risk_level" : "normal",
                "risk_score" : 12,
                "seller_message" : "Payment complete.",
                "type" : "authorized"
        },
        "paid" : true,
        "payment_intent" : null,
        "payment_method" : null,
        "payment_method_details" : {},
        "receipt_email" : null,
        "receipt_number" : null,
        "receipt_url" : null,
        "refunded" : false,
        "review" : null,
        "shipping" : null,
        "source" : null,
        "source_transfer" : null,
        "statement_descriptor" : null,
        "statement_descriptor_suffix" : null,
        "status" : "succeeded",
        "transfer_data" : null,
        "transfer_group" : null
});

static void set_id(json_t *object, const char *key, const char *prefix)
{
        char id[ID_SIZE];
        id_random(id, prefix, 23);
        field_set_text(object, key, id);
}

/* {address, name, phone, ...} as intents and charges have it; JSON null when nothing is shipped. */
static json_t *shipping_json(const json_t *session)
{
        const json_t *shipping = field(session, "shipping");
        if (!shipping)
                return json_null();
        return must(json_pack("{s:o, s:n, s:s?, s:s?, s:n}", "address", shared(field(shipping, "address")), "carrier",
                              "name", field_text(shipping, "name"), "phone", field_text(session, "customer.phone"),
                              "tracking_number"));
}

json_t *intent_new(const json_t *session, int64_t amount)
{
        static const char *const as_given[] = {
                "description",   "metadata", "receipt_email", "statement_descriptor", "statement_descriptor_suffix",
                "capture_method"};
        json_t *intent = skeleton(intent_shape);
        const json_t *wanted = field(session, "params.payment_intent_data");
        for (size_t i = 0; i < sizeof as_given / sizeof *as_given; i++) {
                if (field(wanted, as_given[i]))
                        field_set(intent, as_given[i], json_incref(field(wanted, as_given[i])));
        }
        set_id(intent, "id", "pi_3");
        set_id(intent, "payment_method", "pm_1");
        field_set(intent, "client_secret", must(json_sprintf("%s_secret_sandbox", field_text(intent, "id"))));
        field_set_int(intent, "amount", amount);
        field_set_int(intent, "created", clock_unix());
        field_set_text(intent, "currency", field_text(session, "currency"));
        field_set(intent, "customer", shared(field(session, "params.customer")));
        field_set(intent, "payment_method_types", must(json_pack("[s]", field_text(session, "method.type"))));
        field_set(intent, "shipping", shipping_json(session));
        return intent;
}

json_t *charge_new(const json_t *session, const json_t *intent)
{
        static const char *const shared_names[] = {
                "amount",         "currency",      "customer", "description",          "metadata",
                "payment_method", "receipt_email", "shipping", "statement_descriptor", "statement_descriptor_suffix"};
        json_t *charge = skeleton(charge_shape);
        for (size_t i = 0; i < sizeof shared_names / sizeof *shared_names; i++)
                field_set(charge, shared_names[i], shared(field(intent, shared_names[i])));
        set_id(charge, "id", "ch_3");
        set_id(charge, "balance_transaction", "txn_3");
        field_set_int(charge, "amount_captured", field_int(intent, "amount"));
        field_set_int(charge, "created", clock_unix());
        field_set_text(charge, "payment_intent", field_text(intent, "id"));
        field_set(charge, "billing_details",
                  must(json_pack("{s:o, s:s?, s:s?, s:s?, s:n}", "address", shared(field(session, "customer.address")),
                                 "email", field_text(session, "customer.email"), "name",
                                 field_text(session, "customer.name"), "phone", field_text(session, "customer.phone"),
                                 "tax_id")));
        field_set(charge, "payment_method_details", copied_object(field(session, "method")));
        return charge;
}
