/* mail/template/moment: what is a moment, how it prints, and Django's format letters; the calendar. */
#include "test.h"

#include "mail/template/civil.h"
#include "mail/template/moment.h"

enum { OUTPUT_MAX = 1000 };

/* Text and what str() gives; NULL: the same text. Python's, but where PostgreSQL or JavaScript write otherwise. */
static const struct {
        const char *text, *printed;
        int64_t seconds;
} moments[] = {
        {"2026-11-25", NULL, 1795564800},
        {"2024-02-29", NULL, 1709164800},
        {"0001-01-01", NULL, -62135596800},
        {"9999-12-31", NULL, 253402214400},
        {"1970-01-01", NULL, 0},
        {"1969-12-31", NULL, -86400},
        {"2026-11-25 19:41:00", NULL, 1795635660},
        {"2026-11-25T19:41:00", "2026-11-25 19:41:00", 1795635660},
        {"2026-11-25T19:41", "2026-11-25 19:41:00", 1795635660},
        {"2026-11-25 19:41:00.500000", NULL, 1795635660},
        {"2026-11-25 19:41:00.5", "2026-11-25 19:41:00.500000", 1795635660},
        {"2026-11-25 19:41:00.000001", NULL, 1795635660},
        {"2026-11-25 19:41:00.123456789", "2026-11-25 19:41:00.123456", 1795635660},
        {"2026-11-25 19:41:00.000000", "2026-11-25 19:41:00", 1795635660},
        {"2026-11-25T19:41:00Z", "2026-11-25 19:41:00+00:00", 1795635660},
        {"2026-11-25T19:41:00.678Z", "2026-11-25 19:41:00.678000+00:00", 1795635660},
        {"2026-11-25 19:41:00+01:00", NULL, 1795632060},
        {"2026-11-25 19:41:00+0100", "2026-11-25 19:41:00+01:00", 1795632060},
        {"2026-11-25 19:41:00+01", "2026-11-25 19:41:00+01:00", 1795632060},
        {"2026-11-25 19:41:00-03:30", NULL, 1795648260},
        {"2026-11-25 19:41:00+05:45", NULL, 1795614960},
        {"2026-11-25 19:41:00-00:00", "2026-11-25 19:41:00+00:00", 1795635660},
        {"2026-11-25 19:41:00+23:59", NULL, 1795549320},
        {"1880-01-01 00:53:28+00:53:28", NULL, -2840140800},
        {"2026-11-25T19:41+01:00", "2026-11-25 19:41:00+01:00", 1795632060},
        {"0001-01-01 00:00:00+14:00", NULL, -62135647200},
        {"9999-12-31 23:59:59-12:00", NULL, 253402343999},
        {"19:41:00", NULL, 70860},
        {"19:41", "19:41:00", 70860},
        {"00:00:00", NULL, 0},
        {"23:59:59.999999", NULL, 86399},
};

static void moments_are_read_and_printed(void **state)
{
        (void)state;
        for (size_t i = 0; i < sizeof moments / sizeof *moments; i++) {
                struct moment m;
                struct buf out;
                assert_true(moment_parse(str_from(moments[i].text), &m));
                assert_int_equal(m.seconds, moments[i].seconds);
                buf_init(&out, OUTPUT_MAX);
                moment_write(&out, &m);
                assert_str(buf_str(&out), moments[i].printed ? moments[i].printed : moments[i].text);
                buf_release(&out);
        }
}

static void the_parts_that_are_there(void **state)
{
        (void)state;
        static const struct {
                const char *text;
                bool has_date, has_time, aware;
                int32_t micros, offset;
        } rows[] = {
                {"2026-11-25", true, false, false, 0, 0},
                {"19:41:00.25", false, true, false, 250000, 0},
                {"2026-11-25 19:41", true, true, false, 0, 0},
                {"2026-11-25 19:41Z", true, true, true, 0, 0},
                {"2026-11-25 19:41:00.7-08:00", true, true, true, 700000, -28800},
        };
        for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
                struct moment m;
                assert_true(moment_parse(str_from(rows[i].text), &m));
                assert_int_equal(m.has_date, rows[i].has_date);
                assert_int_equal(m.has_time, rows[i].has_time);
                assert_int_equal(m.aware, rows[i].aware);
                assert_int_equal(m.micros, rows[i].micros);
                assert_int_equal(m.offset, rows[i].offset);
        }
}

