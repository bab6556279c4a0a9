/* The calendar without time zones: the Gregorian one, also for the time before it was made (ISO 8601, Python).
 *
 * For years 1 to 9999, and a little beyond either end so that offsets may be added. Days and seconds count from
 * 1970-01-01T00:00:00; days have 86,400 seconds.
 */
#ifndef MAIL_TEMPLATE_CIVIL_H
#define MAIL_TEMPLATE_CIVIL_H

#include <stdbool.h>
#include <stdint.h>

enum {
        DAY_SECONDS = 86400,
        YEAR_MIN = 1, /* Python's datetime.MINYEAR and MAXYEAR */
        YEAR_MAX = 9999,
};

struct civil {
        int year, month, day; /* month and day from 1 */
        int hour, minute, second;
};

/* a / b, rounded down; b > 0. C rounds towards zero, which is wrong for what was before 1970. */
static inline int64_t floor_div(int64_t a, int64_t b)
{
        return a / b - (a % b < 0);
}

bool civil_is_leap(int year);
int civil_month_days(int year, int month);

/* Number of the day; month 1 to 12, any day. */
int64_t civil_day(int year, int month, int day);
/* 0: Monday. */
int civil_weekday(int64_t day);

void civil_from_seconds(int64_t seconds, struct civil *ret);
int64_t civil_seconds(const struct civil *c);

/* 1 to 366. */
int civil_year_day(const struct civil *c);
/* ISO 8601: the week belongs to the year that has its Thursday. */
void civil_week(const struct civil *c, int *ret_year, int *ret_week);

#endif
