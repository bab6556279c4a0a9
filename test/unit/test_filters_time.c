/* mail/template/filters_time: date, time, timesince, timeuntil. The store is in Berlin, now is the evening of
 * 25 November 2026. */
#include "test.h"

#include "mail/template/filter.h"
#include "mail/template/template.h"

#define NOW "2026-11-25T18:41:30.500000Z"
#define NBSP "\u00a0"

enum { MEMORY_MAX = 10000 };

static struct template_error error;

static bool apply(struct arena *a, const char *name, struct value in, const struct value *argument, struct value *ret)
{
        struct filter_call c = {.arena = a, .argument = argument, .autoescape = true, .error = &error};
        const struct filter *f = filters_time;
        while (!str_eq(f->name, str_from(name))) {
                f++;
                assert_non_null(f->apply);
        }
        struct zone *berlin = zone_open(STR("Europe/Berlin"));
        assert_non_null(berlin);
        assert_true(moment_parse(STR(NOW), &c.now));
        c.name = f->name;
        c.zone = berlin;
        bool good = f->apply(&c, in, ret);
        zone_release(berlin);
        return good;
}

static void check(const char *name, struct value in, const struct value *argument, const char *expected)
{
        struct arena a;
        struct value out;
        arena_init(&a, MEMORY_MAX);
        assert_true(apply(&a, name, in, argument, &out));
        assert_int_equal(out.kind, VALUE_TEXT);
        assert_false(out.safe);
        assert_str(out.text, expected);
        arena_release(&a);
}

/* The argument NULL: none. */
struct row {
        const char *filter, *in, *argument, *out;
};

static void check_rows(const struct row *rows, size_t count)
{
        for (size_t i = 0; i < count; i++) {
                struct value argument = rows[i].argument ? value_text(str_from(rows[i].argument)) : value_none();
                const struct value *given = rows[i].argument ? &argument : NULL;
                struct moment m;
                check(rows[i].filter, value_text(str_from(rows[i].in)), given, rows[i].out);
                if (moment_parse(str_from(rows[i].in), &m))
                        check(rows[i].filter, (struct value){.kind = VALUE_MOMENT, .moment = &m}, given, rows[i].out);
        }
}

#define CHECK_ROWS(rows) check_rows((rows), sizeof(rows) / sizeof *(rows))

static void dates(void **state)
{
        (void)state;
        static const struct row rows[] = {
                {"date", "2026-11-25", NULL, "Nov. 25, 2026"},
                {"date", "2026-11-25", "", "Nov. 25, 2026"},
                {"date", "2026-11-25", "D d M Y", "Wed 25 Nov 2026"},
                {"date", "2026-11-25", "l, jS F", "Wednesday, 25th November"},
                {"date", "2026-11-25T23:30:00Z", NULL, "Nov. 26, 2026"}, /* in Berlin */
                {"date", "2026-11-25T23:30:00Z", "Y-m-d H:i e", "2026-11-26 00:30 CET"},
                {"date", "2026-07-25T23:30:00-05:00", "Y-m-d H:i e", "2026-07-26 06:30 CEST"},
                {"date", "2026-11-25T23:30:00", "Y-m-d H:i", "2026-11-25 23:30"}, /* as it is */
                {"date", "2026-11-25T23:30:00Z", "DATE_FORMAT", "Nov. 26, 2026"},
                {"date", "2026-11-25T23:30:00Z", "DATETIME_FORMAT", "Nov. 26, 2026, 12:30 a.m."},
                {"date", "2026-11-25T23:30:00Z", "TIME_FORMAT", "12:30 a.m."},
                {"date", "2026-11-25T23:30:00Z", "YEAR_MONTH_FORMAT", "November 2026"},
                {"date", "2026-11-25T23:30:00Z", "MONTH_DAY_FORMAT", "November 26"},
                {"date", "2026-11-25T23:30:00Z", "SHORT_DATE_FORMAT", "11/26/2026"},
                {"date", "2026-11-25T23:30:00Z", "SHORT_DATETIME_FORMAT", "11/26/2026 12:30 a.m."},
                {"date", "2026-11-25T11:00:00Z", "P", "noon"},
                {"date", "19:41", "H.i", "19.41"},
                {"date", "19:41", NULL, ""},            /* a time has no day */
                {"date", "2026-11-25", "\\H", "H"},     /* but text */
                {"date", "2026-11-25", "<b>", "<nov>"}, /* escaped by who prints it */
                {"date", "", NULL, ""},
                {"date", "", "Y", ""},
                {"date", "tomorrow", NULL, ""},
                {"date", "2026-02-30", NULL, ""},
                {"date", "25.11.2026", "Y", ""},
        };
        CHECK_ROWS(rows);
}

