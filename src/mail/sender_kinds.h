/* The two kinds of sender behind sender.h. For sender*.c only. */
#ifndef MAIL_SENDER_KINDS_H
#define MAIL_SENDER_KINDS_H

#include <poll.h>

#include "mail/smtp_talk.h"

/* A mail that has ended and waits to be taken. */
struct sender_ending {
        void *mail;
        struct mail_result result;
};

/* A connection and the mail on it. */
struct sender_slot {
        struct smtp_link link;
        struct smtp_talk talk;
        int64_t opened_ms, idle_since_ms, deadline_ms;
        unsigned mails; /* begun on this connection */
        /* the mail */
        bool busy;
        void *mail;
        const struct mail_envelope *envelope;
        struct str message;
        bool sends_copies; /* `first` holds the result */
        struct mail_result first;
};

struct mail_sender {
        bool is_smtp;
        unsigned deadline_ms;
        unsigned connections;
        struct sender_ending *endings; /* owned; at most one a connection */
        unsigned ending_count;
        /* SMTP */
        struct smtp_server server;
        struct sender_slot *slots; /* owned; one a connection */
        /* directory */
        int directory; /* descriptor, owned; -1 when none */
};

/* Fill what their kind needs. STR_NULL, or the problem. mail_sender_close cleans up either way. */
struct str mail_smtp_open(struct mail_sender *s, const struct mail_sender_settings *settings);
struct str mail_directory_open(struct mail_sender *s, struct str path);

void mail_smtp_close(struct mail_sender *s);
void mail_directory_close(struct mail_sender *s);

/* As their namesakes in sender.h. */
void mail_smtp_want(struct mail_sender *s, unsigned mails);
unsigned mail_smtp_ready(const struct mail_sender *s);
void mail_smtp_begin(struct mail_sender *s, const struct mail_envelope *envelope, struct str message, void *mail);
void mail_smtp_abandon(struct mail_sender *s);
bool mail_smtp_lives(const struct mail_sender *s); /* a connection is open or being opened */
/* Polls `count` descriptors of others, too; `polled` has room for one more a connection. */
void mail_smtp_wait(struct mail_sender *s, int timeout_ms, struct pollfd *polled, nfds_t count);
struct mail_result mail_directory_send(struct mail_sender *s, const struct mail_envelope *envelope, struct str message);

/* Puts a mail's end where mail_sender_take finds it. */
void mail_sender_end(struct mail_sender *s, void *mail, const struct mail_result *result);

/* Copies what a server or the system said into result->reply: one line of printable UTF-8, cut when too long. */
void mail_result_say(struct mail_result *result, struct str text);

#endif
