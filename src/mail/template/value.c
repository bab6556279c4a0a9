/* Values: making them, and what they are as a truth or a number. */
#include "mail/template/value.h"

#include <math.h>
#include <stdlib.h>

#include "mail/template/utf8.h"

enum {
        INDEXED_MIN = 9,       /* entries; below that a walk is as fast */
        NUMBER_TEXT_MAX = 400, /* characters of a text that is read as a number: more than any double needs */
};

uint32_t hash_name(struct str name)
{
        uint32_t hash = 2166136261u; /* FNV-1a */
        for (size_t i = 0; i < name.len; i++)
                hash = (hash ^ (unsigned char)name.ptr[i]) * 16777619u;
        return hash;
}

/* Adds one value to the depth and size of what holds it. */
static void measure(struct value v, uint32_t *depth, uint64_t *size)
{
        uint32_t deep = v.kind == VALUE_LIST ? v.list->depth : v.kind == VALUE_DICT ? v.dict->depth : 0;
        uint32_t large = v.kind == VALUE_LIST ? v.list->size : v.kind == VALUE_DICT ? v.dict->size : 0;
        if (*depth < deep)
                *depth = deep;
        *size += 1 + (uint64_t)large;
}

static bool make_list(struct arena *a, int kind, const struct value *items, size_t count, struct value *ret)
{
        uint64_t size = 0;
        struct list *list = arena_new(a, struct list);
        if (!list)
                return false;
        list->kind = kind;
        list->count = count;
        list->items = items;
        for (size_t i = 0; i < count; i++)
                measure(items[i], &list->depth, &size);
        list->size = (uint32_t)size; /* below VALUE_SIZE_MAX, or the list is not given */
        *ret = (struct value){.kind = VALUE_LIST, .list = list};
        return ++list->depth <= VALUE_NESTING_MAX && size <= VALUE_SIZE_MAX;
}

bool value_list(struct arena *a, const struct value *items, size_t count, struct value *ret)
{
        return make_list(a, LIST_LIST, items, count, ret);
}

static bool make_pair(struct arena *a, int kind, struct value first, struct value second, struct value *ret)
{
        struct value *items = arena_array(a, struct value, 2);
        if (!items)
                return false;
        items[0] = first;
        items[1] = second;
        return make_list(a, kind, items, 2, ret);
}

bool value_tuple(struct arena *a, struct value first, struct value second, struct value *ret)
{
        return make_pair(a, LIST_TUPLE, first, second, ret);
}

bool value_group(struct arena *a, struct value grouper, struct value list, struct value *ret)
{
        return make_pair(a, LIST_GROUP, grouper, list, ret);
}

static bool same_key(const struct dict_entry *e, struct str key, uint32_t hash)
{
        return e->hash == hash && str_eq(e->key, key);
}

static uint32_t *make_index(struct arena *a, const struct dict_entry *entries, size_t count, uint32_t slots)
{
        uint32_t *index = arena_array(a, uint32_t, slots);
        for (size_t i = 0; index && i < count; i++) {
                uint32_t at = entries[i].hash & (slots - 1);
                while (index[at])
                        at = (at + 1) & (slots - 1);
                index[at] = (uint32_t)i + 1;
        }
        return index;
}

bool value_dict(struct arena *a, struct dict_entry *entries, size_t count, struct value *ret)
{
        uint64_t size = 0;
        struct dict *dict = arena_new(a, struct dict);
        if (!dict || count > UINT32_MAX / 4)
                return false;
        for (size_t i = 0; i < count; i++) {
                entries[i].hash = hash_name(entries[i].key);
                measure(entries[i].value, &dict->depth, &size);
        }
        dict->size = (uint32_t)size;
        if (++dict->depth > VALUE_NESTING_MAX || size > VALUE_SIZE_MAX)
                return false;
        dict->count = count;
        dict->entries = entries;
        if (count >= INDEXED_MIN) {
                dict->slots = 32;
                while (dict->slots < 2 * count)
                        dict->slots *= 2;
                dict->index = make_index(a, entries, count, dict->slots);
                if (!dict->index)
                        return false;
        }
        *ret = (struct value){.kind = VALUE_DICT, .dict = dict};
        return true;
}

const struct value *dict_get(const struct dict *d, struct str key, uint32_t hash)
{
        if (!d->index) {
                for (size_t i = 0; i < d->count; i++)
                        if (same_key(&d->entries[i], key, hash))
                                return &d->entries[i].value;
                return NULL;
        }
        for (uint32_t at = hash & (d->slots - 1); d->index[at]; at = (at + 1) & (d->slots - 1))
                if (same_key(&d->entries[d->index[at] - 1], key, hash))
                        return &d->entries[d->index[at] - 1].value;
        return NULL;
}

bool value_is_true(struct value v)
{
        switch (v.kind) {
        case VALUE_BOOL: return v.truth;
        case VALUE_INT: return v.integer != 0;
        case VALUE_FLOAT: return v.real != 0;
        case VALUE_TEXT: return v.text.len > 0;
        case VALUE_LIST: return v.list->count > 0;
        case VALUE_DICT: return v.dict->count > 0;
        case VALUE_NONE: return false;
        default: return true;
        }
}

/* Text of a number as C reads it: no spaces around, no underscores between digits (Python takes both). */
static bool number_text(struct str s, char out[NUMBER_TEXT_MAX])
{
        size_t n = 0;
        s = utf8_strip(s);
        if (s.len == 0 || s.len >= NUMBER_TEXT_MAX)
                return false;
        for (size_t i = 0; i < s.len; i++) {
                char c = s.ptr[i];
                bool digit_before = i > 0 && s.ptr[i - 1] >= '0' && s.ptr[i - 1] <= '9';
                bool digit_after = i + 1 < s.len && s.ptr[i + 1] >= '0' && s.ptr[i + 1] <= '9';
                if (c == '_' && digit_before && digit_after)
                        continue;
                if (c == 0 || c == 'x' || c == 'X' || c == 'p' || c == 'P' || c == '(' || c == '_' || c == ' ')
                        return false;
                out[n++] = c;
        }
        out[n] = 0;
        return true;
}

static bool text_to_int(struct str s, int64_t *ret)
{
        char text[NUMBER_TEXT_MAX];
        if (!number_text(s, text))
                return false;
        return str_to_int64(str_from(text[0] == '+' && text[1] != '-' ? text + 1 : text), ret);
}

#define INT64_LIMIT 9223372036854775808.0 /* 2 to the 63 */

static bool float_to_int(double real, int64_t *ret)
{
        if (isnan(real) || fabs(real) >= INT64_LIMIT)
                return false;
        *ret = (int64_t)real;
        return true;
}

bool value_to_int(struct value v, int64_t *ret)
{
        switch (v.kind) {
        case VALUE_BOOL: *ret = v.truth; return true;
        case VALUE_INT: *ret = v.integer; return true;
        case VALUE_FLOAT: return float_to_int(v.real, ret);
        case VALUE_TEXT: return text_to_int(v.text, ret);
        default: return false;
        }
}

static bool text_to_float(struct str s, double *ret)
{
        char text[NUMBER_TEXT_MAX], *end;
        if (!number_text(s, text))
                return false;
        *ret = strtod(text, &end);
        return *end == 0;
}

bool value_to_float(struct value v, double *ret)
{
        switch (v.kind) {
        case VALUE_BOOL: *ret = v.truth; return true;
        case VALUE_INT: *ret = (double)v.integer; return true;
        case VALUE_FLOAT: *ret = v.real; return true;
        case VALUE_TEXT: return text_to_float(v.text, ret);
        default: return false;
        }
}