static void times(void **state)
{
        (void)state;
        static const struct row rows[] = {
                {"time", "19:41", NULL, "7:41 p.m."},
                {"time", "19:41:07.25", "H:i:s.u", "19:41:07.250000"},
                {"time", "19:41", "TIME_FORMAT", "7:41 p.m."},
                {"time", "19:41", "", "7:41 p.m."},
                {"time", "19:41", "eOTZ", ""},
                {"time", "00:00", NULL, "midnight"},
                {"time", "2026-11-25T18:00:00Z", NULL, "7 p.m."},
                {"time", "2026-11-25T18:00:00Z", "H:i T O Z", "19:00 CET +0100 3600"},
                {"time", "2026-11-25T18:00:00", NULL, "6 p.m."},
                {"time", "2026-11-25T18:00:00Z", "Y H", ""}, /* no letters of a day */
                {"time", "2026-11-25T18:00:00Z", "c", ""},
                {"time", "2026-11-25T18:00:00Z", "DATE_FORMAT", ""},
                {"time", "2026-11-25", NULL, ""},
                {"time", "2026-11-25", "x", "x"},
                {"time", "soon", NULL, ""},
                {"time", "", NULL, ""},
        };
        CHECK_ROWS(rows);
}

static void since_another_moment(void **state)
{
        (void)state;
        static const struct row rows[] = {
                {"timesince", "2026-11-25T10:00:00Z", "2026-11-25T10:00:00Z", "0" NBSP "minutes"},
                {"timesince", "2026-11-25T10:00:00Z", "2026-11-25T10:00:59Z", "0" NBSP "minutes"},
                {"timesince", "2026-11-25T10:00:00Z", "2026-11-25T10:01:00Z", "1" NBSP "minute"},
                {"timesince", "2026-11-25T10:00:00.5Z", "2026-11-25T10:01:00Z", "0" NBSP "minutes"},
                {"timesince", "2026-11-25T10:00:00Z", "2026-11-25T10:02:59Z", "2" NBSP "minutes"},
                {"timesince", "2026-11-25T10:00:00Z", "2026-11-25T11:00:00Z", "1" NBSP "hour"},
                {"timesince", "2026-11-25T10:00:00Z", "2026-11-25T12:05:00Z", "2" NBSP "hours, 5" NBSP "minutes"},
                {"timesince", "2026-11-25T10:00:00Z", "2026-11-26T10:05:00Z", "1" NBSP "day"}, /* not adjacent */
                {"timesince", "2026-11-25T10:00:00Z", "2026-11-29T16:00:00Z", "4" NBSP "days, 6" NBSP "hours"},
                {"timesince", "2026-11-25T10:00:00Z", "2026-12-12T10:00:00Z", "2" NBSP "weeks, 3" NBSP "days"},
                {"timesince", "2026-11-25T10:00:00Z", "2026-12-09T13:00:00Z", "2" NBSP "weeks"},
                {"timesince", "2026-11-25T10:00:00Z", "2026-12-25T09:59:59Z", "4" NBSP "weeks, 1" NBSP "day"},
                {"timesince", "2026-11-25T10:00:00Z", "2026-12-25T10:00:00Z", "1" NBSP "month"},
                {"timesince", "2026-11-25T10:00:00Z", "2027-11-25T10:00:00Z", "1" NBSP "year"},
                {"timesince", "2026-11-25T10:00:00Z", "2028-01-26T10:00:00Z", "1" NBSP "year, 2" NBSP "months"},
                {"timesince", "2026-11-25T10:00:00Z", "2028-11-24T10:00:00Z", "1" NBSP "year, 11" NBSP "months"},
                {"timesince", "2026-11-25T10:00:00Z", "2028-11-26T10:00:00Z", "2" NBSP "years"},
                /* Months end when they end, and February on the 28th. */
                {"timesince", "2024-01-31", "2024-02-29", "4" NBSP "weeks, 1" NBSP "day"},
                {"timesince", "2024-01-31", "2024-03-01", "1" NBSP "month"},
                {"timesince", "2024-01-31", "2024-03-31", "2" NBSP "months"},
                {"timesince", "2024-02-29", "2025-02-28", "11" NBSP "months, 4" NBSP "weeks"},
                {"timesince", "2024-02-29", "2025-03-01", "1" NBSP "year"},
                {"timesince", "2013-02-10", "2014-03-10", "1" NBSP "year, 1" NBSP "month"},
                {"timesince", "2007-08-10", "2008-09-10", "1" NBSP "year, 1" NBSP "month"},
                {"timesince", "2026-12-31", "2027-01-31", "1" NBSP "month"},
                {"timesince", "0001-01-01", "9999-12-31", "9998" NBSP "years, 11" NBSP "months"},
                /* The other way around */
                {"timesince", "2026-11-25T10:00:01Z", "2026-11-25T10:00:00Z", "0" NBSP "minutes"},
                {"timesince", "2030-01-01", "2026-01-01", "0" NBSP "minutes"},
                {"timeuntil", "2026-11-25T10:00:00Z", "2026-11-25T09:30:00Z", "30" NBSP "minutes"},
                {"timeuntil", "2027-01-01", "2026-11-25", "1" NBSP "month, 1" NBSP "week"},
                {"timeuntil", "2026-11-25", "2026-11-26", "0" NBSP "minutes"},
                /* Offsets: it is the instant that counts. */
                {"timesince", "2026-11-25T10:00:00+01:00", "2026-11-25T10:00:00Z", "1" NBSP "hour"},
                {"timeuntil", "2026-11-25T10:00:00-05:30", "2026-11-25T10:00:00Z", "5" NBSP "hours, 30" NBSP "minutes"},
                {"timesince", "2026-11-25", "2026-11-25T10:00:00", "10" NBSP "hours"},
                /* An instant and a wall clock's time can't be compared. */
                {"timesince", "2026-11-25T10:00:00", "2026-11-26T10:00:00Z", ""},
                {"timesince", "2026-11-25T10:00:00Z", "2026-11-26T10:00:00", ""},
                {"timeuntil", "2026-11-25", "2026-11-24T10:00:00Z", ""},
        };
        CHECK_ROWS(rows);
}

