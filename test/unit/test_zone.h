/* What the tests of time zones share. */
#ifndef TEST_ZONE_H
#define TEST_ZONE_H

#include "mail/template/moment.h"
#include "test.h"

static inline int64_t seconds_of(const char *text)
{
        struct moment m;
        assert_true(moment_parse(str_from(text), &m));
        return m.seconds;
}

static inline void check_offset(const struct zone *zone, const char *instant, int32_t offset, const char *abbreviation,
                                bool summer)
{
        struct str got;
        bool got_summer;
        assert_int_equal(zone_offset(zone, seconds_of(instant), &got, &got_summer), offset);
        assert_str(got, abbreviation);
        assert_int_equal(got_summer, summer);
}

#endif
