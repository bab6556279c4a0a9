/* Decimal numbers as Python's decimal.Decimal reads, rounds and shows them: on digits, without binary fractions. */
#ifndef MAIL_TEMPLATE_DECIMAL_H
#define MAIL_TEMPLATE_DECIMAL_H

#include "base/buf.h"

/* Django's floatformat gives longer numbers back as they are: digits and size of the exponent together. */
enum { DECIMAL_SIZE_MAX = 200 };

/* digits * 10^exponent; one digit at least, no zeros in front of others. */
struct decimal {
        bool negative;
        bool finite; /* false: inf, nan, or digits + |exponent| > DECIMAL_SIZE_MAX; the rest is not set then */
        size_t count;
        int exponent;
        char digits[DECIMAL_SIZE_MAX];
};

/* "12.50", "-1e3", ".5", "Infinity", "NaN"; spaces around and underscores anywhere. False: it is no number. */
bool decimal_read(struct str text, struct decimal *ret) __attribute__((warn_unused_result));

/* It has no fraction. */
bool decimal_is_whole(const struct decimal *d);

/* Appends it with so many digits behind the point, halves rounded away from zero; none: without the point. What rounds
 * to zero has no sign. `grouped`: a comma between thousands. */
void decimal_write(struct buf *out, const struct decimal *d, uint64_t places, bool grouped);

#endif
