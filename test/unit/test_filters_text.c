/* Filters of templates that give a text in another form. */
#include "test_filter.h"

static const struct filter_case quoting_cases[] = {
        {"addslashes", "\"double\" and 'single'", NULL, "\\\"double\\\" and \\'single\\'"},
        {"addslashes", "\\ back", NULL, "\\\\ back"},
        {"addslashes", "", NULL, ""},
        {"addslashes", "=123", NULL, "123"},
        {"addslashes", "~<a>'</a>", NULL, "~<a>\\'</a>"},
        {"addslashes", "ü'ö", NULL, "ü\\'ö"},
        {"cut", "a string to be cut", "a", " string to be cut"},
        {"cut", "a string to be cut", "ng", "a stri to be cut"},
        {"cut", "a string to be cut", "strings", "a string to be cut"},
        {"cut", "aaa", "aa", "a"},
        {"cut", "abc", "", "abc"},
        {"cut", "", "a", ""},
        {"cut", "~x&amp;y", "&", "~xamp;y"},
        {"cut", "~x&amp;y", ";", "x&ampy"},
        {"cut", "x;y", ";", "xy"},
        {"cut", "=1212", "2", "11"},
        {"cut", "grün", "ü", "grn"},
        {"cut", "a3b", "=3", "!takes a text to cut out"},
        {"cut", "abc", "abc", ""},
};

static void quoting(void **state)
{
        (void)state;
        test_filter_cases(filters_text, quoting_cases, true);
}

/* Full mappings: a character may become several, and a sigma looks at its neighbours. */
static const struct filter_case upper_and_lower_cases[] = {
        {"upper", "mixed case", NULL, "MIXED CASE"},
        {"upper", "straße", NULL, "STRASSE"},
        {"upper", "ŉ", NULL, "ʼN"},
        {"upper", "ΐ", NULL, "Ι\xCC\x88\xCC\x81"},
        {"upper", "ж", NULL, "Ж"},
        {"upper", "ǆ", NULL, "Ǆ"},
        {"upper", "𐐨", NULL, "𐐀"},
        {"upper", "ა", NULL, "Ა"},
        {"upper", "", NULL, ""},
        {"upper", "=1.5", NULL, "1.5"},
        {"upper", "ı", NULL, "I"},
        {"upper", "i", NULL, "I"},
        {"upper", "日本", NULL, "日本"},
        {"lower", "Still MIXED", NULL, "still mixed"},
        {"lower", "ÉÈÑ", NULL, "éèñ"},
        {"lower", "İ", NULL, "i\xCC\x87"},
        {"lower", "ΣΑΣ ΣΑΣΑ", NULL, "σας σασα"},
        {"lower", "ΑΣ\xCC\x81", NULL, "ας\xCC\x81"},
        {"lower", "Σ", NULL, "σ"},
        {"lower", "ΑΣ'", NULL, "ας'"},
        {"lower", "𐐀", NULL, "𐐨"},
        {"lower", "K", NULL, "k"},
        {"lower", "=true", NULL, "true"},
        {"lower", "~<B>", NULL, "~<b>"},
};

static void upper_and_lower(void **state)
{
        (void)state;
        test_filter_cases(filters_text, upper_and_lower_cases, true);
}

static const struct filter_case first_letters_cases[] = {
        {"capfirst", "hello world", NULL, "Hello world"},
        {"capfirst", "", NULL, ""},
        {"capfirst", "ﬁsh", NULL, "FIsh"},
        {"capfirst", "éa", NULL, "Éa"},
        {"capfirst", "~<b>", NULL, "~<b>"},
        {"capfirst", "ǆ", NULL, "Ǆ"},
        {"capfirst", "ŉx", NULL, "ʼNx"},
        {"capfirst", "hELLO", NULL, "HELLO"},
        {"title", "discothèque", NULL, "Discothèque"},
        {"title", "1st 2ND x3Y", NULL, "1st 2nd X3y"},
        {"title", "some string", NULL, "Some String"},
        {"title", "xa'b'c", NULL, "Xa'b'C"},
        {"title", "ßa", NULL, "Ssa"},
        {"title", "ﬁsh", NULL, "Fish"},
        {"title", "ǆ ǅ", NULL, "ǅ ǅ"},
        {"title", "éÉ", NULL, "Éé"},
        {"title", "a1b", NULL, "A1b"},
        {"title", "a_b-c", NULL, "A_B-C"},
        {"title", "", NULL, ""},
        {"title", "=555", NULL, "555"},
        {"title", "they're bill's friends", NULL, "They're Bill's Friends"},
        {"title", "İi", NULL, "İi"},
        {"title", "a'É", NULL, "A'É"},
        {"title", "''A", NULL, "''A"},
};

