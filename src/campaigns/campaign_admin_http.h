/* Handlers of the admin's page of a campaign, for the table of routes; docs/campaigns.md. */
#ifndef CAMPAIGNS_CAMPAIGN_ADMIN_HTTP_H
#define CAMPAIGNS_CAMPAIGN_ADMIN_HTTP_H

struct request;

enum { CAMPAIGN_BODY_MAX = 4 * 1024 * 1024 /* bytes of JSON: two bodies of a template of 1 MiB, escaped */ };

void campaigns_post(struct request *rq);
void campaign_get_page(struct request *rq);
void campaign_patch(struct request *rq);
void campaign_delete(struct request *rq);
void campaign_get_audience(struct request *rq);

void campaign_post_preview(struct request *rq);
void campaign_post_test(struct request *rq);
void campaign_post_check(struct request *rq);
void campaign_post_ready(struct request *rq);
void campaign_get_progress(struct request *rq);
void campaign_get_report(struct request *rq);
void ad_get_report(struct request *rq);

void campaign_post_stop(struct request *rq); /* draft, pause, cancel */
void campaign_post_send(struct request *rq); /* send, resume */
void campaign_post_schedule(struct request *rq);
void campaign_post_resend(struct request *rq);

#endif