static const char *const no_moments[] = {
        "",
        " ",
        "x",
        "2026",
        "2026-11",
        "20261125",
        "2026-11-25 ",
        " 2026-11-25",
        "2026-11-25T",
        "2026-11-25x",
        "2026-1-25",
        "2026-11-5",
        "26-11-25",
        "02026-11-25",
        "-2026-11-25",
        "+2026-11-25",
        "2026/11/25",
        "2026-11-2a",
        "0000-01-01",
        "10000-01-01",
        "2026-00-01",
        "2026-13-01",
        "2026-11-00",
        "2026-11-31",
        "2026-02-29",
        "1900-02-29",
        "2026-11-25 1",
        "2026-11-25 19",
        "2026-11-25 19:4",
        "2026-11-25 24:00",
        "2026-11-25 19:60",
        "2026-11-25 19:41:60",
        "2026-11-25 19:41:",
        "2026-11-25 19:41:00.",
        "2026-11-25 19:41:00.1234567890",
        "2026-11-25 19:41:00.x",
        "2026-11-25_19:41:00",
        "2026-11-25  19:41:00",
        "2026-11-25 19:41:00z",
        "2026-11-25 19:41:00 Z",
        "2026-11-25 19:41:00+",
        "2026-11-25 19:41:00+1",
        "2026-11-25 19:41:00+01:",
        "2026-11-25 19:41:00+24:00",
        "2026-11-25 19:41:00+01:60",
        "2026-11-25 19:41:00+01:00:",
        "2026-11-25 19:41:00+01:00:00:00",
        "2026-11-25 19:41:00+01:0",
        "2026-11-25 19:41:00+010000",
        "2026-11-25 19:41:00Z0",
        "2026-11-25 19:41:00ZZ",
        "2026-11-25Z",
        "2026-11-25+01:00",
        "19",
        "19:4",
        "1:41",
        "24:00",
        "19:41:00Z",
        "19:41:00+01:00",
        "19:41 ",
        "19:41:00 2026-11-25",
        "2026-11-25T19:41:00,5",
        "\xD9\xA2\xD9\xA0\xD9\xA2\xD9\xA6-11-25",
};

static void what_is_no_moment(void **state)
{
        (void)state;
        for (size_t i = 0; i < sizeof no_moments / sizeof *no_moments; i++) {
                struct moment m = {.seconds = 7};
                assert_false(moment_parse(str_from(no_moments[i]), &m));
                assert_int_equal(m.seconds, 7);
        }
        struct moment m;
        assert_false(moment_parse(STR_NULL, &m));
        assert_false(moment_parse((struct str){"2026-11-25\0", 11}, &m));
}

static void attributes(void **state)
{
        (void)state;
        static const struct {
                const char *text, *name;
                int64_t value; /* -1: there is none */
        } rows[] = {
                {"2026-11-25 19:41:07.25-08:00", "year", 2026},
                {"2026-11-25 19:41:07.25-08:00", "month", 11},
                {"2026-11-25 19:41:07.25-08:00", "day", 25},
                {"2026-11-25 19:41:07.25-08:00", "hour", 19},
                {"2026-11-25 19:41:07.25-08:00", "minute", 41},
                {"2026-11-25 19:41:07.25-08:00", "second", 7},
                {"2026-11-25 19:41:07.25-08:00", "weekday", -1},
                {"2026-11-25 19:41:07.25-08:00", "microsecond", 250000},
                {"2026-11-25", "year", 2026},
                {"2026-11-25", "hour", -1},
                {"2026-11-25", "microsecond", -1},
                {"19:41", "hour", 19},
                {"19:41", "microsecond", 0},
                {"19:41", "day", -1},
                {"19:41", "", -1},
                {"19:41", "Hour", -1},
                {"0001-01-01 00:00+14:00", "year", 1},
                {"1969-12-31 23:59:58", "second", 58},
        };
        for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
                struct moment m;
                int64_t value = -1;
                assert_true(moment_parse(str_from(rows[i].text), &m));
                assert_int_equal(moment_attribute(&m, str_from(rows[i].name), &value), rows[i].value >= 0);
                assert_int_equal(value, rows[i].value);
        }
}

