/* The rule in a zone file's footer: a POSIX TZ string, with the hours of RFC 9636, 3.3.1.
 *
 * The calendar repeats after 400 years, so the changes of as many years say all that there is to say.
 */
#include "mail/template/ascii.h"
#include "mail/template/civil.h"
#include "mail/template/zone_file.h"

enum {
        OFFSET_HOURS_MAX = 24, /* POSIX.1-2017, 8.3 */
        TIME_HOURS_MAX = 167,  /* RFC 9636, 3.3.1: within a week */
        HOUR_SECONDS = 3600,
        FEBRUARY_29 = 60, /* as a day of a leap year */
};

/* When clocks change, in the time that they show until then. */
struct rule_change {
        enum { NTH_WEEKDAY, DAY_FROM_ZERO, DAY_WITHOUT_LEAP_DAY } by;
        int month, week, weekday; /* NTH_WEEKDAY; week 5: the last; weekday 0: Sunday */
        int day;                  /* the others */
        int32_t time;             /* seconds after midnight; may be negative */
};

struct rule {
        struct str standard_name, summer_name; /* summer_name has ptr NULL: there is no summer time */
        int32_t standard, summer;              /* seconds east of UTC */
        struct rule_change to_summer, to_standard;
};

static bool take_char(struct str *rest, char c)
{
        if (rest->len == 0 || rest->ptr[0] != c)
                return false;
        *rest = str_from_offset(*rest, 1);
        return true;
}

static bool take_number(struct str *rest, int min, int max, int *ret)
{
        int n = 0;
        size_t digits = 0;
        for (; digits < rest->len && digits < 3 && ascii_is_digit(rest->ptr[digits]); digits++)
                n = n * 10 + (rest->ptr[digits] - '0');
        *rest = str_from_offset(*rest, digits);
        *ret = n;
        return digits > 0 && n >= min && n <= max;
}

/* "CET", or "<+0330>" where there are other characters than letters. */
static bool take_name(struct str *rest, struct str *ret)
{
        size_t len = 0;
        bool quoted = take_char(rest, '<');
        if (quoted)
                len = str_find(*rest, '>');
        else
                while (len < rest->len && ((rest->ptr[len] | 0x20) >= 'a' && (rest->ptr[len] | 0x20) <= 'z'))
                        len++;
        *ret = (struct str){rest->ptr, len};
        *rest = str_from_offset(*rest, len);
        return len >= ZONE_NAME_MIN && (!quoted || take_char(rest, '>'));
}

/* [+-]h[h[h]][:mm[:ss]] in seconds. */
static bool take_time(struct str *rest, int hours_max, int32_t *ret)
{
        int hour, minute = 0, second = 0;
        bool negative = take_char(rest, '-');
        if (!negative)
                (void)take_char(rest, '+');
        if (!take_number(rest, 0, hours_max, &hour))
                return false;
        if (take_char(rest, ':') && !take_number(rest, 0, 59, &minute))
                return false;
        if (take_char(rest, ':') && !take_number(rest, 0, 59, &second))
                return false;
        int32_t seconds = hour * HOUR_SECONDS + minute * 60 + second;
        *ret = negative ? -seconds : seconds;
        return true;
}

/* POSIX counts west of Greenwich, everybody else east. */
static bool take_offset(struct str *rest, int32_t *ret)
{
        int32_t west;
        if (!take_time(rest, OFFSET_HOURS_MAX, &west))
                return false;
        *ret = -west;
        return true;
}

static bool take_day(struct str *rest, struct rule_change *ret)
{
        if (take_char(rest, 'M')) {
                ret->by = NTH_WEEKDAY;
                return take_number(rest, 1, 12, &ret->month) && take_char(rest, '.') &&
                       take_number(rest, 1, 5, &ret->week) && take_char(rest, '.') &&
                       take_number(rest, 0, 6, &ret->weekday);
        }
        if (take_char(rest, 'J')) {
                ret->by = DAY_WITHOUT_LEAP_DAY;
                return take_number(rest, 1, 365, &ret->day);
        }
        ret->by = DAY_FROM_ZERO;
        return take_number(rest, 0, 365, &ret->day);
}

