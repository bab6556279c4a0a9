/* The inside of a time zone, and how it is read from the bytes of a zone file (RFC 9636, TZif).
 *
 * Only zone.c, zone_file.c and zone_rule.c look in here. A zone is one piece of memory: the changes that its file
 * lists, then those that the file's rule gives for a whole cycle of the calendar, after which it repeats.
 */
#ifndef MAIL_TEMPLATE_ZONE_FILE_H
#define MAIL_TEMPLATE_ZONE_FILE_H

#include "base/str.h"

enum {
        ZONE_FILE_MAX = 64 * 1024, /* bytes; the largest of tzdata has 4 KB */
        ZONE_CHANGES_MAX = 2000,   /* in a file; tzfile.h's TZ_MAX_TIMES */
        ZONE_KINDS_MAX = 256,      /* in a file, where one byte tells them apart */
        ZONE_NAMES_MAX = 256,      /* bytes of abbreviations; tzfile.h's TZ_MAX_CHARS is 50 */
        ZONE_NAME_MIN = 3,         /* bytes of one abbreviation; RFC 9636, 3.2 */
        ZONE_OFFSET_MIN = -89999,  /* seconds; RFC 9636, 3.2 */
        ZONE_OFFSET_MAX = 93599,
        ZONE_CYCLE_YEARS = 400,                  /* dates and weekdays are the same again */
        ZONE_RULE_YEARS = ZONE_CYCLE_YEARS + 4,  /* two more at either end: clocks are not UTC */
        ZONE_RULE_CHANGES = 2 * ZONE_RULE_YEARS, /* to summer and back */
};

/* What clocks show for a while. */
struct zone_kind {
        int32_t offset; /* seconds east of UTC */
        bool summer;
        struct str abbreviation; /* in `names` */
};

struct zone {
        size_t changes, kinds, names_len;
        int64_t at[ZONE_CHANGES_MAX + ZONE_RULE_CHANGES];         /* instants, ascending */
        uint16_t kind_from[ZONE_CHANGES_MAX + ZONE_RULE_CHANGES]; /* in force from at[i] on */
        struct zone_kind kind[ZONE_KINDS_MAX + 2];                /* the first one is in force before at[0] */
        int64_t horizon; /* what is at or after it is looked up whole cycles earlier; INT64_MAX: there is no rule */
        char names[2 * ZONE_NAMES_MAX];
};

/* NULL: these are not the bytes of a zone file, or of one that counts leap seconds, or memory ran out. For
 * zone_release. */
struct zone *zone_from_file(struct str bytes) __attribute__((warn_unused_result));

/* Adds a kind with a copy of its abbreviation. False: one of them is not allowed, or one too many. */
bool zone_add_kind(struct zone *zone, int32_t offset, bool summer, struct str abbreviation)
        __attribute__((warn_unused_result));

/* Adds what a POSIX TZ string ("CET-1CEST,M3.5.0,M10.5.0/3"; RFC 9636, 3.3.1) says about the time after the last
 * change. False: it is not such a string. */
bool zone_add_rule(struct zone *zone, struct str rule) __attribute__((warn_unused_result));

#endif
