/* Makes Stripe's payment page for a frozen checkout. */
#ifndef CHECKOUT_PAYMENT_PAGE_H
#define CHECKOUT_PAYMENT_PAGE_H

#include "checkout/settle.h"

/* `document` is the row of checkout_read. The session has the checkout's identifier as idempotency key, so that two
 * who ask get one page. Errors as stripe_session_create. */
enum err payment_page_create(struct payments *p, struct arena *a, struct str document, struct str public_url,
                             struct str media_url, struct stripe_session *ret) __attribute__((warn_unused_result));

#endif
