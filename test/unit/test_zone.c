/* mail/template/zone: what clocks show in the zones of the system. */
#include "test_zone.h"

/* Zones that were opened stay open for the next row. */
static struct zone *zone_named(const char *name)
{
        static struct zone *zone;
        static char last[64];
        if (!name || strcmp(last, name) != 0) {
                zone_release(zone);
                zone = name ? zone_open(str_from(name)) : NULL;
                snprintf(last, sizeof last, "%s", name ? name : "");
        }
        return zone;
}

/* As Python's zoneinfo says. */
static const struct {
        const char *zone, *instant;
        int32_t offset;
        const char *abbreviation;
        bool summer;
} offsets[] = {
        {"UTC", "0001-01-01T00:00:00Z", 0, "UTC", false},
        {"UTC", "1970-01-01T00:00:00Z", 0, "UTC", false},
        {"UTC", "9999-12-31T23:59:59Z", 0, "UTC", false},
        {"Europe/Berlin", "1850-01-01T00:00:00Z", 3208, "LMT", false},
        {"Europe/Berlin", "1900-01-01T00:00:00Z", 3600, "CET", false},
        {"Europe/Berlin", "1945-06-01T00:00:00Z", 10800, "CEMT", true},
        {"Europe/Berlin", "1970-01-01T00:00:00Z", 3600, "CET", false},
        {"Europe/Berlin", "2026-03-29T00:59:59Z", 3600, "CET", false},
        {"Europe/Berlin", "2026-03-29T01:00:00Z", 7200, "CEST", true},
        {"Europe/Berlin", "2026-10-25T00:59:59Z", 7200, "CEST", true},
        {"Europe/Berlin", "2026-10-25T01:00:00Z", 3600, "CET", false},
        {"Europe/Berlin", "2037-10-25T01:00:00Z", 3600, "CET", false},
        {"Europe/Berlin", "2038-03-28T01:00:00Z", 7200, "CEST", true},
        {"Europe/Berlin", "2100-07-01T00:00:00Z", 7200, "CEST", true},
        {"Europe/Berlin", "2400-02-29T12:00:00Z", 3600, "CET", false},
        {"Europe/Berlin", "2437-07-01T00:00:00Z", 7200, "CEST", true},
        {"Europe/Berlin", "2438-03-28T00:59:59Z", 3600, "CET", false},
        {"Europe/Berlin", "2438-03-28T01:00:00Z", 7200, "CEST", true},
        {"Europe/Berlin", "9999-07-01T00:00:00Z", 7200, "CEST", true},
        {"Europe/Berlin", "9999-12-31T23:00:00Z", 3600, "CET", false},
        {"America/New_York", "1883-11-18T16:59:59Z", -17762, "LMT", false},
        {"America/New_York", "1883-11-18T17:00:00Z", -18000, "EST", false},
        {"America/New_York", "1974-02-01T00:00:00Z", -14400, "EDT", true},
        {"America/New_York", "2026-03-08T06:59:59Z", -18000, "EST", false},
        {"America/New_York", "2026-03-08T07:00:00Z", -14400, "EDT", true},
        {"America/New_York", "2026-11-01T05:59:59Z", -14400, "EDT", true},
        {"America/New_York", "2026-11-01T06:00:00Z", -18000, "EST", false},
        {"America/New_York", "2500-11-07T05:59:59Z", -14400, "EDT", true},
        {"America/New_York", "2500-11-07T06:00:00Z", -18000, "EST", false},
        {"Asia/Kolkata", "1942-01-01T00:00:00Z", 23400, "+0630", true},
        {"Asia/Kolkata", "2026-01-01T00:00:00Z", 19800, "IST", false},
        {"Asia/Kolkata", "2300-01-01T00:00:00Z", 19800, "IST", false},
        {"Asia/Kathmandu", "1985-12-31T18:29:59Z", 19800, "+0530", false},
        {"Asia/Kathmandu", "1985-12-31T18:30:00Z", 20700, "+0545", false},
        {"Asia/Kathmandu", "2026-06-01T00:00:00Z", 20700, "+0545", false},
        {"America/St_Johns", "2026-01-01T00:00:00Z", -12600, "NST", false},
        {"America/St_Johns", "2026-07-01T00:00:00Z", -9000, "NDT", true},
        {"America/St_Johns", "2011-01-01T00:00:00Z", -12600, "NST", false},
        {"Australia/Sydney", "2026-04-04T15:59:59Z", 39600, "AEDT", true},
        {"Australia/Sydney", "2026-04-04T16:00:00Z", 36000, "AEST", false},
        {"Australia/Sydney", "2026-10-03T15:59:59Z", 36000, "AEST", false},
        {"Australia/Sydney", "2026-10-03T16:00:00Z", 39600, "AEDT", true},
        {"Australia/Sydney", "2099-01-01T00:00:00Z", 39600, "AEDT", true},
        {"Australia/Sydney", "2099-07-01T00:00:00Z", 36000, "AEST", false},
        {"Australia/Lord_Howe", "2026-04-04T14:59:59Z", 39600, "+11", true},
        {"Australia/Lord_Howe", "2026-04-04T15:00:00Z", 37800, "+1030", false},
        {"Australia/Lord_Howe", "2026-10-03T15:29:59Z", 37800, "+1030", false},
        {"Australia/Lord_Howe", "2026-10-03T15:30:00Z", 39600, "+11", true},
        {"Europe/Dublin", "2026-01-01T00:00:00Z", 0, "GMT", true},
        {"Europe/Dublin", "2026-07-01T00:00:00Z", 3600, "IST", false},
        {"Europe/Dublin", "2050-01-01T00:00:00Z", 0, "GMT", true},
        {"Europe/Dublin", "2050-07-01T00:00:00Z", 3600, "IST", false},
        {"America/Sao_Paulo", "2018-12-01T00:00:00Z", -7200, "-02", true},
        {"America/Sao_Paulo", "2026-12-01T00:00:00Z", -10800, "-03", false},
        {"Africa/Monrovia", "1960-01-01T00:00:00Z", -2670, "MMT", false},
        {"Africa/Monrovia", "1972-01-07T00:44:29Z", -2670, "MMT", false},
        {"Africa/Monrovia", "1972-01-07T00:44:30Z", 0, "GMT", false},
        {"Pacific/Apia", "2011-12-30T09:59:59Z", -36000, "-10", true},
        {"Pacific/Apia", "2011-12-30T10:00:00Z", 50400, "+14", true},
        {"Pacific/Kiritimati", "2026-01-01T00:00:00Z", 50400, "+14", false},
        {"Pacific/Pago_Pago", "2026-01-01T00:00:00Z", -39600, "SST", false},
        {"Etc/GMT+12", "2026-01-01T00:00:00Z", -43200, "-12", false},
};

