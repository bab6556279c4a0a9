/* One parameter's text as a typed value. */
#ifndef SANDBOX_PARAM_VALUE_H
#define SANDBOX_PARAM_VALUE_H

#include "params.h"

/* A new reference. NULL with rq->status set: the error has been replied; NULL without: an empty value that unsets. */
json_t *param_value(struct request *rq, const struct param *p, const struct form_field *f);

/* Does it look like something to send mail to? */
bool looks_like_email(struct str s);

#endif
