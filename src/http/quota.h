/* Limits that are exact over all threads, machines and restarts: calls that are dear, guess secrets or reach other
 * people are counted in the database, within the last hour. Everything else has the limiter in memory (limiter.h).
 */
#ifndef HTTP_QUOTA_H
#define HTTP_QUOTA_H

#include "http/request.h"

enum { QUOTA_WINDOW_S = 3600, QUOTAS_MAX = 2 };

struct quota {
        const char *name; /* as in the RateLimit header; a literal */
        struct str who;   /* at most 300 characters */
        int64_t most;     /* an hour; 0: any number */
};

enum quota_outage {
        QUOTA_REFUSE, /* 503 when the counters can't be asked: for what guesses secrets */
        QUOTA_PASS,   /* goes on without them: for what earns money */
};

/* Counts the call against all of them, or against none and replies 429 with when to come again. `next` goes on in the
 * same thread, with rq->state as it was. */
void quota_take(struct request *rq, const struct quota *quotas, unsigned count, enum quota_outage outage,
                void (*next)(struct request *rq));

#endif
