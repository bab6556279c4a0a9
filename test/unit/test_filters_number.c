/* Filters of templates for numbers, and for what is missing. */
#include "test_filter.h"

static const struct filter_case adding_cases[] = {
        {"add", "=1", "~b", ""},
        {"add", "=1", "=null", ""},
        {"add", "5", "=2", "=7"},
        {"add", "5", "7", "=12"},
        {"add", "5", "=1.5", "=6"},
        {"add", "5", "~b", "5b"},
        {"add", "5", "=[2]", ""},
        {"add", "=-7", "=[2]", ""},
        {"add", "=2.9", "=null", ""},
        {"add", "=true", "=1.5", "=2"},
        {"add", "a", "7", "a7"},
        {"add", "a", "=null", ""},
        {"add", "~a", "~b", "~ab"},
        {"add", "=[1,\"x\"]", "7", ""},
        {"add", "=[1,\"x\"]", "b", ""},
        {"add", "=[1,\"x\"]", "~b", ""},
        {"add", "=[1,\"x\"]", "=[2]", "=[1, 'x', 2]"},
        {"add", "=[1,\"x\"]", "=null", ""},
        {"add", "={\"a\":1}", "=2", ""},
        {"add", "={\"a\":1}", "7", ""},
        {"add", "={\"a\":1}", "=[2]", ""},
        {"add", " 3 ", "=2", "=5"},
        {"add", " 3 ", "~b", " 3 b"},
        {"add", " 3 ", "=[2]", ""},
};

static void adding(void **state)
{
        (void)state;
        test_filter_cases(filters_number, adding_cases, true);
}

static const struct filter_case dividing_cases[] = {
        {"divisibleby", "=21", "=-2", "=False"},
        {"divisibleby", "=21", "=1.5", "=True"},
        {"divisibleby", "=21", "=0", "!divides by zero"},
        {"divisibleby", "=21", "x", "!takes a whole number, not \"x\""},
        {"divisibleby", "=21", "=null", "!takes a whole number, not \"None\""},
        {"divisibleby", "21", "=7", "=True"},
        {"divisibleby", "21", "=-2", "=False"},
        {"divisibleby", "21", "=null", "!takes a whole number, not \"None\""},
        {"divisibleby", "=-8", "2", "=True"},
        {"divisibleby", "=-8", "=null", "!takes a whole number, not \"None\""},
        {"divisibleby", "=0", "=-2", "=True"},
        {"divisibleby", "=0", "=0", "!divides by zero"},
        {"divisibleby", "=0", "x", "!takes a whole number, not \"x\""},
        {"divisibleby", "=0", "=null", "!takes a whole number, not \"None\""},
        {"divisibleby", "=7.9", "=0", "!divides by zero"},
        {"divisibleby", "=7.9", "=null", "!takes a whole number, not \"None\""},
        {"divisibleby", "=true", "=7", "=False"},
        {"divisibleby", "=true", "=-2", "=False"},
        {"divisibleby", "=true", "=null", "!takes a whole number, not \"None\""},
        {"divisibleby", "x", "=7", "!takes a whole number, not \"x\""},
        {"divisibleby", "x", "=0", "!takes a whole number, not \"x\""},
        {"divisibleby", "=null", "=-2", "!takes a whole number, not \"None\""},
        {"divisibleby", "=null", "=1.5", "!takes a whole number, not \"None\""},
        {"divisibleby", "=null", "=0", "!takes a whole number, not \"None\""},
};

static void dividing(void **state)
{
        (void)state;
        test_filter_cases(filters_number, dividing_cases, true);
}

