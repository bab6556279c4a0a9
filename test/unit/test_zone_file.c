/* mail/template/zone_file: files and rules as tzdata may have them, and files that are none. */
#include "test_zone.h"

#include <stdlib.h>

#include "mail/template/zone_file.h"

/* A zone file of our own: two kinds, two changes. */
struct file {
        const char *version; /* one character; "": version 1 */
        const char *magic;
        uint32_t counts[6]; /* universal, standard, leap seconds, changes, kinds, names */
        int64_t at[2];
        unsigned char kind_from[2];
        int32_t offset[2];
        unsigned char summer[2], name_at[2];
        struct str names;
        const char *footer;
};

static const struct file good_file = {
        .version = "2",
        .magic = "TZif",
        .counts = {0, 0, 0, 2, 2, 8},
        .at = {0, 1000000000},
        .kind_from = {1, 0},
        .offset = {3600, 7200},
        .summer = {0, 1},
        .name_at = {0, 4},
        .names = {"AAA\0BBB", 8},
        .footer = "\nAAA-1BBB,M3.5.0,M10.5.0/3\n",
};

static void put_number(struct buf *out, int64_t n, int bytes)
{
        for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8)
                buf_add_char(out, (char)(n >> shift & 0xFF));
}

static void put_header(struct buf *out, const struct file *f, const uint32_t counts[6])
{
        buf_add(out, str_from(f->magic));
        buf_add_char(out, f->version[0]);
        for (int i = 0; i < 15; i++)
                buf_add_char(out, 0);
        for (size_t i = 0; i < 6; i++)
                put_number(out, counts[i], 4);
}

static void put_block(struct buf *out, const struct file *f, int time_bytes)
{
        put_header(out, f, f->counts);
        for (size_t i = 0; i < 2; i++)
                put_number(out, f->at[i], time_bytes);
        for (size_t i = 0; i < 2; i++)
                buf_add_char(out, (char)f->kind_from[i]);
        for (size_t i = 0; i < 2; i++) {
                put_number(out, f->offset[i], 4);
                buf_add_char(out, (char)f->summer[i]);
                buf_add_char(out, (char)f->name_at[i]);
        }
        buf_add(out, f->names);
}

static void put_file(struct buf *out, const struct file *f)
{
        static const uint32_t none[6];
        buf_init(out, ZONE_FILE_MAX);
        if (!f->version[0]) {
                put_block(out, f, 4);
                return;
        }
        put_header(out, f, none);
        put_block(out, f, 8);
        buf_add(out, str_from(f->footer));
}

static struct zone *zone_of(const struct file *f)
{
        struct buf bytes;
        put_file(&bytes, f);
        struct zone *zone = zone_from_file(buf_str(&bytes));
        buf_release(&bytes);
        return zone;
}

static void versions(void **state)
{
        (void)state;
        static const char *const known[] = {"2", "3", "4", "9"};
        struct file f = good_file;
        for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
                f.version = known[i];
                struct zone *zone = zone_of(&f);
                assert_non_null(zone);
                check_offset(zone, "1969-12-31T23:59:59Z", 3600, "AAA", false);
                check_offset(zone, "1970-01-01T00:00:00Z", 7200, "BBB", true);
                check_offset(zone, "2001-09-09T01:46:39Z", 7200, "BBB", true);
                check_offset(zone, "2001-09-09T01:46:40Z", 3600, "AAA", false);
                check_offset(zone, "2002-07-01T00:00:00Z", 7200, "BBB", true);
                zone_release(zone);
        }
}

static void version_1_has_no_rule(void **state)
{
        (void)state;
        struct file f = good_file;
        f.version = "";
        struct zone *zone = zone_of(&f);
        assert_non_null(zone);
        check_offset(zone, "1969-12-31T23:59:59Z", 3600, "AAA", false);
        check_offset(zone, "2001-09-09T01:46:39Z", 7200, "BBB", true);
        check_offset(zone, "2002-07-01T00:00:00Z", 3600, "AAA", false);
        zone_release(zone);
}

