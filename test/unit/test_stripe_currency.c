/* stripe/currency: exponents, steps and limits. */
#include "test.h"

#include "stripe/currency.h"

static void exponents(void **state)
{
        (void)state;
        static const char zero[][4] = {"BIF", "CLP", "DJF", "GNF", "JPY", "KMF", "KRW", "MGA",
                                       "PYG", "RWF", "VND", "VUV", "XAF", "XOF", "XPF"};
        static const char three[][4] = {"BHD", "JOD", "KWD", "OMR", "TND"};
        for (size_t i = 0; i < sizeof zero / sizeof *zero; i++)
                assert_int_equal(stripe_currency_exponent(str_from(zero[i])), 0);
        for (size_t i = 0; i < sizeof three / sizeof *three; i++) {
                assert_int_equal(stripe_currency_exponent(str_from(three[i])), 3);
                assert_int_equal(stripe_currency_step(str_from(three[i])), 10);
        }
        assert_int_equal(stripe_currency_exponent(STR("usd")), 2);
        assert_int_equal(stripe_currency_exponent(STR("jpy")), 0);
        assert_int_equal(stripe_currency_exponent(STR("XXX")), 2);
        assert_int_equal(stripe_currency_step(STR("USD")), 1);
}

static void hundredths_in_name_only(void **state)
{
        (void)state;
        static const char codes[][4] = {"ISK", "UGX"};
        for (size_t i = 0; i < sizeof codes / sizeof *codes; i++) {
                assert_int_equal(stripe_currency_exponent(str_from(codes[i])), 2);
                assert_int_equal(stripe_amount_check(str_from(codes[i]), 10000), ERR_NONE);
                assert_int_equal(stripe_amount_check(str_from(codes[i]), 10050), ERR_AMOUNT_NOT_CHARGEABLE);
        }
}

static void validity(void **state)
{
        (void)state;
        assert_true(stripe_currency_is_valid(STR("EUR")));
        assert_true(stripe_currency_is_valid(STR("eur")));
        assert_false(stripe_currency_is_valid(STR("EU")));
        assert_false(stripe_currency_is_valid(STR("EURO")));
        assert_false(stripe_currency_is_valid(STR("EU1")));
        assert_false(stripe_currency_is_valid(STR_NULL));
        assert_int_equal(stripe_amount_check(STR("E1R"), 100), ERR_INVALID_INPUT);
}

static void limits(void **state)
{
        (void)state;
        assert_int_equal(stripe_amount_check(STR("usd"), 0), ERR_NONE);
        assert_int_equal(stripe_amount_check(STR("usd"), -1), ERR_AMOUNT_TOO_SMALL);
        assert_int_equal(stripe_amount_check(STR("usd"), 49), ERR_AMOUNT_TOO_SMALL);
        assert_int_equal(stripe_amount_check(STR("usd"), 50), ERR_NONE);
        assert_int_equal(stripe_amount_check(STR("usd"), 99999999), ERR_NONE);
        assert_int_equal(stripe_amount_check(STR("usd"), 100000000), ERR_AMOUNT_TOO_LARGE);
        assert_int_equal(stripe_amount_check(STR("usd"), INT64_MIN), ERR_AMOUNT_TOO_SMALL);
        assert_int_equal(stripe_amount_check(STR("usd"), INT64_MAX), ERR_AMOUNT_TOO_LARGE);
        assert_int_equal(stripe_amount_check(STR("GBP"), 30), ERR_NONE);
        assert_int_equal(stripe_amount_check(STR("GBP"), 29), ERR_AMOUNT_TOO_SMALL);
        assert_int_equal(stripe_amount_check(STR("HUF"), 17499), ERR_AMOUNT_TOO_SMALL);
        assert_int_equal(stripe_amount_check(STR("CLP"), 1), ERR_NONE);
}

static void three_decimals_end_in_zero(void **state)
{
        (void)state;
        assert_int_equal(stripe_amount_check(STR("KWD"), 5120), ERR_NONE);
        assert_int_equal(stripe_amount_check(STR("KWD"), 5124), ERR_AMOUNT_NOT_CHARGEABLE);
}

int main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(exponents), cmocka_unit_test(hundredths_in_name_only),    cmocka_unit_test(validity),
                cmocka_unit_test(limits),    cmocka_unit_test(three_decimals_end_in_zero),
        };
        return run_all(tests);
}
