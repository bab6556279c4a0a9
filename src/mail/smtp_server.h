/* The mail server of SMTP_URL, as all its connections share it: where it is, how to log in, and whether it is to be
 * left alone for a while.
 *
 * After a failure that is the server's (no connection, 421, a connection lost) no new connection is tried for a while:
 * 1 s, doubling up to 5 minutes, with jitter so that workers don't come all at once. A mail that is taken over a
 * connection younger than the last failure ends that. Open connections go on: a server that refuses a fifth one may
 * serve four.
 */
#ifndef MAIL_SMTP_SERVER_H
#define MAIL_SMTP_SERVER_H

#include "mail/smtp_reply.h"
#include "mail/smtp_url.h"

enum {
        SMTP_PAUSE_MS = 1000,
        SMTP_PAUSE_MAX_MS = 300000,
        SMTP_OPEN_MS = 30000,   /* to connect, be greeted, encrypted and logged in; tarpits keep one for 20 s */
        SMTP_TOKEN_MAX = 16384, /* bytes of an OAuth token; Microsoft's have 2,000 to 5,000 */
};

struct smtp_server {
        struct mail_smtp_url url;
        char hello[256];       /* said in EHLO */
        char ca_file[4096];    /* certificates to trust; empty: the system's */
        char token_file[4096]; /* read at each connection, since tokens expire; empty: `token` */
        struct str token;      /* for XOAUTH2 */
        /* the pause */
        unsigned failures; /* in a row */
        int64_t pause_until_ms;
        int64_t failed_ms;            /* the last one */
        struct smtp_reply last_words; /* of the last failure */
};

/* STR_NULL, or what is wrong with the settings. They must stay. */
struct str smtp_server_init(struct smtp_server *s, const struct mail_sender_settings *settings);

/* How long no connection should be tried; 0: one may. */
int64_t smtp_server_pause_ms(const struct smtp_server *s);

void smtp_server_failed(struct smtp_server *s, const struct smtp_reply *words);
/* A mail was taken over a connection that was opened at `opened_ms`. */
void smtp_server_succeeded(struct smtp_server *s, int64_t opened_ms);

#endif
