/* What a list is narrowed by: the arguments `filter` and `q` as conditions. */
#ifndef ADMIN_FILTER_H
#define ADMIN_FILTER_H

#include "admin/admin.h"
#include "admin/problems.h"
#include "admin/sql_text.h"

enum {
        FILTER_CONDITIONS_MAX = 40, /* an address of 4 KB holds hardly more */
        FILTER_VALUES_MAX = 1000,   /* of one condition; ids of a selection */
        SEARCH_TERMS_MAX = 8,
        SEARCH_MAX_BYTES = 300,
};

struct condition {
        const struct admin_field *field; /* NULL: the object's id */
        enum {
                CONDITION_IN, /* one of the values; null among them is is_null */
                CONDITION_COMPARED,
                CONDITION_CONTAINS,
        } kind;
        const char *operator; /* of COMPARED */
        struct str *values;
        size_t count;
        bool is_null; /* or null */
};

struct narrowing {
        const struct resource *resource;
        struct condition conditions[FILTER_CONDITIONS_MAX];
        size_t count;
        struct str terms[SEARCH_TERMS_MAX];
        size_t term_count;
};

/* Reads the two arguments, STR_NULL for none; what is wrong goes to `p`. All memory is the arena's or the arguments'.
 */
void narrowing_read(struct narrowing *n, struct arena *a, const struct resource *r, struct str filter, struct str q,
                    struct problems *p);

/* Whether anything is narrowed. */
bool narrowing_is_empty(const struct narrowing *n);
/* The conditions on row t, "true" without any. */
void narrowing_add(struct sql_text *s, const struct narrowing *n);

#endif
