/* Form-encoded parameters with brackets: a[b][0][c]=d, from a body or a query. */
#ifndef SANDBOX_FORM_H
#define SANDBOX_FORM_H

#include "base/arena.h"

enum {
        FORM_FIELDS = 10000, /* 100 line items of 100 parameters */
        FORM_DEPTH = 8,
};

struct form_field {
        struct str name;              /* whole, decoded: "a[b][0][c]" */
        struct str value;             /* decoded; ends in NUL */
        struct str steps[FORM_DEPTH]; /* a, b, 0, c; "" for [] */
        unsigned depth;
};

struct form {
        struct form_field *fields;
        size_t count;
};

/* False when it is not form-encoded text (UTF-8 without NUL), too deep or too long. Lives in the arena. */
bool form_parse(struct arena *a, struct str text, struct form *ret);

/* The first field of that name, STR_NULL when there is none. */
struct str form_value(const struct form *form, const char *name);

#endif
