/* tools/sqlgen: what it makes of good queries, and what it says about bad ones. */
#include "test.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/buf.h"
#include "orders_queries.h"

static const char *program;
static char folder[] = "/tmp/sqlgen-XXXXXX";

/* What the generated function did, such as "order_create str:abc int64:7". */
static struct buf done;

struct statement *unit_add(struct unit *u, const struct query *q)
{
        assert_null(u);
        buf_printf(&done, "%s", q->name);
        static struct statement statement;
        statement.query = q;
        return &statement;
}

void unit_add_int64(struct unit *u, struct statement *s, int64_t value)
{
        assert_true(!u && s);
        buf_printf(&done, " int64:%lld", (long long)value);
}

void unit_add_int32(struct unit *u, struct statement *s, int32_t value)
{
        assert_true(!u && s);
        buf_printf(&done, " int32:%d", value);
}

void unit_add_bool(struct unit *u, struct statement *s, bool value)
{
        assert_true(!u && s);
        buf_printf(&done, " bool:%d", value);
}

void unit_add_str(struct unit *u, struct statement *s, struct str value)
{
        assert_true(!u && s);
        buf_printf(&done, " str:%.*s", STR_ARG(value));
}

void unit_add_null(struct unit *u, struct statement *s)
{
        assert_true(!u && s);
        buf_printf(&done, " null");
}

static void parameters_are_passed_in_order(void **state)
{
        (void)state;
        buf_clear(&done);
        q_order_create(NULL, STR("v"), INT64_MAX, -3, true, STR("n"), STR("{}"), STR("{a}"), STR("{1}"));
        assert_str(buf_str(&done),
                   "order_create str:v int64:9223372036854775807 int32:-3 bool:1 str:n str:{} str:{a} str:{1}");
        buf_clear(&done);
        q_orders_nothing(NULL);
        assert_str(buf_str(&done), "orders_nothing");
}

static void nullable_parameters_may_be_null(void **state)
{
        (void)state;
        int64_t total = 5;
        int32_t lines = 6;
        bool gift = false;
        buf_clear(&done);
        q_order_change(NULL, &total, &lines, &gift, STR(""));
        assert_str(buf_str(&done), "order_change int64:5 int32:6 bool:0 str:");
        buf_clear(&done);
        q_order_change(NULL, NULL, NULL, NULL, STR_NULL);
        assert_str(buf_str(&done), "order_change null null null null");
}

static void sql_has_numbers_for_parameters_and_no_comments(void **state)
{
        (void)state;
        assert_string_equal(query_order_create.sql,
                            "insert into orders (visitor, total, lines)\n"
                            "values ($1, $2::bigint, $3)\n"
                            "returning id, ':not \"here', \":nor here\", E'\\':nope', $$:no;$$, $tag$ $$ :no; $tag$, "
                            "a[1:2], f(x := 1),\n"
                            "    $4, $5, $6, $7, $8, $2");
        assert_string_equal(query_order_change.sql, "select $4, $3, $2, $1");
}

static void table_describes_each_query(void **state)
{
        (void)state;
        assert_int_equal(query_count, 3);
        for (size_t i = 0; i < query_count; i++)
                assert_int_equal(queries[i]->index, i);
        assert_ptr_equal(queries[0], &query_order_create);
        assert_string_equal(query_order_create.name, "order_create");
        assert_int_equal(query_order_create.rows, QUERY_ONE);
        assert_int_equal(query_orders_nothing.rows, QUERY_EXEC);
        assert_int_equal(query_order_change.rows, QUERY_MANY);
        assert_int_equal(query_order_create.param_count, 8);
        for (size_t i = 0; i < 8; i++)
                assert_int_equal(
                        query_order_create.param_types[i],
                        ((const enum query_param_type[]){QUERY_BYTEA, QUERY_BIGINT, QUERY_INT, QUERY_BOOL, QUERY_TEXT,
                                                         QUERY_JSONB, QUERY_TEXT_ARRAY, QUERY_BIGINT_ARRAY})[i]);
}

/* Runs sqlgen on file names in `folder`; what it printed, and its exit status. */
static int run(const char *files, char *said, size_t size)
{
        char command[1024];
        snprintf(command, sizeof command, "cd %s && %s . %s 2>&1", folder, program, files);
        FILE *out = popen(command, "r"); /* NOLINT(cert-env33-c) */
        assert_non_null(out);
        size_t n = fread(said, 1, size - 1, out);
        said[n] = 0;
        int status = pclose(out);
        assert_true(WIFEXITED(status));
        return WEXITSTATUS(status);
}

static void put(const char *name, const char *text)
{
        char path[256];
        snprintf(path, sizeof path, "%s/%s", folder, name);
        FILE *out = fopen(path, "w");
        assert_non_null(out);
        fputs(text, out);
        fclose(out);
}

