/* Values compared, as Python compares them. */
#include "mail/template/value.h"

#include <math.h>

/* Holds every int64_t and every double exactly. */
static long double number(struct value v)
{
        return v.kind == VALUE_FLOAT ? (long double)v.real : v.kind == VALUE_INT ? (long double)v.integer : v.truth;
}

static bool lists_equal(const struct list *v, const struct list *w)
{
        if (v->count != w->count || (v->kind == LIST_LIST) != (w->kind == LIST_LIST))
                return false;
        for (size_t i = 0; i < v->count; i++)
                if (!value_equal(v->items[i], w->items[i]))
                        return false;
        return true;
}

static bool dicts_equal(const struct dict *v, const struct dict *w)
{
        if (v->count != w->count)
                return false;
        for (size_t i = 0; i < v->count; i++) {
                const struct value *other = dict_get(w, v->entries[i].key, v->entries[i].hash);
                if (!other || !value_equal(v->entries[i].value, *other))
                        return false;
        }
        return true;
}

static int by_time(const struct moment *v, const struct moment *w)
{
        if (v->seconds != w->seconds)
                return v->seconds < w->seconds ? -1 : 1;
        return v->micros < w->micros ? -1 : v->micros > w->micros;
}

static bool same_kind_of_moment(const struct moment *v, const struct moment *w)
{
        return v->aware == w->aware && v->has_date == w->has_date && v->has_time == w->has_time;
}

bool value_equal(struct value v, struct value w)
{
        if (value_is_number(v) && value_is_number(w))
                return number(v) == number(w);
        if (v.kind != w.kind)
                return false;
        switch (v.kind) {
        case VALUE_TEXT: return str_eq(v.text, w.text);
        case VALUE_LIST: return lists_equal(v.list, w.list);
        case VALUE_DICT: return dicts_equal(v.dict, w.dict);
        case VALUE_MOMENT: return same_kind_of_moment(v.moment, w.moment) && by_time(v.moment, w.moment) == 0;
        case VALUE_FORLOOP: return v.forloop == w.forloop;
        case VALUE_BLOCK: return v.block == w.block;
        default: return true;
        }
}

/* By code points, which is the order of UTF-8's bytes. */
static int text_order(struct str v, struct str w)
{
        size_t n = v.len < w.len ? v.len : w.len;
        int order = n ? memcmp(v.ptr, w.ptr, n) : 0;
        return order ? order : v.len < w.len ? -1 : v.len > w.len;
}

static bool list_order(const struct list *v, const struct list *w, int *ret)
{
        if ((v->kind == LIST_LIST) != (w->kind == LIST_LIST))
                return false;
        for (size_t i = 0; i < v->count && i < w->count; i++)
                if (!value_equal(v->items[i], w->items[i]))
                        return value_order(v->items[i], w->items[i], ret);
        *ret = v->count < w->count ? -1 : v->count > w->count;
        return true;
}

bool value_order(struct value v, struct value w, int *ret)
{
        if (value_is_number(v) && value_is_number(w)) {
                long double a = number(v), b = number(w);
                *ret = a < b ? -1 : a > b;
                return !isnan(a) && !isnan(b);
        }
        if (v.kind != w.kind)
                return false;
        switch (v.kind) {
        case VALUE_TEXT: *ret = text_order(v.text, w.text); return true;
        case VALUE_LIST: return list_order(v.list, w.list, ret);
        case VALUE_MOMENT: *ret = by_time(v.moment, w.moment); return same_kind_of_moment(v.moment, w.moment);
        default: return false;
        }
}

bool value_contains(struct value v, struct value w, bool *ret)
{
        *ret = false;
        switch (v.kind) {
        case VALUE_TEXT:
                if (w.kind != VALUE_TEXT)
                        return false;
                *ret = w.text.len == 0 || (v.text.len && memmem(v.text.ptr, v.text.len, w.text.ptr, w.text.len));
                return true;
        case VALUE_LIST:
                for (size_t i = 0; i < v.list->count && !*ret; i++)
                        *ret = value_equal(v.list->items[i], w);
                return true;
        case VALUE_DICT:
                *ret = w.kind == VALUE_TEXT && dict_get(v.dict, w.text, hash_name(w.text));
                return w.kind != VALUE_LIST && w.kind != VALUE_DICT; /* unhashable */
        default: return false;
        }
}
