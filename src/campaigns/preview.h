/* A draft of a mail, shown with names that are made up or those of a real order, member or mail.
 *
 * The real engine and letters, so that what is seen is what is sent; but links prove nothing, and nothing is written.
 * Runs in a worker's thread; what it may cost is bounded in mail/template/template.h, and only PREVIEWS_AT_ONCE run.
 */
#ifndef CAMPAIGNS_PREVIEW_H
#define CAMPAIGNS_PREVIEW_H

#include "http/request.h"
#include "mail/letter_preview.h"

enum { PREVIEWS_AT_ONCE = 2 /* workers that a hostile template can hold for some seconds; the others go on */ };

struct preview_wish {
        struct str template;      /* of email_templates, or SAMPLE_CAMPAIGN; STR_NULL: that of `message_id` */
        struct str shown;         /* the mail to show a part in; STR_NULL: one that has it */
        struct str subject, html; /* STR_NULL: what is in use */
        struct str text;          /* STR_NULL: made of the HTML; without `html`: what is in use */
        int64_t order_id, member_id, message_id; /* the sample; all 0: made up */
        bool is_permitted;                       /* the caller has seen to it that who asks may do this */
};

struct preview {
        struct arena arena; /* what follows lives here */
        struct letter_preview letter;
        struct str template;            /* of the mail that is shown */
        struct str subject, html, text; /* STR_NULL: it failed */
};

/* False: the error is replied. `ret` must be released either way. */
bool preview_make(struct request *rq, struct worker *w, const struct preview_wish *wish, struct preview *ret)
        __attribute__((warn_unused_result));
void preview_release(struct preview *p);

/* Others that render drafts are counted with them. False: there are as many as may be, which is replied. */
bool preview_begin(struct request *rq) __attribute__((warn_unused_result));
void preview_end(void);

/* "html, line 3: there is no tag ..."; ptr NULL: nothing is wrong, or memory ran out. In the request's arena. */
struct str preview_problem(struct request *rq, const struct preview *p, enum letter_part part);

extern const struct str preview_parts[LETTER_PARTS]; /* their names in the API */

#endif
