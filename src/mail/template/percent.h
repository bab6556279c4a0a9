/* Python's % formatting of one value: "%05.1f".
 *
 * https://docs.python.org/3/library/stdtypes.html#printf-style-string-formatting, without what needs several values or
 * names: a `*` for width or precision and %(name)s are malformed here.
 */
#ifndef MAIL_TEMPLATE_PERCENT_H
#define MAIL_TEMPLATE_PERCENT_H

#include "mail/template/value.h"

enum percent_result {
        PERCENT_DONE,
        PERCENT_REFUSED, /* ValueError or TypeError: a malformed format, or the value is not of the kind it wants */
        PERCENT_BEYOND,  /* OverflowError: %d of infinity, %c of a number that is no character */
        PERCENT_FULL,    /* the arena or `out` is full */
};

/* Appends to `out`. The format stands without its first %, as Django's stringformat takes it. What `out` holds
 * after a failure is of no use. The value's text is made in `a`. */
enum percent_result percent_format(struct arena *a, struct buf *out, struct str format, struct value v)
        __attribute__((warn_unused_result));

#endif
