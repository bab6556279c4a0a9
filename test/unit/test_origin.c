/* http/origin: which pages may send unsafe requests. */
#include "test.h"

#include "http/origin.h"

static void an_origin_is_scheme_host_and_port(void **state)
{
        (void)state;
        assert_str(origin_of(STR("https://shop.example/a?b#c")), "https://shop.example");
        assert_str(origin_of(STR("http://shop.example:8080")), "http://shop.example:8080");
        assert_str(origin_of(STR("https://shop.example:443/")), "https://shop.example");
        assert_str(origin_of(STR("http://shop.example:80")), "http://shop.example");
        assert_str(origin_of(STR("http://shop.example:443")), "http://shop.example:443");
        assert_null(origin_of(STR("https://user@shop.example")).ptr);
        assert_null(origin_of(STR("ftp://shop.example")).ptr);
        assert_null(origin_of(STR("https://")).ptr);
        assert_null(origin_of(STR("shop.example")).ptr);
        assert_null(origin_of(STR("")).ptr);
        assert_null(origin_of(STR("null")).ptr);
}

static void only_listed_origins_pass(void **state)
{
        (void)state;
        struct origins o = {0};
        assert_true(origins_add(&o, STR("https://shop.example/")));
        assert_true(origins_allow(&o, STR("https://shop.example")));
        assert_true(origins_allow(&o, STR("https://SHOP.example")));
        assert_false(origins_allow(&o, STR("http://shop.example")));
        assert_false(origins_allow(&o, STR("https://shop.example.evil.example")));
        assert_false(origins_allow(&o, STR("https://shop.example:444")));
        assert_false(origins_allow(&o, STR("null")));
        assert_false(origins_allow(&o, STR("")));
        assert_false(origins_allow(&o, STR_NULL));
}

static void loopback_has_two_names(void **state)
{
        (void)state;
        struct origins o = {0};
        assert_true(origins_add(&o, STR("http://127.0.0.1:8080")));
        assert_true(origins_allow(&o, STR("http://localhost:8080")));
        assert_false(origins_allow(&o, STR("http://localhost:8081")));
}

static void there_is_a_limit(void **state)
{
        (void)state;
        struct origins o = {0};
        for (int i = 0; i < ORIGINS_MAX; i++)
                assert_true(origins_add(&o, STR("https://shop.example")));
        assert_false(origins_add(&o, STR("https://shop.example")));
}

int main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(an_origin_is_scheme_host_and_port),
                cmocka_unit_test(only_listed_origins_pass),
                cmocka_unit_test(loopback_has_two_names),
                cmocka_unit_test(there_is_a_limit),
        };
        return run_all(tests);
}
