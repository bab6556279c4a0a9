/* The one table of routes. docs/openapi.yaml describes each; a test compares the two. */
#include "app/routes.h"

#include "accounts/member_http.h"
#include "accounts/people_http.h"
#include "accounts/recovery_http.h"
#include "accounts/session_http.h"
#include "admin/admin_http.h"
#include "admin/grants_http.h"
#include "admin/import.h"
#include "admin/settings_http.h"
#include "app/environment_http.h"
#include "app/operations.h"
#include "app/resource_http.h"
#include "campaigns/campaign_admin_http.h"
#include "campaigns/campaigns_http.h"
#include "campaigns/mail_hooks.h"
#include "campaigns/mail_news.h"
#include "campaigns/one_click.h"
#include "campaigns/tracking_http.h"
#include "campaigns/unsubscribe_http.h"
#include "cart/cart_http.h"
#include "catalogue/catalogue_admin_http.h"
#include "catalogue/catalogue_http.h"
#include "checkout/checkout_http.h"
#include "checkout/reconciliation_http.h"
#include "events/events_http.h"
#include "media/media.h"
#include "orders/dashboard_http.h"
#include "orders/order_admin_http.h"
#include "orders/orders_http.h"

enum { CHANGE = ROUTE_UNSAFE, CHANGE_JSON = ROUTE_UNSAFE | ROUTE_JSON };

