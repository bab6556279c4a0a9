/* The confirmation of an order, as text and as HTML. */
#ifndef ORDERS_ORDER_MAIL_H
#define ORDERS_ORDER_MAIL_H

#include "mail/letter.h"
#include "mail/outbox.h"

/* An outbox_compose; context is a struct letter_context. */
enum err order_mail_confirmation(void *context, struct arena *a, const struct outbox_mail *m, struct mail_message *ret);

/* 1999 with exponent 2 and "USD" is "19.99 USD". For tests too. */
struct str money_text(struct arena *a, int64_t amount, int exponent, struct str currency);

#endif
