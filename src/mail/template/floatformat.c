/* floatformat: a number with so many digits behind the point, rounded as people do it. */
#include "mail/template/floatformat.h"

#include "mail/template/decimal.h"
#include "mail/template/integer.h"

/* What may end the argument: g groups thousands; u writes the number in no country's form, which groups nothing. */
static const struct {
        struct str text;
        bool grouped;
} suffixes[] = {{STR("gu"), false}, {STR("ug"), false}, {STR("g"), true}, {STR("u"), false}};

/* Cuts the suffix off; true when thousands are to be grouped. */
static bool take_suffix(struct str *argument)
{
        for (size_t i = 0; i < sizeof suffixes / sizeof *suffixes; i++)
                if (str_ends(*argument, suffixes[i].text)) {
                        argument->len -= suffixes[i].text.len;
                        return suffixes[i].grouped;
                }
        return false;
}

/* "2", "-3", "2g", "g"; -1 where no number stands. */
static enum integer_reading read_places(const struct value *argument, int64_t *ret, bool *ret_grouped)
{
        *ret = -1;
        *ret_grouped = false;
        if (!argument)
                return INTEGER_GOOD;
        struct value places = *argument;
        if (places.kind == VALUE_TEXT)
                *ret_grouped = take_suffix(&places.text);
        if (places.kind == VALUE_TEXT && places.text.len == 0 && argument->text.len > 0)
                return INTEGER_GOOD;
        return integer_read(places, ret);
}

/* Decimal(str(v)), or else Decimal(str(float(v))). False in *ret_number: v is no number. */
static bool read_number(struct filter_call *c, struct value v, struct decimal *ret, bool *ret_number)
{
        char repr[FLOAT_SIZE];
        double real;
        struct str text = value_str(c->arena, v);
        if (!text.ptr)
                return filter_full(c);
        *ret_number = decimal_read(text, ret);
        if (!*ret_number && value_to_float(v, &real)) {
                float_repr(real, repr);
                *ret_number = decimal_read(str_from(repr), ret);
        }
        return true;
}

bool floatformat(struct filter_call *c, struct value in, struct value *ret)
{
        struct decimal number;
        struct buf out;
        int64_t places;
        bool is_number = false, grouped;
        if (!read_number(c, in, &number, &is_number))
                return false;
        *ret = VALUE_EMPTY;
        if (!is_number)
                return true;
        enum integer_reading reading = read_places(c->argument, &places, &grouped);
        if (reading == INTEGER_NONE)
                return integer_refuse(c, *c->argument);
        if (reading == INTEGER_MALFORMED || !number.finite)
                return filter_give_text(c, value_str(c->arena, in), ret);
        uint64_t shown = places < 0 ? 0 - (uint64_t)places : (uint64_t)places;
        if (places < 0 && decimal_is_whole(&number))
                shown = 0;
        filter_buf(c, &out);
        decimal_write(&out, &number, shown, grouped);
        return filter_give_buf(c, &out, true, ret);
}
