/* Filters of templates that take lists. */
#include <sodium.h>

#include "test_filter.h"

static const struct filter_case sorting_cases[] = {
        {"dictsort",
         "=[{\"n\":\"b\",\"a\":{\"y\":2}},{\"n\":\"a\",\"a\":{\"y\":3}},{\"n\":\"c\",\"a\":{\"y\":1}},{\"n\":\"d\","
         "\"a\":{\"y\":2}}]",
         "a", ""},
        {"dictsort",
         "=[{\"n\":\"b\",\"a\":{\"y\":2}},{\"n\":\"a\",\"a\":{\"y\":3}},{\"n\":\"c\",\"a\":{\"y\":1}},{\"n\":\"d\","
         "\"a\":{\"y\":2}}]",
         "zz", ""},
        {"dictsort",
         "=[{\"n\":\"b\",\"a\":{\"y\":2}},{\"n\":\"a\",\"a\":{\"y\":3}},{\"n\":\"c\",\"a\":{\"y\":1}},{\"n\":\"d\","
         "\"a\":{\"y\":2}}]",
         "n.x", ""},
        {"dictsort",
         "=[{\"n\":\"b\",\"a\":{\"y\":2}},{\"n\":\"a\",\"a\":{\"y\":3}},{\"n\":\"c\",\"a\":{\"y\":1}},{\"n\":\"d\","
         "\"a\":{\"y\":2}}]",
         "a.zz", ""},
        {"dictsort",
         "=[{\"n\":\"b\",\"a\":{\"y\":2}},{\"n\":\"a\",\"a\":{\"y\":3}},{\"n\":\"c\",\"a\":{\"y\":1}},{\"n\":\"d\","
         "\"a\":{\"y\":2}}]",
         "_n", ""},
        {"dictsort",
         "=[{\"n\":\"b\",\"a\":{\"y\":2}},{\"n\":\"a\",\"a\":{\"y\":3}},{\"n\":\"c\",\"a\":{\"y\":1}},{\"n\":\"d\","
         "\"a\":{\"y\":2}}]",
         "a._y", ""},
        {"dictsort",
         "=[{\"n\":\"b\",\"a\":{\"y\":2}},{\"n\":\"a\",\"a\":{\"y\":3}},{\"n\":\"c\",\"a\":{\"y\":1}},{\"n\":\"d\","
         "\"a\":{\"y\":2}}]",
         "=0", "!finds nothing to sort by in one of the r"},
        {"dictsort",
         "=[{\"n\":\"b\",\"a\":{\"y\":2}},{\"n\":\"a\",\"a\":{\"y\":3}},{\"n\":\"c\",\"a\":{\"y\":1}},{\"n\":\"d\","
         "\"a\":{\"y\":2}}]",
         "a.", ""},
        {"dictsortreversed",
         "=[{\"n\":\"b\",\"a\":{\"y\":2}},{\"n\":\"a\",\"a\":{\"y\":3}},{\"n\":\"c\",\"a\":{\"y\":1}},{\"n\":\"d\","
         "\"a\":{\"y\":2}}]",
         "n",
         "=[{'n': 'd', 'a': {'y': 2}}, {'n': 'c', 'a': {'y': 1}}, {'n': 'b', 'a': {'y': 2}}, {'n': 'a', 'a': {'y': "
         "3}}]"},
        {"dictsortreversed",
         "=[{\"n\":\"b\",\"a\":{\"y\":2}},{\"n\":\"a\",\"a\":{\"y\":3}},{\"n\":\"c\",\"a\":{\"y\":1}},{\"n\":\"d\","
         "\"a\":{\"y\":2}}]",
         "a", ""},
        {"dictsortreversed",
         "=[{\"n\":\"b\",\"a\":{\"y\":2}},{\"n\":\"a\",\"a\":{\"y\":3}},{\"n\":\"c\",\"a\":{\"y\":1}},{\"n\":\"d\","
         "\"a\":{\"y\":2}}]",
         "_n", ""},
        {"dictsortreversed",
         "=[{\"n\":\"b\",\"a\":{\"y\":2}},{\"n\":\"a\",\"a\":{\"y\":3}},{\"n\":\"c\",\"a\":{\"y\":1}},{\"n\":\"d\","
         "\"a\":{\"y\":2}}]",
         "0", "!finds nothing to sort by in one of the r"},
        {"dictsort", "=[[2,\"b\"],[1,\"c\"],[3,\"a\"]]", "=0", "=[[1, 'c'], [2, 'b'], [3, 'a']]"},
        {"dictsort", "=[[2,\"b\"],[1,\"c\"],[3,\"a\"]]", "=1", "=[[3, 'a'], [2, 'b'], [1, 'c']]"},
        {"dictsort", "=[[2,\"b\"],[1,\"c\"],[3,\"a\"]]", "a", ""},
        {"dictsort", "=[[2,\"b\"],[1,\"c\"],[3,\"a\"]]", "nan", ""},
        {"dictsortreversed", "=[[2,\"b\"],[1,\"c\"],[3,\"a\"]]", "=0", "=[[3, 'a'], [2, 'b'], [1, 'c']]"},
        {"dictsortreversed", "=[[2,\"b\"],[1,\"c\"],[3,\"a\"]]", "=1", "=[[1, 'c'], [2, 'b'], [3, 'a']]"},
        {"dictsortreversed", "=[[2,\"b\"],[1,\"c\"],[3,\"a\"]]", "0", ""},
        {"dictsort", "=5", "a", ""},
        {"dictsort", "=[{\"a\":null}]", "a", "=[{'a': None}]"},
        {"dictsort", "=[{\"a\":1},{\"b\":1}]", "a", ""},
        {"dictsort", "=[{\"a\":\"b\"},{\"a\":\"B\"},{\"a\":\"ä\"},{\"a\":\"\"}]", "a",
         "=[{'a': ''}, {'a': 'B'}, {'a': 'b'}, {'a': 'ä'}]"},
        {"dictsort", "=[{\"a\":{}},{\"a\":{}}]", "a", ""},
};

