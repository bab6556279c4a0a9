/* Python's % formatting: what stands between the % and the letter, and the letters' table. */
#include "mail/template/percent.h"

#include "mail/template/percent_number.h"
#include "mail/template/utf8.h"

void percent_place(struct buf *out, const struct percent_spec *s, const struct percent_piece *p)
{
        uint64_t width = (uint64_t)p->zeros + p->trailing_zeros + utf8_length(p->prefix) + utf8_length(p->body) +
                         utf8_length(p->rest);
        uint64_t pad = s->width > width ? s->width - width : 0;
        bool zeros = s->zero && p->numeric && !s->left;
        if (!zeros && !s->left)
                buf_fill(out, ' ', pad);
        buf_add(out, p->prefix);
        buf_fill(out, '0', p->zeros + (zeros ? pad : 0));
        buf_add(out, p->body);
        buf_fill(out, '0', p->trailing_zeros);
        buf_add(out, p->rest);
        if (s->left)
                buf_fill(out, ' ', pad);
}

static enum percent_result place_text(struct percent_call *c, struct str text)
{
        if (!text.ptr)
                return PERCENT_FULL;
        if (c->spec.has_precision)
                text.len = utf8_offset(text, c->spec.precision);
        percent_place(c->out, &c->spec, &(struct percent_piece){.body = text});
        return PERCENT_DONE;
}

static enum percent_result format_str(struct percent_call *c)
{
        return place_text(c, value_str(c->arena, c->value));
}

static enum percent_result format_repr(struct percent_call *c)
{
        struct buf repr;
        buf_init(&repr, c->out->max - c->out->len);
        value_write_repr(&repr, c->value);
        enum percent_result result = repr.failed ? PERCENT_FULL : place_text(c, buf_str(&repr));
        buf_release(&repr);
        return result;
}

/* A character, by its number or as a text of one. NUL and halves of a pair are no characters of a mail. */
static enum percent_result format_character(struct percent_call *c)
{
        char bytes[4 + 1];
        struct buf one;
        const struct value v = c->value;
        c->spec.has_precision = false;
        if (v.kind == VALUE_TEXT && v.text.len > 0 && utf8_width(v.text) == v.text.len)
                return place_text(c, v.text);
        if (v.kind != VALUE_INT && v.kind != VALUE_BOOL)
                return PERCENT_REFUSED;
        int64_t number = v.kind == VALUE_INT ? v.integer : v.truth;
        if (number <= 0 || number > 0x10FFFF || (number >= 0xD800 && number <= 0xDFFF))
                return PERCENT_BEYOND;
        buf_init(&one, sizeof bytes);
        utf8_put(&one, (uint32_t)number);
        bool fits = !one.failed && str_to_c(buf_str(&one), bytes, sizeof bytes);
        buf_release(&one);
        return fits ? place_text(c, str_from(bytes)) : PERCENT_FULL;
}

static const struct {
        char letter;
        enum percent_result (*format)(struct percent_call *c);
} conversions[] = {
        {'s', format_str},      {'r', format_repr},     {'c', format_character}, {'d', percent_decimal},
        {'i', percent_decimal}, {'u', percent_decimal}, {'x', percent_radix},    {'X', percent_radix},
        {'o', percent_radix},   {'f', percent_float},   {'F', percent_float},    {'e', percent_float},
        {'E', percent_float},   {'g', percent_float},   {'G', percent_float},
};

/* Digits; Python takes none that INT_MAX or PY_SSIZE_T_MAX is too small for. */
static bool take_number(struct str *rest, uint64_t max, uint64_t *ret)
{
        uint64_t n = 0;
        for (; rest->len > 0 && rest->ptr[0] >= '0' && rest->ptr[0] <= '9'; *rest = str_from_offset(*rest, 1)) {
                n = n * 10 + (uint64_t)(rest->ptr[0] - '0');
                if (n > max)
                        return false;
        }
        *ret = n;
        return true;
}

static bool take_flag(struct str *rest, struct percent_spec *s)
{
        switch (rest->len > 0 ? rest->ptr[0] : 0) {
        case '-': s->left = true; break;
        case '+': s->plus = true; break;
        case ' ': s->space = true; break;
        case '#': s->alternate = true; break;
        case '0': s->zero = true; break;
        default: return false;
        }
        *rest = str_from_offset(*rest, 1);
        return true;
}

/* All behind the %, up to and with the letter. */
static bool take_spec(struct str *rest, struct percent_spec *s)
{
        while (take_flag(rest, s))
                ;
        if (!take_number(rest, PERCENT_WIDTH_MAX, &s->width))
                return false;
        if (rest->len > 0 && rest->ptr[0] == '.') {
                *rest = str_from_offset(*rest, 1);
                s->has_precision = true;
                if (!take_number(rest, PERCENT_PRECISION_MAX, &s->precision))
                        return false;
        }
        if (rest->len > 0 && strchr("hlL", rest->ptr[0])) /* C's sizes mean nothing */
                *rest = str_from_offset(*rest, 1);
        if (rest->len == 0)
                return false;
        s->letter = rest->ptr[0];
        *rest = str_from_offset(*rest, 1);
        return true;
}

static enum percent_result convert(struct percent_call *c)
{
        for (size_t i = 0; i < sizeof conversions / sizeof *conversions; i++)
                if (conversions[i].letter == c->spec.letter)
                        return conversions[i].format(c);
        return PERCENT_REFUSED;
}

/* One spec, whose % was taken already. */
static enum percent_result take_conversion(struct percent_call *c, struct str *rest)
{
        if (rest->len > 0 && rest->ptr[0] == '%') {
                buf_add_char(c->out, '%');
                *rest = str_from_offset(*rest, 1);
                return PERCENT_DONE;
        }
        c->spec = (struct percent_spec){.width = 0};
        if (!take_spec(rest, &c->spec) || c->spent)
                return PERCENT_REFUSED;
        c->spent = true;
        return convert(c);
}

enum percent_result percent_format(struct arena *a, struct buf *out, struct str format, struct value v)
{
        struct percent_call c = {.arena = a, .out = out, .value = v};
        struct str rest = format;
        for (;;) {
                enum percent_result result = take_conversion(&c, &rest);
                if (result != PERCENT_DONE)
                        return result;
                size_t plain = str_find(rest, '%');
                buf_add(out, (struct str){rest.ptr, plain});
                if (out->failed)
                        return PERCENT_FULL;
                if (plain == rest.len)
                        break;
                rest = str_from_offset(rest, plain + 1);
        }
        /* Python takes lists and dicts for something to look names up in, and lets them go unused. */
        bool may_be_unused = v.kind == VALUE_DICT || (v.kind == VALUE_LIST && v.list->kind == LIST_LIST);
        return c.spent || may_be_unused ? PERCENT_DONE : PERCENT_REFUSED;
}
