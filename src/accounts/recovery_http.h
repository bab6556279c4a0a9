/* What works without being logged in, by links of mails, and messages to the shop. */
#ifndef ACCOUNTS_RECOVERY_HTTP_H
#define ACCOUNTS_RECOVERY_HTTP_H

struct request;

void password_resets_post(struct request *rq);
void password_reset_get(struct request *rq);
void password_reset_put(struct request *rq);
void email_verifications_post(struct request *rq);
void email_verification_put(struct request *rq);
void username_reminders_post(struct request *rq);
void messages_post(struct request *rq);

#endif
