/* Filters that escape, and those that mark as safe: what Django gives for the same. */
#include "test_filter_html.h"

#include "mail/template/json_script.h"

static const struct filter_case escaping[] = {
        {"escape", "", NULL, "~"},
        {"escape", "~", NULL, "~"},
        {"escape", "a", NULL, "~a"},
        {"escape", "~a", NULL, "~a"},
        {"escape", "<b>&\"'</b>", NULL, "~&lt;b&gt;&amp;&quot;&#x27;&lt;/b&gt;"},
        {"escape", "~<b>&\"'</b>", NULL, "~<b>&\"'</b>"},
        {"escape", "&amp;", NULL, "~&amp;amp;"},
        {"escape", "~&amp;", NULL, "~&amp;"},
        {"escape", "é€😀", NULL, "~é€😀"},
        {"escape", "~é€😀", NULL, "~é€😀"},
        {"escape", "a\nb", NULL, "~a\nb"},
        {"escape", "~a\nb", NULL, "~a\nb"},
        {"force_escape", "", NULL, "~"},
        {"force_escape", "~", NULL, "~"},
        {"force_escape", "a", NULL, "~a"},
        {"force_escape", "~a", NULL, "~a"},
        {"force_escape", "<b>&\"'</b>", NULL, "~&lt;b&gt;&amp;&quot;&#x27;&lt;/b&gt;"},
        {"force_escape", "~<b>&\"'</b>", NULL, "~&lt;b&gt;&amp;&quot;&#x27;&lt;/b&gt;"},
        {"force_escape", "&amp;", NULL, "~&amp;amp;"},
        {"force_escape", "~&amp;", NULL, "~&amp;amp;"},
        {"force_escape", "é€😀", NULL, "~é€😀"},
        {"force_escape", "~é€😀", NULL, "~é€😀"},
        {"force_escape", "a\nb", NULL, "~a\nb"},
        {"force_escape", "~a\nb", NULL, "~a\nb"},
        {"safe", "", NULL, "~"},
        {"safe", "~", NULL, "~"},
        {"safe", "a", NULL, "~a"},
        {"safe", "~a", NULL, "~a"},
        {"safe", "<b>&\"'</b>", NULL, "~<b>&\"'</b>"},
        {"safe", "~<b>&\"'</b>", NULL, "~<b>&\"'</b>"},
        {"safe", "&amp;", NULL, "~&amp;"},
        {"safe", "~&amp;", NULL, "~&amp;"},
        {"safe", "é€😀", NULL, "~é€😀"},
        {"safe", "~é€😀", NULL, "~é€😀"},
        {"safe", "a\nb", NULL, "~a\nb"},
        {"safe", "~a\nb", NULL, "~a\nb"},
        {"escapejs", "", NULL, "~"},
        {"escapejs", "plain text 0-9", NULL, "~plain text 0\\u002D9"},
        {"escapejs", "\"it's\"", NULL, "~\\u0022it\\u0027s\\u0022"},
        {"escapejs", "</script>", NULL, "~\\u003C/script\\u003E"},
        {"escapejs", "<!-- -->", NULL, "~\\u003C!\\u002D\\u002D \\u002D\\u002D\\u003E"},
        {"escapejs", "a=b;c&d", NULL, "~a\\u003Db\\u003Bc\\u0026d"},
        {"escapejs", "`${x}`", NULL, "~\\u0060${x}\\u0060"},
        {"escapejs", "\\", NULL, "~\\u005C"},
        {"escapejs", "line\none\r\n\ttab", NULL, "~line\\u000Aone\\u000D\\u000A\\u0009tab"},
        {"escapejs", "\001\037\177", NULL, "~\\u0001\\u001F\177"},
        {"escapejs", "a\u2028b\u2029c‧d", NULL, "~a\\u2028b\\u2029c‧d"},
        {"escapejs", "é€😀", NULL, "~é€😀"},
        {"escapejs", "/path/?q=1", NULL, "~/path/?q\\u003D1"},
        {"escapejs", "testing\r\njavascript 'string\" <b>escaping</b>", NULL,
         "~testing\\u000D\\u000Ajavascript \\u0027string\\u0022 \\u003Cb\\u003Eescaping\\u003C/b\\u003E"},
        {"escapejs", "paragraph separator:\u2029and line separator:\u2028", NULL,
         "~paragraph separator:\\u2029and line separator:\\u2028"},
        {"escapejs", "&", NULL, "~\\u0026"},
        {"escapejs", "---", NULL, "~\\u002D\\u002D\\u002D"},
        {"escapejs", ";;", NULL, "~\\u003B\\u003B"},
        {"urlencode", "x", NULL, "x"},
        {"urlencode", "", NULL, ""},
        {"urlencode", "abc-XYZ_0.9~", NULL, "abc-XYZ_0.9~"},
        {"urlencode", "a b", NULL, "a%20b"},
        {"urlencode", "a/b", NULL, "a/b"},
        {"urlencode", "a/b", "", "a%2Fb"},
        {"urlencode", "a/b?c=d&e", "/?=&", "a/b?c=d&e"},
        {"urlencode", "françois & jill", NULL, "fran%C3%A7ois%20%26%20jill"},
        {"urlencode", "https://www.example.org/foo?a=b&c=d", NULL, "https%3A//www.example.org/foo%3Fa%3Db%26c%3Dd"},
        {"urlencode", "https://www.example.org/foo?a=b&c=d", "", "https%3A%2F%2Fwww.example.org%2Ffoo%3Fa%3Db%26c%3Dd"},
        {"urlencode", "https://www.example.org/foo?a=b&c=d", ":", "https:%2F%2Fwww.example.org%2Ffoo%3Fa%3Db%26c%3Dd"},
        {"urlencode", "100%", NULL, "100%25"},
        {"urlencode", "100%", "%", "100%"},
        {"urlencode", "%20", NULL, "%2520"},
        {"urlencode", "+", NULL, "%2B"},
        {"urlencode", "+", "+", "+"},
        {"urlencode", "€", NULL, "%E2%82%AC"},
        {"urlencode", "😀", NULL, "%F0%9F%98%80"},
        {"urlencode", "<>\"'", NULL, "%3C%3E%22%27"},
        {"urlencode", "é", "é", "%C3%A9"},
        {"urlencode", "\n\t", NULL, "%0A%09"},
        {"urlencode", "`!@#$^*()", NULL, "%60%21%40%23%24%5E%2A%28%29"},
        {"urlencode", "[]{}|\\", NULL, "%5B%5D%7B%7D%7C%5C"},
        {"urlencode", "(1)'*'!", "!*'()", "(1)'*'!"},
        {"urlencode", "~a/b", NULL, "a/b"},
};

