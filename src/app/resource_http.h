/* The registry's routes of a resource whose page has routes at the same addresses. */
#ifndef APP_RESOURCE_HTTP_H
#define APP_RESOURCE_HTTP_H

struct request;

void resource_get_campaigns(struct request *rq); /* GET /api/admin/campaigns */
void resource_get_campaign(struct request *rq);  /* GET /api/admin/campaigns/{id} */

#endif
