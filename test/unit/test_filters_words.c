/* Filters of templates that look at words and lines. */
#include "test_filter.h"

static const struct filter_case words_cases[] = {
        {"wordcount", "", NULL, "=0"},
        {"wordcount", "oranges", NULL, "=1"},
        {"wordcount", "there are five words here", NULL, "=5"},
        {"wordcount", " a  b\tc\nd ", NULL, "=4"},
        {"wordcount",
         "a\xC2\xA0"
         "b",
         NULL, "=2"},
        {"wordcount",
         "a\xE3\x80\x80"
         "b\xE2\x80\xA8"
         "c\x1C"
         "d",
         NULL, "=4"},
        {"wordcount", "~a b", NULL, "=2"},
        {"wordcount", "=12345", NULL, "=1"},
        {"wordcount", "   ", NULL, "=0"},
        {"wordcount", "one", NULL, "=1"},
        {"wordcount", "a-b", NULL, "=1"},
        {"wordcount", "ä ö", NULL, "=2"},
};

static void words(void **state)
{
        (void)state;
        test_filter_cases(filters_words, words_cases, true);
}

static const struct filter_case wrapping_cases[] = {
        {"wordwrap", "this is a short paragraph of text.\n  But this line should be indented", "=14",
         "this is a\nshort\nparagraph of\ntext.\n  But this\nline should be\nindented"},
        {"wordwrap", "this is a short paragraph of text.\n  But this line should be indented", "=15",
         "this is a short\nparagraph of\ntext.\n  But this line\nshould be\nindented"},
        {"wordwrap", "=123", "=2", "123"},
        {"wordwrap", "a & b", "3", "a &\nb"},
        {"wordwrap", "a & b", "=3.7", "a &\nb"},
        {"wordwrap", "a & b", "x", "!takes a whole number, not \"x\""},
        {"wordwrap", "a & b", "=null", "!takes a whole number, not \"None\""},
        {"wordwrap", "~a & b", "x", "!takes a whole number, not \"x\""},
        {"wordwrap", "~a & b", "=-1", "!takes a width above 0"},
        {"wordwrap", "~a & b", " 3 ", "~a &\nb"},
        {"wordwrap", "\n\n", "=10", "\n\n"},
        {"wordwrap", "\n a", "=10", "\n a"},
        {"wordwrap", "  \n  ", "=10", "  \n  "},
        {"wordwrap", "a    b", "=10", "a    b"},
        {"wordwrap", "aaaa    bbbb    cccc", "=10", "aaaa\nbbbb\ncccc"},
        {"wordwrap", "aaaaaaaa\tb", "=10", "aaaaaaaa\nb"},
        {"wordwrap", "a\r\nb\rc", "=10", "a\nb\nc"},
        {"wordwrap",
         "a\x0B"
         "b\x0C"
         "c",
         "=10", "a\nb\nc"},
        {"wordwrap",
         "a\xC2\xA0"
         "b c\xC2\xA0"
         "d e\xC2\xA0"
         "f",
         "=10",
         "a\xC2\xA0"
         "b c\xC2\xA0"
         "d\ne\xC2\xA0"
         "f"},
        {"wordwrap", "aaaaaaa \xC2\xA0 bbbbb", "=10", "aaaaaaa \xC2\xA0\nbbbbb"},
        {"wordwrap", "          a", "=10", "a"},
        {"wordwrap", "           ab cd", "=10", "ab cd"},
        {"wordwrap", "aaa bbb ccc\n", "=10", "aaa bbb\nccc\n"},
        {"wordwrap", "~<b>aaa</b> <i>bbb</i>", "=10", "~<b>aaa</b>\n<i>bbb</i>"},
};

static void wrapping(void **state)
{
        (void)state;
        test_filter_cases(filters_words, wrapping_cases, true);
}

static const struct filter_case line_numbers_cases[] = {
        {"linenumbers", "line 1\nline 2", NULL, "~1. line 1\n2. line 2"},
        {"linenumbers", "x\nx\nx\nx\nx\nx\nx\nx\nx\nx", NULL,
         "~01. x\n02. x\n03. x\n04. x\n05. x\n06. x\n07. x\n08. x\n09. x\n10. x"},
        {"linenumbers", "", NULL, "~1. "},
        {"linenumbers", "\n", NULL, "~1. \n2. "},
        {"linenumbers", "a\r\nb", NULL, "~1. a\r\n2. b"},
        {"linenumbers", "=123", NULL, "~1. 123"},
        {"linenumbers", "<b> & one\ntwo", NULL, "~1. &lt;b&gt; &amp; one\n2. two"},
        {"linenumbers", "~<b> & one\ntwo", NULL, "~1. <b> & one\n2. two"},
        {"linenumbers", "\xE2\x80\xA8x", NULL, "~1. \xE2\x80\xA8x"},
};

static void line_numbers(void **state)
{
        (void)state;
        test_filter_cases(filters_words, line_numbers_cases, true);
}

static const struct filter_case line_numbers_without_autoescape_cases[] = {
        {"linenumbers", "<b>\n&", NULL, "~1. <b>\n2. &"},
        {"linenumbers", "~<b>\n&", NULL, "~1. <b>\n2. &"},
};

static void line_numbers_without_autoescape(void **state)
{
        (void)state;
        test_filter_cases(filters_words, line_numbers_without_autoescape_cases, false);
}

/* However much is asked for, the arena bounds it, and at once. */
static void what_is_huge(void **state)
{
        static const struct filter_case rows[] = {
                {"wordwrap", "a b", "=999999999999", "a b"},
                {"wordwrap", "a  b\t", "99999999999999999999999", "a  b"},
                {"wordwrap", "", "=0", ""},
        };
        (void)state;
        test_filter_cases(filters_words, rows, true);
}

/* Tabs make a text up to eight times longer; a long one is wrapped in one pass. */
static void long_texts(void **state)
{
        static const char *const units[] = {"a ", "\t", "\n", "a\t\xC2\xA0", " ", "a"};
        const struct filter *f = test_filter(filters_words, "wordwrap");
        struct value width = value_int(70), v;
        (void)state;
        for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
                struct arena a;
                struct buf text;
                struct template_error error = {.line = 0};
                struct filter_call call = {.arena = &a, .argument = &width, .name = f->name, .error = &error};
                arena_init(&a, 64 * 1024 * 1024);
                buf_init(&text, 4 * 1024 * 1024);
                for (size_t n = 0; n < 500 * 1000; n++)
                        buf_add(&text, str_from(units[i]));
                assert_true(f->apply(&call, value_text(buf_str(&text)), &v));
                arena_release(&a);
                arena_init(&a, 64 * 1024);
                assert_false(f->apply(&call, value_text(buf_str(&text)), &v));
                assert_non_null(strstr(error.message, "needs more memory"));
                buf_release(&text);
                arena_release(&a);
        }
}

/* Wherever memory ends, the filter says so, and no more happens. */
static void little_memory(void **state)
{
        static const struct filter_case rows[] = {
                {"wordwrap", "aaa bbb\tccc", "=4", "aaa\nbbb\nccc"},
                {"linenumbers", "a<\nb", NULL, "~1. a&lt;\n2. b"},
        };
        (void)state;
        for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
                test_filter_memory(filters_words, &rows[i]);
}

int main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(words),         cmocka_unit_test(wrapping),
                cmocka_unit_test(line_numbers),  cmocka_unit_test(line_numbers_without_autoescape),
                cmocka_unit_test(what_is_huge),  cmocka_unit_test(long_texts),
                cmocka_unit_test(little_memory),
        };
        return run_all(tests);
}
