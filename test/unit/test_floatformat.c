/* The filter floatformat. */
#include "test_filter.h"

/* Halves of what is written, not of the nearest binary fraction. */
static const struct filter_case rounding_halves_cases[] = {
        {"floatformat", "=2.675", "=2", "~2.68"},  {"floatformat", "=1.005", "=0", "~1"},
        {"floatformat", "=1.005", "=1", "~1.0"},   {"floatformat", "=1.005", "=2", "~1.01"},
        {"floatformat", "=0.5", "=0", "~1"},       {"floatformat", "=2.5", "=1", "~2.5"},
        {"floatformat", "=-0.5", "=0", "~-1"},     {"floatformat", "=-2.5", "=1", "~-2.5"},
        {"floatformat", "=0.05", "=2", "~0.05"},   {"floatformat", "=0.15", "=2", "~0.15"},
        {"floatformat", "=0.25", "=0", "~0"},      {"floatformat", "=0.35", "=2", "~0.35"},
        {"floatformat", "=-0.05", "=1", "~-0.1"},  {"floatformat", "=-0.05", "=2", "~-0.05"},
        {"floatformat", "=0.045", "=1", "~0.0"},   {"floatformat", "=9.995", "=2", "~10.00"},
        {"floatformat", "=1.45", "=1", "~1.5"},    {"floatformat", "=1.45", "=2", "~1.45"},
        {"floatformat", "18.125", "=1", "~18.1"},  {"floatformat", "0.0049999999999999999999", "=0", "~0"},
        {"floatformat", "=555.555", "=0", "~556"}, {"floatformat", "=555.555", "=1", "~555.6"},
        {"floatformat", "=8.2798", "=0", "~8"},    {"floatformat", "=8.2798", "=2", "~8.28"},
};

static void rounding_halves(void **state)
{
        (void)state;
        test_filter_cases(filters_number, rounding_halves_cases, true);
}

static const struct filter_case places_cases[] = {
        {"floatformat", "=7.0", NULL, "~7"},          {"floatformat", "=7.0", "=-3", "~7"},
        {"floatformat", "=7.0", "=3", "~7.000"},      {"floatformat", "=7.0", "-2", "~7"},
        {"floatformat", "=7.0", "=0", "~7"},          {"floatformat", "=-7.0", NULL, "~-7"},
        {"floatformat", "=-7.0", "=-3", "~-7"},       {"floatformat", "=-7.0", "-2", "~-7"},
        {"floatformat", "=0.7", "=-3", "~0.700"},     {"floatformat", "=0.7", "=-1", "~0.7"},
        {"floatformat", "=0.07", NULL, "~0.1"},       {"floatformat", "=0.07", "=3", "~0.070"},
        {"floatformat", "=-0.07", "=-1", "~-0.1"},    {"floatformat", "=0.0", "-2", "~0"},
        {"floatformat", "=0.0", "=0", "~0"},          {"floatformat", "=-7", NULL, "~-7"},
        {"floatformat", "=-7", "=3", "~-7.000"},      {"floatformat", "=0", "=0", "~0"},
        {"floatformat", "=13.1031", "=3", "~13.103"}, {"floatformat", "=123456.789", "=-1", "~123456.8"},
        {"floatformat", "7.10", NULL, "~7.1"},        {"floatformat", "7.10", "2", "~7.10"},
        {"floatformat", "=true", "=-1", "~1"},        {"floatformat", "=true", "-2", "~1"},
};

static void places(void **state)
{
        (void)state;
        test_filter_cases(filters_number, places_cases, true);
}

static const struct filter_case grouping_cases[] = {
        {"floatformat", "=10000", "2u", "~10000.00"},
        {"floatformat", "=10000", "2gu", "~10000.00"},
        {"floatformat", "=10000", "2ug", "~10000.00"},
        {"floatformat", "=10000", "0g", "~10,000"},
        {"floatformat", "=10000", "g2", "10000"},
        {"floatformat", "=10000", "gg", "10000"},
        {"floatformat", "=66666.666", "g", "~66,666.7"},
        {"floatformat", "=66666.666", "2ug", "~66666.67"},
        {"floatformat", "=-1234567.891", "u", "~-1234567.9"},
        {"floatformat", "=-1234567.891", "2gu", "~-1234567.89"},
        {"floatformat", "=999", "gu", "~999"},
        {"floatformat", "=999", "u2", "999"},
        {"floatformat", "=1000", "-2g", "~1,000"},
        {"floatformat", "=1000", "gu", "~1000"},
        {"floatformat", "=1000", "2gu", "~1000.00"},
        {"floatformat", "=1000", "2ug", "~1000.00"},
        {"floatformat", "=-999", "2u", "~-999.00"},
        {"floatformat", "=-999", "0g", "~-999"},
        {"floatformat", "=-999", "u2", "-999"},
        {"floatformat", "=0.5", "g", "~0.5"},
        {"floatformat", "=0.5", "-2g", "~0.50"},
        {"floatformat", "=0.5", "gg", "0.5"},
        {"floatformat", "=999999.999", "g2", "999999.999"},
        {"floatformat", "123456789012345678901234567890.5", "1g", "~123,456,789,012,345,678,901,234,567,890.5"},
};