/* As Django shows them where TIME_ZONE is Europe/Berlin; on 2026-10-25 clocks are put back, on 2026-03-29 forward. */
static const struct {
        const char *text, *format, *shown;
} formats[] = {
        {"2026-03-05T06:07:08.000900Z", "d|j|D|l|S|w|z|W", "05|5|Thu|Thursday|th|4|64|10"},
        {"2026-03-05T06:07:08.000900Z", "m|n|M|F|b|N|E", "03|3|Mar|March|mar|March|March"},
        {"2026-03-05T06:07:08.000900Z", "o|L|t|y|Y", "2026|False|31|26|2026"},
        {"2026-03-05T06:07:08.000900Z", "g|G|h|H|i|s|u", "7|7|07|07|07|08|000900"},
        {"2026-03-05T06:07:08.000900Z", "a|A|f|P", "a.m.|AM|7:07|7:07 a.m."},
        {"2026-03-05T06:07:08.000900Z", "e|T|O|Z|I", "CET|CET|+0100|3600|0"},
        {"2026-03-05T06:07:08.000900Z", "c|r", "2026-03-05T07:07:08.000900+01:00|Thu, 05 Mar 2026 07:07:08 +0100"},
        {"2026-03-05T06:07:08.000900Z", "U", "1772690828"},
        {"2026-07-25T19:00:00+02:00", "a|A|f|g|h|G|H|P", "p.m.|PM|7|7|07|19|19|7 p.m."},
        {"2026-07-25T19:00:00+02:00", "O|T|Z|I|e", "+0200|CEST|7200|1|CEST"},
        {"2026-07-25T19:00:00+02:00", "c", "2026-07-25T19:00:00+02:00"},
        {"2026-07-25T19:00:00", "e|T|O|Z|I", "|CEST|+0200|7200|1"},
        {"2026-07-25T19:00:00", "c|r|U", "2026-07-25T19:00:00|Sat, 25 Jul 2026 19:00:00 +0200|1784998800"},
        {"2026-10-25 02:30:00", "e|T|O|Z|I", "||||"},
        {"2026-10-25 02:30:00", "c|r|U", "2026-10-25T02:30:00|Sun, 25 Oct 2026 02:30:00 +0200|1792888200"},
        {"2026-03-29 02:30:00", "e|T|O|Z|I", "||||"},
        {"2026-03-29 02:30:00", "c|r|U", "2026-03-29T02:30:00|Sun, 29 Mar 2026 02:30:00 +0100|1774747800"},
        {"2026-10-25T00:30:00Z", "e|T|O|Z|I", "CEST||||"},
        {"2026-10-25T00:30:00Z", "c|r|U", "2026-10-25T02:30:00+02:00|Sun, 25 Oct 2026 02:30:00 +0200|1792888200"},
        {"2026-10-25T01:30:00Z", "e|T|O|Z|I", "CET||||"},
        {"2026-10-25T01:30:00Z", "c|r|U", "2026-10-25T02:30:00+01:00|Sun, 25 Oct 2026 02:30:00 +0100|1792891800"},
        {"2024-02-29", "d|j|D|S|N|L|y|Y", "29|29|Thu|th|Feb.|True|24|2024"},
        {"2024-02-29", "z|W|o|t|w|I", "60|9|2024|29|4|"},
        {"2024-02-29", "c|r", "2024-02-29|Thu, 29 Feb 2024 00:00:00 +0100"},
        {"2024-02-29", "U", "1709161200"},
        {"19:41:00", "a|A|f|g|G|h|H|i|P|s|u", "p.m.|PM|7:41|7|19|07|19|41|7:41 p.m.|00|000000"},
        {"19:41:00", "e|O|T|Z|I", "||||"},
        {"19:41:00", "c", "19:41:00"},
        {"00:00:00.5", "P|f|c|u", "midnight|12|00:00:00.500000|500000"},
        {"2026-01-01", "n|N|M|F|E|b|t", "1|Jan.|Jan|January|January|jan|31"},
        {"2026-02-01", "n|N|M|F|E|b|t", "2|Feb.|Feb|February|February|feb|28"},
        {"2026-03-01", "n|N|M|F|E|b|t", "3|March|Mar|March|March|mar|31"},
        {"2026-04-01", "n|N|M|F|E|b|t", "4|April|Apr|April|April|apr|30"},
        {"2026-05-01", "n|N|M|F|E|b|t", "5|May|May|May|May|may|31"},
        {"2026-06-01", "n|N|M|F|E|b|t", "6|June|Jun|June|June|jun|30"},
        {"2026-07-01", "n|N|M|F|E|b|t", "7|July|Jul|July|July|jul|31"},
        {"2026-08-01", "n|N|M|F|E|b|t", "8|Aug.|Aug|August|August|aug|31"},
        {"2026-09-01", "n|N|M|F|E|b|t", "9|Sept.|Sep|September|September|sep|30"},
        {"2026-10-01", "n|N|M|F|E|b|t", "10|Oct.|Oct|October|October|oct|31"},
        {"2026-11-01", "n|N|M|F|E|b|t", "11|Nov.|Nov|November|November|nov|30"},
        {"2026-12-01", "n|N|M|F|E|b|t", "12|Dec.|Dec|December|December|dec|31"},
        {"2026-01-25", "D|l|w", "Sun|Sunday|0"},
        {"2026-01-26", "D|l|w", "Mon|Monday|1"},
        {"2026-01-27", "D|l|w", "Tue|Tuesday|2"},
        {"2026-01-28", "D|l|w", "Wed|Wednesday|3"},
        {"2026-01-29", "D|l|w", "Thu|Thursday|4"},
        {"2026-01-30", "D|l|w", "Fri|Friday|5"},
        {"2026-01-31", "D|l|w", "Sat|Saturday|6"},
        {"2026-01-01", "j|S", "1|st"},
        {"2026-01-02", "j|S", "2|nd"},
        {"2026-01-03", "j|S", "3|rd"},
        {"2026-01-04", "j|S", "4|th"},
        {"2026-01-10", "j|S", "10|th"},
        {"2026-01-11", "j|S", "11|th"},
        {"2026-01-12", "j|S", "12|th"},
        {"2026-01-13", "j|S", "13|th"},
        {"2026-01-20", "j|S", "20|th"},
        {"2026-01-21", "j|S", "21|st"},
        {"2026-01-22", "j|S", "22|nd"},
        {"2026-01-23", "j|S", "23|rd"},
        {"2026-01-24", "j|S", "24|th"},
        {"2026-01-30", "j|S", "30|th"},
        {"2026-01-31", "j|S", "31|st"},
        {"2020-12-31", "o|W|z|w|D", "2020|53|366|4|Thu"},
        {"2021-01-03", "o|W|z|w|D", "2020|53|3|0|Sun"},
        {"2021-01-04", "o|W|z|w|D", "2021|1|4|1|Mon"},
        {"2024-12-29", "o|W|z|w|D", "2024|52|364|0|Sun"},
        {"2024-12-30", "o|W|z|w|D", "2025|1|365|1|Mon"},
        {"2026-12-31", "o|W|z|w|D", "2026|53|365|4|Thu"},
        {"2027-01-03", "o|W|z|w|D", "2026|53|3|0|Sun"},
        {"2027-01-04", "o|W|z|w|D", "2027|1|4|1|Mon"},
        {"2000-01-01", "o|W|z|w|D", "1999|52|1|6|Sat"},
        {"1900-03-01", "o|W|z|w|D", "1900|9|60|4|Thu"},
        {"0001-01-01", "o|W|z|w|D", "1|1|1|1|Mon"},
        {"9999-12-31", "o|W|z|w|D", "9999|52|365|5|Fri"},
        {"1900-02-01", "t|L", "28|False"},
        {"2000-02-01", "t|L", "29|True"},
        {"2023-02-01", "t|L", "28|False"},
        {"2024-02-01", "t|L", "29|True"},
        {"0001-01-01", "Y|y|c", "0001|01|0001-01-01"},
        {"0099-12-31", "Y|y|c", "0099|99|0099-12-31"},
        {"0999-06-01", "Y|y|c", "0999|99|0999-06-01"},
        {"9999-12-31", "Y|y|c", "9999|99|9999-12-31"},
        {"1969-12-31T23:59:59.500000Z", "U", "0"},
        {"1969-12-31T23:59:58.500000Z", "U", "-1"},
        {"0001-06-01T00:00:00Z", "U", "-62122550400"},
        {"9999-06-01T00:00:00Z", "U", "253383811200"},
        {"1880-01-01T00:00:00Z", "c|r", "1880-01-01T00:53:28+00:53:28|Thu, 01 Jan 1880 00:53:28 +005328"},
        {"1880-01-01T00:00:00Z", "O|Z|T", "+0053|3208|LMT"},
        {"2026-01-01 00:00:00", "P|f|g|h|a", "midnight|12|12|12|a.m."},
        {"2026-01-01 00:01:00", "P|f|g|h|a", "12:01 a.m.|12:01|12|12|a.m."},
        {"2026-01-01 01:00:00", "P|f|g|h|a", "1 a.m.|1|1|01|a.m."},
        {"2026-01-01 11:59:00", "P|f|g|h|a", "11:59 a.m.|11:59|11|11|a.m."},
        {"2026-01-01 12:00:00", "P|f|g|h|a", "noon|12|12|12|p.m."},
        {"2026-01-01 12:30:00", "P|f|g|h|a", "12:30 p.m.|12:30|12|12|p.m."},
        {"2026-01-01 13:05:00", "P|f|g|h|a", "1:05 p.m.|1:05|1|01|p.m."},
        {"2026-01-01 23:59:00", "P|f|g|h|a", "11:59 p.m.|11:59|11|11|p.m."},
        /* What a backslash makes text, and what is text anyway. */
        {"2026-11-25", "", ""},
        {"2026-11-25", "jS \\o\\f F", "25th of November"},
        {"2026-11-25", "\\Y\\\\Y\\", "Y\\Y\\"},
        {"2026-11-25", "\\\nY", "\\\n2026"},
        {"2026-11-25", "B k p q v x J K Q R V X 1 % \"<", "B k p q v x J K Q R V X 1 % \"<"},
        {"2026-11-25", "\\\xC3\xA9\xC3\xA9 Y\xC2\xA0", "\xC3\xA9\xC3\xA9 2026\xC2\xA0"},
        {"2026-11-25", "\\H:\\i", "H:i"},
};

