/* campaigns/scanner: programs that say what they are, and browsers that are none. */
#include "test.h"

#include "campaigns/scanner.h"

static void knows_programs(void **state)
{
        (void)state;
        static const char *const programs[] = {
                "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
                "Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)",
                "Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)",
                "Mozilla/5.0 (compatible; SomeBOT; +x)",
                "Mozilla/5.0 (Windows NT 6.1) BingPreview/1.0b",
                "facebookexternalhit/1.1",
                "BarracudaCentral/1.0",
                "Mimecast Link Check",
                "",
        };
        for (size_t i = 0; i < sizeof programs / sizeof programs[0]; i++)
                if (!scanner_is_told(str_from(programs[i])))
                        fail_msg("%s", programs[i]);
        assert_true(scanner_is_told(STR_NULL));
}

static void leaves_browsers_alone(void **state)
{
        (void)state;
        static const char *const browsers[] = {
                "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
                "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
                "Version/18.5 Safari/604.1",
                "Mozilla/5.0 (Linux; Android 14; CUBOT X90) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/138.0.0.0 "
                "Mobile Safari/537.36",
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/138.0.0.0 "
                "Safari/537.36 Edg/138.0",
                "bo",
        };
        for (size_t i = 0; i < sizeof browsers / sizeof browsers[0]; i++)
                if (scanner_is_told(str_from(browsers[i])))
                        fail_msg("%s", browsers[i]);
}

int main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(knows_programs),
                cmocka_unit_test(leaves_browsers_alone),
        };
        return cmocka_run_group_tests(tests, NULL, NULL);
}
