/* A unit of work: statements that commit or fail together in one round trip.
 *
 * A unit is one segment of a pipeline: its statements, then one Sync, hence one implicit transaction
 * (PostgreSQL 15, 55.2.3). It belongs to an arena, usually the request's, and is filled by the functions that
 * tools/sqlgen generates:
 *
 *     struct unit *u = unit_new(&rq->arena);
 *     q_cart_put_item(u, visitor, sku, quantity);
 *     q_cart_view(u, visitor);
 *
 * Filling never fails visibly; a unit that ran out of memory is refused when it is run.
 */
#ifndef DB_UNIT_H
#define DB_UNIT_H

#include "base/arena.h"
#include "base/err.h"
#include "db/query.h"

enum { UNIT_STATEMENTS_MAX = 32 }; /* the longest unit, fulfilment, has about half of it */

struct statement {
        const struct query *query;
        const char **values;
        int *lengths;
        int *formats;
        uint16_t filled;
        struct statement *next;
};

struct unit {
        struct arena *arena;
        struct statement *first, *last;
        unsigned count;
        bool failed; /* out of memory, too many statements, or a NULL that may not be */
};

/* NULL when memory ran out; every function here takes a NULL unit and does nothing. */
struct unit *unit_new(struct arena *a);

/* For generated code: adds a statement, then its parameters in order. Values are copied into the arena, so the
 * caller's may go away. NULL statements are ignored. */
struct statement *unit_add(struct unit *u, const struct query *q);
void unit_add_int64(struct unit *u, struct statement *s, int64_t value);
void unit_add_int32(struct unit *u, struct statement *s, int32_t value);
void unit_add_bool(struct unit *u, struct statement *s, bool value);
/* bytea as it is; text, jsonb and arrays in text form. STR_NULL fails the unit: use unit_add_null. */
void unit_add_str(struct unit *u, struct statement *s, struct str value);
void unit_add_null(struct unit *u, struct statement *s);

/* A statement made at run time, for the admin's lists: `sql` is put together from names that the program knows, never
 * from input, and refers to its parameters as $1, $2, ... They are passed as text, STR_NULL as null; PostgreSQL infers
 * their types, so that one which no operator tells needs a cast. */
void unit_add_text(struct unit *u, struct str sql, const struct str *params, size_t count);

#endif