const struct route routes[] = {
        {"GET", "/api/v1/session", session_get, 0, 0},
        {"POST", "/api/v1/session", session_post, CHANGE_JSON, 0},
        {"DELETE", "/api/v1/session", session_delete, CHANGE, 0},
        {"POST", "/api/v1/session/two-factor", session_post_two_factor, CHANGE_JSON, 0},
        {"GET", "/api/v1/sessions", sessions_get, 0, 0},
        {"DELETE", "/api/v1/sessions", sessions_delete, CHANGE, 0},
        {"DELETE", "/api/v1/sessions/{id}", sessions_delete_one, CHANGE, 0},

        {"POST", "/api/v1/members", members_post, CHANGE_JSON, 0},
        {"GET", "/api/v1/member", member_get, 0, 0},
        {"PUT", "/api/v1/member", member_put, CHANGE_JSON, 0},
        {"PUT", "/api/v1/member/password", member_put_password, CHANGE_JSON, 0},
        {"PUT", "/api/v1/member/email", member_put_email, CHANGE_JSON, 0},
        {"PUT", "/api/v1/member/preferences", member_put_preferences, CHANGE_JSON, 0},
        {"GET", "/api/v1/member/addresses", member_get_addresses, 0, 0},
        {"PUT", "/api/v1/member/addresses", member_put_addresses, CHANGE_JSON, 0},
        {"GET", "/api/v1/member/two-factor", member_get_two_factor, 0, 0},
        {"POST", "/api/v1/member/two-factor", member_post_two_factor, CHANGE_JSON, 0},
        {"PUT", "/api/v1/member/two-factor", member_put_two_factor, CHANGE_JSON, 0},
        {"POST", "/api/v1/member/two-factor/recovery-codes", member_post_recovery_codes, CHANGE_JSON, 0},
        {"POST", "/api/v1/member/two-factor/removal", member_post_two_factor_removal, CHANGE_JSON, 0},

        {"POST", "/api/v1/password-resets", password_resets_post, CHANGE_JSON, 0},
        {"GET", "/api/v1/password-resets/{token}", password_reset_get, 0, 0},
        {"PUT", "/api/v1/password-resets/{token}", password_reset_put, CHANGE_JSON, 0},
        {"POST", "/api/v1/email-verifications", email_verifications_post, CHANGE, 0},
        {"PUT", "/api/v1/email-verifications/{token}", email_verification_put, CHANGE, 0},
        {"POST", "/api/v1/username-reminders", username_reminders_post, CHANGE_JSON, 0},
        {"GET", "/api/v1/terms", terms_get, 0, 0},
        {"POST", "/api/v1/terms/agreements", terms_post_agreement, CHANGE_JSON, 0},
        {"POST", "/api/v1/messages", messages_post, CHANGE_JSON, 0},
        {"GET", "/api/v1/unsubscriptions/{token}", unsubscription_get, 0, 0},
        {"PUT", "/api/v1/unsubscriptions/{token}", unsubscription_put, CHANGE, 0},
        {"DELETE", "/api/v1/unsubscriptions/{token}", unsubscription_delete, CHANGE, 0},
        {"PUT", "/api/v1/unsubscriptions/{token}/reason", unsubscription_put_reason, CHANGE_JSON, 0},
        {"GET", "/e/u/{code}", unsubscribe_get_link, 0, 0},
        {"POST", "/e/u/{code}", unsubscribe_one_click, ROUTE_SIGNED | ROUTE_RAW, ONE_CLICK_BODY_MAX},

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
        {"POST", "/webhooks/ses", ses_hook, ROUTE_SIGNED | ROUTE_RAW, MAIL_HOOK_BODY_MAX},
        {"POST", "/webhooks/sendgrid", sendgrid_hook, ROUTE_SIGNED | ROUTE_RAW, MAIL_HOOK_BODY_MAX},

        {"GET", "/api/v1/orders", orders_get, 0, 0},
        {"GET", "/api/v1/orders/{identifier}", order_get, 0, 0},

        {"POST", "/api/v1/events", events_post, ROUTE_TOLD | ROUTE_JSON, 0},

        {"GET", "/api/admin/dashboard", dashboard_get, 0, 0},
        {"GET", "/api/admin/orders/{id}/page", order_page_get, 0, 0},
        {"GET", "/api/admin/orders/{id}/packing-slip", order_packing_slip_get, 0, 0},
        {"POST", "/api/admin/orders/{id}/status", order_status_post, CHANGE_JSON, 0},
        {"POST", "/api/admin/orders/{id}/ship", order_ship_post, CHANGE_JSON, 0},
        {"POST", "/api/admin/orders/{id}/notes", order_notes_post, CHANGE_JSON, 0},
        {"POST", "/api/admin/orders/{id}/refunds", order_refunds_post, CHANGE_JSON, 0},
        {"GET", "/api/admin/payments/reconciliation", reconciliation_get, 0, 0},
        {"POST", "/api/admin/payments/reconciliation/{session}", reconciliation_post, CHANGE, 0},
        {"GET", "/api/admin/members/{id}/page", people_get_member, 0, 0},
        {"GET", "/api/admin/members/{id}/timeline", people_get_member_timeline, 0, 0},
        {"GET", "/api/admin/prospects/{id}/page", people_get_prospect, 0, 0},
        {"GET", "/api/admin/prospects/{id}/timeline", people_get_prospect_timeline, 0, 0},
        {"POST", "/api/admin/users/{id}/password-reset", people_post_password_reset, CHANGE, 0},
        {"POST", "/api/admin/users/{id}/verification", people_post_verification, CHANGE, 0},
        {"DELETE", "/api/admin/users/{id}/sessions", people_delete_sessions, CHANGE, 0},
        {"GET", "/api/admin/users/{id}/permissions", grants_get_user, 0, 0},
        {"PUT", "/api/admin/users/{id}/permissions", grants_put_user, CHANGE_JSON, 0},
        {"GET", "/api/admin/groups/{id}/permissions", grants_get_group, 0, 0},
        {"PUT", "/api/admin/groups/{id}/permissions", grants_put_group, CHANGE_JSON, 0},
        {"GET", "/api/admin/settings", settings_get, 0, 0},
        {"PUT", "/api/admin/settings", settings_put, CHANGE_JSON, 0},
        {"GET", "/api/admin/settings/environment", environment_get, 0, 0},
        {"GET", "/api/admin/terms", people_get_terms, 0, 0},
        {"GET", "/api/admin/mail/templates", mail_templates_get, 0, 0},
        {"POST", "/api/admin/mail/preview", mail_preview_post, CHANGE_JSON, DRAFT_BODY_MAX},
        {"POST", "/api/admin/mail/test", mail_test_post, CHANGE_JSON, DRAFT_BODY_MAX},
        {"GET", "/api/admin/email_messages/{id}/page", mail_message_get_page, 0, 0},
        {"GET", "/api/admin/campaigns", resource_get_campaigns, 0, 0},
        {"POST", "/api/admin/campaigns", campaigns_post, CHANGE_JSON, 0},
        {"GET", "/api/admin/campaigns/{id}/page", campaign_get_page, 0, 0},
        {"GET", "/api/admin/campaigns/{id}/audience", campaign_get_audience, 0, 0},
        {"POST", "/api/admin/campaigns/{id}/preview", campaign_post_preview, CHANGE_JSON, CAMPAIGN_BODY_MAX},
        {"POST", "/api/admin/campaigns/{id}/test", campaign_post_test, CHANGE_JSON, 0},
        {"POST", "/api/admin/campaigns/{id}/check", campaign_post_check, CHANGE, 0},
        {"POST", "/api/admin/campaigns/{id}/ready", campaign_post_ready, CHANGE_JSON, 0},
        {"GET", "/api/admin/campaigns/{id}/progress", campaign_get_progress, 0, 0},
        {"GET", "/api/admin/campaigns/{id}/report", campaign_get_report, 0, 0},
        {"GET", "/api/admin/ads/{id}/report", ad_get_report, 0, 0},
        {"POST", "/api/admin/campaigns/{id}/draft", campaign_post_stop, CHANGE, 0},
        {"POST", "/api/admin/campaigns/{id}/send", campaign_post_send, CHANGE, 0},
        {"POST", "/api/admin/campaigns/{id}/pause", campaign_post_stop, CHANGE, 0},
        {"POST", "/api/admin/campaigns/{id}/resume", campaign_post_send, CHANGE, 0},
        {"POST", "/api/admin/campaigns/{id}/cancel", campaign_post_stop, CHANGE, 0},
        {"POST", "/api/admin/campaigns/{id}/resend", campaign_post_resend, CHANGE_JSON, 0},
        {"POST", "/api/admin/campaigns/{id}/schedule", campaign_post_schedule, CHANGE_JSON, 0},
        {"POST", "/api/admin/session", session_post_staff, CHANGE_JSON, 0},
        {"POST", "/api/admin/media", admin_media_post, ROUTE_UNSAFE | ROUTE_RAW, MEDIA_BYTES_MAX},
        {"GET", "/api/admin/products/{id}/page", admin_product_get_page, 0, 0},
        {"GET", "/api/admin/products/{id}/preview", admin_product_get_preview, 0, 0},
        {"POST", "/api/admin/products/{id}/skus", admin_product_post_skus, CHANGE_JSON, 0},
        {"POST", "/api/admin/products/{id}/prices", admin_product_post_prices, CHANGE_JSON, 0},
        {"POST", "/api/admin/products/{id}/images", admin_product_post_image, CHANGE_JSON, 0},
        {"PUT", "/api/admin/products/{id}/images", admin_product_put_images, CHANGE_JSON, 0},
        {"PUT", "/api/admin/products/{id}/collections", admin_product_put_collections, CHANGE_JSON, 0},
        {"POST", "/api/admin/products/{id}/duplicate", admin_product_post_duplicate, CHANGE, 0},
        {"POST", "/api/admin/skus/{id}/prices", admin_sku_post_price, CHANGE_JSON, 0},
        {"POST", "/api/admin/skus/{id}/stock", admin_sku_post_stock, CHANGE_JSON, 0},

        {"GET", "/api/admin/imports", imports_get, 0, 0},
        {"POST", "/api/admin/imports", imports_post, CHANGE_JSON, 0},
        {"GET", "/api/admin/imports/{id}", import_get, 0, 0},
        {"DELETE", "/api/admin/imports/{id}", import_delete, CHANGE, 0},
        {"PUT", "/api/admin/imports/{id}/content", import_put_content, ROUTE_UNSAFE | ROUTE_RAW, IMPORT_PIECE_MAX},
        {"POST", "/api/admin/imports/{id}/check", import_post_check, CHANGE, 0},
        {"GET", "/api/admin/imports/{id}/rows", import_get_rows, 0, 0},
        {"POST", "/api/admin/imports/{id}/apply", import_post_apply, CHANGE, 0},

        {"GET", "/api/admin/schema", admin_get_schema, 0, 0},
        {"GET", "/api/admin/changes", admin_get_changes, 0, 0},
        {"GET", "/api/admin/changes/{id}", admin_get_change, 0, 0},
        {"POST", "/api/admin/changes/{id}/undo", admin_post_undo, CHANGE, 0},
        {"GET", "/api/admin/saved-filters", admin_get_saved_filters, 0, 0},
        {"POST", "/api/admin/saved-filters", admin_post_saved_filter, CHANGE_JSON, 0},
        {"DELETE", "/api/admin/saved-filters/{id}", admin_delete_saved_filter, CHANGE, 0},
        {"POST", "/api/admin/{resource}/bulk", admin_post_bulk, CHANGE_JSON, ADMIN_BODY_MAX},
        {"GET", "/api/admin/{resource}/export", admin_get_export, 0, 0},
        {"GET", "/api/admin/{resource}/{id}/history", admin_get_history, 0, 0},
        {"GET", "/api/admin/campaigns/{id}", resource_get_campaign, 0, 0},
        {"PATCH", "/api/admin/campaigns/{id}", campaign_patch, CHANGE_JSON, CAMPAIGN_BODY_MAX},
        {"DELETE", "/api/admin/campaigns/{id}", campaign_delete, CHANGE, 0},
        {"GET", "/api/admin/{resource}", admin_get_list, 0, 0},
        {"POST", "/api/admin/{resource}", admin_post_object, CHANGE_JSON, ADMIN_BODY_MAX},
        {"GET", "/api/admin/{resource}/{id}", admin_get_object, 0, 0},
        {"PATCH", "/api/admin/{resource}/{id}", admin_patch_object, CHANGE_JSON, ADMIN_BODY_MAX},
        {"DELETE", "/api/admin/{resource}/{id}", admin_delete_object, CHANGE, 0},

        {"GET", "/e/c/{code}", tracking_get_click, ROUTE_ALONE, 0},
        {"GET", "/e/o/{file}", tracking_get_open, ROUTE_ALONE, 0},
        {"GET", "/e/a/{code}", tracking_get_ad, ROUTE_ALONE, 0},

        {"GET", "/healthz", operations_healthz, 0, 0},
        {"GET", "/readyz", operations_readyz, 0, 0},
        {"GET", "/api/openapi.yaml", operations_openapi, 0, 0},
};

const size_t route_count = sizeof routes / sizeof routes[0];
