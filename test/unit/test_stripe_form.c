/* stripe/form: names, escaping and the maximum. */
#include "test.h"

#include "stripe/form.h"

static struct buf form;

static int start(void **state)
{
        (void)state;
        buf_init(&form, 1000);
        return 0;
}

static int stop(void **state)
{
        (void)state;
        buf_release(&form);
        return 0;
}

static void names_nest_and_values_are_escaped(void **state)
{
        (void)state;
        stripe_form_str(&form, STR("T-shirt & \"c\xC3\xB6\" = 100%"), "line_items[%zu][price_data][name]", (size_t)0);
        stripe_form_int(&form, -12, "amount");
        stripe_form_bool(&form, true, "a[b]");
        stripe_form_bool(&form, false, "c");
        assert_false(form.failed);
        assert_str(buf_str(&form), "line_items[0][price_data][name]=T-shirt%20%26%20%22c%C3%B6%22%20%3D%20100%25"
                                   "&amount=-12&a[b]=true&c=false");
}

static void null_is_left_out_and_empty_is_sent(void **state)
{
        (void)state;
        stripe_form_str(&form, STR_NULL, "gone");
        stripe_form_str(&form, STR(""), "unset");
        assert_str(buf_str(&form), "unset=");
}

static void the_placeholder_of_the_success_url_survives(void **state)
{
        (void)state;
        stripe_form_str(&form, STR("https://shop.example/done?s={CHECKOUT_SESSION_ID}"), "success_url");
        assert_str(buf_str(&form), "success_url=https%3A%2F%2Fshop.example%2Fdone%3Fs%3D%7BCHECKOUT_SESSION_ID%7D");
}

static void whole_range_of_numbers(void **state)
{
        (void)state;
        stripe_form_int(&form, INT64_MIN, "a");
        stripe_form_int(&form, INT64_MAX, "b");
        assert_str(buf_str(&form), "a=-9223372036854775808&b=9223372036854775807");
}

static void too_much_fails_for_good(void **state)
{
        (void)state;
        char many[990];
        memset(many, 'x', sizeof many);
        stripe_form_str(&form, (struct str){many, sizeof many}, "name_of_eleven");
        assert_true(form.failed);
}

static void a_name_that_is_too_long_fails(void **state)
{
        (void)state;
        stripe_form_int(&form, 1, "%0300d", 1);
        assert_true(form.failed);
}

int main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test_setup_teardown(names_nest_and_values_are_escaped, start, stop),
                cmocka_unit_test_setup_teardown(null_is_left_out_and_empty_is_sent, start, stop),
                cmocka_unit_test_setup_teardown(the_placeholder_of_the_success_url_survives, start, stop),
                cmocka_unit_test_setup_teardown(whole_range_of_numbers, start, stop),
                cmocka_unit_test_setup_teardown(too_much_fails_for_good, start, stop),
                cmocka_unit_test_setup_teardown(a_name_that_is_too_long_fails, start, stop),
        };
        return run_all(tests);
}
