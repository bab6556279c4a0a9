/* Rows in the order of their keys; rows with equal keys stay in the order in which they came. */
#ifndef MAIL_TEMPLATE_SORT_H
#define MAIL_TEMPLATE_SORT_H

#include "mail/template/value.h"

struct sort_row {
        struct value key, row;
};

enum sort_result {
        SORT_DONE,
        SORT_REFUSED, /* two keys can't be compared: TypeError */
        SORT_FULL,    /* the arena is full */
};

/* `direction` is 1, or -1 for the greatest key first. `a` gives the room that merging takes. */
enum sort_result sort_rows(struct arena *a, struct sort_row *rows, size_t count, int direction)
        __attribute__((warn_unused_result));

#endif
