/* Format letters: a table, and a function for each letter that is more than a number or a name. */
#include "mail/template/moment_letter.h"

#include "mail/template/civil.h"

static const char *const month_names[] = {"",     "January", "February",  "March",   "April",    "May",     "June",
                                          "July", "August",  "September", "October", "November", "December"};
static const char *const month_names_lower[] = {"",    "jan", "feb", "mar", "apr", "may", "jun",
                                                "jul", "aug", "sep", "oct", "nov", "dec"};
/* The Associated Press's */
static const char *const month_names_press[] = {"",     "Jan.", "Feb.",  "March", "April", "May", "June",
                                                "July", "Aug.", "Sept.", "Oct.",  "Nov.",  "Dec."};
static const char *const weekday_names[] = {"Sunday",   "Monday", "Tuesday", "Wednesday",
                                            "Thursday", "Friday", "Saturday"};

static const char *half_of_day(const struct moment_shown *s)
{
        return s->part[HOUR] >= 12 ? "p.m." : "a.m.";
}

static void write_half_of_day(struct buf *out, const struct moment_shown *s)
{
        buf_add(out, str_from(half_of_day(s)));
}

static void write_half_of_day_upper(struct buf *out, const struct moment_shown *s)
{
        buf_add(out, s->part[HOUR] >= 12 ? STR("PM") : STR("AM"));
}

/* "2", "2:30" */
static void write_short_time(struct buf *out, const struct moment_shown *s)
{
        buf_printf(out, "%d", s->part[HOUR_OF_HALF]);
        if (s->part[MINUTE])
                buf_printf(out, ":%02d", s->part[MINUTE]);
}

/* "2:30 p.m.", "noon" */
static void write_spoken_time(struct buf *out, const struct moment_shown *s)
{
        if (s->part[MINUTE] == 0 && s->part[HOUR] % 12 == 0) {
                buf_add(out, s->part[HOUR] ? STR("noon") : STR("midnight"));
                return;
        }
        write_short_time(out, s);
        buf_printf(out, " %s", half_of_day(s));
}

static void write_ordinal(struct buf *out, const struct moment_shown *s)
{
        static const char *const suffixes[] = {"th", "st", "nd", "rd", "th", "th", "th", "th", "th", "th"};
        int day = s->part[DAY];
        buf_add(out, str_from(day >= 11 && day <= 13 ? "th" : suffixes[day % 10]));
}

static void write_leap(struct buf *out, const struct moment_shown *s)
{
        buf_add(out, civil_is_leap(s->part[YEAR]) ? STR("True") : STR("False"));
}

/* Only what names an instant has a zone of its own. */
static void write_own_zone(struct buf *out, const struct moment_shown *s)
{
        if (s->moment->aware)
                buf_add(out, s->abbreviation);
}

static void write_zone(struct buf *out, const struct moment_shown *s)
{
        if (s->zone_is_known)
                buf_add(out, s->abbreviation);
}

static void write_summer(struct buf *out, const struct moment_shown *s)
{
        if (s->zone_is_known)
                buf_add_char(out, s->summer ? '1' : '0');
}

static void write_offset_seconds(struct buf *out, const struct moment_shown *s)
{
        if (s->zone_is_known)
                buf_printf(out, "%d", s->offset);
}

static void write_offset(struct buf *out, const struct moment_shown *s)
{
        if (s->zone_is_known)
                moment_write_offset(out, s->offset - s->offset % 60, false);
}

/* int(datetime.timestamp()) rounds towards zero. */
static void write_instant(struct buf *out, const struct moment_shown *s)
{
        buf_printf(out, "%lld", (long long)s->instant + (s->instant < 0 && s->moment->micros));
}

static void write_iso(struct buf *out, const struct moment_shown *s)
{
        struct moment m = *s->moment;
        if (m.aware)
                m.offset = s->offset;
        moment_write_iso(out, &m, 'T');
}

/* RFC 5322, 3.3; a date alone is its midnight. */
static void write_mail_date(struct buf *out, const struct moment_shown *s)
{
        buf_printf(out, "%.3s, %02d %.3s %04d %02d:%02d:%02d ", weekday_names[s->part[WEEKDAY]], s->part[DAY],
                   month_names[s->part[MONTH]], s->part[YEAR], s->part[HOUR], s->part[MINUTE], s->part[SECOND]);
        moment_write_offset(out, s->offset, false);
}

