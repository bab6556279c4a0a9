/* What came of campaigns and ads. */
#include "admin/admin.h"
#include "campaign_work_queries.h"
#include "campaigns/campaign_admin_http.h"
#include "campaigns/campaign_work.h"

static void report(struct request *rq, struct worker *w)
{
        const struct campaign_work *work = rq->state;
        struct unit *u = admin_unit(rq, "emails", ADMIN_VIEW);
        q_campaign_work_report(u, work->id);
        admin_run(rq, w, NULL, u, campaign_reply_page);
}

void campaign_get_report(struct request *rq)
{
        if (campaign_work_new(rq))
                request_defer(rq, report);
}

static void report_ad(struct request *rq, struct worker *w)
{
        const struct campaign_work *work = rq->state;
        struct unit *u = admin_unit(rq, "ads", ADMIN_VIEW);
        q_campaign_work_ad_report(u, work->id);
        admin_run(rq, w, NULL, u, campaign_reply_page);
}

void ad_get_report(struct request *rq)
{
        if (campaign_work_new(rq))
                request_defer(rq, report_ad);
}
