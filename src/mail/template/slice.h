/* Python's slices: "start:stop:step", each of which may be left out, negative or far beyond the end. */
#ifndef MAIL_TEMPLATE_SLICE_H
#define MAIL_TEMPLATE_SLICE_H

#include "base/str.h"

struct slice {
        bool has_start, has_stop;
        int64_t start, stop, step;
};

/* What items a slice takes of so many: first, first + step, ... */
struct slice_range {
        int64_t first, step;
        size_t count;
};

/* False: it is none; a number that is not whole, more than three parts, a step of 0. */
bool slice_read(struct str text, struct slice *ret) __attribute__((warn_unused_result));

struct slice_range slice_of(const struct slice *s, size_t count);

#endif
