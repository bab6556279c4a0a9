/* The two kinds of sender behind sender.h. For sender*.c only. */
#ifndef MAIL_SENDER_KINDS_H
#define MAIL_SENDER_KINDS_H

#include "mail/sender.h"
#include "mail/smtp_url.h"

struct mail_sender {
        bool is_smtp;
        unsigned deadline_ms;
        /* SMTP */
        void *curl; /* CURL handle, owned; keeps the connection */
        struct mail_smtp_url url;
        char hello[256];
        /* directory */
        int directory; /* descriptor, owned; -1 when none */
};

/* Fill what their kind needs. STR_NULL, or the problem. mail_sender_close cleans up either way. */
struct str mail_smtp_open(struct mail_sender *s, const struct mail_sender_settings *settings);
struct str mail_directory_open(struct mail_sender *s, struct str path);

void mail_smtp_close(struct mail_sender *s);
void mail_directory_close(struct mail_sender *s);

struct mail_result mail_smtp_send(struct mail_sender *s, const struct mail_envelope *envelope, struct str message);
struct mail_result mail_directory_send(struct mail_sender *s, const struct mail_envelope *envelope, struct str message);

/* Copies what a server or the system said into result->reply: one line of printable UTF-8, cut when too long. */
void mail_result_say(struct mail_result *result, struct str text);

#endif
