/* http/address: who a request is from, in digits and as limits count it. */
#include "test.h"

#include <arpa/inet.h>

#include "http/address.h"
#include "test_request.h"

static struct sockaddr_storage storage;

/* An address as the kernel would give it. */
static const struct sockaddr *address(const char *digits)
{
        struct sockaddr_in *four = (struct sockaddr_in *)&storage;
        struct sockaddr_in6 *six = (struct sockaddr_in6 *)&storage;
        memset(&storage, 0, sizeof storage);
        storage.ss_family = AF_INET;
        if (inet_pton(AF_INET, digits, &four->sin_addr) != 1) {
                storage.ss_family = AF_INET6;
                assert_int_equal(inet_pton(AF_INET6, digits, &six->sin6_addr), 1);
        }
        return (const struct sockaddr *)&storage;
}

static bool same_network(const char *a, const char *b)
{
        struct network one = network_of(address(a)), other = network_of(address(b));
        return one.size == other.size && memcmp(one.bytes, other.bytes, one.size) == 0;
}

static void digits(void **state)
{
        (void)state;
        char text[INET6_ADDRSTRLEN];
        assert_str(address_text(address("192.0.2.1"), text, sizeof text), "192.0.2.1");
        assert_str(address_text(address("2001:db8::1"), text, sizeof text), "2001:db8::1");
        assert_str(address_text(address("::ffff:192.0.2.1"), text, sizeof text), "192.0.2.1");
        storage.ss_family = AF_UNIX;
        assert_null(address_text((struct sockaddr *)&storage, text, sizeof text).ptr);
        assert_int_equal(network_of((struct sockaddr *)&storage).size, 0);
}

static void networks(void **state)
{
        (void)state;
        assert_true(same_network("2001:db8::1", "2001:db8::ffff:1:2:3"));
        assert_false(same_network("2001:db8::1", "2001:db8:0:1::1"));
        assert_true(same_network("192.0.2.1", "::ffff:192.0.2.1"));
        assert_false(same_network("192.0.2.1", "192.0.2.2"));
        assert_false(same_network("::ffff:192.0.2.1", "::ffff:192.0.2.2"));
        assert_false(same_network("0.0.0.0", "::"));
}

static bool same_as_text(const char *text, const char *digits_of)
{
        struct network one = network_of_text(str_from(text)), other = network_of(address(digits_of));
        return one.size == other.size && memcmp(one.bytes, other.bytes, one.size) == 0;
}

static void networks_of_texts(void **state)
{
        (void)state;
        assert_true(same_as_text("192.0.2.1", "192.0.2.1"));
        assert_true(same_as_text("2001:db8::1", "2001:db8::2"));
        assert_true(same_as_text("::ffff:192.0.2.1", "192.0.2.1"));
        assert_false(same_as_text("192.0.2.1:8080", "192.0.2.1")); /* counts by its text */
        assert_int_equal(network_of_text(STR("unknown")).size, 7);
        assert_int_equal(network_of_text(STR("")).size, 0);
        char long_text[200];
        memset(long_text, 'x', sizeof long_text);
        assert_int_equal(network_of_text((struct str){long_text, sizeof long_text}).size, NETWORK_BYTES_MAX);
}

