/* mail/sender over SMTP: several mails at once, commands in one piece, and how long a failed server is left alone. */
#include "test.h"

#include "base/clock.h"
#include "test_mail_server.h"

#include "mail/smtp_server.h"

#include <curl/curl.h>

#define PIPELINING "250-hi\r\n250-PIPELINING\r\n250 SIZE 10000000\r\n"

static void commands_in_one_piece(void **state)
{
        (void)state;
        struct script s = kind;
        s.ehlo = PIPELINING;
        begin(&s, 30000);
        for (int i = 0; i < 3; i++)
                assert_int_equal(send_to(3, STR("a\r\n..\r\nb")).outcome, MAIL_SENT);
        end();
        assert_int_equal(server.connections, 1);
        assert_int_equal(server.mails, 6);
        assert_true(str_starts(buf_str(&server.content), STR("a\r\n...\r\nb\r\n.\r\n")));
        release();
}

/* A server may say 354 although it took no recipient: it gets the end of a mail, and nothing of the mail. */
static void a_refused_recipient_gets_nothing(void **state)
{
        (void)state;
        struct script s = kind;
        s.ehlo = PIPELINING;
        s.refused_recipient = "jo@";
        begin(&s, 30000);
        struct mail_result r = send_one();
        assert_int_equal(r.outcome, MAIL_PERMANENT);
        assert_int_equal(r.stage, MAIL_STAGE_RECIPIENT);
        assert_int_equal(r.code, 550);
        assert_false(r.server_failed);
        assert_int_equal(send_one().outcome, MAIL_PERMANENT); /* after RSET, on the same connection */
        end();
        assert_int_equal(server.connections, 1);
        assert_str(buf_str(&server.content), ".\r\n.\r\n");
        assert_non_null(strstr(server.commands.ptr, "RSET\r\n"));
        release();
}

static void whose_fault_it_is(void **state)
{
        (void)state;
        struct script s = kind;
        s.rcpt = "421 closing\r\n";
        begin(&s, 30000);
        struct mail_result r = send_one();
        end();
        assert_int_equal(r.outcome, MAIL_TRANSIENT);
        assert_true(r.server_failed);
        release();
        s.rcpt = "450 greylisted\r\n";
        begin(&s, 30000);
        assert_false(send_one().server_failed);
        end();
        release();
}

/* Who answers what is no reply is not spoken to any more. */
static void nonsense_loses_the_connection(void **state)
{
        (void)state;
        static const char *const replies[] = {"hello\r\n", "250ok\r\n", "99 x\r\n", "\r\n", "250 ok\r\n250 more\r\n"};
        for (size_t i = 0; i < sizeof replies / sizeof *replies; i++) {
                struct script s = kind;
                s.rcpt = replies[i];
                begin(&s, 1000);
                struct mail_result r = send_one();
                assert_int_not_equal(r.outcome, MAIL_PERMANENT);
                assert_int_not_equal(r.outcome, MAIL_SENT);
                end();
                release();
        }
}

static void a_failed_server_is_left_alone_longer_each_time(void **state)
{
        (void)state;
        struct smtp_server s = {0};
        struct smtp_reply words;
        smtp_reply_say(&words, STR("no"));
        int64_t longest = SMTP_PAUSE_MS;
        for (int i = 0; i < 20; i++) {
                s.pause_until_ms = 0;
                smtp_server_failed(&s, &words);
                assert_true(smtp_server_pause_ms(&s) <= longest);
                assert_true(smtp_server_pause_ms(&s) >= longest / 2 - 50);
                longest = longest * 2 < SMTP_PAUSE_MAX_MS ? longest * 2 : SMTP_PAUSE_MAX_MS;
        }
        unsigned failures = s.failures;
        smtp_server_failed(&s, &words); /* while it is left alone */
        assert_int_equal(s.failures, failures);
        smtp_server_succeeded(&s, s.failed_ms - 1); /* over an older connection */
        assert_int_equal(s.failures, failures);
        smtp_server_succeeded(&s, s.failed_ms + 1);
        assert_int_equal(smtp_server_pause_ms(&s), 0);
}

static void replies_of_several_lines(void **state)
{
        (void)state;
        bool valid;
        struct smtp_reply r = {0};
        assert_false(smtp_reply_add(&r, STR("550-5.1.1 no such"), &valid));
        assert_true(valid);
        assert_true(smtp_reply_add(&r, STR("550 5.1.1 user"), &valid));
        assert_int_equal(r.code, 550);
        assert_str(((struct str){r.text, r.len}), "550-5.1.1 no such 5.1.1 user");
        assert_true(smtp_reply_add(&r, STR("250"), &valid));
        assert_int_equal(r.len, 3);
        for (int i = 0; i < 100; i++)
                smtp_reply_add(&r, STR("250-a line of a server that has much to say"), &valid);
        assert_int_equal(r.len, MAIL_REPLY_SIZE);
}

static void refusals_that_mean_the_address(void **state)
{
        (void)state;
        static const struct {
                const char *reply;
                bool blames;
        } cases[] = {
                {"550 no such user", true},
                {"550", true},
                {"551 moved", true},
                {"553 mailbox name not allowed", true},
                {"550 5.1.1 no such user", true},
                {"550-5.1.1 no such user; see help", true},
                {"550 5.1.10 recipient not found", true},
                {"554 5.1.1 no such user", true},
                {"550 5.2.1 mailbox disabled", true},
                {"550 5.0.0 mailbox unavailable", true},
                {"550 5.4.1 access denied", true},
                {"550 5.5.0 mailbox unavailable", true},
                {"550 5.7.1 client host blocked", false},
                {"554 5.7.1 relay access denied", false},
                {"550 5.7.23 SPF failed", false},
                {"553 5.1.8 the sender's domain is not found", false},
                {"550 5.1.7 bad sender", false},
                {"552 5.2.2 mailbox full", false},
                {"552 mailbox full", false},
                {"550 5.3.4 too large", false},
                {"550 5.6.7 not in this alphabet", false},
                {"554 go away", false},
                {"554 5.0.0 go away", false},
                {"501 5.5.4 syntax", false},
                {"450 4.1.1 later", false},
                {"55", false},
                {"", false},
        };
        for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
                if (smtp_reply_blames_recipient(str_from(cases[i].reply)) != cases[i].blames)
                        fail_msg("%s", cases[i].reply);
}

int main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(commands_in_one_piece),
                cmocka_unit_test(a_refused_recipient_gets_nothing),
                cmocka_unit_test(whose_fault_it_is),
                cmocka_unit_test(nonsense_loses_the_connection),
                cmocka_unit_test(a_failed_server_is_left_alone_longer_each_time),
                cmocka_unit_test(replies_of_several_lines),
                cmocka_unit_test(refusals_that_mean_the_address),
        };
        if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK)
                return 1;
        int failed = run_all(tests);
        curl_global_cleanup();
        return failed;
}
