/* The first line of a file: which column is which field, and which of them tell the object. */
#include <jansson.h>

#include "admin/import_job.h"
#include "admin/values.h"
#include "import_queries.h"

enum { NAME_MAX_BYTES = 200 };

/* A field without a label is called by its name, with spaces. */
static bool is_called(const struct admin_field *f, struct str text)
{
        char spaced[NAME_MAX_BYTES];
        if (str_eq_nocase(str_from(f->name), text) || (f->label && str_eq_nocase(str_from(f->label), text)))
                return true;
        if (f->label || !str_to_c(str_from(f->name), spaced, sizeof spaced))
                return false;
        for (char *c = spaced; *c; c++)
                if (*c == '_')
                        *c = ' ';
        return str_eq_nocase(str_from(spaced), text);
}

/* Names go before labels: a label may be another field's name. */
static const struct admin_field *find_field(const struct resource *r, struct str text)
{
        for (size_t i = 0; i < r->field_count; i++)
                if (str_eq_nocase(str_from(r->fields[i].name), text))
                        return &r->fields[i];
        for (size_t i = 0; i < r->field_count; i++)
                if (is_called(&r->fields[i], text))
                        return &r->fields[i];
        return NULL;
}

static bool can_write(const struct admin_field *f)
{
        return !(f->flags & ADMIN_READ_ONLY) && !f->sql && f->type != ADMIN_BYTES && f->type != ADMIN_PASSWORD;
}

static bool is_single_key(const struct resource *r, const struct admin_field *f)
{
        return !r->key[1].column && strcmp(r->key[0].column, f->name) == 0;
}

static bool has_column(const struct import_job *j, const struct admin_field *f)
{
        for (size_t i = 0; i < j->column_count; i++)
                if (j->columns[i].field == f)
                        return true;
        return false;
}

static bool add_column(struct import_job *j, struct str name)
{
        const struct admin_field *f = find_field(j->resource, name);
        if ((!f && !str_eq_nocase(name, STR("id"))) || has_column(j, f) || j->column_count == CSV_COLUMNS_MAX)
                return false;
        struct import_column *c = &j->columns[j->column_count++];
        *c = (struct import_column){.field = f};
        c->is_key = !f || (!can_write(f) && is_single_key(j->resource, f));
        c->is_ignored = !c->is_key && !can_write(f);
        j->by_id = j->by_id || c->is_key;
        return true;
}

static const struct admin_field *missing_field(const struct import_job *j)
{
        const struct resource *r = j->resource;
        for (size_t i = 0; i < r->field_count; i++)
                if (r->fields[i].flags & ADMIN_REQUIRED && can_write(&r->fields[i]) && !has_column(j, &r->fields[i]))
                        return &r->fields[i];
        return NULL;
}

bool columns_read(struct import_job *j, const struct csv_record *header, struct str *ret_code, struct str *ret_message,
                  size_t *ret_cell)
{
        size_t kept = header->count < CSV_COLUMNS_MAX ? header->count : CSV_COLUMNS_MAX;
        *ret_code = STR("unknown_column");
        for (size_t i = 0; i < kept; i++) {
                struct str name = str_trim(csv_cell_text(header->cells[i]));
                *ret_cell = i;
                if (add_column(j, name))
                        continue;
                *ret_message = arena_printf(&j->arena, "The column \"%.*s\" is unknown, or is there twice.",
                                            name.len < NAME_MAX_BYTES ? (int)name.len : NAME_MAX_BYTES, name.ptr);
                return false;
        }
        *ret_cell = 0;
        *ret_code = STR("too_many_columns");
        *ret_message = STR("There are more columns than fields.");
        if (header->count > CSV_COLUMNS_MAX)
                return false;
        const struct admin_field *missing = j->mode == IMPORT_CREATE ? missing_field(j) : NULL;
        if (!missing)
                return true;
        *ret_code = STR("missing_column");
        *ret_message = arena_printf(&j->arena, "A new one needs the column \"%s\".", missing->name);
        return false;
}

bool columns_load(struct import_job *j, struct str names)
{
        json_t *list = names.ptr ? json_loadb(names.ptr, names.len, 0, NULL) : NULL;
        bool fine = json_is_array(list);
        for (size_t i = 0; fine && i < json_array_size(list); i++)
                fine = add_column(j, str_from(json_string_value(json_array_get(list, i))));
        json_decref(list);
        return fine;
}

