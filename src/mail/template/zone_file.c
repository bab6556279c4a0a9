/* Zone files: RFC 9636, versions 1 to 4.
 *
 * From version 2 on a file has two blocks of data, one with times of 32 bits for old readers and one with 64, and then
 * a footer with the rule for the time after the last change.
 */
#include "mail/template/zone_file.h"

#include <stdlib.h>

#include "mail/template/civil.h"

enum {
        HEADER_BYTES = 44, /* "TZif", version, 15 unused, then counts */
        VERSION_AT = 4,
        COUNTS_AT = 20,
        KIND_BYTES = 6,
};
/* 10000-01-01: no clock changes after the last year that a date may have. */
static const int64_t change_max = 253402300800;

struct header {
        char version;
        /* in the order of the file */
        uint32_t universal, standard, leap_seconds, changes, kinds, names;
};

/* One block's arrays, each of the length that the header says. */
struct block {
        struct str times, kind_from, kinds, names;
};

/* Takes n bytes off *rest. */
static bool take(struct str *rest, size_t n, struct str *ret)
{
        if (rest->len < n)
                return false;
        *ret = (struct str){rest->ptr, n};
        *rest = str_from_offset(*rest, n);
        return true;
}

/* Number `index` of an array of signed big-endian numbers of `width` bytes. */
static int64_t number_at(struct str array, size_t index, size_t width)
{
        const unsigned char *byte = (const unsigned char *)array.ptr + index * width;
        uint64_t n = byte[0] >= 0x80 ? UINT64_MAX : 0;
        for (size_t i = 0; i < width; i++)
                n = n << 8 | byte[i];
        return (int64_t)n;
}

static bool take_header(struct str *rest, struct header *ret)
{
        struct str bytes;
        if (!take(rest, HEADER_BYTES, &bytes) || !str_starts(bytes, STR("TZif")))
                return false;
        struct str numbers = str_from_offset(bytes, COUNTS_AT);
        uint32_t *fields[] = {&ret->universal, &ret->standard, &ret->leap_seconds,
                              &ret->changes,   &ret->kinds,    &ret->names};
        for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
                int64_t n = number_at(numbers, i, 4);
                if (n < 0 || n > ZONE_FILE_MAX) /* more than the file has bytes; no product below can overflow */
                        return false;
                *fields[i] = (uint32_t)n;
        }
        ret->version = bytes.ptr[VERSION_AT];
        return ret->version == 0 || ret->version >= '2';
}

static bool take_block(struct str *rest, const struct header *h, size_t time_bytes, struct block *ret)
{
        struct str skipped;
        return take(rest, h->changes * time_bytes, &ret->times) && take(rest, h->changes, &ret->kind_from) &&
               take(rest, h->kinds * KIND_BYTES, &ret->kinds) && take(rest, h->names, &ret->names) &&
               take(rest, h->leap_seconds * (time_bytes + 4), &skipped) && take(rest, h->standard, &skipped) &&
               take(rest, h->universal, &skipped);
}

/* The limits of RFC 9636, 3.1, and ours. Zones that count leap seconds have other seconds than the rest of the world.
 */
static bool header_is_good(const struct header *h)
{
        return h->kinds > 0 && h->kinds <= ZONE_KINDS_MAX && h->names > 0 && h->names <= ZONE_NAMES_MAX &&
               h->changes <= ZONE_CHANGES_MAX && h->leap_seconds == 0 &&
               (h->universal == 0 || h->universal == h->kinds) && (h->standard == 0 || h->standard == h->kinds);
}

static bool is_abbreviation(struct str s)
{
        for (size_t i = 0; i < s.len; i++) {
                char c = s.ptr[i];
                bool good = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '+' ||
                            c == '-';
                if (!good)
                        return false;
        }
        return s.len >= ZONE_NAME_MIN;
}

bool zone_add_kind(struct zone *zone, int32_t offset, bool summer, struct str abbreviation)
{
        if (zone->kinds == sizeof zone->kind / sizeof *zone->kind || offset < ZONE_OFFSET_MIN ||
            offset > ZONE_OFFSET_MAX || !is_abbreviation(abbreviation) ||
            abbreviation.len > sizeof zone->names - zone->names_len)
                return false;
        char *name = zone->names + zone->names_len;
        memcpy(name, abbreviation.ptr, abbreviation.len);
        zone->names_len += abbreviation.len;
        zone->kind[zone->kinds++] = (struct zone_kind){offset, summer, {name, abbreviation.len}};
        return true;
}

static bool add_kinds(struct zone *zone, const struct block *b)
{
        for (size_t at = 0; at < b->kinds.len; at += KIND_BYTES) {
                struct str row = str_from_offset(b->kinds, at);
                unsigned char summer = (unsigned char)row.ptr[4], name_at = (unsigned char)row.ptr[5];
                struct str name = str_from_offset(b->names, name_at);
                size_t name_len = str_find(name, 0);
                if (summer > 1 || name_len == name.len ||
                    !zone_add_kind(zone, (int32_t)number_at(row, 0, 4), summer, (struct str){name.ptr, name_len}))
                        return false;
        }
        return true;
}

static bool add_changes(struct zone *zone, const struct block *b, size_t time_bytes)
{
        for (size_t i = 0; i < b->kind_from.len; i++) {
                int64_t at = number_at(b->times, i, time_bytes);
                unsigned char kind = (unsigned char)b->kind_from.ptr[i];
                if (kind >= zone->kinds || at > change_max || (i > 0 && at <= zone->at[i - 1]))
                        return false;
                zone->at[i] = at;
                zone->kind_from[i] = kind;
        }
        zone->changes = b->kind_from.len;
        return true;
}

/* Between two line feeds; empty: nothing is known about the time after the last change. */
static bool add_footer(struct zone *zone, struct str footer)
{
        if (footer.len == 0 || footer.ptr[0] != '\n')
                return false;
        struct str rest = str_from_offset(footer, 1);
        struct str rule = str_cut(&rest, '\n');
        return rest.ptr && (rule.len == 0 || zone_add_rule(zone, rule));
}

static bool read_file(struct zone *zone, struct str bytes)
{
        struct header h = {.version = 0};
        struct block b;
        size_t time_bytes = 4;
        if (bytes.len > ZONE_FILE_MAX || !take_header(&bytes, &h) || !take_block(&bytes, &h, time_bytes, &b))
                return false;
        bool has_footer = h.version != 0;
        if (has_footer) {
                time_bytes = 8;
                if (!take_header(&bytes, &h) || !take_block(&bytes, &h, time_bytes, &b))
                        return false;
        }
        return header_is_good(&h) && add_kinds(zone, &b) && add_changes(zone, &b, time_bytes) &&
               (!has_footer || add_footer(zone, bytes));
}

struct zone *zone_from_file(struct str bytes)
{
        struct zone *zone = calloc(1, sizeof *zone);
        if (!zone)
                return NULL;
        zone->horizon = INT64_MAX;
        if (read_file(zone, bytes))
                return zone;
        free(zone);
        return NULL;
}
