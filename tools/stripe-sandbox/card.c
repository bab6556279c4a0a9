/* Stripe's test cards. */
#include "card.h"

#include <stdio.h>
#include <time.h>

#include "fields.h"

enum { SHORTEST_NUMBER = 12, LONGEST_NUMBER = 19 };

static const struct card_decline declined = {"card_declined", "generic_decline", "card_number",
                                             "Your card was declined."};
static const struct card_decline poor = {"card_declined", "insufficient_funds", "card_number",
                                         "Your card has insufficient funds. Try a different card."};
static const struct card_decline lost = {"card_declined", "lost_card", "card_number", "Your card was declined."};
static const struct card_decline stolen = {"card_declined", "stolen_card", "card_number", "Your card was declined."};
static const struct card_decline expired = {"expired_card", "expired_card", "card_expiry", "Your card has expired."};
static const struct card_decline wrong_cvc = {"incorrect_cvc", "incorrect_cvc", "card_cvc",
                                              "Your card's security code is incorrect."};
static const struct card_decline processing = {
        "processing_error", "processing_error", "card_number",
        "An error occurred while processing your card. Try again in a little bit."};
static const struct card_decline live = {
        "card_declined", "test_mode_live_card", "card_number",
        "Your card was declined. This is a test sandbox: it takes test cards only, such as 4242 4242 4242 4242."};

/* https://docs.stripe.com/testing */
static const struct {
        const char *digits, *brand, *country;
        const struct card_decline *decline;
        bool disputed;
} cards[] = {
        {"4242424242424242", "visa", "US", NULL, false},        {"4000056655665556", "visa", "US", NULL, false},
        {"5555555555554444", "mastercard", "US", NULL, false},  {"2223003122003222", "mastercard", "US", NULL, false},
        {"5200828282828210", "mastercard", "US", NULL, false},  {"378282246310005", "amex", "US", NULL, false},
        {"6011111111111117", "discover", "US", NULL, false},    {"3056930009020004", "diners", "US", NULL, false},
        {"3566002020360505", "jcb", "JP", NULL, false},         {"6200000000000005", "unionpay", "CN", NULL, false},
        {"4000002760000016", "visa", "DE", NULL, false},        {"4000008260000000", "visa", "GB", NULL, false},
        {"4000000000000077", "visa", "US", NULL, false},        {"4000000000000259", "visa", "US", NULL, true},
        {"4000000000000002", "visa", "US", &declined, false},   {"4000000000009995", "visa", "US", &poor, false},
        {"4000000000009987", "visa", "US", &lost, false},       {"4000000000009979", "visa", "US", &stolen, false},
        {"4000000000000069", "visa", "US", &expired, false},    {"4000000000000127", "visa", "US", &wrong_cvc, false},
        {"4000000000000119", "visa", "US", &processing, false},
};
enum { CARDS = sizeof cards / sizeof *cards };

static size_t find(const struct card *c)
{
        size_t i = 0;
        while (i < CARDS && !str_eq(str_from(cards[i].digits), str_from(c->digits)))
                i++;
        return i;
}

/* ISO/IEC 7812-1, annex B */
static bool luhn(const char *digits, size_t n)
{
        int sum = 0;
        for (size_t i = 0; i < n; i++) {
                int d = digits[n - 1 - i] - '0';
                d *= i % 2 ? 2 : 1;
                sum += d > 9 ? d - 9 : d;
        }
        return sum % 10 == 0;
}

bool card_read_number(struct card *c, struct str text)
{
        size_t n = 0;
        for (size_t i = 0; i < text.len; i++) {
                char d = text.ptr[i];
                if (d == ' ' || d == '-')
                        continue;
                if (d < '0' || d > '9' || n == LONGEST_NUMBER)
                        return false;
                c->digits[n++] = d;
        }
        c->digits[n] = 0;
        return n >= SHORTEST_NUMBER && luhn(c->digits, n);
}

bool card_read_expiry(struct card *c, struct str text)
{
        text = str_trim(text);
        struct str year = text, month = str_cut(&year, '/');
        if (!year.ptr && (text.len == 4 || text.len == 3)) { /* 1234 */
                month = (struct str){text.ptr, text.len - 2};
                year = str_from_offset(text, text.len - 2);
        }
        month = str_trim(month);
        year = year.ptr ? str_trim(year) : year;
        if (!year.ptr || !str_to_int64(month, &c->month) || !str_to_int64(year, &c->year))
                return false;
        if (year.len == 2)
                c->year += 2000;
        return c->month >= 1 && c->month <= 12 && c->year >= 1970 && c->year < 2200;
}

bool card_read_cvc(struct card *c, struct str text)
{
        text = str_trim(text);
        c->cvc_length = text.len;
        for (size_t i = 0; i < text.len; i++) {
                if (text.ptr[i] < '0' || text.ptr[i] > '9')
                        return false;
        }
        size_t i = find(c);
        bool amex = i < CARDS && str_eq(str_from(cards[i].brand), STR("amex"));
        return text.len == (amex ? 4 : 3);
}

bool card_is_past(const struct card *c)
{
        struct tm today;
        time_t now = time(NULL);
        gmtime_r(&now, &today);
        return c->year * 12 + c->month - 1 < (today.tm_year + 1900) * 12 + today.tm_mon;
}

const struct card_decline *card_charge(const struct card *c)
{
        size_t i = find(c);
        return i < CARDS ? cards[i].decline : &live;
}

bool card_is_disputed(const struct card *c)
{
        size_t i = find(c);
        return i < CARDS && cards[i].disputed;
}

json_t *card_method(const struct card *c)
{
        size_t i = find(c), n = 0;
        while (c->digits[n])
                n++;
        return must(json_pack("{s:s, s:{s:s, s:{s:n, s:s, s:s}, s:s, s:I, s:I, s:s, s:s, s:n, s:s, s:s, s:n}}", "type",
                              "card", "card", "brand", i < CARDS ? cards[i].brand : "unknown", "checks",
                              "address_line1_check", "address_postal_code_check", "pass", "cvc_check", "pass",
                              "country", i < CARDS ? cards[i].country : "US", "exp_month", (json_int_t)c->month,
                              "exp_year", (json_int_t)c->year, "fingerprint", "sandboxfingerpr1", "funding", "credit",
                              "installments", "last4", c->digits + (n > 4 ? n - 4 : 0), "network",
                              i < CARDS ? cards[i].brand : "unknown", "wallet"));
}

json_t *card_default_method(void)
{
        struct card c = {.digits = "4242424242424242", .month = 12, .year = 2034};
        return card_method(&c);
}

const struct card_decline *card_generic_decline(void)
{
        return &declined;
}
