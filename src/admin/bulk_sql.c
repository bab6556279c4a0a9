/* Statements about several objects. How many were touched waits in a setting for admin_bulk_done. */
#include "admin/bulk_sql.h"

static void add_asked(struct sql_text *s, size_t asked)
{
        sql_add(s, ", ");
        sql_param_as(s, arena_printf(s->arena, "%zu", asked), "bigint");
        sql_add(s, ")::text, true)");
}

/* Behind "with done as (... returning 1": all of them must have been there. */
static void end_with_count(struct sql_text *s, size_t asked)
{
        sql_add(s,
                " returning 1) select set_config('startupwebapp.done', admin_expect_all((select count(*) from done)");
        add_asked(s, asked);
}

void bulk_delete(struct unit *u, const struct resource *r, const struct str *ids, size_t count)
{
        struct sql_text s;
        sql_init(&s, u ? u->arena : NULL);
        sql_add(&s, "with done as (delete from ");
        sql_name(&s, r->name);
        sql_add(&s, " t where ");
        key_add_any(&s, r, ids, count);
        end_with_count(&s, count);
        sql_unit(&s, u);
}

/* Locks them, in the order of their keys so that two at once don't wait for each other. Not their keys: rows that point
 * at them, as a cart's lines at SKUs, may come meanwhile. */
static void expect(struct unit *u, const struct resource *r, const struct str *ids, size_t count)
{
        struct sql_text s;
        sql_init(&s, u ? u->arena : NULL);
        sql_add(&s, "select set_config('startupwebapp.done', admin_expect_all((select count(*) from (select 1 from ");
        sql_name(&s, r->name);
        sql_add(&s, " t where ");
        key_add_any(&s, r, ids, count);
        for (unsigned i = 0, n = key_parts(r); i < n; i++) {
                sql_add(&s, i ? ", t." : " order by t.");
                sql_name(&s, r->key[i].column);
        }
        sql_add(&s, " for no key update) found)");
        add_asked(&s, count);
        sql_unit(&s, u);
}

void bulk_update(struct unit *u, const struct admin_write *w, const struct str *ids, size_t count)
{
        struct sql_text s;
        expect(u, w->resource, ids, count);
        if (!write_sets(w))
                return;
        sql_init(&s, u ? u->arena : NULL);
        write_add_update(&s, w);
        sql_add(&s, " where ");
        key_add_any(&s, w->resource, ids, count);
        sql_unit(&s, u);
}

void bulk_update_each(struct unit *u, const struct admin_write *writes, size_t count)
{
        struct sql_text s;
        struct str ids[BULK_PREPARED_MAX] = {0}, parts[ADMIN_KEY_MAX];
        size_t updates = 0;
        for (size_t i = 0; i < count; i++)
                ids[i] = writes[i].id;
        expect(u, writes[0].resource, ids, count);
        sql_init(&s, u ? u->arena : NULL);
        for (size_t i = 0; i < count; i++) {
                if (!write_sets(&writes[i]) || !key_parse(writes[i].resource, writes[i].id, parts))
                        continue;
                buf_printf(&s.text, "%su%zu as (", updates++ ? ", " : "with ", i);
                write_add_update(&s, &writes[i]);
                sql_add(&s, " where ");
                key_add_condition(&s, writes[i].resource, parts);
                sql_add(&s, ")");
        }
        sql_add(&s, " select");
        if (updates)
                sql_unit(&s, u);
        else
                sql_release(&s);
}

/* [["1"], ["2"]] */
static struct str keys_of(struct arena *a, const struct resource *r, const struct str *ids, size_t count)
{
        struct buf json;
        struct str parts[ADMIN_KEY_MAX];
        buf_init(&json, SQL_TEXT_MAX);
        for (size_t i = 0; i < count; i++) {
                if (!key_parse(r, ids[i], parts))
                        continue; /* it was not found, and that was refused */
                buf_add(&json, json.len ? STR(",") : STR("["));
                for (unsigned k = 0, n = key_parts(r); k < n; k++) {
                        buf_add_char(&json, k ? ',' : '[');
                        buf_add_json(&json, parts[k]);
                }
                buf_add_char(&json, ']');
        }
        buf_add(&json, json.len ? STR("]") : STR("[]"));
        struct str copy = json.failed ? STR_NULL : arena_copy(a, buf_str(&json));
        buf_release(&json);
        return copy;
}

void bulk_act(struct unit *u, const struct resource *r, const struct admin_action *action, const struct str *ids,
              size_t count)
{
        struct sql_text s;
        expect(u, r, ids, count);
        sql_init(&s, u ? u->arena : NULL);
        sql_add(&s, "select set_config('startupwebapp.done', admin_each(");
        sql_param_as(&s, str_from(action->sql), "text");
        sql_add(&s, ", ");
        sql_param_as(&s, u ? keys_of(u->arena, r, ids, count) : STR_NULL, "jsonb");
        sql_add(&s, ")::text, true)");
        sql_unit(&s, u);
}
