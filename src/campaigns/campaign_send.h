/* Jobs of campaigns: begin those whose time has come, freeze whom they go to, cancel and finish them. Any number of
 * workers may be at it. How campaigns are sent: migrations/0022_campaign_sending.sql. */
#ifndef CAMPAIGNS_CAMPAIGN_SEND_H
#define CAMPAIGNS_CAMPAIGN_SEND_H

#include <stdatomic.h>

#include "db/blocking.h"

/* Does what is to be done now. Ends early when the program stops; what was not committed then is begun again. */
void campaigns_work(struct blocking *db, const atomic_bool *stopping);

#endif
