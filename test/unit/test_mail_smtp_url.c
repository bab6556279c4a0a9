/* mail/smtp_url: what administrators write, and one clear line for what can't be right. */
#include "test.h"

#include "base/buf.h"
#include "mail/smtp_url.h"

static struct mail_smtp_url url;

static void parts(void **state)
{
        (void)state;
        assert_str(mail_smtp_url_parse(STR("smtp://jo%40x.ch:p%3A%2Fw@mail.example:2525?starttls=require"), &url),
                   NULL);
        assert_string_equal(url.host, "mail.example");
        assert_int_equal(url.port, 2525);
        assert_string_equal(url.user, "jo@x.ch");
        assert_string_equal(url.password, "p:/w");
        assert_int_equal(url.tls, MAIL_TLS_REQUIRE);
}

static void defaults(void **state)
{
        (void)state;
        assert_str(mail_smtp_url_parse(STR("smtp://mail.example"), &url), NULL);
        assert_int_equal(url.port, 587);
        assert_int_equal(url.tls, MAIL_TLS_REQUIRE);
        assert_string_equal(url.user, "");
        assert_str(mail_smtp_url_parse(STR("smtps://mail.example/"), &url), NULL);
        assert_int_equal(url.port, 465);
        assert_int_equal(url.tls, MAIL_TLS_IMPLICIT);
        assert_str(mail_smtp_url_parse(STR("smtp://127.0.0.1:1025"), &url), NULL);
        assert_int_equal(url.tls, MAIL_TLS_TRY);
        assert_str(mail_smtp_url_parse(STR("smtp://[::1]:1025"), &url), NULL);
        assert_string_equal(url.host, "[::1]");
        assert_int_equal(url.tls, MAIL_TLS_TRY);
        assert_str(mail_smtp_url_parse(STR("smtp://relay.internal:25?starttls=none"), &url), NULL);
        assert_int_equal(url.tls, MAIL_TLS_NONE);
        assert_str(mail_smtp_url_parse(STR("smtp://u:p@localhost?starttls=none"), &url), NULL);
}

static void ways_to_log_in(void **state)
{
        (void)state;
        assert_str(mail_smtp_url_parse(STR("smtp://u:p@mail.example"), &url), NULL);
        assert_int_equal(url.auth, MAIL_AUTH_ANY);
        assert_str(mail_smtp_url_parse(STR("smtp://u:p@mail.example?auth=login&starttls=require"), &url), NULL);
        assert_int_equal(url.auth, MAIL_AUTH_LOGIN);
        assert_int_equal(url.tls, MAIL_TLS_REQUIRE);
        assert_str(mail_smtp_url_parse(STR("smtps://u:p@mail.example?auth=plain"), &url), NULL);
        assert_int_equal(url.auth, MAIL_AUTH_PLAIN);
        assert_int_equal(url.tls, MAIL_TLS_IMPLICIT);
        assert_str(mail_smtp_url_parse(STR("smtp://jo%40x.ch@mail.example?auth=xoauth2"), &url), NULL);
        assert_int_equal(url.auth, MAIL_AUTH_XOAUTH2);
        assert_string_equal(url.user, "jo@x.ch");
}

static void refused(void **state)
{
        (void)state;
        static const char *const urls[] = {
                "",
                "mail.example",
                "http://mail.example",
                "smtp://",
                "smtp://mail.example:99999",
                "smtp://mail.example:x",
                "smtp://mail.example/path",
                "smtp://mail.example#x",
                "smtp://mail.example?starttls=maybe",
                "smtp://mail.example?tls=1",
                "smtp://mail.example?starttls=require&",
                "smtp://user:secret@mail.example?auth=cram-md5",
                "smtp://mail.example?auth=plain",
                "smtp://user:secret@mail.example?auth=xoauth2",
                "smtp://mail.example?auth=xoauth2",
                "smtp://user@mail.example?auth=plain",
                "smtp://user@mail.example?starttls=none&auth=xoauth2",
                "smtps://mail.example?starttls=none",
                "smtp://user@mail.example",
                "smtp://:secret@mail.example",
                "smtp://user:secret@mail.example?starttls=none",
                "smtp://user:secret@mail.example?starttls=try",
                "smtp://user:sec%0Aret@mail.example",
                "smtp://user:secret@mail example",
        };
        for (size_t i = 0; i < sizeof urls / sizeof *urls; i++) {
                struct str problem = mail_smtp_url_parse(str_from(urls[i]), &url);
                assert_true(str_starts(problem, STR("SMTP_URL")));
                assert_null(strstr(problem.ptr, "secret"));
                assert_int_equal(str_find(problem, '\n'), problem.len);
                assert_string_equal(url.password, "");
        }
}

static void too_long(void **state)
{
        (void)state;
        struct buf text;
        buf_init(&text, 2000);
        buf_printf(&text, "smtp://%01500d", 1);
        assert_str(mail_smtp_url_parse(buf_str(&text), &url), "SMTP_URL is too long");
        buf_release(&text);
}

int main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(parts),   cmocka_unit_test(defaults), cmocka_unit_test(ways_to_log_in),
                cmocka_unit_test(refused), cmocka_unit_test(too_long),
        };
        return run_all(tests);
}