static void first_letters(void **state)
{
        (void)state;
        test_filter_cases(filters_text, first_letters_cases, true);
}

static const struct filter_case slugs_cases[] = {
        {"slugify", " Jack & Jill like numbers 1,2,3 and 4 and silly characters ?%.$!/", NULL,
         "jack-jill-like-numbers-123-and-4-and-silly-characters"},
        {"slugify", "Un éléphant à l'orée du bois", NULL, "un-elephant-a-loree-du-bois"},
        {"slugify", "Joël is a  slug!", NULL, "joel-is-a-slug"},
        {"slugify", "__strip__underscore-value___", NULL, "strip__underscore-value"},
        {"slugify", "--strip-dash-value---", NULL, "strip-dash-value"},
        {"slugify", "___strip-trailing-and-leading---", NULL, "strip-trailing-and-leading"},
        {"slugify", "-___strip-trailing-and-leading---___", NULL, "strip-trailing-and-leading"},
        {"slugify", "-a--_-b-", NULL, "a-_-b"},
        {"slugify", "_ - a", NULL, "a"},
        {"slugify", "a -_", NULL, "a"},
        {"slugify", "spam-ham-eggs", NULL, "spam-ham-eggs"},
        {"slugify", "foo ıç bar", NULL, "foo-c-bar"},
        {"slugify", "日本", NULL, ""},
        {"slugify", "", NULL, ""},
        {"slugify", "=123", NULL, "123"},
        {"slugify", "~a & b", NULL, "~a-b"},
        {"slugify", "A\tB\nC", NULL, "a-b-c"},
        {"slugify", "\x1Cx\x1Fy", NULL, "x-y"},
        {"slugify", "İstanbul", NULL, "istanbul"},
        {"slugify", "ﷺ", NULL, ""},
        {"slugify", "한글", NULL, ""},
        {"slugify",
         "a\xE3\x80\x80"
         "b",
         NULL, "a-b"},
        {"slugify",
         "a\xC2\xA0"
         "b",
         NULL, "a-b"},
        {"slugify", "-", NULL, ""},
};

static void slugs(void **state)
{
        (void)state;
        test_filter_cases(filters_text, slugs_cases, true);
}

static const struct filter_case lists_of_characters_cases[] = {
        {"make_list", "abc", NULL, "=['a', 'b', 'c']"},
        {"make_list", "=1234", NULL, "=['1', '2', '3', '4']"},
        {"make_list", "=-1", NULL, "=['-', '1']"},
        {"make_list", "", NULL, "=[]"},
        {"make_list", "grün", NULL, "=['g', 'r', 'ü', 'n']"},
        {"make_list", "~ab", NULL, "=['a', 'b']"},
        {"make_list", "日本", NULL, "=['日', '本']"},
        {"make_list", "=1.5", NULL, "=['1', '.', '5']"},
        {"phone2numeric", "0800 flowers", NULL, "0800 3569377"},
        {"phone2numeric", "1-800-COLLECT", NULL, "1-800-2655328"},
        {"phone2numeric", "abcdefghijklmnopqrstuvwxyz", NULL, "22233344455566677778889999"},
        {"phone2numeric", "ÄÖ É", NULL, "äö é"},
        {"phone2numeric", "~x", NULL, "~9"},
        {"phone2numeric", "", NULL, ""},
        {"phone2numeric", "İ", NULL, "4\xCC\x87"},
};

static void lists_of_characters(void **state)
{
        (void)state;
        test_filter_cases(filters_text, lists_of_characters_cases, true);
}

