/* What is wrong with fields of a request, told all at once. */
#ifndef ADMIN_PROBLEMS_H
#define ADMIN_PROBLEMS_H

#include "http/request.h"

struct problems {
        struct buf entries; /* JSON objects, comma between */
        unsigned count;
};

/* Ends with problems_finish. */
void problems_init(struct problems *p);
void problems_add(struct problems *p, struct str field, const char *code, struct str message);
/* True when there are none; otherwise the 422 is replied. */
bool problems_finish(struct problems *p, struct request *rq) __attribute__((warn_unused_result));

#endif
