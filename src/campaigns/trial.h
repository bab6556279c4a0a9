/* A campaign's mails as they would arrive, for who works on it: written by what sends them, with codes that prove
 * nothing, and with an ear for names that aren't there. */
#ifndef CAMPAIGNS_TRIAL_H
#define CAMPAIGNS_TRIAL_H

#include "campaigns/campaign_mail.h"

enum {
        MISSING_NAMES_MAX = 20,              /* told at most; each once */
        TRIAL_MEMORY_MAX = 32 * 1024 * 1024, /* of one mail: bodies of 2 MB, several times */
        CLIPPED_BYTES = 102 * 1024,          /* of HTML: Gmail shows no more without being asked */
};

struct missing_name {
        struct str name, template; /* as it was written, and where */
        unsigned line;
};

struct missing_names {
        struct arena *arena; /* holds them */
        struct missing_name all[MISSING_NAMES_MAX];
        size_t count;
};

struct trial {
        struct letter_preview preview;
        struct letters *letters;
        struct missing_names missing;
};

/* `a` holds what is found missing; the trial must stay where it is. False: memory ran out. */
bool trial_open(struct trial *t, struct blocking *db, struct str public_url, struct arena *a)
        __attribute__((warn_unused_result));
void trial_close(struct trial *t);

/* As campaign_mail_write, with the store that letter_ask brought. */
enum err trial_write(struct trial *t, struct arena *a, const PGresult *store, const struct campaign_draft *draft,
                     const struct campaign_person *person, struct mail_message *ret, struct campaign_mail *what)
        __attribute__((warn_unused_result));

#endif