static const struct filter_case json_scripts[] = {
        {"json_script", "=\"a\"", "id", "~<script id=\"id\" type=\"application/json\">\"a\"</script>"},
        {"json_script", "=\"<b>&</b>\"", "id",
         "~<script id=\"id\" type=\"application/json\">\"\\u003Cb\\u003E\\u0026\\u003C/b\\u003E\"</script>"},
        {"json_script", "=\"\\\" \\\\ /\"", "id",
         "~<script id=\"id\" type=\"application/json\">\"\\\" \\\\ /\"</script>"},
        {"json_script", "=\"\\n\\r\\t\\f\\b\"", "x",
         "~<script id=\"x\" type=\"application/json\">\"\\n\\r\\t\\f\\b\"</script>"},
        {"json_script", "=\"\\u0001\\u007f\"", "x",
         "~<script id=\"x\" type=\"application/json\">\"\\u0001\\u007f\"</script>"},
        {"json_script", "=\"é€\"", "x", "~<script id=\"x\" type=\"application/json\">\"\\u00e9\\u20ac\"</script>"},
        {"json_script", "=\"😀\"", "x", "~<script id=\"x\" type=\"application/json\">\"\\ud83d\\ude00\"</script>"},
        {"json_script", "=1", "x", "~<script id=\"x\" type=\"application/json\">1</script>"},
        {"json_script", "=-7", "x", "~<script id=\"x\" type=\"application/json\">-7</script>"},
        {"json_script", "=1.0", "x", "~<script id=\"x\" type=\"application/json\">1.0</script>"},
        {"json_script", "=0.1", "x", "~<script id=\"x\" type=\"application/json\">0.1</script>"},
        {"json_script", "=1e16", "x", "~<script id=\"x\" type=\"application/json\">1e+16</script>"},
        {"json_script", "=1e-7", "x", "~<script id=\"x\" type=\"application/json\">1e-07</script>"},
        {"json_script", "=123456789.125", "x", "~<script id=\"x\" type=\"application/json\">123456789.125</script>"},
        {"json_script", "=true", "x", "~<script id=\"x\" type=\"application/json\">true</script>"},
        {"json_script", "=false", "x", "~<script id=\"x\" type=\"application/json\">false</script>"},
        {"json_script", "=null", "x", "~<script id=\"x\" type=\"application/json\">null</script>"},
        {"json_script", "=[]", "x", "~<script id=\"x\" type=\"application/json\">[]</script>"},
        {"json_script", "={}", "x", "~<script id=\"x\" type=\"application/json\">{}</script>"},
        {"json_script", "=[1, \"a\", null, [true]]", "x",
         "~<script id=\"x\" type=\"application/json\">[1, \"a\", null, [true]]</script>"},
        {"json_script", "={\"a\": \"testing\\r\\njson 'string\\\" <b>escaping</b>\"}", "test_id",
         "~<script id=\"test_id\" type=\"application/json\">{\"a\": \"testing\\r\\njson 'string\\\" "
         "\\u003Cb\\u003Eescaping\\u003C/b\\u003E\"}</script>"},
        {"json_script", "={\"k<\": {\"n\": [1, {\"z\": 2.5}]}, \"b\": []}", "x",
         "~<script id=\"x\" type=\"application/json\">{\"k\\u003C\": {\"n\": [1, {\"z\": 2.5}]}, \"b\": []}</script>"},
        {"json_script", "=\"a\"", "<i&\"", "~<script id=\"&lt;i&amp;&quot;\" type=\"application/json\">\"a\"</script>"},
        {"json_script", "=\"a\"", NULL, "~<script type=\"application/json\">\"a\"</script>"},
        {"json_script", "=[1]", "", "~<script type=\"application/json\">[1]</script>"},
        {"json_script", "=\"</script><script>alert(1)</script>\"", "x",
         "~<script id=\"x\" "
         "type=\"application/json\">\"\\u003C/script\\u003E\\u003Cscript\\u003Ealert(1)\\u003C/script\\u003E\"</"
         "script>"},
        {"json_script", "=\"\\u2028\"", "x", "~<script id=\"x\" type=\"application/json\">\"\\u2028\"</script>"},
};

