/* The shop's own mails: written from templates, which come with the program and may be overridden by rows of `emails`.
 *
 * An override that can't be read or rendered never costs a mail: the program's own template is taken, a row of `alerts`
 * and a log line EMAIL_TEMPLATE_BROKEN say what is wrong. A struct letters belongs to one thread; it keeps what was
 * compiled until the overrides change, which their version tells (migrations/0011_emails.sql).
 */
#ifndef MAIL_LETTER_H
#define MAIL_LETTER_H

#include "db/blocking.h"
#include "mail/message.h"
#include "mail/template/value.h"

struct letters;
struct letter_preview;

struct letters_settings {
        struct blocking *db;            /* of the thread that writes */
        struct str public_url;          /* links start with it; must stay */
        struct str secret_key;          /* signs them; must stay */
        struct letter_preview *preview; /* mail/letter_preview.h; NULL: letters that are sent */
};

/* NULL when memory ran out. */
struct letters *letters_open(const struct letters_settings *s) __attribute__((warn_unused_result));
void letters_close(struct letters *l);

/* The first statement of those that bring what mails tell: the store, its time zone, the version of the overrides. */
void letter_ask(struct unit *u);

enum { LETTER_NAMES_MAX = 32 /* names at the top of a context; the longest has about ten */ };

/* One mail being written: the names that its templates see. */
struct letter {
        struct letters *letters;
        struct arena *arena; /* of the mail */
        struct dict_entry names[LETTER_NAMES_MAX];
        size_t count;
        bool full; /* memory ran out, or there are too many names: asked once, by letter_write */
        struct str store_name, time_zone, reply_to, unsubscribe; /* unsubscribe STR_NULL: none */
        int64_t version;
};

/* `store` is what letter_ask brought. */
void letter_open(struct letter *l, struct letters *letters, struct arena *a, const PGresult *store);

/* One more name. Texts must live as long as the mail. */
void letter_set(struct letter *l, const char *name, struct value value);
void letter_set_text(struct letter *l, const char *name, struct str text);

/* For links: PUBLIC_URL and `path`, which begins with a slash. ptr NULL: memory ran out. */
struct str letter_url(const struct letter *l, struct str path) __attribute__((warn_unused_result));
struct str letter_secret_key(const struct letter *l);
struct blocking *letter_database(const struct letter *l);
/* What a link proves something with, as the database has it. In a preview there stands something else: who may look at
 * a mail may not do what its reader may. */
struct str letter_secret(const struct letter *l, struct str secret);

/* A header List-Unsubscribe with this link (RFC 2369, 3.2). */
void letter_unsubscribe(struct letter *l, struct str url);

/* Where an answer goes, when not to the shop's support. */
void letter_reply_to(struct letter *l, struct str address);

/* Subject, bodies, sender's name and Reply-To from the templates of that name, in the arena. ERR_DATABASE_UNAVAILABLE,
 * ERR_NO_MEMORY; ERR_INTERNAL: the program's own template fails, which was logged. A preview takes what came of it and
 * sets nothing but the subject and the bodies that could be made. */
enum err letter_write(struct letter *l, struct str template, struct mail_message *ret)
        __attribute__((warn_unused_result));

/* Rows of the database as values. */

/* The first row with that message_id, by which the rows are sorted; the number of rows when there is none. */
int letter_row_of(const PGresult *r, int64_t message_id);

/* Columns of a row as entries of a dict, `room` at most: numbers, truth values, json and texts; null is
 * None. Columns that begin with "_" are not for templates and left out, as message_id. False: memory or room ran out.
 */
bool letter_row(struct arena *a, const PGresult *r, int row, struct dict_entry *entries, size_t room, size_t *ret_count)
        __attribute__((warn_unused_result));

#endif