static void format_letters(void **state)
{
        (void)state;
        struct zone *berlin = zone_open(STR("Europe/Berlin"));
        assert_non_null(berlin);
        for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
                struct moment m;
                struct buf out;
                assert_true(moment_parse(str_from(formats[i].text), &m));
                buf_init(&out, OUTPUT_MAX);
                assert_true(moment_format(&out, &m, berlin, str_from(formats[i].format)));
                assert_str(buf_str(&out), formats[i].shown);
                buf_release(&out);
        }
        zone_release(berlin);
}

typedef bool formatter(struct buf *out, const struct moment *m, const struct zone *zone, struct str format);

/* Each of the letters alone, after another that is good: nothing is written. */
static void check_refused(formatter *format, const char *text, const char *letters)
{
        struct moment m;
        assert_true(moment_parse(str_from(text), &m));
        for (; *letters; letters++) {
                struct buf out;
                buf_init(&out, OUTPUT_MAX);
                assert_false(format(&out, &m, NULL, (struct str){(const char[]){'-', *letters}, 2}));
                assert_int_equal(out.len, 0);
                buf_release(&out);
        }
}

static void letters_that_are_refused(void **state)
{
        (void)state;
        check_refused(moment_format, "2026-11-25", "aAefgGhHiOPsTuZ");
        check_refused(moment_format, "19:41", "bdDEFjlLmMnNorStUwWyYz");
        check_refused(moment_format_time, "2026-11-25", "aAefgGhHiOPsTuZbcdDEFIjlLmMnNorStUwWyYz");
        check_refused(moment_format_time, "19:41", "bcdDEFIjlLmMnNorStUwWyYz");
        check_refused(moment_format_time, "2026-11-25 19:41", "bcdDEFIjlLmMnNorStUwWyYz");
        check_refused(moment_format_time, "2026-11-25 19:41Z", "bcdDEFIjlLmMnNorStUwWyYz");
}

