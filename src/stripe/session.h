/* Checkout Sessions: what the customer is sent to Stripe with, and what Stripe says became of it.
 *
 * https://docs.stripe.com/api/checkout/sessions
 */
#ifndef STRIPE_SESSION_H
#define STRIPE_SESSION_H

#include "base/arena.h"
#include "stripe/client.h"

enum {
        STRIPE_LINES_MAX = 100,      /* Stripe's limit for one session */
        STRIPE_COUNTRIES_MAX = 250,  /* all that ISO 3166 has */
        STRIPE_IDENTIFIER_MAX = 200, /* so that the idempotency keys made of it fit in 255 */
};

/* Money is in minor units of `currency`, as stripe/currency.h counts them. */
struct stripe_session_line {
        struct str title;
        struct str description; /* of the SKU; may be empty */
        struct str image_url;   /* absolute; may be empty */
        struct str sku_code;    /* recorded as metadata; may be empty */
        int64_t unit_amount;
        int64_t quantity;
};

struct stripe_session_request {
        struct str identifier; /* the checkout's: client_reference_id, metadata[checkout], idempotency keys */
        const struct stripe_session_line *lines;
        size_t line_count;
        struct str currency;        /* three letters, any case */
        int64_t item_discount;      /* taken off the lines by a one-off coupon; 0: none */
        struct str discount_name;   /* what the customer reads beside it; cut at Stripe's 40 characters */
        struct str shipping_title;  /* STR_NULL or empty: no shipping line, shipping_amount is 0 */
        int64_t shipping_amount;    /* after discounts on shipping */
        int64_t total;              /* of the checkout: lines - item_discount + shipping_amount */
        struct str customer_email;  /* STR_NULL: Stripe asks for it */
        const struct str *ships_to; /* ISO 3166 alpha-2, upper case */
        size_t ships_to_count;      /* 0: no shipping address is asked for */
        bool collect_phone;
        int64_t expires_at;     /* unix; 30 minutes to 24 hours from now */
        struct str success_url; /* holds the literal {CHECKOUT_SESSION_ID} */
        struct str cancel_url;
};

enum stripe_session_status { STRIPE_SESSION_OPEN, STRIPE_SESSION_COMPLETE, STRIPE_SESSION_EXPIRED };
enum stripe_payment_status { STRIPE_UNPAID, STRIPE_PAID, STRIPE_NO_PAYMENT_REQUIRED };

/* Each part may be STR_NULL. */
struct stripe_address {
        struct str line1, line2, city, state, postal_code, country;
};

/* A line as Stripe sold it; amounts are of the whole line. */
struct stripe_session_item {
        struct str description; /* the title it was sold under */
        int64_t quantity;
        int64_t amount_subtotal, amount_discount, amount_tax, amount_total;
};

/* Strs are valid UTF-8 and live as long as the arena; STR_NULL is what Stripe did not say. */
struct stripe_session {
        struct str id;
        struct str url;                 /* only while open */
        struct str client_reference_id; /* STR_NULL: not a session of this program */
        struct str metadata_checkout;
        bool is_payment; /* mode=payment; other programs on the same account may use other modes, whose
                          * amounts are 0 here */
        enum stripe_session_status status;
        enum stripe_payment_status payment_status;
        int64_t amount_subtotal, amount_total;
        int64_t amount_discount, amount_tax, amount_shipping;
        struct str currency; /* lower case, as Stripe writes it */
        bool livemode;
        struct str payment_intent_id, charge_id, customer_id;
        int64_t amount_refunded; /* of the charge; refunds that failed are not of it. 0 where the charge is not told */
        struct str email, customer_name, phone;
        struct stripe_address billing;
        struct str shipping_name; /* from collected_information.shipping_details, formerly shipping_details */
        struct stripe_address shipping;
        struct str payment_method_type; /* "card", "link"; with the charge only */
        struct str card_brand, card_last4;
        int64_t created, expires_at;       /* unix */
        struct stripe_session_item *items; /* of a retrieved session; hooks carry none */
        size_t item_count;
        bool items_truncated; /* Stripe holds more than it listed; never after stripe_session_retrieve */
};

/* Makes the coupon, when there is a discount, and the session. Asked again with the same request, Stripe
 * returns the same session; the same identifier with another request is an error.
 *
 * ERR_PAYMENT_AMOUNT_MISMATCH when the request's own sums, or Stripe's, are not `total` to the cent; the
 * session is expired then. ERR_CART_FULL above STRIPE_LINES_MAX; ERR_INTERNAL, with the reason in
 * ret_failure->message, for a request that could not be right; otherwise as stripe_call. */
enum err stripe_session_create(struct stripe_client *c, const struct stripe_session_request *request,
                               struct arena *arena, struct stripe_session *ret, struct stripe_failure *ret_failure)
        __attribute__((warn_unused_result));

/* With items, payment intent and charge. ERR_NOT_FOUND when Stripe knows no such session. */
enum err stripe_session_retrieve(struct stripe_client *c, struct str id, struct arena *arena,
                                 struct stripe_session *ret, struct stripe_failure *ret_failure)
        __attribute__((warn_unused_result));

struct stripe_session_page {
        struct stripe_session *sessions; /* newest first, in the arena; with payment intent and charge, without items */
        size_t count;                    /* at most 100 */
        struct str next;                 /* the cursor for what is older; STR_NULL: that was the last page */
};

/* One page of the sessions that customers have finished, created from `since` to before `until` (unix). `cursor` is
 * STR_NULL for the first page, then `next` of the page before. The caller bounds how many pages it reads. */
enum err stripe_sessions_complete(struct stripe_client *c, int64_t since, int64_t until, struct str cursor,
                                  struct arena *arena, struct stripe_session_page *ret,
                                  struct stripe_failure *ret_failure) __attribute__((warn_unused_result));

enum stripe_expiry {
        STRIPE_EXPIRED_NOW,     /* nobody can pay it any more */
        STRIPE_EXPIRED_BEFORE,  /* the same, but not our doing now */
        STRIPE_EXPIRY_COMPLETE, /* too late: the customer has finished; fulfil it */
};

enum err stripe_session_expire(struct stripe_client *c, struct str id, enum stripe_expiry *ret,
                               struct stripe_failure *ret_failure) __attribute__((warn_unused_result));

/* Reads a session object of any API version since 2022, retrieved or from a hook (data.object). Pure.
 * ERR_INTERNAL when it is not a session, when something needed is missing, when an amount is not a whole
 * number, and for a status this program does not know; ERR_NO_MEMORY when the arena is full. */
enum err stripe_session_parse(const json_t *json, struct arena *arena, struct stripe_session *ret)
        __attribute__((warn_unused_result));

/* Replaces session->items by those of a list of line items. Pure; fails like stripe_session_parse. */
enum err stripe_session_items_parse(const json_t *list, struct arena *arena, struct stripe_session *session)
        __attribute__((warn_unused_result));

#endif
