/* Filters against texts that are made to keep them busy. */
#ifndef TEST_FILTER_HTML_H
#define TEST_FILTER_HTML_H

#include <time.h>

#include "test_filter.h"

enum {
        HOSTILE_SIZE = 2 * 1024 * 1024,    /* bytes: what a mail may have */
        HOSTILE_MEMORY = 32 * 1024 * 1024, /* TEMPLATE_MEMORY_MAX */
        HOSTILE_SECONDS_MAX = 20,          /* with sanitizers, on a busy machine; quadratic work takes hours */
};

/* `unit` again and again. Any result will do, if it comes soon. */
static inline void test_filter_hostile(const struct filter *table, const char *name, const char *argument,
                                       const char *unit)
{
        struct arena a;
        struct buf text;
        struct value v, limit = value_text(str_from(argument));
        struct template_error error = {.line = 0};
        const struct filter *f = test_filter(table, name);
        struct filter_call call = {.arena = &a, .autoescape = true, .name = f->name, .error = &error};
        clock_t start = clock();
        arena_init(&a, HOSTILE_MEMORY);
        buf_init(&text, HOSTILE_SIZE);
        while (!text.failed)
                buf_add(&text, str_from(unit));
        call.argument = argument ? &limit : NULL;
        if (f->apply(&call, value_text(buf_str(&text)), &v))
                assert_true(v.kind == VALUE_TEXT && str_is_text(v.text));
        else
                assert_true(strlen(error.message) > 0);
        if (clock() - start > (clock_t)HOSTILE_SECONDS_MAX * CLOCKS_PER_SEC)
                fail_msg("%s took too long with %s", name, unit);
        buf_release(&text);
        arena_release(&a);
}

/* Each filter with each text. */
#define test_filter_all_hostile(table, names, argument, units)                                                         \
        do {                                                                                                           \
                for (size_t n = 0; n < sizeof(names) / sizeof *(names); n++)                                           \
                        for (size_t u = 0; u < sizeof(units) / sizeof *(units); u++)                                   \
                                test_filter_hostile((table), (names)[n], (argument), (units)[u]);                      \
        } while (0)

#endif