static const struct filter_case sizes_of_files_cases[] = {
        {"filesizeformat", "=0", NULL,
         "0\xC2\xA0"
         "bytes"},
        {"filesizeformat", "=1", NULL,
         "1\xC2\xA0"
         "byte"},
        {"filesizeformat", "=2", NULL,
         "2\xC2\xA0"
         "bytes"},
        {"filesizeformat", "=1024", NULL, "1.0\xC2\xA0KB"},
        {"filesizeformat", "=1025", NULL, "1.0\xC2\xA0KB"},
        {"filesizeformat", "=1048575", NULL, "1024.0\xC2\xA0KB"},
        {"filesizeformat", "=1048576", NULL, "1.0\xC2\xA0MB"},
        {"filesizeformat", "=1073741824", NULL, "1.0\xC2\xA0GB"},
        {"filesizeformat", "=1099511627776", NULL, "1.0\xC2\xA0TB"},
        {"filesizeformat", "=9223372036854775807", NULL, "8192.0\xC2\xA0PB"},
        {"filesizeformat", "=-9223372036854775808", NULL, "-8192.0\xC2\xA0PB"},
        {"filesizeformat", "=-100", NULL,
         "-100\xC2\xA0"
         "bytes"},
        {"filesizeformat", "=-1024", NULL, "-1.0\xC2\xA0KB"},
        {"filesizeformat", "=1500", NULL, "1.5\xC2\xA0KB"},
        {"filesizeformat", "=25856", NULL, "25.2\xC2\xA0KB"},
        {"filesizeformat", "=25907", NULL, "25.3\xC2\xA0KB"},
        {"filesizeformat", "1024", NULL, "1.0\xC2\xA0KB"},
        {"filesizeformat", " 5 ", NULL,
         "5\xC2\xA0"
         "bytes"},
        {"filesizeformat", "x", NULL,
         "0\xC2\xA0"
         "bytes"},
        {"filesizeformat", "", NULL,
         "0\xC2\xA0"
         "bytes"},
        {"filesizeformat", "=[]", NULL,
         "0\xC2\xA0"
         "bytes"},
        {"filesizeformat", "={}", NULL,
         "0\xC2\xA0"
         "bytes"},
        {"filesizeformat", "1e3", NULL,
         "0\xC2\xA0"
         "bytes"},
        {"filesizeformat", "=1044480", NULL, "1020.0\xC2\xA0KB"},
};

static void sizes_of_files(void **state)
{
        (void)state;
        test_filter_cases(filters_number, sizes_of_files_cases, true);
}

static const struct filter_case digits_cases[] = {
        {"get_digit", "=123", "=0", "=123"},
        {"get_digit", "=123", "x", "=123"},
        {"get_digit", "=123", "=null", "!takes a whole number, not \"None\""},
        {"get_digit", "=123", "=2.9", "=2"},
        {"get_digit", "=123", "99999999999999999999", "=0"},
        {"get_digit", "=-123", "=2", "=2"},
        {"get_digit", "=-123", "3", "=1"},
        {"get_digit", "=-123", "99999999999999999999", "=0"},
        {"get_digit", "123", "=null", "!takes a whole number, not \"None\""},
        {"get_digit", "=12.9", "=1", "=2"},
        {"get_digit", "x", "=2", "x"},
        {"get_digit", "x", "x", "x"},
        {"get_digit", "=true", "=1", "=1"},
        {"get_digit", "=true", "=4", "=0"},
        {"get_digit", "=true", "=0", "=1"},
        {"get_digit", "=true", "=-1", "=1"},
        {"get_digit", "=0", "=0", "=0"},
        {"get_digit", "=0", "=2.9", "=0"},
        {"get_digit", "=-9223372036854775808", "=1", "=8"},
        {"get_digit", "=-9223372036854775808", "3", "=8"},
        {"get_digit", "=-9223372036854775808", "=0", "=-9223372036854775808"},
        {"get_digit", "~12", "=4", "=0"},
        {"get_digit", "~12", "=-1", "=12"},
        {"get_digit", "~12", "99999999999999999999", "=0"},
};

static void digits(void **state)
{
        (void)state;
        test_filter_cases(filters_number, digits_cases, true);
}

static const struct filter_case plurals_cases[] = {
        {"pluralize", "=0", NULL, "s"},
        {"pluralize", "=0", "es", "es"},
        {"pluralize", "=0", "y,ies", "ies"},
        {"pluralize", "=2", NULL, "s"},
        {"pluralize", "=2", "es", "es"},
        {"pluralize", "=1.0", NULL, ""},
        {"pluralize", "=1.0", "y,ies", "y"},
        {"pluralize", "=1.5", NULL, "s"},
        {"pluralize", "1", NULL, ""},
        {"pluralize", "0", "es", "es"},
        {"pluralize", "1.0", "y,ies", "y"},
        {"pluralize", " 1 ", NULL, ""},
        {"pluralize", "x", "y,ies", ""},
        {"pluralize", "=[]", NULL, "s"},
        {"pluralize", "=[1]", "y,ies", "y"},
        {"pluralize", "={}", "es", "es"},
        {"pluralize", "={\"a\":1}", "y,ies", "y"},
        {"pluralize", "=null", "es", ""},
        {"pluralize", "=true", "es", ""},
        {"pluralize", "=1", ",", ""},
        {"pluralize", "=1", ",s", ""},
        {"pluralize", "=1", "", ""},
        {"pluralize", "=1", "s,", "s"},
        {"pluralize", "=2", ",", ""},
};

static void plurals(void **state)
{
        (void)state;
        test_filter_cases(filters_number, plurals_cases, true);
}