static void without_a_zone_it_is_utc(void **state)
{
        (void)state;
        struct moment m;
        struct buf out;
        assert_true(moment_parse(STR("2026-11-25 19:41:00-03:30"), &m));
        buf_init(&out, OUTPUT_MAX);
        assert_true(moment_format(&out, &m, NULL, STR("c e O r")));
        assert_str(buf_str(&out), "2026-11-25T23:11:00+00:00 UTC +0000 Wed, 25 Nov 2026 23:11:00 +0000");
        buf_release(&out);
}

static void named_formats(void **state)
{
        (void)state;
        static const char *const rows[][2] = {
                {"DATE_FORMAT", "N j, Y"},
                {"TIME_FORMAT", "P"},
                {"DATETIME_FORMAT", "N j, Y, P"},
                {"YEAR_MONTH_FORMAT", "F Y"},
                {"MONTH_DAY_FORMAT", "F j"},
                {"SHORT_DATE_FORMAT", "m/d/Y"},
                {"SHORT_DATETIME_FORMAT", "m/d/Y P"},
                {"date_format", "date_format"},
                {"Y", "Y"},
                {"", ""},
        };
        for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
                assert_str(moment_named_format(str_from(rows[i][0])), rows[i][1]);
}

/* Each day of ten thousand years comes after the one before it. */
static void the_calendar(void **state)
{
        (void)state;
        int64_t day = civil_day(YEAR_MIN, 1, 1);
        int weekday = 0; /* 0001-01-01 was a Monday */
        for (int year = YEAR_MIN; year <= YEAR_MAX; year++)
                for (int month = 1; month <= 12; month++)
                        for (int date = 1; date <= civil_month_days(year, month); date++, day++) {
                                struct civil c;
                                civil_from_seconds(day * DAY_SECONDS + DAY_SECONDS - 1, &c);
                                bool right = c.year == year && c.month == month && c.day == date && c.hour == 23 &&
                                             c.minute == 59 && c.second == 59 &&
                                             civil_seconds(&c) == day * DAY_SECONDS + DAY_SECONDS - 1 &&
                                             civil_weekday(day) == weekday;
                                if (!right)
                                        fail_msg("%04d-%02d-%02d", year, month, date);
                                weekday = (weekday + 1) % 7;
                        }
        assert_int_equal(day, civil_day(10000, 1, 1));
        assert_int_equal(day * DAY_SECONDS, 253402300800);
}

