/* How many requests a client may send. */
#include "http/limiter.h"

#include <sodium.h>
#include <stdlib.h>

#include "base/clock.h"
#include "http/server_internal.h"

enum {
        TOKEN = 1000, /* the unit in which levels are kept: per_second of them flow in each millisecond */
        RETRY_S = 1,  /* a request passes again after that: per_second is at least 1 */
};

struct bucket {
        uint64_t client;  /* its hash; 0: nobody's */
        int64_t level;    /* at since_ms */
        int64_t since_ms; /* clock_ms */
};

struct limiter {
        int64_t per_second, full;
        unsigned char key[crypto_shorthash_KEYBYTES];
        struct bucket buckets[LIMITER_SLOTS];
};

struct limiter *limiter_new(int64_t per_second)
{
        struct limiter *l = calloc(1, sizeof *l);
        if (!l)
                return NULL;
        l->per_second = per_second;
        l->full = per_second * LIMITER_WINDOW_S * TOKEN;
        randombytes_buf(l->key, sizeof l->key);
        return l;
}

void limiter_free(struct limiter *l)
{
        free(l);
}

static uint64_t hash_of(const struct limiter *l, const struct network *client)
{
        uint64_t hash;
        crypto_shorthash((unsigned char *)&hash, client->bytes, client->size, l->key);
        return hash ? hash : 1;
}

static int64_t level_at(const struct limiter *l, const struct bucket *b, int64_t now_ms)
{
        int64_t elapsed_ms = now_ms - b->since_ms;
        if (b->client == 0 || elapsed_ms >= (int64_t)LIMITER_WINDOW_S * 1000)
                return l->full;
        int64_t level = b->level + elapsed_ms * l->per_second;
        return level < l->full ? level : l->full;
}

/* The client's bucket; when it has none, the fuller one of its two places is made its own. */
static struct bucket *bucket_for(struct limiter *l, uint64_t client, int64_t now_ms)
{
        uint64_t at = client % LIMITER_SLOTS, other = at ^ (1 + client / LIMITER_SLOTS % (LIMITER_SLOTS - 1));
        struct bucket *first = &l->buckets[at], *second = &l->buckets[other];
        if (first->client == client)
                return first;
        if (second->client == client)
                return second;
        struct bucket *fuller = level_at(l, first, now_ms) >= level_at(l, second, now_ms) ? first : second;
        *fuller = (struct bucket){client, l->full, now_ms};
        return fuller;
}

bool limiter_take(struct limiter *l, const struct network *client, unsigned count, int64_t now_ms)
{
        struct bucket *b = bucket_for(l, hash_of(l, client), now_ms);
        b->level = level_at(l, b, now_ms);
        b->since_ms = now_ms;
        if (b->level < TOKEN)
                return false;
        b->level -= (int64_t)count * TOKEN;
        return true;
}

static void refuse(struct request *rq, const struct limiter *l, const char *name)
{
        reply_rate_limited(rq, name, l->per_second * LIMITER_WINDOW_S, LIMITER_WINDOW_S, RETRY_S);
}

bool limiter_pass(struct limiter *l, struct request *rq)
{
        struct network client;
        if (!l || !request_network(rq, &client) || limiter_take(l, &client, 1, clock_ms()))
                return true;
        refuse(rq, l, "requests");
        return false;
}

bool limiter_pass_events(struct request *rq, unsigned count)
{
        static const struct network everybody = {0};
        struct network client;
        struct limiter *own = rq->loop->limiter_of_events, *all = rq->loop->limiter_of_all_events;
        int64_t now_ms = clock_ms();
        struct limiter *empty = NULL;
        if (own && request_network(rq, &client) && !limiter_take(own, &client, count, now_ms))
                empty = own;
        else if (all && !limiter_take(all, &everybody, count, now_ms))
                empty = all;
        if (empty)
                refuse(rq, empty, "events");
        return !empty;
}
