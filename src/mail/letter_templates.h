/* Compiled templates of letters: the program's own, and those with the overrides of the database. For letter*.c only.
 */
#ifndef MAIL_LETTER_TEMPLATES_H
#define MAIL_LETTER_TEMPLATES_H

#include "mail/template/template.h"

struct letter_override {
        struct str template, subject, html, text;          /* text STR_NULL: made of the HTML */
        struct str from_name, from_address, reply_to, bcc; /* STR_NULL: as always; bcc: commas between them */
};

/* One mail's templates. */
struct letter_templates {
        struct str name;
        struct template_set *subject, *html, *text; /* text NULL: made of the HTML */
        bool broken;                                /* one of them has an error, */
        struct template_error error;                /* this */
        bool told;                                  /* somebody was told that it fails */
        struct letter_templates *next;
};

/* Templates of one origin. */
struct letter_family {
        struct arena arena; /* the overrides */
        const struct letter_override *overrides;
        size_t override_count;
        struct template_loader loader;
        struct letter_templates *compiled;
};

/* `f` must stay where it is. */
void letter_family_init(struct letter_family *f);
/* Forgets what was compiled, and the overrides. */
void letter_family_clear(struct letter_family *f);

/* NULL when there is none. */
const struct letter_override *letter_override_of(const struct letter_family *f, struct str template);

/* Compiled when it is first asked for. NULL: out of memory. */
struct letter_templates *letter_templates_get(struct letter_family *f, struct str name);

#endif
