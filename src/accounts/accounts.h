/* What other parts need of accounts: their mails, and the jobs that answer what people asked for. */
#ifndef ACCOUNTS_ACCOUNTS_H
#define ACCOUNTS_ACCOUNTS_H

#include "mail/letter.h"
#include "mail/outbox.h"

/* The mails of accounts; the context is a struct letters. */
extern const struct outbox_source account_mails;

/* Turns forgotten passwords and usernames that were asked for into mails. */
void account_answer_requests(struct blocking *db);

/* Deletes sessions, links and counters that have ended. */
void account_clean_up(struct blocking *db);

#endif
