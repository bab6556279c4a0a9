/* A list's order, its pages, and how many there are. */
#ifndef ADMIN_LIST_H
#define ADMIN_LIST_H

#include "admin/filter.h"
#include "admin/object_sql.h"

struct list {
        const struct resource *resource;
        struct narrowing narrowing;
        const struct admin_field *sort; /* NULL: by the key alone */
        bool descending;
        struct str sort_name; /* as a cursor names it: "-placed_at", "" for the key's own order */
        int64_t limit, offset;
        bool has_cursor, cursor_is_null;
        struct str cursor_value, cursor_key[ADMIN_KEY_MAX]; /* of the last row of the page before */
};

/* Reads the arguments of the request: filter, q and sort, and for a page limit, offset and cursor. False: the error is
 * replied. */
bool list_read(struct list *l, struct request *rq, const struct resource *r, bool is_page)
        __attribute__((warn_unused_result));

/* The next page's cursor, base64url: [sort, value, key...]. STR_NULL when memory ran out. */
struct str list_cursor(struct arena *a, const struct list *l, struct str value, const struct str *key);
/* False when it is none of this list in this order. */
bool list_read_cursor(struct list *l, struct arena *a, struct str cursor) __attribute__((warn_unused_result));

/* Rows `document`, `sort_value`, `key_0`, `key_1`: the page, and one row more when there is another page. */
void list_select_page(struct unit *u, const struct list *l);
/* One row `count`: at most ADMIN_COUNT_MAX + 1. */
void list_select_count(struct unit *u, const struct list *l);
/* A row with the planner's estimate: `estimate`, or as EXPLAIN writes it. */
void list_select_estimate(struct unit *u, const struct list *l);
/* " order by ..." of row t. */
void list_add_order(struct sql_text *s, const struct list *l);

#endif
