/* Values into statements. */
#include "admin/write.h"

#include "admin/values.h"

void write_init(struct admin_write *w, struct arena *a, const struct resource *r, struct str id)
{
        *w = (struct admin_write){.resource = r, .arena = a, .id = id};
        problems_init(&w->problems);
}

static const struct write_column *column_named(const struct admin_write *w, const char *name)
{
        for (size_t i = 0; i < w->count; i++)
                if (strcmp(w->columns[i].name, name) == 0)
                        return &w->columns[i];
        return NULL;
}

static struct write_column *add_column(struct admin_write *w, const char *name)
{
        const struct write_column *known = column_named(w, name);
        if (known)
                return (struct write_column *)known;
        if (w->count == WRITE_COLUMNS_MAX) {
                w->too_many = true;
                return NULL;
        }
        w->columns[w->count] = (struct write_column){.name = name};
        return &w->columns[w->count++];
}

static bool is_new(const struct admin_write *w)
{
        return w->id.ptr == NULL;
}

/* What makes a field no input, whatever its value is. */
static bool refuse_field(struct admin_write *w, const struct admin_field *f, bool is_superuser)
{
        struct str name = str_from(f->name);
        if (f->flags & ADMIN_READ_ONLY || f->sql || f->type == ADMIN_BYTES)
                problems_add(&w->problems, name, "read_only", STR("This can't be set."));
        else if (f->flags & ADMIN_CREATE_ONLY && !is_new(w))
                problems_add(&w->problems, name, "create_only", STR("This stays as it was made."));
        else if (f->flags & ADMIN_SUPERUSER && !is_superuser)
                w->forbidden = f;
        else
                return false;
        return true;
}

static void require(struct admin_write *w, const struct admin_field *f)
{
        problems_add(&w->problems, str_from(f->name), "required", STR("This is required."));
}

/* Null where it may not be is the column's default. */
static void take_null(struct admin_write *w, const struct admin_field *f)
{
        if (f->flags & ADMIN_REQUIRED) {
                require(w, f);
                return;
        }
        if (!(f->flags & ADMIN_NULL) && is_new(w))
                return;
        struct write_column *column = add_column(w, f->name);
        if (column)
                column->field = f;
}

static void take_value(struct admin_write *w, const struct admin_field *f, const json_t *value)
{
        struct str text = STR_NULL;
        struct value_problem problem;
        if (!value_read(w->arena, f, value, VALUE_WRITTEN, &text, &problem)) {
                problems_add(&w->problems, str_from(f->name), problem.code, problem.message);
                return;
        }
        if (f->flags & ADMIN_REQUIRED && value_is_text(f->type) && str_trim(text).len == 0) {
                require(w, f);
                return;
        }
        struct write_column *column = add_column(w, f->name);
        if (column)
                *column = (struct write_column){f->name, f, text, false};
}

void write_read(struct admin_write *w, const json_t *values, bool is_superuser)
{
        const char *name;
        json_t *value;
        const struct resource *r = w->resource;
        for (size_t i = 0; is_new(w) && i < r->field_count; i++)
                if (r->fields[i].flags & ADMIN_REQUIRED && !json_object_get(values, r->fields[i].name))
                        require(w, &r->fields[i]);
        json_object_foreach((json_t *)values, name, value)
        {
                const struct admin_field *f = admin_field(r, str_from(name));
                if (!f)
                        problems_add(&w->problems, str_from(name), "unknown_field",
                                     STR("This field is not known here."));
                else if (refuse_field(w, f, is_superuser))
                        continue;
                else if (json_is_null(value))
                        take_null(w, f);
                else
                        take_value(w, f, value);
        }
}

bool write_finish(struct admin_write *w, struct request *rq, struct worker *worker)
{
        if (w->problems.count == 0 && w->forbidden) {
                buf_release(&w->problems.entries);
                reply_error(rq, ERR_FORBIDDEN,
                            arena_printf(&rq->arena, "Only superusers may set %s.", w->forbidden->name));
                return false;
        }
        if (w->problems.count == 0 && w->resource->prepare)
                w->resource->prepare(rq, worker, w);
        if (!problems_finish(&w->problems, rq))
                return false;
        if (rq->reply.status) /* `prepare` has replied */
                return false;
        if (w->too_many)
                reply_error(rq, ERR_INTERNAL, STR_NULL);
        return !w->too_many;
}

static bool is_column(const struct write_column *c)
{
        return c->is_prepared || c->field->type != ADMIN_PASSWORD;
}

bool write_sets(const struct admin_write *w)
{
        for (size_t i = 0; i < w->count; i++)
                if (is_column(&w->columns[i]))
                        return true;
        return false;
}

static void add_value(struct sql_text *s, const struct write_column *c)
{
        if (!c->value.ptr) {
                sql_add(s, !c->field || c->field->flags & ADMIN_NULL || c->is_prepared ? "null" : "default");
        } else if (c->field && c->field->type == ADMIN_TEXTS && !c->is_prepared) {
                sql_add(s, "array(select jsonb_array_elements_text(");
                sql_param_as(s, c->value, "jsonb");
                sql_add(s, "))");
        } else {
                sql_param(s, c->value);
        }
}

void write_add_insert(struct sql_text *s, const struct admin_write *w)
{
        sql_add(s, "insert into ");
        sql_name(s, w->resource->name);
        if (!write_sets(w)) {
                sql_add(s, " as t default values");
                return;
        }
        const char *between = " as t (";
        for (size_t i = 0; i < w->count; i++)
                if (is_column(&w->columns[i])) {
                        sql_add(s, between);
                        sql_name(s, w->columns[i].name);
                        between = ", ";
                }
        between = ") values (";
        for (size_t i = 0; i < w->count; i++)
                if (is_column(&w->columns[i])) {
                        sql_add(s, between);
                        add_value(s, &w->columns[i]);
                        between = ", ";
                }
        sql_add(s, ")");
}

void write_add_update(struct sql_text *s, const struct admin_write *w)
{
        const char *between = " as t set ";
        sql_add(s, "update ");
        sql_name(s, w->resource->name);
        for (size_t i = 0; i < w->count; i++)
                if (is_column(&w->columns[i])) {
                        sql_add(s, between);
                        sql_name(s, w->columns[i].name);
                        sql_add(s, " = ");
                        add_value(s, &w->columns[i]);
                        between = ", ";
                }
}

bool admin_write_is_new(const struct admin_write *write)
{
        return is_new(write);
}

struct str admin_write_id(const struct admin_write *write)
{
        return write->id;
}

bool admin_write_gives(const struct admin_write *write, const char *field)
{
        return column_named(write, field) != NULL;
}

struct str admin_write_value(const struct admin_write *write, const char *field)
{
        const struct write_column *c = column_named(write, field);
        return c ? c->value : STR_NULL;
}

void admin_write_set(struct admin_write *write, const char *column, struct str value)
{
        struct write_column *c = add_column(write, column);
        if (c) {
                c->value = value;
                c->is_prepared = true;
        }
}

void admin_write_refuse(struct admin_write *write, const char *field, struct str code, struct str message)
{
        struct str word = arena_copy(write->arena, code);
        problems_add(&write->problems, str_from(field), word.ptr ? word.ptr : "invalid", message);
}