static void wrong_files(void **state)
{
        (void)state;
        struct file files[] = {
                [0 ... 27] = good_file,
        };
        size_t n = 0;
        files[n++].magic = "TZit";
        files[n++].version = "1";
        files[n++].version = "\xFF";
        files[n++].counts[0] = 1; /* neither none nor one a kind */
        files[n++].counts[1] = 1;
        files[n++].counts[2] = 1; /* leap seconds */
        files[n++].counts[3] = 3;
        files[n++].counts[3] = 0xFFFFFFFF;
        files[n++].counts[3] = 0x7FFFFFFF;
        files[n++].counts[3] = 2001;
        files[n++].counts[4] = 0;
        files[n++].counts[4] = 0x80000000;
        files[n++].counts[4] = 257;
        files[n++].counts[5] = 0;
        files[n++].counts[5] = 0x40000000;
        files[n++].at[1] = 0;         /* not after the one before it */
        files[n++].at[1] = INT64_MAX; /* past the last year */
        files[n++].kind_from[1] = 2;  /* there are two kinds */
        files[n++].offset[0] = 93600; /* a day is shorter */
        files[n++].offset[1] = INT32_MIN;
        files[n++].summer[0] = 2;
        files[n++].name_at[1] = 8;                       /* behind the names */
        files[n++].name_at[1] = 5;                       /* two letters */
        files[n++].name_at[1] = 7;                       /* none */
        files[n++].names = (struct str){"AAA\0BBBB", 8}; /* no end */
        files[n++].names = (struct str){"AAA\0<i>", 8};  /* not for a mail */
        files[n++].footer = "";
        files[n++].footer = "AAA-1\n";
        assert_int_equal(n, sizeof files / sizeof *files);
        for (size_t i = 0; i < n; i++)
                assert_null(zone_of(&files[i]));
}

static const char *const wrong_rules[] = {
        "A-1",
        "AA-1",
        "AAA",
        "<AAA-1",
        "<A>-1",
        "<A A>-1",
        "AAA-25",
        "AAA-1:60",
        "AAA-1:00:60",
        "AAA-x",
        "AAA--1",
        "AAA-1BBB",
        "AAA-1BBB,M3.5.0",
        "AAA-1BBB,M3.5.0,",
        "AAA-1BBB,M3.5.0,M10.5.0/",
        "AAA-1BBB,M3.5.0,M10.5.0/3x",
        "AAA-1BBB,M0.5.0,M10.5.0",
        "AAA-1BBB,M13.5.0,M10.5.0",
        "AAA-1BBB,M3.0.0,M10.5.0",
        "AAA-1BBB,M3.6.0,M10.5.0",
        "AAA-1BBB,M3.5.7,M10.5.0",
        "AAA-1BBB,M3.5,M10.5.0",
        "AAA-1BBB,J0,J100",
        "AAA-1BBB,J366,J100",
        "AAA-1BBB,366,100",
        "AAA-1BBB,-1,100",
        "AAA-1BBB,M3.5.0/168,M10.5.0",
        "AAA-1BBB,M3.5.0/-168,M10.5.0",
        "AAA-1BBB,M3.5.0/9999999999999999999,M10.5.0",
        "AAA-1BB,M3.5.0,M10.5.0",
        "AAA-1,M3.5.0,M10.5.0",
        "AAA-1BBB,J1/-167,J365/167", /* the year ends after the next one began */
};

static void wrong_footers(void **state)
{
        (void)state;
        struct file f = good_file;
        char footer[100];
        f.footer = footer;
        for (size_t i = 0; i < sizeof wrong_rules / sizeof *wrong_rules; i++) {
                snprintf(footer, sizeof footer, "\n%s\n", wrong_rules[i]);
                assert_null(zone_of(&f));
        }
}