static void sorting(void **state)
{
        (void)state;
        test_filter_cases(filters_list, sorting_cases, true);
}

static const struct filter_case ends_cases[] = {
        {"first", "=[0,1,2]", NULL, "=0"},
        {"first", "=[]", NULL, ""},
        {"first", "", NULL, ""},
        {"first", "abc", NULL, "a"},
        {"first", "grün", NULL, "g"},
        {"first", "~<b>", NULL, "<"},
        {"first", "=[\"x\"]", NULL, "x"},
        {"first", "=[[1],{\"a\":2}]", NULL, "=[1]"},
        {"first", "=null", NULL, "!takes a list or a text"},
        {"first", "=5", NULL, "!takes a list or a text"},
        {"first", "={\"a\":1}", NULL, "!takes a list or a text"},
        {"first", "日本", NULL, "日"},
        {"last", "=[0,1,2]", NULL, "=2"},
        {"last", "=[]", NULL, ""},
        {"last", "", NULL, ""},
        {"last", "abc", NULL, "c"},
        {"last", "grün", NULL, "n"},
        {"last", "~<b>", NULL, "~>"},
        {"last", "=[\"x\"]", NULL, "x"},
        {"last", "=[[1],{\"a\":2}]", NULL, "={'a': 2}"},
        {"last", "=null", NULL, "!takes a list or a text"},
        {"last", "=5", NULL, "!takes a list or a text"},
        {"last", "={\"a\":1}", NULL, "!takes a list or a text"},
        {"last", "日本", NULL, "本"},
};

static void ends(void **state)
{
        (void)state;
        test_filter_cases(filters_list, ends_cases, true);
}