static void bad_queries_are_refused(void **state)
{
        (void)state;
        static const struct {
                const char *sql, *message;
        } bad[] = {
                {"-- name: cart_a :exec (sku money)\nselect :sku;",
                 "cart.sql:1: unknown type 'money' of parameter 'sku'"},
                {"-- name: cart_a :exec (sku)\nselect :sku;", "cart.sql:1: unknown type ''"},
                {"-- name: cart_a :exec\n\nselect 1, :sku;", "cart.sql:3: expected ':sku' to be declared"},
                {"-- name: cart_a :exec (sku int)\nselect 1;", "cart.sql:1: expected the parameter 'sku' to be used"},
                {"-- name: cart_a :exec (a int, a int)\nselect :a;", "cart.sql:1: expected 'a' to be declared once"},
                {"-- name: cart_a :exec (int int)\nselect :int;", "cart.sql:1: expected another name than 'int'"},
                {"-- name: cart_a :exec (a int,)\nselect :a;", "cart.sql:1: expected a parameter after the last comma"},
                {"-- name: cart_a :exec (a int\nselect :a;", "cart.sql:1: expected the parameters in parentheses"},
                {"-- name: cart_a :some\nselect 1;", "cart.sql:1: expected :exec, :one or :many"},
                {"-- name: Cart :one\nselect 1;", "cart.sql:1: expected a name in lower case"},
                {"-- name: cart_a :one\nselect 1;\n\n-- name: cart_a :one\nselect 2;",
                 "cart.sql:4: expected a new name; 'cart_a' is the query at cart.sql:1"},
                {"-- name: cart_a :one\nselect 1\n-- done\n", "cart.sql:4: expected a semicolon at the end of cart_a"},
                {"-- name: cart_a :one\n-- only words\n", "cart.sql:1: expected a statement after the name"},
                {"-- name: cart_a :one\n", "cart.sql:1: expected a statement after the name"},
                {"-- name: cart_a :one\n ;", "cart.sql:2: expected a statement before the semicolon"},
                {"-- name: cart_a :one\nselect 1;\nselect 2;", "cart.sql:3: expected one statement in cart_a"},
                {"-- name: order_a :one\nselect 1;", "cart.sql:1: expected a name that starts with 'cart_'"},
                {"-- name: cart :one\nselect 1;", "cart.sql:1: expected a name that starts with 'cart_'"},
                {"-- name: cart_a :one\nselect 'a;", "cart.sql:2: expected the closing ' of this string"},
                {"-- name: cart_a :one\nselect $x$ a;", "cart.sql:2: expected the closing $x$ of this string"},
                {"-- name: cart_a :one\nselect /* a;", "cart.sql:2: expected the end of this comment"},
                {"-- name: cart_a :one (a int)\nselect $1;", "cart.sql:2: expected a parameter by its name"},
                {"select 1;", "cart.sql:1: expected '-- name:' before any SQL"},
        };
        for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
                char said[4096];
                put("cart.sql", bad[i].sql);
                int status = run("cart.sql", said, sizeof said);
                if (status != 1 || strncmp(said, bad[i].message, strlen(bad[i].message)) != 0)
                        fail_msg("%s\ngave status %d and: %s", bad[i].sql, status, said);
        }
}

static void every_bad_query_is_named(void **state)
{
        (void)state;
        char said[4096];
        put("cart.sql",
            "-- name: cart_a :one\nselect :x;\n-- name: cart_b :one\nselect 1;\n-- name: cart_c\nselect 1;");
        assert_int_equal(run("cart.sql", said, sizeof said), 1);
        assert_non_null(strstr(said, "cart.sql:2: "));
        assert_non_null(strstr(said, "cart.sql:5: "));
        assert_null(strstr(said, "cart.sql:3: "));
}

static void bad_files_are_refused(void **state)
{
        (void)state;
        char said[4096];
        assert_int_equal(run("nowhere.sql", said, sizeof said), 1);
        assert_non_null(strstr(said, "nowhere.sql:1: No such file"));
        put("cart.sql", "-- name: cart_a :one\nselect 1;");
        assert_int_equal(run("cart.sql ./cart.sql", said, sizeof said), 1);
        assert_non_null(strstr(said, "expected a new file name"));
}

static time_t modified(const char *name)
{
        char path[256];
        struct stat st;
        snprintf(path, sizeof path, "%s/%s", folder, name);
        assert_int_equal(stat(path, &st), 0);
        return st.st_mtim.tv_sec * 1000 + st.st_mtim.tv_nsec / 1000000;
}

static void what_does_not_change_is_not_written(void **state)
{
        (void)state;
        char said[4096];
        put("cart.sql", "-- name: cart_a :one\nselect 1;");
        assert_int_equal(run("cart.sql", said, sizeof said), 0);
        time_t header = modified("cart_queries.h"), source = modified("queries.c");
        usleep(20000);
        put("cart.sql", "-- name: cart_a :one\nselect 2;");
        assert_int_equal(run("cart.sql", said, sizeof said), 0);
        assert_true(modified("cart_queries.h") == header);
        assert_true(modified("queries.c") > source);
}

static int start(void **state)
{
        (void)state;
        buf_init(&done, 4096);
        return mkdtemp(folder) ? 0 : -1;
}

static int stop(void **state)
{
        (void)state;
        static const char *const names[] = {"cart.sql", "cart_queries.h", "queries.c"};
        for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
                char path[256];
                snprintf(path, sizeof path, "%s/%s", folder, names[i]);
                unlink(path);
        }
        buf_release(&done);
        return rmdir(folder);
}

int main(int argc, char **argv)
{
        if (argc != 2)
                return 2;
        program = argv[1];
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(parameters_are_passed_in_order),
                cmocka_unit_test(nullable_parameters_may_be_null),
                cmocka_unit_test(sql_has_numbers_for_parameters_and_no_comments),
                cmocka_unit_test(table_describes_each_query),
                cmocka_unit_test(bad_queries_are_refused),
                cmocka_unit_test(every_bad_query_is_named),
                cmocka_unit_test(bad_files_are_refused),
                cmocka_unit_test(what_does_not_change_is_not_written),
        };
        return cmocka_run_group_tests(tests, start, stop);
}
