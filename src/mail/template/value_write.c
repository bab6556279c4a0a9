/* Values as text: Python's str() and repr(), and what {{ }} prints. */
#include "mail/template/value.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <unicode/uchar.h>

#include "mail/template/utf8.h"

enum {
        DIGITS_MAX = 17,                 /* of a double that is to be read back */
        PLAIN_EXPONENT_MIN = -4,         /* repr() writes 0.0001, but 1e-05 */
        PLAIN_EXPONENT_MAX = 16,         /* and 1000000000000000.0, but 1e+16 */
        PRINTED_DIGITS_MAX = 200,        /* Django prints longer numbers with an exponent (utils/numberformat) */
        LIST_TEXT_MAX = 2 * 1024 * 1024, /* bytes of a list or dict as text: what a mail's body may have */
};

/* The digits without a point and the exponent of the first: 1.25 is 125 and 0. */
static void shortest_digits(double size, char digits[DIGITS_MAX + 1], int *ret_exponent)
{
        char text[32];
        for (int n = size < DBL_MIN ? 1 : DBL_DIG; n <= DIGITS_MAX; n++) { /* subnormals have fewer digits */
                snprintf(text, sizeof text, "%.*e", n - 1, size);
                if (strtod(text, NULL) == size)
                        break;
        }
        char *e = strchr(text, 'e');
        size_t n = 0;
        *ret_exponent = (int)strtol(e + 1, NULL, 10);
        for (const char *p = text; p < e; p++)
                if (*p != '.' && n < DIGITS_MAX)
                        digits[n++] = *p;
        while (n > 1 && digits[n - 1] == '0')
                n--;
        digits[n] = 0;
}

void float_repr(double real, char out[FLOAT_SIZE])
{
        char digits[DIGITS_MAX + 1];
        int exponent;
        const char *sign = signbit(real) ? "-" : "";
        if (!isfinite(real)) {
                snprintf(out, FLOAT_SIZE, "%s", isnan(real) ? "nan" : signbit(real) ? "-inf" : "inf");
                return;
        }
        shortest_digits(fabs(real), digits, &exponent);
        int n = (int)strlen(digits);
        if (exponent < PLAIN_EXPONENT_MIN || exponent >= PLAIN_EXPONENT_MAX)
                snprintf(out, FLOAT_SIZE, "%s%c%s%se%c%02d", sign, digits[0], n > 1 ? "." : "", digits + 1,
                         exponent < 0 ? '-' : '+', abs(exponent));
        else if (exponent < 0)
                snprintf(out, FLOAT_SIZE, "%s0.%.*s%s", sign, -exponent - 1, "0000", digits);
        else if (n <= exponent + 1)
                snprintf(out, FLOAT_SIZE, "%s%s%.*s.0", sign, digits, exponent + 1 - n, "0000000000000000");
        else
                snprintf(out, FLOAT_SIZE, "%s%.*s.%s", sign, exponent + 1, digits, digits + exponent + 1);
}

/* Python escapes what it does not count as printable. */
static void write_repr_character(struct buf *out, uint32_t c, char quote)
{
        if (c == (unsigned char)quote || c == '\\')
                buf_printf(out, "\\%c", (char)c);
        else if (c == '\n' || c == '\r' || c == '\t')
                buf_add(out, c == '\n' ? STR("\\n") : c == '\r' ? STR("\\r") : STR("\\t"));
        else if (c == ' ' || (u_isprint((UChar32)c) && !u_isUWhiteSpace((UChar32)c)))
                utf8_put(out, c);
        else if (c < 0x100)
                buf_printf(out, "\\x%02x", c);
        else
                buf_printf(out, c < 0x10000 ? "\\u%04x" : "\\U%08x", c);
}

static void write_quoted(struct buf *out, struct str text)
{
        bool single = str_find(text, '\'') < text.len, both = single && str_find(text, '"') < text.len;
        char quote = single && !both ? '"' : '\'';
        buf_add_char(out, quote);
        while (text.len > 0)
                write_repr_character(out, utf8_next(&text), quote);
        buf_add_char(out, quote);
}

static void write_list(struct buf *out, const struct list *list)
{
        buf_add_char(out, list->kind == LIST_LIST ? '[' : '(');
        for (size_t i = 0; i < list->count && !out->failed; i++) {
                if (i > 0)
                        buf_add(out, STR(", "));
                value_write_repr(out, list->items[i]);
        }
        if (list->kind == LIST_TUPLE && list->count == 1)
                buf_add_char(out, ',');
        buf_add_char(out, list->kind == LIST_LIST ? ']' : ')');
}

static void write_group(struct buf *out, const struct list *group)
{
        buf_add(out, STR("GroupedResult(grouper="));
        value_write_repr(out, group->items[0]);
        buf_add(out, STR(", list="));
        value_write_repr(out, group->items[1]);
        buf_add_char(out, ')');
}

