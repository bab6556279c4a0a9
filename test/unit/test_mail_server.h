/* A scripted SMTP server on loopback, and a sender that talks to it. */
#ifndef TEST_MAIL_SERVER_H
#define TEST_MAIL_SERVER_H

#include "base/buf.h"
#include "mail/sender.h"

#include <arpa/inet.h>
#include <pthread.h>
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

/* The server's reply to each command, with CRLF; NULL: it hangs up instead. */
struct script {
        const char *greeting, *ehlo, *auth, *mail, *rcpt, *data, *end, *then;
        const char *refused_recipient; /* answered with 550 whatever `rcpt` says */
        unsigned end_delay_ms;
        bool hangs_up_after_mail; /* says `then`, if any, and closes */
        unsigned cut_after_lines; /* of the mail; 0: never */
};

#define LOGIN "AHVzZXIAaHVudGVyMg==" /* NUL user NUL hunter2 (RFC 4616) */

static const struct script kind = {
        .greeting = "220 hi\r\n",
        .ehlo = "250-hi\r\n250 SIZE 10000000\r\n",
        .auth = "235 ok\r\n",
        .mail = "250 ok\r\n",
        .rcpt = "250 ok\r\n",
        .data = "354 go\r\n",
        .end = "250 2.0.0 queued as 1\r\n",
};

static struct {
        int listener;
        pthread_t thread;
        struct script script;
        /* read after the thread has ended */
        int connections, mails;
        struct buf commands, content;
} server;

static struct mail_sender *sender;
static const struct str recipients[] = {STR("jo@example.org"), STR("copy@example.org"), STR("archive@example.org")};

static inline bool say(int socket, const char *reply)
{
        return reply && send(socket, reply, strlen(reply), MSG_NOSIGNAL) > 0;
}

/* One line with its LF; false when the client is gone. */
static inline bool read_line(FILE *in, char *line, size_t size)
{
        return fgets(line, (int)size, in) != NULL;
}

static inline bool take_content(FILE *in, int socket)
{
        char line[1200];
        unsigned lines = 0;
        do {
                if (!read_line(in, line, sizeof line) || ++lines == server.script.cut_after_lines)
                        return false;
                buf_add(&server.content, str_from(line));
        } while (strcmp(line, ".\r\n") != 0);
        usleep(server.script.end_delay_ms * 1000);
        server.mails++;
        return say(socket, server.script.end);
}

static inline const char *reply_to(const char *line)
{
        const struct script *s = &server.script;
        if (strncmp(line, "EHLO", 4) == 0)
                return s->ehlo;
        if (strncmp(line, "AUTH", 4) == 0)
                return "334 \r\n";
        if (strncmp(line, LOGIN, strlen(LOGIN)) == 0)
                return s->auth;
        if (strncmp(line, "MAIL", 4) == 0)
                return s->mail;
        if (strncmp(line, "RCPT", 4) == 0)
                return s->refused_recipient && strstr(line, s->refused_recipient) ? "550 no such user\r\n" : s->rcpt;
        if (strncmp(line, "DATA", 4) == 0)
                return s->data;
        if (strncmp(line, "RSET", 4) == 0)
                return "250 forgotten\r\n";
        return strncmp(line, "QUIT", 4) == 0 ? "221 bye\r\n" : "502 what\r\n";
}

static inline void converse(FILE *in, int socket)
{
        char line[1200];
        bool open = say(socket, server.script.greeting);
        while (open && read_line(in, line, sizeof line)) {
                buf_add(&server.commands, str_from(line));
                open = say(socket, reply_to(line));
                if (open && strcmp(line, "DATA\r\n") == 0 && str_starts(str_from(server.script.data), STR("354"))) {
                        open = take_content(in, socket);
                        if (server.script.hangs_up_after_mail) {
                                say(socket, server.script.then);
                                break;
                        }
                }
        }
}

static inline void *serve(void *unused)
{
        (void)unused;
        for (int socket; (socket = accept(server.listener, NULL, NULL)) >= 0;) {
                server.connections++;
                FILE *in = fdopen(socket, "r");
                converse(in, socket);
                fclose(in);
        }
        return NULL;
}

/* `login` is "user:password@" or empty, `query` what stands behind the port. */
static inline void begin_at(const struct script *script, const char *login, const char *query, unsigned deadline_ms)
{
        char url[128];
        struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
        socklen_t size = sizeof address;
        server.script = *script;
        server.connections = server.mails = 0;
        buf_init(&server.commands, 100000);
        buf_init(&server.content, 10000000);
        server.listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        assert_int_equal(bind(server.listener, (struct sockaddr *)&address, size), 0);
        assert_int_equal(listen(server.listener, 8), 0);
        assert_int_equal(getsockname(server.listener, (struct sockaddr *)&address, &size), 0);
        assert_int_equal(pthread_create(&server.thread, NULL, serve, NULL), 0);
        snprintf(url, sizeof url, "smtp://%s127.0.0.1:%u%s", login, ntohs(address.sin_port), query);
        struct mail_sender_settings s = {
                .smtp_url = str_from(url), .hello = STR("shop.example.com"), .deadline_ms = deadline_ms};
        struct str problem;
        sender = mail_sender_open(&s, &problem);
        assert_non_null(sender);
}

static inline void begin(const struct script *script, unsigned deadline_ms)
{
        begin_at(script, "", "", deadline_ms);
}

static inline void end(void)
{
        mail_sender_close(sender);
        shutdown(server.listener, SHUT_RDWR);
        pthread_join(server.thread, NULL);
        close(server.listener);
}

static inline void release(void)
{
        buf_release(&server.commands);
        buf_release(&server.content);
}

static inline struct mail_result send_to(size_t count, struct str message)
{
        struct mail_envelope e = {STR("shop@example.com"), recipients, count, STR("1@example.com")};
        return mail_sender_send(sender, &e, message);
}

static inline struct mail_result send_one(void)
{
        return send_to(1, STR("Subject: a\r\n\r\n..\r\n.b\r\n"));
}

#endif
