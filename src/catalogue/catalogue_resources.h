/* What the admin shows of the catalogue; src/app/resources.c lists it. */
#ifndef CATALOGUE_CATALOGUE_RESOURCES_H
#define CATALOGUE_CATALOGUE_RESOURCES_H

#include "admin/admin.h"

extern const struct resource products_resource, product_images_resource, product_videos_resource, skus_resource,
        sku_types_resource, sku_prices_resource, sku_images_resource, sku_inventory_resource, stock_movements_resource,
        product_skus_resource, collections_resource, product_collections_resource, shipping_methods_resource;

#endif
