/* Statements about single objects. */
#include "admin/object_sql.h"

void object_add_field(struct sql_text *s, const struct admin_field *f)
{
        if (f->sql) {
                sql_add(s, f->sql);
                return;
        }
        sql_add(s, "t.");
        sql_name(s, f->name);
}

static bool is_shown(const struct admin_field *f, bool list)
{
        bool is_long = f->type == ADMIN_LONG_TEXT || f->type == ADMIN_HTML;
        return f->type != ADMIN_PASSWORD && !(list && is_long && !(f->flags & ADMIN_LIST));
}

void object_add_values(struct sql_text *s, const struct resource *r, bool list)
{
        const char *between = "";
        sql_add(s, "(select to_json(v) from (select ");
        for (size_t i = 0; i < r->field_count; i++) {
                const struct admin_field *f = &r->fields[i];
                if (!is_shown(f, list))
                        continue;
                sql_add(s, between);
                sql_add(s, f->type == ADMIN_BYTES ? "encode(" : "");
                object_add_field(s, f);
                sql_add(s, f->type == ADMIN_BYTES ? ", 'hex') as " : " as ");
                sql_name(s, f->name);
                between = ", ";
        }
        sql_add(s, ") v)");
}

void object_add_title(struct sql_text *s, const struct resource *r)
{
        sql_add(s, "coalesce((");
        sql_add(s, r->title);
        sql_add(s, ")::text, ");
        key_add_id(s, r);
        sql_add(s, ")");
}

static void add_envelope(struct sql_text *s, const struct resource *r)
{
        bool has_version = r->verbs & (ADMIN_CAN_CHANGE | ADMIN_CAN_DELETE);
        sql_add(s, "select json_build_object('id', ");
        key_add_id(s, r);
        sql_add(s, ", 'title', ");
        object_add_title(s, r);
        sql_add(s, ", 'version', ");
        sql_add(s, has_version ? "t.xmin::text" : "null");
        sql_add(s, ", 'values', ");
        object_add_values(s, r, false);
        sql_add(s, ")::text as document from ");
        sql_name(s, r->name);
        sql_add(s, " t where ");
}

void object_select(struct unit *u, const struct resource *r, const struct str parts[ADMIN_KEY_MAX])
{
        struct sql_text s;
        sql_init(&s, u ? u->arena : NULL);
        add_envelope(&s, r);
        key_add_condition(&s, r, parts);
        sql_unit(&s, u);
}

void object_expect(struct unit *u, const struct resource *r, const struct str parts[ADMIN_KEY_MAX], struct str version)
{
        struct sql_text s;
        sql_init(&s, u ? u->arena : NULL);
        sql_add(&s, "select admin_expect((select t.xmin::text from ");
        sql_name(&s, r->name);
        sql_add(&s, " t where ");
        key_add_condition(&s, r, parts);
        sql_add(&s, " for no key update), ");
        sql_param_as(&s, version, "text");
        sql_add(&s, ")");
        sql_unit(&s, u);
}

/* Where the key of the new row waits for the statement that shows it. */
static const char *const made_settings[ADMIN_KEY_MAX] = {"'startupwebapp.made'", "'startupwebapp.made_too'"};

static void select_made(struct unit *u, const struct resource *r)
{
        struct sql_text s;
        sql_init(&s, u ? u->arena : NULL);
        add_envelope(&s, r);
        for (unsigned i = 0, n = key_parts(r); i < n && i < ADMIN_KEY_MAX; i++) {
                sql_add(&s, i ? " and t." : "t.");
                sql_name(&s, r->key[i].column);
                sql_add(&s, " = current_setting(");
                sql_add(&s, made_settings[i]);
                sql_add(&s, ")::");
                sql_add(&s, r->key[i].type);
        }
        sql_unit(&s, u);
}

void object_insert(struct unit *u, const struct admin_write *w)
{
        struct sql_text s;
        sql_init(&s, u ? u->arena : NULL);
        write_add_insert(&s, w);
        for (unsigned i = 0, n = key_parts(w->resource); i < n && i < ADMIN_KEY_MAX; i++) {
                sql_add(&s, i ? ", set_config(" : " returning set_config(");
                sql_add(&s, made_settings[i]);
                sql_add(&s, ", ");
                key_add_part(&s, w->resource, i);
                sql_add(&s, ", true)");
        }
        sql_unit(&s, u);
        select_made(u, w->resource);
}

void object_update(struct unit *u, const struct admin_write *w, const struct str parts[ADMIN_KEY_MAX])
{
        struct sql_text s;
        if (!write_sets(w))
                return;
        sql_init(&s, u ? u->arena : NULL);
        write_add_update(&s, w);
        sql_add(&s, " where ");
        key_add_condition(&s, w->resource, parts);
        sql_unit(&s, u);
}

void object_delete(struct unit *u, const struct resource *r, const struct str parts[ADMIN_KEY_MAX])
{
        struct sql_text s;
        sql_init(&s, u ? u->arena : NULL);
        sql_add(&s, "delete from ");
        sql_name(&s, r->name);
        sql_add(&s, " t where ");
        key_add_condition(&s, r, parts);
        sql_unit(&s, u);
}
