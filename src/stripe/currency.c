/* How Stripe counts money. */
#include "stripe/currency.h"

struct rule {
        char code[4];
        unsigned char exponent;
        short step;
        int minimum;
};

/* https://docs.stripe.com/currencies: zero-decimal, three-decimal and special cases, minimum charge amounts.
 * ISK and UGX have no minor unit any more, but Stripe still counts them in hundredths that must be 00: the page
 * lists UGX among the zero-decimal ones too, where its special case contradicts it and the API follows the
 * special case. What is not here has two decimals and no minimum that Stripe names. */
static const struct rule rules[] = {
        {"AED", 2, 1, 200}, {"ARS", 2, 1, 50},   {"AUD", 2, 1, 50},    {"BGN", 2, 1, 100},   {"BHD", 3, 10, 10},
        {"BIF", 0, 1, 1},   {"BRL", 2, 1, 50},   {"CAD", 2, 1, 50},    {"CHF", 2, 1, 50},    {"CLP", 0, 1, 1},
        {"COP", 2, 1, 50},  {"CZK", 2, 1, 1500}, {"DJF", 0, 1, 1},     {"DKK", 2, 1, 250},   {"EUR", 2, 1, 50},
        {"GBP", 2, 1, 30},  {"GNF", 0, 1, 1},    {"HKD", 2, 1, 400},   {"HUF", 2, 1, 17500}, {"IDR", 2, 1, 50},
        {"ILS", 2, 1, 50},  {"INR", 2, 1, 50},   {"ISK", 2, 100, 100}, {"JOD", 3, 10, 10},   {"JPY", 0, 1, 50},
        {"KMF", 0, 1, 1},   {"KRW", 0, 1, 50},   {"KWD", 3, 10, 10},   {"MGA", 0, 1, 1},     {"MXN", 2, 1, 1000},
        {"MYR", 2, 1, 200}, {"NOK", 2, 1, 300},  {"NZD", 2, 1, 50},    {"OMR", 3, 10, 10},   {"PHP", 2, 1, 50},
        {"PLN", 2, 1, 200}, {"PYG", 0, 1, 1},    {"RON", 2, 1, 200},   {"RUB", 2, 1, 50},    {"RWF", 0, 1, 1},
        {"SEK", 2, 1, 300}, {"SGD", 2, 1, 50},   {"THB", 2, 1, 1000},  {"TND", 3, 10, 10},   {"UGX", 2, 100, 100},
        {"USD", 2, 1, 50},  {"VND", 0, 1, 1},    {"VUV", 0, 1, 1},     {"XAF", 0, 1, 1},     {"XOF", 0, 1, 1},
        {"XPF", 0, 1, 1},   {"ZAR", 2, 1, 50},
};

static const struct rule ordinary = {"", 2, 1, 1};

static const struct rule *rule_of(struct str currency)
{
        for (size_t i = 0; i < sizeof rules / sizeof *rules; i++)
                if (str_eq_nocase(currency, (struct str){rules[i].code, 3}))
                        return &rules[i];
        return &ordinary;
}

bool stripe_currency_is_valid(struct str currency)
{
        if (currency.len != 3)
                return false;
        for (size_t i = 0; i < 3; i++) {
                char c = currency.ptr[i];
                if (!(c >= 'a' && c <= 'z') && !(c >= 'A' && c <= 'Z'))
                        return false;
        }
        return true;
}

int stripe_currency_exponent(struct str currency)
{
        return rule_of(currency)->exponent;
}

int64_t stripe_currency_step(struct str currency)
{
        return rule_of(currency)->step;
}

int64_t stripe_currency_minimum(struct str currency)
{
        return rule_of(currency)->minimum;
}

enum err stripe_amount_check(struct str currency, int64_t amount)
{
        if (!stripe_currency_is_valid(currency))
                return ERR_INVALID_INPUT;
        if (amount == 0)
                return ERR_NONE;
        if (amount < stripe_currency_minimum(currency))
                return ERR_AMOUNT_TOO_SMALL;
        if (amount > STRIPE_AMOUNT_MAX)
                return ERR_AMOUNT_TOO_LARGE;
        return amount % stripe_currency_step(currency) == 0 ? ERR_NONE : ERR_AMOUNT_NOT_CHARGEABLE;
}
