/* How many requests a client may send: a token bucket for each, in memory.
 *
 * A limiter belongs to one thread. Its table has a fixed size; clients find their buckets by a keyed hash, so that
 * nobody can choose to collide with somebody else. When both places that a new client may take are taken, the fuller
 * bucket makes room: one that is full says nothing that a new one would not.
 */
#ifndef HTTP_LIMITER_H
#define HTTP_LIMITER_H

#include "http/address.h"

enum {
        LIMITER_SLOTS = 4096,  /* a power of two; 96 KB a loop */
        LIMITER_WINDOW_S = 10, /* a bucket holds so many seconds' worth: a page asks for a dozen things at once */
};

struct limiter;

/* per_second > 0. NULL when memory runs out. */
struct limiter *limiter_new(int64_t per_second);
void limiter_free(struct limiter *l);

/* Takes `count` tokens from the client's bucket; false when it is empty. Who takes more than are left waits the longer
 * for the next. now_ms never goes back. */
bool limiter_take(struct limiter *l, const struct network *client, unsigned count, int64_t now_ms)
        __attribute__((warn_unused_result));

/* For a request to the API: true when it may go on, else 429 is replied. l NULL: no limit. */
bool limiter_pass(struct limiter *l, struct request *rq) __attribute__((warn_unused_result));

/* For so many events that anybody may tell, each of which becomes a row: the same, by the client's limit of events and
 * by that of everybody together. */
bool limiter_pass_events(struct request *rq, unsigned count) __attribute__((warn_unused_result));

#endif
