/* base/err: one row for each error, with a stable code. */
#include "test.h"

#include "base/err.h"

static void every_error_has_a_row(void **state)
{
        (void)state;
        for (int e = ERR_NONE + 1; e < ERR_COUNT; e++) {
                const struct err_info *info = err_info((enum err)e);
                assert_true(info->code.len > 0 && info->title.len > 0);
                assert_in_range(info->status, 400, 599);
        }
}

static void code_is_the_name_in_lower_case(void **state)
{
        (void)state;
        assert_str(err_info(ERR_NOT_FOUND)->code, "not_found");
        assert_int_equal(err_info(ERR_NOT_FOUND)->status, 404);
        for (int e = ERR_NONE + 1; e < ERR_COUNT; e++) {
                struct str code = err_info((enum err)e)->code;
                for (size_t i = 0; i < code.len; i++)
                        assert_true(code.ptr[i] == '_' || (code.ptr[i] >= 'a' && code.ptr[i] <= 'z'));
        }
}

static void unknown_errors_are_internal(void **state)
{
        (void)state;
        assert_ptr_equal(err_info(ERR_NONE), err_info(ERR_INTERNAL));
        assert_ptr_equal(err_info(ERR_COUNT), err_info(ERR_INTERNAL));
}

int main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(every_error_has_a_row),
                cmocka_unit_test(code_is_the_name_in_lower_case),
                cmocka_unit_test(unknown_errors_are_internal),
        };
        return run_all(tests);
}
