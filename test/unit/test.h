/* What every unit test includes: cmocka with the headers that it wants first. */
#ifndef TEST_H
#define TEST_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/str.h"

/* Equal bytes; a NULL str equals only itself. */
#define assert_str(actual, expected)                                                                                   \
        do {                                                                                                           \
                struct str test_actual = (actual), test_expected = str_from(expected);                                 \
                assert_int_equal(test_actual.ptr == NULL, test_expected.ptr == NULL);                                  \
                assert_int_equal(test_actual.len, test_expected.len);                                                  \
                if (test_expected.len)                                                                                 \
                        assert_memory_equal(test_actual.ptr, test_expected.ptr, test_expected.len);                    \
        } while (0)

#define run_all(tests) cmocka_run_group_tests((tests), NULL, NULL)

#endif