static void grouping(void **state)
{
        (void)state;
        test_filter_cases(filters_number, grouping_cases, true);
}

static const struct filter_case places_that_are_none_cases[] = {
        {"floatformat", "=13.1031", "=null", "!takes a whole number, not \"None\""},
        {"floatformat", "=13.1031", "=[]", "!takes a whole number, not \"[]\""},
        {"floatformat", "=13.1031", "=2.9", "~13.10"},
        {"floatformat", "=13.1031", "=true", "~13.1"},
        {"floatformat", "=13.1031", "2 ", "~13.10"},
        {"floatformat", "=13.1031", " 2 ", "~13.10"},
        {"floatformat", "=13.1031", "1_0", "~13.1031000000"},
        {"floatformat", "1.5", "=null", "!takes a whole number, not \"None\""},
        {"floatformat", "1.5", "=[]", "!takes a whole number, not \"[]\""},
        {"floatformat", "1.5", "=2.9", "~1.50"},
        {"floatformat", "1.5", "1_0", "~1.5000000000"},
        {"floatformat", "~1.5", "", "~1.5"},
        {"floatformat", "~1.5", "=[]", "!takes a whole number, not \"[]\""},
        {"floatformat", "~1.5", "=2.9", "~1.50"},
        {"floatformat", "~1.5", "=true", "~1.5"},
        {"floatformat", "~1.5", "=false", "~2"},
        {"floatformat", "=7", "", "7"},
        {"floatformat", "=7", "=2.9", "~7.00"},
        {"floatformat", "=7", "2 ", "~7.00"},
        {"floatformat", "=7", " 2 ", "~7.00"},
        {"floatformat", "=7", "+2", "~7.00"},
        {"floatformat", "abc", "bar", ""},
        {"floatformat", "abc", "=true", ""},
        {"floatformat", "abc", "2 ", ""},
};

static void places_that_are_none(void **state)
{
        (void)state;
        test_filter_cases(filters_number, places_that_are_none_cases, true);
}

static const struct filter_case numbers_that_are_written_cases[] = {
        {"floatformat", "~1.42", NULL, "~1.4"},
        {"floatformat", "~1.42", "=2", "~1.42"},
        {"floatformat", " 1.5 ", NULL, "~1.5"},
        {"floatformat", " 1.5 ", "=2", "~1.50"},
        {"floatformat",
         "\xC2\xA0"
         "1.5\xC2\xA0",
         NULL, "~1.5"},
        {"floatformat", "1E-3", "=2", "~0.00"},
        {"floatformat", ".5", "=2", "~0.50"},
        {"floatformat", "-.5e2", "=2", "~-50.00"},
        {"floatformat", "00012.50", "=2", "~12.50"},
        {"floatformat", "0e-5", NULL, "~0"},
        {"floatformat", "0e-5", "=2", "~0.00"},
        {"floatformat", "e5", NULL, ""},
        {"floatformat", ".", NULL, ""},
        {"floatformat", ".", "=2", ""},
        {"floatformat", "", "=2", ""},
        {"floatformat", "--1", "=2", ""},
        {"floatformat", "abc", "=2", ""},
        {"floatformat", "123abc", NULL, ""},
        {"floatformat", "1 2", NULL, ""},
        {"floatformat", "True", NULL, ""},
        {"floatformat", "=[]", NULL, ""},
        {"floatformat", "=[]", "=2", ""},
        {"floatformat", "={}", "=2", ""},
        {"floatformat", "=[1]", "=2", ""},
};

static void numbers_that_are_written(void **state)
{
        (void)state;
        test_filter_cases(filters_number, numbers_that_are_written_cases, true);
}

