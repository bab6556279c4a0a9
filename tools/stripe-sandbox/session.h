/* Checkout Sessions: the record, what it comes to, how Stripe shows it, what can happen to it.
 *
 * A record holds what the shop asked for ("params", typed), and what became of it: status, payment_status,
 * shipping_choice, customer, shipping, payment_intent, coupon (as it was), expires_at, and due, the time of its
 * next timer.
 */
#ifndef SANDBOX_SESSION_H
#define SANDBOX_SESSION_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

#include "event.h"
#include "store.h"

struct sandbox;

enum { SESSION_LINES = 100, SESSION_SHIPPING_OPTIONS = 5, SESSION_IMAGES = 8 }; /* Stripe's limits */

/* All in minor units; discounts never reach shipping. */
struct session_amounts {
        int64_t subtotal, discount, shipping, total;
};
void session_amounts(const json_t *session, struct session_amounts *ret);
int64_t line_amount(const json_t *line);
/* The session's discount spread over its lines; they add up to it. */
void session_line_discounts(const json_t *session, int64_t ret[SESSION_LINES]);

/* How a coupon's record cuts `amount`. */
int64_t coupon_cut(const json_t *coupon, int64_t amount);

/* As Stripe shows it to a client that speaks `version`; a new reference. */
json_t *session_view(struct sandbox *sb, const json_t *session, const char *version);
/* Its line items: those after or before the named one (may be NULL), at most `limit`. */
json_t *session_line_list(struct sandbox *sb, const char *session_id, const char *after, const char *before,
                          size_t limit);
/* The rate of a shipping option, the product of a line, by their ids; a new reference, NULL when it is none. */
json_t *session_shipping_rate(struct sandbox *sb, const char *id);
json_t *session_product(struct sandbox *sb, const char *id);

/* A timer went off: an open session expires, a delayed payment settles. */
void session_on_timer(struct sandbox *sb, json_t *session);
/* open -> expired. */
void session_end(struct sandbox *sb, const struct cause *cause, json_t *session);

/* Records a change and tells the shop. Returns what event_emit does. */
enum event_fate session_emit(struct sandbox *sb, const struct cause *cause, const json_t *session, const char *type,
                             char *ret_event);

#endif
