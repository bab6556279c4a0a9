/* base/arena: zeroed, aligned pieces under a cap. */
#include "test.h"

#include <stdalign.h>

#include "base/arena.h"

static struct arena arena;

static int start(void **state)
{
        (void)state;
        arena_init(&arena, 64 * 1024);
        return 0;
}

static int stop(void **state)
{
        (void)state;
        arena_release(&arena);
        return 0;
}

static void pieces_are_zeroed_and_aligned(void **state)
{
        (void)state;
        for (size_t size = 1; size < 6000; size += 371) {
                unsigned char *piece = arena_alloc(&arena, size, 1);
                assert_non_null(piece);
                assert_int_equal((uintptr_t)piece % alignof(max_align_t), 0);
                for (size_t i = 0; i < size; i++)
                        assert_int_equal(piece[i], 0);
                memset(piece, 0xAA, size);
        }
}

static void cap_is_kept(void **state)
{
        (void)state;
        assert_null(arena_alloc(&arena, 64 * 1024 + 1, 1));
        assert_non_null(arena_alloc(&arena, 60 * 1024, 1));
        assert_null(arena_alloc(&arena, 8 * 1024, 1));
        assert_non_null(arena_alloc(&arena, 1024, 1));
}

static void overflow_is_refused(void **state)
{
        (void)state;
        assert_null(arena_alloc(&arena, SIZE_MAX / 2, 3));
        assert_null(arena_alloc(&arena, SIZE_MAX, 1));
        assert_null(arena_copy(&arena, (struct str){"x", SIZE_MAX}).ptr);
        struct arena boundless;
        arena_init(&boundless, SIZE_MAX);
        assert_null(arena_alloc(&boundless, SIZE_MAX - 3, 1));
        assert_null(arena_alloc(&boundless, SIZE_MAX - 63, 1));
        arena_release(&boundless);
}

static void release_makes_room_again(void **state)
{
        (void)state;
        assert_non_null(arena_alloc(&arena, 60 * 1024, 1));
        arena_release(&arena);
        assert_int_equal(arena.used, 0);
        assert_non_null(arena_alloc(&arena, 60 * 1024, 1));
}

static void copy_ends_in_nul(void **state)
{
        (void)state;
        struct str copy = arena_copy(&arena, (struct str){"shopping", 4});
        assert_str(copy, "shop");
        assert_int_equal(copy.ptr[4], 0);
        assert_str(arena_copy(&arena, STR("")), "");
        assert_null(arena_copy(&arena, STR_NULL).ptr);
}

static void printf_fits_exactly(void **state)
{
        (void)state;
        struct str text = arena_printf(&arena, "%s-%d", "sku", 7);
        assert_str(text, "sku-7");
        assert_int_equal(text.ptr[text.len], 0);
        assert_null(arena_printf(&arena, "%70000d", 1).ptr);
}

int main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test_setup_teardown(pieces_are_zeroed_and_aligned, start, stop),
                cmocka_unit_test_setup_teardown(cap_is_kept, start, stop),
                cmocka_unit_test_setup_teardown(overflow_is_refused, start, stop),
                cmocka_unit_test_setup_teardown(release_makes_room_again, start, stop),
                cmocka_unit_test_setup_teardown(copy_ends_in_nul, start, stop),
                cmocka_unit_test_setup_teardown(printf_fits_exactly, start, stop),
        };
        return run_all(tests);
}
