/* The list of campaigns and one row of it, as of any resource. */
#include "app/resource_http.h"

#include "admin/admin_http.h"
#include "http/request.h"

void resource_get_campaigns(struct request *rq)
{
        rq->params[0] = STR("campaigns");
        admin_get_list(rq);
}

void resource_get_campaign(struct request *rq)
{
        rq->params[1] = rq->params[0];
        rq->params[0] = STR("campaigns");
        admin_get_object(rq);
}
