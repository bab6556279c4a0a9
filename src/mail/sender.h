/* Where composed mail goes: an SMTP server over several connections at once, or a directory of .eml files.
 *
 * A sender belongs to one thread. The way of a mail through it:
 *
 *     mail_sender_want(s, waiting);            connections are opened for so many
 *     if (mail_sender_ready(s) > 0)            one of them is open and idle
 *             mail_sender_begin(s, &envelope, message, my_mail);
 *     mail_sender_wait(s, 250);                bytes go to and fro
 *     while (mail_sender_take(s, &result, &my_mail)) ...
 *
 * Connections are kept for the mails that follow. curl_global_init must have been called before, and SIGPIPE be
 * ignored.
 */
#ifndef MAIL_SENDER_H
#define MAIL_SENDER_H

#include "base/str.h"

enum {
        /* One mail. RFC 5321, 4.5.3.2 would wait 10 minutes for the last reply; giving up earlier only makes
         * an UNCERTAIN of it, and a worker is worth more. */
        MAIL_DEADLINE_MS = 120000,
        MAIL_SILENCE_MS = 60000,       /* without a byte either way, while a mail is under way */
        MAIL_IDLE_MS = 10000,          /* an idle connection is ended: servers end theirs after 60 s to 5 minutes */
        MAIL_PER_CONNECTION_MAX = 100, /* mails; what large providers take before they close */
        MAIL_CONNECTIONS_MAX = 50,     /* at once; more than one relay takes from one client */
        MAIL_REPLY_SIZE = 512,         /* RFC 5321, 4.5.3.1.5: the longest reply line */
        MAIL_RECIPIENTS_MAX = 100,     /* RFC 5321, 4.5.3.1.8: what each server must take */
};

struct mail_sender;

struct mail_sender_settings {
        struct str smtp_url;   /* see smtp_url.h; STR_NULL or empty: the directory is used */
        struct str directory;  /* its parent exists; made with mode 0700 when missing */
        struct str hello;      /* name said in EHLO; STR_NULL or empty: the host's */
        unsigned deadline_ms;  /* 0: MAIL_DEADLINE_MS */
        unsigned connections;  /* 0: one */
        struct str ca_file;    /* certificates to trust; STR_NULL or empty: the system's */
        struct str token;      /* for auth=xoauth2; must stay */
        struct str token_file; /* read in its place at each connection, when given */
};

/* NULL when the settings can't be used; *ret_problem (a literal, without the password) then says why. The
 * SMTP server is not asked before the first mail. */
struct mail_sender *mail_sender_open(const struct mail_sender_settings *s, struct str *ret_problem)
        __attribute__((warn_unused_result));

/* Ends the connections politely; results not taken are lost. NULL is fine. */
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
        bool server_failed;          /* TRANSIENT, and the mail is not to blame: the connection was lost, or 421 */
        bool stale; /* and it was a kept one, closed before it took anything of this mail: try another at once */
};

/* Connections are opened, as far as they may be, so that `mails` can be begun at once. */
void mail_sender_want(struct mail_sender *sender, unsigned mails);

/* Mails that can be begun now. */
unsigned mail_sender_ready(const struct mail_sender *sender);

/* Begins to send `message` (from mail_compose) over a ready connection. Envelope and message must stay until `mail` was
 * taken. The first recipient's outcome is the result; the copies follow as a second mail on the same connection, so
 * that a copy's bad address can't stop a customer's mail. */
void mail_sender_begin(struct mail_sender *sender, const struct mail_envelope *envelope, struct str message,
                       void *mail);

/* Waits until something happens, at most `timeout_ms`, and goes on with it. */
void mail_sender_wait(struct mail_sender *sender, int timeout_ms);

enum { MAIL_DESCRIPTORS_MAX = 4 }; /* a caller has two or three things of its own to wait for */

/* As mail_sender_wait, and no longer than until one of the caller's descriptors is readable. */
void mail_sender_wait_beside(struct mail_sender *sender, int timeout_ms, const int *descriptors, unsigned count);

/* A mail that has ended. False: none. */
bool mail_sender_take(struct mail_sender *sender, struct mail_result *ret, void **ret_mail);

/* Ends what is under way now, without waiting: mails whose end did not leave are TRANSIENT, others UNCERTAIN. */
void mail_sender_abandon(struct mail_sender *sender);

/* How long nothing can be sent because the server is left alone after a failure (smtp_server.h); 0: something can.
 * *ret_words: what it said last; lives until the sender is used again. */
int64_t mail_sender_pause_ms(const struct mail_sender *sender, struct str *ret_words);

/* Whether the server failed last: one mail is enough to try it with. */
bool mail_sender_has_failed(const struct mail_sender *sender);

/* All of it for one mail, blocking, whatever happened before: for what a person waits for. Nothing else may be under
 * way. */
struct mail_result mail_sender_send(struct mail_sender *sender, const struct mail_envelope *envelope,
                                    struct str message) __attribute__((warn_unused_result));

#endif
