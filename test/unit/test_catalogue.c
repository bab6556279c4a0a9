/* catalogue: sort words and cursors. */
#include "test.h"

#include "catalogue/catalogue.h"

static struct arena arena;

static int start(void **state)
{
        (void)state;
        arena_init(&arena, 1024 * 1024);
        return 0;
}

static int stop(void **state)
{
        (void)state;
        arena_release(&arena);
        return 0;
}

static void sorts_are_the_words_of_the_api(void **state)
{
        (void)state;
        enum product_sort sort = SORT_BEST;
        for (enum product_sort s = SORT_NEWEST; s < SORT_COUNT; s++) {
                assert_true(product_sort_parse(product_sort_name(s), &sort));
                assert_int_equal(sort, s);
        }
        assert_false(product_sort_parse(STR("best"), &sort));
        assert_false(product_sort_parse(STR("Price"), &sort));
        assert_false(product_sort_parse(STR(""), &sort));
}

static void a_cursor_comes_back(void **state)
{
        (void)state;
        static const char *const positions[] = {"", "1500", "Tea | and \xC3\xA9", "-1"};
        for (size_t i = 0; i < sizeof positions / sizeof positions[0]; i++) {
                struct product_cursor in = {str_from(positions[i]), 42}, out = {0};
                struct str text = product_cursor_write(&arena, SORT_TITLE, in);
                assert_true(product_cursor_read(&arena, SORT_TITLE, text, &out));
                assert_str(out.position, positions[i]);
                assert_int_equal(out.id, 42);
                assert_false(product_cursor_read(&arena, SORT_PRICE, text, &out));
        }
}

static void other_text_is_no_cursor(void **state)
{
        (void)state;
        struct product_cursor out;
        /* base64url of: newest, newest|x|1, newest|1, newest|1|<invalid UTF-8> */
        static const char *const texts[] = {
                "", "!", "a", "bmV3ZXN0", "bmV3ZXN0fHh8MQ", "bmV3ZXN0fDE", "bmV3ZXN0fDF8_w", "bmV3ZXN0fDF8MQ=="};
        for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
                assert_false(product_cursor_read(&arena, SORT_NEWEST, str_from(texts[i]), &out));
}

int main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(sorts_are_the_words_of_the_api),
                cmocka_unit_test_setup_teardown(a_cursor_comes_back, start, stop),
                cmocka_unit_test_setup_teardown(other_text_is_no_cursor, start, stop),
        };
        return run_all(tests);
}
