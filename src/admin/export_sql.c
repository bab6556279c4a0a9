/* The rows of an export. */
#include "admin/export_sql.h"

bool export_has(const struct resource *r, const struct admin_field *f)
{
        bool is_id = strcmp(f->name, "id") == 0;
        return f->type != ADMIN_PASSWORD && !(is_id && key_parts(r) == 1 && strcmp(r->key[0].column, "id") == 0);
}

/* 12.50, as people and spreadsheets write it, and as an import takes it. */
static void add_money(struct sql_text *s, const struct admin_field *f)
{
        sql_add(s, "round((");
        object_add_field(s, f);
        sql_add(s, ") / power(10::numeric, (select currency_exponent from store)), "
                   "(select currency_exponent from store))::text");
}

static void add_cell(struct sql_text *s, const struct admin_field *f)
{
        if (f->type == ADMIN_MONEY) {
                add_money(s, f);
                return;
        }
        bool is_json = f->type == ADMIN_TIME || f->type == ADMIN_TEXTS || f->type == ADMIN_JSON;
        sql_add(s, f->type == ADMIN_BYTES  ? "encode("
                   : f->type == ADMIN_TIME ? "to_jsonb("
                   : is_json               ? "to_json("
                                           : "(");
        object_add_field(s, f);
        sql_add(s, f->type == ADMIN_BYTES ? ", 'hex')" : f->type == ADMIN_TIME ? ") #>> '{}'" : ")::text");
}

void export_select(struct sql_text *s, const struct list *l)
{
        const struct resource *r = l->resource;
        sql_add(s, "select ");
        key_add_id(s, r);
        for (size_t i = 0; i < r->field_count; i++)
                if (export_has(r, &r->fields[i])) {
                        sql_add(s, ", ");
                        add_cell(s, &r->fields[i]);
                }
        sql_add(s, " from ");
        sql_name(s, r->name);
        sql_add(s, " t where ");
        narrowing_add(s, &l->narrowing);
        list_add_order(s, l);
}
