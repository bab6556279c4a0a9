/* Hooks of mail services, for the table of routes: what became of mails after a server had taken them. Each answers 404
 * while its setting is not there. */
#ifndef CAMPAIGNS_MAIL_HOOKS_H
#define CAMPAIGNS_MAIL_HOOKS_H

struct request;

void ses_hook(struct request *rq);      /* SES_TOPIC_ARNS */
void sendgrid_hook(struct request *rq); /* SENDGRID_WEBHOOK_PUBLIC_KEY */

#endif
