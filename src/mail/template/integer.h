/* Whole numbers that filters take: int() with Python's reasons for refusing kept apart, since Django gives up
 * quietly for some of them and raises for others. */
#ifndef MAIL_TEMPLATE_INTEGER_H
#define MAIL_TEMPLATE_INTEGER_H

#include "mail/template/filter.h"

enum integer_reading {
        INTEGER_GOOD,
        INTEGER_MALFORMED, /* ValueError: text that is no whole number, NaN */
        INTEGER_BEYOND,    /* a number, but not one of 64 bits; *ret is the nearest that is */
        INTEGER_NONE,      /* TypeError: neither number nor text */
};

enum integer_reading integer_read(struct value v, int64_t *ret) __attribute__((warn_unused_result));

/* int(argument) with beyond-64-bit numbers cut off; otherwise filter_fail. */
bool integer_argument(struct filter_call *c, int64_t *ret) __attribute__((warn_unused_result));

/* filter_fail: "takes a whole number, not ...". */
bool integer_refuse(struct filter_call *c, struct value v);

#endif
