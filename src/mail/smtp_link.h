/* A connection to a mail server: libcurl resolves, connects, is greeted, says EHLO, encrypts (STARTTLS) and logs in;
 * from then on it carries bytes both ways, under TLS or not.
 *
 * The mails themselves are smtp_talk's. libcurl's own uploads would wait for the reply to each command, choose the
 * connection themselves, and not tell whose refusal ended them.
 *
 * Nothing here blocks. A link belongs to one thread.
 */
#ifndef MAIL_SMTP_LINK_H
#define MAIL_SMTP_LINK_H

#include "mail/smtp_server.h"

enum smtp_link_state {
        SMTP_LINK_CLOSED,
        SMTP_LINK_OPENING,
        SMTP_LINK_OPEN, /* logged in; no mail was begun that has not ended */
};

struct smtp_link {
        enum smtp_link_state state;
        void *multi, *easy;  /* CURLM, CURL; owned */
        int events;          /* epoll of what libcurl waits for while it opens; owned */
        int socket;          /* libcurl's, when open */
        int64_t timer_ms;    /* when libcurl wants to be called; INT64_MAX: never */
        int64_t deadline_ms; /* to be open */
        /* What the server offered, and what it said last. */
        bool pipelining, takes_size;
        struct smtp_reply reply;
};

/* Begins to open it. False: there was no memory. The server must stay while the link is open. */
bool smtp_link_open(struct smtp_link *l, const struct smtp_server *s) __attribute__((warn_unused_result));

/* Goes on with an opening link. When it could not be opened, it is closed, and l->reply says why. */
void smtp_link_turn(struct smtp_link *l);

/* What to poll, for reading; -1 when it is closed. */
int smtp_link_descriptor(const struct smtp_link *l);

enum { SMTP_LINK_LOST = -1 }; /* not to be used again; close it */

/* Bytes that were taken or read; 0: none now, SMTP_LINK_LOST: the connection is gone. */
ptrdiff_t smtp_link_send(struct smtp_link *l, const char *bytes, size_t count);
ptrdiff_t smtp_link_receive(struct smtp_link *l, char *out, size_t size);

/* Fine on a zeroed or closed one. l->reply stays. */
void smtp_link_close(struct smtp_link *l);

#endif
