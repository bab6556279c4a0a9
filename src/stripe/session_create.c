/* The session that a customer is sent to Stripe with. */
#include "stripe/currency.h"
#include "stripe/form.h"
#include "stripe/session.h"

#include <stdio.h>

enum {
        COUPON_NAME_MAX = 40,     /* characters; Stripe's limit */
        SHIPPING_TITLE_MAX = 100, /* characters; Stripe's limit */
        TITLE_MAX = 250,          /* characters; Stripe's page shows less, and it refuses very long ones */
        DESCRIPTION_MAX = 500,
        IMAGE_URL_MAX = 2048, /* bytes; Stripe's limit */
        KEY_SIZE = STRIPE_IDENTIFIER_MAX + 32,
};

/* The first `max` characters of text. */
static struct str cut(struct str text, size_t max)
{
        size_t characters = 0;
        for (size_t i = 0; i < text.len; i++) {
                bool begins = ((unsigned char)text.ptr[i] & 0xC0) != 0x80;
                if (begins && characters++ == max)
                        return (struct str){text.ptr, i};
        }
        return text;
}

/* Stripe takes an empty value for a mistake where a field may be left out. */
static struct str or_null(struct str text)
{
        return text.len ? text : STR_NULL;
}

static enum err refuse(struct stripe_failure *f, enum err e, struct str why)
{
        stripe_failure_set(f->message, sizeof f->message, why);
        return e;
}

static bool sum_of_lines(const struct stripe_session_request *q, int64_t *ret)
{
        int64_t sum = 0;
        for (size_t i = 0; i < q->line_count; i++) {
                const struct stripe_session_line *line = &q->lines[i];
                int64_t amount;
                if (line->unit_amount < 0 || line->quantity < 1 ||
                    __builtin_mul_overflow(line->unit_amount, line->quantity, &amount) ||
                    __builtin_add_overflow(sum, amount, &sum))
                        return false;
        }
        *ret = sum;
        return true;
}

static enum err check_sums(const struct stripe_session_request *q, struct stripe_failure *f)
{
        int64_t sum;
        if (!sum_of_lines(q, &sum))
                return refuse(f, ERR_INTERNAL, STR("a line has a negative price or no quantity"));
        if (q->item_discount < 0 || q->item_discount > sum || q->shipping_amount < 0)
                return refuse(f, ERR_INTERNAL, STR("the discount or the shipping is out of range"));
        if (q->shipping_title.len == 0 && q->shipping_amount != 0)
                return refuse(f, ERR_INTERNAL, STR("shipping costs something but has no title"));
        if (__builtin_add_overflow(sum - q->item_discount, q->shipping_amount, &sum) || sum != q->total)
                return refuse(f, ERR_PAYMENT_AMOUNT_MISMATCH, STR("lines, discount and shipping are not the total"));
        return ERR_NONE;
}

/* Each amount that Stripe is told must be one of its currency, or it refuses the session when the coupon exists. */
static bool amounts_fit(const struct stripe_session_request *q)
{
        int64_t step = stripe_currency_step(q->currency);
        bool fit = q->item_discount % step == 0 && q->shipping_amount % step == 0;
        for (size_t i = 0; i < q->line_count; i++)
                fit = fit && q->lines[i].unit_amount % step == 0;
        return fit;
}

static enum err check_amounts(const struct stripe_session_request *q, struct stripe_failure *f)
{
        enum err e = stripe_amount_check(q->currency, q->total);
        if (e == ERR_NONE && !amounts_fit(q))
                e = ERR_AMOUNT_NOT_CHARGEABLE;
        return e == ERR_NONE ? e : refuse(f, e, STR("the currency does not allow such amounts"));
}

static enum err check(const struct stripe_session_request *q, struct stripe_failure *f)
{
        if (!stripe_id_is_valid(q->identifier) || q->identifier.len > STRIPE_IDENTIFIER_MAX)
                return refuse(f, ERR_INTERNAL, STR("the checkout's identifier can't be sent to Stripe"));
        if (q->line_count > STRIPE_LINES_MAX)
                return refuse(f, ERR_CART_FULL, STR("Stripe takes 100 lines"));
        if (q->line_count == 0)
                return refuse(f, ERR_CART_EMPTY, STR("there are no lines"));
        if (!stripe_currency_is_valid(q->currency) || q->ships_to_count > STRIPE_COUNTRIES_MAX)
                return refuse(f, ERR_INTERNAL, STR("the currency or the list of countries is not valid"));
        enum err e = check_sums(q, f);
        return e == ERR_NONE ? check_amounts(q, f) : e;
}