/* Rules that no file has by now: days of the year, changes in the night before or the week after, all year. */
static const struct {
        const char *rule, *instant;
        int32_t offset;
        const char *abbreviation;
        bool summer;
} rules[] = {
        {"AAA-1", "2030-07-01T00:00:00Z", 3600, "AAA", false},
        {"", "2030-07-01T00:00:00Z", 3600, "AAA", false},
        {"CCC-1DDD,J60,J300", "2030-03-01T00:59:59Z", 3600, "CCC", false},
        {"CCC-1DDD,J60,J300", "2030-03-01T01:00:00Z", 7200, "DDD", true},
        {"CCC-1DDD,J60,J300", "2032-03-01T00:59:59Z", 3600, "CCC", false}, /* a leap year: still 1 March */
        {"CCC-1DDD,J60,J300", "2032-03-01T01:00:00Z", 7200, "DDD", true},
        {"CCC-1DDD,59,300", "2030-03-01T01:00:00Z", 7200, "DDD", true},
        {"CCC-1DDD,59,300", "2032-02-29T01:00:00Z", 7200, "DDD", true}, /* a leap year: the day before it */
        {"CCC-1DDD,59,300", "2032-02-29T00:59:59Z", 3600, "CCC", false},
        {"CCC-1DDD-3,J60/0,J300/0", "2030-06-01T00:00:00Z", 10800, "DDD", true},
        {"CCC-1DDD-1:30:15,J60/0,J300/0", "2030-06-01T00:00:00Z", 5415, "DDD", true},
        {"<-02>2<-01>,M3.5.0/-1,M10.5.0/0", "2030-03-31T00:59:59Z", -7200, "-02", false},
        {"<-02>2<-01>,M3.5.0/-1,M10.5.0/0", "2030-03-31T01:00:00Z", -3600, "-01", true},
        {"<-02>2<-01>,M3.5.0/-1,M10.5.0/0", "2030-10-27T00:59:59Z", -3600, "-01", true},
        {"<-02>2<-01>,M3.5.0/-1,M10.5.0/0", "2030-10-27T01:00:00Z", -7200, "-02", false},
        {"IST-2IDT,M3.4.4/26,M10.5.0", "2030-03-28T23:59:59Z", 7200, "IST", false},
        {"IST-2IDT,M3.4.4/26,M10.5.0", "2030-03-29T00:00:00Z", 10800, "IDT", true},
        {"EEE5FFF,0/0,J365/25", "2030-01-01T04:59:59Z", -14400, "FFF", true},
        {"EEE5FFF,0/0,J365/25", "2030-01-01T05:00:00Z", -14400, "FFF", true},
        {"EEE5FFF,0/0,J365/25", "2030-07-01T05:00:00Z", -14400, "FFF", true},
        {"EEE5FFF,0/0,J365/25", "2800-12-31T05:00:00Z", -14400, "FFF", true},
        {"GGG-10HHH,M10.1.0,M4.1.0/3", "2030-04-06T15:59:59Z", 39600, "HHH", true},
        {"GGG-10HHH,M10.1.0,M4.1.0/3", "2030-04-06T16:00:00Z", 36000, "GGG", false},
        {"GGG-10HHH,M10.1.0,M4.1.0/3", "9999-12-31T23:59:59Z", 39600, "HHH", true},
};

static void footers(void **state)
{
        (void)state;
        struct file f = good_file;
        char footer[100];
        f.footer = footer;
        for (size_t i = 0; i < sizeof rules / sizeof *rules; i++) {
                snprintf(footer, sizeof footer, "\n%s\n", rules[i].rule);
                struct zone *zone = zone_of(&f);
                assert_non_null(zone);
                check_offset(zone, rules[i].instant, rules[i].offset, rules[i].abbreviation, rules[i].summer);
                zone_release(zone);
        }
}