static const struct filter_case widths_cases[] = {
        {"center", "test", "=7", "  test "},
        {"center", "test", "=0", "test"},
        {"center", "test", "=-3", "test"},
        {"center", "test", "=4", "test"},
        {"center", "test", "5", " test"},
        {"center", "test", "=3.9", "test"},
        {"center", "test", "=null", "!takes a whole number, not \"None\""},
        {"center", "abc", "=5", " abc "},
        {"center", "grün", "=5", " grün"},
        {"center", "=1", "=8", "   1    "},
        {"center", "~a&b", "=8", "~  a&b   "},
        {"center", "日本語", "=5", " 日本語 "},
        {"ljust", "test", "=3", "test"},
        {"ljust", "grün", "=10", "grün      "},
        {"ljust", "grün", "=3", "grün"},
        {"ljust", "~a&b", "=10", "~a&b       "},
        {"rjust", "test", "=10", "      test"},
        {"rjust", "test", "=3", "test"},
        {"rjust", "grün", "=10", "      grün"},
        {"rjust", "grün", "=3", "grün"},
        {"rjust", "=1", "=3", "  1"},
        {"rjust", "~a&b", "=10", "~       a&b"},
        {"ljust", "a", "=null", "!takes a whole number, not \"None\""},
        {"ljust", "a", "=2.7", "a "},
};

static void widths(void **state)
{
        (void)state;
        test_filter_cases(filters_text, widths_cases, true);
}

static const struct filter_case percent_texts_cases[] = {
        {"stringformat", "abc", ".2s", "ab"},
        {"stringformat", "abc", "010s", "       abc"},
        {"stringformat", "~<b>", "s", "~<b>"},
        {"stringformat", "~<b>", "r", "~'<b>'"},
        {"stringformat", "~<b>", "10s", "~       <b>"},
        {"stringformat", "~<b>", ".2s", "~<b"},
        {"stringformat", "~<b>", "5.1s", "~    <"},
        {"stringformat", "=null", "r", "None"},
        {"stringformat", "=null", "5.1s", "    N"},
        {"stringformat", "=[1,\"a\"]", "010s", "  [1, 'a']"},
        {"stringformat", "={\"a\":1}", "s", "{'a': 1}"},
        {"stringformat", "={\"a\":1}", "10s", "  {'a': 1}"},
        {"stringformat", "=1.5", "010s", "       1.5"},
        {"stringformat", "=true", ".2s", "Tr"},
        {"stringformat", "é'x", "r", "\"é'x\""},
        {"stringformat", "é'x", ".2s", "é'"},
        {"stringformat", "é'x", "5.1s", "    é"},
        {"stringformat", "é'x", "010s", "       é'x"},
        {"stringformat", "ab", "-3c|", ""},
        {"stringformat", "=65", "c", "A"},
        {"stringformat", "=128512", "c", "😀"},
        {"stringformat", "=1114112", "3c", "!can't show that number by \"3c\""},
        {"stringformat", "=1114112", "-3c|", "!can't show that number by \"-3c|\""},
        {"stringformat", "=1.0", "c", ""},
};

static void percent_texts(void **state)
{
        (void)state;
        test_filter_cases(filters_text, percent_texts_cases, true);
}

static const struct filter_case percent_integers_cases[] = {
        {"stringformat", "=42", "-6d|", "42    |"},
        {"stringformat", "=42", "6.4d", "  0042"},
        {"stringformat", "=42", "06.4d", "000042"},
        {"stringformat", "=-42", "d", "-42"},
        {"stringformat", "=-42", "05d", "-0042"},
        {"stringformat", "=-42", " d", "-42"},
        {"stringformat", "=-42", "-6d|", "-42   |"},
        {"stringformat", "=0", " d", " 0"},
        {"stringformat", "=9223372036854775807", " d", " 9223372036854775807"},
        {"stringformat", "=9223372036854775807", "6.4d", "9223372036854775807"},
        {"stringformat", "=true", "6.4d", "  0001"},
        {"stringformat", "=1.9", "+d", "+1"},
        {"stringformat", "=1.9", ".4d", "0001"},
        {"stringformat", "=1.9", "6.4d", "  0001"},
        {"stringformat", "=1.9", "06.4d", "000001"},
        {"stringformat", "=1e20", "d", "100000000000000000000"},
        {"stringformat", "=1e20", "-6d|", "100000000000000000000|"},
        {"stringformat", "=1e20", "6.4d", "100000000000000000000"},
        {"stringformat", "5", "+d", ""},
        {"stringformat", "=null", "+d", ""},
        {"stringformat", "=null", " d", ""},
        {"stringformat", "=-255", ".5x", "-000ff"},
        {"stringformat", "=1.0", "#X", ""},
        {"stringformat", "=-9223372036854775808", "#X", "-0X8000000000000000"},
};

