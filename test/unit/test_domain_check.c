/* campaigns/domain_check: names of keys, and what is left alone. */
#include "test.h"

#include <fcntl.h>
#include <unistd.h>

#include "campaigns/domain_check.h"

#define LABEL_63 "abcdefghijklmnopqrstuvwxyz-0123456789-abcdefghijklmnopqrstuvwxy"
#define LABEL_64 LABEL_63 "z"
#define TWO_LABELS LABEL_63 "." LABEL_63
#define TOO_MANY_LABELS TWO_LABELS "." TWO_LABELS

static void knows_what_a_key_may_be_called(void **state)
{
        static const char *const good[] = {"mail", "S1", "k-2_x", "2026.mail", LABEL_63, (TWO_LABELS)};
        static const char *const bad[] = {"",    ".",   "mail.",       ".mail",    "a..b",
                                          "a b", "a/b", "m\xc3\xa4il", (LABEL_64), (TOO_MANY_LABELS)};
        (void)state;
        for (size_t i = 0; i < sizeof good / sizeof *good; i++)
                if (!domain_selector_is_valid(str_from(good[i])))
                        fail_msg("%s is one", good[i]);
        for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
                if (domain_selector_is_valid(str_from(bad[i])))
                        fail_msg("%s is none", bad[i]);
}

/* A resolver that was never opened says that its socket is 0. */
static void closes_nothing_that_is_not_its_own(void **state)
{
        static const char *const selectors[] = {"mail", (LABEL_64), (TOO_MANY_LABELS)};
        (void)state;
        if (fcntl(0, F_GETFD) == -1)
                assert_int_equal(open("/dev/null", O_RDONLY | O_CLOEXEC), 0);
        for (size_t i = 0; i < sizeof selectors / sizeof *selectors; i++) {
                struct arena a;
                struct domain_finding found[DOMAIN_RECORDS];
                /* nobody is there */
                const struct domain_settings s = {.server = STR("127.0.0.1:1"), .selector = str_from(selectors[i])};
                arena_init(&a, 65536);
                domain_check(&a, &s, STR("shop.example"), found);
                for (int r = 0; r < DOMAIN_RECORDS; r++)
                        assert_false(found[r].passed);
                arena_release(&a);
                assert_int_not_equal(fcntl(0, F_GETFD), -1);
        }
}

int main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(knows_what_a_key_may_be_called),
                cmocka_unit_test(closes_nothing_that_is_not_its_own),
        };
        return run_all(tests);
}
