/* What a request about a campaign asked for, while it is worked on. */
#ifndef CAMPAIGNS_CAMPAIGN_WORK_H
#define CAMPAIGNS_CAMPAIGN_WORK_H

#include "http/request.h"

enum { CAMPAIGN_VERSION_MAX = 40 /* two of PostgreSQL's transaction numbers and a hyphen */ };

struct campaign_work {
        int64_t id;
        struct str version;
        struct str at;     /* of schedule */
        struct str states; /* of resend */
};

/* In rq->state, with the id of the path; NULL when an error is replied. */
struct campaign_work *campaign_work_new(struct request *rq) __attribute__((warn_unused_result));

/* The last row of the outcome is the page. For admin_run. */
void campaign_reply_page(struct request *rq, const struct outcome *o);

/* A statement took longer than campaign_work_limit_time lets it: an estimate may do. */
bool campaign_ran_out_of_time(const struct outcome *o);

#endif