/* Stripe writes currencies in lower case and compares requests under one idempotency key byte for byte. */
static void lower_currency(struct str currency, char out[4])
{
        for (size_t i = 0; i < 3; i++)
                out[i] = (char)(currency.ptr[i] >= 'A' && currency.ptr[i] <= 'Z' ? currency.ptr[i] + ('a' - 'A')
                                                                                 : currency.ptr[i]);
        out[3] = 0;
}

static void add_line(struct buf *form, const struct stripe_session_line *line, struct str currency, size_t i)
{
        struct str image = line->image_url.len <= IMAGE_URL_MAX ? or_null(line->image_url) : STR_NULL;
        stripe_form_int(form, line->quantity, "line_items[%zu][quantity]", i);
        stripe_form_str(form, currency, "line_items[%zu][price_data][currency]", i);
        stripe_form_int(form, line->unit_amount, "line_items[%zu][price_data][unit_amount]", i);
        stripe_form_str(form, cut(line->title, TITLE_MAX), "line_items[%zu][price_data][product_data][name]", i);
        stripe_form_str(form, or_null(cut(line->description, DESCRIPTION_MAX)),
                        "line_items[%zu][price_data][product_data][description]", i);
        stripe_form_str(form, image, "line_items[%zu][price_data][product_data][images][0]", i);
        stripe_form_str(form, or_null(line->sku_code), "line_items[%zu][price_data][product_data][metadata][sku]", i);
}

static void add_shipping(struct buf *form, const struct stripe_session_request *q, struct str currency)
{
        for (size_t i = 0; i < q->ships_to_count; i++)
                stripe_form_str(form, q->ships_to[i], "shipping_address_collection[allowed_countries][%zu]", i);
        if (q->shipping_title.len == 0)
                return;
        stripe_form_str(form, STR("fixed_amount"), "shipping_options[0][shipping_rate_data][type]");
        stripe_form_str(form, cut(q->shipping_title, SHIPPING_TITLE_MAX),
                        "shipping_options[0][shipping_rate_data][display_name]");
        stripe_form_int(form, q->shipping_amount, "shipping_options[0][shipping_rate_data][fixed_amount][amount]");
        stripe_form_str(form, currency, "shipping_options[0][shipping_rate_data][fixed_amount][currency]");
}

static void write_session(struct buf *form, const struct stripe_session_request *q, struct str currency,
                          struct str coupon)
{
        stripe_form_str(form, STR("payment"), "mode");
        stripe_form_str(form, q->identifier, "client_reference_id");
        stripe_form_str(form, q->identifier, "metadata[checkout]");
        stripe_form_str(form, q->identifier, "payment_intent_data[metadata][checkout]");
        for (size_t i = 0; i < q->line_count; i++)
                add_line(form, &q->lines[i], currency, i);
        stripe_form_str(form, coupon, "discounts[0][coupon]");
        add_shipping(form, q, currency);
        stripe_form_str(form, STR("required"), "billing_address_collection");
        if (q->collect_phone)
                stripe_form_bool(form, true, "phone_number_collection[enabled]");
        stripe_form_str(form, or_null(q->customer_email), "customer_email");
        stripe_form_int(form, q->expires_at, "expires_at");
        stripe_form_str(form, q->success_url, "success_url");
        stripe_form_str(form, q->cancel_url, "cancel_url");
}

static void write_coupon(struct buf *form, const struct stripe_session_request *q, struct str currency)
{
        struct str name = q->discount_name.len ? q->discount_name : STR("Discount");
        stripe_form_int(form, q->item_discount, "amount_off");
        stripe_form_str(form, currency, "currency");
        stripe_form_str(form, STR("once"), "duration");
        stripe_form_int(form, 1, "max_redemptions");
        stripe_form_str(form, cut(name, COUPON_NAME_MAX), "name");
        stripe_form_str(form, q->identifier, "metadata[checkout]");
}

