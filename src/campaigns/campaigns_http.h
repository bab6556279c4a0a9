/* The admin's pages about mails. */
#ifndef CAMPAIGNS_CAMPAIGNS_HTTP_H
#define CAMPAIGNS_CAMPAIGNS_HTTP_H

#include "http/request.h"

enum { DRAFT_BODY_MAX = 4 * 1024 * 1024 /* bytes of JSON: two bodies of a template of 1 MiB, escaped */ };

void mail_templates_get(struct request *rq);    /* GET /api/admin/mail/templates */
void mail_preview_post(struct request *rq);     /* POST /api/admin/mail/preview */
void mail_test_post(struct request *rq);        /* POST /api/admin/mail/test */
void mail_message_get_page(struct request *rq); /* GET /api/admin/email_messages/{id}/page */

#endif
