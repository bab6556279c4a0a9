/* Keys and ids. */
#include "admin/key.h"

unsigned key_parts(const struct resource *r)
{
        unsigned n = 0;
        while (n < ADMIN_KEY_MAX && r->key[n].column)
                n++;
        return n;
}

bool key_is_number(const char *type)
{
        return strcmp(type, "bigint") == 0 || strcmp(type, "int") == 0 || strcmp(type, "integer") == 0 ||
               strcmp(type, "smallint") == 0;
}

/* In its one spelling, so that the log of changes finds it: no leading zeros, no minus before 0. */
static bool is_number(struct str part, const char *type)
{
        int64_t value;
        struct str digits = str_starts(part, STR("-")) ? str_from_offset(part, 1) : part;
        if (!str_to_int64(part, &value) || (digits.ptr[0] == '0' && part.len > 1))
                return false;
        return strcmp(type, "bigint") == 0 || (value >= INT32_MIN && value <= INT32_MAX);
}

bool key_parse(const struct resource *r, struct str id, struct str parts[ADMIN_KEY_MAX])
{
        unsigned n = key_parts(r);
        for (unsigned i = 0; i < n; i++) {
                parts[i] = i + 1 < n ? str_cut(&id, ':') : id;
                if (!parts[i].ptr || (key_is_number(r->key[i].type) && !is_number(parts[i], r->key[i].type)))
                        return false;
        }
        return true;
}

static void add_column(struct sql_text *s, const char *column)
{
        sql_add(s, "t.");
        sql_name(s, column);
}

void key_add_part(struct sql_text *s, const struct resource *r, unsigned part)
{
        bool is_plain = key_is_number(r->key[part].type) || strcmp(r->key[part].type, "text") == 0;
        if (!is_plain)
                sql_add(s, "(to_jsonb(");
        add_column(s, r->key[part].column);
        sql_add(s, is_plain ? "::text" : ") #>> '{}')");
}

void key_add_id(struct sql_text *s, const struct resource *r)
{
        for (unsigned i = 0, n = key_parts(r); i < n; i++) {
                if (i)
                        sql_add(s, " || ':' || ");
                key_add_part(s, r, i);
        }
}

void key_add_condition(struct sql_text *s, const struct resource *r, const struct str parts[ADMIN_KEY_MAX])
{
        for (unsigned i = 0, n = key_parts(r); i < n; i++) {
                if (i)
                        sql_add(s, " and ");
                add_column(s, r->key[i].column);
                sql_add(s, " = ");
                sql_param_as(s, parts[i], r->key[i].type);
        }
}

/* One key column: an array in PostgreSQL's text form (8.15.2), each element quoted. */
static void add_array(struct sql_text *s, const struct resource *r, const struct str *ids, size_t count)
{
        struct str parts[ADMIN_KEY_MAX];
        struct buf array;
        buf_init(&array, SQL_TEXT_MAX);
        buf_add_char(&array, '{');
        for (size_t i = 0; i < count; i++) {
                if (!key_parse(r, ids[i], parts))
                        continue;
                buf_add(&array, array.len > 1 ? STR(",\"") : STR("\""));
                for (size_t n = 0; n < parts[0].len; n++) {
                        if (parts[0].ptr[n] == '"' || parts[0].ptr[n] == '\\')
                                buf_add_char(&array, '\\');
                        buf_add_char(&array, parts[0].ptr[n]);
                }
                buf_add_char(&array, '"');
        }
        buf_add_char(&array, '}');
        struct str text = arena_copy(s->arena, buf_str(&array));
        if (array.failed || !text.ptr)
                s->text.failed = true;
        buf_release(&array);
        add_column(s, r->key[0].column);
        sql_add(s, " = any (");
        sql_param_as(s, text, r->key[0].type);
        sql_add(s, "[])");
}

void key_add_any(struct sql_text *s, const struct resource *r, const struct str *ids, size_t count)
{
        struct str parts[ADMIN_KEY_MAX];
        bool first = true;
        if (key_parts(r) == 1) {
                add_array(s, r, ids, count);
                return;
        }
        sql_add(s, "(");
        for (size_t i = 0; i < count; i++) {
                if (!key_parse(r, ids[i], parts))
                        continue;
                sql_add(s, first ? "(" : " or (");
                key_add_condition(s, r, parts);
                sql_add(s, ")");
                first = false;
        }
        sql_add(s, first ? "false)" : ")");
}