static void percent_integers(void **state)
{
        (void)state;
        test_filter_cases(filters_text, percent_integers_cases, true);
}

static const struct filter_case percent_floats_cases[] = {
        {"stringformat", "=3.14159", "+.0f", "+3"},
        {"stringformat", "=3.14159", ".3E", "3.142E+00"},
        {"stringformat", "=3.14159", "g", "3.14159"},
        {"stringformat", "=3.14159", "#.3g", "3.14"},
        {"stringformat", "=3.14159", ".0e", "3e+00"},
        {"stringformat", "=3.14159", ".20f", "3.14158999999999988262"},
        {"stringformat", "=-0.0", "f", "-0.000000"},
        {"stringformat", "=-0.0", "08.1f", "-00000.0"},
        {"stringformat", "=-0.0", "G", "-0"},
        {"stringformat", "=-0.0", ".0e", "-0e+00"},
        {"stringformat", "=1e10", "f", "10000000000.000000"},
        {"stringformat", "=1e10", "g", "1e+10"},
        {"stringformat", "=12345678.9", "g", "1.23457e+07"},
        {"stringformat", "=12345678.9", "G", "1.23457E+07"},
        {"stringformat", "=12345678.9", ".3g", "1.23e+07"},
        {"stringformat", "=0.00001", "+.0f", "+0"},
        {"stringformat", "=0.00001", ".3g", "1e-05"},
        {"stringformat", "=0.00001", ".0e", "1e-05"},
        {"stringformat", "=7", ".3E", "7.000E+00"},
        {"stringformat", "=true", "08.1f", "000001.0"},
        {"stringformat", "=true", "#.3g", "1.00"},
        {"stringformat", "1.5", "f", ""},
        {"stringformat", "1.5", "#.3g", ""},
        {"stringformat", "=null", "8.1f", ""},
};

static void percent_floats(void **state)
{
        (void)state;
        test_filter_cases(filters_text, percent_floats_cases, true);
}

/* What is malformed, or wants other values than the one, gives nothing. */
static const struct filter_case percent_formats_cases[] = {
        {"stringformat", "=5", "", ""},
        {"stringformat", "=5", "s items", "5 items"},
        {"stringformat", "=5", "%", ""},
        {"stringformat", "=5", "s %s", ""},
        {"stringformat", "=5", "*d", ""},
        {"stringformat", "=5", "(a)s", ""},
        {"stringformat", "=5", "5", ""},
        {"stringformat", "=5", "ls", "5"},
        {"stringformat", "=5", "lld", ""},
        {"stringformat", "=5", "-+ #0d", "+5"},
        {"stringformat", "=5", "a", ""},
        {"stringformat", "=5", "=null", ""},
        {"stringformat", "a", "s items", "a items"},
        {"stringformat", "a", "%", ""},
        {"stringformat", "a", "s %s", ""},
        {"stringformat", "a", "*d", ""},
        {"stringformat", "a", "(a)s", ""},
        {"stringformat", "a", "5", ""},
        {"stringformat", "a", "ls", "a"},
        {"stringformat", "a", "lld", ""},
        {"stringformat", "a", "-+ #0d", ""},
        {"stringformat", "a", "a", ""},
        {"stringformat", "a", "=null", ""},
        {"stringformat", "={}", "%%x", ""},
};

static void percent_formats(void **state)
{
        (void)state;
        test_filter_cases(filters_text, percent_formats_cases, true);
}

