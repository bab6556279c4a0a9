/* mail/template: what Django makes of thousands of templates, and what later versions of it document. */
#include "test.h"

#include <stdlib.h>

#include "base/embed.h"
#include "template_case.h"

EMBED_DECLARE(template_table); /* test/data/templates.json and templates_extra.json */

enum {
        CASES_MIN = 5000,
        GROUPS_MAX = 200,
};

/* The cases of one group, in the order of the tables. */
struct group {
        const char *name;
        json_t *cases;
};

/* What is wrong with an outcome; NULL: nothing. */
static const char *fault_of(const json_t *c, const struct outcome *o)
{
        if (!json_is_true(json_object_get(c, "error"))) {
                if (!o->rendered)
                        return "it fails";
                return str_eq(buf_str(&o->text), template_case_text(c, "expected")) ? NULL : "the text differs";
        }
        if (o->rendered)
                return "it does not fail";
        if (!o->error.message[0] || !o->error.name[0] || strpbrk(o->error.message, "\r\n"))
                return "the message is not one line that names the template";
        if (!json_is_true(json_object_get(c, "syntax")))
                return NULL;
        if (o->compiled)
                return "it compiles";
        const json_t *line = json_object_get(c, "line");
        if (o->error.line == 0 || (line && json_integer_value(line) != o->error.line))
                return "the line is wrong";
        return NULL;
}

static void tell(const json_t *c, const struct outcome *o, const char *fault)
{
        struct buf words;
        buf_init(&words, TEMPLATE_OUTPUT_MAX);
        buf_printf(&words, "%s: %s\n  template ", json_string_value(json_object_get(c, "name")), fault);
        buf_add_json(&words, template_case_text(c, "template"));
        char *context = json_dumps(json_object_get(c, "context"), 0);
        buf_printf(&words, "\n  context  %s\n  expected ", context ? context : "?");
        free(context);
        if (template_case_text(c, "expected").ptr)
                buf_add_json(&words, template_case_text(c, "expected"));
        else
                buf_printf(&words, "an error, line %lld", (long long)json_integer_value(json_object_get(c, "line")));
        buf_add(&words, STR("\n  actual   "));
        if (o->rendered)
                buf_add_json(&words, buf_str(&o->text));
        else
                template_error_write(&words, &o->error);
        print_error("%s\n", words.ptr);
        buf_release(&words);
}

static bool case_holds(const json_t *c)
{
        struct outcome o;
        template_case_run(c, &o);
        const char *fault = fault_of(c, &o);
        if (fault)
                tell(c, &o, fault);
        buf_release(&o.text);
        return !fault;
}

static void cases_of_a_group(void **state)
{
        const struct group *group = *state;
        size_t i, wrong = 0;
        const json_t *c;
        json_array_foreach(group->cases, i, c) wrong += !case_holds(c);
        if (wrong)
                fail_msg("%s: %zu of %zu cases differ", group->name, wrong, json_array_size(group->cases));
}

static struct group *group_named(struct group *groups, size_t *count, const char *name)
{
        for (size_t i = 0; i < *count; i++)
                if (strcmp(groups[i].name, name) == 0)
                        return &groups[i];
        if (*count == GROUPS_MAX)
                abort();
        groups[*count] = (struct group){name, json_array()};
        return &groups[(*count)++];
}

/* Sorts the tables' cases into groups; how many cases there are. */
static size_t read_tables(json_t **tables, struct group *groups, size_t *ret_count)
{
        size_t total = 0, i;
        *ret_count = 0;
        for (size_t file = 0; file < template_table_count; file++) {
                const struct embedded_file *f = &template_table_files[file];
                json_error_t error;
                tables[file] = json_loadb((const char *)f->bytes, f->size, 0, &error);
                if (!tables[file]) {
                        print_error("%s:%d: %s\n", f->name, error.line, error.text);
                        continue;
                }
                json_t *c;
                json_array_foreach(tables[file], i, c)
                {
                        const char *name = json_string_value(json_object_get(c, "group"));
                        json_array_append(group_named(groups, ret_count, name)->cases, c);
                        total++;
                }
        }
        return total;
}

static void enough_cases(void **state)
{
        assert_true(*(const size_t *)*state >= CASES_MIN);
}

int main(void)
{
        static struct group groups[GROUPS_MAX];
        static struct CMUnitTest tests[GROUPS_MAX + 1];
        json_t *tables[2] = {NULL, NULL};
        size_t count;
        if (template_table_count != 2)
                return 2;
        size_t total = read_tables(tables, groups, &count);
        for (size_t i = 0; i < count; i++)
                tests[i] = (struct CMUnitTest){groups[i].name, cases_of_a_group, NULL, NULL, &groups[i]};
        tests[count] = (struct CMUnitTest){"enough_cases", enough_cases, NULL, NULL, &total};
        /* What cmocka_run_group_tests() calls; the tests of this program are counted only now. */
        int failed = _cmocka_run_group_tests("template_cases", tests, count + 1, NULL, NULL);
        for (size_t i = 0; i < count; i++)
                json_decref(groups[i].cases);
        json_decref(tables[0]);
        json_decref(tables[1]);
        return failed;
}
