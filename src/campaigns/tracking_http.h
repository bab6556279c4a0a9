/* Links of campaigns and ads, as people follow them: docs/campaigns.md, "Codes and links". */
#ifndef CAMPAIGNS_TRACKING_HTTP_H
#define CAMPAIGNS_TRACKING_HTTP_H

#include "http/request.h"

void tracking_get_click(struct request *rq); /* GET /e/c/{code} */
void tracking_get_open(struct request *rq);  /* GET /e/o/{file} */
void tracking_get_ad(struct request *rq);    /* GET /e/a/{code} */

#endif
