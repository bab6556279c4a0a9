/* campaigns/landing: addresses as they are sent, and how long an answer holds. */
#include "test.h"

#include "campaigns/landing.h"

#define KEY STR("0123456789abcdef0123456789abcdef")
enum { HOLDS_MS = 1000 };
#define SHOP STR("https://shop.example/eu")

static void assert_written(const char *url, const char *expected)
{
        struct buf out;
        buf_init(&out, LANDING_URL_MAX);
        landing_write_url(&out, str_from(url), SHOP, STR("em_cd=a&pr_cd=b"));
        assert_false(out.failed);
        assert_str(buf_str(&out), expected);
        buf_release(&out);
}

static void codes_go_into_the_query_of_the_shop(void **state)
{
        (void)state;
        assert_written("https://shop.example", "https://shop.example?em_cd=a&pr_cd=b");
        assert_written("https://shop.example/", "https://shop.example/?em_cd=a&pr_cd=b");
        assert_written("https://SHOP.example:443/x", "https://SHOP.example:443/x?em_cd=a&pr_cd=b");
        assert_written("https://shop.example/x?y=z", "https://shop.example/x?y=z&em_cd=a&pr_cd=b");
        assert_written("https://shop.example/x?", "https://shop.example/x?em_cd=a&pr_cd=b");
        assert_written("https://shop.example/x?y&", "https://shop.example/x?y&em_cd=a&pr_cd=b");
        assert_written("https://shop.example/x#y?z#a", "https://shop.example/x?em_cd=a&pr_cd=b#y?z#a");
        assert_written("https://shop.example/x#", "https://shop.example/x?em_cd=a&pr_cd=b#");
        assert_written("https://shop.example?y", "https://shop.example?y&em_cd=a&pr_cd=b");
        assert_written("https://shop.example#y", "https://shop.example?em_cd=a&pr_cd=b#y");
}

static void others_get_none(void **state)
{
        (void)state;
        static const char *const others[] = {
                "http://shop.example/",
                "https://shop.example:444/",
                "https://shop.example.evil.example/",
                "https://shop.example@evil.example/",
                "https://evil.example/https://shop.example/",
                "https://evil.example?https://shop.example/",
                "https://shop.example\\@evil.example/",
                "https://user:word@shop.example/",
        };
        for (size_t i = 0; i < sizeof others / sizeof others[0]; i++)
                assert_written(others[i], others[i]);
}

static void nothing_breaks_a_header(void **state)
{
        (void)state;
        assert_written("https://a.example/\r\nSet-Cookie: x", "https://a.example/%0D%0ASet-Cookie:%20x");
        assert_written("https://a.example/\xc3\xa9\x7f", "https://a.example/%C3%A9%7F");
        assert_written("https://shop.example/\xc3\xa9#\xc3\xa9", "https://shop.example/%C3%A9?em_cd=a&pr_cd=b#%C3%A9");
}

static void the_longest_fits(void **state)
{
        (void)state;
        char url[2000 * 4 + 1] = "https://shop.example/";
        struct buf out;
        for (size_t i = strlen(url); i + 3 < 1000 * 3; i += 3)
                memcpy(url + i, "\xe2\x82\xac", 4);
        buf_init(&out, LANDING_URL_MAX);
        landing_write_url(&out, str_from(url), SHOP, STR("em_cd=a"));
        assert_false(out.failed);
        buf_release(&out);
}

#define TENS "0123456789012345678901234567890123456789012345678901234567890123456789"
#define LONG_KEY TENS TENS

static void an_answer_holds_for_a_second_under_its_own_key(void **state)
{
        (void)state;
        struct landings *l = landings_new();
        const struct via via = {.message_id = 1, .link_id = 2, .at_s = 3};
        assert_null(landing_find(l, STR("1-2"), HOLDS_MS, 1000));
        const struct landing *kept = landing_keep(l, STR("1-2"), KEY, via, 30, STR("https://a.example/"), 1000);
        assert_non_null(kept);
        assert_string_equal(kept->url, "https://a.example/");
        assert_int_equal(kept->days, 30);
        assert_ptr_equal(landing_find(l, STR("1-2"), HOLDS_MS, 1000 + HOLDS_MS - 1), kept);
        assert_null(landing_find(l, STR("1-2"), HOLDS_MS, 1000 + HOLDS_MS));
        assert_null(landing_find(l, STR("1-3"), HOLDS_MS, 1000));
        assert_non_null(landing_keep(l, STR("1-2"), KEY, via, 30, STR("https://b.example/"), 1500));
        assert_string_equal(landing_find(l, STR("1-2"), HOLDS_MS, 2400)->url, "https://b.example/");
        assert_null(landing_keep(l, (struct str){LONG_KEY, LANDING_KEY_MAX}, KEY, via, 30, STR("https://a.example/"),
                                 1000));
        landings_free(l);
        landings_free(NULL);
}

/* More than it has places for: what is found is always what was asked for. */
static void keys_never_mix(void **state)
{
        (void)state;
        struct landings *l = landings_new();
        char key[LANDING_KEY_MAX];
        for (int i = 0; i < 2 * LANDINGS_MAX; i++) {
                snprintf(key, sizeof key, "%d-1", i);
                assert_non_null(landing_keep(l, str_from(key), KEY, (struct via){0}, 1, str_from(key), 0));
        }
        int found = 0;
        for (int i = 0; i < 2 * LANDINGS_MAX; i++) {
                snprintf(key, sizeof key, "%d-1", i);
                const struct landing *known = landing_find(l, str_from(key), HOLDS_MS, 0);
                found += known != NULL;
                if (known)
                        assert_string_equal(known->url, key);
        }
        assert_in_range(found, LANDINGS_MAX * 3 / 4, LANDINGS_MAX); /* each has two places */
        landings_free(l);
}

int main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(codes_go_into_the_query_of_the_shop),
                cmocka_unit_test(others_get_none),
                cmocka_unit_test(nothing_breaks_a_header),
                cmocka_unit_test(the_longest_fits),
                cmocka_unit_test(an_answer_holds_for_a_second_under_its_own_key),
                cmocka_unit_test(keys_never_mix),
        };
        return cmocka_run_group_tests(tests, NULL, NULL);
}
