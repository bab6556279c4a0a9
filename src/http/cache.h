/* Finished replies kept in memory, one cache a loop, for addresses that are the same for everybody.
 *
 * A reply is served again while its generation holds: freshness.generation counts the changes that the database has
 * told (LISTEN), and trusted_until_ms says up to when no change can have gone untold. Without that trust a reply
 * is served for CACHE_BLIND_MS only. The least recently used replies go when memory runs out. Requests for a reply
 * that is being made wait for it.
 */
#ifndef HTTP_CACHE_H
#define HTTP_CACHE_H

#include "http/request.h"

enum {
        CACHE_MEMORY_MAX = 6 * 1024 * 1024, /* bodies of one loop: some hundreds of pages with their compressed forms */
        CACHE_BLIND_MS = 400,               /* with CACHE_TRUST_MS below the second that we promise */
        CACHE_TRUST_MS = 700,               /* after a question that the database answered was asked */
};

struct reply_cache;

struct reply_cache *reply_cache_new(void);
void reply_cache_free(struct reply_cache *c);

/* True: the request is answered, or will be by the one that makes the reply already. False: the caller makes it and
 * ends with cache_store or cache_refuse. */
bool cache_serve(struct request *rq, struct str key) __attribute__((warn_unused_result));
/* Keeps the JSON and answers this request and those that wait. */
void cache_store(struct request *rq, struct str json);
/* Answers all with the outcome's error, or with e when o is NULL; `keep` when it holds until the next change (something
 * does not exist). */
void cache_refuse(struct request *rq, const struct outcome *o, enum err e, bool keep);

#endif
