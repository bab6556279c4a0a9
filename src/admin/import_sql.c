/* The statements of an import, put together from the names of the registry and of the table's columns. */
#include "admin/import_job.h"

enum { STATEMENT_MAX = 256 * 1024 };

static struct str finish(struct arena *a, struct buf *sql)
{
        struct str text = sql->failed ? STR_NULL : arena_copy(a, buf_str(sql));
        buf_release(sql);
        return text.ptr ? text : STR("");
}

static unsigned key_count(const struct resource *r)
{
        return r->key[1].column ? 2 : 1;
}

/* The id of row t as text. */
static void add_id(struct buf *sql, const struct resource *r)
{
        buf_printf(sql, "concat_ws(':', t.%s", r->key[0].column);
        if (r->key[1].column)
                buf_printf(sql, ", t.%s", r->key[1].column);
        buf_add_char(sql, ')');
}

/* A part of an id that stands in the column `from`. */
static void add_part(struct buf *sql, const struct resource *r, unsigned part, const char *from)
{
        if (key_count(r) == 1)
                buf_printf(sql, "%s::%s", from, r->key[part].type);
        else if (part == 0)
                buf_printf(sql, "split_part(%s, ':', 1)::%s", from, r->key[0].type);
        else
                buf_printf(sql, "substr(%s, strpos(%s, ':') + 1)::%s", from, from, r->key[1].type);
}

/* That row t has the id that stands in `from`. */
static void add_is(struct buf *sql, const struct resource *r, const char *from)
{
        for (unsigned i = 0; i < key_count(r); i++) {
                buf_printf(sql, "%st.%s = ", i ? " and " : "", r->key[i].column);
                add_part(sql, r, i, from);
        }
}

static const char *type_of(const struct import_job *j, const char *name)
{
        for (size_t i = 0; i < j->column_count; i++)
                if (j->columns[i].field && strcmp(j->columns[i].field->name, name) == 0)
                        return j->columns[i].type;
        return "text";
}

/* Errors of rows: a list with one entry where the condition holds. */
static void add_error(struct buf *sql, const char *condition, const char *field, const char *code, const char *message,
                      const char *value)
{
        buf_printf(sql,
                   "\n        || case when %s then jsonb_build_array(jsonb_build_object('field', '%s', 'code', '%s', "
                   "'message', '%s', 'value', coalesce(left(%s, 100), ''))) else '[]' end",
                   condition, field, code, message, value);
}

/* References: what the cell says is a key, or what else is unique and text there. */

static void add_reference_join(struct buf *sql, const struct import_column *c, size_t n)
{
        const struct resource *r = c->reference;
        const char *name = c->field->name, *key = r->key[0].column;
        bool is_text = strcmp(r->key[0].type, "text") == 0;
        buf_printf(sql, "\n    left join lateral (\n        select x.%s as key from %s x where x.%s = ", key, r->name,
                   key);
        if (is_text)
                buf_printf(sql, "g.v ->> '%s'", name);
        else
                buf_printf(sql, "case when g.v ->> '%s' ~ '^[0-9]{1,18}$' then (g.v ->> '%s')::bigint end", name, name);
        if (c->natural)
                buf_printf(sql, "\n        union all select x.%s from %s x where x.%s = g.v ->> '%s'", key, r->name,
                           c->natural, name);
        buf_printf(sql, "\n        limit 1) reference_%zu on true", n);
}

static void add_resolved(struct buf *sql, const struct import_job *j)
{
        buf_add(sql, STR("resolved as (\n    select g.n, g.l, g.k, g.v"));
        for (size_t i = 0; i < j->column_count; i++)
                if (j->columns[i].reference)
                        buf_printf(sql,
                                   "\n        || case when g.v ->> '%s' is null then '{}' "
                                   "else jsonb_build_object('%s', reference_%zu.key) end",
                                   j->columns[i].field->name, j->columns[i].field->name, i);
        buf_add(sql, STR(" as v,\n        g.e"));
        for (size_t i = 0; i < j->column_count; i++)
                if (j->columns[i].reference) {
                        char condition[200], value[100];
                        snprintf(value, sizeof value, "g.v ->> '%s'", j->columns[i].field->name);
                        snprintf(condition, sizeof condition, "%s is not null and reference_%zu.key is null", value, i);
                        add_error(sql, condition, j->columns[i].field->name, "unknown_reference",
                                  "There is nothing with this key.", value);
                }
        buf_add(sql, STR(" as e\n    from given g"));
        for (size_t i = 0; i < j->column_count; i++)
                if (j->columns[i].reference)
                        add_reference_join(sql, &j->columns[i], i);
        buf_add(sql, STR("\n),\n"));
}

