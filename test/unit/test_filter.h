/* Filters called by their names, with inputs and results written as text.
 *
 * A text stands for itself. "=[1, 2]" is the value of that JSON; as a result, what has that repr(). "~<b>" is a text
 * that is safe. As a result "!takes a list" is an error whose message holds that.
 */
#ifndef TEST_FILTER_H
#define TEST_FILTER_H

#include "test.h"

#include "mail/template/filter.h"
#include "mail/template/template.h"

struct filter_case {
        const char *filter, *input, *argument, *expected;
};

enum { TEST_FILTER_MEMORY = 4 * 1024 * 1024 };

static inline struct value test_value(struct arena *a, const char *written)
{
        struct value v;
        if (written[0] == '~')
                return value_safe(str_from(written + 1));
        if (written[0] != '=')
                return value_text(str_from(written));
        json_t *json = json_loads(written + 1, JSON_DECODE_ANY, NULL);
        assert_non_null(json);
        assert_true(value_from_json(a, json, &v));
        json_decref(json);
        return v;
}

static inline const struct filter *test_filter(const struct filter *table, const char *name)
{
        for (; table->name.ptr; table++)
                if (str_eq(table->name, str_from(name)))
                        return table;
        fail_msg("there is no filter %s", name);
        return NULL;
}

/* As a rendering applies it; `autoescape` is what it is in HTML. */
static inline bool test_filter_apply(struct arena *a, const struct filter *f, const struct filter_case *row,
                                     bool autoescape, struct value *ret, struct template_error *ret_error)
{
        struct value in = test_value(a, row->input), argument = value_none();
        struct filter_call call = {.arena = a, .autoescape = autoescape, .name = f->name, .error = ret_error};
        bool safe = in.kind == VALUE_TEXT && in.safe;
        if (row->argument) {
                argument = test_value(a, row->argument);
                call.argument = &argument;
        }
        if (f->takes_text && in.kind != VALUE_TEXT)
                in = value_text(value_str(a, in));
        *ret = VALUE_EMPTY;
        if (!f->apply(&call, in, ret))
                return false;
        if (safe && f->keeps_safe && ret->kind == VALUE_TEXT)
                ret->safe = true;
        return true;
}

/* The result as a case writes it. */
static inline void test_filter_write(struct buf *out, struct value v)
{
        if (v.kind != VALUE_TEXT)
                buf_add_char(out, '=');
        else if (v.safe)
                buf_add_char(out, '~');
        if (v.kind == VALUE_TEXT)
                buf_add(out, v.text);
        else
                value_write_repr(out, v);
}

static inline void test_filter_case(const struct filter *table, const struct filter_case *row, bool autoescape)
{
        struct arena a;
        struct buf out;
        struct value v;
        struct template_error error = {.line = 0};
        arena_init(&a, TEST_FILTER_MEMORY);
        buf_init(&out, TEST_FILTER_MEMORY);
        if (test_filter_apply(&a, test_filter(table, row->filter), row, autoescape, &v, &error))
                test_filter_write(&out, v);
        else
                buf_printf(&out, "!%s", error.message);
        bool failing = row->expected[0] == '!' && buf_str(&out).ptr[0] == '!';
        if (failing ? !strstr(error.message, row->expected + 1) : !str_eq(buf_str(&out), str_from(row->expected)))
                fail_msg("%s|%s:%s gives\n%s and not\n%s", row->input, row->filter, row->argument ? row->argument : "",
                         buf_str(&out).ptr, row->expected);
        buf_release(&out);
        arena_release(&a);
}

/* Whatever memory is left, a filter gives the same or says that it is full. */
static inline void test_filter_memory(const struct filter *table, const struct filter_case *row)
{
        const struct filter *f = test_filter(table, row->filter);
        for (size_t left = 0; left < 2000; left += left < 200 ? 16 : 160) {
                struct arena a;
                struct value v;
                struct template_error error = {.line = 0};
                struct buf out;
                arena_init(&a, TEST_FILTER_MEMORY);
                test_value(&a, row->input);
                if (row->argument)
                        test_value(&a, row->argument);
                a.cap = a.used * 2 + left; /* the case reads its values once more */
                buf_init(&out, TEST_FILTER_MEMORY);
                if (test_filter_apply(&a, f, row, true, &v, &error)) {
                        test_filter_write(&out, v);
                        assert_str(buf_str(&out), row->expected);
                } else {
                        assert_non_null(strstr(error.message, "more memory"));
                }
                buf_release(&out);
                arena_release(&a);
        }
}

/* Runs each row of an array of cases. */
#define test_filter_cases(table, rows, autoescape)                                                                     \
        do {                                                                                                           \
                for (size_t i = 0; i < sizeof(rows) / sizeof *(rows); i++)                                             \
                        test_filter_case((table), &(rows)[i], (autoescape));                                           \
        } while (0)

#endif
