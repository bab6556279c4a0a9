/* A letter as text and as HTML at once: paragraphs, a table of sums, links. What mails of the shop have in common. */
#ifndef MAIL_LETTER_H
#define MAIL_LETTER_H

#include "base/arena.h"
#include "mail/message.h"

/* What those who write mails are given by the outbox, as its context. */
struct letter_context {
        struct str public_url; /* links start with it */
        struct str secret_key; /* signs them */
};

struct letter {
        struct arena *arena;
        struct buf text, html;
};

/* letter_end must follow. */
void letter_begin(struct letter *l, struct arena *a);
void letter_paragraph(struct letter *l, struct str text);
/* A link on a line of its own; in HTML `label` stands for it. */
void letter_link(struct letter *l, struct str label, struct str url);
/* Somebody's own words, line breaks kept. */
void letter_quote(struct letter *l, struct str text);
/* Rows stand between the two. */
void letter_rows_begin(struct letter *l);
void letter_row(struct letter *l, struct str left, struct str right);
void letter_rows_end(struct letter *l);

/* Puts the bodies, which live in the arena, into the message. ERR_NO_MEMORY. */
enum err letter_end(struct letter *l, struct mail_message *ret) __attribute__((warn_unused_result));

/* For headers: a name with a line break in it would keep every mail from being sent. */
struct str letter_one_line(struct arena *a, struct str text);

#endif
