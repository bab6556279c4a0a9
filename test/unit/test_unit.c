/* db/unit: statements and parameters, and how a unit that can't be right is known. */
#include "test.h"

#include "db/unit.h"

static struct arena arena;
static const enum query_param_type types[] = {QUERY_BIGINT, QUERY_INT, QUERY_BOOL, QUERY_BYTEA, QUERY_TEXT};
static const struct query query = {.name = "five", .sql = "select", .param_types = types, .param_count = 5};

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

static void parameters_travel_as_postgresql_wants_them(void **state)
{
        (void)state;
        struct unit *u = unit_new(&arena);
        struct statement *s = unit_add(u, &query);
        unit_add_int64(u, s, -2);
        unit_add_int32(u, s, 258);
        unit_add_bool(u, s, true);
        unit_add_str(u, s, (struct str){"\0\1", 2});
        unit_add_str(u, s, STR("text"));
        assert_false(u->failed);
        assert_memory_equal(s->values[0], "\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFE", 8);
        assert_memory_equal(s->values[1], "\0\0\1\2", 4);
        assert_memory_equal(s->values[2], "\1", 1);
        assert_memory_equal(s->values[3], "\0\1", 2);
        assert_string_equal(s->values[4], "text");
        const int lengths[] = {8, 4, 1, 2, 4}, formats[] = {1, 1, 1, 1, 0};
        assert_memory_equal(s->lengths, lengths, sizeof lengths);
        assert_memory_equal(s->formats, formats, sizeof formats);
}

static void values_are_copied(void **state)
{
        (void)state;
        char text[] = "before";
        struct unit *u = unit_new(&arena);
        struct statement *s = unit_add(u, &query);
        for (int i = 0; i < 4; i++)
                unit_add_null(u, s);
        unit_add_str(u, s, str_from(text));
        memset(text, 'x', sizeof text - 1);
        assert_string_equal(s->values[4], "before");
        assert_null(s->values[0]);
}

static void a_null_that_may_not_be_fails_the_unit(void **state)
{
        (void)state;
        struct unit *u = unit_new(&arena);
        struct statement *s = unit_add(u, &query);
        unit_add_str(u, s, STR_NULL);
        assert_true(u->failed);
        assert_null(unit_add(u, &query));
}

static void too_much_fails_the_unit(void **state)
{
        (void)state;
        struct unit *u = unit_new(&arena);
        for (int i = 0; i < UNIT_STATEMENTS_MAX; i++)
                assert_non_null(unit_add(u, &query));
        assert_null(unit_add(u, &query));
        assert_true(u->failed);
}

static void memory_that_runs_out_fails_the_unit(void **state)
{
        (void)state;
        struct unit *u = unit_new(&arena);
        struct statement *s = unit_add(u, &query);
        for (int i = 0; i < 4; i++)
                unit_add_null(u, s);
        static char large[128 * 1024];
        unit_add_str(u, s, (struct str){large, sizeof large});
        assert_true(u->failed);
        assert_null(unit_add(NULL, &query));
        unit_add_int64(NULL, NULL, 1);
}

int main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test_setup_teardown(parameters_travel_as_postgresql_wants_them, start, stop),
                cmocka_unit_test_setup_teardown(values_are_copied, start, stop),
                cmocka_unit_test_setup_teardown(a_null_that_may_not_be_fails_the_unit, start, stop),
                cmocka_unit_test_setup_teardown(too_much_fails_the_unit, start, stop),
                cmocka_unit_test_setup_teardown(memory_that_runs_out_fails_the_unit, start, stop),
        };
        return run_all(tests);
}
