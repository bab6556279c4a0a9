/* Which sessions Stripe would not make. */
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "coupon.h"
#include "currency.h"
#include "fields.h"
#include "sandbox.h"
#include "session.h"
#include "session_http.h"

enum {
        SHORTEST_SECONDS = 30 * 60,
        LONGEST_SECONDS = 24 * 3600,
};

static bool missing(struct request *rq, const char *param)
{
        reply_invalid(rq, "parameter_missing", param, "Missing required param: %s.", param);
        return false;
}

/* A price or shipping amount that the currency can't express. */
static bool amount_fits(struct request *rq, const char *param, int64_t amount, const char *currency, const char *all)
{
        const struct currency *c = currency_find(currency);
        if (strcmp(currency, all) != 0)
                reply_invalid(rq, NULL, param,
                              "All amounts of a session must be in the same currency; found %s and %s.", all, currency);
        else if (amount % currency_step(c))
                reply_invalid(rq, "parameter_invalid_integer", param,
                              "Invalid amount: the last digit%s must be 0 for the currency %s.",
                              currency_step(c) == 10 ? "" : "s", currency);
        else
                return true;
        return false;
}

static bool check_line(struct request *rq, const json_t *line, size_t i, const char *currency)
{
        static const char *const required[] = {"price_data", "price_data.currency", "price_data.unit_amount",
                                               "price_data.product_data.name", "quantity"};
        static const char *const shown[] = {"[price_data]", "[price_data][currency]", "[price_data][unit_amount]",
                                            "[price_data][product_data][name]", "[quantity]"};
        char param[80];
        const char *price = field_text(line, "price"), *product = field_text(line, "price_data.product");
        snprintf(param, sizeof param, "line_items[%zu][price]", i);
        if (price || product) {
                reply_no_such(rq, 400, price ? "price" : "product", price ? price : product, param);
                return false;
        }
        for (size_t k = 0; k < sizeof required / sizeof *required; k++) {
                snprintf(param, sizeof param, "line_items[%zu]%s", i, shown[k]);
                if (!field(line, required[k]))
                        return missing(rq, param);
        }
        snprintf(param, sizeof param, "line_items[%zu][price_data][unit_amount]", i);
        return amount_fits(rq, param, field_int(line, "price_data.unit_amount"),
                           field_text(line, "price_data.currency"), currency);
}

static bool check_shipping_option(struct request *rq, const json_t *option, size_t i, const char *currency)
{
        static const char *const required[] = {"shipping_rate_data", "shipping_rate_data.display_name",
                                               "shipping_rate_data.fixed_amount.amount",
                                               "shipping_rate_data.fixed_amount.currency"};
        static const char *const shown[] = {"", "[display_name]", "[fixed_amount][amount]", "[fixed_amount][currency]"};
        char param[100];
        const char *rate = field_text(option, "shipping_rate");
        snprintf(param, sizeof param, "shipping_options[%zu][shipping_rate]", i);
        if (rate) {
                reply_no_such(rq, 400, "shipping rate", rate, param);
                return false;
        }
        for (size_t k = 0; k < sizeof required / sizeof *required; k++) {
                snprintf(param, sizeof param, "shipping_options[%zu][shipping_rate_data]%s", i, shown[k]);
                if (!field(option, required[k]))
                        return missing(rq, param);
        }
        return amount_fits(rq, param, field_int(option, "shipping_rate_data.fixed_amount.amount"),
                           field_text(option, "shipping_rate_data.fixed_amount.currency"), currency);
}

static bool check_lists(struct request *rq, const char *currency)
{
        size_t i;
        json_t *one;
        json_array_foreach(field(rq->params, "line_items"), i, one)
        {
                if (!check_line(rq, one, i, currency))
                        return false;
        }
        json_array_foreach(field(rq->params, "shipping_options"), i, one)
        {
                if (!check_shipping_option(rq, one, i, currency))
                        return false;
        }
        return true;
}

static bool check_expiry(struct request *rq)
{
        int64_t left = field_int(rq->params, "expires_at") - clock_unix();
        if (!field(rq->params, "expires_at") || (left >= SHORTEST_SECONDS && left <= LONGEST_SECONDS))
                return true;
        reply_invalid(
                rq, NULL, "expires_at",
                left < SHORTEST_SECONDS
                        ? "The `expires_at` timestamp must be at least 30 minutes from Checkout Session creation."
                        : "The `expires_at` timestamp must be less than 24 hours from Checkout Session creation.");
        return false;
}

/* Things that exclude each other, or that the sandbox doesn't do. */
static bool check_combination(struct request *rq)
{
        const json_t *p = rq->params;
        if (strcmp(field_text(p, "mode"), "payment") != 0)
                reply_invalid(rq, NULL, "mode", "The sandbox only knows mode=payment.");
        else if (field_true(p, "automatic_tax.enabled"))
                reply_invalid(rq, NULL, "automatic_tax[enabled]", "The sandbox does not compute taxes.");
        else if (field(p, "allow_promotion_codes") && field(p, "discounts"))
                reply_invalid(rq, NULL, "allow_promotion_codes",
                              "You may only specify one of these parameters: allow_promotion_codes, discounts.");
        else if (field(p, "customer") && field(p, "customer_email"))
                reply_invalid(rq, NULL, "customer_email",
                              "You may only specify one of these parameters: customer, customer_email.");
        else if (field(p, "shipping_address_collection") &&
                 !json_array_size(field(p, "shipping_address_collection.allowed_countries")))
                return missing(rq, "shipping_address_collection[allowed_countries]");
        else
                return true;
        return false;
}

static bool check_total(struct request *rq, const json_t *coupon, const struct currency *c)
{
        struct session_amounts sum;
        char money[MONEY_SIZE];
        json_t *draft = must(json_pack("{s:O, s:o}", "params", rq->params, "coupon", shared((json_t *)coupon)));
        session_amounts(draft, &sum);
        json_decref(draft);
        if (sum.subtotal > LARGEST_AMOUNT || sum.total > LARGEST_AMOUNT)
                reply_invalid(rq, "amount_too_large", NULL,
                              "The Checkout Session's total amount due must be no more than %s",
                              money_text(money, c->code, LARGEST_AMOUNT));
        else if (sum.total && sum.total < c->smallest)
                reply_invalid(rq, "amount_too_small", NULL,
                              "The Checkout Session's total amount due must add up to at least %s",
                              money_text(money, c->code, c->smallest));
        else
                return true;
        return false;
}

bool session_check(struct request *rq, const json_t *coupon)
{
        static const char *const required[] = {"mode", "success_url", "line_items"};
        for (size_t i = 0; i < sizeof required / sizeof *required; i++) {
                if (!field(rq->params, required[i]))
                        return missing(rq, required[i]);
        }
        const char *currency = field_text(rq->params, "currency");
        if (!currency)
                currency = field_text(json_array_get(field(rq->params, "line_items"), 0), "price_data.currency");
        return check_combination(rq) && check_lists(rq, currency ? currency : "") && check_expiry(rq) &&
               (!coupon || coupon_check(rq, coupon, currency)) && check_total(rq, coupon, currency_find(currency));
}
