/* What visitors do, as the pages tell (client_events): kept by month, and summed up by the hour. */
#ifndef EVENTS_EVENTS_H
#define EVENTS_EVENTS_H

#include "db/blocking.h"

/* Makes the partitions that will be needed. */
void events_make_months(struct blocking *db);

/* Sums up some hours; true when there are more, and nothing went wrong. */
bool events_roll_up(struct blocking *db);

#endif
