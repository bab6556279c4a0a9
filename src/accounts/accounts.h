/* What other parts need of accounts: their mails, and the jobs that answer what people asked for. */
#ifndef ACCOUNTS_ACCOUNTS_H
#define ACCOUNTS_ACCOUNTS_H

#include "mail/letter.h"
#include "mail/outbox.h"

/* The mails of accounts; the context is a struct letters. */
extern const struct outbox_source account_mails;

/* What the way out of newsletters in a mail of an account names: "mb-" and the member's code. It points into `token`.
 * False, with STR_NULL, unless the token was made with this key. */
bool account_unsubscribe_token_read(struct str key, struct str token, struct str *ret_code)
        __attribute__((warn_unused_result));

/* Turns forgotten passwords and usernames that were asked for into mails. */
void account_answer_requests(struct blocking *db);

/* Deletes sessions, links and counters that have ended. */
void account_clean_up(struct blocking *db);

#endif
