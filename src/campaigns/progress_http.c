/* GET /api/admin/campaigns/{id}/progress: how a campaign goes out, as server-sent events. */
#include "admin/admin.h"
#include "campaign_work_queries.h"
#include "campaigns/campaign_admin_http.h"
#include "campaigns/campaign_work.h"
#include "http/stream.h"

static void ask(struct unit *u, int64_t campaign)
{
        q_campaign_work_progress(u, campaign);
}

static const struct stream_source progress = {"progress", ask, q_campaign_work_may_watch};

static void begin(struct request *rq, const struct outcome *o)
{
        const struct campaign_work *work = rq->state;
        PGresult *r = outcome_last(o);
        if (PQntuples(r) == 0)
                reply_error(rq, ERR_OBJECT_UNKNOWN, STR_NULL);
        else
                reply_stream(rq, &progress, work->id, (struct str){PQgetvalue(r, 0, 0), (size_t)PQgetlength(r, 0, 0)});
}

/* In the fast lane: one row of counters, and a worker would have to stay. */
void campaign_get_progress(struct request *rq)
{
        const struct campaign_work *work = campaign_work_new(rq);
        if (!work)
                return;
        struct unit *u = admin_unit(rq, "emails", ADMIN_VIEW);
        q_campaign_work_progress(u, work->id);
        request_run(rq, u, begin);
}
