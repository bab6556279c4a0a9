/* A Checkout Session object as Stripe writes it, in its older and newer shapes. */
#include "stripe/reader.h"
#include "stripe/session.h"

static const char *const statuses[] = {"open", "complete", "expired", NULL};
static const char *const payment_statuses[] = {"unpaid", "paid", "no_payment_required", NULL};

static bool is_text(const json_t *object, const char *key, const char *text)
{
        const char *value = json_string_value(json_object_get(object, key));
        return value && strcmp(value, text) == 0;
}

static void read_amounts(struct stripe_reader *r, const json_t *json, struct stripe_session *s)
{
        const json_t *details = json_object_get(json, "total_details");
        s->amount_subtotal = stripe_read_needed_whole(r, json, "amount_subtotal");
        s->amount_total = stripe_read_needed_whole(r, json, "amount_total");
        s->amount_discount = stripe_read_whole(r, details, "amount_discount");
        s->amount_shipping = stripe_read_whole(r, details, "amount_shipping");
        s->amount_tax = stripe_read_whole(r, details, "amount_tax");
        s->currency = stripe_read_needed_text(r, json, "currency");
}

static struct stripe_address read_address(struct stripe_reader *r, const json_t *json)
{
        return (struct stripe_address){
                .line1 = stripe_read_text(r, json, "line1"),
                .line2 = stripe_read_text(r, json, "line2"),
                .city = stripe_read_text(r, json, "city"),
                .state = stripe_read_text(r, json, "state"),
                .postal_code = stripe_read_text(r, json, "postal_code"),
                .country = stripe_read_text(r, json, "country"),
        };
}

static void read_customer(struct stripe_reader *r, const json_t *json, struct stripe_session *s)
{
        const json_t *details = json_object_get(json, "customer_details");
        s->customer_id = stripe_read_id(r, json, "customer");
        s->email = stripe_read_text(r, details, "email");
        if (!s->email.ptr)
                s->email = stripe_read_text(r, json, "customer_email");
        s->customer_name = stripe_read_text(r, details, "name");
        s->phone = stripe_read_text(r, details, "phone");
        s->billing = read_address(r, json_object_get(details, "address"));
}

/* collected_information since 2025-02-24; shipping_details from 2022-11-15; shipping before. */
static const json_t *shipping_of(const json_t *json)
{
        const json_t *collected = json_object_get(json, "collected_information");
        const json_t *places[] = {
                json_object_get(collected, "shipping_details"),
                json_object_get(json, "shipping_details"),
                json_object_get(json, "shipping"),
        };
        for (size_t i = 0; i < sizeof places / sizeof *places; i++)
                if (json_is_object(places[i]))
                        return places[i];
        return NULL;
}

static void read_shipping(struct stripe_reader *r, const json_t *json, struct stripe_session *s)
{
        const json_t *shipping = shipping_of(json);
        s->shipping_name = stripe_read_text(r, shipping, "name");
        s->shipping = read_address(r, json_object_get(shipping, "address"));
}

/* latest_charge since 2022-11-15, charges.data before. */
static void read_payment(struct stripe_reader *r, const json_t *json, struct stripe_session *s)
{
        s->payment_intent_id = stripe_read_id(r, json, "payment_intent");
        const json_t *intent = json_object_get(json, "payment_intent");
        const json_t *charge = json_object_get(intent, "latest_charge");
        s->charge_id = stripe_read_id(r, intent, "latest_charge");
        if (!s->charge_id.ptr) {
                charge = json_array_get(json_object_get(json_object_get(intent, "charges"), "data"), 0);
                s->charge_id = stripe_read_text(r, charge, "id");
        }
        s->amount_refunded = stripe_read_whole(r, charge, "amount_refunded");
        const json_t *method = json_object_get(charge, "payment_method_details");
        const json_t *card = json_object_get(method, "card");
        s->payment_method_type = stripe_read_text(r, method, "type");
        s->card_brand = stripe_read_text(r, card, "brand");
        s->card_last4 = stripe_read_text(r, card, "last4");
}

static void read_item(struct stripe_reader *r, const json_t *json, struct stripe_session_item *item)
{
        item->description = stripe_read_text(r, json, "description");
        item->quantity = stripe_read_whole(r, json, "quantity");
        item->amount_subtotal = stripe_read_needed_whole(r, json, "amount_subtotal");
        item->amount_discount = stripe_read_whole(r, json, "amount_discount");
        item->amount_tax = stripe_read_whole(r, json, "amount_tax");
        item->amount_total = stripe_read_needed_whole(r, json, "amount_total");
}

static void read_items(struct stripe_reader *r, const json_t *list, struct stripe_session *s)
{
        const json_t *data = json_object_get(list, "data");
        size_t count = json_array_size(data);
        if (count == 0)
                return;
        s->items = arena_array(r->arena, struct stripe_session_item, count);
        if (!s->items) {
                r->err = ERR_NO_MEMORY;
                return;
        }
        for (size_t i = 0; i < count; i++)
                read_item(r, json_array_get(data, i), &s->items[i]);
        s->item_count = count;
        s->items_truncated = json_is_true(json_object_get(list, "has_more"));
}

enum err stripe_session_items_parse(const json_t *list, struct arena *arena, struct stripe_session *session)
{
        struct stripe_reader r = {.arena = arena};
        stripe_read_kind(&r, list, "list");
        read_items(&r, list, session);
        return r.err;
}

enum err stripe_session_parse(const json_t *json, struct arena *arena, struct stripe_session *ret)
{
        struct stripe_reader r = {.arena = arena};
        struct stripe_session s = {0};
        stripe_read_kind(&r, json, "checkout.session");
        s.id = stripe_read_needed_text(&r, json, "id");
        s.url = stripe_read_text(&r, json, "url");
        s.client_reference_id = stripe_read_text(&r, json, "client_reference_id");
        s.metadata_checkout = stripe_read_text(&r, json_object_get(json, "metadata"), "checkout");
        s.is_payment = is_text(json, "mode", "payment");
        s.status = stripe_read_needed_word(&r, json, "status", statuses);
        s.payment_status = stripe_read_needed_word(&r, json, "payment_status", payment_statuses);
        if (s.is_payment) {
                read_amounts(&r, json, &s);
                read_items(&r, json_object_get(json, "line_items"), &s);
        }
        s.livemode = stripe_read_needed_bool(&r, json, "livemode");
        read_customer(&r, json, &s);
        read_shipping(&r, json, &s);
        read_payment(&r, json, &s);
        s.created = stripe_read_needed_whole(&r, json, "created");
        s.expires_at = stripe_read_needed_whole(&r, json, "expires_at");
        *ret = r.err == ERR_NONE ? s : (struct stripe_session){0};
        return r.err;
}