static void texts_are_escaped(void **state)
{
        (void)state;
        test_filter_cases(filters_escape, escaping, true);
}

static void values_become_json(void **state)
{
        (void)state;
        test_filter_cases(filters_escape, json_scripts, true);
}

static const struct filter_case odd[] = {
        {"urlencode", "a/b", "=null", "a/b"},
        {"urlencode", "a/b", "=5", "!takes a text of characters to keep"},
        {"escape", "=[1, \"<\"]", NULL, "~[1, &#x27;&lt;&#x27;]"},
        {"safe", "=1.5", NULL, "~1.5"},
        {"escapejs", "=null", NULL, "~None"},
        {"safeseq", "=[\"<b>\", 1, [2]]", NULL, "=['<b>', '1', '[2]']"},
        {"safeseq", "ab", NULL, "=['a', 'b']"},
        {"safeseq", "=[]", NULL, "=[]"},
        {"safeseq", "=1", NULL, "!takes a list"},
        {"safeseq", "=null", NULL, "!takes a list"},
        {"json_script", "=1", "=0", "~<script type=\"application/json\">1</script>"},
        {"json_script", "=1", "=7", "~<script id=\"7\" type=\"application/json\">1</script>"},
        {"json_script", "=1", "~a&amp;b", "~<script id=\"a&amp;b\" type=\"application/json\">1</script>"},
};

static void other_values_are_taken_or_refused(void **state)
{
        (void)state;
        test_filter_cases(filters_escape, odd, true);
}

static void a_list_is_safe_item_by_item(void **state)
{
        (void)state;
        struct arena a;
        struct value v;
        struct template_error error;
        const struct filter_case row = {"safeseq", "=[\"<b>\", 1]", NULL, ""};
        arena_init(&a, TEST_FILTER_MEMORY);
        assert_true(test_filter_apply(&a, test_filter(filters_escape, "safeseq"), &row, true, &v, &error));
        assert_int_equal(v.kind, VALUE_LIST);
        assert_int_equal(v.list->count, 2);
        assert_true(v.list->items[0].safe && v.list->items[1].safe);
        arena_release(&a);
}

