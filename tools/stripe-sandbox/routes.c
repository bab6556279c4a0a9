/* The one table of what the sandbox answers. */
#include "routes.h"

#include <string.h>

#include "control.h"
#include "coupon.h"
#include "dispute.h"
#include "event_http.h"
#include "faults.h"
#include "pages.h"
#include "payment_http.h"
#include "refund.h"
#include "session_http.h"

static const struct route routes[] = {
        {"POST", "/v1/checkout/sessions", session_create, session_create_params},
        {"GET", "/v1/checkout/sessions", session_list, session_list_params},
        {"GET", "/v1/checkout/sessions/{id}", session_retrieve, expand_params},
        {"POST", "/v1/checkout/sessions/{id}", session_update, session_update_params},
        {"GET", "/v1/checkout/sessions/{id}/line_items", session_line_items, page_params},
        {"POST", "/v1/checkout/sessions/{id}/expire", session_expire, expand_params},

        {"POST", "/v1/coupons", coupon_create, coupon_create_params},
        {"GET", "/v1/coupons", coupon_list, page_params},
        {"GET", "/v1/coupons/{id}", coupon_retrieve, expand_params},
        {"DELETE", "/v1/coupons/{id}", coupon_delete, expand_params},

        {"GET", "/v1/payment_intents", intent_list, page_params},
        {"GET", "/v1/payment_intents/{id}", intent_retrieve, expand_params},
        {"GET", "/v1/charges", charge_list, charge_list_params},
        {"GET", "/v1/charges/{id}", charge_retrieve, expand_params},

        {"POST", "/v1/refunds", refund_create, refund_create_params},
        {"GET", "/v1/refunds", refund_list, refund_list_params},
        {"GET", "/v1/refunds/{id}", refund_retrieve, expand_params},
        {"POST", "/v1/refunds/{id}", refund_update, refund_update_params},

        {"GET", "/v1/disputes", dispute_list, dispute_list_params},
        {"GET", "/v1/disputes/{id}", dispute_retrieve, expand_params},

        {"GET", "/v1/events", event_list, event_list_params},
        {"GET", "/v1/events/{id}", event_retrieve, expand_params},

        {"GET", "/v1/account", account_retrieve, expand_params},
        {"GET", "/v1/balance", balance_retrieve, expand_params},

        {"GET", "/pay/{id}", pay_show, NULL},
        {"POST", "/pay/{id}", pay_submit, NULL},
        {"GET", "/pay.css", pay_style, NULL},
        {"GET", "/", home_show, NULL},
        {"GET", "/favicon.ico", no_icon, NULL},
        {"GET", "/healthz", health_show, NULL},

        {"GET", "/_sandbox/faults", control_faults_show, NULL},
        {"POST", "/_sandbox/faults", control_faults_set, NULL},
        {"DELETE", "/_sandbox/faults", control_faults_reset, NULL},
        {"POST", "/_sandbox/sessions/{id}/pay", control_pay, NULL},
        {"POST", "/_sandbox/sessions/{id}/expire", control_expire, NULL},
        {"POST", "/_sandbox/refunds/{id}", control_refund, NULL},
        {"POST", "/_sandbox/disputes", control_dispute, NULL},
        {"POST", "/_sandbox/deliver", control_deliver, NULL},
        {"GET", "/_sandbox/requests", control_requests_show, NULL},
        {"DELETE", "/_sandbox/requests", control_requests_clear, NULL},
        {"GET", "/_sandbox/state", control_state, NULL},
};

const struct route *route_find(const char *method, const char *path, char *id, size_t id_size)
{
        for (size_t i = 0; i < sizeof routes / sizeof *routes; i++) {
                if (strcmp(routes[i].method, method) == 0 && path_matches(routes[i].path, path, id, id_size))
                        return &routes[i];
        }
        return NULL;
}
