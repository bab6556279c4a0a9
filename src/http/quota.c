/* Limits kept in the database. */
#include "http/quota.h"

#include "base/log.h"
#include "quota_queries.h"

struct gate {
        struct quota quotas[QUOTAS_MAX];
        unsigned count;
        enum quota_outage outage;
        void (*next)(struct request *rq);
        void *state; /* of the handler */
};

/* What is left of the tightest limit. */
static void tell(struct request *rq, const struct gate *g, const struct outcome *o)
{
        unsigned tightest = 0;
        for (unsigned i = 1; i < o->count; i++)
                if (result_int64(o->results[i], 0, "remaining") < result_int64(o->results[tightest], 0, "remaining"))
                        tightest = i;
        reply_rate_headers(rq, g->quotas[tightest].name, g->quotas[tightest].most, QUOTA_WINDOW_S,
                           result_int64(o->results[tightest], 0, "remaining"),
                           result_int64(o->results[tightest], 0, "reset_seconds"));
}

static void on_counted(struct request *rq, const struct outcome *o)
{
        struct gate *g = rq->state;
        rq->state = g->state;
        if (o->error == ERR_TOO_MANY_REQUESTS) {
                reply_outcome(rq, o);
        } else if (o->error == ERR_NONE) {
                tell(rq, g, o);
                g->next(rq);
        } else {
                outcome_log(o);
                if (g->outage == QUOTA_PASS)
                        g->next(rq);
                else
                        reply_error(rq, ERR_DATABASE_UNAVAILABLE, STR_NULL);
        }
}

void quota_take(struct request *rq, const struct quota *quotas, unsigned count, enum quota_outage outage,
                void (*next)(struct request *rq))
{
        struct gate *g = arena_new(&rq->arena, struct gate);
        struct unit *u = request_unit(rq);
        if (!g) {
                reply_error(rq, ERR_NO_MEMORY, STR_NULL);
                return;
        }
        for (unsigned i = 0; i < count && i < QUOTAS_MAX; i++)
                if (quotas[i].most > 0) {
                        g->quotas[g->count++] = quotas[i];
                        q_quota_take(u, str_from(quotas[i].name), quotas[i].who, (int32_t)quotas[i].most,
                                     QUOTA_WINDOW_S);
                }
        if (g->count == 0) {
                next(rq);
                return;
        }
        g->outage = outage;
        g->next = next;
        g->state = rq->state;
        rq->state = g;
        request_try(rq, u, on_counted);
}
