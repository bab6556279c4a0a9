/* Programs that follow links and say so: crawlers, and what mail servers look through mails with. Those that say they
 * are browsers are told by what they do (tracking_mark_scanners), or stay unknown. */
#ifndef CAMPAIGNS_SCANNER_H
#define CAMPAIGNS_SCANNER_H

#include "base/str.h"

/* By the User-Agent; STR_NULL: there was none, as no browser does. */
bool scanner_is_told(struct str user_agent);

#endif
