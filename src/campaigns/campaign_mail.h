/* One recipient's mail of a campaign: the same for sending, previews and tests.
 *
 *     letter_ask(u);                          the store
 *     q_campaign_mail_person(u, member, prospect)  somebody to show it with, or (sending) q_campaign_mail_letters(u,
 * ids)
 *     ...
 *     letter_open(&l, letters, a, store);
 *     campaign_mail_write(&l, &draft, &person, &message, &what);
 *
 * Everything given must live as long as the mail. A template is compiled once for as long as `id` and `stamp` stay.
 */
#ifndef CAMPAIGNS_CAMPAIGN_MAIL_H
#define CAMPAIGNS_CAMPAIGN_MAIL_H

#include <libpq-fe.h>

#include "campaigns/campaign_links.h"
#include "mail/letter.h"
#include "mail/letter_preview.h"
#include "mail/outbox.h"

enum { CAMPAIGN_BROKEN_MAILS = 20 /* that could not be written, in a row: the campaign is paused */ };

/* What is sent. From Ready on a row of emails and campaigns; before that a draft as it stands in a form. */
struct campaign_draft {
        int64_t id;       /* of emails; 0: a draft that is not kept, and what is compiled of it neither */
        struct str stamp; /* changes when the sources do */
        struct str step;  /* changes with each step of the campaign; STR_NULL: it is not being sent */
        bool is_fixed;    /* was let through: with the shop's templates of that time */
        struct str em_cd, preheader, subject, html, text; /* text STR_NULL: made of the HTML */
        struct str from_name, from_address, reply_to;     /* STR_NULL: as all mails of the shop */
        bool track_opens, track_clicks;
        struct campaign_links links; /* what clicks are counted of; none: links stay as they are */
};

/* Whom it is for. */
struct campaign_person {
        int64_t message_id; /* of email_messages; 0: a preview or a test, whose links prove nothing and count nothing */
        struct str mb_cd, pr_cd;                    /* STR_NULL: not one of those */
        struct str first_name, last_name, username; /* empty for a prospect */
        struct str email;
};

/* What came of it. */
struct campaign_mail {
        struct str unsubscribe_url, preferences_url; /* of this recipient */
        struct str made[LETTER_PARTS];               /* STR_NULL for what failed */
        struct letter_problem problems[LETTER_PARTS];
};

/* Subject, bodies, sender, headers (List-Unsubscribe, List-Unsubscribe-Post) in the letter's arena. All parts are
 * tried, so that what->problems names what is wrong with each; ERR_INVALID_INPUT when one is. ERR_NO_MEMORY,
 * ERR_DATABASE_UNAVAILABLE. With the letters of a preview all codes are made with a key that nothing believes. */
enum err campaign_mail_write(struct letter *l, const struct campaign_draft *draft, const struct campaign_person *person,
                             struct mail_message *ret, struct campaign_mail *what) __attribute__((warn_unused_result));

/* A person out of a row of q_campaign_mail_person or q_campaign_mail_letters. */
void campaign_person_read(struct arena *a, const PGresult *r, int row, struct campaign_person *ret);
/* A draft out of the row of q_campaign_mail_draft, and its links out of q_campaign_mail_links. */
void campaign_draft_read(struct arena *a, const PGresult *draft, int row, const PGresult *links,
                         struct campaign_draft *ret);

/* "html, line 3: ..." of the first part that failed; ptr NULL: none did, or memory ran out. */
struct str campaign_mail_problem(struct arena *a, const struct campaign_mail *what);

/* Mails of kind `campaign`; the context is a struct letters. */
extern const struct outbox_source campaign_mails;

#endif