/* The object that a row means. */

static void add_key_text(struct buf *sql, const struct import_job *j)
{
        if (!j->found_by) {
                buf_printf(sql, "%s", j->by_id ? "r.k" : "null");
                return;
        }
        buf_add(sql, STR("case when true"));
        for (unsigned i = 0; i < j->found_by->count; i++)
                buf_printf(sql, " and r.v ->> '%s' is not null", j->found_by->columns[i]);
        buf_add(sql, STR(" then jsonb_build_array("));
        for (unsigned i = 0; i < j->found_by->count; i++)
                buf_printf(sql, "%sr.v ->> '%s'", i ? ", " : "", j->found_by->columns[i]);
        buf_add(sql, STR(")::text end"));
}

static void add_matched(struct buf *sql, const struct import_job *j)
{
        const struct resource *r = j->resource;
        buf_add(sql, STR("matched as (\n    select r.n, r.l, r.k, r.v, r.e, t as old, t.xmin::text as version, t."));
        buf_printf(sql, "%s is not null as found,\n        case when t.%s is not null then (%s)::text end as title, ",
                   r->key[0].column, r->key[0].column, r->title);
        buf_printf(sql, "case when t.%s is not null then ", r->key[0].column);
        add_id(sql, r);
        buf_add(sql, STR(" end as target,\n        "));
        add_key_text(sql, j);
        buf_printf(sql, " as key\n    from resolved r\n    left join %s t on ", r->name);
        if (j->by_id)
                add_is(sql, r, "r.k");
        else if (j->found_by)
                for (unsigned i = 0; i < j->found_by->count; i++)
                        buf_printf(sql, "%st.%s = (r.v ->> '%s')::%s", i ? " and " : "", j->found_by->columns[i],
                                   j->found_by->columns[i], type_of(j, j->found_by->columns[i]));
        else
                buf_add(sql, STR("false"));
        buf_add(sql, STR("\n),\n"));
}

/* What differs, and what may not be. */

static void add_differences(struct buf *sql, const struct import_job *j)
{
        const char *separator = "";
        buf_add(sql, STR("\n    cross join lateral (\n        select jsonb_object_agg(name, was) as before\n"
                         "        from (values "));
        for (size_t i = 0; i < j->column_count; i++) {
                const struct import_column *c = &j->columns[i];
                if (!column_is_written(c))
                        continue;
                /* a file can't tell no text from empty text */
                const char *same = c->field->flags & ADMIN_NULL ? "nullif(" : "(";
                const char *end = c->field->flags & ADMIN_NULL ? ", '\"\"')" : ")";
                buf_printf(sql, "%s('%s', to_jsonb((m.old).%s), %sto_jsonb((m.old).%s)%s, %sto_jsonb(new.%s)%s)",
                           separator, c->field->name, c->field->name, same, c->field->name, end, same, c->field->name,
                           end);
                separator = ",\n            ";
        }
        if (!*separator)
                buf_add(sql, STR("('', null::jsonb, null::jsonb, null::jsonb)"));
        buf_add(sql, STR(") as f(name, was, compared, becomes)\n"
                         "        where m.found and m.v ? name and compared is distinct from becomes) d"));
}

static void add_key_error(struct buf *sql, const struct import_job *j, const struct import_key *key)
{
        struct buf condition;
        const struct resource *r = j->resource;
        const char *field = NULL;
        buf_init(&condition, STATEMENT_MAX);
        buf_add(&condition, STR("(not m.found or d.before ?| array["));
        for (unsigned i = 0; i < key->count; i++) {
                buf_printf(&condition, "%s'%s'", i ? ", " : "", key->columns[i]);
                field = columns_give(j, key->columns[i]) ? key->columns[i] : field;
        }
        buf_printf(&condition, "]) and exists (select from %s x where ", r->name);
        for (unsigned i = 0; i < key->count; i++)
                buf_printf(&condition, "x.%s = new.%s and ", key->columns[i], key->columns[i]);
        buf_add(&condition, STR("(not m.found"));
        for (unsigned i = 0; i < key_count(r); i++)
                buf_printf(&condition, " or x.%s <> (m.old).%s", r->key[i].column, r->key[i].column);
        buf_add(&condition, STR("))"));
        char value[100];
        snprintf(value, sizeof value, "m.v ->> '%s'", field ? field : "");
        if (field && !condition.failed)
                add_error(sql, condition.ptr, field, "not_unique", "There is one with this value already.", value);
        buf_release(&condition);
}

