/* http/route: methods, parameters, what is allowed. */
#include "test.h"

#include "http/route.h"

static const struct route table[] = {
        {"GET", "/api/items", NULL, 0, 0},      {"POST", "/api/items", NULL, 0, 0},
        {"GET", "/api/items/{id}", NULL, 0, 0}, {"DELETE", "/api/items/{id}/parts/{part}", NULL, 0, 0},
        {"POST", "/api/{kind}", NULL, 0, 0},    {"PATCH", "/api/{kind}", NULL, 0, 0},
};

static struct str params[PATH_PARAMS_MAX];
static char allowed[64];

static const struct route *find(const char *method, const char *path)
{
        memset(params, 0, sizeof params);
        return route_find(table, sizeof table / sizeof table[0], str_from(method), str_from(path), params, allowed,
                          sizeof allowed);
}

static void finds_method_and_path(void **state)
{
        (void)state;
        assert_ptr_equal(find("GET", "/api/items"), &table[0]);
        assert_ptr_equal(find("POST", "/api/items"), &table[1]);
        assert_ptr_equal(find("HEAD", "/api/items"), &table[0]);
}

static void takes_parameters_as_whole_segments(void **state)
{
        (void)state;
        assert_ptr_equal(find("GET", "/api/items/a%2Fb"), &table[2]);
        assert_str(params[0], "a%2Fb");
        assert_ptr_equal(find("DELETE", "/api/items/7/parts/wheel"), &table[3]);
        assert_str(params[0], "7");
        assert_str(params[1], "wheel");
}

static void knows_what_a_path_allows(void **state)
{
        (void)state;
        assert_null(find("PUT", "/api/items"));
        assert_string_equal(allowed, "GET, HEAD, POST");
        assert_null(find("GET", "/api/items/7/parts/wheel"));
        assert_string_equal(allowed, "DELETE");
}

static void the_first_pattern_that_fits_is_meant(void **state)
{
        (void)state;
        assert_null(find("PATCH", "/api/items"));
        assert_string_equal(allowed, "GET, HEAD, POST");
        assert_ptr_equal(find("PATCH", "/api/others"), &table[5]);
        assert_str(params[0], "others");
}

static void other_paths_are_unknown(void **state)
{
        (void)state;
        static const char *const paths[] = {"",
                                            "/",
                                            "/api",
                                            "/api/items/",
                                            "/api/items//parts/x",
                                            "api/items",
                                            "/apix/items",
                                            "/api/items/1/parts",
                                            "/api/items/1/parts/2/3"};
        for (size_t i = 0; i < sizeof paths / sizeof paths[0]; i++) {
                assert_null(find("GET", paths[i]));
                assert_string_equal(allowed, "");
        }
}

int main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(finds_method_and_path),    cmocka_unit_test(takes_parameters_as_whole_segments),
                cmocka_unit_test(knows_what_a_path_allows), cmocka_unit_test(the_first_pattern_that_fits_is_meant),
                cmocka_unit_test(other_paths_are_unknown),
        };
        return run_all(tests);
}