static void since_and_until_now(void **state)
{
        (void)state;
        static const struct row rows[] = {
                {"timesince", NOW, NULL, "0" NBSP "minutes"},
                {"timesince", "2026-11-25T18:31:30Z", NULL, "10" NBSP "minutes"},
                {"timesince", "2026-11-25T18:31:30+01:00", NULL, "1" NBSP "hour, 10" NBSP "minutes"},
                {"timesince", "2026-11-25T18:41:30", NULL, "1" NBSP "hour"}, /* the store's clock shows 19:41 */
                {"timesince", "2026-11-25", NULL, "19" NBSP "hours, 41" NBSP "minutes"},
                {"timesince", "2026-11-25T18:31:30Z", "", "10" NBSP "minutes"},
                {"timeuntil", "2026-11-25T18:51:31Z", NULL, "10" NBSP "minutes"},
                {"timeuntil", "2026-11-25T18:51:30Z", NULL, "9" NBSP "minutes"}, /* and 59.5 seconds */
                {"timeuntil", "2026-12-24", NULL, "4" NBSP "weeks"},
                {"timeuntil", "2026-12-24", "", "4" NBSP "weeks"},
                {"timeuntil", "2026-11-25T10:00:00Z", NULL, "0" NBSP "minutes"},
                {"timesince", "", NULL, ""},
                {"timesince", "long ago", NULL, ""},
                {"timeuntil", "19:41", NULL, ""},
                {"timesince", "19:41", "2026-11-25", ""},
        };
        CHECK_ROWS(rows);
}

static void what_is_no_moment(void **state)
{
        (void)state;
        static const char *const names[] = {"date", "time", "timesince", "timeuntil"};
        const struct list empty = {.kind = LIST_LIST};
        const struct value values[] = {
                value_none(),     value_bool(true), value_int(0),           value_int(1795635660),
                value_float(1.5), VALUE_EMPTY,      value_safe(STR("<b>")), {.kind = VALUE_LIST, .list = &empty},
        };
        for (size_t i = 0; i < sizeof names / sizeof *names; i++)
                for (size_t k = 0; k < sizeof values / sizeof *values; k++)
                        check(names[i], values[k], NULL, "");
}

static void arguments_that_are_no_text(void **state)
{
        (void)state;
        struct moment m;
        struct value in = value_text(STR("2026-11-25 10:00")), none = value_none(), number = value_int(7);
        assert_true(moment_parse(STR("2026-11-24 10:00"), &m));
        struct value moment = {.kind = VALUE_MOMENT, .moment = &m};
        check("date", in, &none, "Nov. 25, 2026");
        check("date", in, &number, "7");
        check("time", in, &none, "10 a.m.");
        check("timesince", in, &none, "9" NBSP "hours, 41" NBSP "minutes");
        check("timeuntil", in, &moment, "1" NBSP "day");
}

static void check_fails(const char *name, struct value argument, size_t memory, const char *message)
{
        struct arena a;
        struct value out;
        arena_init(&a, memory);
        assert_false(apply(&a, name, value_text(STR("2026-11-25")), &argument, &out));
        assert_string_equal(error.message, message);
        arena_release(&a);
}

static void failures(void **state)
{
        (void)state;
        check_fails("timesince", value_text(STR("soon")), MEMORY_MAX,
                    "the filter timesince takes a date to compare with");
        check_fails("timeuntil", value_text(STR("19:41")), MEMORY_MAX,
                    "the filter timeuntil takes a date to compare with");
        check_fails("timeuntil", value_int(7), MEMORY_MAX, "the filter timeuntil takes a date to compare with");
        check_fails("date", value_text(STR("H:i")), MEMORY_MAX,
                    "the filter date shows a date, which has no time for the format \"H:i\"");
        check_fails("date", value_text(STR("l, j F Y")), 8,
                    "the filter date needs more memory than one rendering may have");
        check_fails("timesince", value_text(STR("2026-11-26")), 2,
                    "the filter timesince needs more memory than one rendering may have");
}

int main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(dates),
                cmocka_unit_test(times),
                cmocka_unit_test(since_another_moment),
                cmocka_unit_test(since_and_until_now),
                cmocka_unit_test(what_is_no_moment),
                cmocka_unit_test(arguments_that_are_no_text),
                cmocka_unit_test(failures),
        };
        return run_all(tests);
}
