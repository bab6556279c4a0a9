/* Where composed mail goes: an SMTP server, or a directory of .eml files.
 *
 * A sender belongs to one thread and blocks it. An SMTP connection is kept for the mails that follow; more
 * connections at once are more senders. curl_global_init must have been called before, and SIGPIPE be ignored.
 */
#ifndef MAIL_SENDER_H
#define MAIL_SENDER_H

#include "base/str.h"

enum {
        MAIL_CONNECT_MS = 10000, /* TCP and TLS */
        /* One mail. RFC 5321, 4.5.3.2 would wait 10 minutes for the last reply; giving up earlier only makes
         * an UNCERTAIN of it, and a worker is worth more. */
        MAIL_DEADLINE_MS = 120000,
        MAIL_REPLY_SIZE = 512,     /* RFC 5321, 4.5.3.1.5: the longest reply line */
        MAIL_RECIPIENTS_MAX = 100, /* RFC 5321, 4.5.3.1.8: what each server must take */
};

struct mail_sender;

struct mail_sender_settings {
        struct str smtp_url;  /* see smtp_url.h; STR_NULL or empty: the directory is used */
        struct str directory; /* its parent exists; made with mode 0700 when missing */
        struct str hello;     /* name said in EHLO; STR_NULL or empty: the host's */
        unsigned deadline_ms; /* 0: MAIL_DEADLINE_MS */
};

/* NULL when the settings can't be used; *ret_problem (a literal, without the password) then says why. The
 * SMTP server is not asked before the first mail. */
struct mail_sender *mail_sender_open(const struct mail_sender_settings *s, struct str *ret_problem)
        __attribute__((warn_unused_result));

/* Ends the connection politely. NULL is fine. */
void mail_sender_close(struct mail_sender *sender);

struct mail_envelope {
        struct str from;              /* address only: where bounces go */
        const struct str *recipients; /* addresses only; the first is the one the mail is for, the rest copies (bcc) */
        size_t recipient_count;
        struct str message_id; /* names the .eml file */
};

enum mail_outcome {
        MAIL_SENT,
        MAIL_TRANSIENT, /* try again later: no connection, 4xx, or a server that does not take us now */
        MAIL_PERMANENT, /* the server refused this mail with 5xx, or the envelope is no envelope */
        MAIL_UNCERTAIN, /* the connection was lost after the whole mail was sent: it may have arrived */
};

/* How far the conversation got. A 5xx at MAIL_STAGE_RECIPIENT is a hard bounce of that address. */
enum mail_stage {
        MAIL_STAGE_CONNECT, /* until the server has greeted, encrypted and authenticated us */
        MAIL_STAGE_FROM,
        MAIL_STAGE_RECIPIENT,
        MAIL_STAGE_DATA,
};

struct mail_result {
        enum mail_outcome outcome;
        enum mail_stage stage;
        unsigned code;               /* the server's last reply code; 0: none */
        char reply[MAIL_REPLY_SIZE]; /* that reply or what went wrong, one line of text, ends in NUL */
        bool copies_failed;          /* SENT to the first recipient, but not to every other one */
};

/* Sends `message` (from mail_compose). The first recipient's outcome is the result; the copies follow as a
 * second mail on the same connection, so that a copy's bad address can't stop a customer's mail. */
struct mail_result mail_sender_send(struct mail_sender *sender, const struct mail_envelope *envelope,
                                    struct str message) __attribute__((warn_unused_result));

#endif
