/* Filters as JSON: {"status": "paid", "kind": ["a", "b"], "placed_at": {"gte": "..."}, "member_id": null}. */
#include "admin/filter.h"

#include "admin/values.h"
#include "http/decode.h"

static const struct {
        const char *name, *operator;
} comparisons[] = {{"gte", " >= "}, {"gt", " > "}, {"lte", " <= "}, {"lt", " < "}};

struct reading {
        struct narrowing *narrowing;
        struct arena *arena;
        struct problems *problems;
        const char *name; /* of the field that is read */
};

static void refuse(struct reading *v, const char *code, struct str message)
{
        problems_add(v->problems, arena_printf(v->arena, "filter.%s", v->name), code, message);
}

static struct condition *add_condition(struct reading *v, const struct admin_field *f, size_t values)
{
        struct narrowing *n = v->narrowing;
        struct str *memory = arena_array(v->arena, struct str, values ? values : 1);
        if (n->count == FILTER_CONDITIONS_MAX || !memory) {
                refuse(v, "out_of_range", STR("There are too many conditions."));
                return NULL;
        }
        struct condition *c = &n->conditions[n->count++];
        *c = (struct condition){.field = f, .values = memory};
        return c;
}

static bool read_id(struct reading *v, const json_t *value, struct str *ret)
{
        if (json_is_integer(value))
                *ret = arena_printf(v->arena, "%lld", (long long)json_integer_value(value));
        else
                *ret = (struct str){json_string_value(value), json_string_length(value)};
        if (ret->ptr && str_is_text(*ret)) {
                *ret = arena_copy(v->arena, *ret);
                return true;
        }
        refuse(v, "wrong_type", STR("Give ids as text."));
        return false;
}

static bool read_value(struct reading *v, const struct admin_field *f, const json_t *value, struct str *ret)
{
        struct value_problem problem;
        if (!f)
                return read_id(v, value, ret);
        if (f->type == ADMIN_TEXTS && json_is_string(value)) {
                *ret = (struct str){json_string_value(value), json_string_length(value)};
        } else if (!value_read(v->arena, f, value, VALUE_COMPARED, ret, &problem)) {
                refuse(v, problem.code, problem.message);
                return false;
        }
        *ret = arena_copy(v->arena, *ret); /* the parsed JSON goes before the statement is made */
        return true;
}

static void read_any(struct reading *v, const struct admin_field *f, const json_t *array)
{
        size_t count = json_array_size(array);
        struct condition *c = count <= FILTER_VALUES_MAX ? add_condition(v, f, count) : NULL;
        if (!c) {
                refuse(v, "out_of_range", STR("There are too many values."));
                return;
        }
        for (size_t i = 0; i < count; i++) {
                const json_t *each = json_array_get(array, i);
                if (json_is_null(each) && f)
                        c->is_null = true;
                else if (read_value(v, f, each, &c->values[c->count]))
                        c->count++;
        }
}

static void read_one(struct reading *v, const struct admin_field *f, const json_t *value)
{
        struct condition *c = add_condition(v, f, 1);
        if (c && json_is_null(value) && f)
                c->is_null = true;
        else if (c && read_value(v, f, value, &c->values[0]))
                c->count = 1;
}

static bool is_ordered(enum admin_type type)
{
        return type == ADMIN_INTEGER || type == ADMIN_MONEY || type == ADMIN_BASIS_POINTS || type == ADMIN_TIME;
}

static void read_operator(struct reading *v, const struct admin_field *f, const char *word, const json_t *value)
{
        const char *operator= NULL;
        for (size_t i = 0; i < sizeof comparisons / sizeof comparisons[0]; i++)
                if (strcmp(word, comparisons[i].name) == 0)
                        operator= comparisons[i].operator;
        bool contains = strcmp(word, "contains") == 0 && (value_is_text(f->type) || f->type == ADMIN_TEXTS);
        if (!contains && !(operator&& is_ordered(f->type))) {
                refuse(v, "unknown_operator", STR("This field can't be compared so."));
                return;
        }
        struct condition *c = add_condition(v, f, 1);
        if (!c || !read_value(v, f, value, &c->values[0]))
                return;
        c->kind = contains ? CONDITION_CONTAINS : CONDITION_COMPARED;
        c->operator= operator;
        c->count = 1;
}

static void read_field(struct reading *v, const json_t *value)
{
        const struct resource *r = v->narrowing->resource;
        const struct admin_field *f = admin_field(r, str_from(v->name));
        bool is_id = strcmp(v->name, "id") == 0;
        const char *word;
        json_t *operand;
        if (is_id && !json_is_object(value))
                f = NULL; /* the object's id, whatever its columns are */
        else if (!f) {
                refuse(v, "unknown_field", STR("This field is not known here."));
                return;
        } else if (!(f->flags & ADMIN_FILTER) || f->type == ADMIN_PASSWORD || f->type == ADMIN_JSON) {
                refuse(v, "not_filterable", STR("Lists can't be narrowed by this field."));
                return;
        }
        if (json_is_array(value))
                read_any(v, f, value);
        else if (!json_is_object(value))
                read_one(v, f, value);
        else if (json_object_size(value) == 0)
                refuse(v, "unknown_operator", STR("Say how it is to be compared."));
        else
                json_object_foreach((json_t *)value, word, operand) read_operator(v, f, word, operand);
}

static void read_filter(struct reading *v, struct str filter)
{
        json_t *root = json_text_read(filter);
        json_t *value;
        if (!json_is_object(root))
                problems_add(v->problems, STR("filter"), "wrong_type", STR("Give a JSON object."));
        else
                json_object_foreach(root, v->name, value) read_field(v, value);
        json_decref(root);
}

static void read_terms(struct narrowing *n, struct str q)
{
        for (struct str rest = q; rest.ptr && n->term_count < SEARCH_TERMS_MAX;) {
                struct str term = str_trim(str_cut(&rest, ' '));
                if (term.len)
                        n->terms[n->term_count++] = term;
        }
}

void narrowing_read(struct narrowing *n, struct arena *a, const struct resource *r, struct str filter, struct str q,
                    struct problems *p)
{
        *n = (struct narrowing){.resource = r};
        struct reading v = {.narrowing = n, .arena = a, .problems = p};
        if (filter.len)
                read_filter(&v, filter);
        if (q.len > SEARCH_MAX_BYTES)
                problems_add(p, STR("q"), "out_of_range", STR("This is too much to search for."));
        else
                read_terms(n, q);
}

bool narrowing_is_empty(const struct narrowing *n)
{
        return n->count == 0 && n->term_count == 0;
}
