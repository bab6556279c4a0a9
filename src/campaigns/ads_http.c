/* GET /api/admin/ads/{id}/report: what an ad has brought. */
#include "admin/admin.h"
#include "campaigns/tracking_http.h"
#include "http/decode.h"
#include "tracking_queries.h"

static void reply_report(struct request *rq, const struct outcome *o)
{
        reply_with_row_or(rq, o, ERR_OBJECT_UNKNOWN);
}

static void report(struct request *rq, struct worker *w)
{
        const int64_t *id = rq->state;
        struct unit *u = admin_unit(rq, "ads", ADMIN_VIEW);
        q_tracking_ad_report(u, *id);
        admin_run(rq, w, NULL, u, reply_report);
}

void ads_get_report(struct request *rq)
{
        int64_t *id = arena_new(&rq->arena, int64_t);
        rq->state = id;
        if (!id)
                reply_error(rq, ERR_NO_MEMORY, STR_NULL);
        else if (request_param_int64(rq, 0, ERR_OBJECT_UNKNOWN, id))
                request_defer(rq, report);
}
