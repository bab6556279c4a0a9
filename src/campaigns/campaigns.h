/* Mails that people here write: drafts of templates shown and tried; what follows from those that were sent. */
#ifndef CAMPAIGNS_CAMPAIGNS_H
#define CAMPAIGNS_CAMPAIGNS_H

#include "admin/admin.h"
#include "campaigns/tracking.h"
#include "campaigns/via.h"
#include "mail/outbox.h"

/* Mails of kind `test`; the context is a struct letters. */
extern const struct outbox_source test_mails;

/* `prepare` of the resource emails: what is to be in use must be a template that works. */
void email_prepare(struct request *rq, struct worker *w, struct admin_write *write);

#endif
