/* What the admin shows of itself and of the store's settings; src/app/resources.c lists it. */
#ifndef ADMIN_ADMIN_RESOURCES_H
#define ADMIN_ADMIN_RESOURCES_H

#include "admin/admin.h"

extern const struct resource configuration_resource, audit_log_resource;

#endif
