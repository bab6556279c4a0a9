/* What the admin shows of client events; src/app/resources.c lists it. */
#ifndef EVENTS_EVENTS_RESOURCES_H
#define EVENTS_EVENTS_RESOURCES_H

#include "admin/admin.h"

extern const struct resource client_events_resource, client_event_hours_resource;

#endif
