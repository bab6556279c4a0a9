/* Letters whose templates are not the shop's own: those of campaigns. They may extend and include the shop's, as they
 * are overridden, or were when the campaign became ready; {% extends "layout" %} is the file layout.html. */
#ifndef MAIL_LETTER_CAMPAIGN_H
#define MAIL_LETTER_CAMPAIGN_H

#include "mail/letter.h"
#include "mail/letter_preview.h"

struct letter_sources {
        int64_t id;                                   /* what was compiled is kept under it, */
        struct str stamp;                             /* for as long as this stays; id 0: not kept */
        struct str step;                              /* of the campaign; failures are counted within one */
        bool is_fixed;                                /* with the overrides that are kept under the id */
        struct str subject, html, text;               /* text STR_NULL: made of the HTML */
        struct str from_name, from_address, reply_to; /* STR_NULL: as all mails of the shop */
};

struct letter_made {
        struct str parts[LETTER_PARTS]; /* in the letter's arena; STR_NULL for what failed */
        struct letter_problem problems[LETTER_PARTS];
};

/* All parts that can be made. ERR_NONE even when some have problems; ERR_NO_MEMORY, ERR_DATABASE_UNAVAILABLE. */
enum err letter_render(struct letter *l, const struct letter_sources *s, struct letter_made *ret)
        __attribute__((warn_unused_result));

/* One of its mails could be written or not. How many could not in a row, with this one. */
unsigned letter_count_failures(struct letters *l, const struct letter_sources *s, bool failed);

/* From and Reply-To. */
enum err letter_set_envelope(struct letter *l, const struct letter_sources *s, struct mail_message *ret)
        __attribute__((warn_unused_result));

#endif
