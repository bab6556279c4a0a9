/* Filters that take lists, and texts as lists of characters. */
#include <sodium.h>

#include "mail/template/dictsort.h"
#include "mail/template/integer.h"
#include "mail/template/slice.h"
#include "mail/template/utf8.h"

/* len(v). False: it has none (TypeError). */
static bool length_of(struct value v, size_t *ret)
{
        switch (v.kind) {
        case VALUE_TEXT: *ret = utf8_length(v.text); return true;
        case VALUE_LIST: *ret = v.list->count; return true;
        case VALUE_DICT: *ret = v.dict->count; return true;
        default: return false;
        }
}

static struct value character_at(struct str text, size_t offset)
{
        struct str rest = str_from_offset(text, offset);
        return value_text((struct str){rest.ptr, utf8_width(rest)});
}

/* v[index] of a list or text that is longer than that. */
static struct value item_at(struct value v, size_t index)
{
        return v.kind == VALUE_LIST ? v.list->items[index] : character_at(v.text, utf8_offset(v.text, index));
}

enum place { FIRST, LAST, ANY };

/* One item; "" when there are none. */
static bool pick(struct filter_call *c, struct value in, enum place place, struct value *ret)
{
        size_t count;
        if ((in.kind != VALUE_LIST && in.kind != VALUE_TEXT) || !length_of(in, &count))
                return filter_fail(c, "takes a list or a text");
        *ret = VALUE_EMPTY;
        if (count == 0)
                return true;
        size_t index = place == FIRST ? 0 : count - 1;
        /* What fits into a rendering's memory has far fewer items than 2^32, so that none is left out. */
        if (place == ANY)
                index = randombytes_uniform(count < UINT32_MAX ? (uint32_t)count : UINT32_MAX);
        *ret = item_at(in, index);
        return true;
}

static bool first(struct filter_call *c, struct value in, struct value *ret)
{
        return pick(c, in, FIRST, ret);
}

static bool last(struct filter_call *c, struct value in, struct value *ret)
{
        return pick(c, in, LAST, ret);
}

static bool random_item(struct filter_call *c, struct value in, struct value *ret)
{
        return pick(c, in, ANY, ret);
}

static bool length(struct filter_call *c, struct value in, struct value *ret)
{
        size_t count = 0;
        (void)c;
        *ret = value_int(length_of(in, &count) ? (int64_t)count : 0);
        return true;
}

static bool length_is(struct filter_call *c, struct value in, struct value *ret)
{
        size_t count;
        int64_t wanted;
        if (!length_of(in, &count)) {
                *ret = VALUE_EMPTY;
                return true;
        }
        switch (integer_read(*c->argument, &wanted)) {
        case INTEGER_GOOD: *ret = value_bool((int64_t)count == wanted); break;
        case INTEGER_BEYOND: *ret = value_bool(false); break;
        default: *ret = VALUE_EMPTY;
        }
        return true;
}

/* With autoescape any value, escaped unless it is safe; without it texts only. False: it is none. */
static bool add_item(struct filter_call *c, struct buf *out, struct value item)
{
        if (item.kind != VALUE_TEXT && !c->autoescape)
                return false;
        struct str text = value_str(c->arena, item);
        if (!text.ptr)
                out->failed = true;
        else if (c->autoescape && !(item.kind == VALUE_TEXT && item.safe))
                buf_add_html(out, text);
        else
                buf_add(out, text);
        return true;
}

/* The separator; unlike the items it may be of any kind. */
static struct str separator_of(struct filter_call *c)
{
        return c->autoescape ? filter_escaped(c, *c->argument) : value_str(c->arena, *c->argument);
}