static const struct filter_case lengths_cases[] = {
        {"length", "=[]", NULL, "=0"},
        {"length", "", NULL, "=0"},
        {"length", "grün", NULL, "=4"},
        {"length", "日本語", NULL, "=3"},
        {"length", "={\"a\":1,\"b\":2}", NULL, "=2"},
        {"length", "=true", NULL, "=0"},
        {"length_is", "=[\"a\",\"b\"]", "4", "=False"},
        {"length_is", "=[\"a\",\"b\"]", "x", ""},
        {"length_is", "grün", "=2", "=False"},
        {"length_is", "grün", "x", ""},
        {"length_is", "grün", "=1.5", "=False"},
        {"length_is", "grün", " 1 ", "=False"},
        {"length_is", "grün", "99999999999999999999", "=False"},
        {"length_is", "", "=null", ""},
        {"length_is", "", " 1 ", "=False"},
        {"length_is", "", "99999999999999999999", "=False"},
        {"length_is", "=null", "4", ""},
        {"length_is", "=null", "=1.5", ""},
        {"length_is", "=null", "99999999999999999999", ""},
        {"length_is", "=5", "=2", ""},
        {"length_is", "=5", "=null", ""},
        {"length_is", "={\"a\":1}", "=2", "=False"},
        {"length_is", "={\"a\":1}", "=0", "=False"},
        {"length_is", "={\"a\":1}", "x", ""},
};

static void lengths(void **state)
{
        (void)state;
        test_filter_cases(filters_list, lengths_cases, true);
}

static const struct filter_case joining_cases[] = {
        {"join", "=[\"a\",\"<b>\"]", "<br>", "~a&lt;br&gt;&lt;b&gt;"},
        {"join", "=[\"a\",\"<b>\"]", "=3", "~a3&lt;b&gt;"},
        {"join", "=[\"a\",\"<b>\"]", "", "~a&lt;b&gt;"},
        {"join", "=[1,\"&\",null,1.0,true]", ", ", "~1, &amp;, None, 1.0, True"},
        {"join", "=[1,\"&\",null,1.0,true]", "~<br>", "~1<br>&amp;<br>None<br>1.0<br>True"},
        {"join", "=[1,\"&\",null,1.0,true]", "<br>", "~1&lt;br&gt;&amp;&lt;br&gt;None&lt;br&gt;1.0&lt;br&gt;True"},
        {"join", "=[1,\"&\",null,1.0,true]", "", "~1&amp;None1.0True"},
        {"join", "=[]", "=3", "~"},
        {"join", "=[]", "", "~"},
        {"join", "abc", ", ", "~a, b, c"},
        {"join", "<>", ", ", "~&lt;, &gt;"},
        {"join", "<>", "=3", "~&lt;3&gt;"},
        {"join", "~<>", ", ", "~&lt;, &gt;"},
        {"join", "~<>", "~<br>", "~&lt;<br>&gt;"},
        {"join", "~<>", "<br>", "~&lt;&lt;br&gt;&gt;"},
        {"join", "=null", "<br>", "=None"},
        {"join", "=null", "", "=None"},
        {"join", "=5", "<br>", "=5"},
        {"join", "=5", "", "=5"},
        {"join", "={\"<a>\":1,\"b\":2}", ", ", "~&lt;a&gt;, b"},
        {"join", "={\"<a>\":1,\"b\":2}", "~<br>", "~&lt;a&gt;<br>b"},
        {"join", "={\"<a>\":1,\"b\":2}", "", "~&lt;a&gt;b"},
        {"join", "=[[1,\"'\"],{\"a\":1}]", "", "~[1, &quot;&#x27;&quot;]{&#x27;a&#x27;: 1}"},
        {"join", "=[\"x\"]", ", ", "~x"},
};

static void joining(void **state)
{
        (void)state;
        test_filter_cases(filters_list, joining_cases, true);
}

/* Python joins texts only; a list that holds others is given back. */
static const struct filter_case joining_without_autoescape_cases[] = {
        {"join", "=[\"a\",\"<b>\"]", "&", "~a&<b>"},
        {"join", "=[\"a\",\"<b>\"]", "~<br>", "~a<br><b>"},
        {"join", "=[1,2]", "&", "=[1, 2]"},
        {"join", "=[1,2]", "~<br>", "=[1, 2]"},
        {"join", "=[\"a\",null]", "&", "=['a', None]"},
        {"join", "=[\"a\",null]", "~<br>", "=['a', None]"},
        {"join", "=[]", "&", "~"},
        {"join", "=[]", "~<br>", "~"},
        {"join", "<>", "&", "~<&>"},
        {"join", "<>", "~<br>", "~<<br>>"},
        {"join", "~<>", "&", "~<&>"},
        {"join", "~<>", "~<br>", "~<<br>>"},
        {"join", "=null", "&", "=None"},
        {"join", "=null", "~<br>", "=None"},
        {"join", "={\"<a>\":1}", "&", "~<a>"},
        {"join", "={\"<a>\":1}", "~<br>", "~<a>"},
};

