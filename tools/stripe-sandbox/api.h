/* What every request to /v1 goes through before and after its handler: log, key, version, faults, idempotency. */
#ifndef SANDBOX_API_H
#define SANDBOX_API_H

#include "request.h"

/* Call with the lock held. Called again after rq->wait_ms when it asked for that. */
void api_serve(struct request *rq);

/* The request is over, however it ended: gives its idempotency key back. Call with the lock held. */
void api_end(struct request *rq);

#endif