static const struct moment_letter letters[] = {
        {'a', OF_TIME, .write = write_half_of_day},
        {'A', OF_TIME, .write = write_half_of_day_upper},
        {'b', OF_DATE, .part = MONTH, .names = month_names_lower},
        {'c', OF_EITHER, .write = write_iso},
        {'d', OF_DATE, .part = DAY, .digits = 2},
        {'D', OF_DATE, .part = WEEKDAY, .digits = 3, .names = weekday_names},
        {'e', OF_TIME, .write = write_own_zone},
        {'E', OF_DATE, .part = MONTH, .names = month_names},
        {'f', OF_TIME, .write = write_short_time},
        {'F', OF_DATE, .part = MONTH, .names = month_names},
        {'g', OF_TIME, .part = HOUR_OF_HALF},
        {'G', OF_TIME, .part = HOUR},
        {'h', OF_TIME, .part = HOUR_OF_HALF, .digits = 2},
        {'H', OF_TIME, .part = HOUR, .digits = 2},
        {'i', OF_TIME, .part = MINUTE, .digits = 2},
        {'I', OF_EITHER, .write = write_summer},
        {'j', OF_DATE, .part = DAY},
        {'l', OF_DATE, .part = WEEKDAY, .names = weekday_names},
        {'L', OF_DATE, .write = write_leap},
        {'m', OF_DATE, .part = MONTH, .digits = 2},
        {'M', OF_DATE, .part = MONTH, .digits = 3, .names = month_names},
        {'n', OF_DATE, .part = MONTH},
        {'N', OF_DATE, .part = MONTH, .names = month_names_press},
        {'o', OF_DATE, .part = WEEK_YEAR},
        {'O', OF_TIME, .write = write_offset},
        {'P', OF_TIME, .write = write_spoken_time},
        {'r', OF_DATE, .write = write_mail_date},
        {'s', OF_TIME, .part = SECOND, .digits = 2},
        {'S', OF_DATE, .write = write_ordinal},
        {'t', OF_DATE, .part = MONTH_DAYS},
        {'T', OF_TIME, .write = write_zone},
        {'u', OF_TIME, .part = MICROSECOND, .digits = 6},
        {'U', OF_DATE, .write = write_instant},
        {'w', OF_DATE, .part = WEEKDAY},
        {'W', OF_DATE, .part = WEEK},
        {'y', OF_DATE, .part = YEAR_OF_CENTURY, .digits = 2},
        {'Y', OF_DATE, .part = YEAR, .digits = 4},
        {'z', OF_DATE, .part = YEAR_DAY},
        {'Z', OF_TIME, .write = write_offset_seconds},
};

const struct moment_letter *moment_letter_find(char c)
{
        for (size_t i = 0; i < sizeof letters / sizeof *letters; i++)
                if (letters[i].letter == c)
                        return &letters[i];
        return NULL;
}

static struct str name_of(const struct moment_letter *l, int part)
{
        struct str name = str_from(l->names[part]);
        if (l->digits && name.len > l->digits)
                name.len = l->digits;
        return name;
}

void moment_letter_write(struct buf *out, const struct moment_letter *l, const struct moment_shown *s)
{
        if (l->write)
                l->write(out, s);
        else if (l->names)
                buf_add(out, name_of(l, s->part[l->part]));
        else
                buf_printf(out, "%0*d", l->digits, s->part[l->part]);
}

static void show_parts(struct moment_shown *s, int64_t wall_seconds)
{
        struct civil c;
        int week_year, week;
        civil_from_seconds(wall_seconds, &c);
        civil_week(&c, &week_year, &week);
        const int part[PARTS] = {
                [YEAR] = c.year,
                [YEAR_OF_CENTURY] = c.year % 100,
                [MONTH] = c.month,
                [MONTH_DAYS] = civil_month_days(c.year, c.month),
                [DAY] = c.day,
                [YEAR_DAY] = civil_year_day(&c),
                [WEEKDAY] = (civil_weekday(civil_day(c.year, c.month, c.day)) + 1) % 7,
                [WEEK_YEAR] = week_year,
                [WEEK] = week,
                [HOUR] = c.hour,
                [HOUR_OF_HALF] = c.hour % 12 ? c.hour % 12 : 12,
                [MINUTE] = c.minute,
                [SECOND] = c.second,
                [MICROSECOND] = s->moment->micros,
        };
        memcpy(s->part, part, sizeof part);
}

void moment_shown_init(struct moment_shown *ret, const struct moment *m, const struct zone *zone)
{
        *ret = (struct moment_shown){.moment = m};
        ret->instant = m->aware ? m->seconds : zone_instant(zone, m->seconds);
        ret->offset = zone_offset(zone, ret->instant, &ret->abbreviation, &ret->summer);
        int64_t wall = m->seconds;
        if (m->aware)
                wall += ret->offset;
        else
                ret->offset = (int32_t)(wall - ret->instant); /* in a gap the old one, which is not in force then */
        ret->zone_is_known = m->has_date && m->has_time && !zone_is_unclear(zone, wall);
        show_parts(ret, wall);
}