/* Without autoescape a list that holds other than texts is given back as it is: str.join refuses it. */
static bool join(struct filter_call *c, struct value in, struct value *ret)
{
        struct list items;
        struct buf out;
        bool full, good = true;
        *ret = in;
        in.safe = false;
        if (!value_iterate(c->arena, in, &items, &full))
                return !full || filter_full(c);
        struct str separator = separator_of(c);
        filter_buf(c, &out);
        out.failed = !separator.ptr;
        for (size_t i = 0; i < items.count && good && !out.failed; i++) {
                if (i > 0)
                        buf_add(&out, separator);
                good = add_item(c, &out, items.items[i]);
        }
        if (good)
                return filter_give_buf(c, &out, true, ret);
        buf_release(&out);
        return true;
}

/* A slice of a tuple is a tuple. */
static bool slice_list(struct filter_call *c, const struct list *list, struct slice_range range, struct value *ret)
{
        struct list *slice = arena_new(c->arena, struct list);
        struct value *items = NULL;
        if (range.step != 1 && range.count > 0)
                items = arena_array(c->arena, struct value, range.count);
        if (!slice || (!items && range.step != 1 && range.count > 0))
                return filter_full(c);
        for (size_t i = 0; items && i < range.count; i++)
                items[i] = list->items[range.first + (int64_t)i * range.step];
        *slice = (struct list){
                .kind = list->kind == LIST_LIST ? LIST_LIST : LIST_TUPLE, .depth = list->depth, .count = range.count};
        if (range.count > 0)
                slice->items = items ? items : list->items + range.first;
        *ret = (struct value){.kind = VALUE_LIST, .list = slice};
        return true;
}

/* Walks from each character to the next one, so that a long text is passed once. */
static bool pick_characters(struct filter_call *c, struct str text, size_t at, struct slice_range range,
                            struct value *ret)
{
        struct buf out;
        filter_buf(c, &out);
        for (size_t i = 0; i < range.count && !out.failed; i++) {
                buf_add(&out, character_at(text, at).text);
                bool more = i + 1 < range.count;
                for (int64_t n = 0; more && n < range.step; n++)
                        at += utf8_width(str_from_offset(text, at));
                for (int64_t n = 0; more && n > range.step; n--)
                        at = utf8_before(text, at);
        }
        return filter_give_buf(c, &out, false, ret);
}

static bool slice_text(struct filter_call *c, struct str text, struct slice_range range, struct value *ret)
{
        size_t at = utf8_offset(text, range.count ? (size_t)range.first : 0);
        if (range.step != 1 && range.count > 0)
                return pick_characters(c, text, at, range, ret);
        struct str rest = str_from_offset(text, at);
        *ret = value_text((struct str){rest.ptr, utf8_offset(rest, range.count)});
        return true;
}

static bool slice(struct filter_call *c, struct value in, struct value *ret)
{
        struct str argument;
        struct slice s;
        size_t count;
        *ret = in;
        if (!filter_argument_text(c, &argument))
                return false;
        if ((in.kind != VALUE_LIST && in.kind != VALUE_TEXT) || !slice_read(argument, &s) || !length_of(in, &count))
                return true;
        struct slice_range range = slice_of(&s, count);
        return in.kind == VALUE_LIST ? slice_list(c, in.list, range, ret) : slice_text(c, in.text, range, ret);
}

const struct filter filters_list[] = {
        {.name = STR("dictsort"), .apply = dictsort, .argument = ARGUMENT_REQUIRED},
        {.name = STR("dictsortreversed"), .apply = dictsort_reversed, .argument = ARGUMENT_REQUIRED},
        {.name = STR("first"), .apply = first},
        {.name = STR("join"), .apply = join, .argument = ARGUMENT_REQUIRED, .keeps_safe = true},
        {.name = STR("last"), .apply = last, .keeps_safe = true},
        {.name = STR("length"), .apply = length},
        {.name = STR("length_is"), .apply = length_is, .argument = ARGUMENT_REQUIRED},
        {.name = STR("random"), .apply = random_item, .keeps_safe = true},
        {.name = STR("slice"), .apply = slice, .argument = ARGUMENT_REQUIRED, .keeps_safe = true},
        {.name = STR_NULL},
};
