/* mail/address: what is an address, what is not, and how people write them. */
#include "test.h"

#include "mail/address.h"

static void good(void **state)
{
        (void)state;
        static const char *const addresses[] = {
                "a@b.ch",
                "jo.doe+tag@sub.example.com",
                "o'hara@example.org",
                "root@localhost",
                "x@xn--bcher-kva.example",
                "1@2.3",
                "!#$%&*/=?^_`{|}~-@example.com",
        };
        for (size_t i = 0; i < sizeof addresses / sizeof *addresses; i++)
                assert_str(mail_address_problem(str_from(addresses[i])), NULL);
}

static void bad(void **state)
{
        (void)state;
        static const char *const addresses[] = {
                "",
                "a",
                "@b.ch",
                "a@",
                "a@b",
                "a@b..ch",
                "a@.b.ch",
                "a@b.ch.",
                ".a@b.ch",
                "a.@b.ch",
                "a..b@b.ch",
                "a b@b.ch",
                "a@b c.ch",
                "\"a\"@b.ch",
                "a@[127.0.0.1]",
                "a(x)@b.ch",
                "a@-b.ch",
                "a@b-.ch",
                "a@b@c.ch",
                "a@b.ch\r\nX: y",
                "a\n@b.ch",
                "a@b_c.ch",
                "<a@b.ch>",
                "a,b@c.ch",
                "\xC3\xB6@b.ch",
                "a@b\xC3\xBC.ch",
        };
        for (size_t i = 0; i < sizeof addresses / sizeof *addresses; i++)
                assert_non_null(mail_address_problem(str_from(addresses[i])).ptr);
        assert_non_null(mail_address_problem(STR_NULL).ptr);
        assert_non_null(mail_address_problem(STR("a\0@b.ch")).ptr);
}

static void says_what_is_wrong(void **state)
{
        (void)state;
        assert_str(mail_address_problem(STR("a@b\xC3\xBC"
                                            "cher.example")),
                   "the domain has letters outside ASCII");
        assert_str(mail_address_problem(STR("nobody")), "there is no @ in the address");
        assert_str(mail_address_problem(STR("\"jo doe\"@x.ch")),
                   "the part before the @ stands in quotes, which few servers take");
        assert_str(mail_address_problem(STR("jo(home)@x.ch")), "the address has a comment in parentheses");
}

static void domains_are_read_in_letters(void **state)
{
        (void)state;
        static const char *const pairs[][2] = {
                {"jo@xn--mller-kva.example", "jo@müller.example"},
                {"Jo@XN--MLLER-KVA.example", "Jo@müller.example"},
                {"jo@MÜLLER.example", "jo@müller.example"},
                {"jo@fu\xC3\x9F.example", "jo@fu\xC3\x9F.example"},
                {"ada@post.example", "ada@post.example"},
                {"jo@xn--\xC3\xBC.example", "jo@xn--\xC3\xBC.example"}, /* no address: as it was */
                {"jo", "jo"},
                {"", ""},
        };
        char out[MAIL_ADDRESS_READ_SIZE], longest[2 * MAIL_ADDRESS_MAX];
        for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
                assert_str(mail_address_read_domain(str_from(pairs[i][0]), out), pairs[i][1]);
        memset(longest, 'a', sizeof longest);
        longest[1] = '@';
        assert_int_equal(mail_address_read_domain((struct str){longest, sizeof longest}, out).len, sizeof longest);
        memset(longest, '@', MAIL_ADDRESS_MAX);
        assert_int_equal(mail_address_read_domain((struct str){longest, MAIL_ADDRESS_MAX}, out).len, MAIL_ADDRESS_MAX);
}

static void domains_outside_ascii_are_converted(void **state)
{
        (void)state;
        static const char *const pairs[][2] = {
                {"jo@M\xC3\xBCller.example", "jo@xn--mller-kva.example"},
                {"jo@fa\xC3\x9F.example", "jo@xn--fa-hia.example"}, /* nontransitional: not fass */
                {"Jo.Doe@Example.COM", "Jo.Doe@Example.COM"},
                {"jo@xn--mller-kva.example", "jo@xn--mller-kva.example"},
        };
        static const char *const bad[] = {
                "jo@m\xC3\xBC ller.example",
                "jo@-\xC3\xBC.example",
                "jo@\xFF.example",
                "j\xC3\xB6@b\xC3\xBC.example",
                "jo@a\xE2\x80\x8D\xC3\xBC.example",
                "jo@\xC3\xBC\r\n.example",
                "jo@\xC3\xBC",
                "\"jo\"@b\xC3\xBC.example",
        };
        struct arena a;
        struct str converted;
        arena_init(&a, 10000);
        for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
                assert_str(mail_address_convert(&a, str_from(pairs[i][0]), &converted), NULL);
                assert_str(converted, pairs[i][1]);
        }
        for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
                assert_non_null(mail_address_convert(&a, str_from(bad[i]), &converted).ptr);
                assert_str(converted, bad[i]);
        }
        arena_release(&a);
        arena_init(&a, 1);
        assert_non_null(mail_address_convert(&a, str_from(pairs[0][0]), &converted).ptr);
        arena_release(&a);
}

static void lengths(void **state)
{
        (void)state;
        char text[300];
        memset(text, 'a', sizeof text);
        text[64] = '@';
        for (size_t i = 66; i < 254; i += 2)
                text[i] = '.';
        text[253] = 'a';
        assert_str(mail_address_problem((struct str){text, 253}), "the domain is not valid"); /* ends in a dot */
        text[252] = 'a';
        assert_str(mail_address_problem((struct str){text, 254}), NULL);
        assert_str(mail_address_problem((struct str){text, 255}), "the address is longer than 254 characters");
        memmove(text + 1, text, 200);
        text[0] = 'b';
        assert_str(mail_address_problem((struct str){text, 200}), "the part before the @ is longer than 64 characters");
}

static void parsing(void **state)
{
        (void)state;
        struct mail_address a;
        assert_true(mail_address_parse(STR(" a@b.ch "), &a));
        assert_str(a.name, NULL);
        assert_str(a.address, "a@b.ch");
        assert_true(mail_address_parse(STR("The Shop <a@b.ch>"), &a));
        assert_str(a.name, "The Shop");
        assert_str(a.address, "a@b.ch");
        assert_true(mail_address_parse(STR("\"M\xC3\xBCller, Inc.\" <a@b.ch>"), &a));
        assert_str(a.name, "M\xC3\xBCller, Inc.");
        assert_true(mail_address_parse(STR("<a@b.ch>"), &a));
        assert_int_equal(a.name.len, 0);
}

static void not_parsed(void **state)
{
        (void)state;
        static const char *const texts[] = {
                "",
                "Shop",
                "Shop <a@b.ch",
                "Shop a@b.ch>",
                "Shop <a@b.ch> x",
                "a\"b <a@b.ch>",
                "\"a\\\" <a@b.ch>",
                "a@b.ch, c@d.ch",
                "\xFF <a@b.ch>",
                "<<a@b.ch>>",
                "Shop <>",
        };
        struct mail_address a;
        for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
                assert_false(mail_address_parse(str_from(texts[i]), &a));
}

int main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(domains_outside_ascii_are_converted),
                cmocka_unit_test(domains_are_read_in_letters),
                cmocka_unit_test(good),
                cmocka_unit_test(bad),
                cmocka_unit_test(says_what_is_wrong),
                cmocka_unit_test(lengths),
                cmocka_unit_test(parsing),
                cmocka_unit_test(not_parsed),
        };
        return run_all(tests);
}
