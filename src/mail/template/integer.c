/* Whole numbers that filters take. */
#include "mail/template/integer.h"

#include <math.h>

#include "mail/template/utf8.h"

enum { SHOWN_MAX = 60 /* bytes of a wrong value that an error message shows */ };

/* A sign, and digits with at most one underscore between them. */
static bool is_long_number(struct str s)
{
        if (s.len > 0 && (s.ptr[0] == '-' || s.ptr[0] == '+'))
                s = str_from_offset(s, 1);
        bool digit = false;
        for (size_t i = 0; i < s.len; i++) {
                bool before = digit;
                digit = s.ptr[i] >= '0' && s.ptr[i] <= '9';
                if (!digit && (s.ptr[i] != '_' || !before))
                        return false;
        }
        return digit;
}

static enum integer_reading beyond(bool negative, int64_t *ret)
{
        *ret = negative ? INT64_MIN : INT64_MAX;
        return INTEGER_BEYOND;
}

enum integer_reading integer_read(struct value v, int64_t *ret)
{
        if (value_to_int(v, ret))
                return INTEGER_GOOD;
        if (v.kind == VALUE_FLOAT)
                return isnan(v.real) ? INTEGER_MALFORMED : beyond(v.real < 0, ret);
        if (v.kind != VALUE_TEXT)
                return INTEGER_NONE;
        struct str s = utf8_strip(v.text);
        return is_long_number(s) ? beyond(s.ptr[0] == '-', ret) : INTEGER_MALFORMED;
}

bool integer_refuse(struct filter_call *c, struct value v)
{
        struct str shown = value_str(c->arena, v);
        if (!shown.ptr)
                return filter_full(c);
        if (shown.len > SHOWN_MAX)
                return filter_fail(c, "takes a whole number, not a text of %zu bytes", shown.len);
        return filter_fail(c, "takes a whole number, not \"%.*s\"", STR_ARG(shown));
}

bool integer_argument(struct filter_call *c, int64_t *ret)
{
        enum integer_reading reading = integer_read(*c->argument, ret);
        return reading == INTEGER_GOOD || reading == INTEGER_BEYOND || integer_refuse(c, *c->argument);
}
