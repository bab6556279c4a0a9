/* What somebody wants an object to be: fields with values, checked, on their way into a statement. */
#ifndef ADMIN_WRITE_H
#define ADMIN_WRITE_H

#include <jansson.h>

#include "admin/admin.h"
#include "admin/problems.h"
#include "admin/sql_text.h"

enum { WRITE_COLUMNS_MAX = ADMIN_FIELDS_MAX + 20 }; /* fields, and what `prepare` sets besides */

struct write_column {
        const char *name;
        const struct admin_field *field; /* NULL: `prepare` set it, and there is no such field */
        struct str value;                /* STR_NULL: null, or the default of what may not be null */
        bool is_prepared;
};

struct admin_write {
        const struct resource *resource;
        struct arena *arena;
        struct str id; /* STR_NULL: a new one */
        struct write_column columns[WRITE_COLUMNS_MAX];
        size_t count;
        bool too_many;
        const struct admin_field *forbidden; /* one that only superusers may set */
        struct problems problems;
};

/* Reads the object `values`, which must stay until the statement is in its unit. `id` STR_NULL: a new one. */
void write_init(struct admin_write *w, struct arena *a, const struct resource *r, struct str id);
void write_read(struct admin_write *w, const json_t *values, bool is_superuser);
/* Has it completed by the resource; true when nothing is wrong, otherwise the error is replied. Ends the write's
 * problems in any case. */
bool write_finish(struct admin_write *w, struct request *rq, struct worker *worker) __attribute__((warn_unused_result));

/* Whether there is anything to be set. */
bool write_sets(const struct admin_write *w);
/* "insert into ..."; the caller adds what it returns. */
void write_add_insert(struct sql_text *s, const struct admin_write *w);
/* "update ... set ..."; the caller adds which. Needs write_sets. */
void write_add_update(struct sql_text *s, const struct admin_write *w);

#endif