/* However much is asked for, the arena bounds it, and at once. */
static void what_is_huge(void **state)
{
        static const struct filter_case rows[] = {
                {"center", "x", "=999999999999", "!needs more memory"},
                {"ljust", "x", "999999999999999999999999", "!needs more memory"},
                {"rjust", "", "9223372036854775807", "!needs more memory"},
                {"center", "x", "-999999999999999999999999", "x"},
                {"stringformat", "=1", "999999999d", "!needs more memory"},
                {"stringformat", "=1", ".999999999d", "!needs more memory"},
                {"stringformat", "=1", "9223372036854775807s", "!needs more memory"},
                {"stringformat", "=1", "9223372036854775808s", ""},
                {"stringformat", "=1", "99999999999999999999999s", ""},
                {"stringformat", "=1.5", ".999999999f", "!needs more memory"},
                {"stringformat", "=1.5", ".2147483647e", "!needs more memory"},
                {"stringformat", "=1.5", ".2147483648e", ""},
                {"stringformat", "=1.5", "#.999999999g", "!needs more memory"},
                {"stringformat", "=1.5", ".999999999g", "1.5"},
                {"stringformat", "=1", "#999999999x", "!needs more memory"},
                {"stringformat", "abc", ".999999999s", "abc"},
        };
        (void)state;
        test_filter_cases(filters_text, rows, true);
}

static struct str apply_long(struct arena *a, const char *filter, const char *argument, struct str input)
{
        struct template_error error = {.line = 0};
        struct value with = argument ? test_value(a, argument) : value_none(), v;
        const struct filter *f = test_filter(filters_text, filter);
        struct filter_call call = {.arena = a, .argument = &with, .name = f->name, .error = &error};
        assert_true(f->apply(&call, value_text(input), &v));
        return v.kind == VALUE_TEXT ? v.text : STR("");
}

/* A long text that is worst for each filter takes no longer than its length asks for. */
static void long_texts(void **state)
{
        static const struct {
                const char *filter, *argument, *unit;
        } rows[] = {
                {"upper", NULL, "\xCE\x90"}, {"lower", NULL, "\xCE\xA3'"},
                {"lower", NULL, "'"},        {"title", NULL, "\xCE\x91\xCE\xA3."},
                {"title", NULL, "'A"},       {"cut", "aab", "a"},
                {"slugify", NULL, " -_"},    {"slugify", NULL, "\xEF\xB7\xBA"},
                {"addslashes", NULL, "\\"},  {"capfirst", NULL, "a"},
                {"make_list", NULL, "a"},
        };
        (void)state;
        for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
                struct arena a;
                struct buf long_text;
                arena_init(&a, 64 * 1024 * 1024);
                buf_init(&long_text, 4 * 1024 * 1024);
                for (size_t n = 0; n < 200 * 1000; n++)
                        buf_add(&long_text, str_from(rows[i].unit));
                assert_false(long_text.failed);
                assert_non_null(apply_long(&a, rows[i].filter, rows[i].argument, buf_str(&long_text)).ptr);
                buf_release(&long_text);
                arena_release(&a);
        }
}

/* Wherever memory ends, the filter says so, and no more happens. */
static void little_memory(void **state)
{
        static const struct filter_case rows[] = {
                {"upper", "straße und äpfel", NULL, "STRASSE UND ÄPFEL"},
                {"title", "straße ab", NULL, "Straße Ab"},
                {"lower", "ΟΔΟΣ", NULL, "οδος"},
                {"slugify", "Joël is", NULL, "joel-is"},
                {"center", "ab", "=40", "                   ab                   "},
                {"stringformat", "=[1, \"a\"]", "40s", "                                [1, 'a']"},
                {"stringformat", "=[1]", "r", "[1]"},
                {"stringformat", "=1.5", ".60f", "1.500000000000000000000000000000000000000000000000000000000000"},
                {"make_list", "abcdefgh", NULL, "=['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h']"},
                {"cut", "abcabc", "b", "acac"},
                {"addslashes", "'''", NULL, "\\'\\'\\'"},
                {"phone2numeric", "abc", NULL, "222"},
        };
        (void)state;
        for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
                test_filter_memory(filters_text, &rows[i]);
}

int main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(quoting),
                cmocka_unit_test(upper_and_lower),
                cmocka_unit_test(first_letters),
                cmocka_unit_test(slugs),
                cmocka_unit_test(lists_of_characters),
                cmocka_unit_test(widths),
                cmocka_unit_test(percent_texts),
                cmocka_unit_test(percent_integers),
                cmocka_unit_test(percent_floats),
                cmocka_unit_test(percent_formats),
                cmocka_unit_test(what_is_huge),
                cmocka_unit_test(long_texts),
                cmocka_unit_test(little_memory),
        };
        return run_all(tests);
}
