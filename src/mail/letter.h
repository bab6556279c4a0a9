/* The shop's own mails: written from templates, which come with the program and may be overridden by rows of `emails`.
 *
 * An override that can't be read or rendered never costs a mail: the program's own template is taken, a row of `alerts`
 * and a log line EMAIL_TEMPLATE_BROKEN say what is wrong. A struct letters belongs to one thread; it keeps what was
 * compiled until the overrides change, which the version in each mail's document tells (migrations/0011_emails.sql).
 */
#ifndef MAIL_LETTER_H
#define MAIL_LETTER_H

#include <jansson.h>

#include "db/blocking.h"
#include "mail/message.h"

struct letters;

struct letters_settings {
        struct blocking *db;   /* of the thread that writes */
        struct str public_url; /* links start with it; must stay */
        struct str secret_key; /* signs them; must stay */
};

/* NULL when memory ran out. */
struct letters *letters_open(const struct letters_settings *s) __attribute__((warn_unused_result));
void letters_close(struct letters *l);

/* One mail's document, as email_documents() made it. */
struct letter {
        struct letters *letters;
        struct arena *arena; /* of the mail */
        json_t *document;    /* owned */
        json_t *context;     /* what its templates see; part of the document */
        json_t *secrets;     /* what its links are made of; part of the document */
};

/* ERR_INTERNAL: this is no document of a mail. letter_close must follow in any case. */
enum err letter_open(struct letter *l, struct letters *letters, struct arena *a, struct str document)
        __attribute__((warn_unused_result));
void letter_close(struct letter *l);

/* A text of the secrets; "" when there is none. */
struct str letter_secret(const struct letter *l, const char *name);

/* For links: PUBLIC_URL and `path`, which begins with a slash. ptr NULL: the arena is full. */
struct str letter_url(const struct letter *l, struct str path) __attribute__((warn_unused_result));
struct str letter_secret_key(const struct letter *l);

/* Gives the templates one more name. False: out of memory, also when the value's ptr is NULL. */
bool letter_set(struct letter *l, const char *name, struct str value) __attribute__((warn_unused_result));

/* Subject, bodies, sender's name and Reply-To, in the arena. ERR_DATABASE_UNAVAILABLE, ERR_NO_MEMORY; ERR_INTERNAL: the
 * program's own template fails, which was logged. */
enum err letter_write(struct letter *l, struct mail_message *ret) __attribute__((warn_unused_result));

#endif
