/* One mail over an open link: MAIL, RCPT, DATA and the mail itself, and what the server says to each (RFC 5321, 3.3).
 *
 * A server that offers PIPELINING (RFC 2920) gets the commands in one piece; else each waits for its reply. After a
 * refusal RSET makes the connection fit for the next mail.
 */
#ifndef MAIL_SMTP_TALK_H
#define MAIL_SMTP_TALK_H

#include "mail/smtp_link.h"

enum {
        SMTP_CHUNK = 16 * 1024, /* bytes written at once: a whole mail of ours, mostly */
        SMTP_LINE_MAX = 2048,   /* of a reply; RFC 5321, 4.5.3.1.5 has 512, and servers that don't care */
};

enum smtp_step { SMTP_STEP_MAIL, SMTP_STEP_RCPT, SMTP_STEP_DATA, SMTP_STEP_END, SMTP_STEP_RSET };

struct smtp_talk {
        struct smtp_link *link;
        /* the mail; its owner keeps it until `ended` */
        struct str from;
        const struct str *recipients;
        size_t recipient_count;
        struct str message;
        /* how far it is */
        bool under_way;        /* from smtp_talk_begin until it is ended and RSET, if any, answered */
        bool ended;            /* `result` holds */
        bool lost;             /* the link is not to be used again */
        size_t said, answered; /* commands: MAIL, each RCPT, DATA, the end of the mail, RSET */
        bool resetting;
        size_t refused_recipients;
        struct smtp_reply refusal; /* the first that ended it */
        enum mail_stage stage;     /* of the last command said */
        size_t unsent;             /* bytes of the message that are still to go */
        bool line_begins;          /* where the message stands: a dot is doubled here */
        bool finished;             /* the lone dot is in `out` or has left */
        struct mail_result result;
        /* to and from the server */
        char out[SMTP_CHUNK];
        size_t out_begin, out_end;
        char in[SMTP_LINE_MAX];
        size_t in_len;
        int64_t heard_ms; /* when bytes last went either way */
};

/* For each new link. */
void smtp_talk_init(struct smtp_talk *t, struct smtp_link *l);

/* Begins a mail on a link where none is under way. What is pointed to must stay until `ended`. */
void smtp_talk_begin(struct smtp_talk *t, struct str from, const struct str *recipients, size_t count,
                     struct str message);

/* Reads and writes what can be without waiting. Also without a mail, to notice a goodbye: `lost` then. */
void smtp_talk_turn(struct smtp_talk *t);

/* Ends the mail that is under way, if one is, since the link was lost or time is up. */
void smtp_talk_give_up(struct smtp_talk *t, struct str why);

bool smtp_talk_wants_to_write(const struct smtp_talk *t);

#endif