static void write_dict(struct buf *out, const struct dict *dict)
{
        buf_add_char(out, '{');
        for (size_t i = 0; i < dict->count && !out->failed; i++) {
                if (i > 0)
                        buf_add(out, STR(", "));
                write_quoted(out, dict->entries[i].key);
                buf_add(out, STR(": "));
                value_write_repr(out, dict->entries[i].value);
        }
        buf_add_char(out, '}');
}

static void write_forloop(struct buf *out, const struct forloop *loop)
{
        buf_add(out, STR("{'parentloop': "));
        if (loop->parent)
                write_forloop(out, loop->parent);
        else
                buf_add(out, STR("{}"));
        buf_printf(out,
                   ", 'counter0': %zu, 'counter': %zu, 'revcounter': %zu, 'revcounter0': %zu, 'first': %s, 'last': %s}",
                   loop->index, loop->index + 1, loop->count - loop->index, loop->count - loop->index - 1,
                   loop->index == 0 ? "True" : "False", loop->index + 1 == loop->count ? "True" : "False");
}

void value_write(struct buf *out, struct value v)
{
        char number[FLOAT_SIZE];
        switch (v.kind) {
        case VALUE_NONE: buf_add(out, STR("None")); return;
        case VALUE_BOOL: buf_add(out, v.truth ? STR("True") : STR("False")); return;
        case VALUE_INT: buf_printf(out, "%lld", (long long)v.integer); return;
        case VALUE_FLOAT:
                float_repr(v.real, number);
                buf_add(out, str_from(number));
                return;
        case VALUE_TEXT: buf_add(out, v.text); return;
        case VALUE_LIST: v.list->kind == LIST_GROUP ? write_group(out, v.list) : write_list(out, v.list); return;
        case VALUE_DICT: write_dict(out, v.dict); return;
        case VALUE_MOMENT: moment_write(out, v.moment); return;
        case VALUE_FORLOOP: write_forloop(out, v.forloop); return;
        default: buf_add(out, STR("<block>")); return;
        }
}

void value_write_repr(struct buf *out, struct value v)
{
        if (v.kind == VALUE_TEXT)
                write_quoted(out, v.text);
        else
                value_write(out, v);
}

static struct str copy_out(struct arena *a, struct buf *b)
{
        struct str text = b->failed ? STR_NULL : arena_copy(a, buf_str(b));
        buf_release(b);
        return text;
}

static struct str integer_text(struct arena *a, int64_t integer)
{
        char text[24], *p = text + sizeof text;
        uint64_t size = integer < 0 ? 0 - (uint64_t)integer : (uint64_t)integer;
        do
                *--p = (char)('0' + size % 10);
        while (size /= 10);
        if (integer < 0)
                *--p = '-';
        return arena_copy(a, (struct str){p, (size_t)(text + sizeof text - p)});
}

struct str value_str(struct arena *a, struct value v)
{
        struct buf b;
        char number[FLOAT_SIZE];
        switch (v.kind) {
        case VALUE_TEXT: return v.text;
        case VALUE_NONE: return STR("None");
        case VALUE_BOOL: return v.truth ? STR("True") : STR("False");
        case VALUE_INT: return integer_text(a, v.integer);
        case VALUE_FLOAT: float_repr(v.real, number); return arena_copy(a, str_from(number));
        default: break;
        }
        buf_init(&b, LIST_TEXT_MAX);
        value_write(&b, v);
        return copy_out(a, &b);
}

/* 1e+16 as 10000000000000000; numbers of more than 200 digits keep their exponent. */
static struct str print_float(struct arena *a, double real)
{
        char text[FLOAT_SIZE], digits[DIGITS_MAX + 1];
        int exponent;
        float_repr(real, text);
        if (!strchr(text, 'e'))
                return arena_copy(a, str_from(text));
        shortest_digits(fabs(real), digits, &exponent);
        int n = (int)strlen(digits);
        if (abs(exponent - n + 1) + n > PRINTED_DIGITS_MAX)
                return arena_printf(a, "%s%c%s%se%+d", real < 0 ? "-" : "", digits[0], n > 1 ? "." : "", digits + 1,
                                    exponent);
        if (exponent < 0)
                return arena_printf(a, "%s0.%0*d%s", real < 0 ? "-" : "", -exponent - 1, 0, digits);
        return arena_printf(a, "%s%s%0*d", real < 0 ? "-" : "", digits, exponent + 1 - n, 0);
}

static struct str print_moment(struct arena *a, const struct zone *zone, const struct moment *m)
{
        struct buf b;
        struct str format = !m->has_date ? STR("P") : !m->has_time ? STR("N j, Y") : STR("N j, Y, P");
        buf_init(&b, LIST_TEXT_MAX);
        if (!moment_format(&b, m, zone, format))
                b.failed = true;
        return copy_out(a, &b);
}

struct str value_print(struct arena *a, const struct zone *zone, struct value v)
{
        switch (v.kind) {
        case VALUE_FLOAT: return print_float(a, v.real);
        case VALUE_MOMENT: return print_moment(a, zone, v.moment);
        default: return value_str(a, v);
        }
}
