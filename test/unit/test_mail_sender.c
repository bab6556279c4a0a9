/* mail/sender: mail into a directory, and the settings that can't be used. */
#include "test.h"

#include "mail/sender.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static char parent[64], directory[80];
static struct mail_sender *sender;
static const struct str jo[] = {STR("jo@example.org")};

static int start(void **state)
{
        (void)state;
        snprintf(parent, sizeof parent, "/tmp/test_mail_XXXXXX");
        if (!mkdtemp(parent))
                return 1;
        snprintf(directory, sizeof directory, "%s/mail", parent);
        struct str problem;
        struct mail_sender_settings s = {.directory = str_from(directory)};
        sender = mail_sender_open(&s, &problem);
        return sender ? 0 : 1;
}

static int stop(void **state)
{
        (void)state;
        char path[512];
        DIR *d = opendir(directory);
        for (const struct dirent *e = d ? readdir(d) : NULL; e; e = readdir(d)) {
                snprintf(path, sizeof path, "%s/%s", directory, e->d_name);
                unlink(path);
        }
        if (d)
                closedir(d);
        rmdir(directory);
        rmdir(parent);
        mail_sender_close(sender);
        sender = NULL;
        return 0;
}

static struct mail_result send_as(const char *message_id, struct str message)
{
        struct mail_envelope e = {STR("shop@example.com"), jo, 1, str_from(message_id)};
        return mail_sender_send(sender, &e, message);
}

/* Names in the directory, sorted; returns how many. */
static int list(struct dirent ***ret_entries)
{
        int n = scandir(directory, ret_entries, NULL, alphasort);
        assert_true(n >= 2);
        return n;
}

static void free_list(struct dirent **entries, int n)
{
        for (int i = 0; i < n; i++)
                free(entries[i]);
        free(entries);
}

static void a_mail_becomes_a_private_file(void **state)
{
        (void)state;
        char path[1024], read_back[64];
        struct stat status;
        struct mail_result r = send_as("order-1@example.com", STR("Subject: a\r\n\r\n.\r\nb\r\n"));
        assert_int_equal(r.outcome, MAIL_SENT);
        assert_true(str_starts(str_from(r.reply), STR("written to ")));
        snprintf(path, sizeof path, "%s/%s", directory, r.reply + strlen("written to "));
        assert_int_equal(stat(path, &status), 0);
        assert_int_equal(status.st_mode & 0777, 0600);
        assert_int_equal(stat(directory, &status), 0);
        assert_int_equal(status.st_mode & 0777, 0700);
        int file = open(path, O_RDONLY);
        ssize_t n = read(file, read_back, sizeof read_back);
        close(file);
        assert_str(((struct str){read_back, (size_t)n}), "Subject: a\r\n\r\n.\r\nb\r\n");
        assert_non_null(strstr(path, "Z-order-1@example.com.eml"));
}

static void names_sort_by_time_and_nothing_else_is_left(void **state)
{
        (void)state;
        struct dirent **entries;
        for (int i = 0; i < 5; i++)
                assert_int_equal(send_as(i % 2 ? "a@x" : "b@x", STR("m")).outcome, MAIL_SENT);
        int n = list(&entries);
        assert_int_equal(n, 2 + 5);
        for (int i = 2; i < n; i++) {
                const char *name = entries[i]->d_name;
                assert_true(str_ends(str_from(name), i % 2 ? STR("-a@x.eml") : STR("-b@x.eml")));
        }
        free_list(entries, n);
}

static void names_are_safe(void **state)
{
        (void)state;
        char long_id[300];
        struct dirent **entries;
        memset(long_id, 'x', sizeof long_id - 1);
        long_id[sizeof long_id - 1] = 0;
        assert_int_equal(send_as("../../etc/passwd\n@x", STR("m")).outcome, MAIL_SENT);
        assert_int_equal(send_as(long_id, STR("m")).outcome, MAIL_SENT);
        assert_int_equal(send_as(NULL, STR("m")).outcome, MAIL_SENT);
        int n = list(&entries);
        assert_int_equal(n, 2 + 3);
        assert_non_null(strstr(entries[2]->d_name, "Z-.._.._etc_passwd_@x.eml"));
        free_list(entries, n);
}

static void a_directory_that_is_gone_is_transient(void **state)
{
        (void)state;
        assert_int_equal(rmdir(directory), 0);
        struct mail_result r = send_as("a@x", STR("m"));
        assert_int_equal(r.outcome, MAIL_TRANSIENT);
        assert_non_null(strstr(r.reply, "could not be written: No such file"));
}

static void envelopes_that_are_none(void **state)
{
        (void)state;
        struct str bad[] = {STR("jo@example.org> RCPT TO:<x@y.ch")};
        struct mail_envelope envelopes[] = {
                {STR("shop@example.com"), jo, 0, STR("a@x")},
                {STR("shop"), jo, 1, STR("a@x")},
                {STR("shop@example.com"), bad, 1, STR("a@x")},
                {STR("shop@example.com"), jo, MAIL_RECIPIENTS_MAX + 1, STR("a@x")},
        };
        for (size_t i = 0; i < sizeof envelopes / sizeof *envelopes; i++) {
                struct mail_result r = mail_sender_send(sender, &envelopes[i], STR("m"));
                assert_int_equal(r.outcome, MAIL_PERMANENT);
                assert_int_equal(r.stage, MAIL_STAGE_CONNECT);
                assert_true(r.reply[0]);
        }
}

static void settings_that_are_refused(void **state)
{
        (void)state;
        static const struct mail_sender_settings settings[] = {
                {.deadline_ms = 1},
                {.directory = STR("/nonexistent/mail")},
                {.directory = STR("/dev/null")},
                {.smtp_url = STR("smtp://u:p@example.com?starttls=none")},
                {.smtp_url = STR("smtp://example.com"), .hello = STR("a/b")},
                {.smtp_url = STR("smtp://example.com"), .hello = STR("a\r\nb")},
        };
        for (size_t i = 0; i < sizeof settings / sizeof *settings; i++) {
                struct str problem = STR_NULL;
                assert_null(mail_sender_open(&settings[i], &problem));
                assert_true(problem.len > 0);
        }
        mail_sender_close(NULL);
}

int main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test_setup_teardown(a_mail_becomes_a_private_file, start, stop),
                cmocka_unit_test_setup_teardown(names_sort_by_time_and_nothing_else_is_left, start, stop),
                cmocka_unit_test_setup_teardown(names_are_safe, start, stop),
                cmocka_unit_test_setup_teardown(a_directory_that_is_gone_is_transient, start, stop),
                cmocka_unit_test_setup_teardown(envelopes_that_are_none, start, stop),
                cmocka_unit_test(settings_that_are_refused),
        };
        return run_all(tests);
}