/* What offsets make of the first and the last year. */
static void around_the_ends(void **state)
{
        (void)state;
        static const struct {
                const char *text;
                const char *shown;
        } rows[] = {
                {"0001-01-01 00:00:00+14:00", "0000-12-31 10:00:00 Sun 366 True 52"},
                {"9999-12-31 23:59:59-12:00", "10000-01-01 11:59:59 Sat 1 True 52"},
        };
        for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
                struct moment m;
                struct buf out;
                assert_true(moment_parse(str_from(rows[i].text), &m));
                buf_init(&out, OUTPUT_MAX);
                assert_true(moment_format(&out, &m, NULL, STR("Y-m-d H:i:s D z L W")));
                assert_str(buf_str(&out), rows[i].shown);
                buf_release(&out);
        }
}

int main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(moments_are_read_and_printed),
                cmocka_unit_test(the_parts_that_are_there),
                cmocka_unit_test(what_is_no_moment),
                cmocka_unit_test(attributes),
                cmocka_unit_test(format_letters),
                cmocka_unit_test(letters_that_are_refused),
                cmocka_unit_test(without_a_zone_it_is_utc),
                cmocka_unit_test(named_formats),
                cmocka_unit_test(the_calendar),
                cmocka_unit_test(around_the_ends),
        };
        return run_all(tests);
}
