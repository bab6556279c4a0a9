/* Conditions of lists as SQL. */
#include "admin/filter.h"
#include "admin/object_sql.h"
#include "admin/values.h"

/* %term% or term%, with what LIKE would understand escaped (PostgreSQL 9.7.1). */
static struct str pattern(struct arena *a, struct str term, bool anywhere)
{
        char *text = arena_alloc(a, 1, term.len * 2 + 3);
        size_t n = 0;
        if (!text)
                return STR("");
        if (anywhere)
                text[n++] = '%';
        for (size_t i = 0; i < term.len; i++) {
                if (str_find(STR("%_\\"), term.ptr[i]) < 3)
                        text[n++] = '\\';
                text[n++] = term.ptr[i];
        }
        text[n++] = '%';
        return (struct str){text, n};
}

/* An array in PostgreSQL's text form, each element quoted (8.15.2). */
static struct str array(struct arena *a, const struct str *values, size_t count)
{
        size_t most = 2;
        for (size_t i = 0; i < count; i++)
                most += values[i].len * 2 + 3;
        char *text = arena_alloc(a, 1, most);
        size_t n = 0;
        if (!text)
                return STR("{}");
        text[n++] = '{';
        for (size_t i = 0; i < count; i++) {
                if (i)
                        text[n++] = ',';
                text[n++] = '"';
                for (size_t k = 0; k < values[i].len; k++) {
                        if (values[i].ptr[k] == '"' || values[i].ptr[k] == '\\')
                                text[n++] = '\\';
                        text[n++] = values[i].ptr[k];
                }
                text[n++] = '"';
        }
        text[n++] = '}';
        return (struct str){text, n};
}

/* Said as it is, "exists (...)" is a join, which begins with whichever rows are fewer; compared with a value it is
 * asked of each row. */
static void add_stated(struct sql_text *s, const struct condition *c)
{
        sql_add(s, str_eq(c->values[0], STR("true")) ? "(" : "(not ");
        object_add_field(s, c->field);
        sql_add(s, ")");
}

static void add_in(struct sql_text *s, const struct resource *r, const struct condition *c)
{
        if (!c->field) {
                key_add_any(s, r, c->values, c->count);
                return;
        }
        if (c->field->type == ADMIN_BOOLEAN && c->field->sql && c->count == 1 && !c->is_null) {
                add_stated(s, c);
                return;
        }
        sql_add(s, "(");
        if (c->count == 0) {
                sql_add(s, "false");
        } else if (c->field->type == ADMIN_TEXTS) { /* one of its elements */
                object_add_field(s, c->field);
                sql_add(s, " && ");
                sql_param_as(s, array(s->arena, c->values, c->count), "text[]");
        } else if (c->count == 1) {
                object_add_field(s, c->field);
                sql_add(s, " = ");
                sql_param(s, c->values[0]);
        } else {
                object_add_field(s, c->field);
                sql_add(s, " = any (");
                sql_param(s, array(s->arena, c->values, c->count));
                sql_add(s, ")");
        }
        if (c->is_null) {
                sql_add(s, " or ");
                object_add_field(s, c->field);
                sql_add(s, " is null");
        }
        sql_add(s, ")");
}

static void add_contains(struct sql_text *s, const struct condition *c)
{
        if (c->field->type == ADMIN_TEXTS) {
                sql_param_as(s, c->values[0], "text");
                sql_add(s, " = any (");
                object_add_field(s, c->field);
                sql_add(s, ")");
                return;
        }
        object_add_field(s, c->field);
        sql_add(s, " ilike ");
        sql_param_as(s, pattern(s->arena, c->values[0], true), "text");
}

static void add_condition(struct sql_text *s, const struct resource *r, const struct condition *c)
{
        switch (c->kind) {
        case CONDITION_IN: add_in(s, r, c); break;
        case CONDITION_CONTAINS: add_contains(s, c); break;
        case CONDITION_COMPARED:
                object_add_field(s, c->field);
                sql_add(s, c->operator);
                sql_param(s, c->values[0]);
        }
}

static void add_searched(struct sql_text *s, const struct admin_field *f, struct str term)
{
        bool anywhere = f->flags & ADMIN_SEARCH;
        object_add_field(s, f);
        if (!value_is_text(f->type))
                sql_add(s, "::text");
        sql_add(s, anywhere ? " ilike " : " like ");
        sql_param_as(s, pattern(s->arena, term, anywhere), "text");
}

/* A word is in any of the searched fields, or it is the number of the object. */
static void add_term(struct sql_text *s, const struct resource *r, struct str term)
{
        const char *between = "(";
        struct str parts[ADMIN_KEY_MAX];
        for (size_t i = 0; i < r->field_count; i++)
                if (r->fields[i].flags & (ADMIN_SEARCH | ADMIN_SEARCH_START)) {
                        sql_add(s, between);
                        add_searched(s, &r->fields[i], term);
                        between = " or ";
                }
        if (key_parts(r) == 1 && key_is_number(r->key[0].type) && key_parse(r, term, parts)) {
                sql_add(s, between);
                key_add_condition(s, r, parts);
                between = " or ";
        }
        sql_add(s, between[0] == '(' ? "(false)" : ")");
}

void narrowing_add(struct sql_text *s, const struct narrowing *n)
{
        sql_add(s, "true");
        for (size_t i = 0; i < n->count; i++) {
                sql_add(s, " and ");
                add_condition(s, n->resource, &n->conditions[i]);
        }
        for (size_t i = 0; i < n->term_count; i++) {
                sql_add(s, " and ");
                add_term(s, n->resource, n->terms[i]);
        }
}
