/* Pages and counts of lists. A page begins behind the last row of the one before: PostgreSQL goes to that place of an
 * index, however deep it is. Nulls are greater than everything, as PostgreSQL has it, and no row comparison finds them:
 * where they follow, they are a branch of their own.
 */
#include "admin/list.h"

enum rows { ROWS_ALL, ROWS_BEHIND, ROWS_NULL, ROWS_NULL_BEHIND, ROWS_NOT_NULL };

static void add_key_columns(struct sql_text *s, const struct resource *r)
{
        for (unsigned i = 0, n = key_parts(r); i < n; i++) {
                sql_add(s, i ? ", t." : "t.");
                sql_name(s, r->key[i].column);
        }
}

static void add_cursor_key(struct sql_text *s, const struct list *l)
{
        for (unsigned i = 0, n = key_parts(l->resource); i < n; i++) {
                sql_add(s, i ? ", " : "");
                sql_param_as(s, l->cursor_key[i], l->resource->key[i].type);
        }
}

/* (value, key) < ($1, $2) */
static void add_behind(struct sql_text *s, const struct list *l, bool has_value)
{
        sql_add(s, "(");
        if (has_value) {
                object_add_field(s, l->sort);
                sql_add(s, ", ");
        }
        add_key_columns(s, l->resource);
        sql_add(s, l->descending ? ") < (" : ") > (");
        if (has_value) {
                sql_param(s, l->cursor_value);
                sql_add(s, ", ");
        }
        add_cursor_key(s, l);
        sql_add(s, ")");
}

static void add_rows(struct sql_text *s, const struct list *l, enum rows rows)
{
        if (rows == ROWS_NULL || rows == ROWS_NULL_BEHIND || rows == ROWS_NOT_NULL) {
                object_add_field(s, l->sort);
                sql_add(s, rows == ROWS_NOT_NULL ? " is not null and " : " is null and ");
        }
        if (rows == ROWS_BEHIND || rows == ROWS_NULL_BEHIND) {
                add_behind(s, l, rows == ROWS_BEHIND && l->sort);
                sql_add(s, " and ");
        }
        narrowing_add(s, &l->narrowing);
}

void list_add_order(struct sql_text *s, const struct list *l)
{
        const char *direction = l->descending ? " desc" : "";
        const char *between = " order by ";
        if (l->sort) {
                sql_add(s, between);
                object_add_field(s, l->sort);
                sql_add(s, direction);
                between = ", ";
        }
        for (unsigned i = 0, n = key_parts(l->resource); i < n; i++) {
                sql_add(s, between);
                sql_add(s, "t.");
                sql_name(s, l->resource->key[i].column);
                sql_add(s, direction);
                between = ", ";
        }
}

static void add_limit(struct sql_text *s, const struct list *l, int64_t offset)
{
        sql_add(s, " limit ");
        sql_param_as(s, arena_printf(s->arena, "%lld", (long long)(l->limit + 1)), "bigint");
        if (offset == 0)
                return;
        sql_add(s, " offset ");
        sql_param_as(s, arena_printf(s->arena, "%lld", (long long)offset), "bigint");
}

static void add_branch(struct sql_text *s, const struct list *l, enum rows rows)
{
        sql_add(s, "(select t.* from ");
        sql_name(s, l->resource->name);
        sql_add(s, " t where ");
        add_rows(s, l, rows);
        list_add_order(s, l);
        add_limit(s, l, l->offset);
        sql_add(s, ")");
}

static void add_branches(struct sql_text *s, const struct list *l)
{
        if (!l->has_cursor) {
                add_branch(s, l, ROWS_ALL);
        } else if (!l->sort) {
                add_branch(s, l, ROWS_BEHIND);
        } else if (l->cursor_is_null) {
                add_branch(s, l, ROWS_NULL_BEHIND);
                if (l->descending) {
                        sql_add(s, " union all ");
                        add_branch(s, l, ROWS_NOT_NULL);
                }
        } else {
                add_branch(s, l, ROWS_BEHIND);
                if (!l->descending) {
                        sql_add(s, " union all ");
                        add_branch(s, l, ROWS_NULL);
                }
        }
}

void list_select_page(struct unit *u, const struct list *l)
{
        struct sql_text s;
        const struct resource *r = l->resource;
        sql_init(&s, u ? u->arena : NULL);
        sql_add(&s, "select json_build_object('id', ");
        key_add_id(&s, r);
        sql_add(&s, ", 'title', ");
        object_add_title(&s, r);
        sql_add(&s, ", 'values', ");
        object_add_values(&s, r, true);
        sql_add(&s, ")::text as document, ");
        if (l->sort)
                object_add_field(&s, l->sort);
        sql_add(&s, l->sort ? "::text as sort_value" : "null as sort_value");
        for (unsigned i = 0, n = key_parts(r); i < n; i++) {
                sql_add(&s, ", ");
                key_add_part(&s, r, i);
                sql_add(&s, i ? " as key_1" : " as key_0");
        }
        sql_add(&s, " from (");
        add_branches(&s, l);
        sql_add(&s, ") t");
        list_add_order(&s, l);
        add_limit(&s, l, 0);
        sql_unit(&s, u);
}

static void add_matching(struct sql_text *s, const struct list *l)
{
        sql_add(s, "select 1 from ");
        sql_name(s, l->resource->name);
        sql_add(s, " t where ");
        add_rows(s, l, ROWS_ALL);
}

void list_select_count(struct unit *u, const struct list *l)
{
        struct sql_text s;
        sql_init(&s, u ? u->arena : NULL);
        sql_add(&s, "select count(*) as count from (");
        add_matching(&s, l);
        sql_add(&s, " limit ");
        sql_param_as(&s, arena_printf(s.arena, "%d", ADMIN_COUNT_MAX + 1), "bigint");
        sql_add(&s, ") matching");
        sql_unit(&s, u);
}

void list_select_estimate(struct unit *u, const struct list *l)
{
        struct sql_text s;
        sql_init(&s, u ? u->arena : NULL);
        if (narrowing_is_empty(&l->narrowing)) {
                sql_add(&s, "select admin_row_estimate(");
                sql_param_as(&s, str_from(l->resource->name), "text");
                sql_add(&s, ") as estimate");
        } else {
                sql_add(&s, "explain (format json) ");
                add_matching(&s, l);
        }
        sql_unit(&s, u);
}