static const struct filter_case far_exponents_cases[] = {
        {"floatformat", "=1e22", NULL, "~10000000000000000000000"},
        {"floatformat", "=1e22", "=2", "~10000000000000000000000.00"},
        {"floatformat", "=1.5e-15", NULL, "~0.0"},
        {"floatformat", "=1.5e-15", "=2", "~0.00"},
        {"floatformat", "=-1.323297138040798e35", NULL, "~-132329713804079800000000000000000000"},
        {"floatformat", "=1e300", "=2", "1e+300"},
        {"floatformat", "=5e-7", "=2", "~0.00"},
        {"floatformat", "1e199", "=2",
         "~100000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000"
         "00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000.00"},
        {"floatformat", "1e-199", NULL, "~0.0"},
        {"floatformat", "1e-200", "=2", "1e-200"},
        {"floatformat", "0e199", "=2", "~0.00"},
        {"floatformat", "0e200", NULL, "0e200"},
        {"floatformat", "0e200", "=2", "0e200"},
        {"floatformat",
         "9999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999."
         "999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999",
         NULL,
         "9999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999."
         "999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999"},
        {"floatformat",
         "1111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111"
         "1111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111",
         NULL,
         "~111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111"
         "11111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111"},
        {"floatformat",
         "1111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111"
         "1111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111",
         "=2",
         "~111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111"
         "11111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111.00"},
        {"floatformat",
         "1111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111"
         "11111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111",
         "=2",
         "1111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111"
         "11111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111"},
        {"floatformat", "-inf", "=2", "-inf"},
        {"floatformat", "nan", "=2", "nan"},
        {"floatformat", "NaN", NULL, "NaN"},
        {"floatformat", "infinite", NULL, ""},
        {"floatformat", "=1.5e-15", "=20", "~0.00000000000000150000"},
        {"floatformat", "=1.5e-15", "=-20", "~0.00000000000000150000"},
        {"floatformat", "=0.1", "=250",
         "~0."
         "1000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000"
         "0000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000"
         "00000000000000000000000000000000"},
};

static void far_exponents(void **state)
{
        (void)state;
        test_filter_cases(filters_number, far_exponents_cases, true);
}

/* However much is asked for, the arena bounds it, and at once. */
static void places_beyond_memory(void **state)
{
        static const struct filter_case rows[] = {
                {"floatformat", "=1.5", "=999999999999", "!needs more memory"},
                {"floatformat", "=1.5", "=-999999999999", "!needs more memory"},
                {"floatformat", "=1", "-99999999999999999999999999g", "~1"},
                {"floatformat", "=1", "99999999999999999999999999g", "!needs more memory"},
                {"floatformat", "=1.5", "-9223372036854775808", "!needs more memory"},
        };
        (void)state;
        test_filter_cases(filters_number, rows, true);
}

static void long_numbers(void **state)
{
        const struct filter *f = test_filter(filters_number, "floatformat");
        struct template_error error;
        struct arena a;
        struct buf digits;
        struct value v;
        struct filter_call call = {.arena = &a, .name = f->name, .error = &error};
        (void)state;
        arena_init(&a, TEST_FILTER_MEMORY);
        buf_init(&digits, 2 * 1024 * 1024);
        buf_fill(&digits, '1', 1024 * 1024);
        assert_true(f->apply(&call, value_text(buf_str(&digits)), &v));
        assert_true(str_eq(v.text, buf_str(&digits)));
        buf_fill(&digits, '_', 1024 * 1024);
        assert_true(f->apply(&call, value_text(buf_str(&digits)), &v));
        assert_true(str_eq(v.text, buf_str(&digits)));
        buf_release(&digits);
        arena_release(&a);
}

/* Wherever memory ends, the filter says so, and no more happens. */
static void little_memory(void **state)
{
        static const struct filter_case rows[] = {
                {"floatformat", "=1.25", "=40", "~1.2500000000000000000000000000000000000000"},
                {"floatformat", "=1.25", "bar", "1.25"},
        };
        (void)state;
        for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
                test_filter_memory(filters_number, &rows[i]);
}

int main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(rounding_halves),
                cmocka_unit_test(places),
                cmocka_unit_test(grouping),
                cmocka_unit_test(places_that_are_none),
                cmocka_unit_test(numbers_that_are_written),
                cmocka_unit_test(far_exponents),
                cmocka_unit_test(places_beyond_memory),
                cmocka_unit_test(long_numbers),
                cmocka_unit_test(little_memory),
        };
        return run_all(tests);
}
