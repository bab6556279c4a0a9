/* What mails tell when there is nothing to tell: names for previews of templates, made up. */
#ifndef CAMPAIGNS_SAMPLE_H
#define CAMPAIGNS_SAMPLE_H

#include "mail/letter.h"

/* For a mail to many, which stands in for no template of the program's. */
#define SAMPLE_CAMPAIGN "campaign"

/* Somebody real in the place of the one who is made up; texts STR_NULL: nobody. */
struct sample_person {
        struct str username, name, email; /* name STR_NULL: a stranger's address, which is not called by a name */
};

/* Sets the names that a mail of this template sees, all in the letter's arena. False: there is no such mail. */
bool sample_set(struct letter *l, struct str template, struct str currency, const struct sample_person *who)
        __attribute__((warn_unused_result));

#endif
