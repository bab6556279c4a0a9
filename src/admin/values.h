/* JSON values of fields as text for PostgreSQL, checked by the field's type. */
#ifndef ADMIN_VALUES_H
#define ADMIN_VALUES_H

#include <jansson.h>

#include "admin/admin.h"

enum value_use {
        VALUE_WRITTEN,  /* the field's range, length and choices hold */
        VALUE_COMPARED, /* any value of the type */
};

struct value_problem {
        const char *code;
        struct str message; /* in the arena, or a literal */
};

/* False: *ret_problem tells why. The text lives in the arena, or as long as `value`. `value` is not null. */
bool value_read(struct arena *a, const struct admin_field *f, const json_t *value, enum value_use use, struct str *ret,
                struct value_problem *ret_problem) __attribute__((warn_unused_result));

/* Whether values of the type are text in JSON. */
bool value_is_text(enum admin_type type);
/* "integer", as the schema says it. */
struct str value_type_name(enum admin_type type);

/* What holds for numbers, and for the characters of texts; false for types that have neither. */
bool value_range(const struct admin_field *f, int64_t *ret_minimum, int64_t *ret_maximum);

/* RFC 3339: a date, a time and Z or an offset; a date that exists. */
bool value_is_time(struct str text);

#endif
