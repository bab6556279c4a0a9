/* orders: amounts as text. */
#include "test.h"

#include "orders/order_mail.h"

static void amounts_have_their_currency_s_digits(void **state)
{
        (void)state;
        static const struct {
                int64_t amount;
                int exponent;
                const char *currency, *text;
        } rows[] = {
                {0, 2, "USD", "0.00 USD"},
                {5, 2, "USD", "0.05 USD"},
                {29, 2, "EUR", "0.29 EUR"},
                {1999, 2, "USD", "19.99 USD"},
                {-560, 2, "USD", "-5.60 USD"},
                {-5, 2, "USD", "-0.05 USD"},
                {1000, 0, "JPY", "1000 JPY"},
                {-7, 0, "JPY", "-7 JPY"},
                {1234, 3, "KWD", "1.234 KWD"},
                {1004, 3, "KWD", "1.004 KWD"},
                {99999999, 2, "USD", "999999.99 USD"},
        };
        struct arena a;
        arena_init(&a, 16 * 1024);
        for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
                assert_str(money_text(&a, rows[i].amount, rows[i].exponent, str_from(rows[i].currency)), rows[i].text);
        arena_release(&a);
}

int main(void)
{
        const struct CMUnitTest tests[] = {cmocka_unit_test(amounts_have_their_currency_s_digits)};
        return run_all(tests);
}