static void offsets_of_instants(void **state)
{
        (void)state;
        for (size_t i = 0; i < sizeof offsets / sizeof *offsets; i++) {
                const struct zone *zone = zone_named(offsets[i].zone);
                assert_non_null(zone);
                check_offset(zone, offsets[i].instant, offsets[i].offset, offsets[i].abbreviation, offsets[i].summer);
        }
        zone_named(NULL);
}

/* Gaps and folds: the first of two, and a gap as if the clock had not been put forward. */
static const struct {
        const char *zone, *wall;
        int32_t offset;
        bool unclear;
} walls[] = {
        {"Europe/Berlin", "2026-03-29T01:59:59", 3600, false},
        {"Europe/Berlin", "2026-03-29T02:00:00", 3600, true},
        {"Europe/Berlin", "2026-03-29T02:30:00", 3600, true},
        {"Europe/Berlin", "2026-03-29T02:59:59", 3600, true},
        {"Europe/Berlin", "2026-03-29T03:00:00", 7200, false},
        {"Europe/Berlin", "2026-10-25T01:59:59", 7200, false},
        {"Europe/Berlin", "2026-10-25T02:00:00", 7200, true},
        {"Europe/Berlin", "2026-10-25T02:59:59", 7200, true},
        {"Europe/Berlin", "2026-10-25T03:00:00", 3600, false},
        {"Europe/Berlin", "2441-10-27T02:30:00", 7200, true},
        {"Europe/Berlin", "2441-07-01T12:00:00", 7200, false},
        {"Europe/Berlin", "9999-12-31T23:59:59", 3600, false},
        {"Europe/Berlin", "0001-01-01T00:00:00", 3208, false},
        {"America/New_York", "2026-03-08T02:30:00", -18000, true},
        {"America/New_York", "2026-11-01T01:30:00", -14400, true},
        {"America/New_York", "2026-11-01T02:00:00", -18000, false},
        {"Australia/Lord_Howe", "2026-04-05T01:29:59", 39600, false},
        {"Australia/Lord_Howe", "2026-04-05T01:30:00", 39600, true},
        {"Australia/Lord_Howe", "2026-04-05T01:59:59", 39600, true},
        {"Australia/Lord_Howe", "2026-04-05T02:00:00", 37800, false},
        {"Australia/Lord_Howe", "2026-10-04T02:15:00", 37800, true},
        {"Pacific/Apia", "2011-12-29T23:59:59", -36000, false},
        {"Pacific/Apia", "2011-12-30T12:00:00", -36000, true},
        {"Pacific/Apia", "2011-12-31T00:00:00", 50400, false},
        {"Asia/Kolkata", "2026-03-29T02:30:00", 19800, false},
        {"UTC", "2026-03-29T02:30:00", 0, false},
};

