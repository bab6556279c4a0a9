/* The filters date, time, timesince and timeuntil. */
#include "mail/template/civil.h"
#include "mail/template/filter.h"

/* A moment, or text that is one: contexts are JSON. */
static bool as_moment(struct value v, struct moment *ret)
{
        if (v.kind == VALUE_TEXT)
                return moment_parse(v.text, ret);
        if (v.kind == VALUE_MOMENT)
                *ret = *v.moment;
        return v.kind == VALUE_MOMENT;
}

typedef bool format_function(struct buf *out, const struct moment *m, const struct zone *zone, struct str format);

/* What is no moment, or has not what the format asks for, shows nothing; but the filter date refuses a date that is
 * asked for its time, as Django does. */
static bool give_formatted(struct filter_call *c, struct value in, format_function *format, struct str default_format,
                           struct value *ret)
{
        struct moment m;
        struct buf out;
        struct str wanted;
        if (!filter_argument_text(c, &wanted))
                return false;
        if (!c->argument || !value_is_true(*c->argument))
                wanted = default_format;
        filter_buf(c, &out);
        if (as_moment(in, &m) && !format(&out, &m, c->zone, moment_named_format(wanted))) {
                buf_clear(&out);
                if (format == moment_format && m.has_date)
                        return filter_fail(c, "shows a date, which has no time for the format \"%.*s\"",
                                           STR_ARG(wanted));
        }
        return filter_give_buf(c, &out, false, ret);
}

static bool apply_date(struct filter_call *c, struct value in, struct value *ret)
{
        return give_formatted(c, in, moment_format, STR("DATE_FORMAT"), ret);
}

static bool apply_time(struct filter_call *c, struct value in, struct value *ret)
{
        return give_formatted(c, in, moment_format_time, STR("TIME_FORMAT"), ret);
}

/* A wall clock, its seconds, and the millionths beyond. */
struct clock {
        struct civil civil;
        int64_t seconds;
        int32_t micros;
};

static struct clock clock_at(int64_t wall_seconds, int32_t micros)
{
        struct clock clock = {.seconds = wall_seconds, .micros = micros};
        civil_from_seconds(wall_seconds, &clock.civil);
        return clock;
}

static bool is_later_in_month(const struct clock *a, const struct clock *b)
{
        int64_t day = DAY_SECONDS;
        int64_t a_second = (a->civil.day - 1) * day + a->seconds - floor_div(a->seconds, day) * day;
        int64_t b_second = (b->civil.day - 1) * day + b->seconds - floor_div(b->seconds, day) * day;
        return a_second > b_second || (a_second == b_second && a->micros > b->micros);
}

/* Whole months from one clock to a later one. */
static int months_between(const struct clock *from, const struct clock *to)
{
        int months = (to->civil.year - from->civil.year) * 12 + to->civil.month - from->civil.month;
        return months - is_later_in_month(from, to);
}

/* The clock so many months later, at the end of shorter months; for Django February always has 28 days. */
static int64_t months_later(const struct civil *from, int months)
{
        static const int february_days = 28;
        struct civil later = *from;
        later.year += (from->month - 1 + months) / 12;
        later.month = (from->month - 1 + months) % 12 + 1;
        int days = later.month == 2 ? february_days : civil_month_days(later.year, later.month);
        if (later.day > days)
                later.day = days;
        return civil_seconds(&later);
}

enum { UNITS = 6, UNITS_SHOWN = 2 };

static void count_units(const struct clock *from, const struct clock *to, int64_t counts[UNITS])
{
        static const int64_t seconds_of_unit[] = {7 * DAY_SECONDS, DAY_SECONDS, 3600, 60};
        int months = months_between(from, to);
        int64_t rest = to->seconds - from->seconds - (to->micros < from->micros);
        if (months > 0)
                rest = to->seconds - months_later(&from->civil, months);
        counts[0] = months / 12;
        counts[1] = months % 12;
        for (size_t i = 2; i < UNITS; i++) {
                counts[i] = rest / seconds_of_unit[i - 2];
                rest %= seconds_of_unit[i - 2];
        }
}

/* "1 year, 2 months": at most two units, and of those the second only when it follows the first. */
static void write_units(struct buf *out, const int64_t counts[UNITS])
{
        static const char *const names[UNITS] = {"year", "month", "week", "day", "hour", "minute"};
        size_t first = 0;
        while (first < UNITS - 1 && counts[first] == 0)
                first++;
        for (size_t i = first; i < UNITS && i < first + UNITS_SHOWN && (i == first || counts[i] > 0); i++)
                buf_printf(out, "%s%lld\u00a0%s%s", i > first ? ", " : "", (long long)counts[i], names[i],
                           counts[i] == 1 ? "" : "s");
}

static void write_between(struct buf *out, const struct clock *from, const struct clock *to)
{
        int64_t counts[UNITS] = {0};
        if (to->seconds > from->seconds)
                count_units(from, to, counts);
        write_units(out, counts);
}

/* The moment to compare with: the argument, or now as the clock that m was read from shows it. False: it can't be
 * compared, because one of the two names an instant and the other doesn't. */
static bool other_clock(const struct filter_call *c, const struct moment *m, const struct moment *argument,
                        struct clock *ret)
{
        const struct moment *other = argument ? argument : &c->now;
        int64_t seconds = other->seconds;
        if (m->aware != other->aware && argument)
                return false;
        if (m->aware)
                seconds += m->offset;
        else if (!argument) {
                struct str abbreviation;
                bool summer;
                seconds += zone_offset(c->zone, seconds, &abbreviation, &summer);
        }
        *ret = clock_at(seconds, other->micros);
        return true;
}

/* Django: utils/timesince.py of 4.2 and later. Texts that are no moment show nothing, as for `date`; a time alone is
 * none of any day. */
static bool give_distance(struct filter_call *c, struct value in, bool until, struct value *ret)
{
        struct moment m, argument;
        struct clock other;
        bool has_argument = c->argument && value_is_true(*c->argument);
        if (has_argument && (!as_moment(*c->argument, &argument) || !argument.has_date))
                return filter_fail(c, "takes a date to compare with");
        struct buf out;
        filter_buf(c, &out);
        if (as_moment(in, &m) && m.has_date && other_clock(c, &m, has_argument ? &argument : NULL, &other)) {
                struct clock own = clock_at(m.seconds + m.offset, m.micros);
                write_between(&out, until ? &other : &own, until ? &own : &other);
        }
        return filter_give_buf(c, &out, false, ret);
}

static bool apply_timesince(struct filter_call *c, struct value in, struct value *ret)
{
        return give_distance(c, in, false, ret);
}

static bool apply_timeuntil(struct filter_call *c, struct value in, struct value *ret)
{
        return give_distance(c, in, true, ret);
}

const struct filter filters_time[] = {
        {STR("date"), apply_date, ARGUMENT_OPTIONAL, false, false},
        {STR("time"), apply_time, ARGUMENT_OPTIONAL, false, false},
        {STR("timesince"), apply_timesince, ARGUMENT_OPTIONAL, false, false},
        {STR("timeuntil"), apply_timeuntil, ARGUMENT_OPTIONAL, false, false},
        {STR_NULL, NULL, ARGUMENT_NONE, false, false},
};
