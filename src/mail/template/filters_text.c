/* Filters that give a text in another form: case, width, quoting. */
#include <unicode/uchar.h>

#include "mail/template/casing.h"
#include "mail/template/integer.h"
#include "mail/template/percent.h"
#include "mail/template/slug.h"
#include "mail/template/utf8.h"

static bool addslashes(struct filter_call *c, struct value in, struct value *ret)
{
        struct buf out;
        filter_buf(c, &out);
        for (size_t i = 0; i < in.text.len && !out.failed; i++) {
                if (strchr("\\\"'", in.text.ptr[i]) && in.text.ptr[i])
                        buf_add_char(&out, '\\');
                buf_add_char(&out, in.text.ptr[i]);
        }
        return filter_give_buf(c, &out, false, ret);
}

static bool capfirst(struct filter_call *c, struct value in, struct value *ret)
{
        struct buf out;
        size_t first = utf8_width(in.text);
        filter_buf(c, &out);
        casing_upper(&out, (struct str){in.text.ptr, first});
        buf_add(&out, str_from_offset(in.text, first));
        return filter_give_buf(c, &out, false, ret);
}

static bool cut(struct filter_call *c, struct value in, struct value *ret)
{
        struct buf out;
        if (c->argument->kind != VALUE_TEXT)
                return filter_fail(c, "takes a text to cut out");
        struct str unwanted = c->argument->text, rest = in.text;
        filter_buf(c, &out);
        while (unwanted.len > 0 && rest.len > 0) {
                const char *at = memmem(rest.ptr, rest.len, unwanted.ptr, unwanted.len);
                if (!at)
                        break;
                buf_add(&out, (struct str){rest.ptr, (size_t)(at - rest.ptr)});
                rest = str_from_offset(rest, (size_t)(at - rest.ptr) + unwanted.len);
        }
        buf_add(&out, rest);
        /* Without its semicolons an entity could become another text. */
        return filter_give_buf(c, &out, in.safe && !str_eq(unwanted, STR(";")), ret);
}

/* How many of `pad` spaces stand on the left. */
typedef uint64_t left_part(uint64_t pad, int64_t width);

static uint64_t all_left(uint64_t pad, int64_t width)
{
        (void)width;
        return pad;
}

static uint64_t none_left(uint64_t pad, int64_t width)
{
        (void)pad, (void)width;
        return 0;
}

/* str.center: of an odd number of spaces the greater part stands left when the width is odd too. */
static uint64_t half_left(uint64_t pad, int64_t width)
{
        return pad / 2 + (pad & (uint64_t)width & 1);
}

static bool place(struct filter_call *c, struct value in, left_part *left_of, struct value *ret)
{
        int64_t width;
        struct buf out;
        if (!integer_argument(c, &width))
                return false;
        size_t length = utf8_length(in.text);
        uint64_t pad = width > 0 && (uint64_t)width > length ? (uint64_t)width - length : 0;
        uint64_t left = left_of(pad, width);
        filter_buf(c, &out);
        buf_fill(&out, ' ', left);
        buf_add(&out, in.text);
        buf_fill(&out, ' ', pad - left);
        return filter_give_buf(c, &out, false, ret);
}

static bool center(struct filter_call *c, struct value in, struct value *ret)
{
        return place(c, in, half_left, ret);
}

static bool ljust(struct filter_call *c, struct value in, struct value *ret)
{
        return place(c, in, none_left, ret);
}

static bool rjust(struct filter_call *c, struct value in, struct value *ret)
{
        return place(c, in, all_left, ret);
}

/* The text as `write` has it. */
static bool give_written(struct filter_call *c, struct value in, void (*write)(struct buf *, struct str),
                         struct value *ret)
{
        struct buf out;
        filter_buf(c, &out);
        write(&out, in.text);
        return filter_give_buf(c, &out, false, ret);
}

static bool lower(struct filter_call *c, struct value in, struct value *ret)
{
        return give_written(c, in, casing_lower, ret);
}

static bool upper(struct filter_call *c, struct value in, struct value *ret)
{
        return give_written(c, in, casing_upper, ret);
}

static bool slugify(struct filter_call *c, struct value in, struct value *ret)
{
        return give_written(c, in, slug_write, ret);
}

static bool is_small(char c)
{
        return c >= 'a' && c <= 'z';
}

static bool is_capital(char c)
{
        return c >= 'A' && c <= 'Z';
}