/* As the filters of times make them; JSON itself has none. */
static void check_moment(const char *written, const char *expected)
{
        struct arena a;
        struct value v;
        struct moment m;
        struct template_error error;
        struct filter_call call = {.arena = &a, .error = &error};
        arena_init(&a, TEST_FILTER_MEMORY);
        assert_true(moment_parse(str_from(written), &m));
        assert_true(test_filter(filters_escape, "json_script")
                            ->apply(&call, (struct value){.kind = VALUE_MOMENT, .moment = &m}, &v));
        struct str json = str_from_offset(v.text, strlen("<script type=\"application/json\">"));
        json.len -= strlen("</script>");
        assert_str(json, expected);
        arena_release(&a);
}

static void times_have_milliseconds_in_json(void **state)
{
        (void)state;
        check_moment("2026-11-25", "\"2026-11-25\"");
        check_moment("19:41:05", "\"19:41:05\"");
        check_moment("19:41:05.123456", "\"19:41:05.123\"");
        check_moment("2026-11-25T19:41:05", "\"2026-11-25T19:41:05\"");
        check_moment("2026-11-25T19:41:05.123456Z", "\"2026-11-25T19:41:05.123Z\"");
        check_moment("2026-11-25T19:41:05+00:00", "\"2026-11-25T19:41:05Z\"");
        check_moment("2026-11-25T19:41:05.000001+01:00", "\"2026-11-25T19:41:05.000+01:00\"");
        check_moment("0099-11-25T19:41:05-03:30", "\"0099-11-25T19:41:05-03:30\"");
}

static bool write_nested(struct arena *a, unsigned depth)
{
        struct value v = value_int(1);
        struct buf out;
        buf_init(&out, TEST_FILTER_MEMORY);
        for (unsigned i = 0; i < depth; i++) {
                struct value *item = arena_new(a, struct value);
                assert_non_null(item);
                *item = v;
                assert_true(value_list(a, item, 1, &v));
        }
        bool written = json_script_write(&out, v);
        buf_release(&out);
        return written;
}

static void json_is_nested_to_a_bound(void **state)
{
        (void)state;
        struct arena a;
        struct buf out;
        arena_init(&a, HOSTILE_MEMORY);
        buf_init(&out, TEST_FILTER_MEMORY);
        assert_true(write_nested(&a, JSON_SCRIPT_DEPTH_MAX));
        assert_false(write_nested(&a, JSON_SCRIPT_DEPTH_MAX + 1));
        assert_false(write_nested(&a, VALUE_NESTING_MAX));
        assert_false(json_script_write(&out, (struct value){.kind = VALUE_BLOCK}));
        buf_release(&out);
        arena_release(&a);
}

static void little_memory_is_told(void **state)
{
        (void)state;
        for (size_t i = 0; i < sizeof escaping / sizeof *escaping; i++)
                test_filter_memory(filters_escape, &escaping[i]);
        for (size_t i = 0; i < sizeof json_scripts / sizeof *json_scripts; i++)
                test_filter_memory(filters_escape, &json_scripts[i]);
}

static void large_texts_take_no_longer_than_they_must(void **state)
{
        (void)state;
        static const char *const names[] = {"escape", "force_escape", "safe", "escapejs", "urlencode", "json_script"};
        static const char *const units[] = {"<", "a", "&amp;", "\u2028", "\xE2\x80\xA7", "😀", "\x01"};
        test_filter_all_hostile(filters_escape, names, NULL, units);
}

int main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(texts_are_escaped),
                cmocka_unit_test(values_become_json),
                cmocka_unit_test(other_values_are_taken_or_refused),
                cmocka_unit_test(a_list_is_safe_item_by_item),
                cmocka_unit_test(times_have_milliseconds_in_json),
                cmocka_unit_test(json_is_nested_to_a_bound),
                cmocka_unit_test(little_memory_is_told),
                cmocka_unit_test(large_texts_take_no_longer_than_they_must),
        };
        return run_all(tests);
}
