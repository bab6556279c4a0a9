/* The same Idempotency-Key gives the same reply, once the first request got as far as doing something. */
#ifndef SANDBOX_IDEMPOTENCY_H
#define SANDBOX_IDEMPOTENCY_H

#include "request.h"

/* Takes the header into rq->key. False: a bad one, replied. */
bool idempotency_read(struct request *rq);

/* False when the reply is there already: a replay, or a refusal (other parameters: 400, still running: 409). */
bool idempotency_begin(struct request *rq);

/* Keeps rq's reply for whoever comes with the same key, if `worth_it` and there is a key. */
void idempotency_store(struct request *rq, bool worth_it);

/* The key is no longer in progress. */
void idempotency_end(struct request *rq);

#endif
