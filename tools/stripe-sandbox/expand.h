/* expand[]: ids replaced by the objects they name. */
#ifndef SANDBOX_EXPAND_H
#define SANDBOX_EXPAND_H

#include "request.h"

/* Does all of rq->params' expand[] to `object`. False: one of them can't be, replied. */
bool expand(struct request *rq, json_t *object);

#endif