static void add_object_errors(struct buf *sql, const struct import_job *j)
{
        if (j->mode == IMPORT_CREATE)
                add_error(sql, "m.found", "", "exists", "There is one with this key already.", "m.target");
        if (j->mode == IMPORT_UPDATE)
                add_error(sql, "not m.found", "", "not_found", "There is nothing with this key.", "m.key");
        if (j->mode != IMPORT_UPDATE && j->by_id)
                add_error(sql, "not m.found and m.k is not null", "id", "not_found",
                          "There is nothing with this id. New ones get theirs when they are made.", "m.k");
}

static void add_field_errors(struct buf *sql, const struct import_job *j, const struct admin_field *f)
{
        char condition[300], value[100];
        bool given = columns_give(j, f->name);
        snprintf(value, sizeof value, "m.v ->> '%s'", f->name);
        if (f->flags & ADMIN_REQUIRED && !(f->flags & ADMIN_READ_ONLY) && !f->sql && !given && j->mode == IMPORT_BOTH)
                add_error(sql, "not m.found", f->name, "required", "A new one needs this.", "''");
        snprintf(condition, sizeof condition, "m.found and d.before ? '%s'", f->name);
        if (f->flags & ADMIN_CREATE_ONLY && given)
                add_error(sql, condition, f->name, "create_only", "This stays as it was made.", value);
        snprintf(condition, sizeof condition,
                 "case when m.found then coalesce(d.before ? '%s', false) "
                 "else m.v ->> '%s' is not null end",
                 f->name, f->name);
        if (f->flags & ADMIN_SUPERUSER && given && !j->superuser)
                add_error(sql, condition, f->name, "superuser", "Only superusers may set this.", value);
}

static void add_compared(struct buf *sql, const struct import_job *j)
{
        buf_add(sql,
                STR("compared as (\n    select m.n, m.l, m.v, m.key, m.target, m.version, m.title, m.found, d.before,"
                    "\n        m.e"));
        add_object_errors(sql, j);
        for (size_t i = 0; i < j->resource->field_count; i++)
                add_field_errors(sql, j, &j->resource->fields[i]);
        for (size_t i = 0; i < j->key_count; i++)
                if (&j->keys[i] != j->found_by)
                        add_key_error(sql, j, &j->keys[i]);
        buf_add(sql, STR(" as e\n    from matched m\n    cross join lateral jsonb_populate_record(m.old, m.v) as new"));
        add_differences(sql, j);
        buf_add(sql, STR("\n)\n"));
}

struct str statement_stage(struct import_job *j, struct arena *a)
{
        struct buf sql;
        buf_init(&sql, STATEMENT_MAX);
        buf_add(&sql, STR("with given as (\n    select n, l, k, v, e\n"
                          "    from jsonb_to_recordset($2::jsonb) as r(n bigint, l bigint, k text, v jsonb, e jsonb)\n"
                          "    where n between $3::bigint and $4::bigint\n),\n"));
        add_resolved(&sql, j);
        add_matched(&sql, j);
        add_compared(&sql, j);
        buf_add(&sql,
                STR("insert into import_rows (\n    import_id, number, line, key, target, version, title, action, "
                    "given, before, errors)\n"
                    "select $1::bigint, n, l, key, target, version, title,\n"
                    "    case when e <> '[]' then null when not found then 'create'\n"
                    "        when before is null then 'unchanged' else 'update' end,\n"
                    "    v, case when e = '[]' then before end, nullif(e, '[]')\n"
                    "from compared\non conflict do nothing"));
        return finish(a, &sql);
}

bool statement_repeated(struct import_job *j, struct arena *a, const struct import_key *key, struct str *ret)
{
        struct buf sql;
        for (unsigned i = 0; i < key->count; i++)
                if (key == j->found_by || !columns_give(j, key->columns[i]))
                        return false;
        buf_init(&sql, STATEMENT_MAX);
        buf_printf(&sql,
                   "update import_rows\nset action = null, before = null,\n"
                   "    errors = coalesce(errors, '[]') || jsonb_build_array(jsonb_build_object('field', '%s', 'code', "
                   "'repeated',\n        'message', 'Line ' || other || ' has the same value.', "
                   "'value', left(given ->> '%s', 100)))\n"
                   "from (\n    select number as repeated, count(*) over same as times,\n"
                   "        case when line = min(line) over same then max(line) over same else min(line) over same end "
                   "as other\n    from import_rows\n    where import_id = $1::bigint",
                   key->columns[key->count - 1], key->columns[key->count - 1]);
        for (unsigned i = 0; i < key->count; i++)
                buf_printf(&sql, " and given ->> '%s' is not null", key->columns[i]);
        buf_add(&sql, STR("\n    window same as (partition by "));
        for (unsigned i = 0; i < key->count; i++)
                buf_printf(&sql, "%sgiven -> '%s'", i ? ", " : "", key->columns[i]);
        buf_add(&sql, STR(")) found\nwhere import_id = $1::bigint and number = repeated and times > 1"));
        *ret = finish(a, &sql);
        return true;
}

