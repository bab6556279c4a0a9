/* dictsort and dictsortreversed. */
#include "mail/template/dictsort.h"

#include "mail/template/sort.h"
#include "mail/template/utf8.h"

enum lookup {
        LOOKUP_FOUND,
        LOOKUP_REFUSED, /* AttributeError or TypeError: the filter gives "" */
        LOOKUP_MISSING, /* KeyError or IndexError, which Django does not catch */
        LOOKUP_FULL,
};

/* Gives a row's key. */
typedef enum lookup lookup_function(struct arena *a, struct value row, struct value property, struct value *ret);

/* row[number] of a list or a text */
static enum lookup by_number(struct arena *a, struct value row, struct value property, struct value *ret)
{
        (void)a;
        if (row.kind == VALUE_DICT)
                return LOOKUP_MISSING;
        if ((row.kind != VALUE_LIST && row.kind != VALUE_TEXT) || property.kind == VALUE_FLOAT)
                return LOOKUP_REFUSED;
        int64_t at = property.kind == VALUE_INT ? property.integer : property.truth;
        int64_t count = (int64_t)(row.kind == VALUE_LIST ? row.list->count : utf8_length(row.text));
        if (at < -count || at >= count)
                return LOOKUP_MISSING;
        size_t index = (size_t)(at < 0 ? at + count : at);
        if (row.kind == VALUE_LIST) {
                *ret = row.list->items[index];
        } else {
                struct str rest = str_from_offset(row.text, utf8_offset(row.text, index));
                *ret = value_text((struct str){rest.ptr, utf8_width(rest)});
        }
        return LOOKUP_FOUND;
}

/* row["7"]: a text that is a number is no path, but still a key. */
static enum lookup by_key(struct arena *a, struct value row, struct value property, struct value *ret)
{
        (void)a;
        if (row.kind != VALUE_DICT)
                return LOOKUP_REFUSED;
        const struct value *found = dict_get(row.dict, property.text, hash_name(property.text));
        if (!found)
                return LOOKUP_MISSING;
        *ret = *found;
        return LOOKUP_FOUND;
}

/* A step of a path: the key of a dictionary, or an attribute. */
static enum lookup step(struct arena *a, struct value v, struct str name, struct value *ret)
{
        int64_t position;
        bool full = false;
        if (v.kind == VALUE_DICT)
                return by_key(a, v, value_text(name), ret) == LOOKUP_FOUND ? LOOKUP_FOUND : LOOKUP_REFUSED;
        /* Unlike {{ row.0 }} a path has no positions. */
        if (str_to_int64(name, &position) || !value_lookup(a, v, name, hash_name(name), ret, &full))
                return full ? LOOKUP_FULL : LOOKUP_REFUSED;
        return LOOKUP_FOUND;
}

static enum lookup by_path(struct arena *a, struct value row, struct value property, struct value *ret)
{
        enum lookup found = LOOKUP_FOUND;
        *ret = row;
        for (struct str rest = property.text; rest.ptr && found == LOOKUP_FOUND;)
                found = step(a, *ret, str_cut(&rest, '.'), ret);
        return found;
}

/* Names that begin with an underscore are private. */
static bool is_private(struct str path)
{
        return str_starts(path, STR("_")) || memmem(path.ptr, path.len, "._", 2);
}

/* NULL: nothing can be looked up with it. */
static lookup_function *lookup_by(struct value property)
{
        double number;
        if (property.kind == VALUE_TEXT)
                return value_to_float(property, &number) ? by_key : is_private(property.text) ? NULL : by_path;
        return value_is_number(property) ? by_number : NULL;
}

static enum lookup find_keys(struct filter_call *c, const struct list *rows, lookup_function *find,
                             struct sort_row *ret)
{
        for (size_t i = 0; i < rows->count; i++) {
                ret[i].row = rows->items[i];
                enum lookup found = find(c->arena, ret[i].row, *c->argument, &ret[i].key);
                if (found != LOOKUP_FOUND)
                        return found;
        }
        return LOOKUP_FOUND;
}

static bool give_rows(struct filter_call *c, const struct sort_row *rows, size_t count, struct value *ret)
{
        struct value *items = arena_array(c->arena, struct value, count);
        for (size_t i = 0; items && i < count; i++)
                items[i] = rows[i].row;
        return (items && value_list(c->arena, items, count, ret)) || filter_full(c);
}

static bool sort(struct filter_call *c, struct value in, int direction, struct value *ret)
{
        struct list rows;
        bool full;
        lookup_function *find = lookup_by(*c->argument);
        if (c->argument->kind == VALUE_TEXT && c->argument->text.len == 0)
                return filter_fail(c, "takes the name of what to sort by");
        *ret = VALUE_EMPTY;
        if (!find)
                return true;
        if (!value_iterate(c->arena, in, &rows, &full))
                return !full || filter_full(c);
        struct sort_row *sorted = arena_array(c->arena, struct sort_row, rows.count);
        enum lookup found = sorted ? find_keys(c, &rows, find, sorted) : LOOKUP_FULL;
        if (found == LOOKUP_MISSING)
                return filter_fail(c, "finds nothing to sort by in one of the rows");
        enum sort_result result = found == LOOKUP_FULL      ? SORT_FULL
                                  : found == LOOKUP_REFUSED ? SORT_REFUSED
                                                            : sort_rows(c->arena, sorted, rows.count, direction);
        switch (result) {
        case SORT_DONE: return give_rows(c, sorted, rows.count, ret);
        case SORT_REFUSED: return true;
        default: return filter_full(c);
        }
}

bool dictsort(struct filter_call *c, struct value in, struct value *ret)
{
        return sort(c, in, 1, ret);
}

bool dictsort_reversed(struct filter_call *c, struct value in, struct value *ret)
{
        return sort(c, in, -1, ret);
}
