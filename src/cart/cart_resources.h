/* What the admin shows of carts and discounts; src/app/resources.c lists it. */
#ifndef CART_CART_RESOURCES_H
#define CART_CART_RESOURCES_H

#include "admin/admin.h"

extern const struct resource carts_resource, cart_skus_resource, cart_discounts_resource, cart_shipping_resource,
        discount_codes_resource, discount_redemptions_resource;

#endif