/* peer, TRUSTED_PROXIES, X-Forwarded-For; then the client's address, what counts for it, and whether it is limited. */
static const struct {
        const char *peer, *trusted, *forwarded, *address, *client;
        bool limited;
} cases[] = {
        {"192.0.2.1", NULL, NULL, "192.0.2.1", "192.0.2.1", true},
        {"192.0.2.1", NULL, "198.51.100.7", "192.0.2.1", "192.0.2.1", true},
        {"192.0.2.1", "192.0.2.9", "198.51.100.7", "192.0.2.1", "192.0.2.1", true},
        {"192.0.2.1", "192.0.2.9, 192.0.2.1", "198.51.100.7", "198.51.100.7", "198.51.100.7", true},
        {"192.0.2.1", "192.0.2.1", "203.0.113.5, 198.51.100.7", "198.51.100.7", "198.51.100.7", true},
        {"192.0.2.1", "192.0.2.1,192.0.2.2", "203.0.113.5, 192.0.2.2", "203.0.113.5", "203.0.113.5", true},
        {"192.0.2.1", "192.0.2.1", "2001:db8:1:2:3::4", "2001:db8:1:2:3::4", "2001:db8:1:2::/64", true},
        {"192.0.2.1", "192.0.2.1", "127.0.0.1", "127.0.0.1", "127.0.0.1", true},
        {"::ffff:192.0.2.1", "192.0.2.1", "198.51.100.7", "198.51.100.7", "198.51.100.7", true},
        {"2001:db8::1", NULL, NULL, "2001:db8::1", "2001:db8::/64", true},
        {"127.0.0.1", NULL, NULL, "127.0.0.1", "127.0.0.1", false},
        {"127.0.0.1", NULL, "198.51.100.7", "127.0.0.1", "127.0.0.1", false},
        {"127.0.0.1", "127.0.0.1", "198.51.100.7", "198.51.100.7", "198.51.100.7", true},
        {"127.0.0.1", "127.0.0.1", NULL, "127.0.0.1", "127.0.0.1", false},
        {"127.255.0.3", NULL, NULL, "127.255.0.3", "127.255.0.3", false},
        {"::ffff:127.0.0.1", NULL, NULL, "127.0.0.1", "127.0.0.1", false},
        {"::1", NULL, NULL, "::1", "::/64", false},
        {"::1", "::1", "198.51.100.7", "198.51.100.7", "198.51.100.7", true},
};

static void clients(void **state)
{
        (void)state;
        for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
                struct request rq;
                struct network counted = {0};
                memset(&test_sent, 0, sizeof test_sent);
                test_request_init(&rq);
                test_server.options.trusted_proxies = cases[i].trusted;
                if (cases[i].forwarded)
                        test_send(MHD_HEADER_KIND, "X-Forwarded-For", cases[i].forwarded);
                test_sent.peer = address(cases[i].peer);
                assert_str(request_address(&rq), cases[i].address);
                assert_str(request_client(&rq), cases[i].client);
                assert_int_equal(request_network(&rq, &counted), cases[i].limited);
                if (cases[i].limited) {
                        struct network expected = network_of(address(cases[i].address));
                        assert_int_equal(counted.size, expected.size);
                        assert_memory_equal(counted.bytes, expected.bytes, expected.size);
                }
                test_request_release(&rq);
        }
}

/* The proxy's own line stands below the one that the client made up. */
static void lines_are_one_list(void **state)
{
        (void)state;
        struct request rq;
        memset(&test_sent, 0, sizeof test_sent);
        test_request_init(&rq);
        test_server.options.trusted_proxies = "192.0.2.1";
        test_send(MHD_HEADER_KIND, "X-Forwarded-For", "6.6.6.6");
        test_send(MHD_HEADER_KIND, "Accept", "*/*");
        test_send(MHD_HEADER_KIND, "x-forwarded-for", "198.51.100.7");
        test_sent.peer = address("192.0.2.1");
        assert_str(request_address(&rq), "198.51.100.7");
        test_request_release(&rq);
}

static void nobody(void **state)
{
        (void)state;
        struct request rq;
        struct network counted;
        memset(&test_sent, 0, sizeof test_sent);
        test_request_init(&rq);
        assert_null(request_address(&rq).ptr);
        assert_null(request_client(&rq).ptr);
        assert_false(request_network(&rq, &counted));
        test_request_release(&rq);
}

int main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(digits),  cmocka_unit_test(networks),           cmocka_unit_test(networks_of_texts),
                cmocka_unit_test(clients), cmocka_unit_test(lines_are_one_list), cmocka_unit_test(nobody),
        };
        return run_all(tests);
}
