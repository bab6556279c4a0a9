/* Handlers for those who run the server. */
#ifndef APP_OPERATIONS_H
#define APP_OPERATIONS_H

struct request;

void operations_healthz(struct request *rq); /* the process lives */
void operations_readyz(struct request *rq);  /* its database serves and has our schema; 503 while it stops */
void operations_openapi(struct request *rq);

#endif