void columns_write(const struct import_job *j, struct buf *names, struct buf *ignored)
{
        buf_add_char(names, '[');
        buf_add_char(ignored, '[');
        for (size_t i = 0; i < j->column_count; i++) {
                struct str name = j->columns[i].field ? str_from(j->columns[i].field->name) : STR("id");
                if (names->len > 1)
                        buf_add_char(names, ',');
                buf_add_json(names, name);
                if (!j->columns[i].is_ignored)
                        continue;
                if (ignored->len > 1)
                        buf_add_char(ignored, ',');
                buf_add_json(ignored, name);
        }
        buf_add_char(names, ']');
        buf_add_char(ignored, ']');
}

/* What the table says. */

static void note_type(struct import_job *j, const PGresult *rows, int row)
{
        struct str name = result_str(rows, row, "name"), initial = result_str(rows, row, "initial");
        for (size_t i = 0; i < j->column_count; i++)
                if (j->columns[i].field && str_eq(str_from(j->columns[i].field->name), name)) {
                        j->columns[i].type = arena_copy(&j->arena, result_str(rows, row, "type")).ptr;
                        j->columns[i].initial = arena_copy(&j->arena, initial).ptr;
                }
}

static bool read_key(struct import_job *j, struct str columns, struct import_key *ret)
{
        *ret = (struct import_key){0};
        while (columns.ptr) {
                struct str name = arena_copy(&j->arena, str_cut(&columns, ','));
                if (ret->count == sizeof ret->columns / sizeof ret->columns[0] || !name.ptr)
                        return false;
                ret->columns[ret->count++] = name.ptr;
        }
        return ret->count > 0;
}

static bool look_up_columns(struct import_job *j)
{
        struct unit *u = unit_new(&j->arena);
        q_import_table_columns(u, str_from(j->resource->name));
        PGresult *rows = job_run(j, u);
        for (int i = 0; rows && i < PQntuples(rows); i++)
                note_type(j, rows, i);
        for (size_t i = 0; i < j->column_count; i++) /* what is no column of the table can't be written */
                j->columns[i].is_ignored |= !j->columns[i].is_key && !j->columns[i].type;
        PQclear(rows);
        return rows != NULL;
}

static size_t look_up_keys(struct import_job *j, const struct resource *r, struct import_key *ret, size_t max)
{
        size_t count = 0;
        struct unit *u = unit_new(&j->arena);
        q_import_table_keys(u, str_from(r->name));
        PGresult *rows = job_run(j, u);
        for (int i = 0; rows && i < PQntuples(rows) && count < max; i++)
                if (read_key(j, result_str(rows, i, "columns"), &ret[count]))
                        count++;
        PQclear(rows);
        return count;
}

/* Codes and slugs of what is referred to. */
static void look_up_reference(struct import_job *j, struct import_column *c)
{
        struct import_key keys[IMPORT_KEYS_MAX];
        c->reference = admin_resource(str_from(c->field->reference));
        size_t count = c->reference ? look_up_keys(j, c->reference, keys, IMPORT_KEYS_MAX) : 0;
        for (size_t i = 0; i < count && !c->natural; i++) {
                const struct admin_field *f = admin_field(c->reference, str_from(keys[i].columns[0]));
                if (keys[i].count == 1 && f && value_is_text(f->type))
                        c->natural = f->name;
        }
}

bool columns_look_up(struct import_job *j)
{
        if (!look_up_columns(j))
                return false;
        j->key_count = look_up_keys(j, j->resource, j->keys, IMPORT_KEYS_MAX);
        for (size_t i = 0; i < j->column_count && j->trouble == IMPORT_NO_TROUBLE; i++)
                if (j->columns[i].type && !j->columns[i].is_ignored && j->columns[i].field->type == ADMIN_REFERENCE)
                        look_up_reference(j, &j->columns[i]);
        return j->trouble == IMPORT_NO_TROUBLE;
}

bool column_is_written(const struct import_column *c)
{
        return c->field && !c->is_key && !c->is_ignored;
}

bool columns_give(const struct import_job *j, const char *name)
{
        for (size_t i = 0; i < j->column_count; i++)
                if (j->columns[i].field && strcmp(j->columns[i].field->name, name) == 0)
                        return column_is_written(&j->columns[i]);
        return false;
}

bool columns_choose_key(struct import_job *j)
{
        for (size_t i = 0; i < j->key_count && !j->by_id && !j->found_by; i++) {
                bool all = true;
                for (unsigned k = 0; k < j->keys[i].count; k++)
                        all = all && columns_give(j, j->keys[i].columns[k]);
                if (all)
                        j->found_by = &j->keys[i];
        }
        return j->mode == IMPORT_CREATE || j->by_id || j->found_by;
}
