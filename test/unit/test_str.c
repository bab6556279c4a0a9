/* base/str: slices, numbers, UTF-8. */
#include "test.h"

static void compares(void **state)
{
        (void)state;
        assert_true(str_eq(STR("cart"), str_from("cart")));
        assert_false(str_eq(STR("cart"), STR("cars")));
        assert_false(str_eq(STR("cart"), STR("car")));
        assert_true(str_eq(STR(""), STR_NULL));
        assert_true(str_eq_nocase(STR("Content-Type"), STR("content-tYPE")));
        assert_false(str_eq_nocase(STR("[\xC3\x84"), STR("{\xC3\xA4")));
        assert_true(str_starts(STR("orders.sql"), STR("orders")));
        assert_false(str_starts(STR("or"), STR("orders")));
        assert_true(str_ends(STR("orders.sql"), STR(".sql")));
        assert_false(str_ends(STR("sql"), STR(".sql")));
        assert_true(str_ends(STR("sql"), STR("")));
}

static void cuts(void **state)
{
        (void)state;
        struct str rest = STR("a;;b");
        assert_str(str_cut(&rest, ';'), "a");
        assert_str(str_cut(&rest, ';'), "");
        assert_str(str_cut(&rest, ';'), "b");
        assert_null(rest.ptr);
        rest = STR("a;");
        assert_str(str_cut(&rest, ';'), "a");
        assert_str(rest, "");
}

static void trims_and_slices(void **state)
{
        (void)state;
        assert_str(str_trim(STR(" \t x y\r\n")), "x y");
        assert_str(str_trim(STR(" \n")), "");
        assert_str(str_from_offset(STR("abc"), 1), "bc");
        assert_str(str_from_offset(STR("abc"), 9), "");
        assert_int_equal(str_find(STR("abc"), 'c'), 2);
        assert_int_equal(str_find(STR("abc"), 'z'), 3);
        assert_int_equal(str_find(STR_NULL, 'z'), 0);
}

static void reads_whole_numbers(void **state)
{
        (void)state;
        static const struct {
                const char *text;
                int64_t value;
        } good[] = {
                {"0", 0},
                {"-0", 0},
                {"007", 7},
                {"-12", -12},
                {"9223372036854775807", INT64_MAX},
                {"-9223372036854775808", INT64_MIN},
        };
        for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
                int64_t value = 99;
                assert_true(str_to_int64(str_from(good[i].text), &value));
                assert_int_equal(value, good[i].value);
        }
}

static void refuses_other_numbers(void **state)
{
        (void)state;
        static const char *const bad[] = {
                "",
                "-",
                "+1",
                " 1",
                "1 ",
                "1.0",
                "0x1",
                "9223372036854775808",
                "-9223372036854775809",
                "99999999999999999999",
        };
        for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
                int64_t value = 99;
                assert_false(str_to_int64(str_from(bad[i]), &value));
                assert_int_equal(value, 99);
        }
}

static void knows_text(void **state)
{
        (void)state;
        static const char *const good[] = {
                "", "shop", "\xC3\xB6", "\xE2\x82\xAC", "\xED\x9F\xBF", "\xF0\x9F\x9B\x92", "\xF4\x8F\xBF\xBF",
        };
        static const char *const bad[] = {
                "\x80",             /* continuation without a start */
                "\xC0\xAF",         /* overlong */
                "\xE0\x80\xAF",     /* overlong */
                "\xED\xA0\x80",     /* surrogate */
                "\xF4\x90\x80\x80", /* beyond U+10FFFF */
                "\xF5\x80\x80\x80",
                "\xC3" /* cut off */,
                "\xE2\x82",
                "\xE2\x28\xA1",
        };
        for (size_t i = 0; i < sizeof good / sizeof good[0]; i++)
                assert_true(str_is_text(str_from(good[i])));
        for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
                assert_false(str_is_text(str_from(bad[i])));
        assert_false(str_is_text(STR("a\0b")));
}

static void copies_to_c(void **state)
{
        (void)state;
        char out[5] = "....";
        assert_true(str_to_c(STR("shop"), out, sizeof out));
        assert_string_equal(out, "shop");
        assert_false(str_to_c(STR("shops"), out, sizeof out));
        assert_false(str_to_c(STR("a\0b"), out, sizeof out));
        assert_true(str_to_c(STR_NULL, out, sizeof out));
        assert_string_equal(out, "");
}

int main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(compares),
                cmocka_unit_test(cuts),
                cmocka_unit_test(trims_and_slices),
                cmocka_unit_test(reads_whole_numbers),
                cmocka_unit_test(refuses_other_numbers),
                cmocka_unit_test(knows_text),
                cmocka_unit_test(copies_to_c),
        };
        return run_all(tests);
}