/* ",M3.5.0/2", at 02:00 without the time. */
static bool take_change(struct str *rest, struct rule_change *ret)
{
        ret->time = 2 * HOUR_SECONDS;
        return take_char(rest, ',') && take_day(rest, ret) &&
               (!take_char(rest, '/') || take_time(rest, TIME_HOURS_MAX, &ret->time));
}

static bool parse_rule(struct str text, struct rule *ret)
{
        struct str rest = text;
        *ret = (struct rule){.summer_name = STR_NULL};
        if (!take_name(&rest, &ret->standard_name) || !take_offset(&rest, &ret->standard))
                return false;
        if (rest.len == 0)
                return true;
        ret->summer = ret->standard + HOUR_SECONDS;
        if (!take_name(&rest, &ret->summer_name))
                return false;
        if (rest.len > 0 && rest.ptr[0] != ',' && !take_offset(&rest, &ret->summer))
                return false;
        return take_change(&rest, &ret->to_summer) && take_change(&rest, &ret->to_standard) && rest.len == 0;
}

static int64_t nth_weekday(const struct rule_change *r, int year)
{
        int64_t first = civil_day(year, r->month, 1);
        int first_weekday = (civil_weekday(first) + 1) % 7; /* 0: Sunday, as in the rule */
        int day = (r->weekday - first_weekday + 7) % 7 + 7 * (r->week - 1);
        while (day >= civil_month_days(year, r->month))
                day -= 7;
        return first + day;
}

static int64_t change_day(const struct rule_change *r, int year)
{
        int64_t new_year = civil_day(year, 1, 1);
        switch (r->by) {
        case NTH_WEEKDAY: return nth_weekday(r, year);
        case DAY_FROM_ZERO: return new_year + r->day;
        case DAY_WITHOUT_LEAP_DAY: break;
        }
        return new_year + r->day - 1 + (civil_is_leap(year) && r->day >= FEBRUARY_29);
}

static int64_t change_instant(const struct rule_change *r, int year, int32_t offset_before)
{
        return change_day(r, year) * DAY_SECONDS + r->time - offset_before;
}

/* Changes of one year may reach into the next (summer time all year: "EST5EDT,0/0,J365/25"), but not past its own. */
static bool add_change(struct zone *zone, int64_t after, int64_t at, size_t kind)
{
        if (at <= after)
                return true;
        if (zone->changes > 0 && at < zone->at[zone->changes - 1])
                return false;
        zone->at[zone->changes] = at;
        zone->kind_from[zone->changes++] = (uint16_t)kind;
        return true;
}

/* The year of the last change in the file; rules without any before them hold since the first year. */
static int rule_year(const struct zone *zone)
{
        struct civil last = {.year = YEAR_MIN - 2};
        int64_t first = civil_day(last.year, 1, 1) * DAY_SECONDS;
        if (zone->changes > 0 && zone->at[zone->changes - 1] > first)
                civil_from_seconds(zone->at[zone->changes - 1], &last);
        return last.year;
}

static bool add_years(struct zone *zone, const struct rule *r, size_t standard, size_t summer)
{
        int first = rule_year(zone);
        int64_t after = zone->changes > 0 ? zone->at[zone->changes - 1] : INT64_MIN;
        for (int year = first; year < first + ZONE_RULE_YEARS; year++) {
                int64_t forward = change_instant(&r->to_summer, year, r->standard);
                int64_t back = change_instant(&r->to_standard, year, r->summer);
                bool north = forward < back;
                if (!add_change(zone, after, north ? forward : back, north ? summer : standard) ||
                    !add_change(zone, after, north ? back : forward, north ? standard : summer))
                        return false;
        }
        zone->horizon = civil_day(first + ZONE_RULE_YEARS - 2, 1, 1) * DAY_SECONDS;
        return true;
}

bool zone_add_rule(struct zone *zone, struct str text)
{
        struct rule r;
        size_t standard = zone->kinds, summer = zone->kinds + 1;
        if (!parse_rule(text, &r) || !zone_add_kind(zone, r.standard, false, r.standard_name))
                return false;
        if (!r.summer_name.ptr)
                return true; /* the kind of the last change says the same */
        return zone_add_kind(zone, r.summer, true, r.summer_name) && add_years(zone, &r, standard, summer);
}
