/* The one table of what the admin shows, in the order of its menu. */
#include "admin/admin.h"

const struct resource *const admin_resources[] = {NULL};

const size_t admin_resource_count = 0;