/* POST with the idempotency key <what>-<identifier>. Something unknown to Stripe in it is our mistake. */
static enum err post(struct stripe_client *c, const char *path, const char *what, struct str identifier,
                     const struct buf *form, json_t **ret, struct stripe_failure *f)
{
        char key[KEY_SIZE];
        int n = snprintf(key, sizeof key, "%s-%.*s", what, STR_ARG(identifier));
        if (form->failed)
                return refuse(f, ERR_INTERNAL, STR("the request is too large"));
        enum err e = stripe_call(c,
                                 &(struct stripe_call_options){
                                         .method = STRIPE_POST,
                                         .path = str_from(path),
                                         .form = buf_str(form),
                                         .idempotency_key = {key, (size_t)n},
                                 },
                                 ret, f);
        return e == ERR_NOT_FOUND ? ERR_INTERNAL : e;
}

/* *ret_coupon stays STR_NULL without a discount. */
static enum err make_coupon(struct stripe_client *c, const struct stripe_session_request *q, struct str currency,
                            struct arena *arena, struct str *ret_coupon, struct stripe_failure *f)
{
        *ret_coupon = STR_NULL;
        if (q->item_discount == 0)
                return ERR_NONE;
        struct buf form;
        buf_init(&form, STRIPE_FORM_MAX);
        write_coupon(&form, q, currency);
        json_t *json = NULL;
        enum err e = post(c, "/v1/coupons", "coupon", q->identifier, &form, &json, f);
        buf_release(&form);
        if (e != ERR_NONE)
                return e;
        const json_t *id = json_object_get(json, "id");
        *ret_coupon = arena_copy(arena, str_from(json_string_value(id)));
        e = !json_is_string(id) ? refuse(f, ERR_INTERNAL, STR("Stripe's coupon has no id"))
            : !ret_coupon->ptr  ? ERR_NO_MEMORY
                                : ERR_NONE;
        json_decref(json);
        return e;
}

static enum err make_session(struct stripe_client *c, const struct stripe_session_request *q, struct str currency,
                             struct str coupon, struct arena *arena, struct stripe_session *ret,
                             struct stripe_failure *f)
{
        struct buf form;
        buf_init(&form, STRIPE_FORM_MAX);
        write_session(&form, q, currency, coupon);
        json_t *json = NULL;
        enum err e = post(c, "/v1/checkout/sessions", "session", q->identifier, &form, &json, f);
        buf_release(&form);
        if (e != ERR_NONE)
                return e;
        e = stripe_session_parse(json, arena, ret);
        json_decref(json);
        return e == ERR_INTERNAL ? refuse(f, e, STR("Stripe's reply is not the session that was expected")) : e;
}

/* A session that would charge something else than the customer saw is closed before anybody sees it. */
static enum err compare_total(struct stripe_client *c, const struct stripe_session_request *q, struct str currency,
                              struct stripe_session *s, struct stripe_failure *f)
{
        if (s->amount_total == q->total && str_eq_nocase(s->currency, currency))
                return ERR_NONE;
        enum stripe_expiry expiry;
        if (stripe_session_expire(c, s->id, &expiry, f) != ERR_NONE)
                stripe_failure_log("expiry of a session with another total", ERR_PAYMENT_AMOUNT_MISMATCH, f);
        char why[160];
        int n = snprintf(why, sizeof why, "Stripe would charge %lld %.3s, the checkout says %lld %.3s",
                         (long long)s->amount_total, s->currency.ptr, (long long)q->total, currency.ptr);
        return refuse(f, ERR_PAYMENT_AMOUNT_MISMATCH, (struct str){why, n > 0 ? (size_t)n : 0});
}

enum err stripe_session_create(struct stripe_client *c, const struct stripe_session_request *request,
                               struct arena *arena, struct stripe_session *ret, struct stripe_failure *ret_failure)
{
        *ret = (struct stripe_session){0};
        *ret_failure = (struct stripe_failure){0};
        enum err e = check(request, ret_failure);
        if (e != ERR_NONE)
                return e;
        char letters[4];
        lower_currency(request->currency, letters);
        struct str currency = {letters, 3}, coupon;
        e = make_coupon(c, request, currency, arena, &coupon, ret_failure);
        if (e == ERR_NONE)
                e = make_session(c, request, currency, coupon, arena, ret, ret_failure);
        if (e == ERR_NONE)
                e = compare_total(c, request, currency, ret, ret_failure);
        return e;
}
