/* The one table of routes. docs/openapi.yaml describes each; a test compares the two. */
#include "app/routes.h"

#include "app/operations.h"
#include "cart/cart_http.h"
#include "catalogue/catalogue_http.h"
#include "checkout/checkout_http.h"
#include "orders/orders_http.h"

enum { CHANGE = ROUTE_UNSAFE, CHANGE_JSON = ROUTE_UNSAFE | ROUTE_JSON };

const struct route routes[] = {
        {"GET", "/api/v1/session", cart_get_session, 0, 0},

        {"GET", "/api/v1/products", catalogue_get_products, 0, 0},
        {"GET", "/api/v1/products/{slug}", catalogue_get_product, 0, 0},
        {"GET", "/api/v1/collections", catalogue_get_collections, 0, 0},
        {"GET", "/api/v1/shipping-methods", catalogue_get_shipping_methods, 0, 0},

        {"GET", "/api/v1/cart", cart_get, 0, 0},
        {"DELETE", "/api/v1/cart", cart_delete, CHANGE, 0},
        {"POST", "/api/v1/cart/items", cart_post_item, CHANGE_JSON, 0},
        {"PUT", "/api/v1/cart/items/{sku}", cart_put_item, CHANGE_JSON, 0},
        {"DELETE", "/api/v1/cart/items/{sku}", cart_delete_item, CHANGE, 0},
        {"PUT", "/api/v1/cart/shipping", cart_put_shipping, CHANGE_JSON, 0},
        {"POST", "/api/v1/cart/discounts", cart_post_discount, CHANGE_JSON, 0},
        {"DELETE", "/api/v1/cart/discounts/{code}", cart_delete_discount, CHANGE, 0},

        {"POST", "/api/v1/checkout", checkout_post, CHANGE_JSON, 0},
        {"GET", "/api/v1/checkout/{session}", checkout_get, 0, 0},
        {"POST", "/webhooks/stripe", checkout_hook, ROUTE_SIGNED | ROUTE_RAW, HOOK_BODY_MAX},

        {"GET", "/api/v1/orders/{identifier}", order_get, 0, 0},

        {"GET", "/healthz", operations_healthz, 0, 0},
        {"GET", "/readyz", operations_readyz, 0, 0},
        {"GET", "/api/openapi.yaml", operations_openapi, 0, 0},
};

const size_t route_count = sizeof routes / sizeof routes[0];
