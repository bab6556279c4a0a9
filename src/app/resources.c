/* The one table of what the admin shows, in the order of its menu. */
#include "accounts/accounts_resources.h"
#include "admin/admin_resources.h"
#include "campaigns/campaigns_resources.h"
#include "cart/cart_resources.h"
#include "catalogue/catalogue_resources.h"
#include "checkout/checkout_resources.h"
#include "events/events_resources.h"
#include "orders/orders_resources.h"

const struct resource *const admin_resources[] = {
        /* Sales */
        &orders_resource,
        &order_payments_resource,
        &refunds_resource,
        &disputes_resource,
        &discount_codes_resource,
        &carts_resource,
        &checkouts_resource,
        &order_skus_resource,
        &order_discounts_resource,
        &order_billing_resource,
        &order_shipping_resource,
        &order_statuses_resource,
        &order_email_failures_resource,
        &refund_requests_resource,
        &order_notes_resource,
        &order_sources_resource,
        &discount_redemptions_resource,
        &cart_skus_resource,
        &cart_discounts_resource,
        &cart_shipping_resource,
        &stock_reservations_resource,
        &stripe_events_resource,

        /* Catalogue */
        &products_resource,
        &skus_resource,
        &collections_resource,
        &sku_inventory_resource,
        &stock_movements_resource,
        &sku_prices_resource,
        &shipping_methods_resource,
        &product_images_resource,
        &product_videos_resource,
        &sku_images_resource,
        &product_skus_resource,
        &product_collections_resource,
        &sku_types_resource,

        /* People */
        &members_resource,
        &prospects_resource,
        &tags_resource,
        &member_tags_resource,
        &prospect_tags_resource,
        &chat_messages_resource,
        &users_resource,
        &groups_resource,
        &user_groups_resource,
        &group_permissions_resource,
        &user_permissions_resource,
        &sessions_resource,
        &two_factor_resource,
        &one_time_tokens_resource,
        &terms_of_use_versions_resource,
        &terms_of_use_agreements_resource,

        /* Mail */
        &emails_resource,
        &campaigns_resource,
        &campaign_tags_resource,
        &suppressions_resource,
        &opt_outs_resource,
        &email_messages_resource,
        &email_sent_resource,
        &email_templates_resource,
        &email_types_resource,
        &email_statuses_resource,
        &email_links_resource,
        &email_events_resource,
        &unsubscribe_reasons_resource,
        &ads_resource,
        &ad_visits_resource,

        /* Events */
        &client_events_resource,
        &client_event_hours_resource,

        /* System */
        &configuration_resource,
        &alerts_resource,
        &audit_log_resource,
};

const size_t admin_resource_count = sizeof admin_resources / sizeof *admin_resources;
