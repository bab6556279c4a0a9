/* What the process was told from outside, for the admin's page of settings. */
#ifndef APP_ENVIRONMENT_HTTP_H
#define APP_ENVIRONMENT_HTTP_H

struct request;

void environment_get(struct request *rq); /* GET /api/admin/settings/environment */

#endif
