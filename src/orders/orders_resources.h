/* What the admin shows of orders; src/app/resources.c lists it. */
#ifndef ORDERS_ORDERS_RESOURCES_H
#define ORDERS_ORDERS_RESOURCES_H

#include "admin/admin.h"

extern const struct resource orders_resource, order_skus_resource, order_discounts_resource, order_payments_resource,
        order_billing_resource, order_shipping_resource, order_statuses_resource, refunds_resource, disputes_resource,
        order_email_failures_resource, refund_requests_resource, order_notes_resource;

#endif
