/* Filters that count, compare and show numbers, and those that stand in for what is missing. */
#include <math.h>
#include <stdio.h>

#include "mail/template/floatformat.h"
#include "mail/template/integer.h"

static bool beyond(struct filter_call *c)
{
        return filter_fail(c, "takes and gives whole numbers of 64 bits, and not greater ones");
}

static bool add_lists(struct filter_call *c, const struct list *a, const struct list *b, struct value *ret)
{
        struct value *items = arena_array(c->arena, struct value, a->count + b->count);
        if (!items)
                return filter_full(c);
        for (size_t i = 0; i < a->count; i++)
                items[i] = a->items[i];
        for (size_t i = 0; i < b->count; i++)
                items[a->count + i] = b->items[i];
        return value_list(c->arena, items, a->count + b->count, ret) || filter_full(c);
}

/* value + argument, where they are not both numbers. */
static bool add_others(struct filter_call *c, struct value in, struct value other, struct value *ret)
{
        struct buf out;
        *ret = VALUE_EMPTY;
        if (in.kind == VALUE_LIST && other.kind == VALUE_LIST &&
            (in.list->kind == LIST_LIST) == (other.list->kind == LIST_LIST))
                return add_lists(c, in.list, other.list, ret);
        if (in.kind == VALUE_TEXT && other.kind == VALUE_TEXT) {
                filter_buf(c, &out);
                buf_add(&out, in.text);
                buf_add(&out, other.text);
                return filter_give_buf(c, &out, in.safe && other.safe, ret);
        }
        return true;
}

static bool add(struct filter_call *c, struct value in, struct value *ret)
{
        int64_t a, b, sum;
        enum integer_reading left = integer_read(in, &a), right = integer_read(*c->argument, &b);
        bool left_number = left == INTEGER_GOOD || left == INTEGER_BEYOND;
        bool right_number = right == INTEGER_GOOD || right == INTEGER_BEYOND;
        if (!left_number || !right_number)
                return add_others(c, in, *c->argument, ret);
        if (left == INTEGER_BEYOND || right == INTEGER_BEYOND || __builtin_add_overflow(a, b, &sum))
                return beyond(c);
        *ret = value_int(sum);
        return true;
}

static bool divisibleby(struct filter_call *c, struct value in, struct value *ret)
{
        int64_t number, divisor;
        enum integer_reading left = integer_read(in, &number), right = integer_read(*c->argument, &divisor);
        if (left == INTEGER_BEYOND || right == INTEGER_BEYOND)
                return beyond(c);
        if (left != INTEGER_GOOD || right != INTEGER_GOOD)
                return integer_refuse(c, left != INTEGER_GOOD ? in : *c->argument);
        if (divisor == 0)
                return filter_fail(c, "divides by zero");
        /* INT64_MIN % -1 is undefined in C. */
        *ret = value_bool(divisor == -1 || number % divisor == 0);
        return true;
}

/* Digit number n from the right, from 1 on; the value itself where Django finds it not to be a number. */
static bool get_digit(struct filter_call *c, struct value in, struct value *ret)
{
        int64_t place, number;
        char digits[24]; /* of 64 bits, with the sign */
        *ret = in;
        enum integer_reading right = integer_read(*c->argument, &place), left = integer_read(in, &number);
        if (right == INTEGER_NONE || (right != INTEGER_MALFORMED && left == INTEGER_NONE))
                return integer_refuse(c, right == INTEGER_NONE ? *c->argument : in);
        if (right == INTEGER_MALFORMED || left == INTEGER_MALFORMED)
                return true;
        if (left == INTEGER_BEYOND)
                return beyond(c);
        *ret = value_int(number);
        if (place < 1)
                return true;
        int count = snprintf(digits, sizeof digits, "%lld", (long long)number);
        if (place == count && number < 0)
                return filter_fail(c, "finds a minus where the digit would be");
        *ret = value_int(place <= count ? digits[count - place] - '0' : 0);
        return true;
}

#define NO_BREAK_SPACE "\xC2\xA0"

/* 1 KB is 1024 bytes, and so on; a unit holds up to 1024 of it. */
static const char *const size_units[] = {"KB", "MB", "GB", "TB", "PB"};

