/* Moments in Django's format letters: between them stands text, and a backslash makes a letter text. */
#include "mail/template/moment_letter.h"

/* The letter that stands at i, unless a backslash is before it. */
static const struct moment_letter *letter_at(struct str format, size_t i)
{
        return i > 0 && format.ptr[i - 1] == '\\' ? NULL : moment_letter_find(format.ptr[i]);
}

static bool letters_are_known(struct str format, unsigned known)
{
        for (size_t i = 0; i < format.len; i++) {
                const struct moment_letter *l = letter_at(format, i);
                if (l && !(l->needs & known))
                        return false;
        }
        return true;
}

static bool write_format(struct buf *out, const struct moment *m, const struct zone *zone, struct str format,
                         unsigned known)
{
        struct moment_shown s;
        if (!letters_are_known(format, known))
                return false;
        moment_shown_init(&s, m, zone);
        for (size_t i = 0; i < format.len; i++) {
                const struct moment_letter *l = letter_at(format, i);
                if (l)
                        moment_letter_write(out, l, &s);
                else if (format.ptr[i] == '\\' && i + 1 < format.len && format.ptr[i + 1] != '\n')
                        buf_add_char(out, format.ptr[++i]);
                else
                        buf_add_char(out, format.ptr[i]);
        }
        return true;
}

bool moment_format(struct buf *out, const struct moment *m, const struct zone *zone, struct str format)
{
        unsigned known = OF_EITHER | (m->has_date ? OF_DATE : 0) | (m->has_time ? OF_TIME : 0);
        return write_format(out, m, zone, format, known);
}

bool moment_format_time(struct buf *out, const struct moment *m, const struct zone *zone, struct str format)
{
        return write_format(out, m, zone, format, m->has_time ? OF_TIME : 0);
}

struct str moment_named_format(struct str format)
{
        /* Django's English formats, django/conf/locale/en/formats.py. */
        static const struct {
                struct str name, format;
        } named[] = {
                {STR("DATE_FORMAT"), STR("N j, Y")},
                {STR("TIME_FORMAT"), STR("P")},
                {STR("DATETIME_FORMAT"), STR("N j, Y, P")},
                {STR("YEAR_MONTH_FORMAT"), STR("F Y")},
                {STR("MONTH_DAY_FORMAT"), STR("F j")},
                {STR("SHORT_DATE_FORMAT"), STR("m/d/Y")},
                {STR("SHORT_DATETIME_FORMAT"), STR("m/d/Y P")},
        };
        for (size_t i = 0; i < sizeof named / sizeof *named; i++)
                if (str_eq(named[i].name, format))
                        return named[i].format;
        return format;
}
