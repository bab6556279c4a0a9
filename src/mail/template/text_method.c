/* Methods of texts. */
#include "mail/template/text_method.h"

#include "mail/template/casing.h"
#include "mail/template/utf8.h"
#include "mail/template/whitespace.h"

/* The first character as a title's, the others small. */
static void capitalize(struct buf *out, struct str text)
{
        struct str first = {text.ptr, utf8_width(text)};
        struct buf small, small_first;
        buf_init(&small, out->max);
        buf_init(&small_first, out->max);
        casing_title(out, first);
        casing_lower(&small_first, first);
        casing_lower(&small, text); /* all of it: a sigma looks at what stands before it */
        buf_add(out, str_from_offset(buf_str(&small), small_first.len));
        out->failed |= small.failed || small_first.failed;
        buf_release(&small_first);
        buf_release(&small);
}

static void strip(struct buf *out, struct str text)
{
        buf_add(out, utf8_strip(text));
}

/* Takes the first part off *rest. False: there is none. */
typedef bool take_function(struct str *rest, struct str *ret_part);

static bool take_word(struct str *rest, struct str *ret_part)
{
        *rest = utf8_skip_space(*rest);
        *ret_part = utf8_word(*rest);
        *rest = str_from_offset(*rest, ret_part->len);
        return ret_part->len > 0;
}

static bool take_line(struct str *rest, struct str *ret_part)
{
        struct str start = *rest, at = *rest;
        for (; at.len > 0; *rest = at)
                if (whitespace_ends_line(utf8_next(&at))) {
                        *ret_part = (struct str){start.ptr, start.len - rest->len};
                        bool pair = rest->ptr[0] == '\r' && at.len > 0 && at.ptr[0] == '\n';
                        *rest = str_from_offset(at, pair);
                        return true;
                }
        *ret_part = start;
        return start.len > 0;
}

static bool parts(struct arena *a, struct str text, take_function *take, struct value *ret)
{
        struct str part, rest = text;
        size_t count = 0, n = 0;
        while (take(&rest, &part))
                count++;
        struct value *items = arena_array(a, struct value, count);
        for (rest = text; items && n < count && take(&rest, &part); n++)
                items[n] = value_text(part);
        return items && value_list(a, items, count, ret);
}

static bool mapped(struct arena *a, struct str text, void (*map)(struct buf *out, struct str text), struct value *ret)
{
        struct buf out;
        buf_init(&out, a->cap - a->used);
        map(&out, text);
        struct str result = out.failed ? STR_NULL : arena_copy(a, buf_str(&out));
        buf_release(&out);
        *ret = value_text(result);
        return result.ptr != NULL;
}

bool text_method(struct arena *a, struct str text, struct str name, struct value *ret, bool *ret_full)
{
        static const struct {
                struct str name;
                void (*map)(struct buf *out, struct str text);
                take_function *take;
        } methods[] = {
                {STR("upper"), casing_upper, NULL},   {STR("lower"), casing_lower, NULL},
                {STR("title"), casing_title, NULL},   {STR("capitalize"), capitalize, NULL},
                {STR("strip"), strip, NULL},          {STR("split"), NULL, take_word},
                {STR("splitlines"), NULL, take_line},
        };
        for (size_t i = 0; i < sizeof methods / sizeof *methods; i++)
                if (str_eq(methods[i].name, name)) {
                        *ret_full = methods[i].map ? !mapped(a, text, methods[i].map, ret)
                                                   : !parts(a, text, methods[i].take, ret);
                        return !*ret_full;
                }
        return false;
}