/* Joe'S is Joe's. What was changed is not looked at again, as by the regular expression that Django has for it. */
static void make_small_behind_apostrophes(struct buf *text)
{
        char *p = text->ptr;
        for (size_t i = 2; i < text->len; i++)
                if (is_capital(p[i]) && p[i - 1] == '\'' && is_small(p[i - 2])) {
                        p[i] = (char)(p[i] + ('a' - 'A'));
                        i += 2;
                }
}

/* 1St is 1st. */
static void make_small_behind_digits(struct buf *text)
{
        bool digit = false;
        for (struct str rest = buf_str(text); rest.len > 0;) {
                char *at = text->ptr + (text->len - rest.len);
                if (digit && is_capital(*at))
                        *at = (char)(*at + ('a' - 'A'));
                digit = u_isdigit((UChar32)utf8_next(&rest));
        }
}

static void write_title(struct buf *out, struct str text)
{
        casing_title(out, text);
        make_small_behind_apostrophes(out);
        make_small_behind_digits(out);
}

static bool title(struct filter_call *c, struct value in, struct value *ret)
{
        return give_written(c, in, write_title, ret);
}

static bool make_list(struct filter_call *c, struct value in, struct value *ret)
{
        struct list characters;
        bool full;
        in.safe = false;
        return (value_iterate(c->arena, in, &characters, &full) &&
                value_list(c->arena, characters.items, characters.count, ret)) ||
               filter_full(c);
}

/* The keys of a telephone: ITU-T E.161. */
static char telephone_key(char c)
{
        static const char keys[] = "22233344455566677778889999";
        return (char)(c >= 'a' && c <= 'z' ? keys[c - 'a'] : c);
}

static bool phone2numeric(struct filter_call *c, struct value in, struct value *ret)
{
        struct buf out;
        filter_buf(c, &out);
        casing_lower(&out, in.text);
        for (size_t i = 0; i < out.len; i++)
                out.ptr[i] = telephone_key(out.ptr[i]);
        return filter_give_buf(c, &out, false, ret);
}

static bool stringformat(struct filter_call *c, struct value in, struct value *ret)
{
        struct str format;
        struct buf out;
        /* A tuple would be taken for several values. */
        if (in.kind == VALUE_LIST && in.list->kind != LIST_LIST)
                in = value_text(value_str(c->arena, in));
        if (!filter_argument_text(c, &format) || (in.kind == VALUE_TEXT && !in.text.ptr))
                return filter_full(c);
        filter_buf(c, &out);
        enum percent_result result = percent_format(c->arena, &out, format, in);
        if (result == PERCENT_DONE)
                return filter_give_buf(c, &out, false, ret);
        buf_release(&out);
        if (result == PERCENT_FULL)
                return filter_full(c);
        if (result == PERCENT_BEYOND)
                return filter_fail(c, "can't show that number by \"%.*s\"", STR_ARG(format));
        *ret = VALUE_EMPTY;
        return true;
}

const struct filter filters_text[] = {
        {.name = STR("addslashes"), .apply = addslashes, .takes_text = true, .keeps_safe = true},
        {.name = STR("capfirst"), .apply = capfirst, .takes_text = true, .keeps_safe = true},
        {.name = STR("center"), .apply = center, .argument = ARGUMENT_REQUIRED, .takes_text = true, .keeps_safe = true},
        {.name = STR("cut"), .apply = cut, .argument = ARGUMENT_REQUIRED, .takes_text = true},
        {.name = STR("ljust"), .apply = ljust, .argument = ARGUMENT_REQUIRED, .takes_text = true, .keeps_safe = true},
        {.name = STR("lower"), .apply = lower, .takes_text = true, .keeps_safe = true},
        {.name = STR("make_list"), .apply = make_list, .takes_text = true},
        {.name = STR("phone2numeric"), .apply = phone2numeric, .takes_text = true, .keeps_safe = true},
        {.name = STR("rjust"), .apply = rjust, .argument = ARGUMENT_REQUIRED, .takes_text = true, .keeps_safe = true},
        {.name = STR("slugify"), .apply = slugify, .takes_text = true, .keeps_safe = true},
        {.name = STR("stringformat"), .apply = stringformat, .argument = ARGUMENT_REQUIRED, .keeps_safe = true},
        {.name = STR("title"), .apply = title, .takes_text = true, .keeps_safe = true},
        {.name = STR("upper"), .apply = upper, .takes_text = true},
        {.name = STR_NULL},
};
