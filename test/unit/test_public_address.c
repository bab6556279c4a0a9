/* campaigns/public_address: what the gate of campaigns may ask for. */
#include "test.h"

#include <arpa/inet.h>

#include "campaigns/public_address.h"

static bool is_public(const char *text)
{
        struct sockaddr_in in = {.sin_family = AF_INET};
        struct sockaddr_in6 in6 = {.sin6_family = AF_INET6};
        if (inet_pton(AF_INET, text, &in.sin_addr) == 1)
                return address_is_public((const struct sockaddr *)&in);
        assert_int_equal(inet_pton(AF_INET6, text, &in6.sin6_addr), 1);
        return address_is_public((const struct sockaddr *)&in6);
}

static void lets_the_internet_through(void **state)
{
        static const char *const all[] = {
                "8.8.8.8",    "9.255.255.255", "11.0.0.0",     "100.63.255.255", "100.128.0.0",     "128.0.0.1",
                "172.15.0.1", "172.32.0.1",    "192.167.0.1",  "192.0.1.1",      "198.20.0.1",      "223.255.255.255",
                "2600::1",    "2a00:1450::8a", "2001:4860::1", "::ffff:8.8.8.8", "64:ff9b::808:808"};
        (void)state;
        for (size_t i = 0; i < sizeof all / sizeof *all; i++)
                if (!is_public(all[i]))
                        fail_msg("%s is public", all[i]);
}

static void keeps_the_rest(void **state)
{
        static const char *const all[] = {"0.0.0.0",
                                          "0.1.2.3",
                                          "10.0.0.1",
                                          "10.255.255.255",
                                          "100.64.0.1",
                                          "100.127.0.1",
                                          "127.0.0.1",
                                          "127.9.9.9",
                                          "169.254.169.254",
                                          "172.16.0.1",
                                          "172.31.255.1",
                                          "192.0.0.1",
                                          "192.0.2.1",
                                          "192.168.1.1",
                                          "198.18.0.1",
                                          "198.19.255.1",
                                          "198.51.100.1",
                                          "203.0.113.1",
                                          "224.0.0.1",
                                          "240.0.0.1",
                                          "255.255.255.255",
                                          "::",
                                          "::1",
                                          "::ffff:127.0.0.1",
                                          "::ffff:10.1.2.3",
                                          "::127.0.0.1",
                                          "64:ff9b::7f00:1",
                                          "64:ff9b:1::1",
                                          "2002:7f00:1::",
                                          "2001::1",
                                          "2001:db8::1",
                                          "2001:10::1",
                                          "3fff::1",
                                          "fc00::1",
                                          "fd12:3456::1",
                                          "fe80::1",
                                          "ff02::1",
                                          "5f00::1",
                                          "100::1"};
        (void)state;
        for (size_t i = 0; i < sizeof all / sizeof *all; i++)
                if (is_public(all[i]))
                        fail_msg("%s is not public", all[i]);
}

static void knows_no_other_families(void **state)
{
        struct sockaddr other = {.sa_family = AF_UNIX};
        (void)state;
        assert_false(address_is_public(&other));
}

int main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(lets_the_internet_through),
                cmocka_unit_test(keeps_the_rest),
                cmocka_unit_test(knows_no_other_families),
        };
        return cmocka_run_group_tests(tests, NULL, NULL);
}