/* Applying. */

#define OF_RANGE "r.import_id = $1::bigint and r.number between $2::bigint and $3::bigint"

struct str statement_lock(struct import_job *j, struct arena *a)
{
        struct buf sql;
        const struct resource *r = j->resource;
        buf_init(&sql, STATEMENT_MAX);
        buf_add(&sql, STR("with wanted as (\n    select r.number, r.target, r.version\n    from import_rows r\n"
                          "    where " OF_RANGE " and r.action = 'update'\n),\nlocked as (\n    select "));
        add_id(&sql, r);
        buf_printf(&sql, " as id, t.xmin::text as version\n    from %s t\n    where (", r->name);
        for (unsigned i = 0; i < key_count(r); i++)
                buf_printf(&sql, "%st.%s", i ? ", " : "", r->key[i].column);
        buf_add(&sql, STR(") in (select "));
        for (unsigned i = 0; i < key_count(r); i++) {
                buf_add(&sql, i ? STR(", ") : STR(""));
                add_part(&sql, r, i, "target");
        }
        buf_printf(&sql, " from wanted)\n    order by t.%s\n    for no key update of t\n)\n", r->key[0].column);
        buf_add(&sql, STR("select number::text\nfrom wanted\nleft join locked on locked.id = wanted.target\n"
                          "where locked.version is distinct from wanted.version\norder by number"));
        return finish(a, &sql);
}

struct str statement_unchanged(struct import_job *j, struct arena *a)
{
        struct buf sql;
        buf_init(&sql, STATEMENT_MAX);
        buf_printf(&sql, "select r.number::text\nfrom import_rows r\nleft join %s t on ", j->resource->name);
        add_is(&sql, j->resource, "r.target");
        buf_add(&sql,
                STR("\nwhere " OF_RANGE " and r.action = 'unchanged' and t.xmin::text is distinct from r.version\n"
                    "order by r.number"));
        return finish(a, &sql);
}

struct str statement_insert(struct import_job *j, struct arena *a)
{
        struct buf sql;
        const char *separator = "";
        buf_init(&sql, STATEMENT_MAX);
        buf_printf(&sql, "insert into %s (", j->resource->name);
        for (size_t i = 0; i < j->column_count; i++)
                if (column_is_written(&j->columns[i])) {
                        buf_printf(&sql, "%s%s", separator, j->columns[i].field->name);
                        separator = ", ";
                }
        if (!*separator) { /* then nothing is new */
                buf_release(&sql);
                return STR("select $1::bigint, $2::bigint, $3::bigint");
        }
        separator = ")\nselect ";
        for (size_t i = 0; i < j->column_count; i++) {
                const struct import_column *c = &j->columns[i];
                if (!column_is_written(c))
                        continue;
                buf_printf(&sql, "%scase when r.given ? '%s' then p.%s else %s end", separator, c->field->name,
                           c->field->name, c->initial ? c->initial : "null");
                separator = ",\n    ";
        }
        buf_printf(&sql, "\nfrom import_rows r\ncross join lateral jsonb_populate_record(null::%s, r.given) p\n",
                   j->resource->name);
        buf_add(&sql, STR("where " OF_RANGE " and r.action = 'create'\norder by r.number"));
        return finish(a, &sql);
}

struct str statement_update(struct import_job *j, struct arena *a)
{
        struct buf sql;
        const char *separator = "";
        buf_init(&sql, STATEMENT_MAX);
        buf_printf(&sql, "update %s t\nset ", j->resource->name);
        for (size_t i = 0; i < j->column_count; i++) {
                const char *name = j->columns[i].field ? j->columns[i].field->name : "";
                if (!column_is_written(&j->columns[i]))
                        continue;
                buf_printf(&sql, "%s%s = case when r.before ? '%s' then p.%s else t.%s end", separator, name, name,
                           name, name);
                separator = ",\n    ";
        }
        if (!*separator) {
                buf_release(&sql);
                return STR("select $1::bigint, $2::bigint, $3::bigint");
        }
        buf_printf(&sql, "\nfrom import_rows r\ncross join lateral jsonb_populate_record(null::%s, r.given) p\nwhere ",
                   j->resource->name);
        buf_add(&sql, STR(OF_RANGE " and r.action = 'update'\n    and "));
        add_is(&sql, j->resource, "r.target");
        return finish(a, &sql);
}
