/* base/buf: growth, the maximum, and escaping. */
#include "test.h"

#include "base/buf.h"

static struct buf buf;

static int start(void **state)
{
        (void)state;
        buf_init(&buf, 4096);
        return 0;
}

static int stop(void **state)
{
        (void)state;
        buf_release(&buf);
        return 0;
}

static void empty_is_an_empty_string(void **state)
{
        (void)state;
        assert_str(buf_str(&buf), "");
        buf_add(&buf, STR_NULL);
        assert_str(buf_str(&buf), "");
}

static void grows_and_ends_in_nul(void **state)
{
        (void)state;
        for (int i = 0; i < 1000; i++)
                buf_add_char(&buf, (char)('a' + i % 26));
        assert_false(buf.failed);
        assert_int_equal(buf.len, 1000);
        assert_int_equal(buf.ptr[1000], 0);
        assert_int_equal(buf.ptr[999], 'a' + 999 % 26);
}

static void maximum_is_kept_and_remembered(void **state)
{
        (void)state;
        buf_printf(&buf, "%4096s", "");
        assert_false(buf.failed);
        buf_add_char(&buf, 'x');
        assert_true(buf.failed);
        assert_int_equal(buf.len, 4096);
        buf_clear(&buf);
        buf_add_char(&buf, 'x');
        assert_str(buf_str(&buf), "x");
}

static void fills_with_a_character_in_one_step(void **state)
{
        (void)state;
        buf_fill(&buf, 'x', 3);
        buf_fill(&buf, 'y', 0);
        assert_str(buf_str(&buf), "xxx");
        buf_fill(&buf, 'z', UINT64_MAX);
        assert_true(buf.failed);
        assert_str(buf_str(&buf), "xxx");
}

static void nothing_is_written_after_a_failure(void **state)
{
        (void)state;
        buf_printf(&buf, "%5000s", "");
        assert_true(buf.failed);
        buf_add(&buf, STR("short"));
        assert_str(buf_str(&buf), "");
}

static void json_escapes(void **state)
{
        (void)state;
        buf_add_json(&buf, STR("a\"b\\c\n\r\t\x01\x7F/\xC3\xB6"));
        assert_str(buf_str(&buf), "\"a\\\"b\\\\c\\n\\r\\t\\u0001\\u007f/\xC3\xB6\"");
        buf_clear(&buf);
        buf_add_json(&buf, STR_NULL);
        assert_str(buf_str(&buf), "null");
}

static void json_is_utf8_whatever_comes_in(void **state)
{
        (void)state;
        buf_add_json(&buf, STR("\xFFz"));
        assert_str(buf_str(&buf), "\"\xEF\xBF\xBDz\"");
        assert_true(str_is_text(buf_str(&buf)));
}

static void html_escapes(void **state)
{
        (void)state;
        buf_add_html(&buf, STR("<a href=\"x\">Tom & 'Jo'</a>"));
        assert_str(buf_str(&buf), "&lt;a href=&quot;x&quot;&gt;Tom &amp; &#x27;Jo&#x27;&lt;/a&gt;");
}

static void html_runs_are_kept_whole(void **state)
{
        (void)state;
        const struct {
                const char *plain, *escaped;
        } cases[] = {
                {"", ""},
                {"plain", "plain"},
                {"&", "&amp;"},
                {"&&", "&amp;&amp;"},
                {"<plain", "&lt;plain"},
                {"plain>", "plain&gt;"},
                {"a'b\"c", "a&#x27;b&quot;c"},
                {"\xC3\xB6<\xE2\x82\xAC", "\xC3\xB6&lt;\xE2\x82\xAC"},
        };
        for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
                buf_clear(&buf);
                buf_add_html(&buf, str_from(cases[i].plain));
                assert_str(buf_str(&buf), cases[i].escaped);
        }
        buf_clear(&buf);
        buf_add_html(&buf, STR_NULL);
        assert_str(buf_str(&buf), "");
}

static void url_escapes(void **state)
{
        (void)state;
        buf_add_url(&buf, STR("a-Z_0.~ /?&=\xC3\xB6%"));
        assert_str(buf_str(&buf), "a-Z_0.~%20%2F%3F%26%3D%C3%B6%25");
}

int main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test_setup_teardown(empty_is_an_empty_string, start, stop),
                cmocka_unit_test_setup_teardown(grows_and_ends_in_nul, start, stop),
                cmocka_unit_test_setup_teardown(maximum_is_kept_and_remembered, start, stop),
                cmocka_unit_test_setup_teardown(fills_with_a_character_in_one_step, start, stop),
                cmocka_unit_test_setup_teardown(nothing_is_written_after_a_failure, start, stop),
                cmocka_unit_test_setup_teardown(json_escapes, start, stop),
                cmocka_unit_test_setup_teardown(json_is_utf8_whatever_comes_in, start, stop),
                cmocka_unit_test_setup_teardown(html_escapes, start, stop),
                cmocka_unit_test_setup_teardown(html_runs_are_kept_whole, start, stop),
                cmocka_unit_test_setup_teardown(url_escapes, start, stop),
        };
        return run_all(tests);
}