static bool filesizeformat(struct filter_call *c, struct value in, struct value *ret)
{
        int64_t bytes;
        enum integer_reading reading = integer_read(in, &bytes);
        if (reading == INTEGER_BEYOND)
                return beyond(c);
        if (reading != INTEGER_GOOD)
                bytes = 0;
        const char *sign = bytes < 0 ? "-" : "";
        uint64_t size = bytes < 0 ? 0 - (uint64_t)bytes : (uint64_t)bytes;
        if (size < 1024) {
                const char *noun = size == 1 ? "byte" : "bytes";
                return filter_give_text(c, arena_printf(c->arena, "%s%d" NO_BREAK_SPACE "%s", sign, (int)size, noun),
                                        ret);
        }
        size_t unit = 0;
        while (unit + 1 < sizeof size_units / sizeof *size_units && size >> (10 * (unit + 2)))
                unit++;
        double shown = ldexp((double)size, -10 * ((int)unit + 1));
        return filter_give_text(c, arena_printf(c->arena, "%s%.1f" NO_BREAK_SPACE "%s", sign, shown, size_units[unit]),
                                ret);
}

/* value == 1, len(value) == 1; false in *ret_known: neither a number nor something with a length. */
static bool is_one(struct value v, bool *ret_known)
{
        double number;
        *ret_known = true;
        if (v.kind == VALUE_LIST)
                return v.list->count == 1;
        if (v.kind == VALUE_DICT)
                return v.dict->count == 1;
        *ret_known = value_to_float(v, &number);
        return *ret_known && number == 1;
}

static bool pluralize(struct filter_call *c, struct value in, struct value *ret)
{
        bool known, one = is_one(in, &known);
        if (c->argument && c->argument->kind != VALUE_TEXT)
                return filter_fail(c, "takes a text such as \"y,ies\"");
        struct str rest = c->argument ? c->argument->text : STR("s");
        struct str singular = STR(""), plural = rest;
        if (str_find(rest, ',') < rest.len) {
                singular = str_cut(&rest, ',');
                plural = rest;
        }
        bool more = str_find(plural, ',') < plural.len; /* three forms are none */
        *ret = known && !more ? value_text(one ? singular : plural) : VALUE_EMPTY;
        return true;
}

static bool yesno(struct filter_call *c, struct value in, struct value *ret)
{
        enum { YES, NO, MAYBE, FORMS };
        struct str forms[FORMS];
        size_t n = 0;
        if (c->argument && c->argument->kind != VALUE_TEXT)
                return filter_fail(c, "takes a text such as \"yes,no,maybe\"");
        for (struct str rest = c->argument ? c->argument->text : STR("yes,no,maybe"); rest.ptr; n++) {
                struct str form = str_cut(&rest, ',');
                if (n < FORMS)
                        forms[n] = form;
        }
        *ret = in;
        if (n < 2)
                return true;
        if (n != FORMS)
                forms[MAYBE] = forms[NO];
        *ret = value_text(forms[in.kind == VALUE_NONE ? MAYBE : value_is_true(in) ? YES : NO]);
        return true;
}

static bool default_value(struct filter_call *c, struct value in, struct value *ret)
{
        *ret = value_is_true(in) ? in : *c->argument;
        return true;
}

static bool default_if_none(struct filter_call *c, struct value in, struct value *ret)
{
        *ret = in.kind != VALUE_NONE ? in : *c->argument;
        return true;
}

const struct filter filters_number[] = {
        {.name = STR("add"), .apply = add, .argument = ARGUMENT_REQUIRED},
        {.name = STR("default"), .apply = default_value, .argument = ARGUMENT_REQUIRED},
        {.name = STR("default_if_none"), .apply = default_if_none, .argument = ARGUMENT_REQUIRED},
        {.name = STR("divisibleby"), .apply = divisibleby, .argument = ARGUMENT_REQUIRED},
        {.name = STR("filesizeformat"), .apply = filesizeformat, .keeps_safe = true},
        {.name = STR("floatformat"), .apply = floatformat, .argument = ARGUMENT_OPTIONAL, .keeps_safe = true},
        {.name = STR("get_digit"), .apply = get_digit, .argument = ARGUMENT_REQUIRED},
        {.name = STR("pluralize"), .apply = pluralize, .argument = ARGUMENT_OPTIONAL},
        {.name = STR("yesno"), .apply = yesno, .argument = ARGUMENT_OPTIONAL},
        {.name = STR_NULL},
};
