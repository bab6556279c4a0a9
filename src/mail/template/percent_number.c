/* Python's % formatting of numbers. */
#include "mail/template/percent_number.h"

#include <math.h>
#include <stdio.h>

enum {
        /* Digits behind the point of the smallest double (2^-1074); those that follow are zeros. */
        EXACT_DIGITS = 1074,
        FLOAT_TEXT_MAX = 309 + 1 + EXACT_DIGITS + 8, /* and before it of the largest; exponent and NUL */
        INTEGER_TEXT_MAX = 320,                      /* int(1.7e308), or 64 bits in octal */
        PREFIX_MAX = 4,                              /* "-0x" and NUL */
};

static void write_prefix(char out[PREFIX_MAX], const struct percent_spec *s, bool negative, const char *base)
{
        const char *sign = negative ? "-" : s->plus ? "+" : s->space ? " " : "";
        snprintf(out, PREFIX_MAX, "%s%s", sign, base);
}

static void place_integer(struct percent_call *c, bool negative, const char *base, const char *digits)
{
        char prefix[PREFIX_MAX];
        struct str body = str_from(digits);
        bool short_of = c->spec.has_precision && c->spec.precision > body.len;
        write_prefix(prefix, &c->spec, negative, base);
        percent_place(c->out, &c->spec,
                      &(struct percent_piece){
                              .prefix = str_from(prefix),
                              .zeros = short_of ? c->spec.precision - body.len : 0,
                              .body = body,
                              .numeric = true,
                      });
}

static uint64_t magnitude(int64_t n)
{
        return n < 0 ? 0 - (uint64_t)n : (uint64_t)n;
}

enum percent_result percent_decimal(struct percent_call *c)
{
        char digits[INTEGER_TEXT_MAX];
        const struct value v = c->value;
        if (!value_is_number(v))
                return PERCENT_REFUSED;
        if (v.kind == VALUE_FLOAT) {
                if (!isfinite(v.real))
                        return isnan(v.real) ? PERCENT_REFUSED : PERCENT_BEYOND;
                snprintf(digits, sizeof digits, "%.0f", fabs(trunc(v.real)));
                place_integer(c, v.real <= -1, "", digits);
                return PERCENT_DONE;
        }
        int64_t n = v.kind == VALUE_INT ? v.integer : v.truth;
        snprintf(digits, sizeof digits, "%llu", (unsigned long long)magnitude(n));
        place_integer(c, n < 0, "", digits);
        return PERCENT_DONE;
}

enum percent_result percent_radix(struct percent_call *c)
{
        char digits[INTEGER_TEXT_MAX];
        const struct value v = c->value;
        if (v.kind != VALUE_INT && v.kind != VALUE_BOOL)
                return PERCENT_REFUSED;
        int64_t n = v.kind == VALUE_INT ? v.integer : v.truth;
        unsigned long long size = magnitude(n);
        const char *base = "";
        switch (c->spec.letter) {
        case 'o':
                snprintf(digits, sizeof digits, "%llo", size);
                base = "0o";
                break;
        case 'x':
                snprintf(digits, sizeof digits, "%llx", size);
                base = "0x";
                break;
        default: snprintf(digits, sizeof digits, "%llX", size); base = "0X";
        }
        place_integer(c, n < 0, c->spec.alternate ? base : "", digits);
        return PERCENT_DONE;
}

static void write_digits(char out[FLOAT_TEXT_MAX], const struct percent_spec *s, int precision, double size)
{
        switch (s->letter | ('a' - 'A')) {
        case 'e': snprintf(out, FLOAT_TEXT_MAX, s->alternate ? "%#.*e" : "%.*e", precision, size); break;
        case 'f': snprintf(out, FLOAT_TEXT_MAX, s->alternate ? "%#.*f" : "%.*f", precision, size); break;
        default: snprintf(out, FLOAT_TEXT_MAX, s->alternate ? "%#.*g" : "%.*g", precision, size);
        }
        for (char *p = out; s->letter < 'a' && *p; p++)
                *p = (char)(*p >= 'a' ? *p - ('a' - 'A') : *p);
}

/* Python writes nan without a sign. */
static void place_not_finite(struct percent_call *c, double real)
{
        char prefix[PREFIX_MAX];
        bool capital = c->spec.letter < 'a';
        write_prefix(prefix, &c->spec, !isnan(real) && real < 0, "");
        percent_place(c->out, &c->spec,
                      &(struct percent_piece){
                              .prefix = str_from(prefix),
                              .body = isnan(real) ? capital ? STR("NAN") : STR("nan")
                                      : capital ? STR("INF")
                                                  : STR("inf"),
                              .numeric = true,
                      });
}

enum percent_result percent_float(struct percent_call *c)
{
        char digits[FLOAT_TEXT_MAX], prefix[PREFIX_MAX];
        double real;
        if (!value_is_number(c->value) || !value_to_float(c->value, &real))
                return PERCENT_REFUSED;
        if (!isfinite(real)) {
                place_not_finite(c, real);
                return PERCENT_DONE;
        }
        uint64_t wanted = c->spec.has_precision ? c->spec.precision : 6;
        int exact = wanted < EXACT_DIGITS ? (int)wanted : EXACT_DIGITS;
        /* Without # a g drops the zeros at the end. */
        bool keeps_zeros = (c->spec.letter != 'g' && c->spec.letter != 'G') || c->spec.alternate;
        write_digits(digits, &c->spec, exact, fabs(real));
        struct str all = str_from(digits);
        size_t exponent = strcspn(digits, "eE");
        write_prefix(prefix, &c->spec, signbit(real), "");
        percent_place(c->out, &c->spec,
                      &(struct percent_piece){
                              .prefix = str_from(prefix),
                              .body = {all.ptr, exponent},
                              .trailing_zeros = keeps_zeros ? wanted - (uint64_t)exact : 0,
                              .rest = str_from_offset(all, exponent),
                              .numeric = true,
                      });
        return PERCENT_DONE;
}
