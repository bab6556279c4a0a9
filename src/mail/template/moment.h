/* Dates and times of templates, and the store's time zone.
 *
 * Contexts are JSON, which has no times: texts in ISO 8601 are taken as times by the filters that want one.
 */
#ifndef MAIL_TEMPLATE_MOMENT_H
#define MAIL_TEMPLATE_MOMENT_H

#include "base/arena.h"
#include "base/buf.h"

struct zone;

struct moment {
        int64_t seconds;         /* since 1970-01-01T00:00:00, of UTC when `aware`, of the wall clock when not */
        int32_t micros;          /* 0..999999 */
        int32_t offset;          /* seconds east of UTC that it was written with; 0 when not aware */
        bool has_date, has_time; /* a date alone, a time alone, or both */
        bool aware;              /* it names an instant; only with both */
};

/* "2026-11-25", "2026-11-25T19:41", "2026-11-25 19:41:00.5+01:00", "...Z", "19:41:00". False: it is none of them, or
 * there is no such day (years 1 to 9999). */
bool moment_parse(struct str text, struct moment *ret) __attribute__((warn_unused_result));

/* The time zone of that name ("Europe/Berlin", "UTC") from the system's zone files (RFC 9636, TZif); immutable, for
 * any number of threads. NULL: there is no such zone, or memory ran out. */
struct zone *zone_open(struct str name) __attribute__((warn_unused_result));
void zone_release(struct zone *zone);

/* Seconds east of UTC at that instant, and the abbreviation in force ("CET"; lives as long as the zone). A NULL zone
 * is UTC. *ret_summer: daylight saving time. */
int32_t zone_offset(const struct zone *zone, int64_t seconds, struct str *ret_abbreviation, bool *ret_summer);

/* The instant of a wall clock time in the zone; of two, the first one; in a gap, as if the clock had not been put
 * forward (Python's fold=0). */
int64_t zone_instant(const struct zone *zone, int64_t wall_seconds);

/* That wall clock time comes twice in the zone, or never. */
bool zone_is_unclear(const struct zone *zone, int64_t wall_seconds);

/* Appends the moment in Django's format letters ("N j, Y, P"), shown in `zone` when it is aware; a moment that is not
 * aware is shown as it is. Letters that want a date of a time alone, or a time of a date alone: false, as Django
 * refuses those too. */
bool moment_format(struct buf *out, const struct moment *m, const struct zone *zone, struct str format)
        __attribute__((warn_unused_result));

/* The same for the filter `time`, which knows no letters of the date, nor "c" and "I": false when there are any. */
bool moment_format_time(struct buf *out, const struct moment *m, const struct zone *zone, struct str format)
        __attribute__((warn_unused_result));

/* What `date`, `time` and `now` take for a format: "DATE_FORMAT" and its like stand for the format of that name, other
 * text for itself. */
struct str moment_named_format(struct str format);

/* Appends str() of Python's date, time or datetime: "2026-11-25 19:41:00+01:00". */
void moment_write(struct buf *out, const struct moment *m);

/* Appends isoformat(), with another separator between date and time. */
void moment_write_iso(struct buf *out, const struct moment *m, char separator);

/* Appends "+0100" or "+01:00", and seconds where there are any. */
void moment_write_offset(struct buf *out, int32_t offset, bool colon);

/* For value_lookup: year, month, day, hour, minute, second, microsecond of the moment as it was written. False: there
 * is no such thing. */
bool moment_attribute(const struct moment *m, struct str name, int64_t *ret) __attribute__((warn_unused_result));

#endif