static void instants_of_clocks(void **state)
{
        (void)state;
        for (size_t i = 0; i < sizeof walls / sizeof *walls; i++) {
                const struct zone *zone = zone_named(walls[i].zone);
                int64_t wall = seconds_of(walls[i].wall);
                assert_non_null(zone);
                assert_int_equal(wall - zone_instant(zone, wall), walls[i].offset);
                assert_int_equal(zone_is_unclear(zone, wall), walls[i].unclear);
        }
        zone_named(NULL);
}

/* The rule of the footer goes on as the file did, far into the future. */
static void every_year_changes_twice(void **state)
{
        (void)state;
        struct zone *zone = zone_open(STR("Europe/Berlin"));
        assert_non_null(zone);
        for (int year = 1997; year < 10000; year += 7) {
                char winter[32], summer[32];
                snprintf(winter, sizeof winter, "%04d-01-15T12:00:00Z", year);
                snprintf(summer, sizeof summer, "%04d-07-15T12:00:00Z", year);
                check_offset(zone, winter, 3600, "CET", false);
                check_offset(zone, summer, 7200, "CEST", true);
        }
        zone_release(zone);
}

static void no_zone_is_utc(void **state)
{
        (void)state;
        check_offset(NULL, "2026-07-01T00:00:00Z", 0, "UTC", false);
        assert_int_equal(zone_instant(NULL, 12345), 12345);
        assert_false(zone_is_unclear(NULL, 12345));
        zone_release(NULL);
}

static void names_stay_in_the_folder(void **state)
{
        (void)state;
        static const char *const bad[] = {
                "",
                "/",
                "Europe",
                "Europe/",
                "/Europe/Berlin",
                "Europe//Berlin",
                "../zoneinfo/UTC",
                "Europe/../UTC",
                "./UTC",
                "Europe/Berlin/",
                "Europe/Berlin\n",
                "Mars/Phobos",
                "zone.tab",
                "tzdata.zi",
                "UTC ",
                "Europe Berlin",
                "right/Europe/Berlin",
                "\xC3\xA9",
                "Europe/Berlinnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn",
        };
        for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
                assert_null(zone_open(str_from(bad[i])));
        assert_null(zone_open((struct str){"UTC\0", 4}));
        assert_null(zone_open(STR_NULL));
}

int main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(offsets_of_instants),      cmocka_unit_test(instants_of_clocks),
                cmocka_unit_test(every_year_changes_twice), cmocka_unit_test(no_zone_is_utc),
                cmocka_unit_test(names_stay_in_the_folder),
        };
        return run_all(tests);
}
