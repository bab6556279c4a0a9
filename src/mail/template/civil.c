/* The calendar without time zones. */
#include "mail/template/civil.h"

enum {
        CYCLE_YEARS = 400, /* the calendar repeats after them, weekdays included */
        CYCLE_DAYS = 146097,
        DAYS_TO_1970 = 719162, /* from 0001-01-01 */
        WEEKDAY_1970 = 3,      /* 1970-01-01 was a Thursday */
};

bool civil_is_leap(int year)
{
        return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

/* Days of the year before the month. */
static int days_before_month(int year, int month)
{
        static const int before[] = {0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365};
        return before[month - 1] + (month > 2 && civil_is_leap(year));
}

int civil_month_days(int year, int month)
{
        int next = month == 12 ? 365 + civil_is_leap(year) : days_before_month(year, month + 1);
        return next - days_before_month(year, month);
}

int64_t civil_day(int year, int month, int day)
{
        int64_t before = (int64_t)year - 1;
        int64_t leap_days = floor_div(before, 4) - floor_div(before, 100) + floor_div(before, 400);
        return before * 365 + leap_days + days_before_month(year, month) + day - 1 - DAYS_TO_1970;
}

int civil_weekday(int64_t day)
{
        int64_t shifted = day + WEEKDAY_1970;
        return (int)(shifted - floor_div(shifted, 7) * 7);
}

static int year_of_day(int64_t day)
{
        /* right, or one off around new year */
        int year = (int)floor_div((day + DAYS_TO_1970) * CYCLE_YEARS, CYCLE_DAYS) + 1;
        if (day < civil_day(year, 1, 1))
                return year - 1;
        return day < civil_day(year + 1, 1, 1) ? year : year + 1;
}

void civil_from_seconds(int64_t seconds, struct civil *ret)
{
        int64_t day = floor_div(seconds, DAY_SECONDS);
        int second = (int)(seconds - day * DAY_SECONDS);
        int year = year_of_day(day), month = 1;
        int day_of_year = (int)(day - civil_day(year, 1, 1));
        while (month < 12 && days_before_month(year, month + 1) <= day_of_year)
                month++;
        *ret = (struct civil){
                .year = year,
                .month = month,
                .day = day_of_year - days_before_month(year, month) + 1,
                .hour = second / 3600,
                .minute = second / 60 % 60,
                .second = second % 60,
        };
}

int64_t civil_seconds(const struct civil *c)
{
        return civil_day(c->year, c->month, c->day) * DAY_SECONDS + c->hour * 3600 + c->minute * 60 + c->second;
}

int civil_year_day(const struct civil *c)
{
        return days_before_month(c->year, c->month) + c->day;
}

void civil_week(const struct civil *c, int *ret_year, int *ret_week)
{
        int64_t day = civil_day(c->year, c->month, c->day);
        int64_t thursday = day - civil_weekday(day) + 3;
        *ret_year = year_of_day(thursday);
        *ret_week = (int)(thursday - civil_day(*ret_year, 1, 1)) / 7 + 1;
}
