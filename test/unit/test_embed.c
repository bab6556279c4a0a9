/* tools/embed: bytes as they are, sorted by name. */
#include "test.h"

#include "base/embed.h"

EMBED_DECLARE(fixture);

static void files_are_sorted_by_name(void **state)
{
        (void)state;
        assert_int_equal(fixture_count, 3);
        assert_string_equal(fixture_files[0].name, "empty.txt");
        assert_string_equal(fixture_files[1].name, "first.txt");
        assert_string_equal(fixture_files[2].name, "second.txt");
        assert_null(fixture_files[3].name);
}

static void bytes_are_kept_and_end_in_nul(void **state)
{
        (void)state;
        assert_int_equal(fixture_files[0].size, 0);
        assert_int_equal(fixture_files[0].bytes[0], 0);
        assert_string_equal((const char *)fixture_files[1].bytes, "one\n");
        assert_int_equal(fixture_files[1].size, 4);
        assert_string_equal((const char *)fixture_files[2].bytes, "zw\303\266lf \"\\\n");
}

int main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(files_are_sorted_by_name),
                cmocka_unit_test(bytes_are_kept_and_end_in_nul),
        };
        return run_all(tests);
}
