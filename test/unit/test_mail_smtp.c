/* mail/sender over SMTP, against a scripted server on loopback: what each way of failing means for the mail. */
#include "test.h"

#include "base/clock.h"
#include "test_mail_server.h"

#include <curl/curl.h>

/* One mail to a server that follows the script. */
static struct mail_result result_of(const struct script *script)
{
        begin(script, 30000);
        struct mail_result r = send_one();
        end();
        release();
        return r;
}

static void two_mails_share_a_connection(void **state)
{
        (void)state;
        begin(&kind, 0);
        for (int i = 0; i < 2; i++) {
                struct mail_result r = send_one();
                assert_int_equal(r.outcome, MAIL_SENT);
                assert_int_equal(r.stage, MAIL_STAGE_DATA);
                assert_int_equal(r.code, 250);
                assert_string_equal(r.reply, "250 2.0.0 queued as 1");
        }
        end();
        assert_int_equal(server.connections, 1);
        assert_int_equal(server.mails, 2);
        assert_str(buf_str(&server.commands), "EHLO shop.example.com\r\n"
                                              "MAIL FROM:<shop@example.com> SIZE=22\r\nRCPT TO:<jo@example.org>\r\n"
                                              "DATA\r\n"
                                              "MAIL FROM:<shop@example.com> SIZE=22\r\nRCPT TO:<jo@example.org>\r\n"
                                              "DATA\r\nQUIT\r\n");
        assert_str(buf_str(&server.content), "Subject: a\r\n\r\n...\r\n..b\r\n.\r\n"
                                             "Subject: a\r\n\r\n...\r\n..b\r\n.\r\n");
        release();
}

#define WITH(field, value)                                                                                             \
        ({                                                                                                             \
                struct script s = kind;                                                                                \
                s.field = (value);                                                                                     \
                result_of(&s);                                                                                         \
        })

static void assert_result(struct mail_result r, enum mail_outcome outcome, enum mail_stage stage, unsigned code)
{
        assert_int_equal(r.outcome, outcome);
        assert_int_equal(r.stage, stage);
        assert_int_equal(r.code, code);
        assert_true(r.reply[0]);
}

static void temporary_refusals(void **state)
{
        (void)state;
        assert_result(WITH(greeting, "421 busy\r\n"), MAIL_TRANSIENT, MAIL_STAGE_CONNECT, 421);
        assert_result(WITH(mail, "421 closing\r\n"), MAIL_TRANSIENT, MAIL_STAGE_FROM, 421);
        assert_result(WITH(rcpt, "450 greylisted\r\n"), MAIL_TRANSIENT, MAIL_STAGE_RECIPIENT, 450);
        assert_result(WITH(data, "451 later\r\n"), MAIL_TRANSIENT, MAIL_STAGE_DATA, 451);
        assert_result(WITH(end, "452 full\r\n"), MAIL_TRANSIENT, MAIL_STAGE_DATA, 452);
}

static void permanent_refusals(void **state)
{
        (void)state;
        struct mail_result r = WITH(rcpt, "550-5.1.1 no such\r\n550 5.1.1 user\r\n");
        assert_result(r, MAIL_PERMANENT, MAIL_STAGE_RECIPIENT, 550);
        assert_string_equal(r.reply, "550-5.1.1 no such 5.1.1 user");
        assert_result(WITH(mail, "553 not you\r\n"), MAIL_PERMANENT, MAIL_STAGE_FROM, 553);
        assert_result(WITH(end, "554 spam\r\n"), MAIL_PERMANENT, MAIL_STAGE_DATA, 554);
        assert_result(WITH(greeting, "554 no service\r\n"), MAIL_TRANSIENT, MAIL_STAGE_CONNECT, 554);
}

static void lost_connections(void **state)
{
        (void)state;
        assert_int_equal(WITH(greeting, NULL).outcome, MAIL_TRANSIENT);
        assert_int_equal(WITH(ehlo, NULL).outcome, MAIL_TRANSIENT);
        assert_int_equal(WITH(mail, NULL).outcome, MAIL_TRANSIENT);
        assert_int_equal(WITH(rcpt, NULL).outcome, MAIL_TRANSIENT);
        assert_int_equal(WITH(data, NULL).outcome, MAIL_TRANSIENT);
        struct mail_result r = WITH(end, NULL);
        assert_int_equal(r.outcome, MAIL_UNCERTAIN);
        assert_int_equal(r.stage, MAIL_STAGE_DATA);
        assert_true(r.reply[0]);
}

static void silence_after_the_end_is_uncertain(void **state)
{
        (void)state;
        struct script s = kind;
        s.end_delay_ms = 1500;
        begin(&s, 500);
        int64_t began = clock_ms();
        struct mail_result r = send_one();
        assert_true(clock_ms() - began < 1300);
        assert_int_equal(r.outcome, MAIL_UNCERTAIN);
        end();
        release();
}

