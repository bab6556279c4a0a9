/* The way out of newsletters and campaigns, and back: by signed links of mails, which name a mail and its recipient
 * (campaigns/mail_code.h), or a person (mails of the account). */
#ifndef CAMPAIGNS_UNSUBSCRIBE_HTTP_H
#define CAMPAIGNS_UNSUBSCRIBE_HTTP_H

struct request;

void unsubscribe_get_link(struct request *rq);  /* GET /e/u/{code}: to the shop's page, which asks */
void unsubscribe_one_click(struct request *rq); /* POST /e/u/{code}: RFC 8058 */

void unsubscription_get(struct request *rq);
void unsubscription_put(struct request *rq);
void unsubscription_delete(struct request *rq);     /* subscribes again */
void unsubscription_put_reason(struct request *rq); /* why */

#endif
