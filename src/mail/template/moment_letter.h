/* What one format letter of Django shows of a moment. For moment_format.c.
 * https://docs.djangoproject.com/en/stable/ref/templates/builtins/#date
 */
#ifndef MAIL_TEMPLATE_MOMENT_LETTER_H
#define MAIL_TEMPLATE_MOMENT_LETTER_H

#include "mail/template/moment.h"

/* What letters show as a number, or by a name that goes with it. */
enum part {
        YEAR,
        YEAR_OF_CENTURY,
        MONTH,
        MONTH_DAYS,
        DAY,
        YEAR_DAY,
        WEEKDAY, /* 0: Sunday */
        WEEK_YEAR,
        WEEK,
        HOUR,
        HOUR_OF_HALF, /* 1 to 12 */
        MINUTE,
        SECOND,
        MICROSECOND,
        PARTS,
};

/* A moment as a clock in the zone shows it. */
struct moment_shown {
        const struct moment *moment;
        int64_t instant; /* seconds since 1970 of UTC; a moment that is not aware is taken as one of the zone */
        int32_t offset;  /* of the zone at that instant */
        bool summer;
        /* Django says nothing of the zone where clocks show a time twice or never, nor of a date or a time alone. */
        bool zone_is_known;
        struct str abbreviation;
        int part[PARTS];
};

enum needs {
        OF_DATE = 1,   /* refused for a time alone */
        OF_TIME = 2,   /* refused for a date alone; the only ones that the filter `time` knows */
        OF_EITHER = 4, /* for all */
};

/* It shows what `write` writes; or the part's name, of which `digits` letters (0: all); or the part as a number of at
 * least so many digits. */
struct moment_letter {
        char letter;
        uint8_t needs; /* enum needs */
        uint8_t part;  /* enum part */
        uint8_t digits;
        const char *const *names;
        void (*write)(struct buf *out, const struct moment_shown *s);
};

/* A moment that is aware as the zone's clocks show it, another one as it is. Keeps m. */
void moment_shown_init(struct moment_shown *ret, const struct moment *m, const struct zone *zone);

/* NULL: the character stands for itself. */
const struct moment_letter *moment_letter_find(char c);

void moment_letter_write(struct buf *out, const struct moment_letter *l, const struct moment_shown *s);

#endif