static void joining_without_autoescape(void **state)
{
        (void)state;
        test_filter_cases(filters_list, joining_without_autoescape_cases, false);
}

static const struct filter_case slices_cases[] = {
        {"slice", "=[0,1,2,3,4,5,6,7,8,9]", "-2:", "=[8, 9]"},
        {"slice", "=[0,1,2,3,4,5,6,7,8,9]", "1:5:2", "=[1, 3]"},
        {"slice", "=[0,1,2,3,4,5,6,7,8,9]", "::-1", "=[9, 8, 7, 6, 5, 4, 3, 2, 1, 0]"},
        {"slice", "=[0,1,2,3,4,5,6,7,8,9]", "5:1:-1", "=[5, 4, 3, 2]"},
        {"slice", "=[0,1,2,3,4,5,6,7,8,9]", "5:1:-2", "=[5, 3]"},
        {"slice", "=[0,1,2,3,4,5,6,7,8,9]", "::3", "=[0, 3, 6, 9]"},
        {"slice", "=[0,1,2,3,4,5,6,7,8,9]", "::-3", "=[9, 6, 3, 0]"},
        {"slice", "=[0,1,2,3,4,5,6,7,8,9]", "1:x", "=[0, 1, 2, 3, 4, 5, 6, 7, 8, 9]"},
        {"slice", "=[0,1,2,3,4,5,6,7,8,9]", "1_0:", "=[]"},
        {"slice", "=[0,1,2,3,4,5,6,7,8,9]", "-1", "=[0, 1, 2, 3, 4, 5, 6, 7, 8]"},
        {"slice", "abcdefgh", "", "abcdefgh"},
        {"slice", "abcdefgh", "x", "abcdefgh"},
        {"slice", "abcdefgh", "-99:99", "abcdefgh"},
        {"slice", "abcdefgh", "99:", ""},
        {"slice", "abcdefgh", "5:2", ""},
        {"slice", "grünäöß", "2", "gr"},
        {"slice", "grünäöß", "-2:", "öß"},
        {"slice", "grünäöß", "1:5:2", "rn"},
        {"slice", "grünäöß", "-1:-5:-1", "ßöän"},
        {"slice", "grünäöß", "x", "grünäöß"},
        {"slice", "grünäöß", "1:x", "grünäöß"},
        {"slice", "=null", "::-1", "=None"},
        {"slice", "=5", "x", "=5"},
        {"slice", "=true", "::-1", "=True"},
};

static void slices(void **state)
{
        (void)state;
        test_filter_cases(filters_list, slices_cases, true);
}

/* Positions beyond any list, and beyond 64 bits. */
static void what_is_huge(void **state)
{
        static const struct filter_case rows[] = {
                {"slice", "abc", "999999999999999999999999:", ""},
                {"slice", "abc", ":999999999999999999999999", "abc"},
                {"slice", "abc", "-999999999999999999999999::999999999999999999999999", "a"},
                {"slice", "abc", "::-999999999999999999999999", "c"},
                {"slice", "=[1,2]", "9223372036854775807::-9223372036854775808", "=[2]"},
                {"slice", "=[1,2]", "-9223372036854775808:9223372036854775807:9223372036854775807", "=[1]"},
                {"slice", "=[1,2]", "::00000000000000000000000000", "=[1, 2]"},
        };
        (void)state;
        test_filter_cases(filters_list, rows, true);
}

/* Each item comes in turn; sodium draws them. */
static void random_items(void **state)
{
        static const struct filter_case rows[] = {
                {"random", "=[]", NULL, ""},
                {"random", "", NULL, ""},
                {"random", "=[\"x\"]", NULL, "x"},
                {"random", "=[[1]]", NULL, "=[1]"},
                {"random", "~<", NULL, "~<"},
                {"random", "=null", NULL, "!takes a list or a text"},
                {"random", "=5", NULL, "!takes a list"},
                {"random", "={\"a\": 1}", NULL, "!takes a list"},
        };
        const struct filter_case of_three = {"random", "=[0, 1, 2]", NULL, ""};
        bool seen[3] = {false};
        (void)state;
        assert_true(sodium_init() >= 0);
        test_filter_cases(filters_list, rows, true);
        for (size_t i = 0; i < 400; i++) {
                struct arena a;
                struct value v;
                struct template_error error;
                arena_init(&a, TEST_FILTER_MEMORY);
                assert_true(test_filter_apply(&a, test_filter(filters_list, "random"), &of_three, true, &v, &error));
                assert_int_equal(v.kind, VALUE_INT);
                assert_in_range(v.integer, 0, 2);
                seen[v.integer] = true;
                arena_release(&a);
        }
        assert_true(seen[0] && seen[1] && seen[2]);
}