static void large_mails_and_a_cut_in_the_middle(void **state)
{
        (void)state;
        enum { LINES = 100000 };
        struct buf large;
        buf_init(&large, LINES * 80);
        for (int i = 0; i < LINES; i++)
                buf_printf(&large, "%078d\r\n", i);
        for (unsigned cut = 0; cut <= 100; cut += 100) {
                struct script s = kind;
                s.cut_after_lines = cut;
                begin(&s, 10000);
                struct mail_result r = send_to(1, buf_str(&large));
                assert_int_equal(r.outcome, cut ? MAIL_TRANSIENT : MAIL_SENT);
                assert_int_equal(r.stage, MAIL_STAGE_DATA);
                end();
                if (cut == 0)
                        assert_int_equal(server.content.len, large.len + strlen(".\r\n"));
                release();
        }
        buf_release(&large);
}

static void a_connection_that_was_closed_meanwhile_is_replaced(void **state)
{
        (void)state;
        for (int i = 0; i < 2; i++) {
                struct script s = kind;
                s.hangs_up_after_mail = true;
                s.then = i == 0 ? NULL : "421 idle\r\n";
                begin(&s, 30000);
                assert_int_equal(send_one().outcome, MAIL_SENT);
                usleep(50000);
                assert_int_equal(send_one().outcome, MAIL_SENT);
                end();
                assert_int_equal(server.connections, 2);
                assert_int_equal(server.mails, 2);
                release();
        }
}

static void copies_follow_and_cannot_stop_the_mail(void **state)
{
        (void)state;
        struct script s = kind;
        begin(&s, 30000);
        struct mail_result r = send_to(3, STR("a\r\n"));
        assert_int_equal(r.outcome, MAIL_SENT);
        assert_false(r.copies_failed);
        end();
        assert_int_equal(server.mails, 2);
        assert_non_null(strstr(server.commands.ptr, "RCPT TO:<copy@example.org>\r\nRCPT TO:<archive@example.org>\r\n"));
        release();

        s.refused_recipient = "copy@";
        begin(&s, 30000);
        r = send_to(2, STR("a\r\n"));
        assert_int_equal(r.outcome, MAIL_SENT);
        assert_true(r.copies_failed);
        r = send_to(3, STR("a\r\n"));
        assert_int_equal(r.outcome, MAIL_SENT);
        assert_true(r.copies_failed);
        end();
        assert_int_equal(server.mails, 3); /* the archive got its copy */
        release();
}

static void a_refused_login_is_not_the_recipients_fault(void **state)
{
        (void)state;
        struct script s = kind;
        s.ehlo = "250-hi\r\n250 AUTH PLAIN\r\n";
        s.auth = "535 5.7.8 wrong\r\n";
        begin_at(&s, "user:hunter2@", "", 30000);
        struct mail_result r = send_one();
        assert_result(r, MAIL_TRANSIENT, MAIL_STAGE_CONNECT, 535);
        assert_string_equal(r.reply, "535 5.7.8 wrong");
        end();
        assert_int_equal(server.mails, 0);
        release();

        s.auth = kind.auth;
        begin_at(&s, "user:hunter2@", "", 30000);
        assert_int_equal(send_one().outcome, MAIL_SENT);
        end();
        assert_non_null(strstr(server.commands.ptr, "AUTH PLAIN"));
        release();
}

static void without_the_required_starttls_nothing_is_sent(void **state)
{
        (void)state;
        begin_at(&kind, "", "?starttls=require", 30000);
        struct mail_result r = send_one();
        assert_int_equal(r.outcome, MAIL_TRANSIENT);
        assert_true(r.reply[0]);
        end();
        assert_null(strstr(server.commands.ptr, "MAIL"));
        release();
}

static void nobody_listens(void **state)
{
        (void)state;
        begin(&kind, 30000);
        shutdown(server.listener, SHUT_RDWR);
        struct mail_result r = send_one();
        assert_result(r, MAIL_TRANSIENT, MAIL_STAGE_CONNECT, 0);
        end();
        release();
}

static void replies_become_one_line_of_text(void **state)
{
        (void)state;
        struct mail_result r = WITH(rcpt, "550 \x1B[31mr\xFF\xC3\xA9"
                                          "d\r\n");
        assert_int_equal(r.outcome, MAIL_PERMANENT);
        assert_true(str_is_text(str_from(r.reply)));
        assert_null(strchr(r.reply, 0x1B));
}

int main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(two_mails_share_a_connection),
                cmocka_unit_test(temporary_refusals),
                cmocka_unit_test(permanent_refusals),
                cmocka_unit_test(lost_connections),
                cmocka_unit_test(silence_after_the_end_is_uncertain),
                cmocka_unit_test(large_mails_and_a_cut_in_the_middle),
                cmocka_unit_test(a_connection_that_was_closed_meanwhile_is_replaced),
                cmocka_unit_test(copies_follow_and_cannot_stop_the_mail),
                cmocka_unit_test(a_refused_login_is_not_the_recipients_fault),
                cmocka_unit_test(without_the_required_starttls_nothing_is_sent),
                cmocka_unit_test(nobody_listens),
                cmocka_unit_test(replies_become_one_line_of_text),
        };
        if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK)
                return 1;
        int failed = run_all(tests);
        curl_global_cleanup();
        return failed;
}
