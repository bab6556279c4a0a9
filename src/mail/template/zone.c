/* Time zones: from the system's files, and what clocks show at an instant. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "mail/template/civil.h"
#include "mail/template/moment.h"
#include "mail/template/zone_file.h"

#define ZONE_FOLDER "/usr/share/zoneinfo" /* Debian's tzdata */

enum { NAME_MAX_BYTES = 64 /* "America/Argentina/ComodRivadavia" has 32 */ };

static const struct zone_kind utc = {.abbreviation = {"UTC", 3}};

/* Letters, digits, "_", "+" and "-" in parts between slashes: no dot, so that no name leads out of the folder. */
static bool is_zone_name(struct str name)
{
        if (name.len == 0 || name.len > NAME_MAX_BYTES)
                return false;
        for (struct str rest = name; rest.ptr;) {
                struct str part = str_cut(&rest, '/');
                if (part.len == 0)
                        return false;
                for (size_t i = 0; i < part.len; i++) {
                        char c = part.ptr[i];
                        bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
                        if (!letter && !(c >= '0' && c <= '9') && c != '_' && c != '+' && c != '-')
                                return false;
                }
        }
        return true;
}

/* Up to one byte more than a zone file may have; 0 when it can't be read. */
static size_t read_bytes(struct str name, char out[ZONE_FILE_MAX + 1])
{
        char path[sizeof ZONE_FOLDER + 1 + NAME_MAX_BYTES];
        snprintf(path, sizeof path, ZONE_FOLDER "/%.*s", STR_ARG(name));
        int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
        if (fd < 0)
                return 0;
        size_t len = 0;
        ssize_t n = 0;
        while (len < ZONE_FILE_MAX + 1 && (n = read(fd, out + len, ZONE_FILE_MAX + 1 - len)) > 0)
                len += (size_t)n;
        close(fd);
        return n < 0 ? 0 : len;
}

struct zone *zone_open(struct str name)
{
        char *bytes = is_zone_name(name) ? malloc(ZONE_FILE_MAX + 1) : NULL;
        if (!bytes)
                return NULL;
        struct zone *zone = zone_from_file((struct str){bytes, read_bytes(name, bytes)});
        free(bytes);
        return zone;
}

void zone_release(struct zone *zone)
{
        free(zone);
}

/* The same time of an earlier cycle of the calendar, where the zone's changes are listed. */
static int64_t within_horizon(const struct zone *zone, int64_t seconds)
{
        static const int64_t cycle = 146097LL * DAY_SECONDS; /* ZONE_CYCLE_YEARS */
        if (seconds < zone->horizon)
                return seconds;
        return seconds - ((seconds - zone->horizon) / cycle + 1) * cycle;
}

/* The kind that is in force after `changes` of the changes. */
static const struct zone_kind *kind_after(const struct zone *zone, size_t changes)
{
        return &zone->kind[changes > 0 ? zone->kind_from[changes - 1] : 0];
}

static const struct zone_kind *kind_at(const struct zone *zone, int64_t seconds)
{
        if (!zone)
                return &utc;
        seconds = within_horizon(zone, seconds);
        size_t low = 0, high = zone->changes; /* changes before low are past, those from high on are to come */
        while (low < high) {
                size_t middle = low + (high - low) / 2;
                if (zone->at[middle] <= seconds)
                        low = middle + 1;
                else
                        high = middle;
        }
        return kind_after(zone, low);
}

int32_t zone_offset(const struct zone *zone, int64_t seconds, struct str *ret_abbreviation, bool *ret_summer)
{
        const struct zone_kind *kind = kind_at(zone, seconds);
        *ret_abbreviation = kind->abbreviation;
        *ret_summer = kind->summer;
        return kind->offset;
}

/* What a wall clock shows when change number `i` comes: in a gap its end and in a fold its second start, so that up to
 * there the old offset holds; `later`: the other of both (Python's fold=1, PEP 495). */
static int64_t wall_at_change(const struct zone *zone, size_t i, bool later)
{
        int32_t before = kind_after(zone, i)->offset, after = kind_after(zone, i + 1)->offset;
        int32_t high = before > after ? before : after, low = before > after ? after : before;
        return zone->at[i] + (later ? low : high);
}

static int32_t wall_offset(const struct zone *zone, int64_t wall_seconds, bool later)
{
        if (!zone)
                return 0;
        int64_t wall = within_horizon(zone, wall_seconds);
        size_t low = 0, high = zone->changes;
        while (low < high) {
                size_t middle = low + (high - low) / 2;
                if (wall_at_change(zone, middle, later) <= wall)
                        low = middle + 1;
                else
                        high = middle;
        }
        return kind_after(zone, low)->offset;
}

int64_t zone_instant(const struct zone *zone, int64_t wall_seconds)
{
        return wall_seconds - wall_offset(zone, wall_seconds, false);
}

bool zone_is_unclear(const struct zone *zone, int64_t wall_seconds)
{
        return wall_offset(zone, wall_seconds, false) != wall_offset(zone, wall_seconds, true);
}