enum { MANY = 100 * 1000 };

/* The n-th row's key, for an order that is bad for some ways to sort. */
typedef int64_t key_function(int64_t n);

static int64_t rising(int64_t n)
{
        return n;
}

static int64_t falling(int64_t n)
{
        return MANY - n;
}

static int64_t equal(int64_t n)
{
        (void)n;
        return 1;
}

static int64_t pipes(int64_t n)
{
        return n < MANY / 2 ? n : MANY - n;
}

static int64_t mixed(int64_t n)
{
        return n * 7919 % 1009;
}

/* Rows [key, n]. */
static struct value many_rows(struct arena *a, key_function *key)
{
        struct value rows, *items = arena_array(a, struct value, MANY);
        assert_non_null(items);
        for (int64_t n = 0; n < MANY; n++)
                assert_true(value_tuple(a, value_int(key(n)), value_int(n), &items[n]));
        assert_true(value_list(a, items, MANY, &rows));
        return rows;
}

static void assert_sorted(const struct list *rows, int direction)
{
        for (size_t i = 1; i < rows->count; i++) {
                const struct value *before = rows->items[i - 1].list->items, *row = rows->items[i].list->items;
                int64_t step = direction * (row[0].integer - before[0].integer);
                assert_true(step > 0 || (step == 0 && before[1].integer < row[1].integer));
        }
}

/* In order, rows with equal keys as they came, for any order in which they come. */
static void many_rows_are_sorted(void **state)
{
        static key_function *const keys[] = {rising, falling, equal, pipes, mixed};
        (void)state;
        for (size_t i = 0; i < 2 * (sizeof keys / sizeof *keys); i++) {
                struct arena a;
                struct value v, by = value_int(0);
                struct template_error error;
                const struct filter *f = test_filter(filters_list, i % 2 ? "dictsortreversed" : "dictsort");
                struct filter_call call = {.arena = &a, .argument = &by, .name = f->name, .error = &error};
                arena_init(&a, 64 * 1024 * 1024);
                assert_true(f->apply(&call, many_rows(&a, keys[i / 2]), &v));
                assert_int_equal(v.list->count, MANY);
                assert_sorted(v.list, i % 2 ? -1 : 1);
                arena_release(&a);
        }
}

/* Wherever memory ends, the filter says so, and no more happens. */
static void little_memory(void **state)
{
        static const struct filter_case rows[] = {
                {"dictsort", "=[[3],[1],[2]]", "=0", "=[[1], [2], [3]]"},
                {"dictsort", "ba", "=0", "=['a', 'b']"},
                {"join", "=[1,2,\"<\"]", " & ", "~1 &amp; 2 &amp; &lt;"},
                {"join", "ab", "=5", "~a5b"},
                {"slice", "abcdef", "::-1", "fedcba"},
                {"slice", "=[1,2,3]", "::-1", "=[3, 2, 1]"},
                {"slice", "=[1,2,3]", "1:", "=[2, 3]"},
                {"length", "abc", NULL, "=3"},
        };
        (void)state;
        for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
                test_filter_memory(filters_list, &rows[i]);
}

int main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(sorting),
                cmocka_unit_test(ends),
                cmocka_unit_test(lengths),
                cmocka_unit_test(joining),
                cmocka_unit_test(joining_without_autoescape),
                cmocka_unit_test(slices),
                cmocka_unit_test(what_is_huge),
                cmocka_unit_test(random_items),
                cmocka_unit_test(many_rows_are_sorted),
                cmocka_unit_test(little_memory),
        };
        return run_all(tests);
}
