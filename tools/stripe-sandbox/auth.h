/* Who may call the API. */
#ifndef SANDBOX_AUTH_H
#define SANDBOX_AUTH_H

#include "request.h"

/* Bearer, or Basic with the key as user name. False: the 401 has been replied. */
bool auth_check(struct request *rq);

#endif
