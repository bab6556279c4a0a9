/* From the frozen checkout's JSON to Stripe's session. */
#include "checkout/payment_page.h"

#include <jansson.h>

#include "base/log.h"

static struct str member(const json_t *object, const char *name)
{
        const json_t *value = json_object_get(object, name);
        return json_is_string(value) ? (struct str){json_string_value(value), json_string_length(value)} : STR_NULL;
}

static int64_t number(const json_t *object, const char *name)
{
        return json_integer_value(json_object_get(object, name));
}

/* Stripe fetches pictures from outside: MEDIA_URL may be a path of ours. */
static struct str image_url(struct arena *a, const json_t *line, struct str public_url, struct str media_url)
{
        struct str file = member(json_object_get(line, "image"), "file");
        if (!file.ptr)
                return STR("");
        if (str_starts(media_url, STR("/")))
                return arena_printf(a, "%.*s%.*s%.*s", STR_ARG(public_url), STR_ARG(media_url), STR_ARG(file));
        return arena_printf(a, "%.*s%.*s", STR_ARG(media_url), STR_ARG(file));
}

static bool read_lines(struct arena *a, const json_t *lines, struct str public_url, struct str media_url,
                       struct stripe_session_request *ret)
{
        size_t count = json_array_size(lines);
        struct stripe_session_line *out = arena_array(a, struct stripe_session_line, count);
        if (!out)
                return false;
        for (size_t i = 0; i < count; i++) {
                const json_t *line = json_array_get(lines, i);
                out[i] = (struct stripe_session_line){
                        .title = member(line, "title"),
                        .description = member(line, "sku_title"),
                        .image_url = image_url(a, line, public_url, media_url),
                        .sku_code = member(line, "code"),
                        .unit_amount = number(line, "unit_price"),
                        .quantity = number(line, "quantity"),
                };
        }
        ret->lines = out;
        ret->line_count = count;
        return true;
}

static bool read_countries(struct arena *a, const json_t *countries, struct stripe_session_request *ret)
{
        size_t count = json_array_size(countries);
        struct str *out = arena_array(a, struct str, count);
        if (!out)
                return false;
        for (size_t i = 0; i < count; i++)
                out[i] = (struct str){json_string_value(json_array_get(countries, i)),
                                      json_string_length(json_array_get(countries, i))};
        ret->ships_to = out;
        ret->ships_to_count = count;
        return true;
}

/* The codes that take something off the items: what the customer reads beside the discount. */
static struct str discount_name(struct arena *a, const json_t *discounts)
{
        struct str name = STR("");
        size_t i;
        json_t *each;
        json_array_foreach(discounts, i, each) if (str_eq(member(each, "applies_to"), STR("items"))) name =
                arena_printf(a, "%.*s%s%.*s", STR_ARG(name), name.len ? ", " : "", STR_ARG(member(each, "code")));
        return name;
}

static bool read_document(struct arena *a, const json_t *d, struct str public_url, struct str media_url,
                          struct stripe_session_request *ret)
{
        const json_t *snapshot = json_object_get(d, "snapshot");
        *ret = (struct stripe_session_request){
                .identifier = member(d, "identifier"),
                .currency = member(d, "currency"),
                .item_discount = number(d, "item_discount"),
                .discount_name = discount_name(a, json_object_get(snapshot, "discounts")),
                .shipping_title = member(json_object_get(snapshot, "shipping"), "title"),
                .shipping_amount = number(d, "shipping"),
                .total = number(d, "total"),
                .customer_email = member(d, "email"),
                .collect_phone = json_is_true(json_object_get(d, "collect_phone")),
                .expires_at = number(d, "expires"),
                .success_url =
                        arena_printf(a, "%.*s/checkout/return?session_id={CHECKOUT_SESSION_ID}", STR_ARG(public_url)),
                .cancel_url = arena_printf(a, "%.*s/cart?payment=cancelled", STR_ARG(public_url)),
        };
        return ret->success_url.ptr && ret->cancel_url.ptr &&
               read_lines(a, json_object_get(snapshot, "lines"), public_url, media_url, ret) &&
               read_countries(a, json_object_get(d, "ships_to"), ret);
}

enum err payment_page_create(struct payments *p, struct arena *a, struct str document, struct str public_url,
                             struct str media_url, struct stripe_session *ret)
{
        struct stripe_session_request request;
        struct stripe_failure failure = {0};
        if (!p->configured)
                return ERR_PAYMENT_UNAVAILABLE;
        json_t *d = json_loadb(document.ptr, document.len, 0, NULL);
        enum err e = d && read_document(a, d, public_url, media_url, &request) ? ERR_NONE : ERR_NO_MEMORY;
        if (e == ERR_NONE)
                e = stripe_session_create(&p->stripe, &request, a, ret, &failure);
        if (e != ERR_NONE)
                log_warn("no payment page", LOG_STR("checkout", d ? member(d, "identifier") : STR_NULL),
                         LOG_STR("error", err_info(e)->code), LOG_CSTR("stripe", failure.message));
        json_decref(d);
        return e;
}
