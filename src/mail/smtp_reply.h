/* A reply of a mail server: a code and its text, of one line or several (RFC 5321, 4.2). */
#ifndef MAIL_SMTP_REPLY_H
#define MAIL_SMTP_REPLY_H

#include "base/str.h"
#include "mail/sender.h"

struct smtp_reply {
        unsigned code;  /* 0: none */
        bool continued; /* more lines follow */
        size_t len;
        char text[MAIL_REPLY_SIZE]; /* lines joined by spaces, cut when too long; no NUL */
};

/* Takes the next line, without its CRLF. True: the reply is complete. The line after that begins another one. False
 * too for what is no reply; ret_valid then. */
bool smtp_reply_add(struct smtp_reply *r, struct str line, bool *ret_valid);

/* Whether a refusal of a recipient means that nobody has this address. A policy, a fault of the system or a full
 * mailbox does not (RFC 3463: 5.7, 5.3, 5.2.2...), nor does what is wrong with the sender's. Without such a code 550,
 * 551 and 553 do (RFC 5321, 4.2.3). */
bool smtp_reply_blames_recipient(struct str reply);

/* In place of a reply: what went wrong. */
void smtp_reply_say(struct smtp_reply *r, struct str text);

#endif