static const struct filter_case yes_no_maybe_cases[] = {
        {"yesno", "=true", "certainly,get out of town,perhaps", "certainly"},
        {"yesno", "=true", "yup", "=True"},
        {"yesno", "=true", "a,b,c,d", "a"},
        {"yesno", "=true", ",", ""},
        {"yesno", "=true", "", "=True"},
        {"yesno", "=true", "~a,b", "a"},
        {"yesno", "=false", NULL, "no"},
        {"yesno", "=false", "yup", "=False"},
        {"yesno", "=false", ",", ""},
        {"yesno", "=false", "", "=False"},
        {"yesno", "=null", "yeah,no", "no"},
        {"yesno", "=null", "=1", "!takes a text such as \"yes,no,maybe\""},
        {"yesno", "=1", NULL, "yes"},
        {"yesno", "=1", "=1", "!takes a text such as \"yes,no,maybe\""},
        {"yesno", "=0", NULL, "no"},
        {"yesno", "=0", "a,b,c,d", "b"},
        {"yesno", "=0", ",", ""},
        {"yesno", "", "yeah,no", "no"},
        {"yesno", "", ",", ""},
        {"yesno", "", "~a,b", "b"},
        {"yesno", "x", "", "x"},
        {"yesno", "x", "~a,b", "a"},
        {"yesno", "=[]", NULL, "no"},
        {"yesno", "=[]", "yeah,no", "no"},
};

static void yes_no_maybe(void **state)
{
        (void)state;
        test_filter_cases(filters_number, yes_no_maybe_cases, true);
}

static const struct filter_case defaults_cases[] = {
        {"default", "x", "given", "x"},
        {"default", "x", "=5", "x"},
        {"default", "x", "=null", "x"},
        {"default", "~x", "given", "~x"},
        {"default", "~x", "~<b>", "~x"},
        {"default", "~x", "=null", "~x"},
        {"default", "=0", "given", "given"},
        {"default", "=0", "=null", "=None"},
        {"default", "=0.0", "=null", "=None"},
        {"default", "=false", "=null", "=None"},
        {"default", "=null", "given", "given"},
        {"default", "=null", "=5", "=5"},
        {"default", "=[0]", "~<b>", "=[0]"},
        {"default_if_none", "", "=5", ""},
        {"default_if_none", "x", "=5", "x"},
        {"default_if_none", "~x", "~<b>", "~x"},
        {"default_if_none", "~x", "=5", "~x"},
        {"default_if_none", "~x", "=null", "~x"},
        {"default_if_none", "=1", "given", "=1"},
        {"default_if_none", "=false", "given", "=False"},
        {"default_if_none", "=null", "~<b>", "~<b>"},
        {"default_if_none", "=null", "=5", "=5"},
        {"default_if_none", "=[]", "~<b>", "=[]"},
        {"default_if_none", "={}", "=null", "={}"},
};

static void defaults(void **state)
{
        (void)state;
        test_filter_cases(filters_number, defaults_cases, true);
}

/* Numbers beyond 64 bits. */
static void what_is_huge(void **state)
{
        static const struct filter_case rows[] = {
                {"add", "=9223372036854775807", "=1", "!64 bits"},
                {"add", "=-9223372036854775808", "=-1", "!64 bits"},
                {"add", "99999999999999999999", "=1", "!64 bits"},
                {"add", "=1", "-99_999_999_999_999_999_999", "!64 bits"},
                {"add", "=1e300", "=1", "!64 bits"},
                {"add", "99999999999999999999", "x", "99999999999999999999x"},
                {"divisibleby", "99999999999999999999", "=3", "!64 bits"},
                {"divisibleby", "=3", "=1e30", "!64 bits"},
                {"get_digit", "99999999999999999999", "=1", "!64 bits"},
                {"filesizeformat", "99999999999999999999", NULL, "!64 bits"},
                {"filesizeformat", "=1e300", NULL, "!64 bits"},
        };
        (void)state;
        test_filter_cases(filters_number, rows, true);
}

/* Wherever memory ends, the filter says so, and no more happens. */
static void little_memory(void **state)
{
        static const struct filter_case rows[] = {
                {"add", "ab", "cd", "abcd"},
                {"add", "=[1]", "=[2]", "=[1, 2]"},
                {"filesizeformat", "=5000", NULL, "4.9\xC2\xA0KB"},
                {"filesizeformat", "=1", NULL,
                 "1\xC2\xA0"
                 "byte"},
                {"pluralize", "=2", "es", "es"},
        };
        (void)state;
        for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
                test_filter_memory(filters_number, &rows[i]);
}

int main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(adding),   cmocka_unit_test(dividing),     cmocka_unit_test(sizes_of_files),
                cmocka_unit_test(digits),   cmocka_unit_test(plurals),      cmocka_unit_test(yes_no_maybe),
                cmocka_unit_test(defaults), cmocka_unit_test(what_is_huge), cmocka_unit_test(little_memory),
        };
        return run_all(tests);
}
