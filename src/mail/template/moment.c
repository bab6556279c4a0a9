/* Moments: read from ISO 8601, printed as Python prints them, taken apart. */
#include "mail/template/moment.h"

#include "mail/template/ascii.h"
#include "mail/template/civil.h"

enum {
        MICRO_DIGITS = 6,
        FRACTION_DIGITS_MAX = 9, /* what nanosecond clocks write; what is past microseconds is cut off */
};

static bool take_char(struct str *rest, char c)
{
        if (rest->len == 0 || rest->ptr[0] != c)
                return false;
        *rest = str_from_offset(*rest, 1);
        return true;
}

/* Exactly so many digits. */
static bool take_number(struct str *rest, size_t digits, int min, int max, int *ret)
{
        int n = 0;
        if (rest->len < digits)
                return false;
        for (size_t i = 0; i < digits; i++) {
                if (!ascii_is_digit(rest->ptr[i]))
                        return false;
                n = n * 10 + (rest->ptr[i] - '0');
        }
        *rest = str_from_offset(*rest, digits);
        *ret = n;
        return n >= min && n <= max;
}

static bool take_date(struct str *rest, struct civil *ret)
{
        return take_number(rest, 4, YEAR_MIN, YEAR_MAX, &ret->year) && take_char(rest, '-') &&
               take_number(rest, 2, 1, 12, &ret->month) && take_char(rest, '-') &&
               take_number(rest, 2, 1, civil_month_days(ret->year, ret->month), &ret->day);
}

static bool take_fraction(struct str *rest, int32_t *ret_micros)
{
        int32_t micros = 0;
        size_t digits = 0;
        for (; digits < rest->len && ascii_is_digit(rest->ptr[digits]); digits++)
                if (digits < MICRO_DIGITS)
                        micros = micros * 10 + (rest->ptr[digits] - '0');
        *rest = str_from_offset(*rest, digits);
        for (size_t i = digits; i < MICRO_DIGITS; i++)
                micros *= 10;
        *ret_micros = micros;
        return digits > 0 && digits <= FRACTION_DIGITS_MAX;
}

/* hh:mm[:ss[.ffffff]] */
static bool take_clock(struct str *rest, struct civil *ret, int32_t *ret_micros)
{
        if (!take_number(rest, 2, 0, 23, &ret->hour) || !take_char(rest, ':') ||
            !take_number(rest, 2, 0, 59, &ret->minute))
                return false;
        if (!take_char(rest, ':'))
                return true;
        return take_number(rest, 2, 0, 59, &ret->second) && (!take_char(rest, '.') || take_fraction(rest, ret_micros));
}

/* Z, or [+-]hh[[:]mm[:ss]]: PostgreSQL leaves out minutes, Python writes seconds where a zone had some. */
static bool take_offset(struct str *rest, int32_t *ret)
{
        int hour, minute = 0, second = 0;
        if (take_char(rest, 'Z'))
                return true;
        bool west = take_char(rest, '-');
        if ((!west && !take_char(rest, '+')) || !take_number(rest, 2, 0, 23, &hour))
                return false;
        bool colon = take_char(rest, ':');
        if ((colon || rest->len > 0) && !take_number(rest, 2, 0, 59, &minute))
                return false;
        if (colon && take_char(rest, ':') && !take_number(rest, 2, 0, 59, &second))
                return false;
        int32_t seconds = hour * 3600 + minute * 60 + second;
        *ret = west ? -seconds : seconds;
        return true;
}

static bool parse_clock_alone(struct str text, struct moment *ret)
{
        struct civil c = {.year = 1970, .month = 1, .day = 1};
        *ret = (struct moment){.has_time = true};
        if (!take_clock(&text, &c, &ret->micros) || text.len > 0)
                return false;
        ret->seconds = civil_seconds(&c);
        return true;
}

static bool parse_with_date(struct str text, struct moment *ret)
{
        struct civil c = {.year = YEAR_MIN};
        *ret = (struct moment){.has_date = true};
        if (!take_date(&text, &c))
                return false;
        ret->has_time = text.len > 0;
        if (ret->has_time) {
                if ((!take_char(&text, 'T') && !take_char(&text, ' ')) || !take_clock(&text, &c, &ret->micros))
                        return false;
                ret->aware = text.len > 0;
                if (ret->aware && (!take_offset(&text, &ret->offset) || text.len > 0))
                        return false;
        }
        ret->seconds = civil_seconds(&c) - ret->offset;
        return true;
}

bool moment_parse(struct str text, struct moment *ret)
{
        struct moment m;
        if (!parse_with_date(text, &m) && !parse_clock_alone(text, &m))
                return false;
        *ret = m;
        return true;
}

void moment_write_iso(struct buf *out, const struct moment *m, char separator)
{
        struct civil c;
        civil_from_seconds(m->seconds + m->offset, &c);
        if (m->has_date)
                buf_printf(out, "%04d-%02d-%02d", c.year, c.month, c.day);
        if (m->has_date && m->has_time)
                buf_add_char(out, separator);
        if (m->has_time)
                buf_printf(out, "%02d:%02d:%02d", c.hour, c.minute, c.second);
        if (m->has_time && m->micros)
                buf_printf(out, ".%06d", m->micros);
        if (m->aware)
                moment_write_offset(out, m->offset, true);
}

void moment_write_offset(struct buf *out, int32_t offset, bool colon)
{
        const char *separator = colon ? ":" : "";
        int32_t seconds = offset < 0 ? -offset : offset;
        buf_printf(out, "%c%02d%s%02d", offset < 0 ? '-' : '+', seconds / 3600, separator, seconds / 60 % 60);
        if (seconds % 60)
                buf_printf(out, "%s%02d", separator, seconds % 60);
}

void moment_write(struct buf *out, const struct moment *m)
{
        moment_write_iso(out, m, ' ');
}

bool moment_attribute(const struct moment *m, struct str name, int64_t *ret)
{
        struct civil c;
        civil_from_seconds(m->seconds + m->offset, &c);
        const struct {
                struct str name;
                bool there;
                int value;
        } attributes[] = {
                {STR("year"), m->has_date, c.year},
                {STR("month"), m->has_date, c.month},
                {STR("day"), m->has_date, c.day},
                {STR("hour"), m->has_time, c.hour},
                {STR("minute"), m->has_time, c.minute},
                {STR("second"), m->has_time, c.second},
                {STR("microsecond"), m->has_time, m->micros},
        };
        for (size_t i = 0; i < sizeof attributes / sizeof *attributes; i++)
                if (attributes[i].there && str_eq(attributes[i].name, name)) {
                        *ret = attributes[i].value;
                        return true;
                }
        return false;
}
