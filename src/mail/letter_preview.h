/* What a draft of a template would make of a mail, and what is wrong with it. Nothing is written or sent.
 *
 * A struct letters that is opened with a preview writes letters as always, with the draft in the place of the template
 * that is in use, and with links that prove nothing. Where it fails, it says so here instead of taking other templates.
 */
#ifndef MAIL_LETTER_PREVIEW_H
#define MAIL_LETTER_PREVIEW_H

#include "mail/template/template.h"

enum letter_part { LETTER_SUBJECT, LETTER_HTML, LETTER_TEXT, LETTER_PARTS };

/* What is wrong with a part. */
struct letter_problem {
        bool failed;
        struct template_error error; /* name: the template that it stands in */
};

struct letter_preview {
        /* Told of names that templates use and that aren't there; see template.h. NULL: nobody asks. */
        void (*on_missing)(void *context, struct str name, struct str template, unsigned line);
        void *missing_context;
        /* The draft. All must stay until the letters are closed. */
        struct str template;      /* which one it stands in for; STR_NULL: none, the mail is shown as it goes out */
        bool is_part;             /* that one is no mail of its own, but a part of the one that is written */
        struct str subject, html; /* STR_NULL: what is in use */
        struct str text;          /* STR_NULL: made of the HTML; without `html`: what is in use */
        /* What came of it: in the arena of the letter, STR_NULL for what failed. */
        struct str shown; /* the template of the mail */
        struct str made[LETTER_PARTS];
        struct letter_problem problems[LETTER_PARTS];
};

#endif
