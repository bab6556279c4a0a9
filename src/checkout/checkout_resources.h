/* What the admin shows of checkouts; src/app/resources.c lists it. */
#ifndef CHECKOUT_CHECKOUT_RESOURCES_H
#define CHECKOUT_CHECKOUT_RESOURCES_H

#include "admin/admin.h"

extern const struct resource checkouts_resource, stock_reservations_resource, stripe_events_resource;

#endif