/* Without any change in the file the rule holds from the first year on. */
static void a_rule_alone(void **state)
{
        (void)state;
        struct buf bytes;
        static const uint32_t none[6], counts[6] = {0, 0, 0, 0, 1, 4};
        buf_init(&bytes, ZONE_FILE_MAX);
        put_header(&bytes, &good_file, none);
        put_header(&bytes, &good_file, counts);
        put_number(&bytes, 3600, 4);
        put_number(&bytes, 0, 2);
        buf_add(&bytes, (struct str){"AAA", 4});
        buf_add(&bytes, str_from(good_file.footer));
        struct zone *zone = zone_from_file(buf_str(&bytes));
        buf_release(&bytes);
        assert_non_null(zone);
        check_offset(zone, "0001-01-01T00:00:00Z", 3600, "AAA", false);
        check_offset(zone, "0001-07-01T00:00:00Z", 7200, "BBB", true);
        check_offset(zone, "1582-07-01T00:00:00Z", 7200, "BBB", true);
        check_offset(zone, "2026-03-29T00:59:59Z", 3600, "AAA", false);
        check_offset(zone, "2026-03-29T01:00:00Z", 7200, "BBB", true);
        zone_release(zone);
}

/* At an address of its own, so that reading past the end is seen. */
static void try_bytes(struct str bytes)
{
        static const int64_t instants[] = {-62135596800, -1, 0, 1000000000, 4000000000, 253402300799};
        char *copy = malloc(bytes.len ? bytes.len : 1);
        assert_non_null(copy);
        if (bytes.len)
                memcpy(copy, bytes.ptr, bytes.len);
        struct zone *zone = zone_from_file((struct str){copy, bytes.len});
        free(copy);
        for (size_t i = 0; zone && i < sizeof instants / sizeof *instants; i++) {
                struct str abbreviation;
                bool summer;
                int32_t offset = zone_offset(zone, instants[i], &abbreviation, &summer);
                assert_in_range(offset + 100000, 0, 200000);
                assert_in_range(abbreviation.len, 3, ZONE_NAMES_MAX);
                assert_in_range(instants[i] - zone_instant(zone, instants[i]) + 100000, 0, 200000);
        }
        zone_release(zone);
}

static void cut_off_files(void **state)
{
        (void)state;
        struct buf bytes;
        put_file(&bytes, &good_file);
        for (size_t len = 0; len < bytes.len; len++) {
                struct zone *zone = zone_from_file((struct str){bytes.ptr, len});
                assert_null(zone);
                try_bytes((struct str){bytes.ptr, len});
        }
        try_bytes(buf_str(&bytes));
        buf_release(&bytes);
}

static void broken_bytes(void **state)
{
        (void)state;
        static const unsigned char flips[] = {0x01, 0x80, 0xFF, 0x20};
        struct buf bytes;
        put_file(&bytes, &good_file);
        for (size_t i = 0; i < bytes.len; i++)
                for (size_t k = 0; k < sizeof flips; k++) {
                        bytes.ptr[i] = (char)((unsigned char)bytes.ptr[i] ^ flips[k]);
                        try_bytes(buf_str(&bytes));
                        bytes.ptr[i] = (char)((unsigned char)bytes.ptr[i] ^ flips[k]);
                }
        buf_release(&bytes);
}

static void large_files(void **state)
{
        (void)state;
        struct buf bytes;
        put_file(&bytes, &good_file);
        char *large = calloc(1, ZONE_FILE_MAX + 1);
        assert_non_null(large);
        memcpy(large, bytes.ptr, bytes.len);
        struct zone *zone = zone_from_file((struct str){large, ZONE_FILE_MAX});
        assert_non_null(zone);
        zone_release(zone);
        assert_null(zone_from_file((struct str){large, ZONE_FILE_MAX + 1}));
        free(large);
        buf_release(&bytes);
}

int main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(versions),      cmocka_unit_test(version_1_has_no_rule),
                cmocka_unit_test(wrong_files),   cmocka_unit_test(wrong_footers),
                cmocka_unit_test(footers),       cmocka_unit_test(a_rule_alone),
                cmocka_unit_test(cut_off_files), cmocka_unit_test(broken_bytes),
                cmocka_unit_test(large_files),
        };
        return run_all(tests);
}
