/* The parts of Python's % formatting; only percent.c and percent_number.c include it. */
#ifndef MAIL_TEMPLATE_PERCENT_NUMBER_H
#define MAIL_TEMPLATE_PERCENT_NUMBER_H

#include "mail/template/percent.h"

#define PERCENT_WIDTH_MAX (uint64_t) INT64_MAX /* Python's PY_SSIZE_T_MAX */
#define PERCENT_PRECISION_MAX (uint64_t) INT32_MAX

/* "%[-+ #0][width][.precision]letter" */
struct percent_spec {
        bool left, plus, space, alternate, zero, has_precision;
        uint64_t width, precision;
        char letter;
};

struct percent_call {
        struct arena *arena;
        struct buf *out;
        struct value value;
        struct percent_spec spec;
        bool spent; /* the value was asked for */
};

/* What is to be placed in the width, in the order in which it is written. */
struct percent_piece {
        struct str prefix; /* sign and 0x */
        uint64_t zeros;
        struct str body;
        uint64_t trailing_zeros;
        struct str rest; /* exponent */
        bool numeric;    /* the flag 0 pads with zeros */
};

/* Appends it, padded. */
void percent_place(struct buf *out, const struct percent_spec *s, const struct percent_piece *p);

/* d i u; x X o; e E f F g G */
enum percent_result percent_decimal(struct percent_call *c);
enum percent_result percent_radix(struct percent_call *c);
enum percent_result percent_float(struct percent_call *c);

#endif
